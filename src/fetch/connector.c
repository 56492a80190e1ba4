/* connector.c: the only file that knows libjq. jq runs in a forked child without environment or files and
 * with limits on memory and processor time; a hostile page or a wrong filter costs that child, not the
 * fetch. */
#include "connector.h"

#include <errno.h>
#include <jq.h>
#include <jv.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include <luister/caps.h>
#include <luister/file.h>

#include "http.h"

#define CAP_FILTER ((size_t)1 << 20)           /* a connector's own text */
#define CAP_FRAME ((size_t)256 << 20) /* a page's posts as JSON: escapes make it larger than the body */
#define CHILD_MEMORY ((rlim_t)2 << 30)         /* jq needs some 15 times the body */
#define WAIT_LONGEST 86400                     /* seconds; what a body may ask for */
#define PAUSE_LONGEST 60000                    /* milliseconds between two requests to a host */
#define LED_KEPT 100                           /* places of listings that pages led to */
#define CHILD_SECONDS 30                       /* of processor time for one page */

/* The sanitizer wants more memory than any limit; gcc and clang tell of it in ways of their own. */
#if defined __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZER
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER
#endif
#endif

struct connector {
	pid_t pid;
	int fd;
	char *name;
	int64_t now;
	jv source;                      /* the source's map */
	jv env;                         /* the secret, and what a login gave */
};

/* What stands around the connector's text: defaults for the optional functions (on its first line, so that
 * line numbers in messages stay right) and the choice of the function. */
static const char before[] = "def auth: null; def robots: false; def thread: null; def limited: null; "
	"def next: {request: null}; ";
static const char after[] = "\n"
	"if .op == \"request\" then .in | request\n"
	"elif .op == \"posts\" then [.in | posts]\n"
	"elif .op == \"next\" then .in | next\n"
	"elif .op == \"thread\" then .in | thread\n"
	"elif .op == \"limited\" then {seconds: (.in | limited)}\n"
	"elif .op == \"robots\" then robots\n"
	"else .in | auth end";

/* ---- frames: a length and that many bytes ---- */

static bool send_all(int fd, const void *p, size_t len)
{
	const char *at = p;

	while (len > 0) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool recv_all(int fd, void *p, size_t len)
{
	char *at = p;

	while (len > 0) {
		ssize_t n = recv(fd, at, len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool frame_send(int fd, struct str s)
{
	uint64_t len = s.len;

	return send_all(fd, &len, sizeof len) && send_all(fd, s.p, s.len);
}

/* An owned, NUL-terminated frame; NULL when the other side is gone. */
static char *frame_recv(int fd, size_t *len)
{
	uint64_t n = 0;

	if (!recv_all(fd, &n, sizeof n) || n > CAP_FRAME)
		return NULL;
	char *p = mem_alloc((size_t)n + 1);
	if (!recv_all(fd, p, (size_t)n)) {
		mem_free(p);
		return NULL;
	}
	*len = (size_t)n;
	return p;
}

/* ---- the child ---- */

struct message { char text[700]; size_t len; };

static void keep_message(void *self, jv msg)
{
	struct message *m = self;

	if (jv_get_kind(msg) == JV_KIND_STRING && m->len == 0) {
		const char *s = jv_string_value(msg);
		while (*s != '\0' && m->len + 1 < sizeof m->text) {
			m->text[m->len++] = (*s == '\n' || *s == '\t') ? ' ' : *s;
			s++;
		}
		m->text[m->len] = '\0';
	}
	jv_free(msg);
}

static void child_confine(int fd)
{
	/* jq reads ~/.jq and, without HOME, asks the password file where that is. */
	clearenv();
	setenv("HOME", "/nonexistent", 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	dup2(fd, 0);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null >= 0)
		dup2(null, 1);
	close_range(3, ~0U, 0);
	if (chdir("/") != 0)
		_exit(STATUS_OS);
	struct rlimit files = { 16, 16 };
	setrlimit(RLIMIT_NOFILE, &files);
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
#ifndef ADDRESS_SANITIZER
	struct rlimit memory = { CHILD_MEMORY, CHILD_MEMORY };
	setrlimit(RLIMIT_AS, &memory);
#endif
}

static void child_clock(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	rlim_t until = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + CHILD_SECONDS);
	struct rlimit cpu = { until, RLIM_INFINITY };
	setrlimit(RLIMIT_CPU, &cpu);
}

/* Lines of JSON as an array; a line that is none becomes null, so that it is counted. */
static jv parse_lines(const char *p, size_t len)
{
	jv all = jv_array();
	struct str rest = { p, len }, line;

	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		jv one = jv_parse_sized(line.p, (int)line.len);
		if (!jv_is_valid(one)) {
			jv_free(one);
			one = jv_null();
		}
		all = jv_array_append(all, one);
	}
	return all;
}

static void child_reply(char kind, const char *text, size_t len)
{
	struct buf b;

	buf_init(&b, CAP_FRAME);
	buf_putc(&b, kind);
	buf_add(&b, text, len);
	if (b.failed || !frame_send(0, buf_view(&b)))
		_exit(STATUS_OS);
	buf_free(&b);
}

/* jq's own messages show the value that does not fit, which may be somebody's words. */
static jv discreet(jv msg)
{
	const char *s = jv_string_value(msg), *from = strchr(s, '('), *to = strrchr(s, ')');

	if (from == NULL || to < from || (!strstr(s, "annot ") && !strstr(s, "while parsing")))
		return msg;
	jv out = jv_string_append_str(jv_string_sized(s, (int)(from + 1 - s)), "...");
	out = jv_string_append_str(out, to);
	jv_free(msg);
	return out;
}

static void child_error(jv invalid, const char *fallback)
{
	jv msg = jv_invalid_get_msg(invalid);

	if (jv_get_kind(msg) != JV_KIND_STRING) {
		jv_free(msg);
		msg = jv_string(fallback);
	}
	msg = discreet(msg);
	child_reply('E', jv_string_value(msg), (size_t)jv_string_length_bytes(jv_copy(msg)));
	jv_free(msg);
}

static void child_answer(jq_state *jq, jv in)
{
	jq_start(jq, in, 0);
	jv out = jq_next(jq);
	if (!jv_is_valid(out)) {
		child_error(out, "the function gave nothing");
		return;
	}
	jv text = jv_dump_string(out, 0);
	child_reply('R', jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
}

static void child_one(jq_state *jq, struct str call, struct str body)
{
	jv in = jv_parse_sized(call.p, (int)call.len);
	jv kind = jv_object_get(jv_copy(in), jv_string("kind"));
	bool lines = jv_get_kind(kind) == JV_KIND_STRING && strcmp(jv_string_value(kind), "lines") == 0;
	bool with_body = jv_get_kind(kind) == JV_KIND_STRING;

	jv_free(kind);
	if (with_body) {
		jv b = lines ? parse_lines(body.p, body.len) : jv_parse_sized(body.p, (int)body.len);
		if (!jv_is_valid(b)) {
			jv_free(b);                  /* jq's message could quote the body */
			jv_free(in);
			child_reply('J', "", 0);
			return;
		}
		jv inner = jv_object_get(jv_copy(in), jv_string("in"));
		in = jv_object_set(in, jv_string("in"), jv_object_set(inner, jv_string("body"), b));
	}
	child_answer(jq, in);
}

_Noreturn static void child_main(int fd, const char *program)
{
	struct message m = { .len = 0 };

	child_confine(fd);
	child_clock();
	jq_state *jq = jq_init();
	if (jq == NULL)
		_exit(STATUS_OS);
	jq_set_error_cb(jq, keep_message, &m);
	if (!jq_compile(jq, program)) {
		child_reply('E', m.text, m.len);
		_exit(STATUS_CONFIG);
	}
	child_reply('R', "", 0);
	for (;;) {
		size_t ncall = 0, nbody = 0;
		char *call = frame_recv(0, &ncall);
		char *body = call ? frame_recv(0, &nbody) : NULL;
		if (body == NULL)
			_exit(0);
		child_clock();
		child_one(jq, (struct str){ call, ncall }, (struct str){ body, nbody });
		mem_free(call);
		mem_free(body);
	}
}

/* ---- the parent's side ---- */

static enum status reply(struct connector *c, enum status bad, char **out, size_t *len, struct err *e)
{
	size_t n = 0;
	char *p = frame_recv(c->fd, &n);

	if (p == NULL || n == 0) {
		mem_free(p);
		return err_set(e, STATUS_SOURCE, "%s: jq stopped (memory or time limit)", c->name);
	}
	if (p[0] == 'J') {
		mem_free(p);
		return err_set(e, STATUS_DATA, "%s: the answer is not JSON", c->name);
	}
	if (p[0] == 'E') {
		err_set(e, bad, "%s: %.700s", c->name, p + 1);
		mem_free(p);
		return bad;
	}
	*out = p;
	*len = n;
	return STATUS_OK;
}

enum status connector_open(const char *path, const struct fetch_source *source, int64_t now,
	struct connector **out, struct err *e)
{
	struct buf program;
	int pair[2];

	buf_init(&program, CAP_FILTER);
	buf_puts(&program, before);
	enum status status = file_read(path, &program, e);
	if (status != STATUS_OK) {
		buf_free(&program);
		return status == STATUS_NOINPUT
			? err_set(e, STATUS_CONFIG, "%s: no such connector (%s)", source->id, path) : status;
	}
	buf_puts(&program, after);
	if (program.failed || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		buf_free(&program);
		return err_set(e, STATUS_OS, "%s: cannot start jq", path);
	}
	struct connector *c = mem_alloc(sizeof *c);
	c->name = mem_dup(path);
	c->now = now;
	c->env = jv_object();
	if (source->secret != NULL)
		c->env = jv_object_set(c->env, jv_string("secret"), jv_string(source->secret));
	c->source = jv_parse(source->params ? source->params : "{}");
	if (jv_get_kind(c->source) != JV_KIND_OBJECT) {
		jv_free(c->source);
		c->source = jv_object();
	}
	c->source = jv_object_set(c->source, jv_string("id"), jv_string(source->id));
	c->pid = fork();
	if (c->pid == 0)
		child_main(pair[1], buf_cstr(&program));
	close(pair[1]);
	c->fd = pair[0];
	buf_free(&program);
	if (c->pid < 0) {
		connector_close(c);
		return err_set(e, STATUS_OS, "%s: cannot start jq", path);
	}
	char *answer = NULL;
	size_t len = 0;
	status = reply(c, STATUS_CONFIG, &answer, &len, e);
	mem_free(answer);
	if (status != STATUS_OK)
		connector_close(c);
	else
		*out = c;
	return status;
}

void connector_close(struct connector *c)
{
	if (c == NULL)
		return;
	close(c->fd);
	if (c->pid > 0)
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			;
	jv_free(c->source);
	jv_free(c->env);
	mem_free(c->name);
	mem_free(c);
}

/* Runs one function in the child. Consumes `in`. */
static enum status call(struct connector *c, const char *op, jv in, const struct answer_view *body, jv *out,
	struct err *e)
{
	jv frame = jv_object();

	frame = jv_object_set(frame, jv_string("op"), jv_string(op));
	frame = jv_object_set(frame, jv_string("in"), in);
	if (body != NULL)
		frame = jv_object_set(frame, jv_string("kind"),
			jv_string(body->kind == BODY_LINES ? "lines" : "json"));
	jv text = jv_dump_string(frame, 0);
	struct str head = { jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)) };
	bool sent = frame_send(c->fd, head) && frame_send(c->fd, body ? body->body : STR(""));
	jv_free(text);
	char *answer = NULL;
	size_t len = 0;
	(void)sent;                             /* a child that is gone shows in the reply */
	enum status status = reply(c, STATUS_SOURCE, &answer, &len, e);
	if (status != STATUS_OK)
		return status;
	*out = jv_parse_sized(answer + 1, (int)(len - 1));
	mem_free(answer);
	if (jv_is_valid(*out))
		return STATUS_OK;
	jv_free(*out);
	return err_set(e, STATUS_SOURCE, "%s: `%s` gave what is not JSON", c->name, op);
}

/* ---- jv to C ---- */

static jv text_to_jv(struct str s)
{
	jv v = s.p && s.len ? jv_parse_sized(s.p, (int)s.len) : jv_null();

	if (jv_is_valid(v))
		return v;
	jv_free(v);
	return jv_null();
}

/* jv_object_get hands out an invalid for what is not there; this a null. Borrows `o`. */
static jv member(jv o, const char *key)
{
	jv v = jv_get_kind(o) == JV_KIND_OBJECT ? jv_object_get(jv_copy(o), jv_string(key)) : jv_null();

	if (jv_is_valid(v))
		return v;
	jv_free(v);
	return jv_null();
}

/* A scalar as text in the arena; NULL for null, arrays and objects. Consumes `v`. */
static const char *scalar(jv v, struct arena *a)
{
	const char *out = NULL;
	jv_kind kind = jv_get_kind(v);

	if (kind == JV_KIND_STRING) {
		/* a NUL inside would end a C string: U+FFFD instead */
		struct buf b;
		buf_init(&b, CAP_FRAME);
		struct str s = { jv_string_value(v), (size_t)jv_string_length_bytes(jv_copy(v)) };
		utf8_repair(&b, s);
		out = arena_dupn(a, b.p ? b.p : "", b.len);
		buf_free(&b);
	} else if (kind == JV_KIND_NUMBER || kind == JV_KIND_TRUE || kind == JV_KIND_FALSE) {
		jv text = jv_dump_string(jv_copy(v), 0);
		out = arena_dupn(a, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));
		jv_free(text);
	}
	jv_free(v);
	return out;
}

static const char *string_of(jv o, const char *key, struct arena *a)
{
	return scalar(member(o, key), a);
}

/* Consumes `v`. */
static const char *dump(jv v, struct arena *a)
{
	jv text = jv_dump_string(v, 0);
	const char *out = arena_dupn(a, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));

	jv_free(text);
	return out;
}

static int64_t number_of(jv o, const char *key, double scale)
{
	jv v = member(o, key);
	int64_t n = POST_UNKNOWN;

	if (jv_get_kind(v) == JV_KIND_NUMBER) {
		double d = jv_number_value(v) * scale;
		if (d > -9e15 && d < 9e15)
			n = (int64_t)llround(d);
	}
	jv_free(v);
	return n;
}

static jv pairs_to_jv(const struct pair *p, size_t n)
{
	jv o = jv_object();

	for (size_t i = 0; i < n; i++) {
		jv old = member(o, p[i].name);
		if (jv_get_kind(old) == JV_KIND_STRING)     /* a repeated header is a list (RFC 9110, 5.3) */
			old = jv_string_append_str(jv_string_append_str(old, ", "), p[i].value);
		else {
			jv_free(old);
			old = jv_string(p[i].value);
		}
		o = jv_object_set(o, jv_string(p[i].name), old);
	}
	return o;
}

/* ---- requests ---- */

static void add_escaped(struct buf *b, const char *s)
{
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;
		if ((ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z') || strchr("-._~", ch))
			buf_putc(b, (char)ch);
		else
			buf_printf(b, "%%%02X", ch);
	}
}

static void add_query(struct buf *b, const char *name, const char *value, char *sep)
{
	if (value == NULL)
		return;
	buf_putc(b, *sep);
	*sep = '&';
	add_escaped(b, name);
	buf_putc(b, '=');
	add_escaped(b, value);
}

/* A list in the query repeats its name: {"any[]": ["a", "b"]}. */
static const char *full_url(jv request, struct arena *a)
{
	const char *url = string_of(request, "url", a);
	jv query = member(request, "query");
	struct buf b;

	if (url == NULL || jv_get_kind(query) != JV_KIND_OBJECT) {
		jv_free(query);
		return url;
	}
	buf_init(&b, CAP_CURSOR);
	size_t fragment = strcspn(url, "#");
	buf_add(&b, url, fragment);
	char sep = memchr(url, '?', fragment) ? '&' : '?';
	jv_object_foreach(query, key, value) {
		if (jv_get_kind(value) == JV_KIND_ARRAY) {
			jv_array_foreach(value, i, one)
				add_query(&b, jv_string_value(key), scalar(one, a), &sep);
			jv_free(value);
		} else {
			add_query(&b, jv_string_value(key), scalar(value, a), &sep);
		}
		jv_free(key);
	}
	jv_free(query);
	url = b.failed ? NULL : arena_dupn(a, b.p, b.len);
	buf_free(&b);
	return url;
}

/* Consumes `v`. */
static enum status request_of(jv v, struct arena *a, struct request *out, struct err *e)
{
	*out = (struct request){ .method = string_of(v, "method", a), .url = full_url(v, a) };
	if (out->method == NULL)
		out->method = "GET";
	out->key = string_of(v, "url", a);
	jv body = member(v, "body");
	if (jv_get_kind(body) == JV_KIND_OBJECT || jv_get_kind(body) == JV_KIND_ARRAY)
		out->body = dump(body, a);
	else
		out->body = scalar(body, a);
	jv headers = member(v, "headers");
	if (jv_get_kind(headers) == JV_KIND_OBJECT) {
		out->headers = arena_alloc(a,
			sizeof *out->headers * (size_t)(jv_object_length(jv_copy(headers)) + 1));
		jv_object_foreach(headers, key, value) {
			const char *text = scalar(value, a);
			const char *name = scalar(key, a);
			if (text != NULL && strpbrk(text, "\r\n") == NULL && strpbrk(name, "\r\n: ") == NULL)
				out->headers[out->nheaders++] = (struct pair){ name, text };
		}
	}
	jv_free(headers);
	int64_t pause = number_of(v, "pause", 1000);
	out->pause_ms = pause > 0 && pause <= PAUSE_LONGEST ? (long)pause : 0;
	out->json = dump(v, a);
	if (out->url == NULL)
		return err_set(e, STATUS_CONFIG, "a connector's request has no url");
	return STATUS_OK;
}

static jv base_input(struct connector *c, struct str cursor)
{
	jv in = jv_object();

	in = jv_object_set(in, jv_string("source"), jv_copy(c->source));
	in = jv_object_set(in, jv_string("cursor"), text_to_jv(cursor));
	in = jv_object_set(in, jv_string("now"), jv_number((double)c->now));
	return jv_object_set(in, jv_string("env"), jv_copy(c->env));
}

/* One request or a list of them. Consumes `got`. */
static enum status requests_of(jv got, struct arena *a, struct request **out, size_t *n, struct err *e)
{
	enum status status = STATUS_OK;

	if (jv_get_kind(got) != JV_KIND_ARRAY)
		got = jv_array_append(jv_array(), got);
	int count = jv_array_length(jv_copy(got));
	*n = 0;
	*out = arena_alloc(a, sizeof **out * (size_t)(count + 1));
	for (int i = 0; i < count && status == STATUS_OK; i++)
		status = request_of(jv_array_get(jv_copy(got), i), a, &(*out)[(*n)++], e);
	jv_free(got);
	return status;
}

enum status connector_requests(struct connector *c, struct str cursor, struct arena *a, struct request **out,
	size_t *n, struct err *e)
{
	jv got;
	enum status status = call(c, "request", base_input(c, cursor), NULL, &got, e);

	*n = 0;
	if (status != STATUS_OK)
		return status == STATUS_SOURCE ? (e->status = STATUS_CONFIG) : status;
	status = requests_of(got, a, out, n, e);
	if (status == STATUS_OK && *n == 0)
		status = err_set(e, STATUS_CONFIG, "%s: `request` gave no request", c->name);
	return status;
}

/* A patch with a URL of its own brings its own query. Consumes both. */
static jv lay_over(jv base, jv patch)
{
	jv url = member(patch, "url");

	if (jv_get_kind(url) == JV_KIND_STRING && jv_get_kind(base) == JV_KIND_OBJECT)
		base = jv_object_delete(base, jv_string("query"));
	jv_free(url);
	if (jv_get_kind(patch) != JV_KIND_OBJECT || jv_get_kind(base) != JV_KIND_OBJECT) {
		jv_free(base);
		return patch;
	}
	return jv_object_merge_recursive(base, patch);
}

const char *patch_join(struct str before_it, struct str patch, struct arena *a)
{
	return dump(lay_over(text_to_jv(before_it), text_to_jv(patch)), a);
}

enum status connector_patched(const struct request *request, struct str patch, struct arena *a,
	struct request *out, struct err *e)
{
	const char *key = request->key;
	jv base = text_to_jv(str_of(request->json));
	jv p = text_to_jv(patch);

	if (jv_get_kind(p) != JV_KIND_OBJECT) {
		jv_free(p);
		p = jv_object();
	}
	enum status status = request_of(lay_over(base, p), a, out, e);
	out->key = key;
	bool relative = status == STATUS_OK && strncmp(out->url, "http://", 7) != 0 &&
		strncmp(out->url, "https://", 8) != 0;
	char *whole = relative ? http_resolve(request->url, out->url) : NULL;
	if (whole != NULL)
		out->url = arena_dupn(a, whole, strlen(whole));
	mem_free(whole);
	return status;
}

/* ---- posts and next ---- */

static const char *first_string(jv v, const char *key, struct arena *a)
{
	const char *s = string_of(v, key, a);

	return s != NULL && *s == '\0' ? NULL : s;
}

static int by_from(const void *x, const void *y)
{
	const struct text_link *a = x, *b = y;

	return a->from < b->from ? -1 : a->from > b->from;
}

/* Consumes `v`. */
static void links_of(jv v, struct arena *a, struct raw_post *p)
{
	int count = jv_get_kind(v) == JV_KIND_ARRAY ? jv_array_length(jv_copy(v)) : 0;

	p->links = arena_alloc(a, sizeof *p->links * (size_t)(count + 1));
	for (int i = 0; i < count; i++) {
		jv one = jv_array_get(jv_copy(v), i);
		int64_t from = number_of(one, "from", 1), to = number_of(one, "to", 1);
		const char *url = first_string(one, "url", a);
		if (from >= 0 && to > from && url != NULL)
			p->links[p->nlinks++] = (struct text_link){ (size_t)from, (size_t)to, url };
		jv_free(one);
	}
	qsort(p->links, p->nlinks, sizeof *p->links, by_from);
	jv_free(v);
}

static bool is_true(jv o, const char *key)
{
	jv v = member(o, key);
	bool is = jv_get_kind(v) == JV_KIND_TRUE;

	jv_free(v);
	return is;
}

static void raw_of(jv v, struct raw_post *p, struct arena *a)
{
	*p = (struct raw_post){
		.bad = jv_get_kind(v) != JV_KIND_OBJECT,
		.type = first_string(v, "type", a), .id = first_string(v, "id", a),
		.url = first_string(v, "url", a), .platform = first_string(v, "platform", a),
		.category = first_string(v, "category", a), .text = string_of(v, "text", a),
		.html = string_of(v, "html", a), .markdown = string_of(v, "markdown", a),
		.title = first_string(v, "title", a), .warning = first_string(v, "warning", a),
		.base = first_string(v, "base", a),
		.author = first_string(v, "author", a), .author_name = first_string(v, "author_name", a),
		.published = first_string(v, "published", a), .updated = first_string(v, "updated", a),
		.lang = first_string(v, "lang", a), .reply_to = first_string(v, "reply_to", a),
		.thread = first_string(v, "thread", a), .local_id = first_string(v, "local_id", a),
		.rating = number_of(v, "rating", 1000), .likes = number_of(v, "likes", 1),
		.reposts = number_of(v, "reposts", 1), .replies = number_of(v, "replies", 1),
		.deleted = is_true(v, "deleted"), .first_seen = is_true(v, "first_seen"),
	};
	links_of(member(v, "links"), a, p);
	if (p->deleted && p->updated == NULL)
		p->updated = first_string(v, "at", a);
	if (p->type != NULL && strcmp(p->type, "delete") == 0) {
		p->deleted = true;
		p->updated = first_string(v, "at", a);
	}
}

/* Some platforms say in the body, and not in a header, how long they want to be left alone. */
static int64_t seconds_of(jv v)
{
	int64_t seconds = number_of(v, "seconds", 1);

	return seconds < 0 ? 0 : seconds > WAIT_LONGEST ? WAIT_LONGEST : seconds;
}

static bool is_type(jv v, const char *name)
{
	jv type = member(v, "type");
	bool is = jv_get_kind(type) == JV_KIND_STRING && strcmp(jv_string_value(type), name) == 0;

	jv_free(type);
	return is;
}

static enum status lead_of(jv v, struct arena *a, struct page *out, struct err *e)
{
	struct lead *l = &out->leads[out->nleads++];

	l->newest = first_string(v, "newest", a);
	out->follow |= l->newest == NULL;
	return request_of(member(v, "request"), a, &l->request, e);
}

/* Consumes `got`. */
static enum status page_of(jv got, struct arena *a, struct page *out, struct err *e)
{
	int count = jv_get_kind(got) == JV_KIND_ARRAY ? jv_array_length(jv_copy(got)) : 0;
	enum status status = STATUS_OK;

	*out = (struct page){ 0 };
	out->posts = arena_alloc(a, sizeof *out->posts * (size_t)(count + 1));
	out->leads = arena_alloc(a, sizeof *out->leads * (size_t)(count + 1));
	for (int i = 0; i < count && status == STATUS_OK; i++) {
		jv one = jv_array_get(jv_copy(got), i);
		if (is_type(one, "listing"))
			status = lead_of(one, a, out, e);
		else if (!is_type(one, "wait"))
			raw_of(one, &out->posts[out->nposts++], a);
		else if (seconds_of(one) > out->wait_s)
			out->wait_s = seconds_of(one);
		jv_free(one);
	}
	out->json = dump(got, a);
	return status;
}

enum status page_read(struct str json, struct arena *a, struct page *out, struct err *e)
{
	return page_of(text_to_jv(json), a, out, e);
}

static jv answer_input(struct connector *c, const struct answer_view *answer, const struct request *request)
{
	jv in = base_input(c, (struct str){ NULL, 0 });

	in = jv_object_set(in, jv_string("headers"), pairs_to_jv(answer->headers, answer->nheaders));
	return jv_object_set(in, jv_string("request"), text_to_jv(str_of(request->json)));
}

enum status connector_posts(struct connector *c, const struct answer_view *answer,
	const struct request *request, struct arena *a, struct page *out, struct err *e)
{
	jv got;
	enum status status = call(c, "posts", answer_input(c, answer, request), answer, &got, e);

	*out = (struct page){ 0 };
	return status == STATUS_OK ? page_of(got, a, out, e) : status;
}

enum status connector_next(struct connector *c, const struct answer_view *answer,
	const struct request *request, const struct page *page, struct str cursor, struct arena *a,
	const char **patch, struct err *e)
{
	jv in = answer_input(c, answer, request), got;

	*patch = NULL;
	in = jv_object_set(in, jv_string("posts"), text_to_jv(str_of(page->json)));
	in = jv_object_set(in, jv_string("cursor"), text_to_jv(cursor));
	enum status status = call(c, "next", in, answer, &got, e);
	if (status != STATUS_OK)
		return status;
	jv p = member(got, "request");
	jv_free(got);
	if (jv_get_kind(p) == JV_KIND_OBJECT)
		*patch = dump(p, a);
	else
		jv_free(p);
	return STATUS_OK;
}

int64_t connector_limited(struct connector *c, const struct answer_view *answer, long status)
{
	jv in = base_input(c, (struct str){ NULL, 0 }), got;
	struct err e = { 0 };

	in = jv_object_set(in, jv_string("headers"), pairs_to_jv(answer->headers, answer->nheaders));
	in = jv_object_set(in, jv_string("status"), jv_number((double)status));
	if (call(c, "limited", in, answer, &got, &e) != STATUS_OK)
		return 0;                       /* refusals are often no JSON */
	int64_t seconds = seconds_of(got);
	jv_free(got);
	return seconds;
}

static jv string_or_null(const char *s)
{
	return s && *s ? jv_string(s) : jv_null();
}

enum status connector_thread(struct connector *c, const struct fetch_revisit *revisit, struct arena *a,
	struct request **out, size_t *n, struct err *e)
{
	jv in = base_input(c, (struct str){ NULL, 0 }), post = jv_object(), got;

	*n = 0;
	post = jv_object_set(post, jv_string("id"), jv_string(revisit->post_id));
	post = jv_object_set(post, jv_string("url"), string_or_null(revisit->url));
	post = jv_object_set(post, jv_string("local_id"), string_or_null(revisit->local_id));
	in = jv_object_set(in, jv_string("post"), post);
	enum status status = call(c, "thread", in, NULL, &got, e);
	if (status != STATUS_OK)
		return status;
	if (jv_get_kind(got) == JV_KIND_NULL) {
		jv_free(got);
		return STATUS_OK;
	}
	return requests_of(got, a, out, n, e);
}

enum status connector_walks(struct connector *c, bool *out, struct err *e)
{
	jv got;
	enum status status = call(c, "robots", jv_null(), NULL, &got, e);

	if (status != STATUS_OK)
		return status;
	*out = jv_get_kind(got) == JV_KIND_TRUE;
	jv_free(got);
	return STATUS_OK;
}

/* ---- logins ---- */

enum status connector_login(struct connector *c, struct arena *a, struct request *out, struct err *e)
{
	jv got;
	enum status status = call(c, "auth", base_input(c, (struct str){ NULL, 0 }), NULL, &got, e);

	*out = (struct request){ 0 };
	if (status != STATUS_OK)
		return status;
	if (jv_get_kind(got) == JV_KIND_OBJECT)
		return request_of(got, a, out, e);
	jv_free(got);
	return STATUS_OK;
}

enum status connector_logged_in(struct connector *c, const struct answer_view *answer, struct arena *a,
	const char **env, struct err *e)
{
	jv got;
	enum status status = call(c, "auth", base_input(c, (struct str){ NULL, 0 }), answer, &got, e);

	if (status != STATUS_OK)
		return status;
	*env = dump(got, a);
	if (connector_env(c, str_of(*env)))
		return STATUS_OK;
	return err_set(e, STATUS_NOPERM, "%s: `auth` made no object of strings of the login's answer",
		c->name);
}

bool connector_env(struct connector *c, struct str env)
{
	jv got = text_to_jv(env);
	bool fine = jv_get_kind(got) == JV_KIND_OBJECT && jv_object_length(jv_copy(got)) > 0;

	if (!fine) {
		jv_free(got);
		return false;
	}
	jv_object_foreach(got, key, value) {
		fine = fine && jv_get_kind(value) == JV_KIND_STRING;
		jv_free(key);
		jv_free(value);
	}
	if (!fine) {
		jv_free(got);
		return false;
	}
	c->env = jv_object_merge(c->env, got);
	return true;
}

/* ---- the cursor ---- */

/* Consumes `v`. */
static void ids_of(jv v, struct arena *a, const char ***out, size_t *n)
{
	*n = 0;
	if (jv_get_kind(v) == JV_KIND_ARRAY) {
		int count = jv_array_length(jv_copy(v));
		*out = arena_alloc(a, sizeof **out * (size_t)(count + 1));
		for (int i = 0; i < count; i++) {
			const char *s = scalar(jv_array_get(jv_copy(v), i), a);
			if (s != NULL)
				(*out)[(*n)++] = s;
		}
	}
	jv_free(v);
}

/* [KEY, PLACE]. Borrows `v`. */
static bool pair_is(jv v, const char *key)
{
	bool is = false;

	if (jv_get_kind(v) == JV_KIND_ARRAY && jv_array_length(jv_copy(v)) == 2) {
		jv name = jv_array_get(jv_copy(v), 0);
		is = jv_get_kind(name) == JV_KIND_STRING && strcmp(jv_string_value(name), key) == 0;
		jv_free(name);
	}
	return is;
}

/* The place of a listing that a page led to; null when none is kept. Borrows `all`. */
static jv led_get(jv all, const char *key)
{
	jv led = member(all, "led"), found = jv_null();

	if (jv_get_kind(led) == JV_KIND_ARRAY) {
		jv_array_foreach(led, i, one) {
			if (pair_is(one, key)) {
				jv_free(found);
				found = jv_array_get(jv_copy(one), 1);
			}
			jv_free(one);
		}
	}
	jv_free(led);
	return found;
}

static size_t dumped_length(jv v)
{
	jv text = jv_dump_string(jv_copy(v), 0);
	size_t n = (size_t)jv_string_length_bytes(jv_copy(text));

	jv_free(text);
	return n;
}

/* The one written last stands in front; what nothing has led to for long falls off. Consumes `led`. */
static jv led_set(jv led, const char *key, jv place)
{
	jv own = jv_array_append(jv_array_append(jv_array(), jv_string(key)), place);
	jv out = jv_array_append(jv_array(), own);

	if (jv_get_kind(led) == JV_KIND_ARRAY) {
		jv_array_foreach(led, i, one) {
			if (pair_is(one, key) || jv_array_length(jv_copy(out)) >= LED_KEPT)
				jv_free(one);
			else
				out = jv_array_append(out, one);
		}
	}
	jv_free(led);
	/* a cursor that is too long is not kept at all */
	for (int n; (n = jv_array_length(jv_copy(out))) > 1 && dumped_length(out) > CAP_CURSOR / 2;)
		out = jv_array_slice(out, 0, n - 1 - n / 16);
	return out;
}

void place_read(struct str cursor, const char *key, enum place_kind kind, struct arena *a, struct place *out)
{
	jv all = text_to_jv(cursor);

	*out = (struct place){ .key = key };
	if (kind == PLACE_PART) {
		jv parts = member(all, "parts");
		jv_free(all);
		all = member(parts, key);
		jv_free(parts);
	} else if (kind == PLACE_LED) {
		jv one = led_get(all, key);
		jv_free(all);
		all = one;
	}
	ids_of(member(all, "done"), a, &out->done, &out->ndone);
	jv walk = member(all, "walk"), http = member(all, "http");
	if (jv_get_kind(walk) == JV_KIND_OBJECT) {
		ids_of(member(walk, "head"), a, &out->head, &out->nhead);
		jv resume = member(walk, "resume");
		if (jv_get_kind(resume) == JV_KIND_OBJECT)
			out->resume = dump(resume, a);
		else
			jv_free(resume);
	}
	out->etag = string_of(http, "etag", a);
	out->modified = string_of(http, "modified", a);
	jv_free(walk);
	jv_free(http);
	jv_free(all);
}

static jv ids_to_jv(const char **ids, size_t n)
{
	jv v = jv_array();

	for (size_t i = 0; i < n; i++)
		v = jv_array_append(v, jv_string(ids[i]));
	return v;
}

static jv place_to_jv(const struct place *p)
{
	jv o = jv_object(), http = jv_object();

	o = jv_object_set(o, jv_string("done"), ids_to_jv(p->done, p->ndone));
	if (p->resume != NULL) {
		jv walk = jv_object();
		walk = jv_object_set(walk, jv_string("head"), ids_to_jv(p->head, p->nhead));
		walk = jv_object_set(walk, jv_string("resume"), text_to_jv(str_of(p->resume)));
		o = jv_object_set(o, jv_string("walk"), walk);
	}
	if (p->etag != NULL)
		http = jv_object_set(http, jv_string("etag"), jv_string(p->etag));
	if (p->modified != NULL)
		http = jv_object_set(http, jv_string("modified"), jv_string(p->modified));
	return jv_object_set(o, jv_string("http"), http);
}

/* Consumes `v`. */
static jv object_of(jv v)
{
	if (jv_get_kind(v) == JV_KIND_OBJECT)
		return v;
	jv_free(v);
	return jv_object();
}

const char *place_write(struct str cursor, const struct place *p, enum place_kind kind, struct arena *a)
{
	jv all = object_of(text_to_jv(cursor)), place = place_to_jv(p);
	jv led = member(all, "led");

	if (kind == PLACE_PART) {
		jv parts = object_of(member(all, "parts"));
		all = jv_object_set(all, jv_string("parts"), jv_object_set(parts, jv_string(p->key), place));
	} else if (kind == PLACE_LED) {
		led = led_set(led, p->key, place);
	} else {
		jv_free(all);
		all = place;
	}
	if (jv_get_kind(led) == JV_KIND_ARRAY)
		all = jv_object_set(all, jv_string("led"), led);
	else
		jv_free(led);
	return dump(all, a);
}
