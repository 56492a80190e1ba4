/* fetch.c: all sources at once, and how the whole ended. */
#include <luister/fetch.h>

#include <string.h>

#include <luister/mem.h>

#include "connector.h"
#include "walk.h"

/* A wrong connector is the administrator's to mend, so it comes first; a rate limit mends itself and comes
 * last. */
static int rank(enum status s)
{
	switch (s) {
	case STATUS_OK: return 0;
	case STATUS_TEMP: return 1;
	case STATUS_NOPERM: return 2;
	case STATUS_SOURCE: return 3;
	case STATUS_CONFIG: return 5;
	default: return 4;
	}
}

static enum status sum_up(struct walk *const *walks, const struct fetch_source *const *sources, size_t n,
	struct err *e)
{
	enum status worst = STATUS_OK;
	const char *why = "", *where = "";
	size_t failed = 0;

	for (size_t i = 0; i < n; i++) {
		const char *text;
		enum status s = walk_status(walks[i], &text);
		if (s == STATUS_OK)
			continue;
		failed++;
		if (rank(s) > rank(worst)) {
			worst = s;
			why = text;
			where = sources[i]->id;
		}
	}
	/* one that is down beside one that wants a key: the sum is "a source failed" */
	for (size_t i = 0; i < n && worst == STATUS_NOPERM; i++) {
		const char *text;
		if (walk_status(walks[i], &text) == STATUS_TEMP)
			worst = STATUS_SOURCE;
	}
	if (worst == STATUS_OK)
		return STATUS_OK;
	return err_set(e, worst, "%zu of %zu sources failed: %s: %s", failed, n, where, why);
}

enum status fetch_run(const struct fetch_source *sources, size_t n, const struct fetch_revisit *revisits,
	size_t nrevisits, const struct fetch_options *options, const struct fetch_sink *sink, struct err *e)
{
	struct run run = { .options = options, .sink = sink, .revisits = revisits, .nrevisits = nrevisits,
		.e = e };
	struct http_options http = { .user_agent = options->user_agent, .ca_file = options->ca_file,
		.timeout_s = options->timeout_s,
		.spacing_ms = options->spacing_ms, .retry_ms = options->retry_ms, .now = options->now };
	struct walk **walks = mem_alloc(sizeof *walks * (n + 1));
	const struct fetch_source **asked = mem_alloc(sizeof *asked * (n + 1));
	size_t nwalks = 0;

	/* the children first: libcurl starts threads, and a fork is for a process without them */
	for (size_t i = 0; i < n; i++) {
		if (sources[i].not_before != CLOCK_NONE && sources[i].not_before > options->now)
			continue;
		asked[nwalks] = &sources[i];
		walks[nwalks++] = walk_new(&run, &sources[i]);
	}
	enum status status = http_new(&http, &run.http, e);
	for (size_t i = 0; i < nwalks && status == STATUS_OK && run.broken == STATUS_OK; i++)
		walk_begin(walks[i]);
	if (status == STATUS_OK) {
		http_run(run.http);
		status = run.broken ? run.broken : sum_up(walks, asked, nwalks, e);
	}
	http_free(run.http);
	sites_free(&run);
	for (size_t i = 0; i < nwalks; i++)
		walk_free(walks[i]);
	mem_free(walks);
	mem_free(asked);
	return status;
}

enum status fetch_check(const struct fetch_source *source, const struct fetch_options *options, struct err *e)
{
	struct connector *c = NULL;
	struct request *requests;
	size_t n;
	char *path = mem_printf("%s/%s.jq", options->connectors, source->connector);
	struct arena *a = arena_new();

	enum status status = connector_open(path, source, options->now, &c, e);
	if (status == STATUS_OK)
		status = connector_requests(c, (struct str){ NULL, 0 }, a, &requests, &n, e);
	connector_close(c);
	arena_free(a);
	mem_free(path);
	return status;
}
