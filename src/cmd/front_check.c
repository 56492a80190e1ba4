/* `luister check`: is everything right that can be known before the first run? With --online, each source is
 * asked. */
#include "common.h"
#include "front.h"

#include <luister/caps.h>
#include <luister/mem.h>
#include <luister/stage.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum status check_secret(const struct config_source *s, struct err *e)
{
	struct err why = { 0 };
	char *secret;
	enum status status = secret_read(s->secret_file, s->secret_env, &secret, &why);
	mem_free(secret);
	return status == STATUS_OK ? status : err_set(e, status, "%s:%d: source \"%s\": %s", s->file, s->line,
		s->id, why.msg);
}

static enum status check_mail(const struct config *c, struct err *e)
{
	struct err why = { 0 };
	char *password;
	enum status status = secret_read(c->mail.password_file, c->mail.password_env, &password, &why);
	mem_free(password);
	return status == STATUS_OK ? status : err_set(e, status, "%s/luister.yaml: mail: %s", c->dir,
		why.msg);
}

static void tell_readers(const struct config *c)
{
	size_t readers = 0;
	for (size_t i = 0; i < c->nfirms; i++)
		readers += c->firms[i].nreaders;
	if (readers && !c->mail.from)
		printf("%-10s none: %zu readers, but luister.yaml has no `mail`\n", "mail", readers);
	else if (readers)
		printf("%-10s fine: %zu readers\n", "mail", readers);
}

static enum status check_config(const struct config *c, struct err *e)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < c->nfirms && status == STATUS_OK; i++)
		status = zone_use(c->firms[i].timezone, e);
	if (status == STATUS_OK)
		status = zone_use(c->timezone, e);
	for (size_t i = 0; i < c->nsources && status == STATUS_OK; i++)
		status = check_secret(&c->sources[i], e);
	return status == STATUS_OK ? check_mail(c, e) : status;
}

/* A program of ours that checks its own part; its complaints go to our stderr. */
static enum status ask(const char *what, char *const argv[], struct err *e)
{
	int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t pid = front_spawn(argv, -1, quiet, e);
	enum status status = pid < 0 ? STATUS_OS : front_wait(pid, NULL);
	printf("%-10s %s\n", what, status == STATUS_OK ? "fine" : "WRONG");
	if (status != STATUS_OK)
		err_set(e, status, "%s: see above", what);
	return status;
}

static enum status check_lexicon(const struct cli *cli, struct err *e)
{
	char *program = front_program("luister-lexicon");
	char *argv[] = { program, "-c", (char *)cli->config, "check", NULL };
	enum status status = ask("lexicon", argv, e);
	mem_free(program);
	return status;
}

static enum status check_connectors(const struct cli *cli, struct err *e)
{
	char *program = front_program("luister-fetch");
	/* a store that is not there: then every source is due */
	char *argv[] = { program, "-c", (char *)cli->config, "-d", "/nonexistent/luister", "--dry-run",
		NULL };
	enum status status = ask("connectors", argv, e);
	mem_free(program);
	return status;
}

struct answer {
	long long posts, rejects;
	int64_t newest;
	bool polled, ok;
	int64_t status;
	char why[80], rejected[80];     /* of the failure; of the first reject */
};

static enum verdict note(void *self, struct record *r, enum status *fatal, struct err *e)
{
	struct answer *a = self;
	struct state s;
	struct post p;
	(void)fatal;
	if (record_type(r) == RECORD_POST && record_post(r, &p, e) == STATUS_OK) {
		a->posts++;
		if (!p.undated && (a->newest == CLOCK_NONE || p.published > a->newest))
			a->newest = p.published;
	}
	struct reject x;
	if (record_type(r) == RECORD_REJECT && record_reject(r, &x, e) == STATUS_OK && a->rejects++ == 0)
		snprintf(a->rejected, sizeof a->rejected, "%.*s", STR_ARG(x.reason));
	if (record_type(r) == RECORD_STATE && record_state(r, &s, e) == STATUS_OK && s.has_poll) {
		a->polled = true;
		a->ok = s.poll.ok;
		a->status = s.poll.status;
		if (s.poll.error.p)
			snprintf(a->why, sizeof a->why, "%.*s", STR_ARG(s.poll.error));
	}
	return VERDICT_KEEP;
}

static long long ms_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One source, asked for a page as the pipeline would, with an empty store: its row of the table. */
static enum status reach(const struct cli *cli, const struct config_source *s, struct err *e)
{
	int fd[2];
	if (pipe2(fd, O_CLOEXEC) != 0)
		return err_set(e, STATUS_OS, "cannot make a pipe: %s", strerror(errno));
	char *program = front_program("luister-fetch");
	char *argv[] = { program, "-c", (char *)cli->config, "-d", "/nonexistent/luister", "--source",
		(char *)s->id, NULL };
	/* the newest are enough, and some platforms want money for each */
	setenv("LUISTER_HTTP_PAGES", "1", 1);
	long long start = ms_now();
	pid_t pid = front_spawn(argv, -1, fd[1], e);
	FILE *in = fdopen(fd[0], "r");
	struct answer a = { .newest = CLOCK_NONE };
	struct err why = { STATUS_OK, "" };
	struct stage stage = { .name = "luister-check", .in = in, .each = note, .self = &a };
	stage_run(&stage, &why);
	fclose(in);
	enum status status = pid < 0 ? STATUS_OS : front_wait(pid, NULL);
	char newest[21] = "-";
	if (a.newest != CLOCK_NONE)
		clock_rfc3339(a.newest, newest);
	char rejects[120] = "";
	if (a.rejects)
		snprintf(rejects, sizeof rejects, "%s%lld rejected: %s", *a.why ? "; " : "", a.rejects,
			a.rejected);
	printf("%-24s %-12s %-6s %5lld  %-20s %6lld ms  %s%s\n", s->id, s->connector, a.ok ? "fine" : "WRONG",
		a.posts, newest, ms_now() - start, a.why, rejects);
	mem_free(program);
	return status == STATUS_OK ? status : err_set(e, status, "source \"%s\" does not answer as it should",
		s->id);
}

static enum status check_online(const struct cli *cli, const struct config *c, struct err *e)
{
	enum status first = STATUS_OK;
	printf("\n%-24s %-12s %-6s %5s  %-20s %9s  %s\n", "source", "connector", "", "posts", "newest",
		"time", "reason");
	for (size_t i = 0; i < c->nsources; i++) {
		struct err each;
		enum status status = reach(cli, &c->sources[i], &each);
		if (status != STATUS_OK && first == STATUS_OK) {
			first = status;
			*e = each;
		}
	}
	return first;
}

enum status front_check(struct cli *cli, bool online, struct err *e)
{
	struct config *c;
	enum status status = config_load(cli->config, &c, e);
	if (status != STATUS_OK)
		return status;
	status = check_config(c, e);
	if (status == STATUS_OK) {
		printf("%-10s fine: %zu firms, %zu sources\n", "config", c->nfirms, c->nsources);
		tell_readers(c);
		fflush(stdout);
		status = check_lexicon(cli, e);
		fflush(stdout);
		enum status connectors = status == STATUS_OK ? check_connectors(cli, e) : status;
		status = connectors;
	}
	if (status == STATUS_OK && online)
		status = check_online(cli, c, e);
	config_free(c);
	return status;
}
