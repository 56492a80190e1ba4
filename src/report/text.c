/* The page for a terminal and for mail: at most 70 lines of 80 columns. */
#include "words.h"

#include <stdio.h>
#include <string.h>

#define SOURCE_LINES 3
#define FRAGMENT_LINES 2
#define PLATFORM_LINES 7
#define PLATFORM_WIDTH 11
#define ID_WIDTH 30
#define PRESENCE_LINES 4
#define ABOUT_LEAST 34       /* columns that an open post's words need beside its address */
#define WIDTH 80
#define LINES 70

static void rule(struct buf *out, const struct render *r, const char *title)
{
	buf_printf(out, "\n%s%s%s\n", r->color ? "\033[1m" : "", title, r->color ? "\033[0m" : "");
}

/* The bytes of at most so many columns. */
static size_t columns(struct str s, int width)
{
	size_t at = 0;
	for (int n = 0; at < s.len && n < width; n++)
		utf8_next(s, &at);
	return at;
}

static int width_of(struct str s)
{
	int n = 0;
	for (size_t at = 0; at < s.len; n++)
		utf8_next(s, &at);
	return n;
}

/* A stranger's word in so many columns, whatever it is. */
static void column(struct buf *out, const char *s, int width, bool pad)
{
	struct str text = str_of(s);
	int n = width_of(text);
	if (n > width)
		buf_printf(out, "%.*s…", (int)columns(text, width - 1), s);
	else
		buf_puts(out, s);
	for (; pad && n < width; n++)
		buf_putc(out, ' ');
}

static void head(struct buf *out, const struct daily *d, const struct render *r)
{
	char day[64], made[48];
	words_day(d->day, r, day, sizeof day);
	words_time(d->made, r, made, sizeof made);
	buf_printf(out, "%s  %s      %s: %s\n", W(r, "DAGRAPPORT", "DAILY REPORT"), d->name,
		W(r, "branche", "branch"), d->branch);
	buf_printf(out, "%s: %s, 00:00-24:00", W(r, "Over", "About"), day);
	if (d->holiday)
		buf_printf(out, " (%s)", d->holiday);
	if (d->issue > 1) {
		words_issue(d, d->issue, made, sizeof made);
		buf_printf(out, W(r, ", rapport %s", ", report %s"), made);
		words_time(d->made, r, made, sizeof made);
	}
	buf_printf(out, "\n%s: %s - %s - ", W(r, "Gemaakt", "Made"), made,
		d->incomplete ? W(r, "ONVOLLEDIG", "INCOMPLETE") :
		d->provisional ? W(r, "VOORLOPIG, definitief na 72 uur",
		"PROVISIONAL, final after 72 hours") : W(r, "DEFINITIEF", "FINAL"));
	buf_printf(out, W(r, "%ld van %zu bronnen\n", "%ld of %zu sources\n"),
		d->coverage->sources_ok, d->coverage->nsources);
}

static void source_line(struct buf *out, const struct daily_source *s, const struct render *r)
{
	char since[32] = "", habit[24];
	if (s->since != CLOCK_NONE)
		words_short(s->since, r, since, sizeof since);
	if (s->state == SOURCE_SILENT) {
		words_milli(s->habit, r, habit, sizeof habit);
		buf_puts(out, W(r, " Bron stil: ", " Source silent: "));
		column(out, s->id, ID_WIDTH, false);
		buf_printf(out, W(r, ", leeg sinds %ld %s (normaal %s per dag)\n",
			", empty for %ld %s (usually %s a day)\n"), s->silent_days,
			words_noun(NOUN_DAY, s->silent_days, r), habit);
		return;
	}
	buf_puts(out, W(r, " Bron uit: ", " Source down: "));
	column(out, s->id, ID_WIDTH, false);
	if (*since)
		buf_printf(out, W(r, " sinds %s", " since %s"), since);
	buf_printf(out, W(r, " (%ld van %ld rondes)", " (%ld of %ld polls)"), s->done, s->planned);
	if (s->error && *s->error) {
		buf_puts(out, ": ");
		column(out, s->error, 40, false);
	}
	buf_putc(out, '\n');
}

static void missing_sources(struct buf *out, const struct daily *d, const struct render *r)
{
	size_t down = 0;
	for (size_t i = 0; i < d->coverage->nsources; i++) {
		const struct daily_source *s = &d->coverage->sources[i];
		if (s->state != SOURCE_FINE && ++down <= SOURCE_LINES)
			source_line(out, s, r);
	}
	if (down > SOURCE_LINES)
		buf_printf(out, W(r, " en nog %zu bronnen.\n", " and %zu sources more.\n"),
			down - SOURCE_LINES);
}

static void promise(struct buf *out, const struct daily *d, const struct render *r, const char *indent)
{
	char text[160];
	words_promise(d, r, text, sizeof text);
	buf_printf(out, "%s%s\n", indent, text);
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
	if (d->incomplete)
		return;
	if (!daily_net(w, &n))
		buf_puts(out, W(r, " Te weinig berichten voor een uitspraak over de toon.\n",
			" Too few posts to judge the tone.\n"));
	else if (!n.judged)
		buf_puts(out, W(r,
			" Te weinig voor een uitspraak: de marge van het nettosentiment bevat 0.\n",
			" Too few to judge: the margin of net sentiment holds 0.\n"));
}

static void normal(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_baseline *b = &d->normal;
	char mean[24], rare[48];
	const char *day = words_weekday(d->day, r);
	if (!b->known) {
		if (d->incomplete)
			buf_puts(out, W(r,
				" Onvolledig: geen percentages en geen vergelijking met normaal.\n",
				" Incomplete: no percentages, and no comparison with normal.\n"));
		else if (d->kind == DAY_FIRST_WEEKS)
			buf_puts(out, W(r, " Nog geen vergelijking: eerst vier weken luisteren.\n",
				" No comparison yet: first four weeks of listening.\n"));
		return;
	}
	words_milli(b->expected, r, mean, sizeof mean);
	buf_printf(out, W(r, " %s%lld %s; normaal op %s %s (%d weken).",
		" %s%lld %s; normal on a %s %s (%d weeks)."),
		b->alarm != ALARM_NONE ? "! " : "", b->x, words_noun(NOUN_THREAD, b->x, r), day, mean,
		b->days);
	if (b->alarm != ALARM_NONE) {
		bool high = b->alarm == ALARM_HIGH;
		words_odds(high ? b->at_least : b->at_most, r, rare, sizeof rare);
		buf_printf(out, W(r, "\n   Zo %s is het normaal op %s dagen (alarm: 1 op 200).",
			"\n   Normally it is so %s on %s days (alarm: 1 in 200)."),
			high ? W(r, "hoog", "high") : W(r, "laag", "low"), rare);
	} else if (b->held_back) {
		buf_puts(out, W(r, " Nog ongewoon; gisteren gemeld.", " Still unusual; told yesterday."));
	} else if (b->elevated) {
		buf_puts(out, W(r, " Verhoogd, geen alarm.", " Raised, no alarm."));
	}
	buf_putc(out, '\n');
}

static void negative(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_baseline *b = &d->negative;
	char mean[24], rare[48];
	if (b->alarm != ALARM_HIGH && !b->elevated)
		return;
	words_odds(b->at_least, r, rare, sizeof rare);
	words_milli(b->expected, r, mean, sizeof mean);
	buf_printf(out, W(r, " %sNegatief in %lld %s, normaal %s (%s): %s.\n",
		" %sNegative in %lld %s, normal is %s (%s): %s.\n"), b->alarm ? "! " : "", b->x,
		words_noun(NOUN_THREAD, b->x, r), mean, rare, b->alarm ? "alarm" :
		W(r, "verhoogd, geen alarm", "raised, no alarm"));
}

static void brief(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "1. IN HET KORT", "1. IN BRIEF"));
	buf_printf(out, W(r, " %lld %s; in 7 dagen %lld, in 28 dagen %lld.\n",
		" %lld %s; %lld in 7 days, %lld in 28 days.\n"), d->yesterday.n,
		words_noun(NOUN_MENTION, d->yesterday.n, r), d->week.n, d->month.n);
	normal(out, d, r);
	tone(out, d, r);
	negative(out, d, r);
	if (d->dialogue.known)
		buf_printf(out, W(r,
			" Open vragen en klachten: %zu; gemiste gesprekken: %lld, waarvan %lld zonder @.\n",
			" Open questions and complaints: %zu; missed conversations: %lld, %lld without @.\n"),
			d->nopen, d->dialogue.missed_addressed + d->dialogue.missed_other,
			d->dialogue.missed_other);
	missing_sources(out, d, r);
	if (daily_gap(d))
		promise(out, d, r, " ");
}

/* What an open post is about and where it stands: on one line when enough of its words fit there. */
static void open_post(struct buf *out, const struct daily_post *p)
{
	int room = WIDTH - 7, beside = p->url ? room - 1 - width_of(str_of(p->url)) : 0;
	bool together = p->fragment && beside >= ABOUT_LEAST;
	if (p->fragment) {
		buf_puts(out, "     \"");
		column(out, p->fragment, together ? beside : room, false);
		buf_puts(out, together ? "\" " : "\"\n");
	}
	if (p->url)
		buf_printf(out, "%s%s\n", together ? "" : "     ", p->url);
}

static void open_posts(struct buf *out, const struct daily *d, const struct render *r, size_t most)
{
	rule(out, r, W(r, "2. NU DOEN (open vragen en klachten, 7 dagen, oudste eerst)",
		"2. DO NOW (open questions and complaints, 7 days, oldest first)"));
	if (!d->nopen)
		buf_puts(out, W(r, " Niets open.\n", " Nothing open.\n"));
	for (size_t i = 0; i < d->nopen && i < most; i++) {
		char when[32];
		const struct daily_post *p = &d->open[i];
		words_short(p->published, r, when, sizeof when);
		buf_printf(out, " %2zu  %-15s ", i + 1, when);
		column(out, p->platform, PLATFORM_WIDTH, true);
		buf_printf(out, " %-13s %s %s\n", words_label(p->label, r),
			p->role == ROLE_ADDRESSED ? "@" : " ", words_process(p->process, r));
		open_post(out, p);
	}
	if (d->nopen > most)
		buf_printf(out, W(r, " en nog %zu.\n", " and %zu more.\n"), d->nopen - most);
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

static void pair_row(struct buf *out, const struct daily *d, enum label x, enum label y,
	const struct render *r)
{
	const struct daily_window *w[] = { &d->yesterday, &d->week, &d->month, &d->month_before };
	char cell[64];
	snprintf(cell, sizeof cell, "%s / %s", words_label(x, r), words_label(y, r));
	buf_printf(out, "   %-25s", cell);
	for (int i = 0; i < 4; i++) {
		snprintf(cell, sizeof cell, "%lld / %lld", w[i]->label[x], w[i]->label[y]);
		buf_printf(out, "%13s", cell);
	}
	buf_puts(out, "\n");
}

static void share_row(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_branch *b = &d->peers;
	const int64_t share[] = { b->share_day, b->share_week, b->share_month, b->share_month_before };
	char cell[48];
	if (b->share_month == DAILY_UNKNOWN)
		return;
	snprintf(cell, sizeof cell, W(r, "Aandeel (%d kantoren)", "Share (%d firms)"), b->firms);
	buf_printf(out, " %-25s", cell);
	for (int i = 0; i < 4; i++) {
		words_share(share[i], r, cell, sizeof cell);
		buf_printf(out, "%13s", cell);
	}
	words_share(b->share_week_before, r, cell, sizeof cell);
	buf_printf(out, W(r, "\n   7 dagen: plaats %d van %d; vorige 7 dagen %s: %s.\n",
		"\n   7 days: rank %d of %d; previous 7 days %s: %s.\n"), b->mentions_week.rank,
		b->mentions_week.firms, cell, words_change(b->share_week_change, r));
}

static void figures(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_window *w[] = { &d->yesterday, &d->week, &d->month, &d->month_before };
	rule(out, r, W(r, "3. CIJFERS                     gisteren      7 dagen     28 dagen   vorige 28",
		"3. FIGURES                    yesterday       7 days      28 days  previous 28"));
	buf_printf(out, " %-27s", W(r, "Vermeldingen", "Mentions"));
	for (int i = 0; i < 4; i++)
		buf_printf(out, i ? "%13lld" : "%11lld", w[i]->n);
	buf_puts(out, "\n");
	pair_row(out, d, LABEL_POS, LABEL_NEG, r);
	pair_row(out, d, LABEL_NEU, LABEL_MIXED, r);
	buf_printf(out, "   %-25s", words_label(LABEL_NONE, r));
	for (int i = 0; i < 4; i++)
		buf_printf(out, i ? "%13lld" : "%11lld", w[i]->label[LABEL_NONE]);
	for (int margin = 0; margin < 2; margin++) {
		buf_printf(out, "\n %-25s", margin ? W(r, "  95%-marge", "  95% margin") :
			W(r, "Nettosentiment", "Net sentiment"));
		for (int i = 0; i < 4; i++)
			net_cell(out, d, w[i], margin);
	}
	buf_puts(out, "\n");
	share_row(out, d, r);
	if (d->week_change == CHANGE_UNKNOWN && d->month_change == CHANGE_UNKNOWN)
		return;
	buf_printf(out, W(r, " Vermeldingen tegen vorige 7: %s; tegen vorige 28: %s.\n",
		" Mentions against previous 7: %s; against previous 28: %s.\n"),
		words_change(d->week_change, r), words_change(d->month_change, r));
	buf_printf(out, W(r, " Toon tegen vorige 7: %s; tegen vorige 28: %s.\n",
		" Tone against previous 7: %s; against previous 28: %s.\n"),
		words_tone(d->week_tone_change, r), words_tone(d->month_tone_change, r));
}

static bool has_goal(const struct daily *d, enum goal which)
{
	for (size_t i = 0; i < d->ngoals; i++)
		if (d->goals[i].goal == which)
			return true;
	return false;
}

/* " doel 80%: NIET GEHAALD" when the goal is set. */
static void goal(struct buf *out, const struct daily *d, enum goal which, const struct render *r)
{
	static const char *const nl[] = { "niet te zeggen", "JA", "NIET GEHAALD" };
	static const char *const en[] = { "cannot know", "YES", "NOT MET" };
	char target[24];
	for (size_t i = 0; i < d->ngoals; i++) {
		const struct daily_goal *g = &d->goals[i];
		if (g->goal != which)
			continue;
		if (which == GOAL_RESPONSE_RATE)
			words_share(g->target, r, target, sizeof target);
		else if (which == GOAL_RESPONSE_HOURS)
			words_duration(g->target * 36 / 10, r, target, sizeof target);
		else
			snprintf(target, sizeof target, "%lld", (long long)g->target);
		buf_printf(out, W(r, "  doel %s: %s", "  goal %s: %s"), target,
			W(r, nl[g->state], en[g->state]));
	}
}

static void times(struct buf *out, const char *what, int64_t office, int64_t clock, const struct render *r)
{
	char o[32] = "-", c[32] = "-";
	if (office != DAILY_UNKNOWN)
		words_duration(office, r, o, sizeof o);
	if (clock != DAILY_UNKNOWN)
		words_duration(clock, r, c, sizeof c);
	buf_printf(out, W(r, " %-26s %s kantooruren, %s klok", " %-26s %s office hours, %s clock"), what, o,
		c);
}

static void answers(struct buf *out, const struct daily *d, const struct render *r)
{
	const struct daily_dialogue *g = &d->dialogue;
	char share[24];
	rule(out, r, W(r, "4. DIALOOG (vragen en klachten, 7 dagen, ouder dan 24 uur)",
		"4. DIALOGUE (questions and complaints, 7 days, older than 24 hours)"));
	if (!g->known) {
		buf_puts(out, W(r, " Niet te zeggen: van dit kantoor wordt geen eigen account gevolgd.\n",
			" Cannot know: no account of this firm is followed.\n"));
		return;
	}
	buf_printf(out, W(r, " Beantwoord                 %lld van %lld",
		" Answered                   %lld of %lld"), g->answered, g->needing);
	if (g->rate != DAILY_UNKNOWN) {
		words_share((g->rate + 5) / 10 * 10, r, share, sizeof share);
		buf_printf(out, " (%s)", share);
	}
	goal(out, d, GOAL_RESPONSE_RATE, r);
	buf_puts(out, "\n");
	if (g->clock.median != DAILY_UNKNOWN) {
		times(out, W(r, "Mediaan reactietijd", "Median response time"), g->office.median,
			g->clock.median, r);
		buf_puts(out, "\n");
		if (has_goal(d, GOAL_RESPONSE_HOURS)) {
			buf_printf(out, "%26s", "");
			goal(out, d, GOAL_RESPONSE_HOURS, r);
			buf_puts(out, "\n");
		}
		if (g->clock.kaplan_meier != g->clock.median) {
			if (g->clock.kaplan_meier == DAILY_UNKNOWN)
				buf_puts(out, W(r, "   wachtenden meegeteld     meer dan de helft wacht nog",
					"   counting those who wait  more than half still wait"));
			else
				times(out, W(r, "  wachtenden meegeteld", "  counting those who wait"),
					g->office.kaplan_meier, g->clock.kaplan_meier, r);
			buf_puts(out, " (Kaplan-Meier)\n");
		}
	}
	buf_printf(out, W(r, " Gemiste dialoog            %lld met @, %lld zonder @\n",
		" Missed dialogue            %lld with @, %lld without @\n"), g->missed_addressed,
		g->missed_other);
	buf_printf(out, W(r, " Gisteren: %lld %s, %lld beantwoord.\n",
		" Yesterday: %lld %s, %lld answered.\n"), g->day_needing,
		words_noun(NOUN_ASKED, g->day_needing, r), g->day_answered);
}

static void where(struct buf *out, const struct daily *d, const struct render *r)
{
	char rate[24];
	rule(out, r, W(r,
		"5. PER BEDRIJFSPROCES  totaal  pos  neg open 28d/dag  6. WAAR   totaal  pos  neg",
		"5. PER PROCESS          total  pos  neg open 28d/day  6. WHERE   total  pos  neg"));
	for (size_t i = 0; i < PROCESS_COUNT || (i < d->nplatforms && i < PLATFORM_LINES); i++) {
		if (i < PROCESS_COUNT) {
			const struct daily_process *p = &d->process[i];
			words_milli(p->per_day, r, rate, sizeof rate);
			buf_printf(out, " %-22s %5lld %4lld %4lld %4lld %7s",
				words_process((enum process)i, r), p->day.n, p->day.label[LABEL_POS],
				p->day.label[LABEL_NEG], p->open, rate);
		} else {
			buf_printf(out, "%52s", "");
		}
		if (i < d->nplatforms) {
			buf_puts(out, "  ");
			column(out, d->platforms[i].name, PLATFORM_WIDTH, true);
			buf_printf(out, " %4lld %4lld %4lld", d->platforms[i].n, d->platforms[i].pos,
				d->platforms[i].neg);
		}
		buf_puts(out, "\n");
	}
}

static void presence(struct buf *out, const struct daily *d, const struct render *r)
{
	size_t shown = 0, there = 0;
	for (size_t i = 0; i < d->npresence; i++)
		there += d->presence[i].state != PRESENCE_ABSENT;
	if (!there)
		return;
	buf_puts(out, W(r,
		" Aanwezigheid, 28 dagen  eigen reacties stand     afwezig/passief/zendt/dialoog\n",
		" Presence, 28 days         own  replies state     absent/passive/sends/dialogue\n"));
	for (size_t i = 0; i < d->npresence && shown < PRESENCE_LINES; i++) {
		const struct daily_presence *p = &d->presence[i];
		if (p->state == PRESENCE_ABSENT)
			continue;
		shown++;
		buf_puts(out, "   ");
		column(out, p->platform, 20, true);
		if (!p->measured)
			buf_puts(out, W(r, " niet gemeten\n", " not measured\n"));
		else
			buf_printf(out, " %6lld %8lld %-9s %6lld / %lld / %lld / %lld\n", p->posts,
				p->replies, words_presence(p->state, r), p->branch[PRESENCE_ABSENT],
				p->branch[PRESENCE_PASSIVE], p->branch[PRESENCE_SENDING],
				p->branch[PRESENCE_DIALOGUE]);
	}
	if (!d->dialogue.known)
		return;
	buf_printf(out, W(r, " Actief op %d van 28 dagen, langste stilte %d %s",
		" Active on %d of 28 days, longest silence %d %s"), d->continuity.active_days,
		d->continuity.longest_silence, words_noun(NOUN_DAY, d->continuity.longest_silence, r));
	goal(out, d, GOAL_ACTIVE_DAYS, r);
	buf_printf(out, W(r, "\n Accounts die reageerden: %lld", "\n Accounts that replied: %lld"),
		d->continuity.repliers);
	goal(out, d, GOAL_REPLIERS, r);
	buf_puts(out, "\n");
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

static int lines_of(const struct buf *b)
{
	int n = 0;
	for (size_t i = 0; i < b->len; i++)
		n += b->p[i] == '\n';
	return n;
}

/* One that is wider than the page goes on below, at a space where it has one, under its own beginning; what
 * two lines do not hold is left out. */
static void fit_line(struct buf *out, struct str line)
{
	size_t indent = 0, at = columns(line, WIDTH);
	while (indent < 8 && indent < line.len && line.p[indent] == ' ')
		indent++;
	if (at < line.len) {
		size_t space = at;
		while (space > indent && line.p[space] != ' ')
			space--;
		at = space > indent ? space : at;
		buf_printf(out, "%.*s\n%*s", (int)at, line.p, (int)indent, "");
		at += line.p[at] == ' ';
		line = (struct str){ line.p + at, line.len - at };
		at = columns(line, WIDTH - (int)indent);
	}
	if (at < line.len)
		buf_printf(out, "%.*s…\n", (int)columns(line, WIDTH - 1 - (int)indent), line.p);
	else
		buf_printf(out, "%.*s\n", STR_ARG(line));
}

/* No line is wider than the page, whatever a name or a word is. The only escapes are our own, on short
 * lines. */
static void fit(struct buf *out, const struct buf *page)
{
	struct str rest = buf_view(page), line;
	if (rest.len && rest.p[rest.len - 1] == '\n')
		rest.len--;
	while (str_cut(&rest, '\n', &line))
		if (memchr(line.p, '\033', line.len))
			buf_printf(out, "%.*s\n", STR_ARG(line));
		else
			fit_line(out, line);
	out->failed |= page->failed;
}

/* As many as the page has room for, one at least. */
static void posts(struct buf *out, const struct daily *d, const struct render *r, int room)
{
	struct buf one, fitted, why;
	rule(out, r, W(r, "7. BERICHTEN DIE HET BEELD BEPALEN (fragment; auteur gepseudonimiseerd)",
		"7. POSTS THAT MAKE THE PICTURE (fragment; author pseudonymised)"));
	buf_init(&one, out->max);
	buf_init(&fitted, out->max);
	buf_init(&why, 4096);
	for (size_t i = 0, shown = 0; i < d->nposts && shown < REPORT_TEXT_POSTS; i++) {
		const struct daily_post *p = &d->posts[i];
		if (!p->fragment)
			continue;
		bool author = p->author && *p->author;
		char polarity[16];
		buf_clear(&one);
		buf_clear(&fitted);
		words_polarity(p->polarity, r, polarity, sizeof polarity);
		buf_printf(&one, " - %s%s%s: %s %s\n", p->platform, author ? ", " : "",
			author ? p->author : "", words_label(p->label, r), polarity);
		wrapped(&one, p->fragment);
		buf_clear(&why);
		if (words_why(p, r, &why))
			buf_printf(&one, "   %s\n", buf_cstr(&why));
		fit(&fitted, &one);
		room -= lines_of(&fitted);
		if (shown++ && room < 0)
			break;
		buf_str(out, buf_view(&fitted));
		out->failed |= fitted.failed;
	}
	buf_free(&why);
	buf_free(&fitted);
	buf_free(&one);
}

static void trust(struct buf *out, const struct daily *d, const struct render *r)
{
	rule(out, r, W(r, "8. BETROUWBAARHEID", "8. RELIABILITY"));
	buf_putc(out, ' ');
	words_waterfall(d, r, out);
	buf_putc(out, '\n');
	if (d->foreign)
		buf_printf(out, W(r, " Niet in het Nederlands en dus niet gescoord: %lld.\n",
			" Not in Dutch and therefore not scored: %lld.\n"), d->foreign);
	if (d->late)
		buf_printf(out, W(r, " Nagekomen voor %s: %lld (%lld wordt %lld).\n",
			" Came in late for %s: %lld (%lld becomes %lld).\n"),
			words_weekday(day_add(d->day, -1), r), d->late, d->day_before - d->late,
			d->day_before);
	if (d->nstars)
		buf_printf(out, W(r, " Sterren en woorden spreken elkaar tegen: %zu in 28 dagen.\n",
			" Stars and words contradict each other: %zu in 28 days.\n"), d->nstars);
	if (d->purpose && d->audience)
		buf_printf(out, W(r, " Voor: %s. Doel: %s.\n", " For: %s. Purpose: %s.\n"), d->audience,
			d->purpose);
}

static void quiet(struct buf *out, const struct daily *d, const struct render *r)
{
	char last[48] = "-", mean[24], zero[24];
	buf_printf(out, "\n%s", d->kind == DAY_STRIKINGLY_QUIET ?
		W(r, "OPVALLEND STIL: geen vermeldingen.", "STRIKINGLY QUIET: no mentions.") :
		W(r, "STILLE DAG: geen vermeldingen.", "QUIET DAY: no mentions."));
	if (d->normal.known) {
		words_milli(d->normal.expected, r, mean, sizeof mean);
		words_share((d->normal.zero + 500) / 1000, r, zero, sizeof zero);
		buf_printf(out, W(r, " Normaal op %s %s (kans op nul %s).",
			" Normal on a %s %s (chance of zero %s)."), words_weekday(d->day, r), mean, zero);
	}
	if (d->last_mention != CLOCK_NONE)
		words_short(d->last_mention, r, last, sizeof last);
	buf_printf(out, W(r, "\nAlle bronnen volledig: %lld berichten. Laatste vermelding: %s.\n",
		"\nAll sources complete: %lld posts. Last mention: %s.\n"), d->coverage->posts, last);
	words_waterfall(d, r, out);
	buf_printf(out, W(r, "\nNog open van eerder: %zu", "\nStill open from before: %zu"), d->nopen);
	if (d->nopen) {
		words_date(d->open[0].published, r, last, sizeof last);
		buf_printf(out, W(r, " (oudste %s, ", " (oldest %s, "), last);
		column(out, d->open[0].platform, PLATFORM_WIDTH, false);
		buf_printf(out, ", %s)", words_process(d->open[0].process, r));
	}
	buf_puts(out, ".\n");
	buf_printf(out, W(r, "Laatste 7 dagen: %lld %s, %lld positief, %lld negatief",
		"Last 7 days: %lld %s, %lld positive, %lld negative"), d->week.n,
		words_noun(NOUN_MENTION, d->week.n, r),
		d->week.label[LABEL_POS], d->week.label[LABEL_NEG]);
	if (d->dialogue.rate != DAILY_UNKNOWN) {
		words_share((d->dialogue.rate + 5) / 10 * 10, r, zero, sizeof zero);
		buf_printf(out, W(r, ", %s beantwoord", ", %s answered"), zero);
	}
	buf_puts(out, ".\n");
}

/* Silence of which nobody knows whether it is one. */
static void unheard(struct buf *out, const struct daily *d, const struct render *r)
{
	buf_printf(out, "\n%s\n", d->kind == DAY_NOT_RUN ?
		W(r, "NIET GELUISTERD: op deze dag is niets opgehaald.",
		"NOT RUN: nothing was fetched on this day.") :
		W(r, "STILTE NIET VAST TE STELLEN: 0 vermeldingen, maar bronnen gaven fouten:",
		"SILENCE CANNOT BE TOLD: 0 mentions, but sources failed:"));
	if (d->kind != DAY_NOT_RUN)
		missing_sources(out, d, r);
	buf_puts(out, W(r, "Geen percentages en geen vergelijking met normaal.\n",
		"No percentages and no comparison with normal.\n"));
	promise(out, d, r, "");
}

static void silent_page(struct buf *out, const struct daily *d, const struct render *r)
{
	head(out, d, r);
	if (d->kind == DAY_INCOMPLETE || d->kind == DAY_NOT_RUN)
		unheard(out, d, r);
	else
		quiet(out, d, r);
}

/* With so many of the open posts; false when the page is too long. */
static bool page(struct buf *out, const struct daily *d, const struct render *r, size_t open)
{
	struct buf all, end;
	buf_init(&all, out->max);
	buf_init(&end, out->max);
	head(&all, d, r);
	brief(&all, d, r);
	open_posts(&all, d, r, open);
	figures(&all, d, r);
	answers(&all, d, r);
	where(&all, d, r);
	presence(&all, d, r);
	fit(out, &all);
	buf_clear(&all);
	trust(&all, d, r);
	fit(&end, &all);
	posts(out, d, r, LINES - lines_of(out) - lines_of(&end) - 2);
	buf_str(out, buf_view(&end));
	out->failed |= end.failed;
	buf_free(&all);
	buf_free(&end);
	return lines_of(out) <= LINES;
}

void report_text(struct buf *out, const struct daily *d, const struct render *r)
{
	struct buf all;
	buf_init(&all, out->max);
	if (!d->yesterday.n) {
		silent_page(&all, d, r);
		fit(out, &all);
	} else {
		for (size_t open = REPORT_TEXT_OPEN; !page(&all, d, r, open) && open > 0; open--)
			buf_clear(&all);
		buf_str(out, buf_view(&all));
		out->failed |= all.failed;
	}
	buf_free(&all);
}
