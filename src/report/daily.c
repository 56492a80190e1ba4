/* The figures of one firm's day. Pure functions over facts: no clock, no file, no store. */
#include <luister/daily.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAY_S 86400
#define FRAGMENT_WORDS DAILY_FRAGMENT_WORDS

static bool is_mention(const struct fact *f)
{
	return (f->role == ROLE_ADDRESSED || f->role == ROLE_MENTION) && !f->copy;
}

static bool within(const struct fact *f, int64_t from, int64_t to)
{
	return f->published >= from && f->published < to;
}

static void add(struct daily_window *w, const struct fact *f)
{
	w->n++;
	w->label[f->label]++;
}

/* Wilson's score interval for P of P + N (Wilson 1927, JASA 22:209), stretched from 0..1 to -1..1. */
bool daily_net(const struct daily_window *w, struct net *out)
{
	const double z = 1.959964;
	double n = (double)(w->label[LABEL_POS] + w->label[LABEL_NEG]);
	if (n < 10)
		return false;
	double p = (double)w->label[LABEL_POS] / n;
	double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
	const double value = 2 * p - 1, low = 2 * (middle - half) - 1, high = 2 * (middle + half) - 1;
	*out = (struct net){ (int)lround(1000 * value), (int)lround(1000 * low), (int)lround(1000 * high),
		(int)lround(100 * value), (int)lround(100 * low), (int)lround(100 * high) };
	return true;
}

/* Controls and the signs that turn the direction of text round (UAX 9) have no business on a page. */
static bool unwanted(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) ||
		(cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F || cp == 0xFEFF ||
		cp == 0x2028 || cp == 0x2029;
}

/* One line of a stranger's: an error of a server, a name. */
static const char *line_of(struct str text, struct arena *a)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t at = 0; at < text.len && !b.failed;) {
		uint32_t cp = utf8_next(text, &at);
		utf8_put(&b, unwanted(cp) ? ' ' : cp);
	}
	const char *copy = arena_dupn(a, b.p ? b.p : "", b.len);
	buf_free(&b);
	return copy;
}

static void add_platform(struct daily *d, const struct fact *f, struct arena *a)
{
	size_t i = 0;
	const char *name = line_of(f->platform, a);
	while (i < d->nplatforms && strcmp(name, d->platforms[i].name) != 0)
		i++;
	if (i == d->nplatforms)
		d->platforms[d->nplatforms++].name = name;
	d->platforms[i].n++;
	d->platforms[i].pos += f->label == LABEL_POS;
	d->platforms[i].neg += f->label == LABEL_NEG;
}

/* The first words of a text on one line. */
static const char *fragment(struct str text, struct arena *a)
{
	struct buf b;
	int words = 0;
	bool space = false;
	buf_init(&b, 4096);
	for (size_t at = 0; at < text.len && !b.failed;) {
		uint32_t cp = utf8_next(text, &at);
		if (cp == ' ' || cp == 0xA0 || unwanted(cp)) {
			space = space || cp == ' ' || cp == '\n' || cp == '\t' || cp == 0xA0;
			continue;
		}
		if (space && b.len) {
			if (++words == FRAGMENT_WORDS || b.len > 600) {
				buf_puts(&b, " …");
				break;
			}
			buf_putc(&b, ' ');
		}
		space = false;
		utf8_put(&b, cp);
	}
	const char *copy = arena_dupn(a, b.p ? b.p : "", b.len);
	buf_free(&b);
	return copy;
}

/* Only what a browser may follow is a link. */
static const char *link_of(struct str url, struct arena *a)
{
	if (!str_prefix(url, STR("https://")) && !str_prefix(url, STR("http://")))
		return NULL;
	for (size_t at = 0; at < url.len;) {
		uint32_t cp = utf8_next(url, &at);
		if (cp == ' ' || cp == '"' || cp == '<' || cp == '>' || unwanted(cp))
			return NULL;
	}
	return arena_dupn(a, url.p, url.len);
}

static struct daily_post post_of(const struct daily_in *in, const struct fact *f, struct arena *a)
{
	struct daily_post p = { .published = f->published, .category = f->category, .role = f->role,
		.label = f->label, .polarity = f->polarity, .process = f->process, .intent = f->intent,
		.rating = f->rating };
	struct fact_text t;
	p.platform = line_of(f->platform, a);
	if (in->text && in->text(in->self, f, &t)) {
		p.fragment = f->sensitive ? NULL : fragment(t.text, a);
		p.url = link_of(t.url, a);
		p.author = arena_dupn(a, t.author.p ? t.author.p : "", t.author.len);
	}
	return p;
}

static int by_tone(const void *x, const void *y)
{
	const struct daily_post *a = x, *b = y;
	int d = abs(b->polarity) - abs(a->polarity);
	return d ? d : (a->published > b->published) - (a->published < b->published);
}

static int by_age(const void *x, const void *y)
{
	const struct daily_post *a = x, *b = y;
	return (a->published > b->published) - (a->published < b->published);
}

static int by_size(const void *x, const void *y)
{
	const struct daily_platform *a = x, *b = y;
	return a->n != b->n ? (b->n > a->n) - (b->n < a->n) : strcmp(a->name, b->name);
}

static int by_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

static void windows(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_window *w[] = { &d->yesterday, &d->week, &d->month };
	static const int days[] = { 1, 7, 28 };
	int64_t month = day_start(day_add(in->day, -27)), before = day_start(day_add(in->day, -55));
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		bool today = within(f, d->from, d->to);
		d->copies += today && f->copy && (f->role == ROLE_ADDRESSED || f->role == ROLE_MENTION);
		d->own += today && f->role == ROLE_OWN;
		d->dialogue.known |= f->role == ROLE_OWN && within(f, month, d->to);
		if (!is_mention(f))
			continue;
		for (int k = 0; k < 3; k++)
			if (within(f, day_start(day_add(in->day, 1 - days[k])), d->to))
				add(w[k], f);
		if (within(f, before, month))
			add(&d->month_before, f);
		if (f->published < d->to && (d->last_mention == CLOCK_NONE || f->published > d->last_mention))
			d->last_mention = f->published;
		if (!today)
			continue;
		add(&d->process[f->process].day, f);
		add_platform(d, f, a);
		d->posts[d->nposts++] = post_of(in, f, a);
	}
}

static int by_thread(const void *x, const void *y)
{
	const struct fact *const *a = x, *const *b = y;
	int c = memcmp((*a)->thread, (*b)->thread, sizeof (*a)->thread);
	return c ? c : (int)(*a)->role - (int)(*b)->role;
}

/* Missed dialogue counts threads: with @ when one of its posts named the firm's account. */
static void missed(const struct fact **all, size_t n, struct daily *d)
{
	if (n)
		qsort(all, n, sizeof *all, by_thread);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || memcmp(all[i]->thread, all[i - 1]->thread, sizeof all[i]->thread) != 0)
			*(all[i]->role == ROLE_ADDRESSED ?
				&d->dialogue.missed_addressed : &d->dialogue.missed_other) += 1;
}

/* Response: mentions of 7 days that need a reply and are a day old (definitions, "Response rate"). */
static void dialogue(const struct daily_in *in, struct daily *d, struct arena *a)
{
	int64_t week = day_start(day_add(in->day, -6));
	int64_t *times = arena_alloc(a, (in->nfacts + 1) * sizeof *times);
	const struct fact **silent = arena_alloc(a, (in->nfacts + 1) * sizeof *silent);
	size_t n = 0, nsilent = 0;
	for (size_t i = 0; i < in->nfacts; i++) {
		const struct fact *f = &in->facts[i];
		if (!is_mention(f) || !f->needs_reply || !within(f, week, d->to))
			continue;
		bool answered = f->answered != CLOCK_NONE && f->answered <= in->now;
		if (!answered)
			d->open[d->nopen++] = post_of(in, f, a);
		if (in->now - f->published < DAY_S)
			continue;
		d->dialogue.needing++;
		if (answered) {
			d->dialogue.answered++;
			times[n++] = f->answered - f->published;
		} else {
			silent[nsilent++] = f;
		}
	}
	missed(silent, nsilent, d);
	if (!n)
		return;
	qsort(times, n, sizeof *times, by_value);
	d->dialogue.clock.median = n % 2 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
}

static struct daily_source cover(const struct daily_in *in, const struct daily *d,
	const struct daily_plan *plan, struct arena *a)
{
	struct daily_source s = { .id = plan->id };
	int64_t last = CLOCK_NONE, asked = CLOCK_NONE, end = d->to < in->now ? d->to : in->now;
	long every = plan->every_s > 0 ? plan->every_s : 3600;
	for (size_t i = 0; i < in->npolls; i++) {
		const struct fact_poll *p = &in->polls[i];
		if (!str_is(p->source, plan->id) || p->at > in->now)
			continue;
		if (p->ok && p->at > last)
			last = p->at;
		if (!p->ok && p->at > asked) {
			asked = p->at;
			s.error = line_of(p->error, a);
		}
	}
	int64_t span = end > d->from ? end - d->from : 0;
	s.planned = (long)(span / every) > 0 ? (long)(span / every) : 1;
	s.done = s.planned;
	if (last == CLOCK_NONE || last + every < end) {
		int64_t heard = last == CLOCK_NONE || last < d->from ? 0 : last - d->from;
		s.done = (long)(heard / every) < s.planned ? (long)(heard / every) : s.planned - 1;
	}
	if (s.done == s.planned || (asked != CLOCK_NONE && asked < last))
		s.error = NULL;
	return s;
}

static void coverage(const struct daily_in *in, struct daily *d, struct arena *a)
{
	struct daily_coverage *c = arena_alloc(a, sizeof *c);
	c->sources = arena_alloc(a, (in->nplans + 1) * sizeof *c->sources);
	c->first_poll = CLOCK_NONE;
	for (size_t i = 0; i < in->nplans; i++) {
		struct daily_source s = cover(in, d, &in->plans[i], a);
		c->sources[c->nsources++] = s;
		c->sources_ok += s.done == s.planned;
		c->planned += s.planned;
		c->done += s.done;
	}
	c->incomplete = c->done * 10 < c->planned * 9;
	d->incomplete = c->incomplete;
	d->coverage = c;
}

void daily_compute(const struct daily_in *in, struct daily *out, struct arena *a)
{
	*out = (struct daily){ .firm = in->firm, .name = in->name, .branch = in->branch, .day = in->day,
		.made = in->now, .from = day_start(in->day), .to = day_start(day_add(in->day, 1)),
		.misses = in->misses, .dialogue.clock.median = DAILY_UNKNOWN, .last_mention = CLOCK_NONE };
	out->provisional = in->now < out->to + 72 * 3600;
	out->posts = arena_alloc(a, (in->nfacts + 1) * sizeof *out->posts);
	out->open = arena_alloc(a, (in->nfacts + 1) * sizeof *out->open);
	out->platforms = arena_alloc(a, (in->nfacts + 1) * sizeof *out->platforms);
	windows(in, out, a);
	dialogue(in, out, a);
	coverage(in, out, a);
	qsort(out->posts, out->nposts, sizeof *out->posts, by_tone);
	qsort(out->open, out->nopen, sizeof *out->open, by_age);
	qsort(out->platforms, out->nplatforms, sizeof *out->platforms, by_size);
}
