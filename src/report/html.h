/* html.h: what every HTML page has: its head, its style, its text made harmless. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "words.h"

void html_text(struct buf *out, const char *s);                     /* escaped, for text and attributes */
void html_element(struct buf *out, const char *tag, const char *text);
/* Up to <main>; `more` is style of this kind of page. */
void html_begin(struct buf *out, const char *title, const char *more, const struct render *r);
void html_end(struct buf *out);
void html_link(struct buf *out, const char *href, const char *text);

#endif
