/* One self-contained page: no script, no request leaves it, light and dark, printable. */
#include "words.h"

#include <stdio.h>
#include <string.h>

static void escaped(struct buf *out, const char *s)
{
	for (; s && *s; s++)
		switch (*s) {
		case '&': buf_puts(out, "&amp;"); break;
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		case '\'': buf_puts(out, "&#39;"); break;
		default: buf_putc(out, *s);
		}
}

static void element(struct buf *out, const char *tag, const char *text)
{
	buf_printf(out, "<%s>", tag);
	escaped(out, text);
	buf_printf(out, "</%s>", tag);
}

static const char style[] =
	":root{color-scheme:light dark;--ink:#1b1b1b;--dim:#555;--line:#bbb;--page:#fff}"
	"@media(prefers-color-scheme:dark){:root{--ink:#eee;--dim:#b5b5b5;--line:#555;--page:#161616}}"
	"body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 "
	"auto;padding:1rem;color:var(--ink);background:var(--page)}"
	"h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}"
	"th,td{padding:.25rem .5rem;border-bottom:1px solid "
	"var(--line);text-align:right}th:first-child,td:first-child{text-align:left}"
	".dim{color:var(--dim)}a{color:inherit}li{margin:.5rem 0}.wide{overflow-x:auto}"
	"@media print{body{max-width:none;padding:0}}";

static void head(struct buf *out, const struct daily *d, const struct render *r)
{
	char day[64], made[48];
	words_day(d->day, r, day, sizeof day);
	words_time(d->made, r, made, sizeof made);
	buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta "
		"name=\"referrer\" content=\"no-referrer\">"
		"<title>", W(r, "nl", "en"));
	escaped(out, d->name);
	buf_printf(out, " - %s</title><style>%s</style></head>\n<body><main>\n<h1>%s ", day, style,
		W(r, "Dagrapport", "Daily report of"));
	escaped(out, d->name);
	buf_printf(out, "</h1>\n<p>%s<br><span class=\"dim\">%s %s - %s - ", day, W(r, "Gemaakt", "Made"),
		made, d->incomplete ? W(r, "ONVOLLEDIG", "INCOMPLETE") : d->provisional ? W(r, "voorlopig",
		"provisional") : W(r, "definitief", "final"));
	buf_printf(out, W(r, "%ld van %zu bronnen</span></p>\n", "%ld of %zu sources</span></p>\n"),
		d->coverage->sources_ok, d->coverage->nsources);
}

static void row(struct buf *out, const char *name, const long long *n, size_t count)
{
	buf_puts(out, "<tr>");
	element(out, "td", name);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "<td>%lld</td>", n[i]);
	buf_puts(out, "</tr>\n");
}

static void figures(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_window *w[] = { &d->yesterday, &d->week, &d->month, &d->month_before };
	long long n[4];
	buf_printf(out, "<h2>%s</h2>\n<div "
		"class=\"wide\"><table><tr><th></th><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>\n",
		W(r, "Cijfers", "Figures"), W(r, "gisteren", "yesterday"), W(r, "7 dagen", "7 days"),
		W(r, "28 dagen", "28 days"), W(r, "vorige 28", "previous 28"));
	for (int i = 0; i < 4; i++)
		n[i] = w[i]->n;
	row(out, W(r, "Vermeldingen", "Mentions"), n, 4);
	for (int l = 0; l < LABEL_COUNT; l++) {
		for (int i = 0; i < 4; i++)
			n[i] = w[i]->label[l];
		row(out, words_label((enum label)l, r), n, 4);
	}
	buf_puts(out, "<tr>");
	element(out, "td", W(r, "Nettosentiment (95%-marge)", "Net sentiment (95% margin)"));
	for (int i = 0; i < 4; i++) {
		struct net net;
		if (!d->incomplete && daily_net(w[i], &net))
			buf_printf(out, "<td>%+d%% (%+d..%+d)</td>", net.percent, net.percent_low,
				net.percent_high);
		else
			buf_puts(out, "<td>-</td>");
	}
	buf_puts(out, "</tr>\n</table></div>\n");
}

static void processes(struct buf *out, const struct daily *d, const struct render *r)
{
	buf_printf(out, "<h2>%s</h2>\n<table><tr><th></th><th>%s</th><th>%s</th><th>%s</th></tr>\n",
		W(r, "Per bedrijfsproces en platform", "Per process and platform"), W(r, "totaal", "total"),
		words_label(LABEL_POS, r), words_label(LABEL_NEG, r));
	for (int p = 0; p < PROCESS_COUNT; p++) {
		const struct daily_window *w = &d->process[p].day;
		row(out, words_process((enum process)p, r), (long long[]){ w->n, w->label[LABEL_POS],
			w->label[LABEL_NEG] }, 3);
	}
	for (size_t i = 0; i < d->nplatforms; i++)
		row(out, d->platforms[i].name, (long long[]){ d->platforms[i].n, d->platforms[i].pos,
			d->platforms[i].neg }, 3);
	buf_puts(out, "</table>\n");
}

static void posts(struct buf *out, const char *title, const struct daily_post *p, size_t n,
	const struct render *r)
{
	element(out, "h2", title);
	buf_puts(out, "\n<ol>\n");
	for (size_t i = 0; i < n; i++, p++) {
		char when[32];
		words_short(p->published, r, when, sizeof when);
		buf_printf(out, "<li>%s, ", when);
		escaped(out, p->platform);
		buf_printf(out, ", %s, %s", words_label(p->label, r), words_process(p->process, r));
		if (p->fragment) {
			buf_puts(out, "<br><q>");
			escaped(out, p->fragment);
			buf_puts(out, "</q>");
		}
		if (p->url) {
			buf_puts(out, " <a rel=\"noopener noreferrer\" href=\"");
			escaped(out, p->url);
			buf_printf(out, "\">%s</a>", W(r, "bericht", "post"));
		}
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ol>\n");
}

static void dialogue(struct buf *out, const struct daily *d, const struct render *r)
{
	char t[32] = "-";
	element(out, "h2", W(r, "Dialoog (7 dagen, ouder dan 24 uur)",
		"Dialogue (7 days, older than 24 hours)"));
	if (!d->dialogue.known) {
		element(out, "p", W(r, "Niet te zeggen: van dit kantoor wordt geen eigen account gevolgd.",
			"Cannot know: no account of this firm is followed."));
		return;
	}
	if (d->dialogue.clock.median != DAILY_UNKNOWN)
		words_duration(d->dialogue.clock.median, r, t, sizeof t);
	buf_printf(out, W(r, "<p>Beantwoord: %lld van %lld. Mediaan reactietijd: %s. Gemist: %lld met @, "
		"%lld zonder @.</p>\n", "<p>Answered: %lld of %lld. Median response time: %s. Missed: %lld "
		"with @, %lld without @.</p>\n"), d->dialogue.answered,
		d->dialogue.needing, t, d->dialogue.missed_addressed,
		d->dialogue.missed_other);
}

static void foot(struct buf *out, const struct daily *d, const struct render *r)
{
	element(out, "h2", W(r, "Betrouwbaarheid", "Reliability"));
	buf_printf(out, W(r, "<p>%lld treffers - %lld dubbel - %lld andere betekenis - %lld eigen = %lld "
		"vermeldingen.</p>\n",
		"<p>%lld hits - %lld copies - %lld other meaning - %lld own = %lld mentions.</p>\n"),
		d->yesterday.n + d->copies + d->misses + d->own, d->copies, d->misses, d->own,
		d->yesterday.n);
	for (size_t i = 0; i < d->coverage->nsources; i++) {
		if (d->coverage->sources[i].done == d->coverage->sources[i].planned)
			continue;
		buf_puts(out, "<p>");
		escaped(out, d->coverage->sources[i].id);
		buf_printf(out, ": %ld/%ld ", d->coverage->sources[i].done, d->coverage->sources[i].planned);
		escaped(out, d->coverage->sources[i].error);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "</main></body></html>\n");
}

void report_html(struct buf *out, const struct daily *d, const struct render *r)
{
	head(out, d, r);
	posts(out, W(r, "Nu doen: open vragen en klachten", "Do now: open questions and complaints"), d->open,
		d->nopen, r);
	figures(out, d, r);
	dialogue(out, d, r);
	processes(out, d, r);
	posts(out, W(r, "Berichten van de dag", "Posts of the day"), d->posts, d->nposts, r);
	foot(out, d, r);
}
