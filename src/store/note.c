/* note.c: what is noted beside the posts: cursors, polls, plans, misses, rejects, the stop list. */
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
	if (st->has_poll) {
		k = key_source('P', st->source, st->poll.at);
		buf_clear(&b);
		bytes_u8(&b, st->poll.ok);
		bytes_i64(&b, st->poll.status);
		bytes_i64(&b, st->poll.posts);
		bytes_str(&b, st->poll.error);
		kv_put(s->kv, key_str(&k), buf_view(&b));
	}
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

/* The last plan of a source; 0 when there is none. */
static long plan_last(struct store *s, struct str source)
{
	struct key from = key_name('L', source), to = key_name_end('L', source);
	struct kv_walk w;
	long every = 0;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct bytes b = { w.value, false };
		every = (long)bytes_get_i64(&b);
	}
	return every;
}

void store_plan(struct store *s, const char *source, long every_s)
{
	struct str name = str_of(source);
	if (plan_last(s, name) == every_s)
		return;
	struct key k = key_source('L', name, s->now);
	buf_clear(&s->scratch);
	bytes_i64(&s->scratch, every_s);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
}

/* The plans of a source, oldest first. */
struct plan { int64_t at; long every; };
struct plans { struct plan *p; size_t n, cap; };

static void plans_read(struct store *s, struct str source, struct plans *out)
{
	struct key from = key_name('L', source), to = key_name_end('L', source);
	struct kv_walk w;
	struct str name;
	out->n = 0;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct bytes b = { w.value, false };
		MEM_ROOM(out->p, out->n, out->cap);
		if (key_read_source(w.key, &name, &out->p[out->n].at))
			out->p[out->n++].every = (long)bytes_get_i64(&b);
	}
}

/* The last plan at or before `at`, else the first; 0 when there is none. `i` walks along with the polls. */
static long plan_at(const struct plans *all, int64_t at, size_t *i)
{
	while (*i + 1 < all->n && all->p[*i + 1].at <= at)
		(*i)++;
	return all->n ? all->p[*i].every : 0;
}

static struct fact_poll poll_of(const struct kv_walk *w)
{
	struct bytes b = { w->value, false };
	struct fact_poll p = { .at = 0 };
	struct str source;
	key_read_source(w->key, &source, &p.at);
	p.ok = bytes_get_u8(&b);
	p.status = bytes_get_i64(&b);
	p.posts = bytes_get_i64(&b);
	p.error = bytes_get_str(&b);
	if (!p.error.len)
		p.error = (struct str){ NULL, 0 };
	return p;
}

enum status store_polls(struct store *s, const char *source, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact_poll *p, struct err *e), void *self, struct err *e)
{
	struct str name = str_of(source);
	struct key a = key_source('P', name, from), z = key_source('P', name, to);
	struct plans plans = { 0 };
	struct kv_walk w;
	size_t plan = 0;
	enum status st = STATUS_OK;
	plans_read(s, name, &plans);
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (st == STATUS_OK && kv_step(&w)) {
		struct fact_poll p = poll_of(&w);
		p.every_s = plan_at(&plans, p.at, &plan);
		st = each(self, &p, e);
	}
	kv_stop(&w);
	mem_free(plans.p);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
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
