/* The same figures for jq; luister-report(1) names the keys. What cannot be known is null. */
#include <luister/daily.h>
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
	char text[21];
	json_key(j, key);
	if (t == CLOCK_NONE) {
		json_nil(j);
		return;
	}
	clock_rfc3339(t, text);
	json_str(j, str_of(text));
}

static void put_labels(struct json *j, const struct daily_window *w)
{
	put_int(j, "mentions", w->n);
	for (int l = 0; l < LABEL_COUNT; l++)
		put_int(j, label_name(l), w->label[l]);
}

static void put_window(struct json *j, const char *key, const struct daily_window *w, bool incomplete)
{
	struct net n;
	json_key(j, key);
	json_open(j, '{');
	put_labels(j, w);
	json_key(j, "net_sentiment");
	if (!incomplete && daily_net(w, &n)) {
		json_open(j, '{');
		json_key(j, "value");
		json_milli(j, n.value);
		json_key(j, "low");
		json_milli(j, n.low);
		json_key(j, "high");
		json_milli(j, n.high);
		json_close(j, '}');
	} else {
		json_nil(j);
	}
	json_close(j, '}');
}

static void put_posts(struct json *j, const char *key, const struct daily_post *posts, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		const struct daily_post *p = &posts[i];
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
		put(j, "author", p->author);
		put(j, "url", p->url);
		put(j, "fragment", p->fragment);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_dialogue(struct json *j, const struct daily *d)
{
	json_key(j, "dialogue");
	if (!d->dialogue.known) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	put_int(j, "needing_reply", d->dialogue.needing);
	put_int(j, "answered", d->dialogue.answered);
	put_int(j, "missed_addressed", d->dialogue.missed_addressed);
	put_int(j, "missed_not_addressed", d->dialogue.missed_other);
	json_key(j, "median_response_seconds");
	if (d->dialogue.clock.median == DAILY_UNKNOWN)
		json_nil(j);
	else
		json_int(j, d->dialogue.clock.median);
	json_close(j, '}');
}

static void put_tables(struct json *j, const struct daily *d)
{
	json_key(j, "processes");
	json_open(j, '{');
	for (int p = 0; p < PROCESS_COUNT; p++) {
		json_key(j, process_name(p));
		json_open(j, '{');
		put_labels(j, &d->process[p].day);
		json_close(j, '}');
	}
	json_close(j, '}');
	json_key(j, "platforms");
	json_open(j, '[');
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

static void put_sources(struct json *j, const struct daily *d)
{
	json_key(j, "sources");
	json_open(j, '[');
	for (size_t i = 0; i < d->coverage->nsources; i++) {
		json_open(j, '{');
		put(j, "id", d->coverage->sources[i].id);
		put_int(j, "planned", d->coverage->sources[i].planned);
		put_int(j, "done", d->coverage->sources[i].done);
		put(j, "error", d->coverage->sources[i].error);
		json_close(j, '}');
	}
	json_close(j, ']');
}

void report_json(struct buf *out, const struct daily *d)
{
	char date[24];
	struct json j = json_to(out);
	snprintf(date, sizeof date, "%04d-%02d-%02d", d->day.year, d->day.month, d->day.mday);
	json_open(&j, '{');
	put(&j, "firm", d->firm);
	put(&j, "name", d->name);
	put(&j, "branch", d->branch);
	put(&j, "date", date);
	put_time(&j, "from", d->from);
	put_time(&j, "to", d->to);
	put_time(&j, "made", d->made);
	put_bool(&j, "provisional", d->provisional);
	put_bool(&j, "incomplete", d->incomplete);
	put_window(&j, "yesterday", &d->yesterday, d->incomplete);
	put_window(&j, "days7", &d->week, d->incomplete);
	put_window(&j, "days28", &d->month, d->incomplete);
	put_window(&j, "previous28", &d->month_before, d->incomplete);
	put_tables(&j, d);
	put_dialogue(&j, d);
	put_posts(&j, "open", d->open, d->nopen);
	put_posts(&j, "posts", d->posts, d->nposts);
	json_key(&j, "waterfall");
	json_open(&j, '{');
	put_int(&j, "hits", d->yesterday.n + d->copies + d->misses + d->own);
	put_int(&j, "copies", d->copies);
	put_int(&j, "misses", d->misses);
	put_int(&j, "own", d->own);
	put_int(&j, "mentions", d->yesterday.n);
	json_close(&j, '}');
	put_sources(&j, d);
	put_time(&j, "last_mention", d->last_mention);
	json_close(&j, '}');
	buf_putc(out, '\n');
}
