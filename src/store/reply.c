/* reply.c: which posts of a firm's own accounts answer somebody else. Each own post that names another one
 * stands in a table under it: that one may come later, go, be edited into another hour, or turn out to have
 * another name, and then those under it are marked again. So a mark hangs on the set of posts alone, and who
 * only reads counts does not look other posts up. */
#include <string.h>
#include "inside.h"

bool reply_is(struct store *s, const unsigned char hash[HASH_LEN], struct str firm, const struct links *l)
{
	unsigned char parent[HASH_LEN];
	struct links up;
	struct str v;
	int64_t hour;

	if (!links_lead(s, hash, l, parent))
		return false;
	if (!slot_find(s, parent, &hour, &up))
		return true;
	struct key own = key_index(firm, ROLE_OWN, hour, parent);
	return !kv_get(s->kv, key_str(&own), &v);
}

bool reply_key(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l, struct key *out)
{
	unsigned char parent[HASH_LEN];

	thread_resolve(s, l->ref[LINKS_PARENT], parent);
	*out = key_pair('B', parent, hash);
	return !hash_zero(parent, HASH_LEN);
}

void reply_place(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l, int by)
{
	struct key k;

	if (!reply_key(s, hash, l, &k))
		return;
	if (by > 0)
		kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	else
		kv_del(s->kv, key_str(&k));
}

/* The own posts under one, 16 bytes each. */
static void those_under(struct store *s, const unsigned char parent[HASH_LEN], struct buf *out)
{
	struct key from = key_pair('B', parent, NULL), to = key_pair_end('B', parent);
	unsigned char up[HASH_LEN], hash[HASH_LEN];
	struct kv_walk w;

	buf_init(out, CAP_ROW);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (key_read_pair(w.key, up, hash))
			buf_add(out, hash, HASH_LEN);
	kv_stop(&w);
}

/* Its count moves to the other mark of each firm for which that has changed. */
static void mark_again(struct store *s, const unsigned char hash[HASH_LEN])
{
	struct merged *m = &s->child.m;
	struct role_row r;
	size_t at = 0;

	if (!slot_load(s, &s->child, hash) || !merge_live(m))
		return;
	struct links l = links_of(m);
	while (merge_firm(m, &at, &r)) {
		struct key k = key_index(r.firm, r.role, s->child.hour, hash);
		bool is = r.role == ROLE_OWN && reply_is(s, hash, r.firm, &l);
		if (r.role != ROLE_OWN || index_replies(s, &k) == is)
			continue;
		struct cell c = cell_of(m, &r, s->child.hour, false, !is);
		cell_add(s, &c, -1);
		c.linked = is;
		cell_add(s, &c, 1);
		index_put(s, &k, m, &r, false, is);
	}
}

void reply_turn(struct store *s, const unsigned char parent[HASH_LEN])
{
	struct buf posts;

	those_under(s, parent, &posts);
	for (size_t i = 0; i < posts.len; i += HASH_LEN)
		mark_again(s, (const unsigned char *)posts.p + i);
	buf_free(&posts);
}

void reply_rename(struct store *s, const unsigned char ref[HASH_LEN], const unsigned char was[HASH_LEN])
{
	struct buf posts;

	those_under(s, was, &posts);
	for (size_t i = 0; i < posts.len; i += HASH_LEN) {
		const unsigned char *hash = (const unsigned char *)posts.p + i;
		struct key old = key_pair('B', was, hash);
		struct links l;
		int64_t hour;
		if (!slot_find(s, hash, &hour, &l) || memcmp(l.ref[LINKS_PARENT], ref, HASH_LEN) != 0)
			continue;
		kv_del(s->kv, key_str(&old));
		reply_place(s, hash, &l, 1);
		mark_again(s, hash);
	}
	buf_free(&posts);
}
