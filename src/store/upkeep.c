/* upkeep.c: what the administrator asks of a store: figures, a recount, an export. */
#include <stdlib.h>
#include <string.h>
#include "inside.h"

size_t table_size(struct store *s, char table)
{
	struct key from = key_table(table), to = key_table((char)(table + 1));
	struct kv_walk w;
	size_t n = 0;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w))
		n += table == 'P' ? polls_in(w.value) : 1;
	return n;
}

enum status store_stat(struct store *s, struct buf *out, struct err *e)
{
	static const struct { char table; const char *name; } rows[] = { { 'F', "posts" }, { 'T', "texts" },
		{ 'A', "aliases" }, { 'I', "firm_posts" }, { 'C', "counters" }, { 'X', "misses" },
		{ 'S', "sources" }, { 'P', "polls" }, { 'R', "reject_rows" }, { 'E', "erased_authors" } };
	size_t map, used, entries;
	struct json j = json_to(out);
	kv_sizes(s->kv, &map, &used, &entries);
	json_open(&j, '{');
	json_key(&j, "schema");
	json_int(&j, STORE_SCHEMA);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		json_key(&j, rows[i].name);
		json_int(&j, (long long)table_size(s, rows[i].table));
	}
	json_key(&j, "rows");
	json_int(&j, (long long)entries);
	json_key(&j, "bytes");
	json_int(&j, (long long)used);
	json_key(&j, "map_bytes");
	json_int(&j, (long long)map);
	json_close(&j, '}');
	buf_putc(out, '\n');
	return kv_status(s->kv, e);
}

/* The recount: every cell that a post or a miss counts for, once; sorted, runs are the true counts. */
struct recount { struct key *k; size_t n, cap; };

static void recount_cell(struct recount *r, const struct cell *c)
{
	MEM_ROOM(r->k, r->n, r->cap);
	r->k[r->n++] = key_cell(c);
}

static int cmp_key(const void *a, const void *b)
{
	return str_cmp(key_str(a), key_str(b));
}

static void say(struct buf *out, size_t *bad, const char *what, struct str key)
{
	buf_puts(out, what);
	for (size_t i = 0; i < key.len && i < 40; i++)
		buf_printf(out, "%02x", (unsigned char)key.p[i]);
	buf_putc(out, '\n');
	(*bad)++;
}

/* Every firm of a post stands in the index, and the index holds nothing else. */
static size_t recount_firms(struct store *s, struct recount *r, const struct slot *o, bool copy,
	struct buf *out, size_t *bad)
{
	struct links l = links_of(&o->m);
	struct role_row row;
	struct str v;
	size_t at = 0, n = 0;
	while (merge_live(&o->m) && merge_firm(&o->m, &at, &row)) {
		struct key k = key_index(row.firm, row.role, o->hour, o->hash);
		bool reply = row.role == ROLE_OWN && reply_is(s, o->hash, row.firm, &l);
		struct cell c = cell_of(&o->m, &row, o->hour, copy, reply);
		n++;
		recount_cell(r, &c);
		buf_clear(&s->scratch);
		index_encode(&o->m, &row, copy, reply, &s->scratch);
		if (!kv_get(s->kv, key_str(&k), &v))
			say(out, bad, "post is not in its firm's index: ", key_str(&k));
		else if (!str_eq(v, buf_view(&s->scratch)))
			say(out, bad, "post is another in its firm's index: ", key_str(&k));
	}
	return n;
}

/* An own post stands under the one that it answers. */
static size_t check_reply(struct store *s, const struct slot *o, struct buf *out, size_t *bad)
{
	struct links l = links_of(&o->m);
	unsigned char parent[HASH_LEN];
	if (!merge_live(&o->m) || !merge_has_own(&o->m) || !reply_parent(s, &l, parent))
		return 0;
	if (!pair_there(s, 'B', parent, o->hash)) {
		struct key k = key_pair('B', parent, o->hash);
		say(out, bad, "post is not under the one that it answers: ", key_str(&k));
	}
	return 1;
}

/* A post that can be a copy stands in its group. */
static void check_group(struct store *s, const struct slot *o, struct buf *out, size_t *bad)
{
	struct str v;
	if (!group_has(&o->m))
		return;
	struct key k = key_group(o->m.version.group, merge_published(&o->m), o->hash);
	if (!kv_get(s->kv, key_str(&k), &v))
		say(out, bad, "post is not in its group of copies: ", key_str(&k));
}

/* Neighbours know each other, and both are there. */
static void check_neighbours(struct store *s, struct buf *out, size_t *bad)
{
	struct key from = key_table('N'), to = key_table('N' + 1);
	unsigned char a[HASH_LEN], b[HASH_LEN];
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		if (!key_read_pair(w.key, a, b)) {
			say(out, bad, "damaged row: ", w.key);
			continue;
		}
		if (!group_there(s, a) || !group_there(s, b) || !pair_there(s, 'N', b, a))
			say(out, bad, "a neighbour of copies that is not there: ", w.key);
	}
}

static void recount_posts(struct store *s, struct recount *r, struct buf *out, size_t *bad)
{
	struct key from = key_table('F'), to = key_table('F' + 1);
	struct kv_walk w;
	size_t indexed = 0, replies = 0;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		struct slot *o = &s->old;
		if (!key_read_hour(w.key, &o->hour, o->hash) || !slot_decode(s, o, w.value)) {
			say(out, bad, "damaged row: ", w.key);
			continue;
		}
		struct links l = links_of(&o->m), found;
		int64_t hour;
		if (!slot_find(s, o->hash, &hour, &found) || hour != o->hour ||
			key_hour_of(merge_published(&o->m)) != o->hour)
			say(out, bad, "post under a wrong hour: ", w.key);
		else if (memcmp(&l, &found, sizeof l) != 0)
			say(out, bad, "post in a wrong thread: ", w.key);
		bool copy = group_is_copy(s, o->hash, &o->m);
		indexed += recount_firms(s, r, o, copy, out, bad);
		replies += check_reply(s, o, out, bad);
		check_group(s, o, out, bad);
	}
	check_neighbours(s, out, bad);
	if (table_size(s, 'I') != indexed)
		say(out, bad, "the index of firms holds posts that are not there", (struct str){ "", 0 });
	if (table_size(s, 'B') != replies)
		say(out, bad, "own posts that are not there stand under others", (struct str){ "", 0 });
	from = key_table('X');
	to = key_table('X' + 1);
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	while (kv_step(&w)) {
		unsigned char h[HASH_LEN];
		struct cell c = { .firm = w.value, .platform = { "", 0 }, .role = ROLE_COUNT,
			.process = PROCESS_OTHER, .label = LABEL_NONE };
		if (key_read_hour(w.key, &c.hour, h))
			recount_cell(r, &c);
	}
}

static void say_count(struct buf *out, size_t *bad, const struct cell *c, int64_t stored, int64_t real)
{
	char at[21] = "?";
	if (stored == real)
		return;
	clock_rfc3339(c->hour * 3600, at);
	buf_printf(out, "%s %.*s %.*s %s %s %s %s%s%s: counted %lld, should be %lld\n", at, STR_ARG(c->firm),
		STR_ARG(c->platform), category_name((int)c->category), c->role == ROLE_COUNT ? "miss" :
		role_name((int)c->role), process_name((int)c->process), label_name((int)c->label),
		c->copy ? " copy" : c->spam ? " spam" : "", c->linked ? " linked" : "", (long long)stored,
		(long long)real);
	(*bad)++;
}

/* Counters outlive the facts: those of purged hours cannot be recounted. */
static bool step_cell(struct store *s, struct cell_walk *w)
{
	while (cell_step(w))
		if (w->cell.hour >= s->floor)
			return true;
	return false;
}

/* Two sorted lists side by side: the counters as stored, and the recount. */
static void compare(struct store *s, const struct recount *r, struct buf *out, size_t *bad)
{
	struct cell_walk w;
	struct cell c;
	size_t i = 0;
	cell_walk(&w, s, key_table('C'), key_table('C' + 1));
	bool more = step_cell(s, &w);
	while (more || i < r->n) {
		struct key k = more ? key_cell(&w.cell) : (struct key){ .len = 0 };
		int order = !more ? 1 : i >= r->n ? -1 : cmp_key(&k, &r->k[i]);
		int64_t stored = order <= 0 ? w.n : 0, real = 0;
		if (order > 0)
			key_read_cell(key_str(&r->k[i]), &c);
		if (order >= 0)
			for (size_t first = i; i < r->n && cmp_key(&r->k[i], &r->k[first]) == 0; i++)
				real++;
		say_count(out, bad, order <= 0 ? &w.cell : &c, stored, real);
		if (order <= 0)
			more = step_cell(s, &w);
	}
	kv_stop(&w.rows);
	if (w.bad) {
		buf_printf(out, "damaged rows of counters: %zu\n", w.bad);
		(*bad)++;
	}
}

enum status store_check(struct store *s, struct buf *out, struct err *e)
{
	struct recount r = { NULL, 0, 0 };
	size_t bad = 0;
	recount_posts(s, &r, out, &bad);
	if (r.n)
		qsort(r.k, r.n, sizeof *r.k, cmp_key);
	compare(s, &r, out, &bad);
	mem_free(r.k);
	size_t outline = outline_check(s);
	if (outline) {
		buf_printf(out, "rows of the outline that are not what the counters make: %zu\n", outline);
		bad += outline;
	}
	enum status st = kv_status(s->kv, e);
	if (st == STATUS_OK && bad)
		st = err_set(e, STATUS_DATA, "store %s: %zu differences", s->dir, bad);
	return st;
}

/* One thread as the export tells it. */
struct member { unsigned char root[HASH_LEN]; int64_t at; bool own; };
struct exporting {
	struct store *s;
	struct buf line;
	struct member *members;
	size_t n, cap;
	enum status (*each)(void *self, struct str line, struct err *e);
	void *self;
	struct err *e;
};

void put_hex(struct json *j, const char *name, const unsigned char *h, size_t n)
{
	char hex[2 * HASH_LEN + 1];
	json_key(j, name);
	hash_hex(h, n, hex);
	if (hash_zero(h, n))
		json_nil(j);
	else
		json_str(j, str_of(hex));
}

static void put_time(struct json *j, const char *name, int64_t t)
{
	json_key(j, name);
	json_time(j, t);
}

static void put_name(struct json *j, const char *name, struct str value)
{
	json_key(j, name);
	json_str(j, value);
}

static enum status emit(struct exporting *x)
{
	buf_putc(&x->line, '\n');
	enum status st = x->each(x->self, buf_view(&x->line), x->e);
	buf_clear(&x->line);
	return st;
}

static void put_firms(struct json *j, const struct merged *m, bool copy)
{
	struct role_row r;
	size_t at = 0;
	json_key(j, "firms");
	json_open(j, '[');
	while (merge_firm(m, &at, &r)) {
		json_open(j, '{');
		put_name(j, "id", r.firm);
		put_name(j, "role", str_of(role_name((int)r.role)));
		put_name(j, "label", str_of(label_name((int)r.label)));
		json_key(j, "polarity");
		json_milli(j, r.polarity);
		json_key(j, "copy");
		json_bool(j, copy && role_is_mention(r.role));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_post(struct exporting *x, struct json *j, const struct slot *o)
{
	const struct version *v = &o->m.version;
	unsigned char root[HASH_LEN], parent[HASH_LEN];
	struct links l = links_of(&o->m);
	thread_root(x->s, o->hash, &l, root);
	thread_resolve(x->s, v->parent, parent);
	put_time(j, "published", merge_published(&o->m));
	put_time(j, "updated", v->updated);
	put_hex(j, "content", v->content, HASH_LEN);
	put_name(j, "source", o->m.names[0].source);
	put_name(j, "platform", o->m.names[0].platform);
	put_name(j, "category", str_of(category_name((int)o->m.names[0].category)));
	put_name(j, "lang", v->lang);
	put_name(j, "process", str_of(process_name((int)v->process)));
	put_name(j, "intent", str_of(intent_name((int)v->intent)));
	json_key(j, "needs_reply");
	json_bool(j, v->needs_reply);
	json_key(j, "rating");
	if (v->rating == POST_UNKNOWN)
		json_nil(j);
	else
		json_milli(j, v->rating);
	json_key(j, "sensitive");
	json_bool(j, v->sensitive);
	json_key(j, "spam");
	json_bool(j, v->spam);
	put_hex(j, "author", v->author, sizeof v->author);
	put_hex(j, "parent", parent, HASH_LEN);
	put_hex(j, "thread", root, HASH_LEN);
	put_firms(j, &o->m, group_is_copy(x->s, o->hash, &o->m));
	MEM_ROOM(x->members, x->n, x->cap);
	struct member *mem = &x->members[x->n++];
	memcpy(mem->root, root, HASH_LEN);
	mem->at = merge_published(&o->m);
	mem->own = merge_has_own(&o->m);
}

static enum status export_posts(struct exporting *x)
{
	struct key from = key_table('W'), to = key_table('W' + 1);
	struct kv_walk w;
	enum status st = STATUS_OK;
	kv_walk(&w, x->s->kv, key_str(&from), key_str(&to));
	while (st == STATUS_OK && kv_step(&w)) {
		unsigned char hash[HASH_LEN];
		struct json j = json_to(&x->line);
		if (!key_read_hash(w.key, hash) || !slot_load(x->s, &x->s->old, hash)) {
			st = err_set(x->e, STATUS_DATA,
				"a damaged row in store %s: luister-db check says more", x->s->dir);
			break;
		}
		bool live = merge_live(&x->s->old.m);
		json_open(&j, '{');
		put_name(&j, "type", live ? STR("fact") : STR("deleted"));
		put_hex(&j, "post", hash, HASH_LEN);
		if (live)
			put_post(x, &j, &x->s->old);
		if (x->s->old.m.deleted != CLOCK_NONE)
			put_time(&j, "deleted", x->s->old.m.deleted);
		json_close(&j, '}');
		st = emit(x);
	}
	kv_stop(&w);
	return st;
}

static int cmp_member(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int c = memcmp(x->root, y->root, HASH_LEN);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* Threads of two posts or more, by the root's hash. */
static enum status export_threads(struct exporting *x)
{
	enum status st = STATUS_OK;
	if (x->n)
		qsort(x->members, x->n, sizeof *x->members, cmp_member);
	for (size_t i = 0, k; i < x->n && st == STATUS_OK; i = k) {
		long long own = 0;
		for (k = i; k < x->n && memcmp(x->members[k].root, x->members[i].root, HASH_LEN) == 0; k++)
			own += x->members[k].own;
		if (k - i < 2)
			continue;
		struct json j = json_to(&x->line);
		json_open(&j, '{');
		put_name(&j, "type", STR("thread"));
		put_hex(&j, "root", x->members[i].root, HASH_LEN);
		json_key(&j, "posts");
		json_int(&j, (long long)(k - i));
		json_key(&j, "own");
		json_int(&j, own);
		put_time(&j, "first", x->members[i].at);
		put_time(&j, "last", x->members[k - 1].at);
		json_close(&j, '}');
		st = emit(x);
	}
	return st;
}

static enum status export_counts(struct exporting *x)
{
	struct cell_walk w;
	enum status st = STATUS_OK;
	cell_walk(&w, x->s, key_table('C'), key_table('C' + 1));
	while (st == STATUS_OK && cell_step(&w)) {
		const struct cell c = w.cell;
		struct json j = json_to(&x->line);
		json_open(&j, '{');
		put_name(&j, "type", STR("count"));
		put_time(&j, "hour", c.hour * 3600);
		put_name(&j, "firm", c.firm);
		put_name(&j, "role", c.role == ROLE_COUNT ? STR("miss") : str_of(role_name((int)c.role)));
		if (c.role != ROLE_COUNT) {
			put_name(&j, "platform", c.platform);
			put_name(&j, "category", str_of(category_name((int)c.category)));
			put_name(&j, "process", str_of(process_name((int)c.process)));
			put_name(&j, "label", str_of(label_name((int)c.label)));
			json_key(&j, "copy");
			json_bool(&j, c.copy);
			json_key(&j, "spam");
			json_bool(&j, c.spam);
			json_key(&j, "linked");
			json_bool(&j, c.linked);
		}
		json_key(&j, "n");
		json_int(&j, w.n);
		json_close(&j, '}');
		st = emit(x);
	}
	kv_stop(&w.rows);
	return st;
}

enum status store_export(struct store *s, enum status (*line)(void *self, struct str line, struct err *e),
	void *self,
	struct err *e)
{
	struct exporting x = { .s = s, .each = line, .self = self, .e = e };
	buf_init(&x.line, CAP_ROW);
	enum status st = export_posts(&x);
	if (st == STATUS_OK)
		st = export_threads(&x);
	if (st == STATUS_OK)
		st = export_counts(&x);
	buf_free(&x.line);
	mem_free(x.members);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}
