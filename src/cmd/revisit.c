/* revisit.c: open threads out of the store, for fetch. */
#include <string.h>
#include "revisit.h"

struct gather {
	struct store *store;
	struct arena *arena;
	struct revisits *out;
	int64_t now;
	int64_t (*last)(void *self, struct str source);
	void *self;
	unsigned char hash[sizeof ((struct fact *)0)->hash];   /* facts of one post stand together */
};

static const char *kept(struct arena *a, struct str s)
{
	return arena_dupn(a, s.p ? s.p : "", s.len);
}

/* It became a whole number of days old since its source was asked last: so each post has its own moment of
 * the day, and a run that was missed is made good by the next one. */
static bool due_today(const struct gather *g, const struct fact *f)
{
	int64_t last = g->last(g->self, f->source);

	return last != CLOCK_NONE && f->published <= last && g->now - f->published < RECHECK_DAYS * 86400 &&
		(g->now - f->published) / 86400 != (last - f->published) / 86400;
}

static enum status add(void *self, const struct fact *f, struct err *e)
{
	struct gather *g = self;
	struct revisits *out = g->out;
	struct fact_text text;

	(void)e;
	if (f->spam || (f->role != ROLE_ADDRESSED && f->role != ROLE_MENTION))
		return STATUS_OK;
	bool open = f->needs_reply && f->answered == CLOCK_NONE;
	if (!open && !due_today(g, f))
		return STATUS_OK;
	bool same = out->n > 0 && memcmp(g->hash, f->hash, sizeof g->hash) == 0;
	if (!same) {
		if (!store_text(g->store, f, &text))
			return STATUS_OK;       /* without its id nobody can be asked for it */
		MEM_ROOM(out->p, out->n, out->cap);
		out->p[out->n++] = (struct fetch_revisit){ .source = kept(g->arena, f->source),
			.post_id = kept(g->arena, text.id), .url = kept(g->arena, text.url),
			.local_id = kept(g->arena, text.local_id), .alone = true };
		memcpy(g->hash, f->hash, sizeof g->hash);
	}
	struct fetch_revisit *r = &out->p[out->n - 1];
	if (!open)
		return STATUS_OK;
	r->alone = false;
	const char **firms = arena_alloc(g->arena, (r->nfirms + 1) * sizeof *firms);
	if (r->nfirms)
		memcpy(firms, r->firms, r->nfirms * sizeof *firms);
	firms[r->nfirms++] = kept(g->arena, f->firm);
	r->firms = firms;
	return STATUS_OK;
}

enum status revisits_open(struct store *s, int64_t now, int64_t (*last)(void *self, struct str source),
	void *self, struct arena *a, struct revisits *out, struct err *e)
{
	struct gather g = { .store = s, .arena = a, .out = out, .now = now, .last = last, .self = self };

	return store_facts(s, now - REVISIT_DAYS * 86400, now + 3600, add, &g, e);
}
