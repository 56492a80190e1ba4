/* Polls in rows of a week: in order however they come, read over the edges of rows, purged by the row. */
#include "box.h"

#define WEEK (POLL_HOURS * 3600)
#define EDGE (NOW / WEEK * WEEK)                     /* where a row begins */

static void poll(struct store *s, const char *source, int64_t at, bool ok, int64_t status, int64_t posts,
	const char *error)
{
	struct state st = { .source = str_of(source), .has_poll = true, .poll = { .at = at, .ok = ok,
		.status = status, .posts = posts, .error = error ? str_of(error) : (struct str){ NULL, 0 },
		.not_before = CLOCK_NONE } };
	store_state(s, &st);
}

struct heard { struct fact_poll at[64]; char error[64][16]; size_t n; };

static enum status hear(void *self, const struct fact_poll *p, struct err *e)
{
	struct heard *h = self;
	(void)e;
	snprintf(h->error[h->n], sizeof h->error[h->n], "%.*s", STR_ARG(p->error));
	h->at[h->n++] = *p;
	return STATUS_OK;
}

static struct heard heard(struct store *s, const char *source, int64_t from, int64_t to)
{
	struct heard h = { .n = 0 };
	struct err e;
	struct store_polls *p = store_polls_new(s, from, to);
	assert_int_equal(store_polls_of(p, source, hear, &h, &e), STATUS_OK);
	store_polls_free(p);
	return h;
}

static void polls_are_in_order_and_whole(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	static const struct { int64_t at, status, posts; bool ok; const char *error; } all[] = {
		{ EDGE - 1, 200, 0, true, NULL }, { EDGE, 200, 255, true, NULL },
		{ EDGE + 1, 200, 256, true, NULL }, { EDGE + 2, 304, 3, true, NULL },
		{ EDGE + 3, 503, 0, false, "HTTP 503" }, { EDGE + 4, 0, 0, false, "no answer" },
		{ EDGE + 5, 200, 40, true, "cut" }, { EDGE + 6, 200, 7, false, NULL } };
	size_t n = sizeof all / sizeof *all;
	for (size_t i = 0; i < n; i++) {                 /* in another order, and the first ones twice */
		size_t k = i * 5 % n;
		poll(s, "bron", all[k].at, all[k].ok, all[k].status, i < 3 ? 99 : all[k].posts, all[k].error);
	}
	for (size_t i = 0; i < 3; i++)
		poll(s, "bron", all[i * 5 % n].at, all[i * 5 % n].ok, all[i * 5 % n].status,
			all[i * 5 % n].posts, all[i * 5 % n].error);
	struct heard h = heard(s, "bron", EDGE - WEEK, NOW + 1);
	assert_int_equal(h.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(h.at[i].at, all[i].at);
		assert_int_equal(h.at[i].ok, all[i].ok);
		assert_int_equal(h.at[i].status, all[i].status);
		assert_int_equal(h.at[i].posts, all[i].posts);
		assert_string_equal(h.error[i], all[i].error ? all[i].error : "");
		assert_int_equal(h.at[i].error.p == NULL, all[i].error == NULL);
	}
	assert_int_equal(heard(s, "bron", EDGE, EDGE + 1).n, 1);
	assert_int_equal(heard(s, "bron", EDGE - 1, EDGE).n, 1);
	assert_int_equal(heard(s, "bro", EDGE - WEEK, NOW + 1).n, 0);
}

static void the_first_is_of_any_source(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	assert_int_equal(store_first_poll(s), CLOCK_NONE);
	poll(s, "aaa", EDGE + 50, true, 200, 1, NULL);
	assert_int_equal(store_first_poll(s), EDGE + 50);
	poll(s, "bbb", EDGE + 20, false, 503, 0, "HTTP 503");
	poll(s, "ccc", EDGE + WEEK, true, 200, 1, NULL);
	assert_int_equal(store_first_poll(s), EDGE + 20);
	poll(s, "zzz", EDGE - 3 * WEEK, true, 200, 1, NULL);
	assert_int_equal(store_first_poll(s), EDGE - 3 * WEEK);
}

/* One reading of many: those between are passed, those that are not there have none. */
static void sources_are_asked_in_the_order_of_their_names(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	static const char *const asked[] = { "a", "b", "c", "c1", "zz" };
	static const size_t wanted[] = { 0, 2, 3, 1, 0 };
	struct err e;
	for (int week = 0; week < 3; week++)             /* c, d: in every row; b in two; c1 in the last */
		for (char c = 'b'; c < 'f'; c++)
			if (c != 'b' || week)
				poll(s, (char[]){ c, 0 }, EDGE - week * WEEK + c, true, 200, c, NULL);
	poll(s, "c1", EDGE, true, 200, 9, NULL);
	store_plan(s, "b", 60);
	store_plan(s, "c1", 120);
	struct store_polls *p = store_polls_new(s, EDGE - 2 * WEEK, NOW + 1);
	for (int i = 0; i < 5; i++) {
		struct heard h = { .n = 0 };
		assert_int_equal(store_polls_of(p, asked[i], hear, &h, &e), STATUS_OK);
		assert_int_equal(h.n, wanted[i]);
		for (size_t k = 0; k < h.n; k++) {
			assert_int_equal(h.at[k].posts, i == 3 ? 9 : *asked[i]);
			assert_int_equal(h.at[k].every_s, i == 1 ? 60 : i == 3 ? 120 : 0);
		}
	}
	store_polls_free(p);
}

/* What the plan was at each poll, as far as it is known. */
static void a_poll_knows_the_plan_of_its_time(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	poll(s, "bron", NOW - 100, true, 200, 1, NULL);
	poll(s, "bron", NOW + 100, true, 200, 1, NULL);
	assert_int_equal(heard(s, "bron", EDGE, NOW + 200).at[0].every_s, 0);
	store_plan(s, "bron", 900);
	struct heard h = heard(s, "bron", EDGE, NOW + 200);
	assert_int_equal(h.at[0].every_s, 900);          /* the first plan holds for what was before */
	assert_int_equal(h.at[1].every_s, 900);
}

static void purged_by_the_row(void **state)
{
	struct store *s = ((struct box *)*state)->s;
	struct buf out;
	struct err e;
	buf_init(&out, 4096);
	for (int i = 0; i < 5; i++)
		poll(s, "bron", EDGE - WEEK + i, true, 200, 1, NULL);
	poll(s, "bron", EDGE, true, 200, 1, NULL);
	assert_int_equal(store_purge(s, EDGE - 1 + 400 * 86400, &out, &e), STATUS_OK);
	assert_true(memmem(out.p, out.len, " 0 polls", 8) != NULL);
	assert_int_equal(store_first_poll(s), EDGE - WEEK);
	assert_int_equal(store_purge(s, EDGE + 400 * 86400, &out, &e), STATUS_OK);
	assert_true(memmem(out.p, out.len, " 5 polls", 8) != NULL);
	assert_int_equal(store_first_poll(s), EDGE);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(polls_are_in_order_and_whole, box_new, box_free),
		cmocka_unit_test_setup_teardown(the_first_is_of_any_source, box_new, box_free),
		cmocka_unit_test_setup_teardown(sources_are_asked_in_the_order_of_their_names, box_new,
			box_free),
		cmocka_unit_test_setup_teardown(a_poll_knows_the_plan_of_its_time, box_new, box_free),
		cmocka_unit_test_setup_teardown(purged_by_the_row, box_new, box_free),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
