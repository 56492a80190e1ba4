/* The page for a terminal and for mail: at most 70 lines of 80 columns. */
#include "words.h"

#include <stdio.h>
#include <string.h>

#define OPEN_LINES 5
#define POST_LINES 5
#define SOURCE_LINES 3
#define FRAGMENT_LINES 2
#define PLATFORM_LINES 7
#define WIDTH 80

static void rule(struct buf *out, const struct render *r, const char *title)
{
	buf_printf(out, "\n%s%s%s\n", r->color ? "\033[1m" : "", title, r->color ? "\033[0m" : "");
}

static void head(struct buf *out, const struct daily *d, const struct render *r)
{
	char day[64], made[48];
	words_day(d->day, r, day, sizeof day);
	words_time(d->made, r, made, sizeof made);
	buf_printf(out, "%s  %s      %s: %s\n", W(r, "DAGRAPPORT", "DAILY REPORT"), d->name,
		W(r, "branche", "branch"), d->branch);
	buf_printf(out, "%s: %s, 00:00-24:00\n", W(r, "Over", "About"), day);
	buf_printf(out, "%s: %s - %s - ", W(r, "Gemaakt", "Made"), made,
		d->incomplete ? W(r, "ONVOLLEDIG", "INCOMPLETE") :
		d->provisional ? W(r, "VOORLOPIG, definitief na 72 uur",
		"PROVISIONAL, final after 72 hours") : W(r, "DEFINITIEF", "FINAL"));
	buf_printf(out, W(r, "%ld van %zu bronnen\n", "%ld of %zu sources\n"),
		d->coverage->sources_ok, d->coverage->nsources);
}

static void missing_sources(struct buf *out, const struct daily *d, const struct render *r)
{
	size_t down = 0;
	for (size_t i = 0; i < d->coverage->nsources; i++) {
		const struct daily_source *s = &d->coverage->sources[i];
		if (s->done < s->planned && ++down <= SOURCE_LINES)
			buf_printf(out, W(r, " Bron uit: %.30s, %ld van %ld rondes%s%.40s\n",
				" Source down: %.30s, %ld of %ld polls%s%.40s\n"),
				s->id, s->done, s->planned, s->error && *s->error ? ": " : "",
				s->error ? s->error : "");
	}
	if (down > SOURCE_LINES)
		buf_printf(out, W(r, " en nog %zu bronnen.\n", " and %zu sources more.\n"),
			down - SOURCE_LINES);
}

static void tone(struct buf *out, const struct daily *d, const struct render *r)
{
	struct net n;
	const struct daily_window *w = &d->yesterday;
	buf_printf(out, W(r,
		" Toon: %lld positief, %lld negatief, %lld gemengd, %lld neutraal, %lld niet gescoord.\n",
		" Tone: %lld positive, %lld negative, %lld mixed, %lld neutral, %lld not scored.\n"),
		w->label[LABEL_POS], w->label[LABEL_NEG], w->label[LABEL_MIXED], w->label[LABEL_NEU],
		w->label[LABEL_NONE]);
	if (!daily_net(w, &n))
		buf_puts(out, W(r, " Te weinig berichten voor een uitspraak over de toon.\n",
			" Too few posts to judge the tone.\n"));
	else if (n.low < 0 && n.high > 0)
		buf_puts(out, W(r,
			" Te weinig voor een uitspraak: de marge van het nettosentiment bevat 0.\n",
			" Too few to judge: the margin of net sentiment holds 0.\n"));
}

static void brief(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "1. IN HET KORT", "1. IN BRIEF"));
	buf_printf(out, W(r, " %lld vermeldingen; in 7 dagen %lld, in 28 dagen %lld.\n",
		" %lld mentions; %lld in 7 days, %lld in 28 days.\n"), d->yesterday.n, d->week.n, d->month.n);
	tone(out, d, r);
	if (d->dialogue.known)
		buf_printf(out, W(r,
			" Open vragen en klachten: %zu; gemiste gesprekken: %lld, waarvan %lld zonder @.\n",
			" Open questions and complaints: %zu; missed conversations: %lld, %lld without @.\n"),
			d->nopen,
			d->dialogue.missed_addressed + d->dialogue.missed_other, d->dialogue.missed_other);
	missing_sources(out, d, r);
}

static void open_posts(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "2. NU DOEN (open vragen en klachten, 7 dagen, oudste eerst)",
		"2. DO NOW (open questions and complaints, 7 days, oldest first)"));
	if (!d->nopen)
		buf_puts(out, W(r, " Niets open.\n", " Nothing open.\n"));
	for (size_t i = 0; i < d->nopen && i < OPEN_LINES; i++) {
		char when[32];
		const struct daily_post *p = &d->open[i];
		words_short(p->published, r, when, sizeof when);
		buf_printf(out, " %2zu  %-15s %-10.10s %-9.9s %s %s\n", i + 1, when, p->platform,
			words_label(p->label, r), p->role == ROLE_ADDRESSED ? "@" : " ",
			words_process(p->process, r));
		if (p->url)
			buf_printf(out, "     %.74s\n", p->url);
	}
	if (d->nopen > OPEN_LINES)
		buf_printf(out, W(r, " en nog %zu.\n", " and %zu more.\n"), d->nopen - OPEN_LINES);
	if (d->nopen)
		buf_puts(out, W(r,
			"     Vertrouwelijk? Bevestig in het openbaar nooit dat iemand klant is.\n",
			"     Confidential? Never confirm in public that somebody is a client.\n"));
}

static void net_cell(struct buf *out, const struct daily *d, const struct daily_window *w, bool margin)
{
	struct net n;
	char cell[48] = "-";
	if (!d->incomplete && daily_net(w, &n)) {
		if (margin)
			snprintf(cell, sizeof cell, "%+d%%..%+d%%", n.percent_low, n.percent_high);
		else
			snprintf(cell, sizeof cell, "%+d%%", n.percent);
	}
	buf_printf(out, "%13s", cell);
}

static void figures(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_window *w[] = { &d->yesterday, &d->week, &d->month, &d->month_before };
	rule(out, r, W(r, "3. CIJFERS                     gisteren      7 dagen     28 dagen   vorige 28",
		"3. FIGURES                    yesterday       7 days      28 days  previous 28"));
	buf_printf(out, " %-25s", W(r, "Vermeldingen", "Mentions"));
	for (int i = 0; i < 4; i++)
		buf_printf(out, "%13lld", w[i]->n);
	for (int l = 0; l < LABEL_COUNT; l++) {
		buf_printf(out, "\n   %-23s", words_label((enum label)l, r));
		for (int i = 0; i < 4; i++)
			buf_printf(out, "%13lld", w[i]->label[l]);
	}
	for (int margin = 0; margin < 2; margin++) {
		buf_printf(out, "\n %-25s", margin ? W(r, "  95%-marge", "  95% margin") :
			W(r, "Nettosentiment", "Net sentiment"));
		for (int i = 0; i < 4; i++)
			net_cell(out, d, w[i], margin);
	}
	buf_puts(out, "\n");
}

static void answers(struct buf *out, const struct daily *d, const struct render *r)
{
	char t[32];
	rule(out, r, W(r, "4. DIALOOG (vragen en klachten, 7 dagen, ouder dan 24 uur)",
		"4. DIALOGUE (questions and complaints, 7 days, older than 24 hours)"));
	if (!d->dialogue.known) {
		buf_puts(out, W(r, " Niet te zeggen: van dit kantoor wordt geen eigen account gevolgd.\n",
			" Cannot know: no account of this firm is followed.\n"));
		return;
	}
	buf_printf(out, W(r, " Beantwoord                 %lld van %lld",
		" Answered                   %lld of %lld"), d->dialogue.answered, d->dialogue.needing);
	if (d->dialogue.needing >= 5 && !d->incomplete)
		buf_printf(out, " (%lld%%)",
			(d->dialogue.answered * 200 + d->dialogue.needing) / (2 * d->dialogue.needing));
	buf_puts(out, "\n");
	if (d->dialogue.clock.median != DAILY_UNKNOWN) {
		words_duration(d->dialogue.clock.median, r, t, sizeof t);
		buf_printf(out, " %-26s %s\n", W(r, "Mediaan reactietijd", "Median response time"), t);
	}
	buf_printf(out, W(r, " Gemiste dialoog            %lld met @, %lld zonder @\n",
		" Missed dialogue            %lld with @, %lld without @\n"), d->dialogue.missed_addressed,
		d->dialogue.missed_other);
}

static void where(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "5. PER BEDRIJFSPROCES    totaal  pos  neg       6. WAAR      totaal  pos  neg",
		"5. PER PROCESS            total  pos  neg       6. WHERE      total  pos  neg"));
	for (size_t i = 0; i < PROCESS_COUNT || (i < d->nplatforms && i < PLATFORM_LINES); i++) {
		if (i < PROCESS_COUNT)
			buf_printf(out, " %-24s %5lld %4lld %4lld", words_process((enum process)i, r),
				d->process[i].day.n, d->process[i].day.label[LABEL_POS],
				d->process[i].day.label[LABEL_NEG]);
		else
			buf_printf(out, "%40s", "");
		if (i < d->nplatforms)
			buf_printf(out, "       %-14.14s %4lld %4lld %4lld", d->platforms[i].name,
				d->platforms[i].n, d->platforms[i].pos, d->platforms[i].neg);
		buf_puts(out, "\n");
	}
}

/* Breaks at spaces so that no line is over the page's width; bytes stand for columns, so lines err on the
 * short side. */
static void wrapped(struct buf *out, const char *text)
{
	size_t column = 3;
	int lines = 1;
	buf_puts(out, "  ");
	for (const char *p = text; *p;) {
		size_t word = strcspn(p, " ");
		if (column + word + 3 > WIDTH && column > 3 && lines == FRAGMENT_LINES) {
			buf_puts(out, " …");
			break;
		}
		if (column + word + 1 > WIDTH && column > 3) {
			lines++;
			buf_puts(out, "\n  ");
			column = 3;
		}
		buf_printf(out, " %.*s", (int)word, p);
		column += word + 1;
		p += word + (p[word] == ' ');
	}
	buf_puts(out, "\n");
}

static void posts(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "7. BERICHTEN DIE HET BEELD BEPALEN (fragment; auteur gepseudonimiseerd)",
		"7. POSTS THAT MAKE THE PICTURE (fragment; author pseudonymised)"));
	for (size_t i = 0, shown = 0; i < d->nposts && shown < POST_LINES; i++) {
		const struct daily_post *p = &d->posts[i];
		if (!p->fragment)
			continue;
		shown++;
		bool author = p->author && *p->author;
		buf_printf(out, " - %s%s%s: %s %+.2f\n", p->platform, author ? ", " : "",
			author ? p->author : "", words_label(p->label, r), p->polarity / 1000.0);
		wrapped(out, p->fragment);
	}
}

static void trust(struct buf *out, const struct daily *d, const struct render *r)
{
	long long hits = d->yesterday.n + d->copies + d->misses + d->own;
	rule(out, r, W(r, "8. BETROUWBAARHEID", "8. RELIABILITY"));
	buf_printf(out, W(r,
		" %lld treffers - %lld dubbel - %lld andere betekenis - %lld eigen = %lld vermeldingen\n",
		" %lld hits - %lld copies - %lld other meaning - %lld own = %lld mentions\n"), hits,
		d->copies, d->misses, d->own, d->yesterday.n);
}

static void quiet(struct buf *out, const struct daily *d, const struct render *r)
{
	char last[48];
	buf_printf(out, "\n%s", W(r, "STILLE DAG: geen nieuwe vermeldingen. Alle bronnen zijn bevraagd.\n",
		"QUIET DAY: no new mentions. All sources were asked.\n"));
	buf_printf(out, W(r, "Nog open van eerder: %zu.\n", "Still open: %zu.\n"), d->nopen);
	buf_printf(out, W(r, "Laatste 7 dagen: %lld vermeldingen, %lld positief, %lld negatief.\n",
		"Last 7 days: %lld mentions, %lld positive, %lld negative.\n"), d->week.n,
		d->week.label[LABEL_POS], d->week.label[LABEL_NEG]);
	if (d->last_mention != CLOCK_NONE) {
		words_short(d->last_mention, r, last, sizeof last);
		buf_printf(out, "%s: %s.\n", W(r, "Laatste vermelding", "Last mention"), last);
	}
}

/* No line is wider than the page, whatever a name or a word is. The only escapes are our own, on short
 * lines. */
static void fit(struct buf *out, const struct buf *page)
{
	struct str rest = buf_view(page), line;
	if (rest.len && rest.p[rest.len - 1] == '\n')
		rest.len--;
	while (str_cut(&rest, '\n', &line)) {
		size_t at = 0;
		bool ours = memchr(line.p, '\033', line.len) != NULL;
		for (int columns = 0; !ours && at < line.len && columns < WIDTH; columns++)
			utf8_next(line, &at);
		buf_add(out, line.p, ours ? line.len : at);
		buf_putc(out, '\n');
	}
}

static void page(struct buf *out, const struct daily *d, const struct render *r)
{
	head(out, d, r);
	if (!d->yesterday.n && d->incomplete) {
		buf_puts(out, W(r,
			"\nSTILTE NIET VAST TE STELLEN: 0 vermeldingen, maar bronnen gaven fouten:\n",
			"\nSILENCE CANNOT BE TOLD: 0 mentions, but sources failed:\n"));
		missing_sources(out, d, r);
		return;
	}
	if (!d->yesterday.n) {
		quiet(out, d, r);
		return;
	}
	brief(out, d, r);
	open_posts(out, d, r);
	figures(out, d, r);
	answers(out, d, r);
	where(out, d, r);
	posts(out, d, r);
	trust(out, d, r);
}

void report_text(struct buf *out, const struct daily *d, const struct render *r)
{
	struct buf all;
	buf_init(&all, out->max);
	page(&all, d, r);
	out->failed |= all.failed;
	fit(out, &all);
	buf_free(&all);
}
