/* words.h: the report's words in its two languages. */
#ifndef LUISTER_WORDS_H
#define LUISTER_WORDS_H

#include <luister/daily.h>

const char *words_label(enum label l, const struct render *r);
const char *words_process(enum process p, const struct render *r);
const char *words_category(enum category c, const struct render *r);
void words_day(struct day d, const struct render *r, char *out, size_t size); /* donderdag 19 november 2026 */
void words_time(int64_t t, const struct render *r, char *out, size_t size);          /* vr 20-11-2026 06:30 */
void words_short(int64_t t, const struct render *r, char *out, size_t size);         /* do 19-11 09:12 */
void words_date(int64_t t, const struct render *r, char *out, size_t size);          /* do 19-11 */
void words_duration(int64_t s, const struct render *r, char *out, size_t size);      /* 5 u 55 */

const char *words_weekday(struct day d, const struct render *r);                      /* donderdag */
const char *const *words_months(const struct render *r);   /* twelve of three letters */
const char *const *words_weekdays(const struct render *r); /* from Monday on, short */
const char *words_presence(enum presence p, const struct render *r);
enum noun { NOUN_MENTION, NOUN_THREAD, NOUN_ASKED, NOUN_HIT, NOUN_DAY };
/* vermelding of 1, vermeldingen of 3 */
const char *words_noun(enum noun noun, long long n, const struct render *r);
const char *words_change(enum daily_change c, const struct render *r);      /* of mentions or of a share */
const char *words_tone(enum daily_change c, const struct render *r);
/* 41 treffers - 9 dubbel - ... = 19 */
void words_waterfall(const struct daily *d, const struct render *r, struct buf *out);
void words_issue(const struct daily *d, int issue, char *out, size_t size);          /* 2026-11-22/2 */
/* "1 van 770"; rarer than 1 in 10,000 is said as that: no model knows more */
void words_odds(int64_t millionths, const struct render *r, char *out, size_t size);
/* 7,9 of 7875 thousandths; 12 of 12000; - of DAILY_UNKNOWN */
void words_milli(int64_t n, const struct render *r, char *out, size_t size);
void words_polarity(int milli, const struct render *r, char *out, size_t size);      /* -0,62 of -620 */
void words_share(int64_t n, const struct render *r, char *out, size_t size);         /* 6,3% of 63 */

/* what daily_gap promises; the page keeps it to 80 columns */
void words_promise(const struct daily *d, const struct render *r, char *out, size_t size);
/* Why the post is labelled as it is, in 77 columns; that its text has gone; false, and nothing, when nobody
 * asked. */
bool words_why(const struct daily_post *p, const struct render *r, struct buf *out);

#define W(r, nl, en) ((r)->english ? (en) : (nl))

#endif
