/* fetch_once CONNECTOR PARAMS [CURSOR [SINCE [SECRET [POST_ID [LOCAL_ID]]]]]: one local source with a cursor,
 * and a post to see again; its records on stdout. Shows the walk without a configuration and a store. */
#include <stdio.h>

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/fetch.h>
#include <luister/mem.h>
#include <luister/record.h>

static enum status flush_line(struct buf *b)
{
	fwrite(b->p, 1, b->len, stdout);
	buf_clear(b);
	return fflush(stdout) == 0 ? STATUS_OK : STATUS_IO;
}

static enum status on_post(void *self, const struct post *p, struct err *e)
{
	(void)e;
	record_write_post(self, p);
	return flush_line(self);
}

static enum status on_deletion(void *self, struct str id, struct str source, int64_t at, struct err *e)
{
	(void)e;
	record_write_deletion(self, &(struct deletion){ .id = id, .source = source, .at = at });
	return flush_line(self);
}

static enum status on_reject(void *self, struct str source, const char *reason, struct err *e)
{
	(void)e;
	record_write_reject(self, &(struct reject){ .stage = STR("fetch"), .reason = str_of(reason),
		.source = source });
	return flush_line(self);
}

static enum status on_state(void *self, struct str source, struct str cursor, const struct fetch_poll *poll,
	struct err *e)
{
	struct state s = { .source = source, .cursor = cursor, .has_poll = poll != NULL };

	(void)e;
	if (poll != NULL)
		s.poll = (struct poll){ .at = poll->at, .ok = poll->ok, .status = poll->status,
			.posts = poll->posts, .error = str_of(poll->error), .not_before = poll->not_before };
	record_write_state(self, &s);
	return flush_line(self);
}

int main(int argc, char **argv)
{
	struct buf line;
	struct err e = { 0 };
	struct fetch_sink sink = { &line, on_post, on_deletion, on_reject, on_state };

	if (argc < 3)
		return STATUS_USAGE;
	char *connectors = cli_data("pipelines/connectors");
	struct fetch_source s = { .id = "one", .connector = argv[1], .category = CATEGORY_MESSAGE,
		.params = argv[2], .local = true,
		.secret = argc > 5 && *argv[5] ? argv[5] : NULL,
		.cursor = argc > 3 && *argv[3] ? argv[3] : NULL,
		.not_before = CLOCK_NONE };
	struct fetch_options o = { .connectors = connectors, .now = cli_now(), .timeout_s = 10,
		.since = argc > 4 ? clock_parse(str_of(argv[4])) : CLOCK_NONE };
	const char *firms[] = { "duinzicht" };
	struct fetch_revisit again = { .source = "one", .post_id = argc > 6 ? argv[6] : "", .url = "",
		.local_id = argc > 7 ? argv[7] : "", .firms = firms, .nfirms = 1 };
	buf_init(&line, CAP_LINE * 2);
	enum status status = fetch_run(&s, 1, &again, argc > 6, &o, &sink, &e);
	buf_free(&line);
	mem_free(connectors);
	if (status != STATUS_OK)
		fprintf(stderr, "fetch_once: %s\n", e.msg);
	return (int)status;
}
