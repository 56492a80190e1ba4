/* json.h: a JSON writer (RFC 8259). It only writes; src/wire reads. Commas and quotes are its business. */
#ifndef LUISTER_JSON_H
#define LUISTER_JSON_H

#include <luister/clock.h>
#include <luister/str.h>

struct json {
	struct buf *out;     /* borrowed; its latched error is the only one */
	bool comma;          /* the next value needs a comma before it */
};

struct json json_to(struct buf *out);
void json_open(struct json *j, char bracket);        /* '{' or '[' */
void json_close(struct json *j, char bracket);       /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_key_str(struct json *j, struct str key);
void json_str(struct json *j, struct str s);         /* absent becomes null; bad UTF-8 is repaired */
void json_int(struct json *j, long long n);
void json_milli(struct json *j, long long thousandths); /* -620 is written -0.620 */
void json_bool(struct json *j, bool b);
void json_nil(struct json *j);                     /* null */
void json_time(struct json *j, int64_t t);           /* RFC 3339; CLOCK_NONE becomes null */
void json_word(struct json *j, struct str s);        /* a number, true, false, null; else json_str */
/* The number that `s` begins with, as JSON writes it (RFC 8259, section 6): its bytes in `n`. False: none,
 * and `n` is where it goes wrong. */
bool json_number(struct str s, size_t *n);
void json_raw(struct json *j, struct str value);     /* a value that is JSON already */

#endif
