/* Any bytes, and each of them changed in many ways, through our reader of JSON and through jansson: both
 * say yes or both say no, and where they say yes they have read the same. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include "value.h"

#define CHANGES 3000
#define LONGEST 4096         /* what is longer is read as it is */

static void same(const struct values *v, const struct value *ours, const json_t *theirs)
{
	static const enum value_kind kinds[] = { [JSON_OBJECT] = VALUE_OBJECT, [JSON_ARRAY] = VALUE_ARRAY,
		[JSON_STRING] = VALUE_STRING, [JSON_REAL] = VALUE_NUMBER, [JSON_TRUE] = VALUE_TRUE,
		[JSON_FALSE] = VALUE_FALSE, [JSON_NULL] = VALUE_NULL };
	size_t n = 0;

	assert(theirs && value_is(ours, kinds[json_typeof(theirs)]));
	switch (ours->kind) {
	case VALUE_NUMBER:
		assert(value_number(v, ours) == json_real_value(theirs));
		return;
	case VALUE_STRING:
		assert(str_eq(value_str(v, ours), (struct str){ json_string_value(theirs),
			json_string_length(theirs) }));
		return;
	case VALUE_ARRAY:
		for (const struct value *x = value_first(v, ours); x; x = value_next(v, ours, x))
			same(v, x, json_array_get(theirs, n++));
		assert(n == json_array_size(theirs));
		return;
	case VALUE_OBJECT:
		for (const struct value *k = value_first(v, ours); k; k = value_next(v, ours, k + 1)) {
			struct str key = value_str(v, k);
			const struct value *last = value_get(v, ours, key);
			assert(last >= k + 1);
			n += last == k + 1;         /* of duplicates the last one counts */
			if (last == k + 1)
				same(v, last, json_object_getn(theirs, key.p, key.len));
		}
		assert(n == json_object_size(theirs));
		return;
	default:
		return;
	}
}

static void check(struct values *v, const char *text, size_t len)
{
	size_t bad;

	arena_reset(v->arena);
	bool good = values_read(v, text, len, &bad) && (v->at->kind == VALUE_OBJECT ||
		v->at->kind == VALUE_ARRAY);
	/* jansson steps over a NUL behind a number or a word */
	if (memchr(text, '\0', len)) {
		assert(!good);
		return;
	}
	json_t *theirs = json_loadb(text, len, JSON_DECODE_INT_AS_REAL, NULL);
	assert(good == (theirs != NULL));
	if (good)
		same(v, v->at, theirs);
	json_decref(theirs);
}

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* One to three of: a byte changed, taken out, put in, a piece written again elsewhere. */
static size_t change(char *text, size_t len, uint32_t *state)
{
	static const char telling[] = "\"\\{}[]:,0123456789-+.eEtruefalsnul /bfdD89cCuU\t\n\r"
		"\x01\x7f\x80\xbf\xc2\xe2"
		"\xed\xa0\xf0\xf4\xff";

	for (uint32_t times = 1 + next(state) % 3; times && len > 1; times--) {
		size_t at = next(state) % len, n = 1 + next(state) % 6;
		char c = telling[next(state) % (sizeof telling - 1)];
		switch (next(state) % 4) {
		case 0:
			text[at] = c;
			break;
		case 1:
			memmove(text + at, text + at + 1, len - at);
			len--;
			break;
		case 2:
			memmove(text + at + 1, text + at, len - at);
			text[at] = c;
			len++;
			break;
		default:
			if (at + n < len)
				memmove(text + next(state) % (len - n), text + at, n);
		}
	}
	text[len] = '\0';
	return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct values v = { .arena = arena_new() };
	char *text = mem_dupn((const char *)data, size);
	uint32_t state = (uint32_t)size;

	check(&v, text, size);
	mem_free(text);
	for (int i = 0; size && size <= LONGEST && i < CHANGES; i++) {
		text = mem_alloc(size + 4);
		memcpy(text, data, size);
		size_t len = change(text, size, &state);
		check(&v, text, len);
		mem_free(text);
	}
	arena_free(v.arena);
	values_free(&v);
	return 0;
}
