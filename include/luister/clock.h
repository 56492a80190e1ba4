/* clock.h: time. Seconds since 1970 UTC everywhere; days and hours of an IANA zone for people. */
#ifndef LUISTER_CLOCK_H
#define LUISTER_CLOCK_H

#include <luister/status.h>
#include <luister/str.h>

#define CLOCK_NONE INT64_MIN                         /* no time known */

int64_t clock_now(void); /* the one call of time(); LUISTER_NOW is read by main, not here */

/* Reads one of the usual forms: RFC 3339 (without a zone: UTC), RFC 822/2822/850, asctime, epoch seconds (a
 * float too), milliseconds or microseconds, 20230918T031500Z, a bare day, 19-11-2026 and 19/11/2026 (with am
 * or pm behind the time the month comes first), months and days in English or Dutch. CLOCK_NONE when it is
 * none of them or not between the years 1000 and 9999. */
int64_t clock_parse(struct str s);
void clock_rfc3339(int64_t t, char out[21]);         /* "2026-11-19T08:12:00Z" */

/* A civil day in a zone. */
struct day { int year, month, mday; };
/* the process's zone; 78 when unknown or with part-hour offsets */
enum status zone_use(const char *iana, struct err *e);
struct day day_of(int64_t t);                        /* in the zone in use */
int64_t day_start(struct day d);                     /* first second of the day, DST right */
struct day day_add(struct day d, int days);
int day_weekday(struct day d);                       /* 0 Sunday .. 6 Saturday */
bool day_parse(struct str s, struct day *out);       /* YYYY-MM-DD */
int day_diff(struct day a, struct day b);            /* a - b in days */
/* in the zone in use, C locale */
void clock_local(int64_t t, const char *strftime_fmt, char *out, size_t size);

#endif
