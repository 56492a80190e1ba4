/* robots.txt as RFC 9309 reads it; the examples of its section 5 are among the rows. */
#include "../test.h"
#include "robots.h"

#define OURS "User-agent: luister\n"
#define ALL "User-agent: *\n"

static const struct { const char *body, *path; bool want; } rows[] = {
	{ "", "/x", true },
	{ "rubbish\n\n: :\nDisallow: /\n", "/x", true },                        /* a rule before any group */
	{ ALL "Disallow: /\n", "/x", false },
	{ ALL "Disallow:\n", "/x", true },
	{ ALL "disallow : /prive # not for you\n", "/prive/1", false },
	{ ALL "Disallow: /prive\n", "/", true },
	{ ALL "Disallow: /\r\rAllow: /feed\r", "/feed/", true },               /* lines may end in CR */
	{ "\xEF\xBB\xBF" ALL "Disallow: /\n", "/", false },
	{ ALL "Disallow: /\n" OURS "Allow: /\n", "/x", true }, /* our own group decides alone */
	{ ALL "Allow: /\n" "user-agent: Luister/2.0 (x)\nDisallow: /x\n", "/x", false },
	{ "User-agent: luisterboek\nDisallow: /\n", "/x", true },
	{ "User-agent: luister-bot\nDisallow: /\n", "/x", true },
	{ "User-agent: ander\n" OURS "Disallow: /x\n", "/x", false },           /* two names, one group */
	{ OURS "Disallow: /a\nUser-agent: ander\nDisallow: /b\n" OURS "Disallow: /c\n", "/c", false },
	{ OURS "Disallow: /a\nUser-agent: ander\nDisallow: /b\n" OURS "Disallow: /c\n", "/b", true },
	{ OURS "Sitemap: https://x/y\nDisallow: /a\n", "/a", false },
	/* the longest match wins, allow wins a tie */
	{ ALL "Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
		"/example/page/disallowed.gif", false },
	{ ALL "Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n", "/example/page/other.gif",
	true }, { ALL "Disallow: /page\nAllow: /page\n", "/page", true },
	{ ALL "Allow: /page\nDisallow: /page\n", "/page", true },
	{ ALL "Disallow: /page\nAllow: /p\n", "/page", false },
	/* * and $ */
	{ ALL "Disallow: /*.gif$\n", "/a/b.gif", false },
	{ ALL "Disallow: /*.gif$\n", "/a/b.gif?x", true },
	{ ALL "Disallow: *.gif\n", "/a.gif?x", false },
	{ ALL "Disallow: /a*b*c\n", "/a1b2c3", false },
	{ ALL "Disallow: /a*b*c\n", "/a1c2b3", true },
	{ ALL "Disallow: /fish*\n", "/fishes", false },
	{ ALL "Disallow: /$\n", "/", false },
	{ ALL "Disallow: /$\n", "/x", true },
	{ ALL "Disallow: /x$y\n", "/x$y", false },                              /* in the middle it is a
	sign */
	{ ALL "Disallow: /*?feed=\n", "/?feed=rss2", false },
	/* one spelling */
	{ ALL "Disallow: /caf%c3%a9\n", "/caf%C3%A9/1", false },
	{ ALL "Disallow: /caf\xC3\xA9\n", "/caf%C3%A9", false },
	{ ALL "Disallow: /%62ar\n", "/bar", false },
	{ ALL "Disallow: /a%2Fb\n", "/a/b", true },
	{ ALL "Disallow: /PRIVE\n", "/prive", true },
	{ ALL "Disallow: /\n", "/robots.txt", true },
	{ ALL "Disallow: /\n", "", false },
};

static void each_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct robots *r = robots_parse(str_of(rows[i].body));
		if (robots_allows(r, rows[i].path) != rows[i].want)
			fail_msg("row %zu: %s under\n%s", i, rows[i].path, rows[i].body);
		robots_free(r);
	}
}

static void only_the_first_half_megabyte_counts(void **state)
{
	(void)state;
	size_t n = ROBOTS_MAX + 100;
	char *body = test_malloc(n + 1);
	memset(body, '#', n);
	memcpy(body, ALL, strlen(ALL));
	memcpy(body + n - 20, "\nDisallow: /\n", 13);
	body[n] = '\0';
	struct robots *r = robots_parse(str_of(body));
	assert_true(robots_allows(r, "/x"));
	robots_free(r);
	test_free(body);
}

static void a_hostile_rule_costs_no_more_than_its_length(void **state)
{
	(void)state;
	char path[4001], rule[2100] = ALL "Disallow: /";
	memset(path, 'a', 4000);
	path[0] = '/';
	path[4000] = '\0';
	for (int i = 0; i < 500; i++)
		strncat(rule, "*a", sizeof rule - strlen(rule) - 1);
	strncat(rule, "b\n", sizeof rule - strlen(rule) - 1);
	struct robots *r = robots_parse(str_of(rule));
	assert_true(robots_allows(r, path));
	robots_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row),
		cmocka_unit_test(only_the_first_half_megabyte_counts),
		cmocka_unit_test(a_hostile_rule_costs_no_more_than_its_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
