/* The rules of scoring, each with sentences of clients. */
#include "text_fixture.h"
#include <string.h>
#include <luister/file.h>

static const struct { const char *rule; enum label want; const char *text; } rows[] = {
	{ "word", LABEL_POS, "Uitstekend kantoor en heel vriendelijk." },
	{ "word", LABEL_NEG, "Wat een waardeloos kantoor." },
	{ "none", LABEL_NONE, "De vergadering begint om tien uur in zaal twee." },
	{ "negation", LABEL_NEG, "Ik ben niet tevreden over dit kantoor." },
	{ "negation", LABEL_NEG, "Ze waren niet vriendelijk en het advies was slecht." },
	{ "negation of a bad word", LABEL_POS, "Helemaal niet slecht, dit advies." },
	{ "negation after the word", LABEL_NEG, "Vriendelijk waren ze zeker niet." },
	{ "negation ends at a comma", LABEL_POS, "Dat wist ik niet, prima uitgelegd dus." },
	{ "geen", LABEL_NEG, "Geen goede ervaring met deze advocaat." },
	{ "niet alleen maar ook", LABEL_POS, "Niet alleen snel maar ook heel vriendelijk." },
	{ "te", LABEL_NEG, "De rekening was veel te duur." },
	{ "te + good", LABEL_NEG, "Het ging allemaal veel te snel." },
	{ "could be better", LABEL_NEG, "De communicatie kan echt beter." },
	{ "better than expected", LABEL_POS, "Het ging beter dan verwacht." },
	{ "maar", LABEL_NEG, "Vriendelijke mensen, maar het resultaat is waardeloos." },
	{ "maar", LABEL_POS, "Duur, maar geweldig geholpen." },
	{ "described", LABEL_NEG, "Wat een slechte service." },
	{ "described", LABEL_NEG, "Ben hier slecht geholpen." },
	{ "once", LABEL_NEG, "Vroeger was dit een goed kantoor." },
	{ "emoji", LABEL_POS, "Nieuwe jaarrekening binnen 😍" },
	{ "emoji", LABEL_NEG, "Nieuwe jaarrekening binnen 😡" },
	{ "emoji after words", LABEL_NEG, "Lekker dan, weer een boete 🙄" },
	{ "elongated", LABEL_POS, "Suuuuper geholpen!" },
	{ "compound", LABEL_NEG, "Wat een klantonvriendelijk kantoor." },
	{ "prefix", LABEL_NEG, "Dit is echt een rotservice." },
	{ "about a number", LABEL_NONE, "Het gesprek duurde ruim 40 minuten." },
	{ "domain", LABEL_NONE, "De aangifte over 2024 gaat over winst en verlies." },
};

static void rules(void **state)
{
	int wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct score s = fixture_score(*state, rows[i].text,
			(struct score_in){ .rating = POST_UNKNOWN });
		if (s.label == rows[i].want)
			continue;
		wrong++;
		print_error("%s: %s (%d) for: %s\n", rows[i].rule, label_name((int)s.label), s.polarity,
			rows[i].text);
	}
	assert_int_equal(wrong, 0);
}

static void place(struct mention *m, struct at *at, const char *text, const char *name)
{
	*at = (struct at){ (size_t)(strstr(text, name) - text), strlen(name) };
	*m = (struct mention){ .firm = str_of(name), .role = ROLE_MENTION, .at = at, .nat = 1 };
}

static void each_firm_gets_what_is_said_of_it(void **state)
{
	static const struct { const char *text; enum label x, y; } two[] = {
		{ "Bij Xander slecht geholpen, nu bij Yfke en dik tevreden", LABEL_NEG, LABEL_POS },
		{ "Xander is geweldig. Yfke is waardeloos.", LABEL_POS, LABEL_NEG },
		{ "Xander was een ramp maar Yfke is fantastisch", LABEL_NEG, LABEL_POS },
	};

	for (size_t i = 0; i < sizeof two / sizeof *two; i++) {
		struct mention m[2];
		struct at at[2];
		place(&m[0], &at[0], two[i].text, "Xander");
		place(&m[1], &at[1], two[i].text, "Yfke");
		fixture_score(*state, two[i].text, (struct score_in){ .rating = POST_UNKNOWN, .firms = m,
			.nfirms = 2 });
		if (m[0].label != two[i].x || m[1].label != two[i].y)
			fail_msg("%s: %d %d", two[i].text, m[0].polarity, m[1].polarity);
	}
}

static void stars_against_words_are_mixed(void **state)
{
	struct score s = fixture_score(*state, "Geweldig kantoor, heel blij mee!",
		(struct score_in){ .rating = 1000, .category = CATEGORY_REVIEW });

	assert_int_equal(s.label, LABEL_MIXED);
	assert_true(s.needs_reply);
	s = fixture_score(*state, "Geweldig kantoor, heel blij mee!", (struct score_in){ .rating = 5000,
		.category = CATEGORY_REVIEW });
	assert_int_equal(s.label, LABEL_POS);
}

static void why_adds_up(void **state)
{
	struct score s = fixture_score(*state, "Niet echt goed, maar wel héél vriendelijk!!",
		(struct score_in){
		.rating = POST_UNKNOWN, .explain = true });
	int sum = 0;

	assert_true(s.nwhy > 3);
	for (size_t i = 0; i < s.nwhy; i++)
		sum += s.why[i].milli;
	/* the sum of what is said decides the sign */
	assert_true((sum > 0) == (s.polarity > 0));
}

/* Of every sentence of a table: what the engine says that it added is what it added. */
static void sums_of(void **state, const char *name, int column)
{
	struct rows table = rows_open(name);
	struct str line, part;
	size_t n = 0;

	while (rows_next(&table, &line)) {
		int64_t sum = 0;
		for (int i = 0; i <= column; i++)
			str_cut(&line, '\t', &part);
		char *text = mem_dupn(part.p, part.len);
		struct score s = fixture_score(*state, text, (struct score_in){ .rating = POST_UNKNOWN,
			.explain = true });
		for (size_t i = 0; i < s.nwhy; i++)
			sum += strcmp(s.why[i].rule, "example") ? s.why[i].milli : 0;
		if (sum + s.lean != s.sum)
			fail_msg("%lld + %d is not %d: %s", (long long)sum, s.lean, s.sum, text);
		mem_free(text);
		n++;
	}
	assert_true(n > 100);
	rows_close(&table);
}

static void whys_add_up_to_the_sum(void **state)
{
	sums_of(state, "phenomena.tsv", 2);
	sums_of(state, "business.tsv", 1);
}

static void polarity_stays_in_its_range(void **state)
{
	char *text = mem_alloc(60000);

	for (size_t i = 0; i + 12 < 60000; i += 11)
		memcpy(text + i, "geweldig!! ", 11);
	struct score s = fixture_score(*state, text, (struct score_in){ .rating = POST_UNKNOWN });
	assert_true(s.polarity > 900 && s.polarity <= 1000);
	mem_free(text);
}

static void an_empty_text_says_nothing(void **state)
{
	struct score s = fixture_score(*state, "", (struct score_in){ .rating = POST_UNKNOWN });

	assert_int_equal(s.label, LABEL_NONE);
	assert_int_equal(s.hits, 0);
	assert_int_equal(s.words, 0);
	assert_false(s.needs_reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules),
		cmocka_unit_test(each_firm_gets_what_is_said_of_it),
		cmocka_unit_test(stars_against_words_are_mixed),
		cmocka_unit_test(why_adds_up),
		cmocka_unit_test(whys_add_up_to_the_sum),
		cmocka_unit_test(polarity_stays_in_its_range),
		cmocka_unit_test(an_empty_text_says_nothing),
	};

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
