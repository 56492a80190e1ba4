#include "value.h"

#include <float.h>
#include <luister/json.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 2048
#define DIGITS 300           /* a number of fewer bytes and without exponent fits a double */

/* The text ends in a NUL, which nothing but its end takes: no look ahead needs a bound. */
struct reader {
	struct values *v;
	const char *p;
	size_t len, at;
};

void values_free(struct values *v)
{
	mem_free(v->at);
	*v = (struct values){ 0 };
}

static bool hex4(const char *p, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		if (c >= '0' && c <= '9')
			*out = *out << 4 | (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			*out = *out << 4 | (uint32_t)((c | 32) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* The code point of the escape at `*at`, which moves behind it; 0 when it is none or none that is allowed. */
static uint32_t escape(const char *p, size_t *at)
{
	static const char name[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c = p[*at + 1];
	const char *one = c ? strchr(name, c) : NULL;
	uint32_t cp, low;
	if (one) {
		*at += 2;
		return (uint32_t)meant[one - name];
	}
	if (c != 'u' || !hex4(p + *at + 2, &cp))
		return 0;
	*at += 6;
	if (cp < 0xD800 || cp > 0xDFFF)
		return cp;
	if (cp > 0xDBFF || p[*at] != '\\' || p[*at + 1] != 'u' || !hex4(p + *at + 2, &low) || low < 0xDC00 ||
		low > 0xDFFF)
		return 0;
	*at += 6;
	return 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
}

static bool plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Are eight bytes plain? A byte under n, or over 0x7F, shows in its high bit when n is taken off all of
 * them; what is borrowed from the next one matters only behind a byte that is not plain. */
static bool plain8(const char *p)
{
	const uint64_t each = 0x0101010101010101;
	uint64_t w;
	memcpy(&w, p, sizeof w);
	uint64_t quote = w ^ each * '"', backslash = w ^ each * '\\';
	return !((w | (w - each * 0x20) | (quote - each) | (backslash - each)) & each * 0x80);
}

static uint32_t push(struct reader *r, enum value_kind kind)
{
	MEM_ROOM(r->v->at, r->v->n, r->v->cap);
	r->v->at[r->v->n] = (struct value){ .at = (uint32_t)r->at, .kind = (uint8_t)kind };
	return (uint32_t)r->v->n++;
}

static bool done(struct reader *r, uint32_t i)
{
	struct value *v = &r->v->at[i];
	v->len = (uint32_t)(r->at - v->at);
	v->next = (uint32_t)r->v->n;
	return true;
}

static bool read_string(struct reader *r)
{
	uint32_t i = push(r, VALUE_STRING);
	const char *p = r->p;
	size_t at = r->at + 1;
	for (;;) {
		while (at + 8 <= r->len && plain8(p + at))
			at += 8;
		while (plain((unsigned char)p[at]))
			at++;
		size_t from = r->at = at;
		if (p[at] == '"')
			break;
		if (p[at] == '\\') {
			if (!escape(p, &at))
				return false;
			r->v->at[i].escaped = true;
		} else if ((unsigned char)p[at] < 0x80) {
			return false;
		} else {
			utf8_next((struct str){ p, r->len }, &at);
			if (at - from == 1) /* a bad byte */
				return false;
		}
	}
	r->at++;
	return done(r, i);
}

static bool read_number(struct reader *r)
{
	uint32_t i = push(r, VALUE_NUMBER);
	struct str s = { r->p + r->at, r->len - r->at };
	bool good = json_number(s, &s.len);
	r->at += s.len;
	if (good && (s.len > DIGITS || memchr(s.p, 'e', s.len) || memchr(s.p, 'E', s.len))) {
		double x = strtod(s.p, NULL);
		good = x <= DBL_MAX && x >= -DBL_MAX;
	}
	return good && done(r, i);
}

static bool read_word(struct reader *r, enum value_kind kind, const char *word)
{
	uint32_t i = push(r, kind);
	size_t n = strlen(word);
	if (strncmp(r->p + r->at, word, n) != 0)
		return false;
	r->at += n;
	return done(r, i);
}

static char skip_space(struct reader *r)
{
	while (r->p[r->at] == ' ' || r->p[r->at] == '\t' || r->p[r->at] == '\n' || r->p[r->at] == '\r')
		r->at++;
	return r->p[r->at];
}

static bool read_value(struct reader *r, int depth);

static bool read_many(struct reader *r, int depth, enum value_kind kind)
{
	uint32_t i = push(r, kind);
	char close = kind == VALUE_OBJECT ? '}' : ']';
	r->at++;
	if (skip_space(r) == close) {
		r->at++;
		return done(r, i);
	}
	for (;;) {
		if (kind == VALUE_OBJECT) {
			if (r->p[r->at] != '"' || !read_string(r) || skip_space(r) != ':')
				return false;
			r->at++;
			skip_space(r);
		}
		if (!read_value(r, depth + 1))
			return false;
		char c = skip_space(r);
		if (c != ',' && c != close)
			return false;
		r->at++;
		if (c == close)
			return done(r, i);
		skip_space(r);
	}
}

static bool read_value(struct reader *r, int depth)
{
	if (depth > DEPTH)
		return false;
	switch (r->p[r->at]) {
	case '{': return read_many(r, depth, VALUE_OBJECT);
	case '[': return read_many(r, depth, VALUE_ARRAY);
	case '"': return read_string(r);
	case 't': return read_word(r, VALUE_TRUE, "true");
	case 'f': return read_word(r, VALUE_FALSE, "false");
	case 'n': return read_word(r, VALUE_NULL, "null");
	default: return read_number(r);
	}
}

bool values_read(struct values *v, const char *text, size_t len, size_t *bad)
{
	struct reader r = { .v = v, .p = text, .len = len };
	v->text = text;
	v->n = 0;
	skip_space(&r);
	bool good = len < UINT32_MAX && read_value(&r, 1);
	if (good) {
		skip_space(&r);
		good = r.at == len;
	}
	*bad = r.at;
	return good;
}

bool value_is(const struct value *of, enum value_kind kind)
{
	return of && of->kind == kind;
}

const struct value *value_first(const struct values *v, const struct value *of)
{
	if ((!value_is(of, VALUE_OBJECT) && !value_is(of, VALUE_ARRAY)) || of + 1 == &v->at[of->next])
		return NULL;
	return of + 1;
}

const struct value *value_next(const struct values *v, const struct value *of, const struct value *at)
{
	return at->next < of->next ? &v->at[at->next] : NULL;
}

static bool key_is(const struct values *v, const struct value *k, struct str key)
{
	if (k->escaped)
		return str_eq(value_str(v, k), key);
	const char *p = v->text + k->at + 1;
	return k->len == key.len + 2 && (!key.len || (*p == *key.p && memcmp(p, key.p, key.len) == 0));
}

const struct value *value_get(const struct values *v, const struct value *object, struct str key)
{
	const struct value *found = NULL;
	if (!value_is(object, VALUE_OBJECT))
		return NULL;
	for (const struct value *k = value_first(v, object); k; k = value_next(v, object, k + 1))
		if (key_is(v, k, key))
			found = k + 1;
	return found;
}

struct str value_str(const struct values *v, const struct value *of)
{
	if (!value_is(of, VALUE_STRING))
		return (struct str){ NULL, 0 };
	struct str s = { v->text + of->at + 1, of->len - 2 };
	if (!of->escaped)
		return s;
	/* no escape is shorter than what it stands for */
	struct buf out = { .p = arena_alloc(v->arena, s.len + 1), .cap = s.len + 1, .max = s.len };
	for (size_t at = 0; at < s.len;) {
		const char *next = memchr(s.p + at, '\\', s.len - at);
		size_t plain_to = next ? (size_t)(next - s.p) : s.len;
		buf_add(&out, s.p + at, plain_to - at);
		at = plain_to;
		if (next)
			utf8_put(&out, escape(s.p, &at));
	}
	return buf_view(&out);
}

double value_number(const struct values *v, const struct value *of)
{
	return value_is(of, VALUE_NUMBER) ? strtod(v->text + of->at, NULL) : 0;
}

struct str value_json(const struct values *v, const struct value *of)
{
	return (struct str){ v->text + of->at, of->len };
}
