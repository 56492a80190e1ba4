#include "../test.h"

#include <luister/mem.h>
#include "../../../src/fetch/compose.h"

/* An item of a connector as JSON, and the text that the wire gets; NULL: it is refused. */
static const struct { const char *item, *want; } rows[] = {
	/* plain text */
	{ "{'text': 'gewone tekst'}", "gewone tekst" },
	{ "{'text': '  een\\r\\ntwee\\n\\n\\n\\ndrie  '}", "een\ntwee\n\ndrie" },
	{ "{'text': '1 < 2 & <b>niet vet</b> &amp;'}", "1 < 2 & <b>niet vet</b> &amp;" },
	{ "{'text': 'jaar\u00adreke\u200bning\u2028nu\\u0001'}", "jaarrekening\nnu" },
	{ "{'text': ''}", "" },
	{ "{'text': 'a\\u0000b'}", "a\ufffdb" },
	/* plain text with links beside it */
	{ "{'text': 'lees duinzicht.nl/la... nu', 'links': "
		"[{'from':5,'to':23,'url':'https://duinzicht.nl/lang'}]}",
		"lees https://duinzicht.nl/lang nu" },
	{ "{'text': 'één blog & <b>\\n\\ntwee', 'links': "
		"[{'from':6,'to':10,'url':'https://e.nl/?a=1&b=2'}]}",
		"één blog (https://e.nl/?a=1&b=2) & <b>\n\ntwee" },
	{ "{'text': 'ab cd', 'links': [{'from':3,'to':5,'url':'https://e.nl/2'},"
		"{'from':0,'to':2,'url':'https://e.nl/1'}]}",
		"ab (https://e.nl/1) cd (https://e.nl/2)" },
	{ "{'text': 'abc', 'links': [{'from':-1,'to':2,'url':'https://e.nl'},"
		"{'from':2,'to':9,'url':'https://e.nl'},"
		"{'from':1,'to':2,'url':'javascript:x'},{'from':0,'to':1},7,null]}", "abc" },
	{ "{'text': 'abc', 'links': 'https://e.nl'}", "abc" },
	/* HTML, once and twice escaped */
	{ "{'html': '<p>Een</p><p>Twee</p>'}", "Een\n\nTwee" },
	{ "{'html': '&lt;p&gt;Een&lt;/p&gt;&lt;p&gt;Twee&lt;/p&gt;'}", "Een\n\nTwee" },
	{ "{'html': '<p>Caf&amp;eacute;</p><p>10 &amp;euro; &amp;amp; meer</p>'}",
		"Caf\u00e9\n\n10 \u20ac & meer" },
	{ "{'html': '<p>caf&eacute;</p>', 'text': 'niet dit'}", "caf\u00e9" },
	{ "{'html': '<xh:div xmlns:xh=\\'http://www.w3.org/1999/xhtml\\'><xh:p>Een<xh:br/>twee</xh:p>'}",
		"Een\ntwee" },
	{ "{'html': '<div>Een<br />twee<hr/>drie</div>'}", "Een\ntwee\n\ndrie" },
	/* links inside the site that the text is seen from stand without their address */
	{ "{'html': '<a href=\\'https://a.nl/x\\'>hier</a>', 'url': 'https://e.nl/7'}",
		"hier (https://a.nl/x)" },
	{ "{'html': '<a href=\\'https://a.nl/x\\'>hier</a>', 'url': 'https://e.nl/7', "
		"'base': 'https://a.nl/b/'}", "hier" },
	{ "{'html': '<a href=\\'/x\\'>hier</a>', 'url': 'https://e.nl/7', 'base': 'https://a.nl/b/'}",
		"hier" },
	{ "{'html': '<a href=\\'https://example.nl/x\\'>hier</a>', 'url': 'https://e.nl/7', "
		"'base': '/b/'}", "hier" },
	/* Markdown */
	{ "{'markdown': '**vet** [hier](https://duinzicht.nl/x)'}", "vet hier (https://duinzicht.nl/x)" },
	{ "{'markdown': '$[tada x]', 'warning': 'feest'}", "feest\nx" },
	/* titles and warnings come first, once */
	{ "{'title': 'Titel', 'html': '<p>tekst</p>'}", "Titel\ntekst" },
	{ "{'title': 'A &amp; B', 'text': 'tekst'}", "A & B\ntekst" },
	{ "{'title': 'A &amp;amp; B', 'text': 'tekst'}", "A & B\ntekst" },
	{ "{'title': '<b>Wat</b> een\\nzin', 'text': 'tekst'}", "Wat een zin\ntekst" },
	{ "{'title': 'A < B', 'text': 'tekst'}", "A < B\ntekst" },
	{ "{'title': 'Wat een slechte...', 'text': 'Wat een slechte dienst'}", "Wat een slechte dienst" },
	{ "{'title': 'Wat een\u2026', 'html': '<p>Wat een dienst</p>'}", "Wat een dienst" },
	{ "{'title': 'Alleen dit'}", "Alleen dit" },
	{ "{'warning': 'let op', 'title': 'Titel', 'text': 'tekst'}", "let op\nTitel\ntekst" },
	{ "{'warning': '', 'text': 'tekst'}", "tekst" },
	{ "{'warning': ' \\n ', 'text': 'tekst'}", "tekst" },
	/* what cannot be used */
	{ "{'author': 'jan'}", NULL },
	{ "{'text': 'x', 'published': 'gisteren'}", NULL },
	{ "{'text': 'x', 'id': ''}", NULL },
	{ "{'text': 'x', 'id': null}", NULL },
	{ "12", NULL },
};

/* Names and a time are added in front, so that a row may overrule them. */
static char *item_json(const char *row)
{
	struct buf b;

	buf_init(&b, 10000);
	buf_puts(&b, *row == '{' ? "[{\"id\":\"x:1\",\"published\":\"2026-11-19\"," : "[");
	for (const char *p = row + (*row == '{'); *p; p++)
		if (*p == '\\' && p[1] == '\'')
			buf_putc(&b, *++p);
		else
			buf_putc(&b, *p == '\'' ? '"' : *p);
	buf_putc(&b, ']');
	return buf_take(&b);
}

static void table(void **state)
{
	const struct fetch_source source = { .id = "bron", .connector = "x", .category = CATEGORY_BLOG };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct page page;
		struct post post;
		char *json = item_json(rows[i].item);
		assert_int_equal(page_read(str_of(json), a, &page, NULL), STATUS_OK);
		assert_int_equal(page.nposts, 1);
		const char *why = compose_post(&page.posts[0], &source, "https://example.nl/feed", 1795168800,
			a, &post);
		if ((why == NULL) != (rows[i].want != NULL))
			fail_msg("%s: %s", rows[i].item, why ? why : "not refused");
		if (why == NULL && !str_is(post.text, rows[i].want))
			fail_msg("%s: [%.*s]", rows[i].item, STR_ARG(post.text));
		mem_free(json);
	}
	arena_free(a);
}

static void relative_addresses(void **state)
{
	const struct fetch_source source = { .id = "bron", .connector = "x", .category = CATEGORY_BLOG };
	const struct { const char *url, *want; } urls[] = { { "/a", "https://example.nl/a" },
		{ "b?c", "https://example.nl/dir/b?c" }, { "https://e.nl/x y", "https://e.nl/x%20y" },
		{ "javascript:x", NULL }, { "file:///etc/passwd", NULL }, { NULL, NULL } };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		struct raw_post raw = { .id = "x:1", .text = "t", .published = "2026-11-19",
			.url = urls[i].url };
		struct post post;
		assert_null(compose_post(&raw, &source, "https://example.nl/dir/feed", 1795168800, a, &post));
		assert_true(str_eq(post.url, str_of(urls[i].want)));
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(table), cmocka_unit_test(relative_addresses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
