#include <luister/clock.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t clock_now(void)
{
	return (int64_t)time(NULL);
}

#define YEAR_1000 (-30610224000)               /* four digits, as RFC 3339 wants */
#define YEAR_9999 253402300799

/* Days since 1970 of a civil date, proleptic Gregorian, years counted from March so that a leap day is the
 * last. Reckoned here because every record has a time: timegm takes twenty times as long. */
static int64_t civil_days(int64_t y, int mo, int d)
{
	y -= mo <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400, year = y - era * 400;
	int64_t day = (153 * (mo + (mo > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

static int64_t from_civil(int y, int mo, int d, int h, int mi, int s)
{
	if (mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || h > 24 || mi < 0 || mi > 59 || s < 0 || s > 60)
		return CLOCK_NONE;
	int64_t day = civil_days(y, mo, d);
	if (day >= civil_days(mo == 12 ? y + 1 : y, mo % 12 + 1, 1))     /* 31 February is no day */
		return CLOCK_NONE;
	return day * 86400 + h * 3600 + mi * 60 + s;
}

/* "Z", "+01:00", "+0100", "-05", "GMT", "EST" or nothing: seconds east of UTC; false when it is none of
 * these. */
static bool zone_offset(const char *p, int *out)
{
	static const struct { const char *name; int hours; } named[] = {
		{ "UT", 0 }, { "GMT", 0 }, { "UTC", 0 }, { "WET", 0 }, { "BST", 1 }, { "CET", 1 },
		{ "CEST", 2 }, { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 }, { "MST", -7 },
		{ "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
	};
	while (*p == ' ')
		p++;
	*out = 0;
	if (!*p || strcmp(p, "Z") == 0 || strcmp(p, "z") == 0)
		return true;
	if (*p == '+' || *p == '-') {
		int h = 0, m = 0, used = 0;
		if (sscanf(p + 1, "%2d:%2d%n", &h, &m, &used) != 2 && sscanf(p + 1, "%2d%2d%n", &h, &m,
			&used) != 2 &&
		    sscanf(p + 1, "%2d%n", &h, &used) != 1)
			return false;
		if (h > 15 || m > 59 || p[1 + used] != '\0')
			return false;
		*out = (*p == '-' ? -1 : 1) * (h * 3600 + m * 60);
		return true;
	}
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcasecmp(p, named[i].name) == 0) {
			*out = named[i].hours * 3600;
			return true;
		}
	return false;
}

static int64_t shifted(int64_t t, const char *zone)
{
	int offset;
	return t == CLOCK_NONE || !zone_offset(zone, &offset) ? CLOCK_NONE : t - offset;
}

/* The form that luister itself writes: sscanf would take longer than reading the record around it. */
static int64_t parse_written(struct str s)
{
	static const char shape[] = "0000-00-00T00:00:00Z";
	int n[6] = { 0 }, field = 0;
	if (s.len != sizeof shape - 1)
		return CLOCK_NONE;
	for (size_t i = 0; i < s.len; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (shape[i] == '0' ? !digit : s.p[i] != shape[i])
			return CLOCK_NONE;
		if (digit)
			n[field] = n[field] * 10 + (s.p[i] - '0');
		else
			field++;
	}
	return from_civil(n[0], n[1], n[2], n[3], n[4], n[5]);
}

/* RFC 3339 and ISO 8601, extended and basic, with a fraction or without. */
static int64_t parse_iso(const char *p)
{
	int y, mo, d, h = 0, mi = 0, s = 0, n = 0;
	if (strspn(p, "0123456789") < 4)
		return CLOCK_NONE;
	if (sscanf(p, "%4d-%2d-%2d%n", &y, &mo, &d, &n) != 3 || n < 8) {
		if (sscanf(p, "%4d%2d%2dT%2d%2d%2d%n", &y, &mo, &d, &h, &mi, &s, &n) == 6 && n == 15)
			return shifted(from_civil(y, mo, d, h, mi, s), p + 15);
		return CLOCK_NONE;
	}
	p += n;
	if (!*p)
		return from_civil(y, mo, d, 0, 0, 0);
	if (*p != 'T' && *p != 't' && *p != ' ')
		return CLOCK_NONE;
	p++;
	if (sscanf(p, "%2d:%2d%n", &h, &mi, &n) != 2)
		return CLOCK_NONE;
	p += n;
	if (*p == ':' && sscanf(p, ":%2d%n", &s, &n) == 1)
		p += n;
	if (*p == '.' || *p == ',')
		p += 1 + strspn(p + 1, "0123456789");
	return shifted(from_civil(y, mo, d, h, mi, s), p);
}

/* ---- dates in words: RFC 822 and 850, asctime, JavaScript, and what people's programs make up ---- */

struct parts {
	int year, month, day, hour, minute, second;
	int offset;                     /* seconds east of UTC */
	bool has_year, has_time, twelve, pm;    /* twelve: am or pm was said */
	bool slashes;                   /* 19/11/2026, or 11/19/2026 where clocks have twelve hours */
};

static const char *const month_names[][12] = {
	{ "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
		"november", "december" },
	{ "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
		"november", "december" },
	{ "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec" },
};

static bool begins(const char *whole, const char *word, size_t least)
{
	size_t n = strlen(word);

	return n >= least && strncasecmp(whole, word, n) == 0;
}

/* The day's name says nothing new, and some words only join. */
static bool is_filler(const char *word)
{
	static const char *const days[] = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag" };
	static const char *const joins[] = { "at", "om", "op", "on", "uur", "st", "nd", "rd", "th", "e" };

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		if (begins(days[i], word, i < 7 ? 3 : 2))
			return true;
	for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
		if (strcasecmp(joins[i], word) == 0)
			return true;
	return false;
}

static bool take_word(struct parts *t, const char *word)
{
	for (size_t list = 0; list < sizeof month_names / sizeof *month_names; list++)
		for (int i = 0; i < 12; i++)
			if (begins(month_names[list][i], word, 3)) {
				bool first = t->month == 0;
				t->month = i + 1;
				return first;
			}
	if (strcasecmp(word, "am") == 0 || strcasecmp(word, "pm") == 0) {
		t->twelve = true;
		t->pm = (word[0] | 32) == 'p';
		return t->has_time;
	}
	return is_filler(word) || (t->has_time && zone_offset(word, &t->offset));
}

static int full_year(int year)
{
	return year >= 100 ? year : year + (year < 70 ? 2000 : 1900);
}

static bool take_date(struct parts *t, int a, int b, int c, char sign, bool year_first)
{
	bool fresh = !t->has_year && t->month == 0 && t->day == 0;

	t->has_year = true;
	t->slashes = sign == '/' && !year_first;
	t->year = year_first ? a : full_year(c);
	t->month = b;
	t->day = year_first ? c : a;
	return fresh;
}

/* A number and what hangs on it: "08:12:00.5", "19-11-2026", "2026/11/19", "19", "2026". */
static bool take_number(struct parts *t, const char **at)
{
	const char *p = *at;
	size_t digits = strspn(p, "0123456789");
	int a = 0, b = 0, c = 0, n = 0, used = 0;

	if (digits > 4 || digits == 3)
		return false;
	if (!t->has_time && sscanf(p, "%2d:%2d%n", &a, &b, &n) == 2) {
		t->has_time = true;
		t->hour = a;
		t->minute = b;
		if (sscanf(p + n, ":%2d%n", &t->second, &used) == 1)
			n += used;
		if (p[n] == '.')
			n += 1 + (int)strspn(p + n + 1, "0123456789");
		*at = p + n;
		return true;
	}
	if (sscanf(p, "%4d%*1[-/.]%2d%*1[-/.]%4d%n", &a, &b, &c, &n) == 3 && n > 0) {
		*at = p + n;
		return take_date(t, a, b, c, p[digits], digits == 4);
	}
	*at = p + digits;
	a = (int)strtol(p, NULL, 10);
	if (digits <= 2 && t->day == 0) {
		t->day = a;
		return true;
	}
	bool fresh = !t->has_year && (digits == 4 || digits == 2);
	t->has_year = true;
	t->year = full_year(a);
	return fresh;
}

/* The letters, or the sign and figures of a zone, that begin at *at. */
static bool take_token(struct parts *t, const char **at)
{
	bool sign = **at == '+' || **at == '-';
	char word[16];
	size_t n = 0;

	for (const char *p = *at; *p && !strchr(" \t\n\r,()", *p); p++, n++) {
		if (n > 0 && !sign && !(((*p | 32) >= 'a' && (*p | 32) <= 'z')))
			break;
		if (n == sizeof word - 1)
			return false;
		word[n] = *p;
	}
	word[n] = '\0';
	*at += n;
	return sign ? n > 1 && zone_offset(word, &t->offset) : take_word(t, word);
}

static int64_t parse_words(const char *p)
{
	struct parts t = { .has_year = false };

	while (*p != '\0') {
		bool sign = *p == '+' || *p == '-', letter = (*p | 32) >= 'a' && (*p | 32) <= 'z';
		bool fine = true;
		if (*p == '(') {                /* a comment (RFC 822, 3.4.3) */
			p = strchr(p, ')');
			if (p == NULL)
				return CLOCK_NONE;
			p++;
		} else if (strchr(" \t\n\r,.", *p) || (sign && !t.has_time)) {
			p++;
		} else if (*p >= '0' && *p <= '9') {
			fine = take_number(&t, &p);
		} else {
			fine = (letter || sign) && take_token(&t, &p);
		}
		if (!fine)
			return CLOCK_NONE;
	}
	if (t.twelve)
		t.hour = t.hour % 12 + (t.pm ? 12 : 0);
	if (t.slashes && (t.twelve || t.month > 12)) {
		int month = t.month;
		t.month = t.day;
		t.day = month;
	}
	if (!t.has_year || t.month == 0 || t.day == 0)
		return CLOCK_NONE;
	int64_t at = from_civil(t.year, t.month, t.day, t.hour, t.minute, t.second);
	return at == CLOCK_NONE ? at : at - t.offset;
}

#define LATE 95617584000                       /* the year 5000 */

/* Digits with an optional fraction: seconds, or what makes a time before the year 5000: milliseconds or
 * microseconds. */
static int64_t parse_epoch(const char *p)
{
	size_t digits = strspn(p, "0123456789");
	if (digits < 9 || digits > 16)
		return CLOCK_NONE;
	const char *rest = p + digits;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (*rest)
		return CLOCK_NONE;
	int64_t t = strtoll(p, NULL, 10);
	for (int i = 0; i < 2 && t > LATE; i++)
		t /= 1000;
	return t;
}

int64_t clock_parse(struct str s)
{
	char text[128];
	s = str_trim(s);
	if (!s.len || s.len >= sizeof text || memchr(s.p, '\0', s.len))
		return CLOCK_NONE;
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	char *zone_name = strchr(text, '[');      /* 2026-11-19T08:12:00+01:00[Europe/Amsterdam] */
	if (zone_name != NULL && zone_name > text && text[s.len - 1] == ']')
		*zone_name = '\0';
	int64_t t = parse_written(s);
	if (t == CLOCK_NONE)
		t = parse_epoch(text);
	if (t == CLOCK_NONE)
		t = parse_iso(text);
	if (t == CLOCK_NONE)
		t = parse_words(text);
	return t < YEAR_1000 || t > YEAR_9999 ? CLOCK_NONE : t;
}

void clock_rfc3339(int64_t t, char out[21])
{
	time_t when = (time_t)t;
	struct tm tm;
	if (!gmtime_r(&when, &tm) || tm.tm_year > 8099 || tm.tm_year < -1900)
		memcpy(out, "0000-00-00T00:00:00Z", 21);
	else
		strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

enum status zone_use(const char *iana, struct err *e)
{
	char path[512];
	if (snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", iana) >= (int)sizeof path ||
		strstr(iana, "..") ||
	    !*iana || !file_exists(path))
		return err_set(e, STATUS_CONFIG,
			"timezone %s: unknown; use an IANA name such as Europe/Amsterdam", iana);
	setenv("TZ", iana, 1);
	tzset();
	for (int month = 0; month < 12; month++) {
		time_t t = (time_t)(1767225600 + (int64_t)month * 30 * 86400); /* through 2026 */
		struct tm tm;
		localtime_r(&t, &tm);
		if (tm.tm_gmtoff % 3600)
			return err_set(e, STATUS_CONFIG,
				"timezone %s: not a whole number of hours from UTC; counts are per UTC hour",
				iana);
	}
	return STATUS_OK;
}

struct day day_of(int64_t t)
{
	time_t when = (time_t)t;
	struct tm tm = { 0 };
	localtime_r(&when, &tm);
	return (struct day){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

int64_t day_start(struct day d)
{
	struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.mday, .tm_isdst = -1 };
	return (int64_t)mktime(&tm);
}

static int64_t utc_noon(struct day d)
{
	return civil_days(d.year, d.month, d.mday) * 86400 + 43200;
}

struct day day_add(struct day d, int days)
{
	time_t t = (time_t)(utc_noon(d) + (int64_t)days * 86400);
	struct tm tm;
	gmtime_r(&t, &tm);
	return (struct day){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

int day_weekday(struct day d)
{
	time_t t = (time_t)utc_noon(d);
	struct tm tm;
	gmtime_r(&t, &tm);
	return tm.tm_wday;
}

bool day_parse(struct str s, struct day *out)
{
	char text[11];
	int used = 0;
	struct day d;
	if (s.len != 10)
		return false;
	memcpy(text, s.p, 10);
	text[10] = '\0';
	if (sscanf(text, "%4d-%2d-%2d%n", &d.year, &d.month, &d.mday, &used) != 3 || used != 10 ||
	    from_civil(d.year, d.month, d.mday, 0, 0, 0) == CLOCK_NONE)
		return false;
	*out = d;
	return true;
}

int day_diff(struct day a, struct day b)
{
	return (int)((utc_noon(a) - utc_noon(b)) / 86400);
}

void clock_local(int64_t t, const char *strftime_fmt, char *out, size_t size)
{
	time_t when = (time_t)t;
	struct tm tm = { 0 };
	localtime_r(&when, &tm);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (!strftime(out, size, strftime_fmt, &tm) && size)
		out[0] = '\0';
#pragma GCC diagnostic pop
}
