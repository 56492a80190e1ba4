/* traces.h: where a person may still stand outside the store: pages of reports, and backups. */
#ifndef CMD_TRACES_H
#define CMD_TRACES_H

#include <luister/config.h>

/* Of posts, told one by one; `c` NULL: no reports are known. */
struct traces;
struct traces *traces_new(const struct config *c);
void traces_add(void *traces, struct str firm, int64_t published);
void traces_free(struct traces *t);

/* The written pages that may show one of them: of the firm, of the post's day and the 28 after it. Each is a
 * line of JSON, or goes; `out` says how many went and how they are made again. */
void traces_print(struct traces *t, struct buf *out);
enum status traces_remove(struct traces *t, struct buf *out, struct err *e);

/* STORE.backups: the folders of backups, a line each. Named are those that are still there. */
enum status backups_note(const char *store, const char *backup, struct err *e);
void backups_named(const char *store, struct buf *out);

#endif
