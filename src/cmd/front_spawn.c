#include "front.h"

#include <luister/file.h>
#include <luister/mem.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

char *front_program(const char *name)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n > 0) {
		self[n] = '\0';
		char *slash = strrchr(self, '/');
		char *beside = slash ? mem_printf("%.*s/%s", (int)(slash - self), self, name) : NULL;
		if (beside && file_exists(beside))
			return beside;
		mem_free(beside);
	}
	return mem_dup(name);
}

static _Noreturn void become(char *const argv[], int in, int out, pid_t parent)
{
	/* a stage must not outlive the run that started it */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(STATUS_TEMP);
	if (in >= 0 && dup2(in, STDIN_FILENO) < 0)
		_exit(STATUS_OS);
	if (out >= 0 && dup2(out, STDOUT_FILENO) < 0)
		_exit(STATUS_OS);
	execvp(argv[0], argv);
	_exit(errno == ENOENT ? STATUS_NOINPUT : STATUS_OS);
}

pid_t front_spawn(char *const argv[], int in, int out, struct err *e)
{
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0)
		become(argv, in, out, parent);
	if (pid < 0)
		err_set(e, STATUS_OS, "cannot start %s: %s", argv[0], strerror(errno));
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return pid;
}

enum status front_wait(pid_t pid, int *sig)
{
	int how = 0;
	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			return STATUS_OS;
	if (sig)
		*sig = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
	if (WIFEXITED(how))
		return (enum status)WEXITSTATUS(how);
	switch (WTERMSIG(how)) {
	case SIGSEGV:
	case SIGABRT:
	case SIGBUS:
	case SIGFPE:
	case SIGILL:
		return STATUS_BUG;
	default:
		return STATUS_TEMP;
	}
}
