/* Counters in rows: random moves against a plain table, the outline beside them, rows that are damaged. */
#include "box.h"

#define FIRST 500016                                 /* an hour; the first of a row of either table */
#define HOURS 200
#define NCELLS 4000

struct counted { struct cell c; int64_t n; };
static struct counted all[NCELLS];

static unsigned below(unsigned n) { return (unsigned)rand() % n; }

/* Names of every length, counts of every width, hours of more rows than one. */
static struct cell random_cell(void)
{
	static char letters[KEY_NAME_MAX];
	static const char *const firms[] = { "duinzicht", "duinzicht2", "kuiper" };
	static const size_t lengths[] = { 0, 1, 8, 9, 62, 63, 64, KEY_NAME_MAX };
	memset(letters, 'p', sizeof letters);
	return (struct cell){ .hour = FIRST + below(HOURS), .firm = str_of(firms[below(3)]),
		.platform = { letters, lengths[below(8)] }, .category = below(CATEGORY_COUNT),
		.role = below(ROLE_COUNT + 1), .process = below(PROCESS_COUNT), .label = below(LABEL_COUNT),
		.copy = below(4) == 0, .spam = below(4) == 0, .linked = below(2) };
}

static void random_moves(struct store *s)
{
	static const int64_t by[] = { 1, 1, 2, 29, 30, 31, 254, 255, 256, 70000 };
	srand(20261127);
	for (size_t i = 0; i < NCELLS; i++) {
		all[i] = (struct counted){ random_cell(), by[below(10)] };
		cell_add(s, &all[i].c, all[i].n);
	}
	for (size_t i = 0; i < NCELLS; i += 3) {         /* some go again, whole or in part */
		int64_t back = below(2) ? all[i].n : all[i].n / 2;
		cell_add(s, &all[i].c, -back);
		all[i].n -= back;
	}
}

static int by_key(const void *a, const void *b)
{
	struct key x = key_cell(&((const struct counted *)a)->c);
	struct key y = key_cell(&((const struct counted *)b)->c);
	return str_cmp(key_str(&x), key_str(&y));
}

/* As a walk tells them: in order, one of each, none of zero. */
static size_t settled(void)
{
	size_t n = 0;
	qsort(all, NCELLS, sizeof *all, by_key);
	for (size_t i = 0; i < NCELLS; i++) {
		if (n && by_key(&all[n - 1], &all[i]) == 0)
			all[n - 1].n += all[i].n;
		else if (n && all[n - 1].n == 0)
			all[n - 1] = all[i];
		else
			all[n++] = all[i];
	}
	return n - (all[n - 1].n == 0);
}

static void rows_hold_what_was_added(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	struct cell_walk w;
	size_t i = 0;
	random_moves(s);
	size_t n = settled();
	cell_walk(&w, s, key_table('C'), key_table('C' + 1));
	for (; cell_step(&w); i++) {
		struct counted x = { w.cell, w.n };
		assert_true(i < n);
		assert_int_equal(by_key(&x, &all[i]), 0);
		assert_int_equal(w.n, all[i].n);
	}
	assert_int_equal(i, n);
	assert_int_equal(w.bad, 0);
	assert_true(n > NCELLS / 2);
}

struct sent { long long posts[5][2], replies[5][2]; };

static void sent(void *self, size_t firm, size_t span, const struct own_sum *o)
{
	struct sent *t = self;
	t->posts[firm][span] += o->posts;
	t->replies[firm][span] += o->replies;
}

/* Spans that end inside rows, firms with others between them: the outline's sums are the counters'. */
static void the_outline_is_a_part_of_the_counters(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	const int64_t at[] = { (FIRST + 7) * 3600, (FIRST + 101) * 3600, (FIRST + HOURS - 3) * 3600 };
	const char *const firms[] = { "aaa", "duinzicht", "duinzicht1", "kuiper", "zzz" };
	struct outline_sum part[5][2], again[5][2], nothing = { 0 };
	struct sent mine = { 0 }, late = { 0 };
	struct count_sum full[2];
	struct err e;
	const struct own_counts every = { sent, &mine, 0 }, later = { sent, &late, 1 };
	assert_int_equal(store_outline(s, firms, 5, at, 2, part[0], every, &e), STATUS_OK);
	assert_int_equal(store_outline(s, firms, 5, at, 2, again[0], later, &e), STATUS_OK);
	assert_memory_equal(part, again, sizeof part);
	for (int f = 0; f < 5; f++) {
		assert_int_equal(late.posts[f][0], 0);
		assert_int_equal(late.posts[f][1], mine.posts[f][1]);
		assert_int_equal(late.replies[f][1], mine.replies[f][1]);
		assert_int_equal(store_count(s, firms[f], at, 2, full, &e), STATUS_OK);
		for (int i = 0; i < 2; i++) {
			const struct outline_sum *o = &part[f][i];
			assert_int_equal(o->n, full[i].n);
			assert_memory_equal(o->label, full[i].label, sizeof full[i].label);
			assert_int_equal(mine.posts[f][i], full[i].own);
			assert_true(mine.replies[f][i] <= mine.posts[f][i]);
			if (f != 1 && f != 3)
				assert_memory_equal(o, &nothing, sizeof nothing);
			else
				assert_true(o->starts > o->starts_negative && o->starts_negative > 0 &&
					o->starts < o->n);
		}
	}
}

/* A recount sees a row that is another, one that is missing, and one too many. */
static void the_outline_is_checked_against_the_counters(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	struct key k = key_outline(FIRST, STR("kuiper")), other = key_outline(FIRST, STR("niemand"));
	struct str row;
	assert_int_equal(outline_check(s), 0);
	assert_true(kv_get(s->kv, key_str(&k), &row));
	char *copy = mem_dupn(row.p, row.len);
	struct str was = { copy, row.len }, cut = { copy, row.len - 1 };
	kv_put(s->kv, key_str(&k), cut);
	assert_int_equal(outline_check(s), 1);
	kv_del(s->kv, key_str(&k));
	assert_int_equal(outline_check(s), 1);
	kv_put(s->kv, key_str(&k), was);
	kv_put(s->kv, key_str(&other), was);
	assert_int_equal(outline_check(s), 1);
	kv_del(s->kv, key_str(&other));
	assert_int_equal(outline_check(s), 0);
	mem_free(copy);
}

/* A row cut anywhere ends there, without a read past its end. */
static void a_row_that_is_cut_is_told(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	struct key k = key_cells(STR("kuiper"), FIRST);
	struct cell_walk w;
	struct str row;
	size_t whole = 0, bad = 0;
	assert_true(kv_get(s->kv, key_str(&k), &row));
	char *copy = mem_dupn(row.p, row.len);
	size_t len = row.len;
	for (size_t n = 0; n < len; n++) {
		char *exact = mem_dupn(copy, n);
		kv_put(s->kv, key_str(&k), (struct str){ exact, n });
		cell_walk(&w, s, key_table('C'), key_table('C' + 1));
		while (cell_step(&w))
			;
		whole += w.bad == 0;
		bad += w.bad == 1;
		mem_free(exact);
	}
	assert_int_equal(whole + bad, len);
	assert_true(bad > whole && whole > 0);
	kv_put(s->kv, key_str(&k), (struct str){ copy, len });
	mem_free(copy);
}

/* As is one with an hour of another row. */
static void an_hour_beyond_its_row_is_told(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	struct key k = key_cells(STR("zuid"), FIRST);
	struct cell_walk w;
	char row[] = { (char)(128 + 1), CELL_HOURS, 64 };
	for (int damaged = 1; damaged >= 0; damaged--) {
		row[1] = (char)(CELL_HOURS - 1 + damaged);
		kv_put(s->kv, key_str(&k), (struct str){ row, sizeof row });
		cell_walk(&w, s, key_name('C', STR("zuid")), key_name_end('C', STR("zuid")));
		assert_int_equal(cell_step(&w), !damaged);
		assert_int_equal(w.bad, damaged);
		kv_stop(&w.rows);
	}
	kv_del(s->kv, key_str(&k));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_hold_what_was_added),
		cmocka_unit_test(the_outline_is_a_part_of_the_counters),
		cmocka_unit_test(the_outline_is_checked_against_the_counters),
		cmocka_unit_test(a_row_that_is_cut_is_told),
		cmocka_unit_test(an_hour_beyond_its_row_is_told),
	};
	return cmocka_run_group_tests(tests, box_new, box_free);
}
