/* The index pages. Each figure has its table, and a gap is a gap. */
#include <luister/site.h>

#include "figures.h"
#include "html.h"
#include "svg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char page_style[] =
	"main{max-width:52rem;margin:auto}figure{margin:1rem 0}figcaption{color:var(--dim);font-size:.9rem}"
	"thead "
	"th{vertical-align:bottom}.sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));"
	"gap:.75rem;margin:1rem 0}"
	".sums div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}"
	".sums dt{color:var(--dim);font-size:.85rem}.sums dd{margin:0;font-size:1.35rem;font-weight:600}"
	".sums dd small{display:block;font-size:.8rem;font-weight:400;color:var(--dim)}"
	"summary{cursor:pointer;padding:.4rem 0}td,th{font-variant-numeric:tabular-nums}"
	"tfoot th{font-weight:normal;font-style:italic}tfoot{color:var(--dim)}nav{margin-bottom:.5rem}"
	"td.spark,th.spark{text-align:left;min-width:7rem}.nowrap{white-space:nowrap}"
	"@media(max-width:34rem){.spark{min-width:5rem}}"
	"@media print{details:not([open]),section:has(>details:not([open])){display:none}"
	"figure,.sums{break-inside:avoid}}";

/* ---- what is known ---- */

void site_heard(struct site_firm *f, int64_t first_count)
{
	const struct daily_coverage *c = f->last->coverage;
	int64_t since = first_count;

	if (since == CLOCK_NONE || c->first_poll == CLOCK_NONE || c->first_poll > since)
		since = c->first_poll;
	for (int i = 0; i < SITE_DAYS; i++) {
		/* what was not heard so long ago is no longer waited for: the oldest known day speaks for it
		 */
		int k = i - (SITE_DAYS - DAILY_DAYS);
		bool missing = c->missing[k > 0 ? k : 0];
		f->heard[i] = since != CLOCK_NONE && !missing &&
			day_start(day_add(f->last->day, i + 1 - SITE_DAYS)) >= since;
	}
	f->heard[SITE_DAYS - 1] = !f->last->incomplete;
}

static bool all_heard(const struct site_firm *f, int from, int n)
{
	for (int i = from; i < from + n; i++)
		if (!f->heard[i])
			return false;
	return true;
}

void site_weeks(const struct site_firm *f, int process, int64_t out[SITE_WEEKS])
{
	for (int w = 0; w < SITE_WEEKS; w++) {
		int from = SITE_DAYS - 7 * (SITE_WEEKS - w);
		out[w] = 0;
		for (int i = from; i < from + 7; i++)
			out[w] += process == PROCESS_COUNT ? f->days[i].n : f->days[i].process[process];
		if (!all_heard(f, from, 7))
			out[w] = DAILY_UNKNOWN;
	}
}

/* Net sentiment of the 28 days that end with day i, as that day's report gives it. */
static bool net_at(const struct site_firm *f, int i, struct net *out)
{
	if (i < 27 || !f->heard[i])
		return false;
	struct daily_window w = window_of(f->days + i - 27, 28);
	return daily_net(&w, out);
}

void site_file(struct buf *out, const char *branch)
{
	buf_puts(out, "branch-");
	for (const char *c = branch; *c; c++) {
		bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= '0' && *c <= '9') || *c == '-';
		if (plain)
			buf_putc(out, *c);
		else
			buf_printf(out, "_%02x", (unsigned)(unsigned char)*c);
	}
	buf_puts(out, ".html");
}

/* ---- words ---- */

struct text {
	char s[64];
};

static struct text net_text(const struct net *n)
{
	struct text t = { "-" };
	if (n)
		snprintf(t.s, sizeof t.s, "%+d%% (%+d..%+d)", n->percent, n->percent_low, n->percent_high);
	return t;
}

static struct text window_net(const struct daily_window *w, bool incomplete)
{
	struct net n;
	return net_text(!incomplete && daily_net(w, &n) ? &n : NULL);
}

static struct text milli(int64_t n, const struct render *r)
{
	struct text t;
	words_milli(n, r, t.s, sizeof t.s);
	return t;
}

static struct text share(int64_t n, const struct render *r)
{
	struct text t;
	words_share(n, r, t.s, sizeof t.s);
	return t;
}

static struct text number(int64_t n)
{
	struct text t = { "-" };
	if (n != DAILY_UNKNOWN)
		snprintf(t.s, sizeof t.s, "%lld", (long long)n);
	return t;
}

static struct text day_text(struct day d, const struct render *r)
{
	struct text t;
	words_day(d, r, t.s, sizeof t.s);
	return t;
}

/* The name of a day's page. */
static struct text page_name(struct day d)
{
	struct text t;
	snprintf(t.s, sizeof t.s, "%04d-%02d-%02d.html", d.year, d.month, d.mday);
	return t;
}

/* ---- elements ---- */

static void sum(struct buf *out, const char *name, const char *value, const char *more)
{
	buf_puts(out, "<div><dt>");
	html_text(out, name);
	buf_puts(out, "</dt><dd>");
	html_text(out, value);
	if (more && *more) {
		buf_puts(out, "<small>");
		html_text(out, more);
		buf_puts(out, "</small>");
	}
	buf_puts(out, "</dd></div>\n");
}

static void table(struct buf *out, const char *const *header, size_t n, const char *name)
{
	buf_puts(out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_text(out, name);
	buf_puts(out, "\"><table><thead><tr>");
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, "<th scope=\"col\">");
		html_text(out, header[i]);
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr></thead>\n<tbody>\n");
}

static void cell(struct buf *out, const char *text)
{
	buf_puts(out, "<td>");
	html_text(out, text);
	buf_puts(out, "</td>");
}

static void row_head(struct buf *out, const char *href, const char *text)
{
	buf_puts(out, "<tr><th scope=\"row\">");
	if (href)
		html_link(out, href, text);
	else
		html_text(out, text);
	buf_puts(out, "</th>");
}

static void table_end(struct buf *out)
{
	buf_puts(out, "</tbody></table></div>\n");
}

static void spark_cell(struct buf *out, const int64_t *week)
{
	struct svg_value v[SITE_WEEKS];
	for (int i = 0; i < SITE_WEEKS; i++)
		v[i] = (struct svg_value){ .known = week[i] != DAILY_UNKNOWN, .value = (double)week[i] };
	buf_puts(out, "<td class=\"spark\">");
	svg_spark(out, v, SITE_WEEKS);
	buf_puts(out, "</td>");
}

static void title(struct buf *out, const char *name, struct day day, const struct render *r)
{
	struct text d = day_text(day, r);
	html_element(out, "h1", name);
	buf_printf(out, "<p class=\"dim\">%s %s</p>\n", W(r, "Tot en met", "Up to and including"), d.s);
}

static void begin(struct buf *out, const char *name, const struct render *r)
{
	char *style = mem_printf("%s%s", svg_style, page_style);
	html_begin(out, name, style, r);
	mem_free(style);
}

/* ---- the firm ---- */

static void sums(struct buf *out, const struct site_firm *f, const struct render *r)
{
	const struct daily *d = f->last;
	const struct daily_dialogue *g = &d->dialogue;
	struct text answered = { "" }, rank = { "-" }, of = { "" },
		    net = window_net(&d->month, d->incomplete), rate = { "-" };
	char *space = strchr(net.s, ' ');

	if (space)
		*space = '\0';
	if (g->known) {
		rate = share(g->rate, r);
		snprintf(answered.s, sizeof answered.s,
			W(r, "%lld van %lld in 7 dagen", "%lld of %lld in 7 days"), g->answered, g->needing);
	} else {
		snprintf(answered.s, sizeof answered.s, "%s", W(r, "niet te weten", "cannot be known"));
	}
	if (d->peers.firms < 2) {
		snprintf(of.s, sizeof of.s, "%s", W(r, "enige kantoor", "the only firm"));
	} else if (d->peers.mentions_month.rank) {
		snprintf(rank.s, sizeof rank.s, "%d", d->peers.mentions_month.rank);
		snprintf(of.s, sizeof of.s, W(r, "van %d kantoren", "of %d firms"),
			d->peers.mentions_month.firms);
	}
	buf_puts(out, "<dl class=\"sums\">\n");
	sum(out, W(r, "Vermeldingen, 7 dagen", "Mentions, 7 days"), number(d->week.n).s, NULL);
	sum(out, W(r, "Vermeldingen, 28 dagen", "Mentions, 28 days"), number(d->month.n).s, NULL);
	sum(out, W(r, "Nettosentiment, 28 dagen", "Net sentiment, 28 days"), net.s,
		space ? space + 1 : W(r, "te weinig om te zeggen", "too few to tell"));
	sum(out, W(r, "Beantwoord", "Answered"), rate.s, answered.s);
	sum(out, W(r, "Plaats in de branche", "Rank in the branch"), rank.s, of.s);
	buf_puts(out, "</dl>\n");
}

static void calendar(struct buf *out, const struct site_firm *f, const struct render *r)
{
	struct svg_cell cells[SITE_DAYS];
	struct text href[SITE_DAYS];
	char label[SITE_DAYS][128];

	for (int i = 0; i < SITE_DAYS; i++) {
		struct day d = day_add(f->last->day, i + 1 - SITE_DAYS);
		struct text day = day_text(d, r);
		long long n = f->days[i].n;
		href[i] = page_name(d);
		if (!f->heard[i] && !n)
			snprintf(label[i], sizeof label[i], "%s: %s", day.s,
				W(r, "niet geluisterd", "not heard"));
		else
			snprintf(label[i], sizeof label[i],
				W(r, "%s: %lld vermelding%s%s", "%s: %lld mention%s%s"), day.s, n,
				n == 1 ? "" : W(r, "en", "s"),
				f->heard[i] ? "" : W(r, ", onvolledig", ", incomplete"));
		cells[i] = (struct svg_cell){ .day = d,
			.heard = f->heard[i],
			.n = n,
			.label = label[i],
			.href = f->page[i] ? href[i].s : NULL };
	}
	html_element(out, "h2", W(r, "Kalender, 26 weken", "Calendar, 26 weeks"));
	buf_puts(out, "<figure>\n");
	svg_calendar(out, W(r, "Vermeldingen per dag in 26 weken", "Mentions a day in 26 weeks"), cells,
		SITE_DAYS, words_weekdays(r), words_months(r));
	html_element(out, "figcaption",
		W(r,
			"Hoe groter en sterker het vakje, hoe meer vermeldingen; een open "
			"vakje is nul, een kruisje: niet geluisterd.",
			"The larger and stronger the square, the more "
			"mentions; an open square is zero, a cross: nobody listened."));
	buf_puts(out, "</figure>\n");
}

/* A number that the axis may end with: 1, 2 or 5 times a power of ten, and even for its middle. */
static long long ceiling(long long n)
{
	long long step = 1;
	for (;; step *= 10) {
		if (n <= 2 * step)
			return 2 * step;
		if (n <= 4 * step)
			return 4 * step;
		if (n <= 6 * step)
			return 6 * step;
		if (n <= 10 * step)
			return 10 * step;
	}
}

static void volume(struct buf *out, const struct site_firm *f, const struct render *r)
{
	struct svg_value v[SITE_LINE];
	double bars[SITE_LINE];
	long long most = 1;
	struct text ticks[3], desc;

	for (int i = 0; i < SITE_LINE; i++) {
		int at = SITE_DAYS - SITE_LINE + i;
		struct daily_window w = window_of(f->days + at - 6, 7);
		bars[i] = (double)f->days[at].n;
		most = f->days[at].n > most ? f->days[at].n : most;
		v[i] = (struct svg_value){ .known = all_heard(f, at - 6, 7), .value = (double)w.n / 7 };
	}
	most = ceiling(most);
	for (int k = 0; k < 3; k++)
		ticks[k] = number(most * k / 2);
	snprintf(desc.s, sizeof desc.s,
		W(r, "Hoogste as %lld; alle getallen in de tabel onderaan.",
			"Axis to %lld; all numbers in the table below."),
		most);
	html_element(out, "h2", W(r, "Vermeldingen, 90 dagen", "Mentions, 90 days"));
	buf_puts(out, "<figure>\n");
	svg_chart(out,
		&(struct svg_chart){ .id = "volume",
			.title = W(r, "Vermeldingen per dag, 90 dagen", "Mentions a day, 90 days"),
			.desc = desc.s,
			.values = v,
			.n = SITE_LINE,
			.heard = f->heard + SITE_DAYS - SITE_LINE,
			.bars = bars,
			.most = (double)most,
			.ticks = (const char *[]){ ticks[0].s, ticks[1].s, ticks[2].s },
			.last = f->last->day,
			.months = words_months(r) });
	html_element(out, "figcaption",
		W(r,
			"Staven: per dag. Lijn: gemiddelde van 7 dagen. Stippels onder de as: "
			"niet geluisterd.",
			"Bars: a day. Line: mean of 7 days. Dots under the axis: nobody listened."));
	buf_puts(out, "</figure>\n");
}

static void tone(struct buf *out, const struct site_firm *f, const struct render *r)
{
	struct svg_value v[SITE_LINE];
	bool any = false;

	for (int i = 0; i < SITE_LINE; i++) {
		struct net n = { 0 };
		v[i].known = net_at(f, SITE_DAYS - SITE_LINE + i, &n);
		v[i].value = n.value / 10.0;
		v[i].low = n.low / 10.0;
		v[i].high = n.high / 10.0;
		any |= v[i].known;
	}
	html_element(out, "h2", W(r, "Toon, 90 dagen", "Tone, 90 days"));
	if (!any) {
		html_element(out, "p",
			W(r,
				"Te weinig om te zeggen: nettosentiment vraagt in 28 dagen tien positieve "
				"of negatieve vermeldingen.",
				"Too few to tell: net sentiment takes ten positive or "
				"negative mentions in 28 days."));
		return;
	}
	buf_puts(out, "<figure>\n");
	svg_chart(out,
		&(struct svg_chart){ .id = "tone",
			.title = W(r, "Nettosentiment van 28 dagen, 90 dagen lang",
				"Net sentiment of 28 days, over 90 days"),
			.desc = W(r,
				"As van -100 tot +100 procent; alle getallen "
				"in de tabel onderaan.",
				"Axis from -100 to +100 per cent; all numbers in the table below."),
			.values = v,
			.n = SITE_LINE,
			.heard = f->heard + SITE_DAYS - SITE_LINE,
			.least = -100,
			.most = 100,
			.ticks = (const char *[]){ "-100%", "0", "+100%" },
			.last = f->last->day,
			.months = words_months(r),
			.band = true });
	html_element(out, "figcaption",
		W(r,
			"Nettosentiment van de 28 dagen tot en met elke dag; de band is de "
			"95%-marge. Ligt nul in de band, dan is er geen oordeel. Geen lijn: minder dan tien "
			"positieve of "
			"negatieve vermeldingen.",
			"Net sentiment of the 28 days that end with each day; the band is the "
			"95% margin. Where zero lies in the band, there is no verdict. No line: fewer than "
			"ten positive "
			"or negative mentions."));
	buf_puts(out, "</figure>\n");
}

static void process_weeks(struct buf *out, const struct site_firm *f, const struct render *r,
	int64_t week[PROCESS_COUNT][SITE_WEEKS])
{
	const char *header[PROCESS_COUNT + 1] = { W(r, "7 dagen tot en met", "7 days up to") };

	for (int p = 0; p < PROCESS_COUNT; p++)
		header[p + 1] = words_process((enum process)p, r);
	buf_printf(out, "<details><summary>%s</summary>\n",
		W(r, "Processen per week als tabel", "Processes a week as a table"));
	table(out, header, PROCESS_COUNT + 1, W(r, "Processen per week", "Processes a week"));
	for (int w = SITE_WEEKS - 1; w >= 0; w--) {
		row_head(out, NULL, day_text(day_add(f->last->day, 7 * (w + 1 - SITE_WEEKS)), r).s);
		for (int p = 0; p < PROCESS_COUNT; p++)
			cell(out, number(week[p][w]).s);
		buf_puts(out, "</tr>\n");
	}
	table_end(out);
	buf_puts(out, "</details>\n");
}

static void processes(struct buf *out, const struct site_firm *f, const struct render *r)
{
	const char *const header[] = { W(r, "Proces", "Process"),
		W(r, "13 weken, eigen schaal", "13 weeks, own scale"), W(r, "28 dagen", "28 days"),
		W(r, "positief", "positive"), W(r, "negatief", "negative"),
		W(r, "nettosentiment", "net sentiment") };
	int64_t week[PROCESS_COUNT][SITE_WEEKS];

	html_element(out, "h2", W(r, "Processen", "Processes"));
	table(out, header, 6, header[0]);
	for (int p = 0; p < PROCESS_COUNT; p++) {
		const struct daily_window *w = &f->last->process[p].month;
		site_weeks(f, p, week[p]);
		row_head(out, NULL, words_process((enum process)p, r));
		spark_cell(out, week[p]);
		cell(out, number(w->n).s);
		cell(out, number(w->label[LABEL_POS]).s);
		cell(out, number(w->label[LABEL_NEG]).s);
		cell(out, window_net(w, f->last->incomplete).s);
		buf_puts(out, "</tr>\n");
	}
	table_end(out);
	process_weeks(out, f, r, week);
}

static void days(struct buf *out, const struct site_firm *f, const struct render *r)
{
	const char *const header[] = { W(r, "Dag", "Day"), W(r, "vermeldingen", "mentions"),
		W(r, "positief", "positive"), W(r, "negatief", "negative"), W(r, "7 dagen", "7 days"),
		W(r, "nettosentiment 28 dagen", "net sentiment 28 days") };

	buf_puts(out, "<section>\n");
	html_element(out, "h2", W(r, "Alle dagen", "All days"));
	buf_printf(out, "<details><summary>%s</summary>\n",
		W(r, "De getallen van 26 weken als tabel", "The numbers of 26 weeks as a table"));
	table(out, header, 6, header[0]);
	for (int i = SITE_DAYS - 1; i >= 0; i--) {
		struct day d = day_add(f->last->day, i + 1 - SITE_DAYS);
		const struct count_sum *c = &f->days[i];
		struct text href = page_name(d);
		struct net n;
		row_head(out, f->page[i] ? href.s : NULL, day_text(d, r).s);
		if (!f->heard[i] && !c->n) {
			buf_printf(out, "<td colspan=\"5\">%s</td></tr>\n",
				W(r, "niet geluisterd", "not heard"));
			continue;
		}
		buf_printf(out, "<td>%lld%s</td>", c->n,
			f->heard[i] ? "" : W(r, " (onvolledig)", " (incomplete)"));
		cell(out, number(c->label[LABEL_POS]).s);
		cell(out, number(c->label[LABEL_NEG]).s);
		cell(out, number(i >= 6 && all_heard(f, i - 6, 7) ? window_of(c - 6, 7).n : DAILY_UNKNOWN).s);
		cell(out, net_text(net_at(f, i, &n) ? &n : NULL).s);
		buf_puts(out, "</tr>\n");
	}
	table_end(out);
	buf_puts(out, "</details></section>\n");
}

void site_firm(struct buf *out, const struct site_firm *f, const struct render *r)
{
	begin(out, f->last->name, r);
	if (f->up || f->branch)
		buf_puts(out, "<nav>");
	if (f->up)
		html_link(out, f->up, W(r, "Alle kantoren", "All firms"));
	if (f->branch) {
		char *name = mem_printf("%s %s", W(r, "Branche", "Branch"), f->last->branch);
		html_link(out, f->branch, name);
		mem_free(name);
	}
	if (f->up || f->branch)
		buf_puts(out, "</nav>\n");
	title(out, f->last->name, f->last->day, r);
	sums(out, f, r);
	calendar(out, f, r);
	volume(out, f, r);
	tone(out, f, r);
	processes(out, f, r);
	days(out, f, r);
	html_end(out);
}

/* ---- the branch ---- */

void site_row(struct site_row *row, const struct site_firm *f, struct arena *a)
{
	const struct daily *d = f->last;

	*row = (struct site_row){ .firm = d->firm,
		.name = d->name,
		.branch = d->branch,
		.day = d->day,
		.kind = d->kind,
		.alarm = d->normal.alarm,
		.negative_alarm = d->negative.alarm,
		.incomplete = d->incomplete,
		.yesterday = d->yesterday.n,
		.month = d->month,
		.peers = d->peers };
	site_weeks(f, PROCESS_COUNT, row->week);
	row->states = arena_alloc(a, (d->npresence + 1) * sizeof *row->states);
	for (size_t i = 0; i < d->npresence; i++) {
		const struct daily_presence *p = &d->presence[i];
		row->states[row->nstates++] =
			(struct site_state){ .platform = arena_dupn(a, p->platform, strlen(p->platform)),
				.measured = p->measured,
				.state = p->state };
	}
}

static int by_rank(const void *x, const void *y)
{
	const struct site_row *a = x, *b = y;
	return a->month.n != b->month.n ? (b->month.n > a->month.n) - (b->month.n < a->month.n)
					: strcmp(a->name, b->name);
}

static int by_branch(const void *x, const void *y)
{
	const struct site_row *a = x, *b = y;
	int order = strcasecmp(a->branch, b->branch);
	order = order ? order : strcmp(a->branch, b->branch);
	return order ? order : strcasecmp(a->name, b->name);
}

static void firm_head(struct buf *out, const struct site_row *row)
{
	char *href = mem_printf("%s/index.html", row->firm);
	row_head(out, href, row->name);
	mem_free(href);
}

/* Quartiles of mentions and of net sentiment under the ranks. */
static void quartiles(struct buf *out, const struct daily_branch *b, const struct render *r)
{
	const struct {
		const char *name;
		int64_t mentions, net;
	} rows[] = {
		{ W(r, "3e kwartiel", "3rd quartile"), b->mentions_month.q3, b->net_month.q3 },
		{ W(r, "mediaan", "median"), b->mentions_month.median, b->net_month.median },
		{ W(r, "1e kwartiel", "1st quartile"), b->mentions_month.q1, b->net_month.q1 },
	};

	buf_puts(out, "</tbody><tfoot>\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		row_head(out, NULL, rows[i].name);
		buf_puts(out, "<td></td>");
		cell(out, milli(rows[i].mentions, r).s);
		buf_puts(out, "<td></td><td></td>");
		cell(out, share(rows[i].net, r).s);
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tfoot></table></div>\n");
}

static void ranks(struct buf *out, const struct site_row *rows, size_t n, const struct render *r)
{
	const char *const header[] = { W(r, "Kantoor", "Firm"), W(r, "plaats", "rank"),
		W(r, "28 dagen", "28 days"), W(r, "aandeel", "share"),
		W(r, "13 weken, eigen schaal", "13 weeks, own scale"),
		W(r, "nettosentiment", "net sentiment") };

	html_element(out, "h2", W(r, "Vermeldingen, 28 dagen", "Mentions, 28 days"));
	double *values = mem_alloc((n + 1) * sizeof *values);
	for (size_t i = 0; i < n; i++)
		values[i] = (double)rows[i].month.n;
	const struct daily_rank *k = &rows[0].peers.mentions_month;
	bool box = k->median != DAILY_UNKNOWN;
	buf_puts(out, "<figure>\n");
	svg_strip(out,
		&(struct svg_strip){ .id = "ranks",
			.title = W(r, "Vermeldingen van elk kantoor in 28 dagen",
				"Mentions of each firm in 28 days"),
			.desc = W(r, "Alle getallen staan in de tabel hieronder.",
				"All numbers are in the table below."),
			.values = values,
			.n = n,
			.box = box,
			.q1 = (double)k->q1 / 1000,
			.median = (double)k->median / 1000,
			.q3 = (double)k->q3 / 1000 });
	mem_free(values);
	html_element(out, "figcaption",
		box ? W(r,
			      "Een ring per kantoor; het vlak is de middelste helft, de streep "
			      "de mediaan.",
			      "A ring a firm; the box is the middle half, the stroke the median.")
		    : W(r, "Een ring per kantoor; onder vijf kantoren geen mediaan.",
			      "A ring a firm; no median under five firms."));
	buf_puts(out, "</figure>\n");
	table(out, header, 6, W(r, "Ranglijst", "Ranks"));
	for (size_t i = 0; i < n; i++) {
		const struct site_row *row = &rows[i];
		firm_head(out, row);
		cell(out,
			number(row->peers.mentions_month.rank ? row->peers.mentions_month.rank
							      : DAILY_UNKNOWN)
				.s);
		cell(out, number(row->month.n).s);
		cell(out, share(row->peers.share_month, r).s);
		spark_cell(out, row->week);
		cell(out, window_net(&row->month, row->incomplete).s);
		buf_puts(out, "</tr>\n");
	}
	quartiles(out, &rows[0].peers, r);
}

static void branch_weeks(struct buf *out, const struct site_row *rows, size_t n, const struct render *r)
{
	char name[SITE_WEEKS][24];
	const char *header[SITE_WEEKS + 1] = { W(r, "Kantoor", "Firm") };

	for (int w = 0; w < SITE_WEEKS; w++) {
		struct day d = day_add(rows[0].day, 7 * (w + 1 - SITE_WEEKS));
		snprintf(name[w], sizeof name[w], "%d %s", d.mday, words_months(r)[d.month - 1]);
		header[w + 1] = name[w];
	}
	buf_printf(out, "<details><summary>%s</summary>\n",
		W(r, "Vermeldingen per 7 dagen tot en met, als tabel",
			"Mentions of 7 days up to, as a table"));
	table(out, header, SITE_WEEKS + 1, W(r, "Vermeldingen per week", "Mentions a week"));
	for (size_t i = 0; i < n; i++) {
		row_head(out, NULL, rows[i].name);
		for (int w = 0; w < SITE_WEEKS; w++)
			cell(out, number(rows[i].week[w]).s);
		buf_puts(out, "</tr>\n");
	}
	table_end(out);
	buf_puts(out, "</details>\n");
}

/* Every row of a branch names the same platforms in the same order. */
static void states(struct buf *out, const struct site_row *rows, size_t n, const struct render *r)
{
	size_t platforms = rows[0].nstates;
	const char **header = mem_alloc((platforms + 1) * sizeof *header);

	html_element(out, "h2", W(r, "Aanwezigheid, 28 dagen", "Presence, 28 days"));
	if (!platforms) {
		html_element(out, "p",
			W(r, "Geen kantoor heeft een eigen account.", "No firm has an account of its own."));
		mem_free(header);
		return;
	}
	header[0] = W(r, "Kantoor", "Firm");
	for (size_t k = 0; k < platforms; k++)
		header[k + 1] = rows[0].states[k].platform;
	table(out, header, platforms + 1, W(r, "Aanwezigheid", "Presence"));
	for (size_t i = 0; i < n; i++) {
		row_head(out, NULL, rows[i].name);
		for (size_t k = 0; k < platforms; k++)
			cell(out,
				k < rows[i].nstates && rows[i].states[k].measured
					? words_presence(rows[i].states[k].state, r)
					: "-");
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody><tfoot>\n");
	for (int s = 0; s < PRESENCE_COUNT; s++) {
		struct text name;
		snprintf(name.s, sizeof name.s, "%s %s", W(r, "kantoren:", "firms:"),
			words_presence((enum presence)s, r));
		row_head(out, NULL, name.s);
		for (size_t k = 0; k < platforms; k++) {
			int64_t sum = 0;
			for (size_t i = 0; i < n; i++)
				sum += k < rows[i].nstates && rows[i].states[k].state == (enum presence)s;
			cell(out, number(rows[0].states[k].measured ? sum : DAILY_UNKNOWN).s);
		}
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tfoot></table></div>\n");
	html_element(
		out, "p", W(r, "Een streepje: daar luistert geen bron.", "A dash: no source listens there."));
	mem_free(header);
}

void site_branch(struct buf *out, struct site_row *rows, size_t n, const struct render *r)
{
	qsort(rows, n, sizeof *rows, by_rank);
	char *name = mem_printf("%s %s", W(r, "Branche", "Branch"), rows[0].branch);
	begin(out, name, r);
	if (r->index) {
		buf_puts(out, "<nav>");
		html_link(out, r->index, W(r, "Alle kantoren", "All firms"));
		buf_puts(out, "</nav>\n");
	}
	title(out, name, rows[0].day, r);
	mem_free(name);
	ranks(out, rows, n, r);
	branch_weeks(out, rows, n, r);
	states(out, rows, n, r);
	html_end(out);
}

/* ---- all ---- */

static const char *notable(const struct site_row *row, const struct render *r)
{
	static const char *const nl[] = { "", "eerste weken", "stil", "opvallend stil", "onvolledig",
		"niet geluisterd" };
	static const char *const en[] = { "", "first weeks", "quiet", "strikingly quiet", "incomplete",
		"not run" };

	if (row->negative_alarm == ALARM_HIGH)
		return W(r, "alarm: veel negatief", "alarm: many negative");
	if (row->alarm != ALARM_NONE)
		return row->alarm == ALARM_HIGH ? W(r, "alarm: veel", "alarm: many")
						: W(r, "alarm: weinig", "alarm: few");
	return W(r, nl[row->kind], en[row->kind]);
}

static void branch_table(struct buf *out, const struct site_row *rows, size_t n, const struct render *r)
{
	const char *const header[] = { W(r, "Kantoor", "Firm"), W(r, "laatste dag", "last day"),
		W(r, "28 dagen", "28 days"), W(r, "13 weken, eigen schaal", "13 weeks, own scale"),
		W(r, "nettosentiment", "net sentiment"), W(r, "bijzonder", "notable") };
	struct buf file;

	buf_init(&file, 4096);
	site_file(&file, rows[0].branch);
	buf_puts(out, "<h2>");
	html_link(out, buf_cstr(&file), rows[0].branch);
	buf_puts(out, "</h2>\n");
	buf_free(&file);
	table(out, header, 6, rows[0].branch);
	for (size_t i = 0; i < n; i++) {
		firm_head(out, &rows[i]);
		cell(out, number(rows[i].yesterday).s);
		cell(out, number(rows[i].month.n).s);
		spark_cell(out, rows[i].week);
		cell(out, window_net(&rows[i].month, rows[i].incomplete).s);
		cell(out, notable(&rows[i], r));
		buf_puts(out, "</tr>\n");
	}
	table_end(out);
}

void site_root(struct buf *out, struct site_row *rows, size_t n, const struct render *r)
{
	qsort(rows, n, sizeof *rows, by_branch);
	begin(out, W(r, "Alle kantoren", "All firms"), r);
	title(out, W(r, "Alle kantoren", "All firms"), rows[0].day, r);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && strcmp(rows[to].branch, rows[from].branch) == 0;)
			to++;
		branch_table(out, rows + from, to - from, r);
	}
	html_end(out);
}
