/* score.c: the feeling of a text and of each firm in it. Integers only: thousandths. */
#include <stdlib.h>
#include <string.h>
#include "examples.h"
#include "language.h"

#define HALF 1000            /* the sum at which polarity is 0.707: s / sqrt(s^2 + HALF^2) */
#define ZERO 60              /* polarity below this is neutral */
#define MIXED_SIDE 450       /* both sides at least this, and ... */
#define MIXED_MAX 90         /* ... the polarity at most this: mixed */
#define CONTRAST_SIDE 300    /* ... or each of two at least this in a text of so few words */
#define CONTRAST_WORDS 12
#define BARE (-140)         /* a negator that found nothing to negate: mostly something is missing */
#define BARE_MAX 3
#define STORY_MAX 150        /* with a little praise at most */
#define STORY 2              /* words of "story" that make a story */
#define TOO_MUCH (-400)      /* te + a word that says nothing by itself */
#define STARS_BAD 2000
#define STARS_GOOD 4000

struct scorer { const struct lexicon *lx; };

struct scorer *scorer_new(const struct lexicon *lx)
{
	struct scorer *s = mem_alloc(sizeof *s);

	s->lx = lx;
	return s;
}

void scorer_free(struct scorer *s)
{
	mem_free(s);
}

/* ---- why ---- */

/* Items are tokens without the punctuation between them. */
static size_t tokens_of(const struct work *w, size_t from, size_t to)
{
	return to > from ? w->s.at[to - 1].token - w->s.at[from].token + 1 : 0;
}

struct why *work_why(struct work *w, size_t from, size_t to, const char *entry, const char *file, int line,
	const char *rule, int milli)
{
	if (!w->in->explain)
		return NULL;
	if (w->nwhy == w->cwhy) {
		size_t cap = w->cwhy ? w->cwhy * 2 : 32;
		struct why *more = arena_alloc(w->a, cap * sizeof *more);
		if (w->nwhy)
			memcpy(more, w->why, w->nwhy * sizeof *more);
		w->why = more;
		w->cwhy = cap;
	}
	w->why[w->nwhy] = (struct why){ .token = from < w->s.n ? w->s.at[from].token : 0,
		.ntokens = tokens_of(w, from, to), .entry = str_of(entry), .file = file, .line = line,
		.rule = rule, .milli = milli, .firm = -1 };
	return &w->why[w->nwhy++];
}

static struct why *set(struct work *w, struct unit *u, int milli, const char *rule, const char *entry,
	const char *file, int line)
{
	struct why *why = milli == u->milli ? NULL :
		work_why(w, u->from, u->to, entry, file, line, rule, milli - u->milli);

	u->milli = milli;
	return why;
}

void work_set(struct work *w, struct unit *u, int milli, const char *rule, const char *entry,
	const char *file, int line)
{
	set(w, u, milli, rule, entry, file, line);
}

void work_match(struct work *w, struct unit *u, int milli, const char *rule, const struct found *f)
{
	const struct pattern *p = &w->lx->patterns[f->pattern];
	struct why *why = set(w, u, milli, rule, p->entry, p->file, p->line);

	if (!why)
		return;
	why->by = w->s.at[f->from].token;
	why->nby = tokens_of(w, f->from, f->to);
}

void work_by(struct work *w, struct unit *u, int milli, const char *rule, const char *entry, size_t from,
	size_t to)
{
	struct why *why = set(w, u, milli, rule, entry, NULL, 0);

	if (!why)
		return;
	why->by = w->s.at[from].token;
	why->nby = tokens_of(w, from, to);
}

static void unit_add(struct work *w, struct unit u, const char *entry, const char *file, int line,
	const char *rule)
{
	u.base = u.milli;
	u.clause = w->s.at[u.from].clause;
	u.sentence = w->s.at[u.from].sentence;
	work_why(w, u.from, u.to, entry, file, line, rule, u.milli);
	w->units[w->nunits++] = u;
}

/* The item at or after a byte of the text. */
static size_t item_of_byte(const struct work *w, size_t offset)
{
	size_t lo = 0, hi = w->s.n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (w->s.at[mid].tk->offset + w->s.at[mid].tk->len <= offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->s.n ? lo : w->s.n - 1;
}

/* ---- idioms and facts: the longest first, none twice over the same words ---- */

static bool taken(const struct work *w, const struct found *f)
{
	for (size_t i = f->from; i < f->to; i++)
		if (w->s.at[i].used)
			return true;
	return false;
}

/* "lieten mij niet in de steek": a negation in the gap of the pattern, and not a word of its own */
static bool denied(const struct work *w, const struct pattern *p, const struct found *f)
{
	bool gap = false, own = false, not = false;

	for (size_t k = 0; k < p->nelems; k++)
		gap |= p->elems[k].kind == ELEM_GAP;
	for (size_t i = f->from; gap && i < f->to; i++) {
		if (!item_is(&w->s.at[i], CLASS_NOT))
			continue;
		not = true;
		for (size_t k = 0; k < p->nelems; k++)
			own |= p->elems[k].kind == ELEM_SET && lexicon_has(w->lx, p->elems[k].set,
				w->s.at[i].form);
	}
	return not && !own;
}

static void take(struct work *w, const struct found *f)
{
	const struct pattern *p = &w->lx->patterns[f->pattern];
	bool fact = p->kind == PATTERN_FACT;

	for (size_t i = f->from; i < f->to; i++)
		w->s.at[i].used = true;
	if (p->milli)
		unit_add(w, (struct unit){ .from = f->from, .to = f->to, .kind = fact ? UNIT_FACT :
			UNIT_IDIOM, .pos = POS_INTJ,
			.milli = p->milli, .subjectivity = p->subjectivity, .intensity = 1000 }, p->entry,
			p->file, p->line, fact ? "fact" : "idiom");
	if (p->milli && denied(w, p, f))
		work_match(w, &w->units[w->nunits - 1], -p->milli * 7 / 10, "negated", f);
	if (!p->milli)
		work_why(w, f->from, f->to, p->entry, p->file, p->line, "idiom", 0);
}

#define SPAN 32              /* longer ones are tried together, first */

static size_t span(const struct found *f)
{
	return f->to - f->from < SPAN ? f->to - f->from : SPAN;
}

static void idioms(struct work *w)
{
	const struct found **some = arena_alloc(w->a, (w->nfound + 1) * sizeof *some);
	uint64_t spans = 0;
	size_t n = 0;

	for (size_t k = 0; k < w->nfound; k++) {
		enum pattern_kind kind = w->found[k].kind;
		if (kind != PATTERN_IDIOM && kind != PATTERN_FACT)
			continue;
		some[n++] = &w->found[k];
		spans |= 1ull << span(&w->found[k]);
	}
	for (size_t len = SPAN; len > 0; len--)
		for (size_t k = 0; spans >> len & 1 && k < n; k++)
			if (span(some[k]) == len && !taken(w, some[k]))
				take(w, some[k]);
}

/* ---- words ---- */

static bool any_in_clause(const struct work *w, struct ids set, const struct item *it)
{
	const struct clause *c = &w->s.clauses[it->clause];
	bool maybe = false;

	for (uint32_t k = 0; k < set.n && !maybe; k++)
		maybe = (c->bloom >> (w->lx->pool[set.at + k] & 63)) & 1;
	for (uint32_t i = c->from; maybe && i < c->to; i++)
		if (&w->s.at[i] != it && w->s.at[i].form && lexicon_has(w->lx, set, w->s.at[i].form))
			return true;
	return false;
}

static bool beside(const struct work *w, struct ids set, size_t i, bool next)
{
	if (next ? i + 1 >= w->s.n : i == 0)
		return false;
	const struct item *o = &w->s.at[next ? i + 1 : i - 1];
	return o->sentence == w->s.at[i].sentence && o->form && lexicon_has(w->lx, set, o->form);
}

static bool holds(const struct work *w, const struct cond *c, size_t i, unsigned flags)
{
	const struct item *it = &w->s.at[i];

	if (!c)
		return true;
	if (c->alone && w->s.words > 1)
		return false;
	if (c->end && i + 1 < w->s.n && w->s.at[i + 1].clause == it->clause)
		return false;
	if ((c->pred && flags & FORM_ATTR) || (c->attr && !(flags & FORM_ATTR)))
		return false;
	if (c->prev.n && !beside(w, c->prev, i, false))
		return false;
	if (c->next.n && !beside(w, c->next, i, true))
		return false;
	if (c->near.n && !any_in_clause(w, c->near, it))
		return false;
	return !c->not.n || !any_in_clause(w, c->not, it);
}

/* "valt ... tegen": the particle stands later in the clause. */
static size_t particle_at(const struct work *w, size_t i, uint32_t particle)
{
	const struct clause *c = &w->s.clauses[w->s.at[i].clause];

	for (size_t k = i + 1; k < c->to && k < i + 15; k++)
		if (w->s.at[k].form == particle && !w->s.at[k].used)
			/* "tegen je aanslag": a preposition */
			return k + 1 < c->to && item_is(&w->s.at[k + 1], CLASS_DETERMINER) ? 0 : k;
	return 0;
}

static void silence_parts(struct work *w, size_t i)
{
	for (size_t k = i + 1; k < w->s.n && w->s.at[k].tk->part; k++)
		w->s.at[k].silent = true;
}

/* The first sense of the form whose conditions hold. */
static const struct sense *sense_at(struct work *w, size_t i, uint32_t form, unsigned *flags,
	size_t *particle)
{
	const struct lexicon *lx = w->lx;

	for (uint32_t l = lx->forms[form].links; l; l = lx->links[l].next) {
		const struct link *k = &lx->links[l];
		const struct sense *s = &lx->senses[k->sense];
		*flags = k->flags;
		*particle = 0;
		if (s->kind == SENSE_PLAIN ||
			(s->stressed && str_eq(w->s.at[i].tk->plain, w->s.at[i].tk->fold)))
			continue;
		if (k->particle && !(*particle = particle_at(w, i, k->particle)))
			continue;
		if (holds(w, s->when, i, k->flags))
			return s;
	}
	return NULL;
}

static void exact(struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i];
	unsigned flags;
	size_t particle;
	const struct sense *s = sense_at(w, i, it->form, &flags, &particle);

	if (!s)
		return;
	if (it->tk->kind == TOKEN_HASHTAG)
		silence_parts(w, i);
	if (particle)
		w->s.at[particle].used = true;
	if (s->kind == SENSE_STOP || s->milli == 0) {
		work_why(w, i, i + 1, s->entry, s->file, s->line, s->kind == SENSE_STOP ? "stop" :
			"no feeling", 0);
		return;
	}
	unit_add(w, (struct unit){ .from = (uint32_t)i, .to = (uint32_t)i + 1, .pos = s->pos, .flags = flags,
		.kind = s->kind == SENSE_EMOJI ? UNIT_EMOJI : UNIT_WORD, .milli = s->milli,
		.subjectivity = s->subjectivity, .intensity = s->intensity }, s->entry, s->file, s->line,
		s->kind == SENSE_EMOJI ? "emoji" : "word");
}

static void guessed(struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i];
	char c = w->in->text.p[it->tk->offset];
	bool upper = (c >= 'A' && c <= 'Z') && !it->tk->caps && !it->first && it->tk->kind == TOKEN_WORD;
	struct guess g = near_guess(w->lx, it->tk->fold, it->tk->elongated, upper);
	unsigned flags = 0;
	size_t particle;

	if (!g.rule)
		return;
	if (!g.form) {
		unit_add(w, (struct unit){ .from = (uint32_t)i, .to = (uint32_t)i + 1, .pos = POS_NOUN,
			.milli = g.affix->milli,
			.subjectivity = 800, .intensity = 1000 }, g.affix->entry, g.affix->file,
			g.affix->line, g.rule);
		return;
	}
	const struct sense *s = sense_at(w, i, g.form, &flags, &particle);
	if (!s || s->kind != SENSE_WORD || s->milli == 0)
		return;
	if (it->tk->kind == TOKEN_HASHTAG)
		silence_parts(w, i);
	int milli = (int)((long long)s->milli * g.factor / 1000);
	unit_add(w, (struct unit){ .from = (uint32_t)i, .to = (uint32_t)i + 1, .pos = s->pos, .flags = flags,
		.milli = milli > 1000 ? 1000 : milli < -1000 ? -1000 : milli, .subjectivity = s->subjectivity,
		.intensity = s->intensity }, g.affix ? g.affix->entry : s->entry, g.affix ? g.affix->file :
		s->file, g.affix ? g.affix->line : s->line, g.rule);
}

/* ---- names say nothing, whatever they mean ---- */

static bool capital(const struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i];
	char c = w->in->text.p[it->tk->offset];

	return it->tk->kind == TOKEN_WORD && c >= 'A' && c <= 'Z' && !it->tk->caps;
}

/* "in Best", "de heer Goed" */
static bool placed(const struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i];

	return i && !it->first && item_is(it - 1, CLASS_NAME_FOLLOWS) && it[-1].sentence == it->sentence;
}

/* "Windhoek Duurzaam": capitals side by side, one of them of a word that we do not know */
static void hush_run(struct work *w, size_t from, size_t to)
{
	bool strange = false;

	for (size_t i = from; i < to; i++)
		strange |= !w->s.at[i].form && w->s.at[i].tk->len > 2;
	for (size_t i = from; strange && to - from > 1 && i < to; i++)
		w->s.at[i].silent = true;
}

static void hush_names(struct work *w)
{
	size_t capitals = 0, from = 0;

	for (size_t f = 0; f < w->in->nfirms; f++)
		for (size_t k = 0; k < w->in->firms[f].nat; k++) {
			const struct at *at = &w->in->firms[f].at[k];
			for (size_t i = item_of_byte(w, at->offset); i < w->s.n &&
				w->s.at[i].tk->offset < at->offset + at->len; i++)
				w->s.at[i].silent = true;
		}
	for (size_t i = 0; i < w->s.n; i++)
		capitals += capital(w, i);
	if (w->s.n > 1 && item_is(w->s.at, CLASS_SALUTE) && w->s.at[1].tk->kind == TOKEN_MENTION)
		w->s.at[0].silent = true;
	if (w->s.all_caps || capitals * 2 > (size_t)w->s.words)
		return;
	for (size_t i = 0; i < w->s.n; i++) {
		if (!capital(w, i))
			continue;
		w->s.at[i].silent |= placed(w, i);
		if (i && item_is(&w->s.at[i - 1], CLASS_SALUTE) && w->s.at[i - 1].first)
			w->s.at[i - 1].silent = true;
		for (from = i; i + 1 < w->s.n && capital(w, i + 1) &&
			w->s.at[i + 1].sentence == w->s.at[i].sentence; i++)
			;
		hush_run(w, from, i + 1);
	}
}

/* "te commercieel": too much of anything; an infinitive ends in -n, and "te koop" is no measure */
static bool too_much(const struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i], *next = i + 1 < w->s.n ? it + 1 : NULL;
	struct str s = it->tk->fold;

	if (!i || it->tk->kind != TOKEN_WORD || !item_is(it - 1, CLASS_TE) || item_is(it, CLASS_TE_FIXED) ||
		it[-1].clause != it->clause || s.len < 3 || s.p[s.len - 1] == 'n' ||
		w->in->text.p[it->tk->offset] <= 'Z')
		return false;
	return !next || next->clause != it->clause || !item_is(next, CLASS_VERB_AFTER_TE);
}

static void words(struct work *w)
{
	for (size_t i = 0; i < w->s.n; i++) {
		const struct item *it = &w->s.at[i];
		/* AI, OM, NS */
		if (it->used || it->silent || (it->tk->caps && it->tk->len == 2 && !w->s.all_caps))
			continue;
		size_t before = w->nunits;
		if (it->form && (w->lx->forms[it->form].links || it->tk->kind != TOKEN_WORD))
			exact(w, i);
		else if ((it->tk->kind == TOKEN_WORD || it->tk->kind == TOKEN_HASHTAG) && !it->form)
			guessed(w, i);
		if (w->nunits == before && too_much(w, i))
			unit_add(w, (struct unit){ .from = (uint32_t)i, .to = (uint32_t)i + 1, .pos = POS_ADV,
				.kind = UNIT_WORD, .milli = TOO_MUCH, .subjectivity = 700,
				.intensity = 1000 }, "te", NULL, 0, "te");
	}
}

/* ---- sums ---- */

static int64_t root(int64_t n)
{
	int64_t x = n, y = (x + 1) / 2;

	while (y < x) {
		x = y;
		y = (x + n / x) / 2;
	}
	return x;
}

static int polarity_of(int64_t sum)
{
	if (sum > 1000000)
		sum = 1000000;
	if (sum < -1000000)
		sum = -1000000;
	return (int)(sum * 1000 / root(sum * sum + (int64_t)HALF * HALF));
}

struct sums { int64_t good, bad; int hits; };

static void sums_add(struct sums *s, int milli)
{
	if (milli > 0)
		s->good += milli;
	else
		s->bad -= milli;
	s->hits++;
}

static enum label label_for(const struct sums *s, int polarity)
{
	int size = polarity < 0 ? -polarity : polarity;

	if (s->hits == 0)
		return LABEL_NONE;
	if (s->good >= MIXED_SIDE && s->bad >= MIXED_SIDE && size <= MIXED_MAX)
		return LABEL_MIXED;
	if (size < ZERO)
		return LABEL_NEU;
	return polarity > 0 ? LABEL_POS : LABEL_NEG;
}

/* ---- firms ---- */

struct spot { uint32_t item; uint16_t clause, sentence; size_t firm; };

static struct spot *places_of(struct work *w, size_t *n)
{
	size_t total = 0, k = 0;
	struct spot *p;

	for (size_t f = 0; f < w->in->nfirms; f++)
		total += w->in->firms[f].nat;
	p = arena_alloc(w->a, (total + 1) * sizeof *p);
	for (size_t f = 0; f < w->in->nfirms && w->s.n; f++)
		for (size_t m = 0; m < w->in->firms[f].nat; m++) {
			size_t i = item_of_byte(w, w->in->firms[f].at[m].offset);
			struct spot new = { (uint32_t)i, w->s.at[i].clause, w->s.at[i].sentence, f };
			size_t at = k++;
			while (at > 0 && p[at - 1].item > new.item) {
				p[at] = p[at - 1];
				at--;
			}
			p[at] = new;
		}
	*n = k;
	return p;
}

/* The clause whose firms a unit is about: its own, else the nearest before in the sentence, else the
 * nearest after in
 * it, else the last one named before. -1: nobody in particular. */
static int clause_for(const struct unit *u, const struct spot *p, size_t n)
{
	int before = -1, after = -1, earlier = -1;

	for (size_t k = 0; k < n; k++) {
		if (p[k].clause == u->clause)
			return p[k].clause;
		if (p[k].sentence == u->sentence && p[k].item < u->from)
			before = p[k].clause;
		else if (p[k].sentence == u->sentence && after < 0)
			after = p[k].clause;
		else if (p[k].sentence < u->sentence)
			earlier = p[k].clause;
	}
	return before >= 0 ? before : after >= 0 ? after : earlier;
}

/* "A is beter dan B": good of A, bad of B. */
static bool compared(const struct work *w, const struct unit *u, const struct spot *p)
{
	if (!(u->flags & FORM_COMP) || p->item < u->to || p->clause != u->clause)
		return false;
	for (size_t i = u->to; i < p->item; i++)
		if (item_is(&w->s.at[i], CLASS_THAN))
			return true;
	return false;
}

static void give_to(struct work *w, const struct unit *u, size_t firm, int milli, struct sums *sums)
{
	struct why *why = work_why(w, u->from, u->to, "about", NULL, 0, "about", milli - u->milli);

	if (why)
		why->firm = (int)firm;
	sums_add(&sums[firm], milli);
}

static void give(struct work *w, const struct unit *u, const struct spot *p, size_t n, struct sums *sums)
{
	int clause = clause_for(u, p, n);
	size_t last = SIZE_MAX;

	for (size_t f = 0; clause < 0 && f < w->in->nfirms; f++)
		give_to(w, u, f, u->milli, sums);
	for (size_t k = 0; clause >= 0 && k < n; k++) {
		if (p[k].clause != clause || p[k].firm == last)
			continue;
		last = p[k].firm;
		give_to(w, u, last, compared(w, u, &p[k]) ? -u->milli * 2 / 3 : u->milli, sums);
	}
}

static void firms(struct work *w, const struct score *whole)
{
	struct sums *sums = arena_alloc(w->a, (w->in->nfirms + 1) * sizeof *sums);
	size_t n;
	struct spot *p = places_of(w, &n);

	for (size_t k = 0; k < w->nunits && w->in->nfirms > 1; k++)
		if (!w->units[k].dropped && w->units[k].milli)
			give(w, &w->units[k], p, n, sums);
	for (size_t f = 0; f < w->in->nfirms; f++) {
		struct mention *m = &w->in->firms[f];
		bool alone = w->in->nfirms == 1;
		m->polarity = alone ? whole->polarity : polarity_of(sums[f].good - sums[f].bad);
		m->label = alone || whole->label == LABEL_NONE ? whole->label : label_for(&sums[f],
			m->polarity);
	}
}

/* ---- the whole ---- */

static void rate(const struct score_in *in, struct score *out)
{
	if (in->rating == POST_UNKNOWN)
		return;
	if ((in->rating <= STARS_BAD && out->label == LABEL_POS) || (in->rating >= STARS_GOOD &&
		out->label == LABEL_NEG)) {
		out->label = LABEL_MIXED;
		out->decided = "stars";
	}
}

static bool apart(const struct work *w, const struct unit *u, const struct unit *v)
{
	for (size_t i = u->to; i < v->from; i++)
		if (item_is(&w->s.at[i], CLASS_JOINS))
			return true;
	return u->clause != v->clause;
}

/* "Goed salaris, slechte sfeer": two feelings side by side, and no "maar" says which one counts */
static bool contrast(const struct work *w)
{
	const struct unit *pair[2] = { NULL, NULL };
	size_t n = 0;

	for (size_t k = 0; k < w->nunits; k++) {
		const struct unit *u = &w->units[k];
		if (u->dropped || u->milli == 0)
			continue;
		if (n == 2 || u->negated || u->kind == UNIT_EMOJI || abs(u->milli) < CONTRAST_SIDE)
			return false;
		pair[n++] = u;
	}
	return n == 2 && !w->turned && !w->bare && w->s.words <= CONTRAST_WORDS &&
		(pair[0]->milli < 0) != (pair[1]->milli < 0) && apart(w, pair[0], pair[1]);
}

/* A client who tells what happened, in order and without an opinion, mostly has something to complain of:
 * Jurafsky et al. 2014, "Narrative framing of consumer sentiment in online restaurant reviews". */
static bool narrated(const struct work *w)
{
	bool self = false, asked = false;
	int story = 0;

	for (size_t i = 0; i < w->s.n; i++) {
		self |= item_is(&w->s.at[i], CLASS_SELF) || item_is(&w->s.at[i], CLASS_PRONOUN);
		story += item_is(&w->s.at[i], CLASS_STORY);
	}
	for (size_t k = 0; k < w->s.nsentences; k++)
		asked |= w->s.sentences[k].question;
	return self && !asked && story >= STORY;
}

/* Of a text about the branches the examples have a say: whether anything is felt, and which way. */
static void learn(struct work *w, struct score *out, int64_t sum)
{
	struct verdict v;

	bool felt = out->polarity <= -ZERO || out->polarity >= ZERO;

	if (!examples_judge(w, out->polarity, felt, &v))
		return;
	if (v.label == LABEL_NEU) {
		if (felt) {
			out->polarity = out->polarity < 0 ? 1 - ZERO : ZERO - 1;
			out->decided = "examples";
			work_why(w, 0, 0, "neither praise nor complaint", NULL, 0, "told", 0);
		}
		out->label = out->label == LABEL_NONE ? LABEL_NONE : LABEL_NEU;
	} else if (out->label != LABEL_MIXED) {
		out->sum = (int)(sum + v.lean);
		out->lean = (int)v.lean;
		int p = polarity_of(out->sum);
		out->polarity = v.label == LABEL_POS ? (p < ZERO ? ZERO : p) : p > -ZERO ? -ZERO : p;
		if (out->label != v.label || out->polarity != p)
			out->decided = "examples";
		out->label = v.label;
		out->hits++;
	}
}

static void sum(struct work *w, struct score *out)
{
	struct sums s = { 0 };
	int64_t feeling = 0;

	for (size_t k = 0; k < w->nunits; k++) {
		const struct unit *u = &w->units[k];
		if (u->dropped)
			continue;
		sums_add(&s, u->milli);
		feeling += u->subjectivity;
	}
	out->subjectivity = s.hits ? (int)(feeling / s.hits) : 0;
	if (!s.bad && s.good < STORY_MAX && !w->bare && narrated(w)) {
		s.bad -= BARE;
		s.hits++;
		work_why(w, 0, 0, "a story without an opinion", NULL, 0, "narrated", BARE);
	}
	if (w->bare) {
		int n = w->bare > BARE_MAX ? BARE_MAX : w->bare;
		s.bad -= n * BARE;
		s.hits++;
		work_why(w, 0, 0, "negation without a word", NULL, 0, "missing", n * BARE);
	}
	out->hits = s.hits;
	out->sum = (int)(s.good - s.bad);
	out->polarity = polarity_of(out->sum);
	out->label = contrast(w) ? LABEL_MIXED : label_for(&s, out->polarity);
	learn(w, out, s.good - s.bad);
}

static bool dutch(const struct work *w, const struct score_in *in, struct score *out)
{
	if (in->assume_dutch) {
		out->lang = "nl";
		return true;
	}
	out->lang = language_of(w->lx, &w->s, in->lang);
	return !strcmp(out->lang, "nl") || (!strcmp(out->lang, "und") && w->s.words < 12);
}

void work_hunt(struct work *w)
{
	if (!w->hunted)
		w->found = pattern_all(w->lx, &w->s, w->a, &w->nfound);
	w->hunted = true;
}

struct score score_text(struct scorer *sc, const struct score_in *in, struct arena *a)
{
	struct score out = { .label = LABEL_NONE, .process = PROCESS_OTHER, .intent = INTENT_NONE };
	struct work w = { .lx = sc->lx, .in = in, .a = a };

	w.s = items_of(w.lx, in->tokens, in->text, a);
	out.words = w.s.words;
	if (dutch(&w, in, &out) && w.s.n) {
		w.units = arena_alloc(a, (w.s.n + 1) * sizeof *w.units);
		work_hunt(&w);
		idioms(&w);
		hush_names(&w);
		words(&w);
		rules_apply(&w);
		sum(&w, &out);
		rate(in, &out);
	} else if (w.s.n) {
		out.decided = "language";
	}
	firms(&w, &out);
	process_apply(&w, &out);
	spam_apply(&w, &out);
	out.why = w.why;
	out.nwhy = w.nwhy;
	return out;
}
