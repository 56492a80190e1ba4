/* put.c: one record into the store. What is there and what comes are joined (merge.c); the difference moves
 * the counters, the indexes and the text. */
#include <string.h>
#include "inside.h"
#include "sensitive.h"

#define SKEW 300                                     /* clocks of servers differ by so much */

bool slot_decode(struct store *s, struct slot *slot, struct str row)
{
	(void)s;
	buf_clear(&slot->row);
	buf_str(&slot->row, row);
	slot->there = merge_decode(&slot->m, buf_view(&slot->row));
	if (!slot->there)
		merge_clear(&slot->m);
	return slot->there;
}

bool slot_at(struct store *s, struct slot *slot, int64_t hour, const unsigned char hash[HASH_LEN])
{
	struct key k = key_hour('F', hour, hash);
	struct str v;
	memmove(slot->hash, hash, HASH_LEN);
	slot->hour = hour;
	slot->there = false;
	merge_clear(&slot->m);
	return kv_get(s->kv, key_str(&k), &v) && slot_decode(s, slot, v);
}

bool slot_find(struct store *s, const unsigned char hash[HASH_LEN], int64_t *hour, struct links *l)
{
	struct key k = key_hash('W', hash);
	struct str v;
	*hour = 0;
	if (!kv_get(s->kv, key_str(&k), &v))
		return false;
	struct bytes b = { v, false };
	*hour = bytes_get_u32(&b);
	*l = links_decode(&b);
	return !b.bad;
}

bool slot_load(struct store *s, struct slot *slot, const unsigned char hash[HASH_LEN])
{
	struct links l;
	int64_t hour;
	if (slot_find(s, hash, &hour, &l))
		return slot_at(s, slot, hour, hash);
	memmove(slot->hash, hash, HASH_LEN);
	slot->hour = 0;
	slot->there = false;
	merge_clear(&slot->m);
	return false;
}

void slot_place(struct store *s, const unsigned char hash[HASH_LEN], int64_t hour, const struct merged *m)
{
	struct key k = key_hash('W', hash);
	struct links l = links_of(m);
	buf_clear(&s->scratch);
	bytes_u32(&s->scratch, hour);
	links_encode(&l, &s->scratch);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
}

static bool handle_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		strchr("_.-@", c);
}

/* A text as it is kept: without the @handles of erased authors. */
static void put_text(struct store *s, struct buf *out, struct str t)
{
	for (size_t i = 0; i < t.len;) {
		size_t n = 1;
		while (t.p[i] == '@' && i + n < t.len && handle_char(t.p[i + n]))
			n++;
		while (n > 1 && strchr(".-@", t.p[i + n - 1]))
			n--;
		if (n > 1 && store_stopped(s, (struct str){ t.p + i, n }))
			buf_puts(out, "[gewist]");
		else
			buf_add(out, t.p + i, n);
		i += n;
	}
}

void text_row_put(struct buf *out, const struct text_row *t)
{
	bytes_str(out, t->id);
	bytes_str(out, t->url);
	bytes_str(out, t->local_id);
	bytes_str(out, t->text);
	bytes_str(out, t->lang);
	bytes_str(out, t->firms);
}

bool text_row_get(struct str row, struct text_row *out)
{
	struct bytes b = { row, false };
	out->id = bytes_get_str(&b);
	out->url = bytes_get_str(&b);
	out->local_id = bytes_get_str(&b);
	out->text = bytes_get_str(&b);
	out->lang = bytes_get_str(&b);
	out->firms = bytes_get_str(&b);
	return !b.bad;
}

bool text_row_of(struct store *s, const unsigned char hash[HASH_LEN], int64_t seen, struct text_row *out)
{
	struct key k = key_hour('T', key_hour_of(seen), hash);
	struct str row;
	return kv_get(s->kv, key_str(&k), &row) && text_row_get(row, out);
}

void text_row_change(struct text_row *t, struct str text)
{
	if (!str_eq(t->text, text))
		t->firms = (struct str){ "", 0 };
	t->text = text;
}

static void put_places(struct buf *out, const struct post *p)
{
	for (size_t i = 0; i < p->nfirms; i++) {
		const struct mention *m = &p->firms[i];
		size_t n = m->nat < UINT16_MAX ? m->nat : UINT16_MAX;
		if (!n)
			continue;
		bytes_str(out, m->firm);
		bytes_u16(out, n);
		for (size_t k = 0; k < n; k++) {
			bytes_u32(out, (int64_t)m->at[k].offset);
			bytes_u32(out, (int64_t)m->at[k].len);
		}
	}
}

/* Of a sensitive post all but its words, unless its address holds what they held. */
static void write_text(struct store *s, const unsigned char hash[HASH_LEN], int64_t seen,
	const struct post *p, bool sensitive)
{
	struct key k = key_hour('T', key_hour_of(seen), hash);
	struct text_row t = { p->id, p->url, p->local_id, p->text, p->lang, { "", 0 } };
	struct buf firms;
	if (sensitive && (sensitive_text(p->id) || sensitive_text(p->url)))
		return;
	buf_init(&firms, CAP_ROW);
	put_places(&firms, p);
	t.firms = buf_view(&firms);
	if (sensitive) {
		text_row_change(&t, (struct str){ "", 0 });
	} else if (s->any_stopped) {
		buf_clear(&s->row);
		put_text(s, &s->row, p->text);
		text_row_change(&t, buf_view(&s->row));
	}
	buf_clear(&s->scratch);
	text_row_put(&s->scratch, &t);
	kv_put(s->kv, key_str(&k), buf_view(&s->scratch));
	buf_free(&firms);
}

/* The text belongs to the winning version, and its days run from first seen: an old item that a feed still
 * lists does not bring its text back. */
static void settle_text(struct store *s, const struct merged *now, const struct post *text)
{
	const struct slot *old = &s->old;
	struct key to = key_hour('T', key_hour_of(now->seen), old->hash), from;
	struct str v;
	bool wanted = merge_wants_link(now) && text_lives(s, now, s->now);
	bool new_text = text && memcmp(s->in.m.version.content, now->version.content, HASH_LEN) == 0
		&& s->in.m.version.present;
	bool changed = old->there && memcmp(old->m.version.content, now->version.content, HASH_LEN) != 0;
	if (old->there && old->m.seen != now->seen) {    /* a clock that went back: the row moves along */
		from = key_hour('T', key_hour_of(old->m.seen), old->hash);
		if (memcmp(from.b, to.b, to.len) != 0 && kv_get(s->kv, key_str(&from), &v)) {
			buf_clear(&s->scratch);
			buf_str(&s->scratch, v);
			kv_del(s->kv, key_str(&from));
			kv_put(s->kv, key_str(&to), buf_view(&s->scratch));
		}
	}
	bool there = kv_get(s->kv, key_str(&to), &v);
	if (there && (!wanted || changed)) {
		if (!wanted)
			group_forget(s, old->hash, now);
		kv_del(s->kv, key_str(&to));
		meta_put(s, "wipe", 1); /* its bytes stay in free pages until the next compaction */
		there = false;
	}
	if (wanted && new_text && !there)
		write_text(s, old->hash, now->seen, text, now->version.sensitive);
}

static void write_fact(struct store *s, const struct merged *now, int64_t hour)
{
	struct key k;
	if (s->old.there && s->old.hour != hour) {
		k = key_hour('F', s->old.hour, s->old.hash);
		kv_del(s->kv, key_str(&k));
	}
	slot_place(s, s->old.hash, hour, now);
	k = key_hour('F', hour, s->old.hash);
	buf_clear(&s->row);
	merge_encode(now, &s->row);
	kv_put(s->kv, key_str(&k), buf_view(&s->row));
}

static bool same_group(const struct merged *a, const struct merged *b)
{
	return group_has(a) && group_has(b) && merge_published(a) == merge_published(b)
		&& memcmp(a->version.group, b->version.group, HASH_LEN) == 0;
}

/* What the winning version says: the words that came, or those that are kept, copied. */
static void winning_words(struct store *s, const struct merged *now, const struct post *text, struct buf *out)
{
	const struct version *in = &s->in.m.version;
	struct text_row row;

	if (text && in->present && memcmp(in->content, now->version.content, HASH_LEN) == 0)
		buf_str(out, text->text);
	else if (s->old.there && text_row_of(s, s->old.hash, s->old.m.seen, &row))
		buf_str(out, row.text);
}

/* s->in holds what comes and the hash. The joined post is built in a third place, because both sides are
 * needed: old for what to take away, new for what to add. */
enum store_put put_join(struct store *s, const struct post *text)
{
	struct merged now;
	merge_init(&now);
	slot_load(s, &s->old, s->in.hash);
	merge_join(&now, &s->old.m);
	merge_join(&now, &s->in.m);
	buf_clear(&s->row);
	merge_encode(&now, &s->row);
	bool same = s->old.there && str_eq(buf_view(&s->row), buf_view(&s->old.row));
	bool was = s->old.there && merge_live(&s->old.m);
	if (!same) {
		int64_t hour = key_hour_of(merge_published(&now));
		bool stay = same_group(&s->old.m, &now);
		struct buf words;
		buf_init(&words, CAP_LINE);
		if (!stay)
			winning_words(s, &now, text, &words);
		count_post(s, s->old.hash, &s->old.m, -1);
		if (!stay)
			group_leave(s, s->old.hash, &s->old.m);
		write_fact(s, &now, hour);
		if (!stay)
			group_enter(s, s->old.hash, &now, buf_view(&words));
		buf_free(&words);
		count_post(s, s->old.hash, &now, 1);
	}
	settle_text(s, &now, text);
	enum store_put put = same ? STORE_SAME : !was && merge_live(&now) ? STORE_NEW : STORE_CHANGED;
	merge_free(&now);
	return put;
}

static int64_t published_of(const struct post *p)
{
	return p->undated ? MERGE_UNDATED : p->published;
}

/* What makes two versions the same: all that the post says, but not who told us (source, firms' roles), not
 * what changes by itself (likes) and not what was made of it (another lexicon). */
static void content_hash(struct store *s, const struct post *p, unsigned char out[HASH_LEN])
{
	struct buf *b = &s->scratch;
	const struct str texts[] = { p->text, p->title, p->url, p->lang, p->author, p->reply_to, p->thread };
	buf_clear(b);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		bytes_str(b, texts[i]);
	bytes_i64(b, published_of(p));
	bytes_i64(b, p->rating);
	hash_of(&s->key, HASH_CONTENT, buf_view(b), out);
}

/* A time that has not come yet says nothing: such an edit ranks below every other. One without any time ranks
 * by the day it was fetched, counted in days, so that each one that tells a time ranks above it, and a feed
 * that is asked every hour does not write its items each time. */
static int64_t rank_time(const struct store *s, const struct post *p)
{
	if (p->undated)
		return p->published / 86400;
	if (p->updated != CLOCK_NONE && p->updated <= s->now + SKEW)
		return p->updated;
	return p->published <= s->now + SKEW ? p->published : 0;
}

/* "platform:host:local" as in reply_to; a bare local id gets its platform and the host of the post's id or
 * URL. Zeros: it has none. */
static void alias_of(struct store *s, const struct post *p, unsigned char out[HASH_LEN])
{
	memset(out, 0, HASH_LEN);
	if (!p->local_id.len)
		return;
	buf_clear(&s->scratch);
	buf_str(&s->scratch, p->platform);
	buf_putc(&s->scratch, ':');
	if (str_prefix(p->local_id, buf_view(&s->scratch))) {
		buf_clear(&s->scratch);
	} else {
		struct str url = p->url.len ? p->url : p->id;
		const char *host = url.len ? memmem(url.p, url.len, "://", 3) : NULL;
		if (!host)
			return;
		struct str rest = { host + 3, url.len - (size_t)(host + 3 - url.p) }, name;
		str_cut(&rest, '/', &name);
		buf_str(&s->scratch, name);
		buf_putc(&s->scratch, ':');
	}
	buf_str(&s->scratch, p->local_id);
	hash_of(&s->key, HASH_ID, buf_view(&s->scratch), out);
}

static void write_alias(struct store *s, const unsigned char alias[HASH_LEN])
{
	struct str v;
	struct key k = key_hash('A', alias);
	unsigned char was[HASH_LEN];
	/* Two posts that claim one local id: the lowest hash has it, whoever came first. */
	if (hash_zero(alias, HASH_LEN) || memcmp(alias, s->in.hash, HASH_LEN) == 0 ||
		(kv_get(s->kv, key_str(&k), &v) && v.len == HASH_LEN &&
			memcmp(v.p, s->in.hash, HASH_LEN) <= 0))
		return;
	thread_resolve(s, alias, was);
	kv_put(s->kv, key_str(&k), (struct str){ (char *)s->in.hash, HASH_LEN });
	reply_rename(s, alias, was);
}

/* Another post by its name; some platforms name the first post of a thread as its own thread. */
static void ref(struct store *s, struct str id, const unsigned char alias[HASH_LEN],
	unsigned char out[HASH_LEN])
{
	memset(out, 0, HASH_LEN);
	if (id.len)
		hash_of(&s->key, HASH_ID, id, out);
	if (memcmp(out, s->in.hash, HASH_LEN) == 0 || memcmp(out, alias, HASH_LEN) == 0)
		memset(out, 0, HASH_LEN);
}

static void version_of(struct store *s, const struct post *p, const unsigned char alias[HASH_LEN],
	struct version *v)
{
	unsigned char who[HASH_LEN] = { 0 };
	*v = (struct version){ .present = true, .updated = rank_time(s, p), .published = published_of(p),
		.rating = p->rating, .scored = p->scored, .lang = p->scored && p->score_lang.len ?
		p->score_lang : p->lang, .process = p->scored ? p->process : PROCESS_OTHER,
		.intent = p->scored ? p->intent : INTENT_NONE, .needs_reply = p->scored && p->needs_reply,
		.spam = p->scored && p->spam };
	if (p->author.len)
		hash_author(&s->key, p->author, who);
	memcpy(v->author, who, sizeof v->author);
	ref(s, p->thread, alias, v->thread);
	ref(s, p->reply_to, alias, v->parent);
	ref(s, p->context_id, alias, v->context);
	v->sensitive = sensitive_text(p->text);
	if (!v->sensitive)
		group_of(p->text, &s->key, v->group);
	content_hash(s, p, v->content);
}

bool store_takes(const struct post *p, struct err *e)
{
	const struct str names[] = { p->source, p->platform };
	const char *why = !p->matched ? "post without firms" : NULL;
	for (size_t i = 0; i < 2; i++)
		if (names[i].len == 0 || names[i].len > KEY_NAME_MAX)
			why = "source or platform name empty or too long";
	for (size_t i = 0; i < p->nfirms; i++)
		if (p->firms[i].firm.len == 0 || p->firms[i].firm.len > KEY_NAME_MAX)
			why = "firm id empty or too long";
	if (!why && p->nfirms == 0)
		why = "post without firms";
	if (!why && p->nfirms > UINT16_MAX)
		why = "too many firms";
	if (why)
		err_set(e, STATUS_DATA, "%s", why);
	return !why;
}

static bool too_old(const struct store *s, int64_t t)
{
	return t < s->now - (int64_t)s->fact_days * 86400 || key_hour_of(t) < s->floor;
}

enum store_put store_post(struct store *s, const struct post *p)
{
	struct merged *m = &s->in.m;
	unsigned char alias[HASH_LEN];
	if (p->author.len && store_stopped(s, p->author))
		return STORE_ERASED;
	if (too_old(s, p->published))
		return STORE_OLD;
	merge_clear(m);
	hash_of(&s->key, HASH_ID, p->id, s->in.hash);
	alias_of(s, p, alias);
	write_alias(s, alias);
	version_of(s, p, alias, &m->version);
	/* when it was fetched is when it was seen: a stream may be stored days later */
	m->seen = p->undated && p->published < s->now ? p->published : s->now;
	merge_name(m, (struct naming){ p->source, p->platform, p->category, m->version.updated });
	for (size_t i = 0; i < p->nfirms; i++)
		merge_role(m, (struct role_row){ p->firms[i].firm, p->firms[i].role,
			p->scored ? p->firms[i].label : LABEL_NONE, p->scored ? p->firms[i].polarity : 0,
			m->version.updated });
	return put_join(s, p);
}

enum store_put store_delete(struct store *s, const struct deletion *d)
{
	int64_t at = d->at == CLOCK_NONE ? s->now : d->at;
	if (too_old(s, at))
		return STORE_OLD;
	merge_clear(&s->in.m);
	hash_of(&s->key, HASH_ID, d->id, s->in.hash);
	s->in.m.deleted = at;
	s->in.m.seen = s->now;
	return put_join(s, NULL);
}
