/* The figures one a row, for a spreadsheet: firm, date, section, figure, value, unit (RFC 4180). Numbers have
 * a dot, what cannot be known is empty. */
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

static void begin(struct csv *c, const char *section, const char *figure)
{
	text(c, c->d->firm);
	buf_printf(c->out, ",%s,%s,", c->date, section);
	text(c, figure);
	buf_putc(c->out, ',');
}

static void whole(struct csv *c, const char *section, const char *figure, int64_t n, const char *unit)
{
	begin(c, section, figure);
	if (n != DAILY_UNKNOWN)
		buf_printf(c->out, "%lld", (long long)n);
	buf_printf(c->out, ",%s\r\n", unit);
}

static void milli(struct csv *c, const char *section, const char *figure, int64_t n, const char *unit)
{
	begin(c, section, figure);
	if (n != DAILY_UNKNOWN)
		buf_printf(c->out, "%s%lld.%03lld", n < 0 ? "-" : "", (long long)(n < 0 ? -n : n) / 1000,
			(long long)(n < 0 ? -n : n) % 1000);
	buf_printf(c->out, ",%s\r\n", unit);
}

static void window(struct csv *c, const char *section, const struct daily_window *w)
{
	struct net n;

	whole(c, section, "mentions", w->n, "posts");
	for (int l = 0; l < LABEL_COUNT; l++)
		whole(c, section, label_name(l), w->label[l], "posts");
	milli(c, section, "net_sentiment", !c->d->incomplete && daily_net(w, &n) ? n.value : DAILY_UNKNOWN,
		"share");
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
}

static void baseline(struct csv *c, const char *section, const struct daily_baseline *b)
{
	if (!b->known)
		return;
	whole(c, section, "threads", b->x, "threads");
	milli(c, section, "expected", b->expected, "threads");
	begin(c, section, "alarm");
	buf_printf(c->out, "%s,\r\n", alarm_name((int)b->alarm));
}

static void branch(struct csv *c, const struct daily_branch *b)
{
	whole(c, "benchmark", "firms", b->firms, "firms");
	milli(c, "benchmark", "share_of_voice_yesterday", b->share_day, "share");
	milli(c, "benchmark", "share_of_voice_days7", b->share_week, "share");
	milli(c, "benchmark", "share_of_voice_days28", b->share_month, "share");
	whole(c, "benchmark", "rank_mentions7", b->mentions_week.rank ? b->mentions_week.rank : DAILY_UNKNOWN,
		"rank");
	whole(c, "benchmark", "rank_mentions28", b->mentions_month.rank ? b->mentions_month.rank :
		DAILY_UNKNOWN, "rank");
}

static void places(struct csv *c, const struct daily *d)
{
	for (int p = 0; p < PROCESS_COUNT; p++) {
		char section[48];
		snprintf(section, sizeof section, "process_%s", process_name(p));
		whole(c, section, "mentions", d->process[p].day.n, "posts");
		whole(c, section, "pos", d->process[p].day.label[LABEL_POS], "posts");
		whole(c, section, "neg", d->process[p].day.label[LABEL_NEG], "posts");
		whole(c, section, "open", d->process[p].open, "posts");
	}
	for (size_t i = 0; i < d->nplatforms; i++)
		whole(c, "platform", d->platforms[i].name, d->platforms[i].n, "posts");
	for (size_t i = 0; i < d->npresence; i++)
		if (d->presence[i].measured)
			whole(c, "presence_own_posts", d->presence[i].platform, d->presence[i].posts,
				"posts");
}

void report_csv(struct buf *out, const struct daily *d)
{
	struct csv c = { .out = out, .d = d };

	snprintf(c.date, sizeof c.date, "%04d-%02d-%02d", d->day.year, d->day.month, d->day.mday);
	buf_puts(out, "firm,date,section,figure,value,unit\r\n");
	window(&c, "yesterday", &d->yesterday);
	window(&c, "days7", &d->week);
	window(&c, "previous7", &d->week_before);
	window(&c, "days28", &d->month);
	window(&c, "previous28", &d->month_before);
	whole(&c, "waterfall", "hits", d->hits, "posts");
	whole(&c, "waterfall", "copies", d->copies, "posts");
	whole(&c, "waterfall", "misses", d->misses, "posts");
	whole(&c, "waterfall", "own", d->own, "posts");
	whole(&c, "waterfall", "spam", d->spam, "posts");
	baseline(&c, "baseline_mentions", &d->normal);
	baseline(&c, "baseline_negative", &d->negative);
	dialogue(&c, &d->dialogue);
	branch(&c, &d->peers);
	places(&c, d);
	whole(&c, "open", "posts", (int64_t)d->nopen, "posts");
	whole(&c, "coverage", "planned", d->coverage->planned, "polls");
	whole(&c, "coverage", "done", d->coverage->done, "polls");
}
