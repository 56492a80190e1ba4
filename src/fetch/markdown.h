/* markdown.h: Markdown as forums, Misskey and programmers' sites write it, as text that reads well. */
#ifndef FETCH_MARKDOWN_H
#define FETCH_MARKDOWN_H

#include <luister/str.h>

/* CommonMark with GitHub's tables, strikes and bare addresses; what Misskey (MFM), Discourse, Lemmy and
 * Reddit add to it loses its marks and keeps its words. Lines stay as they were typed. HTML inside, links and
 * `base` as in html_to_text. Appends; of more than CAP_TEXT bytes the head is read. */
void markdown_to_text(struct buf *out, struct str markdown, struct str base);

#endif
