/* inflect.h: the forms of a Dutch word by rule. Works on folded (ASCII) words. */
#ifndef TEXT_INFLECT_H
#define TEXT_INFLECT_H

#include <luister/str.h>

enum pos { POS_ADJ, POS_VERB, POS_NOUN, POS_ADV, POS_INTJ, POS_NAME, POS_COUNT };

enum {
	FORM_LEMMA = 1,      /* the entry itself */
	FORM_LISTED = 2,     /* named in the column forms */
	FORM_ATTR = 4,       /* an adjective's -e */
	FORM_COMP = 8,       /* comparative */
	FORM_SUP = 16,       /* superlative */
	FORM_PARTICIPLE = 32,
	FORM_APART = 64,     /* a separable verb without its particle, which stands elsewhere in the clause */
	FORM_ERROR = 128,    /* a frequent misspelling (d/t) */
	FORM_INFINITIVE = 256
};

struct inflect {
	void (*emit)(void *self, struct str form, unsigned flags);
	void *self;
};

int pos_of(struct str name);         /* -1 for an unknown one */

/* All forms of `lemma`, whose column `forms` is given. `particle` (32 bytes) gets a separable verb's
 * particle or "".
 * Returns NULL, or why the column is wrong (static). */
const char *inflect(const struct inflect *to, const char *lemma, enum pos pos, const char *forms,
	char *particle);

#endif
