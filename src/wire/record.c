#include <luister/caps.h>
#include <luister/clock.h>
#include <luister/json.h>
#include <luister/mem.h>
#include <luister/record.h>
#include <limits.h>
#include <string.h>
#include "value.h"

/* The top-level fields that are read here, by the alphabet. */
#define FIELDS(F) \
	F(at) F(author) F(author_name) F(category) F(context) F(edited) F(firm) F(firms) F(id) \
	F(intent) F(lang) F(likes) F(local_id) F(needs_reply) F(platform) F(poll) F(process) \
	F(published) F(rating) F(reason) F(replies) F(reply_to) F(reposts) F(sentiment) F(source) \
	F(spam) F(stage) F(stages) F(text) F(thread) F(title) F(type) F(undated) F(updated) F(url)
#define FIELD_ENUM(name) FIELD_##name,
#define FIELD_NAME(name) { #name, sizeof #name - 1 },

enum field { FIELDS(FIELD_ENUM) FIELD_COUNT };
static const struct str field_names[FIELD_COUNT] = { FIELDS(FIELD_NAME) };

/* A member that a stage adds; it takes the place of one that is there. */
struct splice { struct str key, value; };

struct record {
	struct buf line;             /* the bytes as they came, and a NUL */
	struct values values;        /* what stands in them */
	const struct value *fields[FIELD_COUNT];
	uint8_t first[UCHAR_MAX + 1]; /* the first field of each letter; FIELD_COUNT: none */
	enum record_type type;
	struct splice *splices;
	size_t nsplices, csplices;
	struct buf spliced;          /* the line with them */
	struct arena *arena;
};

struct record *record_new(void)
{
	struct record *r = mem_alloc(sizeof *r);
	buf_init(&r->line, CAP_LINE);
	/* a stage adds at most as much again as a line holds */
	buf_init(&r->spliced, 2 * CAP_LINE);
	r->values.arena = r->arena = arena_new();
	memset(r->first, FIELD_COUNT, sizeof r->first);
	for (int f = FIELD_COUNT; f-- > 0;)
		r->first[(unsigned char)*field_names[f].p] = (uint8_t)f;
	return r;
}

void record_free(struct record *r)
{
	if (!r)
		return;
	values_free(&r->values);
	mem_free(r->splices);
	buf_free(&r->line);
	buf_free(&r->spliced);
	arena_free(r->arena);
	mem_free(r);
}

/* ---- reading ---- */

static enum record_type type_of(struct str name)
{
	static const char *const names[] = { "post", "delete", "state", "end", "miss", "reject" };
	for (int i = 0; i < RECORD_OTHER; i++)
		if (str_is(name, names[i]))
			return (enum record_type)i;
	return RECORD_OTHER;
}

static const struct value *get(const struct record *r, const struct value *object, const char *key)
{
	return value_get(&r->values, object, str_of(key));
}

static const struct value *field(const struct record *r, enum field f)
{
	return r->fields[f];
}

static struct str text_of(const struct record *r, const struct value *v)
{
	return value_str(&r->values, v);
}

static struct str member(const struct record *r, enum field f)
{
	return text_of(r, field(r, f));
}

/* Each member is looked at once, however many fields are read. */
static void find_fields(struct record *r)
{
	const struct values *v = &r->values;
	const struct value *root = v->at;
	for (const struct value *k = value_first(v, root); k; k = value_next(v, root, k + 1)) {
		struct str key = value_str(v, k);
		int f = key.len ? r->first[(unsigned char)*key.p] : FIELD_COUNT;
		while (f < FIELD_COUNT && *field_names[f].p == *key.p && !str_eq(field_names[f], key))
			f++;
		if (f < FIELD_COUNT && *field_names[f].p == *key.p)
			r->fields[f] = k + 1; /* of like keys the last one counts */
	}
}

enum status record_parse(struct record *r, struct str line, struct err *e)
{
	size_t bad;
	arena_reset(r->arena);
	r->nsplices = 0;
	r->type = RECORD_OTHER;
	memset(r->fields, 0, sizeof r->fields);
	buf_clear(&r->line);
	buf_str(&r->line, line);
	if (r->line.failed)
		return err_set(e, STATUS_DATA, "longer than %zu bytes", CAP_LINE);
	if (!values_read(&r->values, buf_cstr(&r->line), r->line.len, &bad))
		return err_set(e, STATUS_DATA, "not JSON in UTF-8 without NUL (byte %zu)", bad);
	if (!value_is(r->values.at, VALUE_OBJECT))
		return err_set(e, STATUS_DATA, "not a JSON object");
	find_fields(r);
	struct str type = member(r, FIELD_type);
	if (!type.p)
		return err_set(e, STATUS_DATA, "no \"type\"");
	r->type = type_of(type);
	return STATUS_OK;
}

enum record_type record_type(const struct record *r)
{
	return r->type;
}

static int64_t whole(double x)
{
	return x > -9.3e18 && x < 9.2e18 ? (int64_t)x : POST_UNKNOWN;
}

static int64_t number(const struct record *r, const struct value *v)
{
	return value_is(v, VALUE_NUMBER) ? whole(value_number(&r->values, v)) : POST_UNKNOWN;
}

/* A decimal as thousandths, rounded to the nearest: -0.62 is -620. */
static int64_t milli(const struct record *r, const struct value *v)
{
	if (!value_is(v, VALUE_NUMBER))
		return POST_UNKNOWN;
	double x = value_number(&r->values, v) * 1000;
	if (!(x > -9e15 && x < 9e15))
		return POST_UNKNOWN;
	return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

static int64_t time_of(const struct record *r, const struct value *v)
{
	return value_is(v, VALUE_STRING) ? clock_parse(text_of(r, v)) : CLOCK_NONE;
}

static int polarity_of(const struct record *r, const struct value *v)
{
	int64_t m = milli(r, v);
	if (m == POST_UNKNOWN)
		return 0;
	return m > 1000 ? 1000 : m < -1000 ? -1000 : (int)m;
}

static enum label label_or_none(const struct record *r, const struct value *v)
{
	int l = label_of(text_of(r, v));
	return l < 0 ? LABEL_NONE : (enum label)l;
}

static const struct value *first_of(const struct record *r, const struct value *array)
{
	return value_is(array, VALUE_ARRAY) ? value_first(&r->values, array) : NULL;
}

static const struct value *next_of(const struct record *r, const struct value *array, const struct value *v)
{
	return value_next(&r->values, array, v);
}

static size_t count_of(const struct record *r, const struct value *array)
{
	size_t n = 0;
	for (const struct value *v = first_of(r, array); v; v = next_of(r, array, v))
		n++;
	return n;
}

static void read_at(struct record *r, const struct value *spans, struct mention *m, size_t text)
{
	m->at = arena_alloc(r->arena, sizeof *m->at * (count_of(r, spans) + 1));
	for (const struct value *s = first_of(r, spans); s; s = next_of(r, spans, s)) {
		const struct value *from = first_of(r, s), *to = from ? next_of(r, s, from) : NULL;
		int64_t offset = number(r, from), len = number(r, to);
		if (offset >= 0 && len > 0 && (size_t)offset <= text && (size_t)len <= text - (size_t)offset)
			m->at[m->nat++] = (struct at){ (size_t)offset, (size_t)len };
	}
}

static struct mention *firms_room(struct record *r, const struct value *firms)
{
	return arena_alloc(r->arena, sizeof(struct mention) * (count_of(r, firms) + 1));
}

static void read_firms(struct record *r, const struct value *firms, struct post *out)
{
	const struct value *scored = get(r, field(r, FIELD_sentiment), "firms");
	out->firms = firms_room(r, firms);
	for (const struct value *f = first_of(r, firms); f; f = next_of(r, firms, f)) {
		struct str id = text_of(r, get(r, f, "id"));
		int role = role_of(text_of(r, get(r, f, "role")));
		if (!id.len || role < 0)
			continue;
		struct mention *m = &out->firms[out->nfirms++];
		*m = (struct mention){ .firm = id, .role = (enum role)role, .label = LABEL_NONE };
		read_at(r, get(r, f, "at"), m, out->text.len);
		const struct value *s = value_get(&r->values, scored, id);
		if (s) {
			m->label = label_or_none(r, get(r, s, "label"));
			m->polarity = polarity_of(r, get(r, s, "polarity"));
		}
	}
}

static void read_context(struct record *r, struct post *out)
{
	const struct value *context = field(r, FIELD_context), *firms = get(r, context, "firms");
	out->context_id = text_of(r, get(r, context, "id"));
	if (out->matched || !context)
		return;
	out->firms = firms_room(r, firms);
	for (const struct value *f = first_of(r, firms); f; f = next_of(r, firms, f))
		if (value_is(f, VALUE_STRING))
			out->firms[out->nfirms++] = (struct mention){ .firm = text_of(r, f),
				.role = ROLE_CONTEXT, .label = LABEL_NONE };
}

static void read_score(struct record *r, struct post *out)
{
	const struct value *s = field(r, FIELD_sentiment);
	out->scored = value_is(s, VALUE_OBJECT);
	out->label = label_or_none(r, get(r, s, "label"));
	out->polarity = polarity_of(r, get(r, s, "polarity"));
	out->hits = number(r, get(r, s, "hits"));
	out->words = number(r, get(r, s, "words"));
	out->score_lang = text_of(r, get(r, s, "lang"));
	int process = process_of(member(r, FIELD_process)), intent = intent_of(member(r, FIELD_intent));
	out->process = process < 0 ? PROCESS_OTHER : (enum process)process;
	out->intent = intent < 0 ? INTENT_NONE : (enum intent)intent;
	out->needs_reply = value_is(field(r, FIELD_needs_reply), VALUE_TRUE);
	out->spam = value_is(field(r, FIELD_spam), VALUE_TRUE);
}

enum status record_post(struct record *r, struct post *out, struct err *e)
{
	*out = (struct post){
		.id = member(r, FIELD_id), .source = member(r, FIELD_source),
		.platform = member(r, FIELD_platform),
		.url = member(r, FIELD_url), .lang = member(r, FIELD_lang), .author = member(r, FIELD_author),
		.author_name = member(r, FIELD_author_name), .text = member(r, FIELD_text),
		.title = member(r, FIELD_title), .reply_to = member(r, FIELD_reply_to),
		.thread = member(r, FIELD_thread),
		.local_id = member(r, FIELD_local_id),
		.updated = time_of(r, field(r, FIELD_updated)),
		.undated = value_is(field(r, FIELD_undated), VALUE_TRUE),
		.edited = value_is(field(r, FIELD_edited), VALUE_TRUE),
		.rating = milli(r, field(r, FIELD_rating)),
		.likes = number(r, field(r, FIELD_likes)), .reposts = number(r, field(r, FIELD_reposts)),
		.replies = number(r, field(r, FIELD_replies)),
	};
	struct str category = member(r, FIELD_category), published = member(r, FIELD_published);
	const struct { const char *name; struct str text; } required[] = {
		{ "id", out->id }, { "source", out->source }, { "platform", out->platform },
		{ "category", category }, { "published", published }, { "text", out->text },
	};
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (!required[i].text.p)
			return err_set(e, STATUS_DATA, "a post without the text field \"%s\"",
				required[i].name);
	int c = category_of(category);
	if (c < 0)
		return err_set(e, STATUS_DATA, "a post with an unknown category");
	if (!out->id.len || !out->source.len)
		return err_set(e, STATUS_DATA, "a post with an empty id or source");
	out->published = clock_parse(published);
	if (out->published == CLOCK_NONE)
		return err_set(e, STATUS_DATA, "a post whose \"published\" is no time");
	out->category = (enum category)c;
	if (out->updated == CLOCK_NONE)
		out->updated = out->published;
	const struct value *firms = field(r, FIELD_firms);
	out->matched = value_is(firms, VALUE_ARRAY);
	read_score(r, out);
	read_firms(r, firms, out);
	read_context(r, out);
	return STATUS_OK;
}

enum status record_deletion(struct record *r, struct deletion *out, struct err *e)
{
	*out = (struct deletion){ member(r, FIELD_id), member(r, FIELD_source),
		time_of(r, field(r, FIELD_at)) };
	if (!out->id.len)
		return err_set(e, STATUS_DATA, "a delete without \"id\"");
	return STATUS_OK;
}

enum status record_state(struct record *r, struct state *out, struct err *e)
{
	*out = (struct state){ .source = member(r, FIELD_source), .cursor = record_field(r, "cursor") };
	if (!out->source.len)
		return err_set(e, STATUS_DATA, "a state without \"source\"");
	if (out->cursor.p && str_is(out->cursor, "null"))
		out->cursor = (struct str){ NULL, 0 };
	const struct value *poll = field(r, FIELD_poll);
	out->has_poll = value_is(poll, VALUE_OBJECT);
	if (!out->has_poll)
		return STATUS_OK;
	out->poll = (struct poll){
		.at = time_of(r, get(r, poll, "at")), .ok = value_is(get(r, poll, "ok"), VALUE_TRUE),
		.status = number(r, get(r, poll, "status")), .posts = number(r, get(r, poll, "posts")),
		.error = text_of(r, get(r, poll, "error")),
		.not_before = time_of(r, get(r, poll, "not_before")),
	};
	return out->poll.at == CLOCK_NONE ? err_set(e, STATUS_DATA, "a state whose poll has no time \"at\"") :
		STATUS_OK;
}

enum status record_miss(struct record *r, struct miss *out, struct err *e)
{
	*out = (struct miss){ member(r, FIELD_id), member(r, FIELD_firm),
		time_of(r, field(r, FIELD_published)), member(r, FIELD_reason) };
	if (!out->id.len || !out->firm.len || out->published == CLOCK_NONE)
		return err_set(e, STATUS_DATA, "a miss without \"id\", \"firm\" or \"published\"");
	return STATUS_OK;
}

enum status record_reject(struct record *r, struct reject *out, struct err *e)
{
	*out = (struct reject){ member(r, FIELD_stage), member(r, FIELD_reason), member(r, FIELD_source) };
	return out->stage.len ? STATUS_OK : err_set(e, STATUS_DATA, "a reject without \"stage\"");
}

static long long count(const struct record *r, const struct value *o, const char *key)
{
	int64_t n = number(r, get(r, o, key));
	return n < 0 ? 0 : n;
}

enum status record_end_tally(struct record *r, struct tally *out, struct err *e)
{
	const struct value *stages = field(r, FIELD_stages), *last = NULL;
	for (const struct value *s = first_of(r, stages); s; s = next_of(r, stages, s))
		last = s;
	if (!last)
		return err_set(e, STATUS_DATA, "an end without \"stages\"");
	*out = (struct tally){ count(r, last, "made"), count(r, last, "in"), count(r, last, "out"),
		count(r, last, "dropped"), count(r, last, "rejected") };
	if (out->made + out->in != out->out + out->dropped + out->rejected)
		return err_set(e, STATUS_DATA, "an end whose sums do not fit");
	return STATUS_OK;
}

/* ---- the bytes ---- */

static struct splice *splice_of(const struct record *r, struct str key)
{
	for (size_t i = 0; i < r->nsplices; i++)
		if (str_eq(r->splices[i].key, key))
			return &r->splices[i];
	return NULL;
}

struct str record_field(struct record *r, const char *key)
{
	const struct splice *s = splice_of(r, str_of(key));
	const struct value *v = get(r, r->values.at, key);
	if (s)
		return s->value;
	return v ? value_json(&r->values, v) : (struct str){ NULL, 0 };
}

static struct str kept(struct record *r, struct str s)
{
	return (struct str){ arena_dupn(r->arena, s.p, s.len), s.len };
}

void record_splice(struct record *r, const char *key, struct str value)
{
	struct splice *s = splice_of(r, str_of(key));
	if (!s) {
		MEM_ROOM(r->splices, r->nsplices, r->csplices);
		s = &r->splices[r->nsplices++];
		s->key = kept(r, str_of(key));
	}
	s->value = kept(r, value);
}

static struct str between(const struct record *r, size_t from, size_t to)
{
	return (struct str){ r->values.text + from, to - from };
}

/* The members that stay, each with the bytes that stood before it, then those that were added. */
static void compose(struct record *r)
{
	const struct values *v = &r->values;
	const struct value *root = v->at;
	size_t end = root->at + 1;
	bool any = false;
	buf_clear(&r->spliced);
	buf_putc(&r->spliced, '{');
	for (const struct value *k = value_first(v, root); k; k = value_next(v, root, k + 1)) {
		size_t from = end;
		end = k[1].at + k[1].len;
		if (splice_of(r, value_str(v, k)))
			continue;
		buf_str(&r->spliced, any ? between(r, from, end) : between(r, k->at, end));
		any = true;
	}
	for (size_t i = 0; i < r->nsplices; i++) {
		buf_puts(&r->spliced, any ? ",\"" : "\"");
		buf_str(&r->spliced, r->splices[i].key);
		buf_puts(&r->spliced, "\":");
		buf_str(&r->spliced, r->splices[i].value);
		any = true;
	}
	buf_putc(&r->spliced, '}');
}

struct str record_line(struct record *r)
{
	if (!r->nsplices)
		return str_trim(buf_view(&r->line));
	compose(r);
	return buf_view(&r->spliced);
}

/* ---- writing ---- */

static struct json begin(struct buf *out, const char *type)
{
	struct json j = json_to(out);
	json_open(&j, '{');
	json_key(&j, "type");
	json_str(&j, str_of(type));
	json_key(&j, "v");
	json_int(&j, 1);
	return j;
}

static void finish(struct json *j)
{
	json_close(j, '}');
	buf_putc(j->out, '\n');
}

static void put_str(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str(j, s);
}

/* Fields that only some platforms have are left out when absent. */
static void put_some(struct json *j, const char *key, struct str s)
{
	if (s.p)
		put_str(j, key, s);
}

static void put_time(struct json *j, const char *key, int64_t t)
{
	json_key(j, key);
	json_time(j, t);
}

static void put_int(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	if (n == POST_UNKNOWN)
		json_nil(j);
	else
		json_int(j, n);
}

static void put_rating(struct json *j, int64_t rating)
{
	json_key(j, "rating");
	if (rating == POST_UNKNOWN)
		json_nil(j);
	else if (rating % 1000 == 0)
		json_int(j, rating / 1000);
	else
		json_milli(j, rating);
}

void record_firms_json(struct buf *out, const struct mention *firms, size_t n)
{
	struct json j = json_to(out);
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		put_str(&j, "id", firms[i].firm);
		put_str(&j, "role", str_of(role_name((int)firms[i].role)));
		json_key(&j, "at");
		json_open(&j, '[');
		for (size_t k = 0; k < firms[i].nat; k++) {
			json_open(&j, '[');
			json_int(&j, (long long)firms[i].at[k].offset);
			json_int(&j, (long long)firms[i].at[k].len);
			json_close(&j, ']');
		}
		json_close(&j, ']');
		json_close(&j, '}');
	}
	json_close(&j, ']');
}

void record_sentiment_json(struct buf *out, const struct post *p)
{
	struct json j = json_to(out);
	json_open(&j, '{');
	put_str(&j, "label", str_of(label_name((int)p->label)));
	json_key(&j, "polarity");
	json_milli(&j, p->polarity);
	put_int(&j, "hits", p->hits);
	put_int(&j, "words", p->words);
	put_str(&j, "lang", p->score_lang);
	json_key(&j, "firms");
	json_open(&j, '{');
	for (size_t i = 0; i < p->nfirms; i++) {
		json_key_str(&j, p->firms[i].firm);
		json_open(&j, '{');
		put_str(&j, "label", str_of(label_name((int)p->firms[i].label)));
		json_key(&j, "polarity");
		json_milli(&j, p->firms[i].polarity);
		json_close(&j, '}');
	}
	json_close(&j, '}');
	json_close(&j, '}');
}

static void put_context(struct json *j, const struct post *p)
{
	json_key(j, "context");
	json_open(j, '{');
	put_str(j, "id", p->context_id);
	json_key(j, "firms");
	json_open(j, '[');
	for (size_t i = 0; i < p->nfirms; i++)
		json_str(j, p->firms[i].firm);
	json_close(j, ']');
	json_close(j, '}');
}

static void put_found(struct json *j, const struct post *p)
{
	if (p->matched) {
		json_key(j, "firms");
		record_firms_json(j->out, p->firms, p->nfirms);
		j->comma = true;
	}
	if (!p->scored)
		return;
	json_key(j, "sentiment");
	record_sentiment_json(j->out, p);
	j->comma = true;
	put_str(j, "process", str_of(process_name((int)p->process)));
	put_str(j, "intent", str_of(intent_name((int)p->intent)));
	json_key(j, "needs_reply");
	json_bool(j, p->needs_reply);
	if (p->spam) {
		json_key(j, "spam");
		json_bool(j, true);
	}
}

void record_write_post(struct buf *out, const struct post *p)
{
	struct json j = begin(out, "post");
	put_str(&j, "id", p->id);
	put_str(&j, "source", p->source);
	put_str(&j, "platform", p->platform);
	put_str(&j, "category", str_of(category_name((int)p->category)));
	put_str(&j, "url", p->url);
	put_time(&j, "published", p->published);
	if (p->undated) {
		json_key(&j, "undated");
		json_bool(&j, true);
	}
	if (p->updated != CLOCK_NONE && p->updated != p->published)
		put_time(&j, "updated", p->updated);
	if (p->edited) {
		json_key(&j, "edited");
		json_bool(&j, true);
	}
	put_str(&j, "lang", p->lang);
	put_str(&j, "author", p->author);
	put_str(&j, "author_name", p->author_name);
	put_some(&j, "title", p->title);
	put_str(&j, "text", p->text);
	put_str(&j, "reply_to", p->reply_to);
	put_str(&j, "thread", p->thread);
	put_some(&j, "local_id", p->local_id);
	put_rating(&j, p->rating);
	put_int(&j, "likes", p->likes);
	put_int(&j, "reposts", p->reposts);
	put_int(&j, "replies", p->replies);
	if (p->context_id.p)
		put_context(&j, p);
	put_found(&j, p);
	finish(&j);
}

void record_write_deletion(struct buf *out, const struct deletion *d)
{
	struct json j = begin(out, "delete");
	put_str(&j, "id", d->id);
	put_str(&j, "source", d->source);
	put_time(&j, "at", d->at);
	finish(&j);
}

void record_write_state(struct buf *out, const struct state *s)
{
	struct json j = begin(out, "state");
	put_str(&j, "source", s->source);
	if (s->cursor.p) {
		json_key(&j, "cursor");
		json_raw(&j, s->cursor);
	}
	if (s->has_poll) {
		json_key(&j, "poll");
		json_open(&j, '{');
		put_time(&j, "at", s->poll.at);
		json_key(&j, "ok");
		json_bool(&j, s->poll.ok);
		put_int(&j, "status", s->poll.status);
		put_int(&j, "posts", s->poll.posts);
		put_str(&j, "error", s->poll.error);
		if (s->poll.not_before != CLOCK_NONE)
			put_time(&j, "not_before", s->poll.not_before);
		json_close(&j, '}');
	}
	finish(&j);
}

void record_write_miss(struct buf *out, const struct miss *m)
{
	struct json j = begin(out, "miss");
	put_str(&j, "id", m->id);
	put_str(&j, "firm", m->firm);
	put_time(&j, "published", m->published);
	put_some(&j, "reason", m->reason);
	finish(&j);
}

void record_write_reject(struct buf *out, const struct reject *r)
{
	struct json j = begin(out, "reject");
	put_str(&j, "stage", r->stage);
	put_str(&j, "reason", r->reason);
	put_str(&j, "source", r->source);
	finish(&j);
}

static void put_tally(struct json *j, const char *name, const struct tally *t)
{
	json_open(j, '{');
	put_str(j, "stage", str_of(name));
	put_int(j, "made", t->made);
	put_int(j, "in", t->in);
	put_int(j, "out", t->out);
	put_int(j, "dropped", t->dropped);
	put_int(j, "rejected", t->rejected);
	json_close(j, '}');
}

void record_write_end(struct buf *out, struct str before, const char *name, const struct tally *t)
{
	struct json j = begin(out, "end");
	struct str inner = before.len >= 2 ? str_trim((struct str){ before.p + 1, before.len - 2 }) :
		(struct str){ "", 0 };
	json_key(&j, "stages");
	json_open(&j, '[');
	if (inner.len)
		json_raw(&j, inner);
	put_tally(&j, name, t);
	json_close(&j, ']');
	finish(&j);
}
