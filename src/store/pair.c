/* pair.c: tables of pairs of hashes: which ones belong to one (keys.h, N and B). */
#include <stdlib.h>
#include <string.h>
#include "inside.h"

void hashes_add(struct hashes *h, const unsigned char hash[HASH_LEN])
{
	MEM_ROOM(h->at, h->n, h->cap);
	memcpy(h->at[h->n++], hash, HASH_LEN);
}

static int cmp_hash(const void *a, const void *b) { return memcmp(a, b, HASH_LEN); }

void hashes_settle(struct hashes *h)
{
	size_t n = 0;

	if (h->n)
		qsort(h->at, h->n, sizeof *h->at, cmp_hash);
	for (size_t i = 0; i < h->n; i++)
		if (!n || memcmp(h->at[n - 1], h->at[i], HASH_LEN) != 0)
			memmove(h->at[n++], h->at[i], HASH_LEN);
	h->n = n;
}

void pair_put(struct store *s, char table, const unsigned char a[HASH_LEN], const unsigned char b[HASH_LEN])
{
	struct key k = key_pair(table, a, b);

	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
}

void pair_del(struct store *s, char table, const unsigned char a[HASH_LEN], const unsigned char b[HASH_LEN])
{
	struct key k = key_pair(table, a, b);

	kv_del(s->kv, key_str(&k));
}

bool pair_there(struct store *s, char table, const unsigned char a[HASH_LEN], const unsigned char b[HASH_LEN])
{
	struct key k = key_pair(table, a, b);
	struct str v;

	return kv_get(s->kv, key_str(&k), &v);
}

void pairs_of(struct store *s, char table, const unsigned char a[HASH_LEN], struct hashes *out)
{
	struct key from = key_pair(table, a, NULL), to = key_pair_end(table, a);
	unsigned char first[HASH_LEN], second[HASH_LEN];
	struct kv_walk w;

	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (key_read_pair(w.key, first, second))
			hashes_add(out, second);
}
