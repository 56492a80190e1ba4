/* What is normal on this weekday, and whether the day is not.
 *
 * A count is negative binomial: mean m, variance m + d m^2, with d >= 0 the dispersion (Poisson at 0). The
 * mean is known from the same weekdays before only, which widens what is to be expected: the predictive is
 * then beta negative binomial (the negative binomial's conjugate; Johnson, Kemp and Kotz, Univariate Discrete
 * Distributions, 6.2.3), with the prior of which the expectation is the mean of those days. d is a
 * method-of-moments estimate from all weekdays (Clark and Perry 1989, Biometrics 45:309), pooled over the
 * branch and shrunk to it (as Robinson and Smyth 2007, Bioinformatics 23:2881). */
#include "figures.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_DAYS 4                 /* same weekdays that a baseline needs */
#define TAIL 0.005                   /* of an alarm, each side */
#define ELEVATED 0.05
#define LEAST_HIGH 5
#define LEAST_EXPECTED 5.0
/* before anything is measured, and what that is worth */
#define PRIOR 0.10
#define PRIOR_WEIGHT 10.0
#define BRANCH_WEIGHT 400.0          /* at most: a branch is not one firm */
#define CELL_SCATTER 0.25            /* the d for which the cells' weights are best */

struct cell { double n, mean, var; };

/* The days of one weekday: index w, w + 7, ... */
static struct cell cell_of(const long long *x, const bool *skip, int w)
{
	struct cell c = { 0, 0, 0 };
	for (int i = w; i < BASELINE_DAYS; i += 7)
		if (!skip[i]) {
			c.n++;
			c.mean += (double)x[i];
		}
	if (c.n < 2)
		return c;
	c.mean /= c.n;
	for (int i = w; i < BASELINE_DAYS; i += 7)
		if (!skip[i])
			c.var += ((double)x[i] - c.mean) * ((double)x[i] - c.mean);
	c.var /= c.n - 1;
	return c;
}

/* E(var - mean) = d m^2 and E(mean^2 - var / n) = m^2, each cell weighted by the inverse of its noise. */
void dispersion_add(struct dispersion *d, const long long *x, const bool *skip)
{
	for (int w = 0; w < 7; w++) {
		struct cell c = cell_of(x, skip, w);
		if (c.n < 2 || c.mean <= 0)
			continue;
		double weight = (c.n - 1) / ((1 + CELL_SCATTER * c.mean) * (1 + CELL_SCATTER * c.mean));
		d->num += weight * (c.var - c.mean);
		d->den += weight * (c.mean * c.mean - c.var / c.n);
	}
}

/* The firm's own estimate, shrunk to its branch's, which is shrunk to the prior. */
double dispersion_of(const struct dispersion *own, const struct dispersion *branch)
{
	double bden = branch->den > 0 ? branch->den : 0, oden = own->den > 0 ? own->den : 0;
	double common = (branch->num + PRIOR_WEIGHT * PRIOR) / (bden + PRIOR_WEIGHT);
	common = common > 0 ? common : 0;
	double weight = bden + PRIOR_WEIGHT < BRANCH_WEIGHT ? bden + PRIOR_WEIGHT : BRANCH_WEIGHT;
	double d = (own->num + weight * common) / (oden + weight);
	return d > 0 ? d : 0;
}

static double lgam(double x)
{
	int sign;
	return lgamma_r(x, &sign);
}

/* Probability of exactly k. Without dispersion it is negative binomial (Gelman et al., Bayesian Data
 * Analysis, 2.6, with Jeffreys' prior), also where doubles cannot tell one from none. */
static double mass(double k, const struct predictive *p)
{
	double beta = p->sum + 0.5;
	double both = lgam(beta + k) - lgam(beta) - lgam(k + 1);
	if (p->dispersion < 1e-6)
		return exp(both + beta * log(p->n / (p->n + 1)) - k * log(p->n + 1));
	double r = 1 / p->dispersion, alpha = p->n * r + 1;
	return exp(both + lgam(r + k) - lgam(r) + lgam(alpha + r) - lgam(alpha) + lgam(alpha + beta) -
		lgam(alpha + r + beta + k));
}

/* p(k + 1) / p(k) */
static double step(double k, const struct predictive *p)
{
	double at = p->sum + 0.5 + k;
	return (1 + k * p->dispersion) * at / ((k + 1) * (p->n + 1 + (at + 1) * p->dispersion));
}

double predictive_at_most(long long x, const struct predictive *p)
{
	if (x < 0)
		return 0;
	double m = mass((double)x, p), sum = m;
	for (double k = (double)x - 1; k >= 0 && m > sum * 1e-12; k--) {
		m /= step(k, p);
		sum += m;
	}
	return sum;
}

static int64_t millionths(double p) { return (int64_t)llround(1e6 * (p < 0 ? 0 : p > 1 ? 1 : p)); }

bool baseline_judge(const long long *x, const bool *skip, double dispersion, struct daily_baseline *out)
{
	double sum = 0, n = 0;
	*out = (struct daily_baseline){ .x = x[BASELINE_DAYS] };
	for (int i = 0; i < BASELINE_DAYS; i += 7)
		if (!skip[i]) {
			sum += (double)x[i];
			n++;
		}
	if (n < LEAST_DAYS)
		return false;
	struct predictive p = { sum, n, dispersion };
	double low = predictive_at_most(out->x, &p), high = 1 - predictive_at_most(out->x - 1, &p);
	out->known = true;
	out->days = (int)n;
	out->expected = (int64_t)llround(1000 * sum / n);
	out->dispersion = (int64_t)llround(1000 * dispersion);
	out->at_least = millionths(high);
	out->at_most = millionths(low);
	out->zero = millionths(predictive_at_most(0, &p));
	if (high <= TAIL && out->x >= LEAST_HIGH)
		out->alarm = ALARM_HIGH;
	else if (low <= TAIL && sum / n >= LEAST_EXPECTED)
		out->alarm = ALARM_LOW;
	out->elevated = out->alarm == ALARM_NONE && high <= ELEVATED && out->x >= LEAST_HIGH;
	return true;
}

/* ---- a firm's days ---- */

struct place { int day; const unsigned char *thread; };

static int by_place(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	return a->day != b->day ? a->day - b->day : memcmp(a->thread, b->thread, 16);
}

/* Distinct threads of each day with a mention (of one label, or of any when it is LABEL_COUNT). */
static void count_threads(const struct daily_in *in, const int64_t *start, enum label label, long long *x,
	struct arena *a)
{
	struct place *p = arena_alloc(a, (in->nfacts + 1) * sizeof *p);
	size_t n = 0;
	memset(x, 0, DAILY_DAYS * sizeof *x);
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		int lo = 0, hi = DAILY_DAYS;
		if (!posts_mention(f) || !posts_within(f, start[0], start[DAILY_DAYS]) ||
			(label != LABEL_COUNT && f->label != label))
			continue;
		while (hi - lo > 1)
			*(start[(lo + hi) / 2] <= f->published ? &lo : &hi) = (lo + hi) / 2;
		p[n++] = (struct place){ lo, f->thread };
	}
	qsort(p, n, sizeof *p, by_place);
	for (size_t i = 0; i < n; i++)
		x[p[i].day] += i == 0 || by_place(&p[i], &p[i - 1]) != 0;
}

struct judged {
	int64_t since;                       /* the firm is known, CLOCK_NONE: not yet */
	const int64_t *start;                /* the coverage's */
	bool skip[DAILY_DAYS];               /* no part of a baseline */
	bool missing[DAILY_DAYS];            /* cannot be judged */
};

/* The firm is known from its first counter on, and nothing is from before the first poll. */
static struct judged judged_of(const struct daily_in *in)
{
	struct judged j = { .since = in->first_count, .start = in->coverage->start };
	int64_t poll = in->coverage->first_poll;
	if (j.since == CLOCK_NONE || poll == CLOCK_NONE || poll > j.since)
		j.since = poll;
	for (int i = 0; i < DAILY_DAYS; i++) {
		j.missing[i] = in->coverage->missing[i] || j.since == CLOCK_NONE || j.start[i] < j.since;
		j.skip[i] = j.missing[i] || in->coverage->holiday[i];
	}
	return j;
}

static void scatter(const struct judged *j, struct daily_threads *out)
{
	for (int k = 0; k < SERIES_COUNT; k++)
		for (int from = 0; from + BASELINE_DAYS < DAILY_DAYS; from++)
			dispersion_add(&out->scatter[k][from], out->n[k] + from, j->skip + from);
}

void daily_threads(const struct daily_in *in, struct daily_threads *out, struct arena *a)
{
	struct judged j = judged_of(in);
	memset(out, 0, sizeof *out);
	count_threads(in, j.start, LABEL_COUNT, out->n[SERIES_THREADS], a);
	count_threads(in, j.start, LABEL_NEG, out->n[SERIES_NEGATIVE], a);
	for (int i = 0; i < DAILY_DAYS; i++)
		out->n[SERIES_POSTS][i] = in->days[i].n;
	scatter(&j, out);
}

void daily_starts(const struct daily_in *in, const struct outline_sum *days, struct daily_threads *out)
{
	struct judged j = judged_of(in);
	memset(out, 0, sizeof *out);
	for (int i = 0; i < DAILY_DAYS; i++) {
		out->n[SERIES_THREADS][i] = days[i].starts;
		out->n[SERIES_NEGATIVE][i] = days[i].starts_negative;
		out->n[SERIES_POSTS][i] = days[i].n;
	}
	scatter(&j, out);
}

double baseline_dispersion(const struct daily_in *in, enum series k, int from)
{
	struct dispersion branch = { 0, 0 };
	for (size_t i = 0; i < in->npeers; i++) {
		const struct dispersion *d = &in->peers[i].threads->scatter[k][from];
		if (strcmp(in->peers[i].firm, in->firm) == 0)
			continue;
		branch.num += d->num;
		branch.den += d->den;
	}
	return dispersion_of(&in->threads->scatter[k][from], &branch);
}

/* One day against the 56 before it; `from` is the first of those. */
static struct daily_baseline judge_day(const struct daily_in *in, const struct judged *j, enum series k,
	int from)
{
	const long long *x = in->threads->n[k];
	double dispersion = baseline_dispersion(in, k, from);
	struct daily_baseline b;
	int at = from + BASELINE_DAYS;
	if (j->missing[at] || !baseline_judge(x + from, j->skip + from, dispersion, &b))
		return (struct daily_baseline){ .x = x[at] };
	if (b.alarm == ALARM_LOW && in->coverage->holiday[at])
		b.alarm = ALARM_NONE;
	return b;
}

/* The last day. An alarm that would ring the day after another is held back; whether that one rang is found
 * by judging the days before in turn. */
static struct daily_baseline judge(const struct daily_in *in, const struct judged *j, enum series k)
{
	struct daily_baseline b = { 0 };
	bool rang = false;
	for (int from = 0; from + BASELINE_DAYS < DAILY_DAYS; from++) {
		b = judge_day(in, j, k, from);
		b.held_back = rang && b.alarm != ALARM_NONE;
		if (b.held_back)
			b.alarm = ALARM_NONE;
		rang = b.alarm != ALARM_NONE;
	}
	return b;
}

void baseline_compute(const struct daily_in *in, struct daily *d)
{
	struct judged j = judged_of(in);
	bool young = j.since == CLOCK_NONE || j.since > j.start[DAILY_DAYS - 1] - 28 * 86400;
	d->kind = young ? DAY_FIRST_WEEKS : DAY_ORDINARY;
	d->normal = judge(in, &j, SERIES_THREADS);
	d->negative = judge(in, &j, SERIES_NEGATIVE);
	if (young) {
		d->normal = (struct daily_baseline){ .x = d->normal.x };
		d->negative = (struct daily_baseline){ .x = d->negative.x };
	}
}
