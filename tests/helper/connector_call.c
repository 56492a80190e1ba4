/* connector_call NAME < TABLE: the `call` rows of a connector's table (tests/stage/connectors.bats tells of
 * them) through the connector's host, which stays open while the rows' source is the same. One line a row:
 * {"got": what the function gave} or {"failed": why}. */
#include <jq.h>
#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/json.h>
#include <luister/mem.h>
#include "../../src/fetch/connector.h"

#define NOW 1795176000                  /* 2026-11-20T12:00:00Z */

/* One row: what its `in` holds, and where what the function gives goes. */
struct row {
	struct connector *connector;
	struct arena *arena;
	const char *env, *body, *posts;     /* JSON text, NULL without */
	struct str cursor;
	struct answer_view answer;
	struct request request;
	struct fetch_revisit revisit;
	struct json *out;
};

/* A member, null when there is none. Borrows `o`. */
static jv member(jv o, const char *key)
{
	jv v = jv_get_kind(o) == JV_KIND_OBJECT ? jv_object_get(jv_copy(o), jv_string(key)) : jv_null();

	if (jv_is_valid(v))
		return v;
	jv_free(v);
	return jv_null();
}

static const char *copied(jv s, struct arena *a)
{
	const char *out = arena_dupn(a, jv_string_value(s), strlen(jv_string_value(s)));

	jv_free(s);
	return out;
}

/* A member as JSON text, or NULL. */
static const char *json_of(jv o, const char *key, struct arena *a)
{
	jv v = member(o, key);

	if (jv_get_kind(v) != JV_KIND_NULL)
		return copied(jv_dump_string(v, 0), a);
	jv_free(v);
	return NULL;
}

static const char *string_of(jv o, const char *key, struct arena *a)
{
	jv v = member(o, key);

	if (jv_get_kind(v) == JV_KIND_STRING)
		return copied(v, a);
	jv_free(v);
	return NULL;
}

static struct answer_view answer_of(jv in, const char *body, struct arena *a)
{
	jv headers = member(in, "headers");
	struct answer_view view = { .body = str_of(body ? body : "null"), .kind = BODY_JSON };

	if (jv_get_kind(headers) == JV_KIND_OBJECT) {
		struct pair *pairs = arena_alloc(a,
			sizeof *pairs * (size_t)(jv_object_length(jv_copy(headers)) + 1));
		jv_object_foreach(headers, key, value)
			pairs[view.nheaders++] = (struct pair){ copied(key, a), copied(value, a) };
		view.headers = pairs;
	}
	jv_free(headers);
	return view;
}

static void add_requests(struct row *r, const struct request *requests, size_t n)
{
	json_open(r->out, '[');
	for (size_t i = 0; i < n; i++)
		json_raw(r->out, str_of(requests[i].json));
	json_close(r->out, ']');
}

static enum status call_request(struct row *r, struct err *e)
{
	struct request *requests;
	size_t n;
	enum status status = connector_requests(r->connector, r->cursor, r->arena, &requests, &n, e);

	if (status == STATUS_OK)
		add_requests(r, requests, n);
	return status;
}

static enum status call_thread(struct row *r, struct err *e)
{
	struct request *requests;
	size_t n;
	enum status status = connector_thread(r->connector, &r->revisit, r->arena, &requests, &n, e);

	if (status == STATUS_OK)
		add_requests(r, requests, n);
	return status;
}

/* Without a body the login's request, with one what the answer gave. */
static enum status call_auth(struct row *r, struct err *e)
{
	struct request login = { 0 };
	const char *env = NULL;
	enum status status = r->body ? connector_logged_in(r->connector, &r->answer, r->arena, &env, e)
		: connector_login(r->connector, r->arena, &login, e);

	if (status == STATUS_OK)
		json_raw(r->out, str_of(env ? env : login.url ? login.json : "null"));
	return status;
}

static enum status call_posts(struct row *r, struct err *e)
{
	struct page page;
	enum status status = connector_posts(r->connector, &r->answer, &r->request, r->arena, &page, e);

	if (status == STATUS_OK)
		json_raw(r->out, str_of(page.json));
	return status;
}

static enum status call_next(struct row *r, struct err *e)
{
	struct page page = { .json = r->posts };
	const char *patch;
	enum status status = connector_next(r->connector, &r->answer, &r->request, &page, r->cursor, r->arena,
		&patch, e);

	if (status != STATUS_OK)
		return status;
	json_open(r->out, '{');
	json_key(r->out, "request");
	json_raw(r->out, str_of(patch ? patch : "null"));
	json_close(r->out, '}');
	return STATUS_OK;
}

static enum status call_robots(struct row *r, struct err *e)
{
	bool walks = false;
	enum status status = connector_walks(r->connector, &walks, e);

	if (status == STATUS_OK)
		json_bool(r->out, walks);
	return status;
}

static enum status call_limited(struct row *r, struct err *e)
{
	int64_t seconds = connector_limited(r->connector, &r->answer, 403);

	(void)e;
	if (seconds == 0)
		json_nil(r->out);               /* no rate limit */
	else
		json_int(r->out, seconds);
	return STATUS_OK;
}

static enum status call(const char *what, struct row *r, struct err *e)
{
	static const struct { const char *name; enum status (*call)(struct row *, struct err *); } calls[] = {
		{ "request", call_request }, { "posts", call_posts }, { "next", call_next },
		{ "thread", call_thread }, { "auth", call_auth }, { "robots", call_robots },
		{ "limited", call_limited },
	};

	if (r->env != NULL)
		connector_env(r->connector, str_of(r->env));
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (strcmp(calls[i].name, what) == 0)
			return calls[i].call(r, e);
	return err_set(e, STATUS_USAGE, "%s: no function of a connector", what);
}

static void read_row(struct row *r, jv in)
{
	struct arena *a = r->arena;
	const char *request = json_of(in, "request", a);
	jv post = member(in, "post");

	r->env = json_of(in, "env", a);
	r->body = json_of(in, "body", a);
	r->posts = json_of(in, "posts", a);
	r->cursor = str_of(json_of(in, "cursor", a));
	r->answer = answer_of(in, r->body, a);
	r->request.json = request ? request : "{}";
	r->revisit.source = "one";
	r->revisit.post_id = string_of(post, "id", a);
	if (r->revisit.post_id == NULL)
		r->revisit.post_id = "";
	r->revisit.url = string_of(post, "url", a);
	r->revisit.local_id = string_of(post, "local_id", a);
	jv_free(post);
}

/* The connector of the row before, and the source that it was opened for. */
struct opened { const char *path; struct connector *connector; char *params; };

static void shut(struct opened *o)
{
	connector_close(o->connector);
	mem_free(o->params);
	o->connector = NULL;
	o->params = NULL;
}

static enum status open_for(struct opened *o, const char *params, struct err *e)
{
	struct fetch_source source = { .id = "one", .params = params };

	if (o->params && strcmp(o->params, params) == 0)
		return STATUS_OK;
	shut(o);
	enum status status = connector_open(o->path, &source, NOW, &o->connector, e);
	if (status == STATUS_OK)
		o->params = mem_dup(params);
	return status;
}

/* Consumes `row`. */
static void run(struct opened *o, jv row, struct buf *line)
{
	struct row r = { .arena = arena_new() };
	struct json json = json_to(line);
	struct err e = { 0 };
	jv in = member(row, "in");
	const char *params = json_of(in, "source", r.arena);
	const char *what = string_of(row, "call", r.arena);

	r.out = &json;
	read_row(&r, in);
	json_open(&json, '{');
	json_key(&json, "got");
	enum status status = open_for(o, params ? params : "{}", &e);
	r.connector = o->connector;
	if (status == STATUS_OK)
		status = call(what, &r, &e);
	if (status != STATUS_OK) {
		buf_clear(line);
		json = json_to(line);
		json_open(&json, '{');
		json_key(&json, "failed");
		json_str(&json, str_of(e.msg));
	}
	json_close(&json, '}');
	buf_putc(line, '\n');
	if (r.env != NULL || strcmp(what, "auth") == 0)
		shut(o);                        /* what a login gave stays with a connector */
	arena_free(r.arena);
	jv_free(in);
	jv_free(row);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t cap = 0;
	struct buf out;

	if (argc != 2)
		return STATUS_USAGE;
	char *connectors = cli_data("pipelines/connectors");
	char *path = mem_printf("%s/%s.jq", connectors, argv[1]);
	struct opened o = { .path = path };
	buf_init(&out, CAP_RESPONSE);
	while (getline(&line, &cap, stdin) > 0) {
		jv row = jv_parse(line), called = member(row, "call");
		bool is_call = jv_get_kind(called) == JV_KIND_STRING;
		jv_free(called);
		if (!is_call) {
			jv_free(row);
			continue;
		}
		run(&o, row, &out);
		fwrite(out.p, 1, out.len, stdout);
		buf_clear(&out);
	}
	shut(&o);
	free(line);                             /* getline's own */
	buf_free(&out);
	mem_free(path);
	mem_free(connectors);
	return fflush(stdout) == 0 ? STATUS_OK : STATUS_IO;
}
