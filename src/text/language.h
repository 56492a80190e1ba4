/* language.h: the words and letters by which languages are told apart, as languages.tsv has them. */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "lexicon_in.h"

#define LANGUAGE_PART 7      /* bytes of an ending, or of letters, at most; two at least */

enum language_kind { LANGUAGE_WORD, LANGUAGE_END, LANGUAGE_LETTERS };

struct languages *languages_new(void);
void languages_free(struct languages *l);

/* `item` (case folded, accents kept) is borrowed; false: an unknown language. */
bool languages_add(struct languages *l, struct str code, enum language_kind kind, struct str item);

#endif
