/* CSV as RFC 4180 says it, and what is none. */
#include "../test.h"
#include "csv.h"

#include <luister/caps.h>

static const struct { const char *body, *want; } rows[] = {
	{ "a,b\r\n1,2\r\n", "[{\"a\":\"1\",\"b\":\"2\"}]" },
	{ "a,b\n1,2", "[{\"a\":\"1\",\"b\":\"2\"}]" },          /* the last line end may be missing */
	{ "a\n", "[]" },
	{ "\xEF\xBB\xBF" "a;b\n1,5;2\n", "[{\"a\":\"1,5\",\"b\":\"2\"}]" },
	{ "a\tb\n1\t2\n", "[{\"a\":\"1\",\"b\":\"2\"}]" },
	{ "\"a,;;;\",b\n1,2\n", "[{\"a,;;;\":\"1\",\"b\":\"2\"}]" },   /* what is quoted does not vote */
	{ "a,b\n\"x \"\"y\"\", z\",\n", "[{\"a\":\"x \\\"y\\\", z\"}]" },
	{ "a,b\n\"een\r\ntwee\",3\n", "[{\"a\":\"een\\r\\ntwee\",\"b\":\"3\"}]" },
	{ "a,b\n\"\",\"\"\n", "[{}]" },
	{ "a,b\n\n1,2\n\r\n", "[{\"a\":\"1\",\"b\":\"2\"}]" },
	{ "a,b\n1\n1,2,3\n4,5\n", "[null,null,{\"a\":\"4\",\"b\":\"5\"}]" },
	{ " a , b \n 1 , 2 \n", "[{\"a\":\"1\",\"b\":\"2\"}]" },
	{ "a\n\xC3\xA9\xC3\xA9n\n", "[{\"a\":\"\xC3\xA9\xC3\xA9n\"}]" },
};

static const struct { const char *body, *why; } wrong[] = {
	{ "", "CSV line 1: a column without a name" },
	{ "a,,b\n", "CSV line 1: a column without a name" },
	{ "a,b,a\n", "CSV line 1: two columns of one name" },
	{ "a,b\n1,2\nx\"y,3\n", "CSV line 3: a quote in a field that is not quoted" },
	{ "a,b\n\"1\"2,3\n", "CSV line 2: text after a closing quote" },
	{ "a,b\n1,2\n3,\"vier\n5\n6\n", "CSV line 3: a quote is never closed" },
	{ "a\n\xE9\n", "CSV: not UTF-8" },
};

static void each_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err e = { 0 };
		struct buf out;
		buf_init(&out, CAP_RESPONSE);
		if (csv_to_json(str_of(rows[i].body), &out, &e) != STATUS_OK)
			fail_msg("row %zu: %s", i, e.msg);
		assert_string_equal(buf_cstr(&out), rows[i].want);
		buf_free(&out);
	}
}

static void what_is_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = { 0 };
		struct buf out;
		buf_init(&out, CAP_RESPONSE);
		assert_int_equal(csv_to_json(str_of(wrong[i].body), &out, &e), STATUS_DATA);
		assert_string_equal(e.msg, wrong[i].why);
		buf_free(&out);
	}
}

static void more_columns_than_there_is_room_for(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct buf body, out;
	buf_init(&body, CAP_LINE);
	buf_init(&out, CAP_RESPONSE);
	for (int i = 0; i <= CSV_COLUMNS; i++)
		buf_printf(&body, "%sc%d", i ? "," : "", i);
	assert_int_equal(csv_to_json(buf_view(&body), &out, &e), STATUS_DATA);
	buf_clear(&body);
	buf_clear(&out);
	buf_puts(&body, "a,b\n");
	for (int i = 0; i <= CSV_COLUMNS * 2; i++)
		buf_puts(&body, "1,");
	assert_int_equal(csv_to_json(buf_view(&body), &out, &e), STATUS_OK);
	assert_string_equal(buf_cstr(&out), "[null]");
	buf_free(&body);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_table),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(more_columns_than_there_is_room_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
