/* Tokens: a table of awkward texts, then what a table cannot say. */
#include "../test.h"
#include <stdlib.h>
#include <luister/caps.h>
#include <luister/clock.h>
#include <luister/file.h>
#include "token_in.h"

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

/* The spans are in order and in the text, what they leave out is white space or unseen, and each holds the
 * bytes that its forms say. */
static void check_spans(struct str text, const struct tokens *t)
{
	struct buf want, rest;
	size_t last = 0;

	buf_init(&want, CAP_LINE);
	buf_init(&rest, CAP_LINE);
	for (size_t i = 0; i < t->n; i++) {
		const struct token *x = &t->t[i];
		struct str raw = { text.p + x->offset, x->len };
		assert_true(x->len > 0 && x->offset + x->len <= text.len && utf8_valid(raw));
		if (!x->part) {
			assert_true(x->offset >= last);
			fold(&rest, (struct str){ text.p + last, x->offset - last });
			last = x->offset + x->len;
		}
		if (x->kind == TOKEN_HASHTAG || x->kind == TOKEN_MENTION)
			raw = (struct str){ raw.p + 1, raw.len - 1 };
		buf_clear(&want);
		fold_case(&want, raw);
		assert_true(str_eq(buf_view(&want), x->plain));
		buf_clear(&want);
		fold(&want, raw);
		if (!want.len)                  /* a mark on nothing: not folded away */
			buf_str(&want, x->plain);
		if (str_eq(buf_view(&want), x->fold) == x->elongated)
			fail_msg("%.*s: %s is not %.*s", STR_ARG(text), buf_cstr(&want), STR_ARG(x->fold));
	}
	fold(&rest, (struct str){ text.p + last, text.len - last });
	for (size_t at = 0; at < rest.len;) {
		uint32_t cp = utf8_next(buf_view(&rest), &at);
		assert_true(cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x2028 ||
			cp == 0x2029 || cp == 0x202F || cp == 0xFEFF);
	}
	buf_free(&want);
	buf_free(&rest);
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
		check_spans(text, &t);
		lines++;
		if (str_eq(buf_view(&out), line))
			continue;
		wrong++;
		print_error("%.*s\n  wanted %.*s\n  got    %s\n", STR_ARG(text), STR_ARG(line),
			buf_cstr(&out));
	}
	assert_int_equal(wrong, 0);
	assert_true(lines >= 300);
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

/* What is no UTF-8 comes repaired: U+FFFD for a bad byte and for NUL, a sign that ends a word. */
static void repaired_bytes(void **state)
{
	static const struct { struct str raw; const char *want; } rows[] = {
		{ STR("goed\xFFzo"), "word:goed punct:\xEF\xBF\xBD word:zo" },
		{ STR("goed\0zo"), "word:goed punct:\xEF\xBF\xBD word:zo" },
		{ STR("\xC3"), "punct:\xEF\xBF\xBD" },
		{ STR("caf\xE9"), "word:caf punct:\xEF\xBF\xBD" },
		{ STR("#tag\xED\xA0\x80"), "hashtag:tag punct:\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ STR("x.nl/\xC0\xAF"), "url:x.nl/\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ STR("\xF0\x9F\x91"), "punct:\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	};
	struct buf text, out;

	(void)state;
	buf_init(&text, CAP_TEXT);
	buf_init(&out, CAP_LINE);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&text);
		utf8_repair(&text, rows[i].raw);
		arena_reset(arena);
		struct tokens t = tokenize(tokenizer, buf_view(&text), arena);
		spell(&out, &t);
		check_spans(buf_view(&text), &t);
		assert_string_equal(buf_cstr(&out), rows[i].want);
	}
	buf_free(&text);
	buf_free(&out);
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

/* Texts made to make a backtracking pattern slow: each takes far less than a second. */
static void hostile_texts(void **state)
{
	static const char *const bits[] = { "a", "ab.", "a-", "@a.", "([", "a.b@", ":(", "http://", "#_",
		"-_", "1.", "1-", "(:", "ab.a-", "\xE2\x80\x8D", "\xF0\x9F\x91\xA9\xE2\x80\x8D", "!?", "a'",
		"e\xCC\x81" };
	struct buf text;

	(void)state;
	buf_init(&text, CAP_TEXT);
	int64_t began = clock_now();
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
	assert_true(clock_now() - began < (int64_t)(sizeof bits / sizeof *bits));
	buf_free(&text);
	arena_reset(arena);
}

/* What is cut without the pattern is cut as by it: random texts of what either may find. */
static void as_the_pattern_cuts(void **state)
{
	static const char *const bits[] = { "a", "b", "x", "d", "D", "o", "y", "n", "Ze", "nl", "de", "www",
		"t", "s", "aa", "woord", "UIT-BD", "</3", "1", "8", "3", "20", " ", " ", ".", ",", ",", ":",
		";", "!", "?", "(", ")", "'", "\"", "-", "_", "/", "@", "#", "&", "%", "\u00e9", "\u2019",
		"[", "]", "<", "=", "^", "*", "\n", "\\", "+", "\u2026", "\u0301", "\u0662", "\u00ad" };
	struct buf text;
	uint32_t dice = 1;

	(void)state;
	buf_init(&text, CAP_LINE);
	for (int round = 0; round < 40000; round++) {
		buf_clear(&text);
		for (int i = 0; i < 12; i++) {
			dice = dice * 1664525 + 1013904223;
			buf_puts(&text, bits[(dice >> 16) % (sizeof bits / sizeof *bits)]);
		}
		arena_reset(arena);
		struct tokens a = tokenize(tokenizer, buf_view(&text), arena);
		struct tokens b = tokenize_by_pattern(tokenizer, buf_view(&text), arena);
		bool same = a.n == b.n;
		for (size_t i = 0; same && i < a.n; i++) {
			const struct token *x = &a.t[i], *y = &b.t[i];
			same = x->kind == y->kind && x->offset == y->offset && x->len == y->len &&
				x->caps == y->caps && x->elongated == y->elongated && x->part == y->part &&
				str_eq(x->fold, y->fold) && str_eq(x->plain, y->plain);
		}
		if (!same)
			fail_msg("%.*s", STR_ARG(buf_view(&text)));
	}
	buf_free(&text);
	arena_reset(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(awkward_texts), cmocka_unit_test(spaces_and_lines),
		cmocka_unit_test(offsets_are_the_bytes), cmocka_unit_test(plain_keeps_accents),
		cmocka_unit_test(empty_and_blank), cmocka_unit_test(repaired_bytes),
		cmocka_unit_test(too_many_are_cut), cmocka_unit_test(hostile_texts),
		cmocka_unit_test(as_the_pattern_cuts),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
