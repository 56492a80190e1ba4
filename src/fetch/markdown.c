/* markdown.c: the only file that knows md4c. It makes plain HTML of Markdown, and html.c makes text of that:
 * one place decides how a paragraph, a link or a table reads. */
#include "markdown.h"

#include <md4c.h>
#include <string.h>
#include <strings.h>

#include <luister/caps.h>
#include <luister/fetch.h>

#define CAP_HTML (CAP_TEXT * 8) /* marks become tags; a table's empty cells would grow for ever */
#define BRACKETS 64                            /* that stand open at a time */

/* ---- what platforms add, taken away before parsing ---- */

static bool blank_in(struct str s)
{
	return str_trim(s).len == 0;
}

static bool prefix_i(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && strncasecmp(s.p, prefix, n) == 0;
}

/* `[quote="jan, post:2"]`, `[/details]`: a mark of Discourse on a line of its own. `title` is what stands in
 * quotes in it. */
static bool is_bracket_line(struct str line, struct str *title)
{
	static const char *const names[] = { "quote", "details", "spoiler", "poll", "wrap", "grid", "hide" };
	struct str s = str_trim(line);

	*title = (struct str){ "", 0 };
	if (s.len < 3 || s.p[0] != '[' || s.p[s.len - 1] != ']' || memchr(s.p + 1, '[', s.len - 1))
		return false;
	bool closes = s.p[1] == '/';
	struct str name = { s.p + 1 + closes, s.len - 2 - closes };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);
		if (!prefix_i(name, names[i]) || (name.len > n && !strchr("= ", name.p[n])))
			continue;
		if (strcmp(names[i], "details") == 0 && name.len > n + 1) {
			*title = (struct str){ name.p + n + 1, name.len - n - 1 };
			if (title->len >= 2 && title->p[0] == '"' && title->p[title->len - 1] == '"')
				*title = (struct str){ title->p + 1, title->len - 2 };
		}
		return true;
	}
	return false;
}

/* Lemmy's `::: spoiler Titel` and `:::`. */
static bool is_colon_line(struct str line, struct str *title)
{
	struct str s = str_trim(line);

	if (!str_prefix(s, STR(":::")))
		return false;
	s = str_trim((struct str){ s.p + 3, s.len - 3 });
	if (prefix_i(s, "spoiler"))
		s = str_trim((struct str){ s.p + 7, s.len - 7 });
	*title = s;
	return true;
}

/* Tags of Misskey that only change how words look; the parser would take what is between them for HTML. */
static size_t look_tag(struct str s)
{
	static const char *const tags[] = { "<small>", "</small>", "<center>", "</center>", "<plain>",
		"</plain>" };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (prefix_i(s, tags[i]))
			return strlen(tags[i]);
	return 0;
}

/* The bytes of "$[name.arg=1,arg " at the beginning of `s`, or 0. */
static size_t function_mark(struct str s)
{
	size_t i = 2;

	if (!str_prefix(s, STR("$[")))
		return 0;
	while (i < s.len && (((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')
		|| (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] && strchr(".,=_-#", s.p[i]))))
		i++;
	return i > 2 && i < s.len && (s.p[i] == ' ' || s.p[i] == '\n') ? i + 1 : 0;
}

struct brackets { uint64_t function; int depth; };     /* a bit for each one that is open */

/* One line, or the rest of the text where a function spans lines. */
static void inline_marks(struct buf *out, struct str line, struct brackets *b)
{
	bool code = false, spoiler = memmem(line.p, line.len, ">!", 2) && memmem(line.p, line.len, "!<", 2);
	bool link = memmem(line.p, line.len, "](", 2);
	size_t i = 0, n;

	while (i < line.len) {
		struct str s = { line.p + i, line.len - i };
		code ^= s.p[0] == '`';
		if (code) {
			buf_putc(out, line.p[i++]);
		} else if (s.p[0] == '\\' && s.len > 1) {
			buf_add(out, s.p, 2);
			i += 2;
		} else if (s.p[0] == '<' && (n = look_tag(s)) > 0) {
			i += n;
		} else if (spoiler && (str_prefix(s, STR(">!")) || str_prefix(s, STR("!<")))) {
			i += 2;
		} else if (b->depth < BRACKETS && (n = function_mark(s)) > 0) {
			b->function |= (uint64_t)1 << b->depth++;
			i += n;
		} else if (link && str_prefix(s, STR("?[")) && (i == 0 || strchr(" \t>", line.p[i - 1]))) {
			i++;                            /* a link that wants no preview */
		} else if (s.p[0] == ']' && b->depth > 0 && (b->function >> (b->depth - 1) & 1)) {
			b->function &= ~((uint64_t)1 << --b->depth);
			i++;
		} else {
			if (s.p[0] == '[' && b->function && b->depth < BRACKETS)
				b->depth++;
			else if (s.p[0] == ']' && b->depth > 0)
				b->depth--;
			buf_putc(out, line.p[i++]);
		}
	}
}

/* What a line that opens or closes a block of code is made of, or 0. */
static char fence_of(struct str line)
{
	struct str s = str_trim(line);

	if (str_prefix(s, STR("```")))
		return memchr(s.p + 3, '`', s.len - 3) ? 0 : '`';
	return str_prefix(s, STR("~~~")) ? '~' : 0;
}

static void own_marks(struct buf *out, struct str s)
{
	struct brackets b = { 0, 0 };
	struct str line, title;
	char fence = 0;

	while (str_cut(&s, '\n', &line)) {
		char mark = fence_of(line);
		if (mark && (fence == 0 || fence == mark)) {
			fence = fence ? 0 : mark;
			buf_str(out, line);
		} else if (fence) {
			buf_str(out, line);
		} else if (is_bracket_line(line, &title) || is_colon_line(line, &title)) {
			buf_printf(out, "\n%.*s\n", STR_ARG(title));
		} else {
			if (blank_in(line))
				b = (struct brackets){ 0, 0 };
			inline_marks(out, line, &b);
		}
		buf_putc(out, '\n');
	}
}

/* ---- Markdown to HTML ---- */

struct page { struct buf html; int picture; };

static void escaped(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (p[i]) {
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '&': buf_puts(out, "&amp;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		default: buf_putc(out, p[i]);
		}
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *self)
{
	struct page *page = self;

	if (page->picture > 0)
		return 0;                       /* its other text is most often a file's name */
	switch (type) {
	case MD_TEXT_BR:
	case MD_TEXT_SOFTBR: buf_puts(&page->html, "<br>"); break;
	case MD_TEXT_NULLCHAR: buf_puts(&page->html, "\ufffd"); break;
	case MD_TEXT_ENTITY:
	case MD_TEXT_HTML: buf_add(&page->html, p, n); break;
	default: escaped(&page->html, p, n);
	}
	return page->html.failed;
}

static const char *tag_of(MD_BLOCKTYPE type)
{
	switch (type) {
	case MD_BLOCK_QUOTE: return "blockquote";
	case MD_BLOCK_UL:
	case MD_BLOCK_OL: return "ul";
	case MD_BLOCK_LI: return "li";
	case MD_BLOCK_HR: return "hr";
	case MD_BLOCK_H: return "h3";
	case MD_BLOCK_CODE: return "pre";
	case MD_BLOCK_P: return "p";
	case MD_BLOCK_TABLE: return "table";
	case MD_BLOCK_TR: return "tr";
	case MD_BLOCK_TH:
	case MD_BLOCK_TD: return "td";
	default: return NULL;
	}
}

static int on_enter(MD_BLOCKTYPE type, void *detail, void *self)
{
	struct page *page = self;

	(void)detail;
	if (tag_of(type) != NULL)
		buf_printf(&page->html, "<%s>", tag_of(type));
	return page->html.failed;
}

static int on_leave(MD_BLOCKTYPE type, void *detail, void *self)
{
	struct page *page = self;

	(void)detail;
	if (tag_of(type) != NULL)
		buf_printf(&page->html, "</%s>", tag_of(type));
	return page->html.failed;
}

static int on_span(MD_SPANTYPE type, void *detail, void *self)
{
	struct page *page = self;

	if (type == MD_SPAN_IMG)
		page->picture++;
	if (type != MD_SPAN_A || page->picture > 0)
		return page->html.failed;
	const MD_ATTRIBUTE *href = &((const MD_SPAN_A_DETAIL *)detail)->href;
	buf_puts(&page->html, "<a href=\"");
	for (size_t i = 0; href->size > 0 && href->substr_offsets[i] < href->size; i++) {
		const char *p = href->text + href->substr_offsets[i];
		size_t n = href->substr_offsets[i + 1] - href->substr_offsets[i];
		if (href->substr_types[i] == MD_TEXT_ENTITY)
			buf_add(&page->html, p, n);
		else
			escaped(&page->html, p, n);
	}
	buf_puts(&page->html, "\">");
	return page->html.failed;
}

static int on_span_end(MD_SPANTYPE type, void *detail, void *self)
{
	struct page *page = self;

	(void)detail;
	if (type == MD_SPAN_IMG)
		page->picture--;
	else if (type == MD_SPAN_A && page->picture == 0)
		buf_puts(&page->html, "</a>");
	return page->html.failed;
}

void markdown_to_text(struct buf *out, struct str markdown, struct str base)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
			MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOINDENTEDCODEBLOCKS,
		.enter_block = on_enter, .leave_block = on_leave, .enter_span = on_span,
		.leave_span = on_span_end, .text = on_text,
	};
	struct page page = { .picture = 0 };
	struct buf bare;

	markdown = str_head(markdown, CAP_TEXT);
	buf_init(&bare, CAP_TEXT * 2);
	buf_init(&page.html, CAP_HTML);
	own_marks(&bare, markdown);
	/* what does not fit is cut off: the head of a text is worth more than none */
	md_parse(bare.p ? bare.p : "", (MD_SIZE)bare.len, &parser, &page);
	html_to_text(out, buf_view(&page.html), base);
	buf_free(&bare);
	buf_free(&page.html);
}
