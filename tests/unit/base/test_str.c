#include "../test.h"
#include <luister/json.h>
#include <luister/mem.h>

static void a_buffer_latches_at_its_ceiling(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 5);
	buf_puts(&b, "12345");
	assert_false(b.failed);
	buf_putc(&b, '6');
	assert_true(b.failed);
	buf_puts(&b, "");
	assert_true(str_is(buf_view(&b), "12345"));
	buf_clear(&b);
	buf_printf(&b, "%d", 42);
	assert_string_equal(buf_cstr(&b), "42");
	buf_free(&b);
}

static void absent_is_not_empty(void **state)
{
	(void)state;
	struct str none = { NULL, 0 };
	assert_true(str_eq(none, none));
	assert_false(str_eq(none, STR("")));
	struct str rest = STR("a,,b"), part;
	assert_true(str_cut(&rest, ',', &part) && str_is(part, "a"));
	assert_true(str_cut(&rest, ',', &part) && str_is(part, ""));
	assert_true(str_cut(&rest, ',', &part) && str_is(part, "b"));
	assert_false(str_cut(&rest, ',', &part));
}

static void utf8_is_checked_and_repaired(void **state)
{
	(void)state;
	static const struct { const char *bytes; size_t len; bool valid; } cases[] = {
		{ "caf\xC3\xA9", 5, true }, { "\xF0\x9F\x98\x80", 4, true }, { "\xC0\xAF", 2, false },
			{ "\xED\xA0\x80", 3, false },
		{ "\xF4\x90\x80\x80", 4, false }, { "\xE2\x82", 2, false }, { "a\0b", 3, false },
		{ "\xFF", 1, false }, { "", 0, true },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str s = { cases[i].bytes, cases[i].len };
		struct buf out;
		buf_init(&out, 64);
		assert_int_equal(utf8_valid(s), cases[i].valid);
		utf8_repair(&out, s);
		assert_true(utf8_valid(buf_view(&out)));
		if (cases[i].valid)
			assert_true(str_eq(buf_view(&out), s) || !s.len);
		buf_free(&out);
	}
}

static void json_is_written_whole(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 256);
	struct json j = json_to(&b);
	json_open(&j, '{');
	json_key(&j, "a\"");
	json_str(&j, STR("\n\x01\\"));
	json_key(&j, "b");
	json_open(&j, '[');
	json_milli(&j, -620);
	json_milli(&j, 1005);
	json_int(&j, -3);
	json_nil(&j);
	json_close(&j, ']');
	json_key(&j, "c");
	json_str(&j, (struct str){ NULL, 0 });
	json_close(&j, '}');
	assert_string_equal(buf_cstr(&b),
		"{\"a\\\"\":\"\\n\\u0001\\\\\",\"b\":[-0.620,1.005,-3,null],\"c\":null}");
	buf_free(&b);
}

static void an_arena_keeps_what_it_gave_until_reset(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char *first = arena_dupn(a, "eerste", 6);
	for (int i = 0; i < 1000; i++)
		memset(arena_alloc(a, 1000), 'x', 1000);
	assert_string_equal(first, "eerste");
	arena_reset(a);
	char *again = arena_alloc(a, 8);
	assert_ptr_equal(again, first);
	assert_int_equal(again[0], 0);
	arena_free(a);
}

static void a_word_is_a_value_or_a_text(void **state)
{
	(void)state;
	static const char *const values[] = { "0", "-0", "5", "-12", "5.0", "1e5", "1E+3", "0.5e-10", "true",
		"false", "null" };
	static const char *const texts[] = { "", "-", "05", "-01", ".5", "5.", "+5", "0x10", "1.5e", "1e+",
		"5 ", "1_000", "2026-01-01", "True", "NO", "~", ".inf" };
	for (size_t i = 0; i < sizeof values / sizeof *values + sizeof texts / sizeof *texts; i++) {
		bool value = i < sizeof values / sizeof *values;
		const char *word = value ? values[i] : texts[i - sizeof values / sizeof *values];
		struct buf b;
		buf_init(&b, 64);
		struct json j = json_to(&b);
		json_word(&j, str_of(word));
		assert_int_equal(*buf_cstr(&b) == '"', !value);
		assert_int_equal(b.len, strlen(word) + (value ? 0 : 2));
		buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_latches_at_its_ceiling),
		cmocka_unit_test(absent_is_not_empty),
		cmocka_unit_test(utf8_is_checked_and_repaired),
		cmocka_unit_test(json_is_written_whole),
		cmocka_unit_test(a_word_is_a_value_or_a_text),
		cmocka_unit_test(an_arena_keeps_what_it_gave_until_reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
