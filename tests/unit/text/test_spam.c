/* Spam and honest posts that look like it, spam.tsv: precision first. Floors, below what was measured. */
#include "text_fixture.h"

#define SPAM_ROWS 60
#define HONEST_ROWS 100
#define FOUND_AT_LEAST 90    /* per cent of the spam */
#define LOST_AT_MOST 1       /* honest posts taken for spam */

static void posts(void **state)
{
	struct rows table = rows_open("spam.tsv");
	int rows[2] = { 0, 0 }, marked[2] = { 0, 0 };
	struct str line, want;

	while (rows_next(&table, &line)) {
		assert_true(str_cut(&line, '\t', &want));
		bool spam = str_is(want, "spam");
		char *text = mem_printf("%.*s", (int)line.len, line.p);
		struct score s = fixture_post(*state, text, (struct score_in){ .rating = POST_UNKNOWN });
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
	assert_true(rows[1] >= SPAM_ROWS && rows[0] >= HONEST_ROWS);
	assert_true(marked[1] * 100 >= rows[1] * FOUND_AT_LEAST);
	assert_true(marked[0] <= LOST_AT_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(posts) };

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
