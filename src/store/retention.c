/* retention.c: what goes, and how it is gone: purge, compaction, backup. */
#include <stdlib.h>
#include <string.h>
#include <luister/file.h>
#include "inside.h"

#define CAP_KEYS ((size_t)4 << 30)
#define COPY_BATCH 20000

/* Keys collected while walking, deleted afterwards. */
struct keys { struct buf b; size_t n; };

static void keys_init(struct keys *k) { k->n = 0; buf_init(&k->b, CAP_KEYS); }

static void keys_add(struct keys *k, struct str key)
{
	bytes_str(&k->b, key);
	k->n++;
}

static size_t keys_delete(struct store *s, struct keys *k)
{
	struct bytes b = { buf_view(&k->b), false };
	size_t n = k->n;
	for (size_t i = 0; i < n; i++)
		kv_del(s->kv, bytes_get_str(&b));
	buf_free(&k->b);
	k->n = 0;
	return n;
}

/* Rows of an hour-first table before `hour`, with the row that points at them. */
static size_t purge_hours(struct store *s, char table, char pointer, int64_t hour)
{
	struct key from = key_table(table), to = key_hour(table, hour, NULL);
	unsigned char hash[HASH_LEN];
	int64_t h;
	struct kv_walk w;
	struct keys k, p;
	keys_init(&k);
	keys_init(&p);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		keys_add(&k, w.key);
		if (pointer && key_read_hour(w.key, &h, hash)) {
			struct key q = key_hash(pointer, hash);
			keys_add(&p, key_str(&q));
		}
	}
	keys_delete(s, &p);
	return keys_delete(s, &k);
}

#define OTHERS_DAYS 10

int store_others_days(int text_days)
{
	return text_days < OTHERS_DAYS ? text_days : OTHERS_DAYS;
}

int64_t text_others_over(const struct store *s, int64_t now)
{
	return now - (int64_t)store_others_days(s->text_days) * 86400;
}

bool text_lives(const struct store *s, const struct merged *m, int64_t now)
{
	return m->seen > text_others_over(s, now) ||
		(merge_has_own(m) && m->seen > now - (int64_t)s->text_days * 86400);
}

/* Texts whose days are over, and texts that no fact owns any more. */
static size_t purge_texts(struct store *s, int64_t now)
{
	struct key from = key_table('T');
	struct key to = key_hour('T', key_hour_of(text_others_over(s, now)) + 1, NULL);
	unsigned char hash[HASH_LEN];
	int64_t h;
	struct kv_walk w;
	struct keys k;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (!key_read_hour(w.key, &h, hash) || !slot_load(s, &s->old, hash) ||
			!text_lives(s, &s->old.m, now))
			keys_add(&k, w.key);
	/* one by one: of the texts of a group the last to go takes its fingerprints along */
	struct bytes b = { buf_view(&k.b), false };
	for (size_t i = 0; i < k.n; i++) {
		struct str key = bytes_get_str(&b);
		if (key_read_hour(key, &h, hash) && slot_load(s, &s->old, hash))
			group_forget(s, hash, &s->old.m);
		kv_del(s->kv, key);
	}
	buf_free(&k.b);
	return k.n;
}

/* Neighbours of groups that are gone. */
static void purge_neighbours(struct store *s)
{
	struct key from = key_table('N'), to = key_table('N' + 1);
	unsigned char a[HASH_LEN], b[HASH_LEN];
	struct kv_walk w;
	struct keys k;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (!key_read_pair(w.key, a, b) || !group_there(s, a) || !group_there(s, b))
			keys_add(&k, w.key);
	keys_delete(s, &k);
}

/* A group stays whole while one member is young: else its first copy would become a mention by itself. */
static void purge_groups(struct store *s, int64_t floor)
{
	struct key from = key_table('G'), to = key_table('G' + 1);
	unsigned char group[HASH_LEN], last[HASH_LEN] = { 0 }, hash[HASH_LEN];
	int64_t t;
	struct kv_walk w;
	struct keys k, run;
	keys_init(&k);
	keys_init(&run);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	for (bool more = true; more;) {
		more = kv_step(&w) && key_read_group(w.key, group, &t, hash);
		if (!more || memcmp(group, last, HASH_LEN) != 0) {
			buf_str(&k.b, buf_view(&run.b));
			k.n += run.n;
			buf_clear(&run.b);
			run.n = 0;
			memcpy(last, group, HASH_LEN);
		}
		if (more && key_hour_of(t) < floor) {
			keys_add(&run, w.key);
		} else if (more) { /* members come oldest first: this one saves all before it */
			buf_clear(&run.b);
			run.n = 0;
		}
	}
	kv_stop(&w);
	buf_free(&run.b);
	keys_delete(s, &k);
}

/* Aliases of posts that are gone. What stood under such a name stands under the name itself again. */
void purge_aliases(struct store *s)
{
	struct key from = key_table('A'), to = key_table('A' + 1);
	struct kv_walk w;
	struct hashes gone = { .n = 0 };         /* alias and post in turn */
	struct str v;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		if (w.value.len != HASH_LEN || w.key.len != 1 + HASH_LEN)
			continue;
		struct key q = key_hash('W', (const unsigned char *)w.value.p);
		if (!kv_get(s->kv, key_str(&q), &v)) {
			hashes_add(&gone, (const unsigned char *)w.key.p + 1);
			hashes_add(&gone, (const unsigned char *)q.b + 1);
		}
	}
	for (size_t i = 0; i < gone.n; i += 2) {
		struct key k = key_hash('A', gone.at[i]);
		kv_del(s->kv, key_str(&k));
		reply_rename(s, gone.at[i], gone.at[i + 1]);
	}
	mem_free(gone.at);
}

/* The row of an own post goes, and with it what it stood under; what stood under it is marked again later. */
static void purge_own(struct store *s, const struct kv_walk *w, struct keys *k,
	struct hashes *own)
{
	unsigned char hash[HASH_LEN], parent[HASH_LEN];
	struct fact f;
	struct links l;
	struct str firm;
	unsigned role;
	int64_t hour;
	if (!key_read_index(w->key, &firm, &role, &hour, hash) || role != ROLE_OWN ||
		!index_decode(w->value, hour, &f, &l))
		return;
	if (reply_parent(s, &l, parent)) {
		struct key under = key_pair('B', parent, hash);
		keys_add(k, key_str(&under));
	}
	hashes_add(own, hash);
}

/* The index of the hours before `floor`: one range for each firm and role. */
static void purge_index(struct store *s, int64_t floor)
{
	struct hashes own = { .n = 0 };
	struct buf firm;
	struct keys k;
	keys_init(&k);
	buf_init(&firm, KEY_MAX);
	while (index_firm(s, &firm))
		for (unsigned role = 0; role < ROLE_COUNT; role++) {
			struct key from = key_index(buf_view(&firm), role, 0, NULL),
				to = key_index(buf_view(&firm), role, floor, NULL);
			struct kv_walk w;
			kv_walk(&w, s->kv, key_str(&from), key_str(&to));
			while (kv_step(&w)) {
				keys_add(&k, w.key);
				purge_own(s, &w, &k, &own);
			}
		}
	buf_free(&firm);
	keys_delete(s, &k);
	for (size_t i = 0; i < own.n; i++)
		reply_turn(s, own.at[i]);
	mem_free(own.at);
}

/* Whole rows: the last ones are kept some days longer. */
static size_t purge_polls(struct store *s, int64_t before)
{
	struct key from = key_table('P'), to = key_polls(key_hour_of(before), (struct str){ "", 0 });
	struct kv_walk w;
	struct keys k;
	size_t n = 0;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		n += polls_in(w.value);
		keys_add(&k, w.key);
	}
	keys_delete(s, &k);
	return n;
}

enum status store_purge(struct store *s, int64_t now, struct buf *out, struct err *e)
{
	int64_t before = now - (int64_t)s->fact_days * 86400, floor = key_hour_of(before), wipe = 0;
	if (floor < s->floor)
		floor = s->floor;
	size_t texts = purge_texts(s, now);
	group_common(s);
	size_t posts = purge_hours(s, 'F', 'W', floor);
	purge_index(s, floor);
	purge_hours(s, 'X', 'Y', floor);
	purge_hours(s, 'R', 0, floor);
	purge_groups(s, floor);
	purge_neighbours(s);
	size_t polls = purge_polls(s, before);
	if (posts)
		purge_aliases(s);
	meta_put(s, "floor", floor);
	s->floor = floor;
	bool dirty = meta_get(s, "wipe", &wipe) && wipe;
	enum status st = kv_commit(s->kv, e);
	if (st == STATUS_OK)
		buf_printf(out, "purged %zu texts, %zu posts, %zu polls\n", texts, posts, polls);
	return st == STATUS_OK && (dirty || texts || posts) ? store_compact(s, e) : st;
}

/* Row by row into fresh pages: LMDB's own compacting copy takes pages whole, with old bytes in their gaps. */
static enum status copy_rows(struct store *s, const char *dir, struct err *e)
{
	struct kv *to = NULL;
	struct kv_walk w;
	size_t n = 0;
	struct key wipe = key_meta("wipe");
	enum status st = file_mkdirs(dir, e);
	if (st == STATUS_OK)
		st = kv_open(dir, KV_FILL, (size_t)16 << 20, &to, e);
	if (st != STATUS_OK)
		return st;
	kv_walk(&w, s->kv, (struct str){ "A", 1 }, (struct str){ "\xff", 1 });
	while (st == STATUS_OK && kv_step(&w)) {
		if (!str_eq(w.key, key_str(&wipe)))
			kv_put(to, w.key, w.value);
		if (++n % COPY_BATCH == 0)
			st = kv_commit(to, e);
	}
	kv_stop(&w);
	if (st == STATUS_OK)
		st = kv_commit(to, e);
	if (st == STATUS_OK)
		st = kv_sync(to, e);
	kv_close(to);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

enum status store_compact(struct store *s, struct err *e)
{
	enum status st = kv_commit(s->kv, e);
	char *now = st == STATUS_OK ? generation_name(s->dir, e) : NULL;
	if (!now)
		return st == STATUS_OK ? STATUS_DATA : st;
	long n = now[0] == 'g' ? atol(now + 1) : 0;
	char *name = mem_printf("g%ld", n + 1), *dir = generation_path(s->dir, name),
		*old = generation_path(s->dir, now);
	generation_remove(dir);                          /* what a killed compaction left */
	st = copy_rows(s, dir, e);
	if (st == STATUS_OK)
		st = generation_swap(s, name, e);
	if (st == STATUS_OK) {
		kv_close(s->kv);
		s->kv = NULL;
		generation_remove(old);
		st = open_generation(s, e);
	} else {
		generation_remove(dir);
	}
	mem_free(now);
	mem_free(name);
	mem_free(dir);
	mem_free(old);
	return st;
}

/* A backup is a store: open it with -d and the same key file, which is not copied. */
enum status store_backup(struct store *s, const char *dir, struct err *e)
{
	char *current = generation_path(dir, "current"), *g = generation_path(dir, "g1");
	enum status st = file_exists(current) ? err_set(e, STATUS_CREATE, "%s holds a store already", dir)
		: file_mkdirs(dir, e);
	if (st == STATUS_OK) {
		generation_remove(g);
		st = copy_rows(s, g, e);
	}
	if (st == STATUS_OK)
		st = file_publish(current, STR("g1\n"), 0600, e);
	mem_free(current);
	mem_free(g);
	return st;
}
