/* index.c: which posts a firm has, by role and hour, so that one firm's report does not read all others'. A
 * row holds what the report asks of each of very many posts; it is a pure function of the merged post and its
 * marks (copy, reply), and moves with the counters. */
#include <string.h>
#include "inside.h"

enum { NEEDS_REPLY = 1, SENSITIVE = 2, RATED = 4, COPY = 8, SPAM = 16, REPLY = 32, ALONE = 64 };

void index_encode(const struct merged *m, const struct role_row *r, bool copy, bool reply, struct buf *out)
{
	const struct version *v = &m->version;
	const struct naming *n = &m->names[0];
	bool rated = v->rating != POST_UNKNOWN, is_copy = copy && role_is_mention(r->role);
	int64_t published = merge_published(m);
	bytes_u8(out, (v->needs_reply ? NEEDS_REPLY : 0u) | (v->sensitive ? SENSITIVE : 0u) |
		(rated ? RATED : 0u) | (is_copy ? COPY : 0u) | (merge_is_spam(m, r->role) ? SPAM : 0u) |
		(reply ? REPLY : 0u) | (merge_alone(m) ? ALONE : 0u));
	bytes_u16(out, (size_t)(published < 0 ? 0 : published % 3600));
	bytes_u32(out, m->seen);
	bytes_u8(out, n->category);
	bytes_u8(out, r->label);
	bytes_u16(out, (size_t)(r->polarity + 1000));
	bytes_u8(out, v->process);
	bytes_u8(out, v->intent);
	buf_add(out, v->author, sizeof v->author);
	if (rated)
		bytes_i64(out, v->rating);
	struct links l = links_of(m);
	links_encode(&l, out);
	bytes_str(out, n->source);
	bytes_str(out, n->platform);
	bytes_str(out, v->lang);
}

bool index_decode(struct str row, int64_t hour, struct fact *f, struct links *l)
{
	struct bytes b = { row, false };
	unsigned flags = bytes_get_u8(&b);
	f->needs_reply = flags & NEEDS_REPLY;
	f->sensitive = flags & SENSITIVE;
	f->rated = flags & RATED;
	f->copy = flags & COPY;
	f->spam = flags & SPAM;
	f->reply = flags & REPLY;
	f->alone = flags & ALONE;
	f->published = hour * 3600 + bytes_get_u16(&b);
	f->first_seen = bytes_get_u32(&b);
	f->category = (enum category)bytes_get_enum(&b, CATEGORY_COUNT);
	f->label = (enum label)bytes_get_enum(&b, LABEL_COUNT);
	f->polarity = (int)bytes_get_u16(&b) - 1000;
	f->process = (enum process)bytes_get_enum(&b, PROCESS_COUNT);
	f->intent = (enum intent)bytes_get_enum(&b, INTENT_COUNT);
	bytes_get(&b, f->author, sizeof f->author);
	f->rating = f->rated ? bytes_get_i64(&b) : POST_UNKNOWN;
	*l = links_decode(&b);
	f->source = bytes_get_str(&b);
	f->platform = bytes_get_str(&b);
	f->lang = bytes_get_str(&b);
	return !b.bad && b.rest.len == 0;
}

void index_put(struct store *s, const struct key *k, const struct merged *m, const struct role_row *r,
	bool copy, bool reply)
{
	buf_clear(&s->scratch);
	index_encode(m, r, copy, reply, &s->scratch);
	kv_put(s->kv, key_str(k), buf_view(&s->scratch));
}

bool index_replies(struct store *s, const struct key *k)
{
	struct str v;
	return kv_get(s->kv, key_str(k), &v) && v.len && (unsigned char)*v.p & REPLY;
}

bool index_firm(struct store *s, struct buf *firm)
{
	struct key from = firm->len ? key_name_end('I', buf_view(firm)) : key_table('I');
	struct key to = key_table('I' + 1);
	unsigned char hash[HASH_LEN];
	struct str name;
	unsigned role;
	int64_t hour;
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	bool found = kv_step(&w) && key_read_index(w.key, &name, &role, &hour, hash);
	if (found) {
		buf_clear(firm);
		buf_str(firm, name);
	}
	kv_stop(&w);
	return found;
}
