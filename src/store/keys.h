/* keys.h: every key of the store, built here and nowhere else. One letter names the table; numbers are
 * big-endian and the hour stands first, so that a run writes close together, a day is a range and purging is
 * a range delete. Hours are UTC hours since 1970 (u32), times are i64 seconds offset by 2^63, hashes are
 * keyed and 16 bytes. Two tables begin with the firm instead, because a report reads one firm's many days: a
 * window of counters, and a firm's own posts, are then one short range and not a walk past all other firms.
 *
 *   M name                            schema, key check, floor (hours before it are purged), wipe (pages to
 *                                     rewrite)
 *   F hour hash                       fact: one merged post (merge.c); a tombstone stands at its deletion's
 *                                     hour
 *   W hash                            -> hour of its fact, and what the post links to (thread.c)
 *   T first-seen-hour hash            -> id, url, text
 *   A hash of a local id              -> hash of the post
 *   G group published hash            posts with the same words, oldest first
 *   N group group                     groups of nearly the same words, both ways
 *   K print u8                        a fingerprint (8 bytes) of groups' words (near.h) -> groups that begin
 *                                     with that byte, each with its sketch, while a text of it is kept
 *   K print                           -> hour since when it is common: no groups stand under it
 *   B hash hash                       an own account's posts under the post that they answer (reply.c)
 *   I firm 0 role hour hash           index: the posts of a firm -> what a report needs of each (index.c)
 *   C firm 0 hours                    -> counters of CELL_HOURS (u32: which since 1970), in order (count.c)
 *   D hours firm 0                    -> outline: of the counters of OUTLINE_HOURS what the branch's other
 *                                     firms are compared by, in the same form
 *   X hour hash                       miss: firm, time
 *   Y hash                            -> hour of its miss
 *   S source                          not before, last poll, cursor
 *   P hours source 0                  -> polls of POLL_HOURS, oldest first (poll.c)
 *   L source 0 at                     -> plan: seconds between polls from then on
 *   R hour stage 0 source             -> rejected records
 *   E hash                            author on the stop list
 */
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include <luister/post.h>
#include "hash.h"

/* firm, platform, source, stage: so that a key stays under LMDB's 511 bytes */
#define KEY_NAME_MAX 120
#define KEY_MAX 400

struct key { char b[KEY_MAX]; size_t len; };
struct str key_str(const struct key *k);

/* Hours of counters in a row: a report reads few, and that of a firm much talked of stays well under a page,
 * beyond which LMDB is slow to find room. */
#define CELL_HOURS 4
/* A report reads these rows of all sources and of the branch's firms: few and close together. */
#define OUTLINE_HOURS 96
#define POLL_HOURS 168

/* What a counter counts. */
struct cell {
	int64_t hour;
	struct str firm, platform;
	unsigned category, role, process, label, copy, spam;
	unsigned linked;         /* it names another post; of role own: it answers somebody else */
};

struct key key_meta(const char *name);
struct key key_hash(char table, const unsigned char hash[HASH_LEN]);                /* W A Y E */
/* F T X; hash NULL: the hour's first */
struct key key_hour(char table, int64_t hour, const unsigned char *hash);
struct key key_group(const unsigned char group[HASH_LEN], int64_t published, const unsigned char *hash);
/* N B; b NULL: the first row of a */
struct key key_pair(char table, const unsigned char a[HASH_LEN], const unsigned char *b);
struct key key_pair_end(char table, const unsigned char a[HASH_LEN]);
/* K; group NULL: the first row of a print */
struct key key_print(const unsigned char print[HASH_LEN], const unsigned char *group);
struct key key_print_end(const unsigned char print[HASH_LEN]);
/* The rows of an hour: C, D, P. */
struct key key_cells(struct str firm, int64_t hour);
struct key key_outline(int64_t hour, struct str firm);
struct key key_polls(int64_t hour, struct str source);
/* A cell as one string: they sort as the cells stand in the store. */
struct key key_cell(const struct cell *c);
struct key key_index(struct str firm, unsigned role, int64_t hour, const unsigned char *hash);
struct key key_name(char table, struct str name);                /* S; L with its 0; the firm's first I, C */
struct key key_name_end(char table, struct str name);                /* and the end of its rows */
struct key key_plan(struct str source, int64_t at);
struct key key_reject(int64_t hour, struct str stage, struct str source);
/* first key of a table; of the letter after it: its end */
struct key key_table(char table);

/* And read again. False when the key is not of that layout. */
bool key_read_hour(struct str key, int64_t *hour, unsigned char hash[HASH_LEN]);
bool key_read_hash(struct str key, unsigned char hash[HASH_LEN]);
bool key_read_group(struct str key, unsigned char group[HASH_LEN], int64_t *published,
	unsigned char hash[HASH_LEN]);
bool key_read_pair(struct str key, unsigned char a[HASH_LEN], unsigned char b[HASH_LEN]);
/* `first_hour` of the row. */
bool key_read_cells(struct str key, struct str *firm, int64_t *first_hour);
bool key_read_outline(struct str key, int64_t *first_hour, struct str *firm);
bool key_read_polls(struct str key, int64_t *first_hour, struct str *source);
bool key_read_cell(struct str key, struct cell *out);
/* Category, process, role (ROLE_COUNT: a miss), label and the three marks as one number under 65536, and
 * back; under 256 for the first category and process. */
unsigned key_code(const struct cell *c);
bool key_read_code(unsigned code, struct cell *out);
bool key_read_index(struct str key, struct str *firm, unsigned *role, int64_t *hour,
	unsigned char hash[HASH_LEN]);
bool key_read_plan(struct str key, int64_t *at, struct str *source);

int64_t key_hour_of(int64_t t);                      /* 0 for times before 1970 */

#endif
