/* ledger.h: what became of each day's report, mailed or only written, in a file beside the store: lines FIRM,
 * DAY, ISSUE, HASH, STATE, parted by tabs. Of a report HASH is that of its figures and STATE whole or
 * incomplete; of a mail HASH is -, STATE one of mail_state, and its READER follows. */
#ifndef CMD_LEDGER_H
#define CMD_LEDGER_H

#include <luister/daily.h>

#define LEDGER_FRESH 4          /* days whose reports are made each morning: late posts change them */
#define LEDGER_OWED 28          /* days in which a report can be owed: as far back as a walk goes */

enum mail_state {
	MAIL_NONE,
	MAIL_SKIPPED,           /* the reader's `when` did not hold */
	MAIL_SENDING,           /* a run that ended here was killed */
	MAIL_SENT, MAIL_FAILED, MAIL_UNKNOWN,
	REPORT_WHOLE, REPORT_INCOMPLETE,
};

/* Opens STORE.mail and takes its lock; lines of days before `oldest` go. Then nothing but the lines that are
 * added here changes the file. */
struct ledger;
enum status ledger_open(const char *store, struct day oldest, struct ledger **out, struct err *e);
void ledger_close(struct ledger *l);

/* The number of this report: that of the last one with the same figures, else the next. An incomplete day
 * keeps its number until it is complete, since its page promises the next one. Sets d->issue. */
enum status ledger_issue(struct ledger *l, struct daily *d, struct err *e);

/* A reader's mails of a day as they stood when the ledger was opened. */
struct ledger_mail {
	enum mail_state last;           /* what last became of one */
	int issue;                      /* its report, */
	bool gap;                       /* and whether that was incomplete */
	/* the last that needs no more: MAIL_SENT, MAIL_UNKNOWN or MAIL_SKIPPED, NONE when there is none */
	enum mail_state settled;
	int settled_issue;
	bool settled_gap;               /* a better report was promised */
};
struct ledger_mail ledger_mail(const struct ledger *l, const struct daily *d, const char *reader);

/* On disk before anything follows from it. */
enum status ledger_note(struct ledger *l, const struct daily *d, int issue, enum mail_state state,
	const char *reader, struct err *e);

/* A reader's name in the ledger, which tells nobody the address. */
void ledger_reader(const char *address, char out[17]);

/* owed[n]: of the day n days before `today` a report is incomplete, or none was made although there are older
 * ones; or a mail failed or was promised. */
void ledger_owed(const struct ledger *l, struct day today, bool owed[LEDGER_OWED + 1]);

#endif
