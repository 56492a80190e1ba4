#include "page.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- helpers ---- */

static void say(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct page *p, const char *format, ...)
{
	char text[700];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	p->para(p, text);
}

struct line { char cell[PAGE_CELLS][96]; const char *at[PAGE_CELLS]; size_t n; };

static void cell(struct line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void cell(struct line *l, const char *format, ...)
{
	va_list ap;

	if (l->n == PAGE_CELLS)
		return;
	va_start(ap, format);
	vsnprintf(l->cell[l->n], sizeof l->cell[l->n], format, ap);
	va_end(ap);
	l->at[l->n] = l->cell[l->n];
	l->n++;
}

static void put(struct page *p, struct line *l)
{
	p->row(p, l->at, l->n);
	l->n = 0;
}

/* ---- title ---- */

void page_title(const struct daily *d, const struct render *r, struct buf *title, struct buf *state)
{
	char made[48];

	words_time(d->made, r, made, sizeof made);
	buf_printf(title, "%s %s", W(r, "Dagrapport", "Daily report of"), d->name);
	buf_printf(state, "%s %s - %s", W(r, "Gemaakt", "Made"), made,
		d->incomplete ? W(r, "ONVOLLEDIG", "INCOMPLETE") :
		d->provisional ? W(r, "voorlopig, definitief na 72 uur",
		"provisional, final after 72 hours") : W(r, "definitief", "final"));
	buf_printf(state, W(r, " - %ld van %zu bronnen", " - %ld of %zu sources"), d->coverage->sources_ok,
		d->coverage->nsources);
	if (d->issue > 1) {
		words_issue(d, d->issue, made, sizeof made);
		buf_printf(state, W(r, " - rapport %s", " - report %s"), made);
	}
}

/* ---- in brief ---- */

static void kind(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	static const char *const nl[] = { NULL, "Nog geen vergelijking: eerst vier weken luisteren.",
		"Stille dag: geen vermeldingen.", "Opvallend stil: geen vermeldingen.",
		"Onvolledig: geen percentages en geen vergelijking met normaal.",
		"Niet geluisterd: op deze dag is niets opgehaald." };
	static const char *const en[] = { NULL, "No comparison yet: first four weeks of listening.",
		"Quiet day: no mentions.", "Strikingly quiet: no mentions.",
		"Incomplete: no percentages, and no comparison with normal.",
		"Not run: nothing was fetched on this day." };

	if (nl[d->kind])
		p->para(p, W(r, nl[d->kind], en[d->kind]));
	if (daily_gap(d)) {
		char promise[160];
		words_promise(d, r, promise, sizeof promise);
		p->para(p, promise);
	}
}

static void normal(struct page *p, const struct daily_baseline *b, const char *nl, const char *en)
{
	const struct render *r = p->r;
	char expected[32];

	if (!b->known)
		return;
	words_milli(b->expected, r, expected, sizeof expected);
	const char *what = b->alarm == ALARM_HIGH ? W(r, "alarm: veel", "alarm: many") :
		b->alarm == ALARM_LOW ? W(r, "alarm: weinig", "alarm: few") :
		b->held_back ? W(r, "nog ongewoon, gisteren gemeld", "still unusual, told yesterday") :
		b->elevated ? W(r, "verhoogd, geen alarm", "raised, no alarm") : W(r, "gewoon", "ordinary");
	say(p, W(r, "%s: %lld %s, normaal %s (%d weken) - %s.", "%s: %lld %s, normally %s (%d weeks) - %s."),
		W(r, nl, en), b->x, words_noun(NOUN_THREAD, b->x, r), expected, b->days, what);
}

static void brief(struct page *p, const struct daily *d)
{
	p->heading(p, W(p->r, "In het kort", "In brief"));
	kind(p, d);
	say(p, W(p->r, "%lld %s; in 7 dagen %lld, in 28 dagen %lld.",
		"%lld %s; %lld in 7 days, %lld in 28 days."), d->yesterday.n,
		words_noun(NOUN_MENTION, d->yesterday.n, p->r), d->week.n, d->month.n);
	normal(p, &d->normal, "Vermeldingen", "Mentions");
	normal(p, &d->negative, "Negatief", "Negative");
	if (d->holiday)
		say(p, "%s: %s.", W(p->r, "Feestdag", "Public holiday"), d->holiday);
}

/* ---- figures ---- */

static void window_row(struct page *p, struct line *l, const char *name, const struct daily_window *const *w,
	int label)
{
	cell(l, "%s", name);
	for (int i = 0; i < 5; i++)
		cell(l, "%lld", label < 0 ? w[i]->n : w[i]->label[label]);
	put(p, l);
}

static void net_row(struct page *p, struct line *l, const struct daily *d,
	const struct daily_window *const *w)
{
	cell(l, "%s", W(p->r, "Nettosentiment (95%-marge)", "Net sentiment (95% margin)"));
	for (int i = 0; i < 5; i++) {
		struct net n;
		if (!d->incomplete && daily_net(w[i], &n))
			cell(l, "%+d%% (%+d..%+d)", n.percent, n.percent_low, n.percent_high);
		else
			cell(l, "-");
	}
	put(p, l);
}

static void changes(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	struct net n;

	if (!d->incomplete && daily_net(&d->month, &n) && !n.judged)
		p->para(p, W(r, "Te weinig voor een uitspraak over de toon van 28 dagen: de marge bevat 0.",
			"Too few to judge the tone of 28 days: the margin holds 0."));
	if (d->week_change == CHANGE_UNKNOWN && d->month_change == CHANGE_UNKNOWN)
		return;
	say(p, W(r, "Vermeldingen tegenover de vorige 7 dagen: %s; tegenover de vorige 28: %s.",
		"Mentions against the previous 7 days: %s; against the previous 28: %s."),
		words_change(d->week_change, r), words_change(d->month_change, r));
	say(p, W(r, "Toon tegenover de vorige 7 dagen: %s; tegenover de vorige 28: %s.",
		"Tone against the previous 7 days: %s; against the previous 28: %s."),
		words_tone(d->week_tone_change, r), words_tone(d->month_tone_change, r));
}

static void figures(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const struct daily_window *const w[] = { &d->yesterday, &d->week, &d->week_before, &d->month,
		&d->month_before };
	const char *const header[] = { "", W(r, "gisteren", "yesterday"), W(r, "7 dagen", "7 days"),
		W(r, "vorige 7", "previous 7"), W(r, "28 dagen", "28 days"),
		W(r, "vorige 28", "previous 28") };
	struct line l = { .n = 0 };

	p->heading(p, W(r, "Cijfers", "Figures"));
	p->table(p, header, 6);
	window_row(p, &l, W(r, "Vermeldingen", "Mentions"), w, -1);
	for (int k = 0; k < LABEL_COUNT; k++)
		window_row(p, &l, words_label((enum label)k, r), w, k);
	net_row(p, &l, d, w);
	p->table_end(p);
	changes(p, d);
}

/* ---- dialogue ---- */

/* The median of those answered; and of all, those who wait too, when that is another one. */
static void response(struct page *p, const struct daily_dialogue *g)
{
	const struct render *r = p->r;
	char clock[32], office[32];

	if (g->clock.median == DAILY_UNKNOWN)
		return;
	words_duration(g->clock.median, r, clock, sizeof clock);
	words_duration(g->office.median, r, office, sizeof office);
	say(p, W(r, "Mediaan reactietijd: %s kantooruren, %s klok.",
		"Median response time: %s office hours, %s clock."), office, clock);
	if (g->clock.kaplan_meier == g->clock.median)
		return;
	if (g->clock.kaplan_meier == DAILY_UNKNOWN) {
		p->para(p, W(r, "Wachtenden meegeteld: meer dan de helft wacht nog (Kaplan-Meier).",
			"Counting those who wait: more than half still wait (Kaplan-Meier)."));
		return;
	}
	words_duration(g->clock.kaplan_meier, r, clock, sizeof clock);
	words_duration(g->office.kaplan_meier, r, office, sizeof office);
	say(p, W(r, "Wachtenden meegeteld: %s kantooruren, %s klok (Kaplan-Meier).",
		"Counting those who wait: %s office hours, %s clock (Kaplan-Meier)."), office, clock);
}

static void dialogue(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const struct daily_dialogue *g = &d->dialogue;
	char rate[32];

	p->heading(p, W(r, "Dialoog (7 dagen, ouder dan 24 uur)", "Dialogue (7 days, older than 24 hours)"));
	if (!g->known) {
		p->para(p, W(r, "Niet te zeggen: van dit kantoor wordt geen eigen account gevolgd.",
			"Cannot know: no account of this firm is followed."));
		return;
	}
	if (g->rate != DAILY_UNKNOWN) {
		words_share(g->rate, r, rate, sizeof rate);
		say(p, W(r, "Beantwoord: %lld van %lld (%s).", "Answered: %lld of %lld (%s)."), g->answered,
			g->needing, rate);
	} else {
		say(p, W(r, "Beantwoord: %lld van %lld.", "Answered: %lld of %lld."), g->answered,
			g->needing);
	}
	response(p, g);
	say(p, W(r, "Gemiste dialoog: %lld %s met @, %lld zonder @.",
		"Missed dialogue: %lld %s with @, %lld without @."), g->missed_addressed,
		words_noun(NOUN_THREAD, g->missed_addressed, r), g->missed_other);
	say(p, W(r, "Gisteren: %lld %s, %lld beantwoord; %lld open en jonger dan 24 uur.",
		"Yesterday: %lld %s, %lld answered; %lld open and under 24 hours old."), g->day_needing,
		words_noun(NOUN_ASKED, g->day_needing, r), g->day_answered, g->young);
}

/* ---- processes, platforms ---- */

static void processes(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const char *const header[] = { "", W(r, "totaal", "total"), words_label(LABEL_POS, r),
		words_label(LABEL_NEG, r), W(r, "open", "open"), W(r, "per dag (28)", "a day (28)") };
	struct line l = { .n = 0 };

	p->heading(p, W(r, "Per bedrijfsproces", "Per business process"));
	p->table(p, header, 6);
	for (int k = 0; k < PROCESS_COUNT; k++) {
		const struct daily_process *x = &d->process[k];
		char day[32];
		words_milli(x->per_day, r, day, sizeof day);
		cell(&l, "%s", words_process((enum process)k, r));
		cell(&l, "%lld", x->day.n);
		cell(&l, "%lld", x->day.label[LABEL_POS]);
		cell(&l, "%lld", x->day.label[LABEL_NEG]);
		cell(&l, "%lld", x->open);
		cell(&l, "%s", day);
		put(p, &l);
	}
	p->table_end(p);
}

static void platforms(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const char *const header[] = { W(r, "Platform", "Platform"), W(r, "vermeldingen", "mentions"),
		words_label(LABEL_POS, r), words_label(LABEL_NEG, r) };
	struct line l = { .n = 0 };

	if (d->nplatforms == 0)
		return;
	p->heading(p, W(r, "Waar", "Where"));
	p->table(p, header, 4);
	for (size_t i = 0; i < d->nplatforms; i++) {
		cell(&l, "%s", d->platforms[i].name);
		cell(&l, "%lld", d->platforms[i].n);
		cell(&l, "%lld", d->platforms[i].pos);
		cell(&l, "%lld", d->platforms[i].neg);
		put(p, &l);
	}
	p->table_end(p);
}

static void presence(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const char *const header[] = { W(r, "Aanwezigheid (28 dagen)", "Presence (28 days)"),
		W(r, "eigen berichten", "own posts"), W(r, "reacties", "replies"), W(r, "stand", "state"),
		W(r, "branche: afwezig / passief / zendt / dialoog",
		"branch: absent / passive / sends / dialogue") };
	struct line l = { .n = 0 };

	if (d->npresence == 0)
		return;
	p->heading(p, W(r, "Eigen aanwezigheid", "Own presence"));
	p->table(p, header, 5);
	for (size_t i = 0; i < d->npresence; i++) {
		const struct daily_presence *x = &d->presence[i];
		cell(&l, "%s", x->platform);
		if (x->measured) {
			cell(&l, "%lld", x->posts);
			cell(&l, "%lld", x->replies);
			cell(&l, "%s", words_presence(x->state, r));
			cell(&l, "%lld / %lld / %lld / %lld", x->branch[PRESENCE_ABSENT],
				x->branch[PRESENCE_PASSIVE], x->branch[PRESENCE_SENDING],
				x->branch[PRESENCE_DIALOGUE]);
		} else {
			cell(&l, "-");
			cell(&l, "-");
			cell(&l, "%s", W(r, "niet gemeten", "not measured"));
			cell(&l, "-");
		}
		put(p, &l);
	}
	p->table_end(p);
	if (d->dialogue.known)
		say(p, W(r, "Actief op %d van 28 dagen; langste stilte: %d %s; "
			"accounts die reageerden: %lld.",
			"Active on %d of 28 days; longest silence: %d %s; accounts that replied: %lld."),
			d->continuity.active_days, d->continuity.longest_silence,
			words_noun(NOUN_DAY, d->continuity.longest_silence, r), d->continuity.repliers);
}

/* ---- goals, branch ---- */

static void goals(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	static const char *const nl[] = { "beantwoord", "reactietijd (kantooruren)", "actieve dagen",
		"mensen die reageren" };
	static const char *const en[] = { "answered", "response time (office hours)", "active days",
		"people who reply" };
	const char *const header[] = { W(r, "Doel", "Goal"), W(r, "streefwaarde", "target"),
		W(r, "waarde", "value"), "" };
	struct line l = { .n = 0 };

	if (d->ngoals == 0)
		return;
	p->heading(p, W(r, "Doelen", "Goals"));
	p->table(p, header, 4);
	for (size_t i = 0; i < d->ngoals; i++) {
		const struct daily_goal *g = &d->goals[i];
		bool whole = g->goal == GOAL_ACTIVE_DAYS || g->goal == GOAL_REPLIERS;
		char text[2][32];
		for (int k = 0; k < 2; k++) {
			int64_t n = k ? g->value : g->target;
			if (g->goal == GOAL_RESPONSE_RATE)
				words_share(n, r, text[k], sizeof text[k]);
			else
				words_milli(whole && n != DAILY_UNKNOWN ? n * 1000 : n, r, text[k],
					sizeof text[k]);
		}
		cell(&l, "%s", W(r, nl[g->goal], en[g->goal]));
		cell(&l, "%s", text[0]);
		cell(&l, "%s", text[1]);
		cell(&l, "%s", g->state == GOAL_UNKNOWN ? "-" : g->state == GOAL_MET ? W(r, "gehaald",
			"met") : W(r, "niet gehaald", "missed"));
		put(p, &l);
	}
	p->table_end(p);
}

static void rank_row(struct page *p, struct line *l, const char *name, const struct daily_rank *k, bool share)
{
	const int64_t n[] = { k->value, k->q1, k->median, k->q3 };

	cell(l, "%s", name);
	for (int i = 0; i < 4; i++) {
		char text[32];
		(share ? words_share : words_milli)(n[i], p->r, text, sizeof text);
		cell(l, "%s", text);
	}
	if (k->rank)
		cell(l, W(p->r, "%d van %d", "%d of %d"), k->rank, k->firms);
	else
		cell(l, "-");
	put(p, l);
}

static void branch(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	const struct daily_branch *b = &d->peers;
	const char *const header[] = { W(r, "Branche", "Branch"), W(r, "kantoor", "firm"),
		W(r, "1e kwartiel", "1st quartile"), W(r, "mediaan", "median"),
		W(r, "3e kwartiel", "3rd quartile"), W(r, "plaats", "rank") };
	char share[4][32];
	struct line l = { .n = 0 };

	words_share(b->share_week, r, share[0], sizeof share[0]);
	words_share(b->share_week_before, r, share[1], sizeof share[1]);
	words_share(b->share_month, r, share[2], sizeof share[2]);
	words_share(b->share_month_before, r, share[3], sizeof share[3]);
	p->heading(p, W(r, "In de branche", "In the branch"));
	say(p, W(r, "Aandeel in de vermeldingen van %d kantoren: 7 dagen %s (vorige 7: %s, %s), 28 dagen %s "
		"(vorige 28: %s, %s).", "Share of the mentions of %d firms: 7 days %s (previous 7: %s, %s), "
		"28 days %s (previous 28: %s, %s)."), b->firms, share[0], share[1],
		words_change(b->share_week_change, r), share[2], share[3],
		words_change(b->share_month_change, r));
	p->table(p, header, 6);
	rank_row(p, &l, W(r, "Vermeldingen, 7 dagen", "Mentions, 7 days"), &b->mentions_week, false);
	rank_row(p, &l, W(r, "Vermeldingen, 28 dagen", "Mentions, 28 days"), &b->mentions_month, false);
	rank_row(p, &l, W(r, "Nettosentiment, 28 dagen", "Net sentiment, 28 days"), &b->net_month, true);
	p->table_end(p);
}

/* ---- posts, reliability ---- */

void page_post_line(const struct page *p, const struct daily_post *post, struct buf *out)
{
	char when[32];

	words_short(post->published, p->r, when, sizeof when);
	buf_printf(out, "%s, %s, %s, %s", when, post->platform, words_label(post->label, p->r),
		words_process(post->process, p->r));
	if (post->author)
		buf_printf(out, ", %s", post->author);
}

static void posts(struct page *p, const char *title, const struct daily_post *posts, size_t n)
{
	if (n == 0)
		return;
	p->heading(p, title);
	p->posts(p, posts, n);
}

static void reliability(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;
	struct buf line;

	p->heading(p, W(r, "Betrouwbaarheid", "Reliability"));
	buf_init(&line, 4096);
	words_waterfall(d, r, &line);
	say(p, "%s %s.", buf_cstr(&line), words_noun(NOUN_MENTION, d->yesterday.n, r));
	buf_free(&line);
	if (d->foreign)
		say(p, W(r, "Niet in het Nederlands en dus niet gescoord: %lld.",
			"Not in Dutch and so not scored: %lld."), d->foreign);
	if (d->late)
		say(p, W(r, "Nagekomen voor %s: %lld (%lld wordt %lld).",
			"Came in late for %s: %lld (%lld becomes %lld)."),
			words_weekday(day_add(d->day, -1), r), d->late, d->day_before - d->late,
			d->day_before);
	for (size_t i = 0; i < d->coverage->nsources; i++) {
		const struct daily_source *s = &d->coverage->sources[i];
		if (s->state == SOURCE_SILENT)
			say(p, W(r, "Bron stil: %.60s, leeg sinds %ld %s.",
				"Silent source: %.60s, empty for %ld %s."), s->id, s->silent_days,
				words_noun(NOUN_DAY, s->silent_days, r));
		else if (s->state != SOURCE_FINE)
			say(p, W(r, "Bron uit: %.60s (%ld van %ld rondes)%s%.120s",
				"Source down: %.60s (%ld of %ld polls)%s%.120s"), s->id, s->done,
				s->planned, s->error ? ": " : ".", s->error ? s->error : "");
	}
	say(p, W(r, "Voor: %s. Doel: %s.", "For: %s. Purpose: %s."), d->audience, d->purpose);
}

void page_sections(struct page *p, const struct daily *d)
{
	const struct render *r = p->r;

	brief(p, d);
	posts(p, W(r, "Nu doen: open vragen en klachten, oudste eerst",
		"Do now: open questions and complaints, oldest first"), d->open, d->nopen);
	figures(p, d);
	dialogue(p, d);
	goals(p, d);
	processes(p, d);
	platforms(p, d);
	presence(p, d);
	branch(p, d);
	posts(p, W(r, "Berichten van de dag", "Posts of the day"), d->posts, d->nposts);
	posts(p, W(r, "Sterren en woorden spreken elkaar tegen (28 dagen)",
		"Stars and words contradict (28 days)"), d->stars, d->nstars);
	reliability(p, d);
}
