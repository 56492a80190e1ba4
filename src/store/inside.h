/* inside.h: what the files of src/store share and nobody else sees. */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include <luister/caps.h>
#include <luister/json.h>
#include <luister/mem.h>
#include <luister/store.h>
#include "bytes.h"
#include "keys.h"
#include "kv.h"
#include "merge.h"

#define STORE_SCHEMA 9
/* one row: a text and some, or the roles of very many firms */
#define CAP_ROW ((size_t)4 << 20)

/* One post being worked on; its spans borrow from `row`, a copy that a later write does not move. */
struct slot {
	unsigned char hash[HASH_LEN];
	int64_t hour;
	bool there;
	struct buf row;
	struct merged m;
};

/* What a post says that it belongs to: thread, parent, context; hashes of ids or local ids, zeros: none. */
struct links { unsigned char ref[3][HASH_LEN]; };

/* A row of the index; both are borrowed from the snapshot. Zeros: none. */
struct indexed { const unsigned char *hash; struct str row; };

struct own_reply { unsigned char root[HASH_LEN], hash[HASH_LEN]; const char *firm; int64_t at; };

struct store {
	struct kv *kv;
	struct hash_key key;
	enum store_mode mode;
	char *dir;
	int text_days, fact_days;
	int64_t now, floor;                              /* floor: posts of earlier hours are purged */
	int lock;                                        /* the one writer's, or -1 */
	bool any_stopped;
	struct slot old, in, other, child;
	struct buf row, scratch;
	/* of the post that was made of a fact and its text */
	struct mention *firms; size_t cap_firms;
	struct at *at; size_t cap_at;
	struct indexed *known; /* by hash, with gaps: posts whose links need no look-up (thread.c) */
	size_t nknown, cap_known;
	struct own_reply *own; /* sorted by root, firm, time: built when facts are read */
	size_t nown, cap_own;
	int64_t own_from;
	char *own_firm;        /* whose they are; NULL: all firms', or none yet */
	bool own_built;
	struct arena *own_names;
	struct str cursor;
};

/* open.c */
enum status open_generation(struct store *s, struct err *e);
void generation_remove(const char *dir);
char *generation_name(const char *dir, struct err *e);
char *generation_path(const char *dir, const char *name);
enum status generation_swap(struct store *s, const char *name, struct err *e);
void meta_put(struct store *s, const char *name, int64_t n);
bool meta_get(struct store *s, const char *name, int64_t *n);

/* put.c */
/* What is kept of a post for the days of text: how it is found, read and scored again. `lang` is the
 * platform's tag; `firms` where the text names each firm: name, number (u16), offset and length (u32) of each
 * place. */
struct text_row { struct str id, url, local_id, text, lang, firms; };
void text_row_put(struct buf *out, const struct text_row *t);
bool text_row_get(struct str row, struct text_row *out);              /* borrowed from the row */
/* That of a post first seen then; false: it is not there (any more). */
bool text_row_of(struct store *s, const unsigned char hash[HASH_LEN], int64_t seen, struct text_row *out);
/* Another text, a name less: places in the old one would not fit. */
void text_row_change(struct text_row *t, struct str text);
bool slot_load(struct store *s, struct slot *slot, const unsigned char hash[HASH_LEN]);
/* writes where it is found, and what it links to */
void slot_place(struct store *s, const unsigned char hash[HASH_LEN], int64_t hour, const struct merged *m);
/* reads that; false: not there */
bool slot_find(struct store *s, const unsigned char hash[HASH_LEN], int64_t *hour, struct links *l);
/* the same of a post whose hour is known */
bool slot_at(struct store *s, struct slot *slot, int64_t hour, const unsigned char hash[HASH_LEN]);
/* a bad row latches nothing and is not there */
bool slot_decode(struct store *s, struct slot *slot, struct str row);
enum store_put put_join(struct store *s, const struct post *text);    /* s->in joined into what is there */

/* poll.c */
void poll_put(struct store *s, const struct state *st);
size_t polls_in(struct str row);

/* retention.c */
/* Texts first seen at or before this time are over, but of own posts. */
int64_t text_others_over(const struct store *s, int64_t now);
/* Whether the days of the post's text are not over yet. */
bool text_lives(const struct store *s, const struct merged *m, int64_t now);
bool text_left(struct store *s, const struct fact *f); /* the same of a fact, now (read.c) */
void purge_aliases(struct store *s);           /* of posts that are gone */

/* upkeep.c */
size_t table_size(struct store *s, char table);       /* rows; of P polls, of which a row holds several */
void put_hex(struct json *j, const char *name, const unsigned char *h, size_t n);    /* zeros: null */

/* count.c: the counters of one merged post */
void cell_add(struct store *s, const struct cell *c, int64_t by);
/* Walks the cells of the rows from <= key < to in order, CELL_HOURS each; `bad` counts damaged rows, which
 * are left out. */
struct cell_walk {
	struct kv_walk rows;
	struct key from, to;
	struct str rest;
	struct cell cell;
	int64_t first_hour, n;                           /* of the row; of the cell */
	size_t bad;
};
void cell_walk(struct cell_walk *w, struct store *s, struct key from, struct key to);
bool cell_step(struct cell_walk *w);
size_t outline_check(struct store *s);         /* rows of the outline that are not what the counters make */
/* The cell that a live post counts for with one of its firms; copy is what the group says (only mentions can
 * be copies), reply what reply.c says of an own one. */
struct cell cell_of(const struct merged *m, const struct role_row *r, int64_t hour, bool copy, bool reply);
/* Adds (by 1) or takes away (by -1) what a post counts for, its rows in the index, and what it is to the own
 * posts under it. */
void count_as(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, bool copy, int by);
void count_post(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, int by);

/* pair.c */
/* Freed with mem_free(at). */
struct hashes { unsigned char (*at)[HASH_LEN]; size_t n, cap; };
void hashes_add(struct hashes *h, const unsigned char hash[HASH_LEN]);
void hashes_settle(struct hashes *h);          /* a set again: what was added twice stands once */
void pair_put(struct store *s, char table, const unsigned char a[HASH_LEN], const unsigned char b[HASH_LEN]);
void pair_del(struct store *s, char table, const unsigned char a[HASH_LEN], const unsigned char b[HASH_LEN]);
bool pair_there(struct store *s, char table, const unsigned char a[HASH_LEN],
	const unsigned char b[HASH_LEN]);
void pairs_of(struct store *s, char table, const unsigned char a[HASH_LEN], struct hashes *out);

/* group.c: copies, and the counts of others that a post turns as it comes or goes */
bool group_has(const struct merged *m);
bool group_is_copy(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m);
/* `text`: the post's own, by which a new group finds its neighbours */
void group_enter(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m,
	struct str text);
void group_leave(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m);
/* The text of a post is about to go: its group's fingerprints go with the last text of theirs. */
void group_forget(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m);
void group_common(struct store *s);      /* marks the fingerprints of very many groups: they count no more */
bool group_there(struct store *s, const unsigned char group[HASH_LEN]); /* has posts */
/* the hash of the text's words (near.h); zeros when they are too few to be a copy */
unsigned char *group_of(struct str text, const struct hash_key *key, unsigned char out[HASH_LEN]);

/* index.c: the posts of a firm */
/* The row of a live post for one of its firms; marks as in cell_of. */
void index_put(struct store *s, const struct key *k, const struct merged *m, const struct role_row *r,
	bool copy, bool reply);
bool index_replies(struct store *s, const struct key *k);             /* the mark in that row */
void index_encode(const struct merged *m, const struct role_row *r, bool copy, bool reply, struct buf *out);
/* A row as a fact without firm, role, hash, thread, parent and answer. */
bool index_decode(struct str row, int64_t hour, struct fact *out, struct links *l);
/* Next firm that has rows, in order; `firm` starts empty and is the last one found. */
bool index_firm(struct store *s, struct buf *firm);

/* reply.c */
/* It names another post, and does not stand right under one of the firm. */
bool reply_is(struct store *s, const unsigned char hash[HASH_LEN], struct str firm, const struct links *l);
/* The post that one with these links stands under; false: under none. */
bool reply_parent(struct store *s, const struct links *l, unsigned char parent[HASH_LEN]);
void reply_place(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l, int by);
/* The post has become an own one of a firm, or is none any more: those under it are marked again. */
void reply_turn(struct store *s, const unsigned char parent[HASH_LEN]);
/* `ref` led to `was` and now leads elsewhere. */
void reply_rename(struct store *s, const unsigned char ref[HASH_LEN], const unsigned char was[HASH_LEN]);

/* thread.c */
enum { LINKS_PARENT = 1 };
struct links links_of(const struct merged *m);
bool links_any(const struct links *l);
/* They name another post than the one they are of; `parent`: the one that it stands under, or zeros. */
bool links_lead(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l,
	unsigned char parent[HASH_LEN]);
void links_encode(const struct links *l, struct buf *out);
struct links links_decode(struct bytes *b);
/* The post is in the snapshot, with its links in this row: threads that lead through it are found without a
 * look-up. Until thread_forget. */
void thread_know(struct store *s, const unsigned char *hash, struct str row);
void thread_forget(struct store *s);
void thread_resolve(struct store *s, const unsigned char ref[HASH_LEN], unsigned char out[HASH_LEN]);
void thread_root(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l,
	unsigned char out[HASH_LEN]);

#endif
