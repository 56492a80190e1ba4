/* Reading a lexicon: what is wrong is named with file and line. */
#include "../test.h"
#include <stdlib.h>
#include <unistd.h>
#include <luister/caps.h>
#include <luister/score.h>
#include "lexicon_in.h"

static char dir[] = "/tmp/luister-lexicon-XXXXXX";

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void drop(const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	unlink(path);
}

static int setup(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	drop("adjectives.tsv");
	drop("idioms.tsv");
	drop("stop.tsv");
	return rmdir(dir);
}

/* Loads with a report and returns it. */
static void report(char *out, size_t size, enum status want)
{
	struct lexicon *lx;
	struct buf b;
	struct err e = { 0 };

	buf_init(&b, CAP_LINE);
	assert_int_equal(lexicon_load(dir, &lx, &b, &e), want);
	assert_non_null(lx);
	snprintf(out, size, "%s", buf_cstr(&b));
	buf_free(&b);
	lexicon_free(lx);
}

static void a_good_file_is_counted(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv", "# "
		"comment\nlief\tadj\t~\t0.6\t0.8\t1\t-\tnote\nraar\tadj\t~\t-0.3\t0.6\t1\tpos=pred;not=a|"
		"b\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_OK);
	assert_int_equal(lexicon_size(lx).polar_lemmas, 2);
	assert_true(lexicon_find(lx, STR("lievere")) != 0);
	assert_int_equal(lexicon_find(lx, STR("liefere")), 0);
	assert_int_equal(strlen(lexicon_version(lx)), 12);
	lexicon_free(lx);
}

static void mistakes_have_file_and_line(void **state)
{
	static const struct { const char *line, *says; } rows[] = {
		{ "lief\tadj\t~\tveel\t0.8\t1\t-\t-\n", "adjectives.tsv:1: error: polarity is not a number" },
		{ "lief\tadj\t~\t1.4\t0.8\t1\t-\t-\n", "polarity is out of its range" },
		{ "lief\tbijv\t~\t0.4\t0.8\t1\t-\t-\n", "unknown part of speech: bijv" },
		{ "lief\tadj\t~\n", "3 columns, expected 4 to 8" },
		{ "lief\tadj\t~\t0.4\t0.8\t1\tbij=x\t-\n", "unknown condition: bij=x" },
		{ "lief\tadj\tliefst\t0.4\t0.8\t1\t-\t-\n", "an adjective has" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char out[4096];
		put("adjectives.tsv", rows[i].line);
		report(out, sizeof out, STATUS_CONFIG);
		if (!strstr(out, rows[i].says))
			fail_msg("%s is not in: %s", rows[i].says, out);
	}
}

static void the_first_mistake_ends_a_strict_load(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv", "lief\tadj\t~\t0.4\t0.8\t1\t-\t-\nlief\tbijv\t~\t0.4\t0.8\t1\t-\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_CONFIG);
	assert_null(lx);
	assert_non_null(strstr(e.msg, "adjectives.tsv:2"));
}

static void duplicates_and_contradictions_are_notes(void **state)
{
	char out[4096];

	(void)state;
	put("adjectives.tsv", "lief\tadj\t~\t0.4\t0.8\t1\t-\t-\nlief\tadj\t~\t-0.4\t0.8\t1\t-\t-\n"
		"raar\tadj\t~\t-0.4\t0.8\t1\t-\t-\nraar\tadj\t~\t-0.4\t0.8\t1\t-\t-\n");
	put("idioms.tsv", "om te zoenen\t0.9\t0.9\t-\nom te zoenen\t0.8\t0.9\t-\n");
	report(out, sizeof out, STATUS_OK);
	assert_non_null(strstr(out, "adjectives.tsv:2: note: contradiction: lief"));
	assert_non_null(strstr(out, "adjectives.tsv:4: note: duplicate: raar"));
	assert_non_null(strstr(out, "idioms.tsv:2: note: contradiction: om te zoenen stands in line 1"));
	drop("idioms.tsv");
}

static void bad_patterns_are_errors(void **state)
{
	char out[4096];

	(void)state;
	put("idioms.tsv", ".. _\t0.5\t0.5\t-\ngoed <getal>\t0.5\t0.5\t-\n");
	report(out, sizeof out, STATUS_CONFIG);
	assert_non_null(strstr(out, "idioms.tsv:1: error: the pattern has no token of its own"));
	assert_non_null(strstr(out, "idioms.tsv:2: error: an unknown <name>"));
	drop("idioms.tsv");
}

static void near_forms_only_after_the_exact_one(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv",
		"onvriendelijk\tadj\t~\t-0.7\t0.8\t1\t-\t-\nsuper\tadj\t=\t0.8\t0.8\t1\t-\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_OK);
	struct guess g = near_guess(lx, STR("klantonvriendelijk"), false, false);
	assert_string_equal(g.rule, "compound");
	g = near_guess(lx, STR("onvriendlijk"), false, false);
	assert_string_equal(g.rule, "typo");
	g = near_guess(lx, STR("suuuper"), true, false);
	assert_string_equal(g.rule, "elongated");
	assert_int_equal(near_guess(lx, STR("soper"), false, false).form, 0);
	assert_int_equal(near_guess(lx, STR("onvriendlijk"), false, true).form, 0);
	lexicon_free(lx);
}

/* One letter missing, one too many, two exchanged, wherever it is but for the ends: forms are filed by
 * halves. */
static void a_slip_is_found_wherever_it_is(void **state)
{
	static const char meant[] = "afschuwelijk";
	const size_t n = sizeof meant - 1;
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv", "afschuwelijk\tadj\t=\t-0.7\t0.8\t1\t-\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_OK);
	for (size_t i = 1; i + 1 < n; i++) {
		char less[32], more[32], swapped[32];
		snprintf(less, sizeof less, "%.*s%s", (int)i, meant, meant + i + 1);
		snprintf(more, sizeof more, "%.*sq%s", (int)i, meant, meant + i);
		snprintf(swapped, sizeof swapped, "%s", meant);
		swapped[i] = meant[i + 1];
		swapped[i + 1] = meant[i];
		assert_string_equal(near_guess(lx, str_of(less), false, false).rule, "typo");
		assert_string_equal(near_guess(lx, str_of(more), false, false).rule, "typo");
		/* the last letter is grammar */
		assert_int_equal(near_guess(lx, str_of(swapped), false, false).form != 0, i + 2 < n);
	}
	assert_int_equal(near_guess(lx, STR("afsqhuwelijk"), false, false).form, 0);
	assert_int_equal(near_guess(lx, STR("afshuweljk"), false, false).form, 0);
	lexicon_free(lx);
}

static int polarity_of_text(const struct lexicon *lx, const char *text)
{
	struct scorer *scorer = scorer_new(lx);
	struct tokenizer *tokenizer = tokenizer_new();
	struct arena *a = arena_new();
	struct tokens t = tokenize(tokenizer, str_of(text), a);
	struct score s = score_text(scorer, &(struct score_in){ .text = str_of(text), .tokens = &t,
		.assume_dutch = true, .rating = POST_UNKNOWN }, a);

	arena_free(a);
	tokenizer_free(tokenizer);
	scorer_free(scorer);
	return s.polarity;
}

static void a_separable_verb_needs_its_particle(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv", "tegen|vallen\tverb\tviel,vielen,gevallen\t-0.6\t0.7\t1\t-\t-\n"
		"mee|vallen\tverb\tviel,vielen,gevallen\t0.5\t0.7\t1\t-\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_OK);
	assert_true(polarity_of_text(lx, "Dit valt mij toch echt tegen") < 0);
	assert_true(polarity_of_text(lx, "Het viel eigenlijk best mee") > 0);
	assert_int_equal(polarity_of_text(lx, "De avond valt"), 0);
	assert_int_equal(polarity_of_text(lx, "Het viel om, ik was tegen"), 0);
	assert_true(polarity_of_text(lx, "De rekening is tegengevallen") < 0);
	lexicon_free(lx);
}

static void conditions_choose_the_sense(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	put("adjectives.tsv", "scherp\tadj\t~\t0.5\t0.5\t1\tnear=prijs|tarief\t-\n"
		"scherp\tadj\t~\t-0.5\t0.5\t1\tnext=toon\t-\nraak\tadj\t=\t0.5\t0.5\t1\talone\t-\n");
	assert_int_equal(lexicon_load(dir, &lx, NULL, &e), STATUS_OK);
	assert_true(polarity_of_text(lx, "een scherpe prijs") > 0);
	assert_true(polarity_of_text(lx, "een scherpe toon") < 0);
	assert_int_equal(polarity_of_text(lx, "een scherpe bocht"), 0);
	assert_int_equal(polarity_of_text(lx, "een scherpe bocht, de prijs was bekend"), 0);
	assert_true(polarity_of_text(lx, "Raak!") > 0);
	assert_int_equal(polarity_of_text(lx, "Dat was raak"), 0);
	lexicon_free(lx);
}

static void an_empty_folder_is_no_lexicon(void **state)
{
	struct lexicon *lx;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(lexicon_load("/nonexistent", &lx, NULL, &e), STATUS_NOINPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_is_counted),
		cmocka_unit_test(mistakes_have_file_and_line),
		cmocka_unit_test(the_first_mistake_ends_a_strict_load),
		cmocka_unit_test(duplicates_and_contradictions_are_notes),
		cmocka_unit_test(bad_patterns_are_errors),
		cmocka_unit_test(near_forms_only_after_the_exact_one),
		cmocka_unit_test(a_slip_is_found_wherever_it_is),
		cmocka_unit_test(a_separable_verb_needs_its_particle),
		cmocka_unit_test(conditions_choose_the_sense),
		cmocka_unit_test(an_empty_folder_is_no_lexicon),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
