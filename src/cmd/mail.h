/* mail.h: a report to its readers, at most once. */
#ifndef CMD_MAIL_H
#define CMD_MAIL_H

#include <luister/config.h>
#include <luister/daily.h>

/* What became of each day's report, beside the store: `path` is a file of lines FIRM, DAY, ISSUE, HASH, MAIL,
 * of which the last one of a firm and day holds. Opening it takes its lock. */
struct ledger;
enum status ledger_open(const char *path, struct ledger **out, struct err *e);
void ledger_close(struct ledger *l);

/* The number of this report: that of the last one with the same figures, else the next. Sets d->issue. */
enum status ledger_issue(struct ledger *l, struct daily *d, struct err *e);

/* Sends d's report to the readers of `f`, unless it was sent, or may have been. What was sent stays sent when
 * figures change later. STATUS_OK also when there was nothing to send. */
enum status mail_report(struct ledger *l, const struct config *c, const struct config_firm *f,
	const struct daily *d, const struct render *r, struct err *e);

#endif
