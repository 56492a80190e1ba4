#include "../test.h"
#include <luister/clock.h>
#include <luister/record.h>

#define POST "{\"type\":\"post\",\"v\":1,\"id\":\"a:1\",\"source\":\"s\",\"platform\":\"m\"," \
	"\"category\":\"news\"," \
	"\"published\":\"2026-11-19T08:12:00Z\",\"text\":\"hoi\""

static struct record *parsed(const char *line)
{
	struct record *r = record_new();
	struct err e = { STATUS_OK, "" };
	assert_int_equal(record_parse(r, str_of(line), &e), STATUS_OK);
	return r;
}

static void a_splice_leaves_the_other_bytes_alone(void **state)
{
	(void)state;
	static const struct { const char *line, *want; } cases[] = {
		{ POST ",\"n\":1e2,\"m\":0.10}", POST ",\"n\":1e2,\"m\":0.10,\"firms\":[1]}" },
		{ POST ",\"firms\":[{\"x\":\"}\"}],\"n\":9007199254740993}",
		POST ",\"n\":9007199254740993,\"firms\":[1]}" },
		{ POST ", \"firms\" : null }", POST ",\"firms\":[1]}" },
		{ "{\"firms\":{},\"type\":\"post\"}", "{\"type\":\"post\",\"firms\":[1]}" },
		{ "{\"type\":\"post\",\"firms\":1,\"firms\":2,\"a\":\"\\\"firms\\\":\"}",
		"{\"type\":\"post\",\"a\":\"\\\"firms\\\":\",\"firms\":[1]}" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record *r = parsed(cases[i].line);
		record_splice(r, "firms", STR("[1]"));
		char got[1024];
		snprintf(got, sizeof got, "%.*s", STR_ARG(record_line(r)));
		assert_string_equal(got, cases[i].want);
		record_free(r);
	}
}

static void a_post_is_read_and_written_alike(void **state)
{
	(void)state;
	struct record *r = parsed(POST ",\"rating\":4.5,\"likes\":3,\"firms\":[{\"id\":\"d\","
		"\"role\":\"addressed\",\"at\":[[0,3],[9,9]]}],"
		"\"sentiment\":{\"label\":\"neg\",\"polarity\":-0.62,\"hits\":1,\"words\":2,\"lang\":\"nl\","
		"\"firms\":{\"d\":"
		"{\"label\":\"mixed\",\"polarity\":0.1}}},\"process\":\"service\",\"intent\":\"complaint\","
		"\"needs_reply\":true}");
	struct post p, q;
	struct err e;
	assert_int_equal(record_post(r, &p, &e), STATUS_OK);
	assert_int_equal(p.rating, 4500);
	assert_int_equal(p.polarity, -620);
	assert_int_equal(p.nfirms, 1);
	assert_int_equal(p.firms[0].nat, 1); /* the span outside the text is dropped */
	assert_int_equal(p.firms[0].label, LABEL_MIXED);
	assert_int_equal(p.firms[0].polarity, 100);
	assert_true(p.needs_reply && p.updated == p.published && p.reposts == POST_UNKNOWN);

	struct buf out;
	buf_init(&out, 4096);
	record_write_post(&out, &p);
	struct record *again = record_new();
	assert_int_equal(record_parse(again, buf_view(&out), &e), STATUS_OK);
	assert_int_equal(record_post(again, &q, &e), STATUS_OK);
	assert_int_equal(q.rating, p.rating);
	assert_int_equal(q.firms[0].polarity, 100);
	assert_int_equal(q.process, PROCESS_SERVICE);
	record_free(again);
	record_free(r);
	buf_free(&out);
}

static void a_bad_post_says_what_is_missing(void **state)
{
	(void)state;
	struct post p;
	struct err e;
	struct record *r = parsed("{\"type\":\"post\",\"id\":\"a\",\"source\":\"s\",\"platform\":\"m\","
		"\"category\":\"news\",\"text\":\"geheim\"}");
	assert_int_equal(record_post(r, &p, &e), STATUS_DATA);
	assert_non_null(strstr(e.msg, "published"));
	assert_null(strstr(e.msg, "geheim"));
	assert_int_equal(record_parse(r, STR("{\"type\":\"post\",\"text\":\"geheim"), &e), STATUS_DATA);
	assert_null(strstr(e.msg, "geheim"));
	assert_int_equal(record_parse(r, STR("{\"type\":\"post\",\"text\":\"a\\u0000\"}"), &e), STATUS_DATA);
	assert_int_equal(record_parse(r, STR("[1]"), &e), STATUS_DATA);
	record_free(r);
}

static void a_cursor_is_kept_as_it_came(void **state)
{
	(void)state;
	struct state s;
	struct err e;
	struct record *r = parsed("{\"type\":\"state\",\"source\":\"x\",\"cursor\": {\"a\" : 1e2} "
		",\"poll\":{\"at\":\"2026-11-19T08:12:00Z\",\"ok\":true,\"status\":200,\"posts\":4,"
		"\"error\":null}}");
	assert_int_equal(record_state(r, &s, &e), STATUS_OK);
	assert_true(str_is(s.cursor, "{\"a\" : 1e2}"));
	assert_true(s.has_poll && s.poll.ok && s.poll.posts == 4 && !s.poll.error.p &&
		s.poll.not_before == CLOCK_NONE);
	record_free(r);
	r = parsed("{\"type\":\"state\",\"source\":\"x\",\"cursor\":null}");
	assert_int_equal(record_state(r, &s, &e), STATUS_OK);
	assert_null(s.cursor.p);
	record_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_splice_leaves_the_other_bytes_alone),
		cmocka_unit_test(a_post_is_read_and_written_alike),
		cmocka_unit_test(a_bad_post_says_what_is_missing),
		cmocka_unit_test(a_cursor_is_kept_as_it_came),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
