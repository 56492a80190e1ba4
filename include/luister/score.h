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

/* One line of "why": what a token did. The first one of a span is what the lexicon gives it, the next ones
 * what rules made of that; those of no span are the text's. They add up to the score's sum, less its lean;
 * rule "example" says how the words lean. */
struct why {
	size_t token;                   /* index into tokens */
	size_t ntokens;                 /* 1, more for an idiom; 0: the whole text */
	size_t by, nby;                 /* tokens that changed it; nby 0: no word did */
	struct str entry;               /* lexicon lemma or pattern */
	const char *file; int line;     /* where it stands */
	const char *rule;               /* "word", "idiom", "negated", "intensified", "but", ... static */
	int milli;                      /* what it adds, thousandths of polarity before normalising */
	int firm;                       /* of several the one that gets the span (rule "about"), else -1 */
};

struct score {
	enum label label;
	int polarity;                   /* -1000..1000 */
	int sum;                        /* what polarity is made of: s / sqrt(s^2 + 1), thousandths */
	int lean;                       /* of it, what the examples add */
	/* what made the label another than the words' own: "examples", "stars", "language" (not Dutch); NULL:
	 * nothing. Of several firms each has the words about it alone. Static. */
	const char *decided;
	int subjectivity;               /* 0..1000 */
	int hits;                       /* lexicon entries that counted */
	int words;                      /* words in the text */
	const char *lang;               /* "nl", "fy", "af", "de", "en", "fr", "und" */
	enum process process;
	const char *process_cue;        /* the pattern that decided, or NULL */
	enum intent intent;
	bool needs_reply;
	bool spam;                      /* then it needs no reply */
	const char *spam_cue;           /* the pattern that weighed most, or NULL */
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
