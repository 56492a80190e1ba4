/* The Dutch calendar of offices, in the zone in use. */
#include "figures.h"

#define OPEN_HOUR 9
#define CLOSE_HOUR 17

/* Gregorian Easter by the anonymous algorithm of Nature, 20 April 1876, p. 487, as in J. Meeus,
 * Astronomical Algorithms (1991), ch. 8. */
struct day calendar_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25,
		g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4,
		l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451,
		n = h + l - 7 * m + 114;
	return (struct day){ year, n / 31, n % 31 + 1 };
}

/* Public holidays: the days of Algemene termijnenwet, art. 3, and the Sundays of Easter and Pentecost. King's
 * Day is 27 April, or the day before when that is a Sunday (Besluit of 21 May 2013; before 2014: Queen's Day,
 * which no store remembers). */
const char *calendar_holiday(struct day d)
{
	static const struct { int month, mday; const char *name; } fixed[] = { { 1, 1, "Nieuwjaarsdag" },
		{ 5, 5, "Bevrijdingsdag" }, { 12, 25, "eerste kerstdag" }, { 12, 26, "tweede kerstdag" } };
	static const struct { int after; const char *name; } moving[] = { { -2, "Goede Vrijdag" },
		{ 0, "eerste paasdag" }, { 1, "tweede paasdag" }, { 39, "Hemelvaartsdag" },
		{ 49, "eerste pinksterdag" }, { 50, "tweede pinksterdag" } };
	int after = day_diff(d, calendar_easter(d.year));
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (d.month == fixed[i].month && d.mday == fixed[i].mday)
			return fixed[i].name;
	if (d.month == 4 && d.mday == (day_weekday((struct day){ d.year, 4, 27 }) == 0 ? 26 : 27))
		return "Koningsdag";
	for (size_t i = 0; i < sizeof moving / sizeof *moving; i++)
		if (after == moving[i].after)
			return moving[i].name;
	return NULL;
}

static bool office_day(struct day d)
{
	int w = day_weekday(d);
	return w >= 1 && w <= 5 && !calendar_holiday(d);
}

/* Clocks are put forward and back on Sundays, so an office day has its hours at the usual distance from
 * midnight. */
int64_t calendar_office(int64_t from, int64_t to)
{
	int64_t sum = 0;
	if (to <= from)
		return 0;
	for (struct day d = day_of(from); day_start(d) < to; d = day_add(d, 1)) {
		int64_t open = day_start(d) + OPEN_HOUR * 3600, close = day_start(d) + CLOSE_HOUR * 3600;
		open = from > open ? from : open;
		close = to < close ? to : close;
		if (office_day(d) && close > open)
			sum += close - open;
	}
	return sum;
}
