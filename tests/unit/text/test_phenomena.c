/* The sentences of phenomena.tsv, each with the label of a careful reader. The few that are known to go wrong
 * stand in phenomena-known.tsv, and a sentence that stands there must indeed go wrong. */
#include "text_fixture.h"

#define RIGHT_AT_LEAST 97    /* per cent of the rows not known to go wrong */
#define KNOWN_AT_MOST 3      /* of all rows, per cent */
#define ROWS_AT_LEAST 420

struct tally { int rows, known, listed, wrong, healed; };

/* The last column of a known row is the text, as in the file of sentences; the first says why. */
static int listed(struct rows known, struct str text)
{
	struct str line, why;
	int n = 0;

	while (rows_next(&known, &line))
		if (str_cut(&line, '\t', &why) && str_eq(line, text))
			n++;
	return n;
}

/* Whether a word of a calm sentence stands in the lexicon is not the reader's affair: neu is right with
 * none. */
static bool right(enum label got, struct str want)
{
	return str_is(want, label_name((int)got)) || (str_is(want, "neu") && got == LABEL_NONE);
}

static struct score plain_score(struct fixture *f, struct str text)
{
	struct tokens t;
	struct score_in in = { .text = text, .rating = POST_UNKNOWN };

	arena_reset(f->arena);
	t = tokenize(f->tokenizer, text, f->arena);
	in.tokens = &t;
	return score_text(f->scorer, &in, f->arena);
}

static void judge(struct fixture *f, struct str line, struct rows known, struct tally *n)
{
	struct str phenomenon = { NULL, 0 }, want = { NULL, 0 };

	if (!str_cut(&line, '\t', &phenomenon) || !str_cut(&line, '\t', &want))
		fail_msg("no three columns: %.*s", (int)phenomenon.len, phenomenon.p);
	struct score s = plain_score(f, line);
	bool ok = right(s.label, want), is_known = listed(known, line) > 0;
	n->rows++;
	n->known += is_known;
	n->wrong += !ok && !is_known;
	n->healed += ok && is_known;
	if (ok == is_known)
		print_error("%.*s: %s (%d), not %.*s%s: %.*s\n", (int)phenomenon.len, phenomenon.p,
			label_name((int)s.label), s.polarity, (int)want.len, want.p,
			is_known ? ", listed as known but right" : "", (int)line.len, line.p);
}

static void sentences(void **state)
{
	struct rows texts = rows_open("phenomena.tsv"), known = rows_open("phenomena-known.tsv"),
		each = known;
	struct str line;
	struct tally n = { 0 };

	while (rows_next(&texts, &line))
		judge(*state, line, known, &n);
	while (rows_next(&each, &line))
		n.listed++;
	print_message("%d sentences, %d known to go wrong, %d other wrong\n", n.rows, n.known, n.wrong);
	rows_close(&texts);
	rows_close(&known);
	assert_true(n.rows >= ROWS_AT_LEAST);
	assert_int_equal(n.healed, 0);
	assert_int_equal(n.listed, n.known);
	assert_true(n.known * 100 <= n.rows * KNOWN_AT_MOST);
	assert_true((n.rows - n.known - n.wrong) * 100 >= (n.rows - n.known) * RIGHT_AT_LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(sentences) };

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
