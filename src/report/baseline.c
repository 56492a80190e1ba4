/* What is normal on this weekday, and whether the day is not.
 *
 * A count is negative binomial: mean m, variance m + d m^2, with d >= 0 the dispersion (Poisson at 0). The
 * mean is that of the same weekdays before; its own uncertainty widens the predictive (Gelman et al.,
 * Bayesian Data Analysis, 2.6: with d = 0 and Jeffreys' prior it is exactly NB(S + 1/2)). d is a
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
#define PRIOR_WEIGHT 40.0
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

/* Probability of exactly k; Poisson when the size is beyond what doubles tell apart. */
static double mass(double k, double mean, double dispersion)
{
	int sign;
	if (dispersion < 1e-9)
		return exp(k * log(mean) - mean - lgamma_r(k + 1, &sign));
	double r = 1 / dispersion;
	return exp(lgamma_r(k + r, &sign) - lgamma_r(r, &sign) - lgamma_r(k + 1, &sign) -
		r * log1p(mean * dispersion) + k * log(mean / (r + mean)));
}

/* p(k + 1) / p(k) */
static double step(double k, double mean, double dispersion)
{
	return mean * (1 + k * dispersion) / ((k + 1) * (1 + mean * dispersion));
}

double negative_binomial_at_least(long long x, double mean, double dispersion)
{
	if (x <= 0)
		return 1;
	if ((double)x < mean)
		return 1 - negative_binomial_at_most(x - 1, mean, dispersion);
	double p = mass((double)x, mean, dispersion), sum = 0;
	for (double k = (double)x; p > sum * 1e-12; k++) {
		sum += p;
		p *= step(k, mean, dispersion);
	}
	return sum;
}

double negative_binomial_at_most(long long x, double mean, double dispersion)
{
	if (x < 0)
		return 0;
	if ((double)x > mean)
		return 1 - negative_binomial_at_least(x + 1, mean, dispersion);
	double p = mass((double)x, mean, dispersion), sum = p;
	for (double k = (double)x - 1; k >= 0 && p > sum * 1e-12; k--) {
		p /= step(k, mean, dispersion);
		sum += p;
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
	/* the variance of a day and that of the mean of n days, as one dispersion */
	double mean = (sum + 0.5) / n, var = (mean + dispersion * mean * mean) * (1 + 1 / n),
		wide = (var - mean) / (mean * mean);
	double high = negative_binomial_at_least(out->x, mean, wide),
		low = negative_binomial_at_most(out->x, mean, wide);
	out->known = true;
	out->days = (int)n;
	out->expected = (int64_t)llround(1000 * sum / n);
	out->dispersion = (int64_t)llround(1000 * dispersion);
	out->at_least = millionths(high);
	out->at_most = millionths(low);
	out->zero = millionths(negative_binomial_at_most(0, mean, wide));
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
static void threads(const struct daily_in *in, const int64_t *start, enum label label, long long *x,
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

static void series_of(const struct count_sum *days, enum label label, long long *x)
{
	for (int i = 0; i < DAILY_DAYS; i++)
		x[i] = label == LABEL_COUNT ? days[i].n : days[i].label[label];
}

struct judged {
	int64_t start[DAILY_DAYS + 1];
	bool skip[DAILY_DAYS];               /* no part of a baseline */
	bool missing[DAILY_DAYS];            /* cannot be judged */
	bool holiday[DAILY_DAYS];            /* quiet for a reason */
};

/* One day against the 56 before it; `from` is the first of those. */
static struct daily_baseline judge_day(const struct daily_in *in, const struct judged *j, const long long *x,
	enum label label, int from)
{
	struct dispersion own = { 0, 0 }, branch = { 0, 0 };
	struct daily_baseline b;
	int at = from + BASELINE_DAYS;
	long long y[DAILY_DAYS];
	dispersion_add(&own, x + from, j->skip + from);
	for (size_t i = 0; i < in->npeers; i++)
		if (strcmp(in->peers[i].firm, in->firm) != 0) {
			series_of(in->peers[i].days, label, y);
			dispersion_add(&branch, y + from, j->skip + from);
		}
	if (j->missing[at] || !baseline_judge(x + from, j->skip + from, dispersion_of(&own, &branch), &b))
		return (struct daily_baseline){ .x = x[at] };
	if (b.alarm == ALARM_LOW && j->holiday[at])
		b.alarm = ALARM_NONE;
	return b;
}

/* The last day. An alarm that would ring the day after another is held back; whether that one rang is found
 * by judging the days before in turn. */
static struct daily_baseline judge(const struct daily_in *in, const struct judged *j, enum label label,
	struct arena *a)
{
	struct daily_baseline b = { 0 };
	long long x[DAILY_DAYS];
	bool rang = false;
	threads(in, j->start, label, x, a);
	for (int from = 0; from + BASELINE_DAYS < DAILY_DAYS; from++) {
		b = judge_day(in, j, x, label, from);
		b.held_back = rang && b.alarm != ALARM_NONE;
		if (b.held_back)
			b.alarm = ALARM_NONE;
		rang = b.alarm != ALARM_NONE;
	}
	return b;
}

/* The firm is known from its first counter on, and nothing is from before the first poll. */
void baseline_compute(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct judged j;
	int64_t since = in->first_count, poll = in->coverage->first_poll;
	if (since == CLOCK_NONE || poll == CLOCK_NONE || poll > since)
		since = poll;
	for (int i = 0; i <= DAILY_DAYS; i++)
		j.start[i] = day_start(day_add(in->day, i + 1 - DAILY_DAYS));
	for (int i = 0; i < DAILY_DAYS; i++) {
		j.holiday[i] = calendar_holiday(day_add(in->day, i + 1 - DAILY_DAYS)) != NULL;
		j.missing[i] = in->coverage->missing[i] || since == CLOCK_NONE || j.start[i] < since;
		j.skip[i] = j.missing[i] || j.holiday[i];
	}
	bool young = since == CLOCK_NONE || since > j.start[DAILY_DAYS - 1] - 28 * 86400;
	d->kind = young ? DAY_FIRST_WEEKS : DAY_ORDINARY;
	d->normal = judge(in, &j, LABEL_COUNT, a);
	d->negative = judge(in, &j, LABEL_NEG, a);
	if (young) {
		d->normal = (struct daily_baseline){ .x = d->normal.x };
		d->negative = (struct daily_baseline){ .x = d->negative.x };
	}
}
