/* why.c: posts' words for a page, and the engine's account of their score, as few parts as a line has room
 * for. */
#include "why.h"
#include "scoring.h"

#include <luister/cli.h>
#include <luister/mem.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 5          /* of an idiom; a longer one shows its ends */
#define WORD_BYTES 40

struct whys {
	const char *lexicon;
	struct store *store;
	struct scoring *scoring;
	bool failed;
	struct arena *arena;
};

struct whys *whys_new(const char *lexicon, struct store *s)
{
	struct whys *w = mem_alloc(sizeof *w);

	*w = (struct whys){ .lexicon = lexicon, .store = s, .arena = arena_new() };
	return w;
}

void whys_free(struct whys *w)
{
	if (!w)
		return;
	scoring_close(w->scoring);
	arena_free(w->arena);
	mem_free(w);
}

void whys_clear(struct whys *w)
{
	arena_reset(w->arena);
}

static bool opened(struct whys *w)
{
	struct err e = { STATUS_OK, "" };

	if (!w->scoring && !w->failed && scoring_open(w->lexicon, &w->scoring, &e) != STATUS_OK) {
		w->failed = true;
		cli_warn("posts are shown without why they are labelled so: %s", e.msg);
	}
	return !w->failed;
}

/* ---- a text's words ---- */

struct words { struct str text; const struct tokens *t; struct arena *a; };

static void put_word(struct buf *out, const struct words *in, const struct token *t)
{
	struct str s = { in->text.p + t->offset, t->len };

	/* whom and what the text points at is no word of it */
	if (t->kind == TOKEN_MENTION)
		s = STR("@");
	else if (t->kind == TOKEN_URL)
		s = STR("link");
	if (out->len)
		buf_putc(out, ' ');
	if (s.len <= WORD_BYTES) {
		buf_str(out, s);
		return;
	}
	size_t at = 0, next = 0;
	while (next <= WORD_BYTES) {
		at = next;
		utf8_next(s, &next);
	}
	buf_add(out, s.p, at);
	buf_puts(out, "…");
}

/* The words of a span that counted: of a pattern with a gap its ends, since others stand between them. */
static const char *words_of(const struct words *in, size_t from, size_t n, struct str entry)
{
	bool gap = memmem(entry.p, entry.len, "..", 2) != NULL;
	const struct token *last = NULL;
	struct buf b;
	size_t words = 0;

	if (!n || from + n > in->t->n)
		return NULL;
	for (size_t k = from; k < from + n; k++)
		words += in->t->t[k].kind != TOKEN_PUNCT;
	gap = (gap && words > 1) || words > WORDS_MAX;
	buf_init(&b, 4096);
	for (size_t k = from; k < from + n; k++) {
		const struct token *t = &in->t->t[k];
		if (t->kind == TOKEN_PUNCT)
			continue;
		if (!gap || !last)
			put_word(&b, in, t);
		last = t;
	}
	if (gap) {
		buf_puts(&b, " …");
		put_word(&b, in, last);
	}
	const char *line = posts_line(buf_view(&b), in->a);
	buf_free(&b);
	return line;
}

/* ---- what the engine says, span by span ---- */

struct span { size_t token, ntokens; bool mine; struct daily_part part; };
struct spans { struct span *at; size_t n; };

static struct span *span_find(struct spans *s, const struct why *w)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i].token == w->token && s->at[i].ntokens == w->ntokens)
			return &s->at[i];
	return NULL;
}

static void step(struct daily_part *p, const struct why *w, const struct words *in)
{
	int after = p->adds + w->milli;
	int factor = p->adds ? (int)(1000LL * after / p->adds) : 0;

	if (p->nsteps == DAILY_STEPS) {
		struct daily_step *last = &p->step[DAILY_STEPS - 1];
		last->factor = (int)((long long)last->factor * factor / 1000);
	} else {
		p->step[p->nsteps++] = (struct daily_step){ .rule = w->firm >= 0 ? "compared" : w->rule,
			.by = words_of(in, w->by, w->nby, w->entry), .factor = factor };
	}
	p->adds = after;
}

/* `firm`: whose of several, or -1. */
static struct spans spans_of(const struct score *s, const struct words *in, int firm)
{
	struct spans out = { arena_alloc(in->a, (s->nwhy + 2) * sizeof *out.at), 0 };

	for (size_t i = 0; i < s->nwhy; i++) {
		const struct why *w = &s->why[i];
		struct span *x = span_find(&out, w);
		if (!strcmp(w->rule, "example") || (w->firm >= 0 && w->firm != firm))
			continue;
		if (x) {
			x->mine |= w->firm >= 0;
			if (w->milli)
				step(&x->part, w, in);
		} else if (w->milli) {
			out.at[out.n++] = (struct span){ w->token, w->ntokens, firm < 0, {
				.rule = w->rule, .words = words_of(in, w->token, w->ntokens, w->entry),
				.base = w->milli, .adds = w->milli } };
		}
	}
	if (s->lean && firm < 0)
		out.at[out.n++] = (struct span){ .mine = true, .part = { .rule = "examples",
			.base = s->lean, .adds = s->lean } };
	return out;
}

/* Heaviest first, else as they stand in the text. */
static int by_weight(const void *a, const void *b)
{
	const struct span *x = a, *y = b;
	int d = abs(y->part.adds) - abs(x->part.adds);

	return d ? d : (x->token > y->token) - (x->token < y->token);
}

static const char *spam_of(const struct score *s, const struct words *in)
{
	for (size_t i = 0; s->spam && i < s->nwhy; i++) {
		const struct why *w = &s->why[i];
		if (strcmp(w->rule, "spam") == 0 && str_is(w->entry, s->spam_cue))
			return w->ntokens ? words_of(in, w->token, w->ntokens, w->entry) : s->spam_cue;
	}
	return NULL;
}

static const struct daily_why *why_of(const struct score *s, const struct post *p, size_t firm,
	const struct words *in)
{
	bool alone = p->nfirms == 1;
	struct daily_why *out = arena_alloc(in->a, sizeof *out);
	struct spans x = spans_of(s, in, alone ? -1 : (int)firm);
	int sum = 0;

	*out = (struct daily_why){ .label = p->firms[firm].label, .polarity = p->firms[firm].polarity,
		.lang = s->lang, .spam = spam_of(s, in) };
	qsort(x.at, x.n, sizeof *x.at, by_weight);
	for (size_t i = 0; i < x.n; i++) {
		if (!x.at[i].mine)
			continue;
		sum += x.at[i].part.adds;
		if (out->nparts < DAILY_PARTS)
			out->part[out->nparts++] = x.at[i].part;
		else
			out->others++;
	}
	out->sum = alone ? s->sum : sum;
	if (s->decided && (alone || !strcmp(s->decided, "language")))
		out->decided = s->decided;
	return out;
}

static const struct daily_why *explain(struct whys *w, const struct fact *f)
{
	struct post p;
	struct tokens t;

	if (!store_kept(w->store, f, &p) || !opened(w))
		return NULL;
	struct score s = scoring_post(w->scoring, &p, true, &t);
	for (size_t i = 0; i < p.nfirms; i++)
		if (str_eq(p.firms[i].firm, f->firm))
			return why_of(&s, &p, i, &(struct words){ p.text, &t, w->arena });
	return NULL;
}

void whys_words(struct whys *w, struct daily_post *posts, size_t n)
{
	struct fact_text t;

	for (size_t i = 0; i < n; i++)
		if (store_text(w->store, posts[i].fact, &t))
			daily_post_text(&posts[i], &t, w->arena);
}

void whys_add(struct whys *w, struct daily_post *posts, size_t n, size_t most)
{
	for (size_t i = 0; i < n && most; i++) {
		whys_words(w, &posts[i], 1);
		if (!posts[i].fragment)
			continue;
		posts[i].why = explain(w, posts[i].fact);
		most--;
	}
}
