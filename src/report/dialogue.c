/* Who was answered, how soon, and who never was (7 days). */
#include "figures.h"
#include <stdlib.h>
#include <string.h>

#define DAY_S 86400
#define FEW 5                        /* a rate of fewer says nothing */

static int by_wait(const void *x, const void *y)
{
	const struct wait *a = x, *b = y;
	if (a->s != b->s)
		return a->s < b->s ? -1 : 1;
	return (int)b->answered - (int)a->answered;      /* at one time answers come first */
}

/* Kaplan and Meier 1958, JASA 53:457: of those who wait at time t, the share that is answered then leaves;
 * those whose wait is cut off at `now` leave without an answer. The median is the first time at which no
 * more than half still wait: DAILY_UNKNOWN when that is never reached. */
static int64_t kaplan_meier(const struct wait *w, size_t n)
{
	double waiting = 1;
	for (size_t i = 0, k; i < n; i = k) {
		size_t answers = 0;
		for (k = i; k < n && w[k].s == w[i].s; k++)
			answers += w[k].answered;
		waiting *= 1 - (double)answers / (double)(n - i);
		if (waiting <= 0.5 + 1e-12)
			return w[i].s;
	}
	return DAILY_UNKNOWN;
}

struct daily_response dialogue_response(struct wait *w, size_t n)
{
	struct daily_response r = { DAILY_UNKNOWN, DAILY_UNKNOWN };
	size_t answered = 0, seen = 0;
	int64_t low = 0;
	qsort(w, n, sizeof *w, by_wait);
	for (size_t i = 0; i < n; i++)
		answered += w[i].answered;
	for (size_t i = 0; i < n && answered; i++) {
		if (!w[i].answered)
			continue;
		seen++;
		if (seen == (answered + 1) / 2)
			low = w[i].s;
		if (seen == answered / 2 + 1)
			r.median = (low + w[i].s) / 2;
	}
	r.kaplan_meier = kaplan_meier(w, n);
	return r;
}

static int by_thread(const void *x, const void *y)
{
	const struct fact *const *a = x, *const *b = y;
	int c = memcmp((*a)->thread, (*b)->thread, sizeof (*a)->thread);
	return c ? c : (int)(*a)->role - (int)(*b)->role;
}

static bool same_thread(const struct fact *a, const struct fact *b)
{
	return memcmp(a->thread, b->thread, sizeof a->thread) == 0;
}

static int by_fact(const void *x, const void *y)
{
	const struct daily_post *a = x, *b = y;
	return (a->fact > b->fact) - (a->fact < b->fact);
}

/* Missed dialogue counts threads: those with a post of the firm, even before the question, are none. With @
 * when one of its waiting posts named the firm's account. Own posts sort first in their thread. All others
 * are open, and these still stand in the order of the facts. */
static void missed(const struct fact **all, size_t n, struct daily *d, struct arena *a)
{
	d->missed = arena_alloc(a, (n + 1) * sizeof *d->missed);
	qsort(all, n, sizeof *all, by_thread);
	for (size_t i = 0; i < n; i++) {
		if ((i > 0 && same_thread(all[i], all[i - 1])) || all[i]->role == ROLE_OWN)
			continue;
		*(all[i]->role == ROLE_ADDRESSED ? &d->dialogue.missed_addressed :
			&d->dialogue.missed_other) += 1;
		const struct daily_post key = { .fact = all[i] };
		d->missed[d->nmissed++] = *(const struct daily_post *)bsearch(&key, d->open, d->nopen,
			sizeof key, by_fact);
	}
	qsort(d->missed, d->nmissed, sizeof *d->missed, posts_by_age);
}

struct waits { struct wait *clock, *office; size_t n; };

static void wait_add(struct waits *w, const struct fact *f, bool answered, int64_t now)
{
	int64_t until = answered ? f->answered : now;
	w->clock[w->n] = (struct wait){ until - f->published, answered };
	w->office[w->n++] = (struct wait){ calendar_office(f->published, until), answered };
}

/* Response: mentions of 7 days that need a reply and are a day old (definitions, "Response rate"). */
void dialogue_compute(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_dialogue *g = &d->dialogue;
	int64_t week = day_start(day_add(in->day, -6)), month = day_start(day_add(in->day, -27));
	struct waits w = { arena_alloc(a, (in->nfacts + 1) * sizeof *w.clock),
		arena_alloc(a, (in->nfacts + 1) * sizeof *w.office), 0 };
	const struct fact **threads = arena_alloc(a, (in->nfacts + 1) * sizeof *threads);
	size_t nthreads = 0;
	d->open = arena_alloc(a, (in->nfacts + 1) * sizeof *d->open);
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		if (f->role == ROLE_OWN && f->published <= in->now) {
			g->known |= posts_within(f, month, d->to);
			threads[nthreads++] = f;
		}
		if (!posts_mention(f) || !f->needs_reply || !posts_within(f, week, d->to))
			continue;
		bool answered = f->answered != CLOCK_NONE && f->answered <= in->now,
			old = in->now - f->published >= DAY_S;
		g->day_needing += f->published >= d->from;
		g->day_answered += f->published >= d->from && answered;
		if (!answered) {
			d->open[d->nopen++] = posts_of(f, a);
			d->process[f->process].open++;
			g->young += !old;
		}
		if (!old)
			continue;
		g->needing++;
		g->answered += answered;
		wait_add(&w, f, answered, in->now);
		if (!answered)
			threads[nthreads++] = f;
	}
	missed(threads, nthreads, d, a);
	g->rate = g->needing < FEW || d->incomplete || !g->known ? DAILY_UNKNOWN :
		(2000 * g->answered + g->needing) / (2 * g->needing);
	g->clock = dialogue_response(w.clock, w.n);
	g->office = dialogue_response(w.office, w.n);
	qsort(d->open, d->nopen, sizeof *d->open, posts_by_age);
}
