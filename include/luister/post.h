/* post.h: what a record says, as plain data. The fields are those of luister.5; spans are borrowed from the
 * record and live until the next one is read. */
#ifndef LUISTER_POST_H
#define LUISTER_POST_H

#include <luister/str.h>

enum category { CATEGORY_NETWORK, CATEGORY_MESSAGE, CATEGORY_REVIEW, CATEGORY_MEDIA, CATEGORY_LOCATION,
	CATEGORY_NEWS, CATEGORY_FORUM, CATEGORY_BLOG, CATEGORY_COUNT };
/* the order is the merge rule */
enum role { ROLE_OWN, ROLE_ADDRESSED, ROLE_MENTION, ROLE_CONTEXT, ROLE_COUNT };
enum label { LABEL_POS, LABEL_NEU, LABEL_NEG, LABEL_MIXED, LABEL_NONE, LABEL_COUNT };
enum process { PROCESS_MARKETING, PROCESS_SERVICE, PROCESS_INNOVATION, PROCESS_RECRUITMENT, PROCESS_BUSINESS,
	PROCESS_OTHER, PROCESS_COUNT };
enum intent { INTENT_QUESTION, INTENT_COMPLAINT, INTENT_COMPLIMENT, INTENT_REQUEST, INTENT_IDEA,
	INTENT_VACANCY, INTENT_NONE, INTENT_COUNT };

/* Names as on the wire; -1 for an unknown name. Static strings. */
const char *category_name(int c);   int category_of(struct str name);
const char *role_name(int r);       int role_of(struct str name);
const char *label_name(int l);      int label_of(struct str name);
const char *process_name(int p);    int process_of(struct str name);
const char *intent_name(int i);     int intent_of(struct str name);

#define POST_UNKNOWN INT64_MIN      /* a number that the platform does not tell */

struct at { size_t offset, len; };  /* bytes in text */

/* One firm that a post mentions, and what the post says of it. */
struct mention {
	struct str firm;
	enum role role;
	struct at *at;
	size_t nat;
	enum label label;               /* set by score */
	int polarity;                   /* -1000..1000 */
};

struct post {
	struct str id, source, platform, url, lang, author, author_name, text, title, reply_to, thread,
		local_id, context_id;
	enum category category;
	int64_t published, updated;     /* UTC seconds; updated is published when never edited */
	bool undated;                   /* the platform tells no time: `published` is when it was fetched */
	bool edited;                    /* seen again, with other words than those that the store keeps */
	int64_t rating;                 /* thousandths of a star of five, or POST_UNKNOWN */
	int64_t likes, reposts, replies;
	struct mention *firms;          /* also those of `context`, with role context */
	size_t nfirms;
	bool matched, scored;           /* has "firms", has "sentiment" */
	enum label label;
	int polarity;                   /* -1000..1000 */
	int64_t hits, words;
	struct str score_lang;
	enum process process;
	enum intent intent;
	bool needs_reply;
	bool spam;
};

/* The other records. */
struct deletion { struct str id, source; int64_t at; };
struct poll {
	int64_t at;
	bool ok;
	int64_t status;                 /* HTTP, 0 when none came */
	int64_t posts;
	struct str error;               /* absent when fine */
	int64_t not_before;             /* CLOCK_NONE when the source set no limit */
};
struct state {
	struct str source;
	struct str cursor;              /* JSON text; absent: leave the saved one alone */
	bool has_poll;
	struct poll poll;
};
struct miss { struct str id, firm; int64_t published; struct str reason; };
struct reject { struct str stage, reason, source; };

#endif
