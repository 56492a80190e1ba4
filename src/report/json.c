/* The same figures for jq; luister-report(1) names the keys. What cannot be known is null. */
#include "page.h"
#include <luister/json.h>
#include <stdio.h>

static void put(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_str(j, str_of(s));
}

static void put_int(struct json *j, const char *key, long long n)
{
	json_key(j, key);
	json_int(j, n);
}

static void put_bool(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}

static void put_time(struct json *j, const char *key, int64_t t)
{
	json_key(j, key);
	json_time(j, t);
}

/* Thousandths as a decimal number, DAILY_UNKNOWN as null. */
static void put_milli(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	if (n == DAILY_UNKNOWN)
		json_nil(j);
	else
		json_milli(j, n);
}

static void put_known(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	if (n == DAILY_UNKNOWN)
		json_nil(j);
	else
		json_int(j, n);
}

static void put_chance(struct json *j, const char *key, int64_t millionths)
{
	char text[32];
	snprintf(text, sizeof text, "%lld.%06lld", (long long)(millionths / 1000000),
		(long long)(millionths % 1000000));
	json_key(j, key);
	json_raw(j, str_of(text));
}

static void put_change(struct json *j, const char *key, enum daily_change c)
{
	put(j, key, c == CHANGE_UNKNOWN ? NULL : change_name((int)c));
}

static void object(struct json *j, const char *key)
{
	json_key(j, key);
	json_open(j, '{');
}

static void list(struct json *j, const char *key)
{
	json_key(j, key);
	json_open(j, '[');
}

static void put_labels(struct json *j, const struct daily_window *w)
{
	put_int(j, "mentions", w->n);
	for (int l = 0; l < LABEL_COUNT; l++)
		put_int(j, label_name(l), w->label[l]);
}

static void put_net(struct json *j, const struct daily_window *w, bool incomplete)
{
	struct net n;
	json_key(j, "net_sentiment");
	if (incomplete || !daily_net(w, &n)) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put_milli(j, "value", n.value);
	put_milli(j, "low", n.low);
	put_milli(j, "high", n.high);
	put_bool(j, "judged", n.judged);
	json_close(j, '}');
}

static void put_window(struct json *j, const char *key, const struct daily_window *w, const struct daily *d,
	const enum daily_change *change)
{
	object(j, key);
	put_labels(j, w);
	put_net(j, w, d->incomplete);
	if (change) {
		put_change(j, "mentions_change", change[0]);
		put_change(j, "net_sentiment_change", change[1]);
	}
	json_close(j, '}');
}

static void put_windows(struct json *j, const struct daily *d)
{
	put_window(j, "yesterday", &d->yesterday, d, NULL);
	put_window(j, "days7", &d->week, d, (enum daily_change[]){ d->week_change, d->week_tone_change });
	put_window(j, "previous7", &d->week_before, d, NULL);
	put_window(j, "days28", &d->month, d, (enum daily_change[]){ d->month_change, d->month_tone_change });
	put_window(j, "previous28", &d->month_before, d, NULL);
}

static void put_baseline(struct json *j, const char *key, const struct daily_baseline *b)
{
	json_key(j, key);
	if (!b->known) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put_int(j, "threads", b->x);
	put_milli(j, "expected", b->expected);
	put_int(j, "days", b->days);
	put_milli(j, "dispersion", b->dispersion);
	put_chance(j, "at_least", b->at_least);
	put_chance(j, "at_most", b->at_most);
	put_chance(j, "zero", b->zero);
	put(j, "alarm", alarm_name((int)b->alarm));
	put_bool(j, "elevated", b->elevated);
	put_bool(j, "held_back", b->held_back);
	json_close(j, '}');
}

static void put_part(struct json *j, const struct daily_part *p)
{
	json_open(j, '{');
	put(j, "words", p->words);
	put(j, "rule", p->rule);
	put_milli(j, "polarity", p->base);
	list(j, "changed");
	for (int i = 0; i < p->nsteps; i++) {
		json_open(j, '{');
		put(j, "rule", p->step[i].rule);
		put(j, "by", p->step[i].by);
		put_milli(j, "factor", p->step[i].factor);
		json_close(j, '}');
	}
	json_close(j, ']');
	put_milli(j, "adds", p->adds);
	json_close(j, '}');
}

static void put_why(struct json *j, const struct daily_why *w)
{
	json_key(j, "why");
	if (!w) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put(j, "label", label_name((int)w->label));
	put_milli(j, "polarity", w->polarity);
	put(j, "decided", w->decided ? w->decided : "words");
	put(j, "lang", w->lang);
	put(j, "spam", w->spam);
	put_milli(j, "sum", w->sum);
	list(j, "parts");
	for (int i = 0; i < w->nparts; i++)
		put_part(j, &w->part[i]);
	json_close(j, ']');
	put_int(j, "others", w->others);
	json_close(j, '}');
}

static void put_post(struct json *j, const struct daily_post *p)
{
	json_open(j, '{');
	put_time(j, "published", p->published);
	put(j, "platform", p->platform);
	put(j, "category", category_name((int)p->category));
	put(j, "role", role_name((int)p->role));
	put(j, "label", label_name((int)p->label));
	json_key(j, "polarity");
	json_milli(j, p->polarity);
	put(j, "process", process_name((int)p->process));
	put(j, "intent", intent_name((int)p->intent));
	put_milli(j, "rating", p->rating == POST_UNKNOWN ? DAILY_UNKNOWN : p->rating);
	put(j, "author", p->author);
	put(j, "url", p->url);
	put(j, "fragment", p->fragment);
	put_why(j, p->why);
	json_close(j, '}');
}

static void put_posts(struct json *j, const char *key, const struct daily_post *posts, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		put_post(j, &posts[i]);
	json_close(j, ']');
}

static void put_dialogue(struct json *j, const struct daily *d)
{
	const struct daily_dialogue *g = &d->dialogue;
	json_key(j, "dialogue");
	if (!g->known) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put_int(j, "needing_reply", g->needing);
	put_int(j, "answered", g->answered);
	put_milli(j, "response_rate", g->rate);
	put_int(j, "missed_addressed", g->missed_addressed);
	put_int(j, "missed_not_addressed", g->missed_other);
	put_known(j, "median_response_seconds", g->clock.median);
	put_known(j, "median_response_office_seconds", g->office.median);
	put_known(j, "kaplan_meier_seconds", g->clock.kaplan_meier);
	put_known(j, "kaplan_meier_office_seconds", g->office.kaplan_meier);
	put_int(j, "day_needing_reply", g->day_needing);
	put_int(j, "day_answered", g->day_answered);
	put_int(j, "open_under_24_hours", g->young);
	json_close(j, '}');
}

static void put_processes(struct json *j, const struct daily *d)
{
	object(j, "processes");
	for (int i = 0; i < PROCESS_COUNT; i++) {
		const struct daily_process *p = &d->process[i];
		object(j, process_name(i));
		put_labels(j, &p->day);
		put_int(j, "open", p->open);
		put_milli(j, "per_day28", p->per_day);
		object(j, "days28");
		put_labels(j, &p->month);
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void put_places(struct json *j, const struct daily *d)
{
	object(j, "categories");
	for (int c = 0; c < CATEGORY_COUNT; c++)
		put_int(j, category_name(c), d->category[c]);
	json_close(j, '}');
	list(j, "platforms");
	for (size_t i = 0; i < d->nplatforms; i++) {
		json_open(j, '{');
		put(j, "platform", d->platforms[i].name);
		put_int(j, "mentions", d->platforms[i].n);
		put_int(j, "pos", d->platforms[i].pos);
		put_int(j, "neg", d->platforms[i].neg);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_presence(struct json *j, const struct daily *d)
{
	list(j, "presence");
	for (size_t i = 0; i < d->npresence; i++) {
		const struct daily_presence *p = &d->presence[i];
		json_open(j, '{');
		put(j, "platform", p->platform);
		put_bool(j, "measured", p->measured);
		put(j, "state", p->measured ? presence_name((int)p->state) : NULL);
		put_known(j, "posts", p->measured ? p->posts : DAILY_UNKNOWN);
		put_known(j, "replies", p->measured ? p->replies : DAILY_UNKNOWN);
		object(j, "branch");
		for (int k = 0; k < PRESENCE_COUNT; k++)
			put_known(j, presence_name(k), p->measured ? p->branch[k] : DAILY_UNKNOWN);
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "continuity");
	if (!d->dialogue.known) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put_int(j, "active_days", d->continuity.active_days);
	put_int(j, "longest_silence_days", d->continuity.longest_silence);
	put_int(j, "repliers", d->continuity.repliers);
	json_close(j, '}');
}

static void put_goals(struct json *j, const struct daily *d)
{
	list(j, "goals");
	for (size_t i = 0; i < d->ngoals; i++) {
		const struct daily_goal *g = &d->goals[i];
		bool whole = g->goal == GOAL_ACTIVE_DAYS || g->goal == GOAL_REPLIERS;
		json_open(j, '{');
		put(j, "goal", goal_name((int)g->goal));
		(whole ? put_known : put_milli)(j, "target", g->target);
		(whole ? put_known : put_milli)(j, "value", g->value);
		json_key(j, "met");
		if (g->state == GOAL_UNKNOWN)
			json_nil(j);
		else
			json_bool(j, g->state == GOAL_MET);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_rank(struct json *j, const char *key, const struct daily_rank *r)
{
	object(j, key);
	put_int(j, "firms", r->firms);
	put_known(j, "rank", r->rank ? r->rank : DAILY_UNKNOWN);
	put_milli(j, "value", r->value);
	put_milli(j, "q1", r->q1);
	put_milli(j, "median", r->median);
	put_milli(j, "q3", r->q3);
	json_close(j, '}');
}

static void put_branch(struct json *j, const struct daily *d)
{
	const struct daily_branch *b = &d->peers;
	object(j, "benchmark");
	put_int(j, "firms", b->firms);
	object(j, "share_of_voice");
	put_milli(j, "yesterday", b->share_day);
	put_milli(j, "days7", b->share_week);
	put_milli(j, "previous7", b->share_week_before);
	put_change(j, "days7_change", b->share_week_change);
	put_milli(j, "days28", b->share_month);
	put_milli(j, "previous28", b->share_month_before);
	put_change(j, "days28_change", b->share_month_change);
	json_close(j, '}');
	put_rank(j, "mentions7", &b->mentions_week);
	put_rank(j, "mentions28", &b->mentions_month);
	put_rank(j, "net_sentiment28", &b->net_month);
	json_close(j, '}');
}

static void put_sources(struct json *j, const struct daily *d)
{
	const struct daily_coverage *c = d->coverage;
	object(j, "coverage");
	put_int(j, "planned", c->planned);
	put_int(j, "done", c->done);
	put_int(j, "posts_read", c->posts);
	put_int(j, "sources", (long long)c->nsources);
	put_int(j, "sources_fine", c->sources_ok);
	json_close(j, '}');
	list(j, "sources");
	for (size_t i = 0; i < c->nsources; i++) {
		const struct daily_source *s = &c->sources[i];
		json_open(j, '{');
		put(j, "id", s->id);
		put(j, "state", source_state_name((int)s->state));
		put_int(j, "planned", s->planned);
		put_int(j, "done", s->done);
		put_int(j, "failed", s->failed);
		put_int(j, "posts_read", s->posts);
		put_time(j, "since", s->since);
		put_int(j, "silent_days", s->silent_days);
		put_milli(j, "posts_a_day", s->habit);
		put(j, "error", s->error);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_waterfall(struct json *j, const struct daily *d)
{
	object(j, "waterfall");
	put_int(j, "hits", d->hits);
	put_int(j, "copies", d->copies);
	put_int(j, "misses", d->misses);
	put_int(j, "own", d->own);
	put_int(j, "spam", d->spam);
	put_int(j, "mentions", d->yesterday.n);
	json_close(j, '}');
	put_int(j, "not_dutch", d->foreign);
	object(j, "late");
	put_int(j, "mentions", d->late);
	put_int(j, "day_before", d->day_before);
	json_close(j, '}');
}

static void put_head(struct json *j, const struct daily *d)
{
	char date[24];
	snprintf(date, sizeof date, "%04d-%02d-%02d", d->day.year, d->day.month, d->day.mday);
	put(j, "firm", d->firm);
	put(j, "name", d->name);
	put(j, "branch", d->branch);
	put(j, "purpose", d->purpose);
	put(j, "audience", d->audience);
	put(j, "house_purpose", d->house_purpose);
	put(j, "basis", d->basis);
	put(j, "date", date);
	put_int(j, "issue", d->issue);
	put_time(j, "from", d->from);
	put_time(j, "to", d->to);
	put_time(j, "made", d->made);
	put(j, "kind", day_kind_name((int)d->kind));
	put(j, "holiday", d->holiday);
	put_bool(j, "provisional", d->provisional);
	put_bool(j, "incomplete", d->incomplete);
}

void json_post(struct buf *out, const struct daily_post *p)
{
	struct json j = json_to(out);
	put_post(&j, p);
	buf_putc(out, '\n');
}

void report_json(struct buf *out, const struct daily *d)
{
	struct json j = json_to(out);
	json_open(&j, '{');
	put_head(&j, d);
	put_windows(&j, d);
	object(&j, "baseline");
	put_baseline(&j, "mentions", &d->normal);
	put_baseline(&j, "negative", &d->negative);
	json_close(&j, '}');
	put_processes(&j, d);
	put_places(&j, d);
	put_dialogue(&j, d);
	put_posts(&j, "open", d->open, d->nopen);
	put_posts(&j, "posts", d->posts, d->nposts);
	put_posts(&j, "stars", d->stars, d->nstars);
	put_presence(&j, d);
	put_goals(&j, d);
	put_branch(&j, d);
	put_waterfall(&j, d);
	put_sources(&j, d);
	put_time(&j, "last_mention", d->last_mention);
	json_close(&j, '}');
	buf_putc(out, '\n');
}
