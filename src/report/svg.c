#include "svg.h"

#include <stdio.h>

#include "html.h"

/* At least 3:1 against the page, the lightest square and the thinnest line too (WCAG 1.4.11). */
const char svg_style[] =
	":root{--mark:#1f568f;--s1:#5588bd;--s2:#3a72b4;--s3:#1f568f;--s4:#0b3a69;--gap:#767676;--band:#"
	"c9dcef}"
	"@media(prefers-color-scheme:dark){:root{--mark:#8fbcec;--s1:#4d7fb5;--s2:#6ea0d6;--s3:#9cc3ee;"
	"--s4:#d3e6fb;--gap:#8c8c8c;--band:#243c55}}"
	"svg{display:block;width:100%;height:auto;overflow:visible}"
	"svg text{font:11px system-ui,sans-serif;fill:var(--dim)}"
	".s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}"
	".s0{fill:none;stroke:var(--gap)}.gap{stroke:var(--gap);stroke-width:1;fill:none}"
	".bar{fill:var(--s1)}.line{fill:none;stroke:var(--mark);stroke-width:2;stroke-linejoin:round;"
	"stroke-linecap:round}.dot{fill:var(--mark)}.band{fill:var(--band)}"
	".axis{stroke:var(--line);fill:none}.ring{fill:none;stroke:var(--mark);stroke-width:1.5}"
	"svg a:focus-visible rect,svg a:hover rect{stroke:var(--ink);stroke-width:2}"
	"@media(max-width:34rem){svg text{font-size:18px}}"
	"svg.spark{width:7rem;height:1.6rem;display:inline-block;vertical-align:middle}"
	"@media print{.s1,.s2,.s3,.s4,.bar,.band,.dot{print-color-adjust:exact;"
	"-webkit-print-color-adjust:exact}}";

static void begin(struct buf *out, const char *id, int width, int height, const char *title, const char *desc)
{
	buf_printf(out,
		"<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\"><title "
		"id=\"%s-t\">",
		width, height, id, id, id);
	html_text(out, title);
	buf_printf(out, "</title><desc id=\"%s-d\">", id);
	html_text(out, desc);
	buf_puts(out, "</desc>\n");
}

/* ---- lines ---- */

struct frame {
	double x, y, width, height, least, most, step;
};

static double at_x(const struct frame *f, size_t i)
{
	return f->x + f->step * ((double)i + 0.5);
}

static double at_y(const struct frame *f, double v)
{
	return f->y + f->height * (1 - (v - f->least) / (f->most - f->least));
}

/* The run of known values from `from` on; its end. */
static size_t run_end(const struct svg_value *v, size_t n, size_t from)
{
	while (from < n && v[from].known)
		from++;
	return from;
}

static void bands(struct buf *out, const struct frame *f, const struct svg_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t end = run_end(v, n, i);
		if (end == i)
			continue;
		buf_puts(out, "<path class=\"band\" d=\"M");
		for (size_t k = i; k < end; k++)
			buf_printf(out, "%.1f %.1f ", at_x(f, k), at_y(f, v[k].high));
		for (size_t k = end; k-- > i;)
			buf_printf(out, "%.1f %.1f ", at_x(f, k), at_y(f, v[k].low));
		buf_puts(out, "z\"/>\n");
		i = end;
	}
}

/* A value between two gaps is a dot. */
static void lines(struct buf *out, const struct frame *f, const struct svg_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t end = run_end(v, n, i);
		if (end == i)
			continue;
		if (end == i + 1) {
			buf_printf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>\n",
				at_x(f, i), at_y(f, v[i].value));
		} else {
			buf_puts(out, "<path class=\"line\" d=\"M");
			for (size_t k = i; k < end; k++)
				buf_printf(out, "%.1f %.1f%s", at_x(f, k), at_y(f, v[k].value),
					k + 1 < end ? " " : "");
			buf_puts(out, "\"/>\n");
		}
		i = end;
	}
}

static void bars(struct buf *out, const struct frame *f, const struct svg_chart *c)
{
	for (size_t i = 0; i < c->n; i++) {
		double top = at_y(f, c->bars[i]), height = f->y + f->height - top;
		bool heard = !c->heard || c->heard[i];
		if (c->bars[i] > 0)
			buf_printf(out,
				"<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
				"height=\"%.1f\"/>\n",
				heard ? "bar" : "gap", at_x(f, i) - f->step * 0.38, top, f->step * 0.76,
				height);
	}
}

/* Nobody listened: a dotted floor, as long as that was. */
static void gaps(struct buf *out, const struct frame *f, const struct svg_chart *c)
{
	for (size_t i = 0; c->heard && i < c->n; i++) {
		size_t from = i;
		while (i < c->n && !c->heard[i])
			i++;
		if (i > from)
			buf_printf(out,
				"<path class=\"gap\" stroke-dasharray=\"2 3\" d=\"M%.1f %.1fH%.1f\"/>\n",
				at_x(f, from) - f->step / 2, f->y + f->height + 4,
				at_x(f, i - 1) + f->step / 2);
	}
}

static void axes(struct buf *out, const struct frame *f, const struct svg_chart *c)
{
	for (int k = 0; k < 3; k++) {
		double y = f->y + f->height * (1 - k / 2.0);
		buf_printf(out,
			"<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
			"text-anchor=\"end\">",
			f->x, y, f->x + f->width, f->x - 5, y + 4);
		html_text(out, c->ticks[k]);
		buf_puts(out, "</text>\n");
	}
	for (size_t i = 0; i < c->n; i++) {
		struct day d = day_add(c->last, (int)i + 1 - (int)c->n);
		if (d.mday != 1 || i + 4 > c->n)
			continue;
		double x = at_x(f, i) - f->step / 2;
		buf_printf(out,
			"<path class=\"axis\" d=\"M%.1f %.1fv6\"/><text x=\"%.1f\" y=\"%.1f\">%s"
			"</text>\n",
			x, f->y + f->height, x + 3, f->y + f->height + 20, c->months[d.month - 1]);
	}
}

void svg_chart(struct buf *out, const struct svg_chart *c)
{
	struct frame f = { 52, 10, 584, 130, c->least, c->most, 584 / (double)c->n };

	begin(out, c->id, 640, 164, c->title, c->desc);
	axes(out, &f, c);
	if (c->bars)
		bars(out, &f, c);
	if (c->band)
		bands(out, &f, c->values, c->n);
	gaps(out, &f, c);
	lines(out, &f, c->values, c->n);
	buf_puts(out, "</svg>\n");
}

void svg_spark(struct buf *out, const struct svg_value *v, size_t n)
{
	struct frame f = { 2, 3, 108, 18, 0, 1, 108 / (double)n };

	for (size_t i = 0; i < n; i++)
		if (v[i].known && v[i].value > f.most)
			f.most = v[i].value;
	buf_puts(out,
		"<svg class=\"spark\" viewBox=\"0 0 112 24\" aria-hidden=\"true\">"
		"<path class=\"axis\" d=\"M2 21.5H110\"/>");
	lines(out, &f, v, n);
	if (n && v[n - 1].known)
		buf_printf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", at_x(&f, n - 1),
			at_y(&f, v[n - 1].value));
	buf_puts(out, "</svg>");
}

/* ---- the calendar ---- */

#define PITCH 20

int svg_level(long long n, long long most)
{
	if (n <= 0)
		return 0;
	most = most > 4 ? most : 4;
	return (int)((4 * n + most - 1) / most);
}

static void square(struct buf *out, const struct svg_cell *c, int x, int y, long long most)
{
	static const int size[] = { 4, 8, 11, 14, 17 };
	int level = svg_level(c->n, most), s = size[level];
	double left = x + (PITCH - s) / 2.0, top = y + (PITCH - s) / 2.0;

	if (c->href) {
		buf_puts(out, "<a href=\"");
		html_text(out, c->href);
		buf_puts(out, "\" aria-label=\"");
		html_text(out, c->label);
		buf_puts(out, "\">");
		/* the whole square can be hit */
		buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"transparent\"/>",
			x, y, PITCH, PITCH);
	}
	if (!c->heard && !c->n)
		buf_printf(out, "<path class=\"gap\" d=\"M%d %dl6 6m0 -6l-6 6\"><title>", x + 7, y + 7);
	else
		buf_printf(out,
			"<rect class=\"s%d\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" "
			"rx=\"2\"%s><title>",
			level, left, top, s, s,
			c->heard ? "" : " fill-opacity=\".35\" stroke=\"var(--gap)\" stroke-dasharray=\"2\"");
	html_text(out, c->label);
	buf_puts(out, !c->heard && !c->n ? "</title></path>" : "</title></rect>");
	buf_puts(out, c->href ? "</a>\n" : "\n");
}

void svg_calendar(struct buf *out, const char *title, const struct svg_cell *cells, size_t n,
	const char *const *weekdays, const char *const *months)
{
	int first = n ? (day_weekday(cells[0].day) + 6) % 7 : 0, columns = ((int)n + first + 6) / 7, free = 0;
	long long most = 0;

	for (size_t i = 0; i < n; i++)
		most = cells[i].n > most ? cells[i].n : most;
	buf_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"", 30 + columns * PITCH,
		20 + 7 * PITCH);
	html_text(out, title);
	buf_puts(out, "\">\n");
	for (int w = 0; w < 7; w += 2)
		buf_printf(out, "<text x=\"0\" y=\"%d\" aria-hidden=\"true\">%s</text>", 34 + w * PITCH,
			weekdays[w]);
	buf_putc(out, '\n');
	for (int i = 0; i < (int)n; i++) {
		int column = (i + first) / 7, row = (i + first) % 7;
		if ((cells[i].day.mday == 1 || i == 0) && column >= free && column + 1 < columns) {
			buf_printf(out, "<text x=\"%d\" y=\"12\" aria-hidden=\"true\">%s</text>\n",
				32 + column * PITCH, months[cells[i].day.month - 1]);
			free = column + 2;
		}
		square(out, &cells[i], 30 + column * PITCH, 20 + row * PITCH, most);
	}
	buf_puts(out, "</svg>\n");
}

/* ---- the strip ---- */

void svg_strip(struct buf *out, const struct svg_strip *s)
{
	double most = 1, least = 0;
	char text[32];

	for (size_t i = 0; i < s->n; i++) {
		most = s->values[i] > most ? s->values[i] : most;
		least = s->values[i] < least ? s->values[i] : least;
	}
	double scale = 600 / (most - least);
#define AT(v) (20 + ((v)-least) * scale)
	begin(out, s->id, 640, 62, s->title, s->desc);
	if (s->box)
		buf_printf(out,
			"<rect class=\"band\" x=\"%.1f\" y=\"10\" width=\"%.1f\" height=\"26\" "
			"rx=\"3\"/><path class=\"line\" d=\"M%.1f 8V38\"/>\n",
			AT(s->q1), AT(s->q3) - AT(s->q1) > 1 ? AT(s->q3) - AT(s->q1) : 1, AT(s->median));
	buf_puts(out, "<path class=\"axis\" d=\"M20 40H620\"/>\n");
	for (size_t i = 0; i < s->n; i++)
		buf_printf(out, "<circle class=\"ring\" cx=\"%.1f\" cy=\"23\" r=\"5\"/>\n", AT(s->values[i]));
	snprintf(text, sizeof text, "%.0f", least);
	buf_printf(out, "<text x=\"20\" y=\"55\">%s</text>", text);
	snprintf(text, sizeof text, "%.0f", most);
	buf_printf(out, "<text x=\"620\" y=\"55\" text-anchor=\"end\">%s</text></svg>\n", text);
#undef AT
}
