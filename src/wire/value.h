/* value.h: JSON text read in one pass into a flat list of values, in the order of the text. It takes what
 * RFC 8259 takes, with the limits that make its strings safe to use: valid UTF-8 without NUL (also as
 * \u0000) and without half a surrogate pair, numbers that a double holds, 2048 levels. */
#ifndef WIRE_VALUE_H
#define WIRE_VALUE_H

#include <luister/mem.h>
#include <luister/str.h>

enum value_kind { VALUE_NULL, VALUE_FALSE, VALUE_TRUE, VALUE_NUMBER, VALUE_STRING, VALUE_ARRAY,
	VALUE_OBJECT };

struct value {
	uint32_t at, len;            /* its bytes in the text, a string's quotes among them */
	uint32_t next;               /* index of the first value behind it and all that it holds */
	uint8_t kind;
	bool escaped;                /* a string with backslashes */
};

/* at[0] is the whole; an object holds its keys (strings) and values in turn. */
struct values {
	const char *text;            /* borrowed */
	struct value *at;
	size_t n, cap;
	struct arena *arena;         /* borrowed: for strings with escapes */
};

void values_free(struct values *v);

/* Reads `text`, of `len` bytes and with a NUL behind them, into `v`, which keeps its allocation from text
 * to text. False when it is no JSON; *bad is then the byte where that shows. */
bool values_read(struct values *v, const char *text, size_t len, size_t *bad);

/* The value of an object's last member `key`; NULL when there is none, or when `object` is NULL or no
 * object. */
const struct value *value_get(const struct values *v, const struct value *object, struct str key);

/* The values in an array, the keys and values in an object; NULL after the last, and in what holds none. */
const struct value *value_first(const struct values *v, const struct value *of);
const struct value *value_next(const struct values *v, const struct value *of, const struct value *at);

/* What a string says (borrowed from the text; from the arena when it has escapes); absent for other kinds. */
struct str value_str(const struct values *v, const struct value *of);

double value_number(const struct values *v, const struct value *of);   /* 0 for other kinds */
struct str value_json(const struct values *v, const struct value *of); /* its bytes as they came */
bool value_is(const struct value *of, enum value_kind kind);           /* false for NULL */

#endif
