/* kv.h: sorted bytes on disk, for src/store alone: one transaction at a time, first error latched. LMDB is
 * inside lmdb.c and nowhere else. Write straight on; kv_commit (or kv_status for a reader) tells. */
#ifndef STORE_KV_H
#define STORE_KV_H

#include <luister/status.h>
#include <luister/str.h>

struct kv;

/* KV_FILL: an empty one, written in the order of its keys; it is whole on disk when kv_sync has said so. */
enum kv_mode { KV_READ, KV_WRITE, KV_FILL };

/* Opens DIR (which must exist). `map` is the first size of the map; it grows by itself. */
enum status kv_open(const char *dir, enum kv_mode mode, size_t map, struct kv **out, struct err *e);
void kv_close(struct kv *kv);                        /* what is not committed is dropped */

/* A reader's snapshot is taken at its first get and kept until kv_close; a writer's transaction begins by
 * itself. Values are borrowed until the next put, del, commit or close. */
bool kv_get(struct kv *kv, struct str key, struct str *value);
void kv_put(struct kv *kv, struct str key, struct str value);
void kv_del(struct kv *kv, struct str key);          /* a key that is not there is fine */
enum status kv_commit(struct kv *kv, struct err *e);
enum status kv_sync(struct kv *kv, struct err *e);

/* Walks the keys from <= key < to in order. No put and no del while a walk is open. */
struct kv_walk { struct kv *kv; void *cursor; struct str to; bool first; struct str key, value; };
void kv_walk(struct kv_walk *w, struct kv *kv, struct str from, struct str to);
/* fills key and value; false at the end, and then it is closed */
bool kv_step(struct kv_walk *w);
void kv_stop(struct kv_walk *w);                     /* closes early; harmless twice */

enum status kv_status(struct kv *kv, struct err *e);
void kv_sizes(struct kv *kv, size_t *map, size_t *used, size_t *entries);

#endif
