#include "../test.h"
#include <luister/clock.h>

static void parses_the_usual_forms(void **state)
{
	(void)state;
	static const struct { const char *text; const char *want; } cases[] = {
		{ "2026-11-19T08:12:00Z", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T08:12:00.123Z", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T09:12:00+01:00", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T09:12:00+0100", "2026-11-19T08:12:00Z" },
		{ "2026-11-19 08:12:00", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T08:12", "2026-11-19T08:12:00Z" },
		{ "Thu, 19 Nov 2026 09:12:00 +0100", "2026-11-19T08:12:00Z" },
		{ "19 Nov 2026 08:12:00 GMT", "2026-11-19T08:12:00Z" },
		{ "Thu, 19 Nov 26 08:12 UT", "2026-11-19T08:12:00Z" },
		{ "1795075920", "2026-11-19T08:12:00Z" },
		{ "1795075920000", "2026-11-19T08:12:00Z" },
		{ "1795075920.75", "2026-11-19T08:12:00Z" },
		{ "20261119T081200Z", "2026-11-19T08:12:00Z" },
		{ "2026-11-19", "2026-11-19T00:00:00Z" },
		{ "2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z" },
		/* what feeds hold */
		{ "1795075920000000", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T09:12:00+01:00[Europe/Amsterdam]", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T09:12:00 +01:00", "2026-11-19T08:12:00Z" },
		{ "2026-11-19T09:12:00,5+01", "2026-11-19T08:12:00Z" },
		{ "Thursday, 19-Nov-26 08:12:00 GMT", "2026-11-19T08:12:00Z" },
		{ "Thu Nov 19 08:12:00 2026", "2026-11-19T08:12:00Z" },
		{ "Mon Nov  9 08:12:00 2026", "2026-11-09T08:12:00Z" },
		{ "Thu Nov 19 08:12:00 +0000 2026", "2026-11-19T08:12:00Z" },
		{ "Thu Nov 19 09:12:00 CET 2026", "2026-11-19T08:12:00Z" },
		{ "Thu Nov 19 2026 09:12:00 GMT+0100 (Midden-Europese standaardtijd)",
			"2026-11-19T08:12:00Z" },
		{ "Thu, 19 Nov 2026 09:12:00 +0100 (CET)", "2026-11-19T08:12:00Z" },
		{ "Thu, 19 Nov 2026", "2026-11-19T00:00:00Z" },
		{ "do, 19 nov 2026 09:12:00 +0100", "2026-11-19T08:12:00Z" },
		{ "Do., 19 nov. 2026 09:12:00 +0100", "2026-11-19T08:12:00Z" },
		{ "19 mrt 2026 08:12", "2026-03-19T08:12:00Z" },
		{ "maandag 9 maart 2026 om 08:12 uur", "2026-03-09T08:12:00Z" },
		{ "ma, 05 okt 2026 08:12:00 GMT", "2026-10-05T08:12:00Z" },
		{ "19 mei 2026", "2026-05-19T00:00:00Z" },
		{ "November 19, 2026 8:12 am", "2026-11-19T08:12:00Z" },
		{ "Nov 19th, 2026 at 8:12PM", "2026-11-19T20:12:00Z" },
		{ "12:05 AM 19 Nov 2026", "2026-11-19T00:05:00Z" },
		{ "19-11-2026 08:12", "2026-11-19T08:12:00Z" },
		{ "19/11/2026 08:12:00", "2026-11-19T08:12:00Z" },
		{ "19-11-26 08:12", "2026-11-19T08:12:00Z" },
		{ "19.11.2026", "2026-11-19T00:00:00Z" },
		{ "05/11/2026 08:12", "2026-11-05T08:12:00Z" },
		{ "11/19/2026 8:12:00 AM", "2026-11-19T08:12:00Z" },
		{ "2026/11/19 08:12:00", "2026-11-19T08:12:00Z" },
		{ "2026/11/19", "2026-11-19T00:00:00Z" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char got[21];
		clock_rfc3339(clock_parse(str_of(cases[i].text)), got);
		assert_string_equal(got, cases[i].want);
	}
}

/* "Z" has a way of its own, "+00:00" has not. */
static void what_is_written_is_read_alike(void **state)
{
	(void)state;
	for (int64_t t = 0; t < 5000000000; t += 86399 * 37) {
		char text[21];
		clock_rfc3339(t, text);
		assert_true(clock_parse(str_of(text)) == t);
		char zoned[32];
		snprintf(zoned, sizeof zoned, "%.19s+00:00", text);
		assert_true(clock_parse(str_of(zoned)) == t);
	}
}

static void refuses_what_is_no_time(void **state)
{
	(void)state;
	static const char *const cases[] = { "", "gisteren", "2026-02-31T00:00:00Z", "2026-13-01", "12",
		"2026-11-19T08:12:00 morgen", "2026-11-19T25:00:00Z", "Thu, 19 Foo 2026 08:12:00 GMT",
		"2026-11-19T08:12:00+99:00", "19 Nov", "Nov 2026", "19 Nov 2026 Nov", "19 20 21",
		"19 Nov 2026 (",
		"31-02-2026", "19-13-2026", "+026-11-19", "2026-11-19T08:12:00+", "8:12", "99999999999999999",
		"19 Nov 2026 8:12:00 gisteren", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
		"0999-12-31",
		"[", "]" };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (clock_parse(str_of(cases[i])) != CLOCK_NONE)
			fail_msg("%s is taken for a time", cases[i]);
}

static void days_have_23_24_and_25_hours(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(zone_use("Europe/Amsterdam", &e), STATUS_OK);
	struct day spring = { 2026, 3, 29 }, autumn = { 2026, 10, 25 }, plain = { 2026, 11, 19 };
	assert_int_equal(day_start(day_add(spring, 1)) - day_start(spring), 23 * 3600);
	assert_int_equal(day_start(day_add(autumn, 1)) - day_start(autumn), 25 * 3600);
	assert_int_equal(day_start(day_add(plain, 1)) - day_start(plain), 24 * 3600);
	assert_int_equal(day_weekday(plain), 4);
	assert_int_equal(day_diff(autumn, spring), 210);
	struct day d = day_of(clock_parse(STR("2026-11-18T23:30:00Z")));
	assert_int_equal(d.mday, 19);
}

static void zones_are_checked(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(zone_use("Europe/Amsterdm", &e), STATUS_CONFIG);
	assert_int_equal(zone_use("../../etc/passwd", &e), STATUS_CONFIG);
	assert_int_equal(zone_use("Asia/Kolkata", &e), STATUS_CONFIG);
	assert_int_equal(zone_use("UTC", &e), STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_the_usual_forms),
		cmocka_unit_test(what_is_written_is_read_alike),
		cmocka_unit_test(refuses_what_is_no_time),
		cmocka_unit_test(days_have_23_24_and_25_hours),
		cmocka_unit_test(zones_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
