/* walk.c: the platform-blind walk. Listings are newest first; the cursor says which newest ids the last
 * finished walk saw (`done`) and, while a walk is under way, its own newest ids (`head`) and its next page
 * (`resume`). `done` moves to `head` only when the walk has reached it, so that a kill between two pages
 * loses nothing. Never a watermark on dates: authors set those. */
#include "walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <luister/caps.h>
#include <luister/file.h>

#include "compose.h"
#include "connector.h"
#include "csv.h"
#include "feed.h"
#include "repair.h"
#include "robots.h"

#define IDS_KEPT 60                     /* of a walk's newest ids */
#define IDS_KEPT_LED 5                  /* the same, of a listing that a page led to: there are many */
#define CLOSED_ENOUGH 3                 /* refusals in a row after which no thread is asked for */
#define ID_LONGEST 300                  /* longer ones are not kept */
#define LINES_AT_ONCE ((size_t)4 << 20) /* of a file of records */

/* A listing under way. */
struct listing {
	const struct request *base;
	struct place place;
	const char *patches;                /* all patches of this walk in one, or NULL for the first page */
	char *first_id;                     /* of the page before */
	bool resumed, again;                /* from a saved page; the fresh walk after that */
	const char *etag, *modified;        /* of the first page of a fresh walk */
	long pages;
	const char *next;                   /* patches of the page that follows; NULL: this is the last one */
	bool halted;                        /* the server wants to be left alone after this page */
	bool failed;                        /* it, or a listing that its page led to */
};

struct walk {
	struct run *run;
	const struct fetch_source *source;
	struct connector *connector;
	struct arena *keep, *page;          /* for the whole walk; for one page */
	char *cursor;                       /* JSON text, owned; NULL when there is none */
	bool cursor_new;
	struct request *requests; size_t nrequests, part;
	struct listing at, outer;           /* outer: while `led`, the one whose page led here */
	bool led;
	struct lead *leads; size_t nleads, lead;    /* where that page leads; the next of them */
	struct request request;             /* under way */
	struct request login;               /* url NULL: none needed */
	bool walks;                         /* robots.txt decides what may be asked */
	bool waits_conditional;             /* what was to be asked when robots.txt is there */
	bool login_kept;                    /* what is used came from an earlier run: it may have run out */
	size_t revisit, revisits, rechecks; /* next one to look at; how many threads and single posts were */
	int closed;                         /* refusals of re-visits in a row: for members only */
	const struct fetch_revisit *visiting;
	struct request *visits; size_t nvisits, visit;   /* what shows it again */
	long http_status;
	long long posts;                    /* that were not there before */
	int64_t known;                      /* of the page at hand: newest_known */
	int64_t not_before;
	bool paused;                        /* an answer's body asked for it: nothing more in this run */
	enum status status;
	struct err err;
};

static void log_in(struct walk *w);
static bool may_walk(struct walk *w, const char *url, bool conditional);
static void part_begin(struct walk *w);
static void part_end(struct walk *w);
static void lead_next(struct walk *w);
static void ask(struct walk *w, bool conditional);

static struct str absent(void)
{
	return (struct str){ NULL, 0 };
}

static const char *keep(struct walk *w, const char *s)
{
	return s ? arena_dupn(w->keep, s, strlen(s)) : NULL;
}

/* The sink's failure ends the run. */
static bool sunk(struct walk *w, enum status status)
{
	if (status == STATUS_OK)
		return false;
	w->run->broken = status;
	http_stop(w->run->http);
	return true;
}

static void fail(struct walk *w, enum status status, const char *why)
{
	w->at.failed = true;
	if (w->status != STATUS_OK)
		return;
	w->status = status;
	err_set(&w->err, status, "%s", why);
}

/* ---- what goes out ---- */

static enum place_kind place_kind(const struct walk *w)
{
	return w->led ? PLACE_LED : w->nrequests > 1 ? PLACE_PART : PLACE_ALONE;
}

static void save_place(struct walk *w)
{
	const char *text = place_write(str_of(w->cursor), &w->at.place, place_kind(w), w->page);

	if (strlen(text) > CAP_CURSOR)
		return;                         /* then the next run starts where this one did */
	mem_free(w->cursor);
	w->cursor = mem_dup(text);
	w->cursor_new = true;
}

static bool state_out(struct walk *w, const struct fetch_poll *poll)
{
	struct str cursor = w->cursor_new ? str_of(w->cursor) : absent();
	const struct fetch_sink *s = w->run->sink;

	return !sunk(w, s->state(s->self, str_of(w->source->id), cursor, poll, w->run->e));
}

static void source_end(struct walk *w)
{
	struct fetch_poll poll = { .at = w->run->options->now, .ok = w->status == STATUS_OK,
		.status = w->http_status, .posts = w->posts, .error = w->status ? w->err.msg : NULL,
		.not_before = w->not_before };

	if (!w->run->options->dry_run)          /* nobody was asked */
		state_out(w, &poll);
	connector_close(w->connector);
	w->connector = NULL;
}

static bool id_in(const char *const *ids, size_t n, const char *id)
{
	for (size_t i = 0; id && i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

static bool known(const struct walk *w, const struct raw_post *raw)
{
	return id_in(w->at.place.done, w->at.place.ndone, raw->id);
}

/* When the newest post of the page that an earlier walk had seen was published; CLOCK_NONE without one. */
static int64_t newest_known(const struct walk *w, const struct page *page)
{
	int64_t newest = CLOCK_NONE;

	for (size_t i = 0; i < page->nposts; i++) {
		const char *at = page->posts[i].published;
		int64_t t = at && known(w, &page->posts[i]) ? clock_parse(str_trim(str_of(at))) : CLOCK_NONE;
		if (t > newest && t <= w->run->options->now)
			newest = t;
	}
	return newest;
}

/* What a poll counts: no post that stood there before. Ids tell, and of a page longer than the ids that are
 * kept the times, with a day for posts that came late. */
static bool fresh(const struct walk *w, const struct raw_post *raw, const struct post *p)
{
	if (w->visiting != NULL || known(w, raw))
		return false;
	return p->undated || w->known == CLOCK_NONE || p->published > w->known - 86400;
}

static bool older_than_asked(const struct walk *w, const struct post *p)
{
	int64_t since = w->run->options->since;

	return !w->visiting && since != CLOCK_NONE && p->published < since && p->updated < since;
}

/* What a re-visit finds: the post itself, maybe with other words, and others around it. */
static void add_context(struct walk *w, struct post *p)
{
	const struct fetch_revisit *v = w->visiting;

	if (v == NULL)
		return;
	if (str_is(p->id, v->post_id)) {
		p->edited = v->text != NULL && !str_is(p->text, v->text);
		return;
	}
	p->context_id = str_of(v->post_id);
	p->firms = arena_alloc(w->page, sizeof *p->firms * (v->nfirms + 1));
	for (size_t i = 0; i < v->nfirms; i++)
		p->firms[p->nfirms++] = (struct mention){ .firm = str_of(v->firms[i]), .role = ROLE_CONTEXT };
}

/* One item of a page. `older` counts those from before --since. False when the sink broke. */
static bool item_out(struct walk *w, const struct raw_post *raw, const char *url, size_t *older)
{
	const struct fetch_sink *s = w->run->sink;
	struct str source = str_of(w->source->id);
	struct post p;

	if (w->visiting != NULL && w->visiting->alone && (raw->id == NULL || strcmp(raw->id,
		w->visiting->post_id) != 0))
		return true;                    /* nobody asked for the others */
	if (raw->type != NULL && strcmp(raw->type, "post") != 0 && strcmp(raw->type, "delete") != 0)
		return true;                    /* a boost, or a record that says nothing of a post */
	if (raw->deleted && compose_id(raw->id)) {
		int64_t at = raw->updated ? clock_parse(str_of(raw->updated)) : CLOCK_NONE;
		if (at == CLOCK_NONE)
			at = w->run->options->now;
		return !sunk(w, s->deletion(s->self, str_of(raw->id), source, at, w->run->e));
	}
	const char *wrong = compose_post(raw, w->source, url, w->run->options->now, w->page, &p);
	if (wrong != NULL)
		return !sunk(w, s->reject(s->self, source, wrong, w->run->e));
	if (older_than_asked(w, &p)) {
		++*older;
		return true;
	}
	add_context(w, &p);
	w->posts += fresh(w, raw, &p);
	return !sunk(w, s->post(s->self, &p, w->run->e));
}

/* ---- where the walk stands ---- */

/* The listing begins as it did when the last walk ended. */
static bool begins_as_before(const struct walk *w, const struct page *page)
{
	const struct place *p = &w->at.place;

	for (size_t i = 0; i < p->ndone && i < page->nposts; i++)
		if (page->posts[i].id == NULL || strcmp(page->posts[i].id, p->done[i]) != 0)
			return false;
	return p->ndone >= IDS_KEPT_LED;
}

/* An id of the last walk below a new one, or a page that is mostly known. A known id on top proves nothing:
 * pinned posts stay there. The whole page was passed on, which is the overlap for posts that came late. */
static bool reached_done(const struct walk *w, const struct page *page)
{
	size_t seen = 0;
	bool unseen = false, below = false;

	for (size_t i = 0; i < page->nposts; i++) {
		if (known(w, &page->posts[i])) {
			seen++;
			below |= unseen;
		} else {
			unseen = true;
		}
	}
	return below || (seen > 0 && seen * 2 >= page->nposts) || begins_as_before(w, page);
}

/* Every id was on this walk's first pages: the listing goes round. */
static bool goes_round(const struct walk *w, const struct page *page)
{
	size_t seen = 0;

	for (size_t i = 0; i < page->nposts; i++)
		seen += id_in(w->at.place.head, w->at.place.nhead, page->posts[i].id);
	return page->nposts > 0 && seen == page->nposts;
}

static size_t ids_kept(const struct walk *w)
{
	return w->led ? IDS_KEPT_LED : IDS_KEPT;
}

static void note_head(struct walk *w, const struct page *page)
{
	if (w->at.place.head == NULL)
		w->at.place.head = arena_alloc(w->keep, sizeof *w->at.place.head * IDS_KEPT);
	else if (w->at.resumed)
		return;                         /* the head is of the walk's first pages */
	for (size_t i = 0; i < page->nposts && w->at.place.nhead < ids_kept(w); i++) {
		const char *id = page->posts[i].id;
		if (id != NULL && strlen(id) <= ID_LONGEST && !id_in(w->at.place.head, w->at.place.nhead, id))
			w->at.place.head[w->at.place.nhead++] = keep(w, id);
	}
}

static void walk_finished(struct walk *w)
{
	struct place *p = &w->at.place;

	if (p->nhead > 0) {
		/* the walk before keeps its ids behind the new ones, for when the newest are deleted */
		for (size_t i = 0; i < p->ndone && p->nhead < ids_kept(w); i++)
			if (!id_in(p->head, p->nhead, p->done[i]))
				p->head[p->nhead++] = p->done[i];
		p->done = p->head;
		p->ndone = p->nhead;
	}
	p->head = NULL;
	p->nhead = 0;
	p->resume = NULL;
	if (!w->at.resumed) {
		p->etag = w->at.etag;
		p->modified = w->at.modified;
	}
	save_place(w);
	if (!w->at.resumed) {
		part_end(w);
		return;
	}
	w->at.again = true;                        /* what came since that walk began */
	part_begin(w);
}

static const char *header(const struct http_answer *a, const char *name)
{
	for (size_t i = 0; i < a->nheaders; i++)
		if (strcmp(a->headers[i].name, name) == 0)
			return a->headers[i].value;
	return NULL;
}

static void note_validators(struct walk *w, const struct http_answer *a)
{
	const char *modified = header(a, "last-modified");

	w->at.etag = keep(w, header(a, "etag"));
	int64_t at = modified ? clock_parse(str_of(modified)) : CLOCK_NONE;
	/* a date in the future would be answered with 304 until then */
	w->at.modified = at != CLOCK_NONE && at <= w->run->options->now + 86400 ? keep(w, modified) : NULL;
}

/* ---- one page ---- */

static bool posts_out(struct walk *w, const struct page *page, const char *url, bool *old)
{
	size_t older = 0, rejected = 0;

	w->known = newest_known(w, page);
	for (size_t i = 0; i < page->nposts; i++) {
		if (!item_out(w, &page->posts[i], url, &older))
			return false;
		rejected += page->posts[i].bad;
	}
	*old = page->nposts > 0 && older + rejected == page->nposts;
	return true;
}

/* An answer that means to be JSON and is not quite: put right, said, and read again. */
static enum status read_repaired(struct walk *w, struct buf *as_json, struct answer_view *view,
	struct page *page, struct err *e)
{
	size_t repairs = repair_json(as_json, view->body);

	if (repairs == 0 || as_json->failed)
		return STATUS_DATA;
	view->body = buf_view(as_json);
	enum status status = connector_posts(w->connector, view, &w->request, w->page, page, e);
	if (status == STATUS_OK)
		fprintf(stderr, "%s: an answer was no valid JSON: read after %zu repair%s in its strings\n",
			w->source->id, repairs, repairs == 1 ? "" : "s");
	return status;
}

/* The body as JSON; false with the walk's error set. */
static bool read_body(struct walk *w, struct str body, const char *url, struct buf *as_json,
	struct answer_view *view, struct page *page)
{
	struct err e = { 0 };
	enum status status = STATUS_OK;

	view->body = body;
	if (view->kind == BODY_JSON && feed_is_xml(body)) {
		status = feed_to_json(body, url, as_json, &e);
		view->body = buf_view(as_json);
	}
	if (status == STATUS_OK)
		status = connector_posts(w->connector, view, &w->request, w->page, page, &e);
	if (status == STATUS_DATA && view->kind == BODY_JSON && as_json->len == 0)
		status = read_repaired(w, as_json, view, page, &e);
	if (status != STATUS_OK)
		fail(w, STATUS_SOURCE, e.msg);
	return status == STATUS_OK;
}

/* The page after this one, as patches; NULL when this is the last. */
static const char *page_after(const struct walk *w, const struct page *page, const char *patch, bool old)
{
	const char *first = page->nposts ? page->posts[0].id : NULL;
	bool repeated = first && w->at.first_id && strcmp(first, w->at.first_id) == 0;
	bool since = w->run->options->since != CLOCK_NONE;

	if (page->nposts == 0 || patch == NULL || repeated || old || (!since && reached_done(w, page)))
		return NULL;
	const char *joined = patch_join(str_of(w->at.patches), str_of(patch), w->keep);
	return w->at.patches && strcmp(joined, w->at.patches) == 0 ? NULL : joined;
}

/* To the next page, or the end. */
static void go_on(struct walk *w)
{
	long most = w->run->options->pages;

	if (w->at.next == NULL) {
		walk_finished(w);
		return;
	}
	w->at.patches = w->at.place.resume = w->at.next;
	save_place(w);
	w->at.pages++;
	if (w->at.halted || w->at.pages >= (most > 0 ? most : CAP_PAGES)) {
		part_end(w);                    /* the next run goes on from `resume` */
		return;
	}
	struct err e = { 0 };
	enum status status = connector_patched(w->at.base, str_of(w->at.patches), w->keep, &w->request, &e);
	if (status != STATUS_OK) {
		fail(w, STATUS_SOURCE, e.msg);
		part_end(w);
	} else if (state_out(w, NULL)) {
		ask(w, false);
	}
}

/* ---- listings that a page leads to ---- */

/* They are walked before the page that follows, so that a kill among them costs nothing: the place of the
 * outer listing is still before this page. What they lead to themselves is left alone. */
static void note_leads(struct walk *w, const struct page *page)
{
	struct err e = { 0 };

	w->leads = arena_alloc(w->keep, sizeof *w->leads * (page->nleads + 1));
	w->nleads = w->lead = 0;
	for (size_t i = 0; i < page->nleads; i++) {
		struct lead *l = &w->leads[w->nleads];
		/* a page's memory ends with it */
		if (connector_patched(&page->leads[i].request, STR("{}"), w->keep, &l->request,
			&e) != STATUS_OK)
			continue;
		l->request.key = keep(w, page->leads[i].request.key);
		l->newest = keep(w, page->leads[i].newest);
		w->nleads++;
	}
}

/* A listing whose newest post was there when its last walk ended. */
static bool nothing_new(const struct walk *w, const struct lead *l)
{
	struct place place;

	if (w->run->options->since != CLOCK_NONE)
		return false;
	place_read(str_of(w->cursor), l->request.key, PLACE_LED, w->keep, &place);
	return place.resume == NULL && id_in(place.done, place.ndone, l->newest);
}

static void lead_next(struct walk *w)
{
	long most = w->run->options->pages;

	while (w->lead < w->nleads) {
		if (most > 0 && w->lead >= (size_t)most) {
			w->lead = w->nleads;
			w->at.failed = true;    /* the next run begins with this page */
			break;
		}
		const struct lead *l = &w->leads[w->lead++];
		if (nothing_new(w, l))
			continue;
		w->outer = w->at;
		w->at = (struct listing){ .base = &l->request };
		w->led = true;
		part_begin(w);
		return;
	}
	if (w->at.failed)
		part_end(w);                    /* the next run begins with this page */
	else
		go_on(w);
}

/* Back to the page that led here. */
static void lead_leave(struct walk *w)
{
	bool failed = w->at.failed;

	mem_free(w->at.first_id);
	w->at = w->outer;
	w->at.failed |= failed;
	w->led = false;
}

/* What follows a page's posts. */
static void page_done(struct walk *w, const struct page *page, const char *patch, bool old, bool halted)
{
	w->at.next = page_after(w, page, patch, old);
	w->at.halted = halted;
	mem_free(w->at.first_id);
	w->at.first_id = mem_dup(page->nposts ? page->posts[0].id : NULL);
	if (w->led || page->nleads == 0) {
		go_on(w);
	} else if (halted) {
		part_end(w);                    /* this page again, then where it leads */
	} else {
		note_leads(w, page);
		lead_next(w);
	}
}

/* The later one of two wishes to be left alone. */
static void leave_alone(struct walk *w, int64_t until)
{
	if (until != CLOCK_NONE && (w->not_before == CLOCK_NONE || until > w->not_before))
		w->not_before = until;
}

static void page_in(struct walk *w, const struct http_answer *a)
{
	struct answer_view view = { .kind = BODY_JSON, .nheaders = a->nheaders };
	struct page page = { 0 };
	struct buf as_json;
	const char *patch = NULL;
	struct err e = { 0 };
	int64_t until = a->not_before;
	bool old = false;

	struct pair *pairs = arena_alloc(w->page, sizeof *pairs * (a->nheaders + 1));
	for (size_t i = 0; i < a->nheaders; i++)
		pairs[i] = (struct pair){ a->headers[i].name, a->headers[i].value };
	view.headers = pairs;
	buf_init(&as_json, CAP_RESPONSE * 2);
	bool read = read_body(w, a->body, a->url, &as_json, &view, &page);
	if (page.wait_s > 0) {
		until = w->run->options->now + page.wait_s;
		leave_alone(w, until);
		w->paused = true;
	}
	if (read && w->visiting == NULL && connector_next(w->connector, &view, &w->request, &page,
		str_of(w->cursor), w->page,
	    &patch, &e) != STATUS_OK)
		fail(w, STATUS_SOURCE, e.msg);
	/* of a listing that must always be followed, an unchanged page is no answer */
	if (w->visiting == NULL && w->at.patches == NULL && !w->led && !page.follow)
		note_validators(w, a);
	if (!read || posts_out(w, &page, a->url, &old)) {
		if (!read || w->visiting != NULL || e.status != STATUS_OK) {
			part_end(w);
		} else {
			if (goes_round(w, &page))
				patch = NULL;
			note_head(w, &page);
			page_done(w, &page, patch, old, until != CLOCK_NONE);
		}
	}
	buf_free(&as_json);
}

/* Some interfaces answer 400 and say in the body that there is no such post. */
static bool body_tells_gone(struct walk *w, const struct http_answer *a)
{
	struct answer_view view = { .body = a->body, .kind = BODY_JSON };
	struct page page;
	struct err e = { 0 };

	if (a->status != 400 || connector_posts(w->connector, &view, &w->request, w->page, &page,
		&e) != STATUS_OK)
		return false;
	for (size_t i = 0; i < page.nposts; i++)
		if (page.posts[i].deleted && page.posts[i].id != NULL &&
			strcmp(page.posts[i].id, w->visiting->post_id) == 0)
			return true;
	return false;
}

/* Only 404, 410 and what the connector reads mean deleted: else members alone may be shown it. When that
 * holds of several in a row the others will not be shown either. */
static void visit_refused(struct walk *w, const struct http_answer *a)
{
	const struct fetch_sink *s = w->run->sink;
	bool gone = a->status == 404 || a->status == 410 || body_tells_gone(w, a);

	if (gone && sunk(w, s->deletion(s->self, str_of(w->visiting->post_id), str_of(w->source->id),
		w->run->options->now, w->run->e)))
		return;
	w->closed = a->status == 401 || a->status == 403 ? w->closed + 1 : 0;
	if (w->closed >= CLOSED_ENOUGH)
		w->revisits = w->rechecks = CAP_REVISITS;
	w->visit = w->nvisits;
	part_end(w);
}

/* A rate limit may come as 400 or 403 with a body that says so, and a wrong key as the same. */
static bool body_tells_limit(struct walk *w, const struct http_answer *a)
{
	struct answer_view view = { .body = a->body, .kind = BODY_JSON };

	if (a->status != 400 && a->status != 403)
		return false;
	int64_t wait = connector_limited(w->connector, &view, a->status);
	if (wait == 0)
		return false;
	leave_alone(w, w->run->options->now + wait);
	return true;
}

static void refused(struct walk *w, const struct http_answer *a)
{
	bool no_such_page = a->status == 400 || a->status == 404 || a->status == 410 || a->status == 422;
	bool limited = a->status == 429 || (a->status == 503 && a->not_before != CLOCK_NONE) ||
		body_tells_limit(w, a);

	if (w->visiting != NULL && !limited) {
		visit_refused(w, a);
		return;
	}
	if (a->status == 401 && w->login_kept) {
		if (w->led)
			lead_leave(w);
		log_in(w);
		return;
	}
	if (no_such_page && !limited && w->at.patches != NULL) {
		if (w->at.resumed && w->at.pages == 0) {
			w->at.place.resume = NULL;     /* the saved page is gone: from the top again */
			w->at.place.head = NULL;
			w->at.place.nhead = 0;
			part_begin(w);
		} else {
			walk_finished(w);       /* past the end: some servers say so with an error */
		}
		return;
	}
	if (w->led && a->status < 500 && !limited) {
		part_end(w);                    /* gone, or for members only, as comments may be */
		return;
	}
	if (a->status == 401 || (a->status == 403 && !limited && w->source->secret != NULL))
		fail(w, STATUS_NOPERM, a->error);
	else
		fail(w, limited ? STATUS_TEMP : STATUS_SOURCE, a->error);
	part_end(w);
}

static void on_answer(void *self, const struct http_answer *a)
{
	struct walk *w = self;

	arena_reset(w->page);
	w->http_status = a->status;
	leave_alone(w, a->not_before);
	switch (a->outcome) {
	case HTTP_FINE:
		w->closed = 0;
		page_in(w, a);
		break;
	case HTTP_UNCHANGED:
		note_validators(w, a);
		if (w->at.etag)
			w->at.place.etag = w->at.etag;
		if (w->at.modified)
			w->at.place.modified = w->at.modified;
		save_place(w);
		part_end(w);
		break;
	case HTTP_REFUSED:
		refused(w, a);
		break;
	case HTTP_BROKEN:
		if (w->visiting == NULL)
			fail(w, STATUS_SOURCE, a->error);
		part_end(w);
		break;
	}
}

/* ---- files ---- */

static char *file_path(const struct walk *w)
{
	const char *path = w->request.url;

	if (path[0] == '/' || w->source->base == NULL)
		return mem_dup(path);
	return mem_printf("%s/%s", w->source->base, path);
}

static bool ends_in(const char *path, const char *suffix)
{
	return str_suffix(str_of(path), str_of(suffix));
}

static bool whole_file(struct walk *w, const char *path)
{
	struct answer_view view = { .kind = BODY_JSON };
	struct page page = { 0 };
	struct buf body, as_json, table;
	struct err e = { 0 };
	bool old, fine = false, csv = ends_in(path, ".csv");

	buf_init(&body, CAP_RESPONSE);
	buf_init(&as_json, CAP_RESPONSE * 2);
	buf_init(&table, CAP_RESPONSE * 2);
	enum status status = file_read(path, &body, &e);
	if (status == STATUS_OK && csv)
		status = csv_to_json(buf_view(&body), &table, &e);
	if (status != STATUS_OK)
		fail(w, STATUS_SOURCE, e.msg);
	else
		fine = read_body(w, buf_view(csv ? &table : &body), NULL, &as_json, &view, &page) &&
			posts_out(w, &page, NULL, &old);
	buf_free(&body);
	buf_free(&as_json);
	buf_free(&table);
	return fine;
}

static bool lines_in(struct walk *w, struct buf *lines)
{
	struct answer_view view = { .kind = BODY_LINES };
	struct page page = { 0 };
	struct buf none;
	bool old;

	arena_reset(w->page);
	buf_init(&none, 1);
	bool fine = read_body(w, buf_view(lines), NULL, &none, &view, &page) &&
		posts_out(w, &page, NULL, &old);
	buf_clear(lines);
	return fine;
}

static bool file_of_lines(struct walk *w, const char *path)
{
	FILE *in = fopen(path, "re");
	struct buf lines;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool fine = true;

	if (in == NULL) {
		fail(w, STATUS_SOURCE, strerror(errno));
		return false;
	}
	buf_init(&lines, LINES_AT_ONCE + CAP_LINE);
	while (fine && (n = getline(&line, &cap, in)) > 0) {
		if ((size_t)n > CAP_LINE)
			buf_puts(&lines, "null\n");     /* rejected like any line that is no record */
		else
			buf_add(&lines, line, (size_t)n);
		if (lines.len > LINES_AT_ONCE)
			fine = lines_in(w, &lines);
	}
	if (fine && lines.len > 0)
		fine = lines_in(w, &lines);
	if (ferror(in)) {
		fail(w, STATUS_SOURCE, "read error");
		fine = false;
	}
	free(line);                             /* getline's own */
	fclose(in);
	buf_free(&lines);
	return fine;
}

/* A file is read whole and again only when it has changed. */
static void file_walk(struct walk *w)
{
	char *path = file_path(w), stamp[80];
	struct stat st;

	arena_reset(w->page);
	if (stat(path, &st) != 0) {
		char *why = mem_printf("%s: %s", path, strerror(errno));
		fail(w, STATUS_SOURCE, why);
		mem_free(why);
		mem_free(path);
		part_end(w);
		return;
	}
	snprintf(stamp, sizeof stamp, "%lld-%lld.%09ld", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		st.st_mtim.tv_nsec);
	bool same = w->at.place.etag && strcmp(w->at.place.etag, stamp) == 0 &&
		w->run->options->since == CLOCK_NONE;
	bool whole = ends_in(path, ".xml") || ends_in(path, ".rss") || ends_in(path, ".atom") ||
		ends_in(path, ".json")
		|| ends_in(path, ".rdf") || ends_in(path, ".csv");
	if (!same && (whole ? whole_file(w, path) : file_of_lines(w, path))) {
		w->at.place.etag = keep(w, stamp);
		save_place(w);
	}
	mem_free(path);
	if (w->run->broken == STATUS_OK)
		part_end(w);
}

/* ---- requests ---- */

static void say_request(const struct walk *w, const struct request *r)
{
	const char *secret = w->source->secret;
	char *clean = secret && *secret ? http_without(r->url, secret) : NULL;

	fprintf(stderr, "%s: %s %s%s\n", w->source->id, r->method, clean ? clean : secret && *secret ?
		"(an address with the secret in it)" : r->url,
		clean && strcmp(clean, r->url) != 0 ? " (and the secret)" : "");
	mem_free(clean);
}

static void send(struct walk *w, const struct request *r, bool headers, bool conditional,
	void (*done)(void *self, const struct http_answer *))
{
	struct http_header *all = arena_alloc(w->keep, sizeof *all * (r->nheaders + 1));

	for (size_t i = 0; i < r->nheaders; i++)
		all[i] = (struct http_header){ r->headers[i].name, r->headers[i].value };
	struct http_ask q = { .method = r->method, .url = r->url, .body = r->body, .headers = all,
		.pause_ms = r->pause_ms,
		.nheaders = headers ? r->nheaders : 0, .secret = w->source->secret, .local = w->source->local,
		.etag = conditional ? w->at.place.etag : NULL,
		.modified = conditional ? w->at.place.modified : NULL };
	http_start(w->run->http, &q, done, w);
}

/* A page or a thread may name any address; headers, which may hold a secret, go where the listings are. */
static bool at_home(const struct walk *w, const char *url)
{
	for (size_t i = 0; i < w->nrequests; i++)
		if (http_same_origin(url, w->requests[i].url))
			return true;
	return false;
}

/* ---- robots.txt ---- */

static struct site *site_of(struct run *run, const char *url)
{
	char *origin = http_origin(url);

	if (origin == NULL)
		return NULL;
	for (size_t i = 0; i < run->nsites; i++)
		if (strcmp(run->sites[i]->origin, origin) == 0) {
			mem_free(origin);
			return run->sites[i];
		}
	struct site *s = mem_alloc(sizeof *s);
	s->origin = origin;
	s->run = run;
	MEM_ROOM(run->sites, run->nsites, run->capsites);
	run->sites[run->nsites++] = s;
	return s;
}

void sites_free(struct run *run)
{
	for (size_t i = 0; i < run->nsites; i++) {
		struct site *s = run->sites[i];
		mem_free(s->origin);
		robots_free(s->rules);
		mem_free(s->waiting);
		mem_free(s->closed);
		mem_free(s);
	}
	mem_free(run->sites);
}

/* RFC 9309, 2.3.1: a file that is not there allows all, a server that cannot say forbids all. */
static void on_robots(void *self, const struct http_answer *a)
{
	struct site *s = self;
	bool open = a->outcome == HTTP_FINE || (a->outcome == HTTP_REFUSED && a->status < 500 &&
		a->status != 429);

	s->rules = robots_parse(a->outcome == HTTP_FINE ? a->body : absent());
	s->closed = open ? NULL : mem_printf("robots.txt cannot be read: %s", a->error ? a->error :
		"no answer");
	for (size_t i = 0; i < s->nwaiting && s->run->broken == STATUS_OK; i++)
		ask(s->waiting[i], s->waiting[i]->waits_conditional);
	s->nwaiting = 0;
}

/* False when the answer must wait, or is no: then the source has failed. */
static bool may_walk(struct walk *w, const char *url, bool conditional)
{
	struct site *s = site_of(w->run, url);

	if (s == NULL)
		return true;                    /* no URL: http says so */
	if (s->rules == NULL) {
		bool first = s->nwaiting == 0;
		w->waits_conditional = conditional;
		MEM_ROOM(s->waiting, s->nwaiting, s->cap);
		s->waiting[s->nwaiting++] = w;
		char *address = mem_printf("%s/robots.txt", s->origin);
		struct http_ask q = { .method = "GET", .url = address, .local = w->source->local };
		if (first)
			http_start(w->run->http, &q, on_robots, s);
		mem_free(address);
		return false;
	}
	char *path = http_path(url);
	bool allowed = s->closed == NULL && robots_allows(s->rules, path ? path : "/");
	if (!allowed) {
		char *why = s->closed ? mem_printf("%s (robots: false overrides it)", s->closed)
			: mem_printf("%s: robots.txt forbids %s (robots: false overrides it)", s->origin,
				path);
		fail(w, STATUS_SOURCE, why);
		mem_free(why);
	}
	mem_free(path);
	if (!allowed)
		part_end(w);
	return allowed;
}

static void ask(struct walk *w, bool conditional)
{
	const struct request *r = &w->request;

	if (w->run->options->dry_run) {
		say_request(w, r);
		part_end(w);
		return;
	}
	if (strcmp(r->method, "FILE") == 0) {
		file_walk(w);
		return;
	}
	if (w->walks && !may_walk(w, r->url, conditional))
		return;
	send(w, r, at_home(w, r->url), conditional, on_answer);
}

static void part_begin(struct walk *w)
{
	const struct request *base = w->at.base;
	bool since = w->run->options->since != CLOCK_NONE;
	struct err e = { 0 };

	place_read(str_of(w->cursor), base->key, place_kind(w), w->keep, &w->at.place);
	if (w->at.place.resume == NULL || since || w->at.again) {
		w->at.place.resume = NULL;
		w->at.place.head = NULL;
		w->at.place.nhead = 0;
	}
	if (w->at.place.head != NULL) {
		const char **room = arena_alloc(w->keep, sizeof *room * IDS_KEPT);
		if (w->at.place.nhead > IDS_KEPT)
			w->at.place.nhead = IDS_KEPT;
		memcpy(room, w->at.place.head, w->at.place.nhead * sizeof *room);
		w->at.place.head = room;
	}
	mem_free(w->at.first_id);
	w->at.first_id = NULL;
	w->at.failed = false;
	w->at.pages = 0;
	w->at.etag = w->at.modified = NULL;
	w->at.patches = w->at.place.resume;
	w->at.resumed = w->at.patches != NULL;
	w->request = *base;
	if (w->at.resumed && connector_patched(base, str_of(w->at.patches), w->keep, &w->request,
		&e) != STATUS_OK) {
		w->at.patches = NULL;
		w->at.resumed = false;
		w->request = *base;
	}
	ask(w, !since && !w->at.resumed && !w->at.again);
}

/* The next request that shows an open thread, or whether a single post is still there; false when there is
 * none left. */
static bool visit_next(struct walk *w)
{
	while (w->visit >= w->nvisits) {
		struct err e = { 0 };
		if (w->revisit >= w->run->nrevisits)
			return false;
		const struct fetch_revisit *v = &w->run->revisits[w->revisit++];
		size_t *spent = v->alone ? &w->rechecks : &w->revisits;
		w->visit = w->nvisits = 0;
		if (*spent >= CAP_REVISITS || strcmp(v->source, w->source->id) != 0)
			continue;
		if (connector_thread(w->connector, v, w->keep, &w->visits, &w->nvisits, &e) != STATUS_OK) {
			fail(w, STATUS_SOURCE, e.msg);
			return false;
		}
		if (v->alone && w->nvisits > 1)
			w->nvisits = 1;         /* the first one shows the post itself */
		w->visiting = v;
		++*spent;
	}
	w->request = w->visits[w->visit++];
	return true;
}

/* The next listing, then the posts to see again, then the end. */
static void part_end(struct walk *w)
{
	if (w->run->broken != STATUS_OK)
		return;
	w->at.again = false;
	bool stop = w->paused || (w->not_before != CLOCK_NONE && w->status == STATUS_TEMP);
	if (w->led) {
		bool halted = w->at.halted;
		lead_leave(w);
		if (!stop && !halted) {
			lead_next(w);
			return;
		}
	}
	if (w->visiting == NULL && !stop && w->part + 1 < w->nrequests) {
		w->at.base = &w->requests[++w->part];
		part_begin(w);
		return;
	}
	if (!stop && w->status == STATUS_OK && visit_next(w))
		ask(w, false);
	else
		source_end(w);
}

/* ---- logins ---- */

static char *login_path(const struct walk *w)
{
	const char *dir = w->run->options->logins;

	return dir ? mem_printf("%s/%s.json", dir, w->source->id) : NULL;
}

/* What an earlier run was given, so that not every hour logs in. */
static void login_read(struct walk *w)
{
	char *path = login_path(w);
	struct err e = { 0 };
	struct buf b;

	buf_init(&b, CAP_CURSOR);
	if (path != NULL && file_exists(path) && file_read(path, &b, &e) == STATUS_OK)
		w->login_kept = connector_env(w->connector, buf_view(&b));
	buf_free(&b);
	mem_free(path);
}

static void login_keep(struct walk *w, const char *env)
{
	char *path = login_path(w);
	struct err e = { 0 };

	/* one that cannot be kept costs the next run a login */
	if (path != NULL && file_mkdirs(w->run->options->logins, &e) == STATUS_OK)
		file_publish(path, str_of(env), 0600, &e);
	mem_free(path);
}

static void start(struct walk *w)
{
	struct err e = { 0 };
	enum status status = connector_requests(w->connector, str_of(w->cursor), w->keep, &w->requests,
		&w->nrequests, &e);

	if (status == STATUS_OK) {
		w->at.base = &w->requests[w->part];
		part_begin(w);
		return;
	}
	fail(w, status, e.msg);
	source_end(w);
}

static void on_login(void *self, const struct http_answer *a)
{
	struct walk *w = self;
	struct answer_view view = { .body = a->body, .kind = BODY_JSON };
	const char *env = NULL;
	struct err e = { 0 };

	w->http_status = a->status;
	w->not_before = a->not_before;
	if (a->outcome == HTTP_FINE) {
		enum status status = connector_logged_in(w->connector, &view, w->keep, &env, &e);
		if (status == STATUS_OK) {
			login_keep(w, env);
			start(w);
			return;
		}
		fail(w, STATUS_NOPERM, e.msg);
	} else if (a->outcome == HTTP_REFUSED && a->status < 500 && a->status != 429) {
		fail(w, STATUS_NOPERM, a->error);
	} else {
		fail(w, a->status == 429 ? STATUS_TEMP : STATUS_SOURCE, a->error ? a->error :
			"no answer to the login");
	}
	source_end(w);
}

static void log_in(struct walk *w)
{
	w->login_kept = false;
	if (w->run->options->dry_run) {
		say_request(w, &w->login);
		start(w);
	} else {
		send(w, &w->login, true, false, on_login);
	}
}

/* ---- outside ---- */

struct walk *walk_new(struct run *run, const struct fetch_source *source)
{
	struct walk *w = mem_alloc(sizeof *w);

	w->run = run;
	w->source = source;
	w->keep = arena_new();
	w->page = arena_new();
	w->cursor = mem_dup(source->cursor);
	w->not_before = CLOCK_NONE;
	char *path = mem_printf("%s/%s.jq", run->options->connectors, source->connector);
	struct err e = { 0 };
	enum status status = connector_open(path, source, run->options->now, &w->connector, &e);
	if (status == STATUS_OK && source->secret_error)
		status = err_set(&e, STATUS_NOPERM, "%s", source->secret_error);
	else if (status == STATUS_OK)
		status = connector_walks(w->connector, &w->walks, &e);
	w->walks = w->walks && source->robots;
	if (status == STATUS_OK)
		status = connector_login(w->connector, w->keep, &w->login, &e);
	if (status != STATUS_OK)
		fail(w, status, e.msg);
	mem_free(path);
	return w;
}

void walk_free(struct walk *w)
{
	connector_close(w->connector);
	arena_free(w->keep);
	arena_free(w->page);
	mem_free(w->cursor);
	if (w->led)
		lead_leave(w);
	mem_free(w->at.first_id);
	mem_free(w);
}

void walk_begin(struct walk *w)
{
	if (w->status != STATUS_OK) {
		source_end(w);
		return;
	}
	if (w->login.url != NULL)
		login_read(w);
	if (w->login.url != NULL && !w->login_kept)
		log_in(w);
	else
		start(w);
}

enum status walk_status(const struct walk *w, const char **why)
{
	*why = w->err.msg;
	return w->status;
}
