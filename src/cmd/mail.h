/* mail.h: a report's number, and its mails to readers, to each at most once. */
#ifndef CMD_MAIL_H
#define CMD_MAIL_H

#include <luister/config.h>
#include <luister/daily.h>

/* A run's mail, with the ledger (ledger.h) of the store. Opening it takes the ledger's lock. */
struct mail;
enum status mail_open(const char *store, const struct config *c, int64_t now, struct mail **out,
	struct err *e);
void mail_close(struct mail *m);

/* The number of this report; sets d->issue. */
enum status mail_issue(struct mail *m, struct daily *d, struct err *e);

/* Sends d's report to each reader of `f` who is owed it, a mail each: one who has none of the day yet, or
 * whose last one surely was not taken, when the reader's `when` holds; one who was promised a better report,
 * once it is there. What was sent, or may have been, is not sent again, and stays sent when figures change
 * later. STATUS_OK also when there was nothing to send; 69 or 77 when a mail did not go (mail_failed), else
 * nothing can be mailed at all. */
enum status mail_report(struct mail *m, const struct config_firm *f, const struct daily *d,
	const struct render *r, struct err *e);
bool mail_failed(enum status status);

#endif
