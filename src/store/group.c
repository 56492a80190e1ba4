/* group.c: copies. Posts with the same words are a group, and groups with nearly the same words (near.h) are
 * neighbours. A post is a copy when an earlier one stands in its own group or in a neighbour: that hangs on
 * the set of posts alone, not on the order in which they came, and needs no chain of copies of copies to be
 * followed. */
#include <string.h>
#include "inside.h"
#include "near.h"

/* Posts of third parties that only stand in a thread are nobody's copy. */
bool group_has(const struct merged *m)
{
	if (!merge_live(m) || hash_zero(m->version.group, HASH_LEN))
		return false;
	for (size_t i = 0; i < m->nroles; i++)
		if (m->roles[i].role != ROLE_CONTEXT)
			return true;
	return false;
}

unsigned char *group_of(struct str text, const struct hash_key *key, unsigned char out[HASH_LEN])
{
	struct buf words;

	buf_init(&words, CAP_LINE);
	memset(out, 0, HASH_LEN);
	if (near_words(text, &words) >= NEAR_WORDS)
		hash_of(key, HASH_GROUP, buf_view(&words), out);
	buf_free(&words);
	return out;
}

/* ---- who came first ---- */

/* Earlier: published before, or at the same second with the lower hash. */
struct first { int64_t published; unsigned char hash[HASH_LEN]; };

static bool earlier(const struct first *a, const struct first *b)
{
	return a->published != b->published ? a->published < b->published : memcmp(a->hash, b->hash,
		HASH_LEN) < 0;
}

static bool group_first(struct store *s, const unsigned char group[HASH_LEN], struct first *out)
{
	struct key from = key_group(group, INT64_MIN, NULL), to = key_group(group, INT64_MAX, NULL);
	unsigned char g[HASH_LEN];
	struct kv_walk w;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	bool found = kv_step(&w) && key_read_group(w.key, g, &out->published, out->hash);
	kv_stop(&w);
	return found;
}

bool group_there(struct store *s, const unsigned char group[HASH_LEN])
{
	struct first any;

	return group_first(s, group, &any);
}

/* Hashes of groups, or of posts: a set. */
struct groups { unsigned char (*at)[HASH_LEN]; size_t n, cap; };

static void groups_add(struct groups *g, const unsigned char group[HASH_LEN])
{
	for (size_t i = 0; i < g->n; i++)
		if (memcmp(g->at[i], group, HASH_LEN) == 0)
			return;
	MEM_ROOM(g->at, g->n, g->cap);
	memcpy(g->at[g->n++], group, HASH_LEN);
}

/* The second hash of the rows of a table that begin with the first one. */
static void pairs(struct store *s, char table, const unsigned char with[HASH_LEN], struct groups *out)
{
	struct key from = key_pair(table, with, NULL), to = key_pair_end(table, with);
	unsigned char a[HASH_LEN], b[HASH_LEN];
	struct kv_walk w;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (key_read_pair(w.key, a, b))
			groups_add(out, b);
}

bool group_is_copy(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	struct first self = { .published = merge_published(m) }, first;
	struct groups near = { .n = 0 };

	if (!group_has(m))
		return false;
	memcpy(self.hash, hash, HASH_LEN);
	bool copy = group_first(s, m->version.group, &first) && earlier(&first, &self);
	if (!copy)
		pairs(s, 'N', m->version.group, &near);
	for (size_t i = 0; i < near.n && !copy; i++)
		copy = group_first(s, near.at[i], &first) && earlier(&first, &self);
	mem_free(near.at);
	return copy;
}

/* ---- neighbours ---- */

/* The words of a post, while its text is kept. */
static bool post_words(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m,
	struct buf *words)
{
	struct key k = key_hour('T', key_hour_of(m->seen), hash);
	struct text_row row;
	struct str v;

	buf_clear(words);
	return kv_get(s->kv, key_str(&k), &v) && text_row_get(v, &row) &&
		near_words(row.text, words) >= NEAR_WORDS;
}

/* The words of a group, as long as the text of one of its posts (other than `but`) is kept. */
static bool group_words(struct store *s, const unsigned char group[HASH_LEN], const unsigned char *but,
	struct buf *words)
{
	struct key from = key_group(group, INT64_MIN, NULL), to = key_group(group, INT64_MAX, NULL);
	unsigned char g[HASH_LEN], hash[HASH_LEN];
	struct kv_walk w;
	int64_t t;
	bool found = false;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (!found && kv_step(&w))
		found = key_read_group(w.key, g, &t, hash) && !(but && memcmp(hash, but, HASH_LEN) == 0) &&
			slot_load(s, &s->other, hash) && post_words(s, hash, &s->other.m, words);
	kv_stop(&w);
	return found;
}

/* Groups of nearly these words; fingerprints that only they have in common are not enough. */
static void neighbours_of(struct store *s, const unsigned char group[HASH_LEN], struct str words,
	unsigned char prints[][HASH_LEN], size_t nprints, struct groups *out)
{
	struct groups candidates = { .n = 0 };
	struct buf other;

	buf_init(&other, CAP_LINE);
	for (size_t i = 0; i < nprints; i++)
		pairs(s, 'K', prints[i], &candidates);
	for (size_t i = 0; i < candidates.n; i++)
		if (memcmp(candidates.at[i], group, HASH_LEN) != 0 && group_words(s, candidates.at[i], NULL,
			&other) && near_same(words, buf_view(&other)))
			groups_add(out, candidates.at[i]);
	buf_free(&other);
	mem_free(candidates.at);
}

static void put_pair(struct store *s, char table, const unsigned char a[HASH_LEN],
	const unsigned char b[HASH_LEN])
{
	struct key k = key_pair(table, a, b);

	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
}

static void del_pair(struct store *s, char table, const unsigned char a[HASH_LEN],
	const unsigned char b[HASH_LEN])
{
	struct key k = key_pair(table, a, b);

	kv_del(s->kv, key_str(&k));
}

/* ---- marks: whose status a change may turn ---- */

struct mark { unsigned char hash[HASH_LEN]; bool copy; };
struct marks { struct mark *at; size_t n, cap; };

static bool status(struct store *s, const unsigned char hash[HASH_LEN], bool *copy)
{
	if (!slot_load(s, &s->other, hash))
		return false;
	*copy = group_is_copy(s, hash, &s->other.m);
	return true;
}

/* The first of a group, all others of which are copies whatever happens around it. */
static void mark_first(struct store *s, const unsigned char group[HASH_LEN],
	const unsigned char but[HASH_LEN], struct marks *out)
{
	struct first first;
	struct mark m;

	if (!group_first(s, group, &first) || memcmp(first.hash, but, HASH_LEN) == 0 ||
		!status(s, first.hash, &m.copy))
		return;
	memcpy(m.hash, first.hash, HASH_LEN);
	MEM_ROOM(out->at, out->n, out->cap);
	out->at[out->n++] = m;
}

/* Their counts move to the other mark where it has changed. */
static void settle(struct store *s, struct marks *marks)
{
	for (size_t i = 0; i < marks->n; i++) {
		bool copy;
		if (!status(s, marks->at[i].hash, &copy) || copy == marks->at[i].copy)
			continue;
		count_as(s, marks->at[i].hash, &s->other.m, !copy, -1);
		count_as(s, marks->at[i].hash, &s->other.m, copy, 1);
	}
	mem_free(marks->at);
}

/* ---- coming and going ---- */

void group_forget(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	unsigned char prints[NEAR_PRINTS][HASH_LEN];
	struct buf words, others;

	if (!group_has(m))
		return;
	buf_init(&words, CAP_LINE);
	buf_init(&others, CAP_LINE);
	if (post_words(s, hash, m, &words) && !group_words(s, m->version.group, hash, &others)) {
		size_t n = near_prints(buf_view(&words), &s->key, prints);
		for (size_t i = 0; i < n; i++)
			del_pair(s, 'K', prints[i], m->version.group);
	}
	buf_free(&words);
	buf_free(&others);
}


void group_enter(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, struct str text)
{
	unsigned char prints[NEAR_PRINTS][HASH_LEN];
	const unsigned char *group = m->version.group;
	struct groups near = { .n = 0 };
	struct marks marks = { .n = 0 };
	struct buf words, others;
	size_t nprints = 0;

	if (!group_has(m))
		return;
	buf_init(&words, CAP_LINE);
	buf_init(&others, CAP_LINE);
	/* a group may stand without words: of a post whose text was not kept when it came */
	if (near_words(text, &words) >= NEAR_WORDS && !group_words(s, group, hash, &others)) {
		nprints = near_prints(buf_view(&words), &s->key, prints);
		neighbours_of(s, group, buf_view(&words), prints, nprints, &near);
	}
	pairs(s, 'N', group, &near);
	mark_first(s, group, hash, &marks);
	for (size_t i = 0; i < near.n; i++)
		mark_first(s, near.at[i], hash, &marks);
	struct key k = key_group(group, merge_published(m), hash);
	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	for (size_t i = 0; i < near.n; i++) {
		put_pair(s, 'N', group, near.at[i]);
		put_pair(s, 'N', near.at[i], group);
	}
	for (size_t i = 0; i < nprints; i++)
		put_pair(s, 'K', prints[i], group);
	settle(s, &marks);
	mem_free(near.at);
	buf_free(&words);
	buf_free(&others);
}

void group_leave(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	const unsigned char *group = m->version.group;
	struct groups near = { .n = 0 };
	struct marks marks = { .n = 0 };
	struct first first;

	if (!group_has(m))
		return;
	group_forget(s, hash, m);
	pairs(s, 'N', group, &near);
	for (size_t i = 0; i < near.n; i++)
		mark_first(s, near.at[i], hash, &marks);
	struct key k = key_group(group, merge_published(m), hash);
	kv_del(s->kv, key_str(&k));
	if (group_first(s, group, &first)) {
		/* it was no first, or it was and the next one was its copy */
		struct first gone = { .published = merge_published(m) };
		memcpy(gone.hash, hash, HASH_LEN);
		if (earlier(&gone, &first)) {
			struct mark next = { .copy = true };
			memcpy(next.hash, first.hash, HASH_LEN);
			MEM_ROOM(marks.at, marks.n, marks.cap);
			marks.at[marks.n++] = next;
		}
	} else {
		for (size_t i = 0; i < near.n; i++) {
			del_pair(s, 'N', group, near.at[i]);
			del_pair(s, 'N', near.at[i], group);
		}
	}
	settle(s, &marks);
	mem_free(near.at);
}
