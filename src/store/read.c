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

static void own_add(struct store *s, const char *firm, const unsigned char hash[HASH_LEN], int64_t at,
	const struct links *l)
{
	unsigned char root[HASH_LEN];
	thread_root(s, hash, l, root);
	if (memcmp(root, hash, HASH_LEN) == 0)           /* it starts a thread and so answers nobody */
		return;
	MEM_ROOM(s->own, s->nown, s->cap_own);
	struct own_reply *o = &s->own[s->nown++];
	memcpy(o->root, root, HASH_LEN);
	memcpy(o->hash, hash, HASH_LEN);
	o->firm = firm;
	o->at = at;
}

static void own_of(struct store *s, struct str firm, int64_t from)
{
	const char *name = arena_dupn(s->own_names, firm.p, firm.len);
	struct key a = key_index(firm, ROLE_OWN, key_hour_of(from), NULL);
	struct key z = key_index(firm, ROLE_OWN + 1, 0, NULL);
	unsigned char hash[HASH_LEN];
	struct str owner;
	struct fact f;
	unsigned role;
	int64_t hour;
	struct links l;
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (kv_step(&w))
		if (key_read_index(w.key, &owner, &role, &hour, hash) &&
			index_decode(w.value, hour, &f, &l) && links_any(&l))
			own_add(s, name, hash, f.published, &l);
}

/* The firm's posts since then, of every role; only of a snapshot, whose rows stay where they are. */
static void know(struct store *s, const char *firm, int64_t from)
{
	thread_forget(s);
	for (unsigned role = 0; firm && s->mode == STORE_READ && role < ROLE_COUNT; role++) {
		struct key a = key_index(str_of(firm), role, key_hour_of(from), NULL);
		struct key z = key_index(str_of(firm), role + 1, 0, NULL);
		struct kv_walk w;
		kv_walk(&w, s->kv, key_str(&a), key_str(&z));
		while (kv_step(&w))
			if (w.key.len > HASH_LEN)
				thread_know(s, (const unsigned char *)w.key.p + w.key.len - HASH_LEN,
					w.value);
	}
}

/* The replies of the firm's own accounts (NULL: of all firms') since `from`, found once per snapshot. */
static void own_build(struct store *s, const char *firm, int64_t from)
{
	struct buf name;
	bool fits = !s->own_firm || (firm && strcmp(firm, s->own_firm) == 0);
	if (s->own_built && s->mode == STORE_READ && s->own_from <= from && fits)
		return;
	if (!s->own_names)
		s->own_names = arena_new();
	arena_reset(s->own_names);
	mem_free(s->own_firm);
	s->own_firm = firm ? mem_dup(firm) : NULL;
	s->nown = 0;
	know(s, firm, from);
	buf_init(&name, KEY_MAX);
	if (firm)
		own_of(s, str_of(firm), from);
	else
		while (index_firm(s, &name))
			own_of(s, buf_view(&name), from);
	buf_free(&name);
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

static void link(struct store *s, struct fact *f, const struct links *l)
{
	memcpy(f->thread, f->hash, HASH_LEN);
	if (!links_any(l))
		return;
	thread_resolve(s, l->ref[LINKS_PARENT], f->parent);
	thread_root(s, f->hash, l, f->thread);
}

static struct fact fact_of(struct store *s, const struct slot *slot, const struct links *l)
{
	const struct version *v = &slot->m.version;
	struct fact f = { .source = slot->m.names[0].source, .platform = slot->m.names[0].platform,
		.category = slot->m.names[0].category, .published = merge_published(&slot->m),
		.first_seen = slot->m.seen, .process = v->process, .intent = v->intent,
		.needs_reply = v->needs_reply, .alone = merge_alone(&slot->m), .sensitive = v->sensitive,
		.rated = v->rating != POST_UNKNOWN, .rating = v->rating, .lang = v->lang,
		.answered = CLOCK_NONE };
	memcpy(f.hash, slot->hash, HASH_LEN);
	memcpy(f.author, v->author, sizeof f.author);
	link(s, &f, l);
	return f;
}

static enum status facts_of_post(struct store *s,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e)
{
	struct role_row r;
	size_t at = 0;
	enum status st = STATUS_OK;
	if (!merge_live(&s->old.m))
		return STATUS_OK;
	struct links l = links_of(&s->old.m);
	struct fact f = fact_of(s, &s->old, &l);
	while (st == STATUS_OK && merge_firm(&s->old.m, &at, &r)) {
		f.firm = r.firm;
		f.role = r.role;
		f.label = r.label;
		f.polarity = r.polarity;
		f.copy = role_is_mention(r.role) && group_is_copy(s, s->old.hash, &s->old.m);
		f.spam = merge_is_spam(&s->old.m, r.role);
		f.reply = r.role == ROLE_OWN && reply_is(s, f.hash, f.firm, &l);
		f.answered = r.role == ROLE_OWN ? CLOCK_NONE : answered(s, &f);
		st = each(self, &f, e);
	}
	return st;
}

/* A fact from its row in the index: the post itself need not be read. */
static bool fact_at(const struct kv_walk *w, struct fact *f, struct links *l)
{
	struct str firm;
	unsigned role;
	int64_t hour;
	return key_read_index(w->key, &firm, &role, &hour, f->hash) && index_decode(w->value, hour, f, l);
}

static enum status damaged(const struct store *s, struct err *e)
{
	return err_set(e, STATUS_DATA, "a damaged row in store %s: luister-db check says more", s->dir);
}

enum status store_facts(struct store *s, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e)
{
	struct key a = key_hour('F', key_hour_of(from + 3599), NULL);
	struct key z = key_hour('F', key_hour_of(to + 3599), NULL);
	struct kv_walk w;
	enum status st = STATUS_OK;
	own_build(s, NULL, from);
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (st == STATUS_OK && kv_step(&w)) {
		if (!key_read_hour(w.key, &s->old.hour, s->old.hash) || !slot_decode(s, &s->old, w.value))
			st = damaged(s, e);
		else
			st = facts_of_post(s, each, self, e);
	}
	kv_stop(&w);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

enum status store_facts_of(struct store *s, const char *firm, enum role role, int64_t from, int64_t to,
	enum status (*each)(void *self, const struct fact *f, struct err *e), void *self, struct err *e)
{
	struct str name = str_of(firm);
	struct key a = key_index(name, role, key_hour_of(from + 3599), NULL);
	struct key z = key_index(name, role, key_hour_of(to + 3599), NULL);
	enum status st = STATUS_OK;
	struct links l;
	struct kv_walk w;
	own_build(s, firm, from);
	kv_walk(&w, s->kv, key_str(&a), key_str(&z));
	while (st == STATUS_OK && kv_step(&w)) {
		struct fact f = { .firm = name, .role = role, .answered = CLOCK_NONE };
		if (!fact_at(&w, &f, &l)) {
			st = damaged(s, e);
			break;
		}
		link(s, &f, &l);
		if (role != ROLE_OWN)
			f.answered = answered(s, &f);
		st = each(self, &f, e);
	}
	kv_stop(&w);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

/* A report asks this of each post that it shows, nearly all of them young: the post itself, which tells
 * whether it is an own one, is read of the others alone. */
bool text_left(struct store *s, const struct fact *f)
{
	return f->first_seen > text_others_over(s, s->now) ||
		(slot_at(s, &s->other, key_hour_of(f->published), f->hash) &&
			text_lives(s, &s->other.m, s->now));
}

bool store_text(struct store *s, const struct fact *f, struct fact_text *out)
{
	static const char *const none = "";
	char hex[5];
	struct text_row t;
	if (!text_row_of(s, f->hash, f->first_seen, &t) || !text_left(s, f))
		return false;
	*out = (struct fact_text){ .id = t.id, .url = t.url, .local_id = t.local_id, .text = t.text,
		.author = str_of(none) };
	if (!hash_zero(f->author, sizeof f->author)) {
		hash_hex(f->author, 2, hex);
		buf_clear(&s->scratch);
		buf_puts(&s->scratch, hex);
		out->author = buf_view(&s->scratch);
	}
	return true;
}
