/* connector.h: a platform's jq file, run in a child process, and the cursor that walks keep (both are JSON,
 * which only connector.c reads here). Everything handed out lives in the caller's arena. */
#ifndef FETCH_CONNECTOR_H
#define FETCH_CONNECTOR_H

#include <luister/fetch.h>
#include <luister/mem.h>
#include <luister/status.h>
#include <luister/str.h>

struct connector;

/* Starts the child and compiles PATH in it: 66 without the file, 78 with jq's message when it does not
 * compile. `now`, the run's time, is what the connector's functions see as .now (epoch seconds). */
enum status connector_open(const char *path, const struct fetch_source *source, int64_t now,
	struct connector **out, struct err *e);
void connector_close(struct connector *c);

struct pair { const char *name, *value; };

/* A request with its query in the URL. `json` is the connector's own form of it, which `next` sees. */
struct request {
	const char *method, *url, *body;   /* body NULL: none */
	struct pair *headers; size_t nheaders;
	long pause_ms;          /* `pause`, in seconds: what its host wants between two requests; 0: any */
	const char *json;
	const char *key;                   /* names this listing among a source's listings */
};

/* What `request` says: one listing, or several when it gives an array (`cursor` is JSON text or absent). */
enum status connector_requests(struct connector *c, struct str cursor, struct arena *a, struct request **out,
	size_t *n, struct err *e);

/* `request` with a saved `patch` (JSON text) over it; a relative address in it is seen from the request's. */
enum status connector_patched(const struct request *request, struct str patch, struct arena *a,
	struct request *out, struct err *e);

/* How a body reaches jq. A feed must have been turned into JSON before. */
enum body_kind { BODY_JSON, BODY_LINES };

/* Bytes of a plain text that link somewhere. */
struct text_link { size_t from, to; const char *url; };

/* A post as the connector gave it: strings, not yet checked. NULL: not given. Its text comes as `html`,
 * `text` or `markdown` (the first of these that is there); `links` ([{from, to, url}], byte offsets, by
 * `from`) belong to `text`; `warning` and `title` stand before it. */
struct raw_post {
	const char *type, *id, *url, *platform, *category, *text, *html, *markdown, *title, *warning;
	const char *base;                  /* where the text's addresses are seen from; NULL: its own url */
	const char *author, *author_name, *published, *updated, *lang, *reply_to, *thread, *local_id;
	struct text_link *links; size_t nlinks;
	int64_t rating, likes, reposts, replies;   /* POST_UNKNOWN when not given; rating in thousandths */
	bool deleted;
	bool first_seen;                           /* without a time it counts when it was first seen */
	bool bad;                                  /* no object, or a line that is not JSON */
};

/* {type: "listing", request, newest}: a listing that a page leads to, as a topic or the comments under a
 * video. It is walked unless `newest`, the id of the newest post there (NULL: not told), is known. */
struct lead { struct request request; const char *newest; };

struct page {
	struct raw_post *posts; size_t nposts;
	struct lead *leads; size_t nleads;
	bool follow;                       /* a lead says nothing of its newest post */
	int64_t wait_s;                    /* {type: "wait", seconds: N}: the body asks for a pause; 0: no */
	const char *json;                  /* the posts as JSON text, for `next` */
};

/* What `posts` gave (JSON text of an array); anything else has no posts. 78 when a listing has no address. */
enum status page_read(struct str json, struct arena *a, struct page *out, struct err *e);

struct answer_view { struct str body; enum body_kind kind; const struct pair *headers; size_t nheaders; };

/* 65 when the body is not JSON, 69 when the connector raised an error on it (its message in e). */
enum status connector_posts(struct connector *c, const struct answer_view *answer,
	const struct request *request, struct arena *a, struct page *out, struct err *e);

/* The patch (JSON text) for the next page, or NULL when this was the last one. */
enum status connector_next(struct connector *c, const struct answer_view *answer,
	const struct request *request, const struct page *page, struct str cursor, struct arena *a,
	const char **patch, struct err *e);

/* Seconds that a refusal asks to be left alone, when its body tells of a rate limit (`limited`); else 0. */
int64_t connector_limited(struct connector *c, const struct answer_view *answer, long status);

/* The requests that show a post again with its replies; none when the connector knows no way. */
enum status connector_thread(struct connector *c, const struct fetch_revisit *revisit, struct arena *a,
	struct request **out, size_t *n, struct err *e);

/* Whether it walks pages or feeds, which robots.txt is about, and not an interface made for programs. */
enum status connector_walks(struct connector *c, bool *out, struct err *e);

/* The login that must come before everything else; out->url NULL when none is needed. */
enum status connector_login(struct connector *c, struct arena *a, struct request *out, struct err *e);

/* What a login's answer gives (JSON text of an object of strings, which may also come from an earlier run)
 * joins .env. False when it is no such object. */
enum status connector_logged_in(struct connector *c, const struct answer_view *answer, struct arena *a,
	const char **env, struct err *e);
bool connector_env(struct connector *c, struct str env);

/* `patch` laid over the patches before it. */
const char *patch_join(struct str before, struct str patch, struct arena *a);

/* One listing's place. Ids, not times: authors set dates at will. */
struct place {
	const char *key;
	const char **done; size_t ndone;   /* newest ids of the last finished walk */
	const char **head; size_t nhead;   /* newest ids of the walk under way; NULL when none is */
	const char *resume;                /* patch of its next page */
	const char *etag, *modified;
};

/* {done, walk:{head,resume}, http:{etag,modified}} is the cursor itself, stands in {parts:{KEY: ...}} when a
 * source has several listings, in {led:[[KEY, ...]]}, the last written in front, when a page led there. */
enum place_kind { PLACE_ALONE, PLACE_PART, PLACE_LED };

void place_read(struct str cursor, const char *key, enum place_kind kind, struct arena *a,
	struct place *out);
const char *place_write(struct str cursor, const struct place *p, enum place_kind kind, struct arena *a);

#endif
