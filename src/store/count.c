/* count.c: counters as a pure function of the merged posts. A counter is never set, only moved: what a post
 * counted for before is taken away and what it counts for now is added. Counters of one firm and a few
 * hours share a row, so that a report reads few rows for a window of weeks. */
#include <string.h>
#include "inside.h"

/* ---- rows: the counters of one firm and CELL_HOURS ---- */

#define SAME 255                                     /* the platform before; names are shorter */
#define HOUR 254                                     /* what follows is of this hour of the row */
#define WIDE 255                                     /* a count that takes four bytes more */

struct entry { unsigned hour; struct str platform; unsigned code; int64_t n; };

/* The next entry: its hour and platform may be those of the one in `e`. False at the end and where the row is
 * damaged. Very many are read: straight from the bytes. */
static bool cut_entry(struct str *rest, struct entry *e)
{
	const unsigned char *p = (const unsigned char *)rest->p, *end = p + rest->len;
	if (end - p > 2 && *p == HOUR) {
		e->hour = p[1];
		e->platform = (struct str){ "", 0 };
		p += 2;
	}
	if (p == end || *p == HOUR || e->hour >= CELL_HOURS)
		return false;
	size_t name = *p == SAME ? 0 : *p;
	if ((size_t)(end - p) < 1 + name + 3)
		return false;
	if (*p != SAME)
		e->platform = (struct str){ (const char *)p + 1, name };
	p += 1 + name;
	e->code = (unsigned)p[0] << 8 | p[1];
	e->n = p[2];
	p += 3;
	if (e->n == WIDE) {
		if (end - p < 4)
			return false;
		e->n = (int32_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
		p += 4;
	}
	*rest = (struct str){ (const char *)p, (size_t)(end - p) };
	return true;
}

static void put_entry(struct buf *out, const struct entry *e, struct entry *last)
{
	bool wide = e->n < 0 || e->n >= WIDE;
	bool first = !out->len || e->hour != last->hour;
	if (e->n == 0)
		return;
	if (first) {
		bytes_u8(out, HOUR);
		bytes_u8(out, e->hour);
	}
	if (!first && str_eq(e->platform, last->platform)) {
		bytes_u8(out, SAME);
	} else {
		bytes_u8(out, (unsigned)e->platform.len);
		buf_str(out, e->platform);
	}
	bytes_u16(out, e->code);
	bytes_u8(out, wide ? WIDE : (unsigned)e->n);
	if (wide)
		bytes_u32(out, (int64_t)(uint32_t)(int32_t)e->n);
	*last = *e;
}

/* As key_cell sorts. */
static int cmp_entry(const struct entry *a, const struct entry *b)
{
	if (a->hour != b->hour)
		return a->hour < b->hour ? -1 : 1;
	if (a->platform.len != b->platform.len)
		return a->platform.len < b->platform.len ? -1 : 1;
	int c = str_cmp(a->platform, b->platform);
	return c ? c : (a->code > b->code) - (a->code < b->code);
}

void cell_add(struct store *s, const struct cell *c, int64_t by)
{
	struct key k = key_cells(c->firm, c->hour);
	struct entry mine = { (unsigned)(c->hour % CELL_HOURS), c->platform, key_code(c), by };
	struct entry e = { .n = 0 }, last = e;
	struct str rest = { "", 0 };
	bool done = false;
	buf_clear(&s->scratch);
	(void)kv_get(s->kv, key_str(&k), &rest);
	while (cut_entry(&rest, &e)) {
		int order = done ? 1 : cmp_entry(&mine, &e);
		if (order < 0)
			put_entry(&s->scratch, &mine, &last);
		if (order == 0)
			e.n += by;
		done = done || order <= 0;
		put_entry(&s->scratch, &e, &last);
	}
	if (!done)
		put_entry(&s->scratch, &mine, &last);
	if (s->scratch.len)
		kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
	else
		kv_del(s->kv, key_str(&k));
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
		while (cut_entry(&w->rest, &e)) {
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
		t->starts += c->linked ? 0 : n;
		t->starts_negative += c->linked || c->label != LABEL_NEG ? 0 : n;
		t->label[c->label] += n;
		t->process[c->process] += n;
		t->process_label[c->process][c->label] += n;
		t->category[c->category] += n;
	}
}

/* A report sums the rows of a whole branch: a cell_walk between would cost half as much again an entry. */
enum status store_count(struct store *s, const char *firm, const int64_t *at, size_t n, struct count_sum *out,
	struct own_counts own, struct err *e)
{
	int64_t from = key_hour_of(at[0]), to = key_hour_of(at[n]), first;
	struct key a = key_cells(str_of(firm), from), z = key_cells(str_of(firm), to + CELL_HOURS - 1);
	struct kv_walk w;
	struct cell c;
	size_t i = 0;
	memset(out, 0, n * sizeof *out);
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (kv_step(&w)) {
		struct entry x = { .platform = { "", 0 } };
		struct str rest = w.value;
		if (!key_read_cells(w.key, &c.firm, &first))
			continue;
		while (cut_entry(&rest, &x)) {
			int64_t hour = first + x.hour;
			if (hour < from || hour >= to || !key_read_code(x.code, &c))
				continue;
			while (hour >= key_hour_of(at[i + 1]))
				i++;
			sum(&out[i], &c, x.n);
			if (own.each && c.role == ROLE_OWN)
				own.each(own.self, i,
					&(struct own_sum){ x.platform, x.n, c.linked ? x.n : 0 });
		}
	}
	return kv_status(s->kv, e);
}
