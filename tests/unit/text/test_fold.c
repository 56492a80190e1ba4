/* Folding: lower case, accents, composition, signs; every row of the tables. */
#include "../test.h"
#include <luister/caps.h>
#include <luister/token.h>
#include "fold_table.h"

static void check(const char *in, const char *plain, const char *folded)
{
	struct buf b;

	buf_init(&b, CAP_LINE);
	fold_case(&b, str_of(in));
	assert_string_equal(buf_cstr(&b), plain);
	buf_clear(&b);
	fold(&b, str_of(in));
	assert_string_equal(buf_cstr(&b), folded);
	buf_free(&b);
}

static void letters(void **state)
{
	(void)state;
	check("", "", "");
	check("Duinzicht", "duinzicht", "duinzicht");
	check("ÉÉN", "één", "een");
	check("Coördinatie", "coördinatie", "coordinatie");
	check("IJS ĳS ĲS", "ijs ijs ijs", "ijs ijs ijs");
	check("Straße ẞ", "straße ß", "strasse ss");
	check("Łódź Ørsted Æsir Œuvre", "łódź ørsted æsir œuvre", "lodz orsted aesir oeuvre");
	check("Ñandú Çà", "ñandú çà", "nandu ca");
	check("Việt", "việt", "viet");
	check("ΑΒΓ ЖУК", "αβγ жук", "αβγ жук");
}

static void combining_marks(void **state)
{
	(void)state;
	check("cafe\xCC\x81", "café", "cafe");
	check("E\xCC\x81\xC3\x89", "éé", "ee");
	check("o\xCC\x88o\xCC\x80", "öò", "oo");
	check("\xCC\x81" "a", "\xCC\x81" "a", "a");           /* a mark with nothing before it */
	check("a\xCC\x82\xCC\x81", "ấ", "a");             /* two marks: one letter */
	check("1\xCC\x81", "1\xCC\x81", "1");
}

static void signs(void **state)
{
	(void)state;
	check("zo’n ‘t", "zo'n 't", "zo'n 't");
	check("niet‑dit", "niet-dit", "niet-dit");
	check("a\xC2\xA0" "b", "a b", "a b");
	check("soft\xC2\xADhyphen", "soft\xC2\xADhyphen", "softhyphen");
	check("👍🏽", "👍🏽", "👍");
	check("❤️", "❤️", "❤");
	check("🤷‍♀️", "🤷‍♀️", "🤷");
}

static void bad_bytes(void **state)
{
	(void)state;
	check("a\xFFz", "a\xEF\xBF\xBDz", "a\xEF\xBF\xBDz");
}

/* Sorted, lower case is its own lower case, and folding what is folded changes nothing. */
static void the_tables(void **state)
{
	size_t n = sizeof fold_letters / sizeof *fold_letters;
	struct buf in, once, twice;

	(void)state;
	assert_true(n > 200);
	buf_init(&in, 64);
	buf_init(&once, 64);
	buf_init(&twice, 64);
	for (size_t i = 0; i < n; i++) {
		if (i)
			assert_true(fold_letters[i - 1].cp < fold_letters[i].cp);
		buf_clear(&in), buf_clear(&once), buf_clear(&twice);
		utf8_put(&in, fold_letters[i].cp);
		fold(&once, buf_view(&in));
		fold(&twice, buf_view(&once));
		assert_true(once.len && str_eq(buf_view(&once), buf_view(&twice)));
		buf_clear(&once), buf_clear(&twice);
		fold_case(&once, buf_view(&in));
		fold_case(&twice, buf_view(&once));
		assert_true(once.len && str_eq(buf_view(&once), buf_view(&twice)));
	}
	for (size_t i = 1; i < sizeof fold_pairs / sizeof *fold_pairs; i++)
		assert_true(fold_pairs[i - 1].base < fold_pairs[i].base ||
			(fold_pairs[i - 1].base == fold_pairs[i].base &&
			fold_pairs[i - 1].mark < fold_pairs[i].mark));
	buf_free(&in), buf_free(&once), buf_free(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters), cmocka_unit_test(combining_marks), cmocka_unit_test(signs),
			cmocka_unit_test(bad_bytes),
		cmocka_unit_test(the_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
