/* http.h: polite requests, several at once. One connection per host with a pause between requests; redirects,
 * retries, rate limits and caps are kept here, so that a caller sees one answer per request. */
#ifndef FETCH_HTTP_H
#define FETCH_HTTP_H

#include <luister/clock.h>
#include <luister/status.h>
#include <luister/str.h>

struct http_header { const char *name, *value; };   /* names in lower case */

/* What is asked; copied by http_start. `headers` may hold secrets: they never go to another host. */
struct http_ask {
	const char *method, *url, *body;
	const struct http_header *headers; size_t nheaders;
	const char *secret;                 /* what must not go to another host in a query either, or NULL */
	const char *etag, *modified;        /* for a conditional request, or NULL */
	bool local;                         /* loopback and private addresses allowed */
	long pause_ms;                      /* after it, when this host wants more than the usual spacing */
};

enum http_outcome {
	HTTP_FINE,                          /* 2xx with a whole body */
	HTTP_UNCHANGED,                     /* 304 */
	HTTP_REFUSED,                       /* any other status */
	HTTP_BROKEN                         /* no answer, half an answer, or one that passes a cap */
};

/* Borrowed during `done`. */
struct http_answer {
	enum http_outcome outcome;
	long status;                        /* 0 when none came */
	const char *url;                    /* where it came from in the end */
	struct str body;
	const struct http_header *headers; size_t nheaders;
	int64_t not_before;                 /* the server's own wish, or CLOCK_NONE */
	const char *error;                  /* one line without secrets, NULL when fine */
};

struct http_options {
	const char *user_agent;
	const char *ca_file;                /* certificates to trust instead of the system's, or NULL */
	long timeout_s, connect_s;          /* 0: 60 and 10 */
	long spacing_ms, retry_ms;          /* between two requests to one host; before the first retry */
	int64_t now;
};

struct http;
enum status http_new(const struct http_options *options, struct http **out, struct err *e);
void http_free(struct http *h);

/* Puts a request in its host's queue. `done` may start others. */
void http_start(struct http *h, const struct http_ask *ask,
	void (*done)(void *self, const struct http_answer *), void *self);

/* Until no request is left, or http_stop was called. */
void http_run(struct http *h);
void http_stop(struct http *h);

/* `location` as seen from `base`, owned; NULL when it is no http(s) URL. */
char *http_resolve(const char *base, const char *location);

/* Scheme, host and port are the same. */
bool http_same_origin(const char *a, const char *b);

/* "https://host:port" of a URL, and the path with its query; owned, NULL when it is none. */
char *http_origin(const char *url);
char *http_path(const char *url);

/* "host" of a URL, owned, lower case; NULL when there is none. */
char *http_host(const char *url);

/* `url` without the parts of its query that hold the secret; owned. NULL when it stands elsewhere in it. */
char *http_without(const char *url, const char *secret);

/* The moment that Retry-After (either form) or a rate-limit reset (delta, epoch or ISO) names, between 1
 * second and 1 day from `now`; CLOCK_NONE when it is none. */
int64_t http_retry_after(const char *value, int64_t now);
int64_t http_reset(const char *value, int64_t now);

#endif
