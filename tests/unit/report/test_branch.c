/* The firm among its branch, and differences that are more than chance. */
#include "report_fixture.h"
#include "../../../src/report/figures.h"

static void quartiles_by_hand(void **state)
{
	int64_t five[] = { 50, 10, 40, 20, 30 }, six[] = { 1, 2, 3, 4, 5, 6 }, four[] = { 4, 3, 2, 1 };
	struct daily_rank r;
	(void)state;
	rank_of(&r, 40, five, 5);
	assert_int_equal(r.rank, 2);
	assert_int_equal(r.firms, 5);
	assert_int_equal(r.q1, 20);
	assert_int_equal(r.median, 30);
	assert_int_equal(r.q3, 40);
	int64_t thousand[] = { 1000, 2000, 3000, 4000, 5000, 6000 };
	rank_of(&r, 6000, thousand, 6);                  /* 2.25, 3.5 and 4.75 */
	assert_int_equal(r.rank, 1);
	assert_int_equal(r.q1, 2250);
	assert_int_equal(r.median, 3500);
	assert_int_equal(r.q3, 4750);
	rank_of(&r, DAILY_UNKNOWN, six, 6);
	assert_int_equal(r.rank, 0);
	rank_of(&r, 2, four, 4);
	assert_int_equal(r.rank, 3);
	assert_int_equal(r.median, DAILY_UNKNOWN);
}

static void equals_share_the_best_rank(void **state)
{
	int64_t v[] = { 7, 7, 7, 2, 9 };
	struct daily_rank r;
	(void)state;
	rank_of(&r, 7, v, 5);
	assert_int_equal(r.rank, 2);
	rank_of(&r, 2, v, 5);
	assert_int_equal(r.rank, 5);
}

/* By hand: (30 - 10) / sqrt(40) = 3.16; (25 - 15) / sqrt(40) = 1.58; with dispersion 0.5 over 7 days the
 * variance is 40 (1 + 0.5 x 40 / 14) = 97: 20 / 9.86 = 2.03, and 18 of 38 is 1.87. */
static void more_or_less_only_after_a_test(void **state)
{
	(void)state;
	assert_int_equal(tests_counts(30, 10, 7, 0), CHANGE_MORE);
	assert_int_equal(tests_counts(10, 30, 7, 0), CHANGE_LESS);
	assert_int_equal(tests_counts(25, 15, 7, 0), CHANGE_NONE);
	assert_int_equal(tests_counts(30, 10, 7, 0.5), CHANGE_MORE);
	assert_int_equal(tests_counts(28, 10, 7, 0.5), CHANGE_NONE);
	assert_int_equal(tests_counts(9, 0, 7, 0), CHANGE_UNKNOWN);
	assert_int_equal(tests_counts(10, 0, 7, 0), CHANGE_MORE);
}

/* 40 of 100 and 20 of 100: p = 0.3, se = sqrt(0.21 x 2 / 100) = 0.0648, z = 3.09. 25 and 20: z = 0.85. */
static void shares_are_tested(void **state)
{
	(void)state;
	assert_int_equal(tests_shares(40, 100, 20, 100), CHANGE_MORE);
	assert_int_equal(tests_shares(20, 100, 40, 100), CHANGE_LESS);
	assert_int_equal(tests_shares(25, 100, 20, 100), CHANGE_NONE);
	assert_int_equal(tests_shares(9, 9, 0, 9), CHANGE_UNKNOWN);
	assert_int_equal(tests_shares(1, 20, 2, 20), CHANGE_UNKNOWN);    /* 1.5 are expected */
}

static struct outline_sum others[5][DAILY_DAYS];

/* Five firms; the others have `each` mentions on every day. */
static void branch_of(struct field *f, size_t n, long long each)
{
	static const char *const names[] = { "een", "twee", "drie", "vier", "vijf" };
	f->in.npeers = n;
	f->peers[0] = (struct daily_peer){ "duinzicht", f->outline, NULL, 0, &f->threads };
	for (size_t i = 1; i < n; i++) {
		for (int k = 0; k < DAILY_DAYS; k++)
			others[i][k] = (struct outline_sum){ .n = each };
		f->peers[i] = (struct daily_peer){ names[i], others[i], NULL, 0, &f->threads };
	}
}

/* 10 of 10 + 4 x 7 x 2 = 66 in 7 days: 151.5 per mille. The week before: none of 56. */
static void share_of_voice(void **state)
{
	struct field *f = *state;
	branch_of(f, 5, 2);
	for (int i = 0; i < 10; i++)
		plant(f, f->in.now - 2 * 86400);
	struct daily d = field_day(f);
	assert_int_equal(d.peers.firms, 5);
	assert_int_equal(d.peers.share_week, 152);
	assert_int_equal(d.peers.share_week_before, 0);
	assert_int_equal(d.peers.share_week_change, CHANGE_UNKNOWN);     /* 5 are expected among 56, nearly */
	assert_int_equal(d.peers.share_day, DAILY_UNKNOWN);      /* 8 mentions in all */
	assert_int_equal(d.peers.mentions_week.rank, 5);
	assert_int_equal(d.peers.mentions_week.median, 14000);
	for (int i = 0; i < 10; i++)
		plant(f, f->in.now - 2 * 86400);
	assert_int_equal(field_day(f).peers.share_week_change, CHANGE_MORE);
}

static void no_share_of_four_firms_or_few_mentions(void **state)
{
	struct field *f = *state;
	for (int i = 0; i < 20; i++)
		plant(f, f->in.now - 2 * 86400);
	branch_of(f, 4, 10);
	assert_int_equal(field_day(f).peers.share_week, DAILY_UNKNOWN);
	branch_of(f, 5, 10);
	assert_int_equal(field_day(f).peers.share_week, 67);     /* 20 of 300 */
	branch_of(f, 5, 1);
	assert_int_equal(field_day(f).peers.share_week, DAILY_UNKNOWN);  /* 48 */
	f->plans[0] = (struct daily_plan){ "bron", HOUR };
	f->nplans = 1;
	branch_of(f, 5, 10);
	assert_true(field_day(f).incomplete);
	assert_int_equal(field_day(f).peers.share_week, DAILY_UNKNOWN);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, field_new, field_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quartiles_by_hand),
		cmocka_unit_test(equals_share_the_best_rank),
		cmocka_unit_test(more_or_less_only_after_a_test),
		cmocka_unit_test(shares_are_tested),
		EACH(share_of_voice),
		EACH(no_share_of_four_firms_or_few_mentions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
