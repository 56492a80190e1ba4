/* What a run reads once: the polls, and of each firm its counters and own posts, while day and zone stay. */
#include "gather.h"

#include <luister/mem.h>
#include <stdlib.h>
#include <string.h>

struct gather {
	struct store *store;
	const struct config *config;
	int64_t now;
	struct day day;                                  /* of all below */
	const char *zone;
	struct arena *run, *arena;                       /* as long as that; one firm's */
	struct fact *facts; size_t nfacts, fact_cap;
	struct daily_plan *plans; size_t nplans;         /* by id */
	struct store_polls *reader;
	struct fact_poll *polls; size_t npolls, poll_cap;        /* of the source that is asked for */
	enum status polled; struct err err;              /* how that went */
	struct daily_coverage coverage;
	struct daily_peer *peers;                        /* as configured; days NULL: not read yet */
	const char **heard; size_t nheard;
};

static struct str kept(struct arena *a, struct str s)
{
	return (struct str){ s.p ? arena_dupn(a, s.p, s.len) : NULL, s.len };
}

/* Of very many facts most say the same as the one before. */
static struct str kept_as(struct arena *a, struct str s, struct str last)
{
	return s.p && last.p && str_eq(s, last) ? last : kept(a, s);
}

static enum status add_fact(void *self, const struct fact *f, struct err *e)
{
	static const struct fact none;
	struct gather *g = self;
	(void)e;
	MEM_ROOM(g->facts, g->nfacts, g->fact_cap);
	const struct fact *last = g->nfacts ? &g->facts[g->nfacts - 1] : &none;
	struct fact *copy = &g->facts[g->nfacts++];
	*copy = *f;
	copy->firm = kept_as(g->arena, f->firm, last->firm);
	copy->source = kept_as(g->arena, f->source, last->source);
	copy->platform = kept_as(g->arena, f->platform, last->platform);
	copy->lang = kept_as(g->arena, f->lang, last->lang);
	return STATUS_OK;
}

static int by_id(const void *x, const void *y)
{
	return strcmp(((const struct daily_plan *)x)->id, ((const struct daily_plan *)y)->id);
}

static enum status add_poll(void *self, const struct fact_poll *p, struct err *e)
{
	struct gather *g = self;
	(void)e;
	MEM_ROOM(g->polls, g->npolls, g->poll_cap);
	g->polls[g->npolls] = *p;
	g->polls[g->npolls++].error = kept(g->run, p->error);
	return STATUS_OK;
}

/* 28 days of a source's polls. */
static const struct fact_poll *polls(void *self, const char *source, size_t *n)
{
	struct gather *g = self;
	g->npolls = 0;
	if (g->polled == STATUS_OK)
		g->polled = store_polls_of(g->reader, source, add_poll, g, &g->err);
	*n = g->npolls;
	return g->polls;
}

/* Day and zone in use have changed: the coverage anew, and nothing of any firm yet. */
static enum status begin(struct gather *g, struct day day, const char *zone, struct err *e)
{
	const struct config *c = g->config;
	arena_reset(g->run);
	g->day = day;
	g->zone = zone;
	g->nheard = 0;
	g->peers = arena_alloc(g->run, (c->nfirms + 1) * sizeof *g->peers);
	g->heard = arena_alloc(g->run, (c->nsources + 1) * sizeof *g->heard);
	g->plans = arena_alloc(g->run, (c->nsources + 1) * sizeof *g->plans);
	g->nplans = 0;
	for (size_t i = 0; i < c->nsources; i++) {
		g->plans[g->nplans++] = (struct daily_plan){ c->sources[i].id, c->sources[i].every_s };
		g->heard[g->nheard++] = c->sources[i].connector;
	}
	qsort(g->plans, g->nplans, sizeof *g->plans, by_id);
	g->reader = store_polls_new(g->store, day_start(day_add(day, -27)), g->now + 1);
	daily_cover(&(struct daily_cover_in){ .day = day, .now = g->now,
		.first_poll = store_first_poll(g->store), .polls = polls, .self = g, .plans = g->plans,
		.nplans = g->nplans }, &g->coverage, g->run);
	store_polls_free(g->reader);
	if (g->polled != STATUS_OK)
		*e = g->err;
	return g->polled;
}

/* A branch that is read: its firms, and what the own accounts of each sent. */
struct sent { struct own_sum *sums; size_t n, cap; };
struct reading { struct arena *arena; const char **firms; struct sent *sent; size_t n; };

/* Own posts of the last 28 days, of which no other is told. */
static void add_sent(void *self, size_t firm, size_t span, const struct own_sum *o)
{
	struct reading *r = self;
	struct sent *sent = &r->sent[firm];
	size_t i = 0;
	(void)span;
	while (i < sent->n && !str_eq(sent->sums[i].platform, o->platform))
		i++;
	if (i == sent->n) {
		MEM_ROOM(sent->sums, sent->n, sent->cap);
		sent->sums[sent->n++] = (struct own_sum){ .platform = kept(r->arena, o->platform) };
	}
	sent->sums[i].posts += o->posts;
	sent->sums[i].replies += o->replies;
}

/* A firm's mentions per day, the threads that they tell of, and what its own accounts did. */
static void peer(struct gather *g, const struct config_firm *f, const struct outline_sum *days,
	const struct sent *sent, struct daily_peer *out)
{
	struct daily_in in = { .day = g->day, .coverage = &g->coverage,
		.first_count = store_first_count(g->store, f->id, g->coverage.start[0]) };
	struct daily_threads *threads = arena_alloc(g->run, sizeof *threads);
	const char **accounts = arena_alloc(g->run, (f->naccounts + 1) * sizeof *accounts);
	struct daily_own *own;
	for (size_t i = 0; i < f->naccounts; i++)
		accounts[i] = f->accounts[i].platform;
	*out = (struct daily_peer){ .firm = f->id, .days = days, .threads = threads };
	out->nown = daily_own(accounts, f->naccounts, sent->sums, sent->n, &own, g->run);
	out->own = own;
	daily_starts(&in, days, threads);
}

/* The firms of a branch, once; they are configured by id. */
static enum status peers(struct gather *g, const char *branch, struct err *e)
{
	const struct config *c = g->config;
	struct reading r = { .arena = g->run };
	r.firms = arena_alloc(g->run, (c->nfirms + 1) * sizeof *r.firms);
	for (size_t i = 0; i < c->nfirms; i++)
		if (strcmp(c->firms[i].branch, branch) == 0)
			r.firms[r.n++] = c->firms[i].id;
	r.sent = arena_alloc(g->run, (r.n + 1) * sizeof *r.sent);
	struct outline_sum *days = arena_alloc(g->run, (r.n * DAILY_DAYS + 1) * sizeof *days);
	enum status status = store_outline(g->store, r.firms, r.n, g->coverage.start, DAILY_DAYS, days,
		(struct own_counts){ add_sent, &r, DAILY_DAYS - 28 }, e);
	for (size_t i = 0, k = 0; i < c->nfirms; i++) {
		if (strcmp(c->firms[i].branch, branch) != 0)
			continue;
		peer(g, &c->firms[i], days + k * DAILY_DAYS, &r.sent[k], &g->peers[i]);
		mem_free(r.sent[k++].sums);
	}
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
	in->own = g->peers[f - c->firms].own;
	in->nown = g->peers[f - c->firms].nown;
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
static enum status figures(struct gather *g, const struct config_firm *f, struct daily *d, struct err *e)
{
	const struct config *c = g->config;
	struct daily_in in = { .firm = f->id, .name = f->name, .branch = f->branch, .purpose = f->purpose,
		.audience = f->audience, .house_purpose = c->purpose, .basis = c->basis, .day = g->day,
		.now = g->now, .coverage = &g->coverage, .heard = g->heard, .nheard = g->nheard,
		.first_count = store_first_count(g->store, f->id, g->coverage.start[0]) };
	int64_t from = g->coverage.start[0], to = g->coverage.start[DAILY_DAYS];
	g->nfacts = 0;
	goals(f, &in, g->arena);
	branch(g, f, &in);
	struct count_sum *days = arena_alloc(g->arena, DAILY_DAYS * sizeof *days);
	enum status status = store_count(g->store, f->id, g->coverage.start, DAILY_DAYS, days, e);
	in.days = days;
	for (int role = ROLE_OWN; status == STATUS_OK && role < ROLE_CONTEXT; role++)
		status = store_facts_of(g->store, f->id, (enum role)role, from,
			role == ROLE_OWN ? g->now + 1 : to, add_fact, g, e);
	if (status != STATUS_OK)
		return status;
	struct daily_threads *threads = arena_alloc(g->arena, sizeof *threads);
	in.facts = g->facts;
	in.nfacts = g->nfacts;
	in.threads = threads;
	daily_threads(&in, threads, g->arena);
	daily_compute(&in, d, g->arena);
	return STATUS_OK;
}

struct gather *gather_new(struct store *s, const struct config *c, int64_t now)
{
	struct gather *g = mem_alloc(sizeof *g);
	*g = (struct gather){ .store = s, .config = c, .now = now, .run = arena_new(), .arena = arena_new() };
	return g;
}

void gather_free(struct gather *g)
{
	if (!g)
		return;
	mem_free(g->facts);
	mem_free(g->polls);
	arena_free(g->arena);
	arena_free(g->run);
	mem_free(g);
}

enum status gather_day(struct gather *g, const struct config_firm *f, struct day day, struct daily *out,
	struct err *e)
{
	const struct config *c = g->config;
	bool same = g->zone && strcmp(g->zone, f->timezone) == 0 && day_diff(day, g->day) == 0;
	enum status status = same ? STATUS_OK : begin(g, day, f->timezone, e);
	arena_reset(g->arena);
	if (status == STATUS_OK && !g->peers[f - c->firms].days)
		status = peers(g, f->branch, e);
	return status == STATUS_OK ? figures(g, f, out, e) : status;
}
