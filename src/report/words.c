#include "words.h"

#include <stdio.h>
#include <stdlib.h>

const char *words_label(enum label l, const struct render *r)
{
	static const char *const nl[] = { "positief", "neutraal", "negatief", "gemengd", "niet gescoord" };
	static const char *const en[] = { "positive", "neutral", "negative", "mixed", "not scored" };
	return W(r, nl[l], en[l]);
}

const char *words_process(enum process p, const struct render *r)
{
	static const char *const nl[] = { "Marketing en merk", "Klantenservice", "Innovatie en cocreatie",
		"Werving en selectie", "Extra business", "Overig" };
	static const char *const en[] = { "Marketing and brand", "Customer service", "Innovation",
		"Recruitment", "New business", "Other" };
	return W(r, nl[p], en[p]);
}

const char *words_category(enum category c, const struct render *r)
{
	static const char *const nl[] = { "netwerk", "bericht", "recensie", "multimedia", "locatie", "nieuws",
		"forum", "blog" };
	static const char *const en[] = { "network", "message", "review", "media", "location", "news",
		"forum", "blog" };
	return W(r, nl[c], en[c]);
}

static const char *const days_nl[] = { "zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
	"zaterdag" };
static const char *const days_en[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday" };
static const char *const months_nl[] = { "januari", "februari", "maart", "april", "mei", "juni", "juli",
	"augustus", "september", "oktober", "november", "december" };
static const char *const months_en[] = { "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December" };

void words_day(struct day d, const struct render *r, char *out, size_t size)
{
	int w = day_weekday(d);
	snprintf(out, size, "%s %d %s %d", W(r, days_nl[w], days_en[w]), d.mday,
		W(r, months_nl[d.month - 1], months_en[d.month - 1]), d.year);
}

/* do 19-11 09:12, by the format of what follows the day */
static void after_weekday(int64_t t, const char *format, const struct render *r, char *out, size_t size)
{
	char rest[32];
	clock_local(t, format, rest, sizeof rest);
	int w = day_weekday(day_of(t));
	snprintf(out, size, "%.*s %s", r->english ? 3 : 2, W(r, days_nl[w], days_en[w]), rest);
}

void words_time(int64_t t, const struct render *r, char *out, size_t size)
{
	after_weekday(t, "%d-%m-%Y %H:%M", r, out, size);
}

void words_short(int64_t t, const struct render *r, char *out, size_t size)
{
	after_weekday(t, "%d-%m %H:%M", r, out, size);
}

void words_date(int64_t t, const struct render *r, char *out, size_t size)
{
	after_weekday(t, "%d-%m", r, out, size);
}

void words_duration(int64_t s, const struct render *r, char *out, size_t size)
{
	snprintf(out, size, W(r, "%lld u %02lld", "%lld h %02lld"), (long long)(s / 3600),
		(long long)(s % 3600 / 60));
}

const char *words_weekday(struct day d, const struct render *r)
{
	int w = day_weekday(d);
	return W(r, days_nl[w], days_en[w]);
}

const char *const *words_months(const struct render *r)
{
	static const char *const nl[] = { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep",
		"okt", "nov", "dec" };
	static const char *const en[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
		"Oct", "Nov", "Dec" };
	return W(r, nl, en);
}

const char *const *words_weekdays(const struct render *r)
{
	static const char *const nl[] = { "ma", "di", "wo", "do", "vr", "za", "zo" };
	static const char *const en[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
	return W(r, nl, en);
}

const char *words_presence(enum presence p, const struct render *r)
{
	static const char *const nl[] = { "afwezig", "passief", "zendt", "dialoog" };
	static const char *const en[] = { "absent", "passive", "sends", "dialogue" };
	return W(r, nl[p], en[p]);
}

const char *words_noun(enum noun noun, long long n, const struct render *r)
{
	static const char *const nl[][2] = { { "vermelding", "vermeldingen" }, { "gesprek", "gesprekken" },
		{ "vraag of klacht", "vragen en klachten" }, { "treffer", "treffers" }, { "dag", "dagen" } };
	static const char *const en[][2] = { { "mention", "mentions" }, { "thread", "threads" },
		{ "question or complaint", "questions and complaints" }, { "hit", "hits" },
		{ "day", "days" } };
	return W(r, nl[noun][n != 1], en[noun][n != 1]);
}

void words_odds(int64_t millionths, const struct render *r, char *out, size_t size)
{
	const char *of = W(r, "van de", "in");
	if (millionths < 100)
		snprintf(out, size, W(r, "minder dan 1 %s 10.000", "less than 1 %s 10,000"), of);
	else
		snprintf(out, size, "1 %s %lld", of, (long long)(1000000 / millionths));
}

const char *words_change(enum daily_change c, const struct render *r)
{
	static const char *const nl[] = { "te weinig", "geen verschil", "meer", "minder" };
	static const char *const en[] = { "too few", "no difference", "more", "fewer" };
	return W(r, nl[c], en[c]);
}

const char *words_tone(enum daily_change c, const struct render *r)
{
	static const char *const nl[] = { "te weinig", "geen verschil", "beter", "slechter" };
	static const char *const en[] = { "too few", "no difference", "better", "worse" };
	return W(r, nl[c], en[c]);
}

void words_waterfall(const struct daily *d, const struct render *r, struct buf *out)
{
	buf_printf(out, W(r, "%lld %s - %lld dubbel - %lld andere betekenis - %lld eigen - %lld spam = %lld",
		"%lld %s - %lld duplicate - %lld other meaning - %lld own - %lld spam = %lld"), d->hits,
		words_noun(NOUN_HIT, d->hits, r), d->copies, d->misses, d->own, d->spam, d->yesterday.n);
}

void words_issue(const struct daily *d, int issue, char *out, size_t size)
{
	snprintf(out, size, "%04d-%02d-%02d/%d", d->day.year, d->day.month, d->day.mday, issue);
}

/* One decimal, none when it is 0; the sign stands before all. */
static void tenths(int64_t n, const struct render *r, const char *unit, char *out, size_t size)
{
	const char *sign = n < 0 ? "-" : "";
	long long whole = llabs(n / 10), tenth = llabs(n % 10);
	if (tenth)
		snprintf(out, size, "%s%lld%s%lld%s", sign, whole, W(r, ",", "."), tenth, unit);
	else
		snprintf(out, size, "%s%lld%s", sign, whole, unit);
}

void words_milli(int64_t n, const struct render *r, char *out, size_t size)
{
	if (n == DAILY_UNKNOWN)
		snprintf(out, size, "-");
	else
		tenths((n + 50) / 100, r, "", out, size);
}

void words_polarity(int milli, const struct render *r, char *out, size_t size)
{
	int hundredths = ((milli < 0 ? -milli : milli) + 5) / 10;

	snprintf(out, size, "%s%d%c%02d", milli < 0 ? "-" : "+", hundredths / 100, r->english ? '.' : ',',
		hundredths % 100);
}

void words_share(int64_t n, const struct render *r, char *out, size_t size)
{
	if (n == DAILY_UNKNOWN)
		snprintf(out, size, "-");
	else
		tenths(n, r, "%", out, size);
}

void words_promise(const struct daily *d, const struct render *r, char *out, size_t size)
{
	char next[64];
	words_issue(d, d->issue + 1, next, sizeof next);
	snprintf(out, size, W(r, "Zodra het gat dicht is, volgt een verbeterd rapport met nummer %s.",
		"Once the gap is closed a better report follows, with number %s."), next);
}
