/* read.c: what the report reads: facts with their thread and answer, texts, sums. */
#include <stdlib.h>
#include <string.h>
#include "inside.h"

static int cmp_own(const void *a, const void *b)
{
	const struct own_reply *x = a, *y = b;
	int c = memcmp(x->root, y->root, HASH_LEN);
	c = c ? c : strcmp(x->firm, y->firm);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static void own_add(struct store *s, const unsigned char hash[HASH_LEN])
{
	unsigned char root[HASH_LEN];
	struct role_row r;
	size_t at = 0;
	if (!slot_load(s, &s->in, hash))
		return;
	thread_root(s, hash, &s->in.m, root);
	if (memcmp(root, hash, HASH_LEN) == 0)           /* it starts a thread and so answers nobody */
		return;
	while (merge_firm(&s->in.m, &at, &r)) {
		if (r.role != ROLE_OWN)
			continue;
		MEM_ROOM(s->own, s->nown, s->cap_own);
		struct own_reply *o = &s->own[s->nown++];
		memcpy(o->root, root, HASH_LEN);
		memcpy(o->hash, hash, HASH_LEN);
		o->firm = mem_dupn(r.firm.p, r.firm.len);
		o->at = merge_published(&s->in.m);
	}
}

/* All replies of own accounts since `from`, found once per snapshot: they are few. */
static void own_build(struct store *s, int64_t from)
{
	if (s->own_built && s->mode == STORE_READ && s->own_from <= from)
		return;
	for (size_t i = 0; i < s->nown; i++)
		mem_free(s->own[i].firm);
	s->nown = 0;
	struct key a = key_hour('O', key_hour_of(from), NULL), z = key_table('O' + 1);
	unsigned char hash[HASH_LEN];
	int64_t hour;
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (kv_step(&w))
		if (key_read_hour(w.key, &hour, hash))
			own_add(s, hash);
	if (s->nown)
		qsort(s->own, s->nown, sizeof *s->own, cmp_own);
	s->own_built = true;
	s->own_from = from;
}

static int cmp_place(const struct own_reply *o, const struct fact *f)
{
	int c = memcmp(o->root, f->thread, HASH_LEN);
	if (c)
		return c;
	c = str_cmp(str_of(o->firm), f->firm);
	return c ? c : (o->at > f->published) - (o->at < f->published);
}

static int64_t answered(const struct store *s, const struct fact *f)
{
	size_t lo = 0, hi = s->nown;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (cmp_place(&s->own[mid], f) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->nown; lo++) {
		const struct own_reply *o = &s->own[lo];
		if (memcmp(o->root, f->thread, HASH_LEN) != 0 || !str_eq(str_of(o->firm), f->firm))
			break;
		if (memcmp(o->hash, f->hash, HASH_LEN) != 0)
			return o->at;
	}
	return CLOCK_NONE;
}

static struct fact fact_of(struct store *s, const struct slot *slot)
{
	const struct version *v = &slot->m.version;
	struct fact f = { .source = slot->m.names[0].source, .platform = slot->m.names[0].platform,
		.category = slot->m.names[0].category, .published = merge_published(&slot->m),
		.first_seen = slot->m.seen, .process = v->process, .intent = v->intent,
		.needs_reply = v->needs_reply, .sensitive = v->sensitive,
		.rated = v->rating != POST_UNKNOWN, .rating = v->rating, .lang = v->lang,
		.answered = CLOCK_NONE };
	memcpy(f.hash, slot->hash, HASH_LEN);
	memcpy(f.author, v->author, sizeof f.author);
	thread_resolve(s, v->parent, f.parent);
	thread_root(s, slot->hash, &slot->m, f.thread);
	return f;
}

static enum status facts_of_post(struct store *s, const char *firm,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e)
{
	struct role_row r;
	size_t at = 0;
	enum status st = STATUS_OK;
	bool any = !firm;
	for (size_t i = 0; i < s->old.m.nroles && !any; i++)
		any = str_is(s->old.m.roles[i].firm, firm);
	if (!any || !merge_live(&s->old.m))
		return STATUS_OK;
	struct fact f = fact_of(s, &s->old);
	bool copy = group_is_copy(s, s->old.hash, &s->old.m);
	while (st == STATUS_OK && merge_firm(&s->old.m, &at, &r)) {
		if (firm && !str_is(r.firm, firm))
			continue;
		f.firm = r.firm;
		f.role = r.role;
		f.label = r.label;
		f.polarity = r.polarity;
		f.copy = copy && (r.role == ROLE_ADDRESSED || r.role == ROLE_MENTION);
		f.answered = r.role == ROLE_OWN ? CLOCK_NONE : answered(s, &f);
		st = each(self, &f, e);
	}
	return st;
}

enum status store_facts(struct store *s, const char *firm, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e)
{
	struct key a = key_hour('F', key_hour_of(from + 3599), NULL);
	struct key z = key_hour('F', key_hour_of(to + 3599), NULL);
	struct kv_walk w;
	enum status st = STATUS_OK;
	own_build(s, from);
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (st == STATUS_OK && kv_step(&w)) {
		if (!key_read_hour(w.key, &s->old.hour, s->old.hash) || !slot_decode(s, &s->old, w.value))
			st = err_set(e, STATUS_DATA, "a damaged row in store %s: luister-db check says more",
				s->dir);
		else
			st = facts_of_post(s, firm, each, self, e);
	}
	kv_stop(&w);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

bool store_text(struct store *s, const struct fact *f, struct fact_text *out)
{
	static const char hex[] = "0123456789abcdef";
	static const char *const none = "";
	struct key k = key_hour('T', key_hour_of(f->first_seen), f->hash);
	struct str v;
	if (f->first_seen <= s->now - (int64_t)s->text_days * 86400 || !kv_get(s->kv, key_str(&k), &v))
		return false;
	struct text_row t;
	if (!text_row_get(v, &t))
		return false;
	*out = (struct fact_text){ .id = t.id, .url = t.url, .local_id = t.local_id, .text = t.text,
		.author = str_of(none) };
	if (!hash_zero(f->author, sizeof f->author)) {
		buf_clear(&s->scratch);
		for (size_t i = 0; i < 2; i++) {
			buf_putc(&s->scratch, hex[f->author[i] >> 4]);
			buf_putc(&s->scratch, hex[f->author[i] & 15]);
		}
		out->author = buf_view(&s->scratch);
	}
	return true;
}

static void sum_cell(struct count_sum *t, const struct cell *c, int64_t n)
{
	if (c->role == ROLE_COUNT)
		t->missed += n;
	else if (c->role == ROLE_OWN)
		t->own += n;
	else if (c->role == ROLE_CONTEXT)
		t->context += n;
	else if (c->copy)
		t->copies += n;
	else {
		t->n += n;
		t->label[c->label] += n;
		t->process[c->process] += n;
		t->process_label[c->process][c->label] += n;
		t->category[c->category] += n;
	}
}

enum status store_count(struct store *s, const char *firm, int64_t from, int64_t to, struct count_sum *out,
	struct err *e)
{
	struct key a = key_hour('C', key_hour_of(from), NULL), z = key_hour('C', key_hour_of(to), NULL);
	struct kv_walk w;
	*out = (struct count_sum){ 0 };
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (kv_step(&w)) {
		struct cell c;
		struct bytes b = { w.value, false };
		if (key_read_cell(w.key, &c) && (!firm || str_is(c.firm, firm)))
			sum_cell(out, &c, bytes_get_i64(&b));
	}
	return kv_status(s->kv, e);
}
