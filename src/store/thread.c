/* thread.c: who answers whom. A post keeps the names it was given (ids, or local ids of its server); they are
 * resolved when read, so a reply may come before its parent and an alias after both. */
#include <string.h>
#include "inside.h"

/* a deeper chain ends here; hostile data must not cost more */
#define DEPTH 512

void thread_resolve(struct store *s, const unsigned char ref[HASH_LEN], unsigned char out[HASH_LEN])
{
	struct key k = key_hash('A', ref);
	struct str v;
	memcpy(out, ref, HASH_LEN);
	if (!hash_zero(ref, HASH_LEN) && kv_get(s->kv, key_str(&k), &v) && v.len == HASH_LEN)
		memcpy(out, v.p, HASH_LEN);
}

/* One step towards the root: what the platform calls the thread, else the parent, else the post whose thread
 * was asked. */
static bool step(struct store *s, const unsigned char at[HASH_LEN], const struct version *v,
	unsigned char to[HASH_LEN])
{
	const unsigned char *refs[] = { v->thread, v->parent, v->context };
	for (size_t i = 0; i < 3 && v->present; i++) {
		if (hash_zero(refs[i], HASH_LEN))
			continue;
		thread_resolve(s, refs[i], to);
		if (memcmp(to, at, HASH_LEN) != 0)
			return true;
	}
	return false;
}

/* In a circle (two posts that answer each other) the lowest hash is the root, so that all in it agree. */
static void lowest_of(unsigned char seen[][HASH_LEN], size_t from, size_t n, unsigned char out[HASH_LEN])
{
	memcpy(out, seen[from], HASH_LEN);
	for (size_t i = from + 1; i < n; i++)
		if (memcmp(seen[i], out, HASH_LEN) < 0)
			memcpy(out, seen[i], HASH_LEN);
}

void thread_root(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m,
	unsigned char out[HASH_LEN])
{
	unsigned char seen[DEPTH][HASH_LEN], next[HASH_LEN];
	const struct version *v = &m->version;
	size_t n = 0;
	memcpy(seen[n++], hash, HASH_LEN);
	while (n < DEPTH && step(s, seen[n - 1], v, next)) {
		for (size_t i = 0; i < n; i++)
			if (memcmp(seen[i], next, HASH_LEN) == 0) {
				lowest_of(seen, i, n, out);
				return;
			}
		memcpy(seen[n++], next, HASH_LEN);
		if (!slot_load(s, &s->other, next))
			break;
		v = &s->other.m.version;
	}
	memcpy(out, seen[n - 1], HASH_LEN);
}
