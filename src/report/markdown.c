/* The same page in Markdown (CommonMark, with the tables of GitHub's dialect), for a wiki or a chat. */
#include "page.h"

#include <string.h>

/* Nothing of a post is markup: punctuation that could be gets a backslash, a line break a space. */
static void escaped(struct buf *out, const char *s)
{
	for (; s && *s; s++) {
		if (strchr("\\`*_{}[]<>()#+-.!|~&@:", *s))
			buf_putc(out, '\\');
		buf_putc(out, *s == '\n' ? ' ' : *s);
	}
}

static void heading(struct page *p, const char *text)
{
	buf_puts(p->out, "\n## ");
	escaped(p->out, text);
	buf_puts(p->out, "\n\n");
}

static void para(struct page *p, const char *text)
{
	escaped(p->out, text);
	buf_puts(p->out, "\n\n");
}

static void row(struct page *p, const char *const *cells, size_t n)
{
	buf_putc(p->out, '|');
	for (size_t i = 0; i < n; i++) {
		buf_putc(p->out, ' ');
		escaped(p->out, cells[i]);
		buf_puts(p->out, " |");
	}
	buf_putc(p->out, '\n');
}

static void table(struct page *p, const char *const *header, size_t n)
{
	row(p, header, n);
	buf_putc(p->out, '|');
	for (size_t i = 0; i < n; i++)
		buf_puts(p->out, i == 0 ? " --- |" : " ---: |");
	buf_putc(p->out, '\n');
}

static void table_end(struct page *p)
{
	buf_putc(p->out, '\n');
}

static void posts(struct page *p, const struct daily_post *post, size_t n)
{
	for (size_t i = 0; i < n; i++, post++) {
		struct buf line;
		buf_init(&line, 4096);
		page_post_line(p, post, &line);
		buf_printf(p->out, "%zu. ", i + 1);
		escaped(p->out, buf_cstr(&line));
		if (post->fragment) {
			buf_puts(p->out, ": \"");
			escaped(p->out, post->fragment);
			buf_putc(p->out, '"');
		}
		buf_clear(&line);
		if (words_why(post, p->r, &line)) {
			buf_puts(p->out, "; ");
			escaped(p->out, buf_cstr(&line));
		}
		buf_free(&line);
		/* an address in angle brackets holds neither these nor blanks */
		if (post->url && !strpbrk(post->url, "<> \n"))
			buf_printf(p->out, " <%s>", post->url);
		buf_putc(p->out, '\n');
	}
	buf_putc(p->out, '\n');
}

void report_markdown(struct buf *out, const struct daily *d, const struct render *r)
{
	struct page p = { out, r, heading, para, table, row, table_end, posts };
	struct buf title, state;
	char day[64];

	buf_init(&title, 4096);
	buf_init(&state, 4096);
	page_title(d, r, &title, &state);
	words_day(d->day, r, day, sizeof day);
	buf_puts(out, "# ");
	escaped(out, buf_cstr(&title));
	buf_printf(out, "\n\n%s\n\n", day);
	para(&p, buf_cstr(&state));
	page_sections(&p, d);
	buf_free(&title);
	buf_free(&state);
}
