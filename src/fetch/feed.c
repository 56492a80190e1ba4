/* feed.c: the only file that knows libxml2. Nothing is loaded from anywhere and no entity is ever declared,
 * so that a feed cannot name a file or grow by itself; broken feeds are read as far as they go. */
#include "feed.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include <luister/caps.h>
#include <luister/fetch.h>
#include <luister/json.h>
#include <luister/mem.h>

#define NS_ATOM "http://www.w3.org/2005/Atom"
#define NS_ATOM_03 "http://purl.org/atom/ns#"

struct item {
	struct buf id, link, title, html, text, base, published, updated, author, reply_to, replies;
	int content_rank;                       /* how good the content found so far is */
};

/* White space and byte order marks in front, in any number and order. */
static struct str bare(struct str s)
{
	for (;;) {
		if (str_prefix(s, STR("\xef\xbb\xbf")))
			s = (struct str){ s.p + 3, s.len - 3 };
		else if (s.len > 0 && s.p[0] && strchr(" \t\r\n", s.p[0]))
			s = (struct str){ s.p + 1, s.len - 1 };
		else
			return s;
	}
}

/* UTF-16, with a byte order mark or without. */
static bool is_wide(struct str s)
{
	return str_prefix(s, STR("\xff\xfe")) || str_prefix(s, STR("\xfe\xff")) || str_prefix(s, STR("<\0"))
		|| str_prefix(s, STR("\0<"));
}

bool feed_is_xml(struct str body)
{
	return is_wide(body) || str_prefix(bare(body), STR("<"));
}

/* ---- bytes before parsing ---- */

/* The declared encoding is one of those that bytes are mended for, or it is wrong: what is valid UTF-8 is
 * nothing else (but ISO-2022, which is full of escapes). */
static bool is_bytes(struct str s)
{
	static const char *const family[] = { "utf-8", "utf8", "iso-8859-1\"", "iso-8859-1'", "latin1",
		"ascii", "windows-1252", "cp1252" };
	char head[201];
	size_t n = s.len < 200 ? s.len : 200;

	for (size_t i = 0; i < n; i++)
		head[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i] ? s.p[i] : ' ';
	head[n] = '\0';
	char *end = strstr(head, "?>"), *encoding = strstr(head, "encoding");
	if (end == NULL || encoding == NULL || encoding > end)
		return true;
	*end = '\0';
	for (size_t i = 0; i < sizeof family / sizeof *family; i++)
		if (strstr(encoding, family[i]))
			return true;
	return utf8_valid(s) && memchr(s.p, 0x1b, s.len) == NULL;
}

static const uint16_t cp1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
		0x0152, 0xfffd,
	0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
	0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

/* Outside CDATA: entities that XML does not know become characters, and an '&' or '<' that begins nothing is
 * escaped. The bytes that it took; 0: nothing to mend. */
static size_t mend_markup(struct buf *out, struct str s)
{
	size_t len = 0;

	if (s.p[0] == '<') {
		unsigned char next = s.len > 1 ? (unsigned char)s.p[1] : 0;
		if ((next | 32) >= 'a' || (next && strchr("/!?_:", next)))
			return 0;
		buf_puts(out, "&lt;");
		return 1;
	}
	uint32_t cp = html_entity(s, &len);
	if (cp == 0 || s.p[len - 1] != ';') {
		buf_puts(out, "&amp;");
		return 1;
	}
	if (cp < 0x80 && strchr("&<>\"'", (int)cp))
		return 0;
	if (cp >= 0x20 || cp == '\n' || cp == '\t')
		utf8_put(out, cp);
	return len;
}

/* A feed that says UTF-8 and holds other bytes nearly always pasted them from Windows. */
static void mend(struct buf *out, struct str s)
{
	bool cdata = false;
	size_t at = 0, n;

	while (at < s.len) {
		struct str rest = { s.p + at, s.len - at };
		if (rest.p[0] == '<' && str_prefix(rest, STR("<![CDATA[")))
			cdata = true;
		else if (rest.p[0] == ']' && str_prefix(rest, STR("]]>")))
			cdata = false;
		if (!cdata && (rest.p[0] == '&' || rest.p[0] == '<') && (n = mend_markup(out, rest)) > 0) {
			at += n;
			continue;
		}
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		unsigned char byte = (unsigned char)s.p[from];
		bool real = cp != 0xfffd || (at - from == 3 && memcmp(s.p + from, "\xef\xbf\xbd", 3) == 0);
		if (real) {
			/* XML forbids the other control characters */
			if (cp >= 0x20 ? cp != 0xfffe && cp != 0xffff : cp && strchr("\n\t\r", (int)cp))
				buf_add(out, s.p + from, at - from);
			continue;
		}
		at = from + 1;
		utf8_put(out, byte >= 0x80 && byte < 0xa0 ? cp1252[byte - 0x80] : byte);
	}
}

/* What a broken page wrote before the feed (PHP's warnings, comments of a cache). */
static struct str from_declaration(struct str s)
{
	struct str head = str_head(s, 16384);
	const char *at = memmem(head.p, head.len, "<?xml ", 6);

	return at ? (struct str){ at, s.len - (size_t)(at - s.p) } : s;
}

/* ---- nodes ---- */

/* The name without its prefix, also where the prefix was never declared. */
static const char *local(const xmlNode *n)
{
	const char *name = (const char *)n->name, *colon = n->ns ? NULL : strchr(name, ':');

	return colon ? colon + 1 : name;
}

static bool named(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp(local(n), name) == 0;
}

static bool prefixed(const xmlNode *n, const char *prefix)
{
	if (n->ns == NULL)
		return strncmp((const char *)n->name, prefix, strlen(prefix)) == 0
			&& n->name[strlen(prefix)] == ':';
	return n->ns->prefix && strcmp((const char *)n->ns->prefix, prefix) == 0;
}

/* Atom of any version, and a feed that does not say so. */
static bool in_atom(const xmlNode *n)
{
	if (n->ns == NULL)
		return strchr((const char *)n->name, ':') == NULL &&
			named(xmlDocGetRootElement(n->doc), "feed");
	return n->ns->href && (strcmp((const char *)n->ns->href, NS_ATOM) == 0 ||
		strcmp((const char *)n->ns->href, NS_ATOM_03) == 0);
}

/* All text below a node. Without recursion: nesting is the feed's. An unknown entity stays as it was
 * written. */
static void text_of(struct buf *out, xmlNode *top)
{
	xmlNode *n = top->children;

	while (n != NULL) {
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
			buf_puts(out, (const char *)n->content);
		else if (n->type == XML_ENTITY_REF_NODE)
			buf_printf(out, "&%s;", (const char *)n->name);
		if (n->type == XML_ELEMENT_NODE && n->children) {
			n = n->children;
			continue;
		}
		while (n != NULL && n != top && n->next == NULL)
			n = n->parent;
		n = n == NULL || n == top ? NULL : n->next;
	}
}

static void set_text(struct buf *out, xmlNode *n)
{
	buf_clear(out);
	text_of(out, n);
	struct str s = str_trim(buf_view(out));
	char *copy = mem_dupn(s.p ? s.p : "", s.len);
	buf_clear(out);
	buf_puts(out, copy);
	mem_free(copy);
}

static void set_first(struct buf *out, xmlNode *n)
{
	if (out->len == 0)
		set_text(out, n);
}

static void set_attr(struct buf *out, xmlNode *n, const char *name)
{
	xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);

	if (v != NULL && *v != '\0') {
		buf_clear(out);
		buf_puts(out, (const char *)v);
	}
	xmlFree(v);                              /* libxml2 handed it out */
}

static bool attr_is(xmlNode *n, const char *name, const char *value)
{
	xmlChar *v = xmlGetNoNsProp(n, (const xmlChar *)name);
	bool same = v != NULL && strcmp((const char *)v, value) == 0;

	xmlFree(v);
	return same;
}

static bool has_attr(xmlNode *n, const char *name)
{
	return xmlHasProp(n, (const xmlChar *)name) != NULL;
}

/* The markup inside an XHTML element. */
static void markup_of(struct buf *out, xmlNode *n)
{
	xmlBuffer *b = xmlBufferCreate();

	buf_clear(out);
	for (xmlNode *c = n->children; b && c; c = c->next)
		xmlNodeDump(b, n->doc, c, 0, 0);
	if (b != NULL)
		buf_add(out, xmlBufferContent(b), (size_t)xmlBufferLength(b));
	xmlBufferFree(b);
}

/* XML Base: the addresses in the content are seen from here, when its element or one around it says so. */
static void take_base(struct item *it, xmlNode *n)
{
	xmlChar *base = xmlNodeGetBase(n->doc, n);

	buf_clear(&it->base);
	if (base != NULL && (n->doc->URL == NULL || !xmlStrEqual(base, n->doc->URL)))
		buf_puts(&it->base, (const char *)base);
	xmlFree(base);                          /* libxml2 handed it out */
}

static void take_content(struct item *it, xmlNode *n, int rank)
{
	bool plain = (in_atom(n) || prefixed(n, "media")) && (!has_attr(n, "type") ||
		attr_is(n, "type", "text") || attr_is(n, "type", "plain") ||
		attr_is(n, "type", "text/plain"));

	if (rank <= it->content_rank || n->children == NULL || has_attr(n, "src"))
		return;
	it->content_rank = rank;
	buf_clear(&it->html);
	buf_clear(&it->text);
	take_base(it, n);
	if (!plain && xmlFirstElementChild(n))
		markup_of(&it->html, n);        /* type="xhtml", or markup that nobody escaped */
	else
		set_text(plain ? &it->text : &it->html, n);
}

static void take_link(struct item *it, xmlNode *n)
{
	bool attribute = has_attr(n, "href");

	if (it->link.len > 0 || (!attribute && in_atom(n)))
		return;
	if (attribute && has_attr(n, "rel") && !attr_is(n, "rel", "alternate"))
		return;
	if (attribute)
		set_attr(&it->link, n, "href");
	else
		set_text(&it->link, n);
	if (it->link.len == 0)
		return;
	xmlChar *base = xmlNodeGetBase(n->doc, n);
	xmlChar *whole = base ? xmlBuildURI((const xmlChar *)buf_cstr(&it->link), base) : NULL;
	if (whole != NULL) {
		buf_clear(&it->link);
		buf_puts(&it->link, (const char *)whole);
	}
	xmlFree(whole);                         /* libxml2 handed both out */
	xmlFree(base);
}

static void take_author(struct item *it, xmlNode *n)
{
	for (xmlNode *c = n->children; c; c = c->next)
		if (named(c, "name")) {
			set_first(&it->author, c);
			return;
		}
	if (in_atom(n))
		return;
	set_first(&it->author, n);              /* RSS: "jan@example.nl (Jan)" */
	char *open = it->author.len ? strchr(buf_cstr(&it->author), '(') : NULL;
	char *close = open ? strchr(open, ')') : NULL;
	if (close != NULL && memchr(it->author.p, '@', (size_t)(open - it->author.p))) {
		char *name = mem_dupn(open + 1, (size_t)(close - open - 1));
		buf_clear(&it->author);
		buf_puts(&it->author, name);
		mem_free(name);
	}
}

static void take_title(struct item *it, xmlNode *n)
{
	if (it->title.len > 0 || prefixed(n, "media"))
		return;
	if (attr_is(n, "type", "xhtml"))
		markup_of(&it->title, n);
	else
		set_text(&it->title, n);
}

/* YouTube describes its videos there. */
static void take_media(struct item *it, xmlNode *group)
{
	for (xmlNode *c = group->children; c; c = c->next)
		if (named(c, "description"))
			take_content(it, c, 1);
}

static void take(struct item *it, xmlNode *n)
{
	if (named(n, "guid") || (named(n, "id") && in_atom(n)))
		set_first(&it->id, n);
	else if (named(n, "link"))
		take_link(it, n);
	else if (named(n, "title"))
		take_title(it, n);
	else if (named(n, "encoded") && !prefixed(n, "excerpt"))
		take_content(it, n, 5);
	else if (named(n, "content") && in_atom(n))
		take_content(it, n, 4);
	else if (named(n, "description") && !prefixed(n, "media"))
		take_content(it, n, 3);
	else if (named(n, "summary") && !prefixed(n, "itunes"))
		take_content(it, n, 2);
	else if (named(n, "description"))
		take_content(it, n, 1);
	else if (named(n, "group") && prefixed(n, "media"))
		take_media(it, n);
	else if (named(n, "pubDate") || named(n, "published") || named(n, "issued") || named(n, "created")
		|| (named(n, "date") && prefixed(n, "dc")))
		set_first(&it->published, n);
	else if (named(n, "updated") || named(n, "modified"))
		set_first(&it->updated, n);
	else if (named(n, "creator") || named(n, "author"))
		take_author(it, n);
	else if (named(n, "in-reply-to") && it->reply_to.len == 0)
		set_attr(&it->reply_to, n, "ref");
	else if (named(n, "comments") && prefixed(n, "slash"))
		set_first(&it->replies, n);
}

/* ---- out ---- */

static void member(struct json *j, const char *key, const struct buf *b)
{
	if (b->len == 0)
		return;
	json_key(j, key);
	json_str(j, buf_view(b));
}

static void item_json(struct json *j, const struct item *it)
{
	const struct buf *published = it->published.len ? &it->published : &it->updated;

	json_open(j, '{');
	member(j, "id", &it->id);
	member(j, "url", &it->link);
	member(j, "title", &it->title);
	member(j, "content_html", &it->html);
	member(j, "content_text", &it->text);
	member(j, "_base", &it->base);
	member(j, "date_published", published);
	member(j, "date_modified", &it->updated);
	if (it->author.len > 0) {
		json_key(j, "authors");
		json_open(j, '[');
		json_open(j, '{');
		member(j, "name", &it->author);
		json_close(j, '}');
		json_close(j, ']');
	}
	member(j, "_reply_to", &it->reply_to);
	member(j, "_replies", &it->replies);
	json_close(j, '}');
}

static void each_field(struct item *it, void (*field)(struct buf *))
{
	struct buf *all[] = { &it->id, &it->link, &it->title, &it->html, &it->text, &it->base,
		&it->published, &it->updated, &it->author, &it->reply_to, &it->replies };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		field(all[i]);
}

static void field_init(struct buf *b)
{
	buf_init(b, CAP_RESPONSE);
}

static void item_out(struct json *j, struct item *it, xmlNode *n)
{
	each_field(it, buf_clear);
	it->content_rank = 0;
	for (xmlNode *c = n->children; c; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			take(it, c);
	if (it->id.len == 0)
		set_attr(&it->id, n, "about");
	if (it->id.len == 0) {
		xmlChar *about = xmlGetNsProp(n, (const xmlChar *)"about",
			(const xmlChar *)"http://www.w3.org/1999/02/22-rdf-syntax-ns#");
		if (about != NULL)
			buf_puts(&it->id, (const char *)about);
		xmlFree(about);
	}
	item_json(j, it);
}

/* Items stand below the channel (RSS 2.0) or below the root (RSS 1.0, Atom). */
static void items_out(struct json *j, struct item *it, xmlNode *parent, int depth)
{
	for (xmlNode *c = parent->children; c; c = c->next) {
		if (named(c, "item") || named(c, "entry"))
			item_out(j, it, c);
		else if (depth == 0 && named(c, "channel"))
			items_out(j, it, c, 1);
	}
}

/* ---- where the feed is ---- */

/* The http(s) address that this link names, as seen from what is around it; NULL for another link. */
static xmlChar *address_of(xmlNode *n, const char *rel)
{
	struct buf text;

	if (!named(n, "link") || (rel != NULL && !attr_is(n, "rel", rel)))
		return NULL;
	buf_init(&text, CAP_CURSOR);
	if (has_attr(n, "href"))
		set_attr(&text, n, "href");
	else
		set_text(&text, n);
	xmlChar *base = xmlNodeGetBase(n->doc, n);
	xmlChar *whole = text.len ? xmlBuildURI((const xmlChar *)buf_cstr(&text), base) : NULL;
	bool http = whole && (xmlStrncasecmp(whole, (const xmlChar *)"http://", 7) == 0 ||
		xmlStrncasecmp(whole, (const xmlChar *)"https://", 8) == 0);
	xmlFree(base);                          /* libxml2 handed both out */
	buf_free(&text);
	if (http)
		return whole;
	xmlFree(whole);
	return NULL;
}

/* The feed's own link, else that of its page, comes before the address that was asked: a copy elsewhere, a
 * proxy and a file on disk have the same posts. xml:base, where there is one, goes before both. */
static void place_feed(xmlDoc *doc, xmlNode *root)
{
	static const char *const rels[] = { "self", "alternate", NULL };
	xmlNode *top = root;
	xmlChar *address = NULL;

	for (xmlNode *c = root->children; c; c = c->next)
		if (named(c, "channel"))
			top = c;
	for (size_t i = 0; i < sizeof rels / sizeof *rels && address == NULL; i++)
		for (xmlNode *c = top->children; c && address == NULL; c = c->next)
			if (rels[i] != NULL || !has_attr(c, "rel"))
				address = address_of(c, rels[i]);
	if (address == NULL)
		return;
	xmlFree((xmlChar *)(uintptr_t)doc->URL);
	doc->URL = address;
}

static void language_out(struct json *j, xmlNode *root)
{
	xmlNode *top = root;
	struct buf lang;

	buf_init(&lang, 100);
	for (xmlNode *c = root->children; c; c = c->next)
		if (named(c, "channel"))
			top = c;
	for (xmlNode *c = top->children; c; c = c->next)
		if (named(c, "language"))
			set_first(&lang, c);
	xmlChar *attr = lang.len ? NULL : xmlNodeGetLang(root);
	if (attr != NULL)
		buf_puts(&lang, (const char *)attr);
	xmlFree(attr);
	if (!lang.failed)
		member(j, "language", &lang);
	buf_free(&lang);
}

/* ---- parsing ---- */

static void no_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
	const xmlChar *system_id, xmlChar *content)
{
	(void)ctx, (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
}

/* `encoding` NULL: as the bytes or their declaration say. */
static xmlDoc *parse(struct str s, const char *url, const char *encoding, bool declared)
{
	xmlParserCtxt *ctx = xmlNewParserCtxt();
	const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR
		| XML_PARSE_NOWARNING | XML_PARSE_HUGE | (declared ? 0 : XML_PARSE_IGNORE_ENC);

	if (ctx == NULL || s.len > INT_MAX) {
		xmlFreeParserCtxt(ctx);
		return NULL;
	}
	ctx->sax->entityDecl = no_entity;
	xmlDoc *doc = xmlCtxtReadMemory(ctx, s.p, (int)s.len, url, encoding, options);
	xmlFreeParserCtxt(ctx);
	return doc;
}

static bool is_feed(const xmlNode *root)
{
	return root != NULL && (named(root, "rss") || named(root, "RDF") || named(root, "feed") ||
		named(root, "channel"));
}

static bool is_page(struct str s, const xmlNode *root)
{
	return (s.len >= 14 && strncasecmp(s.p, "<!doctype html", 14) == 0)
		|| (root != NULL && strcasecmp(local(root), "html") == 0);
}

enum status feed_to_json(struct str body, const char *url, struct buf *out, struct err *e)
{
	struct buf mended;
	const char *encoding = NULL;

	buf_init(&mended, CAP_RESPONSE * 2);
	bool wide = is_wide(body), bytes = !wide && is_bytes(bare(body));
	if (!wide)
		body = from_declaration(str_trim(bare(body)));
	if (bytes) {
		mend(&mended, body);
		body = buf_view(&mended);
		encoding = "UTF-8";
	}
	xmlDoc *doc = body.len && !mended.failed ? parse(body, url, encoding, !wide && !bytes) : NULL;
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	enum status status = STATUS_OK;
	if (is_feed(root)) {
		struct json j = json_to(out);
		struct item *it = mem_alloc(sizeof *it);
		each_field(it, field_init);
		place_feed(doc, root);
		json_open(&j, '{');
		language_out(&j, root);
		json_key(&j, "items");
		json_open(&j, '[');
		items_out(&j, it, root, named(root, "channel") ? 1 : 0);
		json_close(&j, ']');
		json_close(&j, '}');
		each_field(it, buf_free);
		mem_free(it);
		if (out->failed)
			status = err_set(e, STATUS_SOURCE, "the feed is too large");
	} else {
		status = err_set(e, STATUS_SOURCE, is_page(body, root)
			? "the answer is an HTML page (a login, a block, an error?), no feed and no JSON"
			: "the answer is XML, but no feed");
	}
	xmlFreeDoc(doc);
	buf_free(&mended);
	return status;
}
