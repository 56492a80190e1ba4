#include "../test.h"
#include <luister/caps.h>
#include <luister/stage.h>
#include <unistd.h>

#define POST "{\"type\":\"post\",\"id\":\"a\"}\n"
#define END(n) "{\"type\":\"end\",\"v\":1,\"stages\":[{\"stage\":\"x\",\"made\":" #n ",\"in\":0," \
	"\"out\":" #n ",\"dropped\":0,\"rejected\":0}]}\n"

static enum verdict verdict;

static enum verdict each(void *self, struct record *r, enum status *fatal, struct err *e)
{
	(void)self;
	(void)fatal;
	if (record_type(r) != RECORD_POST)
		return VERDICT_KEEP;
	err_set(e, STATUS_DATA, "not wanted");
	return verdict;
}

/* Runs a stage over `input`; its output, owned by the caller. */
static enum status run(const char *input, struct tally *t, char *out, size_t size)
{
	FILE *in = tmpfile(), *to = tmpfile();
	struct err e;
	fputs(input, in);
	fflush(in);
	lseek(fileno(in), 0, SEEK_SET);
	struct stage s = { .name = "test", .in = in, .out = to, .each = each };
	enum status status = stage_run(&s, &e);
	*t = s.tally;
	rewind(to);
	size_t n = fread(out, 1, size - 1, to);
	out[n] = '\0';
	fclose(in);
	fclose(to);
	return status;
}

static void what_goes_in_comes_out(void **state)
{
	(void)state;
	struct tally t;
	char out[4096];
	verdict = VERDICT_KEEP;
	assert_int_equal(run(POST "{\"type\":\"new\",\"b\":1}\n" POST END(2), &t, out, sizeof out),
		STATUS_OK);
	assert_int_equal(t.in, 2);
	assert_int_equal(t.out, 2);
	assert_non_null(strstr(out, "{\"type\":\"new\",\"b\":1}\n"));
	assert_non_null(strstr(out,
		"{\"stage\":\"test\",\"made\":0,\"in\":2,\"out\":2,\"dropped\":0,\"rejected\":0}]}"));
	verdict = VERDICT_DROP;
	assert_int_equal(run(POST END(1) POST END(1), &t, out, sizeof out), STATUS_OK);
	assert_int_equal(t.dropped, 2);
	verdict = VERDICT_REJECT;
	assert_int_equal(run(POST END(1), &t, out, sizeof out), STATUS_OK);
	assert_non_null(strstr(out, "\"reject\",\"v\":1,\"stage\":\"test\",\"reason\":\"not wanted\""));
}

static void the_end_is_owed(void **state)
{
	(void)state;
	struct tally t;
	char out[4096];
	verdict = VERDICT_KEEP;
	static const char *const cases[] = { POST, "", POST END(2), END(1), POST END(1) "{\"type\":\"po",
		POST END(1) POST, POST "{\"type\":\"end\",\"stages\":[]}\n" };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(run(cases[i], &t, out, sizeof out), STATUS_TEMP);
		if (i != 4 && i != 5)
			assert_null(strstr(out, "\"end\""));
	}
}

static void broken_lines_are_counted(void **state)
{
	(void)state;
	struct tally t;
	char out[4096];
	verdict = VERDICT_KEEP;
	assert_int_equal(run(POST "rubbish\n" END(2), &t, out, sizeof out), STATUS_OK);
	assert_int_equal(t.in, 2);
	assert_int_equal(t.rejected, 1);
	assert_int_equal(run(POST "rubbish\n" END(1), &t, out, sizeof out), STATUS_OK);
	assert_int_equal(t.in, 1);
	assert_int_equal(t.rejected, 0);
}

static void a_bad_stream_is_65(void **state)
{
	(void)state;
	struct tally t;
	char in[4096] = "", out[16384];
	verdict = VERDICT_KEEP;
	size_t n = 0;
	for (int i = 0; i < 21; i++)
		n += (size_t)snprintf(in + n, sizeof in - n, "%s", "rubbish\n");
	snprintf(in + n, sizeof in - n, "%s", END(21));
	assert_int_equal(run(in, &t, out, sizeof out), STATUS_DATA);
	assert_null(strstr(out, "\"end\""));
}

static void a_line_over_the_cap_is_skipped(void **state)
{
	(void)state;
	struct tally t;
	size_t size = 3 * CAP_LINE;
	char *in = test_malloc(size + 1024), out[4096];
	memset(in, 'x', size);
	snprintf(in + size, 1024, "%s", "\n" POST END(2));
	verdict = VERDICT_KEEP;
	assert_int_equal(run(in, &t, out, sizeof out), STATUS_OK);
	assert_int_equal(t.out, 1);
	assert_int_equal(t.rejected, 1);
	test_free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(the_end_is_owed),
		cmocka_unit_test(broken_lines_are_counted),
		cmocka_unit_test(a_bad_stream_is_65),
		cmocka_unit_test(a_line_over_the_cap_is_skipped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
