/* keys.c: the layouts of keys.h. */
#include <string.h>
#include "bytes.h"
#include "keys.h"

struct str key_str(const struct key *k) { return (struct str){ k->b, k->len }; }

static void add(struct key *k, const void *p, size_t n)
{
	/* callers check KEY_NAME_MAX; a longer key is cut, never overrun */
	if (n > sizeof k->b - k->len)
		n = sizeof k->b - k->len;
	if (n)
		memcpy(k->b + k->len, p, n);
	k->len += n;
}

static void add_num(struct key *k, uint64_t n, int size)
{
	char b[8];
	for (int i = 0; i < size; i++)
		b[i] = (char)(unsigned char)(n >> (8 * (size - 1 - i)));
	add(k, b, (size_t)size);
}

static void add_hour(struct key *k, int64_t hour)
{
	add_num(k, hour < 0 ? 0 : hour > UINT32_MAX ? UINT32_MAX : (uint64_t)hour, 4);
}

static void add_time(struct key *k, int64_t t) { add_num(k, (uint64_t)t ^ (UINT64_C(1) << 63), 8); }

static void add_name(struct key *k, struct str s)
{
	add(k, s.p, s.len < KEY_NAME_MAX ? s.len : KEY_NAME_MAX);
	add(k, "", 1);
}

struct key key_table(char table)
{
	struct key k = { .len = 1 };
	k.b[0] = table;
	return k;
}

struct key key_meta(const char *name)
{
	struct key k = key_table('M');
	add(&k, name, strlen(name));
	return k;
}

struct key key_hash(char table, const unsigned char hash[HASH_LEN])
{
	struct key k = key_table(table);
	add(&k, hash, HASH_LEN);
	return k;
}

struct key key_hour(char table, int64_t hour, const unsigned char *hash)
{
	struct key k = key_table(table);
	add_hour(&k, hour);
	if (hash)
		add(&k, hash, HASH_LEN);
	return k;
}

struct key key_group(const unsigned char group[HASH_LEN], int64_t published, const unsigned char *hash)
{
	struct key k = key_table('G');
	add(&k, group, HASH_LEN);
	add_time(&k, published);
	if (hash)
		add(&k, hash, HASH_LEN);
	return k;
}

struct key key_pair(char table, const unsigned char a[HASH_LEN], const unsigned char *b)
{
	struct key k = key_hash(table, a);
	if (b)
		add(&k, b, HASH_LEN);
	return k;
}

struct key key_pair_end(char table, const unsigned char a[HASH_LEN])
{
	struct key k = key_hash(table, a);
	memset(k.b + k.len, 0xff, HASH_LEN + 1);
	k.len += HASH_LEN + 1;
	return k;
}

struct key key_print(const unsigned char print[HASH_LEN], const unsigned char *group)
{
	struct key k = key_table('K');
	add(&k, print, 8);
	if (group)
		add(&k, group, 1);
	return k;
}

struct key key_print_end(const unsigned char print[HASH_LEN])
{
	struct key k = key_print(print, NULL);
	add(&k, "\xff\xff", 2);
	return k;
}

struct key key_name(char table, struct str name)
{
	struct key k = key_table(table);
	add_name(&k, name);
	return k;
}

struct key key_name_end(char table, struct str name)
{
	struct key k = key_name(table, name);
	k.b[k.len - 1] = 1;                              /* instead of the 0 that ends the name */
	return k;
}

struct key key_cells(struct str firm, int64_t hour)
{
	struct key k = key_name('C', firm);
	add_hour(&k, hour / CELL_HOURS);
	return k;
}

static struct key key_span(char table, int64_t span, struct str name)
{
	struct key k = key_table(table);
	add_hour(&k, span);
	add_name(&k, name);
	return k;
}

struct key key_outline(int64_t hour, struct str firm) { return key_span('D', hour / OUTLINE_HOURS, firm); }
struct key key_polls(int64_t hour, struct str source) { return key_span('P', hour / POLL_HOURS, source); }

/* Bits and not a product, so that another label or role moves nothing. */
_Static_assert(CATEGORY_COUNT <= 8 && ROLE_COUNT < 8 && PROCESS_COUNT <= 8 && LABEL_COUNT <= 8,
	"three bits each");

unsigned key_code(const struct cell *c)
{
	return c->category << 12 | c->process << 9 | c->role << 6 | c->label << 3 | c->linked << 2 |
		c->spam << 1 | c->copy;
}

struct key key_cell(const struct cell *c)
{
	struct key k = key_name('C', c->firm);
	size_t n = c->platform.len < KEY_NAME_MAX ? c->platform.len : KEY_NAME_MAX;
	add_hour(&k, c->hour / CELL_HOURS);
	add_num(&k, n, 1);
	add(&k, c->platform.p, n);
	add_num(&k, (uint64_t)(c->hour % CELL_HOURS), 1);
	add_num(&k, key_code(c), 2);
	return k;
}

struct key key_index(struct str firm, unsigned role, int64_t hour, const unsigned char *hash)
{
	struct key k = key_name('I', firm);
	add_num(&k, role, 1);
	add_hour(&k, hour);
	if (hash)
		add(&k, hash, HASH_LEN);
	return k;
}

struct key key_plan(struct str source, int64_t at)
{
	struct key k = key_name('L', source);
	add_time(&k, at);
	return k;
}

struct key key_reject(int64_t hour, struct str stage, struct str source)
{
	struct key k = key_table('R');
	add_hour(&k, hour);
	add_name(&k, stage);
	add_name(&k, source);
	return k;
}

static struct bytes body(struct str key)
{
	return (struct bytes){ { key.p + 1, key.len ? key.len - 1 : 0 }, key.len == 0 };
}

static bool all(const struct bytes *b) { return !b->bad && b->rest.len == 0; }

bool key_read_hour(struct str key, int64_t *hour, unsigned char hash[HASH_LEN])
{
	struct bytes b = body(key);
	*hour = bytes_get_u32(&b);
	bytes_get(&b, hash, HASH_LEN);
	return all(&b);
}

bool key_read_hash(struct str key, unsigned char hash[HASH_LEN])
{
	struct bytes b = body(key);
	bytes_get(&b, hash, HASH_LEN);
	return all(&b);
}

bool key_read_group(struct str key, unsigned char group[HASH_LEN], int64_t *published,
	unsigned char hash[HASH_LEN])
{
	struct bytes b = body(key);
	bytes_get(&b, group, HASH_LEN);
	*published = bytes_get_i64(&b);
	bytes_get(&b, hash, HASH_LEN);
	return all(&b);
}

bool key_read_pair(struct str key, unsigned char a[HASH_LEN], unsigned char b[HASH_LEN])
{
	struct bytes x = body(key);
	bytes_get(&x, a, HASH_LEN);
	bytes_get(&x, b, HASH_LEN);
	return all(&x);
}

static struct str get_name(struct bytes *b)
{
	struct str s;
	if (b->bad || !memchr(b->rest.p, 0, b->rest.len)) {
		b->bad = true;
		return (struct str){ "", 0 };
	}
	str_cut(&b->rest, '\0', &s);
	return s;
}

bool key_read_cells(struct str key, struct str *firm, int64_t *first_hour)
{
	struct bytes b = body(key);
	*firm = get_name(&b);
	*first_hour = (int64_t)bytes_get_u32(&b) * CELL_HOURS;
	return all(&b);
}

static bool key_read_span(struct str key, int64_t hours, int64_t *first_hour, struct str *name)
{
	struct bytes b = body(key);
	*first_hour = bytes_get_u32(&b) * hours;
	*name = get_name(&b);
	return all(&b);
}

bool key_read_outline(struct str key, int64_t *first_hour, struct str *firm)
{
	return key_read_span(key, OUTLINE_HOURS, first_hour, firm);
}

bool key_read_polls(struct str key, int64_t *first_hour, struct str *source)
{
	return key_read_span(key, POLL_HOURS, first_hour, source);
}

bool key_read_code(unsigned code, struct cell *c)
{
	c->category = code >> 12;
	c->process = code >> 9 & 7;
	c->role = code >> 6 & 7;
	c->label = code >> 3 & 7;
	c->linked = code >> 2 & 1;
	c->spam = code >> 1 & 1;
	c->copy = code & 1;
	return c->category < CATEGORY_COUNT && c->role <= ROLE_COUNT && c->process < PROCESS_COUNT &&
		c->label < LABEL_COUNT;
}

bool key_read_cell(struct str key, struct cell *c)
{
	struct bytes b = body(key);
	c->firm = get_name(&b);
	c->hour = (int64_t)bytes_get_u32(&b) * CELL_HOURS;
	size_t n = bytes_get_u8(&b);
	c->platform = (struct str){ b.rest.p, n };
	if (b.bad || b.rest.len != n + 3)
		return false;
	b.rest = (struct str){ b.rest.p + n, 3 };
	c->hour += bytes_get_enum(&b, CELL_HOURS);
	return !b.bad && key_read_code(bytes_get_u16(&b), c);
}

bool key_read_index(struct str key, struct str *firm, unsigned *role, int64_t *hour,
	unsigned char hash[HASH_LEN])
{
	struct bytes b = body(key);
	*firm = get_name(&b);
	*role = bytes_get_enum(&b, ROLE_COUNT);
	*hour = bytes_get_u32(&b);
	bytes_get(&b, hash, HASH_LEN);
	return all(&b);
}

bool key_read_plan(struct str key, int64_t *at, struct str *source)
{
	struct bytes b = body(key);
	*source = get_name(&b);
	*at = bytes_get_i64(&b);
	return all(&b);
}

int64_t key_hour_of(int64_t t) { return t < 0 ? 0 : t / 3600; }
