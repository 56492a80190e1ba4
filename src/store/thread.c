/* thread.c: who answers whom. A post keeps the names it was given (ids, or local ids of its server); they are
 * resolved when read, so a reply may come before its parent and an alias after both. */
#include <string.h>
#include "inside.h"

/* a deeper chain ends here; hostile data must not cost more */
#define DEPTH 512

/* ---- posts that were read already: a firm's threads mostly run among its own posts ---- */

static struct indexed *place(const struct store *s, const unsigned char hash[HASH_LEN])
{
	size_t at;
	memcpy(&at, hash, sizeof at);
	for (at &= s->cap_known - 1; s->known[at].hash; at = (at + 1) & (s->cap_known - 1))
		if (memcmp(s->known[at].hash, hash, HASH_LEN) == 0)
			break;
	return &s->known[at];
}

void thread_know(struct store *s, const unsigned char *hash, struct str row)
{
	if (s->nknown * 2 >= s->cap_known) {
		struct indexed *old = s->known;
		size_t n = s->cap_known;
		s->cap_known = n ? n * 2 : 1024;
		s->known = mem_alloc(s->cap_known * sizeof *s->known);
		for (size_t i = 0; i < n; i++)
			if (old[i].hash)
				*place(s, old[i].hash) = old[i];
		mem_free(old);
	}
	struct indexed *x = place(s, hash);
	s->nknown += !x->hash;
	*x = (struct indexed){ hash, row };
}

void thread_forget(struct store *s)
{
	mem_free(s->known);
	s->known = NULL;
	s->nknown = s->cap_known = 0;
}

/* NULL: it was not read. */
static const struct indexed *known(const struct store *s, const unsigned char hash[HASH_LEN])
{
	const struct indexed *x = s->nknown ? place(s, hash) : NULL;
	return x && x->hash ? x : NULL;
}

static bool find(struct store *s, const unsigned char hash[HASH_LEN], struct links *l)
{
	const struct indexed *x = known(s, hash);
	int64_t hour;
	struct fact f;
	return x ? index_decode(x->row, 0, &f, l) : slot_find(s, hash, &hour, l);
}

/* ---- names ---- */

void thread_resolve(struct store *s, const unsigned char ref[HASH_LEN], unsigned char out[HASH_LEN])
{
	struct key k = key_hash('A', ref);
	struct str v;
	memcpy(out, ref, HASH_LEN);
	if (hash_zero(ref, HASH_LEN) || known(s, ref))
		return;
	if (kv_get(s->kv, key_str(&k), &v) && v.len == HASH_LEN)
		memcpy(out, v.p, HASH_LEN);
}

struct links links_of(const struct merged *m)
{
	struct links l = { .ref = { { 0 } } };
	if (m->version.present) {
		memcpy(l.ref[0], m->version.thread, HASH_LEN);
		memcpy(l.ref[LINKS_PARENT], m->version.parent, HASH_LEN);
		memcpy(l.ref[2], m->version.context, HASH_LEN);
	}
	return l;
}

bool links_any(const struct links *l) { return !hash_zero(l->ref[0], sizeof l->ref); }

void links_encode(const struct links *l, struct buf *out)
{
	unsigned has = 0;
	for (unsigned i = 0; i < 3; i++)
		has |= hash_zero(l->ref[i], HASH_LEN) ? 0u : 1u << i;
	bytes_u8(out, has);
	for (unsigned i = 0; i < 3; i++)
		if (has & 1u << i)
			buf_add(out, l->ref[i], HASH_LEN);
}

struct links links_decode(struct bytes *b)
{
	struct links l = { .ref = { { 0 } } };
	unsigned has = bytes_get_u8(b);
	for (unsigned i = 0; i < 3; i++)
		if (has & 1u << i)
			bytes_get(b, l.ref[i], HASH_LEN);
	return l;
}

/* One step towards the root: what the platform calls the thread, else the parent, else the post whose thread
 * was asked. */
static bool step(struct store *s, const unsigned char at[HASH_LEN], const struct links *l,
	unsigned char to[HASH_LEN])
{
	for (size_t i = 0; i < 3; i++) {
		if (hash_zero(l->ref[i], HASH_LEN))
			continue;
		thread_resolve(s, l->ref[i], to);
		if (memcmp(to, at, HASH_LEN) != 0)
			return true;
	}
	return false;
}

bool links_lead(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l,
	unsigned char parent[HASH_LEN])
{
	unsigned char to[HASH_LEN];
	thread_resolve(s, l->ref[LINKS_PARENT], parent);
	return (!hash_zero(parent, HASH_LEN) && memcmp(parent, hash, HASH_LEN) != 0) || step(s, hash, l, to);
}

/* In a circle (two posts that answer each other) the lowest hash is the root, so that all in it agree. */
static void lowest_of(unsigned char seen[][HASH_LEN], size_t from, size_t n, unsigned char out[HASH_LEN])
{
	memcpy(out, seen[from], HASH_LEN);
	for (size_t i = from + 1; i < n; i++)
		if (memcmp(seen[i], out, HASH_LEN) < 0)
			memcpy(out, seen[i], HASH_LEN);
}

void thread_root(struct store *s, const unsigned char hash[HASH_LEN], const struct links *l,
	unsigned char out[HASH_LEN])
{
	unsigned char seen[DEPTH][HASH_LEN], next[HASH_LEN];
	struct links at = *l;
	size_t n = 0;
	memcpy(seen[n++], hash, HASH_LEN);
	while (n < DEPTH && step(s, seen[n - 1], &at, next)) {
		for (size_t i = 0; i < n; i++)
			if (memcmp(seen[i], next, HASH_LEN) == 0) {
				lowest_of(seen, i, n, out);
				return;
			}
		memcpy(seen[n++], next, HASH_LEN);
		if (!find(s, next, &at))
			break;
	}
	memcpy(out, seen[n - 1], HASH_LEN);
}
