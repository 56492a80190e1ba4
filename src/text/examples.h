/* examples.h: what the words say that carry no feeling by themselves, learnt from posts labelled by hand
 * (examples.tsv). Clients write "weken" and "nog" where they complain, "meteen" where they praise; "zoekt"
 * and "vanaf" stand in news. Counts and their log-odds, no more: multinomial naive Bayes (McCallum & Nigam
 * 1998, "A comparison of event models for naive Bayes text classification"); that a word has the tone of its
 * company is Turney & Littman 2003. */
#ifndef TEXT_EXAMPLES_H
#define TEXT_EXAMPLES_H

#include <luister/post.h>
#include "score_in.h"

/* Counts the words of an example, which stands in `line`; the label is one of the first three of enum
 * label. */
void examples_add(struct lexicon *lx, const struct tokens *t, struct str text, enum label label, int line);

/* Once all have been added: the log-odds of each word. */
void examples_weigh(struct lexicon *lx);

/* What the words of a text about the branches say together. */
struct verdict {
	enum label label;            /* the likeliest: LABEL_POS, LABEL_NEU or LABEL_NEG */
	int64_t lean;                /* of the words alone, to good (+) or bad, thousandths as of units */
};

/* `polarity` is the text's own, of the words that do carry feeling; `felt`: it is not neutral. False: no text
 * about the branches (it has no word of branches.tsv, and its record names no firm), or no examples. */
bool examples_judge(struct work *w, int polarity, bool felt, struct verdict *v);

#endif
