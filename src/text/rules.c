/* rules.c: what the words around a feeling do to it. Numbers are thousandths; all of them stand here, chosen
 * once and for all kinds of text. */
#include <stdlib.h>
#include <string.h>
#include "score_in.h"

#define SCOPE_OPEN 7         /* words that an open-ended negation reaches */
#define SCOPE_BAD 4          /* ... for a negative word: "niet slecht", but not all that follows "niet" */
#define SCOPE_BACK 5
#define BACK_REST 3          /* words that may follow a negator that looks back */
#define TOO_GOOD (-450)      /* te + a word without polarity or a good one */
#define TOO_BAD 1200
#define COULD_BETTER (-600)
#define WISH_GOOD 350
#define WISH_BAD 700
#define UNMET (-600)         /* what was wished for and did not come */
#define IF_FACTOR 100
#define REPORTED 50          /* what another said is not what the author feels */
#define GENERAL 30           /* advice and rules are about nobody */
#define SOUGHT 50            /* "wij zoeken een ervaren jurist" praises nobody */
#define ONCE (-500)          /* what was good before is not now */
#define ASKED 30
#define QUESTION 600
#define AFTER_BUT 1600
#define BEFORE_BUT 500
/* good before "maar", and what follows has no word that we know: seldom praise */
#define BUT_WHAT (-100)
#define CONCEDED 400
#define QUOTED 3             /* words that still make a scare quote */
#define SCARE (-500)
#define CAPS 1200
#define SHOUT 1100
#define LONGER 1200
#define EMOJI_LAST 1400
#define MATCH_LONGEST 32     /* items that one pattern can span, roughly */

static int times(int milli, int factor)
{
	return (int)((long long)milli * factor / 1000);
}

static int bounded(int milli)
{
	return milli > 2500 ? 2500 : milli < -2500 ? -2500 : milli;
}

static void rule(struct work *w, struct unit *u, int factor, const char *name)
{
	work_set(w, u, bounded(times(u->milli, factor)), name, name, NULL, 0);
}

static const struct item *item_at(const struct work *w, size_t i)
{
	return i < w->s.n ? &w->s.at[i] : NULL;
}

static bool clause_has(const struct work *w, uint16_t clause, enum word_class what)
{
	return (w->s.clauses[clause].classes >> what) & 1;
}

/* ---- intensity ---- */

/* The unit that begins at item `i`, or after a filler that may stand between. */
static struct unit *unit_from(struct work *w, size_t i)
{
	for (size_t k = 0; k < w->nunits; k++)
		if (w->units[k].from == i && !w->units[k].dropped)
			return &w->units[k];
	return NULL;
}

static struct unit *unit_to(struct work *w, size_t i)
{
	for (size_t k = w->nunits; k-- > 0;)
		if (w->units[k].to == i && !w->units[k].dropped)
			return &w->units[k];
	return NULL;
}

static void drop_within(struct work *w, size_t from, size_t to, const struct unit *but)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u == but || u->dropped || u->kind == UNIT_FACT || u->from < from || u->to > to)
			continue;
		work_set(w, u, 0, "modifier", "modifies another word", NULL, 0);
		u->dropped = true;
	}
}

static void intensifier(struct work *w, const struct found *f)
{
	const struct pattern *p = &w->lx->patterns[f->pattern];
	struct unit *u = NULL;
	size_t from = f->to;

	if (p->what != PLACE_AFTER) {
		for (int skip = 0; skip < 2 && !u; skip++) {
			const struct item *it = item_at(w, from);
			if (!it || it->clause != w->s.at[f->from].clause)
				break;
			u = unit_from(w, from++);
			if (!u && !item_is(it, CLASS_FILLER))
				break;
		}
	}
	if (!u && p->what != PLACE_BEFORE && f->from > 0 &&
		w->s.at[f->from - 1].sentence == w->s.at[f->from].sentence)
		u = unit_to(w, f->from);
	if (!u || u->kind == UNIT_EMOJI || u->kind == UNIT_FACT)
		return;
	drop_within(w, f->from, f->to, u);
	work_match(w, u, bounded(times(u->milli, p->milli)), p->milli >= 1000 ? "intensified" :
		"diminished", f);
}

/* "vreselijk goed": the first is weight, not feeling. Only before another adjective or adverb, without its
 * -e. */
static void modifiers(struct work *w)
{
	for (size_t k = 0; k + 1 < w->nunits; k++) {
		struct unit *u = &w->units[k], *v = &w->units[k + 1];
		if (u->dropped || v->dropped || u->intensity <= 1050 || u->kind != UNIT_WORD ||
			v->kind == UNIT_EMOJI || item_is(&w->s.at[v->from], CLASS_NOT) ||
		    u->to != v->from || u->clause != v->clause || u->flags & FORM_ATTR || v->pos == POS_NOUN)
			continue;
		work_by(w, v, bounded(times(v->milli, u->intensity)), "intensified", "the word before",
			u->from, u->to);
		work_set(w, u, 0, "modifier", "modifies the next word", NULL, 0);
		u->dropped = true;
	}
}

/* ---- a word and the one that it describes ---- */

/* "slechte service", "slecht geholpen": the first decides. "mooie puinhoop": the second does. */
static void described(struct work *w)
{
	for (size_t k = 0; k + 1 < w->nunits; k++) {
		struct unit *u = &w->units[k], *v = &w->units[k + 1];
		if (u->dropped || v->dropped || u->kind != UNIT_WORD || v->kind != UNIT_WORD ||
			u->to != v->from ||
		    u->clause != v->clause || u->pos != POS_ADJ || (u->milli < 0) == (v->milli < 0) ||
		    (v->pos != POS_NOUN && v->pos != POS_VERB))
			continue;
		struct unit *loser = u->milli < 0 ? v : u;
		work_set(w, loser, 0, "described", "the other word decides", NULL, 0);
		loser->dropped = true;
	}
}

/* "ruim twee uur", "goed 40 minuten": about */
static void about(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		const struct item *next = item_at(w, u->to);
		if (u->dropped || u->kind != UNIT_WORD || !next || next->clause != u->clause ||
		    !item_is(&w->s.at[u->from], CLASS_ABOUT))
			continue;
		if (next->tk->kind != TOKEN_NUMBER && !item_is(next,
			CLASS_AMOUNT))
			continue;
		work_set(w, u, 0, "about", "before a number", NULL, 0);
		u->dropped = true;
	}
}

/* ---- te + adjective ---- */

static void too(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		const struct item *te = u->from ? &w->s.at[u->from - 1] : NULL;
		const struct item *next = item_at(w, u->to);
		if (!te || u->dropped || u->kind != UNIT_WORD || u->pos != POS_ADJ ||
			!item_is(te, CLASS_TE) ||
		    te->sentence != u->sentence || u->flags & (FORM_ATTR | FORM_COMP))
			continue;
		if (next && next->clause == u->clause && item_is(next,
			CLASS_VERB_AFTER_TE))
			continue;
		if (u->milli > 0)
			work_set(w, u, TOO_GOOD, "te", "te + a good word", NULL, 0);
		else
			rule(w, u, TOO_BAD, "te");
	}
}

/* ---- comparatives: what could be better is not good, what could be worse not bad ---- */

static void better(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u->dropped || !u->milli || u->kind != UNIT_WORD || !(u->flags & FORM_COMP) ||
			u->flags & FORM_ATTR)
			continue;
		/* "sneller dan ik had gehoopt" is praise */
		if (clause_has(w, u->clause, CLASS_MODAL) && !clause_has(w, u->clause, CLASS_NOT) &&
		    !(clause_has(w, u->clause, CLASS_THAN) && clause_has(w, u->clause, CLASS_EXPECTED)))
			work_set(w, u, times(u->milli, COULD_BETTER), "could be", "modal + comparative", NULL,
				0);
	}
}

/* ---- what is said of nobody in particular: advice, rules, definitions ---- */

static bool sentence_has(const struct work *w, const struct sentence *s, enum word_class what)
{
	for (uint32_t i = s->from; i < s->to; i++)
		if (item_is(&w->s.at[i], what))
			return true;
	return false;
}

static bool plain_word(const struct work *w, const struct item *it)
{
	unsigned char c = (unsigned char)w->in->text.p[it->tk->offset];

	return it->tk->kind == TOKEN_WORD && (c < 'A' || c > 'Z');
}

/* "Een goede accountant stelt vragen", "Bij onvoldoende resultaat volgt ...", "Wie ontevreden is, kan ...",
 * "Zo voorkomt u een boete", "Hoe herken je een slechte adviseur?", "Stel, ..." */
static bool is_general(const struct work *w, const struct sentence *s)
{
	const struct item *at = &w->s.at[s->from], *second = s->to > s->from + 1 ? at + 1 : NULL;

	if (s->marks || !second || sentence_has(w, s, CLASS_SELF))
		return false;
	if (item_is(at, CLASS_HOW))
		return item_is(second, CLASS_HOW_TO);
	if (item_is(at, CLASS_SUPPOSE))
		return second->clause != at->clause || item_is(second, CLASS_THAT);
	if (item_is(at, CLASS_A))
		return sentence_has(w, s, CLASS_GENERAL) && !sentence_has(w, s, CLASS_THIS) && !s->question;
	if (item_is(at, CLASS_IN_CASE))
		return plain_word(w, second) && sentence_has(w, s, CLASS_FOLLOWS) &&
			!sentence_has(w, s, CLASS_THIS) && !s->question;
	return item_is(at, CLASS_IF) && sentence_has(w, s, CLASS_FOLLOWS) && sentence_has(w, s, CLASS_YOU);
}

static void mark_general(struct work *w)
{
	for (size_t k = 0; k < w->s.nsentences; k++)
		w->s.sentences[k].general = is_general(w, &w->s.sentences[k]);
}

static void generalise(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (!u->dropped && u->kind != UNIT_EMOJI && w->s.sentences[u->sentence].general)
			rule(w, u, GENERAL, "general");
	}
}

/* ---- negation ---- */

static bool closes_scope(const struct work *w, size_t i)
{
	const struct item *it = &w->s.at[i];

	return it->tk->fold.len == 2 && item_is(it, CLASS_JOINS);
}

static void negate(struct work *w, struct unit *u, const struct found *f, int factor)
{
	/* a turned bad thing is less than a good one */
	if (u->milli < 0)
		factor = factor * 2 / 3;
	u->negated = true;
	work_match(w, u, times(u->milli, factor), "negated", f);
}

/* "nooit geen problemen": said twice, meant once */
static bool emphatic(const struct work *w, const struct unit *u, const struct found *f)
{
	return u->kind == UNIT_IDIOM && u->from == f->to && item_is(&w->s.at[u->from], CLASS_NOT);
}

static int forward(struct work *w, const struct found *f, int scope, int factor)
{
	uint16_t clause = w->s.at[f->to - 1].clause;
	size_t stop = f->to;
	int sign = 0, done = 0;

	while (stop < w->s.n && w->s.at[stop].clause == clause && (int)(stop - f->to) < scope &&
		!closes_scope(w, stop))
		stop++;
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u->dropped || u->kind == UNIT_EMOJI || u->from < f->to || u->from >= stop)
			continue;
		if (u->milli < 0 && (int)(u->from - f->to) >= SCOPE_BAD)
			break;
		if (sign && (u->milli < 0) != (sign < 0))
			break;
		sign = u->milli < 0 ? -1 : 1;
		if (!emphatic(w, u, f))
			negate(w, u, f, factor);
		done++;
	}
	return done;
}

static bool joined_between(const struct work *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (closes_scope(w, i) || item_is(&w->s.at[i], CLASS_THAT))
			return true;
	return false;
}

/* `far`: over commas too, for what says of a whole row that it was not there ("waren ver te zoeken") */
static int backward(struct work *w, const struct found *f, int scope, int factor, bool far)
{
	uint16_t clause = w->s.at[f->from].clause, sentence = w->s.at[f->from].sentence;
	const struct pattern *p = &w->lx->patterns[f->pattern];
	int done = 0;

	for (size_t k = w->nunits; k-- > 0;) {
		struct unit *u = &w->units[k];
		if (u->dropped || u->kind == UNIT_EMOJI || u->kind == UNIT_FACT || u->to > f->from)
			continue;
		if ((far ? u->sentence != sentence : u->clause != clause) || (int)(f->from - u->to) > scope ||
			u->negated || (!far && joined_between(w, u->to, f->from)) ||
			(p->what == NEG_RELIEF && u->milli > 0))
			return done;
		negate(w, u, f, factor);
		done++;
		if (!far)
			return done;
	}
	return done;
}

/* A negator that looks back stands near the end of its clause: "dat helpt niet echt", not
 * "prima, niet ver van huis". */
static bool near_end(const struct work *w, size_t i)
{
	const struct clause *c = &w->s.clauses[w->s.at[i - 1].clause];

	return c->to <= i + BACK_REST;
}

/* "geen plezier meer": what stands in the gap of the pattern is negated */
static int within(struct work *w, const struct found *f)
{
	const struct pattern *p = &w->lx->patterns[f->pattern];
	int done = 0;

	for (size_t k = 0; k < w->nunits && strstr(p->entry, ".."); k++) {
		struct unit *u = &w->units[k];
		if (u->dropped || u->kind == UNIT_EMOJI || u->from <= f->from || u->to >= f->to)
			continue;
		negate(w, u, f, p->milli);
		done++;
	}
	return done;
}

static void negator(struct work *w, const struct found *f)
{
	const struct pattern *p = &w->lx->patterns[f->pattern];
	int scope = p->scope ? p->scope : SCOPE_OPEN, done = 0;

	if (p->what == NEG_PSEUDO) {
		struct unit *u = p->milli != 1000 ? unit_from(w, f->to) : NULL;
		if (u)
			work_match(w, u, times(u->milli, p->milli), "intensified", f);
		return;
	}
	if (within(w, f))
		return;
	if (p->what == NEG_FORWARD || p->what == NEG_BOTH)
		done = forward(w, f, scope, p->milli);
	if (p->what == NEG_RELIEF) {
		if (backward(w, f, scope + 2, p->milli, false))
			drop_within(w, f->from, f->to, NULL);
		return;
	}
	if (p->what == NEG_BACKWARD || p->what == NEG_BOTH)
		done += backward(w, f, scope + 2, p->milli, p->what == NEG_BACKWARD);
	/* "dat helpt niet": Dutch puts the word after its verb */
	if (!done && p->what == NEG_FORWARD && item_is(&w->s.at[f->to - 1], CLASS_NOT_BACK) &&
	    near_end(w, f->to))
		done = backward(w, f, SCOPE_BACK, p->milli, false);
	if (done)
		drop_within(w, f->from, f->to, NULL);
	else if (!w->s.sentences[w->s.at[f->from].sentence].general)
		w->bare++;
}

/* ---- moods: wishes, conditions, questions ---- */

static bool opens_with(const struct work *w, uint16_t clause, enum word_class what)
{
	return item_is(&w->s.at[w->s.clauses[clause].from], what);
}

/* "was prettig geweest", "had liever", "als ze nou eens": it was not so */
/* "Als ze net zo snel belden als ..., was ik een gelukkig mens" */
static bool counterfactual(const struct work *w, const struct unit *u)
{
	const struct sentence *s = &w->s.sentences[u->sentence];

	if (!item_is(&w->s.at[s->from], CLASS_IF))
		return false;
	for (uint32_t i = s->from + 1; i < s->to; i++)
		if (item_is(&w->s.at[i], CLASS_WAS) && i == w->s.clauses[w->s.at[i].clause].from)
			return true;
	return false;
}

static bool unmet(const struct work *w, const struct unit *u)
{
	uint16_t c = u->clause;

	if (u->milli <= 0 || u->kind == UNIT_FACT || u->negated)
		return false;
	return (clause_has(w, c, CLASS_WAS) && clause_has(w, c, CLASS_BEEN) &&
		!clause_has(w, c, CLASS_NOT)) || (clause_has(w, c, CLASS_MODAL) &&
		clause_has(w, c, CLASS_LIEVER)) ||
		(clause_has(w, c, CLASS_WISH) && clause_has(w, c, CLASS_EENS)) ||
		(opens_with(w, c, CLASS_IF) && clause_has(w, c, CLASS_NOU)) || counterfactual(w, u) ||
		(opens_with(w, c, CLASS_REGRET) && clause_has(w, c, CLASS_MAAR) &&
		clause_has(w, c, CLASS_PRONOUN));
}

/* "volgens de eiser", "aldus de woordvoerder", "de klager noemt": not the author's own words */
static bool another_says(const struct work *w, const struct sentence *s)
{
	const struct item *at = &w->s.at[s->from];

	if (sentence_has(w, s, CLASS_ALDUS))
		return true;
	/* "Minister: ..." */
	if (item_is(at, CLASS_SPEAKER) && s->to > s->from + 1 && at[1].clause != at->clause &&
		!sentence_has(w, s, CLASS_SELF))
		return true;
	for (uint32_t i = s->from; i + 1 < s->to; i++)
		if (item_is(&w->s.at[i], CLASS_ACCORDING))
			return !item_is(&w->s.at[i + 1], CLASS_SELF);
	return sentence_has(w, s, CLASS_SAYS) && sentence_has(w, s, CLASS_SPEAKER) &&
		!sentence_has(w, s, CLASS_SELF);
}

static void reported(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u->dropped || u->kind == UNIT_EMOJI || u->kind == UNIT_FACT)
			continue;
		const struct sentence *s = &w->s.sentences[u->sentence];
		if (another_says(w, s))
			rule(w, u, REPORTED, "reported");
		else if (u->milli > 0 && sentence_has(w, s, CLASS_SEEKS))
			rule(w, u, SOUGHT, "sought");
	}
}

static int asked(const struct work *w, const struct unit *u)
{
	const struct sentence *s = &w->s.sentences[u->sentence];

	if (u->milli > 0 && (clause_has(w, u->clause, CLASS_WHO) || item_is(&w->s.at[s->from], CLASS_ASKS)))
		return ASKED;
	return QUESTION;
}

static void moods(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u->dropped || u->kind == UNIT_EMOJI)
			continue;
		if (u->milli > 0 && clause_has(w, u->clause, CLASS_ONCE))
			rule(w, u, ONCE, "once");
		if (unmet(w, u))
			rule(w, u, UNMET, "wish unmet");
		else if (opens_with(w, u->clause, CLASS_GIVEN))
			rule(w, u, IF_FACTOR / 2, "condition");
		else if (clause_has(w, u->clause, CLASS_WISH) && u->kind != UNIT_FACT)
			rule(w, u, u->milli > 0 ? WISH_GOOD : WISH_BAD, "wish");
		else if (opens_with(w, u->clause, CLASS_IF) && u->kind != UNIT_FACT && u->milli > 0)
			rule(w, u, IF_FACTOR, "condition");
		/* "kan iemand een goede advocaat aanraden?" praises nobody */
		if (w->s.sentences[u->sentence].question)
			rule(w, u, asked(w, u), "question");
	}
}

/* ---- force: capitals, exclamation marks, long letters ---- */

static void force(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		const struct token *tk = w->s.at[u->from].tk;
		int factor = 1000;
		if (u->dropped || u->kind == UNIT_EMOJI)
			continue;
		if (tk->caps && !w->s.all_caps && tk->len > 3)
			factor = times(factor, CAPS);
		if (tk->elongated)
			factor = times(factor, LONGER);
		if (w->s.sentences[u->sentence].marks)
			factor = times(factor, SHOUT);
		if (factor != 1000)
			rule(w, u, factor, "force");
	}
}

/* ---- but: what comes after counts more, within the sentence ---- */

static bool said_after(const struct work *w, uint16_t sentence, uint32_t at)
{
	for (size_t k = 0; k < w->nunits; k++)
		if (!w->units[k].dropped && w->units[k].sentence == sentence && w->units[k].from >= at)
			return true;
	return false;
}

static void turns(struct work *w)
{
	for (size_t i = 0; i < w->s.n; i++) {
		const struct item *it = &w->s.at[i];
		if (!it->but)
			continue;
		w->turned = true;
		bool echter = item_is(it, CLASS_ECHTER);
		uint32_t at = echter ? w->s.clauses[it->clause].from : (uint32_t)i;
		bool after = said_after(w, it->sentence, at);
		for (size_t k = 0; k < w->nunits; k++) {
			struct unit *u = &w->units[k];
			if (u->dropped || u->kind == UNIT_EMOJI)
				continue;
			if (u->sentence == it->sentence && u->from >= at)
				rule(w, u, AFTER_BUT, "but");
			else if (u->sentence == it->sentence)
				rule(w, u, after || u->milli < 0 ? BEFORE_BUT : BUT_WHAT, "but");
			else if (it->first && u->sentence + 1 == it->sentence)
				rule(w, u, 800, "but");
		}
	}
}

static void conceded(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (!u->dropped && u->kind != UNIT_EMOJI && opens_with(w, u->clause,
			CLASS_CONCEDE)) {
			rule(w, u, CONCEDED, "conceded");
			w->turned = true;
		}
	}
}

/* ---- emoji: the last ones say how it was meant; laughter follows the words ---- */

static void emoji(struct work *w)
{
	int words = 0;
	bool seen = false;

	for (size_t k = 0; k < w->nunits; k++)
		if (w->units[k].kind != UNIT_EMOJI && !w->units[k].dropped)
			words += w->units[k].milli;
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (u->kind != UNIT_EMOJI)
			continue;
		/* a row of one emoji is one feeling, a little stronger */
		if (seen && k && w->units[k - 1].kind == UNIT_EMOJI && w->units[k - 1].base == u->base) {
			rule(w, u, 200, "repeated");
			continue;
		}
		seen = true;
		/* applause for nothing good is no applause */
		if (words <= 0 && item_is(&w->s.at[u->from], CLASS_APPLAUSE)) {
			work_set(w, u, 0, "applause", "applauds nothing good", NULL, 0);
			continue;
		}
		if (words <= -250 && u->milli > 0 && item_is(&w->s.at[u->from], CLASS_LAUGHS))
			work_set(w, u, 0, "laughter", "laughs at what the words say", NULL, 0);
		else if (u->to == w->s.n || w->s.at[u->from].last)
			rule(w, u, EMOJI_LAST, "last");
	}
}

/* ---- irony: a good word, a bad fact or face, and a cue ---- */

/* "/s" at the end */
static bool slash_s(const struct work *w)
{
	const struct token *t = w->s.at[w->s.n - 1].tk;

	return str_is(t->fold, "s") && t->offset && w->in->text.p[t->offset - 1] == '/';
}

static bool ironic_cue(const struct work *w, bool *strong)
{
	bool cue = *strong = slash_s(w);

	for (size_t i = 0; i < w->s.n && !*strong; i++) {
		const struct item *it = &w->s.at[i];
		*strong = cue = item_is(it, CLASS_IRONY_FACE) ||
			(it->tk->kind == TOKEN_HASHTAG && item_is(it, CLASS_IRONY_TAG));
	}
	for (size_t k = 0; k < w->nfound; k++) {
		if (w->found[k].kind != PATTERN_IRONY)
			continue;
		cue = true;
		*strong |= w->lx->patterns[w->found[k].pattern].what == IRONY_SURE;
	}
	return cue;
}

static void irony(struct work *w)
{
	bool strong = false, cue = ironic_cue(w, &strong), bad = strong;

	if (!cue)
		return;
	for (size_t k = 0; k < w->nunits; k++)
		bad |= !w->units[k].dropped && w->units[k].milli <= -250;
	for (size_t k = 0; bad && k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (!u->dropped && u->milli > 0)
			rule(w, u, -700, "irony");
	}
}

/* ---- scare quotes: "'ontzorgen' noemen ze dat" ---- */

static bool quote_at(struct str s, size_t at)
{
	static const char *const marks[] = { "'", "\"", "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c",
		"\xe2\x80\x9d", "\xe2\x80\x9e", "\xc2\xab", "\xc2\xbb" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks && at < s.len; i++)
		if (str_prefix((struct str){ s.p + at, s.len - at }, str_of(marks[i])))
			return true;
	return false;
}

/* The last byte of a quotation mark ends just before `at`. */
static bool quote_before(struct str s, size_t at)
{
	return (at >= 1 && quote_at(s, at - 1)) || (at >= 2 && quote_at(s, at - 2)) ||
		(at >= 3 && quote_at(s, at - 3));
}

/* A few words between quotation marks, with the unit among them. */
static bool quoted(const struct work *w, const struct unit *u)
{
	size_t from = u->from, to = u->to;
	struct str s = w->in->text;

	while (from > 0 && u->from - from < QUOTED && !quote_before(s, w->s.at[from].tk->offset) &&
		w->s.at[from - 1].sentence == u->sentence)
		from--;
	while (to < w->s.n && to - from < QUOTED && !quote_at(s, w->s.at[to - 1].tk->offset +
		w->s.at[to - 1].tk->len) && w->s.at[to].sentence == u->sentence)
		to++;
	return to - from <= QUOTED && quote_before(s, w->s.at[from].tk->offset) &&
		quote_at(s, w->s.at[to - 1].tk->offset + w->s.at[to - 1].tk->len);
}

static void scare_quotes(struct work *w)
{
	for (size_t k = 0; k < w->nunits; k++) {
		struct unit *u = &w->units[k];
		if (!u->dropped && u->milli > 0 && u->kind != UNIT_EMOJI && quoted(w, u))
			rule(w, u, SCARE, "scare quotes");
	}
}

/* ---- order ---- */

static int by_place(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static bool in_idiom(const struct work *w, const struct found *x)
{
	for (size_t i = x->from; i < x->to; i++)
		if (w->s.at[i].used)
			return true;
	return false;
}

/* Of overlapping matches of one kind the longest stands; those that an idiom has eaten do not count. */
static bool shadowed(const struct work *w, size_t f, enum pattern_kind kind)
{
	const struct found *x = &w->found[f];

	if (in_idiom(w, x))
		return true;
	/* the matches stand in the order of their first item: only neighbours can overlap */
	size_t k = f;
	while (k > 0 && w->found[k - 1].from + MATCH_LONGEST > x->from)
		k--;
	for (; k < w->nfound && w->found[k].from < x->to; k++) {
		const struct found *y = &w->found[k];
		if (k == f || y->kind != kind || y->to <= x->from || in_idiom(w, y))
			continue;
		size_t n = x->to - x->from, m = y->to - y->from;
		if (m > n || (m == n && (y->from < x->from || (y->from == x->from && k < f))))
			return true;
	}
	return false;
}

static void each(struct work *w, enum pattern_kind kind, void (*apply)(struct work *, const struct found *))
{
	for (size_t f = 0; f < w->nfound; f++)
		if (w->found[f].kind == kind && !shadowed(w, f, kind))
			apply(w, &w->found[f]);
}

void rules_apply(struct work *w)
{
	qsort(w->units, w->nunits, sizeof *w->units, by_place);
	about(w);
	better(w);
	each(w, PATTERN_INTENSIFIER, intensifier);
	modifiers(w);
	described(w);
	too(w);
	mark_general(w);
	each(w, PATTERN_NEGATOR, negator);
	generalise(w);
	moods(w);
	reported(w);
	scare_quotes(w);
	force(w);
	conceded(w);
	turns(w);
	emoji(w);
	irony(w);
}
