/* language.h: the words and letters by which languages are told apart, as languages.tsv has them. */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "sentence.h"

#define LANGUAGE_PART 7      /* bytes of an ending, or of letters, at most; two at least */

enum language_kind { LANGUAGE_WORD, LANGUAGE_END, LANGUAGE_LETTERS };

struct languages;            /* the endings and letters; words stand among the lexicon's forms */

struct languages *languages_new(void);
void languages_free(struct languages *l);

/* `item`: case folded, accents kept; false: an unknown language. */
bool languages_add(struct lexicon *lx, struct str code, enum language_kind kind, struct str item);

/* Which language: "nl" (Flemish too), "en", "de", "fr", "af", "fy", or "und" when no word, ending or letter
 * of languages.tsv was seen. `hint` is the platform's tag, worth a quarter of a telling word. Static text.
 * Of 397 posts of 20 characters and more (tests/unit/text/language.tsv) CLD2 tells 86.9 % right with Dutch as
 * a hint and has no Frisian, libexttextcat 86.1 % with these six languages only; hence our own. */
const char *language_of(const struct lexicon *lx, const struct items *s, struct str hint);

#endif
