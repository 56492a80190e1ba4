/* Which firms a text mentions, in which role, where; what is no mention, and why. */
#include "../test.h"
#include <luister/caps.h>
#include <luister/match.h>

/* The firms of these tests: all made up. */
static const char *near_fiscal[] = { "accountant", "jaarrekening", "aangifte", "btw-nummer",
	"fiscaal advies" };
static const char *not_camping[] = { "camping\\s+duinzicht", "duinzicht\\s+aan\\s+zee" };
static const char *near_law[] = { "advocaat", "zitting" };
static const char *near_books[] = { "accountant", "boekhouding" };
static const char *empty_pattern[] = { "x*" };

static struct match_name duinzicht_names[] = {
	{ .name = "Duinzicht Accountants" },
	{ .name = "Accountantskantoor Duinzicht" },
	{ .name = "Duinzicht", .near = near_fiscal, .nnear = 5, .not = not_camping, .nnot = 2, .window = 4,
		.ambiguous = true },
};
static struct match_account duinzicht_accounts[] = { { "mastodon", "duinzicht@mastodon.example" },
	{ "bluesky", "duinzicht.example" }, { "x", "@Duinzicht_NL" } };
static const char *duinzicht_domains[] = { "duinzicht.example", "Duinzicht-Helpt.example" };
static const char *duinzicht_tags[] = { "#duinzichthelpt" };

static struct match_name wit_names[] = { { .name = "De Wit" }, { .name = "De Wit Advocaten" } };
static struct match_name witgroep_names[] = { { .name = "De Wit Advocaten Groep" } };
static struct match_name cafe_names[] = { { .name = "Café Première" } };
static struct match_name zn_names[] = { { .name = "Smit & Zn." } };
static struct match_name smit_names[] = { { .name = "Smit" } };
static struct match_name smits_names[] = { { .name = "Smits" } };
static struct match_name ijssel_names[] = { { .name = "IJsselstein Advies" } };
static struct match_name aaa_names[] = { { .name = "AAA Con\xC2\xADsult" } };
static struct match_name molenlaw_names[] = { { .name = "Molen", .near = near_law, .nnear = 2, .window = 12,
	.ambiguous = true } };
static struct match_name molenbooks_names[] = { { .name = "Molen", .near = near_books, .nnear = 2,
	.window = 12, .ambiguous = true } };
static struct match_name roer_names[] = { { .name = "Roer", .not = empty_pattern, .nnot = 1,
	.ambiguous = true } };
static struct match_name signs_names[] = { { .name = "-" }, { .name = "" } };

/* out of order: the results are sorted by id */
static const struct match_firm firms[] = {
	{ .id = "wit", .names = wit_names, .nnames = 2 },
	{ .id = "witgroep", .names = witgroep_names, .nnames = 1 },
	{ .id = "duinzicht", .names = duinzicht_names, .nnames = 3, .accounts = duinzicht_accounts,
		.naccounts = 3, .domains = duinzicht_domains, .ndomains = 2, .hashtags = duinzicht_tags,
		.nhashtags = 1 },
	{ .id = "cafe", .names = cafe_names, .nnames = 1 },
	{ .id = "zn", .names = zn_names, .nnames = 1 },
	{ .id = "smits", .names = smits_names, .nnames = 1 },
	{ .id = "smit", .names = smit_names, .nnames = 1 },
	{ .id = "ijssel", .names = ijssel_names, .nnames = 1 },
	{ .id = "aaa", .names = aaa_names, .nnames = 1 },
	{ .id = "molenlaw", .names = molenlaw_names, .nnames = 1 },
	{ .id = "molenbooks", .names = molenbooks_names, .nnames = 1 },
	{ .id = "roer", .names = roer_names, .nnames = 1 },
	{ .id = "signs", .names = signs_names, .nnames = 2 },
};

struct fixture {
	struct matcher *matcher;
	struct tokenizer *tokenizer;
	struct arena *arena;
	struct buf spelled;
	int wrong;
};

static int open_all(void **state)
{
	struct fixture *f = mem_alloc(sizeof *f);

	f->tokenizer = tokenizer_new();
	f->arena = arena_new();
	buf_init(&f->spelled, CAP_LINE);
	*state = f;
	return matcher_new(firms, sizeof firms / sizeof *firms, &f->matcher, NULL) != STATUS_OK;
}

static int close_all(void **state)
{
	struct fixture *f = *state;

	matcher_free(f->matcher);
	tokenizer_free(f->tokenizer);
	arena_free(f->arena);
	buf_free(&f->spelled);
	mem_free(f);
	return 0;
}

static struct match matches(struct fixture *f, const char *text, const char *platform, const char *author)
{
	arena_reset(f->arena);
	struct tokens t = tokenize(f->tokenizer, str_of(text), f->arena);
	return match_text(f->matcher, str_of(text), &t, str_of(platform), str_of(author), f->arena);
}

/* "firm role [bytes of the text] ...; firm ...": what stands at the spans, in words. Misses: "!firm
 * reason". */
static const char *spell(struct fixture *f, const char *text, const struct match *m)
{
	struct buf *b = &f->spelled;

	buf_clear(b);
	for (size_t i = 0; i < m->nfirms; i++) {
		const struct mention *x = &m->firms[i];
		buf_printf(b, "%s%.*s %s", b->len ? "; " : "", STR_ARG(x->firm), role_name((int)x->role));
		for (size_t k = 0; k < x->nat; k++) {
			assert_true(x->at[k].offset + x->at[k].len <= strlen(text));
			buf_printf(b, " [%.*s]", (int)x->at[k].len, text + x->at[k].offset);
		}
	}
	for (size_t i = 0; i < m->nmisses; i++)
		buf_printf(b, "%s!%s %s", b->len ? "; " : "", m->misses[i].firm, m->misses[i].reason);
	return buf_cstr(b);
}

static void expect_from(struct fixture *f, const char *text, const char *platform, const char *author,
	const char *want)
{
	struct match m = matches(f, text, platform, author);
	const char *got = spell(f, text, &m);

	if (strcmp(got, want) == 0)
		return;
	f->wrong++;
	print_error("%s (%s, %s)\n  wanted %s\n  got    %s\n", text, platform, author, want, got);
}

struct row { const char *text, *want; };

static void expect(struct fixture *f, const struct row *rows, size_t n)
{
	f->wrong = 0;
	for (size_t i = 0; i < n; i++)
		expect_from(f, rows[i].text, "forum", "jan", rows[i].want);
	assert_int_equal(f->wrong, 0);
}

#define EXPECT(rows) expect(*state, rows, sizeof rows / sizeof *rows)

static void names(void **state)
{
	static const struct row rows[] = {
		{ "Blij met Duinzicht Accountants!", "duinzicht mention [Duinzicht Accountants]" },
		{ "duinzicht accountants", "duinzicht mention [duinzicht accountants]" },
		{ "DUINZICHT ACCOUNTANTS", "duinzicht mention [DUINZICHT ACCOUNTANTS]" },
		{ "bij accountantskantoor duinzicht", "duinzicht mention [accountantskantoor duinzicht]" },
		{ "(Duinzicht Accountants)", "duinzicht mention [Duinzicht Accountants]" },
		{ "“Duinzicht Accountants”", "duinzicht mention [Duinzicht Accountants]" },
		{ "‘Duinzicht Accountants’", "duinzicht mention [Duinzicht Accountants]" },
		{ "😀Duinzicht Accountants😀", "duinzicht mention [Duinzicht Accountants]" },
		{ "Ik ging naar Smit & Zn. in mei", "zn mention [Smit & Zn]" },
		{ "Smit&Zn", "zn mention [Smit&Zn]" },
		{ "AAA Consult belde", "aaa mention [AAA Consult]" },
		{ "Duinzicht Accountants, Duinzicht Accountants",
			"duinzicht mention [Duinzicht Accountants] [Duinzicht Accountants]" },
	};
	EXPECT(rows);
}

static void white_space_and_hyphens(void **state)
{
	static const struct row rows[] = {
		{ "Duinzicht  \t Accountants", "duinzicht mention [Duinzicht  \t Accountants]" },
		{ "Duinzicht\nAccountants", "duinzicht mention [Duinzicht\nAccountants]" },
		{ "Duinzicht\xC2\xA0" "Accountants", "duinzicht mention [Duinzicht\xC2\xA0" "Accountants]" },
		{ "Duinzicht-Accountants", "duinzicht mention [Duinzicht-Accountants]" },
		{ "Duinzicht - Accountants", "duinzicht mention [Duinzicht - Accountants]" },
		{ "Duinzicht\xE2\x80\x91" "Accountants",
			"duinzicht mention [Duinzicht\xE2\x80\x91" "Accountants]" },
		{ "Duin\xC2\xADzicht Accoun\xC2\xADtants",
			"duinzicht mention [Duin\xC2\xADzicht Accoun\xC2\xADtants]" },
		{ "een De Wit-klant", "wit mention [De Wit]" },
		{ "een De Wit\xE2\x80\x91klant", "wit mention [De Wit]" },
		{ "de anti-Smit-actie", "smit mention [Smit]" },
		{ "de anti\xE2\x80\x91Smit\xE2\x80\x91" "actie", "smit mention [Smit]" },
	};
	EXPECT(rows);
}

static void genitives(void **state)
{
	static const struct row rows[] = {
		{ "Accountantskantoor Duinzichts advies",
			"duinzicht mention [Accountantskantoor Duinzicht]" },
		{ "De Wit's advies", "wit mention [De Wit]" },
		{ "De Wit’s advies", "wit mention [De Wit]" },
		{ "De Wits advies", "wit mention [De Wit]" },
		{ "De Wit's\xC2\xAD advies", "wit mention [De Wit]" },
		{ "DE WIT'S", "wit mention [DE WIT]" },
		{ "Duinzicht Accountants' advies", "duinzicht mention [Duinzicht Accountants]" },
		{ "Duinzicht Accountants’ advies", "duinzicht mention [Duinzicht Accountants]" },
		{ "Café Première's terras", "cafe mention [Café Première]" },
		{ "Café Première’s terras", "cafe mention [Café Première]" },
		/* an exact name beats another one's genitive */
		{ "Smits is goed", "smits mention [Smits]" },
		{ "Smit's advies", "smit mention [Smit]" },
		{ "Smits' advies", "smits mention [Smits]" },
		/* only at the end of a name: here it is the ambiguous one, near an accountant */
		{ "Duinzicht's Accountants", "duinzicht mention [Duinzicht]" },
	};
	EXPECT(rows);
}

static void accents(void **state)
{
	static const struct row rows[] = {
		{ "bij Café Première", "cafe mention [Café Première]" },
		{ "bij CAFÉ PREMIÈRE", "cafe mention [CAFÉ PREMIÈRE]" },
		{ "bij Cafe Premiere", "cafe mention [Cafe Premiere]" },
		{ "bij Cafe\xCC\x81 Premie\xCC\x80re", "cafe mention [Cafe\xCC\x81 Premie\xCC\x80re]" },
		{ "bij Cafè Première", "" },
		{ "Düinzicht Accountants", "" },
		{ "#DüinzichtAccountants", "" },
		{ "#CaféPremière", "cafe mention [#CaféPremière]" },
		{ "#cafepremiere", "cafe mention [#cafepremiere]" },
		{ "IJSSELSTEIN ADVIES", "ijssel mention [IJSSELSTEIN ADVIES]" },
		{ "Ĳsselstein Advies", "ijssel mention [Ĳsselstein Advies]" },
	};
	EXPECT(rows);
}

static void no_mention(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "Gewoon een dag.", "" },
		{ "De Witte Advocaten", "" },
		{ "Smitlaan 3, Hersmit, Smitje", "" },
		{ "Smit2 en smit_jan en 3smit", "" },
		{ "Duinzigt Accountants", "" },
		{ "Duinziiicht Accountants", "" },
		{ "De heer Wit", "" },
		{ "De, Wit", "" },
		{ "De. Wit", "" },
		{ "De 😀 Wit", "" },
		{ "De / Wit", "" },
		{ "De #Wit", "" },
		{ "De @jan Wit", "" },
		{ "AAAA Consult", "" },
		{ "Duinzichtlaan", "" },
		{ "DuinzichtAccountants", "" },
		{ "#DuinzichtAccountantsRotterdam", "" },
		{ "#wit", "" },
	};
	EXPECT(rows);
}

static void longest_wins(void **state)
{
	static const struct row rows[] = {
		{ "De Wit Advocaten won", "wit mention [De Wit Advocaten]" },
		{ "De Wit Advocaten Groep won", "witgroep mention [De Wit Advocaten Groep]" },
		{ "De Wit Advocaten en De Wit Advocaten Groep",
			"wit mention [De Wit Advocaten]; witgroep mention [De Wit Advocaten Groep]" },
		{ "De De Wit", "wit mention [De Wit]" },
		{ "Accountantskantoor De Wit", "wit mention [De Wit]" },
	};
	EXPECT(rows);
}

static void two_firms(void **state)
{
	static const struct row rows[] = {
		{ "Van De Wit naar Duinzicht Accountants",
			"duinzicht mention [Duinzicht Accountants]; wit mention [De Wit]" },
		{ "Smits of Smit?", "smit mention [Smit]; smits mention [Smits]" },
		{ "De Wit/Smit", "smit mention [Smit]; wit mention [De Wit]" },
	};
	EXPECT(rows);
}

static void ambiguous_names(void **state)
{
	static const struct row rows[] = {
		{ "Duinzicht maakt mijn jaarrekening", "duinzicht mention [Duinzicht]" },
		{ "De accountants van Duinzicht", "duinzicht mention [Duinzicht]" },
		{ "Mooi, dat Duinzicht", "!duinzicht near" },
		/* the window is four words, on both sides */
		{ "Duinzicht een twee drie aangifte", "duinzicht mention [Duinzicht]" },
		{ "Duinzicht een twee drie vier aangifte", "!duinzicht near" },
		{ "aangifte een twee drie Duinzicht", "duinzicht mention [Duinzicht]" },
		{ "aangifte een twee drie vier Duinzicht", "!duinzicht near" },
		{ "Duinzicht, een: twee! drie?! (aangifte)", "duinzicht mention [Duinzicht]" },
		/* a near word begins a word */
		{ "Duinzicht deed belastingaangifte", "!duinzicht near" },
		{ "Duinzicht deed aangiftes", "duinzicht mention [Duinzicht]" },
		{ "een Duinzicht-accountant", "duinzicht mention [Duinzicht]" },
		{ "Duinzicht is top #accountant", "duinzicht mention [Duinzicht]" },
		/* words with a hyphen or a space */
		{ "Duinzicht vroeg een BTW-nummer", "duinzicht mention [Duinzicht]" },
		{ "Duinzicht: fiscaal advies", "duinzicht mention [Duinzicht]" },
		{ "Duinzicht: advies fiscaal", "!duinzicht near" },
		/* what is not */
		{ "Aangifte gedaan op camping Duinzicht", "!duinzicht not" },
		{ "Aangifte gedaan op CAMPING\n DUINZICHT", "!duinzicht not" },
		{ "Camping Duinzicht, niet accountant Duinzicht", "duinzicht mention [Duinzicht]" },
		{ "Duinzicht aan Zee, jaarrekening", "!duinzicht not" },
		/* named for certain elsewhere */
		{ "Duinzicht was snel. Een twee drie vier vijf zes Duinzicht Accountants dus",
			"duinzicht mention [Duinzicht] [Duinzicht Accountants]" },
		{ "Duinzicht was snel. Een twee drie vier vijf zes duinzicht.example",
			"duinzicht mention [Duinzicht] [duinzicht.example]" },
		{ "Camping Duinzicht is geen Duinzicht Accountants",
			"duinzicht mention [Duinzicht Accountants]" },
		{ "Duinzichts jaarrekening", "duinzicht mention [Duinzicht]" },
		{ "#Duinzicht deed mijn aangifte", "duinzicht mention [#Duinzicht]" },
		{ "#Duinzicht in de zon", "!duinzicht near" },
		/* two firms share an ambiguous name: each has its own conditions */
		{ "advocaat Molen", "molenlaw mention [Molen]; !molenbooks near" },
		{ "accountant Molen", "molenbooks mention [Molen]; !molenlaw near" },
		{ "Molen", "!molenbooks near; !molenlaw near" },
		/* a pattern that matches nothing everywhere */
		{ "é Roer é", "roer mention [Roer]" },
	};
	EXPECT(rows);
}

static void hashtags(void **state)
{
	static const struct row rows[] = {
		{ "#DuinzichtAccountants", "duinzicht mention [#DuinzichtAccountants]" },
		{ "#duinzichtaccountants!", "duinzicht mention [#duinzichtaccountants]" },
		{ "#Duinzicht_Accountants", "duinzicht mention [#Duinzicht_Accountants]" },
		{ "top #duinzichthelpt", "duinzicht mention [#duinzichthelpt]" },
		{ "top #DuinzichtHelpt", "duinzicht mention [#DuinzichtHelpt]" },
		{ "duinzichthelpt", "" },
		{ "#AAAConsult", "aaa mention [#AAAConsult]" },
		{ "#smitzn", "zn mention [#smitzn]" },
		{ "#DeWit", "wit mention [#DeWit]" },
	};
	EXPECT(rows);
}

static void links(void **state)
{
	static const struct row rows[] = {
		{ "https://duinzicht.example/team.", "duinzicht mention [https://duinzicht.example/team]" },
		{ "HTTPS://DUINZICHT.EXAMPLE", "duinzicht mention [HTTPS://DUINZICHT.EXAMPLE]" },
		{ "zie duinzicht.example", "duinzicht mention [duinzicht.example]" },
		{ "www.duinzicht.example:8080/a?b", "duinzicht mention [www.duinzicht.example:8080/a?b]" },
		{ "https://mijn.duinzicht.example/#x",
			"duinzicht mention [https://mijn.duinzicht.example/#x]" },
		{ "https://duinzicht-helpt.example", "duinzicht mention [https://duinzicht-helpt.example]" },
		{ "mail info@duinzicht.example", "duinzicht mention [info@duinzicht.example]" },
		{ "https://jan:x@duinzicht.example/",
			"duinzicht mention [https://jan:x@duinzicht.example/]" },
		{ "https://elders.example/duinzicht.example", "" },
		{ "https://elders.example/?u=https://duinzicht.example", "" },
		{ "www.elders.example/?u=https://duinzicht.example", "" },
		{ "elders.example/https://duinzicht.example", "" },
		{ "https://elders.example/duinzicht-accountants", "" },
		{ "https://elders.example/De-Wit", "" },
		{ "https://duinzicht.example.elders.nl", "" },
		{ "https://nietduinzicht.example", "" },
		{ "https://duinzicht.example@elders.nl/", "" },
		{ "https://duinzicht.example:x@elders.nl/", "" },
		{ "jan@elders.nl", "" },
	};
	EXPECT(rows);
}

static void roles(void **state)
{
	static const struct { const char *text, *platform, *author, *want; } rows[] = {
		{ "Vrij vandaag", "mastodon", "duinzicht@mastodon.example", "duinzicht own" },
		{ "Vrij vandaag", "mastodon", "Duinzicht@Mastodon.Example", "duinzicht own" },
		{ "Vrij vandaag", "mastodon", "@duinzicht@mastodon.example", "duinzicht own" },
		{ "Vrij vandaag", "bluesky", "duinzicht.example", "duinzicht own" },
		{ "Vrij vandaag", "x", "duinzicht_nl", "duinzicht own" },
		{ "Vrij vandaag", "bluesky", "duinzicht@mastodon.example", "" },
		{ "Vrij vandaag", "mastodon", "duinzicht@elders.example", "" },
		{ "Vrij vandaag", "mastodon", "", "" },
		{ "Wij, De Wit, met @duinzicht@mastodon.example", "mastodon", "duinzicht@mastodon.example",
			"duinzicht own [@duinzicht@mastodon.example]; wit mention [De Wit]" },
		{ "@duinzicht@mastodon.example help", "mastodon", "jan",
			"duinzicht addressed [@duinzicht@mastodon.example]" },
		{ "@duinzicht help", "mastodon", "jan", "duinzicht addressed [@duinzicht]" },
		{ "@Duinzicht help", "mastodon", "jan", "duinzicht addressed [@Duinzicht]" },
		{ "@duinzicht help", "forum", "jan", "" },
		{ "@duinzicht.example help", "bluesky", "jan", "duinzicht addressed [@duinzicht.example]" },
		{ "@duinzicht.example help", "forum", "jan", "duinzicht addressed [@duinzicht.example]" },
		{ "@duinzicht_nl help", "x", "jan", "duinzicht addressed [@duinzicht_nl]" },
		{ "@duinzicht_nl help", "forum", "jan", "" },
		{ "@duinzicht2 help", "mastodon", "jan", "" },
		{ "@duinzicht@elders.example help", "mastodon", "jan", "" },
		{ "@duinzicht: Duinzicht Accountants", "mastodon", "jan",
			"duinzicht addressed [@duinzicht] [Duinzicht Accountants]" },
		/* an own post is own, whatever its ambiguous name */
		{ "Wij van Duinzicht", "bluesky", "duinzicht.example", "duinzicht own" },
	};
	struct fixture *f = *state;

	f->wrong = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect_from(f, rows[i].text, rows[i].platform, rows[i].author, rows[i].want);
	assert_int_equal(f->wrong, 0);
}

static void spans_are_bytes(void **state)
{
	struct match m = matches(*state, "Eén ❤️ De Wit’s én #DeWit", "forum", "jan");

	assert_int_equal(m.nfirms, 1);
	assert_int_equal(m.firms[0].nat, 2);
	assert_int_equal(m.firms[0].at[0].offset, 12);
	assert_int_equal(m.firms[0].at[0].len, 6);
	assert_int_equal(m.firms[0].at[1].offset, 27);
	assert_int_equal(m.firms[0].at[1].len, 6);
	assert_int_equal(m.firms[0].label, LABEL_NONE);
}

/* As many hits as a text may hold: each once, in order, and without a stall (a test that hangs is killed). */
static void a_text_of_names(void **state)
{
	static const struct { const char *bit; size_t per_token; } bits[] = { { "Smit, ", 2 },
		{ "Duinzicht aangifte ", 2 }, { "#smit ", 1 }, { "smit.example ", 1 } };
	struct fixture *f = *state;
	struct buf text;

	buf_init(&text, CAP_TEXT);
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
		buf_clear(&text);
		size_t n = 0, len = strlen(bits[i].bit);
		for (; text.len + len <= CAP_TEXT && (n + 1) * bits[i].per_token <= CAP_TOKENS; n++)
			buf_puts(&text, bits[i].bit);
		struct match m = matches(f, buf_cstr(&text), "forum", "jan");
		if (i == 3) {
			assert_int_equal(m.nfirms, 0);
			continue;
		}
		assert_int_equal(m.nfirms, 1);
		assert_int_equal(m.firms[0].nat, n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(m.firms[0].at[k].offset, k * len);
	}
	buf_free(&text);
}

/* A pattern that backtracks without end is stopped, and then the name is no mention. */
static void a_hostile_pattern(void **state)
{
	static const char *bad[] = { "(?:a+)+$" };
	static struct match_name name[] = { { .name = "Zuid", .not = bad, .nnot = 1, .ambiguous = true } };
	static const struct match_firm firm = { .id = "zuid", .names = name, .nnames = 1 };
	struct fixture *f = *state;
	struct matcher *m;
	struct buf text;

	buf_init(&text, CAP_TEXT);
	buf_puts(&text, "Zuid ");
	for (int i = 0; i < 4000; i++)
		buf_putc(&text, 'a');
	buf_puts(&text, "b");
	assert_int_equal(matcher_new(&firm, 1, &m, NULL), STATUS_OK);
	arena_reset(f->arena);
	struct tokens t = tokenize(f->tokenizer, buf_view(&text), f->arena);
	struct match got = match_text(m, buf_view(&text), &t, STR("forum"), STR(""), f->arena);
	assert_int_equal(got.nfirms, 0);
	assert_int_equal(got.nmisses, 1);
	assert_string_equal(got.misses[0].reason, "not");
	matcher_free(m);
	buf_free(&text);
}

static void a_pattern_that_does_not_compile(void **state)
{
	static const char *bad[] = { "camping", "(open" };
	static struct match_name name[] = { { .name = "Zuid", .not = bad, .nnot = 2, .ambiguous = true } };
	static const struct match_firm firm = { .id = "zuid", .names = name, .nnames = 1 };
	struct matcher *m;
	struct err e;

	(void)state;
	assert_int_equal(matcher_new(&firm, 1, &m, &e), STATUS_CONFIG);
	assert_non_null(strstr(e.msg, "zuid"));
	assert_non_null(strstr(e.msg, "(open"));
}

static void no_firms(void **state)
{
	struct fixture *f = *state;
	struct matcher *m;

	assert_int_equal(matcher_new(NULL, 0, &m, NULL), STATUS_OK);
	struct tokens t = tokenize(f->tokenizer, STR("Duinzicht @x #y z.nl"), f->arena);
	struct match got = match_text(m, STR("Duinzicht @x #y z.nl"), &t, STR("x"), STR("y"), f->arena);
	assert_int_equal(got.nfirms + got.nmisses, 0);
	matcher_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names), cmocka_unit_test(white_space_and_hyphens),
		cmocka_unit_test(genitives), cmocka_unit_test(accents),
		cmocka_unit_test(no_mention), cmocka_unit_test(longest_wins),
		cmocka_unit_test(two_firms), cmocka_unit_test(ambiguous_names),
		cmocka_unit_test(hashtags), cmocka_unit_test(links), cmocka_unit_test(roles),
		cmocka_unit_test(spans_are_bytes), cmocka_unit_test(a_text_of_names),
		cmocka_unit_test(a_hostile_pattern),
		cmocka_unit_test(a_pattern_that_does_not_compile), cmocka_unit_test(no_firms),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
