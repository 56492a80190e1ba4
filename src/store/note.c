/* note.c: what is noted beside the posts: cursors, misses, rejects, the stop list. */
#include <string.h>
#include "inside.h"

void store_state(struct store *s, const struct state *st)
{
	struct key k = key_name('S', st->source);
	struct str v, cursor = st->cursor;
	struct buf b;
	int64_t not_before = CLOCK_NONE, last = CLOCK_NONE;
	buf_init(&b, CAP_ROW);
	if (kv_get(s->kv, key_str(&k), &v)) {
		struct bytes r = { v, false };
		not_before = bytes_get_i64(&r);
		last = bytes_get_i64(&r);
		if (!cursor.len)
			cursor = bytes_get_str(&r);
	}
	if (st->has_poll && st->poll.at >= last) {
		not_before = st->poll.not_before;
		last = st->poll.at;
	}
	bytes_i64(&b, not_before);
	bytes_i64(&b, last);
	bytes_str(&b, cursor);
	kv_put(s->kv, key_str(&k), buf_view(&b));
	if (st->has_poll)
		poll_put(s, st);
	buf_free(&b);
}

bool store_cursor(struct store *s, const char *source, struct str *cursor, int64_t *not_before,
	int64_t *last_poll)
{
	struct key k = key_name('S', str_of(source));
	struct str v;
	if (!kv_get(s->kv, key_str(&k), &v))
		return false;
	struct bytes b = { v, false };
	*not_before = bytes_get_i64(&b);
	*last_poll = bytes_get_i64(&b);
	*cursor = bytes_get_str(&b);
	if (!cursor->len)
		*cursor = (struct str){ NULL, 0 };
	return !b.bad;
}

static void count_miss(struct store *s, struct str firm, int64_t hour, int64_t by)
{
	struct cell c = { .hour = hour, .firm = firm, .platform = { "", 0 }, .role = ROLE_COUNT,
		.process = PROCESS_OTHER, .label = LABEL_NONE };
	cell_add(s, &c, by);
}

/* A hit that is no mention counts once per post and firm; of two times the earliest stands. */
void store_miss(struct store *s, const struct miss *m)
{
	unsigned char h[HASH_LEN];
	struct str v;
	struct buf b;
	int64_t t = m->published == CLOCK_NONE || m->published > s->now ? s->now : m->published,
		hour = key_hour_of(t);
	if (!m->firm.len || m->firm.len > KEY_NAME_MAX || hour < s->floor
		|| t < s->now - (int64_t)s->fact_days * 86400)
		return;
	buf_init(&b, CAP_ROW);
	bytes_str(&b, m->firm);
	buf_str(&b, m->id);
	hash_of(&s->key, HASH_MISS, buf_view(&b), h);
	struct key where = key_hash('Y', h);
	bool there = kv_get(s->kv, key_str(&where), &v);
	struct bytes r = { v, false };
	int64_t was = there ? bytes_get_u32(&r) : -1;
	if (!there || hour < was) {
		if (there) {
			struct key old = key_hour('X', was, h);
			kv_del(s->kv, key_str(&old));
			count_miss(s, m->firm, was, -1);
		}
		buf_clear(&b);
		bytes_u32(&b, hour);
		kv_put(s->kv, key_str(&where), buf_view(&b));
		struct key k = key_hour('X', hour, h);
		kv_put(s->kv, key_str(&k), m->firm);
		count_miss(s, m->firm, hour, 1);
	}
	buf_free(&b);
}

void store_reject(struct store *s, const struct reject *r)
{
	struct key k = key_reject(key_hour_of(s->now), r->stage, r->source);
	struct str v;
	int64_t n = 0;
	if (kv_get(s->kv, key_str(&k), &v)) {
		struct bytes b = { v, false };
		n = bytes_get_i64(&b);
	}
	buf_clear(&s->scratch);
	bytes_i64(&s->scratch, n + 1);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
}

bool store_stopped(struct store *s, struct str author)
{
	unsigned char h[HASH_LEN];
	struct str v;
	if (!s->any_stopped || !author.len)
		return false;
	hash_author(&s->key, author, h);
	struct key k = key_hash('E', h);
	return kv_get(s->kv, key_str(&k), &v);
}

struct stops { struct hash_key key; unsigned char (*p)[HASH_LEN]; size_t n, cap; };

struct stops *store_stops(struct store *s)
{
	struct stops *t = mem_alloc(sizeof *t);
	struct key from = key_table('E'), to = key_table('E' + 1);
	struct kv_walk w;

	t->key = s->key;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		if (w.key.len < 1 + HASH_LEN)
			continue;
		MEM_ROOM(t->p, t->n, t->cap);
		memcpy(t->p[t->n++], w.key.p + 1, HASH_LEN);
	}
	kv_stop(&w);
	return t;
}

bool stops_hold(const struct stops *t, struct str author)
{
	unsigned char h[HASH_LEN];

	if (t == NULL || t->n == 0 || !author.len)
		return false;
	hash_author(&t->key, author, h);
	for (size_t i = 0; i < t->n; i++)
		if (memcmp(t->p[i], h, HASH_LEN) == 0)
			return true;
	return false;
}

void stops_free(struct stops *t)
{
	if (t != NULL)
		mem_free(t->p);
	mem_free(t);
}

enum status store_sources(struct store *s, enum status (*each)(void *self, const char *source, struct err *e),
	void *self, struct err *e)
{
	struct key from = key_table('S'), to = key_table('S' + 1);
	struct kv_walk w;
	enum status st = STATUS_OK;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (st == STATUS_OK && kv_step(&w))
		st = each(self, w.key.p + 1, e);         /* the key ends in its 0 */
	kv_stop(&w);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}
