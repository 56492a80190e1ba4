/* The figures one a row, for a spreadsheet: firm, date, section, figure, value, unit (RFC 4180). Section
 * and figure are JSON's keys, an item of a list is named by its platform, goal or source. Numbers have a dot,
 * what cannot be known is empty. */
#include <luister/daily.h>
#include <stdio.h>
#include <string.h>

struct csv { struct buf *out; const struct daily *d; char date[24]; };

/* A cell that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
static void text(struct csv *c, const char *s)
{
	bool quote = s[strcspn(s, "\",\r\n")] != '\0';

	if (quote)
		buf_putc(c->out, '"');
	if (*s && strchr("=+-@\t\r", *s))
		buf_putc(c->out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_putc(c->out, '"');
		buf_putc(c->out, *s);
	}
	if (quote)
		buf_putc(c->out, '"');
}

/* ---- a row ---- */

static void begin(struct csv *c, const char *section, const char *figure)
{
	text(c, c->d->firm);
	buf_putc(c->out, ',');
	buf_puts(c->out, c->date);
	buf_putc(c->out, ',');
	text(c, section);
	buf_putc(c->out, ',');
	buf_puts(c->out, figure);
	buf_putc(c->out, ',');
}

static void end(struct csv *c, const char *unit)
{
	buf_putc(c->out, ',');
	buf_puts(c->out, unit);
	buf_puts(c->out, "\r\n");
}

static void whole(struct csv *c, const char *section, const char *figure, int64_t n, const char *unit)
{
	begin(c, section, figure);
	if (n != DAILY_UNKNOWN)
		buf_int(c->out, n);
	end(c, unit);
}

static void milli(struct csv *c, const char *section, const char *figure, int64_t n, const char *unit)
{
	begin(c, section, figure);
	if (n != DAILY_UNKNOWN)
		buf_milli(c->out, n);
	end(c, unit);
}

static void chance(struct csv *c, const char *section, const char *figure, int64_t millionths)
{
	begin(c, section, figure);
	buf_printf(c->out, "%lld.%06lld,chance\r\n", (long long)millionths / 1000000,
		(long long)millionths % 1000000);
}

/* Of our own words; NULL: unknown. */
static void word(struct csv *c, const char *section, const char *figure, const char *s)
{
	begin(c, section, figure);
	buf_puts(c->out, s ? s : "");
	end(c, "");
}

static void yes(struct csv *c, const char *section, const char *figure, bool b)
{
	word(c, section, figure, b ? "true" : "false");
}

static void change(struct csv *c, const char *section, const char *figure, enum daily_change x)
{
	word(c, section, figure, x == CHANGE_UNKNOWN ? NULL : change_name((int)x));
}

static void moment(struct csv *c, const char *section, const char *figure, int64_t t)
{
	char at[21] = "";

	if (t != CLOCK_NONE)
		clock_rfc3339(t, at);
	begin(c, section, figure);
	buf_printf(c->out, "%s,time\r\n", at);
}

/* ---- sections ---- */

static void head(struct csv *c)
{
	const struct daily *d = c->d;

	whole(c, "report", "issue", d->issue, "");
	moment(c, "report", "from", d->from);
	moment(c, "report", "to", d->to);
	moment(c, "report", "made", d->made);
	word(c, "report", "kind", day_kind_name((int)d->kind));
	word(c, "report", "holiday", d->holiday);
	yes(c, "report", "provisional", d->provisional);
	yes(c, "report", "incomplete", d->incomplete);
	whole(c, "report", "open", (int64_t)d->nopen, "posts");
	whole(c, "report", "posts", (int64_t)d->nposts, "posts");
	whole(c, "report", "stars", (int64_t)d->nstars, "posts");
	whole(c, "report", "not_dutch", d->foreign, "posts");
	moment(c, "report", "last_mention", d->last_mention);
}

static void labels(struct csv *c, const char *section, const struct daily_window *w)
{
	whole(c, section, "mentions", w->n, "posts");
	for (int l = 0; l < LABEL_COUNT; l++)
		whole(c, section, label_name(l), w->label[l], "posts");
}

static void window(struct csv *c, const char *section, const struct daily_window *w)
{
	char *net = mem_printf("%s.net_sentiment", section);
	struct net n;
	bool known = !c->d->incomplete && daily_net(w, &n);

	labels(c, section, w);
	milli(c, net, "value", known ? n.value : DAILY_UNKNOWN, "share");
	milli(c, net, "low", known ? n.low : DAILY_UNKNOWN, "share");
	milli(c, net, "high", known ? n.high : DAILY_UNKNOWN, "share");
	word(c, net, "judged", !known ? NULL : n.judged ? "true" : "false");
	mem_free(net);
}

static void windows(struct csv *c)
{
	const struct daily *d = c->d;

	window(c, "yesterday", &d->yesterday);
	window(c, "days7", &d->week);
	change(c, "days7", "mentions_change", d->week_change);
	change(c, "days7", "net_sentiment_change", d->week_tone_change);
	window(c, "previous7", &d->week_before);
	window(c, "days28", &d->month);
	change(c, "days28", "mentions_change", d->month_change);
	change(c, "days28", "net_sentiment_change", d->month_tone_change);
	window(c, "previous28", &d->month_before);
}

static void baseline(struct csv *c, const char *section, const struct daily_baseline *b)
{
	if (!b->known)
		return;
	whole(c, section, "threads", b->x, "threads");
	milli(c, section, "expected", b->expected, "threads");
	whole(c, section, "days", b->days, "days");
	milli(c, section, "dispersion", b->dispersion, "");
	chance(c, section, "at_least", b->at_least);
	chance(c, section, "at_most", b->at_most);
	chance(c, section, "zero", b->zero);
	word(c, section, "alarm", alarm_name((int)b->alarm));
	yes(c, section, "elevated", b->elevated);
	yes(c, section, "held_back", b->held_back);
}

static void places(struct csv *c)
{
	const struct daily *d = c->d;

	for (int p = 0; p < PROCESS_COUNT; p++) {
		char section[48], month[64];
		snprintf(section, sizeof section, "processes.%s", process_name(p));
		snprintf(month, sizeof month, "%s.days28", section);
		labels(c, section, &d->process[p].day);
		whole(c, section, "open", d->process[p].open, "posts");
		milli(c, section, "per_day28", d->process[p].per_day, "posts");
		labels(c, month, &d->process[p].month);
	}
	for (int k = 0; k < CATEGORY_COUNT; k++)
		whole(c, "categories", category_name(k), d->category[k], "posts");
	for (size_t i = 0; i < d->nplatforms; i++) {
		const struct daily_platform *p = &d->platforms[i];
		char *section = mem_printf("platforms.%s", p->name);
		whole(c, section, "mentions", p->n, "posts");
		whole(c, section, "pos", p->pos, "posts");
		whole(c, section, "neg", p->neg, "posts");
		mem_free(section);
	}
}

static void dialogue(struct csv *c, const struct daily_dialogue *g)
{
	if (!g->known)
		return;
	whole(c, "dialogue", "needing_reply", g->needing, "posts");
	whole(c, "dialogue", "answered", g->answered, "posts");
	milli(c, "dialogue", "response_rate", g->rate, "share");
	whole(c, "dialogue", "missed_addressed", g->missed_addressed, "threads");
	whole(c, "dialogue", "missed_not_addressed", g->missed_other, "threads");
	whole(c, "dialogue", "median_response_seconds", g->clock.median, "seconds");
	whole(c, "dialogue", "median_response_office_seconds", g->office.median, "seconds");
	whole(c, "dialogue", "kaplan_meier_seconds", g->clock.kaplan_meier, "seconds");
	whole(c, "dialogue", "kaplan_meier_office_seconds", g->office.kaplan_meier, "seconds");
	whole(c, "dialogue", "day_needing_reply", g->day_needing, "posts");
	whole(c, "dialogue", "day_answered", g->day_answered, "posts");
	whole(c, "dialogue", "open_under_24_hours", g->young, "posts");
}

static void presence(struct csv *c)
{
	const struct daily *d = c->d;

	for (size_t i = 0; i < d->npresence; i++) {
		const struct daily_presence *p = &d->presence[i];
		char *section = mem_printf("presence.%s", p->platform);
		char *branch = mem_printf("%s.branch", section);
		yes(c, section, "measured", p->measured);
		word(c, section, "state", p->measured ? presence_name((int)p->state) : NULL);
		whole(c, section, "posts", p->measured ? p->posts : DAILY_UNKNOWN, "posts");
		whole(c, section, "replies", p->measured ? p->replies : DAILY_UNKNOWN, "posts");
		for (int k = 0; k < PRESENCE_COUNT; k++)
			whole(c, branch, presence_name(k), p->measured ? p->branch[k] : DAILY_UNKNOWN,
				"firms");
		mem_free(branch);
		mem_free(section);
	}
	if (!d->dialogue.known)
		return;
	whole(c, "continuity", "active_days", d->continuity.active_days, "days");
	whole(c, "continuity", "longest_silence_days", d->continuity.longest_silence, "days");
	whole(c, "continuity", "repliers", d->continuity.repliers, "accounts");
}

static void goals(struct csv *c)
{
	static const char *const unit[] = { "share", "hours", "days", "accounts" };

	for (size_t i = 0; i < c->d->ngoals; i++) {
		const struct daily_goal *g = &c->d->goals[i];
		bool counted = g->goal == GOAL_ACTIVE_DAYS || g->goal == GOAL_REPLIERS;
		char section[48];
		snprintf(section, sizeof section, "goals.%s", goal_name((int)g->goal));
		(counted ? whole : milli)(c, section, "target", g->target, unit[g->goal]);
		(counted ? whole : milli)(c, section, "value", g->value, unit[g->goal]);
		word(c, section, "met", g->state == GOAL_UNKNOWN ? NULL : g->state == GOAL_MET ? "true" :
			"false");
	}
}

static void rank(struct csv *c, const char *section, const struct daily_rank *r, const char *unit)
{
	whole(c, section, "firms", r->firms, "firms");
	whole(c, section, "rank", r->rank ? r->rank : DAILY_UNKNOWN, "rank");
	milli(c, section, "value", r->value, unit);
	milli(c, section, "q1", r->q1, unit);
	milli(c, section, "median", r->median, unit);
	milli(c, section, "q3", r->q3, unit);
}

static void branch(struct csv *c, const struct daily_branch *b)
{
	static const char share[] = "benchmark.share_of_voice";

	whole(c, "benchmark", "firms", b->firms, "firms");
	milli(c, share, "yesterday", b->share_day, "share");
	milli(c, share, "days7", b->share_week, "share");
	milli(c, share, "previous7", b->share_week_before, "share");
	change(c, share, "days7_change", b->share_week_change);
	milli(c, share, "days28", b->share_month, "share");
	milli(c, share, "previous28", b->share_month_before, "share");
	change(c, share, "days28_change", b->share_month_change);
	rank(c, "benchmark.mentions7", &b->mentions_week, "posts");
	rank(c, "benchmark.mentions28", &b->mentions_month, "posts");
	rank(c, "benchmark.net_sentiment28", &b->net_month, "share");
}

static void waterfall(struct csv *c)
{
	const struct daily *d = c->d;

	whole(c, "waterfall", "hits", d->hits, "posts");
	whole(c, "waterfall", "copies", d->copies, "posts");
	whole(c, "waterfall", "misses", d->misses, "posts");
	whole(c, "waterfall", "own", d->own, "posts");
	whole(c, "waterfall", "spam", d->spam, "posts");
	whole(c, "waterfall", "mentions", d->yesterday.n, "posts");
	whole(c, "late", "mentions", d->late, "posts");
	whole(c, "late", "day_before", d->day_before, "posts");
}

static void coverage(struct csv *c, const struct daily_coverage *v)
{
	whole(c, "coverage", "planned", v->planned, "polls");
	whole(c, "coverage", "done", v->done, "polls");
	whole(c, "coverage", "posts_read", v->posts, "posts");
	whole(c, "coverage", "sources", (int64_t)v->nsources, "sources");
	whole(c, "coverage", "sources_fine", v->sources_ok, "sources");
	for (size_t i = 0; i < v->nsources; i++) {
		const struct daily_source *s = &v->sources[i];
		char *section = mem_printf("sources.%s", s->id);
		word(c, section, "state", source_state_name((int)s->state));
		whole(c, section, "planned", s->planned, "polls");
		whole(c, section, "done", s->done, "polls");
		whole(c, section, "failed", s->failed, "polls");
		whole(c, section, "posts_read", s->posts, "posts");
		moment(c, section, "since", s->since);
		whole(c, section, "silent_days", s->silent_days, "days");
		milli(c, section, "posts_a_day", s->habit, "posts");
		mem_free(section);
	}
}

void report_csv(struct buf *out, const struct daily *d)
{
	struct csv c = { .out = out, .d = d };

	snprintf(c.date, sizeof c.date, "%04d-%02d-%02d", d->day.year, d->day.month, d->day.mday);
	buf_puts(out, "firm,date,section,figure,value,unit\r\n");
	head(&c);
	windows(&c);
	baseline(&c, "baseline.mentions", &d->normal);
	baseline(&c, "baseline.negative", &d->negative);
	places(&c);
	dialogue(&c, &d->dialogue);
	presence(&c);
	goals(&c);
	branch(&c, &d->peers);
	waterfall(&c);
	coverage(&c, d->coverage);
}
