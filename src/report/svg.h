/* svg.h: small figures for an HTML page. Colours come from the page's style, by class: both schemes and
 * print are its business. Each figure has a title and a description; a size or a shape tells what a colour
 * tells. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include <luister/clock.h>
#include <luister/str.h>

extern const char svg_style[];       /* of all figures */

/* A value of a line, with its margin; unknown: the line breaks there. */
struct svg_value { bool known; double value, low, high; };

/* `id` is unique on its page, `values` end with the day `last`. */
struct svg_chart {
	const char *id, *title, *desc;
	const struct svg_value *values; size_t n;
	const bool *heard;           /* of each: false is drawn as a gap; NULL: all */
	const double *bars;          /* or NULL: a bar each, beneath the line */
	double least, most;          /* of the axis */
	const char *const *ticks;    /* of least, the middle and most */
	struct day last;
	const char *const *months;   /* twelve short names */
	bool band;
};
void svg_chart(struct buf *out, const struct svg_chart *c);

/* A row of values as a line as small as a word; the words say it beside it. */
void svg_spark(struct buf *out, const struct svg_value *v, size_t n);

/* A day each as a square, a week a column, Monday on top: the more, the larger and the stronger. */
struct svg_cell { struct day day; bool heard; long long n; const char *href, *label; };
void svg_calendar(struct buf *out, const char *title, const struct svg_cell *cells, size_t n,
	const char *const *weekdays, const char *const *months);
int svg_level(long long n, long long most);   /* of n <= most: 0..4 */

/* Where each of n values stands; the box from q1 to q3 with the median, when it is known. */
struct svg_strip { const char *id, *title, *desc; const double *values; size_t n;
	bool box; double q1, median, q3; };
void svg_strip(struct buf *out, const struct svg_strip *s);

#endif
