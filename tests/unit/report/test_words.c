/* Numbers, days and times as a Dutch reader writes them, and in English. */
#include "report_fixture.h"
#include "words.h"

static const struct render nl = { .english = false }, en = { .english = true };

static int amsterdam(void **state)
{
	struct err e;
	(void)state;
	return zone_use("Europe/Amsterdam", &e) == STATUS_OK ? 0 : -1;
}

static void a_day_in_full(void **state)
{
	static const struct { struct day day; const char *nl, *en; } rows[] = {
		{ { 2026, 11, 19 }, "donderdag 19 november 2026", "Thursday 19 November 2026" },
		{ { 2026, 11, 22 }, "zondag 22 november 2026", "Sunday 22 November 2026" },
		{ { 2026, 3, 1 }, "zondag 1 maart 2026", "Sunday 1 March 2026" },
		{ { 2024, 2, 29 }, "donderdag 29 februari 2024", "Thursday 29 February 2024" },
		{ { 2027, 1, 1 }, "vrijdag 1 januari 2027", "Friday 1 January 2027" },
		{ { 2026, 5, 9 }, "zaterdag 9 mei 2026", "Saturday 9 May 2026" },
	};
	char text[64];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		words_day(rows[i].day, &nl, text, sizeof text);
		assert_string_equal(text, rows[i].nl);
		words_day(rows[i].day, &en, text, sizeof text);
		assert_string_equal(text, rows[i].en);
	}
}

static void a_time_is_of_the_zone(void **state)
{
	char text[64];
	(void)state;
	words_time(AT("2026-11-20T05:30:00Z"), &nl, text, sizeof text);
	assert_string_equal(text, "vr 20-11-2026 06:30");
	words_time(AT("2026-11-20T05:30:00Z"), &en, text, sizeof text);
	assert_string_equal(text, "Fri 20-11-2026 06:30");
	words_short(AT("2026-11-19T08:12:00Z"), &nl, text, sizeof text);
	assert_string_equal(text, "do 19-11 09:12");
	words_short(AT("2026-07-19T08:12:00Z"), &nl, text, sizeof text);
	assert_string_equal(text, "zo 19-07 10:12");
	/* the weekday, too: it is Friday there while it is Thursday in Greenwich */
	words_short(AT("2026-11-19T23:30:00Z"), &nl, text, sizeof text);
	assert_string_equal(text, "vr 20-11 00:30");
}

static void durations(void **state)
{
	char text[32];
	(void)state;
	words_duration(2 * HOUR + 40 * 60, &nl, text, sizeof text);
	assert_string_equal(text, "2 u 40");
	words_duration(5 * HOUR + 5 * 60 + 59, &nl, text, sizeof text);
	assert_string_equal(text, "5 u 05");
	words_duration(0, &en, text, sizeof text);
	assert_string_equal(text, "0 h 00");
	words_duration(100 * HOUR, &en, text, sizeof text);
	assert_string_equal(text, "100 h 00");
}

static void decimals(void **state)
{
	char text[32];
	(void)state;
	words_milli(7875, &nl, text, sizeof text);
	assert_string_equal(text, "7,9");
	words_milli(7875, &en, text, sizeof text);
	assert_string_equal(text, "7.9");
	words_milli(12000, &nl, text, sizeof text);
	assert_string_equal(text, "12");
	words_milli(49, &nl, text, sizeof text);
	assert_string_equal(text, "0");
	words_milli(DAILY_UNKNOWN, &nl, text, sizeof text);
	assert_string_equal(text, "-");
	words_share(63, &nl, text, sizeof text);
	assert_string_equal(text, "6,3%");
	words_share(-333, &nl, text, sizeof text);
	assert_string_equal(text, "-33,3%");
	words_share(-5, &en, text, sizeof text);
	assert_string_equal(text, "-0.5%");
	words_share(1000, &en, text, sizeof text);
	assert_string_equal(text, "100%");
	words_share(DAILY_UNKNOWN, &en, text, sizeof text);
	assert_string_equal(text, "-");
}

/* Every name has a word in both languages, and no two share one. */
static void all_names_have_words(void **state)
{
	(void)state;
	for (int i = 0; i < LABEL_COUNT; i++)
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(words_label((enum label)i, &nl),
				words_label((enum label)k, &nl));
			assert_string_not_equal(words_label((enum label)i, &en),
				words_label((enum label)k, &en));
		}
	for (int i = 0; i < PROCESS_COUNT; i++)
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(words_process((enum process)i, &nl),
				words_process((enum process)k, &nl));
			assert_string_not_equal(words_process((enum process)i, &en),
				words_process((enum process)k, &en));
		}
	for (int i = 0; i < CATEGORY_COUNT; i++)
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(words_category((enum category)i, &nl),
				words_category((enum category)k, &nl));
			assert_string_not_equal(words_category((enum category)i, &en),
				words_category((enum category)k, &en));
		}
	assert_string_equal(words_label(LABEL_NONE, &nl), "niet gescoord");
	assert_string_equal(words_label(LABEL_NEG, &en), "negative");
	assert_string_equal(words_process(PROCESS_RECRUITMENT, &nl), "Werving en selectie");
	assert_string_equal(words_process(PROCESS_SERVICE, &en), "Customer service");
	assert_string_equal(words_category(CATEGORY_REVIEW, &nl), "recensie");
}

static void polarity(void **state)
{
	char out[16];

	(void)state;
	words_polarity(-620, &nl, out, sizeof out);
	assert_string_equal(out, "-0,62");
	words_polarity(1000, &nl, out, sizeof out);
	assert_string_equal(out, "+1,00");
	words_polarity(45, &en, out, sizeof out);
	assert_string_equal(out, "+0.05");
}

static void one_is_singular_and_none_is_not(void **state)
{
	static const struct { enum noun noun; const char *nl[2], *en[2]; } rows[] = {
		{ NOUN_MENTION, { "vermelding", "vermeldingen" }, { "mention", "mentions" } },
		{ NOUN_THREAD, { "gesprek", "gesprekken" }, { "thread", "threads" } },
		{ NOUN_ASKED, { "vraag of klacht", "vragen en klachten" },
			{ "question or complaint", "questions and complaints" } },
		{ NOUN_HIT, { "treffer", "treffers" }, { "hit", "hits" } },
		{ NOUN_DAY, { "dag", "dagen" }, { "day", "days" } },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (long long n = 0; n < 4; n++) {
			assert_string_equal(words_noun(rows[i].noun, n, &nl), rows[i].nl[n != 1]);
			assert_string_equal(words_noun(rows[i].noun, n, &en), rows[i].en[n != 1]);
		}
	assert_string_equal(words_noun(NOUN_HIT, 2318, &nl), "treffers");
}

static void odds_are_one_in_so_many_and_no_rarer_than_a_model_knows(void **state)
{
	static const struct { int64_t millionths; const char *nl, *en; } rows[] = {
		{ 1000000, "1 van de 1", "1 in 1" }, { 500000, "1 van de 2", "1 in 2" },
		{ 5000, "1 van de 200", "1 in 200" }, { 1298, "1 van de 770", "1 in 770" },
		{ 100, "1 van de 10000", "1 in 10000" },
		{ 99, "minder dan 1 van de 10.000", "less than 1 in 10,000" },
		{ 0, "minder dan 1 van de 10.000", "less than 1 in 10,000" },
	};
	char text[64];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		words_odds(rows[i].millionths, &nl, text, sizeof text);
		assert_string_equal(text, rows[i].nl);
		words_odds(rows[i].millionths, &en, text, sizeof text);
		assert_string_equal(text, rows[i].en);
	}
}

static void the_number_of_a_report(void **state)
{
	struct daily d = { .day = { 2026, 3, 1 }, .issue = 1 };
	char text[64], promise[160];
	(void)state;
	words_issue(&d, 12, text, sizeof text);
	assert_string_equal(text, "2026-03-01/12");
	words_promise(&d, &nl, promise, sizeof promise);
	assert_string_equal(promise,
		"Zodra het gat dicht is, volgt een verbeterd rapport met nummer 2026-03-01/2.");
}

static void the_waterfall_adds_up(void **state)
{
	struct daily d = { .hits = 41, .copies = 9, .misses = 6, .own = 5, .spam = 2,
		.yesterday = { .n = 19 } };
	struct buf out;
	(void)state;
	buf_init(&out, 4096);
	words_waterfall(&d, &nl, &out);
	assert_string_equal(buf_cstr(&out),
		"41 treffers - 9 dubbel - 6 andere betekenis - 5 eigen - 2 spam = 19");
	d.hits = 1;
	buf_clear(&out);
	words_waterfall(&d, &en, &out);
	assert_string_equal(buf_cstr(&out), "1 hit - 9 duplicate - 6 other meaning - 5 own - 2 spam = 19");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_in_full),
		cmocka_unit_test(a_time_is_of_the_zone),
		cmocka_unit_test(durations),
		cmocka_unit_test(decimals),
		cmocka_unit_test(all_names_have_words),
		cmocka_unit_test(polarity),
		cmocka_unit_test(one_is_singular_and_none_is_not),
		cmocka_unit_test(odds_are_one_in_so_many_and_no_rarer_than_a_model_knows),
		cmocka_unit_test(the_number_of_a_report),
		cmocka_unit_test(the_waterfall_adds_up),
	};
	return cmocka_run_group_tests(tests, amsterdam, NULL);
}
