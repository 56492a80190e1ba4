/* page.h: a day as headings, paragraphs, tables and posts, for each page that is no fixed grid of characters.
 * page.c says what stands where; html.c and markdown.c say how it is written. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "words.h"

#define PAGE_CELLS 8

struct page {
	struct buf *out;
	const struct render *r;
	void (*heading)(struct page *p, const char *text);
	void (*para)(struct page *p, const char *text);
	/* n cells; the first row of a table is its header, a cell is plain text */
	void (*table)(struct page *p, const char *const *header, size_t n);
	void (*row)(struct page *p, const char *const *cells, size_t n);
	void (*table_end)(struct page *p);
	void (*posts)(struct page *p, const struct daily_post *posts, size_t n);
};

/* The words under a post, without its fragment and address. */
void page_post_line(const struct page *p, const struct daily_post *post, struct buf *out);

void json_post(struct buf *out, const struct daily_post *p);  /* one line */

/* All sections of the day, under its title. */
void page_sections(struct page *p, const struct daily *d);

/* "Dagrapport NAME", "donderdag 19 november 2026", and the line of when, state and sources. */
void page_title(const struct daily *d, const struct render *r, struct buf *title, struct buf *state);

#endif
