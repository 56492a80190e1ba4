/* report_fixture.h: a made-up firm's facts, planted one by one, and the day that they give. */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "../test.h"
#include <luister/daily.h>
#include <stdlib.h>
#include <string.h>

#define PLANTS 160
#define AT(text) clock_parse(STR(text))
#define HOUR 3600

/* A fact and the text and URL that the store would hand out for it (NULL: expired). */
struct plant { struct fact fact; const char *text, *url; bool linked; };

struct field {
	struct plant plants[PLANTS];
	struct fact facts[PLANTS];
	struct { struct str source; struct fact_poll poll; } polls[PLANTS];
	struct fact_poll asked[PLANTS];                  /* those of a source */
	struct daily_plan plans[64];
	size_t npolls, nplans;
	const char *const *accounts; size_t naccounts;
	struct own_sum sent[PLANTS]; size_t nsent;       /* own posts of 28 days */
	long long misses;
	int64_t first_poll;                              /* a year ago */
	struct count_sum days[DAILY_DAYS];               /* what the store would have counted */
	struct outline_sum outline[DAILY_DAYS];          /* the same, as of a peer */
	struct daily_peer peers[16];
	struct daily_threads threads;
	struct daily_coverage coverage;
	struct daily_in in;
	struct arena *arena;
};

/* The words of the posts that have any left. */
static inline void field_texts(const struct field *f, struct daily_post *posts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct plant *p = &f->plants[posts[i].fact - f->facts];
		if (p->text)
			daily_post_text(&posts[i], &(struct fact_text){ .id = STR("m:1"),
				.url = str_of(p->url), .text = str_of(p->text), .author = STR("7f3a") },
				f->arena);
	}
}

/* Duinzicht on Thursday 19 November 2026, made on Friday at half past six in the morning. */
static inline int field_new(void **state)
{
	struct err e;
	struct field *f = mem_alloc(sizeof *f);
	assert_int_equal(zone_use("Europe/Amsterdam", &e), STATUS_OK);
	f->arena = arena_new();
	f->in = (struct daily_in){ .firm = "duinzicht", .name = "Accountantskantoor Duinzicht",
		.branch = "accountancy", .day = { 2026, 11, 19 }, .now = AT("2026-11-20T05:30:00Z"),
		.first_count = AT("2025-11-19T00:00:00Z"), .facts = f->facts, .days = f->days,
		.threads = &f->threads,
		.coverage = &f->coverage, .peers = f->peers };
	f->first_poll = f->in.first_count;
	*state = f;
	return 0;
}

static inline int field_free(void **state)
{
	struct field *f = *state;
	arena_free(f->arena);
	mem_free(f);
	return 0;
}

/* Plants a neutral mention on Mastodon; the caller changes what it wants otherwise before `field_day`. */
static inline struct plant *plant(struct field *f, int64_t published)
{
	assert_true(f->in.nfacts < PLANTS);
	struct plant *p = &f->plants[f->in.nfacts++];
	*p = (struct plant){ .text = "Duinzicht is snel", .url = "https://vb.example/1" };
	p->fact = (struct fact){ .firm = STR("duinzicht"), .source = STR("bron"), .platform = STR("mastodon"),
		.category = CATEGORY_MESSAGE, .published = published, .first_seen = published,
		.role = ROLE_MENTION, .label = LABEL_NEU, .process = PROCESS_OTHER, .intent = INTENT_NONE,
		.rating = POST_UNKNOWN, .lang = STR("nl"), .answered = CLOCK_NONE,
		/* a thread of its own */
		.thread = { (unsigned char)f->in.nfacts, (unsigned char)(f->in.nfacts >> 8), 1 } };
	return p;
}

static inline void poll_at(struct field *f, const char *source, int64_t at, const char *error)
{
	f->polls[f->npolls].source = str_of(source);
	f->polls[f->npolls++].poll = (struct fact_poll){ .at = at, .ok = !error, .status = error ? 429 : 200,
		.error = str_of(error), .every_s = HOUR };
}

/* The counters that the store would hold of the planted facts. */
static inline void field_count(struct field *f)
{
	memset(f->days, 0, sizeof f->days);
	memset(f->outline, 0, sizeof f->outline);
	f->nsent = 0;
	for (size_t i = 0; i < f->in.nfacts; i++) {
		const struct fact *x = &f->facts[i];
		int back = day_diff(f->in.day, day_of(x->published));
		if (back < 0 || back >= DAILY_DAYS)
			continue;
		struct count_sum *c = &f->days[DAILY_DAYS - 1 - back];
		bool mention = x->role == ROLE_ADDRESSED || x->role == ROLE_MENTION;
		c->own += x->role == ROLE_OWN;
		if (x->role == ROLE_OWN && back < 28)
			f->sent[f->nsent++] = (struct own_sum){ x->platform, 1, x->reply };
		c->context += x->role == ROLE_CONTEXT;
		c->copies += mention && x->copy;
		c->spam += mention && !x->copy && x->spam;
		if (!mention || x->copy || x->spam)
			continue;
		struct outline_sum *o = &f->outline[DAILY_DAYS - 1 - back];
		o->n++;
		o->label[x->label]++;
		o->starts += !f->plants[i].linked;
		o->starts_negative += !f->plants[i].linked && x->label == LABEL_NEG;
		c->n++;
		c->label[x->label]++;
		c->process[x->process]++;
		c->process_label[x->process][x->label]++;
		c->category[x->category]++;
	}
	f->days[DAILY_DAYS - 1].missed = f->misses;
}

static inline int field_polls(const void *x, const void *y)
{
	const struct fact_poll *a = x, *b = y;
	return (a->at > b->at) - (a->at < b->at);
}

static inline const struct fact_poll *field_polls_of(void *self, const char *source, size_t *n)
{
	struct field *f = self;
	*n = 0;
	for (size_t i = 0; i < f->npolls; i++)
		if (str_is(f->polls[i].source, source))
			f->asked[(*n)++] = f->polls[i].poll;
	if (*n)
		qsort(f->asked, *n, sizeof *f->asked, field_polls);
	return f->asked;
}

/* What the firm sent, as it and its branch tell it. */
static inline void field_own(struct field *f)
{
	struct daily_own *own;
	f->in.nown = daily_own(f->accounts, f->naccounts, f->sent, f->nsent, &own, f->arena);
	f->in.own = own;
	for (size_t i = 0; i < f->in.npeers; i++)
		if (strcmp(f->peers[i].firm, f->in.firm) == 0) {
			f->peers[i].own = own;
			f->peers[i].nown = f->in.nown;
		}
}

static inline struct daily field_day(struct field *f)
{
	struct daily d;
	for (size_t i = 0; i < f->in.nfacts; i++)
		f->facts[i] = f->plants[i].fact;
	field_count(f);
	field_own(f);
	daily_cover(&(struct daily_cover_in){ .day = f->in.day, .now = f->in.now, .polls = field_polls_of,
		.self = f, .first_poll = f->first_poll, .plans = f->plans, .nplans = f->nplans },
		&f->coverage, f->arena);
	daily_threads(&f->in, &f->threads, f->arena);
	daily_compute(&f->in, &d, f->arena);
	field_texts(f, d.posts, d.nposts);
	field_texts(f, d.open, d.nopen);
	field_texts(f, d.stars, d.nstars);
	field_texts(f, d.missed, d.nmissed);
	field_texts(f, d.spams, d.nspams);
	return d;
}

#endif
