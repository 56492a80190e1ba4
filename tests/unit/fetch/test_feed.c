#include "../test.h"

#include <luister/caps.h>
#include "../../../src/fetch/feed.h"
#include "../../../src/fetch/http.h"

static void has_bytes(struct str xml, const char *const *parts)
{
	struct buf out;
	struct err e = { 0 };

	buf_init(&out, CAP_RESPONSE);
	assert_true(feed_is_xml(xml));
	if (feed_to_json(xml, "https://e.nl/feed", &out, &e) != STATUS_OK)
		fail_msg("%s: %.*s", e.msg, STR_ARG(xml));
	for (; *parts; parts++)
		if (strstr(buf_cstr(&out), *parts) == NULL)
			fail_msg("no %s in %s", *parts, buf_cstr(&out));
	buf_free(&out);
}

#define HAS_BYTES(xml, ...) has_bytes(xml, (const char *const[]){ __VA_ARGS__, NULL })
#define HAS(xml, ...) HAS_BYTES(str_of(xml), __VA_ARGS__)

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

/* What real feeds do wrong: an item, and a part of the JSON that must come of it. `ITEM` is wrapped in a feed
 * of RSS with the usual namespaces. */
#define RSS "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' " \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/' " \
	"xmlns:atom='http://www.w3.org/2005/Atom' " \
	"xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>" \
	"<channel><title>Kanaal</title>"
#define ITEM(xml) RSS "<item>" xml "</item></channel></rss>"
#define ATOM "<feed xmlns='http://www.w3.org/2005/Atom'"

static const struct { const char *xml, *want; } real[] = {
	/* encodings */
	{ "<?xml version='1.0' encoding='ISO-8859-1'?>" ITEM("<title>Caf\xc3\xa9</title>"), "Caf\u00e9" },
	{ "<?xml version='1.0' encoding='iso-8859-1'?>" ITEM("<title>\x80 5 \x93""a\x94 \xe9</title>"),
		"\u20ac 5 \u201ca\u201d \u00e9" },
	{ "<?xml version='1.0' encoding='windows-1252'?>" ITEM("<title>\x80 5</title>"), "\u20ac 5" },
	{ "<?xml version='1.0' encoding='us-ascii'?>" ITEM("<title>\xe9\xe9n</title>"), "\u00e9\u00e9n" },
	{ "<?xml version='1.0' encoding='iso-8859-15'?>" ITEM("<title>\xa4 5</title>"), "\u20ac 5" },
	{ "<?xml version='1.0' encoding='ISO-8859-15'?>" ITEM("<title>\xe2\x82\xac 5</title>"), "\u20ac 5" },
	{ "<?xml version='1.0' encoding='utf-16'?>" ITEM("<title>Caf\xc3\xa9</title>"), "Caf\u00e9" },
	{ "<?xml version='1.0' encoding='onzin'?>" ITEM("<title>Caf\xc3\xa9</title>"), "Caf\u00e9" },
	{ "<?xml version='1.0' encoding='utf-16'?>" ITEM("<title>ascii</title>"), "ascii" },
	{ "<?xml version='1.0' encoding='iso-2022-jp'?>" ITEM("<title>\x1b$B8@8l\x1b(B</title>"),
		"\u8a00\u8a9e" },
	{ "\xef\xbb\xbf<?xml version='1.0'?>" ITEM("<title>x</title>"), "\"title\":\"x\"" },
	{ "\n \xef\xbb\xbf\xef\xbb\xbf\n<?xml version='1.0'?>" ITEM("<title>x</title>"), "\"title\":\"x\"" },
	{ ITEM("<title>a\x01\x0b\xef\xbf\xbe""b</title>"), "\"title\":\"ab\"" },
	{ ITEM("<title>half \xc3</title>"), "half \u00c3" },
	/* what stands before the feed */
	{ "\n\n  <?xml version='1.0'?>" ITEM("<title>x</title>"), "\"title\":\"x\"" },
	{ "<br />\n<b>Warning</b>: foo<br />\n<?xml version='1.0'?>" ITEM("<title>x</title>"),
		"\"title\":\"x\"" },
	{ "<!-- cache -->\n<?xml version='1.0'?>" ITEM("<title>x</title>"), "\"title\":\"x\"" },
	{ ITEM("<title>x</title>") "\n<!-- 0.3 s -->\n<script>1</script>", "\"title\":\"x\"" },
	/* entities and signs */
	{ ITEM("<title>Caf&eacute;&nbsp;&euro;5</title>"), "Caf\u00e9\u00a0\u20ac""5" },
	{ ITEM("<title>A & B</title>"), "\"A & B\"" },
	{ ITEM("<title>A&B; &onzin; &#150; &#xe9;</title>"), "\"A&B; &onzin; \u2013 \u00e9\"" },
	{ ITEM("<title>Ik <3 dit</title><guid>7</guid>"), "\"Ik <3 dit\"" },
	{ ITEM("<title>Ik <3 dit</title><guid>7</guid>"), "\"id\":\"7\"" },
	{ ITEM("<link>https://e.nl/?a=1&copy=2&b=3</link>"), "https://e.nl/?a=1&copy=2&b=3" },
	{ ITEM("<author>Jos&eacute;</author>"), "Jos\u00e9" },
	{ ATOM "><entry><content>&euml; &lt; &amp;</content></entry></feed>", "\u00eb < &" },
	{ ITEM("<description>&lt;p&gt;a&lt;/p&gt;</description>"), "<p>a</p>" },
	{ ITEM("<title>a<![CDATA[ & <b> &eacute; ]]>b</title>"), "a & <b> &eacute; b" },
	/* CDATA in CDATA */
	{ ITEM("<description><![CDATA[<p>a</p><![CDATA[<p>b</p>]]]]><![CDATA[>]]></description>"),
		"<p>a</p><![CDATA[<p>b</p>]]>" },
	{ ITEM("<description>&lt;![CDATA[ tekst ]]&gt;</description><guid>7</guid>"), "tekst" },
	{ ITEM("<description><![CDATA[ a <![CDATA[ b ]]> c ]]></description><guid>7</guid>"),
		"\"id\":\"7\"" },
	/* markup that nobody escaped */
	{ ITEM("<description><p>Een</p><p>Twee</p></description>"), "<p>Een</p><p>Twee</p>" },
	{ ITEM("<title>Een <b>vet</b> woord</title>"), "Een vet woord" },
	{ ITEM("<title>Een &lt;b&gt;vet&lt;/b&gt; woord</title>"), "Een <b>vet</b> woord" },
	{ ATOM "><entry><title type='xhtml'><div><i>Een</i></div></title></entry></feed>", "<i>Een</i>" },
	/* links */
	{ ITEM("<link>/7</link>"), "\"url\":\"https://e.nl/7\"" },
	{ ITEM("<link> \n https://e.nl/7 \n</link>"), "\"url\":\"https://e.nl/7\"" },
	{ ITEM("<link/><atom:link href='https://e.nl/7'/>"), "\"url\":\"https://e.nl/7\"" },
	{ ITEM("<atom:link rel='self' href='https://e.nl/feed'/><link>https://e.nl/7</link>"),
		"\"url\":\"https://e.nl/7\"" },
	{ ITEM("<link><![CDATA[https://e.nl/?a=1&b=2]]></link>"), "\"url\":\"https://e.nl/?a=1&b=2\"" },
	{ ATOM " xml:base='https://e.nl/blog/'><entry><link href='7'/></entry></feed>",
		"\"url\":\"https://e.nl/blog/7\"" },
	{ ATOM "><entry xml:base='https://e.nl/b/'><link href='../7' rel='alternate'/></entry></feed>",
		"\"url\":\"https://e.nl/7\"" },
	/* the outermost base stands on the feed's own address; nested ones stand on those around them */
	{ ATOM " xml:base='/blog/'><entry xml:base='2026/'><link xml:base='nov/' href='7'/></entry></feed>",
		"\"url\":\"https://e.nl/blog/2026/nov/7\"" },
	{ ATOM " xml:base='https://a.nl/x/'><entry xml:base='https://b.nl/'><link href='7'/></entry></feed>",
		"\"url\":\"https://b.nl/7\"" },
	{ ATOM " xml:base='https://a.nl/x/'><entry><link href='//c.nl/7'/></entry></feed>",
		"\"url\":\"https://c.nl/7\"" },
	{ ATOM " xml:base='https://a.nl/x/'><link rel='self' href='https://b.nl/feed'/>"
		"<entry><link href='7'/></entry></feed>", "\"url\":\"https://a.nl/x/7\"" },
	/* then the feed's own link, then its page's, then what was asked */
	{ ATOM "><link href='https://p.nl/'/><link rel='self' href='https://b.nl/dir/feed'/>"
		"<entry><link href='7'/></entry></feed>", "\"url\":\"https://b.nl/dir/7\"" },
	{ ATOM "><entry><link href='7'/></entry><link rel='alternate' href='https://p.nl/q/'/></feed>",
		"\"url\":\"https://p.nl/q/7\"" },
	{ ATOM "><link rel='self' href='/dir/feed'/><entry><link href='7'/></entry></feed>",
		"\"url\":\"https://e.nl/dir/7\"" },
	{ ATOM "><link rel='self' href='urn:x'/><link rel='hub' href='https://hub.nl/'/>"
		"<entry><link href='7'/></entry></feed>", "\"url\":\"https://e.nl/7\"" },
	{ RSS "<link>https://p.nl/q/</link><item><link>7</link></item></channel></rss>",
		"\"url\":\"https://p.nl/q/7\"" },
	{ RSS "<link>https://p.nl/q/</link><atom:link rel='self' href='https://b.nl/dir/feed'/>"
		"<item><link>7</link></item></channel></rss>", "\"url\":\"https://b.nl/dir/7\"" },
	{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
		"<channel><link>https://p.nl/q/</link></channel><item><link>7</link></item></rdf:RDF>",
		"\"url\":\"https://p.nl/q/7\"" },
	/* the content's own, for the addresses in it */
	{ ATOM " xml:base='https://a.nl/'><entry><link href='7'/><content xml:base='img/' type='html'>x"
		"</content></entry></feed>", "\"_base\":\"https://a.nl/img/\"" },
	{ ATOM "><entry xml:base='/b/'><content type='html'>x</content></entry></feed>",
		"\"_base\":\"https://e.nl/b/\"" },
	{ ATOM "><entry><content type='html'>x</content></entry></feed>", "{\"content_html\":\"x\"}" },
	{ ATOM "><entry><link rel='replies' href='/r'/><link href='/7'/></entry></feed>",
		"\"url\":\"https://e.nl/7\"" },
	/* ids, names and times under other names */
	{ ITEM("<guid isPermaLink='false'> 7 </guid>"), "\"id\":\"7\"" },
	{ ITEM("<title>zonder id</title>"), "{\"title\":\"zonder id\"}" },
	{ ITEM("<dc:date>2026-11-19</dc:date>"), "\"date_published\":\"2026-11-19\"" },
	{ ITEM("<pubDate>do, 19 nov 2026</pubDate>"), "\"date_published\":\"do, 19 nov 2026\"" },
	{ ITEM("<dc:creator><![CDATA[Jan]]></dc:creator>"), "\"name\":\"Jan\"" },
	{ ITEM("<author><name>Jan</name></author>"), "\"name\":\"Jan\"" },
	{ ITEM("<media:title>beeld</media:title><title>Titel</title>"), "\"title\":\"Titel\"" },
	{ ITEM("<itunes:summary>kort</itunes:summary><description>lang</description>"), ":\"lang\"" },
	{ ATOM " xmlns:media='http://search.yahoo.com/mrss/'><entry><media:group><media:description>a\nb"
		"</media:description></media:group></entry></feed>", "\"content_text\":\"a\\nb\"" },
	/* namespaces that nobody declared, and old ones */
	{ "<rss><channel><item><content:encoded><![CDATA[<p>x</p>]]></content:encoded>"
		"<dc:creator>Jan</dc:creator></item></channel></rss>", "\"content_html\":\"<p>x</p>\"" },
	{ "<rss><channel><item><dc:creator>Jan</dc:creator></item></channel></rss>", "\"name\":\"Jan\"" },
	{ "<feed><entry><id>7</id><content type='html'>&lt;p&gt;x</content></entry></feed>", "\"id\":\"7\"" },
	{ "<feed><entry><content type='html'>&lt;p&gt;x</content></entry></feed>",
		"\"content_html\":\"<p>x\"" },
	{ "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>7</id>"
		"<issued>2026-11-19</issued></entry></feed>", "\"date_published\":\"2026-11-19\"" },
	{ "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>7</id></entry></feed>",
		"\"id\":\"7\"" },
	/* cut off and unbalanced */
	{ RSS "<item><guid>1</guid></item><item><guid>2</guid><title>hal", "\"id\":\"1\"" },
	{ RSS "<item><guid>1</guid><description><p>open</description></item><item><guid>2</guid></item>"
		"</channel></rss>", "\"id\":\"1\"" },
};

static void real_feeds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof real / sizeof *real; i++)
		HAS(real[i].xml, real[i].want);
}

/* UTF-16 in both orders, with a mark and without, whatever is declared. */
static void wide_feeds(void **state)
{
	const char *xml = "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Een</title>"
		"</item></channel></rss>";

	(void)state;
	for (int form = 0; form < 4; form++) {
		bool big = form & 1;
		struct buf wide;
		buf_init(&wide, CAP_RESPONSE);
		if (form & 2)
			buf_add(&wide, big ? "\xfe\xff" : "\xff\xfe", 2);
		for (const char *p = xml; *p; p++) {
			char pair[2] = { big ? 0 : *p, big ? *p : 0 };
			buf_add(&wide, pair, 2);
		}
		HAS_BYTES(buf_view(&wide), "\"title\":\"Een\"");
		buf_free(&wide);
	}
}

/* The largest feeds seen, within seconds; and nesting without end. */
static void large_feeds(void **state)
{
	struct buf in, out;

	(void)state;
	buf_init(&in, CAP_RESPONSE);
	buf_init(&out, CAP_RESPONSE * 2);
	buf_puts(&in, RSS);
	while (in.len < (26u << 20))
		buf_puts(&in, "<item><guid>7</guid><title>A & B</title><description>&lt;p&gt;tekst&nbsp;van "
			"een alinea die een eind doorgaat, zoals alinea's doen&lt;/p&gt;</description>"
			"</item>\n");
	assert_int_equal(feed_to_json(buf_view(&in), NULL, &out, NULL), STATUS_OK);
	assert_true(out.len > (10u << 20));
	buf_clear(&in);
	buf_clear(&out);
	buf_puts(&in, RSS "<item><guid>7</guid><description>");
	for (int i = 0; i < 200000; i++)
		buf_puts(&in, "<p>");
	assert_int_equal(feed_to_json(buf_view(&in), NULL, &out, NULL), STATUS_OK);
	buf_free(&in);
	buf_free(&out);
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
		cmocka_unit_test(real_feeds), cmocka_unit_test(wide_feeds), cmocka_unit_test(large_feeds),
		cmocka_unit_test(entities), cmocka_unit_test(no_feed), cmocka_unit_test(rate_limits),
		cmocka_unit_test(origins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
