/* What the firm's own accounts did in 28 days, and the goals. */
#include "figures.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MONTH 28
#define FEW 4                        /* own posts: under it an account is passive */

static struct daily_own *own_on(struct daily_own *own, size_t *n, const char *platform)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(own[i].platform, platform) == 0)
			return &own[i];
	own[*n] = (struct daily_own){ .platform = platform };
	return &own[(*n)++];
}

size_t daily_own(const char *const *accounts, size_t naccounts, const struct own_sum *sums, size_t n,
	struct daily_own **out, struct arena *a)
{
	size_t nout = 0;
	*out = arena_alloc(a, (n + naccounts + 1) * sizeof **out);
	for (size_t i = 0; i < naccounts; i++)
		own_on(*out, &nout, accounts[i])->account = true;
	for (size_t i = 0; i < n; i++) {
		struct daily_own *o = own_on(*out, &nout, posts_line(sums[i].platform, a));
		o->account = true;
		o->posts += sums[i].posts;
		o->replies += sums[i].replies;
	}
	return nout;
}

enum presence presence_of(const struct daily_own *own)
{
	if (!own || !own->account)
		return PRESENCE_ABSENT;
	if (own->posts < FEW)
		return PRESENCE_PASSIVE;
	return own->replies * 10 < own->posts ? PRESENCE_SENDING : PRESENCE_DIALOGUE;
}

static const struct daily_own *find(const struct daily_own *own, size_t n, const char *platform)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].platform, platform) == 0)
			return &own[i];
	return NULL;
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct daily_presence *)x)->platform,
		((const struct daily_presence *)y)->platform);
}

/* The platforms that any firm of the branch is on. */
static void platforms(struct daily *d, const struct daily_own *own, size_t n, struct arena *a)
{
	struct daily_presence *more = arena_alloc(a, (d->npresence + n + 1) * sizeof *more);
	if (d->npresence)
		memcpy(more, d->presence, d->npresence * sizeof *more);
	d->presence = more;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < d->npresence && strcmp(more[k].platform, own[i].platform) != 0)
			k++;
		if (k == d->npresence)
			more[d->npresence++] = (struct daily_presence){ .platform = own[i].platform };
	}
}

static void continuity(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_continuity *c = &d->continuity;
	const unsigned char **who = arena_alloc(a, (in->nfacts + 1) * sizeof *who);
	bool active[MONTH] = { false };
	int64_t from = day_start(day_add(in->day, 1 - MONTH));
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		long long k = 0;
		if (f->role != ROLE_OWN || !posts_within(f, from, d->to))
			continue;
		active[MONTH - 1 - day_diff(in->day, day_of(f->published))] = true;
		if (!f->reply)
			continue;
		while (k < c->repliers && memcmp(who[k], f->author, sizeof f->author) != 0)
			k++;
		who[k] = f->author;
		c->repliers += k == c->repliers;
	}
	for (int i = 0, silence = 0; i < MONTH; i++) {
		silence = active[i] ? 0 : silence + 1;
		c->active_days += active[i];
		if (silence > c->longest_silence)
			c->longest_silence = silence;
	}
}

/* Whether a platform is listened to: by a source, or it has been heard. */
static bool measured(const struct daily_in *in, const struct daily_presence *p, bool spoken)
{
	bool heard = spoken;
	for (size_t i = 0; i < in->nheard; i++)
		heard |= strcmp(in->heard[i], p->platform) == 0;
	return heard;
}

void presence_compute(const struct daily_in *in, struct daily *d, struct arena *a)
{
	platforms(d, in->own, in->nown, a);
	for (size_t i = 0; i < in->npeers; i++)
		platforms(d, in->peers[i].own, in->peers[i].nown, a);
	for (size_t i = 0; i < d->npresence; i++) {
		struct daily_presence *p = &d->presence[i];
		const struct daily_own *own = find(in->own, in->nown, p->platform);
		bool spoken = own && own->posts > 0;
		p->state = presence_of(own);
		p->posts = own ? own->posts : 0;
		p->replies = own ? own->replies : 0;
		for (size_t k = 0; k < in->npeers; k++) {
			const struct daily_peer *peer = &in->peers[k];
			const struct daily_own *o = find(peer->own, peer->nown, p->platform);
			p->branch[presence_of(o)]++;
			spoken |= o && o->posts > 0;
		}
		p->measured = measured(in, p, spoken);
	}
	if (d->npresence)
		qsort(d->presence, d->npresence, sizeof *d->presence, by_name);
	continuity(in, d, a);
}

/* ---- goals ---- */

static int64_t goal_value(const struct daily *d, enum goal g)
{
	if (!d->dialogue.known)
		return DAILY_UNKNOWN;
	switch (g) {
	case GOAL_RESPONSE_RATE: return d->dialogue.rate;
	case GOAL_RESPONSE_HOURS: return d->dialogue.office.median == DAILY_UNKNOWN ? DAILY_UNKNOWN :
			(d->dialogue.office.median * 1000 + 1800) / 3600;
	case GOAL_ACTIVE_DAYS: return d->continuity.active_days;
	case GOAL_REPLIERS: return d->continuity.repliers;
	default: return DAILY_UNKNOWN;
	}
}

/* A goal is met at its target; hours may be fewer, all else more. */
void goals_compute(const struct daily_in *in, struct daily *d)
{
	for (size_t i = 0; i < in->ngoals && i < GOAL_COUNT; i++) {
		struct daily_goal g = in->goals[i];
		g.value = goal_value(d, g.goal);
		bool met = g.goal == GOAL_RESPONSE_HOURS ? g.value <= g.target : g.value >= g.target;
		g.state = g.value == DAILY_UNKNOWN ? GOAL_UNKNOWN : met ? GOAL_MET : GOAL_MISSED;
		d->goals[d->ngoals++] = g;
	}
}
