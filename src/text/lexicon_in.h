/* lexicon_in.h: the lexicon's insides, for the files of src/text that score. */
#ifndef TEXT_LEXICON_IN_H
#define TEXT_LEXICON_IN_H

#include <luister/lexicon.h>
#include <luister/mem.h>
#include "inflect.h"

#define HEAD_LISTS 4096

/* A list of forms (their ids), in lexicon->pool. */
struct ids { uint32_t at, n; };

struct cond {
	struct ids near, not, prev, next;
	bool end, alone, pred, attr;
};

enum sense_kind { SENSE_STOP, SENSE_DOMAIN, SENSE_WORD, SENSE_PLAIN, SENSE_EMOJI, SENSE_AFFIX };

/* One line of a word file. */
struct sense {
	const char *entry, *file;
	int line;
	enum sense_kind kind;
	enum pos pos;
	int milli, subjectivity, intensity;  /* thousandths */
	const struct cond *when;             /* NULL: always */
	/* written with an accent for stress (weer, but with accents): only so */
	bool stressed;
	struct ids forms;                    /* all but those apart from their particle */
};

/* A form is a sense under these conditions; the links of a form stand in the order of trying. */
struct link { uint32_t sense, particle, next; uint16_t flags; uint8_t rank; };

struct form {
	const char *p;
	uint64_t head;                       /* its first eight bytes: mostly all that is compared */
	uint64_t classes;
	uint32_t len, links;
	uint8_t langs;                       /* languages that have it as a common word: bits (language.c) */
	struct ids refs;                     /* patterns that may begin with it, in lexicon->refs */
};

enum elem_kind { ELEM_SET, ELEM_ANY, ELEM_GAP, ELEM_NUM, ELEM_URL, ELEM_MENTION, ELEM_HASHTAG, ELEM_EMOJI,
	ELEM_BEGIN,
	ELEM_END, ELEM_QUESTION, ELEM_COUNT };

struct elem {
	struct ids set;                      /* sorted */
	struct str *heads;                   /* word* */
	uint8_t nheads, kind;                /* enum elem_kind */
	bool optional;
};

enum pattern_kind { PATTERN_IDIOM, PATTERN_FACT, PATTERN_PROCESS, PATTERN_INTENT, PATTERN_NEGATOR,
	PATTERN_INTENSIFIER, PATTERN_IRONY, PATTERN_BRANCH, PATTERN_SPAM };
enum negator_kind { NEG_FORWARD, NEG_BACKWARD, NEG_BOTH, NEG_PSEUDO, NEG_RELIEF };
enum irony { IRONY_CUE, IRONY_SURE };
/* SPAM_FORM is no kind of a cue: spam.c sees it by itself */
enum spam_kind { SPAM_SEO, SPAM_TRADING, SPAM_LOAN, SPAM_CASINO, SPAM_PROMO, SPAM_FOLLOWERS, SPAM_RECOVERY,
	SPAM_COUPON, SPAM_JOB, SPAM_PHISHING, SPAM_OTHER, SPAM_CONTACT, SPAM_PROMISE, SPAM_FORM, SPAM_HONEST,
	SPAM_COUNT };
enum place { PLACE_BEFORE, PLACE_AFTER, PLACE_BOTH };

struct pattern {
	const char *entry, *file;
	int line;
	enum pattern_kind kind;
	struct elem *elems; size_t nelems;
	int milli;                           /* polarity, weight or factor, thousandths */
	int subjectivity;
	int what;                            /* process, intent, negator_kind, place, irony or spam_kind */
	int scope;
};

/* A row of sets.tsv: <time> in a pattern stands for these words. */
struct named_set { const char *name; struct str words; };

/* Where a pattern may begin: at its element `elem`, in the list `list` (pattern.c). What a match asks of the
 * pattern stands here too, or each look would fetch it from elsewhere. `whole`: it has no other element. */
struct ref {
	const struct elem *elems;
	uint32_t pattern, list;
	uint8_t nelems, elem, kind;
	bool whole;
};

struct affix {
	const char *entry, *file;
	int line;
	bool suffix;
	enum { AFFIX_POLARITY, AFFIX_NEGATE, AFFIX_INTENSIFY } effect;
	int milli;
	size_t minimum;
	struct str text;
	uint32_t next;               /* the next one with the same outer byte, plus one */
};

/* A hash table with open addresses of ids from 1 to `mask`; who files them knows their keys. What a look
 * costs is the fetching of a slot, so that one is four bytes: the id, and above it the hash's other bits. 0:
 * free. */
struct slots { uint32_t *at; uint32_t mask; };

void slots_new(struct slots *s, size_t n);       /* n free ones, a power of two; those before are freed */
void slots_put(struct slots *s, uint32_t hash, uint32_t id);

/* The next id that may have this hash, 0 after the last; `at` begins as the hash. */
static inline uint32_t slots_next(const struct slots *s, uint32_t hash, uint32_t *at)
{
	uint32_t slot;

	do
		slot = s->at[(*at)++ & s->mask];
	while (slot && ((slot ^ hash) & ~s->mask));
	return slot & s->mask;
}

struct lexicon {
	struct arena *a;
	struct form *forms; size_t nforms, cforms;       /* id = index; 0 is none */
	uint32_t known;              /* forms from here on stand in languages only */
	struct examples *examples;
	struct slots slots;
	struct sense *senses; size_t nsenses, csenses;
	struct link *links; size_t nlinks, clinks;
	uint32_t *pool; size_t npool, cpool;
	struct pattern *patterns; size_t npatterns, cpatterns;
	struct named_set *sets; size_t nsets, csets;
	struct ref *refs; size_t nrefs, crefs;
	uint64_t *then; /* beside each ref: bits (form_bits) of the forms that may follow, ~0 if all may */
	uint64_t *later; /* ... and of forms of which one must stand in the clause */
	uint64_t *block; /* the same of each eighth of a list: of what may follow it, or the refs behind it */
	struct ids first[ELEM_COUNT];    /* patterns that begin with something else than a word */
	struct ids heads[HEAD_LISTS];    /* ... or with word*, by its first letters */
	struct affix *affixes; size_t naffixes, caffixes;
	uint32_t prefixes[256], suffixes[256];   /* by their outer byte, plus one; the longest first */
	struct near *near;           /* long polar forms by their halves */
	struct languages *languages;
	char version[17];
};

uint32_t lexicon_hash(struct str s);
uint32_t lexicon_find(const struct lexicon *lx, struct str folded);     /* 0 when unknown */
uint32_t lexicon_word(const struct lexicon *lx, struct str folded);     /* ... or one from `known` on */
uint32_t lexicon_intern(struct lexicon *lx, struct str folded);
void ids_sort(uint32_t *id, size_t n);
bool lexicon_has(const struct lexicon *lx, struct ids set, uint32_t form);  /* in a sorted set */

/* Compiles a pattern; NULL or why it is wrong. `warn` gets a note when a lemma is unknown. */
const char *pattern_compile(struct lexicon *lx, struct pattern *p, struct str source, const char **warn);
void pattern_file(struct lexicon *lx);       /* once all are compiled: each under what it begins with */

int spam_kind_of(struct str name);               /* spam.c: a kind of spam.tsv, -1: none */
int class_of(struct str name);                   /* sentence.c: a class of classes.tsv, -1: none */

/* What an unknown word may be: near.c */
struct guess {
	uint32_t form;               /* score as this form, 0: none */
	const struct affix *affix;   /* or with this affix around it */
	int factor;                  /* thousandths, for the form's polarity */
	const char *rule;            /* "elongated", "compound", "prefix", "suffix", "typo" */
};
struct near *near_new(void);
void near_free(struct near *near);
void near_affixes(struct lexicon *lx);       /* once all are known: each under its outer byte */
struct guess near_guess(const struct lexicon *lx, struct str word, bool elongated, bool name_like);
/* of its first sense with a polarity */
int lexicon_sign(const struct lexicon *lx, uint32_t form);
bool lexicon_polar(const struct lexicon *lx, uint32_t form);

#endif
