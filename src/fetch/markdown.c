/* markdown.c: the only file that knows md4c. It makes plain HTML of Markdown, and html.c makes text of that:
 * one place decides how a paragraph, a link or a table reads. */
#include "markdown.h"

#include <md4c.h>
#include <stdlib.h>
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

/* Names of emoji that people type most, as GitHub, Discourse and Misskey spell them, in byte order. Others
 * stay: a server's own pictures have names too. */
static const struct emoji { const char *name; uint32_t cp; } emoji[] = {
	{ "+1", 0x1f44d }, { "-1", 0x1f44e }, { "100", 0x1f4af }, { "angry", 0x1f620 },
	{ "astonished", 0x1f632 }, { "blush", 0x1f60a }, { "broken_heart", 0x1f494 }, { "bulb", 0x1f4a1 },
	{ "clap", 0x1f44f }, { "cold_sweat", 0x1f630 }, { "confounded", 0x1f616 }, { "confused", 0x1f615 },
	{ "cry", 0x1f622 }, { "disappointed", 0x1f61e }, { "expressionless", 0x1f611 }, { "eyes", 0x1f440 },
	{ "face_with_rolling_eyes", 0x1f644 }, { "facepalm", 0x1f926 }, { "fearful", 0x1f628 },
	{ "fire", 0x1f525 }, { "frowning", 0x1f626 }, { "grimacing", 0x1f62c }, { "grin", 0x1f601 },
	{ "grinning", 0x1f600 }, { "handshake", 0x1f91d }, { "heart", 0x2764 }, { "heart_eyes", 0x1f60d },
	{ "hugs", 0x1f917 }, { "innocent", 0x1f607 }, { "joy", 0x1f602 }, { "kissing_heart", 0x1f618 },
	{ "laughing", 0x1f606 }, { "man_facepalming", 0x1f926 }, { "man_shrugging", 0x1f937 },
	{ "moneybag", 0x1f4b0 }, { "muscle", 0x1f4aa }, { "neutral_face", 0x1f610 }, { "ok_hand", 0x1f44c },
	{ "partying_face", 0x1f973 }, { "pensive", 0x1f614 }, { "poop", 0x1f4a9 }, { "pray", 0x1f64f },
	{ "rage", 0x1f621 }, { "raised_hands", 0x1f64c }, { "relaxed", 0x263a }, { "relieved", 0x1f60c },
	{ "rocket", 0x1f680 }, { "rofl", 0x1f923 }, { "roll_eyes", 0x1f644 }, { "rolling_eyes", 0x1f644 },
	{ "scream", 0x1f631 }, { "shrug", 0x1f937 }, { "skull", 0x1f480 }, { "sleeping", 0x1f634 },
	{ "slight_frown", 0x1f641 }, { "slight_smile", 0x1f642 }, { "slightly_frowning_face", 0x1f641 },
	{ "slightly_smiling_face", 0x1f642 }, { "smile", 0x1f604 }, { "smiley", 0x1f603 },
	{ "smiling_face_with_three_hearts", 0x1f970 }, { "smirk", 0x1f60f }, { "sob", 0x1f62d },
	{ "star", 0x2b50 }, { "star_struck", 0x1f929 }, { "sunglasses", 0x1f60e }, { "sweat", 0x1f613 },
	{ "sweat_smile", 0x1f605 }, { "tada", 0x1f389 }, { "thinking", 0x1f914 }, { "thumbsdown", 0x1f44e },
	{ "thumbsup", 0x1f44d }, { "tired_face", 0x1f62b }, { "triumph", 0x1f624 }, { "unamused", 0x1f612 },
	{ "upside_down_face", 0x1f643 }, { "vomiting_face", 0x1f92e }, { "warning", 0x26a0 },
	{ "wave", 0x1f44b }, { "weary", 0x1f629 }, { "white_check_mark", 0x2705 }, { "wink", 0x1f609 },
	{ "woman_facepalming", 0x1f926 }, { "worried", 0x1f61f }, { "x", 0x274c }, { "yum", 0x1f60b },
	{ "zzz", 0x1f4a4 },
};

static int by_name(const void *key, const void *entry)
{
	return strcmp(key, ((const struct emoji *)entry)->name);
}

/* The emoji that ":name:" at the beginning of `s` is, and how many bytes that takes; 0: none. */
static uint32_t emoji_mark(struct str s, size_t *len)
{
	char name[32];
	size_t n = 0;

	while (n + 1 < s.len && n + 1 < sizeof name && s.p[n + 1] && s.p[n + 1] != ':') {
		name[n] = s.p[n + 1];
		n++;
	}
	name[n] = '\0';
	if (n + 1 >= s.len || s.p[n + 1] != ':')
		return 0;
	const struct emoji *e = bsearch(name, emoji, sizeof emoji / sizeof *emoji, sizeof *emoji, by_name);
	*len = n + 2;
	return e ? e->cp : 0;
}

struct brackets { uint64_t function; int depth; };     /* a bit for each one that is open */

/* One line, or the rest of the text where a function spans lines. */
static void inline_marks(struct buf *out, struct str line, struct brackets *b)
{
	bool code = false, spoiler = memmem(line.p, line.len, ">!", 2) && memmem(line.p, line.len, "!<", 2);
	bool link = memmem(line.p, line.len, "](", 2);
	size_t i = 0, n = 0;
	uint32_t cp;

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
		} else if (s.p[0] == ':' && (cp = emoji_mark(s, &n)) != 0) {
			utf8_put(out, cp);
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
