/* process.c: which business process a text is about, what its writer wants, and whether it waits for an
 * answer. */
#include <string.h>
#include "score_in.h"

#define ASK 900              /* a question mark */
#define FEELING 900          /* weight of the text's own polarity for complaint and compliment */
#define LEAST 500            /* less is no intent */

static bool covered(const struct work *w, size_t f, enum pattern_kind kind)
{
	const struct found *x = &w->found[f];
	size_t k = f;

	while (k > 0 && w->found[k - 1].from + 32 > x->from)
		k--;
	for (; k < w->nfound && w->found[k].from < x->to; k++) {
		const struct found *y = &w->found[k];
		if (k == f || y->kind != kind || y->to < x->to || y->from > x->from)
			continue;
		if (y->to - y->from > x->to - x->from)
			return true;
	}
	return false;
}

static int most(const int *weight, int n, int otherwise, int least)
{
	int best = otherwise;

	for (int i = 0; i < n; i++)
		if (i != otherwise && weight[i] >= least && (best == otherwise || weight[i] > weight[best]))
			best = i;
	return best;
}

static void name_process(struct work *w, struct score *out)
{
	int weight[PROCESS_COUNT] = { 0 }, top = 0;

	for (size_t f = 0; f < w->nfound; f++) {
		const struct pattern *p = &w->lx->patterns[w->found[f].pattern];
		if (w->found[f].kind == PATTERN_PROCESS && !covered(w, f, PATTERN_PROCESS))
			weight[p->what] += p->milli;
	}
	out->process = (enum process)most(weight, PROCESS_COUNT, PROCESS_OTHER, 1);
	for (size_t f = 0; f < w->nfound; f++) {
		const struct pattern *p = &w->lx->patterns[w->found[f].pattern];
		if (w->found[f].kind == PATTERN_PROCESS && p->what == (int)out->process && p->milli > top) {
			top = p->milli;
			out->process_cue = p->entry;
		}
	}
}

static void name_intent(struct work *w, struct score *out)
{
	int weight[INTENT_COUNT] = { 0 };
	bool asked = false;

	for (size_t f = 0; f < w->nfound; f++) {
		const struct pattern *p = &w->lx->patterns[w->found[f].pattern];
		if (w->found[f].kind == PATTERN_INTENT && !covered(w, f, PATTERN_INTENT))
			weight[p->what] += p->milli;
	}
	for (size_t k = 0; k < w->s.nsentences; k++)
		asked |= w->s.sentences[k].question;
	if (asked)
		weight[INTENT_QUESTION] += ASK;
	/* "ik raad dit kantoor niet aan" has the words of praise */
	if (out->label == LABEL_NEG)
		weight[INTENT_COMPLIMENT] = 0;
	if (out->label == LABEL_POS)
		weight[INTENT_COMPLAINT] = 0;
	if (out->polarity < 0 && (out->label == LABEL_NEG || out->label == LABEL_MIXED))
		weight[INTENT_COMPLAINT] += -out->polarity * FEELING / 1000;
	if (out->polarity > 0 && out->label == LABEL_POS)
		weight[INTENT_COMPLIMENT] += out->polarity * FEELING / 1000;
	out->intent = (enum intent)most(weight, INTENT_COUNT, INTENT_NONE, LEAST);
}

bool work_own(const struct work *w)
{
	for (size_t i = 0; i < w->in->nfirms; i++)
		if (w->in->firms[i].role == ROLE_OWN)
			return true;
	return false;
}

void process_apply(struct work *w, struct score *out)
{
	name_process(w, out);
	name_intent(w, out);
	/* a firm's own post waits for nobody's answer */
	out->needs_reply = !work_own(w) && (out->intent == INTENT_QUESTION ||
		out->intent == INTENT_COMPLAINT || (w->in->category == CATEGORY_REVIEW &&
		str_trim(w->in->text).len > 0));
}
