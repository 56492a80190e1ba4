/* luister-report: a firm's day out of the store. */
#include "common.h"

#include <luister/caps.h>
#include <luister/daily.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options { const char *date, *firm, *branch, *format, *out, *lang; bool all; int64_t now; };

enum { OPT_DATE = 256, OPT_FIRM, OPT_BRANCH, OPT_ALL, OPT_FORMAT, OPT_OUT, OPT_LANG, OPT_NOW };

static const struct option longs[] = {
	{ "date", required_argument, NULL, OPT_DATE }, { "firm", required_argument, NULL, OPT_FIRM },
	{ "branch", required_argument, NULL, OPT_BRANCH }, { "all", no_argument, NULL, OPT_ALL },
	{ "format", required_argument, NULL, OPT_FORMAT }, { "out", required_argument, NULL, OPT_OUT },
	{ "lang", required_argument, NULL, OPT_LANG }, { "now", required_argument, NULL, OPT_NOW },
	{ NULL, 0, NULL, 0 },
};

static enum status option(void *self, int code, const char *arg, struct err *e)
{
	struct options *o = self;
	switch (code) {
	case OPT_DATE: o->date = arg; break;
	case OPT_FIRM: o->firm = arg; break;
	case OPT_BRANCH: o->branch = arg; break;
	case OPT_ALL: o->all = true; break;
	case OPT_FORMAT: o->format = arg; break;
	case OPT_OUT: o->out = arg; break;
	case OPT_LANG:
		if (strcmp(arg, "nl") != 0 && strcmp(arg, "en") != 0)
			return err_set(e, STATUS_USAGE, "--lang %s: nl or en", arg);
		o->lang = arg;
		break;
	default:
		o->now = clock_parse(str_of(arg));
		if (o->now == CLOCK_NONE)
			return err_set(e, STATUS_USAGE, "--now %s: no time; write it as 2026-11-20T06:30:00Z",
				arg);
	}
	return STATUS_OK;
}

struct polled { struct fact_poll poll; size_t source; };

/* What a run reads once: the polls, and of each firm its counters and own posts, while day and zone stay. */
struct gather {
	struct store *store;
	const struct config *config;
	struct day day;                                  /* of all below */
	const char *zone;
	struct arena *run, *arena;                       /* as long as that; one firm's */
	struct fact *facts; size_t nfacts, fact_cap;
	struct daily_plan *plans; size_t nplans;         /* by id */
	struct polled *polls; size_t npolls, poll_cap;
	struct daily_coverage coverage;
	struct daily_peer *peers;                        /* as configured; days NULL: not read yet */
	const char **heard; size_t nheard;
};

static struct str kept(struct arena *a, struct str s)
{
	return (struct str){ s.p ? arena_dupn(a, s.p, s.len) : NULL, s.len };
}

static enum status add_fact(void *self, const struct fact *f, struct err *e)
{
	struct gather *g = self;
	(void)e;
	MEM_ROOM(g->facts, g->nfacts, g->fact_cap);
	struct fact *copy = &g->facts[g->nfacts++];
	*copy = *f;
	copy->firm = kept(g->arena, f->firm);
	copy->source = kept(g->arena, f->source);
	copy->platform = kept(g->arena, f->platform);
	copy->lang = kept(g->arena, f->lang);
	return STATUS_OK;
}

static int by_id(const void *x, const void *y)
{
	return strcmp(((const struct daily_plan *)x)->id, ((const struct daily_plan *)y)->id);
}

/* Polls come by time; each remembers its source's place, and those of sources configured no more go. */
static enum status add_poll(void *self, const struct fact_poll *p, struct err *e)
{
	struct gather *g = self;
	size_t lo = 0, hi = g->nplans;
	(void)e;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (str_cmp(str_of(g->plans[mid].id), p->source) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == g->nplans || !str_is(p->source, g->plans[lo].id))
		return STATUS_OK;
	MEM_ROOM(g->polls, g->npolls, g->poll_cap);
	struct polled *copy = &g->polls[g->npolls++];
	*copy = (struct polled){ *p, lo };
	copy->poll.source = str_of(g->plans[lo].id);
	copy->poll.error = kept(g->run, p->error);
	return STATUS_OK;
}

/* By source, then time: a counting sort, since they come by time. */
static struct fact_poll *by_source(struct gather *g)
{
	size_t *at = arena_alloc(g->run, (g->nplans + 2) * sizeof *at);
	struct fact_poll *sorted = arena_alloc(g->run, (g->npolls + 1) * sizeof *sorted);
	for (size_t i = 0; i < g->npolls; i++)
		at[g->polls[i].source + 1]++;
	for (size_t i = 1; i <= g->nplans; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < g->npolls; i++)
		sorted[at[g->polls[i].source]++] = g->polls[i].poll;
	return sorted;
}

/* Day and zone in use have changed: the coverage anew, and nothing of any firm yet. */
static enum status begin(struct gather *g, struct day day, const char *zone, int64_t now, struct err *e)
{
	const struct config *c = g->config;
	arena_reset(g->run);
	g->day = day;
	g->zone = zone;
	g->npolls = g->nheard = 0;
	g->peers = arena_alloc(g->run, (c->nfirms + 1) * sizeof *g->peers);
	g->heard = arena_alloc(g->run, (c->nsources + 1) * sizeof *g->heard);
	g->plans = arena_alloc(g->run, (c->nsources + 1) * sizeof *g->plans);
	g->nplans = 0;
	for (size_t i = 0; i < c->nsources; i++) {
		g->plans[g->nplans++] = (struct daily_plan){ c->sources[i].id, c->sources[i].every_s };
		g->heard[g->nheard++] = c->sources[i].connector;
	}
	qsort(g->plans, g->nplans, sizeof *g->plans, by_id);
	enum status status = store_polls(g->store, day_start(day_add(day, -27)), now + 1, add_poll, g, e);
	daily_cover(&(struct daily_cover_in){ .day = day, .now = now,
		.first_poll = store_first_poll(g->store), .polls = by_source(g), .npolls = g->npolls,
		.plans = g->plans, .nplans = g->nplans }, &g->coverage, g->run);
	return status;
}

/* A firm's counters per day, and what its own accounts did. */
static enum status peer(struct gather *g, const struct config_firm *f, struct daily_peer *out, struct err *e)
{
	int64_t at[DAILY_DAYS + 1];
	struct count_sum *days = arena_alloc(g->run, DAILY_DAYS * sizeof *days);
	struct daily_in in = { .day = g->day };
	const char **accounts = arena_alloc(g->run, (f->naccounts + 1) * sizeof *accounts);
	struct daily_own *own;
	for (int i = 0; i <= DAILY_DAYS; i++)
		at[i] = day_start(day_add(g->day, i + 1 - DAILY_DAYS));
	for (size_t i = 0; i < f->naccounts; i++)
		accounts[in.naccounts++] = f->accounts[i].platform;
	in.accounts = accounts;
	g->nfacts = 0;
	enum status status = store_count(g->store, f->id, at, DAILY_DAYS, days, e);
	if (status == STATUS_OK)
		status = store_facts_of(g->store, f->id, ROLE_OWN, at[DAILY_DAYS - 28], at[DAILY_DAYS],
			add_fact, g, e);
	out->firm = f->id;
	out->days = days;
	out->nown = daily_own(&in, g->facts, g->nfacts, &own, g->run);
	out->own = own;
	arena_reset(g->arena);
	return status;
}

static void branch(struct gather *g, const struct config_firm *f, struct daily_in *in)
{
	const struct config *c = g->config;
	struct daily_peer *peers = arena_alloc(g->arena, (c->nfirms + 1) * sizeof *peers);
	for (size_t i = 0; i < c->nfirms; i++)
		if (strcmp(c->firms[i].branch, f->branch) == 0)
			peers[in->npeers++] = g->peers[i];
	in->peers = peers;
	in->days = g->peers[f - c->firms].days;
}

static bool text_of(void *self, const struct fact *f, struct fact_text *out)
{
	return store_text(((struct gather *)self)->store, f, out);
}

static enum status render_one(const struct options *o, const char *format, const struct daily *d,
	struct err *e)
{
	struct render r = { .english = o->lang && strcmp(o->lang, "en") == 0,
		.color = !o->out && isatty(STDOUT_FILENO) && !getenv("NO_COLOR") };
	struct buf out;
	enum status status = STATUS_OK;
	buf_init(&out, CAP_REPORT);
	if (strcmp(format, "text") == 0)
		report_text(&out, d, &r);
	else if (strcmp(format, "json") == 0)
		report_json(&out, d);
	else if (strcmp(format, "html") == 0)
		report_html(&out, d, &r);
	else
		status = err_set(e, STATUS_USAGE, "--format %s: text, json or html", format);
	if (status == STATUS_OK && out.failed)
		status = err_set(e, STATUS_DATA, "firm %s: the report is larger than %zu bytes", d->firm,
			out.max);
	if (status == STATUS_OK && o->out) {
		char *dir = mem_printf("%s/%s", o->out, d->firm);
		char *path = mem_printf("%s/%04d-%02d-%02d.%s", dir, d->day.year, d->day.month, d->day.mday,
			strcmp(format, "text") == 0 ? "txt" : format);
		status = file_mkdirs(dir, e);
		if (status == STATUS_OK)
			status = file_publish(path, buf_view(&out), 0600, e);
		mem_free(path);
		mem_free(dir);
	} else if (status == STATUS_OK) {
		fwrite(out.p, 1, out.len, stdout);
	}
	buf_free(&out);
	return status;
}

static enum status render_all(const struct options *o, const struct daily *d, struct err *e)
{
	struct str rest = str_of(o->format), part;
	enum status status = STATUS_OK;
	while (status == STATUS_OK && str_cut(&rest, ',', &part)) {
		char *format = mem_dupn(part.p, part.len);
		status = render_one(o, format, d, e);
		mem_free(format);
	}
	return status;
}

static bool date_of(const char *text, int64_t now, struct day *out)
{
	if (strcmp(text, "today") == 0 || strcmp(text, "yesterday") == 0) {
		*out = day_add(day_of(now), text[0] == 't' ? 0 : -1);
		return true;
	}
	return day_parse(str_of(text), out);
}

static void goals(const struct config_firm *f, struct daily_in *in, struct arena *a)
{
	struct daily_goal *goals = arena_alloc(a, (f->ngoals + 1) * sizeof *goals);
	for (size_t i = 0; i < f->ngoals; i++) {
		enum goal g = (enum goal)goal_of(f->goals[i].name);
		bool whole = g == GOAL_ACTIVE_DAYS || g == GOAL_REPLIERS;
		double target = f->goals[i].value * (whole ? 1 : 1000);
		goals[in->ngoals++] = (struct daily_goal){ .goal = g, .target = (int64_t)(target + 0.5) };
	}
	in->goals = goals;
}

/* Counters for the windows; posts only for the lists, the threads of each day, and who answered. */
static enum status figures(const struct options *o, const struct config_firm *f, struct gather *g,
	struct daily *d, struct err *e)
{
	const struct config *c = g->config;
	struct daily_in in = { .firm = f->id, .name = f->name, .branch = f->branch, .purpose = f->purpose,
		.audience = f->audience, .house_purpose = c->purpose, .basis = c->basis, .day = g->day,
		.now = o->now, .coverage = &g->coverage, .heard = g->heard, .nheard = g->nheard,
		.first_count = store_first_count(g->store, f->id), .text = text_of, .self = g };
	const char **accounts = arena_alloc(g->arena, (f->naccounts + 1) * sizeof *accounts);
	int64_t from = day_start(day_add(g->day, 1 - DAILY_DAYS)), to = day_start(day_add(g->day, 1));
	g->nfacts = 0;
	for (size_t i = 0; i < f->naccounts; i++)
		accounts[in.naccounts++] = f->accounts[i].platform;
	in.accounts = accounts;
	goals(f, &in, g->arena);
	branch(g, f, &in);
	enum status status = STATUS_OK;
	for (int role = ROLE_OWN; status == STATUS_OK && role < ROLE_CONTEXT; role++)
		status = store_facts_of(g->store, f->id, (enum role)role, from,
			role == ROLE_OWN ? o->now + 1 : to, add_fact, g, e);
	if (status != STATUS_OK)
		return status;
	in.facts = g->facts;
	in.nfacts = g->nfacts;
	daily_compute(&in, d, g->arena);
	return STATUS_OK;
}

static enum status one(const struct options *o, const struct config_firm *f, struct gather *g, struct err *e)
{
	struct day day;
	struct daily d;
	enum status status = zone_use(f->timezone, e);
	if (status == STATUS_OK && !date_of(o->date, o->now, &day))
		status = err_set(e, STATUS_USAGE, "--date %s: YYYY-MM-DD, yesterday or today", o->date);
	bool same = g->zone && strcmp(g->zone, f->timezone) == 0;
	if (status == STATUS_OK && (!same || day_diff(day, g->day) != 0))
		status = begin(g, day, f->timezone, o->now, e);
	for (size_t i = 0; status == STATUS_OK && i < g->config->nfirms; i++)
		if (!g->peers[i].days && strcmp(g->config->firms[i].branch, f->branch) == 0)
			status = peer(g, &g->config->firms[i], &g->peers[i], e);
	if (status == STATUS_OK)
		status = figures(o, f, g, &d, e);
	if (status == STATUS_OK)
		status = render_all(o, &d, e);
	arena_reset(g->arena);
	return status;
}

/* Reports expire: files of days that are more than `report_days` ago. What is no day's report stays. */
static void expire(const struct options *o, const struct config *c, const struct config_firm *f)
{
	char *dir = mem_printf("%s/%s", o->out, f->id), **names = file_list(dir, "");
	struct day day;
	for (char **n = names; n && *n; n++) {
		struct str name = str_of(*n);
		if (name.len < 11 || name.p[10] != '.' || !day_parse((struct str){ name.p, 10 }, &day) ||
			day_diff(day_of(o->now), day) <= c->report_days)
			continue;
		char *path = mem_printf("%s/%s", dir, *n);
		if (unlink(path) != 0)
			cli_warn("%s: cannot be removed, and is too old to be kept", path);
		mem_free(path);
	}
	if (names)
		file_list_free(names);
	mem_free(dir);
}

static enum status run(const struct options *o, const struct config *c, struct store *s, struct err *e)
{
	struct gather g = { .store = s, .config = c, .run = arena_new(), .arena = arena_new() };
	enum status status = STATUS_OK;
	size_t done = 0;
	for (size_t i = 0; i < c->nfirms && status == STATUS_OK; i++) {
		const struct config_firm *f = &c->firms[i];
		if (!o->all && !(o->firm && strcmp(o->firm, f->id) == 0) &&
			!(o->branch && strcmp(o->branch, f->branch) == 0))
			continue;
		status = one(o, f, &g, e);
		if (status == STATUS_OK && o->out)
			expire(o, c, f);
		done++;
	}
	if (status == STATUS_OK && !done)
		status = err_set(e, STATUS_USAGE, "%s %s: no such firm or branch in the configuration",
			o->firm ? "--firm" : "--branch", o->firm ? o->firm : o->branch);
	mem_free(g.facts);
	mem_free(g.polls);
	arena_free(g.arena);
	arena_free(g.run);
	return status;
}

int main(int argc, char **argv)
{
	struct options o = { .format = "text", .now = CLOCK_NONE };
	struct err e = { STATUS_OK, "" };
	struct cli cli = {
		.name = "luister-report",
		.usage = "--date DAY (--firm ID | --branch B | --all) [--format F,...] [--out DIR] [--lang "
		"nl|en] [--now TIME]", .help = "      --date DAY     YYYY-MM-DD, yesterday or today\n"
			"      --firm ID      one firm\n"
			"      --branch B     all firms of a branch\n"
			"      --all          all firms\n"
			"      --format F     text (default), json, html; several with --out\n"
			"      --out DIR      write DIR/FIRM/DAY.EXT instead of standard output\n"
			"      --lang L       nl (default) or en\n"
			"      --now TIME     the time of making, RFC 3339\n",
		.longs = longs, .option = option, .self = &o,
	};
	cli_parse(&cli, argc, argv);
	if (!o.date || (o.all ? 1 : 0) + (o.firm ? 1 : 0) + (o.branch ? 1 : 0) != 1) {
		err_set(&e, STATUS_USAGE,
			"--date and one of --firm, --branch, --all are needed; try 'luister-report --help'");
		cli_end(STATUS_USAGE, &e);
	}
	if (o.now == CLOCK_NONE)
		o.now = cli_now();
	struct store_options so;
	struct config *c;
	char *owned;
	struct store *s = NULL;
	enum status status = store_options_from(&cli, NULL, &so, &c, &owned, &e);
	if (status == STATUS_OK && !c)
		status = err_set(&e, STATUS_CONFIG, "%s: no configuration: whose report is it?", cli.config);
	if (status == STATUS_OK)
		status = store_open(&so, STORE_READ, &s, &e);
	if (status == STATUS_OK)
		status = run(&o, c, s, &e);
	store_close(s);
	mem_free(owned);
	config_free(c);
	cli_end(status, &e);
}
