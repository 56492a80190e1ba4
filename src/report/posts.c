/* Facts as posts of a page: what strangers wrote, made harmless and short. */
#include "figures.h"
#include <stdlib.h>

bool posts_mention(const struct fact *f)
{
	return (f->role == ROLE_ADDRESSED || f->role == ROLE_MENTION) && !f->copy && !f->spam;
}

bool posts_within(const struct fact *f, int64_t from, int64_t to)
{
	return f->published >= from && f->published < to;
}

/* Controls and the signs that turn the direction of text round (UAX 9) have no business on a page. */
static bool unwanted(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) ||
		(cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F || cp == 0xFEFF ||
		cp == 0x2028 || cp == 0x2029;
}

const char *posts_line(struct str text, struct arena *a)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t at = 0; at < text.len && !b.failed;) {
		uint32_t cp = utf8_next(text, &at);
		utf8_put(&b, unwanted(cp) ? ' ' : cp);
	}
	const char *copy = arena_dupn(a, b.p ? b.p : "", b.len);
	buf_free(&b);
	return copy;
}

/* The first words of a text on one line. */
static const char *fragment(struct str text, struct arena *a)
{
	struct buf b;
	int words = 0;
	bool space = false;
	buf_init(&b, 4096);
	for (size_t at = 0; at < text.len && !b.failed;) {
		uint32_t cp = utf8_next(text, &at);
		if (cp == ' ' || cp == 0xA0 || unwanted(cp)) {
			space = space || cp == ' ' || cp == '\n' || cp == '\t' || cp == 0xA0;
			continue;
		}
		if (space && b.len) {
			if (++words == DAILY_FRAGMENT_WORDS || b.len > 600) {
				buf_puts(&b, " …");
				break;
			}
			buf_putc(&b, ' ');
		}
		space = false;
		utf8_put(&b, cp);
	}
	const char *copy = arena_dupn(a, b.p ? b.p : "", b.len);
	buf_free(&b);
	return copy;
}

/* Only what a browser may follow is a link. */
static const char *link_of(struct str url, struct arena *a)
{
	if (!str_prefix(url, STR("https://")) && !str_prefix(url, STR("http://")))
		return NULL;
	for (size_t at = 0; at < url.len;) {
		uint32_t cp = utf8_next(url, &at);
		if (cp == ' ' || cp == '"' || cp == '<' || cp == '>' || unwanted(cp))
			return NULL;
	}
	return arena_dupn(a, url.p, url.len);
}

struct daily_post posts_of(const struct fact *f, struct arena *a)
{
	return (struct daily_post){ .fact = f, .published = f->published, .category = f->category,
		.role = f->role, .label = f->label, .polarity = f->polarity, .process = f->process,
		.intent = f->intent, .rating = f->rating, .platform = posts_line(f->platform, a) };
}

void daily_post_text(struct daily_post *p, const struct fact_text *t, struct arena *a)
{
	p->fragment = p->fact->sensitive ? NULL : fragment(t->text, a);
	p->url = link_of(t->url, a);
	p->author = arena_dupn(a, t->author.p ? t->author.p : "", t->author.len);
}

int posts_by_tone(const void *x, const void *y)
{
	const struct daily_post *a = x, *b = y;
	int d = abs(b->polarity) - abs(a->polarity);
	return d ? d : (a->published > b->published) - (a->published < b->published);
}

int posts_by_age(const void *x, const void *y)
{
	const struct daily_post *a = x, *b = y;
	return (a->published > b->published) - (a->published < b->published);
}

int posts_by_newest(const void *x, const void *y) { return posts_by_age(y, x); }
