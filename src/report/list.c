/* Why: the posts behind a figure, as lines to read or as JSON for jq. */
#include "page.h"
#include "words.h"

#include <string.h>

static void one(struct buf *out, const struct daily_post *p, const struct render *r, bool json)
{
	struct page page = { .out = out, .r = r };
	struct buf why;
	char polarity[16];

	if (json) {
		json_post(out, p);
		return;
	}
	page_post_line(&page, p, out);
	words_polarity(p->polarity, r, polarity, sizeof polarity);
	buf_printf(out, ", %s, %s, %s", polarity, intent_name((int)p->intent), role_name((int)p->role));
	if (p->fragment)
		buf_printf(out, "\n  \"%s\"", p->fragment);
	buf_init(&why, 4096);
	if (words_why(p, r, &why))
		buf_printf(out, "\n  %s", buf_cstr(&why));
	buf_free(&why);
	if (p->url)
		buf_printf(out, "\n  %s", p->url);
	buf_putc(out, '\n');
}

bool report_list(struct buf *out, const struct daily *d, const struct render *r, const char *what, bool json)
{
	static const struct { const char *name; int label; } days[] = { { "mentions", -1 },
		{ "positive", LABEL_POS }, { "neutral", LABEL_NEU }, { "negative", LABEL_NEG },
		{ "mixed", LABEL_MIXED }, { "none", LABEL_NONE } };
	const struct { const char *name; const struct daily_post *p; size_t n; } whole[] = {
		{ "open", d->open, d->nopen }, { "missed", d->missed, d->nmissed },
		{ "stars", d->stars, d->nstars }, { "spam", d->spams, d->nspams } };

	for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
		if (strcmp(what, days[k].name) != 0)
			continue;
		for (size_t i = 0; i < d->nposts; i++)
			if (days[k].label < 0 || (int)d->posts[i].label == days[k].label)
				one(out, &d->posts[i], r, json);
		return true;
	}
	for (size_t k = 0; k < sizeof whole / sizeof *whole; k++) {
		if (strcmp(what, whole[k].name) != 0)
			continue;
		for (size_t i = 0; i < whole[k].n; i++)
			one(out, &whole[k].p[i], r, json);
		return true;
	}
	return false;
}
