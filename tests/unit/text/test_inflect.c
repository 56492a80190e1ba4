/* Dutch inflection by rule. */
#include "../test.h"
#include "inflect.h"

struct got { char forms[64][64]; unsigned flags[64]; size_t n; };

static void take(void *self, struct str form, unsigned flags)
{
	struct got *g = self;

	if (g->n < 64) {
		snprintf(g->forms[g->n], sizeof g->forms[0], "%.*s", STR_ARG(form));
		g->flags[g->n++] = flags;
	}
}

static bool has(const struct got *g, const char *form)
{
	for (size_t i = 0; i < g->n; i++)
		if (!strcmp(g->forms[i], form) && !(g->flags[i] & (FORM_APART | FORM_ERROR)))
			return true;
	return false;
}

static struct got forms_of(const char *lemma, enum pos pos, const char *forms)
{
	struct got g = { .n = 0 };
	struct inflect to = { take, &g };
	char particle[32];

	assert_null(inflect(&to, lemma, pos, forms, particle));
	return g;
}

static const struct { const char *lemma; enum pos pos; const char *forms, *want; } rows[] = {
	{ "groot", POS_ADJ, "~", "groot grote groter grotere grootst grootste groots" },
	{ "wit", POS_ADJ, "~", "wit witte witter witst" },
	{ "lief", POS_ADJ, "~", "lief lieve liever liefst liefste" },
	{ "boos", POS_ADJ, "~", "boos boze bozer boost booste" },
	{ "grijs", POS_ADJ, "~", "grijs grijze" },
	{ "duur", POS_ADJ, "~", "duur dure duurder duurdere duurst" },
	{ "lekker", POS_ADJ, "~", "lekker lekkere lekkerder lekkerst" },
	{ "grappig", POS_ADJ, "~", "grappig grappige grappiger grappigst" },
	{ "vriendelijk", POS_ADJ, "~", "vriendelijk vriendelijke vriendelijker vriendelijkst vriendelijks" },
	{ "fantastisch", POS_ADJ, "~", "fantastisch fantastische fantastischer fantastischt" },
	{ "negatief", POS_ADJ, "~", "negatief negatieve negatiever negatiefst" },
	{ "waardeloos", POS_ADJ, "~", "waardeloos waardeloze waardelozer" },
	{ "kapot", POS_ADJ, "~", "kapot kapotte" },
	{ "half", POS_ADJ, "~", "half halve" },
	{ "klagen", POS_VERB, "~", "klagen klaag klaagt klaagde klaagden geklaagd klagend klagende" },
	{ "prijzen", POS_VERB, "prees,prezen,geprezen", "prijzen prijs prijst prees prezen geprezen" },
	{ "irriteren", POS_VERB, "~", "irriteer irriteert irriteerde geirriteerd" },
	{ "luisteren", POS_VERB, "~", "luister luistert luisterde geluisterd" },
	{ "twijfelen", POS_VERB, "~", "twijfel twijfelt twijfelde getwijfeld" },
	{ "vervelen", POS_VERB, "~", "verveel verveelt verveelde verveeld vervelend" },
	{ "verpesten", POS_VERB, "~", "verpest verpestte verpestten verpeste" },
	{ "balen", POS_VERB, "~", "baal baalt baalde gebaald" },
	{ "haten", POS_VERB, "~", "haat haatte haatten gehaat gehate" },
	{ "beloven", POS_VERB, "~", "beloof belooft beloofde beloofd" },
	{ "reizen", POS_VERB, "~", "reis reist reisde gereisd" },
	{ "zakken", POS_VERB, "~", "zak zakt zakte gezakt" },
	{ "tegen|vallen", POS_VERB, "viel,vielen,gevallen",
	"tegenvallen tegenvalt tegenviel tegenvielen tegengevallen" },
	{ "op|lichten", POS_VERB, "~", "oplichten oplicht oplichtte opgelicht" },
	{ "aan|bevelen", POS_VERB, "beval,bevalen,bevolen", "aanbevelen aanbeveelt aanbevolen" },
	{ "klacht", POS_NOUN, "~", "klacht klachten klachtje klachtjes" },
	{ "fout", POS_NOUN, "~", "fout fouten foutje foutjes" },
	{ "ramp", POS_NOUN, "~", "ramp rampen" },
	{ "onzekerheid", POS_NOUN, "~", "onzekerheid onzekerheden" },
	{ "topper", POS_NOUN, "~", "topper toppers toppertje" },
	{ "blunder", POS_NOUN, "-s", "blunder blunders" },
	{ "leugen", POS_NOUN, "~", "leugen leugens leugentje" },
	{ "risico", POS_NOUN, "-'s", "risico risico's" },
	{ "ziekte", POS_NOUN, "~", "ziekte ziektes ziekten" },
	{ "man", POS_NOUN, "~", "man mannen mannetje" },
	{ "brief", POS_NOUN, "~", "brief brieven briefje" },
	{ "huis", POS_NOUN, "~", "huis huizen huisje" },
	{ "boom", POS_NOUN, "~", "boom bomen boompje" },
	{ "verrassing", POS_NOUN, "~", "verrassing verrassingen verrassinkje" },
	{ "klooien", POS_VERB, "~", "klooi klooit klooide geklooid klooiend" },
	{ "zien", POS_VERB, "zag,zagen,gezien", "zie ziet zag gezien" },
	{ "tegen|staan", POS_VERB, "stond,stonden,gestaan", "tegensta tegenstaat tegenstond" },
	{ "nadeel", POS_NOUN, "~", "nadeel nadelen nadeeltje" },
		{ "haatzaaier", POS_NOUN, "~", "haatzaaier haatzaaiers haatzaaiertje" },
		{ "officier", POS_NOUN, "~", "officier officieren" },
	{ "super", POS_ADJ, "=", "super" },
	{ "goed", POS_ADJ, "=goede,beter,best", "goed goede beter best" },
};

static void forms_by_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct got g = forms_of(rows[i].lemma, rows[i].pos, rows[i].forms);
		struct str rest = str_of(rows[i].want), w;
		while (str_cut(&rest, ' ', &w)) {
			char want[64];
			snprintf(want, sizeof want, "%.*s", STR_ARG(w));
			if (!has(&g, want))
				fail_msg("%s has no form %s", rows[i].lemma, want);
		}
	}
}

static void no_wrong_forms(void **state)
{
	static const struct { const char *lemma; enum pos pos; const char *not; } wrong[] = {
		{ "grappig", POS_ADJ, "grappigge" }, { "lekker", POS_ADJ, "lekkerre" },
			{ "lelijk", POS_ADJ, "lelijkke" },
		{ "klooien", POS_VERB, "klooie" }, { "tegen|staan", POS_VERB, "tegenstat" },
		{ "nadeel", POS_NOUN, "nadeels" },
		{ "boos", POS_ADJ, "boose" }, { "verpesten", POS_VERB, "geverpest" },
		{ "luisteren", POS_VERB, "luisteer" }, { "topper", POS_NOUN, "topperen" },
		{ "brief", POS_NOUN, "briefen" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct got g = forms_of(wrong[i].lemma, wrong[i].pos, "~");
		assert_false(has(&g, wrong[i].not));
	}
}

static void a_separable_verb_comes_apart(void **state)
{
	struct got g = forms_of("tegen|vallen", POS_VERB, "viel,vielen,gevallen");
	bool apart = false;

	(void)state;
	for (size_t i = 0; i < g.n; i++)
		apart |= !strcmp(g.forms[i], "valt") && g.flags[i] & FORM_APART;
	assert_true(apart);
}

static void a_wrong_column_is_named(void **state)
{
	struct got g = { .n = 0 };
	struct inflect to = { take, &g };
	char particle[32];

	(void)state;
	assert_non_null(inflect(&to, "mooi", POS_ADJ, "moois", particle));
	assert_non_null(inflect(&to, "fiets", POS_VERB, "~", particle));
	assert_int_equal(pos_of(STR("werkwoord")), -1);
	assert_int_equal(pos_of(STR("verb")), POS_VERB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_by_rule),
		cmocka_unit_test(no_wrong_forms),
		cmocka_unit_test(a_separable_verb_comes_apart),
		cmocka_unit_test(a_wrong_column_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
