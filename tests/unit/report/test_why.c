/* The line under a post: short, in two languages, and never another tale than the engine's. */
#include "report_fixture.h"
#include "words.h"

static const struct render nl = { .english = false }, en = { .english = true };
static const struct fact plain, secret = { .sensitive = true };

#define POST(w) { .fact = &plain, .why = (w), .label = LABEL_NEG, .polarity = -797, .fragment = "x", \
	.rating = POST_UNKNOWN }

static void is(const struct daily_post *p, const struct render *r, const char *want)
{
	struct buf line;
	buf_init(&line, 4096);
	assert_true(words_why(p, r, &line));
	assert_string_equal(buf_cstr(&line), want);
	buf_free(&line);
}

static struct daily_why two(void)
{
	return (struct daily_why){ .label = LABEL_NEG, .polarity = -797, .sum = -1320, .lang = "nl",
		.nparts = 2, .part = {
			{ .rule = "word", .words = "vervelend", .base = -600, .adds = -720, .nsteps = 1,
				.step = { { .rule = "intensified", .by = "erg", .factor = 1200 } } },
			{ .rule = "fact", .words = "onbereikbaar", .base = -600, .adds = -600 } } };
}

static void words_with_what_changed_them(void **state)
{
	struct daily_why w = two();
	struct daily_post p = POST(&w);
	(void)state;
	is(&p, &nl, "negatief -1,32 = erg 1,2 x vervelend -0,6 + onbereikbaar (feit) -0,6");
	is(&p, &en, "negative -1.32 = erg 1.2 x vervelend -0.6 + onbereikbaar (fact) -0.6");
	/* the last rule stands first */
	w.part[0].nsteps = 2;
	w.part[0].step[1] = (struct daily_step){ .rule = "but", .factor = 500 };
	w.part[0].adds = -360;
	w.sum = -965;
	is(&p, &nl, "negatief -0,97 = maar 0,5 x erg 1,2 x vervelend -0,6 + 1 andere -0,61");
}

static void what_decided_is_said(void **state)
{
	struct daily_why w = two();
	struct daily_post p = POST(&w);
	(void)state;
	w.decided = "examples";
	w.part[1] = (struct daily_part){ .rule = "examples", .base = 1005, .adds = 1005 };
	w.sum = 285;
	is(&p, &nl, "negatief door voorbeelden: +0,29 = erg 1,2 x vervelend -0,6 + 1 andere +1,01");
	w = two();
	w.decided = "stars";
	w.label = p.label = LABEL_MIXED;
	w.nparts = 1;
	w.sum = -720;
	p.rating = 4500;
	is(&p, &en, "mixed by 4.5 stars: -0.72 = erg 1.2 x vervelend -0.6");
	w = (struct daily_why){ .label = LABEL_NONE, .decided = "language", .lang = "de" };
	p.label = LABEL_NONE;
	p.polarity = 0;
	is(&p, &nl, "niet gescoord: Duits");
	w = (struct daily_why){ .label = LABEL_NONE, .lang = "nl" };
	is(&p, &nl, "niet gescoord: geen woord met gevoelswaarde");
}

/* What is counted and what is said are two things, and that is said. */
static void another_lexicon_is_no_secret(void **state)
{
	struct daily_why w = two();
	struct daily_post p = POST(&w);
	(void)state;
	p.label = LABEL_POS;
	is(&p, &nl, "ander lexicon, nu negatief -1,32 = erg 1,2 x vervelend -0,6 + 1 andere -0,6");
	p.label = LABEL_NEG;
	p.polarity = -796;
	is(&p, &en, "another lexicon, now negative -1.32 = 2 parts -1.32");
}

static void spam_has_its_own_reason(void **state)
{
	static const struct fact advert = { .spam = true };
	struct daily_why w = two();
	struct daily_post p = POST(&w);
	(void)state;
	p.fact = &advert;
	w.spam = "dm voor promo";
	is(&p, &nl, "spam: dm voor promo");
	w.spam = NULL;
	is(&p, &en, "another lexicon, now no spam");
}

static void it_fits_and_the_rest_is_summed(void **state)
{
	struct daily_why w = two();
	struct daily_post p = POST(&w);
	struct buf line;
	(void)state;
	for (w.nparts = 0; w.nparts < DAILY_PARTS; w.nparts++)
		w.part[w.nparts] = (struct daily_part){ .rule = "word", .words = "onfatsoenlijk",
			.base = -500, .adds = -500 };
	w.others = 3;
	w.sum = -3300;
	is(&p, &nl, "negatief -3,3 = onfatsoenlijk -0,5 + onfatsoenlijk -0,5 + 7 andere -2,3");
	for (int k = 0; k < 48; k++) {
		static const char letters[] = "éééééééééééééééééééééééé";
		buf_init(&line, 4096);
		w.part[0].words = letters + sizeof letters - 1 - (size_t)k / 2 * 2;
		assert_true(words_why(&p, &nl, &line));
		size_t columns = 0;
		for (size_t i = 0; i < line.len; i++)
			columns += ((unsigned char)line.p[i] & 0xC0) != 0x80;
		assert_true(columns <= 77);
		buf_free(&line);
	}
	w = two();
	w.part[0].words = w.part[1].words = "een heel lang idioom van woorden die niet op een regel passen";
	is(&p, &nl, "negatief -1,32 = 2 delen -1,32");
}

static void a_text_that_is_gone(void **state)
{
	struct daily_post p = POST(NULL);
	struct buf line;
	(void)state;
	buf_init(&line, 64);
	assert_false(words_why(&p, &nl, &line));         /* nobody asked */
	assert_int_equal(line.len, 0);
	buf_free(&line);
	p.fragment = NULL;
	is(&p, &nl, "tekst verlopen");
	is(&p, &en, "text expired");
	p.fact = &secret;
	is(&p, &nl, "tekst niet bewaard");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_with_what_changed_them),
		cmocka_unit_test(what_decided_is_said),
		cmocka_unit_test(another_lexicon_is_no_secret),
		cmocka_unit_test(spam_has_its_own_reason),
		cmocka_unit_test(it_fits_and_the_rest_is_summed),
		cmocka_unit_test(a_text_that_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
