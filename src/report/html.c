/* One self-contained page: no script, no request leaves it, light and dark, printable. */
#include "html.h"
#include "page.h"

#include <stdio.h>
#include <string.h>

void html_text(struct buf *out, const char *s)
{
	for (; s && *s; s++)
		switch (*s) {
		case '&': buf_puts(out, "&amp;"); break;
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		case '\'': buf_puts(out, "&#39;"); break;
		default: buf_putc(out, *s);
		}
}

void html_element(struct buf *out, const char *tag, const char *text)
{
	buf_printf(out, "<%s>", tag);
	html_text(out, text);
	buf_printf(out, "</%s>\n", tag);
}

static const char style[] =
	":root{color-scheme:light dark;--ink:#1b1b1b;--dim:#555;--line:#bbb;--page:#fff}"
	"@media(prefers-color-scheme:dark){:root{--ink:#eee;--dim:#b5b5b5;--line:#555;--page:#161616}}"
	"body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:0 "
	"auto;padding:1rem;color:var(--ink);background:var(--page);overflow-wrap:break-word}"
	"h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
	"th,td{padding:.25rem .5rem;border-bottom:1px solid "
	"var(--line);text-align:right}th:first-child,td:first-child{text-align:left}tbody "
	"th{font-weight:normal}"
	".dim{color:var(--dim)}a{color:inherit}nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}"
	"li{margin:.5rem 0;overflow-wrap:anywhere}.wide{overflow-x:auto}"
	"@media(max-width:34rem){body{padding:.75rem}ol{padding-left:1.6rem}table{font-size:.8rem}"
	"th,td{padding:.2rem .25rem;hyphens:auto}}"
	"@media print{body{max-width:none;padding:0}h2{break-after:avoid}tr,li{break-inside:avoid}"
	".wide{overflow:visible}nav{display:none}}";

static void heading(struct page *p, const char *text)
{
	html_element(p->out, "h2", text);
}

static void para(struct page *p, const char *text)
{
	html_element(p->out, "p", text);
}

/* A table that is wider than a phone scrolls by itself, also with the keyboard. */
static void table(struct page *p, const char *const *header, size_t n)
{
	buf_puts(p->out, "<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		if (header[i][0] == '\0') {
			buf_puts(p->out, "<td></td>");
			continue;
		}
		buf_puts(p->out, "<th scope=\"col\">");
		html_text(p->out, header[i]);
		buf_puts(p->out, "</th>");
	}
	buf_puts(p->out, "</tr></thead>\n<tbody>\n");
}

static void row(struct page *p, const char *const *cells, size_t n)
{
	buf_puts(p->out, "<tr>");
	for (size_t i = 0; i < n; i++) {
		buf_puts(p->out, i == 0 ? "<th scope=\"row\">" : "<td>");
		html_text(p->out, cells[i]);
		buf_puts(p->out, i == 0 ? "</th>" : "</td>");
	}
	buf_puts(p->out, "</tr>\n");
}

static void table_end(struct page *p)
{
	buf_puts(p->out, "</tbody></table></div>\n");
}

static void why(struct page *p, const struct daily_post *post)
{
	struct buf line;

	buf_init(&line, 4096);
	if (words_why(post, p->r, &line)) {
		buf_puts(p->out, "<br><span class=\"dim\">");
		html_text(p->out, buf_cstr(&line));
		buf_puts(p->out, "</span>");
	}
	buf_free(&line);
}

static void posts(struct page *p, const struct daily_post *post, size_t n)
{
	buf_puts(p->out, "<ol>\n");
	for (size_t i = 0; i < n; i++, post++) {
		struct buf line;
		buf_init(&line, 4096);
		page_post_line(p, post, &line);
		buf_puts(p->out, "<li>");
		html_text(p->out, buf_cstr(&line));
		buf_free(&line);
		if (post->url) {
			buf_puts(p->out, ", <a rel=\"noopener noreferrer\" href=\"");
			html_text(p->out, post->url);
			buf_printf(p->out, "\">%s %zu</a>", W(p->r, "bericht", "post"), i + 1);
		}
		if (post->fragment) {
			buf_puts(p->out, "<br><q>");
			html_text(p->out, post->fragment);
			buf_puts(p->out, "</q>");
		}
		why(p, post);
		buf_puts(p->out, "</li>\n");
	}
	buf_puts(p->out, "</ol>\n");
}

void html_begin(struct buf *out, const char *title, const char *more, const struct render *r)
{
	buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta "
		"name=\"referrer\" content=\"no-referrer\"><title>", W(r, "nl", "en"));
	html_text(out, title);
	buf_printf(out, "</title><style>%s%s</style></head>\n<body><main>\n", style, more);
}

void html_end(struct buf *out)
{
	buf_puts(out, "</main></body></html>\n");
}

void html_link(struct buf *out, const char *href, const char *text)
{
	buf_puts(out, "<a href=\"");
	html_text(out, href);
	buf_puts(out, "\">");
	html_text(out, text);
	buf_puts(out, "</a>");
}

/* To the firm's index and to the days beside this one, of which there are pages. */
static void links(struct buf *out, const struct daily *d, const struct render *r)
{
	char day[2][64];

	if (!r->index && !r->before && !r->after)
		return;
	words_day(day_add(d->day, -1), r, day[0], sizeof day[0]);
	words_day(day_add(d->day, 1), r, day[1], sizeof day[1]);
	buf_puts(out, "<nav>");
	if (r->before)
		html_link(out, r->before, day[0]);
	if (r->index)
		html_link(out, r->index, W(r, "Overzicht", "Overview"));
	if (r->after)
		html_link(out, r->after, day[1]);
	buf_puts(out, "</nav>\n");
}

static void head(struct buf *out, const struct daily *d, const struct render *r)
{
	char day[64];
	struct buf title, state;

	buf_init(&title, 4096);
	buf_init(&state, 4096);
	page_title(d, r, &title, &state);
	words_day(d->day, r, day, sizeof day);
	char *whole = mem_printf("%s - %s", buf_cstr(&title), day);
	html_begin(out, whole, "", r);
	mem_free(whole);
	links(out, d, r);
	html_element(out, "h1", buf_cstr(&title));
	buf_printf(out, "<p>%s<br><span class=\"dim\">", day);
	html_text(out, buf_cstr(&state));
	buf_puts(out, "</span></p>\n");
	buf_free(&title);
	buf_free(&state);
}

void report_html(struct buf *out, const struct daily *d, const struct render *r)
{
	struct page p = { out, r, heading, para, table, row, table_end, posts };

	head(out, d, r);
	page_sections(&p, d);
	html_end(out);
}
