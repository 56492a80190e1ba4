/* What cron calls. `run ingest` is the pipeline of design: fetch | match | score | store, under one lock. */
#include "front.h"
#include "ledger.h"

#include <luister/file.h>
#include <luister/mem.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { FETCH, MATCH, SCORE, STORE, STAGES };

static const char *const stage_names[STAGES] = { "luister-fetch", "luister-match", "luister-score",
	"luister-store" };

struct pipeline {
	char *argv[STAGES][10];
	pid_t pid[STAGES];
	enum status status[STAGES];
	int sig[STAGES];                /* that ended it, or 0 */
};

static const char *db_of(const struct cli *cli, const struct config *c)
{
	return cli->db ? cli->db : c->store;
}

static void arguments(struct pipeline *p, const struct cli *cli, const char *db, char *since)
{
	for (int i = 0; i < STAGES; i++) {
		int n = 0;
		p->argv[i][n++] = front_program(stage_names[i]);
		p->argv[i][n++] = mem_dup("-c");
		p->argv[i][n++] = mem_dup(cli->config);
		if (i == FETCH || i == STORE) {
			p->argv[i][n++] = mem_dup("-d");
			p->argv[i][n++] = mem_dup(db);
		}
		if (i == FETCH && since) {
			p->argv[i][n++] = mem_dup("--since");
			p->argv[i][n++] = mem_dup(since);
		}
		if (cli->verbose)
			p->argv[i][n++] = mem_dup("-v");
	}
}

static void arguments_free(struct pipeline *p)
{
	for (int i = 0; i < STAGES; i++)
		for (char **a = p->argv[i]; *a; a++)
			mem_free(*a);
}

/* Starts all four, each on the end of the pipe before it. */
static enum status start(struct pipeline *p, struct err *e)
{
	int in = -1;
	for (int i = 0; i < STAGES; i++) {
		int pipe_fd[2] = { -1, -1 };
		if (i < STAGES - 1 && pipe2(pipe_fd, O_CLOEXEC) != 0)
			return err_set(e, STATUS_OS, "cannot make a pipe: %s", strerror(errno));
		p->pid[i] = front_spawn(p->argv[i], in, pipe_fd[1], e);
		if (p->pid[i] < 0)
			return STATUS_OS;
		in = pipe_fd[0];
	}
	return STATUS_OK;
}

/* The first stage that failed of itself: a broken pipe and a "try again" beside another's failure are
 * echoes. */
static int cause(const struct pipeline *p)
{
	int echo = -1;
	for (int i = 0; i < STAGES; i++) {
		if (p->status[i] == STATUS_OK || p->sig[i] == SIGPIPE)
			continue;
		if (p->status[i] != STATUS_TEMP)
			return i;
		if (echo < 0)
			echo = i;
	}
	return echo;
}

/* A program that crashed could not say why. */
static enum status ended(const char *run, const char *name, enum status status, int sig, struct err *e)
{
	if (status == STATUS_BUG && sig)
		return err_set(e, status, "%s: %s crashed (signal %d): a mistake of ours, or the store is "
			"damaged: see `luister-db check`, and put a backup back", run, name, sig);
	return err_set(e, status, "%s: %s ended with %d (%s)", run, name, (int)status, status_text(status));
}

static enum status pipeline_run(const struct cli *cli, const char *db, char *since, struct err *e)
{
	struct pipeline p = { 0 };
	arguments(&p, cli, db, since);
	enum status status = start(&p, e);
	for (int i = 0; i < STAGES; i++)
		if (p.pid[i] > 0)
			p.status[i] = front_wait(p.pid[i], &p.sig[i]);
	arguments_free(&p);
	if (status != STATUS_OK)
		return status;
	int who = cause(&p);
	if (who < 0) {
		cli_warn("ingest: fetch 0, match 0, score 0, store 0: fine");
		return STATUS_OK;
	}
	ended("ingest", stage_names[who], p.status[who], p.sig[who], e);
	size_t n = strlen(e->msg);
	snprintf(e->msg + n, sizeof e->msg - n, "; fetch %d, match %d, score %d, store %d",
		(int)p.status[FETCH], (int)p.status[MATCH], (int)p.status[SCORE], (int)p.status[STORE]);
	return p.status[who];
}

static int lock_run(const char *db, const char *name, struct err *e)
{
	if (file_mkdirs(db, e) != STATUS_OK)
		return -1;
	char *path = mem_printf("%s/%s.lock", db, name);
	int fd = file_lock(path, e);
	mem_free(path);
	return fd;
}

/* Cron starts one run while the last may still be at it: the lock says so with 75. */
enum status front_ingest(struct cli *cli, const char *backfill, struct err *e)
{
	struct config *c;
	enum status status = config_load(cli->config, &c, e);
	if (status != STATUS_OK)
		return status;
	char since[21];
	clock_rfc3339(cli_now() - 28 * 86400, since);
	if (!c->nsources)
		status = err_set(e, STATUS_CONFIG, "%s/luister.yaml: no sources: nothing to fetch",
			cli->config);
	else if (!c->nfirms)
		status = err_set(e, STATUS_CONFIG, "%s/firms.d: no firms: nothing to listen for",
			cli->config);
	else if (backfill && !config_firm(c, backfill))
		status = err_set(e, STATUS_USAGE, "--backfill %s: no firm of that id in %s/firms.d", backfill,
			cli->config);
	int lock = -1;
	if (status == STATUS_OK && (lock = lock_run(db_of(cli, c), "ingest", e)) < 0)
		status = e->status;
	if (status == STATUS_OK)
		status = pipeline_run(cli, db_of(cli, c), backfill ? since : NULL, e);
	if (lock >= 0)
		close(lock);
	config_free(c);
	return status;
}

static enum status tool(const char *name, char *const rest[], const struct cli *cli, const char *db,
	struct err *e)
{
	char *argv[25];
	int n = 0;
	argv[n++] = front_program(name);
	argv[n++] = mem_dup("-c");
	argv[n++] = mem_dup(cli->config);
	argv[n++] = mem_dup("-d");
	argv[n++] = mem_dup(db);
	if (cli->verbose)
		argv[n++] = mem_dup("-v");
	for (char *const *r = rest; *r && n < 23; r++)
		argv[n++] = mem_dup(*r);
	argv[n] = NULL;
	int sig = 0;
	pid_t pid = front_spawn(argv, -1, -1, e);
	enum status status = pid < 0 ? STATUS_OS : front_wait(pid, &sig);
	for (int i = 0; i < n; i++)
		mem_free(argv[i]);
	if (status != STATUS_OK)
		ended("daily", name, status, sig, e);
	return status;
}

/* The reports of one day, `back` days before `now`. */
static enum status reports_of(const struct cli *cli, const struct config *c, int64_t now, int back,
	struct err *e)
{
	char date[24], made[21];
	struct day d = day_add(day_of(now), -back);
	snprintf(date, sizeof date, "%04d-%02d-%02d", d.year, d.month, d.mday);
	clock_rfc3339(now, made);
	char *rest[] = { "--date", date, "--all", "--format", "text,html,json", "--out", (char *)c->reports,
		"--now", made, c->mail.from ? "--mail" : NULL, NULL };
	return tool("luister-report", rest, cli, db_of(cli, c), e);
}

static enum status owed(const struct cli *cli, const struct config *c, int64_t now, bool out[LEDGER_OWED + 1],
	struct err *e)
{
	struct ledger *l;
	memset(out, 0, sizeof *out * (LEDGER_OWED + 1));
	struct day today = day_of(now);
	enum status status = ledger_open(db_of(cli, c), day_add(today, -c->report_days), &l, e);
	if (status == STATUS_OK) {
		ledger_owed(l, today, out);
		ledger_close(l);
	}
	return status;
}

/* Yesterday's report, those of the three days before, since late posts change a day until 72 hours after its
 * end, and those that are still owed (ledger.h). One day's trouble (a mail that did not go) keeps
 * none of the others back; the first is the run's. */
static enum status reports(const struct cli *cli, const struct config *c, int64_t now, struct err *e)
{
	bool also[LEDGER_OWED + 1];
	enum status status = zone_use(c->timezone, e);
	if (status == STATUS_OK)
		status = owed(cli, c, now, also, e);
	if (status != STATUS_OK)
		return status;
	for (int back = LEDGER_OWED; back >= 1; back--) {
		struct err why;
		if (back > LEDGER_FRESH && !also[back])
			continue;
		enum status one = reports_of(cli, c, now, back, status ? &why : e);
		status = status ? status : one;
	}
	return status;
}

enum status front_daily(struct cli *cli, struct err *e)
{
	struct config *c;
	enum status status = config_load(cli->config, &c, e);
	if (status != STATUS_OK)
		return status;
	/* the lock would make the folder, and a store that is not there must not look like an empty one */
	if (!file_exists(db_of(cli, c)))
		status = err_set(e, STATUS_NOINPUT, "%s: no store yet; `luister run ingest` goes first",
			db_of(cli, c));
	int lock = status == STATUS_OK ? lock_run(db_of(cli, c), "daily", e) : -1;
	if (status == STATUS_OK && lock < 0)
		status = e->status;
	char *purge[] = { "purge", NULL };
	if (status == STATUS_OK)
		status = tool("luister-db", purge, cli, db_of(cli, c), e);
	if (status == STATUS_OK)
		status = file_mkdirs(c->reports, e);
	if (status == STATUS_OK)
		status = reports(cli, c, cli_now(), e);
	if (status == STATUS_OK)
		cli_warn("daily: %zu firms, reports in %s", c->nfirms, c->reports);
	if (lock >= 0)
		close(lock);
	config_free(c);
	return status;
}
