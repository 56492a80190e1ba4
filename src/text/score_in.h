/* score_in.h: a text while it is being scored; shared by score.c, rules.c and process.c. */
#ifndef TEXT_SCORE_IN_H
#define TEXT_SCORE_IN_H

#include <luister/score.h>
#include "sentence.h"

enum unit_kind { UNIT_WORD, UNIT_IDIOM, UNIT_FACT, UNIT_EMOJI };

/* Something that carries feeling: a word, an idiom, an emoji. */
struct unit {
	uint32_t from, to;           /* items */
	enum unit_kind kind;
	enum pos pos;
	unsigned flags;              /* FORM_... */
	int milli;                   /* as the rules left it */
	int base;                    /* as the lexicon has it */
	int subjectivity, intensity;
	uint16_t clause, sentence;
	bool dropped, negated;
	bool other;                  /* compared with: the firm after "dan" */
};

struct work {
	const struct lexicon *lx;
	const struct score_in *in;
	struct arena *a;
	struct items s;
	struct unit *units; size_t nunits;
	struct found *found; size_t nfound;      /* once hunted for (work_hunt) */
	bool hunted;
	struct why *why; size_t nwhy, cwhy;
	bool turned;                 /* "maar", "hoewel": one side counts more */
	int bare;                    /* negators that found nothing to negate */
};

/* Changes a unit's weight and writes down why. */
void work_set(struct work *w, struct unit *u, int milli, const char *rule, const char *entry,
	const char *file, int line);
/* The same, when a pattern of the lexicon did it; and items that a rule found. */
void work_match(struct work *w, struct unit *u, int milli, const char *rule, const struct found *f);
void work_by(struct work *w, struct unit *u, int milli, const char *rule, const char *entry, size_t from,
	size_t to);
/* NULL when nobody asks; lives until the next one. */
struct why *work_why(struct work *w, size_t from, size_t to, const char *entry, const char *file, int line,
	const char *rule, int milli);

void rules_apply(struct work *w);
bool work_own(const struct work *w);                 /* the post is a firm's own */
void process_apply(struct work *w, struct score *out);
void work_hunt(struct work *w);              /* for patterns, once */
void spam_apply(struct work *w, struct score *out);  /* once the intent is known */

#endif
