#include "../test.h"

#include <luister/caps.h>
#include "../../../src/fetch/feed.h"
#include "../../../src/fetch/http.h"

static void has(const char *xml, const char *const *parts)
{
	struct buf out;
	struct err e = { 0 };

	buf_init(&out, CAP_RESPONSE);
	assert_true(feed_is_xml(str_of(xml)));
	assert_int_equal(feed_to_json(str_of(xml), "https://e.nl/feed", &out, &e), STATUS_OK);
	for (; *parts; parts++)
		if (strstr(buf_cstr(&out), *parts) == NULL)
			fail_msg("no %s in %s", *parts, buf_cstr(&out));
	buf_free(&out);
}

#define HAS(xml, ...) has(xml, (const char *const[]){ __VA_ARGS__, NULL })

static void rss(void **state)
{
	(void)state;
	HAS("\n<?xml version='1.0'?><rss xmlns:content='http://purl.org/rss/1.0/modules/content/' "
		"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><language>nl</language><item><guid>"
		"7</guid>"
		"<link>https://e.nl/7</link><title>Titel</title><description>kort</description>"
		"<content:encoded><![CDATA[<p>Lang</p>]]></content:encoded><dc:creator>Jan</dc:creator>"
		"<dc:date>2026-11-19</dc:date></item></channel></rss>",
		"\"language\":\"nl\"", "\"id\":\"7\"", "\"url\":\"https://e.nl/7\"",
		"\"content_html\":\"<p>Lang</p>\"", "\"name\":\"Jan\"", "\"date_published\":\"2026-11-19\"");
	HAS("<rss><channel><item><author>jan@e.nl (Jan de Vries)</author></item></channel></rss>",
		"\"name\":\"Jan de Vries\"");
}

static void rdf(void **state)
{
	(void)state;
	HAS("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
		"xmlns='http://purl.org/rss/1.0/'>"
		"<channel/><item rdf:about='https://e.nl/1'><title>Een</title></item></rdf:RDF>",
		"\"id\":\"https://e.nl/1\"");
}

static void atom(void **state)
{
	(void)state;
	HAS("<feed xmlns='http://www.w3.org/2005/Atom' "
		"xmlns:thr='http://purl.org/syndication/thread/1.0'><entry>"
		"<id>t:1</id><link rel='self' href='no'/><link "
		"href='a/b'/><updated>2026-11-19T08:12:00Z</updated>"
		"<thr:in-reply-to ref='t:0'/><content type='xhtml'><div "
		"xmlns='http://www.w3.org/1999/xhtml'><p>Hoi</p></div>"
		"</content></entry></feed>",
		"\"url\":\"https://e.nl/a/b\"", "<p>Hoi</p>", "\"_reply_to\":\"t:0\"",
		"\"date_published\":\"2026-11-19T08:12:00Z\"");
	HAS("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>a &lt; b</content></entry></feed>",
		"\"content_text\":\"a < b\"");
}

static void wrong_bytes(void **state)
{
	(void)state;
	HAS("<?xml version='1.0' encoding='UTF-8'?><rss><channel><item><title>Caf\xe9 \x80 5 "
		"\xc3\xa9</title></item></channel></rss>", "Caf\u00e9 \u20ac 5 \u00e9");
	HAS("<?xml version='1.0' "
		"encoding='ISO-8859-1'?><rss><channel><item><title>Caf\xe9</title></item></channel></rss>",
		"Caf\u00e9");
	HAS("<rss><channel><item><title>A & B</title></item><item><title>Twee</title></item>",
		"\"title\":\"Twee\"");
}

/* No entity is declared, none is expanded, no file is read. */
static void entities(void **state)
{
	struct buf out;
	const char *xml = "<!DOCTYPE rss [<!ENTITY a 'lol'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
		"<rss><channel><item><title>[&a;&x;]</title></item></channel></rss>";

	(void)state;
	buf_init(&out, CAP_RESPONSE);
	(void)feed_to_json(str_of(xml), NULL, &out, NULL);
	assert_null(strstr(buf_cstr(&out), "lol"));
	assert_null(strstr(buf_cstr(&out), "root:"));
	buf_free(&out);
}

static void no_feed(void **state)
{
	struct buf out;
	struct err e;

	(void)state;
	buf_init(&out, CAP_RESPONSE);
	assert_int_equal(feed_to_json(STR("<html><body>x</body></html>"), NULL, &out, &e), STATUS_SOURCE);
	assert_int_equal(feed_to_json(STR("<"), NULL, &out, &e), STATUS_SOURCE);
	assert_false(feed_is_xml(STR("{\"a\":1}")));
	buf_free(&out);
}

static void rate_limits(void **state)
{
	const int64_t now = 1795168800;

	(void)state;
	assert_int_equal(http_retry_after("120", now), now + 120);
	assert_int_equal(http_retry_after("2.5", now), now + 3);
	assert_int_equal(http_retry_after("0", now), now + 1);
	assert_int_equal(http_retry_after("999999999999", now), now + 86400);
	assert_int_equal(http_retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now), now + 1);
	assert_int_equal(http_retry_after("soon", now), CLOCK_NONE);
	assert_int_equal(http_reset("1795168860", now), now + 60);
	assert_int_equal(http_reset("1795168860000", now), now + 60);
	assert_int_equal(http_reset("30", now), now + 30);
}

static void origins(void **state)
{
	(void)state;
	assert_true(http_same_origin("https://a.nl/x", "https://A.nl:443/y"));
	assert_false(http_same_origin("https://a.nl/", "http://a.nl/"));
	assert_false(http_same_origin("https://a.nl/", "https://a.nl.evil.example/"));
	assert_null(http_resolve("https://a.nl/", "file:///etc/passwd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rss), cmocka_unit_test(rdf), cmocka_unit_test(atom),
			cmocka_unit_test(wrong_bytes),
		cmocka_unit_test(entities), cmocka_unit_test(no_feed), cmocka_unit_test(rate_limits),
		cmocka_unit_test(origins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
