/* fetch.h: the configured sources, asked politely. The C is platform-blind; a platform is one jq file. */
#ifndef LUISTER_FETCH_H
#define LUISTER_FETCH_H

#include <luister/clock.h>
#include <luister/post.h>
#include <luister/status.h>

/* One source: plain data filled by the caller (from the configuration and the store). Borrowed during the
 * fetch. */
struct fetch_source {
	const char *id, *connector;
	enum category category;
	const char *params;             /* JSON text of the source's map */
	const char *secret;             /* what the connector sees as .env.secret, or NULL */
	const char *secret_error;       /* it could not be read: this source fails with 77 and this reason */
	const char *base;               /* folder that relative paths of `file` sources start from */
	bool local, robots;
	const char *cursor;             /* JSON text saved last, or NULL */
	int64_t not_before;             /* CLOCK_NONE or when the source may be asked again */
};

/* A post that should be seen again: with its replies, and what is found there belongs to these firms; or
 * alone, only for whether it is still there and still the same. */
struct fetch_revisit {
	const char *source, *post_id, *url, *local_id;  /* as stored; url and local_id may be empty */
	const char *text;               /* as stored; NULL: not known */
	const char **firms; size_t nfirms;
	bool alone;
};

struct fetch_poll {
	int64_t at; bool ok; long status;
	long long posts;                /* new ones: not those that an earlier walk or a re-visit showed */
	const char *error; int64_t not_before;
};

/* Where the results go. A callback that fails (stdout broken) ends the fetch with its status. */
struct fetch_sink {
	void *self;
	enum status (*post)(void *self, const struct post *p, struct err *e);
	enum status (*deletion)(void *self, struct str id, struct str source, int64_t at, struct err *e);
	enum status (*reject)(void *self, struct str source, const char *reason, struct err *e);
	/* cursor: JSON text, or absent to leave the saved one alone; poll NULL between the pages of a
	 * walk. */
	enum status (*state)(void *self, struct str source, struct str cursor, const struct fetch_poll *poll,
		struct err *e);
};

struct fetch_options {
	const char *connectors;         /* folder of NAME.jq */
	const char *logins; /* folder for what logins gave (0600 files), or NULL: every run logs in */
	const char *user_agent;
	const char *ca_file;            /* PEM certificates to trust instead of the system's, or NULL */
	int64_t now;
	int64_t since;                  /* CLOCK_NONE, or: walk back to here whatever the cursor says */
	bool dry_run;                   /* say the requests on stderr, send nothing */
	long timeout_s;                 /* one request; 0: 60 */
	long pages; /* of one walk, and listings that one page leads to; 0: CAP_PAGES, and all */
	long spacing_ms, retry_ms;      /* between requests to one host, before the first retry; as given */
};

/* All sources, several at once, each to its end. A source that fails is a state record, not the end of the
 * others. Returns 0; 69 when a source failed; 75 when only rate limits did; 77 when only credentials did; 78
 * for a connector that does not compile (e has jq's message); 74 when the sink broke. */
enum status fetch_run(const struct fetch_source *sources, size_t n, const struct fetch_revisit *revisits,
	size_t nrevisits, const struct fetch_options *options, const struct fetch_sink *sink, struct err *e);

/* Compiles a connector and runs `request` on an empty cursor: what `luister check` asks. */
enum status fetch_check(const struct fetch_source *source, const struct fetch_options *options,
	struct err *e);

/* HTML or XHTML to text that reads well: paragraphs, line breaks, list items, link text, entities; no
 * scripts, styles or hidden spans. `base` resolves relative URLs; may be absent. */
void html_to_text(struct buf *out, struct str html, struct str base);

/* Plain text without what nobody sees (control characters, soft hyphens, zero width spaces) and with at most
 * one empty line in a row. */
void plain_to_text(struct buf *out, struct str plain);

/* The same bytes with each entity as its character. */
void html_entities(struct buf *out, struct str s);

/* The character that `s`, which begins with '&', names, and how many bytes that takes; 0 when it names
 * none. */
uint32_t html_entity(struct str s, size_t *len);

#endif
