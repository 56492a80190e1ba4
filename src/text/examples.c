/* examples.c: the tone of words without feeling, from labelled posts. Integers once the lexicon is read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "examples.h"

#define LEAST 2              /* a word that was seen less says nothing yet */
#define SMOOTH 0.3           /* added to each count (Lidstone) */

/* Log-odds in thousandths, fitted on posts that are no examples. */
#define WORDS 400 /* of the words' own: they are not independent, as naive Bayes takes them to be */
#define FEELING 600          /* a polarity of 1, for its side and against the other */
#define QUIET 1700           /* ... and against "neutral" */
#define PLAIN 1000           /* for "neutral", to begin with */
#define FULL 15              /* items of a text that is long enough to have a style of its own */

/* What an item counts as: people, addresses and numbers are all alike. */
static struct str key_of(const struct token *t)
{
	switch (t->kind) {
	case TOKEN_NUMBER:
		return str_of("<num>");
	case TOKEN_URL:
		return str_of("<url>");
	case TOKEN_MENTION:
		return str_of("<mention>");
	case TOKEN_HASHTAG:
		return str_of("<hashtag>");
	default:
		return t->fold;
	}
}

static bool capital(const struct token *t, struct str text)
{
	char c = text.p[t->offset];

	return t->kind == TOKEN_WORD && c >= 'A' && c <= 'Z';
}

/* ---- the examples ---- */

static void count(struct lexicon *lx, struct str key, bool name, enum label label, int line)
{
	uint32_t id = lexicon_intern(lx, key);

	if (!lx->forms[id].example) {
		MEM_ROOM(lx->examples, lx->nexamples, lx->cexamples);
		lx->examples[lx->nexamples] = (struct example){ .line = line, .name = true };
		lx->forms[id].example = (uint32_t)lx->nexamples++;
	}
	struct example *x = &lx->examples[lx->forms[id].example];
	x->count[label]++;
	x->name &= name;
}

/* Once a sentence. */
static void count_signs(struct lexicon *lx, unsigned says, enum label label, int line)
{
	if (says & SAYS_QUESTION)
		count(lx, str_of("?"), false, label, line);
	if (says & SAYS_MARK)
		count(lx, str_of("!"), false, label, line);
}

void examples_add(struct lexicon *lx, const struct tokens *t, struct str text, enum label label, int line)
{
	struct cursor c = { .any = false };
	unsigned says = 0;

	for (size_t k = 0; k < t->n; k++) {
		const struct token *tk = &t->t[k];
		says |= cursor_take(&c, tk, text);
		if (tk->kind == TOKEN_PUNCT)
			continue;
		if (c.new_sentence) {
			count_signs(lx, says, label, line);
			says = 0;
		}
		count(lx, key_of(tk), capital(tk, text), label, line);
		c = (struct cursor){ .any = true };
	}
	count_signs(lx, says, label, line);
}

/* Seen once a word says nothing yet, and a name must not: a firm is not bad because another one was. */
static bool telling(const struct example *x)
{
	return !x->name && x->count[LABEL_POS] + x->count[LABEL_NEU] + x->count[LABEL_NEG] >= LEAST;
}

static void weigh(struct example *x, const uint32_t total[], size_t vocabulary)
{
	double odds[EXAMPLE_LABELS], mean = 0;

	for (int l = 0; l < EXAMPLE_LABELS; l++) {
		odds[l] = log((x->count[l] + SMOOTH) / (total[l] + SMOOTH * (double)vocabulary));
		mean += odds[l] / EXAMPLE_LABELS;
	}
	for (int l = 0; l < EXAMPLE_LABELS; l++)
		x->lean[l] = (int)lround(1000 * (odds[l] - mean));
}

void examples_weigh(struct lexicon *lx)
{
	uint32_t total[EXAMPLE_LABELS] = { 0 };
	size_t vocabulary = 0;

	for (size_t i = 1; i < lx->nexamples; i++) {
		if (!telling(&lx->examples[i]))
			continue;
		vocabulary++;
		for (int l = 0; l < EXAMPLE_LABELS; l++)
			total[l] += lx->examples[i].count[l];
	}
	for (size_t i = 1; i < lx->nforms; i++) {
		struct form *f = &lx->forms[i];
		if (f->example && telling(&lx->examples[f->example]))
			weigh(&lx->examples[f->example], total, vocabulary);
		else
			f->example = 0;
	}
}

/* ---- a text ---- */

/* About a firm of our branches: it has a word of branches.tsv, or its record names a firm. What a text is
 * about says nothing of its tone: such words are silenced. */
static bool about_branches(struct work *w)
{
	bool about = w->in->nfirms > 0;

	for (size_t k = 0; k < w->nfound; k++) {
		const struct found *f = &w->found[k];
		if (f->kind != PATTERN_BRANCH)
			continue;
		const struct pattern *p = &w->lx->patterns[f->pattern];
		work_why(w, f->from, f->to, p->entry, p->file, p->line, "branch", 0);
		for (size_t i = f->from; i < f->to; i++)
			w->s.at[i].silent = true;
		about = true;
	}
	return about;
}

struct odds { int64_t of[EXAMPLE_LABELS]; };

/* How much of a style so few words can have: 0 to FULL. What a short text says, its opinion words say. */
static int64_t style(const struct work *w)
{
	int64_t n = w->s.n < FULL ? (int64_t)w->s.n : FULL;

	return n * n / FULL;
}

static void add(struct work *w, struct odds *o, uint32_t form, size_t from, size_t to)
{
	const struct example *x = &w->lx->examples[w->lx->forms[form].example];

	if (x == w->lx->examples)
		return;
	for (int l = 0; l < EXAMPLE_LABELS; l++)
		o->of[l] += x->lean[l];
	if (!w->in->explain)
		return;
	char *entry = arena_alloc(w->a, 80 + w->lx->forms[form].len);
	snprintf(entry, 80 + w->lx->forms[form].len, "%s (%u pos, %u neu, %u neg)", w->lx->forms[form].p,
		x->count[LABEL_POS], x->count[LABEL_NEU], x->count[LABEL_NEG]);
	work_why(w, from, to, entry, "examples.tsv", x->line, "example", (int)((x->lean[LABEL_POS] -
		x->lean[LABEL_NEG]) * WORDS / 1000 * style(w) / FULL / 2));
}

static uint32_t word_of(const struct lexicon *lx, const struct item *it)
{
	struct str key = key_of(it->tk);

	return key.p == it->tk->fold.p && it->word ? it->word : lexicon_word(lx, key);
}

static struct odds of_words(struct work *w)
{
	struct odds o = { { 0 } };
	const struct lexicon *lx = w->lx;

	for (size_t i = 0; i < w->s.n; i++) {
		const struct item *it = &w->s.at[i];
		if (!it->silent && (it->first || !capital(it->tk, w->in->text)))
			add(w, &o, word_of(lx, it), i, i + 1);
	}
	for (size_t k = 0; k < w->s.nsentences; k++) {
		const struct sentence *s = &w->s.sentences[k];
		if (s->question)
			add(w, &o, lexicon_word(lx, str_of("?")), s->from, s->from);
		if (s->marks)
			add(w, &o, lexicon_word(lx, str_of("!")), s->from, s->from);
	}
	for (int l = 0; l < EXAMPLE_LABELS; l++)
		o.of[l] = o.of[l] * WORDS / 1000 * style(w) / FULL;
	return o;
}

static enum label likeliest(const struct odds *o)
{
	enum label best = LABEL_NEU;

	for (int l = 0; l < EXAMPLE_LABELS; l++)
		if (o->of[l] > o->of[best])
			best = (enum label)l;
	return best;
}

bool examples_judge(struct work *w, int polarity, bool felt, struct verdict *v)
{
	if (w->lx->nexamples <= 1 || !about_branches(w))
		return false;
	struct odds o = of_words(w);
	v->lean = (o.of[LABEL_POS] - o.of[LABEL_NEG]) / 2;
	o.of[LABEL_POS] += (int64_t)polarity * FEELING / 1000;
	o.of[LABEL_NEG] -= (int64_t)polarity * FEELING / 1000;
	o.of[LABEL_NEU] += felt ? PLAIN * style(w) / FULL - (int64_t)abs(polarity) * QUIET / 1000 : PLAIN;
	v->label = likeliest(&o);
	return true;
}
