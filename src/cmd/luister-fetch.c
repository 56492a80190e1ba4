/* luister-fetch: asks the configured sources and writes what they say as records. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/config.h>
#include <luister/fetch.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <luister/record.h>
#include <luister/stage.h>

#include "revisit.h"
#include "common.h"

#define NAME "luister-fetch"
#define SPACING_MS 1000
#define RETRY_MS 1000

struct args {
	const char **only; size_t nonly, caponly;
	int64_t since;
	bool dry_run;
};

struct out {
	struct buf line;
	struct tally tally;
	long long rejects;
	size_t polls, failed;
	const struct stops *stops;      /* erased authors */
	bool progress;                  /* stderr is a terminal: somebody waits */
};

/* What one source borrows its words from. */
struct planned { char *cursor, *secret, *secret_error; };

struct plan {
	struct fetch_source *sources;
	struct planned *words;
	size_t n, waiting;
	struct revisits revisits;
	struct stops *stops;
	struct arena *arena;            /* of the revisits */
	char *logins;
};

enum { OPT_SOURCE = 256, OPT_SINCE, OPT_DRY_RUN };

static const struct option longs[] = {
	{ "source", required_argument, NULL, OPT_SOURCE },
	{ "since", required_argument, NULL, OPT_SINCE },
	{ "dry-run", no_argument, NULL, OPT_DRY_RUN },
	{ NULL, 0, NULL, 0 },
};

static enum status option(void *self, int code, const char *arg, struct err *e)
{
	struct args *a = self;

	switch (code) {
	case OPT_SOURCE:
		MEM_ROOM(a->only, a->nonly, a->caponly);
		a->only[a->nonly++] = arg;
		break;
	case OPT_SINCE:
		a->since = clock_parse(str_of(arg));
		if (a->since == CLOCK_NONE)
			return err_set(e, STATUS_USAGE, "--since: not a time: %s", arg);
		break;
	case OPT_DRY_RUN:
		a->dry_run = true;
		break;
	}
	return STATUS_OK;
}

/* ---- the sink: records on stdout ---- */

static enum status flush_line(struct out *o, bool page_end, struct err *e)
{
	bool fine = !o->line.failed && fwrite(o->line.p, 1, o->line.len, stdout) == o->line.len;

	buf_clear(&o->line);
	if (fine && page_end)
		/* what a state covers must be out before the next page is asked for */
		fine = fflush(stdout) == 0;
	return fine ? STATUS_OK : err_set(e, STATUS_IO, "cannot write to standard output");
}

static enum status on_post(void *self, const struct post *p, struct err *e)
{
	struct out *o = self;

	o->tally.made++;
	if (stops_hold(o->stops, p->author)) {
		o->tally.dropped++;
		return STATUS_OK;
	}
	record_write_post(&o->line, p);
	o->tally.out++;
	return flush_line(o, false, e);
}

static enum status on_deletion(void *self, struct str id, struct str source, int64_t at, struct err *e)
{
	struct out *o = self;

	record_write_deletion(&o->line, &(struct deletion){ .id = id, .source = source, .at = at });
	return flush_line(o, false, e);
}

static enum status on_reject(void *self, struct str source, const char *reason, struct err *e)
{
	struct out *o = self;

	o->rejects++;
	record_write_reject(&o->line, &(struct reject){ .stage = STR(NAME), .reason = str_of(reason),
		.source = source });
	return flush_line(o, false, e);
}

/* On a terminal: how far the run is after each page, and a row for each source that is done. */
static void show(struct out *o, const struct state *s)
{
	fprintf(stderr, "\r\033[K");
	if (s->has_poll)
		fprintf(stderr, "%-24.*s %-6s %6lld posts  %.*s\n", STR_ARG(s->source),
			s->poll.ok ? "fine" : "FAILED", (long long)s->poll.posts, STR_ARG(s->poll.error));
	else
		fprintf(stderr, "%.*s: %lld posts so far", STR_ARG(s->source), o->tally.out);
	fflush(stderr);
}

static enum status on_state(void *self, struct str source, struct str cursor, const struct fetch_poll *poll,
	struct err *e)
{
	struct out *o = self;
	struct state s = { .source = source, .cursor = cursor, .has_poll = poll != NULL };

	if (poll != NULL) {
		o->polls++;
		o->failed += !poll->ok;
		s.poll = (struct poll){ .at = poll->at, .ok = poll->ok, .status = poll->status,
			.posts = poll->posts, .error = str_of(poll->error), .not_before = poll->not_before };
	}
	record_write_state(&o->line, &s);
	enum status status = flush_line(o, true, e);
	if (status == STATUS_OK && o->progress)
		show(o, &s);
	return status;
}

/* ---- the plan: configured sources and what the store remembers of them ---- */

static bool wanted(const struct args *a, const char *id)
{
	for (size_t i = 0; i < a->nonly; i++)
		if (strcmp(a->only[i], id) == 0)
			return true;
	return a->nonly == 0;
}

/* Cron's minutes drift: a source may be asked a tenth of its period early. Asked for by name it is always
 * due. */
static bool due(const struct config_source *c, const struct args *a, int64_t last, int64_t now)
{
	if (a->nonly > 0 || a->since != CLOCK_NONE || last == CLOCK_NONE)
		return true;
	return now >= last + c->every_s - c->every_s / 10;
}

/* Last asked at a time that is still to come: the clock was wrong then, or is now. Who waits for it waits for
 * years. */
static bool ahead(const char *id, int64_t last, int64_t now)
{
	char at[21];

	if (last == CLOCK_NONE || last <= now + 3600)
		return false;
	clock_rfc3339(last, at);
	cli_warn("%s: last asked at %s, which is still to come: is this machine's clock right? Asked again",
		id, at);
	return true;
}

static void plan_one(struct plan *p, const struct config *config, const struct config_source *c,
	const struct args *a, struct store *store, int64_t now)
{
	struct fetch_source *f = &p->sources[p->n];
	struct planned *words = &p->words[p->n];
	struct str cursor = { NULL, 0 };
	int64_t not_before = CLOCK_NONE, last = CLOCK_NONE;

	if (store == NULL || !store_cursor(store, c->id, &cursor, &not_before, &last))
		last = not_before = CLOCK_NONE;
	if (!ahead(c->id, last, now) &&
		((not_before != CLOCK_NONE && not_before > now) || !due(c, a, last, now))) {
		p->waiting++;
		return;
	}
	if (!c->robots)
		cli_warn("%s: robots.txt is not asked (robots: false)", c->id);
	words->cursor = cursor.p ? mem_dupn(cursor.p, cursor.len) : NULL;
	p->n++;
	*f = (struct fetch_source){ .id = c->id, .connector = c->connector, .category = c->category,
		.params = config_params(config, c), .base = config->dir, .local = c->local,
		.robots = c->robots, .cursor = words->cursor, .not_before = not_before };
	struct err why = { 0 };
	/* a secret that cannot be read is its source's trouble alone */
	if (secret_read(c->secret_file, c->secret_env, &words->secret, &why) != STATUS_OK)
		words->secret_error = mem_dup(why.msg);
	f->secret = words->secret;
	f->secret_error = words->secret_error;
}

/* Opened only to read, and closed before anything is asked: the stage at the end of the pipe wants to
 * write. */
static enum status make_plan(struct plan *p, const struct config *config, const struct cli *cli,
	const struct args *a, int64_t now, struct err *e)
{
	struct store_options so;
	struct store *store = NULL;
	char *key;

	store_options_of(cli, config, NULL, now, &so, &key);
	enum status status = file_exists(so.dir) ? store_open(&so, STORE_READ, &store, e) : STATUS_OK;

	if (status == STATUS_NOINPUT)
		status = STATUS_OK;             /* made, but nothing stored yet */
	p->sources = mem_alloc(sizeof *p->sources * (config->nsources + 1));
	p->words = mem_alloc(sizeof *p->words * (config->nsources + 1));
	for (size_t i = 0; i < config->nsources && status == STATUS_OK; i++)
		if (wanted(a, config->sources[i].id))
			plan_one(p, config, &config->sources[i], a, store, now);
	p->arena = arena_new();
	p->logins = mem_printf("%s.logins", so.dir);
	if (store != NULL && status == STATUS_OK)
		status = revisits_open(store, now, p->arena, &p->revisits, e);
	if (store != NULL && status == STATUS_OK)
		p->stops = store_stops(store);
	store_close(store);
	mem_free(key);
	return status;
}

static void plan_free(struct plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		mem_free(p->words[i].cursor);
		mem_free(p->words[i].secret);
		mem_free(p->words[i].secret_error);
	}
	mem_free(p->revisits.p);
	stops_free(p->stops);
	mem_free(p->logins);
	arena_free(p->arena);
	mem_free(p->sources);
	mem_free(p->words);
}

/* ---- main ---- */

static long env_number(const char *name, long otherwise)
{
	const char *s = getenv(name);
	char *end;

	if (s == NULL || *s == '\0')
		return otherwise;
	long n = strtol(s, &end, 10);
	return *end == '\0' && n >= 0 && n < 100000000 ? n : otherwise;
}

static enum status known_sources(const struct config *config, const struct args *a, struct err *e)
{
	for (size_t i = 0; i < a->nonly; i++)
		if (config_source(config, a->only[i]) == NULL)
			return err_set(e, STATUS_USAGE, "--source: no source is called %s", a->only[i]);
	return STATUS_OK;
}

static enum status fetch(const struct plan *p, const struct config *config, const struct args *a, int64_t now,
	struct out *o, struct err *e)
{
	struct fetch_sink sink = { o, on_post, on_deletion, on_reject, on_state };
	char *connectors = cli_data("pipelines/connectors");
	char *agent = config->contact ? mem_printf("luister/%s (+%s)", cli_version(), config->contact) :
		mem_printf("luister/%s", cli_version());
	struct fetch_options options = { .connectors = connectors, .logins = p->logins, .user_agent = agent,
		.now = now, .since = a->since, .dry_run = a->dry_run,
		.ca_file = getenv("SSL_CERT_FILE"),
		.pages = env_number("LUISTER_HTTP_PAGES", 0),
		.timeout_s = env_number("LUISTER_HTTP_TIMEOUT_S", 0),
		.spacing_ms = env_number("LUISTER_HTTP_SPACING_MS", SPACING_MS),
		.retry_ms = env_number("LUISTER_HTTP_RETRY_MS", RETRY_MS) };

	enum status status = fetch_run(p->sources, p->n, p->revisits.p, p->revisits.n, &options, &sink, e);
	mem_free(connectors);
	mem_free(agent);
	return status;
}

/* The stream is whole also when a source failed: that is said in its state record. */
static enum status finish(struct out *o, const struct plan *p, const struct args *a, enum status status,
	struct err *e)
{
	if (status == STATUS_IO || status == STATUS_OS || status == STATUS_BUG || a->dry_run)
		return status;
	struct err broken = { 0 };
	record_write_end(&o->line, (struct str){ NULL, 0 }, NAME, &o->tally);
	if (flush_line(o, true, &broken) != STATUS_OK) {
		*e = broken;
		return STATUS_IO;
	}
	fprintf(stderr, "%s: %zu sources, %zu failed, %zu not due, %lld posts, %lld rejected\n", NAME,
		o->polls, o->failed, p->waiting, o->tally.out, o->rejects);
	return status;
}

int main(int argc, char **argv)
{
	struct args a = { .since = CLOCK_NONE };
	struct cli cli = { .name = NAME,
		.usage = "[-v] [-c DIR] [-d DIR] [--source ID]... [--since TIME] [--dry-run]",
		.help = "      --source ID   only this source, also when it is not due (repeat)\n"
			"      --since TIME  walk back to this time, whatever was fetched before\n"
			"      --dry-run     say on stderr what would be asked, and ask nothing\n",
		.options = "", .longs = longs, .option = option, .self = &a };
	struct config *config = NULL;
	struct plan plan = { 0 };
	struct out out = { 0 };
	struct err e = { 0 };

	cli_parse(&cli, argc, argv);
	int64_t now = cli_now();
	buf_init(&out.line, CAP_LINE * 2);
	out.progress = isatty(STDERR_FILENO) == 1;
	enum status status = cli.nargs > 0 ? err_set(&e, STATUS_USAGE, "no arguments, please: %s",
		cli.args[0]) : STATUS_OK;
	if (status == STATUS_OK)
		status = config_load(cli.config, &config, &e);
	if (status == STATUS_OK)
		status = known_sources(config, &a, &e);
	if (status == STATUS_OK)
		status = make_plan(&plan, config, &cli, &a, now, &e);
	out.stops = plan.stops;
	if (status == STATUS_OK)
		status = finish(&out, &plan, &a, fetch(&plan, config, &a, now, &out, &e), &e);
	plan_free(&plan);
	if (config != NULL)
		config_free(config);
	buf_free(&out.line);
	mem_free(a.only);
	cli_end(status, &e);
}
