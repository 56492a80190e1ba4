/* count.c: counters as a pure function of the merged posts. A counter is never set, only moved: what a post
 * counted for before is taken away and what it counts for now is added. Counters of one firm and hour share a
 * row, so that a report reads few rows for a window of weeks. */
#include <endian.h>
#include <string.h>
#include "inside.h"

/* ---- rows: the counters of one firm and hour ---- */

/* The next cell's bytes without its count; false at the end and where the row is damaged. */
static bool cut_cell(struct str *rest, struct str *name, int64_t *n)
{
	size_t len = rest->len ? key_cell_tail_len(rest->p[0]) : 0;
	if (!len || rest->len < len + 4)
		return false;
	*name = (struct str){ rest->p, len };
	uint32_t count;
	memcpy(&count, rest->p + len, sizeof count);     /* very many are read: no reader in between */
	*n = (int32_t)be32toh(count);
	*rest = (struct str){ rest->p + len + 4, rest->len - len - 4 };
	return true;
}

static void put_cell(struct buf *out, struct str name, int64_t n)
{
	if (n == 0)
		return;
	buf_str(out, name);
	bytes_u32(out, (int64_t)(uint32_t)(int32_t)n);
}

void cell_add(struct store *s, const struct cell *c, int64_t by)
{
	struct key k = key_cell(c), row = key_cells(c->firm, c->hour);
	struct str mine = { k.b + row.len, k.len - row.len }, rest = { "", 0 }, name;
	int64_t n;
	bool done = false;
	buf_clear(&s->scratch);
	(void)kv_get(s->kv, key_str(&row), &rest);
	while (cut_cell(&rest, &name, &n)) {
		int order = done ? 1 : str_cmp(mine, name);
		if (order < 0)
			put_cell(&s->scratch, mine, by);
		done = done || order <= 0;
		put_cell(&s->scratch, name, order == 0 ? n + by : n);
	}
	if (!done)
		put_cell(&s->scratch, mine, by);
	if (s->scratch.len)
		kv_put(s->kv, key_str(&row), buf_view(&s->scratch));
	else
		kv_del(s->kv, key_str(&row));
}

void cell_walk(struct cell_walk *w, struct store *s, struct key from, struct key to)
{
	*w = (struct cell_walk){ .bad = 0 };
	w->from = from;
	w->to = to;
	kv_walk(&w->rows, s->kv, key_str(&w->from), key_str(&w->to));
}

bool cell_step(struct cell_walk *w)
{
	struct str name;
	while (true) {
		while (cut_cell(&w->rest, &name, &w->n)) {
			if (key_read_cell_tail(name, &w->cell))
				return true;
			w->bad++;
		}
		w->bad += w->rest.len > 0;
		if (!kv_step(&w->rows))
			return false;
		w->rest = w->rows.value;
		if (!key_read_cells(w->rows.key, &w->cell.firm, &w->cell.hour)) {
			w->rest.len = 0;
			w->bad++;
		}
	}
}

/* ---- what a post counts for ---- */

void count_cells(const struct merged *m, int64_t hour, bool copy,
	void (*each)(void *self, const struct cell *c), void *self)
{
	struct role_row r;
	size_t at = 0;
	if (!merge_live(m))
		return;
	while (merge_firm(m, &at, &r)) {
		struct cell c = { .hour = hour, .firm = r.firm, .platform = m->names[0].platform,
			.category = m->names[0].category, .role = r.role, .process = m->version.process,
			.label = r.label, .copy = copy && role_is_mention(r.role) };
		each(self, &c);
	}
}

struct adding { struct store *s; int by; };

static void add_cell(void *self, const struct cell *c)
{
	struct adding *a = self;
	cell_add(a->s, c, a->by);
}

void count_as(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, bool copy, int by)
{
	struct adding a = { s, by };
	count_cells(m, key_hour_of(merge_published(m)), copy, add_cell, &a);
	index_post(s, hash, m, copy, by);
}

void count_post(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, int by)
{
	count_as(s, hash, m, group_is_copy(s, hash, m), by);
}
