/* Posts about accountants, lawyers and consultants, business.tsv: how many of three classes are right. A
 * floor, below what was measured when the lexicon was last worked on. */
#include <luister/caps.h>
#include <luister/file.h>
#include "text_fixture.h"

#define RIGHT_AT_LEAST 70    /* per cent; mixed and none count as neutral, as luister-lexicon eval has it */
#define ROWS_AT_LEAST 600

static bool right(enum label got, struct str want)
{
	const char *name = got == LABEL_POS ? "pos" : got == LABEL_NEG ? "neg" : "neu";

	return str_is(want, name);
}

static void posts(void **state)
{
	const char *source = getenv("LUISTER_SRC");
	char *path = mem_printf("%s/tests/unit/text/business.tsv", source ? source : ".");
	int rows = 0, good = 0;
	struct str rest, line, want;
	struct buf b;

	buf_init(&b, CAP_LINE);
	assert_int_equal(file_read(path, &b, NULL), STATUS_OK);
	mem_free(path);
	rest = buf_view(&b);
	while (rest.len > 0 && str_cut(&rest, '\n', &line)) {
		if (line.len == 0 || line.p[0] == '#' || !str_cut(&line, '\t', &want))
			continue;
		char *text = mem_printf("%.*s", (int)line.len, line.p);
		good += right(fixture_score(*state, text, (struct score_in){ .rating = POST_UNKNOWN }).label,
			want);
		rows++;
		mem_free(text);
	}
	buf_free(&b);
	print_message("%d of %d right\n", good, rows);
	assert_true(rows >= ROWS_AT_LEAST);
	assert_true(good * 100 >= rows * RIGHT_AT_LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(posts) };

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
