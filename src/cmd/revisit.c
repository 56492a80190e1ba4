/* revisit.c: open threads out of the store, for fetch. */
#include <string.h>
#include "revisit.h"

struct gather {
	struct store *store;
	struct arena *arena;
	struct revisits *out;
	unsigned char last[sizeof ((struct fact *)0)->hash];   /* facts of one post stand together */
};

static const char *kept(struct arena *a, struct str s)
{
	return arena_dupn(a, s.p ? s.p : "", s.len);
}

static enum status add(void *self, const struct fact *f, struct err *e)
{
	struct gather *g = self;
	struct revisits *out = g->out;
	struct fact_text text;

	(void)e;
	if (!f->needs_reply || f->spam || f->answered != CLOCK_NONE ||
		(f->role != ROLE_ADDRESSED && f->role != ROLE_MENTION))
		return STATUS_OK;
	bool same = out->n > 0 && memcmp(g->last, f->hash, sizeof g->last) == 0;
	if (!same) {
		if (!store_text(g->store, f, &text))
			return STATUS_OK;       /* without its id nobody can be asked for it */
		MEM_ROOM(out->p, out->n, out->cap);
		out->p[out->n++] = (struct fetch_revisit){ .source = kept(g->arena, f->source),
			.post_id = kept(g->arena, text.id), .url = kept(g->arena, text.url),
			.local_id = kept(g->arena, text.local_id) };
		memcpy(g->last, f->hash, sizeof g->last);
	}
	struct fetch_revisit *r = &out->p[out->n - 1];
	const char **firms = arena_alloc(g->arena, (r->nfirms + 1) * sizeof *firms);
	if (r->nfirms)
		memcpy(firms, r->firms, r->nfirms * sizeof *firms);
	firms[r->nfirms++] = kept(g->arena, f->firm);
	r->firms = firms;
	return STATUS_OK;
}

enum status revisits_open(struct store *s, int64_t now, struct arena *a, struct revisits *out, struct err *e)
{
	struct gather g = { .store = s, .arena = a, .out = out };

	return store_facts(s, now - REVISIT_DAYS * 86400, now + 3600, add, &g, e);
}
