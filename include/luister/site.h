/* site.h: the index pages of a folder of HTML reports: of a firm, of a branch, of all. Pure functions, as
 * daily.h has them; what they show comes from the same counters and the same `struct daily`. */
#ifndef LUISTER_SITE_H
#define LUISTER_SITE_H

#include <luister/daily.h>

#define SITE_DAYS 182                /* of a firm's index: 26 weeks, the calendar */
#define SITE_LINE 90                 /* of its lines */
#define SITE_WEEKS 13                /* of a small line: spans of 7 days that end with the last day */

/* A firm's days, oldest first; the last one is that of `last`. */
struct site_firm {
	const struct daily *last;
	const struct count_sum *days;    /* SITE_DAYS */
	bool heard[SITE_DAYS];           /* somebody listened; else a gap, never zero */
	bool page[SITE_DAYS];            /* the day's page stands beside the index */
	const char *up, *branch;         /* addresses of the pages above, NULL: there are none */
};

/* Which days were heard: from the firm's first counter and the first poll on, and not incomplete since.
 * In the zone in use. */
void site_heard(struct site_firm *f, int64_t first_count);

/* Mentions of each week, oldest first; UNKNOWN when a day of it was not heard. `process`: of one, or
 * PROCESS_COUNT for all. */
void site_weeks(const struct site_firm *f, int process, int64_t out[SITE_WEEKS]);

void site_firm(struct buf *out, const struct site_firm *f, const struct render *r);

/* A firm as a row of its branch; the strings live in the arena that it was made with. */
struct site_state { const char *platform; bool measured; enum presence state; };
struct site_row {
	const char *firm, *name, *branch;
	struct day day;
	enum day_kind kind;
	enum alarm alarm, negative_alarm;
	bool incomplete;
	long long yesterday;
	struct daily_window month;
	struct daily_branch peers;
	int64_t week[SITE_WEEKS];
	struct site_state *states; size_t nstates;
};
void site_row(struct site_row *row, const struct site_firm *f, struct arena *a);

/* The rows are sorted: by rank for a branch; by branch and name for the root, each branch with its address
 * as site_file says. */
void site_branch(struct buf *out, struct site_row *rows, size_t n, const struct render *r);
void site_root(struct buf *out, struct site_row *rows, size_t n, const struct render *r);

/* The file of a branch's page: branch-NAME.html, where what is no letter, digit or hyphen is _ and its hex
 * digits. */
void site_file(struct buf *out, const char *branch);

#endif
