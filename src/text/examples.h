/* examples.h: what the words say that carry no feeling by themselves, learnt from posts labelled by hand
 * (examples.tsv). Clients write "weken" and "nog" where they complain, "meteen" where they praise; "zoekt"
 * and "vanaf" stand in news. Counts and their log-odds, no more: multinomial naive Bayes (McCallum & Nigam
 * 1998, "A comparison of event models for naive Bayes text classification"); that a word has the tone of its
 * company is Turney & Littman 2003. */
#ifndef TEXT_EXAMPLES_H
#define TEXT_EXAMPLES_H

#include <luister/post.h>
#include "score_in.h"

#define EXAMPLE_LABELS 3     /* pos, neu and neg: the first of enum label */

struct examples *examples_new(void);
void examples_free(struct examples *x);

/* Keeps an example (a copy), which stands in `line`. Its words are counted with the others' when a text is
 * first judged by them. */
void examples_add(struct examples *x, struct str text, enum label label, int line);

/* What the words of a text about the branches say together. */
struct verdict {
	enum label label;            /* the likeliest: LABEL_POS, LABEL_NEU or LABEL_NEG */
	int64_t lean;                /* of the words alone, to good (+) or bad, thousandths as of units */
};

/* `polarity` is the text's own, of the words that do carry feeling; `felt`: it is not neutral. False: no text
 * about the branches (it has no word of branches.tsv, and its record names no firm), or no examples. */
bool examples_judge(struct work *w, int polarity, bool felt, struct verdict *v);

#endif
