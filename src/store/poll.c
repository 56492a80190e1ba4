/* poll.c: when each source was asked, and how often that was planned. A row holds a source's polls of
 * POLL_HOURS, time first in its key, so that a report reads those of all sources close together. */
#include <string.h>
#include "inside.h"

enum { OK = 1, SAYS_MORE = 2 };

/* A poll: time (u32), flags, and posts (u8); or, when it is not as usual, status, posts (i64) and error. */
static void put_poll(struct buf *out, const struct fact_poll *p)
{
	bool more = !p->ok || p->status != 200 || p->posts < 0 || p->posts > 255 || p->error.len;
	bytes_u32(out, p->at);
	bytes_u8(out, (p->ok ? OK : 0u) | (more ? SAYS_MORE : 0u));
	if (!more) {
		bytes_u8(out, (unsigned)p->posts);
		return;
	}
	bytes_i64(out, p->status);
	bytes_i64(out, p->posts);
	bytes_str(out, p->error);
}

/* Straight from the bytes as far as polls are as usual: a report reads tens of thousands. */
static bool cut_poll(struct bytes *b, struct fact_poll *p)
{
	const unsigned char *x = (const unsigned char *)b->rest.p;
	if (b->bad || !b->rest.len)
		return false;
	if (b->rest.len >= 6 && x[4] == OK) {
		*p = (struct fact_poll){ .ok = true, .status = 200, .posts = x[5],
			.at = (int64_t)x[0] << 24 | x[1] << 16 | x[2] << 8 | x[3] };
		b->rest = (struct str){ b->rest.p + 6, b->rest.len - 6 };
		return true;
	}
	*p = (struct fact_poll){ .at = bytes_get_u32(b) };
	p->ok = bytes_get_u8(b) & OK;
	p->status = bytes_get_i64(b);
	p->posts = bytes_get_i64(b);
	p->error = bytes_get_str(b);
	if (!p->error.len)
		p->error = (struct str){ NULL, 0 };
	return !b->bad;
}

size_t polls_in(struct str row)
{
	struct bytes b = { row, false };
	struct fact_poll p;
	size_t n = 0;
	while (cut_poll(&b, &p))
		n++;
	return n;
}

/* In its place in time; of two at one time the later told stands. */
void poll_put(struct store *s, const struct state *st)
{
	struct fact_poll mine = { st->poll.at < 0 ? 0 : st->poll.at, st->poll.ok, st->poll.status,
		st->poll.posts, st->poll.error, 0 }, p;
	struct key k = key_polls(key_hour_of(mine.at), st->source);
	struct str row = { "", 0 };
	(void)kv_get(s->kv, key_str(&k), &row);
	struct bytes b = { row, false };
	bool done = false;
	buf_clear(&s->scratch);
	while (cut_poll(&b, &p)) {
		if (!done && p.at >= mine.at) {
			put_poll(&s->scratch, &mine);
			done = true;
		}
		if (p.at != mine.at)
			put_poll(&s->scratch, &p);
	}
	if (!done)
		put_poll(&s->scratch, &mine);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
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
	struct key k = key_plan(name, s->now);
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
		if (key_read_plan(w.key, &name, &out->p[out->n].at))
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

enum status store_polls(struct store *s, const char *source, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact_poll *p, struct err *e), void *self, struct err *e)
{
	struct str name = str_of(source), row;
	struct plans plans = { 0 };
	struct fact_poll p;
	size_t plan = 0;
	enum status st = STATUS_OK;
	plans_read(s, name, &plans);
	for (int64_t hour = key_hour_of(from); hour < key_hour_of(to) + POLL_HOURS; hour += POLL_HOURS) {
		struct key k = key_polls(hour, name);
		struct bytes b = { { "", 0 }, false };
		if (kv_get(s->kv, key_str(&k), &row))
			b.rest = row;
		while (st == STATUS_OK && cut_poll(&b, &p)) {
			if (p.at < from || p.at >= to)
				continue;
			p.every_s = plan_at(&plans, p.at, &plan);
			st = each(self, &p, e);
		}
	}
	mem_free(plans.p);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

/* It stands in one of the rows of the first hours. */
int64_t store_first_poll(struct store *s)
{
	struct key from = key_table('P'), to = key_table('P' + 1);
	struct kv_walk w;
	struct fact_poll p;
	struct str source;
	int64_t first = CLOCK_NONE, hour, begin = CLOCK_NONE;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w) && key_read_polls(w.key, &hour, &source)) {
		struct bytes b = { w.value, false };
		if (begin != CLOCK_NONE && hour != begin)
			break;
		begin = hour;
		if (cut_poll(&b, &p) && (first == CLOCK_NONE || p.at < first))
			first = p.at;
	}
	kv_stop(&w);
	return first;
}
