/* The join must not see order: all permutations of the same contributions give the same bytes. */
#include "../test.h"
#include "../../../src/store/inside.h"

#define N 5

static unsigned long state_of_luck;

static unsigned luck(unsigned k)
{
	state_of_luck = state_of_luck * 6364136223846793005UL + 1442695040888963407UL;
	return (unsigned)(state_of_luck >> 33) % k;
}

/* A contribution out of few values, so that ties and contradictions are common. */
static void random_part(struct merged *m)
{
	static const char *const names[] = { "a", "b", "c" }, *const firms[] = { "duinzicht", "kuiper" };
	merge_init(m);
	m->seen = 100 + luck(3);
	if (luck(4) == 0) {
		m->deleted = 10 + luck(4);
		return;
	}
	m->version = (struct version){ .present = true, .updated = 9 + luck(5), .published = 9,
		.rating = POST_UNKNOWN,
		.scored = luck(2), .spam = luck(2), .lang = STR("nl") };
	m->version.content[0] = (unsigned char)luck(2);
	m->version.context[0] = (unsigned char)luck(3);
	merge_name(m, (struct naming){ str_of(names[luck(3)]), STR("mastodon"), (enum category)luck(2),
		m->version.updated });
	for (unsigned i = 0; i <= luck(2); i++)
		merge_role(m, (struct role_row){ str_of(firms[luck(2)]), (enum role)luck(ROLE_COUNT),
			(enum label)luck(LABEL_COUNT), (int)luck(3), m->version.updated });
}

static void joined(const struct merged *parts, const int *order, struct buf *out)
{
	struct merged m;
	merge_init(&m);
	for (int i = 0; i < N; i++)
		merge_join(&m, &parts[order[i]]);
	buf_clear(out);
	merge_encode(&m, out);
	merge_free(&m);
}

static bool next_order(int *o)
{
	int i = N - 2, j = N - 1;
	while (i >= 0 && o[i] > o[i + 1])
		i--;
	if (i < 0)
		return false;
	while (o[j] < o[i])
		j--;
	int t = o[i]; o[i] = o[j]; o[j] = t;
	for (int a = i + 1, b = N - 1; a < b; a++, b--) {
		t = o[a]; o[a] = o[b]; o[b] = t;
	}
	return true;
}

static void all_orders_give_the_same_row(void **state)
{
	(void)state;
	struct merged parts[N];
	struct buf first, other;
	buf_init(&first, CAP_ROW);
	buf_init(&other, CAP_ROW);
	for (state_of_luck = 1; state_of_luck < 3000; ) {
		unsigned long round = state_of_luck;
		int order[N] = { 0, 1, 2, 3, 4 };
		for (int i = 0; i < N; i++)
			random_part(&parts[i]);
		joined(parts, order, &first);
		while (next_order(order)) {
			joined(parts, order, &other);
			assert_true(str_eq(buf_view(&first), buf_view(&other)));
		}
		for (int i = 0; i < N; i++)
			merge_free(&parts[i]);
		state_of_luck = round + 1;
	}
	buf_free(&first);
	buf_free(&other);
}

/* (a b) (c d) = a b c d, and joining twice changes nothing. */
static void grouping_and_repeating_do_not_matter(void **state)
{
	(void)state;
	struct buf x, y;
	buf_init(&x, CAP_ROW);
	buf_init(&y, CAP_ROW);
	for (unsigned long round = 5000; round < 8000; round++) {
		struct merged a, b, c, left, right;
		state_of_luck = round;
		random_part(&a);
		random_part(&b);
		random_part(&c);
		merge_init(&left);
		merge_init(&right);
		merge_join(&left, &a);
		merge_join(&left, &b);
		merge_join(&left, &c);
		merge_join(&left, &b);
		merge_join(&b, &c);
		merge_join(&right, &a);
		merge_join(&right, &b);
		merge_join(&right, &right);
		buf_clear(&x);
		buf_clear(&y);
		merge_encode(&left, &x);
		merge_encode(&right, &y);
		assert_true(str_eq(buf_view(&x), buf_view(&y)));
		struct merged back;
		merge_init(&back);
		assert_true(merge_decode(&back, buf_view(&x)));
		buf_clear(&y);
		merge_encode(&back, &y);
		assert_true(str_eq(buf_view(&x), buf_view(&y)));
		for (size_t cut = 0; cut < x.len; cut++)
			assert_false(merge_decode(&back, (struct str){ x.p, cut }));
		merge_free(&a);
		merge_free(&b);
		merge_free(&c);
		merge_free(&left);
		merge_free(&right);
		merge_free(&back);
	}
	buf_free(&x);
	buf_free(&y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_orders_give_the_same_row),
		cmocka_unit_test(grouping_and_repeating_do_not_matter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
