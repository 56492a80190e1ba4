/* The figures of a day, each from facts that were planted for it (luister-report(1)). */
#include "report_fixture.h"

static void a_day_is_half_open_in_the_firms_zone(void **state)
{
	struct field *f = *state;
	plant(f, AT("2026-11-18T22:59:59Z"));
	plant(f, AT("2026-11-18T23:00:00Z"));
	plant(f, AT("2026-11-19T22:59:59Z"));
	plant(f, AT("2026-11-19T23:00:00Z"));
	struct daily d = field_day(f);
	assert_int_equal(d.from, AT("2026-11-18T23:00:00Z"));
	assert_int_equal(d.to, AT("2026-11-19T23:00:00Z"));
	assert_int_equal(d.yesterday.n, 2);
	assert_int_equal(d.week.n, 3);
	assert_int_equal(d.month.n, 3);
	assert_int_equal(d.nposts, 2);
}

static void days_of_23_and_25_hours(void **state)
{
	struct field *f = *state;
	f->in.day = (struct day){ 2026, 3, 29 };
	struct daily d = field_day(f);
	assert_int_equal(d.to - d.from, 23 * HOUR);
	f->in.day = (struct day){ 2026, 10, 25 };
	plant(f, AT("2026-10-24T22:00:00Z"));
	plant(f, AT("2026-10-25T22:59:59Z"));
	plant(f, AT("2026-10-25T23:00:00Z"));
	d = field_day(f);
	assert_int_equal(d.to - d.from, 25 * HOUR);
	assert_int_equal(d.yesterday.n, 2);
}

static void windows_of_7_and_28_days_and_the_28_before(void **state)
{
	struct field *f = *state;
	static const struct { int back; int week, month, before; } rows[] = {
		{ 0, 1, 1, 0 }, { 6, 1, 1, 0 }, { 7, 0, 1, 0 }, { 27, 0, 1, 0 }, { 28, 0, 0, 1 },
		{ 55, 0, 0, 1 }, { 56, 0, 0, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		f->in.nfacts = 0;
		plant(f, day_start(day_add(f->in.day, -rows[i].back)));
		struct daily d = field_day(f);
		assert_int_equal(d.week.n, rows[i].week);
		assert_int_equal(d.month.n, rows[i].month);
		assert_int_equal(d.month_before.n, rows[i].before);
	}
}

static void provisional_until_72_hours_after_the_end(void **state)
{
	struct field *f = *state;
	f->in.now = AT("2026-11-22T22:59:59Z");
	assert_true(field_day(f).provisional);
	f->in.now = AT("2026-11-22T23:00:00Z");
	assert_false(field_day(f).provisional);
}

static void a_mention_is_neither_own_nor_context_nor_a_copy_nor_spam(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-19T10:00:00Z");
	plant(f, t);
	plant(f, t)->fact.role = ROLE_ADDRESSED;
	plant(f, t)->fact.role = ROLE_OWN;
	plant(f, t)->fact.role = ROLE_CONTEXT;
	plant(f, t)->fact.copy = true;
	plant(f, t + 1)->fact.spam = true;
	plant(f, t)->fact.spam = true;
	f->plants[f->in.nfacts - 1].fact.copy = true;    /* the copy of one is a copy */
	f->misses = 4;
	struct daily d = field_day(f);
	assert_int_equal(d.yesterday.n, 2);
	assert_int_equal(d.copies, 2);
	assert_int_equal(d.spam, 1);
	assert_int_equal(d.nspams, 1);
	assert_int_equal(d.spams[0].published, t + 1);
	assert_int_equal(d.hits, 2 + 2 + 1 + 4 + 1);
	assert_int_equal(d.own, 1);
	assert_int_equal(d.misses, 4);
	assert_int_equal(d.nposts, 2);
	assert_int_equal(d.platforms[0].n, 2);
}

static void labels_processes_and_platforms_add_up_to_the_mentions(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-19T10:00:00Z");
	for (int i = 0; i < 20; i++) {
		struct fact *x = &plant(f, t + i)->fact;
		x->label = (enum label)(i % LABEL_COUNT);
		x->process = (enum process)(i % PROCESS_COUNT);
		x->platform = i < 12 ? STR("bluesky") : STR("forum");
	}
	struct daily d = field_day(f);
	long long labels = 0, processes = 0;
	for (int l = 0; l < LABEL_COUNT; l++) {
		assert_int_equal(d.yesterday.label[l], 4);
		labels += d.yesterday.label[l];
	}
	for (int p = 0; p < PROCESS_COUNT; p++)
		processes += d.process[p].day.n;
	assert_int_equal(labels, 20);
	assert_int_equal(processes, 20);
	assert_int_equal(d.process[PROCESS_MARKETING].day.n, 4);
	assert_int_equal(d.process[PROCESS_OTHER].day.n, 3);
	assert_int_equal(d.nplatforms, 2);
	assert_string_equal(d.platforms[0].name, "bluesky");
	assert_int_equal(d.platforms[0].n, 12);
	assert_int_equal(d.platforms[0].pos, 3);
	assert_int_equal(d.platforms[1].n, 8);
	assert_int_equal(d.platforms[1].neg, 2);
}

/* Wilson (1927) by hand: 6 and 5, 28 and 15, 84 and 41, and the two ends. */
static void net_sentiment_and_its_margin(void **state)
{
	static const struct { int pos, neg, value, low, high; } rows[] = {
		{ 6, 5, 91, -440, 575 }, { 28, 15, 302, 3, 552 }, { 84, 41, 344, 171, 496 },
		{ 71, 29, 420, 229, 580 }, { 10, 0, 1000, 445, 1000 },
		{ 0, 10, -1000, -1000, -445 }, { 5, 5, 0, -527, 527 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct daily_window w = { 0 };
		struct net net;
		w.label[LABEL_POS] = rows[i].pos;
		w.label[LABEL_NEG] = rows[i].neg;
		assert_true(daily_net(&w, &net));
		assert_int_equal(net.value, rows[i].value);
		assert_int_equal(net.low, rows[i].low);
		assert_int_equal(net.high, rows[i].high);
	}
}

static void no_net_sentiment_below_ten(void **state)
{
	struct daily_window w = { .n = 100 };
	struct net net;
	(void)state;
	assert_false(daily_net(&w, &net));
	w.label[LABEL_NEU] = w.label[LABEL_MIXED] = w.label[LABEL_NONE] = 30;
	w.label[LABEL_POS] = 9;
	assert_false(daily_net(&w, &net));
	w.label[LABEL_NEG] = 1;
	assert_true(daily_net(&w, &net));
	assert_int_equal(net.value, 800);
}

static struct fact *question(struct field *f, int64_t published, int64_t answered)
{
	struct fact *x = &plant(f, published)->fact;
	x->needs_reply = true;
	x->intent = INTENT_QUESTION;
	x->answered = answered;
	return x;
}

static void answered_and_missed(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-18T10:00:00Z");
	question(f, t, t + 2 * HOUR);
	question(f, t, t + 5 * HOUR);
	question(f, t, CLOCK_NONE)->role = ROLE_ADDRESSED;
	question(f, t, CLOCK_NONE);
	question(f, t, CLOCK_NONE);
	plant(f, t);                                     /* asks nothing */
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.needing, 5);
	assert_int_equal(d.dialogue.answered, 2);
	assert_int_equal(d.dialogue.missed_addressed, 1);
	assert_int_equal(d.dialogue.missed_other, 2);
	assert_int_equal(d.dialogue.needing, d.dialogue.answered +
		d.dialogue.missed_addressed + d.dialogue.missed_other);
	assert_int_equal(d.nopen, 3);
}

/* Three who complain in one thread are one conversation; one @ in it told the firm. */
static void missed_dialogue_counts_threads(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-18T10:00:00Z");
	for (int i = 0; i < 5; i++) {
		struct fact *q = question(f, t + i, CLOCK_NONE);
		memset(q->thread, i < 3 ? 7 : 8, sizeof q->thread);
		q->role = i == 2 ? ROLE_ADDRESSED : ROLE_MENTION;
	}
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.needing, 5);
	assert_int_equal(d.dialogue.missed_addressed, 1);
	assert_int_equal(d.dialogue.missed_other, 1);
}

static void younger_than_a_day_is_open_but_not_missed(void **state)
{
	struct field *f = *state;
	question(f, f->in.now - 24 * HOUR + 1, CLOCK_NONE);
	struct daily d = field_day(f);
	assert_int_equal(d.nopen, 1);
	assert_int_equal(d.dialogue.needing, 0);
	assert_int_equal(d.dialogue.missed_other, 0);
	f->in.nfacts = 0;
	question(f, f->in.now - 24 * HOUR, CLOCK_NONE);
	d = field_day(f);
	assert_int_equal(d.dialogue.needing, 1);
	assert_int_equal(d.dialogue.missed_other, 1);
}

static void the_dialogue_is_of_seven_days(void **state)
{
	struct field *f = *state;
	question(f, day_start(day_add(f->in.day, -7)) + 86399, CLOCK_NONE);
	question(f, day_start(day_add(f->in.day, -6)), CLOCK_NONE);
	question(f, day_start(day_add(f->in.day, 1)), CLOCK_NONE);
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.needing, 1);
	assert_int_equal(d.nopen, 1);
}

/* A report that is made again for an old moment says what was known then. */
static void an_answer_after_the_time_of_making_is_none_yet(void **state)
{
	struct field *f = *state;
	question(f, AT("2026-11-18T10:00:00Z"), f->in.now + 1);
	struct daily d = field_day(f);
	assert_int_equal(d.dialogue.answered, 0);
	assert_int_equal(d.nopen, 1);
	f->plants[0].fact.answered = f->in.now;
	d = field_day(f);
	assert_int_equal(d.dialogue.answered, 1);
	assert_int_equal(d.nopen, 0);
}

static void median_of_odd_and_even(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-18T10:00:00Z");
	assert_int_equal(field_day(f).dialogue.clock.median, DAILY_UNKNOWN);
	question(f, t, t + 9 * HOUR);
	assert_int_equal(field_day(f).dialogue.clock.median, 9 * HOUR);
	question(f, t, t + 1 * HOUR);
	assert_int_equal(field_day(f).dialogue.clock.median, 5 * HOUR);
	question(f, t, t + 2 * HOUR);
	assert_int_equal(field_day(f).dialogue.clock.median, 2 * HOUR);
}

static void answers_are_known_when_an_own_account_was_heard_in_28_days(void **state)
{
	struct field *f = *state;
	plant(f, AT("2026-11-19T10:00:00Z"));
	assert_false(field_day(f).dialogue.known);
	struct plant *own = plant(f, day_start(day_add(f->in.day, -28)) + 86399);
	own->fact.role = ROLE_OWN;
	assert_false(field_day(f).dialogue.known);
	own->fact.published++;
	assert_true(field_day(f).dialogue.known);
}

static void open_oldest_first_and_posts_strongest_first(void **state)
{
	struct field *f = *state;
	int64_t t = AT("2026-11-19T10:00:00Z");
	question(f, t + 2, CLOCK_NONE)->polarity = 300;
	question(f, t, CLOCK_NONE)->polarity = -300;
	question(f, t + 1, CLOCK_NONE)->polarity = -900;
	struct daily d = field_day(f);
	assert_int_equal(d.nopen, 3);
	assert_int_equal(d.open[0].published, t);
	assert_int_equal(d.open[1].published, t + 1);
	assert_int_equal(d.open[2].published, t + 2);
	assert_int_equal(d.posts[0].polarity, -900);
	assert_int_equal(d.posts[1].polarity, -300);     /* as strong as the last, and older */
	assert_int_equal(d.posts[2].polarity, 300);
}

static void the_last_mention_before_the_day_ended(void **state)
{
	struct field *f = *state;
	assert_int_equal(field_day(f).last_mention, CLOCK_NONE);
	plant(f, AT("2026-11-14T16:48:00Z"));
	plant(f, AT("2026-11-12T16:48:00Z"));
	plant(f, AT("2026-11-15T16:48:00Z"))->fact.role = ROLE_OWN;
	plant(f, AT("2026-11-20T01:00:00Z"));
	assert_int_equal(field_day(f).last_mention, AT("2026-11-14T16:48:00Z"));
}

static void coverage_of_every_hour(void **state)
{
	struct field *f = *state;
	f->plans[0] = (struct daily_plan){ "a", HOUR };
	f->nplans = 1;
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->nsources, 1);
	assert_int_equal(d.coverage->sources[0].planned, 24);
	/* hours in which no run happened are missed */
	assert_int_equal(d.coverage->sources[0].done, 0);
	assert_true(d.incomplete);
	for (int h = 0; h < 24; h++)
		poll_at(f, "a", d.from + h * HOUR, NULL);
	d = field_day(f);
	assert_int_equal(d.coverage->sources[0].done, 24);
	assert_int_equal(d.coverage->sources_ok, 1);
	assert_false(d.incomplete);
	assert_null(d.coverage->sources[0].error);
}

static void a_source_that_went_out_is_named_and_the_day_incomplete(void **state)
{
	struct field *f = *state;
	f->plans[0] = (struct daily_plan){ "a", HOUR };
	f->plans[1] = (struct daily_plan){ "b", HOUR };
	f->nplans = 2;
	int64_t from = AT("2026-11-18T23:00:00Z");
	for (int h = 0; h < 24; h++) {
		poll_at(f, "a", from + h * HOUR, NULL);
		poll_at(f, "b", from + h * HOUR, h < 12 ? NULL : "HTTP 401");
	}
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->sources_ok, 1);
	assert_int_equal(d.coverage->sources[1].planned, 24);
	assert_in_range(d.coverage->sources[1].done, 11, 12);
	assert_string_equal(d.coverage->sources[1].error, "HTTP 401");
	assert_true(d.incomplete);
}

/* A walk goes back to where the last one ended, so a later success closes the gap. */
static void a_later_success_closes_the_gap(void **state)
{
	struct field *f = *state;
	f->plans[0] = (struct daily_plan){ "a", HOUR };
	f->nplans = 1;
	poll_at(f, "a", AT("2026-11-19T10:00:00Z"), "HTTP 500");
	poll_at(f, "a", AT("2026-11-20T05:07:00Z"), NULL);
	struct daily d = field_day(f);
	assert_int_equal(d.coverage->sources[0].done, d.coverage->sources[0].planned);
	assert_false(d.incomplete);
	assert_null(d.coverage->sources[0].error);
	/* but not in a report that is made again as of before */
	f->in.now = AT("2026-11-20T05:00:00Z");
	assert_true(field_day(f).incomplete);
}

static void just_under_ninety_per_cent_is_incomplete(void **state)
{
	struct field *f = *state;
	/* 48 in a day: 43 are 89.6 per cent, 44 are 91.7 */
	f->plans[0] = (struct daily_plan){ "a", HOUR / 2 };
	f->nplans = 1;
	int64_t from = AT("2026-11-18T23:00:00Z");
	poll_at(f, "a", from + 44 * HOUR / 2, NULL);
	assert_false(field_day(f).incomplete);
	f->polls[0].poll.at = from + 43 * HOUR / 2;
	assert_true(field_day(f).incomplete);
}

static void a_fragment_has_twenty_words_on_one_line(void **state)
{
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = "  een twee\n\tdrie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
		"vijftien "
		"zestien zeventien achttien negentien twintig ";
	assert_string_equal(field_day(f).posts[0].fragment,
		"een twee drie vier vijf zes zeven acht negen tien "
		"elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig");
	p->text = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22";
	assert_string_equal(field_day(f).posts[0].fragment,
		"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 …");
}

static void a_text_that_is_gone_or_sensitive_gives_no_fragment(void **state)
{
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	p->text = NULL;
	struct daily d = field_day(f);
	assert_int_equal(d.nposts, 1);
	assert_null(d.posts[0].fragment);
	assert_null(d.posts[0].url);
	p->text = "mijn nummer is 111222333";
	p->fact.sensitive = true;
	d = field_day(f);
	assert_null(d.posts[0].fragment);
	assert_non_null(d.posts[0].url);         /* who is to answer has to get there */
}

static void terminal_escapes_and_turned_text_are_left_out(void **state)
{
	static const struct { const char *hostile, *left; } rows[] = {
		{ "\033[31mrood\033[0m", "[31mrood[0m" },
		{ "\033]0;titel\007 tekst", "]0;titel tekst" },
		{ "a\xc2\x9b" "31mb", "a31mb" },         /* C1: CSI in one code point */
		{ "a\rb\bc\x7f" "d", "abcd" },
		{ "a\xe2\x80\xae" "b\xe2\x80\xac", "ab" },   /* RLO, PDF */
		{ "a\xe2\x81\xa6" "b\xe2\x81\xa9", "ab" },   /* LRI, PDI */
		{ "a\xe2\x80\x8e" "b\xe2\x80\x8f", "ab" },   /* LRM, RLM */
		{ "a\xe2\x80\xa8" "b", "ab" },               /* line separator */
		{ "caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80" },
	};
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		p->text = rows[i].hostile;
		assert_string_equal(field_day(f).posts[0].fragment, rows[i].left);
	}
}

static void only_web_addresses_are_links(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)", "data:text/html,x", "ftp://x.example/",
		"//x.example/", "https://x.example/a b", "https://x.example/\"onclick=\"x",
		"https://x.example/<script>", "https://x.example/\033[2J", " https://x.example/", "" };
	struct field *f = *state;
	struct plant *p = plant(f, AT("2026-11-19T10:00:00Z"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		p->url = bad[i];
		assert_null(field_day(f).posts[0].url);
	}
	p->url = "https://x.example/a?b=c&d=%20#e";
	assert_string_equal(field_day(f).posts[0].url, p->url);
	p->url = "http://x.example/";
	assert_string_equal(field_day(f).posts[0].url, p->url);
}

static void the_same_facts_give_the_same_figures(void **state)
{
	struct field *f = *state;
	for (int i = 0; i < 30; i++)
		question(f, AT("2026-11-19T10:00:00Z") + i % 7, i % 3 ? CLOCK_NONE :
			AT("2026-11-19T20:00:00Z"))->polarity =
			100 * (i % 5) - 200;
	struct daily a = field_day(f), b = field_day(f);
	assert_memory_equal(&a.week, &b.week, sizeof a.week);
	assert_int_equal(a.nposts, b.nposts);
	for (size_t i = 0; i < a.nposts; i++) {
		assert_int_equal(a.posts[i].published, b.posts[i].published);
		assert_int_equal(a.posts[i].polarity, b.posts[i].polarity);
	}
}

static void nothing_at_all(void **state)
{
	struct daily d = field_day(*state);
	assert_int_equal(d.yesterday.n + d.week.n + d.month.n + d.month_before.n, 0);
	assert_int_equal(d.nposts + d.nopen + d.nplatforms + d.coverage->nsources, 0);
	assert_false(d.incomplete);
	assert_false(d.dialogue.known);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, field_new, field_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_day_is_half_open_in_the_firms_zone),
		EACH(days_of_23_and_25_hours),
		EACH(windows_of_7_and_28_days_and_the_28_before),
		EACH(provisional_until_72_hours_after_the_end),
		EACH(a_mention_is_neither_own_nor_context_nor_a_copy_nor_spam),
		EACH(labels_processes_and_platforms_add_up_to_the_mentions),
		EACH(net_sentiment_and_its_margin),
		EACH(no_net_sentiment_below_ten),
		EACH(answered_and_missed),
		EACH(missed_dialogue_counts_threads),
		EACH(younger_than_a_day_is_open_but_not_missed),
		EACH(the_dialogue_is_of_seven_days),
		EACH(an_answer_after_the_time_of_making_is_none_yet),
		EACH(median_of_odd_and_even),
		EACH(answers_are_known_when_an_own_account_was_heard_in_28_days),
		EACH(open_oldest_first_and_posts_strongest_first),
		EACH(the_last_mention_before_the_day_ended),
		EACH(coverage_of_every_hour),
		EACH(a_source_that_went_out_is_named_and_the_day_incomplete),
		EACH(a_later_success_closes_the_gap),
		EACH(just_under_ninety_per_cent_is_incomplete),
		EACH(a_fragment_has_twenty_words_on_one_line),
		EACH(a_text_that_is_gone_or_sensitive_gives_no_fragment),
		EACH(terminal_escapes_and_turned_text_are_left_out),
		EACH(only_web_addresses_are_links),
		EACH(the_same_facts_give_the_same_figures),
		EACH(nothing_at_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
