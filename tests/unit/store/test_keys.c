/* Keys sort as what they stand for, and read back; sensitive numbers. */
#include "../test.h"
#include "../../../src/store/inside.h"
#include "../../../src/store/sensitive.h"

static void hours_sort_first(void **state)
{
	(void)state;
	unsigned char low[HASH_LEN] = { 0 }, high[HASH_LEN], back[HASH_LEN];
	memset(high, 255, sizeof high);
	struct key a = key_hour('F', 255, high), b = key_hour('F', 256, low), from = key_hour('F', 256, NULL);
	assert_true(str_cmp(key_str(&a), key_str(&b)) < 0);
	assert_true(str_cmp(key_str(&a), key_str(&from)) < 0);
	assert_true(str_cmp(key_str(&from), key_str(&b)) < 0);
	int64_t hour;
	assert_true(key_read_hour(key_str(&a), &hour, back));
	assert_int_equal(hour, 255);
	assert_memory_equal(back, high, HASH_LEN);
	assert_false(key_read_hour(key_str(&from), &hour, back));
}

static void plans_sort_by_time_also_before_1970(void **state)
{
	(void)state;
	struct key a = key_plan(STR("a"), -5), b = key_plan(STR("a"), 7);
	int64_t at;
	struct str source;
	assert_true(str_cmp(key_str(&a), key_str(&b)) < 0);
	assert_true(key_read_plan(key_str(&a), &at, &source));
	assert_int_equal(at, -5);
	assert_true(str_is(source, "a"));
}

static void rows_of_more_hours_sort_by_time_first(void **state)
{
	(void)state;
	struct key a = key_polls(500 * POLL_HOURS - 1, STR("z")), b = key_polls(500 * POLL_HOURS, STR("a"));
	struct key c = key_outline(7 * OUTLINE_HOURS + 5, STR("kuiper"));
	int64_t first;
	struct str name;
	assert_true(str_cmp(key_str(&a), key_str(&b)) < 0);
	assert_true(key_read_polls(key_str(&a), &first, &name));
	assert_int_equal(first, 499 * POLL_HOURS);
	assert_true(str_is(name, "z"));
	assert_true(key_read_outline(key_str(&c), &first, &name));
	assert_int_equal(first, 7 * OUTLINE_HOURS);
	assert_true(str_is(name, "kuiper"));
	assert_false(key_read_outline((struct str){ c.b, c.len - 1 }, &first, &name));
}

static void a_counter_reads_back(void **state)
{
	(void)state;
	struct cell c = { 500000, STR("duinzicht"), STR("mastodon"), 7, ROLE_COUNT, 2, 1, 1, 1, 1 }, back;
	struct key k = key_cell(&c);
	assert_true(key_read_cell(key_str(&k), &back));
	assert_int_equal(back.hour, 500000);
	assert_true(str_is(back.firm, "duinzicht") && str_is(back.platform, "mastodon"));
	assert_int_equal(back.category * 10000 + back.role * 1000 + back.process * 100 + back.label * 10 +
		back.copy, 7 * 10000 + ROLE_COUNT * 1000 + 211);
	assert_int_equal(back.spam && back.linked, 1);
	for (size_t cut = 0; cut < k.len; cut++)
		assert_false(key_read_cell((struct str){ k.b, cut }, &back));
}

static void numbers_that_pass_their_test_are_sensitive(void **state)
{
	(void)state;
	assert_true(sensitive_text(STR("bsn 111222333.")));
	assert_true(sensitive_text(STR("1112.22.333")));
	assert_false(sensitive_text(STR("111222334")));
	assert_false(sensitive_text(STR("1112223330")));
	assert_false(sensitive_text(STR("000000000")));
	assert_false(sensitive_text(STR("bel 06-12345678")));
	assert_true(sensitive_text(STR("naar NL91ABNA0417164300 graag")));
	assert_true(sensitive_text(STR("NL91 ABNA 0417 1643 00 graag")));
	assert_false(sensitive_text(STR("NL92ABNA0417164300")));
	assert_true(sensitive_text(STR("strikt Vertrouwelijk!")));
	assert_false(sensitive_text(STR("in vertrouwen")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_sort_first),
		cmocka_unit_test(plans_sort_by_time_also_before_1970),
		cmocka_unit_test(rows_of_more_hours_sort_by_time_first),
		cmocka_unit_test(a_counter_reads_back),
		cmocka_unit_test(numbers_that_pass_their_test_are_sensitive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
