/* open.c: opening and closing. STORE/current names the generation directory in use; compacting builds
 * another one and swaps the name under the exclusive side of STORE/open.lock, whose shared side every opener
 * holds while it resolves. A writer holds STORE/writer.lock for its whole life, and so does compaction:
 * nothing is committed to an old generation. Readers keep their snapshot until they close. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <luister/file.h>
#include "inside.h"

#define FIRST_MAP ((size_t)16 << 20)

char *generation_path(const char *dir, const char *name)
{
	return mem_printf("%s/%s", dir, name);
}

char *generation_name(const char *dir, struct err *e)
{
	struct buf b;
	char *path = generation_path(dir, "current");
	buf_init(&b, 64);
	enum status st = file_read(path, &b, e);
	mem_free(path);
	struct str name = str_trim(buf_view(&b));
	char *out = st == STATUS_OK ? mem_dupn(name.len ? name.p : "", name.len) : NULL;
	if (out && (name.len == 0 || strchr(out, '/'))) {
		err_set(e, STATUS_DATA, "%s/current does not name a generation", dir);
		mem_free(out);
		out = NULL;
	}
	buf_free(&b);
	return out;
}

static int open_lock(const char *dir, int how)
{
	char *path = generation_path(dir, "open.lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	mem_free(path);
	while (fd >= 0 && flock(fd, how) != 0)
		if (errno != EINTR) {
			close(fd);
			return -1;
		}
	return fd;
}

enum status generation_swap(struct store *s, const char *name, struct err *e)
{
	char *path = generation_path(s->dir, "current"), *line = mem_printf("%s\n", name);
	int fd = open_lock(s->dir, LOCK_EX);
	enum status st = fd < 0 ? err_set(e, STATUS_IO, "%s: cannot lock", s->dir)
		: file_publish(path, str_of(line), 0600, e);
	if (fd >= 0)
		close(fd);
	mem_free(path);
	mem_free(line);
	return st;
}

static enum status first_generation(struct store *s, struct err *e)
{
	char *dir = generation_path(s->dir, "g1");
	enum status st = file_mkdirs(dir, e);
	mem_free(dir);
	return st == STATUS_OK ? generation_swap(s, "g1", e) : st;
}

enum status open_generation(struct store *s, struct err *e)
{
	int fd = open_lock(s->dir, LOCK_SH);
	char *name = generation_name(s->dir, e);
	enum status st = name ? STATUS_OK : e ? e->status : STATUS_NOINPUT;
	if (name) {
		char *dir = generation_path(s->dir, name);
		st = kv_open(dir, s->mode == STORE_WRITE ? KV_WRITE : KV_READ, FIRST_MAP, &s->kv, e);
		mem_free(dir);
	}
	if (st == STATUS_OK && s->mode == STORE_READ) { /* the snapshot is taken here, before the lock goes */
		struct key k = key_meta("schema");
		struct str v;
		kv_get(s->kv, key_str(&k), &v);
	}
	if (fd >= 0)
		close(fd);
	mem_free(name);
	return st;
}

void meta_put(struct store *s, const char *name, int64_t n)
{
	struct key k = key_meta(name);
	struct buf b;
	buf_init(&b, 64);
	bytes_i64(&b, n);
	kv_put(s->kv, key_str(&k), buf_view(&b));
	buf_free(&b);
}

bool meta_get(struct store *s, const char *name, int64_t *n)
{
	struct key k = key_meta(name);
	struct str v;
	if (!kv_get(s->kv, key_str(&k), &v))
		return false;
	struct bytes b = { v, false };
	*n = bytes_get_i64(&b);
	return !b.bad;
}

/* A store that exists has one key: another one would count every post a second time. */
static enum status check_key(struct store *s, const char *path, struct err *e)
{
	struct key k = key_meta("key");
	unsigned char mine[HASH_LEN];
	struct str v;
	bool has = kv_get(s->kv, key_str(&k), &v);
	enum status st = kv_status(s->kv, e);
	if (st == STATUS_OK)
		st = hash_key_load(path, s->mode == STORE_WRITE && !has, &s->key, e);
	if (st != STATUS_OK)
		return st;
	hash_of(&s->key, HASH_CHECK, STR("luister"), mine);
	if (has && (v.len != HASH_LEN || memcmp(v.p, mine, HASH_LEN) != 0))
		return err_set(e, STATUS_CONFIG, "key file %s is not the key of store %s", path, s->dir);
	if (!has && s->mode == STORE_WRITE)
		kv_put(s->kv, key_str(&k), (struct str){ (char *)mine, HASH_LEN });
	return STATUS_OK;
}

static enum status check_meta(struct store *s, const char *key_file, struct err *e)
{
	int64_t schema;
	if (meta_get(s, "schema", &schema) && schema != STORE_SCHEMA)
		return err_set(e, STATUS_CONFIG,
			"store %s has schema %lld, this program reads %d: move it away and fill a "
			"new one, or use the program that made it", s->dir, (long long)schema, STORE_SCHEMA);
	enum status st = check_key(s, key_file, e);
	if (st != STATUS_OK)
		return st;
	if (s->mode == STORE_WRITE && !meta_get(s, "schema", &schema)) {
		meta_put(s, "schema", STORE_SCHEMA);
		st = kv_commit(s->kv, e);
	}
	meta_get(s, "floor", &s->floor);
	struct key from = key_table('E'), to = key_table('E' + 1);
	struct kv_walk w;
	kv_walk(&w, s->kv, key_str(&from), key_str(&to));
	s->any_stopped = kv_step(&w);
	kv_stop(&w);
	return st == STATUS_OK ? kv_status(s->kv, e) : st;
}

void generation_remove(const char *dir)
{
	static const char *const files[] = { "data.mdb", "lock.mdb" };
	for (size_t i = 0; i < 2; i++) {
		char *p = mem_printf("%s/%s", dir, files[i]);
		unlink(p);
		mem_free(p);
	}
	rmdir(dir);
}

/* What a compaction that was killed left: old pages may hold what was erased, so every writer looks. */
static void sweep(const char *dir)
{
	char *now = generation_name(dir, NULL), **names = now ? file_list(dir, "") : NULL;
	for (size_t i = 0; names && names[i]; i++) {
		if (names[i][0] == 'g' && strspn(names[i] + 1, "0123456789") == strlen(names[i] + 1)
			&& strcmp(names[i], now) != 0) {
			char *old = generation_path(dir, names[i]);
			generation_remove(old);
			mem_free(old);
		}
	}
	if (names)
		file_list_free(names);
	mem_free(now);
}

static enum status lock_writer(struct store *s, struct err *e)
{
	enum status st = file_mkdirs(s->dir, e);
	if (st != STATUS_OK)
		return st;
	char *path = generation_path(s->dir, "writer.lock"), *current = generation_path(s->dir, "current");
	struct err le = { STATUS_OK, "" };
	s->lock = file_lock(path, &le);
	if (s->lock < 0)
		st = err_set(e, le.status, "store %s: %s", s->dir, le.msg);
	else if (!file_exists(current))
		st = first_generation(s, e);
	else
		sweep(s->dir);
	mem_free(path);
	mem_free(current);
	return st;
}

static void slot_free(struct slot *slot)
{
	buf_free(&slot->row);
	merge_free(&slot->m);
}

static void slot_init(struct slot *slot)
{
	buf_init(&slot->row, CAP_ROW);
	merge_init(&slot->m);
}

enum status store_open(const struct store_options *o, enum store_mode mode, struct store **out, struct err *e)
{
	struct store *s = mem_alloc(sizeof *s);
	*out = NULL;
	s->mode = mode;
	s->dir = mem_dup(o->dir);
	s->text_days = o->text_days;
	s->fact_days = o->fact_days;
	s->now = o->now;
	s->lock = -1;
	slot_init(&s->old);
	slot_init(&s->in);
	slot_init(&s->other);
	slot_init(&s->child);
	buf_init(&s->row, CAP_ROW);
	buf_init(&s->scratch, CAP_ROW);
	enum status st = STATUS_OK;
	char *current = generation_path(s->dir, "current");
	if (mode == STORE_READ && !file_exists(current))
		st = err_set(e, STATUS_NOINPUT, "no store at %s", o->dir);
	mem_free(current);
	if (st == STATUS_OK && mode == STORE_WRITE)
		st = lock_writer(s, e);
	if (st == STATUS_OK)
		st = open_generation(s, e);
	if (st == STATUS_OK)
		st = check_meta(s, o->key_file, e);
	if (st == STATUS_OK)
		*out = s;
	else
		store_close(s);
	return st;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	kv_close(s->kv);
	if (s->lock >= 0)
		close(s->lock);
	arena_free(s->own_names);
	thread_forget(s);
	mem_free(s->own_firm);
	mem_free(s->own);
	slot_free(&s->old);
	slot_free(&s->in);
	slot_free(&s->other);
	slot_free(&s->child);
	mem_free(s->firms);
	mem_free(s->at);
	buf_free(&s->row);
	buf_free(&s->scratch);
	mem_free(s->dir);
	mem_free(s);
}

enum status store_commit(struct store *s, struct err *e)
{
	return kv_commit(s->kv, e);
}
