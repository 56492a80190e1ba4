/* compose.c: times, markup, relative addresses and bad bytes of all platforms end here. */
#include "compose.h"

#include <string.h>

#include <luister/caps.h>

#include "http.h"
#include "markdown.h"

#define CAP_FIELD 2000                  /* an id, an address, a name */

static struct str field(const char *s)
{
	return s ? str_head(str_trim(str_of(s)), CAP_FIELD) : (struct str){ NULL, 0 };
}

static struct str keep(struct arena *a, struct buf *b)
{
	struct str s = str_trim(buf_view(b));
	char *p = arena_dupn(a, s.p ? s.p : "", s.len);

	return (struct str){ p, s.len };
}

static bool has(struct str s, const char *part)
{
	return memmem(s.p, s.len, part, strlen(part)) != NULL;
}

static bool still_markup(struct str s)
{
	return has(s, "</a>") || has(s, "</p>") || has(s, "<br");
}

/* Feeds often escape their markup twice, or their entities alone. */
static void add_html(struct buf *out, struct str html, struct str base)
{
	size_t from = out->len;

	html_to_text(out, html, base);
	struct str s = { out->p ? out->p + from : "", out->len - from };
	bool markup = still_markup(s);
	if (out->failed || (!markup && !has(s, "&")))
		return;
	char *again = mem_dupn(s.p, s.len);
	out->len = from;
	if (markup)
		html_to_text(out, str_of(again), base);
	else
		html_entities(out, str_of(again));
	mem_free(again);
}

static void add_escaped(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (p[i]) {
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '&': buf_puts(out, "&amp;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		case '\n': buf_puts(out, "<br>"); break;
		default: buf_putc(out, p[i]);
		}
}

/* A text with links beside it reads as the same text in HTML would. */
static void add_linked(struct buf *out, const struct raw_post *raw, struct str base)
{
	size_t at = 0, len = strlen(raw->text);
	struct buf html;

	buf_init(&html, CAP_RESPONSE);
	for (size_t i = 0; i < raw->nlinks; i++) {
		const struct text_link *l = &raw->links[i];
		if (l->from < at || l->to > len)
			continue;
		add_escaped(&html, raw->text + at, l->from - at);
		buf_puts(&html, "<a href=\"");
		add_escaped(&html, l->url, strlen(l->url));
		buf_puts(&html, "\">");
		add_escaped(&html, raw->text + l->from, l->to - l->from);
		buf_puts(&html, "</a>");
		at = l->to;
	}
	add_escaped(&html, raw->text + at, len - at);
	html_to_text(out, buf_view(&html), base);
	buf_free(&html);
}

/* Titles come plain or as HTML, and nobody says which. */
static struct str title_of(const char *title, struct arena *a)
{
	struct buf b;

	if (title == NULL)
		return (struct str){ NULL, 0 };
	buf_init(&b, CAP_FIELD * 4);
	if (strchr(title, '&') || strchr(title, '<'))
		add_html(&b, str_of(title), (struct str){ NULL, 0 });
	else
		plain_to_text(&b, str_of(title));
	for (size_t i = 0; i < b.len; i++)
		if (b.p[i] == '\n' || b.p[i] == '\t' || b.p[i] == '\r')
			b.p[i] = ' ';
	struct str s = b.failed ? field(title) : keep(a, &b);
	buf_free(&b);
	return str_head(s, CAP_FIELD);
}

/* Micro-blogs make a title of the text's first words. */
static struct str stem_of(struct str title)
{
	if (str_suffix(title, STR("...")) || str_suffix(title, STR("\u2026")))
		title.len -= 3;
	return str_trim(title);
}

/* A content warning or a title is the first line: people put the point there. */
static struct str text_of(const struct raw_post *raw, struct str title, struct str base, struct arena *a)
{
	struct buf body, all;

	buf_init(&body, CAP_RESPONSE * 2);
	if (raw->html != NULL)
		add_html(&body, str_of(raw->html), base);
	else if (raw->text != NULL && raw->nlinks > 0)
		add_linked(&body, raw, base);
	else if (raw->text != NULL)
		plain_to_text(&body, str_of(raw->text));
	else if (raw->markdown != NULL)
		markdown_to_text(&body, str_of(raw->markdown), base);
	struct str text = str_trim(buf_view(&body));
	buf_init(&all, CAP_RESPONSE * 2);
	if (raw->warning != NULL) {
		plain_to_text(&all, str_of(raw->warning));
		if (all.len > 0)
			buf_putc(&all, '\n');
	}
	if (title.len > 0 && !str_prefix(text, stem_of(title))) {
		buf_str(&all, title);
		buf_putc(&all, '\n');
	}
	buf_str(&all, str_head(text, CAP_TEXT));
	struct str whole = str_head(keep(a, &all), CAP_TEXT);
	buf_free(&body);
	buf_free(&all);
	return whole;
}

static struct str address(const char *url, const char *page_url, struct arena *a)
{
	struct str out = { NULL, 0 };
	char *whole = url ? http_resolve(page_url, url) : NULL;

	if (whole != NULL && strlen(whole) <= CAP_FIELD)
		out = str_of(arena_dupn(a, whole, strlen(whole)));
	mem_free(whole);
	return out;
}

static int64_t time_of(const char *s)
{
	return s ? clock_parse(str_trim(str_of(s))) : CLOCK_NONE;
}

/* What a connector made of a post without an id: the platform's name and nothing, or a null, behind it. */
static bool nameless(struct str id)
{
	return id.len == 0 || str_suffix(id, STR(":")) || str_suffix(id, STR(":null")) ||
		str_suffix(id, STR("/null"));
}

bool compose_id(const char *id)
{
	return id != NULL && strlen(id) <= CAP_FIELD && !nameless(str_trim(str_of(id)));
}

const char *compose_post(const struct raw_post *raw, const struct fetch_source *source, const char *page_url,
	int64_t now, struct arena *a, struct post *out)
{
	int category = raw->category ? category_of(str_of(raw->category)) : -1;

	if (raw->bad)
		return "not a post that the connector can read";
	*out = (struct post){
		.id = str_of(raw->id), .source = str_of(source->id),
		.platform = raw->platform ? field(raw->platform) : str_of(source->connector),
		.category = category >= 0 ? (enum category)category : source->category,
		.url = address(raw->url, page_url, a), .lang = field(raw->lang), .author = field(raw->author),
		.author_name = field(raw->author_name), .reply_to = field(raw->reply_to),
		.thread = field(raw->thread), .local_id = field(raw->local_id),
		.published = time_of(raw->published), .updated = time_of(raw->updated),
		.rating = raw->rating, .likes = raw->likes, .reposts = raw->reposts, .replies = raw->replies,
	};
	if (!compose_id(raw->id))
		return "no usable id";
	if (out->published == CLOCK_NONE)
		out->published = out->updated;
	out->undated = out->published == CLOCK_NONE && raw->first_seen;
	if (out->undated)
		out->published = now;
	if (out->published == CLOCK_NONE)
		return "no time";
	if (out->updated == CLOCK_NONE || out->updated < out->published)
		out->updated = out->published;
	if (raw->text == NULL && raw->html == NULL && raw->markdown == NULL && raw->title == NULL)
		return "no text";
	out->title = title_of(raw->title, a);
	struct str base = address(raw->base, page_url, a);
	if (base.p == NULL)
		base = out->url.p ? out->url : str_of(page_url);
	out->text = text_of(raw, out->title, base, a);
	return NULL;
}
