/* compose.h: what a connector said of a post as a post of the wire. */
#ifndef FETCH_COMPOSE_H
#define FETCH_COMPOSE_H

#include <luister/fetch.h>
#include "connector.h"

/* `now` is when it was fetched. Spans live in the arena. Returns NULL, or why the post cannot be used
 * (static). */
const char *compose_post(const struct raw_post *raw, const struct fetch_source *source, const char *page_url,
	int64_t now, struct arena *a, struct post *out);

/* A deletion's id is like a post's: given, of a length, and not only the platform's name. */
bool compose_id(const char *id);

#endif
