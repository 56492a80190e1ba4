/* The firm among the firms of its branch. */
#include "figures.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_FIRMS 5
#define LEAST_MENTIONS 50

static int by_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

/* Sample quantile by linear interpolation: definition 7 of Hyndman and Fan 1996, Am. Stat. 50:361. */
static int64_t quantile(const int64_t *sorted, size_t n, size_t quarter)
{
	size_t at = (n - 1) * quarter / 4, rest = (n - 1) * quarter % 4;
	if (rest == 0)
		return sorted[at];
	double gap = (double)(sorted[at + 1] - sorted[at]);
	return (int64_t)llround((double)sorted[at] + gap * (double)rest / 4);
}

void rank_of(struct daily_rank *out, int64_t own, int64_t *values, size_t n)
{
	*out = (struct daily_rank){ .firms = (int)n, .value = own, .q1 = DAILY_UNKNOWN,
		.median = DAILY_UNKNOWN, .q3 = DAILY_UNKNOWN };
	if (own != DAILY_UNKNOWN) {
		out->rank = 1;
		for (size_t i = 0; i < n; i++)
			out->rank += values[i] > own;
	}
	if (n < LEAST_FIRMS)
		return;
	qsort(values, n, sizeof *values, by_value);
	out->q1 = quantile(values, n, 1);
	out->median = quantile(values, n, 2);
	out->q3 = quantile(values, n, 3);
}

/* Mentions of all firms in the days [at, at + n) of the counters. */
static long long mentions(const struct daily_in *in, int at, int n)
{
	long long sum = 0;
	for (size_t i = 0; i < in->npeers; i++)
		for (int k = at; k < at + n; k++)
			sum += in->peers[i].days[k].n;
	return sum;
}

static int64_t share(const struct daily_in *in, const struct daily *d, long long own, long long all)
{
	if (in->npeers < LEAST_FIRMS || all < LEAST_MENTIONS || d->incomplete)
		return DAILY_UNKNOWN;
	return (2000 * own + all) / (2 * all);
}

/* The last days of a firm. */
static struct daily_window mentioned(const struct daily_peer *p, int days)
{
	struct daily_window w = { 0 };
	for (int i = DAILY_DAYS - days; i < DAILY_DAYS; i++) {
		w.n += p->days[i].n;
		for (int k = 0; k < LABEL_COUNT; k++)
			w.label[k] += p->days[i].label[k];
	}
	return w;
}

static int64_t net_of(const struct daily_window *w)
{
	struct net n;
	return daily_net(w, &n) ? n.value : DAILY_UNKNOWN;
}

static void ranks(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_branch *b = &d->peers;
	int64_t *values = arena_alloc(a, (in->npeers + 1) * sizeof *values);
	static const int days[] = { 7, 28 };
	struct daily_rank *out[] = { &b->mentions_week, &b->mentions_month };
	for (int k = 0; k < 2; k++) {
		for (size_t i = 0; i < in->npeers; i++)
			values[i] = 1000 * mentioned(&in->peers[i], days[k]).n;
		rank_of(out[k], 1000 * (k ? d->month : d->week).n, values, in->npeers);
	}
	size_t n = 0;
	for (size_t i = 0; i < in->npeers; i++) {
		struct daily_window w = mentioned(&in->peers[i], 28);
		values[n] = net_of(&w);
		n += values[n] != DAILY_UNKNOWN;
	}
	rank_of(&b->net_month, d->incomplete ? DAILY_UNKNOWN : net_of(&d->month), values, n);
}

static enum daily_change share_change(const struct daily_in *in, const struct daily *d, int days,
	const struct daily_window *now, const struct daily_window *before)
{
	long long all = mentions(in, DAILY_DAYS - days, days),
		was = mentions(in, DAILY_DAYS - 2 * days, days);
	if (share(in, d, now->n, all) == DAILY_UNKNOWN || share(in, d, before->n, was) == DAILY_UNKNOWN)
		return CHANGE_UNKNOWN;
	return tests_shares(now->n, all, before->n, was);
}

void branch_compute(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_branch *b = &d->peers;
	b->firms = (int)in->npeers;
	b->share_day = share(in, d, d->yesterday.n, mentions(in, DAILY_DAYS - 1, 1));
	b->share_week = share(in, d, d->week.n, mentions(in, DAILY_DAYS - 7, 7));
	b->share_month = share(in, d, d->month.n, mentions(in, DAILY_DAYS - 28, 28));
	b->share_week_before = share(in, d, d->week_before.n, mentions(in, DAILY_DAYS - 14, 7));
	b->share_month_before = share(in, d, d->month_before.n, mentions(in, DAILY_DAYS - 56, 28));
	b->share_week_change = share_change(in, d, 7, &d->week, &d->week_before);
	b->share_month_change = share_change(in, d, 28, &d->month, &d->month_before);
	ranks(in, d, a);
}
