/* store.h: what is remembered: posts (text and fact), threads, counters, cursors, polls. LMDB inside, opaque
 * here. The merged state depends on the set of records, never on their order (luister.5, "Merging"). */
#ifndef LUISTER_STORE_H
#define LUISTER_STORE_H

#include <luister/clock.h>
#include <luister/fact.h>
#include <luister/post.h>
#include <luister/status.h>

/* Days that the text of what others wrote is kept: ten, or `text_days` when those are fewer. fetch looks
 * again for seven days whether it is still there, and the last report of these is final three days later;
 * after that nobody would see that it was taken away. */
int store_others_days(int text_days);

enum store_mode { STORE_READ, STORE_WRITE };

struct store_options {
	const char *dir;                /* made 0700 when writing; 66 when it is missing and only read */
	const char *key_file;           /* made 0400 at first write */
	int text_days;                  /* of own posts; of others' store_others_days of it */
	int fact_days;
	int64_t now;                    /* first-seen time of what is written */
};

struct store;
/* STORE_WRITE holds the one writer lock (held: 75). A schema of another version is 78 with what to do. */
enum status store_open(const struct store_options *o, enum store_mode mode, struct store **out,
	struct err *e);
void store_close(struct store *s);                   /* an open transaction is dropped */

/* Writing: one transaction until store_commit. Errors latch: store_commit tells. */
enum store_put { STORE_NEW, STORE_CHANGED, STORE_SAME, STORE_OLD, STORE_ERASED };
/* false: a reject (no firms, names too long), e says why */
bool store_takes(const struct post *p, struct err *e);
enum store_put store_post(struct store *s, const struct post *p);
enum store_put store_delete(struct store *s, const struct deletion *d);
void store_state(struct store *s, const struct state *st);
void store_miss(struct store *s, const struct miss *m);
void store_reject(struct store *s, const struct reject *r);
void store_plan(struct store *s, const char *source, long every_s);   /* what coverage counts as planned */
enum status store_commit(struct store *s, struct err *e); /* the next write begins a new transaction */

/* Reading: one snapshot from open until close. Results borrowed until the next call unless said otherwise. */
bool store_cursor(struct store *s, const char *source, struct str *cursor, int64_t *not_before,
	int64_t *last_poll);

/* Every source with a cursor or a poll, by name. */
enum status store_sources(struct store *s, enum status (*each)(void *self, const char *source, struct err *e),
	void *self, struct err *e);

/* Facts of all firms with from <= hour start < to, in key order (hour, then keyed hash). */
enum status store_facts(struct store *s, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e);
/* The same of one firm in one role: its cost does not grow with the other firms. Posts of role own come
 * without `answered`. */
enum status store_facts_of(struct store *s, const char *firm, enum role role, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e);
/* Text row of a fact: false when expired or deleted. */
bool store_text(struct store *s, const struct fact *f, struct fact_text *out);
/* The post of a fact as a scorer reads it: text, platform's tag, rating, category and firms, no more. False
 * as above. */
bool store_kept(struct store *s, const struct fact *f, struct post *out);
/* The polls with from <= at < to, oldest first, of sources that are asked for in the order of their names;
 * nothing may be written meanwhile. Owned. */
struct store_polls;
struct store_polls *store_polls_new(struct store *s, int64_t from, int64_t to);
enum status store_polls_of(struct store_polls *p, const char *source,
	enum status (*each)(void *self, const struct fact_poll *p, struct err *e), void *self, struct err *e);
void store_polls_free(struct store_polls *p);

/* A firm's counters summed into n spans: out[i] is [at[i], at[i + 1]), whole hours, ascending. */
enum status store_count(struct store *s, const char *firm, const int64_t *at, size_t n, struct count_sum *out,
	struct err *e);
/* What the firms of a branch are compared by, at a fraction of the cost: out[i * n + k] is of firms[i] (by
 * name) in the k-th span. `own.each` (not NULL) is told of each counter of own posts from span `from` on:
 * which firm's, in which span. */
struct own_counts {
	void (*each)(void *self, size_t firm, size_t span, const struct own_sum *o);
	void *self;
	size_t from;
};
enum status store_outline(struct store *s, const char *const *firms, size_t nfirms, const int64_t *at,
	size_t n, struct outline_sum *out, struct own_counts own, struct err *e);
/* When the firm's first counter begins, or `from` when that is earlier; CLOCK_NONE: no counters. */
int64_t store_first_count(struct store *s, const char *firm, int64_t from);
int64_t store_first_poll(struct store *s);           /* since the last purge; CLOCK_NONE: none */

/* Upkeep. Each writes its lines to `out` (FILE is the caller's). */
enum status store_stat(struct store *s, struct buf *out, struct err *e);      /* JSON object */
/* recounts; 65 when counts differ, said in out */
enum status store_check(struct store *s, struct buf *out, struct err *e);
enum status store_export(struct store *s, enum status (*line)(void *self, struct str line, struct err *e),
	void *self, struct err *e);
enum status store_purge(struct store *s, int64_t now, struct buf *out, struct err *e);
/* Where else a person may stand: told of each firm's post that is theirs, or whose text names them. The firm
 * is borrowed. */
struct store_trace { void (*each)(void *self, struct str firm, int64_t published); void *self; };
/* stop list too */
enum status store_erase(struct store *s, const char *author, const struct store_trace *t, struct buf *out,
	struct err *e);
/* NDJSON: their posts, then what others wrote of them. `t` may be NULL in both */
enum status store_access(struct store *s, const char *author, const struct store_trace *t, struct buf *out,
	struct err *e);
/* Scores again every post whose text is kept, in batches. `score` gets text, platform's tag, rating, category
 * and firms, and sets the firms' label and polarity, score_lang, process, intent, needs_reply and spam. */
enum status store_rescore(struct store *s, void (*score)(void *self, struct post *p), void *self,
	struct buf *out, struct err *e);
enum status store_compact(struct store *s, struct err *e);
enum status store_backup(struct store *s, const char *dir, struct err *e);
bool store_stopped(struct store *s, struct str author);  /* on the stop list of erased authors */

/* The stop list as it is now, to be asked after the store is closed. Owned. */
struct stops;
struct stops *store_stops(struct store *s);
bool stops_hold(const struct stops *t, struct str author);
void stops_free(struct stops *t);

#endif
