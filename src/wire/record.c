#include <luister/caps.h>
#include <luister/clock.h>
#include <luister/json.h>
#include <luister/mem.h>
#include <luister/record.h>
#include <jansson.h>
#include <string.h>

struct record {
	json_t *root;
	enum record_type type;
	struct buf line;     /* the bytes as they came; owned, because a splice grows them */
	struct buf spare;    /* the other half of a splice */
	struct arena *arena;
};

struct record *record_new(void)
{
	struct record *r = mem_alloc(sizeof *r);
	/* a stage adds at most as much again as a line holds */
	buf_init(&r->line, 2 * CAP_LINE);
	buf_init(&r->spare, 2 * CAP_LINE);
	r->arena = arena_new();
	return r;
}

void record_free(struct record *r)
{
	if (!r)
		return;
	json_decref(r->root);
	buf_free(&r->line);
	buf_free(&r->spare);
	arena_free(r->arena);
	mem_free(r);
}

/* ---- reading ---- */

static enum record_type type_of(const char *name)
{
	static const char *const names[] = { "post", "delete", "state", "end", "miss", "reject" };
	for (int i = 0; i < RECORD_OTHER; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum record_type)i;
	return RECORD_OTHER;
}

enum status record_parse(struct record *r, struct str line, struct err *e)
{
	json_error_t why;
	json_decref(r->root);
	arena_reset(r->arena);
	buf_clear(&r->line);
	r->root = json_loadb(line.p ? line.p : "", line.len, JSON_DECODE_INT_AS_REAL, &why);
	r->type = RECORD_OTHER;
	/* jansson's own text quotes the input: only its code and place may be told */
	if (!r->root)
		return err_set(e, STATUS_DATA, "not JSON in UTF-8 without NUL (code %d, byte %d)",
			(int)json_error_code(&why), why.position);
	if (!json_is_object(r->root))
		return err_set(e, STATUS_DATA, "not a JSON object");
	const char *type = json_string_value(json_object_get(r->root, "type"));
	if (!type)
		return err_set(e, STATUS_DATA, "no \"type\"");
	buf_str(&r->line, str_trim(line));
	r->type = type_of(type);
	return STATUS_OK;
}

enum record_type record_type(const struct record *r)
{
	return r->type;
}

struct str record_line(const struct record *r)
{
	return buf_view(&r->line);
}

static struct str text_of(const json_t *v)
{
	if (!json_is_string(v))
		return (struct str){ NULL, 0 };
	return (struct str){ json_string_value(v), json_string_length(v) };
}

static struct str member(const struct record *r, const char *key)
{
	return text_of(json_object_get(r->root, key));
}

static int64_t number(const json_t *v)
{
	if (json_is_integer(v))
		return (int64_t)json_integer_value(v);
	return json_is_real(v) ? (int64_t)json_real_value(v) : POST_UNKNOWN;
}

/* A decimal as thousandths, rounded to the nearest: -0.62 is -620. */
static int64_t milli(const json_t *v)
{
	if (!json_is_number(v))
		return POST_UNKNOWN;
	double x = json_number_value(v) * 1000;
	if (!(x > -9e15 && x < 9e15))
		return POST_UNKNOWN;
	return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

static int64_t time_of(const json_t *v)
{
	return json_is_string(v) ? clock_parse(text_of(v)) : CLOCK_NONE;
}

static int polarity_of(const json_t *v)
{
	int64_t m = milli(v);
	if (m == POST_UNKNOWN)
		return 0;
	return m > 1000 ? 1000 : m < -1000 ? -1000 : (int)m;
}

static enum label label_or_none(const json_t *v)
{
	int l = label_of(text_of(v));
	return l < 0 ? LABEL_NONE : (enum label)l;
}

static void read_at(struct record *r, const json_t *spans, struct mention *m, size_t text)
{
	m->at = arena_alloc(r->arena, sizeof *m->at * (json_array_size(spans) + 1));
	size_t i;
	json_t *span;
	json_array_foreach(spans, i, span) {
		int64_t offset = number(json_array_get(span, 0)), len = number(json_array_get(span, 1));
		if (offset >= 0 && len > 0 && (size_t)offset <= text && (size_t)len <= text - (size_t)offset)
			m->at[m->nat++] = (struct at){ (size_t)offset, (size_t)len };
	}
}

static void read_firms(struct record *r, const json_t *firms, struct post *out)
{
	const json_t *scored = json_object_get(json_object_get(r->root, "sentiment"), "firms");
	size_t i, n = json_array_size(firms);
	json_t *f;
	out->firms = arena_alloc(r->arena, sizeof *out->firms * (n + 1));
	json_array_foreach(firms, i, f) {
		struct str id = text_of(json_object_get(f, "id"));
		int role = role_of(text_of(json_object_get(f, "role")));
		if (!id.len || role < 0)
			continue;
		struct mention *m = &out->firms[out->nfirms++];
		*m = (struct mention){ .firm = id, .role = (enum role)role, .label = LABEL_NONE };
		read_at(r, json_object_get(f, "at"), m, out->text.len);
		const json_t *s = json_object_get(scored, id.p);
		if (s) {
			m->label = label_or_none(json_object_get(s, "label"));
			m->polarity = polarity_of(json_object_get(s, "polarity"));
		}
	}
}

static void read_context(struct record *r, struct post *out)
{
	const json_t *context = json_object_get(r->root, "context"), *f;
	out->context_id = text_of(json_object_get(context, "id"));
	if (out->matched || !context)
		return;
	const json_t *firms = json_object_get(context, "firms");
	out->firms = arena_alloc(r->arena, sizeof *out->firms * (json_array_size(firms) + 1));
	for (size_t i = 0; (f = json_array_get(firms, i)); i++)
		if (json_is_string(f))
			out->firms[out->nfirms++] =
				(struct mention){ .firm = text_of(f), .role = ROLE_CONTEXT,
				.label = LABEL_NONE };
}

static void read_score(struct record *r, struct post *out)
{
	const json_t *s = json_object_get(r->root, "sentiment");
	out->scored = json_is_object(s);
	out->label = label_or_none(json_object_get(s, "label"));
	out->polarity = polarity_of(json_object_get(s, "polarity"));
	out->hits = number(json_object_get(s, "hits"));
	out->words = number(json_object_get(s, "words"));
	out->score_lang = text_of(json_object_get(s, "lang"));
	int process = process_of(member(r, "process")), intent = intent_of(member(r, "intent"));
	out->process = process < 0 ? PROCESS_OTHER : (enum process)process;
	out->intent = intent < 0 ? INTENT_NONE : (enum intent)intent;
	out->needs_reply = json_is_true(json_object_get(r->root, "needs_reply"));
}

enum status record_post(struct record *r, struct post *out, struct err *e)
{
	static const char *const required[] = { "id", "source", "platform", "category", "published", "text" };
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (!member(r, required[i]).p)
			return err_set(e, STATUS_DATA, "a post without the text field \"%s\"", required[i]);
	*out = (struct post){
		.id = member(r, "id"), .source = member(r, "source"), .platform = member(r, "platform"),
		.url = member(r, "url"), .lang = member(r, "lang"), .author = member(r, "author"),
		.author_name = member(r, "author_name"), .text = member(r, "text"),
		.title = member(r, "title"), .reply_to = member(r, "reply_to"), .thread = member(r, "thread"),
		.local_id = member(r, "local_id"),
		.published = time_of(json_object_get(r->root, "published")),
		.updated = time_of(json_object_get(r->root, "updated")),
		.rating = milli(json_object_get(r->root, "rating")),
		.likes = number(json_object_get(r->root, "likes")),
		.reposts = number(json_object_get(r->root, "reposts")),
		.replies = number(json_object_get(r->root, "replies")),
	};
	int category = category_of(member(r, "category"));
	if (category < 0)
		return err_set(e, STATUS_DATA, "a post with an unknown category");
	if (!out->id.len || !out->source.len)
		return err_set(e, STATUS_DATA, "a post with an empty id or source");
	if (out->published == CLOCK_NONE)
		return err_set(e, STATUS_DATA, "a post whose \"published\" is no time");
	out->category = (enum category)category;
	if (out->updated == CLOCK_NONE)
		out->updated = out->published;
	const json_t *firms = json_object_get(r->root, "firms");
	out->matched = json_is_array(firms);
	read_score(r, out);
	read_firms(r, firms, out);
	read_context(r, out);
	return STATUS_OK;
}

enum status record_deletion(struct record *r, struct deletion *out, struct err *e)
{
	*out = (struct deletion){ member(r, "id"), member(r, "source"),
		time_of(json_object_get(r->root, "at")) };
	if (!out->id.len)
		return err_set(e, STATUS_DATA, "a delete without \"id\"");
	return STATUS_OK;
}

enum status record_state(struct record *r, struct state *out, struct err *e)
{
	*out = (struct state){ .source = member(r, "source"), .cursor = record_field(r, "cursor") };
	if (!out->source.len)
		return err_set(e, STATUS_DATA, "a state without \"source\"");
	if (out->cursor.p && str_is(out->cursor, "null"))
		out->cursor = (struct str){ NULL, 0 };
	const json_t *poll = json_object_get(r->root, "poll");
	out->has_poll = json_is_object(poll);
	if (!out->has_poll)
		return STATUS_OK;
	out->poll = (struct poll){
		.at = time_of(json_object_get(poll, "at")), .ok = json_is_true(json_object_get(poll, "ok")),
		.status = number(json_object_get(poll, "status")),
		.posts = number(json_object_get(poll, "posts")),
		.error = text_of(json_object_get(poll, "error")),
		.not_before = time_of(json_object_get(poll, "not_before")),
	};
	return out->poll.at == CLOCK_NONE ? err_set(e, STATUS_DATA, "a state whose poll has no time \"at\"") :
		STATUS_OK;
}

enum status record_miss(struct record *r, struct miss *out, struct err *e)
{
	*out = (struct miss){ member(r, "id"), member(r, "firm"),
		time_of(json_object_get(r->root, "published")), member(r, "reason") };
	if (!out->id.len || !out->firm.len || out->published == CLOCK_NONE)
		return err_set(e, STATUS_DATA, "a miss without \"id\", \"firm\" or \"published\"");
	return STATUS_OK;
}

enum status record_reject(struct record *r, struct reject *out, struct err *e)
{
	*out = (struct reject){ member(r, "stage"), member(r, "reason"), member(r, "source") };
	return out->stage.len ? STATUS_OK : err_set(e, STATUS_DATA, "a reject without \"stage\"");
}

static long long count(const json_t *o, const char *key)
{
	int64_t n = number(json_object_get(o, key));
	return n < 0 ? 0 : n;
}

enum status record_end_tally(struct record *r, struct tally *out, struct err *e)
{
	const json_t *stages = json_object_get(r->root, "stages");
	size_t n = json_array_size(stages);
	if (!n)
		return err_set(e, STATUS_DATA, "an end without \"stages\"");
	const json_t *last = json_array_get(stages, n - 1);
	*out = (struct tally){ count(last, "made"), count(last, "in"), count(last, "out"),
		count(last, "dropped"), count(last, "rejected") };
	if (out->made + out->in != out->out + out->dropped + out->rejected)
		return err_set(e, STATUS_DATA, "an end whose sums do not fit");
	return STATUS_OK;
}

/* ---- the bytes: jansson has said that they are JSON, so a member's borders are found by brackets and quotes
 * ---- */

static size_t skip_string(const char *p, size_t at)
{
	for (at++; p[at] != '"'; at++)
		if (p[at] == '\\')
			at++;
	return at + 1;
}

static size_t skip_space(const char *p, size_t at)
{
	while (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n')
		at++;
	return at;
}

static size_t skip_value(const char *p, size_t at)
{
	int depth = 0;
	for (;; at++) {
		char c = p[at];
		if (c == '"') {
			at = skip_string(p, at) - 1;
		} else if (c == '{' || c == '[') {
			depth++;
			continue;
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return at;
			depth--;
		} else if (c == ',' && depth == 0) {
			return at;
		} else {
			continue;
		}
		if (depth == 0 && c != ',')
			return at + 1;
	}
}

struct member_at { size_t key, value, value_end; };

/* Where the last top-level member `key` stands (jansson keeps the last of duplicates, too). */
static bool find_member(struct str line, const char *key, struct member_at *out)
{
	bool found = false;
	const char *p = line.p;
	size_t n = strlen(key);
	size_t at = skip_space(p, 1);
	while (at < line.len && p[at] == '"') {
		struct member_at m = { .key = at };
		size_t key_end = skip_string(p, at);
		m.value = skip_space(p, skip_space(p, key_end) + 1);
		m.value_end = skip_value(p, m.value);
		if (key_end - m.key == n + 2 && memcmp(p + m.key + 1, key, n) == 0) {
			*out = m;
			found = true;
		}
		at = skip_space(p, m.value_end);
		if (p[at] == ',')
			at = skip_space(p, at + 1);
	}
	while (found && (p[out->value_end - 1] == ' ' || p[out->value_end - 1] == '\t'))
		out->value_end--;
	return found;
}

struct str record_field(struct record *r, const char *key)
{
	struct member_at m;
	struct str line = buf_view(&r->line);
	if (!json_object_get(r->root, key) || !find_member(line, key, &m))
		return (struct str){ NULL, 0 };
	/* copied: a splice may move the line */
	return (struct str){ arena_dupn(r->arena, line.p + m.value, m.value_end - m.value),
		m.value_end - m.value };
}

static void swap(struct buf *a, struct buf *b)
{
	struct buf t = *a;
	*a = *b;
	*b = t;
}

/* Takes every member `key` out, with the comma that goes with it. */
static void cut_member(struct record *r, const char *key)
{
	struct member_at m;
	while (find_member(buf_view(&r->line), key, &m)) {
		const char *p = r->line.p;
		size_t from = m.key, to = skip_space(p, m.value_end);
		if (p[to] == ',') {
			to = skip_space(p, to + 1);
		} else {
			while (from > 1 && p[from - 1] != ',' && p[from - 1] != '{')
				from--;
			if (p[from - 1] == ',')
				from--;
		}
		buf_clear(&r->spare);
		buf_add(&r->spare, p, from);
		buf_add(&r->spare, p + to, r->line.len - to);
		swap(&r->line, &r->spare);
	}
}

void record_splice(struct record *r, const char *key, struct str value)
{
	if (json_object_get(r->root, key))
		cut_member(r, key);
	bool empty = skip_space(r->line.p, 1) == r->line.len - 1;
	r->line.len--;                          /* the last brace */
	buf_puts(&r->line, empty ? "\"" : ",\"");
	buf_puts(&r->line, key);
	buf_puts(&r->line, "\":");
	buf_str(&r->line, value);
	buf_putc(&r->line, '}');
	json_object_set_new(r->root, key, json_true()); /* it is there: that is all that is asked of it */
}

bool record_json_string(struct str json, const char *key, struct buf *out)
{
	json_t *root = json_loadb(json.p ? json.p : "", json.len, 0, NULL);
	struct str v = text_of(json_object_get(root, key));
	buf_clear(out);
	if (v.p)
		buf_str(out, v);
	json_decref(root);
	return v.p != NULL;
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
	char text[21];
	json_key(j, key);
	if (t == CLOCK_NONE) {
		json_nil(j);
		return;
	}
	clock_rfc3339(t, text);
	json_str(j, str_of(text));
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
	if (p->updated != CLOCK_NONE && p->updated != p->published)
		put_time(&j, "updated", p->updated);
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
