/* Language of short posts: six languages that are each other's neighbours, hints, and texts that say too
 * little. */
#include <luister/caps.h>
#include <luister/file.h>
#include "text_fixture.h"

#define LONG_ENOUGH 20       /* characters from which a post has to be told apart */
#define RIGHT_AT_LEAST 97    /* per cent of those */
#define OF_ALL_AT_LEAST 95   /* per cent of the rows of any length */
#define ROWS_AT_LEAST 400
/* Dutch rows of any length taken for another language: a post that nobody sees */
#define DUTCH_LOST_AT_MOST 2
#define DUTCH_WON_AT_MOST 8  /* rows of other languages taken for Dutch */

static struct fixture *fix;

static int open_all(void **state)
{
	int failed = fixture_open(state);

	fix = *state;
	return failed;
}

static const char *detect(const char *text, const char *hint)
{
	arena_reset(fix->arena);
	struct tokens t = tokenize(fix->tokenizer, str_of(text), fix->arena);
	struct score_in in = { .text = str_of(text), .tokens = &t, .lang = str_of(hint),
		.rating = POST_UNKNOWN };
	return score_text(fix->scorer, &in, fix->arena).lang;
}

static const char *const names[] = { "nl", "en", "de", "fr", "af", "fy", "und" };
enum { NAMES = sizeof names / sizeof *names };

struct tally { int rows, longer, longer_right, as[NAMES][NAMES]; };

static int name_of(struct str s)
{
	for (int k = 0; k < NAMES; k++)
		if (str_is(s, names[k]))
			return k;
	fail_msg("no such language: %.*s", (int)s.len, s.p);
	return 0;
}

static size_t characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void judge(struct str row, struct tally *n)
{
	struct str want = { NULL, 0 };

	if (!str_cut(&row, '\t', &want))
		fail_msg("no two columns");
	char *text = mem_printf("%.*s", (int)row.len, row.p);
	int got = name_of(str_of(detect(text, NULL))), meant = name_of(want);
	bool longer = characters(row) >= LONG_ENOUGH;
	mem_free(text);
	n->rows++;
	n->longer += longer;
	n->longer_right += longer && got == meant;
	n->as[meant][got]++;
	if (got != meant)
		print_error("%s, not %s: %.*s\n", names[got], names[meant], (int)row.len, row.p);
}

static int right_of(const struct tally *n)
{
	int right = 0;

	for (int k = 0; k < NAMES; k++)
		right += n->as[k][k];
	return right;
}

/* Rows: what it is; columns: what it was taken for. */
static void print_confusion(const struct tally *n)
{
	print_message("      ");
	for (int k = 0; k < NAMES; k++)
		print_message("%5s", names[k]);
	for (int m = 0; m + 1 < NAMES; m++) {
		print_message("\n%5s ", names[m]);
		for (int k = 0; k < NAMES; k++)
			print_message("%5d", n->as[m][k]);
	}
	print_message("\n%d posts, %d right; of %d with %d characters or more %d\n", n->rows, right_of(n),
		n->longer, LONG_ENOUGH, n->longer_right);
}

/* The posts of language.tsv. */
static void table(void **state)
{
	struct rows rows = rows_open("language.tsv");
	struct tally n = { 0 };
	struct str line;
	int lost = 0, won = 0;

	(void)state;
	while (rows_next(&rows, &line))
		judge(line, &n);
	rows_close(&rows);
	print_confusion(&n);
	for (int k = 1; k + 1 < NAMES; k++) {
		lost += n.as[0][k];
		won += n.as[k][0];
	}
	assert_true(n.rows >= ROWS_AT_LEAST);
	assert_true(n.longer_right * 100 >= n.longer * RIGHT_AT_LEAST);
	assert_true(right_of(&n) * 100 >= n.rows * OF_ALL_AT_LEAST);
	assert_true(lost <= DUTCH_LOST_AT_MOST);
	assert_true(won <= DUTCH_WON_AT_MOST);
}

static const struct { const char *lang, *text; } posts[] = {
	{ "nl", "Heeft iemand ervaring met een accountant in Rotterdam?" },
	{ "nl", "Wat een topkantoor, snel en vriendelijk geholpen!" },
	{ "nl", "Ik wacht al drie weken op antwoord over mijn aangifte" },
	{ "nl", "Nooit meer. De rekening klopt niet." },
	{ "nl", "Dank jullie wel voor het advies 👍" },
	{ "nl", "Zoek een goede advocaat voor een ontslagzaak, tips?" },
	{ "nl", "'t Is weer zover: belastingaangifte" },
	{ "nl", "Waarom reageert dit kantoor nergens op" },
	{ "nl", "Allee, da's nu al de derde keer dat ge belt" },
	{ "nl", "@duinzicht wanneer krijg ik mijn jaarrekening?" },
	{ "nl", "Onze consultancy zoekt een junior adviseur" },
	{ "en", "Looking for a good accountant in Rotterdam, any tips?" },
	{ "en", "This firm is terrible, they never answer my emails" },
	{ "en", "Great service and very friendly people" },
	{ "en", "Just got the invoice. What a joke." },
	{ "en", "Happy to announce our new partner" },
	{ "en", "We're hiring! Join our team of consultants" },
	{ "en", "Does anyone know who handles their tax returns?" },
	{ "de", "Kann jemand einen guten Steuerberater empfehlen?" },
	{ "de", "Das ist eine sehr schlechte Kanzlei" },
	{ "de", "Ich warte seit drei Wochen auf eine Antwort" },
	{ "de", "Vielen Dank für die schnelle Hilfe" },
	{ "de", "Wir suchen einen Berater für unser Büro" },
	{ "fr", "Est-ce que vous connaissez un bon avocat ?" },
	{ "fr", "Je suis très content de ce cabinet" },
	{ "fr", "Merci pour votre aide, c'est parfait" },
	{ "fr", "Nous cherchons une comptable pour notre équipe" },
	{ "fr", "Le service est lent et la facture trop chère" },
	{ "af", "Ek soek 'n goeie prokureur, kan julle help?" },
	{ "af", "Dit is nie reg nie, hulle het nooit geantwoord nie" },
	{ "af", "Baie dankie vir die vinnige hulp" },
	{ "af", "Ons is baie bly oor hierdie diens" },
	{ "af", "Hoekom bel julle my nie terug nie?" },
	{ "fy", "Ik haw in goede advokaat fûn yn Ljouwert" },
	{ "fy", "Wêr kin ik in boekhâlder fine?" },
	{ "fy", "Tige tank foar de help mei de oanjefte" },
	{ "fy", "Wy binne tige bliid mei dit kantoar" },
	{ "fy", "It is net goed wat sy dogge" },
};

static void short_posts(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
		const char *got = detect(posts[i].text, NULL);
		if (strcmp(got, posts[i].lang) == 0)
			continue;
		wrong++;
		print_error("%s, not %s: %s\n", got, posts[i].lang, posts[i].text);
	}
	assert_int_equal(wrong, 0);
}

/* Case, line breaks, emoji, tags and links do not change the answer. */
static void in_other_clothes(void **state)
{
	(void)state;
	assert_string_equal(detect("WAT EEN SLECHTE SERVICE, NOOIT MEER", NULL), "nl");
	assert_string_equal(detect("Wat\neen\nslechte\nservice", NULL), "nl");
	assert_string_equal(detect("Wat een slechte service https://the.example/this/and #theBest @your",
		NULL), "nl");
	assert_string_equal(detect("VIELEN DANK FÜR DIE HILFE", NULL), "de");
	assert_string_equal(detect("Je suis tre\xCC\x80s content de ce cabinet", NULL), "fr");
}

/* What quotes another language is in the language around it. */
static void mixed(void **state)
{
	(void)state;
	assert_string_equal(detect("Volgens hun website zijn ze 'the best in town', maar ik heb er nog niets "
		"van gezien", NULL), "nl");
	assert_string_equal(detect("They told me 'geen probleem' and then I never heard from them again",
		NULL), "en");
}

/* A language that is not among the six is anything but Dutch. */
static void strangers(void **state)
{
	static const char *const texts[] = {
		"Muy mal servicio, no vuelvo nunca a este despacho",
		"Bardzo polecam, szybka i miła obsługa klienta",
		"Çok kötü bir hizmet, kimseye tavsiye etmem",
		"Ottimo studio, consigliato a tutti quanti",
		"Jättebra service och trevlig personal på kontoret",
		"Дуже добра послуга, рекомендую всім",
		"خدمة سيئة جدا",
		"サービスがとても良いです",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(detect(texts[i], NULL), "nl") == 0)
			fail_msg("Dutch: %s", texts[i]);
}

/* The platform's tag breaks a tie; it does not overrule the text, as many servers tag Dutch as English. */
static void hints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
		const char *hint = strcmp(posts[i].lang, "nl") == 0 ? "en" : "nl";
		if (strcmp(detect(posts[i].text, posts[i].lang), posts[i].lang) != 0)
			fail_msg("with its own hint: %s", posts[i].text);
		if (strlen(posts[i].text) > 35 && strcmp(detect(posts[i].text, hint), posts[i].lang) != 0)
			fail_msg("hint %s: %s, not %s: %s", hint, detect(posts[i].text, hint), posts[i].lang,
				posts[i].text);
	}
	/* "wat" and "en" stand in Dutch as in Frisian: a tag alone does not make it foreign, a word does */
	assert_string_equal(detect("en wat", "fy"), "nl");
	assert_string_equal(detect("en wat tige", "fy-NL"), "fy");
	assert_string_equal(detect("Wat een slechte service, nooit meer", "und"), "nl");
	assert_string_equal(detect("Wat een slechte service, nooit meer", "x"), "nl");
	/* as servers write it */
	assert_string_equal(detect("en wat tige", "FY"), "fy");
	assert_string_equal(detect("en wat tige", "fy_NL"), "fy");
	assert_string_equal(detect("en wat tige", "fyx"), detect("en wat tige", NULL));
}

/* Bytes that are no text, and a text of a megabyte, end as any other. */
static void hostile(void **state)
{
	char *rot = mem_printf("\xff\xfe Wat een slechte service \xc3 nooit meer \xf0\x9f"), *far;
	struct buf b;

	(void)state;
	struct buf fixed;
	buf_init(&fixed, 4096);
	utf8_repair(&fixed, str_of(rot));       /* as a stage does before it tokenises */
	assert_string_equal(detect(buf_cstr(&fixed), NULL), "nl");
	buf_free(&fixed);
	mem_free(rot);
	buf_init(&b, 2 << 20);
	while (b.len < 1 << 20)
		buf_puts(&b, "Ik wacht al drie weken op antwoord. ");
	far = mem_dupn(b.p, b.len);
	assert_string_equal(detect(far, "en"), "nl");
	mem_free(far);
	buf_free(&b);
	buf_init(&b, 2 << 20);
	while (b.len < 1 << 20)
		buf_puts(&b, "a");
	assert_string_equal(detect(buf_cstr(&b), NULL), detect(buf_cstr(&b), NULL));
	buf_free(&b);
}

static void nothing_to_say(void **state)
{
	static const char *const texts[] = { "", " \n\t ", "👍👍👍", "!!! ... ???", "12,50 13:30",
		"https://duinzicht.example", "@jan @piet@mastodon.example", "#jaarrekening",
		"#accountants #zzp",
		"#DitIsEenZin", ":-) <3", "xyz" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(detect(texts[i], NULL), "und") != 0)
			fail_msg("%s: %s", texts[i], detect(texts[i], NULL));
	/* a tag alone says nothing */
	assert_string_equal(detect("Prima service, snelle reactie", "en"), "nl");
	assert_string_equal(detect("", "nl"), "und");
	assert_string_equal(detect("#accountants #zzp", "nl"), "und");
	assert_string_equal(detect("👍", "nl"), "und");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table), cmocka_unit_test(short_posts), cmocka_unit_test(in_other_clothes),
			cmocka_unit_test(mixed),
		cmocka_unit_test(strangers),
		cmocka_unit_test(hints), cmocka_unit_test(hostile), cmocka_unit_test(nothing_to_say),
	};

	return cmocka_run_group_tests(tests, open_all, fixture_close);
}
