#include "../test.h"
#include "value.h"

/* What jansson takes and refuses is compared in tests/fuzz/fuzz_value.c. */

static bool reads(struct values *v, const char *text, size_t *bad)
{
	return values_read(v, text, strlen(text), bad);
}

static struct values begin(void)
{
	return (struct values){ .arena = arena_new() };
}

static void end(struct values *v)
{
	arena_free(v->arena);
	values_free(v);
}

static void a_value_has_its_bytes(void **state)
{
	(void)state;
	struct values v = begin();
	size_t bad;
	assert_true(reads(&v, " {\"a\" : [1, {\"b\":\"x\\ny\"} ] ,\"c\":-1.50 } ", &bad));
	const struct value *a = value_get(&v, v.at, STR("a")), *one = value_first(&v, a);
	assert_true(str_is(value_json(&v, a), "[1, {\"b\":\"x\\ny\"} ]"));
	assert_true(value_number(&v, one) == 1);
	const struct value *object = value_next(&v, a, one);
	assert_true(str_is(value_str(&v, value_get(&v, object, STR("b"))), "x\ny"));
	assert_null(value_next(&v, a, object));
	assert_true(str_is(value_json(&v, value_get(&v, v.at, STR("c"))), "-1.50"));
	end(&v);
}

static void what_is_not_there_is_absent(void **state)
{
	(void)state;
	struct values v = begin();
	size_t bad;
	assert_true(reads(&v, "{\"a\":[],\"o\":{},\"s\":\"\"}", &bad));
	assert_null(value_get(&v, v.at, STR("b")));
	assert_null(value_get(&v, NULL, STR("b")));
	assert_null(value_get(&v, value_get(&v, v.at, STR("a")), STR("b")));
	assert_null(value_first(&v, value_get(&v, v.at, STR("a"))));
	assert_null(value_first(&v, value_get(&v, v.at, STR("o"))));
	assert_null(value_first(&v, value_get(&v, v.at, STR("s"))));
	assert_null(value_str(&v, value_get(&v, v.at, STR("a"))).p);
	assert_non_null(value_str(&v, value_get(&v, v.at, STR("s"))).p);
	end(&v);
}

static void the_last_of_like_keys_counts_however_spelled(void **state)
{
	(void)state;
	struct values v = begin();
	size_t bad;
	assert_true(reads(&v, "{\"key\":1,\"k\\u0065y\":2,\"ke\":3,\"k\\u00e9y\":4}", &bad));
	assert_true(value_number(&v, value_get(&v, v.at, STR("key"))) == 2);
	assert_true(value_number(&v, value_get(&v, v.at, STR("k\xc3\xa9y"))) == 4);
	end(&v);
}

static void a_bad_byte_is_told(void **state)
{
	(void)state;
	static const struct { const char *text; size_t bad; } cases[] = {
		{ "{\"a\":\"x\xff\"}", 7 }, { "{\"a\":1}x", 7 }, { "{\"a\":\"\\u0000\"}", 6 },
		{ "{\"a\"", 4 }, { "[1,]", 3 }, { "", 0 },
	};
	struct values v = begin();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t bad = 99;
		assert_false(reads(&v, cases[i].text, &bad));
		assert_int_equal(bad, cases[i].bad);
	}
	end(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_has_its_bytes),
		cmocka_unit_test(what_is_not_there_is_absent),
		cmocka_unit_test(the_last_of_like_keys_counts_however_spelled),
		cmocka_unit_test(a_bad_byte_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
