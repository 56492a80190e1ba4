/* stage.h: THE loop. Every program that reads records runs it; the end record is kept here (luister.5,
 * "end"). */
#ifndef LUISTER_STAGE_H
#define LUISTER_STAGE_H

#include <stdio.h>
#include <luister/record.h>

enum verdict { VERDICT_KEEP, VERDICT_DROP, VERDICT_REJECT };

struct stage {
	const char *name;               /* "luister-match" */
	FILE *in, *out;                 /* out NULL: a sink (store) */
	/* Called for each record but `end`. A post's verdict counts; a kept record is emitted as
	 * record_line(). With VERDICT_REJECT `e` says why (no post text in it); the record becomes a `reject`
	 * record and the stream goes on. To stop the whole stage, set *fatal and fill e. */
	enum verdict (*each)(void *self, struct record *r, enum status *fatal, struct err *e);
	/* Called when a segment's `end` was read and its sums were right, before it is passed on; may be
	 * NULL. */
	enum status (*segment_end)(void *self, struct err *e);
	void *self;
	struct buf *extra;              /* lines that `each` wants out before its record, or NULL */
	struct tally tally;             /* filled */
};

/* Reads in to its end, calls each, writes out. Checks: cut last line and missing end 75, lines over CAP_LINE
 * or not a record are rejected (stderr: line number and reason of the first CAP_REJECT_SAID, then how many
 * more), more than CAP_REJECT_PERCENT of posts 65,
 * write failure 74, read failure 74, sums that do not fit the stage before 75. The stage's own end is written
 * only when all was well. */
enum status stage_run(struct stage *s, struct err *e);

#endif
