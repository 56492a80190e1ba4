/* str.h: spans (borrowed bytes) and buffers (owned bytes with a ceiling and a latched error). */
#ifndef LUISTER_STR_H
#define LUISTER_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed bytes, not NUL-terminated. p == NULL means "absent", which differs from empty. */
struct str {
	const char *p;
	size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_ARG(s) (int)(s).len, ((s).p ? (s).p : "") /* for "%.*s" */

struct str str_of(const char *s);                    /* NULL gives the absent span */
bool str_eq(struct str a, struct str b);             /* absent equals absent only */
bool str_is(struct str a, const char *b);
bool str_prefix(struct str s, struct str prefix);
bool str_suffix(struct str s, struct str suffix);
int str_cmp(struct str a, struct str b);             /* byte order; shorter first */
struct str str_trim(struct str s);                   /* ASCII white space off both ends */
struct str str_head(struct str s, size_t max);       /* at most max bytes, not cut inside a character */
bool str_cut(struct str *rest, char sep, struct str *part); /* next field; false when there is none left */

/* Bytes that grow up to `max`. After a write that does not fit, `failed` stays set and writes do nothing:
 * write on, check once. buf_init needs a maximum from caps.h. */
struct buf {
	char *p;
	size_t len, cap, max;
	bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_clear(struct buf *b);                       /* empties and unlatches, keeps the allocation */
void buf_add(struct buf *b, const void *p, size_t len);
void buf_str(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, long long n);            /* as %lld */
void buf_milli(struct buf *b, long long thousandths); /* 1500 as 1.500 */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_view(const struct buf *b);            /* borrowed until the next write */
const char *buf_cstr(struct buf *b);                 /* the same, NUL-terminated; "" when empty */
char *buf_take(struct buf *b); /* hands the NUL-terminated bytes over; b is empty again */

/* UTF-8 (RFC 3629). */
bool utf8_valid(struct str s);                       /* no NUL, no surrogate, no overlong form */
uint32_t utf8_next(struct str s, size_t *at); /* code point at *at, which moves on; U+FFFD for a bad byte */
void utf8_put(struct buf *b, uint32_t cp);
void utf8_repair(struct buf *out, struct str s);     /* bad sequences and NUL become U+FFFD */

#endif
