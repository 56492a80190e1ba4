/* index.c: which posts a firm has, by role and hour, so that one firm's report does not read all others'. */
#include "inside.h"

static bool has(const struct merged *m, int64_t m_hour, const struct role_row *r, int64_t hour)
{
	struct role_row other;
	size_t at = 0;
	if (!m || m_hour != hour || !merge_live(m))
		return false;
	while (merge_firm(m, &at, &other))
		if (other.role == r->role && str_eq(other.firm, r->firm))
			return true;
	return false;
}

void index_move(struct store *s, const unsigned char hash[HASH_LEN], const struct merged *old,
	int64_t old_hour, const struct merged *now, int64_t hour)
{
	struct role_row r;
	size_t at = 0;
	while (old && merge_live(old) && merge_firm(old, &at, &r))
		if (!has(now, hour, &r, old_hour)) {
			struct key k = key_index(r.firm, r.role, old_hour, hash);
			kv_del(s->kv, key_str(&k));
		}
	at = 0;
	while (now && merge_live(now) && merge_firm(now, &at, &r))
		if (!has(old, old_hour, &r, hour)) {
			struct key k = key_index(r.firm, r.role, hour, hash);
			kv_put(s->kv, key_str(&k), (struct str){ "", 0 });
		}
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
