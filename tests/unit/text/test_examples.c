/* The examples: what they teach, of which texts, and what they must not. */
#include <stdlib.h>
#include <unistd.h>
#include "text_fixture.h"

static char dir[] = "/tmp/luister-examples-XXXXXX";
static const char *const files[] = { "adjectives.tsv", "branches.tsv", "examples.tsv" };

/* Praise has "meteen", complaints have "weken", news has "vanaf"; Vos is a firm that all complain of. */
static const char taught[] = "# label post\n"
	"pos\tIk werd meteen gebeld\npos\tZe hielp ons meteen verder\npos\tMeteen een antwoord, meteen "
	"klaar\n"
	"neg\tAl weken stil bij Vos\nneg\tNa zes weken bij Vos nog niks\nneg\tWeken gewacht, weken gebeld, "
	"Vos zwijgt\n"
	"neu\tOpen vanaf maandag\nneu\tVanaf maart op een ander adres\nneu\tDe cursus begint vanaf tien "
	"uur\n";

static void put(const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", dir, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	mem_free(path);
}

static int open_own(void **state)
{
	if (!mkdtemp(dir))
		return -1;
	put("adjectives.tsv", "goed\tadj\t~\t0.6\t0.8\t1\t-\t-\n");
	put("branches.tsv", "advocat*\nadvocaat\n");
	put("examples.tsv", taught);
	return fixture_open_dir(state, dir);
}

static int close_own(void **state)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = mem_printf("%s/%s", dir, files[i]);
		unlink(path);
		mem_free(path);
	}
	return rmdir(dir) || fixture_close(state);
}

static struct score of(void **state, const char *text)
{
	return fixture_score(*state, text, (struct score_in){ .rating = POST_UNKNOWN, .explain = true });
}

static void words_take_the_tone_of_their_examples(void **state)
{
	assert_int_equal(of(state,
		"De advocaat kwam meteen en bleef meteen de hele dag tot wij alles hadden").label, LABEL_POS);
	assert_int_equal(of(state,
		"De advocaat zegt al weken dat het over weken wel eens klaar zal zijn").label, LABEL_NEG);
	struct score told = of(state,
		"De advocaat is vanaf april weer op het oude adres vanaf negen uur goed te vinden");
	assert_int_equal(told.label, LABEL_NEU);
	assert_in_range(told.polarity + 59, 0, 118);
}

static void only_of_the_branches(void **state)
{
	struct mention firm = { .at = NULL };
	const char *text = "De slager zegt al weken dat het over weken wel eens klaar zal zijn";

	assert_int_equal(of(state, text).label, LABEL_NONE);
	assert_int_equal(fixture_score(*state, text, (struct score_in){ .rating = POST_UNKNOWN,
		.firms = &firm, .nfirms = 1 }).label, LABEL_NEG);
	assert_int_equal(firm.label, LABEL_NEG);
}

static bool in_why(const struct score *s, const char *opening)
{
	for (size_t i = 0; i < s->nwhy; i++)
		if (!strcmp(s->why[i].rule, "example") && !strncmp(s->why[i].entry.p, opening,
			strlen(opening)))
			return true;
	return false;
}

/* All complain of Vos in the examples: that is no reason to think ill of it. */
static void a_name_tells_nothing(void **state)
{
	struct score s = of(state, "Vos, de advocaat, kwam met Vos meteen langs en ook Weken was erbij");

	assert_true(in_why(&s, "meteen (4 pos, 0 neu, 0 neg)"));
	assert_false(in_why(&s, "vos "));
	assert_false(in_why(&s, "weken "));
	assert_false(in_why(&s, "advocaat "));
}

static void why_names_the_line_of_the_example(void **state)
{
	struct score s = of(state, "De advocaat belt vanaf morgen");

	for (size_t i = 0; i < s.nwhy; i++)
		if (!strcmp(s.why[i].rule, "example") && !strncmp(s.why[i].entry.p, "vanaf", 5)) {
			assert_string_equal(s.why[i].file, "examples.tsv");
			assert_int_equal(s.why[i].line, 8);
			return;
		}
	fail();
}

/* In a few words the lexicon decides. */
static void a_short_text_is_what_its_words_feel(void **state)
{
	assert_int_equal(of(state, "Goede advocaat vanaf weken").label, LABEL_POS);
}

static void a_bad_line_has_its_number(void **state)
{
	static const struct { const char *text, *says; } rows[] = {
		{ "pos\tgoed\ngoed\tja\n", "examples.tsv:2: error: an example is pos, neu or neg, not goed" },
		{ "none\tja\n", "an example is pos, neu or neg, not none" },
		{ "pos\n", "examples.tsv:1: error: 1 columns, expected 2 to 2" },
		{ "pos\t\xff\n", "examples.tsv:1: error: not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lexicon *lx;
		struct err e = { 0 };
		struct buf b;
		buf_init(&b, 4096);
		put("examples.tsv", rows[i].text);
		assert_int_equal(lexicon_load(dir, &lx, &b, &e), STATUS_CONFIG);
		if (!strstr(buf_cstr(&b), rows[i].says))
			fail_msg("%s is not in: %s", rows[i].says, buf_cstr(&b));
		lexicon_free(lx);
		buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_take_the_tone_of_their_examples),
		cmocka_unit_test(only_of_the_branches),
		cmocka_unit_test(a_name_tells_nothing),
		cmocka_unit_test(why_names_the_line_of_the_example),
		cmocka_unit_test(a_short_text_is_what_its_words_feel),
		cmocka_unit_test(a_bad_line_has_its_number),
	};

	return cmocka_run_group_tests(tests, open_own, close_own);
}
