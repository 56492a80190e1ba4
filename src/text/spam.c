/* spam.c: whether a post is spam. Cues of spam.tsv in a few kinds (what is offered, how to answer, what is
 * promised) and two of form; the heaviest of each kind counts, so that one theme alone, however often it is
 * said, is no spam unless a cue says so, and an advert of an honest trade is none. Precision first: that a
 * complaint vanishes is worse than that an advert stays, hence no say of the number of a text's copies, which
 * an angry client makes too. */
#include <string.h>
#include "score_in.h"

#define ENOUGH 1000          /* the sum that makes spam */
#define OFFER 500            /* of what is offered, at least: how to answer is in honest adverts too */
#define COMPLAINT (-400)     /* of a text that complains */
#define TAGS 8               /* hashtags and hardly a word beside them */
#define TAGS_WORDS 2
#define TAGS_MANY 400        /* so many tags with more words: a hint */
#define LINKS 4              /* links with few words each */
#define LINK_WORDS 3
#define STUFFED_WORDS 12     /* a text of so many words, which says one of these letters so often */
#define STUFFED_MOST 100
#define STUFFED_LETTERS 6
#define STUFFED_TIMES 5

static const char *const kinds[SPAM_COUNT] = { "seo", "trading", "loan", "casino", "promo", "followers",
	"recovery", "coupon", "job", "phishing", "other", "contact", "promise", "form", "honest" };

int spam_kind_of(struct str name)
{
	for (int k = 0; k < SPAM_COUNT; k++)
		if (k != SPAM_FORM && str_is(name, kinds[k]))
			return k;
	return -1;
}

/* Of each kind the heaviest cue; of what honest posts say the lightest. */
struct cues { int weight[SPAM_COUNT]; const char *top; int top_weight; };

static void add(struct work *w, struct cues *c, enum spam_kind kind, int weight, const struct pattern *p,
	const struct found *f)
{
	const char *entry = p ? p->entry : "tags, links or one word over and over";

	work_why(w, f ? f->from : 0, f ? f->to : 0, entry, p ? p->file : NULL, p ? p->line : 0, "spam", 0);
	if (kind == SPAM_HONEST ? weight < c->weight[kind] : weight > c->weight[kind])
		c->weight[kind] = weight;
	if (weight > c->top_weight) {
		c->top = entry;
		c->top_weight = weight;
	}
}

/* Words for a search engine and no sentence: one of them is a quarter of all. */
static bool stuffed(const struct items *s, int words)
{
	for (size_t i = 0; i < s->n && words >= STUFFED_WORDS && words <= STUFFED_MOST; i++) {
		struct str w = s->at[i].tk->fold;
		int same = 0;
		if (s->at[i].tk->kind != TOKEN_WORD || w.len < STUFFED_LETTERS)
			continue;
		for (size_t k = 0; k < s->n; k++)
			same += s->at[k].tk->kind == TOKEN_WORD && str_eq(s->at[k].tk->fold, w);
		if (same >= STUFFED_TIMES && same * 4 >= words)
			return true;
	}
	return false;
}

static int form_of(const struct items *s)
{
	int tags = 0, links = 0, words = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct token *t = s->at[i].tk;
		tags += t->kind == TOKEN_HASHTAG;
		links += t->kind == TOKEN_URL;
		words += t->kind == TOKEN_WORD && !t->part;
	}
	if ((tags >= TAGS && words <= TAGS_WORDS) || (links >= LINKS && words < LINK_WORDS * links) ||
		stuffed(s, words))
		return ENOUGH;
	return tags >= TAGS && words < tags ? TAGS_MANY : 0;
}

void spam_apply(struct work *w, struct score *out)
{
	struct cues c = { .weight = { 0 } };
	int form, offer = 0, sum = out->intent == INTENT_COMPLAINT ? COMPLAINT : 0;

	/* what a firm says of itself is its own affair */
	if (work_own(w) || !w->s.n)
		return;
	/* spam is spam in any language; nothing else was looked for in a text that is not Dutch */
	work_hunt(w);
	for (size_t k = 0; k < w->nfound; k++) {
		const struct pattern *p = &w->lx->patterns[w->found[k].pattern];
		if (w->found[k].kind == PATTERN_SPAM)
			add(w, &c, (enum spam_kind)p->what, p->milli, p, &w->found[k]);
	}
	form = form_of(&w->s);
	if (form)
		add(w, &c, SPAM_FORM, form, NULL, NULL);
	for (int k = 0; k < SPAM_COUNT; k++) {
		sum += c.weight[k];
		if (k != SPAM_CONTACT && k != SPAM_PROMISE && c.weight[k] > offer)
			offer = c.weight[k];
	}
	out->spam = sum >= ENOUGH && offer >= OFFER;
	if (!out->spam)
		return;
	out->spam_cue = c.top;
	out->needs_reply = false;
}
