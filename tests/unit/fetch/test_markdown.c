#include "../test.h"

#include <time.h>

#include <luister/caps.h>
#include <luister/mem.h>
#include "../../../src/fetch/markdown.h"

static const struct { const char *in, *want; } rows[] = {
	/* words and lines */
	{ "", "" },
	{ "gewone tekst", "gewone tekst" },
	{ "een\ntwee", "een\ntwee" },
	{ "een  \ntwee", "een\ntwee" },
	{ "een\\\ntwee", "een\ntwee" },
	{ "een\n\n\n\ntwee", "een\n\ntwee" },
	{ "een\r\ntwee\r\n\r\ndrie", "een\ntwee\n\ndrie" },
	{ "  veel   wit  ", "veel wit" },
	{ "    ver ingesprongen **is** geen code", "ver ingesprongen is geen code" },
	{ "Caf\u00e9 \u20ac 5 \U0001f44d", "Caf\u00e9 \u20ac 5 \U0001f44d" },
	{ "kapot \xff\xc3( byte", "kapot \ufffd\ufffd( byte" },
	{ "jaar\u200brekening", "jaarrekening" },
	/* emphasis */
	{ "**slecht**", "slecht" },
	{ "__slecht__ en _traag_", "slecht en traag" },
	{ "*heel* ***erg*** traag", "heel erg traag" },
	{ "~~goed~~ slecht", "goed slecht" },
	{ "2 * 3 * 4", "2 * 3 * 4" },
	{ "mijn_jaar_rekening", "mijn_jaar_rekening" },
	{ "**niet dicht", "**niet dicht" },
	{ "on**ge**looflijk", "ongelooflijk" },
	{ "\\*geen nadruk\\*", "*geen nadruk*" },
	{ "wat een **#!@** dienst", "wat een #!@ dienst" },
	/* headings and rules */
	{ "# Kop\ntekst", "Kop\n\ntekst" },
	{ "### Kop ###\n\ntekst", "Kop\n\ntekst" },
	{ "Kop\n===\ntekst", "Kop\n\ntekst" },
	{ "een\n\n---\n\ntwee", "een\n\ntwee" },
	{ "#jaarrekening te laat", "#jaarrekening te laat" },
	{ "#1 van Nederland", "#1 van Nederland" },
	/* lists */
	{ "- een\n- twee", "- een\n- twee" },
	{ "* een\n* twee", "- een\n- twee" },
	{ "1. een\n2. twee", "- een\n- twee" },
	{ "- een\n\n- twee", "- een\n- twee" },
	{ "- een\n  - diep\n- twee", "- een\n- diep\n- twee" },
	{ "- [ ] open\n- [x] klaar", "- open\n- klaar" },
	{ "Plus:\n- snel\nMin:\n- duur", "Plus:\n\n- snel\nMin:\n- duur" },
	{ "2024. Wat een jaar", "- Wat een jaar" },
	/* quotes */
	{ "> aangehaald\n\nantwoord", "aangehaald\n\nantwoord" },
	{ ">zonder spatie\n>twee", "zonder spatie\ntwee" },
	{ "> > dubbel\n\nja", "dubbel\n\nja" },
	{ "1 > 0 en 0 < 1", "1 > 0 en 0 < 1" },
	/* code */
	{ "typ `luister -h` maar", "typ luister -h maar" },
	{ "`a < b && c`", "a < b && c" },
	{ "```\nif (a < b)\n  x();\n```\nna", "if (a < b)\n  x();\n\nna" },
	{ "```c\nint x;\n```", "int x;" },
	{ "~~~\n**geen nadruk**\n~~~", "**geen nadruk**" },
	{ "```\nnooit dicht", "nooit dicht" },
	{ "`$[tada x]` blijft", "$[tada x] blijft" },
	/* links */
	{ "[blog](https://duinzicht.nl/x)", "blog (https://duinzicht.nl/x)" },
	{ "[blog](https://duinzicht.nl/x \"titel\").", "blog (https://duinzicht.nl/x)." },
	{ "[leeg]() [b](<>)", "leeg b" },
	{ "[hier](/elders)", "hier" },
	{ "[hier](https://example.nl/elders)", "hier" },
	{ "<https://duinzicht.nl/a_b_c>", "https://duinzicht.nl/a_b_c" },
	{ "https://duinzicht.nl/_a_b_?x=1&y=2 zo", "https://duinzicht.nl/_a_b_?x=1&y=2 zo" },
	{ "www.duinzicht.nl", "www.duinzicht.nl" },
	{ "mail info@duinzicht.nl", "mail info@duinzicht.nl" },
	{ "[blog][1]\n\n[1]: https://duinzicht.nl/x", "blog (https://duinzicht.nl/x)" },
	{ "[geen link]", "[geen link]" },
	{ "[klik](javascript:alert(1))", "klik" },
	{ "[a](https://e.nl/?q=\"><script>x)", "a (https://e.nl/?q=\"><script>x)" },
	{ "[**vet** en `code`](https://duinzicht.nl)", "vet en code (https://duinzicht.nl/)" },
	{ "@jan@m.nl en @piet", "@jan@m.nl en @piet" },
	{ "[@jan](https://m.nl/@jan) zegt", "@jan (https://m.nl/@jan) zegt" },
	/* pictures */
	{ "voor ![foto.jpg](https://e.nl/f.jpg) na", "voor na" },
	{ "![](https://e.nl/f.jpg)\n\ntekst", "tekst" },
	{ "[![schild](https://s.io/x.svg)](https://ci.io) tekst", "tekst" },
	{ "![image|690x388](upload://abc.png)", "" },
	/* tables */
	{ "| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2" },
	{ "a|b\n---|---\n1|2\n\nna", "a b\n1 2\n\nna" },
	{ "| naam | [x](https://x.nl/y) |\n|:---|---:|\n| **vet** | |", "naam x (https://x.nl/y)\nvet" },
	/* entities and HTML */
	{ "Caf&eacute; &amp; &#8364;5 &nope;", "Caf\u00e9 & \u20ac5 &nope;" },
	{ "AT&T < KPN", "AT&T < KPN" },
	{ "tekst<br>na", "tekst\nna" },
	{ "voor <b>vet</b> na", "voor vet na" },
	{ "<p>Een</p>\n\n<p>Twee</p>", "Een\n\nTwee" },
	{ "<script>alert(1)</script>\n\ntekst", "tekst" },
	{ "a <!-- verborgen --> b", "a b" },
	{ "<!-- een\n\ntwee -->\n\ntekst", "tekst" },
	{ "<details><summary>Meer</summary>\n\n**binnen**\n\n</details>\n\nna", "Meer\n\nbinnen\n\nna" },
	{ "<div style=\"display:none\">weg</div>\n\nblijft", "blijft" },
	{ "x <span hidden>weg</span> y", "x y" },
	{ "<a href=\"https://duinzicht.nl/x\">blog</a>", "blog (https://duinzicht.nl/x)" },
	{ "<kapot", "<kapot" },
	{ "ik <3 Duinzicht & <- dat", "ik <3 Duinzicht & <- dat" },
	/* Misskey */
	{ "$[tada hoera]", "hoera" },
	{ "$[x2 $[spin.speed=2s,left heel] groot]!", "heel groot!" },
	{ "$[x2 [blog](https://duinzicht.nl/x) en [1]]", "blog (https://duinzicht.nl/x) en [1]" },
	{ "$[x2 over\ntwee regels] na", "over\ntwee regels na" },
	{ "$[tada nooit dicht", "nooit dicht" },
	{ "$100 [echt] waar", "$100 [echt] waar" },
	{ "$[] en $[ x]", "$[] en $[ x]" },
	{ "<small>zachtjes</small> <center>**midden**</center>", "zachtjes midden" },
	{ "<plain>tekst</plain>", "tekst" },
	{ "?[stil](https://duinzicht.nl/x)", "stil (https://duinzicht.nl/x)" },
	{ "wat?[blog](https://duinzicht.nl/x)", "wat?blog (https://duinzicht.nl/x)" },
	{ ":blobcat: :heart: top:thumbsup:", ":blobcat: \u2764 top\U0001f44d" },
	{ ":+1::-1: om 10:30:00 `:heart:` :: :", "\U0001f44d\U0001f44e om 10:30:00 :heart: :: :" },
	{ ":zzz: :x: :100:", "\U0001f4a4 \u274c \U0001f4af" },
	{ ">quote\nantwoord", "quote\nantwoord" },
	/* Discourse, Lemmy, Reddit */
	{ "[quote=\"jan, post:2, topic:3\"]\nte duur\n[/quote]\n\neens", "te duur\n\neens" },
	{ "[details=\"Het hele verhaal\"]\nlang\n[/details]", "Het hele verhaal\n\nlang" },
	{ "[spoiler](https://duinzicht.nl/x)", "spoiler (https://duinzicht.nl/x)" },
	{ "[spoiler]\nhij was het\n[/spoiler]", "hij was het" },
	{ "::: spoiler Het einde\nze failliet\n:::\nna", "Het einde\n\nze failliet\n\nna" },
	{ "het is >!failliet!< dus", "het is failliet dus" },
	{ ">!alles!<", "alles" },
	{ "^(klein) en x^2", "^(klein) en x^2" },
	{ "r/thenetherlands en u/jan_de_vries_", "r/thenetherlands en u/jan_de_vries_" },
	{ "\u00af\\\\_(\u30c4)\\_/\u00af", "\u00af\\_(\u30c4)_/\u00af" },
};

static void table(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out;
		buf_init(&out, CAP_RESPONSE);
		markdown_to_text(&out, str_of(rows[i].in), STR("https://example.nl/dir/page"));
		if (strcmp(buf_cstr(&out), rows[i].want) != 0) {
			print_error("row %zu\n%s\nwant [%s]\ngot  [%s]\n", i, rows[i].in, rows[i].want,
				buf_cstr(&out));
			wrong++;
		}
		buf_free(&out);
	}
	assert_int_equal(wrong, 0);
}

/* Marks without end must take neither quadratic time nor memory. */
static void hostile(void **state)
{
	const char *const units[] = { "[", "![", "*", "**a", "_a ", "``a ", "<", "<!--", ">", "> a\n", "- ",
		"|", "[a](", "[a](<", "[a]: b\n", "$[x ", "?[", ">!", "&", "~~a", "http://a_", "::: a\n",
		"[quote]\n", "<div>\n", "\\", "|a|\n|---|\n" };

	(void)state;
	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		struct buf in, out;
		buf_init(&in, CAP_RESPONSE);
		buf_init(&out, CAP_RESPONSE);
		while (in.len < 2 * CAP_TEXT)
			buf_puts(&in, units[u]);
		clock_t begin = clock();
		markdown_to_text(&out, buf_view(&in), STR("https://example.nl/"));
		assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5.0);
		assert_false(out.failed);
		assert_true(out.len <= 8 * CAP_TEXT);
		buf_free(&in);
		buf_free(&out);
	}
}

/* A row without cells still counts one for each column. */
static void table_that_grows(void **state)
{
	struct buf in, out;

	(void)state;
	buf_init(&in, CAP_RESPONSE);
	buf_init(&out, CAP_RESPONSE);
	for (int i = 0; i < 20000; i++)
		buf_puts(&in, "|a");
	buf_putc(&in, '\n');
	for (int i = 0; i < 20000; i++)
		buf_puts(&in, "|---");
	for (int i = 0; i < 50000; i++)
		buf_puts(&in, "\n|");
	clock_t begin = clock();
	markdown_to_text(&out, buf_view(&in), (struct str){ NULL, 0 });
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5.0);
	assert_true(out.len <= 8 * CAP_TEXT);
	buf_free(&in);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table), cmocka_unit_test(hostile), cmocka_unit_test(table_that_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
