/* count.c: counters as a pure function of the merged posts, and copies. A counter is never set, only moved:
 * what a post counted for before is taken away and what it counts for now is added. */
#include <string.h>
#include "inside.h"

/* shorter texts ("Bedankt voor de goede service!") are no copies */
#define GROUP_WORDS 8

void cell_add(struct store *s, const struct cell *c, int64_t by)
{
	struct key k = key_cell(c);
	struct str v;
	int64_t n = 0;
	if (kv_get(s->kv, key_str(&k), &v)) {
		struct bytes b = { v, false };
		n = bytes_get_i64(&b);
	}
	n += by;
	if (n == 0) {
		kv_del(s->kv, key_str(&k));
		return;
	}
	buf_clear(&s->scratch);
	bytes_i64(&s->scratch, n);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
}

static bool is_mention(enum role r) { return r == ROLE_ADDRESSED || r == ROLE_MENTION; }

void count_cells(const struct merged *m, int64_t hour, bool copy,
	void (*each)(void *self, const struct cell *c), void *self)
{
	struct role_row r;
	size_t at = 0;
	if (!merge_live(m))
		return;
	while (merge_firm(m, &at, &r)) {
		struct cell c = { .hour = hour, .firm = r.firm, .platform = m->names[0].platform,
			.category = m->names[0].category, .role = r.role, .process = m->version.process,
			.label = r.label, .copy = copy && is_mention(r.role) };
		each(self, &c);
	}
}

struct adding { struct store *s; int64_t by; };

static void add_cell(void *self, const struct cell *c)
{
	struct adding *a = self;
	cell_add(a->s, c, a->by);
}

static void count_as(struct store *s, const struct merged *m, bool copy, int64_t by)
{
	struct adding a = { s, by };
	count_cells(m, key_hour_of(merge_published(m)), copy, add_cell, &a);
}

void count_post(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, int64_t by)
{
	count_as(s, m, group_is_copy(s, hash, m), by);
}

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

static bool leader(struct store *s, const unsigned char group[HASH_LEN], unsigned char out[HASH_LEN])
{
	struct key from = key_group(group, INT64_MIN, NULL), to = key_group(group, INT64_MAX, NULL);
	unsigned char g[HASH_LEN];
	int64_t t;
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	bool found = kv_step(&w) && key_read_group(w.key, g, &t, out);
	kv_stop(&w);
	return found;
}

bool group_is_copy(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	unsigned char first[HASH_LEN];
	return group_has(m) && leader(s, m->version.group, first) && memcmp(first, hash, HASH_LEN) != 0;
}

/* The post `hash` was (not) the group's first and now is (not): its counts move to the other mark. */
static void remark(struct store *s, const unsigned char hash[HASH_LEN], bool copy)
{
	if (!slot_load(s, &s->other, hash))
		return;
	count_as(s, &s->other.m, !copy, -1);
	count_as(s, &s->other.m, copy, 1);
}

void group_enter(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	unsigned char before[HASH_LEN], after[HASH_LEN];
	if (!group_has(m))
		return;
	bool had = leader(s, m->version.group, before);
	struct key k = key_group(m->version.group, merge_published(m), hash);
	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	if (had && leader(s, m->version.group, after) && memcmp(before, after, HASH_LEN) != 0)
		remark(s, before, true);
}

void group_leave(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m)
{
	unsigned char before[HASH_LEN], after[HASH_LEN];
	if (!group_has(m))
		return;
	bool had = leader(s, m->version.group, before);
	struct key k = key_group(m->version.group, merge_published(m), hash);
	kv_del(s->kv, key_str(&k));
	if (had && leader(s, m->version.group, after) && memcmp(before, after, HASH_LEN) != 0)
		remark(s, after, false);
}

/* The text's words without links, case (ASCII) and punctuation: syndicated copies differ in those. Zeros
 * when short. */
unsigned char *group_of(struct str text, const struct hash_key *key, unsigned char out[HASH_LEN])
{
	struct buf b;
	size_t words = 0, i = 0;
	buf_init(&b, CAP_LINE);
	while (i < text.len) {
		size_t start = i;
		while (i < text.len && !strchr(" \t\r\n", text.p[i]))
			i++;
		struct str word = { text.p + start, i - start };
		size_t len = b.len;
		if (word.len && !memmem(word.p, word.len, "://", 3)) {
			for (size_t k = 0; k < word.len; k++) {
				unsigned char c = (unsigned char)word.p[k];
				c = (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
				if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 128)
					buf_putc(&b, (char)c);
			}
			if (b.len > len) {
				buf_putc(&b, ' ');
				words++;
			}
		}
		while (i < text.len && strchr(" \t\r\n", text.p[i]))
			i++;
	}
	memset(out, 0, HASH_LEN);
	if (words >= GROUP_WORDS && !b.failed)
		hash_of(key, HASH_GROUP, buf_view(&b), out);
	buf_free(&b);
	return out;
}
