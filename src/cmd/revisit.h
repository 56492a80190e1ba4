/* revisit.h: which posts fetch looks at again: in each run the questions and complaints of the last days that
 * no own account has answered, with their threads; once a day the other mentions that a report may still
 * show. Owned copies, so that the store can be closed before anything is asked. */
#ifndef CMD_REVISIT_H
#define CMD_REVISIT_H

#include <luister/fetch.h>
#include <luister/mem.h>
#include <luister/store.h>

#define REVISIT_DAYS 7
#define RECHECK_DAYS 4                  /* of a report: its day, and the 72 hours until it is final */

struct revisits { struct fetch_revisit *p; size_t n, cap; };

/* Oldest first. Everything lives in the arena but `out->p`: free it. */
enum status revisits_open(struct store *s, int64_t now, struct arena *a, struct revisits *out,
	struct err *e);

#endif
