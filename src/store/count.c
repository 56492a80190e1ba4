/* count.c: counters as a pure function of the merged posts. A counter is never set, only moved: what a post
 * counted for before is taken away and what it counts for now is added. */
#include <string.h>
#include "inside.h"

void cell_add(struct store *s, const struct cell *c, int64_t by)
{
	struct key k = key_cell(c);
	struct str v;
	int64_t n = 0;
	if (kv_get(s->kv, key_str(&k), &v)) {
		struct bytes b = { v, false };
		n = bytes_get_i64(&b);
	}
	n += by;
	if (n == 0) {
		kv_del(s->kv, key_str(&k));
		return;
	}
	buf_clear(&s->scratch);
	bytes_i64(&s->scratch, n);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
}

static bool is_mention(enum role r) { return r == ROLE_ADDRESSED || r == ROLE_MENTION; }

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
			.label = r.label, .copy = copy && is_mention(r.role) };
		each(self, &c);
	}
}

struct adding { struct store *s; int64_t by; };

static void add_cell(void *self, const struct cell *c)
{
	struct adding *a = self;
	cell_add(a->s, c, a->by);
}

void count_as(struct store *s, const struct merged *m, bool copy, int64_t by)
{
	struct adding a = { s, by };
	count_cells(m, key_hour_of(merge_published(m)), copy, add_cell, &a);
}

void count_post(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *m, int64_t by)
{
	count_as(s, m, group_is_copy(s, hash, m), by);
}
