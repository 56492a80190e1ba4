/* Dutch public holidays and office hours, against printed calendars. */
#include "../test.h"
#include "../../../src/report/figures.h"
#include <string.h>

#define HOUR 3600

static int amsterdam(void **state)
{
	struct err e;
	(void)state;
	return zone_use("Europe/Amsterdam", &e) == STATUS_OK ? 0 : -1;
}

static void easter(void **state)
{
	static const struct day days[] = { { 1818, 3, 22 }, { 1943, 4, 25 }, { 1961, 4, 2 }, { 2000, 4, 23 },
		{ 2008, 3, 23 }, { 2019, 4, 21 }, { 2024, 3, 31 }, { 2025, 4, 20 }, { 2026, 4, 5 },
		{ 2027, 3, 28 }, { 2038, 4, 25 } };
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		assert_int_equal(day_diff(calendar_easter(days[i].year), days[i]), 0);
}

static void holidays_of_2026(void **state)
{
	static const struct { int month, mday; const char *name; } rows[] = { { 1, 1, "Nieuwjaarsdag" },
		{ 4, 3, "Goede Vrijdag" }, { 4, 5, "eerste paasdag" }, { 4, 6, "tweede paasdag" },
		{ 4, 27, "Koningsdag" }, { 5, 5, "Bevrijdingsdag" }, { 5, 14, "Hemelvaartsdag" },
		{ 5, 24, "eerste pinksterdag" }, { 5, 25, "tweede pinksterdag" },
		{ 12, 25, "eerste kerstdag" }, { 12, 26, "tweede kerstdag" } };
	size_t next = 0;
	(void)state;
	for (struct day d = { 2026, 1, 1 }; d.year == 2026; d = day_add(d, 1)) {
		const char *name = calendar_holiday(d);
		if (!name)
			continue;
		assert_true(next < sizeof rows / sizeof *rows);
		assert_int_equal(d.month, rows[next].month);
		assert_int_equal(d.mday, rows[next].mday);
		assert_string_equal(name, rows[next++].name);
	}
	assert_int_equal(next, sizeof rows / sizeof *rows);
}

static void kings_day_is_never_a_sunday(void **state)
{
	(void)state;
	assert_string_equal(calendar_holiday((struct day){ 2025, 4, 26 }), "Koningsdag");
	assert_null(calendar_holiday((struct day){ 2025, 4, 27 }));
	assert_string_equal(calendar_holiday((struct day){ 2027, 4, 27 }), "Koningsdag");
	assert_null(calendar_holiday((struct day){ 2027, 4, 26 }));
}

static void office_hours(void **state)
{
	static const struct { const char *from, *to; int64_t seconds; } rows[] = {
		/* Thursday 19 November 2026, winter: Amsterdam is an hour ahead */
		{ "2026-11-19T08:00:00Z", "2026-11-19T16:00:00Z", 8 * HOUR },
		{ "2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z", 8 * HOUR },
		{ "2026-11-19T10:00:00Z", "2026-11-19T12:40:00Z", 2 * HOUR + 2400 },
		{ "2026-11-19T15:30:00Z", "2026-11-20T08:30:00Z", HOUR },
		{ "2026-11-19T17:00:00Z", "2026-11-19T23:00:00Z", 0 },
		/* Friday afternoon to Monday morning */
		{ "2026-11-20T15:00:00Z", "2026-11-23T09:00:00Z", 2 * HOUR },
		{ "2026-11-21T06:00:00Z", "2026-11-22T20:00:00Z", 0 },
		{ "2026-11-19T10:00:00Z", "2026-11-19T10:00:00Z", 0 },
		{ "2026-11-19T12:00:00Z", "2026-11-19T10:00:00Z", 0 },
		/* over King's Day, a Monday; summer: two hours ahead */
		{ "2026-04-24T14:00:00Z", "2026-04-28T08:00:00Z", 2 * HOUR },
		/* over the night in which the clock goes back */
		{ "2026-10-23T14:00:00Z", "2026-10-26T09:00:00Z", 2 * HOUR },
		{ "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", 40 * HOUR },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(calendar_office(clock_parse(str_of(rows[i].from)),
			clock_parse(str_of(rows[i].to))), rows[i].seconds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter),
		cmocka_unit_test(holidays_of_2026),
		cmocka_unit_test(kings_day_is_never_a_sunday),
		cmocka_unit_test(office_hours),
	};
	return cmocka_run_group_tests(tests, amsterdam, NULL);
}
