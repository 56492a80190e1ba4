/* html.c: markup to text that reads well, in one pass over the bytes. It asks for no well-formed input and
 * never looks at a byte a second time because of what follows it, so that no page can stall it. */
#include <luister/fetch.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <luister/caps.h>
#include <luister/mem.h>

#include "http.h"

struct entity { const char *name; uint32_t cp; };

/* The 252 names of HTML 4 and `apos`, in byte order. */
static const struct entity entities[] = {
	{ "AElig", 198 }, { "Aacute", 193 }, { "Acirc", 194 }, { "Agrave", 192 }, { "Alpha", 913 },
	{ "Aring", 197 }, { "Atilde", 195 }, { "Auml", 196 }, { "Beta", 914 }, { "Ccedil", 199 },
	{ "Chi", 935 }, { "Dagger", 8225 }, { "Delta", 916 }, { "ETH", 208 }, { "Eacute", 201 },
	{ "Ecirc", 202 }, { "Egrave", 200 }, { "Epsilon", 917 }, { "Eta", 919 }, { "Euml", 203 },
	{ "Gamma", 915 }, { "Iacute", 205 }, { "Icirc", 206 }, { "Igrave", 204 }, { "Iota", 921 },
	{ "Iuml", 207 }, { "Kappa", 922 }, { "Lambda", 923 }, { "Mu", 924 }, { "Ntilde", 209 },
	{ "Nu", 925 }, { "OElig", 338 }, { "Oacute", 211 }, { "Ocirc", 212 }, { "Ograve", 210 },
	{ "Omega", 937 }, { "Omicron", 927 }, { "Oslash", 216 }, { "Otilde", 213 }, { "Ouml", 214 },
	{ "Phi", 934 }, { "Pi", 928 }, { "Prime", 8243 }, { "Psi", 936 }, { "Rho", 929 },
	{ "Scaron", 352 }, { "Sigma", 931 }, { "THORN", 222 }, { "Tau", 932 }, { "Theta", 920 },
	{ "Uacute", 218 }, { "Ucirc", 219 }, { "Ugrave", 217 }, { "Upsilon", 933 }, { "Uuml", 220 },
	{ "Xi", 926 }, { "Yacute", 221 }, { "Yuml", 376 }, { "Zeta", 918 }, { "aacute", 225 },
	{ "acirc", 226 }, { "acute", 180 }, { "aelig", 230 }, { "agrave", 224 }, { "alefsym", 8501 },
	{ "alpha", 945 }, { "amp", 38 }, { "and", 8743 }, { "ang", 8736 }, { "apos", 39 },
	{ "aring", 229 }, { "asymp", 8776 }, { "atilde", 227 }, { "auml", 228 }, { "bdquo", 8222 },
	{ "beta", 946 }, { "brvbar", 166 }, { "bull", 8226 }, { "cap", 8745 }, { "ccedil", 231 },
	{ "cedil", 184 }, { "cent", 162 }, { "chi", 967 }, { "circ", 710 }, { "clubs", 9827 },
	{ "cong", 8773 }, { "copy", 169 }, { "crarr", 8629 }, { "cup", 8746 }, { "curren", 164 },
	{ "dArr", 8659 }, { "dagger", 8224 }, { "darr", 8595 }, { "deg", 176 }, { "delta", 948 },
	{ "diams", 9830 }, { "divide", 247 }, { "eacute", 233 }, { "ecirc", 234 }, { "egrave", 232 },
	{ "empty", 8709 }, { "emsp", 8195 }, { "ensp", 8194 }, { "epsilon", 949 }, { "equiv", 8801 },
	{ "eta", 951 }, { "eth", 240 }, { "euml", 235 }, { "euro", 8364 }, { "exist", 8707 },
	{ "fnof", 402 }, { "forall", 8704 }, { "frac12", 189 }, { "frac14", 188 }, { "frac34", 190 },
	{ "frasl", 8260 }, { "gamma", 947 }, { "ge", 8805 }, { "gt", 62 }, { "hArr", 8660 },
	{ "harr", 8596 }, { "hearts", 9829 }, { "hellip", 8230 }, { "iacute", 237 }, { "icirc", 238 },
	{ "iexcl", 161 }, { "igrave", 236 }, { "image", 8465 }, { "infin", 8734 }, { "int", 8747 },
	{ "iota", 953 }, { "iquest", 191 }, { "isin", 8712 }, { "iuml", 239 }, { "kappa", 954 },
	{ "lArr", 8656 }, { "lambda", 955 }, { "lang", 9001 }, { "laquo", 171 }, { "larr", 8592 },
	{ "lceil", 8968 }, { "ldquo", 8220 }, { "le", 8804 }, { "lfloor", 8970 }, { "lowast", 8727 },
	{ "loz", 9674 }, { "lrm", 8206 }, { "lsaquo", 8249 }, { "lsquo", 8216 }, { "lt", 60 },
	{ "macr", 175 }, { "mdash", 8212 }, { "micro", 181 }, { "middot", 183 }, { "minus", 8722 },
	{ "mu", 956 }, { "nabla", 8711 }, { "nbsp", 160 }, { "ndash", 8211 }, { "ne", 8800 },
	{ "ni", 8715 }, { "not", 172 }, { "notin", 8713 }, { "nsub", 8836 }, { "ntilde", 241 },
	{ "nu", 957 }, { "oacute", 243 }, { "ocirc", 244 }, { "oelig", 339 }, { "ograve", 242 },
	{ "oline", 8254 }, { "omega", 969 }, { "omicron", 959 }, { "oplus", 8853 }, { "or", 8744 },
	{ "ordf", 170 }, { "ordm", 186 }, { "oslash", 248 }, { "otilde", 245 }, { "otimes", 8855 },
	{ "ouml", 246 }, { "para", 182 }, { "part", 8706 }, { "permil", 8240 }, { "perp", 8869 },
	{ "phi", 966 }, { "pi", 960 }, { "piv", 982 }, { "plusmn", 177 }, { "pound", 163 },
	{ "prime", 8242 }, { "prod", 8719 }, { "prop", 8733 }, { "psi", 968 }, { "quot", 34 },
	{ "rArr", 8658 }, { "radic", 8730 }, { "rang", 9002 }, { "raquo", 187 }, { "rarr", 8594 },
	{ "rceil", 8969 }, { "rdquo", 8221 }, { "real", 8476 }, { "reg", 174 }, { "rfloor", 8971 },
	{ "rho", 961 }, { "rlm", 8207 }, { "rsaquo", 8250 }, { "rsquo", 8217 }, { "sbquo", 8218 },
	{ "scaron", 353 }, { "sdot", 8901 }, { "sect", 167 }, { "shy", 173 }, { "sigma", 963 },
	{ "sigmaf", 962 }, { "sim", 8764 }, { "spades", 9824 }, { "sub", 8834 }, { "sube", 8838 },
	{ "sum", 8721 }, { "sup", 8835 }, { "sup1", 185 }, { "sup2", 178 }, { "sup3", 179 },
	{ "supe", 8839 }, { "szlig", 223 }, { "tau", 964 }, { "there4", 8756 }, { "theta", 952 },
	{ "thetasym", 977 }, { "thinsp", 8201 }, { "thorn", 254 }, { "tilde", 732 }, { "times", 215 },
	{ "trade", 8482 }, { "uArr", 8657 }, { "uacute", 250 }, { "uarr", 8593 }, { "ucirc", 251 },
	{ "ugrave", 249 }, { "uml", 168 }, { "upsih", 978 }, { "upsilon", 965 }, { "uuml", 252 },
	{ "weierp", 8472 }, { "xi", 958 }, { "yacute", 253 }, { "yen", 165 }, { "yuml", 255 },
	{ "zeta", 950 }, { "zwj", 8205 }, { "zwnj", 8204 },
};

struct writer {
	struct buf *out;
	size_t start;                   /* where this text begins in `out` */
	int breaks;                     /* newlines that the next character wants before it */
	bool space;
	int pre;                        /* inside <pre> */
	int lists;                      /* lists that are open */
	size_t item;                    /* where a list item's mark ended: what follows stays beside it */
};

struct html {
	struct str in;
	size_t at;
	struct str base;
	struct writer w;
	char hidden[16];                /* the element that hides what is in it, */
	int hidden_depth;               /* and how often its name is open; 0: nothing is hidden */
	struct buf href;                /* of the open link */
	size_t link_start;              /* where its text begins */
	bool link_open, link_cut; /* link_cut: parts of its text were hidden, so the address replaces it */
	bool no_end, bad_quotes;        /* no '>' further on; quotes do not pair */
	bool cdata;                     /* "<![CDATA[" was seen, so "]]>" is no text */
};

/* ---- writing ---- */

static void put(struct writer *w, uint32_t cp)
{
	if (cp == 0x2028 || cp == 0x2029)       /* line and paragraph separators */
		cp = '\n';
	bool blank = cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f' || cp == 0xa0;

	/* soft hyphen, zero width space, word joiner, byte order mark: invisible, and they split words */
	if (cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff)
		return;
	if (!blank && (cp < 0x20 || (cp >= 0x7f && cp < 0xa0)))
		return;                         /* control characters */
	if (w->pre && cp == '\n') {
		w->breaks += w->breaks < 2;
		return;
	}
	if (blank && w->pre && cp != '\r') {
		cp = cp == '\t' ? '\t' : ' ';
	} else if (blank) {
		w->space = true;
		return;
	}
	bool first = w->out->len == w->start;
	if (!first && w->breaks > 0)
		buf_add(w->out, "\n\n", (size_t)(w->breaks > 2 ? 2 : w->breaks));
	else if (!first && w->space)
		buf_putc(w->out, ' ');
	w->breaks = 0;
	w->space = false;
	utf8_put(w->out, cp);
}

static void put_str(struct writer *w, struct str s)
{
	for (size_t at = 0; at < s.len;)
		put(w, utf8_next(s, &at));
}

static void want_break(struct writer *w, int n)
{
	if (w->item != 0 && w->item == w->out->len)
		return;
	if (w->breaks < n)
		w->breaks = n;
	w->space = false;
}

/* ---- entities ---- */

static int by_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct entity *)entry)->name);
}

static uint32_t from_windows(uint32_t cp)
{
	static const uint16_t table[32] = {
		0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
			0x0152, 0x8d,
		0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
		0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
	};

	return cp >= 0x80 && cp < 0xa0 ? table[cp - 0x80] : cp;
}

static uint32_t numeric(struct str s, size_t *len)
{
	bool hex = s.len > 2 && (s.p[2] | 32) == 'x';
	size_t i = hex ? 3 : 2, first = i;
	uint32_t cp = 0;

	for (; i < s.len; i++) {
		int c = s.p[i], low = c | 32, digit = c >= '0' && c <= '9' ? c - '0' : -1;
		if (hex && low >= 'a' && low <= 'f')
			digit = low - 'a' + 10;
		if (digit < 0)
			break;
		if (cp < 0x110000)
			cp = cp * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (i == first)
		return 0;
	*len = i < s.len && s.p[i] == ';' ? i + 1 : i;
	if (cp == 0 || cp >= 0x110000 || (cp >= 0xd800 && cp < 0xe000))
		return 0xfffd;
	return from_windows(cp);
}

uint32_t html_entity(struct str s, size_t *len)
{
	char name[12];
	size_t n = 0;

	if (s.len > 2 && s.p[1] == '#')
		return numeric(s, len);
	while (n + 1 < s.len && n < sizeof name - 1
	       && (((s.p[n + 1] | 32) >= 'a' && (s.p[n + 1] | 32) <= 'z') ||
		(s.p[n + 1] >= '0' && s.p[n + 1] <= '9'))) {
		name[n] = s.p[n + 1];
		n++;
	}
	name[n] = '\0';
	const struct entity *e = n ? bsearch(name, entities, sizeof entities / sizeof *entities,
		sizeof *entities, by_name)
		: NULL;
	bool ended = n + 1 < s.len && s.p[n + 1] == ';';
	if (e == NULL || (!ended && strcmp(name, "amp") && strcmp(name, "lt") && strcmp(name, "gt") &&
		strcmp(name, "nbsp")))
		return 0;
	*len = n + 1 + (ended ? 1 : 0);
	return e->cp;
}

void html_entities(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len;) {
		size_t len = 0;
		uint32_t cp = s.p[at] == '&' ? html_entity((struct str){ s.p + at, s.len - at }, &len) : 0;
		if (cp != 0) {
			at += len;
			utf8_put(out, cp);
		} else {
			buf_putc(out, s.p[at++]);
		}
	}
}

/* ---- tags ---- */

struct tag {
	char name[16];                  /* lower case, without a namespace prefix; cut when longer */
	bool close, empty;
	struct str attrs;
};

static bool is_name(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		c == ':';
}

/* The value of an attribute, borrowed and undecoded; absent when not there. */
static struct str attr(struct str s, const char *name)
{
	size_t n = strlen(name), i = 0;

	while (i < s.len) {
		while (i < s.len && !is_name(s.p[i]))
			i++;
		size_t from = i;
		while (i < s.len && is_name(s.p[i]))
			i++;
		size_t len = i - from;
		while (i < s.len && strchr(" \t\r\n", s.p[i]) && s.p[i])
			i++;
		struct str value = { s.p + i, 0 };
		if (i < s.len && s.p[i] == '=') {
			i++;
			while (i < s.len && strchr(" \t\r\n", s.p[i]) && s.p[i])
				i++;
			char quote = i < s.len && (s.p[i] == '"' || s.p[i] == '\'') ? s.p[i++] : 0;
			value.p = s.p + i;
			while (i < s.len && (quote ? s.p[i] != quote : !strchr(" \t\r\n", s.p[i])))
				i++;
			value.len = (size_t)(s.p + i - value.p);
			i += quote && i < s.len ? 1 : 0;
		}
		if (len == n && strncasecmp(s.p + from, name, n) == 0)
			return value;
	}
	return (struct str){ NULL, 0 };
}

static bool has_word(struct str s, const char *word)
{
	struct str part;

	while (str_cut(&s, ' ', &part))
		if (str_is(part, word))
			return true;
	return false;
}

static bool hides(const struct tag *t)
{
	/* Mastodon hides the scheme and the tail of a link, and the link of a quoted post; themes hide what
	 * is only read aloud; WordPress puts buttons and other posts below the text */
	static const char *const classes[] = { "invisible", "quote-inline", "screen-reader-text", "sr-only",
		"visually-hidden", "sharedaddy", "jp-relatedposts", "addtoany_share_save_container" };
	struct str cls = attr(t->attrs, "class"), style = attr(t->attrs, "style");

	if (!strcmp(t->name, "head") || !strcmp(t->name, "template") || !strcmp(t->name, "noscript")
	    || !strcmp(t->name, "svg") || !strcmp(t->name, "object") || !strcmp(t->name, "form"))
		return true;
	if (attr(t->attrs, "hidden").p != NULL)
		return true;
	if (style.p && (memmem(style.p, style.len, "display:none", 12) ||
		memmem(style.p, style.len, "display: none", 13)))
		return true;
	for (size_t i = 0; cls.len > 0 && i < sizeof classes / sizeof *classes; i++)
		if (has_word(cls, classes[i]))
			return true;
	return false;
}

static bool is_void(const char *name)
{
	static const char *const all[] = { "br", "hr", "img", "input", "meta", "link", "wbr", "area", "base",
		"col", "embed", "source", "track" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i], name) == 0)
			return true;
	return false;
}

/* 2: a paragraph of its own, 1: a line of its own, 0: inside the line. */
static int block(const char *name)
{
	static const char *const paragraphs[] = { "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul",
		"ol", "pre", "table", "dl", "figure", "hr" };
	static const char *const lines[] = { "div", "tr", "dt", "dd", "section", "article", "aside", "header",
		"footer", "figcaption", "caption", "address", "details", "summary", "main", "nav", "li" };

	for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
		if (strcmp(paragraphs[i], name) == 0)
			return 2;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (strcmp(lines[i], name) == 0)
			return 1;
	return 0;
}

/* ---- links ---- */

static bool tag_link(const struct tag *t)
{
	struct str cls = attr(t->attrs, "class"), rel = attr(t->attrs, "rel");

	return has_word(cls, "mention") || has_word(cls, "hashtag") || has_word(cls, "u-url") ||
		has_word(rel, "tag");
}

static void link_begin(struct html *h, const struct tag *t)
{
	struct buf raw;

	h->link_open = true;
	h->link_cut = false;
	h->link_start = h->w.out->len;
	buf_clear(&h->href);
	struct str href = attr(t->attrs, "href");
	if (href.len == 0 || tag_link(t))
		return;
	buf_init(&raw, CAP_CURSOR);
	html_entities(&raw, str_trim(href));
	char *base = h->base.p ? mem_dupn(h->base.p, h->base.len) : NULL;
	char *whole = raw.failed ? NULL : http_resolve(base, buf_cstr(&raw));
	char *here = base ? http_host(base) : NULL, *there = whole ? http_host(whole) : NULL;
	/* an address elsewhere may be a firm's own; links inside one site only clutter the text */
	if (whole != NULL && (here == NULL || there == NULL || strcmp(here, there) != 0))
		buf_puts(&h->href, whole);
	mem_free(here);
	mem_free(there);
	mem_free(base);
	mem_free(whole);
	buf_free(&raw);
}

/* What is shown is the address or its head: "duinzicht.nl/lang/pa..." */
static bool shows_address(struct str text, struct str href)
{
	static const char *const heads[] = { "https://", "http://", "www." };

	if (text.len >= 4 && strncasecmp(text.p, "http", 4) == 0)
		return true;
	if (str_suffix(text, STR("...")) || str_suffix(text, STR("\u2026")))
		text.len -= 3;
	for (int i = 0; i < 3; i++) {
		size_t n = strlen(heads[i]);
		if (href.len > n && strncasecmp(href.p, heads[i], n) == 0)
			href = (struct str){ href.p + n, href.len - n };
		if (text.len > n && strncasecmp(text.p, heads[i], n) == 0)
			text = (struct str){ text.p + n, text.len - n };
	}
	return memchr(text.p, '.', text.len) && text.len <= href.len &&
		strncasecmp(text.p, href.p, text.len) == 0;
}

static void link_end(struct html *h)
{
	if (!h->link_open)
		return;
	h->link_open = false;
	struct buf *out = h->w.out;
	struct str text = { out->p ? out->p + h->link_start : "", out->len - h->link_start };
	text = str_trim(text);
	if (h->href.len == 0 || h->href.failed)
		return;
	bool cut = h->link_cut || (text.len > 0 && shows_address(text, buf_view(&h->href)));
	if (cut) {
		/* what is shown of an address is often only its head */
		bool blank = h->link_start < out->len &&
			(out->p[h->link_start] == ' ' || out->p[h->link_start] == '\n');
		char before = blank ? out->p[h->link_start] : 0;
		out->len = h->link_start;
		if (before == '\n')
			want_break(&h->w, 1);
		else if (before)
			h->w.space = true;
		put_str(&h->w, buf_view(&h->href));
		return;
	}
	if (text.len == 0)
		return;                         /* a picture */
	bool space = h->w.space;
	h->w.space = true;
	put(&h->w, '(');
	put_str(&h->w, buf_view(&h->href));
	put(&h->w, ')');
	h->w.space = space;
}

/* ---- the pass ---- */

static void picture(struct html *h, const struct tag *t)
{
	struct str cls = attr(t->attrs, "class"), alt = attr(t->attrs, "alt");
	struct buf b;

	if (alt.len == 0 || alt.len > 64 || !cls.p
	    || (!memmem(cls.p, cls.len, "emoji", 5) && !memmem(cls.p, cls.len, "smiley", 6)))
		return;
	buf_init(&b, 256);
	html_entities(&b, alt);
	put_str(&h->w, buf_view(&b));
	buf_free(&b);
}

static void on_tag(struct html *h, const struct tag *t)
{
	if (h->hidden_depth > 0) {
		if (strcmp(t->name, h->hidden) == 0 && !t->empty)
			h->hidden_depth += t->close ? -1 : 1;
		return;
	}
	if (!t->close && !t->empty && !is_void(t->name) && hides(t)) {
		memcpy(h->hidden, t->name, sizeof h->hidden);
		h->hidden_depth = 1;
		h->link_cut |= h->link_open;
		return;
	}
	if (strcmp(t->name, "br") == 0) {
		h->w.breaks = h->w.breaks < 2 ? h->w.breaks + 1 : 2;
		h->w.space = false;
	} else if (strcmp(t->name, "img") == 0) {
		picture(h, t);
	} else if (strcmp(t->name, "a") == 0) {
		link_end(h);
		if (!t->close)
			link_begin(h, t);
	} else if (strcmp(t->name, "td") == 0 || strcmp(t->name, "th") == 0) {
		h->w.space = true;
	} else if (block(t->name) > 0) {
		bool list = strcmp(t->name, "ul") == 0 || strcmp(t->name, "ol") == 0;
		bool item = strcmp(t->name, "li") == 0;
		if (list && t->close && h->w.lists > 0)
			h->w.lists--;
		if (item)
			h->w.item = 0;
		want_break(&h->w, h->w.lists > 0 ? 1 : block(t->name));
		h->w.lists += list && !t->close;
		if (item && !t->close) {
			put(&h->w, '-');
			h->w.item = h->w.out->len;
			h->w.space = true;
		}
		if (strcmp(t->name, "pre") == 0)
			h->w.pre = t->close ? 0 : 1;
	}
}

/* Where the tag that begins at `from` ends: the index of its '>', or in.len when it has none. */
static size_t tag_end(struct html *h, size_t from)
{
	const char *p = h->in.p;
	char quote = 0;

	if (!h->bad_quotes) {
		for (size_t i = from; i < h->in.len; i++) {
			if (quote ? p[i] == quote : (p[i] == '"' || p[i] == '\'') && p[i - 1] == '=')
				quote = quote ? 0 : p[i];
			else if (!quote && p[i] == '>')
				return i;
		}
		h->bad_quotes = true;
	}
	const char *end = memchr(p + from, '>', h->in.len - from);
	if (end == NULL)
		h->no_end = true;
	return end ? (size_t)(end - p) : h->in.len;
}

/* Past the end of a comment, a script or a style; to the very end without one. */
static void skip_past(struct html *h, const char *end)
{
	size_t n = strlen(end);

	for (; h->at + n <= h->in.len; h->at++)
		if (h->in.p[h->at] == end[0] && strncasecmp(h->in.p + h->at, end, n) == 0) {
			h->at += n;
			return;
		}
	h->at = h->in.len;
}

/* At a '<': false when it is no markup. */
static bool markup(struct html *h)
{
	size_t i = h->at + 1, n = 0;
	struct tag t = { .close = false };

	if (i >= h->in.len || h->no_end)
		return false;
	if (h->in.p[i] == '!' && h->in.len - i >= 3 && memcmp(h->in.p + i, "!--", 3) == 0) {
		h->at = i + 3;
		skip_past(h, "-->");
		return true;
	}
	if (h->in.len - i >= 8 && memcmp(h->in.p + i, "![CDATA[", 8) == 0) {
		h->at = i + 8;                  /* of a feed that wrapped its text twice */
		h->cdata = true;
		return true;
	}
	t.close = h->in.p[i] == '/';
	i += t.close ? 1 : 0;
	bool declaration = i < h->in.len && (h->in.p[i] == '!' || h->in.p[i] == '?');
	if (i >= h->in.len || (!declaration && !((h->in.p[i] | 32) >= 'a' && (h->in.p[i] | 32) <= 'z')))
		return false;
	size_t end = tag_end(h, i);
	if (end == h->in.len)
		return false;
	h->at = end + 1;
	if (declaration)
		return true;
	for (; i < end && is_name(h->in.p[i]); i++) {
		char c = h->in.p[i];
		if (c == ':')
			n = 0;                  /* h:div is a div */
		else if (n < sizeof t.name - 1)
			t.name[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	memset(t.name + n, 0, sizeof t.name - n);
	t.attrs = (struct str){ h->in.p + i, end - i };
	t.empty = end > i && h->in.p[end - 1] == '/';
	if (!t.close && !t.empty && strcmp(t.name, "script") == 0)
		skip_past(h, "</script>");
	else if (!t.close && !t.empty && strcmp(t.name, "style") == 0)
		skip_past(h, "</style>");
	else
		on_tag(h, &t);
	return true;
}

static void character(struct html *h)
{
	struct str rest = { h->in.p + h->at, h->in.len - h->at };
	size_t len = 0;
	if (h->cdata && str_prefix(rest, STR("]]>"))) {
		h->at += 3;
		return;
	}
	uint32_t cp = rest.p[0] == '&' ? html_entity(rest, &len) : 0;

	if (cp == 0)
		cp = from_windows(utf8_next(rest, &len));
	h->at += len;
	if (h->hidden_depth == 0)
		put(&h->w, cp);
}

void html_to_text(struct buf *out, struct str html, struct str base)
{
	struct html h = { .in = html, .base = base, .w = { .out = out, .start = out->len } };

	buf_init(&h.href, CAP_CURSOR);
	while (h.at < h.in.len && !out->failed)
		if (h.in.p[h.at] != '<' || !markup(&h))
			character(&h);
	link_end(&h);
	while (out->len > h.w.start && strchr(" \t\n", out->p[out->len - 1]))
		out->len--;
	buf_free(&h.href);
}

void plain_to_text(struct buf *out, struct str plain)
{
	struct writer w = { .out = out, .start = out->len, .pre = 1 };

	put_str(&w, plain);
	while (out->len > w.start && strchr(" \t\n", out->p[out->len - 1]))
		out->len--;
}
