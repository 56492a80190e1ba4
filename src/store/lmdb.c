/* lmdb.c: kv.h on LMDB; the only file that knows it. Foreign codes become house codes here.
 * A full map (MDB_MAP_FULL) aborts its transaction, so every write since its begin is kept in `log`; the map
 * is doubled and the log replayed. */
#include <errno.h>
#include <lmdb.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <luister/mem.h>
#include "kv.h"

/* far over any store of one house; a runaway stops here */
#define MAP_MAX ((size_t)1 << 38)
#define LOG_MAX ((size_t)1 << 32)

struct kv {
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;
	enum kv_mode mode;
	bool dbi_open;
	struct buf log;                                  /* writes of this transaction: op, lengths, bytes */
	struct err err;                                  /* the first one; nothing happens after it */
};

static enum status code_of(int rc)
{
	switch (rc) {
	case 0: return STATUS_OK;
	case MDB_CORRUPTED: case MDB_PAGE_NOTFOUND: case MDB_INVALID: case MDB_PANIC: return STATUS_DATA;
	case MDB_VERSION_MISMATCH: case MDB_INCOMPATIBLE: return STATUS_CONFIG;
	case MDB_READERS_FULL: case EAGAIN: case EBUSY: return STATUS_TEMP;
	case ENOMEM: return STATUS_OS;
	case ENOENT: return STATUS_NOINPUT;
	case EACCES: case EPERM: case EROFS: return STATUS_CREATE;
	case MDB_BAD_TXN: case MDB_BAD_VALSIZE: case MDB_BAD_DBI:
	case MDB_BAD_RSLOT: case EINVAL: return STATUS_BUG;
	default: return STATUS_IO; /* ENOSPC, EIO, MDB_MAP_FULL at the ceiling, MDB_TXN_FULL */
	}
}

static enum status told(struct err *e, const char *where, const char *what, int rc)
{
	bool damaged = code_of(rc) == STATUS_DATA;
	return err_set(e, code_of(rc), "%s%s: %s%s", where, what, mdb_strerror(rc),
		damaged ? "; the store is damaged: put a backup back" : "");
}

static void latch(struct kv *kv, int rc, const char *what)
{
	if (kv->err.status == STATUS_OK && rc != 0)
		(void)told(&kv->err, "store: ", what, rc);
}

/* The file is mapped: what a copy that was cut short lacks, or a disk cannot read, comes as a signal. */
static void unreadable(int sig)
{
	static const char text[] =
		"store: its file ends early or cannot be read; the store is damaged: put a "
		"backup back\n";
	(void)sig;
	_exit(write(STDERR_FILENO, text, sizeof text - 1) < 0 ? STATUS_IO : STATUS_DATA);
}

static void drop(struct kv *kv)
{
	if (kv->txn)
		mdb_txn_abort(kv->txn);
	kv->txn = NULL;
}

/* The map is larger in the file than here when another process grew it: take the file's size, try again. */
static int begin_raw(struct kv *kv)
{
	unsigned flags = kv->mode == KV_READ ? MDB_RDONLY : 0;
	int rc = mdb_txn_begin(kv->env, NULL, flags, &kv->txn);
	if (rc == MDB_MAP_RESIZED && (rc = mdb_env_set_mapsize(kv->env, 0)) == 0)
		rc = mdb_txn_begin(kv->env, NULL, flags, &kv->txn);
	if (rc == 0 && !kv->dbi_open) {
		rc = mdb_dbi_open(kv->txn, NULL, 0, &kv->dbi);
		kv->dbi_open = rc == 0;
	}
	if (rc != 0)
		drop(kv);
	return rc;
}

static bool begin(struct kv *kv)
{
	if (kv->err.status != STATUS_OK)
		return false;
	if (!kv->txn)
		latch(kv, begin_raw(kv), "begin");
	return kv->err.status == STATUS_OK;
}

static MDB_val val(struct str s)
{
	return (MDB_val){ s.len, (void *)(uintptr_t)s.p };
}

static int write_raw(struct kv *kv, char op, struct str key, struct str value)
{
	MDB_val k = val(key), v = val(value);
	if (op == '+')
		return mdb_put(kv->txn, kv->dbi, &k, &v, kv->mode == KV_FILL ? MDB_APPEND : 0);
	int rc = mdb_del(kv->txn, kv->dbi, &k, NULL);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

static int replay(struct kv *kv)
{
	size_t at = 0;
	int rc = 0;
	while (at < kv->log.len && rc == 0) {
		size_t n[2];
		char op = kv->log.p[at];
		memcpy(n, kv->log.p + at + 1, sizeof n);
		const char *p = kv->log.p + at + 1 + sizeof n;
		rc = write_raw(kv, op, (struct str){ p, n[0] }, (struct str){ p + n[0], n[1] });
		at += 1 + sizeof n + n[0] + n[1];
	}
	return rc;
}

/* Doubles the map until the transaction so far fits in it. */
static int grow(struct kv *kv)
{
	int rc = MDB_MAP_FULL;
	while (rc == MDB_MAP_FULL) {
		MDB_envinfo info;
		drop(kv);
		mdb_env_info(kv->env, &info);
		if (info.me_mapsize >= MAP_MAX)
			return MDB_MAP_FULL;
		rc = mdb_env_set_mapsize(kv->env, info.me_mapsize * 2);
		if (rc == 0)
			rc = begin_raw(kv);
		if (rc == 0)
			rc = replay(kv);
	}
	return rc;
}

static void write_op(struct kv *kv, char op, struct str key, struct str value)
{
	if (!begin(kv))
		return;
	size_t n[2] = { key.len, value.len };
	buf_putc(&kv->log, op);
	buf_add(&kv->log, n, sizeof n);
	buf_str(&kv->log, key);
	buf_str(&kv->log, value);
	if (kv->log.failed) {
		latch(kv, MDB_TXN_FULL, "write");
		return;
	}
	int rc = write_raw(kv, op, key, value);
	latch(kv, rc == MDB_MAP_FULL ? grow(kv) : rc, "write");
}

void kv_put(struct kv *kv, struct str key, struct str value) { write_op(kv, '+', key, value); }
void kv_del(struct kv *kv, struct str key) { write_op(kv, '-', key, (struct str){ "", 0 }); }

bool kv_get(struct kv *kv, struct str key, struct str *value)
{
	if (!begin(kv))
		return false;
	MDB_val k = val(key), v;
	int rc = mdb_get(kv->txn, kv->dbi, &k, &v);
	if (rc == 0)
		*value = (struct str){ v.mv_data, v.mv_size };
	else if (rc != MDB_NOTFOUND)
		latch(kv, rc, "read");
	return rc == 0;
}

enum status kv_commit(struct kv *kv, struct err *e)
{
	if (kv->err.status == STATUS_OK && kv->txn) {
		int rc = mdb_txn_commit(kv->txn);            /* frees the handle also when it fails */
		kv->txn = NULL;
		if (rc == MDB_MAP_FULL && (rc = grow(kv)) == 0) {
			rc = mdb_txn_commit(kv->txn);
			kv->txn = NULL;
		}
		latch(kv, rc, "commit");
	}
	buf_clear(&kv->log);
	return kv_status(kv, e);
}

enum status kv_sync(struct kv *kv, struct err *e)
{
	latch(kv, mdb_env_sync(kv->env, 1), "sync");
	return kv_status(kv, e);
}

enum status kv_status(struct kv *kv, struct err *e)
{
	return kv->err.status == STATUS_OK ? STATUS_OK : err_set(e, kv->err.status, "%s", kv->err.msg);
}

void kv_walk(struct kv_walk *w, struct kv *kv, struct str from, struct str to)
{
	*w = (struct kv_walk){ .kv = kv, .to = to, .first = true, .key = from };
	if (!begin(kv))
		return;
	MDB_cursor *c = NULL;
	latch(kv, mdb_cursor_open(kv->txn, kv->dbi, &c), "walk");
	w->cursor = c;
}

bool kv_step(struct kv_walk *w)
{
	if (!w->cursor)
		return false;
	MDB_val k = val(w->key), v;
	int rc = mdb_cursor_get(w->cursor, &k, &v, w->first ? MDB_SET_RANGE : MDB_NEXT);
	w->first = false;
	if (rc != 0 && rc != MDB_NOTFOUND)
		latch(w->kv, rc, "walk");
	if (rc == 0) {
		w->key = (struct str){ k.mv_data, k.mv_size };
		w->value = (struct str){ v.mv_data, v.mv_size };
		if (str_cmp(w->key, w->to) < 0)
			return true;
	}
	kv_stop(w);
	return false;
}

void kv_stop(struct kv_walk *w)
{
	if (w->cursor)
		mdb_cursor_close(w->cursor);
	w->cursor = NULL;
}

void kv_sizes(struct kv *kv, size_t *map, size_t *used, size_t *entries)
{
	MDB_envinfo info = { 0 };
	MDB_stat st = { 0 };
	mdb_env_info(kv->env, &info);
	mdb_env_stat(kv->env, &st);
	*map = info.me_mapsize;
	*used = (info.me_last_pgno + 1) * st.ms_psize;
	*entries = st.ms_entries;
}

enum status kv_open(const char *dir, enum kv_mode mode, size_t map, struct kv **out, struct err *e)
{
	static const unsigned flags[] = { [KV_READ] = MDB_RDONLY, [KV_WRITE] = 0, [KV_FILL] = MDB_NOSYNC };
	struct kv *kv = mem_alloc(sizeof *kv);
	kv->mode = mode;
	buf_init(&kv->log, LOG_MAX);
	int rc = mdb_env_create(&kv->env), dead;
	signal(SIGBUS, unreadable);
	if (rc == 0 && mode != KV_READ)
		/* LMDB takes the file's own size when that is larger */
		rc = mdb_env_set_mapsize(kv->env, map);
	if (rc == 0)
		rc = mdb_env_open(kv->env, dir, flags[mode] | MDB_NOTLS, 0600);
	if (rc == 0 && mode == KV_WRITE)
		mdb_reader_check(kv->env, &dead);            /* slots of readers that were killed */
	*out = kv;
	if (rc == 0)
		return STATUS_OK;
	enum status st = told(e, "", dir, rc);
	kv_close(kv);
	*out = NULL;
	return st;
}

void kv_close(struct kv *kv)
{
	if (!kv)
		return;
	drop(kv);
	if (kv->env)
		mdb_env_close(kv->env);
	buf_free(&kv->log);
	mem_free(kv);
}
