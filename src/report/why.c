/* The line that says why a post is labelled so:
 * negatief -1,32 = erg 1,2 x vervelend -0,6 + onbereikbaar (feit) -0,6 */
#include "words.h"

#include <stdio.h>
#include <string.h>

#define LINE_CAP 1024
#define WIDTH 77
#define OTHERS_WIDTH 18              /* " + 12 andere -0,35" */

static const struct { const char *rule, *nl, *en; } rules[] = {
	{ "te", "te", "too" }, { "but", "maar", "but" }, { "question", "vraag", "question" },
	{ "condition", "als", "if" }, { "wish", "wens", "wish" }, { "wish unmet", "wens", "wish" },
	{ "could be", "kon", "could be" }, { "general", "algemeen", "in general" },
	{ "reported", "aangehaald", "reported" }, { "sought", "gezocht", "sought" },
	{ "once", "ooit", "once" }, { "conceded", "hoewel", "though" },
	{ "force", "nadruk", "stress" }, { "irony", "ironie", "irony" },
	{ "scare quotes", "tussen aanhalingstekens", "in quotes" }, { "compared", "vergeleken", "compared" },
	{ "described", "bij ander woord", "other word" }, { "modifier", "versterkt ander woord", "modifier" },
	{ "about", "ongeveer", "about" }, { "repeated", "herhaald", "repeated" }, { "last", "slot", "last" },
	{ "applause", "applaus", "applause" }, { "laughter", "lacht", "laughter" },
	{ "intensified", "versterkt", "intensified" }, { "diminished", "verzwakt", "diminished" },
	{ "negated", "ontkend", "negated" }, { "examples", "voorbeelden", "examples" },
	{ "missing", "ontkenning", "negation" },
	{ "narrated", "verhaal zonder mening", "story without opinion" },
};

static const char *rule_name(const char *rule, const struct render *r)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].rule, rule) == 0)
			return W(r, rules[i].nl, rules[i].en);
	return rule;
}

/* 1,32 of 1320 thousandths: two decimals at most, rounded half away from zero. */
static void number(struct buf *out, int milli, bool sign, const struct render *r)
{
	int cents = ((milli < 0 ? -milli : milli) + 5) / 10;

	if (cents && (sign || milli < 0))
		buf_putc(out, milli < 0 ? '-' : '+');
	buf_printf(out, "%d", cents / 100);
	if (cents % 10)
		buf_printf(out, "%s%02d", W(r, ",", "."), cents % 100);
	else if (cents % 100)
		buf_printf(out, "%s%d", W(r, ",", "."), cents % 100 / 10);
}

static void put_part(struct buf *out, const struct daily_part *p, const struct render *r)
{
	for (int i = p->nsteps - 1; i >= 0; i--) {
		buf_printf(out, "%s ", p->step[i].by ? p->step[i].by : rule_name(p->step[i].rule, r));
		number(out, p->step[i].factor, false, r);
		buf_puts(out, " x ");
	}
	if (strcmp(p->rule, "te") == 0)
		buf_puts(out, "te ");
	buf_puts(out, p->words ? p->words : rule_name(p->rule, r));
	if (strcmp(p->rule, "fact") == 0)
		buf_puts(out, W(r, " (feit)", " (fact)"));
	buf_putc(out, ' ');
	number(out, p->base, true, r);
}

static int columns(const struct buf *b)
{
	struct str s = buf_view(b);
	int n = 0;

	for (size_t at = 0; at < s.len; n++)
		utf8_next(s, &at);
	return n;
}

/* The parts for which `room` columns are left; how many are not among them, and what those add. */
static int put_parts(struct buf *out, const struct daily_why *w, const struct render *r, int room, int *rest)
{
	struct buf one;
	int left = w->nparts + w->others, all = left;

	*rest = w->sum;
	buf_init(&one, LINE_CAP);
	for (int i = 0; i < w->nparts; i++) {
		buf_clear(&one);
		buf_puts(&one, left < all ? " + " : " = ");
		put_part(&one, &w->part[i], r);
		if (columns(&one) > room)
			continue;
		room -= columns(&one);
		buf_str(out, buf_view(&one));
		*rest -= w->part[i].adds;
		left--;
	}
	buf_free(&one);
	return left;
}

/* All of them, or as many as fit beside a word about the rest. */
static void put_sum(struct buf *out, const struct daily_why *w, const struct render *r)
{
	size_t head = out->len;
	int room = WIDTH - columns(out), rest, left = put_parts(out, w, r, room, &rest);

	if (!left)
		return;
	out->len = head;
	left = put_parts(out, w, r, room - OTHERS_WIDTH, &rest);
	if (left < w->nparts + w->others)
		buf_printf(out, W(r, " + %d andere ", " + %d more "), left);
	else
		buf_printf(out, W(r, " = %d delen ", " = %d parts "), left);
	number(out, rest, true, r);
}

static const char *language(const char *code, const struct render *r)
{
	static const struct { const char *code, *nl, *en; } names[] = { { "en", "Engels", "English" },
		{ "de", "Duits", "German" }, { "fr", "Frans", "French" }, { "fy", "Fries", "Frisian" },
		{ "af", "Afrikaans", "Afrikaans" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].code, code) == 0)
			return W(r, names[i].nl, names[i].en);
	return W(r, "geen Nederlands", "not Dutch");
}

static void put_decided(struct buf *out, const struct daily_post *p, const struct render *r)
{
	const struct daily_why *w = p->why;

	if (!w->decided)
		return;
	if (strcmp(w->decided, "stars") == 0) {
		buf_puts(out, W(r, " door ", " by "));
		number(out, (int)p->rating, false, r);
		buf_puts(out, W(r, " sterren:", " stars:"));
	} else {
		buf_puts(out, W(r, " door voorbeelden:", " by examples:"));
	}
}

bool words_why(const struct daily_post *p, const struct render *r, struct buf *out)
{
	const struct daily_why *w = p->why;
	struct buf line;

	if (!p->fragment) {
		buf_puts(out, p->fact->sensitive ? W(r, "tekst niet bewaard", "text not kept") :
			W(r, "tekst verlopen", "text expired"));
		return true;
	}
	if (!w)
		return false;
	if (p->fact->spam) {
		buf_printf(out, "%s%s", w->spam ? "spam: " : W(r, "ander lexicon, nu geen spam",
			"another lexicon, now no spam"), w->spam ? w->spam : "");
		return true;
	}
	buf_init(&line, LINE_CAP);
	if (w->label != p->label || w->polarity != p->polarity)
		buf_puts(&line, W(r, "ander lexicon, nu ", "another lexicon, now "));
	buf_puts(&line, words_label(w->label, r));
	if (w->decided && strcmp(w->decided, "language") == 0) {
		buf_printf(&line, ": %s", language(w->lang, r));
	} else if (!w->nparts && w->label == LABEL_NONE) {
		buf_puts(&line, W(r, ": geen woord met gevoelswaarde", ": no word with feeling"));
	} else {
		put_decided(&line, p, r);
		buf_putc(&line, ' ');
		number(&line, w->sum, true, r);
		put_sum(&line, w, r);
	}
	buf_str(out, buf_view(&line));
	buf_free(&line);
	return true;
}
