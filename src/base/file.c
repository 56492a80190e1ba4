#include <luister/file.h>
#include <luister/mem.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum status file_read(const char *path, struct buf *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, STATUS_NOINPUT, "%s: %s", path, strerror(errno));
	char chunk[65536];
	ssize_t n;
	while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
	int why = errno;
	close(fd);
	if (n < 0)
		return err_set(e, STATUS_IO, "%s: %s", path, strerror(why));
	if (out->failed)
		return err_set(e, STATUS_DATA, "%s: larger than %zu bytes", path, out->max);
	return STATUS_OK;
}

static bool write_all(int fd, struct str s)
{
	while (s.len) {
		ssize_t n = write(fd, s.p, s.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s.p += n;
		s.len -= (size_t)n;
	}
	return true;
}

/* A rename lasts when its folder is on the disk too. */
static bool sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* some file systems cannot sync a folder, and then do not have to */
	bool fine = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
	if (fd >= 0)
		close(fd);
	mem_free(dir);
	return fine;
}

enum status file_publish(const char *path, struct str data, unsigned mode, struct err *e)
{
	char *part = mem_printf("%s.XXXXXX", path);
	enum status status = STATUS_OK;
	int fd = mkostemp(part, O_CLOEXEC);
	if (fd < 0)
		status = err_set(e, STATUS_CREATE, "%s: cannot create: %s", path, strerror(errno));
	else {
		bool fine = fchmod(fd, mode) == 0 && write_all(fd, data) && fsync(fd) == 0;
		fine = close(fd) == 0 && fine;
		if (!fine || rename(part, path) != 0) {
			status = err_set(e, STATUS_IO, "%s: write failed: %s", path, strerror(errno));
			unlink(part);
		} else if (!sync_folder(path)) {
			status = err_set(e, STATUS_IO, "%s: its folder cannot be synced: %s", path,
				strerror(errno));
		}
	}
	mem_free(part);
	return status;
}

enum status file_mkdirs(const char *path, struct err *e)
{
	char *copy = mem_dup(path);
	enum status status = STATUS_OK;
	for (char *p = copy + 1; status == STATUS_OK; p++) {
		char c = *p;
		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST)
			status = err_set(e, STATUS_CREATE, "%s: cannot create: %s", copy, strerror(errno));
		*p = c;
		if (c == '\0')
			break;
	}
	mem_free(copy);
	return status;
}

int file_lock(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_set(e, STATUS_CREATE, "%s: cannot open lock: %s", path, strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int why = errno;
		close(fd);
		if (why == EWOULDBLOCK)
			err_set(e, STATUS_TEMP, "%s: another run holds the lock; try again when it has ended",
				path);
		else
			err_set(e, STATUS_OS, "%s: cannot lock: %s", path, strerror(why));
		return -1;
	}
	return fd;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **file_list(const char *dir, const char *suffix)
{
	DIR *d = opendir(dir);
	if (!d)
		return NULL;
	char **names = NULL;
	size_t n = 0, cap = 0;
	for (struct dirent *entry; (entry = readdir(d));) {
		if (entry->d_name[0] == '.' || !str_suffix(str_of(entry->d_name), str_of(suffix)))
			continue;
		MEM_ROOM(names, n, cap);
		names[n++] = mem_dup(entry->d_name);
	}
	closedir(d);
	if (n)
		qsort(names, n, sizeof *names, by_name);
	MEM_ROOM(names, n, cap);
	names[n] = NULL;
	return names;
}

void file_list_free(char **names)
{
	for (char **n = names; n && *n; n++)
		mem_free(*n);
	mem_free(names);
}
