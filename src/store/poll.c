/* poll.c: when each source was asked, and how often that was planned. A row holds a source's polls of
 * POLL_HOURS, time first in its key, so that a report reads those of all sources close together. */
#include <assert.h>
#include <stdio.h>
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

/* ---- reading: sources and rows both go by name, so that rows are passed and not looked up ---- */

/* The rows of some hours, or all plans; at the row of `name`, or over. */
struct rows {
	struct kv_walk walk;
	struct key to;
	bool (*read)(struct str key, int64_t *at, struct str *name);
	struct str name;
	bool more;
};

struct plan { int64_t at; long every; };

struct store_polls {
	struct store *s;
	int64_t from, to;
	struct rows *hours; size_t n;
	struct rows plans;
	struct plan *plan; size_t nplan, cap_plan;       /* of the source that is asked for, oldest first */
	char last[KEY_NAME_MAX + 1];                     /* the source before */
};

static void rows_step(struct rows *r)
{
	int64_t at;
	do
		r->more = kv_step(&r->walk);
	while (r->more && !r->read(r->walk.key, &at, &r->name));
}

static bool rows_reach(struct rows *r, struct str name)
{
	while (r->more && str_cmp(r->name, name) < 0)
		rows_step(r);
	return r->more && str_eq(r->name, name);
}

static void rows_begin(struct rows *r, struct store *s, struct key from, struct key to,
	bool (*read)(struct str key, int64_t *at, struct str *name))
{
	*r = (struct rows){ .to = to, .read = read };
	kv_walk(&r->walk, s->kv, key_str(&from), key_str(&r->to));
	rows_step(r);
}

struct store_polls *store_polls_new(struct store *s, int64_t from, int64_t to)
{
	struct store_polls *p = mem_alloc(sizeof *p);
	int64_t first = key_hour_of(from) / POLL_HOURS, last = key_hour_of(to) / POLL_HOURS;
	const struct str none = { "", 0 };
	*p = (struct store_polls){ .s = s, .from = from, .to = to };
	p->hours = mem_alloc((last < first ? 1 : (size_t)(last - first + 1)) * sizeof *p->hours);
	for (int64_t i = first; i <= last; i++)
		rows_begin(&p->hours[p->n++], s, key_polls(i * POLL_HOURS, none),
			key_polls((i + 1) * POLL_HOURS, none), key_read_polls);
	rows_begin(&p->plans, s, key_table('L'), key_table('L' + 1), key_read_plan);
	return p;
}

void store_polls_free(struct store_polls *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++)
		kv_stop(&p->hours[i].walk);
	kv_stop(&p->plans.walk);
	mem_free(p->plan);
	mem_free(p->hours);
	mem_free(p);
}

static void plans_read(struct store_polls *p, struct str source)
{
	p->nplan = 0;
	for (; rows_reach(&p->plans, source); rows_step(&p->plans)) {
		struct bytes b = { p->plans.walk.value, false };
		struct str name;
		MEM_ROOM(p->plan, p->nplan, p->cap_plan);
		if (key_read_plan(p->plans.walk.key, &p->plan[p->nplan].at, &name))
			p->plan[p->nplan++].every = (long)bytes_get_i64(&b);
	}
}

/* The last plan at or before `at`, else the first; 0 when there is none. `i` walks along with the polls. */
static long plan_at(const struct store_polls *p, int64_t at, size_t *i)
{
	while (*i + 1 < p->nplan && p->plan[*i + 1].at <= at)
		(*i)++;
	return p->nplan ? p->plan[*i].every : 0;
}

enum status store_polls_of(struct store_polls *p, const char *source,
	enum status (*each)(void *self, const struct fact_poll *p, struct err *e), void *self, struct err *e)
{
	struct str name = str_of(source);
	struct fact_poll poll;
	size_t plan = 0;
	enum status st = STATUS_OK;
	assert(strncmp(p->last, source, KEY_NAME_MAX) <= 0);
	snprintf(p->last, sizeof p->last, "%s", source);
	plans_read(p, name);
	for (size_t i = 0; i < p->n; i++) {
		struct bytes b = { { "", 0 }, false };
		if (rows_reach(&p->hours[i], name))
			b.rest = p->hours[i].walk.value;
		while (st == STATUS_OK && cut_poll(&b, &poll)) {
			if (poll.at < p->from || poll.at >= p->to)
				continue;
			poll.every_s = plan_at(p, poll.at, &plan);
			st = each(self, &poll, e);
		}
	}
	return st == STATUS_OK ? kv_status(p->s->kv, e) : st;
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
