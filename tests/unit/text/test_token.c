/* Tokens: a table of awkward texts, then what a table cannot say. */
#include "../test.h"
#include <stdlib.h>
#include <luister/caps.h>
#include <luister/clock.h>
#include <luister/file.h>
#include <luister/token.h>

static struct tokenizer *tokenizer;
static struct arena *arena;

static int open_all(void **state)
{
	(void)state;
	tokenizer = tokenizer_new();
	arena = arena_new();
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	tokenizer_free(tokenizer);
	arena_free(arena);
	return 0;
}

static void spell(struct buf *out, const struct tokens *t)
{
	static const char *const kinds[] = { "word", "number", "url", "mention", "hashtag", "emoji",
		"emoticon", "punct" };

	buf_clear(out);
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%s%s%s%s%s:%.*s", i ? " " : "", t->t[i].part ? "+" : "", kinds[t->t[i].kind],
			t->t[i].caps ? "^" : "", t->t[i].elongated ? "~" : "", STR_ARG(t->t[i].fold));
}

static void awkward_texts(void **state)
{
	const char *source = getenv("LUISTER_SRC");
	char *path = mem_printf("%s/tests/unit/text/tokens.tsv", source ? source : ".");
	struct buf file, out;
	struct str rest, line, text;
	int lines = 0, wrong = 0;

	(void)state;
	buf_init(&file, CAP_LINE);
	buf_init(&out, CAP_LINE);
	assert_int_equal(file_read(path, &file, NULL), STATUS_OK);
	for (rest = buf_view(&file); str_cut(&rest, '\n', &line);) {
		if (!line.len || str_prefix(line, STR("# text")))
			continue;
		assert_true(str_cut(&line, '\t', &text));
		arena_reset(arena);
		struct tokens t = tokenize(tokenizer, text, arena);
		spell(&out, &t);
		lines++;
		if (str_eq(buf_view(&out), line))
			continue;
		wrong++;
		print_error("%.*s\n  wanted %.*s\n  got    %s\n", STR_ARG(text), STR_ARG(line),
			buf_cstr(&out));
	}
	assert_int_equal(wrong, 0);
	assert_true(lines >= 200);
	buf_free(&file);
	buf_free(&out);
	mem_free(path);
}

static void spaces_and_lines(void **state)
{
	struct tokens t = tokenize(tokenizer, STR("Een twee\ndrie.\n\n vier"), arena);

	(void)state;
	assert_int_equal(t.n, 5);
	assert_false(t.t[0].space);
	assert_true(t.t[1].space && !t.t[1].newline);
	assert_true(t.t[2].space && t.t[2].newline);
	assert_false(t.t[3].space || t.t[3].newline);
	assert_true(t.t[4].space && t.t[4].newline);
}

static void offsets_are_the_bytes(void **state)
{
	struct str text = STR("Één ❤️ bij #CaféZuid!");
	struct tokens t = tokenize(tokenizer, text, arena);
	static const struct { size_t offset, len; } want[] = { { 0, 5 }, { 6, 6 }, { 13, 3 }, { 17, 10 },
		{ 18, 5 }, { 23, 4 }, { 27, 1 } };

	(void)state;
	assert_int_equal(t.n, 7);
	for (size_t i = 0; i < t.n; i++) {
		assert_int_equal(t.t[i].offset, want[i].offset);
		assert_int_equal(t.t[i].len, want[i].len);
	}
}

static void plain_keeps_accents(void **state)
{
	struct tokens t = tokenize(tokenizer, STR("CAFE\xCC\x81 D\xC3\x9CINZICHT"), arena);

	(void)state;
	assert_int_equal(t.n, 2);
	assert_true(str_is(t.t[0].plain, "caf\xC3\xA9") && str_is(t.t[0].fold, "cafe"));
	assert_true(str_is(t.t[1].plain, "d\xC3\xBCinzicht") && str_is(t.t[1].fold, "duinzicht"));
}

static void empty_and_blank(void **state)
{
	(void)state;
	assert_int_equal(tokenize(tokenizer, STR(""), arena).n, 0);
	assert_int_equal(tokenize(tokenizer, (struct str){ 0 }, arena).n, 0);
	assert_int_equal(tokenize(tokenizer, STR(" \n\t \r\n"), arena).n, 0);
}

static void too_many_are_cut(void **state)
{
	size_t n = 2 * (CAP_TOKENS + 50);
	char *text = mem_alloc(n + 1);

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = i % 2 ? ' ' : 'a';
	struct tokens t = tokenize(tokenizer, (struct str){ text, n }, arena);
	assert_true(t.cut);
	assert_true(t.n >= CAP_TOKENS && t.n < CAP_TOKENS + 10);
	mem_free(text);
	arena_reset(arena);
}

/* Texts made to make a backtracking pattern slow: each must take far less than a second. */
static void hostile_texts(void **state)
{
	static const char *const bits[] = { "a", "ab.", "a-", "@a.", "([", "a.b@", ":(", "http://", "#_",
		"-_", "1.", "1-", "(:", "ab.a-", "\xE2\x80\x8D", "\xF0\x9F\x91\xA9\xE2\x80\x8D", "!?", "a'",
		"e\xCC\x81" };
	struct buf text;

	(void)state;
	buf_init(&text, CAP_TEXT);
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
		buf_clear(&text);
		while (text.len + strlen(bits[i]) <= CAP_TEXT)
			buf_puts(&text, bits[i]);
		arena_reset(arena);
		struct tokens t = tokenize(tokenizer, buf_view(&text), arena);
		assert_true(t.n <= CAP_TOKENS);
		for (size_t k = 0; k < t.n; k++)
			assert_true(t.t[k].offset + t.t[k].len <= text.len);
	}
	buf_free(&text);
	arena_reset(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(awkward_texts), cmocka_unit_test(spaces_and_lines),
			cmocka_unit_test(offsets_are_the_bytes),
		cmocka_unit_test(plain_keeps_accents), cmocka_unit_test(empty_and_blank),
		cmocka_unit_test(too_many_are_cut), cmocka_unit_test(hostile_texts),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
