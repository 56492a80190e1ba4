/* revisit.h: which posts fetch looks at again: the questions and complaints of the last days that no own
 * account has answered. Owned copies, so that the store can be closed before anything is asked. */
#ifndef CMD_REVISIT_H
#define CMD_REVISIT_H

#include <luister/fetch.h>
#include <luister/mem.h>
#include <luister/store.h>

#define REVISIT_DAYS 7

struct revisits { struct fetch_revisit *p; size_t n, cap; };

/* Oldest first. Everything lives in the arena but `out->p`: free it. */
enum status revisits_open(struct store *s, int64_t now, struct arena *a, struct revisits *out, struct err *e);

#endif
