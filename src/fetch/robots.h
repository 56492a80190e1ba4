/* robots.h: what a site asks of programs that walk it (robots.txt, RFC 9309). Pure: no request is made
 * here. */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <luister/str.h>

#define ROBOTS_NAME "luister"                  /* our product token */
#define ROBOTS_MAX ((size_t)500 << 10) /* what must be read of a file (2.5); the rest is not looked at */

struct robots;

/* The rules for our product token, else those for "*"; never NULL. */
struct robots *robots_parse(struct str body);
void robots_free(struct robots *r);

/* `path` with its query, as in the request. The longest rule that matches decides, and allow wins a tie
 * (2.2.2); without one everything is allowed. */
bool robots_allows(const struct robots *r, const char *path);

#endif
