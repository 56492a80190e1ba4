/* One firm's day: the windows from its counters, the lists from its facts, every theme in its own file. */
#include "figures.h"
#include <stdlib.h>
#include <string.h>

#define FINAL_S (72 * 3600)

struct daily_window window_of(const struct count_sum *days, int n)
{
	struct daily_window w = { 0 };
	for (int i = 0; i < n; i++) {
		w.n += days[i].n;
		for (int l = 0; l < LABEL_COUNT; l++)
			w.label[l] += days[i].label[l];
	}
	return w;
}

static void windows(const struct daily_in *in, struct daily *d)
{
	const struct count_sum *end = in->days + DAILY_DAYS;
	d->yesterday = window_of(end - 1, 1);
	d->week = window_of(end - 7, 7);
	d->week_before = window_of(end - 14, 7);
	d->month = window_of(end - 28, 28);
	d->month_before = window_of(end - 56, 28);
	for (int p = 0; p < PROCESS_COUNT; p++) {
		struct daily_process *q = &d->process[p];
		for (int i = 0; i < 28; i++) {
			q->month.n += end[i - 28].process[p];
			for (int l = 0; l < LABEL_COUNT; l++)
				q->month.label[l] += end[i - 28].process_label[p][l];
		}
		q->day.n = end[-1].process[p];
		memcpy(q->day.label, end[-1].process_label[p], sizeof q->day.label);
		q->per_day = (1000 * q->month.n + 14) / 28;
	}
	memcpy(d->category, end[-1].category, sizeof d->category);
	d->copies = end[-1].copies;
	d->misses = end[-1].missed;
	d->own = end[-1].own;
	d->spam = end[-1].spam;
	d->hits = d->yesterday.n + d->copies + d->misses + d->own + d->spam;
	d->day_before = end[-2].n;
}

static enum daily_change tone_change(const struct daily_window *now, const struct daily_window *before)
{
	return tests_shares(now->label[LABEL_POS], now->label[LABEL_POS] + now->label[LABEL_NEG],
		before->label[LABEL_POS], before->label[LABEL_POS] + before->label[LABEL_NEG]);
}

static void changes(const struct daily_in *in, struct daily *d)
{
	double dispersion = baseline_dispersion(in, SERIES_POSTS, DAILY_DAYS - 1 - BASELINE_DAYS);
	if (d->incomplete || d->kind == DAY_FIRST_WEEKS)
		return;
	d->week_change = tests_counts(d->week.n, d->week_before.n, 7, dispersion);
	d->month_change = tests_counts(d->month.n, d->month_before.n, 28, dispersion);
	d->week_tone_change = tone_change(&d->week, &d->week_before);
	d->month_tone_change = tone_change(&d->month, &d->month_before);
}

static void add_platform(struct daily *d, const struct fact *f, struct arena *a)
{
	size_t i = 0;
	const char *name = posts_line(f->platform, a);
	while (i < d->nplatforms && strcmp(name, d->platforms[i].name) != 0)
		i++;
	if (i == d->nplatforms)
		d->platforms[d->nplatforms++].name = name;
	d->platforms[i].n++;
	d->platforms[i].pos += f->label == LABEL_POS;
	d->platforms[i].neg += f->label == LABEL_NEG;
}

static int by_size(const void *x, const void *y)
{
	const struct daily_platform *a = x, *b = y;
	return a->n != b->n ? (b->n > a->n) - (b->n < a->n) : strcmp(a->name, b->name);
}

static void lists(const struct daily_in *in, struct daily *d, struct arena *a)
{
	int64_t month = day_start(day_add(in->day, -27)), before = day_start(day_add(in->day, -1));
	d->posts = arena_alloc(a, (in->nfacts + 1) * sizeof *d->posts);
	d->stars = arena_alloc(a, (in->nfacts + 1) * sizeof *d->stars);
	d->spams = arena_alloc(a, (in->nfacts + 1) * sizeof *d->spams);
	d->platforms = arena_alloc(a, (in->nfacts + 1) * sizeof *d->platforms);
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		if (f->spam && !f->copy && posts_within(f, d->from, d->to))
			d->spams[d->nspams++] = posts_of(f, a);
		if (!posts_mention(f) || f->published >= d->to)
			continue;
		if (d->last_mention == CLOCK_NONE || f->published > d->last_mention)
			d->last_mention = f->published;
		/* the report before this was made a day earlier; a first fill is late for nothing */
		d->late += d->kind != DAY_FIRST_WEEKS && posts_within(f, before, d->from) &&
			f->first_seen > in->now - 86400;
		if (f->rated && f->label == LABEL_MIXED && f->published >= month)
			d->stars[d->nstars++] = posts_of(f, a);
		if (f->published < d->from)
			continue;
		d->foreign += f->label == LABEL_NONE && f->lang.len && !str_is(f->lang, "nl");
		add_platform(d, f, a);
		d->posts[d->nposts++] = posts_of(f, a);
	}
	qsort(d->posts, d->nposts, sizeof *d->posts, posts_by_tone);
	qsort(d->spams, d->nspams, sizeof *d->spams, posts_by_age);
	qsort(d->stars, d->nstars, sizeof *d->stars, posts_by_newest);
	qsort(d->platforms, d->nplatforms, sizeof *d->platforms, by_size);
}

/* The first that holds; baseline_compute has told the first weeks. */
static enum day_kind kind_of(const struct daily *d)
{
	const struct daily_coverage *c = d->coverage;
	if (c->not_run)
		return DAY_NOT_RUN;
	if (d->incomplete || (!d->yesterday.n && c->sources_ok < (long)c->nsources))
		return DAY_INCOMPLETE;
	if (!d->yesterday.n)
		return d->normal.known && d->normal.zero < 10000 ? DAY_STRIKINGLY_QUIET : DAY_QUIET;
	return d->kind;
}

bool daily_gap(const struct daily *d)
{
	return d->kind == DAY_INCOMPLETE || d->kind == DAY_NOT_RUN;
}

void daily_compute(const struct daily_in *in, struct daily *out, struct arena *a)
{
	*out = (struct daily){ .firm = in->firm, .name = in->name, .branch = in->branch,
		.purpose = in->purpose, .audience = in->audience, .house_purpose = in->house_purpose,
		.basis = in->basis, .day = in->day, .issue = in->issue ? in->issue : 1, .made = in->now,
		.from = day_start(in->day), .to = day_start(day_add(in->day, 1)),
		.holiday = calendar_holiday(in->day), .coverage = in->coverage, .last_mention = CLOCK_NONE };
	out->provisional = in->now < out->to + FINAL_S;
	out->incomplete = in->coverage->incomplete || in->coverage->not_run;
	windows(in, out);
	baseline_compute(in, out);
	changes(in, out);
	lists(in, out, a);
	dialogue_compute(in, out, a);
	presence_compute(in, out, a);
	goals_compute(in, out);
	branch_compute(in, out, a);
	out->kind = kind_of(out);
}

#define NAME(fn, ...) \
	const char *fn(int i) \
	{ \
		static const char *const names[] = { __VA_ARGS__ }; \
		return names[i]; \
	}
NAME(goal_name, "response_rate", "median_response_hours", "active_days", "repliers")
NAME(day_kind_name, "ordinary", "first_weeks", "quiet", "strikingly_quiet", "incomplete", "not_run")
NAME(source_state_name, "fine", "behind", "silent", "never")
NAME(presence_name, "absent", "passive", "sending", "dialogue")
NAME(alarm_name, "none", "high", "low")
NAME(change_name, "unknown", "none", "more", "less")

int goal_of(const char *name)
{
	for (int g = 0; g < GOAL_COUNT; g++)
		if (strcmp(goal_name(g), name) == 0)
			return g;
	return -1;
}
