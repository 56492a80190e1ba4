/* Copies that are not word for word: fifty pairs that are, and fifty that only look it (copies.tsv). */
#include "../test.h"
#include <stdlib.h>
#include <string.h>
#include <luister/caps.h>
#include <luister/file.h>
#include <luister/mem.h>
#include "../../../src/store/near.h"

static const struct hash_key key = { "not a secret, only a key" };

/* The words of a column, in which \n stands for a line break. */
static void words_of(struct str column, struct buf *out)
{
	struct buf text;

	buf_init(&text, CAP_LINE);
	for (size_t i = 0; i < column.len; i++) {
		bool escaped = column.p[i] == '\\' && i + 1 < column.len && column.p[i + 1] == 'n';
		buf_putc(&text, escaped ? '\n' : column.p[i]);
		i += escaped;
	}
	buf_clear(out);
	near_words(buf_view(&text), out);
	buf_free(&text);
}

static bool common_print(struct str a, struct str b)
{
	unsigned char x[NEAR_PRINTS][HASH_LEN], y[NEAR_PRINTS][HASH_LEN];
	size_t n = near_prints(a, &key, x), m = near_prints(b, &key, y);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			if (memcmp(x[i], y[j], HASH_LEN) == 0)
				return true;
	return false;
}

static bool maybe(struct str a, struct str b)
{
	unsigned char x[NEAR_SKETCH], y[NEAR_SKETCH];

	near_sketch(a, x);
	near_sketch(b, y);
	assert_int_equal(near_maybe(x, y), near_maybe(y, x));
	return near_maybe(x, y);
}

static int judge(struct str row, int count[2])
{
	struct str kind = row, first = row, rest = row;
	struct buf a, b;
	int wrong = 0;

	assert_true(str_cut(&rest, '\t', &kind) && str_cut(&rest, '\t', &first));
	bool want = str_is(kind, "same");
	buf_init(&a, CAP_LINE);
	buf_init(&b, CAP_LINE);
	words_of(first, &a);
	words_of(rest, &b);
	bool got = near_same(buf_view(&a), buf_view(&b));
	if (got != near_same(buf_view(&b), buf_view(&a)))
		print_error("not the same both ways: %.*s\n", (int)row.len, row.p), wrong++;
	if (got != want)
		print_error("not %.*s\n", (int)row.len, row.p), wrong++;
	if (want && !common_print(buf_view(&a), buf_view(&b)))
		print_error("no fingerprint in common: %.*s\n", (int)row.len, row.p), wrong++;
	if (want && !maybe(buf_view(&a), buf_view(&b)))
		print_error("told apart by their sketches: %.*s\n", (int)row.len, row.p), wrong++;
	count[want]++;
	buf_free(&a);
	buf_free(&b);
	return wrong;
}

static void fifty_and_fifty(void **state)
{
	const char *source = getenv("LUISTER_SRC");
	char *path = mem_printf("%s/tests/unit/store/copies.tsv", source ? source : ".");
	int count[2] = { 0 }, wrong = 0;
	struct str rest, line;
	struct buf b;

	(void)state;
	buf_init(&b, CAP_LINE);
	assert_int_equal(file_read(path, &b, NULL), STATUS_OK);
	mem_free(path);
	rest = buf_view(&b);
	while (rest.len > 0 && str_cut(&rest, '\n', &line))
		if (line.len > 0 && line.p[0] != '#')
			wrong += judge(line, count);
	buf_free(&b);
	assert_int_equal(count[0], 50);
	assert_int_equal(count[1], 50);
	assert_int_equal(wrong, 0);
}

static void words_are_bare(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, CAP_LINE);
	assert_int_equal(near_words(STR("“ÉÉN, twee” (drie!) #Vier @vijf https://x.example/zes 👍 – 7%"),
		&out), 6);
	assert_string_equal(buf_cstr(&out), "één twee drie vier vijf 7");
	buf_clear(&out);
	assert_int_equal(near_words(STR(" \n 👍 --- https://x.example "), &out), 0);
	buf_free(&out);
}

static void short_texts_are_nobodys_copy(void **state)
{
	unsigned char prints[NEAR_PRINTS][HASH_LEN];

	(void)state;
	assert_false(near_same(STR("bedankt voor de goede service"), STR("bedankt voor de goede service")));
	assert_int_equal(near_prints(STR("een twee drie vier vijf zes zeven"), &key, prints), 0);
	assert_int_equal(near_prints(STR("een twee drie vier vijf zes zeven acht"), &key, prints), 6);
}

/* Longer than what is compared, and with nothing in common at all. */
static void long_texts(void **state)
{
	struct buf a, b;

	(void)state;
	buf_init(&a, CAP_LINE);
	buf_init(&b, CAP_LINE);
	for (int i = 0; i < 400; i++) {
		buf_printf(&a, "%swoord%c%c", i ? " " : "", 'a' + i % 26, 'a' + i / 26);
		buf_printf(&b, "%sander%c%c", i ? " " : "", 'a' + i % 26, 'a' + i / 26);
	}
	assert_true(near_same(buf_view(&a), buf_view(&a)));
	assert_false(near_same(buf_view(&a), buf_view(&b)));
	buf_free(&a);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fifty_and_fifty),
		cmocka_unit_test(words_are_bare),
		cmocka_unit_test(short_texts_are_nobodys_copy),
		cmocka_unit_test(long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
