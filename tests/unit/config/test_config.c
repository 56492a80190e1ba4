#include "../test.h"
#include <luister/config.h>
#include <luister/file.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[] = "/tmp/luister-config-XXXXXX";

static void put(const char *name, const char *text)
{
	char path[256];
	struct err e;
	snprintf(path, sizeof path, "%s/%s", dir, name);
	assert_int_equal(file_publish(path, str_of(text), 0600, &e), STATUS_OK);
}

#define FIRM "id: d\nname: D\nbranch: accountancy\npurpose: p\naudience: k\n"

static void each_mistake_has_its_place(void **state)
{
	(void)state;
	static const struct { const char *house, *firm, *want; } cases[] = {
		{ "timezoen: x\n", FIRM "names: [D]\n",
			"luister.yaml:1:1: unknown key \"timezoen\"; the nearest known one is \"timezone\"" },
		{ "retention:\n  text_days: 91\n", FIRM "names: [D]\n",
		"luister.yaml:2:3: \"text_days\": expected a whole number from 1 to 90" },
		{ "sources:\n - {id: a, connector: feed, category: news, basis: b}\n", FIRM "names: [D]\n",
		"\"terms_checked\" is missing" },
		{ "sources:\n - {id: a, connector: feed, category: nieuws}\n", FIRM "names: [D]\n",
		"\"category\": expected one of network" }, { "sources:\n - {id: a, every: 5s}\n",
		FIRM "names: [D]\n", "\"every\": expected a time from 1m to 7d" },
		{ "sources:\n - {id: a, connector: feed, category: news, basis: b, terms_checked: "
		"2026-01-01, secrte: {env: X}}\n",
			FIRM "names: [D]\n", "unknown key \"secrte\"; the nearest known one is \"secret\"" },
		{ "sources: [\n", FIRM "names: [D]\n", "luister.yaml:2:1: error" },
		{ "{}\n", FIRM, "can never be found" },
		{ "{}\n", "id: d\nname: D\nbranch: b\naudience: k\nnames: [D]\n", "\"purpose\" is missing" },
		{ "{}\n", FIRM "names: [D]\ngoals: {respons_rate: 1}\n", "unknown goal \"respons_rate\"" },
		{ "{}\n", FIRM "names: [D]\nmail: {to: [a@b.nl], when: soms}\n",
		"one of always, not-empty, notable" },
		{ "{}\n", FIRM "names: [D]\nmail:\n  to:\n  - a@b.nl\n  - b.nl\n",
		"a.yaml:10:5: \"to\": expected mail addresses such as naam@kantoor.nl" },
		{ "{}\n", FIRM "names: [D]\nmail: {to: [{adress: a@b.nl}]}\n",
		"a.yaml:7:14: unknown key \"adress\"; the nearest known one is \"address\"" },
		{ "{}\n", FIRM "names: [D]\nmail: {to: [{when: always}]}\n", "\"address\" is missing" },
		{ "{}\n", FIRM "names: [D]\nmail: {to: [{address: a@b.nl, when: soms}]}\n",
		"a.yaml:7:31: \"when\": expected one of always, not-empty, notable" },
		{ "{}\n", FIRM "names: [D]\nmail: {to: [a@b.nl, {address: A@b.nl}]}\n",
		"\"to\": this reader is already there" },
		{ "mail: {smtp: \"smtp://h\"}\n", FIRM "names: [D]\n", "\"from\" is missing" },
		{ "mail: {from: a@b.nl}\n", FIRM "names: [D]\n", "one of `smtp` and `sendmail`" },
		{ "mail: {from: a@b.nl, smtp: h}\n", FIRM "names: [D]\n", "\"smtp\": expected smtps://" },
		{ "mail: {from: a@b.nl, smtp: \"smtp://h\", user: u}\n", FIRM "names: [D]\n",
		"`user` and a password" },
		{ "{}\n", FIRM "ambiguous: {D: {window: 3}}\n",
		"needs `near` words or `not` patterns" },
		{ "{}\n",
		"- " "{id: d, name: D, branch: b, purpose: p, audience: k, names: [D]}\n- {id: d, name: E, "
		"branch: b, purpose: p, audience: k, names: [E]}\n", "firm \"d\" is already in" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct config *c = NULL;
		struct err e = { STATUS_OK, "" };
		put("luister.yaml", cases[i].house);
		put("firms.d/a.yaml", cases[i].firm);
		assert_int_equal(config_load(dir, &c, &e), STATUS_CONFIG);
		if (!strstr(e.msg, cases[i].want))
			fail_msg("case %zu: %s", i, e.msg);
	}
}

#define TEN "[[[[[[[[[["

/* What YAML allows, or what libfyaml lets pass, and luister does not. */
static void each_file_is_one_plain_document(void **state)
{
	(void)state;
	static const struct { const char *house, *want; } cases[] = {
		{ "contact: a\nstore: b\n'contact': c\n",
			"luister.yaml:3:2: duplicate key \"contact\", first in line 1" },
		{ "sources:\n - {id: a, url: x, url: y}\n", "luister.yaml:2:20: duplicate key \"url\"" },
		{ "contact: &c x\nstore: *c\n", "luister.yaml:2:9: an alias (*name) is not followed" },
		{ "? [a]\n: b\n", "luister.yaml:1:4: expected a text as key" },
		{ "store: a\n---\ncontact: b\n", "luister.yaml:3:1: a second document" },
		{ "store: a\ncontact: \xff\n", "luister.yaml:2: not UTF-8" },
		{ "retention:\n\ttext_days: 3\n", "luister.yaml:2:1: error: tab character" },
		{ "store: 'a\n", "luister.yaml:1:9: error: single-quoted scalar without closing quote" },
		{ "%YAML 3.0\n---\nstore: a\n", "luister.yaml: cannot be read as YAML 1.2" },
		{ "a: " TEN TEN TEN TEN TEN TEN "[[[\n",
			"luister.yaml:1:66: more than 63 lists and mappings" },
		{ "store:\n", "luister.yaml:1:1: \"store\": expected a text" },
		{ "sources: [{}]\n", "luister.yaml:1:11: \"id\" is missing" },
	};
	put("firms.d/a.yaml", "");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct config *c = NULL;
		struct err e = { STATUS_OK, "" };
		put("luister.yaml", cases[i].house);
		assert_int_equal(config_load(dir, &c, &e), STATUS_CONFIG);
		if (!strstr(e.msg, cases[i].want))
			fail_msg("case %zu: %s", i, e.msg);
	}
}

static void a_file_may_be_empty(void **state)
{
	(void)state;
	static const char *const empty[] = { "", "# nothing yet\n", "---\n", "{}\n" };
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
		struct config *c = NULL;
		struct err e = { STATUS_OK, "" };
		put("luister.yaml", empty[i]);
		put("firms.d/a.yaml", i == 3 ? "[]\n" : empty[i]);
		assert_int_equal(config_load(dir, &c, &e), STATUS_OK);
		assert_int_equal(c->nfirms + c->nsources, 0);
		assert_int_equal(c->text_days, 30);
		config_free(c);
	}
}

/* What is quoted is a text; what is not is one too, unless JSON knows it. */
static void a_connector_gets_the_values_as_written(void **state)
{
	(void)state;
	struct config *c;
	struct err e = { STATUS_OK, "" };
	put("luister.yaml", "sources:\n- id: a\n  connector: x\n  category: news\n  basis: b\n"
		"  terms_checked: 2026-01-01\n"
		"  n: [5, -1.50, '5', !!str 5, 05, NO, true, \"true\", null, ~, ]\n"
		"  m: {empty: , land: NO}\n  t: |\n    een\n    \"twee\"\n");
	put("firms.d/a.yaml", "");
	assert_int_equal(config_load(dir, &c, &e), STATUS_OK);
	assert_string_equal(config_params(c, &c->sources[0]),
		"{\"id\":\"a\",\"connector\":\"x\",\"category\":\"news\",\"basis\":\"b\","
		"\"terms_checked\":\"2026-01-01\","
		"\"n\":[5,-1.50,\"5\",\"5\",\"05\",\"NO\",true,\"true\",null,\"~\"],"
		"\"m\":{\"empty\":null,\"land\":\"NO\"},\"t\":\"een\\n\\\"twee\\\"\\n\"}");
	config_free(c);
}

static void a_whole_configuration_is_read(void **state)
{
	(void)state;
	struct config *c;
	struct err e = { STATUS_OK, "" };
	put("luister.yaml", "contact: https://x.example\nsources:\n - {id: a, connector: feed, category: "
		"news, url: 'https://x.example/f', "
		"basis: b, terms_checked: 2026-01-01, every: 15m, local: true, secret: {env: TOKEN}}\n");
	put("firms.d/a.yaml", FIRM "names: D BV\naccounts: {mastodon: [d@m.example, e@m.example], bluesky: "
		"[d.example]}\n"
		"ambiguous: {Duin: {near: [a, b], not: ['camping\\s+duin'], window: 5}}\ngoals: "
		"{response_rate: 0.80}\n");
	assert_int_equal(config_load(dir, &c, &e), STATUS_OK);
	assert_int_equal(c->nsources, 1);
	assert_int_equal(c->sources[0].every_s, 900);
	assert_true(c->sources[0].local && c->sources[0].robots);
	assert_string_equal(c->sources[0].secret_env, "TOKEN");
	assert_non_null(strstr(config_params(c, &c->sources[0]), "\"url\":\"https://x.example/f\""));
	const struct config_firm *f = config_firm(c, "d");
	assert_int_equal(f->nnames, 1);
	assert_int_equal(f->naccounts, 3);
	assert_int_equal(f->ambiguous[0].nnear, 2);
	assert_int_equal(f->ambiguous[0].window, 5);
	assert_string_equal(f->timezone, "Europe/Amsterdam");
	assert_int_equal(f->nreaders, 0);
	assert_null(config_firm(c, "x"));
	config_free(c);
}

/* A list of addresses, or one; each may have a `when` of its own. */
static void readers(const char *mail, const char *first, const char *second)
{
	struct config *c;
	struct err e = { STATUS_OK, "" };
	char text[256];
	snprintf(text, sizeof text, FIRM "names: [D]\nmail: %s\n", mail);
	put("luister.yaml", "mail: {from: x@h.nl, smtp: 'smtps://h:465', user: u, password_file: p}\n");
	put("firms.d/a.yaml", text);
	assert_int_equal(config_load(dir, &c, &e), STATUS_OK);
	const struct config_firm *f = config_firm(c, "d");
	assert_int_equal(f->nreaders, second ? 2 : 1);
	assert_string_equal(f->readers[0].address, "a@b.nl");
	assert_string_equal(f->readers[0].when, first);
	if (second)
		assert_string_equal(f->readers[1].when, second);
	assert_int_equal(strncmp(c->mail.password_file, dir, strlen(dir)), 0);
	config_free(c);
}

static void each_reader_has_a_when(void **state)
{
	(void)state;
	readers("{to: [a@b.nl]}", "always", NULL);
	readers("{to: a@b.nl, when: notable}", "notable", NULL);
	readers("{to: [a@b.nl, c@b.nl], when: not-empty}", "not-empty", "not-empty");
	readers("{to: [a@b.nl, {address: c@b.nl, when: notable}]}", "always", "notable");
	readers("{when: notable, to: [{address: a@b.nl, when: always}, {address: c@b.nl}]}", "always",
		"notable");
	readers("{to: {address: a@b.nl, when: notable}}", "notable", NULL);
}

static int make(void **state)
{
	char path[64];
	struct err e;
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof path, "%s/firms.d", dir);
	return file_mkdirs(path, &e) != STATUS_OK;
}

static int unmake(void **state)
{
	char path[64];
	(void)state;
	snprintf(path, sizeof path, "%s/firms.d/a.yaml", dir);
	unlink(path);
	snprintf(path, sizeof path, "%s/firms.d", dir);
	rmdir(path);
	snprintf(path, sizeof path, "%s/luister.yaml", dir);
	unlink(path);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_has_its_place),
		cmocka_unit_test(each_file_is_one_plain_document),
		cmocka_unit_test(a_file_may_be_empty),
		cmocka_unit_test(a_connector_gets_the_values_as_written),
		cmocka_unit_test(a_whole_configuration_is_read),
		cmocka_unit_test(each_reader_has_a_when),
	};
	return cmocka_run_group_tests(tests, make, unmake);
}
