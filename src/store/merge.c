/* merge.c: the join of what records say of one post (merge.h says why), and its row of bytes. */
#include <string.h>
#include "bytes.h"
#include "merge.h"

void merge_init(struct merged *m)
{
	*m = (struct merged){ .deleted = CLOCK_NONE };
}

void merge_clear(struct merged *m)
{
	struct merged old = *m;
	merge_init(m);
	m->names = old.names;
	m->cap_names = old.cap_names;
	m->roles = old.roles;
	m->cap_roles = old.cap_roles;
}

void merge_free(struct merged *m)
{
	mem_free(m->names);
	mem_free(m->roles);
	merge_init(m);
}

static int cmp_num(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int cmp_version(const struct version *a, const struct version *b)
{
	if (a->present != b->present)
		return a->present ? 1 : -1;
	int c = cmp_num(a->updated, b->updated);
	c = c ? c : cmp_num(a->scored, b->scored);
	c = c ? c : memcmp(a->content, b->content, HASH_LEN);
	c = c ? c : cmp_num(a->process, b->process);
	c = c ? c : cmp_num(a->intent, b->intent);
	c = c ? c : cmp_num(a->needs_reply, b->needs_reply);
	c = c ? c : cmp_num(b->spam, a->spam);           /* in doubt a post stays in sight */
	return c ? c : str_cmp(a->lang, b->lang);
}

/* Of one source: what it said last; a tie is broken by content alone. */
void merge_name(struct merged *m, struct naming n)
{
	size_t i = 0;
	while (i < m->nnames && str_cmp(m->names[i].source, n.source) < 0)
		i++;
	if (i < m->nnames && str_eq(m->names[i].source, n.source)) {
		struct naming *o = &m->names[i];
		int c = cmp_num(n.updated, o->updated);
		c = c ? c : cmp_num(n.category, o->category);
		c = c ? c : str_cmp(n.platform, o->platform);
		if (c > 0)
			*o = n;
		return;
	}
	MEM_ROOM(m->names, m->nnames, m->cap_names);
	memmove(m->names + i + 1, m->names + i, (m->nnames - i) * sizeof *m->names);
	m->names[i] = n;
	m->nnames++;
}

static int cmp_role(const struct role_row *a, const struct role_row *b)
{
	int c = str_cmp(a->firm, b->firm);
	return c ? c : cmp_num(a->role, b->role);
}

void merge_role(struct merged *m, struct role_row r)
{
	size_t i = 0;
	while (i < m->nroles && cmp_role(&m->roles[i], &r) < 0)
		i++;
	if (i < m->nroles && cmp_role(&m->roles[i], &r) == 0) {
		struct role_row *o = &m->roles[i];
		int c = cmp_num(r.updated, o->updated);
		c = c ? c : cmp_num(r.label, o->label);
		c = c ? c : cmp_num(r.polarity, o->polarity);
		if (c > 0)
			*o = r;
		return;
	}
	MEM_ROOM(m->roles, m->nroles, m->cap_roles);
	memmove(m->roles + i + 1, m->roles + i, (m->nroles - i) * sizeof *m->roles);
	m->roles[i] = r;
	m->nroles++;
}

bool role_is_mention(enum role r) { return r == ROLE_ADDRESSED || r == ROLE_MENTION; }

bool merge_is_spam(const struct merged *m, enum role r) { return m->version.spam && role_is_mention(r); }

/* Drops the roles that a losing version's text gave, and everything said at or before the deletion. */
static void prune(struct merged *m, bool text_lost)
{
	size_t k = 0;
	for (size_t i = 0; i < m->nroles; i++)
		if (m->roles[i].updated > m->deleted && !(text_lost && role_is_mention(m->roles[i].role)))
			m->roles[k++] = m->roles[i];
	m->nroles = k;
	k = 0;
	for (size_t i = 0; i < m->nnames; i++)
		if (m->names[i].updated > m->deleted)
			m->names[k++] = m->names[i];
	m->nnames = k;
	if (m->version.present && m->version.updated <= m->deleted)
		m->version = (struct version){ .present = false };
}

/* The same words, once found by themselves and once in a followed thread: the thread stays known. Of two the
 * lowest. */
static void join_context(struct version *v, const struct version *other)
{
	static const unsigned char none[HASH_LEN];
	if (memcmp(other->context, none, HASH_LEN) != 0
		&& (memcmp(v->context, none, HASH_LEN) == 0 || memcmp(other->context, v->context,
			HASH_LEN) < 0))
		memcpy(v->context, other->context, HASH_LEN);
}

void merge_join(struct merged *m, const struct merged *other)
{
	int c = cmp_version(&other->version, &m->version);
	if (other->seen && (!m->seen || other->seen < m->seen))
		m->seen = other->seen;
	if (other->deleted > m->deleted)
		m->deleted = other->deleted;
	m->anonymous = m->anonymous || other->anonymous;
	if (c > 0)
		m->version = other->version;
	else if (c == 0)
		join_context(&m->version, &other->version);
	prune(m, c > 0);
	for (size_t i = 0; i < other->nnames; i++)
		if (other->names[i].updated > m->deleted)
			merge_name(m, other->names[i]);
	for (size_t i = 0; i < other->nroles; i++)
		if (other->roles[i].updated > m->deleted && (c >= 0 ||
			!role_is_mention(other->roles[i].role)))
			merge_role(m, other->roles[i]);
}

bool merge_live(const struct merged *m)
{
	return m->version.present && m->nnames > 0;
}

int64_t merge_published(const struct merged *m)
{
	int64_t t = m->version.present ? m->version.published : m->deleted;
	return m->seen && t > m->seen ? m->seen : t;
}

/* Rows stand by firm and then by role, best first. */
bool merge_firm(const struct merged *m, size_t *at, struct role_row *out)
{
	if (*at >= m->nroles)
		return false;
	*out = m->roles[*at];
	while (*at < m->nroles && str_eq(m->roles[*at].firm, out->firm))
		(*at)++;
	return true;
}

bool merge_alone(const struct merged *m)
{
	return m->nroles && str_eq(m->roles[0].firm, m->roles[m->nroles - 1].firm);
}

bool merge_has_own(const struct merged *m)
{
	for (size_t i = 0; i < m->nroles; i++)
		if (m->roles[i].role == ROLE_OWN)
			return true;
	return false;
}

bool merge_wants_link(const struct merged *m)
{
	if (!merge_live(m) || m->anonymous || (m->version.sensitive && !m->version.needs_reply))
		return false;
	for (size_t i = 0; i < m->nroles; i++)
		if (m->roles[i].role != ROLE_CONTEXT)
			return true;
	return false;
}

bool merge_wants_text(const struct merged *m)
{
	return merge_wants_link(m) && !m->version.sensitive;
}

enum { HAS_VERSION = 1, SCORED = 2, NEEDS_REPLY = 4, SENSITIVE = 8, ANONYMOUS = 16, SPAM = 32 };

void merge_encode(const struct merged *m, struct buf *out)
{
	const struct version *v = &m->version;
	unsigned flags = (v->present ? HAS_VERSION : 0u) | (v->scored ? SCORED : 0u)
		| (v->needs_reply ? NEEDS_REPLY : 0u)
		| (v->sensitive ? SENSITIVE : 0u) | (m->anonymous ? ANONYMOUS : 0u)
		| (v->spam ? SPAM : 0u);
	bytes_u8(out, flags);
	bytes_i64(out, m->deleted);
	bytes_i64(out, m->seen);
	if (v->present) {
		bytes_i64(out, v->updated);
		bytes_i64(out, v->published);
		bytes_i64(out, v->rating);
		buf_add(out, v->content, HASH_LEN);
		buf_add(out, v->author, sizeof v->author);
		buf_add(out, v->group, HASH_LEN);
		buf_add(out, v->thread, HASH_LEN);
		buf_add(out, v->parent, HASH_LEN);
		buf_add(out, v->context, HASH_LEN);
		bytes_u8(out, v->process);
		bytes_u8(out, v->intent);
		bytes_str(out, v->lang);
	}
	bytes_u16(out, m->nnames);
	for (size_t i = 0; i < m->nnames; i++) {
		bytes_str(out, m->names[i].source);
		bytes_str(out, m->names[i].platform);
		bytes_u8(out, m->names[i].category);
		bytes_i64(out, m->names[i].updated);
	}
	bytes_u16(out, m->nroles);
	for (size_t i = 0; i < m->nroles; i++) {
		bytes_str(out, m->roles[i].firm);
		bytes_u8(out, m->roles[i].role);
		bytes_u8(out, m->roles[i].label);
		bytes_i64(out, m->roles[i].polarity);
		bytes_i64(out, m->roles[i].updated);
	}
}

static void decode_version(struct bytes *b, struct version *v, unsigned flags)
{
	v->present = true;
	v->scored = flags & SCORED;
	v->needs_reply = flags & NEEDS_REPLY;
	v->sensitive = flags & SENSITIVE;
	v->spam = flags & SPAM;
	v->updated = bytes_get_i64(b);
	v->published = bytes_get_i64(b);
	v->rating = bytes_get_i64(b);
	bytes_get(b, v->content, HASH_LEN);
	bytes_get(b, v->author, sizeof v->author);
	bytes_get(b, v->group, HASH_LEN);
	bytes_get(b, v->thread, HASH_LEN);
	bytes_get(b, v->parent, HASH_LEN);
	bytes_get(b, v->context, HASH_LEN);
	v->process = (enum process)bytes_get_enum(b, PROCESS_COUNT);
	v->intent = (enum intent)bytes_get_enum(b, INTENT_COUNT);
	v->lang = bytes_get_str(b);
}

bool merge_decode(struct merged *m, struct str row)
{
	struct bytes b = { row, false };
	merge_clear(m);
	unsigned flags = bytes_get_u8(&b);
	m->anonymous = flags & ANONYMOUS;
	m->deleted = bytes_get_i64(&b);
	m->seen = bytes_get_i64(&b);
	if (flags & HAS_VERSION)
		decode_version(&b, &m->version, flags);
	for (unsigned n = bytes_get_u16(&b); n > 0 && !b.bad; n--) {
		struct naming x = { .source = bytes_get_str(&b) };
		x.platform = bytes_get_str(&b);
		x.category = (enum category)bytes_get_enum(&b, CATEGORY_COUNT);
		x.updated = bytes_get_i64(&b);
		merge_name(m, x);
	}
	for (unsigned n = bytes_get_u16(&b); n > 0 && !b.bad; n--) {
		struct role_row r = { .firm = bytes_get_str(&b) };
		r.role = (enum role)bytes_get_enum(&b, ROLE_COUNT);
		r.label = (enum label)bytes_get_enum(&b, LABEL_COUNT);
		r.polarity = (int)bytes_get_i64(&b);
		r.updated = bytes_get_i64(&b);
		merge_role(m, r);
	}
	return !b.bad && b.rest.len == 0;
}
