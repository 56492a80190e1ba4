/* retention.c: what goes, and how it is gone: purge, erase, access, compaction, backup. */
#include <stdlib.h>
#include <string.h>
#include <luister/file.h>
#include <luister/json.h>
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

/* Texts whose days are over, and texts that no fact owns any more. */
static size_t purge_texts(struct store *s, int64_t before)
{
	struct key from = key_table('T'), to = key_hour('T', key_hour_of(before) + 1, NULL);
	unsigned char hash[HASH_LEN];
	int64_t h;
	struct kv_walk w;
	struct keys k;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (!key_read_hour(w.key, &h, hash) || !slot_load(s, &s->old, hash) ||
			s->old.m.seen <= before)
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

/* Aliases of posts that are gone; with `of`, those of that post. */
static void purge_aliases(struct store *s, const unsigned char *of)
{
	struct key from = key_table('A'), to = key_table('A' + 1);
	struct kv_walk w;
	struct keys k;
	struct str v;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		if (w.value.len != HASH_LEN || (of && memcmp(w.value.p, of, HASH_LEN) != 0))
			continue;
		struct key q = key_hash('W', (const unsigned char *)w.value.p);
		if (of || !kv_get(s->kv, key_str(&q), &v))
			keys_add(&k, w.key);
	}
	keys_delete(s, &k);
}

/* The index of the hours before `floor`: one range for each firm and role. */
static void purge_index(struct store *s, int64_t floor)
{
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
			while (kv_step(&w))
				keys_add(&k, w.key);
		}
	buf_free(&firm);
	keys_delete(s, &k);
}

static size_t purge_polls(struct store *s, int64_t before)
{
	struct key from = key_table('P'), to = key_poll(before, (struct str){ "", 0 });
	struct kv_walk w;
	struct keys k;
	keys_init(&k);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		keys_add(&k, w.key);
	return keys_delete(s, &k);
}

enum status store_purge(struct store *s, int64_t now, struct buf *out, struct err *e)
{
	int64_t before = now - (int64_t)s->fact_days * 86400, floor = key_hour_of(before), wipe = 0;
	if (floor < s->floor)
		floor = s->floor;
	size_t texts = purge_texts(s, now - (int64_t)s->text_days * 86400);
	group_common(s);
	size_t posts = purge_hours(s, 'F', 'W', floor);
	purge_index(s, floor);
	purge_hours(s, 'X', 'Y', floor);
	purge_hours(s, 'R', 0, floor);
	purge_groups(s, floor);
	purge_neighbours(s);
	size_t polls = purge_polls(s, before);
	if (posts)
		purge_aliases(s, NULL);
	meta_put(s, "floor", floor);
	s->floor = floor;
	bool dirty = meta_get(s, "wipe", &wipe) && wipe;
	buf_printf(out, "purged %zu texts, %zu posts, %zu polls\n", texts, posts, polls);
	enum status st = kv_commit(s->kv, e);
	return st == STATUS_OK && (dirty || texts || posts) ? store_compact(s, e) : st;
}

/* All posts of an author: their hashes, 16 bytes each. */
static size_t by_author(struct store *s, struct str author, struct buf *hashes)
{
	unsigned char who[HASH_LEN], hash[HASH_LEN];
	struct key from = key_table('F'), to = key_table('F' + 1);
	int64_t hour;
	struct kv_walk w;
	hash_author(&s->key, author, who);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (key_read_hour(w.key, &hour, hash) && slot_decode(s, &s->old, w.value)
			&& memcmp(s->old.m.version.author, who, sizeof s->old.m.version.author) == 0)
			buf_add(hashes, hash, HASH_LEN);
	return hashes->len / HASH_LEN;
}

/* The fact moves to a fresh random hash, without author, links and content: it still counts, and leads
 * nowhere. */
static void anonymise(struct store *s, const unsigned char hash[HASH_LEN])
{
	unsigned char fresh[HASH_LEN];
	struct slot *o = &s->old;
	if (!slot_load(s, o, hash))
		return;
	count_post(s, hash, &o->m, -1);
	group_forget(s, hash, &o->m);
	const struct key gone[] = { key_hash('W', hash), key_hour('F', o->hour, hash),
		key_hour('T', key_hour_of(o->m.seen), hash) };
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		kv_del(s->kv, key_str(&gone[i]));
	purge_aliases(s, hash);
	struct version *v = &o->m.version;
	o->m.anonymous = true;
	v->needs_reply = false;
	memset(v->author, 0, sizeof v->author);
	memset(v->content, 0, HASH_LEN);
	memset(v->thread, 0, HASH_LEN);
	memset(v->parent, 0, HASH_LEN);
	memset(v->context, 0, HASH_LEN);
	hash_fresh(fresh);
	slot_place(s, fresh, o->hour, &o->m);
	struct key k = key_hour('F', o->hour, fresh);
	buf_clear(&s->row);
	merge_encode(&o->m, &s->row);
	kv_put(s->kv, key_str(&k), buf_view(&s->row));
	/* it enters before it leaves, so that its group is never empty and keeps its neighbours */
	group_enter(s, fresh, &o->m, (struct str){ "", 0 });
	count_post(s, fresh, &o->m, 1);
	group_leave(s, hash, &o->m);
}

/* The handle goes out of what others wrote, in any ASCII case: the whole address, and @local when it has a
 * host. */
static bool redact(struct str text, struct str author, struct buf *out)
{
	struct str local;
	struct str rest = author;
	bool hit = false;
	str_cut(&rest, '@', &local);
	for (size_t i = 0; i < text.len;) {
		bool at = text.p[i] == '@';
		size_t p = i + at, n = 0;
		if (text.len - p >= author.len && strncasecmp(text.p + p, author.p, author.len) == 0)
			n = p - i + author.len;
		else if (at && local.len && text.len - p >= local.len && strncasecmp(text.p + p, local.p,
			local.len) == 0)
			n = p - i + local.len;
		char c = i + n < text.len ? text.p[i + n] : ' ';
		bool longer = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '_';
		char before = i > 0 ? text.p[i - 1] : ' ';
		bool inside = !at && ((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z'));
		if (n && !longer && !inside) {
			buf_puts(out, "[gewist]");
			i += n;
			hit = true;
		} else {
			buf_putc(out, text.p[i++]);
		}
	}
	return hit;
}

static size_t redact_all(struct store *s, struct str author)
{
	struct key from = key_table('T'), to = key_table('T' + 1);
	struct kv_walk w;
	struct buf rows, text;
	size_t n = 0;
	buf_init(&rows, CAP_KEYS);
	buf_init(&text, CAP_ROW);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct text_row t;
		buf_clear(&text);
		if (!text_row_get(w.value, &t) || !redact(t.text, author, &text))
			continue;
		text_row_change(&t, buf_view(&text));
		buf_clear(&s->scratch);
		text_row_put(&s->scratch, &t);
		bytes_str(&rows, w.key);
		bytes_str(&rows, buf_view(&s->scratch));
		n++;
	}
	struct bytes b = { buf_view(&rows), false };
	for (size_t i = 0; i < n; i++) {
		struct str key = bytes_get_str(&b);
		kv_put(s->kv, key, bytes_get_str(&b));
	}
	buf_free(&rows);
	buf_free(&text);
	return n;
}

enum status store_erase(struct store *s, const char *author, struct buf *out, struct err *e)
{
	struct str name = str_trim(str_of(author));
	struct buf hashes;
	unsigned char who[HASH_LEN];
	if (name.len && name.p[0] == '@')
		name = (struct str){ name.p + 1, name.len - 1 };
	if (!name.len)
		return err_set(e, STATUS_USAGE, "an author is needed");
	buf_init(&hashes, CAP_KEYS);
	size_t n = by_author(s, name, &hashes);
	for (size_t i = 0; i < n; i++)
		anonymise(s, (unsigned char *)hashes.p + i * HASH_LEN);
	buf_free(&hashes);
	size_t texts = redact_all(s, name);
	hash_author(&s->key, name, who);
	struct key k = key_hash('E', who);
	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	s->any_stopped = true;
	buf_printf(out, "erased %zu posts, took the name out of %zu texts of others\n", n, texts);
	enum status st = kv_commit(s->kv, e);
	return st == STATUS_OK ? store_compact(s, e) : st;
}

static void access_line(struct store *s, const unsigned char hash[HASH_LEN], struct buf *out)
{
	struct str v = { "", 0 };
	char at[21], hex[2 * HASH_LEN + 1];
	struct role_row r;
	size_t i = 0;
	if (!slot_load(s, &s->old, hash) || !merge_live(&s->old.m))
		return;
	struct json j = json_to(out);
	struct key k = key_hour('T', key_hour_of(s->old.m.seen), hash);
	struct text_row t = { 0 };
	if (kv_get(s->kv, key_str(&k), &v))
		text_row_get(v, &t);
	clock_rfc3339(merge_published(&s->old.m), at);
	hash_hex(hash, HASH_LEN, hex);
	json_open(&j, '{');
	json_key(&j, "type"); json_str(&j, STR("access"));
	json_key(&j, "post"); json_str(&j, str_of(hex));
	json_key(&j, "published"); json_str(&j, str_of(at));
	json_key(&j, "source"); json_str(&j, s->old.m.names[0].source);
	json_key(&j, "platform"); json_str(&j, s->old.m.names[0].platform);
	json_key(&j, "process"); json_str(&j, str_of(process_name((int)s->old.m.version.process)));
	json_key(&j, "intent"); json_str(&j, str_of(intent_name((int)s->old.m.version.intent)));
	json_key(&j, "firms");
	json_open(&j, '[');
	while (merge_firm(&s->old.m, &i, &r)) {
		json_open(&j, '{');
		json_key(&j, "id"); json_str(&j, r.firm);
		json_key(&j, "role"); json_str(&j, str_of(role_name((int)r.role)));
		json_key(&j, "label"); json_str(&j, str_of(label_name((int)r.label)));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_key(&j, "id"); json_str(&j, t.id);
	json_key(&j, "url"); json_str(&j, t.url);
	json_key(&j, "text"); json_str(&j, s->old.m.version.sensitive ? (struct str){ NULL, 0 } : t.text);
	json_close(&j, '}');
	buf_putc(out, '\n');
}

enum status store_access(struct store *s, const char *author, struct buf *out, struct err *e)
{
	struct buf hashes;
	buf_init(&hashes, CAP_KEYS);
	size_t n = by_author(s, str_trim(str_of(author)), &hashes);
	for (size_t i = 0; i < n; i++)
		access_line(s, (unsigned char *)hashes.p + i * HASH_LEN, out);
	buf_free(&hashes);
	return kv_status(s->kv, e);
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
		st = kv_open(dir, true, (size_t)16 << 20, &to, e);
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
