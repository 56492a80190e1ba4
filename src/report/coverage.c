/* What was heard of a day, and what was not. */
#include "figures.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HABIT_DAYS 28
#define LEAST_HABIT 14               /* days with a successful poll before the silence that make a habit */
#define SILENT_CHANCE 0.01

/* The polls of one source, oldest first; `ok`: the last that succeeded. */
struct polls { const struct fact_poll *p; size_t n; int64_t ok; };

static struct polls polls_of(const struct daily_cover_in *in, const char *id)
{
	struct polls out = { .ok = CLOCK_NONE };
	size_t n;
	out.p = in->polls(in->self, id, &n);
	for (; out.n < n && out.p[out.n].at <= in->now; out.n++)
		if (out.p[out.n].ok)
			out.ok = out.p[out.n].at;
	return out;
}

/* Seconds between polls before `to`: as planned at the last poll before it, else as configured. `n`: the
 * polls before what was asked last, which was earlier. */
static long plan_before(const struct polls *p, size_t *n, int64_t to, long every)
{
	while (*n < p->n && p->p[*n].at < to)
		(*n)++;
	if (*n && p->p[*n - 1].every_s > 0)
		return p->p[*n - 1].every_s;
	return every > 0 ? every : 3600;
}

/* Polls of [from, to) that were planned, and those that need no longer be waited for: a later success walks
 * back over the gap. */
static void count_polls(const struct polls *p, int64_t from, int64_t to, long every, long *planned,
	long *done)
{
	*planned = to > from ? (long)((to - from) / every) : 0;
	*planned = *planned > 0 ? *planned : 1;
	*done = *planned;
	if (p->ok == CLOCK_NONE || p->ok + every < to) {
		int64_t heard = p->ok == CLOCK_NONE || p->ok < from ? 0 : p->ok - from;
		*done = (long)(heard / every) < *planned ? (long)(heard / every) : *planned - 1;
	}
}

/* Days up to the day's end without a post though the source answers, and what it is used to. The chance of
 * such a silence is that of a negative binomial whose scatter is the habit's own. */
static void silence(const int64_t *start, const struct polls *p, struct daily_source *s)
{
	double posts[HABIT_DAYS] = { 0 }, mean = 0, var = 0;
	bool heard[HABIT_DAYS] = { false };
	int n = 0, silent = 0, back = HABIT_DAYS;
	for (size_t i = 0; i < p->n; i++) {
		while (back > 0 && p->p[i].at >= start[DAILY_DAYS - back])
			back--;
		if (!p->p[i].ok || p->p[i].at >= start[DAILY_DAYS] || back >= HABIT_DAYS)
			continue;
		heard[back] = true;
		posts[back] += (double)p->p[i].posts;
	}
	while (silent < HABIT_DAYS && heard[silent] && posts[silent] == 0)
		silent++;
	for (int i = silent; i < HABIT_DAYS; i++) {
		n += heard[i];
		mean += posts[i];
	}
	s->habit = DAILY_UNKNOWN;
	if (n < LEAST_HABIT || mean <= 0)
		return;
	mean /= n;
	for (int i = silent; i < HABIT_DAYS; i++)
		var += heard[i] ? (posts[i] - mean) * (posts[i] - mean) : 0;
	var /= n - 1;
	double scatter = var > mean ? (var - mean) / (mean * mean) : 0;
	s->habit = (int64_t)llround(1000 * mean);
	/* of a day without any, negative binomial */
	double zero = scatter > 0 ? pow(1 + scatter * mean, -1 / scatter) : exp(-mean);
	if (silent && pow(zero, silent) < SILENT_CHANCE) {
		s->silent_days = silent;
		s->state = SOURCE_SILENT;
		s->since = start[DAILY_DAYS - silent];
	}
}

static struct daily_source cover(const struct daily_cover_in *in, const int64_t *start,
	const struct daily_plan *plan, const struct polls *p, struct arena *a)
{
	struct daily_source s = { .id = plan->id, .since = CLOCK_NONE, .habit = DAILY_UNKNOWN };
	const struct fact_poll *broken = NULL, *last = NULL;
	int64_t from = start[DAILY_DAYS - 1], to = start[DAILY_DAYS], until = to < in->now ? to : in->now;
	size_t before = 0;
	count_polls(p, from, until, plan_before(p, &before, until, plan->every_s), &s.planned, &s.done);
	for (size_t i = 0; i < p->n; i++) {
		const struct fact_poll *x = &p->p[i];
		s.failed += !x->ok && x->at >= from && x->at < to;
		s.posts += x->ok && x->at >= from && x->at < to ? x->posts : 0;
		last = x->ok ? NULL : x;
		if (x->ok || !broken)
			broken = last;
	}
	if (s.done == s.planned) {
		silence(start, p, &s);
		return s;
	}
	s.state = p->ok == CLOCK_NONE ? SOURCE_NEVER : SOURCE_BEHIND;
	s.since = broken ? broken->at : CLOCK_NONE;
	if (last) {
		s.error = posts_line(last->error, a);
		s.status = last->status;
	}
	return s;
}

/* Polls of a source on the days of the counters. */
struct heard { long planned[DAILY_DAYS], done[DAILY_DAYS]; };

static void hear(const struct daily_cover_in *in, const int64_t *start, const struct daily_plan *plan,
	const struct polls *polls, struct heard *sum)
{
	size_t before = 0;
	for (int i = 0; i < DAILY_DAYS; i++) {
		int64_t to = start[i + 1] < in->now ? start[i + 1] : in->now;
		long planned, done;
		count_polls(polls, start[i], to, plan_before(polls, &before, to, plan->every_s), &planned,
			&done);
		sum->planned[i] += planned;
		sum->done[i] += done;
	}
}

static void days_of(const struct daily_cover_in *in, struct daily_coverage *out)
{
	for (int i = 0; i <= DAILY_DAYS; i++)
		out->start[i] = day_start(day_add(in->day, i + 1 - DAILY_DAYS));
	for (int i = 0; i < DAILY_DAYS; i++)
		out->holiday[i] = calendar_holiday(day_add(in->day, i + 1 - DAILY_DAYS)) != NULL;
}

void daily_cover(const struct daily_cover_in *in, struct daily_coverage *out, struct arena *a)
{
	struct heard heard = { { 0 }, { 0 } };
	*out = (struct daily_coverage){ .first_poll = in->first_poll, .not_run = in->nplans > 0 };
	days_of(in, out);
	out->sources = arena_alloc(a, (in->nplans + 1) * sizeof *out->sources);
	for (size_t i = 0; i < in->nplans; i++) {
		struct polls polls = polls_of(in, in->plans[i].id);
		struct daily_source s = cover(in, out->start, &in->plans[i], &polls, a);
		out->sources[out->nsources++] = s;
		out->sources_ok += s.state == SOURCE_FINE;
		out->planned += s.planned;
		out->done += s.done;
		out->posts += s.posts;
		/* a run is a poll of any source in the day, or since */
		if (polls.n && polls.p[polls.n - 1].at >= out->start[DAILY_DAYS - 1])
			out->not_run = false;
		hear(in, out->start, &in->plans[i], &polls, &heard);
	}
	out->incomplete = out->done * 10 < out->planned * 9;
	for (int i = 0; i < DAILY_DAYS; i++)
		out->missing[i] = heard.done[i] * 10 < heard.planned[i] * 9;
}
