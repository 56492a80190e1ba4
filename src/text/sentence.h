/* sentence.h: the tokens of a text as items that rules look at, in clauses and sentences. */
#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include <luister/token.h>
#include "lexicon_in.h"

/* The short lists of words that rules look for (classes.tsv); a word's classes are bits, found with its
 * form. */
enum word_class {
	CLASS_A, CLASS_ABOUT, CLASS_ACCORDING, CLASS_ALDUS, CLASS_AMOUNT, CLASS_APPLAUSE, CLASS_ASKS,
	CLASS_BEEN, CLASS_BEFORE_MAAR, CLASS_BEFORE_NAME, CLASS_BUT, CLASS_CONCEDE, CLASS_CONJUNCTION,
	CLASS_DETERMINER, CLASS_ECHTER, CLASS_EENS, CLASS_EXPECTED, CLASS_FILLER, CLASS_FOLLOWS,
	CLASS_GENERAL, CLASS_GIVEN, CLASS_HOW, CLASS_HOW_TO, CLASS_IF, CLASS_IN_CASE, CLASS_IRONY_FACE,
	CLASS_IRONY_TAG, CLASS_JOINS, CLASS_LAUGHS, CLASS_LIEVER, CLASS_MAAR, CLASS_MODAL,
	CLASS_NAME_FOLLOWS, CLASS_NOT, CLASS_NOT_BACK, CLASS_NOU, CLASS_NUMBER, CLASS_ONCE, CLASS_ONLY,
	CLASS_PRONOUN, CLASS_REGRET, CLASS_SALUTE, CLASS_SAYS, CLASS_SEEKS, CLASS_SELF, CLASS_SPEAKER,
	CLASS_STORY, CLASS_SUPPOSE, CLASS_TE, CLASS_TE_FIXED, CLASS_THAN, CLASS_THAT, CLASS_THIS,
	CLASS_TITLE, CLASS_VERB_AFTER_TE, CLASS_WAS, CLASS_WHO, CLASS_WISH, CLASS_YOU, CLASS_COUNT
};

struct item {
	const struct token *tk;
	uint32_t token;              /* index into tokens */
	uint32_t form;               /* id in the lexicon, 0 when unknown */
	uint32_t word;               /* ... of this very word, also if only languages have it */
	uint64_t classes;            /* bits of enum word_class */
	uint16_t sentence, clause;
	bool first, last;            /* of its sentence */
	bool but;                    /* the conjunction that turns: maar, echter */
	bool used;                   /* inside a matched idiom */
	bool silent;                 /* parts of a hashtag that scored as a whole */
};

struct clause { uint32_t from, to; uint64_t bloom, classes; bool comma; uint16_t sentence; };
struct sentence {
	uint32_t from, to;
	int marks;                   /* exclamation marks */
	bool question;
	bool general;                /* says how things are, of nobody in particular */
};

struct items {
	struct item *at; size_t n;
	struct clause *clauses; size_t nclauses;
	struct sentence *sentences; size_t nsentences;
	int words;
	bool all_caps;
};

/* Tells from token to token whether a sentence or a clause begins. */
struct cursor { bool any, new_sentence, new_clause; };

/* Takes in the token; the bits that it adds to the sentence that is open. What is no sign is a word of it:
 * `new_sentence` says of which, and the cursor is then set back but for `any`. */
enum { SAYS_QUESTION = 1, SAYS_MARK = 2 };
unsigned cursor_take(struct cursor *c, const struct token *t, struct str text);

struct items items_of(const struct lexicon *lx, const struct tokens *t, struct str text, struct arena *a);

static inline bool item_is(const struct item *it, enum word_class what)
{
	return (it->classes >> what) & 1;
}

struct found { uint32_t pattern, from, to; enum pattern_kind kind; };

/* All patterns that match anywhere, in the arena. */
struct found *pattern_all(const struct lexicon *lx, const struct items *s, struct arena *a, size_t *n);

#endif
