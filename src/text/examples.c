/* examples.c: the tone of words without feeling, from labelled posts. Integers once the lexicon is read. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <luister/token.h>
#include "examples.h"

#define FIRST_WORDS 1024     /* slots of their table to begin with */
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

/* A word: how often for each label, and what that makes of it. */
struct word {
	struct str s;
	int line;                    /* of the first example that has it */
	bool name;                   /* never seen without a capital */
	uint32_t count[EXAMPLE_LABELS];
	int lean[EXAMPLE_LABELS];    /* thousandths of log-odds, against the mean of the three */
};

struct example { struct str text; enum label label; int line; };

struct examples {
	struct arena *a;
	struct example *at; size_t n, cap;
	struct word *words; size_t nwords, cwords;  /* index 0 is none; no words: not yet counted */
	struct slots slots;
};

struct examples *examples_new(void)
{
	struct examples *x = mem_alloc(sizeof *x);

	x->a = arena_new();
	return x;
}

void examples_free(struct examples *x)
{
	arena_free(x->a);
	mem_free(x->at);
	mem_free(x->words);
	mem_free(x->slots.at);
	mem_free(x);
}

void examples_add(struct examples *x, struct str text, enum label label, int line)
{
	MEM_ROOM(x->at, x->n, x->cap);
	x->at[x->n++] = (struct example){ { arena_dupn(x->a, text.p, text.len), text.len }, label, line };
}

/* 0 when it stands in no example. */
static uint32_t word_of(const struct examples *x, struct str s, uint32_t hash)
{
	uint32_t id, at = hash;

	while ((id = slots_next(&x->slots, hash, &at)) != 0 && !str_eq(x->words[id].s, s))
		;
	return id;
}

static void more_slots(struct examples *x)
{
	slots_new(&x->slots, ((size_t)x->slots.mask + 1) * 2);
	for (uint32_t id = 1; id < x->nwords; id++)
		slots_put(&x->slots, lexicon_hash(x->words[id].s), id);
}

static void count(struct examples *x, struct str key, bool name, const struct example *in)
{
	uint32_t hash = lexicon_hash(key), id = word_of(x, key, hash);

	if (!id) {
		if (x->nwords * 2 > x->slots.mask)
			more_slots(x);
		MEM_ROOM(x->words, x->nwords, x->cwords);
		id = (uint32_t)x->nwords++;
		x->words[id] = (struct word){ .s = { arena_dupn(x->a, key.p, key.len), key.len },
			.line = in->line, .name = true };
		slots_put(&x->slots, hash, id);
	}
	x->words[id].count[in->label]++;
	x->words[id].name &= name;
}

/* Once a sentence. */
static void count_signs(struct examples *x, unsigned says, const struct example *in)
{
	if (says & SAYS_QUESTION)
		count(x, STR("?"), false, in);
	if (says & SAYS_MARK)
		count(x, STR("!"), false, in);
}

static void count_words(struct examples *x, const struct tokens *t, const struct example *in)
{
	struct cursor c = { .any = false };
	unsigned says = 0;

	for (size_t k = 0; k < t->n; k++) {
		const struct token *tk = &t->t[k];
		says |= cursor_take(&c, tk, in->text);
		if (tk->kind == TOKEN_PUNCT)
			continue;
		if (c.new_sentence) {
			count_signs(x, says, in);
			says = 0;
		}
		count(x, key_of(tk), capital(tk, in->text), in);
		c = (struct cursor){ .any = true };
	}
	count_signs(x, says, in);
}

/* Seen once a word says nothing yet, and a name must not: a firm is not bad because another one was. */
static bool telling(const struct word *w)
{
	return !w->name && w->count[LABEL_POS] + w->count[LABEL_NEU] + w->count[LABEL_NEG] >= LEAST;
}

static void weigh(struct word *w, const uint32_t total[], size_t vocabulary)
{
	double odds[EXAMPLE_LABELS], mean = 0;

	for (int l = 0; l < EXAMPLE_LABELS; l++) {
		odds[l] = log((w->count[l] + SMOOTH) / (total[l] + SMOOTH * (double)vocabulary));
		mean += odds[l] / EXAMPLE_LABELS;
	}
	for (int l = 0; l < EXAMPLE_LABELS; l++)
		w->lean[l] = (int)lround(1000 * (odds[l] - mean));
}

static void weigh_all(struct examples *x)
{
	uint32_t total[EXAMPLE_LABELS] = { 0 };
	size_t vocabulary = 0;

	for (size_t i = 1; i < x->nwords; i++) {
		if (!telling(&x->words[i]))
			continue;
		vocabulary++;
		for (int l = 0; l < EXAMPLE_LABELS; l++)
			total[l] += x->words[i].count[l];
	}
	for (size_t i = 1; i < x->nwords; i++)
		if (telling(&x->words[i]))
			weigh(&x->words[i], total, vocabulary);
}

static void learn(struct examples *x)
{
	struct tokenizer *tk = tokenizer_new();
	struct arena *scratch = arena_new();

	MEM_ROOM(x->words, x->nwords, x->cwords);
	x->words[x->nwords++] = (struct word){ .line = 0 };
	slots_new(&x->slots, FIRST_WORDS);
	for (size_t i = 0; i < x->n; i++) {
		struct tokens t = tokenize(tk, x->at[i].text, scratch);
		count_words(x, &t, &x->at[i]);
		arena_reset(scratch);
	}
	weigh_all(x);
	arena_free(scratch);
	tokenizer_free(tk);
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

static void add(struct work *w, struct odds *o, struct str key, size_t from, size_t to)
{
	const struct examples *x = w->lx->examples;
	const struct word *word = &x->words[word_of(x, key, lexicon_hash(key))];

	if (!telling(word))
		return;
	for (int l = 0; l < EXAMPLE_LABELS; l++)
		o->of[l] += word->lean[l];
	if (!w->in->explain)
		return;
	char *entry = arena_alloc(w->a, 80 + key.len);
	snprintf(entry, 80 + key.len, "%s (%u pos, %u neu, %u neg)", word->s.p, word->count[LABEL_POS],
		word->count[LABEL_NEU], word->count[LABEL_NEG]);
	work_why(w, from, to, entry, "examples.tsv", word->line, "example", (int)((word->lean[LABEL_POS] -
		word->lean[LABEL_NEG]) * WORDS / 1000 * style(w) / FULL / 2));
}

static struct odds of_words(struct work *w)
{
	struct odds o = { { 0 } };

	for (size_t i = 0; i < w->s.n; i++) {
		const struct item *it = &w->s.at[i];
		if (!it->silent && (it->first || !capital(it->tk, w->in->text)))
			add(w, &o, key_of(it->tk), i, i + 1);
	}
	for (size_t k = 0; k < w->s.nsentences; k++) {
		const struct sentence *s = &w->s.sentences[k];
		if (s->question)
			add(w, &o, STR("?"), s->from, s->from);
		if (s->marks)
			add(w, &o, STR("!"), s->from, s->from);
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
	if (!w->lx->examples->n || !about_branches(w))
		return false;
	if (!w->lx->examples->words)
		learn(w->lx->examples);
	struct odds o = of_words(w);
	v->lean = (o.of[LABEL_POS] - o.of[LABEL_NEG]) / 2;
	o.of[LABEL_POS] += (int64_t)polarity * FEELING / 1000;
	o.of[LABEL_NEG] -= (int64_t)polarity * FEELING / 1000;
	o.of[LABEL_NEU] += felt ? PLAIN * style(w) / FULL - (int64_t)abs(polarity) * QUIET / 1000 : PLAIN;
	v->label = likeliest(&o);
	return true;
}
