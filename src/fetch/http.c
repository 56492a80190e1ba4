/* http.c: pages in, by libcurl. It follows redirects and counts decoded bytes itself: libcurl
 * 7.88 hands secret headers to other hosts, and its size limit sees neither chunked nor compressed bodies. */
#include "http.h"
#include "certificate.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <luister/caps.h>
#include <luister/mem.h>

#define RETRIES 2
#define RETRY_MIN 1
#define RETRY_MAX 86400
#define RETRY_UNTOLD 900                       /* a 429 that names no time */
#define LOW_SPEED_BYTES 64
#define LOW_SPEED_SECONDS 20

struct job {
	/* what is asked, owned */
	char *method, *origin, *url, *body, *etag, *modified, *secret;
	struct http_header *headers; size_t nheaders;
	bool local;
	long pause_ms;
	void (*done)(void *self, const struct http_answer *);
	void *self;
	/* how it goes */
	struct http *http;
	char *host;
	int64_t start_ms;                       /* not before; monotonic */
	int tries, redirects;
	bool active, private_address, too_large;
	CURL *easy;
	struct curl_slist *list;
	struct buf in, lines;                   /* decoded body; header lines as they came */
	char error[CURL_ERROR_SIZE];
};

struct host { char *name; int64_t next_ms; };

struct http {
	struct http_options o;
	char *user_agent, *ca_file;
	CURLM *multi;
	struct job **jobs; size_t njobs, capjobs;
	struct host *hosts; size_t nhosts, caphosts;
	int64_t born_ms;
	unsigned jitter;
	bool stop;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- URLs ---- */

static char *url_part(const char *url, CURLUPart part, unsigned flags)
{
	CURLU *u = curl_url();
	char *got = NULL, *out = NULL;

	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK
	    && curl_url_get(u, part, &got, flags) == CURLUE_OK)
		out = mem_dup(got);
	curl_free(got);
	curl_url_cleanup(u);
	return out;
}

char *http_host(const char *url)
{
	char *host = url_part(url, CURLUPART_HOST, 0);

	for (char *p = host; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return host;
}

char *http_origin(const char *url)
{
	char *scheme = url_part(url, CURLUPART_SCHEME, 0), *host = http_host(url);
	char *port = url_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	char *out = scheme && host && port ? mem_printf("%s://%s:%s", scheme, host, port) : NULL;

	mem_free(scheme);
	mem_free(host);
	mem_free(port);
	return out;
}

char *http_path(const char *url)
{
	char *path = url_part(url, CURLUPART_PATH, 0), *query = url_part(url, CURLUPART_QUERY, 0);
	char *out = path ? mem_printf("%s%s%s", path, query ? "?" : "", query ? query : "") : NULL;

	mem_free(path);
	mem_free(query);
	return out;
}

bool http_same_origin(const char *a, const char *b)
{
	const CURLUPart parts[] = { CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char *x = url_part(a, parts[i], CURLU_DEFAULT_PORT),
			*y = url_part(b, parts[i], CURLU_DEFAULT_PORT);
		bool same = x != NULL && y != NULL && strcasecmp(x, y) == 0;
		mem_free(x);
		mem_free(y);
		if (!same)
			return false;
	}
	return true;
}

char *http_resolve(const char *base, const char *location)
{
	CURLU *u = curl_url();
	char *got = NULL, *out = NULL;

	if (u != NULL && (base == NULL || curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK)
	    && curl_url_set(u, CURLUPART_URL, location, CURLU_URLENCODE) == CURLUE_OK
	    && curl_url_get(u, CURLUPART_URL, &got, 0) == CURLUE_OK
	    && (strncmp(got, "http://", 7) == 0 || strncmp(got, "https://", 8) == 0))
		out = mem_dup(got);
	curl_free(got);
	curl_url_cleanup(u);
	return out;
}

static bool holds(const char *part, size_t len, const char *secret)
{
	int n = 0;
	char *plain = curl_easy_unescape(NULL, part, (int)len, &n);
	bool there = plain == NULL || memmem(plain, (size_t)n, secret, strlen(secret)) != NULL;

	curl_free(plain);
	return there || memmem(part, len, secret, strlen(secret)) != NULL;
}

char *http_without(const char *url, const char *secret)
{
	struct str rest = str_of(url), part;
	const char *query = strchr(url, '?');
	char sep = '?';
	struct buf out;

	buf_init(&out, CAP_HEADERS);
	if (query != NULL) {
		buf_add(&out, url, (size_t)(query - url));
		rest = str_of(query + 1);
		while (str_cut(&rest, '&', &part)) {
			if (holds(part.p, part.len, secret))
				continue;
			buf_putc(&out, sep);
			buf_str(&out, part);
			sep = '&';
		}
	} else {
		buf_puts(&out, url);
	}
	char *clean = out.failed || holds(out.p ? out.p : "", out.len, secret) ? NULL :
		mem_dupn(out.p ? out.p : "", out.len);
	buf_free(&out);
	return clean;
}

/* ---- rate limits ---- */

static int64_t clamp(int64_t at, int64_t now)
{
	if (at < now + RETRY_MIN)
		return now + RETRY_MIN;
	return at > now + RETRY_MAX ? now + RETRY_MAX : at;
}

/* Digits, perhaps with a fraction, that stand alone: rounded up. -1 when it is something else. */
static int64_t whole_seconds(const char *s)
{
	char *end;

	while (*s == ' ')
		s++;
	if (*s < '0' || *s > '9')
		return -1;
	double d = strtod(s, &end);
	if ((*end != '\0' && *end != ' ' && *end != ';' && *end != ',') || d > 1e15)
		return -1;
	int64_t n = (int64_t)d;
	return (double)n < d ? n + 1 : n;
}

int64_t http_retry_after(const char *value, int64_t now)
{
	int64_t n = whole_seconds(value);

	if (n >= 0)
		return clamp(n > RETRY_MAX ? now + RETRY_MAX : now + n, now);
	int64_t at = clock_parse(str_trim(str_of(value)));
	return at == CLOCK_NONE ? CLOCK_NONE : clamp(at, now);
}

int64_t http_reset(const char *value, int64_t now)
{
	int64_t n = whole_seconds(value);

	if (n > 100000000000)                   /* milliseconds since 1970 */
		return clamp(n / 1000, now);
	if (n > 1000000000)                     /* seconds since 1970 */
		return clamp(n, now);
	return http_retry_after(value, now);
}

/* ---- answers ---- */

/* The header lines of the last answer as pairs into `lines`, which is cut up for it. Owned array. */
static struct http_header *headers_of(struct buf *lines, size_t *n)
{
	struct http_header *all = NULL;
	size_t cap = 0;
	char *rest;

	*n = 0;
	buf_putc(lines, '\0');
	if (lines->failed || lines->p == NULL)
		return NULL;
	rest = lines->p;
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		char *colon = strchr(line, ':');
		if (colon == NULL)
			continue;
		*colon = '\0';
		for (char *p = line; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p + 32);
		char *value = colon + 1 + strspn(colon + 1, " \t");
		size_t len = strlen(value);
		while (len > 0 && strchr("\r\t ", value[len - 1]))
			value[--len] = '\0';
		MEM_ROOM(all, *n, cap);
		all[(*n)++] = (struct http_header){ line, value };
	}
	return all;
}

static const char *header(const struct http_header *h, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(h[i].name, name) == 0)
			return h[i].value;
	return NULL;
}

static int64_t clock_of(const struct http *h)
{
	return h->o.now + (now_ms() - h->born_ms) / 1000;
}

/* The first of these headers that is there. */
static const char *header_of(const struct http_header *h, size_t n, const char *const *names)
{
	const char *value = NULL;

	for (; value == NULL && *names != NULL; names++)
		value = header(h, n, *names);
	return value;
}

/* `key`'s value in "limit=10, remaining=0, reset=50" or "\"default\";r=0;t=50" (two drafts of one header). */
static const char *part_of(const char *fields, const char *key, const char *short_key)
{
	for (const char *p = fields; p != NULL && *p != '\0';) {
		p += strspn(p, " ,;");
		size_t name = strcspn(p, "=,; ");
		if (p[name] == '=' && (strncasecmp(p, key, strlen(key) > name ? strlen(key) : name) == 0 ||
			strncmp(p, short_key, strlen(short_key) > name ? strlen(short_key) : name) == 0))
			return p + name + 1;
		p += strcspn(p, ",;");
	}
	return NULL;
}

static int64_t wish(const struct http *h, const struct http_header *hs, size_t n, long status)
{
	static const char *const resets[] = { "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset",
		NULL };
	static const char *const lefts[] = { "x-ratelimit-remaining", "x-rate-limit-remaining",
		"ratelimit-remaining", NULL };
	const char *after = header(hs, n, "retry-after"), *both = header(hs, n, "ratelimit");
	const char *reset = header_of(hs, n, resets), *left = header_of(hs, n, lefts);
	int64_t at = CLOCK_NONE, now = clock_of(h);

	if (reset == NULL)
		reset = part_of(both, "reset", "t");
	if (left == NULL)
		left = part_of(both, "remaining", "r");
	if (status >= 400 && after != NULL)
		at = http_retry_after(after, now);
	if (at == CLOCK_NONE && reset != NULL &&
		(status == 429 || (left != NULL && whole_seconds(left) == 0)))
		at = http_reset(reset, now);
	if (at == CLOCK_NONE && status == 429)
		at = now + RETRY_UNTOLD;
	return at;
}

/* ---- one transfer ---- */

static size_t on_body(char *p, size_t size, size_t n, void *self)
{
	struct job *j = self;

	buf_add(&j->in, p, size * n);
	if (j->in.failed)
		j->too_large = true;
	return j->in.failed ? 0 : size * n;
}

static size_t on_header(char *p, size_t size, size_t n, void *self)
{
	struct job *j = self;

	/* the lines of a 100 Continue are not the answer's */
	if (size * n >= 5 && memcmp(p, "HTTP/", 5) == 0)
		buf_clear(&j->lines);
	buf_add(&j->lines, p, size * n);
	if (j->lines.failed)
		j->too_large = true;
	return j->lines.failed ? 0 : size * n;
}

static bool private_v4(uint32_t a)
{
	static const struct { uint32_t net; int bits; } nets[] = {
		{ 0x00000000, 8 }, { 0x0a000000, 8 }, { 0x64400000, 10 }, { 0x7f000000, 8 },
			{ 0xa9fe0000, 16 },
		{ 0xac100000, 12 }, { 0xc0000000, 24 }, { 0xc0a80000, 16 }, { 0xc6120000, 15 },
		{ 0xe0000000, 3 },
	};

	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
		if ((a ^ nets[i].net) >> (32 - nets[i].bits) == 0)
			return true;
	return false;
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool private_v6(const unsigned char *b)
{
	static const unsigned char zeros[12], mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const unsigned char nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	static const unsigned char nat64_here[6] = { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 };

	if (memcmp(b, zeros, 12) == 0 || memcmp(b, mapped, 12) == 0 || memcmp(b, nat64, 12) == 0)
		return memcmp(b, zeros, 12) == 0 || private_v4(be32(b + 12));
	if (b[0] == 0x20 && b[1] == 0x02)       /* 6to4 holds an IPv4 address */
		return private_v4(be32(b + 2));
	if (memcmp(b, nat64_here, 6) == 0)      /* RFC 8215: where the IPv4 address stands is the network's */
		return true;
	return (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0x80)) || b[0] == 0xff;
}

/* Looked at after resolution: a public name may point into the private network. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct job *j = self;
	bool refuse = true;

	(void)purpose;
	if (a->family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, &a->addr, sizeof in);
		refuse = private_v4(ntohl(in.sin_addr.s_addr));
	} else if (a->family == AF_INET6) {
		struct sockaddr_in6 in;
		/* libcurl keeps the whole address there, though the struct names only its head */
		memcpy(&in, (const char *)a + offsetof(struct curl_sockaddr, addr), sizeof in);
		refuse = private_v6(in.sin6_addr.s6_addr);
	}
	if (refuse && !j->local) {
		j->private_address = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static void add_line(struct job *j, const char *line)
{
	struct curl_slist *list = curl_slist_append(j->list, line);

	if (list != NULL)
		j->list = list;
}

static void add_header(struct job *j, const char *name, const char *value)
{
	char *line = *value ? mem_printf("%s: %s", name, value) : mem_printf("%s;", name);

	add_line(j, line);
	mem_free(line);
}

static void prepare_headers(struct job *j)
{
	bool home = http_same_origin(j->origin, j->url), typed = false;

	for (size_t i = 0; home && i < j->nheaders; i++) {
		add_header(j, j->headers[i].name, j->headers[i].value);
		typed |= strcasecmp(j->headers[i].name, "content-type") == 0;
	}
	if (j->body != NULL && !typed)
		add_header(j, "Content-Type", "application/json");
	if (j->etag != NULL)
		add_header(j, "If-None-Match", j->etag);
	if (j->modified != NULL)
		add_header(j, "If-Modified-Since", j->modified);
	add_line(j, "Expect:");     /* none at all: servers refuse an empty one with 417 */
}

static bool begin(struct http *h, struct job *j)
{
	CURL *c = j->easy = curl_easy_init();

	if (c == NULL)
		return false;
	buf_clear(&j->in);
	buf_clear(&j->lines);
	j->private_address = j->too_large = false;
	j->error[0] = '\0';
	prepare_headers(j);
	curl_easy_setopt(c, CURLOPT_URL, j->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");             /* a proxy would hide whom we talk to */
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_USERAGENT, h->user_agent);
	if (h->ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, h->ca_file);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, j->list);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, h->o.connect_s);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, h->o.timeout_s);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, j->error);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, j);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, j);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, j);
	curl_easy_setopt(c, CURLOPT_PRIVATE, j);
	/* another source must not inherit a connection that its own address check would refuse */
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, j->local ? 1L : 0L);
	if (j->body != NULL) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)strlen(j->body));
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, j->body);
	}
	if (strcmp(j->method, "GET") != 0)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, j->method);
	j->active = curl_multi_add_handle(h->multi, c) == CURLM_OK;
	return j->active;
}

static void finish_transfer(struct http *h, struct job *j)
{
	if (j->easy != NULL) {
		if (j->active)
			curl_multi_remove_handle(h->multi, j->easy);
		curl_easy_cleanup(j->easy);
	}
	curl_slist_free_all(j->list);
	j->easy = NULL;
	j->list = NULL;
	j->active = false;
}

static void job_free(struct http *h, struct job *j)
{
	finish_transfer(h, j);
	for (size_t i = 0; i < j->nheaders; i++) {
		mem_free((void *)(uintptr_t)j->headers[i].name);
		mem_free((void *)(uintptr_t)j->headers[i].value);
	}
	mem_free(j->headers);
	mem_free(j->method);
	mem_free(j->origin);
	mem_free(j->url);
	mem_free(j->body);
	mem_free(j->etag);
	mem_free(j->modified);
	mem_free(j->secret);
	mem_free(j->host);
	buf_free(&j->in);
	buf_free(&j->lines);
	mem_free(j);
}

/* ---- what an answer leads to ---- */

static struct host *host_of(struct http *h, const char *name)
{
	for (size_t i = 0; i < h->nhosts; i++)
		if (strcmp(h->hosts[i].name, name) == 0)
			return &h->hosts[i];
	MEM_ROOM(h->hosts, h->nhosts, h->caphosts);
	h->hosts[h->nhosts] = (struct host){ mem_dup(name), 0 };
	return &h->hosts[h->nhosts++];
}

static void set_url(struct job *j, char *url)
{
	mem_free(j->url);
	mem_free(j->host);
	j->url = url;
	j->host = http_host(url);
	if (j->host == NULL)
		j->host = mem_dup("");
}

/* NULL when the redirect is followed, else why it is not. */
static const char *redirect(struct job *j, long status, const char *location)
{
	if (++j->redirects > CAP_REDIRECTS)
		return "too many redirects";
	char *to = http_resolve(j->url, location);
	if (to == NULL)
		return "redirect to what is no http URL";
	if (j->secret != NULL && !http_same_origin(j->origin, to)) {
		char *clean = http_without(to, j->secret);
		mem_free(to);
		to = clean;
		if (to == NULL)
			return "redirect to another host with the secret in its path";
	}
	bool keep_body = status == 307 || status == 308;
	if (keep_body && j->body != NULL && !http_same_origin(j->origin, to)) {
		mem_free(to);
		return "redirect of a sent body to another host";
	}
	if (!keep_body && j->body != NULL) {
		mem_free(j->body);
		mem_free(j->method);
		j->body = NULL;
		j->method = mem_dup("GET");
	}
	set_url(j, to);
	return NULL;
}

/* That and up to a half more, so that many machines do not ask in step. */
static int64_t jittered(struct http *h, int64_t wait_ms)
{
	h->jitter = h->jitter * 1103515245u + 12345u;
	return wait_ms + (int64_t)((h->jitter >> 16) % 100) * wait_ms / 200;
}

static bool again(struct http *h, struct job *j, CURLcode code, long status, int64_t not_before)
{
	bool connect = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
		code == CURLE_GOT_NOTHING;

	if (j->tries >= RETRIES || j->private_address || not_before != CLOCK_NONE)
		return false;
	if (!connect && !(code == CURLE_OK && (status == 408 || (status >= 500 && status != 501))))
		return false;
	j->start_ms = now_ms() + jittered(h, (int64_t)h->o.retry_ms << j->tries);
	j->tries++;
	return true;
}

static const char *why_broken(const struct job *j, CURLcode code)
{
	if (j->too_large)
		return "the answer is too large";
	if (j->private_address)
		return "the address is private or loopback (set local: true to allow it)";
	if (code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR)
		return "the answer was cut short";
	if (code == CURLE_PEER_FAILED_VERIFICATION && j->error[0] != '\0')
		return j->error;                /* what is wrong with the certificate */
	if (code == CURLE_OUT_OF_MEMORY)
		return "a header is too large"; /* what libcurl says of one over 100 kB */
	return curl_easy_strerror(code);
}

static void answer_out(struct job *j, struct http_answer *a, const char *problem, CURLcode code)
{
	char *error = NULL;

	if (problem != NULL || code != CURLE_OK) {
		a->outcome = HTTP_BROKEN;
		error = mem_printf("%s: %s%s", j->host, problem ? problem : why_broken(j, code),
			problem || code != CURLE_PEER_FAILED_VERIFICATION ? "" :
			certificate_advice(j->error));
	} else if (a->status == 304) {
		a->outcome = HTTP_UNCHANGED;
	} else if (a->status >= 200 && a->status < 300) {
		a->outcome = HTTP_FINE;
	} else {
		a->outcome = HTTP_REFUSED;
		error = mem_printf("%s: HTTP %ld", j->host, a->status);
	}
	a->error = error;
	a->url = j->url;
	a->body = buf_view(&j->in);
	j->done(j->self, a);
	mem_free(error);
}

/* True when the job is over. */
static bool settle(struct http *h, struct job *j, CURLcode code)
{
	struct http_answer a = { .not_before = CLOCK_NONE };
	const char *problem = NULL;
	size_t n = 0;

	curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &a.status);
	finish_transfer(h, j);
	long pause = j->pause_ms > h->o.spacing_ms ? j->pause_ms : h->o.spacing_ms;
	host_of(h, j->host)->next_ms = now_ms() + jittered(h, pause);
	struct http_header *hs = headers_of(&j->lines, &n);
	a.headers = hs;
	a.nheaders = n;
	a.not_before = wish(h, hs, n, a.status);
	const char *location = header(hs, n, "location");
	bool moved = code == CURLE_OK && location != NULL && (a.status == 301 || a.status == 302 ||
		a.status == 303
		|| a.status == 307 || a.status == 308);
	bool over = true;
	if (moved && (problem = redirect(j, a.status, location)) == NULL)
		over = false;
	else if (problem == NULL && again(h, j, code, a.status, a.not_before))
		over = false;
	else
		answer_out(j, &a, problem, code);
	mem_free(hs);
	return over;
}

/* ---- the queue ---- */

void http_start(struct http *h, const struct http_ask *ask,
	void (*done)(void *self, const struct http_answer *), void *self)
{
	struct job *j = mem_alloc(sizeof *j);

	*j = (struct job){ .method = mem_dup(ask->method), .origin = mem_dup(ask->url),
		.body = mem_dup(ask->body), .etag = mem_dup(ask->etag), .modified = mem_dup(ask->modified),
		.secret = mem_dup(ask->secret && *ask->secret ? ask->secret : NULL),
		.local = ask->local, .pause_ms = ask->pause_ms, .nheaders = ask->nheaders, .done = done,
		.self = self, .http = h };
	set_url(j, mem_dup(ask->url));
	j->headers = mem_alloc(sizeof *j->headers * (ask->nheaders + 1));
	for (size_t i = 0; i < ask->nheaders; i++)
		j->headers[i] = (struct http_header){ mem_dup(ask->headers[i].name),
			mem_dup(ask->headers[i].value) };
	buf_init(&j->in, CAP_RESPONSE);
	buf_init(&j->lines, CAP_HEADERS);
	MEM_ROOM(h->jobs, h->njobs, h->capjobs);
	h->jobs[h->njobs++] = j;
}

static bool host_busy(const struct http *h, const char *host)
{
	for (size_t i = 0; i < h->njobs; i++)
		if (h->jobs[i]->active && strcmp(h->jobs[i]->host, host) == 0)
			return true;
	return false;
}

/* Starts what may start; the milliseconds until the next one may. */
static int64_t begin_ready(struct http *h)
{
	int64_t wait = 1000, now = now_ms();

	for (size_t i = 0; i < h->njobs; i++) {
		struct job *j = h->jobs[i];
		if (j->active || host_busy(h, j->host))
			continue;
		int64_t at = host_of(h, j->host)->next_ms;
		if (at < j->start_ms)
			at = j->start_ms;
		if (at <= now && begin(h, j))
			continue;
		if (at <= now)
			at = now + 100;
		if (at - now < wait)
			wait = at - now;
	}
	return wait;
}

/* True when a transfer ended: what it led to may start at once. */
static bool collect(struct http *h)
{
	CURLMsg *m;
	int left;
	bool any = false;

	while (!h->stop && (m = curl_multi_info_read(h->multi, &left)) != NULL) {
		struct job *j = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result;
		any = true;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&j);
		if (!settle(h, j, code))
			continue;
		for (size_t i = 0; i < h->njobs; i++)
			if (h->jobs[i] == j) {
				memmove(&h->jobs[i], &h->jobs[i + 1], (h->njobs - i - 1) * sizeof *h->jobs);
				h->njobs--;
				break;
			}
		job_free(h, j);
	}
	return any;
}

void http_run(struct http *h)
{
	while (h->njobs > 0 && !h->stop) {
		int running;
		int64_t wait = begin_ready(h);

		if (curl_multi_perform(h->multi, &running) != CURLM_OK)
			break;
		if (!collect(h) && !h->stop)
			curl_multi_poll(h->multi, NULL, 0, (int)wait, NULL);
	}
}

void http_stop(struct http *h)
{
	h->stop = true;
}

enum status http_new(const struct http_options *options, struct http **out, struct err *e)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, STATUS_OS, "libcurl does not start");
	struct http *h = mem_alloc(sizeof *h);
	h->o = *options;
	if (h->o.timeout_s <= 0)
		h->o.timeout_s = 60;
	if (h->o.connect_s <= 0)
		h->o.connect_s = 10;
	if (h->o.connect_s > h->o.timeout_s)
		h->o.connect_s = h->o.timeout_s;
	h->user_agent = mem_dup(options->user_agent ? options->user_agent : "luister");
	h->ca_file = mem_dup(options->ca_file);
	h->born_ms = now_ms();
	h->jitter = (unsigned)h->born_ms ^ (unsigned)getpid();
	h->multi = curl_multi_init();
	if (h->multi == NULL) {
		http_free(h);
		return err_set(e, STATUS_OS, "libcurl does not start");
	}
	*out = h;
	return STATUS_OK;
}

void http_free(struct http *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i < h->njobs; i++)
		job_free(h, h->jobs[i]);
	for (size_t i = 0; i < h->nhosts; i++)
		mem_free(h->hosts[i].name);
	curl_multi_cleanup(h->multi);
	mem_free(h->jobs);
	mem_free(h->hosts);
	mem_free(h->user_agent);
	mem_free(h->ca_file);
	mem_free(h);
	curl_global_cleanup();
}
