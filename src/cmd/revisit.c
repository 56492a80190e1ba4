/* revisit.c: open threads out of the store, for fetch. */
#include <stdlib.h>
#include <string.h>
#include "revisit.h"

/* When a source answered last, CLOCK_NONE: not in the days that matter. */
struct answer { const char *source; int64_t at; };

struct gather {
	struct store *store;
	struct arena *arena;
	struct revisits *out;
	int64_t now;
	struct store_polls *polls;
	struct answer *answers; size_t nanswers, cap_answers;  /* by name */
	unsigned char hash[sizeof ((struct fact *)0)->hash];   /* facts of one post stand together */
};

static const char *kept(struct arena *a, struct str s)
{
	return arena_dupn(a, s.p ? s.p : "", s.len);
}

static enum status add_answer(void *self, const struct fact_poll *p, struct err *e)
{
	struct answer *a = self;

	(void)e;
	if (p->ok)
		a->at = p->at;                  /* they come by time */
	return STATUS_OK;
}

static enum status add_source(void *self, const char *source, struct err *e)
{
	struct gather *g = self;

	MEM_ROOM(g->answers, g->nanswers, g->cap_answers);
	struct answer *a = &g->answers[g->nanswers++];
	*a = (struct answer){ kept(g->arena, str_of(source)), CLOCK_NONE };
	return store_polls_of(g->polls, source, add_answer, a, e);
}

static int by_source(const void *key, const void *x)
{
	return str_cmp(*(const struct str *)key, str_of(((const struct answer *)x)->source));
}

/* It became a whole number of days old since its source answered last: so each post has its own moment of the
 * day, and a run that was missed or failed, and so looked at none, is made good by the next one. */
static bool due_today(const struct gather *g, const struct fact *f)
{
	const struct answer *answer = g->nanswers ? bsearch(&f->source, g->answers, g->nanswers,
		sizeof *answer, by_source) : NULL;
	int64_t last = answer ? answer->at : CLOCK_NONE;

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
		if (text.text.len)              /* of a sensitive post there is none */
			out->p[out->n - 1].text = kept(g->arena, text.text);
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

enum status revisits_open(struct store *s, int64_t now, struct arena *a, struct revisits *out,
	struct err *e)
{
	struct gather g = { .store = s, .arena = a, .out = out, .now = now,
		.polls = store_polls_new(s, now - RECHECK_DAYS * 86400, now) };
	enum status status = store_sources(s, add_source, &g, e);

	store_polls_free(g.polls);
	if (status == STATUS_OK)
		status = store_facts(s, now - REVISIT_DAYS * 86400, now + 3600, add, &g, e);
	mem_free(g.answers);
	return status;
}
