/* Business process, intent, and who waits for an answer. */
#include "text_fixture.h"

static const struct { const char *text; int process, intent; bool reply; } rows[] = {
	{ "Wij zoeken een assistent-accountant, solliciteer nu!", PROCESS_RECRUITMENT, INTENT_VACANCY,
		false },
	{ "Weet iemand een goede advocaat in Leiden?", -1, INTENT_QUESTION, true },
	{ "Kan ik jullie morgen bellen?", -1, INTENT_QUESTION, true },
	{ "Al drie weken geen antwoord op mijn mail, waardeloos!", PROCESS_SERVICE, INTENT_COMPLAINT, true },
	{ "Geweldig geholpen, hartelijk bedankt!", -1, INTENT_COMPLIMENT, false },
	{ "De vergadering begint om tien uur in zaal twee.", PROCESS_OTHER, INTENT_NONE, false },
	{ "Mooie nieuwe reclamecampagne gezien op tv", PROCESS_MARKETING, -1, false },
};

static void cues(void **state)
{
	int wrong = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct score s = fixture_score(*state, rows[i].text,
			(struct score_in){ .rating = POST_UNKNOWN, .category = CATEGORY_MESSAGE });
		if ((rows[i].process < 0 || (int)s.process == rows[i].process) &&
		    (rows[i].intent < 0 || (int)s.intent == rows[i].intent) && s.needs_reply == rows[i].reply)
			continue;
		wrong++;
		print_error("%s %s %d for: %s\n", process_name((int)s.process), intent_name((int)s.intent),
			s.needs_reply, rows[i].text);
	}
	assert_int_equal(wrong, 0);
}

static void a_review_with_text_waits(void **state)
{
	struct score s = fixture_score(*state, "Prima.", (struct score_in){ .rating = 5000,
		.category = CATEGORY_REVIEW });

	assert_true(s.needs_reply);
	s = fixture_score(*state, " ", (struct score_in){ .rating = 5000, .category = CATEGORY_REVIEW });
	assert_false(s.needs_reply);
}

static void what_the_firm_writes_waits_for_nobody(void **state)
{
	struct mention own = { .firm = STR("duinzicht"), .role = ROLE_OWN };
	struct score s = fixture_score(*state, "Lukt het zo?", (struct score_in){ .rating = POST_UNKNOWN });

	assert_true(s.needs_reply);
	s = fixture_score(*state, "Lukt het zo?", (struct score_in){ .rating = POST_UNKNOWN, .firms = &own,
		.nfirms = 1 });
	assert_false(s.needs_reply);
}

static void the_cue_is_named(void **state)
{
	struct score s = fixture_score(*state, "Wij zoeken een assistent-accountant, solliciteer nu!",
		(struct score_in){ .rating = POST_UNKNOWN });

	assert_non_null(s.process_cue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cues),
		cmocka_unit_test(a_review_with_text_waits),
		cmocka_unit_test(what_the_firm_writes_waits_for_nobody),
		cmocka_unit_test(the_cue_is_named),
	};

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
