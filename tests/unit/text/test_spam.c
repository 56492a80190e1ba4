/* Spam and honest posts that look like it: spam.tsv, on which the cues were made, and spam-kept.tsv, which
 * measures. Precision first. Floors, below what was measured. */
#include "text_fixture.h"

#define FOUND_AT_LEAST 90    /* per cent of the spam */
#define KEPT_AT_LEAST 50     /* the same of what was kept */
#define LOST_AT_MOST 1       /* honest posts taken for spam */

static void posts(struct fixture *f, const char *name, int floor, int lost)
{
	struct rows table = rows_open(name);
	int rows[2] = { 0, 0 }, marked[2] = { 0, 0 };
	struct str line, want;

	while (rows_next(&table, &line)) {
		assert_true(str_cut(&line, '\t', &want));
		bool spam = str_is(want, "spam");
		char *text = mem_printf("%.*s", (int)line.len, line.p);
		struct score s = fixture_post(f, text, (struct score_in){ .rating = POST_UNKNOWN });
		rows[spam]++;
		marked[spam] += s.spam;
		if (s.spam != spam)
			print_message("%s %s (%s)\n", spam ? "missed:" : "lost:", text, s.spam ? s.spam_cue :
				"-");
		mem_free(text);
	}
	rows_close(&table);
	print_message("%d of %d spam found, %d of %d honest posts lost\n", marked[1], rows[1], marked[0],
		rows[0]);
	assert_true(rows[1] >= 30 && rows[0] >= 30);
	assert_true(marked[1] * 100 >= rows[1] * floor);
	assert_true(marked[0] <= lost);
}

static void seen(void **state) { posts(*state, "spam.tsv", FOUND_AT_LEAST, LOST_AT_MOST); }
static void kept(void **state) { posts(*state, "spam-kept.tsv", KEPT_AT_LEAST, 0); }

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(seen), cmocka_unit_test(kept) };

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
