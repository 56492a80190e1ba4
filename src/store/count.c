/* count.c: counters as a pure function of the merged posts. A counter is never set, only moved: what a post
 * counted for before is taken away and what it counts for now is added. Counters of one firm and a few
 * hours share a row, so that a report reads few rows for a window of weeks. */
#include <string.h>
#include "inside.h"

/* ---- rows: the counters of one firm and some hours, sorted by platform, hour and code ----
 *
 * An entry: a byte of count (low five bits; 31: i32 follows) and of what follows it, where that is not as in
 * the entry before: the hour of the row (u8), the platform (length and name), the code (u8 or u16), the
 * count. Platforms stand first, so that a row names each once: what a report costs is the pages it reads. */
enum { HOUR = 128, PLATFORM = 64, LONG = 32, WIDE = 31 };

struct entry { unsigned hour; struct str platform; unsigned code; int64_t n; };

/* The next entry of a row of so many hours, after that in `e`, which starts as zeros. False at the end and
 * where the row is damaged. Very many are read: straight from the bytes. */
static bool cut_entry(struct str *rest, unsigned hours, struct entry *e)
{
	const unsigned char *p = (const unsigned char *)rest->p, *end = p + rest->len;
	if (p == end)
		return false;
	unsigned tag = *p++, n = tag & WIDE;
	if (tag & HOUR) {
		if (p == end || *p >= hours)
			return false;
		e->hour = *p++;
	}
	if (tag & PLATFORM) {
		if (p == end || end - p - 1 < *p)
			return false;
		e->platform = (struct str){ (const char *)p + 1, *p };
		p += 1 + *p;
	}
	if (!n || (end - p < 6 && end - p < (tag & LONG ? 2 : 1) + (n == WIDE ? 4 : 0)))
		return false;
	e->code = *p++;
	if (tag & LONG)
		e->code = e->code << 8 | *p++;
	e->n = n;
	if (n == WIDE) {
		e->n = (int32_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
		p += 4;
	}
	*rest = (struct str){ (const char *)p, (size_t)(end - p) };
	return true;
}

/* `last`: the entry before, zeros at the start. */
static void put_entry(struct buf *out, const struct entry *e, struct entry *last)
{
	bool wide = e->n < 0 || e->n >= WIDE, other = !str_eq(e->platform, last->platform);
	if (e->n == 0)
		return;
	bytes_u8(out, (e->hour != last->hour ? HOUR : 0u) | (other ? PLATFORM : 0u) |
		(e->code > 255 ? LONG : 0u) | (wide ? WIDE : (unsigned)e->n));
	if (e->hour != last->hour)
		bytes_u8(out, e->hour);
	if (other) {
		bytes_u8(out, (unsigned)e->platform.len);
		buf_str(out, e->platform);
	}
	if (e->code > 255)
		bytes_u16(out, e->code);
	else
		bytes_u8(out, e->code);
	if (wide)
		bytes_u32(out, (int64_t)(uint32_t)(int32_t)e->n);
	*last = *e;
}

/* As key_cell sorts. */
static int cmp_entry(const struct entry *a, const struct entry *b)
{
	if (a->platform.len != b->platform.len)
		return a->platform.len < b->platform.len ? -1 : 1;
	int c = str_cmp(a->platform, b->platform);
	if (!c)
		c = (a->hour > b->hour) - (a->hour < b->hour);
	return c ? c : (a->code > b->code) - (a->code < b->code);
}

/* The row with `mine` added. */
static void row_add(struct str row, unsigned hours, const struct entry *mine, struct buf *out)
{
	struct entry e = { .platform = { "", 0 } }, last = e;
	bool done = false;
	buf_clear(out);
	while (cut_entry(&row, hours, &e)) {
		struct entry x = e;
		int order = done ? 1 : cmp_entry(mine, &e);
		if (order < 0)
			put_entry(out, mine, &last);
		if (order == 0)
			x.n += mine->n;
		done = done || order <= 0;
		put_entry(out, &x, &last);
	}
	if (!done)
		put_entry(out, mine, &last);
}

static struct entry entry_of(const struct cell *c, unsigned hours, int64_t n)
{
	return (struct entry){ (unsigned)(c->hour % hours), c->platform, key_code(c), n };
}

static void row_move(struct store *s, const struct key *k, unsigned hours, const struct cell *c, int64_t by)
{
	struct entry mine = entry_of(c, hours, by);
	struct str row = { "", 0 };
	(void)kv_get(s->kv, key_str(k), &row);
	row_add(row, hours, &mine, &s->scratch);
	if (s->scratch.len)
		kv_put(s->kv, key_str(k), buf_view(&s->scratch));
	else
		kv_del(s->kv, key_str(k));
}

/* What the outline counts a cell for: mentions by label and whether they begin a thread, own posts by
 * platform and whether they answer. False: nothing. */
static bool outlined(const struct cell *c, struct cell *out)
{
	bool own = c->role == ROLE_OWN;
	if (!own && (!role_is_mention((enum role)c->role) || c->copy || c->spam))
		return false;
	*out = (struct cell){ .hour = c->hour, .firm = c->firm, .platform = own ? c->platform : STR(""),
		.role = own ? ROLE_OWN : ROLE_ADDRESSED, .label = own ? 0 : c->label, .linked = c->linked };
	return true;
}

void cell_add(struct store *s, const struct cell *c, int64_t by)
{
	struct key k = key_cells(c->firm, c->hour);
	struct cell o;
	row_move(s, &k, CELL_HOURS, c, by);
	if (!outlined(c, &o))
		return;
	k = key_outline(c->hour, c->firm);
	row_move(s, &k, OUTLINE_HOURS, &o, by);
}

void cell_walk(struct cell_walk *w, struct store *s, struct key from, struct key to)
{
	*w = (struct cell_walk){ .from = from, .to = to };
	kv_walk(&w->rows, s->kv, key_str(&w->from), key_str(&w->to));
}

bool cell_step(struct cell_walk *w)
{
	struct entry e = { .hour = (unsigned)(w->cell.hour - w->first_hour), .platform = w->cell.platform };
	while (true) {
		while (cut_entry(&w->rest, CELL_HOURS, &e)) {
			w->cell.hour = w->first_hour + e.hour;
			w->cell.platform = e.platform;
			w->n = e.n;
			if (key_read_code(e.code, &w->cell))
				return true;
			w->bad++;
		}
		w->bad += w->rest.len > 0;
		if (!kv_step(&w->rows))
			return false;
		w->rest = w->rows.value;
		e = (struct entry){ .platform = { "", 0 } };
		if (!key_read_cells(w->rows.key, &w->cell.firm, &w->first_hour)) {
			w->rest.len = 0;
			w->bad++;
		}
	}
}

/* ---- what a post counts for ---- */

struct cell cell_of(const struct merged *m, const struct role_row *r, int64_t hour, bool copy, bool reply)
{
	struct links l = links_of(m);
	return (struct cell){ .hour = hour, .firm = r->firm, .platform = m->names[0].platform,
		.category = m->names[0].category, .role = r->role, .process = m->version.process,
		.label = r->label, .copy = copy && role_is_mention(r->role),
		.spam = merge_is_spam(m, r->role), .linked = r->role == ROLE_OWN ? reply : links_any(&l) };
}

/* What is taken away is what was counted: the mark of an own post is that of its row. */
static void count_firm(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m,
	const struct role_row *r, bool copy, int by)
{
	int64_t hour = key_hour_of(merge_published(m));
	struct key k = key_index(r->firm, r->role, hour, hash);
	struct links l = links_of(m);
	bool reply = r->role == ROLE_OWN && (by < 0 ? index_replies(s, &k) : reply_is(s, hash, r->firm, &l));
	struct cell c = cell_of(m, r, hour, copy, reply);
	cell_add(s, &c, by);
	if (by < 0)
		kv_del(s->kv, key_str(&k));
	else
		index_put(s, &k, m, r, copy, reply);
}

void count_as(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, bool copy, int by)
{
	struct role_row r;
	size_t at = 0;
	if (!merge_live(m))
		return;
	while (merge_firm(m, &at, &r))
		count_firm(s, hash, m, &r, copy, by);
	if (merge_has_own(m)) {
		struct links l = links_of(m);
		reply_place(s, hash, &l, by);
		reply_turn(s, hash);
	}
}

void count_post(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, int by)
{
	count_as(s, hash, m, group_is_copy(s, hash, m), by);
}

/* ---- sums ---- */

/* Where summing stands: the spans, the one of the row's first hour and of the last counter, and its hour,
 * which lay in it or not. */
struct spans { const int64_t *at; size_t n, begin, i; int64_t hour; bool in; };

/* At a row; rows come by their first hour. */
static void spans_at(struct spans *t, int64_t first_hour)
{
	while (t->begin + 1 < t->n && first_hour * 3600 >= t->at[t->begin + 1])
		t->begin++;
	t->i = t->begin;
	t->hour = -1;
}

static bool hour_in(struct spans *t, int64_t hour)
{
	int64_t time = hour * 3600;
	if (hour < t->hour)
		t->i = t->begin;                         /* another platform's first */
	t->hour = hour;
	t->in = time >= t->at[0] && time < t->at[t->n];
	while (t->in && time >= t->at[t->i + 1])
		t->i++;
	return t->in;
}

static inline bool within(struct spans *t, int64_t hour)
{
	return hour == t->hour ? t->in : hour_in(t, hour);
}

static void sum(struct count_sum *t, const struct cell *c, int64_t n)
{
	if (c->role == ROLE_COUNT)
		t->missed += n;
	else if (c->role == ROLE_OWN)
		t->own += n;
	else if (c->role == ROLE_CONTEXT)
		t->context += n;
	else if (c->copy)
		t->copies += n;
	else if (c->spam)
		t->spam += n;
	else {
		t->n += n;
		t->label[c->label] += n;
		t->process[c->process] += n;
		t->process_label[c->process][c->label] += n;
		t->category[c->category] += n;
	}
}

enum status store_count(struct store *s, const char *firm, const int64_t *at, size_t n, struct count_sum *out,
	struct err *e)
{
	struct spans t = { .at = at, .n = n };
	struct key from = key_cells(str_of(firm), key_hour_of(at[0]));
	struct key to = key_cells(str_of(firm), key_hour_of(at[n]) + CELL_HOURS - 1);
	struct str name;
	struct kv_walk w;
	struct cell c;
	int64_t first;
	memset(out, 0, n * sizeof *out);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct entry x = { .platform = { "", 0 } };
		struct str row = w.value;
		if (!key_read_cells(w.key, &name, &first))
			continue;
		spans_at(&t, first);
		while (cut_entry(&row, CELL_HOURS, &x))
			if (within(&t, first + x.hour) && key_read_code(x.code, &c))
				sum(&out[t.i], &c, x.n);
	}
	return kv_status(s->kv, e);
}

#define OUTLINE_CODES 512                            /* all of the first category and process are below */

/* What the code of an entry says, read once for very many. */
struct meaning { bool known, own, linked; unsigned char label; };

struct outline { struct spans t; struct own_counts own; struct meaning of[OUTLINE_CODES]; };

static void meanings(struct outline *o)
{
	struct cell c;
	for (unsigned code = 0; code < OUTLINE_CODES; code++)
		if (key_read_code(code, &c))
			o->of[code] = (struct meaning){ true, c.role == ROLE_OWN, c.linked,
				(unsigned char)c.label };
}

/* One firm's row. Own posts stand behind the mentions, which have no platform. */
static void outline_row(struct outline *o, struct str row, int64_t first_hour, struct outline_sum *out,
	size_t firm)
{
	struct spans *t = &o->t;
	bool early = (first_hour + OUTLINE_HOURS) * 3600 <= t->at[o->own.from];
	struct entry x = { .platform = { "", 0 } };
	spans_at(t, first_hour);
	while (cut_entry(&row, OUTLINE_HOURS, &x) && !(early && x.platform.len)) {
		if (!within(t, first_hour + x.hour) || x.code >= OUTLINE_CODES)
			continue;
		const struct meaning *m = &o->of[x.code];
		struct outline_sum *day = &out[t->i];
		if (m->own && t->i >= o->own.from) {
			struct own_sum sent = { x.platform, x.n, m->linked ? x.n : 0 };
			o->own.each(o->own.self, firm, t->i, &sent);
		}
		if (m->own || !m->known)
			continue;
		day->n += x.n;
		day->label[m->label] += x.n;
		if (m->linked)
			continue;
		day->starts += x.n;
		day->starts_negative += m->label == LABEL_NEG ? x.n : 0;
	}
}

/* Firms and rows both go by name: they are passed side by side, from each hour's first row on. */
enum status store_outline(struct store *s, const char *const *firms, size_t nfirms, const int64_t *at,
	size_t n, struct outline_sum *out, struct own_counts own, struct err *e)
{
	struct key from = key_outline(key_hour_of(at[0]), STR(""));
	struct key to = key_outline(key_hour_of(at[n]) + OUTLINE_HOURS - 1, STR(""));
	int64_t first, last = -1;
	struct outline o = { .t = { .at = at, .n = n }, .own = own };
	struct kv_walk w;
	struct str name;
	size_t i = 0;
	memset(out, 0, nfirms * n * sizeof *out);
	meanings(&o);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		if (!key_read_outline(w.key, &first, &name))
			continue;
		if (first != last)
			i = 0;
		last = first;
		while (i < nfirms && str_cmp(str_of(firms[i]), name) < 0)
			i++;
		if (i == nfirms || !str_is(name, firms[i]))
			continue;
		outline_row(&o, w.value, first, out + i * n, i);
	}
	return kv_status(s->kv, e);
}

/* Nearly always the rows of the outline that are read anyway, or the ones before, tell. */
int64_t store_first_count(struct store *s, const char *firm, int64_t from)
{
	struct key before = key_outline(key_hour_of(from) - OUTLINE_HOURS, str_of(firm));
	struct str row;
	struct cell_walk w;
	if (key_hour_of(from) >= OUTLINE_HOURS && kv_get(s->kv, key_str(&before), &row))
		return from;
	cell_walk(&w, s, key_name('C', str_of(firm)), key_name_end('C', str_of(firm)));
	int64_t first = cell_step(&w) ? w.cell.hour * 3600 : CLOCK_NONE;
	kv_stop(&w.rows);
	return first != CLOCK_NONE && first < from ? from : first;
}

/* ---- is the outline that of the counters? ---- */

/* A firm's counters pass in order; the row of the outline that they make is held until it is whole. */
struct tracing { struct store *s; struct buf firm, row, next; int64_t hour; size_t rows, bad; };

static void trace_end(struct tracing *t)
{
	struct key k = key_outline(t->hour, buf_view(&t->firm));
	struct str row;
	if (!t->row.len)
		return;
	t->rows++;
	t->bad += !kv_get(t->s->kv, key_str(&k), &row) || !str_eq(row, buf_view(&t->row));
	buf_clear(&t->row);
}

static void trace_cell(struct tracing *t, const struct cell *c, int64_t n)
{
	int64_t hour = c->hour / OUTLINE_HOURS * OUTLINE_HOURS;
	struct cell o;
	if (hour != t->hour || !str_eq(c->firm, buf_view(&t->firm))) {
		trace_end(t);
		t->hour = hour;
		buf_clear(&t->firm);
		buf_str(&t->firm, c->firm);
	}
	if (!outlined(c, &o))
		return;
	struct entry mine = entry_of(&o, OUTLINE_HOURS, n);
	row_add(buf_view(&t->row), OUTLINE_HOURS, &mine, &t->next);
	struct buf was = t->row;
	t->row = t->next;
	t->next = was;
}

size_t outline_check(struct store *s)
{
	struct tracing t = { .s = s };
	struct cell_walk w;
	buf_init(&t.firm, KEY_MAX);
	buf_init(&t.row, CAP_ROW);
	buf_init(&t.next, CAP_ROW);
	cell_walk(&w, s, key_table('C'), key_table('C' + 1));
	while (cell_step(&w))
		trace_cell(&t, &w.cell, w.n);
	trace_end(&t);
	size_t stored = table_size(s, 'D');
	buf_free(&t.firm);
	buf_free(&t.row);
	buf_free(&t.next);
	/* rows that no counters make */
	return t.bad + (stored > t.rows ? stored - t.rows : 0);
}
