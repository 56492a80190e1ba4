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

bool reply_parent(struct store *s, const struct links *l, unsigned char parent[HASH_LEN])
{
	thread_resolve(s, l->ref[LINKS_PARENT], parent);
	return !hash_zero(parent, HASH_LEN);
}

void reply_place(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l, int by)
{
	unsigned char parent[HASH_LEN];

	if (reply_parent(s, l, parent))
		(by > 0 ? pair_put : pair_del)(s, 'B', parent, hash);
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
		if (r.role != ROLE_OWN)
			continue;
		struct key k = key_index(r.firm, r.role, s->child.hour, hash);
		bool was = index_replies(s, &k), is = reply_is(s, hash, r.firm, &l);
		if (was == is)
			continue;
		struct cell c = cell_of(m, &r, s->child.hour, false, was);
		cell_add(s, &c, -1);
		c.linked = is;
		cell_add(s, &c, 1);
		index_put(s, &k, m, &r, false, is);
	}
}

void reply_turn(struct store *s, const unsigned char parent[HASH_LEN])
{
	struct hashes under = { .n = 0 };

	pairs_of(s, 'B', parent, &under);
	for (size_t i = 0; i < under.n; i++)
		mark_again(s, under.at[i]);
	mem_free(under.at);
}

void reply_rename(struct store *s, const unsigned char ref[HASH_LEN], const unsigned char was[HASH_LEN])
{
	struct hashes under = { .n = 0 };
	struct links l;
	int64_t hour;

	pairs_of(s, 'B', was, &under);
	for (size_t i = 0; i < under.n; i++) {
		if (!slot_find(s, under.at[i], &hour, &l) ||
			memcmp(l.ref[LINKS_PARENT], ref, HASH_LEN) != 0)
			continue;
		pair_del(s, 'B', was, under.at[i]);
		reply_place(s, under.at[i], &l, 1);
		mark_again(s, under.at[i]);
	}
	mem_free(under.at);
}
