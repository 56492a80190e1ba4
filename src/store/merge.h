/* merge.h: what many records say of one post, made one. Pure, and order-free: merge_join is commutative,
 * associative and idempotent, so the state hangs on the set of records alone.
 *
 *   version  the content that wins: highest (updated, scored, content hash, what was made of it)
 *   names    per source: its platform and category; the lowest source id names the post
 *   roles    per firm and role. `addressed` and `mention` come from the text and so belong to the winning
 *            version;
 *            `own` and `context` come from the account and the thread and outlive an edit
 *   deleted  latest deletion: it takes away everything that was said at or before it
 *   seen     earliest arrival; clamps times in the future, and is the time of a post that tells none */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include <luister/clock.h>
#include <luister/mem.h>
#include <luister/post.h>
#include "hash.h"

#define MERGE_UNDATED INT64_MAX /* `published` of a version that tells no time: always after first seen */

struct version {
	int64_t updated, published, rating;
	bool present, scored, needs_reply, sensitive, spam;
	unsigned char content[HASH_LEN];
	/* group: the text's own hash; zeros: too short to be a copy */
	unsigned char author[8], group[HASH_LEN];
	/* hashes of ids or aliases; zeros: none */
	unsigned char thread[HASH_LEN], parent[HASH_LEN], context[HASH_LEN];
	enum process process;
	enum intent intent;
	struct str lang;
};
struct naming { struct str source, platform; enum category category; int64_t updated; };
struct role_row { struct str firm; enum role role; enum label label; int polarity; int64_t updated; };

struct merged {
	int64_t deleted, seen;                           /* CLOCK_NONE: never; seen 0: nothing yet */
	bool anonymous; /* its author was erased: counts stay, the rest is gone */
	struct version version;
	struct naming *names;  size_t nnames, cap_names; /* by source */
	struct role_row *roles; size_t nroles, cap_roles; /* by firm, role */
};

void merge_init(struct merged *m);
void merge_clear(struct merged *m);                  /* empties, keeps the allocations */
void merge_free(struct merged *m);
void merge_name(struct merged *m, struct naming n);
void merge_role(struct merged *m, struct role_row r);

/* m = m joined with other; spans are borrowed from both. */
void merge_join(struct merged *m, const struct merged *other);

/* The merged post as the counters and the report see it. */
bool merge_live(const struct merged *m);
int64_t merge_published(const struct merged *m);     /* not later than first seen */
/* The best role of the i-th firm (in firm order); false when there are no more. *at starts at 0. */
bool merge_firm(const struct merged *m, size_t *at, struct role_row *out);
/* Its id and address are kept: not of a third party's reply, and of a sensitive one only when it needs an
 * answer, which nobody gives without the address. */
bool merge_wants_link(const struct merged *m);
bool merge_wants_text(const struct merged *m);       /* its words too: not of a sensitive one */
bool merge_has_own(const struct merged *m);
bool merge_alone(const struct merged *m);      /* all roles are of one firm */
bool merge_is_spam(const struct merged *m, enum role r);      /* of a mention; own posts are never */
bool role_is_mention(enum role r);                   /* addressed or mention: what its text gave */

/* One row of bytes and back (borrowed from the bytes); false for bytes that are no row. */
void merge_encode(const struct merged *m, struct buf *out);
bool merge_decode(struct merged *m, struct str row);

#endif
