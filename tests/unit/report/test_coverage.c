/* What was heard, what was not, and what kind of day that makes. */
#include "report_fixture.h"
#include "../../../src/report/figures.h"

static void source(struct field *f, const char *id)
{
	f->plans[f->nplans++] = (struct daily_plan){ id, HOUR };
}

/* A poll a day at six in the morning (Amsterdam) from `first` to `last` days before the report's, with so
 * many posts. */
static void daily_polls(struct field *f, const char *id, int first, int last, int64_t posts)
{
	for (int back = first; back >= last; back--) {
		poll_at(f, id, day_start(day_add(f->in.day, -back)) + 6 * HOUR, NULL);
		f->polls[f->npolls - 1].poll.posts = posts;
		f->polls[f->npolls - 1].poll.every_s = 86400;
	}
}

/* Usually 12 a day, nothing for 4 days. */
static void a_source_that_is_silent_against_its_habit(void **state)
{
	struct field *f = *state;
	source(f, "nieuws");
	daily_polls(f, "nieuws", 27, 4, 12);
	daily_polls(f, "nieuws", 3, -1, 0);
	struct daily d = field_day(f);
	const struct daily_source *s = &d.coverage->sources[0];
	assert_int_equal(s->state, SOURCE_SILENT);
	assert_int_equal(s->silent_days, 4);
	assert_int_equal(s->habit, 12000);
	assert_int_equal(s->posts, 0);
	assert_int_equal(s->since, day_start(day_add(f->in.day, -3)));
	assert_int_equal(d.coverage->sources_ok, 0);
	assert_false(d.incomplete);                      /* all polls succeeded */
	assert_int_equal(d.kind, DAY_INCOMPLETE);        /* but nothing can be said of the silence */
}

static void a_source_of_few_posts_may_be_silent(void **state)
{
	struct field *f = *state;
	source(f, "nieuws");
	daily_polls(f, "nieuws", 27, 4, 0);
	for (size_t i = 0; i < f->npolls; i += 4)
		f->polls[i].poll.posts = 1;
	daily_polls(f, "nieuws", 3, -1, 0);
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->sources[0].state, SOURCE_FINE);
	assert_int_equal(d.kind, DAY_QUIET);
}

/* Under 14 days nothing is a habit. */
static void a_new_source_has_no_habit(void **state)
{
	struct field *f = *state;
	source(f, "nieuws");
	daily_polls(f, "nieuws", 12, 4, 50);
	daily_polls(f, "nieuws", 3, -1, 0);
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->sources[0].state, SOURCE_FINE);
	assert_int_equal(d.coverage->sources[0].habit, DAILY_UNKNOWN);
}

/* HTTP 401 since Wednesday 23:10: its state, its error, since when. */
static void a_source_that_fails_is_named_with_its_time(void **state)
{
	struct field *f = *state;
	source(f, "bsky");
	poll_at(f, "bsky", AT("2026-11-18T21:10:00Z"), NULL);
	for (int h = 0; h < 30; h++)
		poll_at(f, "bsky", AT("2026-11-18T22:10:00Z") + h * HOUR, "HTTP 401");
	source(f, "nooit");
	struct daily d = field_day(f);
	const struct daily_source *s = d.coverage->sources;
	assert_int_equal(s[0].state, SOURCE_BEHIND);
	assert_int_equal(s[0].since, AT("2026-11-18T22:10:00Z"));
	assert_int_equal(s[0].status, 429);
	assert_int_equal(s[0].failed, 24);
	assert_string_equal(s[0].error, "HTTP 401");
	assert_int_equal(s[1].state, SOURCE_NEVER);
	assert_int_equal(s[1].since, CLOCK_NONE);
	assert_true(d.coverage->missing[DAILY_DAYS - 1]);
	assert_int_equal(d.kind, DAY_INCOMPLETE);
}

static void nobody_listened(void **state)
{
	struct field *f = *state;
	source(f, "bsky");
	poll_at(f, "bsky", AT("2026-11-17T21:10:00Z"), NULL);
	struct daily d = field_day(f);
	assert_true(d.coverage->not_run);
	assert_true(d.incomplete);
	assert_int_equal(d.kind, DAY_NOT_RUN);
	poll_at(f, "bsky", AT("2026-11-20T05:00:00Z"), NULL);    /* caught up */
	d = field_day(f);
	assert_false(d.coverage->not_run);
	assert_int_equal(d.kind, DAY_QUIET);
}

/* An outage of the past that was never caught up is no part of a baseline; one that was, is. */
static void days_that_were_not_heard(void **state)
{
	struct field *f = *state;
	source(f, "a");
	daily_polls(f, "a", 27, 10, 1);
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->posts, 0);          /* none of them was on the day */
	assert_false(d.coverage->missing[DAILY_DAYS - 1 - 12]);
	assert_true(d.coverage->missing[DAILY_DAYS - 1 - 5]);
	daily_polls(f, "a", -1, -1, 1);
	assert_false(field_day(f).coverage->missing[DAILY_DAYS - 1 - 5]);
}

static void the_plan_of_that_time_counts(void **state)
{
	struct field *f = *state;
	source(f, "a");                                  /* hourly now */
	for (int i = 0; i < 4; i++) {
		poll_at(f, "a", AT("2026-11-19T05:00:00Z") + i * 6 * HOUR, NULL);
		f->polls[f->npolls - 1].poll.every_s = 6 * HOUR;
	}
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->sources[0].planned, 4);
	for (size_t i = 0; i < f->npolls; i++)
		f->polls[i].poll.posts = 10;
	poll_at(f, "a", AT("2026-11-19T06:00:00Z"), "HTTP 503");
	poll_at(f, "a", AT("2026-11-20T05:00:00Z"), NULL);
	assert_int_equal(field_day(f).coverage->posts, 30);      /* the last is after midnight */
}

/* ---- the baseline from facts ---- */

/* `n` threads on the day so many days back. */
static void threads_on(struct field *f, int back, int n)
{
	for (int i = 0; i < n; i++)
		plant(f, day_start(day_add(f->in.day, -back)) + 10 * HOUR + i);
}

static void four_weeks_without_a_baseline(void **state)
{
	struct field *f = *state;
	threads_on(f, 0, 9);
	f->first_poll = f->in.first_count = day_start(day_add(f->in.day, -27));
	struct daily d = field_day(f);
	assert_int_equal(d.kind, DAY_FIRST_WEEKS);
	assert_false(d.normal.known);
	assert_int_equal(d.normal.x, 9);
	f->first_poll = day_start(day_add(f->in.day, -28));
	f->in.first_count = f->first_poll;
	d = field_day(f);
	assert_int_equal(d.kind, DAY_ORDINARY);
	assert_true(d.normal.known);
	assert_int_equal(d.normal.days, 4);
	f->in.first_count = CLOCK_NONE;                  /* never mentioned: the house has listened */
	assert_true(field_day(f).normal.known);
}

static void threads_count_not_posts(void **state)
{
	struct field *f = *state;
	threads_on(f, 0, 12);
	for (int i = 1; i < 12; i++)
		memcpy(f->plants[i].fact.thread, f->plants[0].fact.thread, 16);
	struct daily d = field_day(f);
	assert_int_equal(d.yesterday.n, 12);
	assert_int_equal(d.normal.x, 1);
	assert_int_equal(d.normal.alarm, ALARM_NONE);
}

static void an_alarm_rings_once(void **state)
{
	struct field *f = *state;
	for (int i = 0; i < 15; i++)
		plant(f, AT("2026-11-19T10:00:00Z") + i)->fact.label = i < 9 ? LABEL_NEG : LABEL_NEU;
	struct daily d = field_day(f);
	assert_int_equal(d.normal.alarm, ALARM_HIGH);
	assert_int_equal(d.negative.alarm, ALARM_HIGH);
	assert_int_equal(d.negative.x, 9);
	assert_false(d.normal.held_back);
	threads_on(f, 1, 15);                            /* the day before, too */
	d = field_day(f);
	assert_int_equal(d.normal.alarm, ALARM_NONE);
	assert_true(d.normal.held_back);
	assert_int_equal(d.negative.alarm, ALARM_HIGH);
	threads_on(f, 2, 15);                            /* and the one before that: it rings again */
	assert_int_equal(field_day(f).normal.alarm, ALARM_HIGH);
}

/* 5 May 2026 is a Tuesday; so are 28 April (ordinary) and 14 April. 6 April was Easter Monday. */
static void holidays_are_no_part_of_it(void **state)
{
	struct field *f = *state;
	f->in.day = (struct day){ 2026, 5, 12 };
	f->in.now = AT("2026-05-13T04:30:00Z");
	f->in.first_count = f->first_poll = AT("2025-05-01T00:00:00Z");
	struct daily d = field_day(f);
	assert_null(d.holiday);
	assert_int_equal(d.normal.days, 7);              /* without Liberation Day */
	f->in.day = (struct day){ 2026, 5, 5 };
	d = field_day(f);
	assert_string_equal(d.holiday, "Bevrijdingsdag");
	assert_int_equal(d.normal.days, 8);
}

/* Nothing where eight a day is normal, and the same on a holiday: low rings on the first alone. */
static void silence_that_strikes(void **state)
{
	struct field *f = *state;
	for (int week = 1; week <= 7; week++)
		threads_on(f, 7 * week, 8);
	struct daily d = field_day(f);
	assert_int_equal(d.kind, DAY_STRIKINGLY_QUIET);
	assert_int_equal(d.normal.alarm, ALARM_LOW);
	assert_int_equal(d.normal.expected, 7000);       /* 56 of 8 Thursdays */
	f->in.nfacts = 0;
	assert_int_equal(field_day(f).kind, DAY_QUIET);
	f->in.day = (struct day){ 2026, 5, 14 };         /* Ascension */
	f->in.now = AT("2026-05-15T04:30:00Z");
	f->in.first_count = f->first_poll = AT("2025-05-01T00:00:00Z");
	for (int week = 1; week <= 7; week++)
		threads_on(f, 7 * week, 8);
	d = field_day(f);
	assert_string_equal(d.holiday, "Hemelvaartsdag");
	assert_int_equal(d.normal.alarm, ALARM_NONE);
}

static void late_posts_of_the_day_before(void **state)
{
	struct field *f = *state;
	threads_on(f, 1, 3);
	f->plants[0].fact.first_seen = AT("2026-11-19T08:00:00Z");       /* after its report of 05:30 */
	struct daily d = field_day(f);
	assert_int_equal(d.late, 1);
	assert_int_equal(d.day_before, 3);
}

static void stars_and_words_that_differ(void **state)
{
	struct field *f = *state;
	threads_on(f, 3, 3);
	for (int i = 0; i < 3; i++) {
		f->plants[i].fact.rated = i < 2;
		f->plants[i].fact.rating = i < 2 ? 5000 : POST_UNKNOWN;
		f->plants[i].fact.label = i ? LABEL_MIXED : LABEL_POS;
	}
	struct daily d = field_day(f);
	assert_int_equal(d.nstars, 1);
	assert_int_equal(d.stars[0].rating, 5000);
	assert_int_equal(d.stars[0].published, f->plants[1].fact.published);
}

static void windows_against_those_before(void **state)
{
	struct field *f = *state;
	for (int i = 0; i < 30; i++)
		plant(f, f->in.now - 86400 * (2 + i % 5))->fact.label = i % 5 ? LABEL_POS : LABEL_NEG;
	for (int i = 0; i < 12; i++)
		plant(f, f->in.now - 86400 * (9 + i % 5))->fact.label = LABEL_NEG;
	struct daily d = field_day(f);
	assert_int_equal(d.week.n, 30);
	assert_int_equal(d.week_before.n, 12);
	assert_int_equal(d.week_tone_change, CHANGE_MORE);
	assert_int_equal(d.week_change, tests_counts(30, 12, 7, (double)d.normal.dispersion / 1000));
	assert_int_equal(d.process[PROCESS_OTHER].per_day, 1500);        /* 42 of 28 days */
	source(f, "bsky");
	d = field_day(f);
	assert_true(d.incomplete);
	assert_int_equal(d.week_change, CHANGE_UNKNOWN);
	assert_int_equal(d.week_tone_change, CHANGE_UNKNOWN);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, field_new, field_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_source_that_is_silent_against_its_habit),
		EACH(a_source_of_few_posts_may_be_silent),
		EACH(a_new_source_has_no_habit),
		EACH(a_source_that_fails_is_named_with_its_time),
		EACH(nobody_listened),
		EACH(days_that_were_not_heard),
		EACH(the_plan_of_that_time_counts),
		EACH(four_weeks_without_a_baseline),
		EACH(threads_count_not_posts),
		EACH(an_alarm_rings_once),
		EACH(holidays_are_no_part_of_it),
		EACH(silence_that_strikes),
		EACH(late_posts_of_the_day_before),
		EACH(stars_and_words_that_differ),
		EACH(windows_against_those_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
