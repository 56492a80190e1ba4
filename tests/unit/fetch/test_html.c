#include "../test.h"

#include <time.h>

#include <luister/caps.h>
#include <luister/fetch.h>
#include <luister/mem.h>

static void is(const char *html, const char *want)
{
	struct buf out;

	buf_init(&out, CAP_RESPONSE);
	html_to_text(&out, str_of(html), STR("https://example.nl/dir/page"));
	assert_string_equal(buf_cstr(&out), want);
	buf_free(&out);
}

static void paragraphs_and_breaks(void **state)
{
	(void)state;
	is("<p>Een</p><p>Twee<br>drie</p>", "Een\n\nTwee\ndrie");
	is("<div>a</div><div>b</div>", "a\nb");
	is("  veel \n\t wit  ", "veel wit");
	is("<ul><li>een</li><li>twee</li></ul>", "- een\n- twee");
	is("voor<ul><li><p>een</p></li>\n<li> <p>twee</p><p>meer</p><ol><li>diep</li></ol></li></ul>na",
		"voor\n\n- een\n- twee\nmeer\n- diep\n\nna");
	is("<ul><li></li><li>een</li></ul>", "-\n- een");
	is("a<pre>\nx\n  y\n\n\n\nz\n</pre>b", "a\n\nx\n  y\n\nz\n\nb");
	is("", "");
}

static void entities(void **state)
{
	(void)state;
	is("Caf&eacute; &amp; &#8364;5 &#x20AC;6 &nope; AT&T", "Caf\u00e9 & \u20ac5 \u20ac6 &nope; AT&T");
	is("&#150; &#xD800; &#99999999;", "\u2013 \ufffd \ufffd");
	is("jaar&shy;rekening&nbsp;klaar", "jaarrekening klaar");
	is("1 < 2 en 3 > 2", "1 < 2 en 3 > 2");
}

static void what_is_hidden(void **state)
{
	(void)state;
	is("a<script>if (a < b) document.write('<p>x</p>')</script>b<style>p{}</style>c<!-- <p>nee</p> -->d",
		"abcd");
	is("<p>voor<span style=\"display:none\">weg <span>ook</span> weg</span>na</p>", "voorna");
	is("a<script>nooit dicht", "a");
	is("<p>tekst <a href='/x'>lees verder<span class='x screen-reader-text'> over X</span></a></p>"
		"<div class=\"sharedaddy sd-sharing\"><div>Delen</div></div>", "tekst lees verder");
}

static void links(void **state)
{
	(void)state;
	is("<a href=\"https://duinzicht.nl/x\">deze blog</a>.", "deze blog (https://duinzicht.nl/x).");
	is("<a href=\"/elders\">hier</a>", "hier");
	is("<a href=\"https://m.nl/@jan\" class=\"u-url mention\">@<span>jan</span></a> <a rel=\"tag\" "
		"href=\"https://m.nl/t/x\">#x</a>", "@jan #x");
	is("Zie <a href=\"https://duinzicht.nl/lang/pad\"><span class=\"invisible\">https://</span>"
		"<span class=\"ellipsis\">duinzicht.nl/la</span><span class=\"invisible\">ng/pad</span></a> "
		"nu", "Zie https://duinzicht.nl/lang/pad nu");
	is("<a href=\"https://www.duinzicht.nl/lang/pad\">duinzicht.nl/la\u2026</a>, "
		"<a href='https://e.nl'>E.nl</a>", "https://www.duinzicht.nl/lang/pad, https://e.nl/");
	is("<a href=\"https://duinzicht.nl/\">d</a>", "d (https://duinzicht.nl/)");
	is("<a href=\"javascript:alert(1)\">klik</a>", "klik");
}

static void broken_markup(void **state)
{
	(void)state;
	is("<p>open <b>vet", "open vet");
	is("a <", "a <");
	is("<a href=\"x>tekst", "tekst");
	is("<p>a</p><![CDATA[<p>b</p>]]> c", "a\n\nb\n\nc");
	is("a ]]> b", "a ]]> b");
	is("a&#1;b\x02""c&#127;&#129;d", "abcd");
	is("kapot \xff\xc3( byte", "kapot \ufffd\ufffd( byte");
}

/* Half a million openings without an end must not take quadratic time. */
static void hostile(void **state)
{
	const char *const units[] = { "<a ", "<a href=\"", "<!--", "&#", "<script>", "<p class='" };

	(void)state;
	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		struct buf in, out;
		buf_init(&in, CAP_RESPONSE);
		buf_init(&out, CAP_RESPONSE);
		for (int i = 0; i < 300000; i++)
			buf_puts(&in, units[u]);
		clock_t begin = clock();
		html_to_text(&out, buf_view(&in), (struct str){ NULL, 0 });
		assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5.0);
		buf_free(&in);
		buf_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paragraphs_and_breaks), cmocka_unit_test(entities),
			cmocka_unit_test(what_is_hidden),
		cmocka_unit_test(links), cmocka_unit_test(broken_markup), cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
