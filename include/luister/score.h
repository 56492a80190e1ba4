/* score.h: the sentiment of a text, and of each firm in it. */
#ifndef LUISTER_SCORE_H
#define LUISTER_SCORE_H

#include <luister/lexicon.h>
#include <luister/mem.h>
#include <luister/post.h>
#include <luister/token.h>

struct scorer;
struct scorer *scorer_new(const struct lexicon *lx); /* borrows the lexicon */
void scorer_free(struct scorer *s);

/* One line of "why": what a token did. */
struct why {
	size_t token;                   /* index into tokens */
	size_t ntokens;                 /* 1, more for an idiom */
	struct str entry;               /* lexicon lemma or pattern */
	const char *file; int line;     /* where it stands */
	const char *rule;               /* "word", "idiom", "negated", "intensified", "but", ... static */
	int milli;                      /* what it adds, thousandths of polarity before normalising */
};

struct score {
	enum label label;
	int polarity;                   /* -1000..1000 */
	int subjectivity;               /* 0..1000 */
	int hits;                       /* lexicon entries that counted */
	int words;                      /* words in the text */
	const char *lang;               /* "nl", "fy", "af", "de", "en", "fr", "und" */
	enum process process;
	const char *process_cue;        /* the pattern that decided, or NULL */
	enum intent intent;
	bool needs_reply;
	struct why *why; size_t nwhy;   /* in the arena; only when asked */
};

struct score_in {
	struct str text;
	const struct tokens *tokens;
	struct str lang;                /* the platform's tag: a hint only */
	int64_t rating;                 /* thousandths of a star, or POST_UNKNOWN */
	enum category category;
	struct mention *firms; size_t nfirms;   /* their label and polarity are set */
	bool explain;
	bool assume_dutch;              /* eval: no language check */
};

struct score score_text(struct scorer *s, const struct score_in *in, struct arena *a);

#endif
