/* feed.h: RSS 2.0, RSS 1.0 and Atom as one JSON Feed, so that connectors see one form. */
#ifndef FETCH_FEED_H
#define FETCH_FEED_H

#include <luister/status.h>
#include <luister/str.h>

/* The body begins like XML (white space and byte order marks aside). */
bool feed_is_xml(struct str body);

/* `url` resolves relative links where the feed itself does not say where it is, and may be NULL.
 * 69 when there is no feed in it. */
enum status feed_to_json(struct str body, const char *url, struct buf *out, struct err *e);

#endif
