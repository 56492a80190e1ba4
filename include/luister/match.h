/* match.h: which firms a text mentions. One trie over tokens: the cost does not grow with the number of
 * firms. */
#ifndef LUISTER_MATCH_H
#define LUISTER_MATCH_H

#include <luister/mem.h>
#include <luister/post.h>
#include <luister/status.h>
#include <luister/token.h>

/* What a firm is called: plain data, filled by the caller from the configuration; only read during
 * matcher_new. */
struct match_name {
	const char *name;
	const char **near; size_t nnear;
	const char **not; size_t nnot;
	int window;
	bool ambiguous;
};
struct match_account { const char *platform, *name; };
struct match_firm {
	const char *id;
	struct match_name *names;       size_t nnames;
	struct match_account *accounts; size_t naccounts;
	const char **domains;           size_t ndomains;
	const char **hashtags;          size_t nhashtags;
};

struct matcher;
/* STATUS_CONFIG with the firm and the pattern when a `not` does not compile. */
enum status matcher_new(const struct match_firm *firms, size_t n, struct matcher **out, struct err *e);
void matcher_free(struct matcher *m);

struct match_miss { const char *firm; const char *reason; };   /* "near", "not" */
struct match {
	struct mention *firms;  size_t nfirms;    /* sorted by firm id; label and polarity unset */
	struct match_miss *misses; size_t nmisses; /* a name was there, the conditions said no */
};

/* Mentions in `text` (already tokenised) of a post on `platform` by `author`; results in `a`. */
struct match match_text(struct matcher *m, struct str text, const struct tokens *tokens, struct str platform,
	struct str author, struct arena *a);

#endif
