/* person.c: what is held of a person, shown and erased: their posts, and their name in what others wrote. */
#include <string.h>
#include <strings.h>
#include "inside.h"

#define CAP_ANSWER ((size_t)4 << 30)

/* All posts of an author: their hashes, 16 bytes each. */
static size_t by_author(struct store *s, struct str author, struct buf *hashes)
{
	unsigned char who[HASH_LEN], hash[HASH_LEN];
	struct key from = key_table('F'), to = key_table('F' + 1);
	int64_t hour;
	struct kv_walk w;
	hash_author(&s->key, author, who);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		if (key_read_hour(w.key, &hour, hash) && slot_decode(s, &s->old, w.value)
			&& memcmp(s->old.m.version.author, who, sizeof s->old.m.version.author) == 0)
			buf_add(hashes, hash, HASH_LEN);
	return hashes->len / HASH_LEN;
}

/* Whether it still counts as one that names another post: an own one, as one that answers somebody else. */
static bool still_linked(struct store *s, const struct slot *o)
{
	struct links l = links_of(&o->m);
	struct role_row r;
	size_t at = 0;
	bool reply = false;
	while (merge_firm(&o->m, &at, &r))
		if (r.role == ROLE_OWN) {
			struct key k = key_index(r.firm, r.role, o->hour, o->hash);
			reply |= index_replies(s, &k);
		}
	return merge_has_own(&o->m) ? reply : links_any(&l);
}

/* The fact moves to a fresh random hash, without author, links and content: it still counts, and leads
 * nowhere. */
static void anonymise(struct store *s, const unsigned char hash[HASH_LEN])
{
	unsigned char fresh[HASH_LEN];
	struct slot *o = &s->old;
	if (!slot_load(s, o, hash))
		return;
	bool linked = still_linked(s, o);
	count_post(s, hash, &o->m, -1);
	group_forget(s, hash, &o->m);
	const struct key gone[] = { key_hash('W', hash), key_hour('F', o->hour, hash),
		key_hour('T', key_hour_of(o->m.seen), hash) };
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		kv_del(s->kv, key_str(&gone[i]));
	struct version *v = &o->m.version;
	o->m.anonymous = true;
	v->needs_reply = false;
	memset(v->author, 0, sizeof v->author);
	memset(v->content, 0, HASH_LEN);
	memset(v->thread, 0, HASH_LEN);
	memset(v->parent, 0, HASH_LEN);
	memset(v->context, 0, HASH_LEN);
	if (linked)
		hash_fresh(v->context);
	hash_fresh(fresh);
	slot_place(s, fresh, o->hour, &o->m);
	struct key k = key_hour('F', o->hour, fresh);
	buf_clear(&s->row);
	merge_encode(&o->m, &s->row);
	kv_put(s->kv, key_str(&k), buf_view(&s->row));
	/* it enters before it leaves, so that its group is never empty and keeps its neighbours */
	group_enter(s, fresh, &o->m, (struct str){ "", 0 });
	count_post(s, fresh, &o->m, 1);
	group_leave(s, hash, &o->m);
}

/* Who is looked for in what others wrote. `links`: addresses and ids of the person's posts (bytes_str). */
struct person { struct str author, local; struct buf links; const struct store_trace *trace; };

static void person_init(struct person *p, struct str author, const struct store_trace *t)
{
	struct str rest = author;
	*p = (struct person){ .author = author, .trace = t };
	str_cut(&rest, '@', &p->local);
	buf_init(&p->links, CAP_ANSWER);
}

static void trace(const struct person *p, const struct merged *m)
{
	struct role_row r;
	size_t at = 0;
	while (p->trace && merge_firm(m, &at, &r))
		p->trace->each(p->trace->self, r.firm, merge_published(m));
}

/* A post of the person: where it was counted, and what leads to it. */
static void person_post(struct store *s, struct person *p, const unsigned char hash[HASH_LEN])
{
	struct text_row t;
	if (!slot_load(s, &s->old, hash))
		return;
	trace(p, &s->old.m);
	if (!text_row_of(s, hash, s->old.m.seen, &t))
		return;
	const struct str links[] = { t.url, t.id };
	for (size_t i = 0; i < 2; i++)
		if (links[i].len)
			bytes_str(&p->links, links[i]);
}

static size_t link_here(const struct person *p, struct str text)
{
	struct bytes b = { buf_view(&p->links), false };
	while (b.rest.len) {
		struct str link = bytes_get_str(&b);
		if (str_prefix(text, link))
			return link.len;
	}
	return 0;
}

/* How many bytes at `i` name the person: the whole address, and @local when it has a host, in any ASCII case;
 * the address of a post. */
static size_t named_at(const struct person *p, struct str text, size_t i)
{
	bool at = text.p[i] == '@';
	struct str rest = { text.p + i + at, text.len - i - at };
	size_t n = 0;
	if (rest.len >= p->author.len && strncasecmp(rest.p, p->author.p, p->author.len) == 0)
		n = at + p->author.len;
	else if (at && p->local.len && rest.len >= p->local.len &&
		strncasecmp(rest.p, p->local.p, p->local.len) == 0)
		n = at + p->local.len;
	else if (p->links.len)
		n = link_here(p, (struct str){ text.p + i, text.len - i });
	char c = i + n < text.len ? text.p[i + n] : ' ', before = i > 0 ? text.p[i - 1] : ' ';
	bool longer = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
	bool inside = !at && ((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z'));
	return longer || inside ? 0 : n;
}

static bool redact(const struct person *p, struct str text, struct buf *out)
{
	bool hit = false;
	for (size_t i = 0; i < text.len;) {
		size_t n = named_at(p, text, i);
		if (n) {
			buf_puts(out, "[gewist]");
			i += n;
			hit = true;
		} else {
			buf_putc(out, text.p[i++]);
		}
	}
	return hit;
}

/* Each kept text that names the person: `redacted` without the name. */
static size_t each_naming(struct store *s, const struct person *p,
	void (*each)(void *self, struct str key, struct text_row *t, struct str redacted), void *self)
{
	struct key from = key_table('T'), to = key_table('T' + 1);
	unsigned char hash[HASH_LEN];
	struct kv_walk w;
	struct buf text;
	int64_t hour;
	size_t n = 0;
	buf_init(&text, CAP_ROW);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct text_row t;
		buf_clear(&text);
		if (!text_row_get(w.value, &t) || !redact(p, t.text, &text))
			continue;
		if (key_read_hour(w.key, &hour, hash) && slot_load(s, &s->old, hash))
			trace(p, &s->old.m);
		each(self, w.key, &t, buf_view(&text));
		n++;
	}
	buf_free(&text);
	return n;
}

struct redacted { struct store *s; struct buf rows; };

static void add_redacted(void *self, struct str key, struct text_row *t, struct str text)
{
	struct redacted *r = self;
	text_row_change(t, text);
	buf_clear(&r->s->scratch);
	text_row_put(&r->s->scratch, t);
	bytes_str(&r->rows, key);
	bytes_str(&r->rows, buf_view(&r->s->scratch));
}

static size_t redact_all(struct store *s, const struct person *p)
{
	struct redacted r = { .s = s };
	buf_init(&r.rows, CAP_ANSWER);
	size_t n = each_naming(s, p, add_redacted, &r);
	struct bytes b = { buf_view(&r.rows), false };
	for (size_t i = 0; i < n; i++) {
		struct str key = bytes_get_str(&b);
		kv_put(s->kv, key, bytes_get_str(&b));
	}
	buf_free(&r.rows);
	return n;
}

static bool author_of(const char *author, struct str *name, struct err *e)
{
	*name = str_trim(str_of(author));
	if (name->len && name->p[0] == '@')
		*name = (struct str){ name->p + 1, name->len - 1 };
	if (!name->len)
		err_set(e, STATUS_USAGE, "an author is needed");
	return name->len > 0;
}

enum status store_erase(struct store *s, const char *author, const struct store_trace *t, struct buf *out,
	struct err *e)
{
	struct str name;
	struct person p;
	struct buf hashes;
	unsigned char who[HASH_LEN];
	if (!author_of(author, &name, e))
		return e->status;
	person_init(&p, name, t);
	buf_init(&hashes, CAP_ANSWER);
	size_t n = by_author(s, name, &hashes);
	for (size_t i = 0; i < n; i++)
		person_post(s, &p, (unsigned char *)hashes.p + i * HASH_LEN);
	for (size_t i = 0; i < n; i++)
		anonymise(s, (unsigned char *)hashes.p + i * HASH_LEN);
	if (n)
		purge_aliases(s);
	buf_free(&hashes);
	size_t texts = redact_all(s, &p);
	buf_free(&p.links);
	hash_author(&s->key, name, who);
	struct key k = key_hash('E', who);
	kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
	s->any_stopped = true;
	enum status st = kv_commit(s->kv, e);
	if (st == STATUS_OK)
		buf_printf(out, "erased %zu posts, took the name out of %zu texts of others\n", n, texts);
	return st == STATUS_OK ? store_compact(s, e) : st;
}

static void access_line(struct store *s, const unsigned char hash[HASH_LEN], struct buf *out)
{
	const struct version *version = &s->old.m.version;
	struct role_row r;
	size_t i = 0;
	if (!slot_load(s, &s->old, hash) || !merge_live(&s->old.m))
		return;
	struct json j = json_to(out);
	struct text_row t = { 0 };
	(void)text_row_of(s, hash, s->old.m.seen, &t);
	json_open(&j, '{');
	json_key(&j, "type"); json_str(&j, STR("access"));
	put_hex(&j, "post", hash, HASH_LEN);
	put_hex(&j, "author", version->author, sizeof version->author);
	put_hex(&j, "thread", version->thread, HASH_LEN);
	put_hex(&j, "parent", version->parent, HASH_LEN);
	json_key(&j, "published"); json_time(&j, merge_published(&s->old.m));
	json_key(&j, "first_seen"); json_time(&j, s->old.m.seen);
	json_key(&j, "source"); json_str(&j, s->old.m.names[0].source);
	json_key(&j, "platform"); json_str(&j, s->old.m.names[0].platform);
	json_key(&j, "lang"); json_str(&j, version->lang);
	json_key(&j, "rating");
	if (version->rating == POST_UNKNOWN)
		json_nil(&j);
	else
		json_milli(&j, version->rating);
	json_key(&j, "process"); json_str(&j, str_of(process_name((int)version->process)));
	json_key(&j, "intent"); json_str(&j, str_of(intent_name((int)version->intent)));
	json_key(&j, "needs_reply"); json_bool(&j, version->needs_reply);
	json_key(&j, "sensitive"); json_bool(&j, version->sensitive);
	json_key(&j, "spam"); json_bool(&j, version->spam);
	json_key(&j, "firms");
	json_open(&j, '[');
	while (merge_firm(&s->old.m, &i, &r)) {
		json_open(&j, '{');
		json_key(&j, "id"); json_str(&j, r.firm);
		json_key(&j, "role"); json_str(&j, str_of(role_name((int)r.role)));
		json_key(&j, "label"); json_str(&j, str_of(label_name((int)r.label)));
		json_key(&j, "polarity"); json_milli(&j, r.polarity);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_key(&j, "id"); json_str(&j, t.id);
	json_key(&j, "local_id"); json_str(&j, t.local_id);
	json_key(&j, "url"); json_str(&j, t.url);
	json_key(&j, "text"); json_str(&j, version->sensitive ? (struct str){ NULL, 0 } : t.text);
	json_close(&j, '}');
	buf_putc(out, '\n');
}

static void access_naming(void *self, struct str key, struct text_row *t, struct str redacted)
{
	struct json j = json_to(self);
	(void)key;
	(void)redacted;
	json_open(&j, '{');
	json_key(&j, "type"); json_str(&j, STR("access"));
	json_key(&j, "named_in"); json_str(&j, t->text);
	json_close(&j, '}');
	buf_putc(self, '\n');
}

enum status store_access(struct store *s, const char *author, const struct store_trace *t, struct buf *out,
	struct err *e)
{
	struct str name;
	struct person p;
	struct buf hashes;
	if (!author_of(author, &name, e))
		return e->status;
	person_init(&p, name, t);
	buf_init(&hashes, CAP_ANSWER);
	size_t n = by_author(s, name, &hashes);
	for (size_t i = 0; i < n; i++) {
		access_line(s, (unsigned char *)hashes.p + i * HASH_LEN, out);
		person_post(s, &p, (unsigned char *)hashes.p + i * HASH_LEN);
	}
	buf_free(&hashes);
	each_naming(s, &p, access_naming, out);
	buf_free(&p.links);
	return kv_status(s->kv, e);
}
