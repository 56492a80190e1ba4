/* lines.h: lines of a stream, each at most CAP_LINE bytes, however long the stream's own are. */
#ifndef LUISTER_LINES_H
#define LUISTER_LINES_H

#include <stdio.h>
#include <luister/str.h>

enum lines_got { LINES_LINE, LINES_LONG, LINES_CUT, LINES_END, LINES_ERROR };

struct lines {
	FILE *in;
	struct buf buf;      /* bytes read and not yet given out, from `at` on */
	size_t at;
	long long number;    /* of the line last given, from 1 */
};

void lines_init(struct lines *l, FILE *in);
void lines_fini(struct lines *l);

/* The next line without its newline, borrowed until the next call. LINES_LONG: it was over CAP_LINE and is
 * skipped; LINES_CUT: the stream ended inside a line; LINES_ERROR: reading failed (errno). */
enum lines_got lines_next(struct lines *l, struct str *line);

#endif
