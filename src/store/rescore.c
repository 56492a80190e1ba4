/* rescore.c: what was made of a post, made anew. What a post says stays (its content hash, its group of
 * copies, its links), so only its fact, its counters and its rows in the index move, in one transaction: a
 * kill leaves every post either as it was or as it is to be. */
#include <string.h>
#include "inside.h"

#define BATCH 1000                                   /* posts in one transaction */

struct rescoring {
	struct store *s;
	void (*score)(void *self, struct post *p);
	void *self;
	struct buf text; /* the row at hand: a write moves what the store holds */
	size_t posts, changed;
};

/* The next row of texts from `at` on, which then stands behind it. Not one long walk: between its steps there
 * are writes. */
static bool next_text(struct store *s, struct key *at, struct buf *row, unsigned char hash[HASH_LEN])
{
	struct key to = key_table('T' + 1);
	struct kv_walk w;
	int64_t hour;
	kv_walk(&w, s->kv, key_str(at), key_str(&to));
	bool found = kv_step(&w);
	while (found && !key_read_hour(w.key, &hour, hash))
		found = kv_step(&w);
	if (found) {
		buf_clear(row);
		buf_str(row, w.value);
		*at = key_hour('T', hour, hash);
		at->b[at->len++] = 0;
	}
	kv_stop(&w);
	return found;
}

/* Where the text names the firm. */
static void places_of(struct store *s, const struct text_row *t, struct mention *m, size_t *used)
{
	struct bytes b = { t->firms, false };
	while (b.rest.len && !b.bad) {
		struct str firm = bytes_get_str(&b);
		for (unsigned n = bytes_get_u16(&b); n > 0 && !b.bad; n--) {
			struct at at = { (size_t)bytes_get_u32(&b), 0 };
			at.len = (size_t)bytes_get_u32(&b);
			if (b.bad || !str_eq(firm, m->firm) || at.offset > t->text.len ||
				at.len > t->text.len - at.offset)
				continue;
			MEM_ROOM(s->at, *used, s->cap_at);
			s->at[(*used)++] = at;
			m->nat++;
		}
	}
}

/* The post as a stage would read it, of what is kept. */
static struct post post_of(struct store *s, const struct merged *m, const struct text_row *t)
{
	struct post p = { .text = t->text, .lang = t->lang, .rating = m->version.rating,
		.category = m->names[0].category, .matched = true };
	struct role_row row;
	size_t at = 0, used = 0;
	while (merge_firm(m, &at, &row)) {
		MEM_ROOM(s->firms, p.nfirms, s->cap_firms);
		s->firms[p.nfirms] = (struct mention){ .firm = row.firm, .role = row.role };
		places_of(s, t, &s->firms[p.nfirms++], &used);
	}
	for (size_t i = 0, from = 0; i < p.nfirms; from += s->firms[i++].nat)
		s->firms[i].at = s->firms[i].nat ? s->at + from : NULL;
	p.firms = s->firms;
	return p;
}

/* Of a post without another firm the fact tells all that is asked: its row need not be fetched. */
bool store_kept(struct store *s, const struct fact *f, struct post *out)
{
	struct text_row t;
	struct naming name = { .category = f->category };
	struct role_row role = { .firm = f->firm, .role = f->role };
	const struct merged told = { .version.rating = f->rating, .names = &name, .nnames = 1, .roles = &role,
		.nroles = 1 };
	if (f->sensitive || !text_row_of(s, f->hash, f->first_seen, &t) || !text_left(s, f))
		return false;
	if (!f->alone && !slot_at(s, &s->old, key_hour_of(f->published), f->hash))
		return false;
	*out = post_of(s, f->alone ? &told : &s->old.m, &t);
	return true;
}

/* Roles that an older version gave keep their labels: its text is gone. */
static void apply(struct merged *m, const struct post *p)
{
	struct version *v = &m->version;
	v->scored = true;
	v->process = p->process;
	v->intent = p->intent;
	v->needs_reply = p->needs_reply && !m->anonymous;
	v->spam = p->spam;
	v->lang = p->score_lang.len ? p->score_lang : p->lang;
	for (size_t i = 0; i < m->nroles; i++) {
		struct role_row *r = &m->roles[i];
		for (size_t k = 0; k < p->nfirms && r->updated == v->updated; k++)
			if (str_eq(r->firm, p->firms[k].firm)) {
				r->label = p->firms[k].label;
				r->polarity = p->firms[k].polarity;
			}
	}
}

static void rescore_post(struct rescoring *r, const unsigned char hash[HASH_LEN])
{
	struct store *s = r->s;
	struct merged *now = &s->in.m;
	struct text_row t;
	if (!text_row_get(buf_view(&r->text), &t) || !slot_load(s, &s->old, hash) ||
		!slot_load(s, &s->in, hash) || !merge_wants_text(now) || !text_lives(s, now, s->now))
		return;
	struct post p = post_of(s, &s->old.m, &t);
	r->score(r->self, &p);
	apply(now, &p);
	r->posts++;
	buf_clear(&s->row);
	merge_encode(now, &s->row);
	if (str_eq(buf_view(&s->row), buf_view(&s->old.row)))
		return;
	r->changed++;
	struct key k = key_hour('F', s->old.hour, hash);
	count_post(s, hash, &s->old.m, -1);
	kv_put(s->kv, key_str(&k), buf_view(&s->row));
	count_post(s, hash, now, 1);
}

enum status store_rescore(struct store *s, void (*score)(void *self, struct post *p), void *self,
	struct buf *out, struct err *e)
{
	struct rescoring r = { .s = s, .score = score, .self = self };
	struct key at = key_table('T');
	unsigned char hash[HASH_LEN];
	enum status st = STATUS_OK;
	buf_init(&r.text, CAP_ROW);
	for (size_t n = 1; st == STATUS_OK && next_text(s, &at, &r.text, hash); n++) {
		rescore_post(&r, hash);
		if (n % BATCH == 0)
			st = kv_commit(s->kv, e);
	}
	if (st == STATUS_OK)
		st = kv_commit(s->kv, e);
	if (st == STATUS_OK)
		buf_printf(out, "rescored %zu posts, %zu changed\n", r.posts, r.changed);
	buf_free(&r.text);
	return st;
}
