/* fact.h: what the store hands to the report, as plain data. Spans are borrowed until the store's next
 * call. */
#ifndef LUISTER_FACT_H
#define LUISTER_FACT_H

#include <luister/clock.h>
#include <luister/post.h>

/* One post as one firm sees it: no text, no name, no URL. */
struct fact {
	unsigned char hash[16];         /* keyed hash of the id */
	struct str firm, source, platform;
	enum category category;
	int64_t published, first_seen;
	enum role role;
	enum label label;               /* of this firm in this post */
	int polarity;
	enum process process;
	enum intent intent;
	bool needs_reply, rated;
	bool alone;                     /* no other firm is in the post */
	bool copy;                      /* same text as an earlier post: no mention of its own */
	bool spam;                      /* no mention either */
	bool sensitive;                 /* held a BSN, an IBAN or "vertrouwelijk": its text is not kept,
	                                 * its address only while it needs a reply */
	int64_t rating;
	struct str lang;
	unsigned char author[8];        /* keyed pseudonym */
	unsigned char thread[16]; /* keyed hash of the thread's root (its own hash when it starts one) */
	unsigned char parent[16];       /* zeros: no parent */
	bool reply; /* of role own: it answers somebody else, not a post of the firm itself */
	/* time of the firm's own first reply in the thread after this post, or CLOCK_NONE */
	int64_t answered;
};

/* author: pseudonym's first four hex digits; local_id as on the wire, absent when the platform has none */
struct fact_text { struct str id, url, local_id, text, author; };

/* What a firm's own accounts sent on a platform; `replies` of these answer somebody else. */
struct own_sum { struct str platform; long long posts, replies; };

/* One poll of a source. */
struct fact_poll {
	int64_t at;
	bool ok;
	int64_t status, posts;
	struct str error;
	long every_s;                   /* the plan at that time */
};

struct count_sum {
	long long n; /* mentions (addressed and mention) that are no copies and no spam */
	long long copies; /* duplicates and syndicated copies: in none of the other sums */
	long long spam; /* and no copies: in none of the other sums */
	long long own, context;
	long long label[LABEL_COUNT];
	long long process[PROCESS_COUNT];
	long long process_label[PROCESS_COUNT][LABEL_COUNT];
	long long category[CATEGORY_COUNT];
	long long missed;                                /* misses: hits that were no mention */
};

/* Mentions as in count_sum, and of these the ones that name no other post: they begin a thread. */
struct outline_sum { long long n, label[LABEL_COUNT], starts, starts_negative; };

#endif
