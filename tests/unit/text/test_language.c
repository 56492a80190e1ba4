/* Language of short posts: six languages that are each other's neighbours, hints, and texts that say too
 * little. */
#include "../test.h"
#include <luister/score.h>

static struct tokenizer *tokenizer;
static struct arena *arena;

static int open_all(void **state)
{
	(void)state;
	tokenizer = tokenizer_new();
	arena = arena_new();
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	tokenizer_free(tokenizer);
	arena_free(arena);
	return 0;
}

static const char *detect(const char *text, const char *hint)
{
	arena_reset(arena);
	struct tokens t = tokenize(tokenizer, str_of(text), arena);
	return language_of(str_of(text), &t, str_of(hint));
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
	assert_string_equal(detect("is was", ""), "und");
	assert_string_equal(detect("is was", "nl"), "und");
	/* "wat" and "is" stand in Dutch as in Frisian */
	assert_string_equal(detect("en wat", "fy"), "fy");
	assert_string_equal(detect("en wat", "fy-NL"), "fy");
	assert_string_equal(detect("Wat een slechte service, nooit meer", "und"), "nl");
	assert_string_equal(detect("Wat een slechte service, nooit meer", "x"), "nl");
}

static void nothing_to_say(void **state)
{
	static const char *const texts[] = { "", " \n\t ", "👍👍👍", "!!! ... ???", "12,50 13:30",
		"https://duinzicht.example", "@jan @piet@mastodon.example", "#jaarrekening",
		"#accountants #zzp",
		"#DitIsEenZin", ":-) <3", "Duinzicht", "xyz",
		"Prima service, snelle reactie" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(detect(texts[i], NULL), "und") != 0)
			fail_msg("%s: %s", texts[i], detect(texts[i], NULL));
	/* a tag alone says nothing */
	assert_string_equal(detect("Prima service, snelle reactie", "en"), "und");
	assert_string_equal(detect("", "nl"), "und");
	assert_string_equal(detect("#accountants #zzp", "nl"), "und");
	assert_string_equal(detect("👍", "nl"), "und");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_posts), cmocka_unit_test(in_other_clothes), cmocka_unit_test(mixed),
		cmocka_unit_test(strangers),
		cmocka_unit_test(hints), cmocka_unit_test(nothing_to_say),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
