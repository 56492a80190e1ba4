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

bool group_is_copy(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	struct first self = { .published = merge_published(m) }, first;
	struct hashes near = { .n = 0 };

	if (!group_has(m))
		return false;
	memcpy(self.hash, hash, HASH_LEN);
	bool copy = group_first(s, m->version.group, &first) && earlier(&first, &self);
	if (!copy)
		pairs_of(s, 'N', m->version.group, &near);
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
	struct text_row row;

	buf_clear(words);
	return text_row_of(s, hash, m->seen, &row) && near_words(row.text, words) >= NEAR_WORDS;
}

/* The words of one of a group's posts (other than `but`) published in [from, to), whose text is kept. */
static bool words_between(struct store *s, const unsigned char group[HASH_LEN], const unsigned char *but,
	int64_t from, int64_t to, struct buf *words)
{
	struct key a = key_group(group, from, NULL), z = key_group(group, to, NULL);
	unsigned char g[HASH_LEN], hash[HASH_LEN];
	struct kv_walk w;
	int64_t t;
	bool found = false;

	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (!found && kv_step(&w))
		found = key_read_group(w.key, g, &t, hash) && !(but && memcmp(hash, but, HASH_LEN) == 0) &&
			slot_load(s, &s->other, hash) && post_words(s, hash, &s->other.m, words);
	kv_stop(&w);
	return found;
}

/* The words of a group, as long as the text of one of its posts (other than `but`) is kept: of a group that
 * is told for a year, first those of the last days. */
static bool group_words(struct store *s, const unsigned char group[HASH_LEN], const unsigned char *but,
	struct buf *words)
{
	int64_t late = text_others_over(s, s->now);

	return words_between(s, group, but, late, INT64_MAX, words) ||
		words_between(s, group, but, INT64_MIN, late, words);
}

/* ---- fingerprints: rows of groups with their sketches, sorted ---- */

struct known { unsigned char group[HASH_LEN], sketch[NEAR_SKETCH]; };

struct prints { unsigned char at[NEAR_PRINTS][HASH_LEN]; size_t n; struct known self; };

static void prints_of(struct store *s, const unsigned char group[HASH_LEN], struct str words,
	struct prints *p)
{
	p->n = near_prints(words, &s->key, p->at);
	memcpy(p->self.group, group, HASH_LEN);
	near_sketch(words, p->self.sketch);
}

/* Common ones say nothing. */
static void prints_rare(struct store *s, struct prints *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct key mark = key_print(p->at[i], NULL);
		struct str v;
		if (!kv_get(s->kv, key_str(&mark), &v))
			memmove(p->at[n++], p->at[i], HASH_LEN);
	}
	p->n = n;
}

/* Where a group stands, or would, in such a row. */
static size_t place(struct str row, const unsigned char group[HASH_LEN], bool *there)
{
	size_t lo = 0, hi = row.len / sizeof(struct known);

	*there = false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = memcmp(row.p + mid * sizeof(struct known), group, HASH_LEN);
		*there = *there || c == 0;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo * sizeof(struct known);
}

static bool prints_there(struct store *s, const struct prints *p)
{
	struct key k = key_print(p->at[0], p->self.group);
	struct str row;
	bool there = false;

	if (p->n && kv_get(s->kv, key_str(&k), &row))
		place(row, p->self.group, &there);
	return there;
}

/* The group enters the rows of its fingerprints, or leaves them. */
static void prints_set(struct store *s, const struct prints *p, bool enter)
{
	for (size_t i = 0; i < p->n; i++) {
		struct key k = key_print(p->at[i], p->self.group);
		struct str row = { "", 0 };
		bool there;

		(void)kv_get(s->kv, key_str(&k), &row);
		size_t at = place(row, p->self.group, &there), after = at + (there ? sizeof p->self : 0);
		if (there == enter)
			continue;
		buf_clear(&s->scratch);
		buf_add(&s->scratch, row.p, at);
		if (enter)
			buf_add(&s->scratch, &p->self, sizeof p->self);
		buf_add(&s->scratch, row.p + after, row.len - after);
		if (s->scratch.len)
			kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
		else
			kv_del(s->kv, key_str(&k));
	}
}

/* What more texts than that have in common is a name or a set phrase. Without an end to it each new text
 * would be held against all that name the same firm. */
#define COMMON 100

/* Marks such a fingerprint, whose rows go, or takes an old mark away. */
static void mark_print(struct store *s, const unsigned char print[HASH_LEN], bool common)
{
	struct key from = key_print(print, NULL), to = key_print_end(print);
	struct hashes first = { .n = 0 };
	struct kv_walk w;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (w.value.len >= HASH_LEN)
			hashes_add(&first, (const unsigned char *)w.value.p);
	for (size_t i = 0; i < first.n; i++) {
		struct key k = key_print(print, first.at[i]);
		kv_del(s->kv, key_str(&k));
	}
	mem_free(first.at);
	buf_clear(&s->scratch);
	bytes_u32(&s->scratch, key_hour_of(s->now));
	if (common)
		kv_put(s->kv, key_str(&from), buf_view(&s->scratch));
	else
		kv_del(s->kv, key_str(&from));
}

/* Between two purges the marks stand still: what is a copy does not hang on the order of the posts. */
void group_common(struct store *s)
{
	struct key from = key_table('K'), to = key_table('K' + 1);
	int64_t late = key_hour_of(s->now - (int64_t)s->text_days * 86400);
	struct hashes over = { .n = 0 }, common = { .n = 0 };
	unsigned char last[HASH_LEN] = { 0 };
	struct kv_walk w;
	size_t n = 0;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		bool same = w.key.len > 8 && memcmp(w.key.p + 1, last, 8) == 0;
		struct bytes mark = { w.value, false };
		n = (same ? n : 0) + w.value.len / sizeof(struct known);
		if (!same)
			memcpy(last, w.key.p + 1, w.key.len > 8 ? 8 : w.key.len - 1);
		if (w.key.len == 9 && bytes_get_u32(&mark) < late)
			hashes_add(&over, last);
		if (n > COMMON)
			hashes_add(&common, last);
	}
	hashes_settle(&common);
	for (size_t i = 0; i < over.n; i++)
		mark_print(s, over.at[i], false);
	for (size_t i = 0; i < common.n; i++)
		mark_print(s, common.at[i], true);
	mem_free(over.at);
	mem_free(common.at);
}

/* The groups that have a fingerprint in common and could be neighbours by their sketches. */
static void candidates_of(struct store *s, const struct prints *p, struct hashes *out)
{
	struct kv_walk w;

	for (size_t i = 0; i < p->n; i++) {
		struct key from = key_print(p->at[i], NULL), to = key_print_end(p->at[i]);
		kv_walk(&w, s->kv, key_str(&from), key_str(&to));
		while (kv_step(&w)) {
			const struct known *k = (const struct known *)(const void *)w.value.p;
			for (size_t n = w.value.len / sizeof *k; n > 0; n--, k++)
				if (near_maybe(k->sketch, p->self.sketch))
					hashes_add(out, k->group);
		}
	}
	hashes_settle(out);
}

/* Groups of nearly these words; fingerprints that only they have in common are not enough. */
static void neighbours_of(struct store *s, const struct prints *p, struct str words, struct hashes *out)
{
	struct hashes candidates = { .n = 0 };
	struct buf other;

	buf_init(&other, CAP_LINE);
	candidates_of(s, p, &candidates);
	for (size_t i = 0; i < candidates.n; i++)
		if (memcmp(candidates.at[i], p->self.group, HASH_LEN) != 0 && group_words(s,
			candidates.at[i], NULL, &other) && near_same(words, buf_view(&other)))
			hashes_add(out, candidates.at[i]);
	buf_free(&other);
	mem_free(candidates.at);
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
	struct buf words, others;
	struct prints prints;

	if (!group_has(m))
		return;
	buf_init(&words, CAP_LINE);
	buf_init(&others, CAP_LINE);
	if (post_words(s, hash, m, &words) && !group_words(s, m->version.group, hash, &others)) {
		prints_of(s, m->version.group, buf_view(&words), &prints);
		prints_set(s, &prints, false);
	}
	buf_free(&words);
	buf_free(&others);
}

void group_enter(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, struct str text)
{
	const unsigned char *group = m->version.group;
	struct prints prints = { .n = 0 };
	struct hashes near = { .n = 0 };
	struct marks marks = { .n = 0 };
	struct buf words;

	if (!group_has(m))
		return;
	buf_init(&words, CAP_LINE);
	/* a group may stand without words: of a post whose text was not kept when it came */
	if (near_words(text, &words) >= NEAR_WORDS)
		prints_of(s, group, buf_view(&words), &prints);
	prints_rare(s, &prints);
	if (prints_there(s, &prints))
		prints.n = 0;
	neighbours_of(s, &prints, buf_view(&words), &near);
	pairs_of(s, 'N', group, &near);
	hashes_settle(&near);
	mark_first(s, group, hash, &marks);
	for (size_t i = 0; i < near.n; i++)
		mark_first(s, near.at[i], hash, &marks);
	struct key k = key_group(group, merge_published(m), hash);
	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	for (size_t i = 0; i < near.n; i++) {
		pair_put(s, 'N', group, near.at[i]);
		pair_put(s, 'N', near.at[i], group);
	}
	prints_set(s, &prints, true);
	settle(s, &marks);
	mem_free(near.at);
	buf_free(&words);
}

void group_leave(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	const unsigned char *group = m->version.group;
	struct hashes near = { .n = 0 };
	struct marks marks = { .n = 0 };
	struct first first;

	if (!group_has(m))
		return;
	group_forget(s, hash, m);
	pairs_of(s, 'N', group, &near);
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
			pair_del(s, 'N', group, near.at[i]);
			pair_del(s, 'N', near.at[i], group);
		}
	}
	settle(s, &marks);
	mem_free(near.at);
}
