#include "lines.h"

#include <luister/caps.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>

#define CHUNK ((size_t)64 << 10)

void lines_init(struct lines *l, FILE *in)
{
	*l = (struct lines){ .in = in };
	buf_init(&l->buf, CAP_LINE + 2 * CHUNK);
}

void lines_fini(struct lines *l)
{
	buf_free(&l->buf);
}

/* Appends what is there now (a pipe gives what it has): bytes read, 0 at the end, -1 on an error. */
static ssize_t fill(struct lines *l)
{
	char chunk[CHUNK];
	ssize_t n;
	if (l->at) {
		memmove(l->buf.p, l->buf.p + l->at, l->buf.len - l->at);
		l->buf.len -= l->at;
		l->at = 0;
	}
	do
		n = read(fileno(l->in), chunk, sizeof chunk);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		buf_add(&l->buf, chunk, (size_t)n);
	return n;
}

enum lines_got lines_next(struct lines *l, struct str *line)
{
	bool longer = false;
	size_t seen = 0;
	for (;;) {
		/* an empty buffer has no address to add to */
		struct str rest = { l->at ? l->buf.p + l->at : l->buf.p, l->buf.len - l->at };
		const char *end = rest.len > seen ? memchr(rest.p + seen, '\n', rest.len - seen) : NULL;
		if (end) {
			*line = (struct str){ rest.p, (size_t)(end - rest.p) };
			l->at += line->len + 1;
			l->number++;
			return longer || line->len > CAP_LINE ? LINES_LONG : LINES_LINE;
		}
		if (rest.len > CAP_LINE) {
			longer = true;
			l->at = l->buf.len;
			rest.len = 0;
		}
		seen = rest.len;
		ssize_t n = fill(l);
		if (n < 0)
			return LINES_ERROR;
		if (n == 0) {
			if (!rest.len && !longer)
				return LINES_END;
			l->number++;
			return LINES_CUT;
		}
	}
}
