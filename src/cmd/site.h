/* site.h: the index pages of a folder of reports, beside the pages of its days. */
#ifndef CMD_SITE_H
#define CMD_SITE_H

#include <luister/config.h>
#include <luister/site.h>
#include <luister/store.h>

struct site;
/* Borrows all until site_free. `whole`: every firm of a branch will be added (so branches get a page), and
 * `all`: every firm at all (so the root does). */
struct site *site_new(struct store *s, const char *dir, bool whole, bool all, const struct render *r);
void site_free(struct site *s);

/* A firm's last day: writes DIR/FIRM/index.html, unless a later day has a page there. In the zone in use;
 * reads the firm's counters once. */
enum status site_add(struct site *s, const struct daily *d, struct err *e);

/* The pages of the branches and the root, once all firms were added. */
enum status site_end(struct site *s, struct err *e);

#endif
