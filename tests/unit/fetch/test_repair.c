#include "../test.h"

#include <luister/caps.h>
#include "../../../src/fetch/repair.h"

/* What came, what comes of it, and in how many places it was put right. */
static const struct { const char *in, *want; size_t repairs; } rows[] = {
	/* valid JSON stays as it is */
	{ "{\"a\":\"b\", \"c\" : [\"d\" ,\"e\"]}\n", "{\"a\":\"b\", \"c\" : [\"d\" ,\"e\"]}\n", 0 },
	{ "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\\\\"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\\\\"]", 0 },
	{ "{\"a\":\"zei \\\"ja\\\", \\\"b\\\": nee\"}", "{\"a\":\"zei \\\"ja\\\", \\\"b\\\": nee\"}", 0 },
	{ "{\"a\":\"{\\\"b\\\":\\\"c\\\"}\",\"d\":1}", "{\"a\":\"{\\\"b\\\":\\\"c\\\"}\",\"d\":1}", 0 },
	{ "\"\"", "\"\"", 0 },
	{ "", "", 0 },
	/* escapes that JSON does not know */
	{ "[\"foto\\'s\"]", "[\"foto's\"]", 1 },
	{ "[\"C:\\map \\x41 \\u12g4 \\u12\"]", "[\"C:\\\\map \\\\x41 \\\\u12g4 \\\\u12\"]", 4 },
	{ "[\"a\\\n\"]", "[\"a\\\\\\u000a\"]", 2 },
	/* a backslash before the string's own end */
	{ "{\"a\":\"C:\\\",\"b\":\"d\"}", "{\"a\":\"C:\\\\\",\"b\":\"d\"}", 1 },
	{ "[{\"a\":\"C:\\\"} , {\"b\":\"d\\\"}]\n", "[{\"a\":\"C:\\\\\"} , {\"b\":\"d\\\\\"}]\n", 2 },
	/* control bytes, and none outside strings */
	{ "[\"a\tb\nc\x01\"\n]", "[\"a\\u0009b\\u000ac\\u0001\"\n]", 3 },
	/* quotes that nobody escaped */
	{ "{\"a\":\"een \"mooi\" jaar\"}", "{\"a\":\"een \\\"mooi\\\" jaar\"}", 2 },
	{ "{\"a\":\"zei \\\\\"veel\",\"b\":1}", "{\"a\":\"zei \\\\\\\"veel\",\"b\":1}", 1 },
	/* cut short stays cut short */
	{ "{\"a\":[\"b", "{\"a\":[\"b", 0 },
	{ "{\"a\":\"b\\", "{\"a\":\"b\\\\", 1 },
	{ "slow down", "slow down", 0 },
};

static void table(void **state)
{
	struct buf once, twice;

	(void)state;
	buf_init(&once, CAP_RESPONSE);
	buf_init(&twice, CAP_RESPONSE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&once);
		buf_clear(&twice);
		size_t n = repair_json(&once, str_of(rows[i].in));
		if (!str_is(buf_view(&once), rows[i].want) || n != rows[i].repairs)
			fail_msg("%s: %zu, %s", rows[i].in, n, buf_cstr(&once));
		assert_int_equal(repair_json(&twice, buf_view(&once)), 0);
		assert_true(str_eq(buf_view(&once), buf_view(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
}

static void a_nul(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(repair_json(&out, STR("[\"a\0b\\\0\"]")), 3);
	assert_string_equal(buf_cstr(&out), "[\"a\\u0000b\\\\\\u0000\"]");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(table), cmocka_unit_test(a_nul) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
