/* luister-report: a firm's day out of the store. */
#include "common.h"
#include "gather.h"
#include "mail.h"
#include "site.h"
#include "why.h"

#include <luister/caps.h>
#include <luister/daily.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* configuration, posts of a firm of the middle, and the lexicon */
#define FIRM_SIZE ((size_t)26 << 20)

struct options { const char *date, *firm, *branch, *format, *out, *lang, *list;
	bool mail, format_given;
	 bool all; int64_t now; };

enum { OPT_DATE = 256, OPT_FIRM, OPT_BRANCH, OPT_ALL, OPT_FORMAT, OPT_OUT, OPT_LANG, OPT_NOW,
	OPT_LIST, OPT_MAIL };

static const struct option longs[] = {
	{ "date", required_argument, NULL, OPT_DATE }, { "firm", required_argument, NULL, OPT_FIRM },
	{ "branch", required_argument, NULL, OPT_BRANCH }, { "all", no_argument, NULL, OPT_ALL },
	{ "format", required_argument, NULL, OPT_FORMAT }, { "out", required_argument, NULL, OPT_OUT },
	{ "lang", required_argument, NULL, OPT_LANG }, { "now", required_argument, NULL, OPT_NOW },
	{ "list", required_argument, NULL, OPT_LIST }, { "mail", no_argument, NULL, OPT_MAIL },
	{ NULL, 0, NULL, 0 },
};

static enum status option(void *self, int code, const char *arg, struct err *e)
{
	struct options *o = self;
	switch (code) {
	case OPT_DATE: o->date = arg; break;
	case OPT_FIRM: o->firm = arg; break;
	case OPT_BRANCH: o->branch = arg; break;
	case OPT_ALL: o->all = true; break;
	case OPT_FORMAT: o->format = arg; o->format_given = true; break;
	case OPT_OUT: o->out = arg; break;
	case OPT_LIST: o->list = arg; break;
	case OPT_MAIL: o->mail = true; break;
	case OPT_LANG:
		if (strcmp(arg, "nl") != 0 && strcmp(arg, "en") != 0)
			return err_set(e, STATUS_USAGE, "--lang %s: nl or en", arg);
		o->lang = arg;
		break;
	default:
		o->now = clock_parse(str_of(arg));
		if (o->now == CLOCK_NONE)
			return err_set(e, STATUS_USAGE, "--now %s: no time; write it as 2026-11-20T06:30:00Z",
				arg);
	}
	return STATUS_OK;
}

static void text_page(struct buf *out, const struct daily *d, const struct render *r)
{
	report_text(out, d, r);
}

static void json_page(struct buf *out, const struct daily *d, const struct render *r)
{
	(void)r;
	report_json(out, d);
}

static void csv_page(struct buf *out, const struct daily *d, const struct render *r)
{
	(void)r;
	report_csv(out, d);
}

/* From whom and to whom is up to the mail program. */
static void mail_page(struct buf *out, const struct daily *d, const struct render *r)
{
	report_eml(out, d, r, &(struct letter){ 0 });
}

static const struct format {
	const char *name, *suffix;
	void (*render)(struct buf *out, const struct daily *d, const struct render *r);
} formats[] = {
	{ "text", "txt", text_page }, { "json", "json", json_page }, { "html", "html", report_html },
	{ "markdown", "md", report_markdown }, { "csv", "csv", csv_page },
	{ "eml", "eml", mail_page },
};

static const struct format *format_named(struct str name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

/* Before anything is written: a slip in the second format must not leave the first one behind. */
static enum status formats_known(const char *list, struct err *e)
{
	struct str rest = str_of(list), part;

	while (str_cut(&rest, ',', &part))
		if (!format_named(part))
			return err_set(e, STATUS_USAGE,
				"--format %.*s: text, json, html, markdown, csv or eml", STR_ARG(part));
	return STATUS_OK;
}

/* The name of the page of a day beside the reported one, NULL when there is none. */
static char *page_beside(const struct options *o, const struct daily *d, int days)
{
	struct day day = day_add(d->day, days);
	char *name = mem_printf("%04d-%02d-%02d.html", day.year, day.month, day.mday);
	char *path = mem_printf("%s/%s/%s", o->out, d->firm, name);
	if (!file_exists(path)) {
		mem_free(name);
		name = NULL;
	}
	mem_free(path);
	return name;
}

static enum status render_one(const struct options *o, const struct format *format, const struct daily *d,
	struct err *e)
{
	char *before = o->out ? page_beside(o, d, -1) : NULL, *after = o->out ? page_beside(o, d, 1) : NULL;
	struct render r = { .english = o->lang && strcmp(o->lang, "en") == 0,
		.color = !o->out && isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
		.index = o->out ? "index.html" : NULL, .before = before, .after = after };
	struct buf out;
	enum status status = STATUS_OK;
	buf_init(&out, CAP_REPORT);
	format->render(&out, d, &r);
	if (status == STATUS_OK && out.failed)
		status = err_set(e, STATUS_DATA, "firm %s: the report is larger than %zu bytes", d->firm,
			out.max);
	if (status == STATUS_OK && o->out) {
		char *dir = mem_printf("%s/%s", o->out, d->firm);
		char *path = mem_printf("%s/%04d-%02d-%02d.%s", dir, d->day.year, d->day.month, d->day.mday,
			format->suffix);
		status = file_mkdirs(dir, e);
		if (status == STATUS_OK)
			status = file_publish(path, buf_view(&out), 0600, e);
		mem_free(path);
		mem_free(dir);
	} else if (status == STATUS_OK) {
		fwrite(out.p, 1, out.len, stdout);
	}
	buf_free(&out);
	mem_free(after);
	mem_free(before);
	return status;
}

/* Figures on their own are shown without posts, the text page only with a few. */
static void add_whys(const struct options *o, bool mail, struct whys *w, struct daily *d)
{
	struct str rest = str_of(o->format), part;
	bool all = mail || o->list;
	bool day = all;
	while (str_cut(&rest, ',', &part)) {
		day |= !str_is(part, "csv");
		all |= !str_is(part, "csv") && !str_is(part, "text");
	}
	whys_clear(w);
	if (day)
		whys_add(w, d->posts, d->nposts, all ? d->nposts : REPORT_TEXT_POSTS);
	if (all) {
		whys_add(w, d->open, d->nopen, d->nopen);
		whys_add(w, d->stars, d->nstars, d->nstars);
	} else if (day) {
		whys_words(w, d->open, d->nopen < REPORT_TEXT_OPEN ? d->nopen : REPORT_TEXT_OPEN);
	}
	if (o->list) {
		whys_add(w, d->missed, d->nmissed, d->nmissed);
		whys_add(w, d->spams, d->nspams, d->nspams);
	}
}

/* The posts behind a figure, on standard output. */
static enum status list_one(const struct options *o, struct whys *w, struct daily *d, struct err *e)
{
	struct render r = { .english = o->lang && strcmp(o->lang, "en") == 0 };
	struct buf out;

	buf_init(&out, CAP_REPORT);
	add_whys(o, false, w, d);
	bool known = report_list(&out, d, &r, o->list, strcmp(o->format, "json") == 0);
	if (known && out.len)
		fwrite(out.p, 1, out.len, stdout);
	buf_free(&out);
	return known ? STATUS_OK : err_set(e, STATUS_USAGE,
		"--list %s: mentions, positive, neutral, negative, mixed, "
		"none, spam, open, missed or stars", o->list);
}

static enum status render_all(const struct options *o, const struct daily *d, struct err *e)
{
	struct str rest = str_of(o->format), part;
	enum status status = STATUS_OK;
	while (status == STATUS_OK && str_cut(&rest, ',', &part))
		status = render_one(o, format_named(part), d, e);
	return status;
}

static bool date_of(const char *text, int64_t now, struct day *out)
{
	if (strcmp(text, "today") == 0 || strcmp(text, "yesterday") == 0) {
		*out = day_add(day_of(now), text[0] == 't' ? 0 : -1);
		return true;
	}
	return day_parse(str_of(text), out);
}

static enum status render_and_mail(const struct options *o, const struct config_firm *f, struct mail *m,
	struct whys *w, struct daily *d, struct err *e)
{
	struct render r = { .english = o->lang && strcmp(o->lang, "en") == 0 };
	/* what may change with the lexicon makes no new issue */
	enum status status = m ? mail_issue(m, d, e) : STATUS_OK;

	add_whys(o, o->mail, w, d);
	if (status == STATUS_OK && (!o->mail || o->out || o->format_given))
		status = render_all(o, d, e);
	return status == STATUS_OK && o->mail ? mail_report(m, f, d, &r, e) : status;
}

/* Index pages belong to pages that are kept. */
static bool wants_site(const struct options *o)
{
	struct str rest = str_of(o->format), part;
	bool html = false;
	while (str_cut(&rest, ',', &part))
		html |= str_is(part, "html");
	return html && o->out && !o->list;
}

static enum status one(const struct options *o, const struct config_firm *f, struct gather *g, struct mail *m,
	struct whys *w, struct site *site, struct err *e)
{
	struct day day;
	struct daily d;
	enum status status = zone_use(f->timezone, e);
	if (status == STATUS_OK && !date_of(o->date, o->now, &day))
		status = err_set(e, STATUS_USAGE, "--date %s: YYYY-MM-DD, yesterday or today", o->date);
	if (status == STATUS_OK)
		status = gather_day(g, f, day, &d, e);
	if (status == STATUS_OK)
		status = o->list ? list_one(o, w, &d, e) : render_and_mail(o, f, m, w, &d, e);
	/* mail that fails is no reason to leave the firm out of its branch */
	if (site && (status == STATUS_OK || mail_failed(status))) {
		struct err why = { STATUS_OK, "" };
		enum status written = site_add(site, &d, &why);
		if (written != STATUS_OK) {
			*e = why;
			status = written;
		}
	}
	return status;
}

/* Reports expire: files of days that are more than `report_days` ago. What is no day's report stays. */
static void expire(const struct options *o, const struct config *c, const struct config_firm *f)
{
	char *dir = mem_printf("%s/%s", o->out, f->id), **names = file_list(dir, "");
	struct day day;
	for (char **n = names; n && *n; n++) {
		struct str name = str_of(*n);
		if (name.len < 11 || name.p[10] != '.' || !day_parse((struct str){ name.p, 10 }, &day) ||
			day_diff(day_of(o->now), day) <= c->report_days)
			continue;
		char *path = mem_printf("%s/%s", dir, *n);
		if (unlink(path) != 0)
			cli_warn("%s: cannot be removed, and is too old to be kept", path);
		mem_free(path);
	}
	if (names)
		file_list_free(names);
	mem_free(dir);
}

/* A firm whose mail fails does not keep the others from theirs. */
static enum status run(const struct options *o, const struct config *c, struct store *s, struct mail *m,
	struct err *e)
{
	struct gather *g = gather_new(s, c, o->now);
	char *lexicon = lexicon_of(NULL, c);
	struct whys *w = whys_new(lexicon, s);
	struct render r = { .english = o->lang && strcmp(o->lang, "en") == 0 };
	struct site *site = wants_site(o) ? site_new(s, o->out, !o->firm, o->all, &r) : NULL;
	enum status status = STATUS_OK, mailed = STATUS_OK;
	size_t done = 0;
	for (size_t i = 0; i < c->nfirms && status == STATUS_OK; i++) {
		const struct config_firm *f = &c->firms[i];
		if (!o->all && !(o->firm && strcmp(o->firm, f->id) == 0) &&
			!(o->branch && strcmp(o->branch, f->branch) == 0))
			continue;
		struct err each = { STATUS_OK, "" };
		status = one(o, f, g, m, w, site, &each);
		if (mail_failed(status)) {
			keep_first(&mailed, status, e, &each);
			status = STATUS_OK;
		} else if (status != STATUS_OK) {
			*e = each;
		}
		if (status == STATUS_OK && o->out)
			expire(o, c, f);
		done++;
	}
	if (status == STATUS_OK && !done)
		status = err_set(e, STATUS_USAGE, "%s %s: no such firm or branch in the configuration",
			o->firm ? "--firm" : "--branch", o->firm ? o->firm : o->branch);
	if (status == STATUS_OK && site)
		status = site_end(site, e);
	site_free(site);
	whys_free(w);
	mem_free(lexicon);
	gather_free(g);
	return status == STATUS_OK ? mailed : status;
}

/* Reports that go into the house's own folder are its issues, mailed or not: one made again there must not
 * come without its number. */
static bool issues(const struct options *o, const struct config *c)
{
	char *out = o->out && !o->list ? realpath(o->out, NULL) : NULL, *house = realpath(c->reports, NULL);
	bool same = out && house && strcmp(out, house) == 0;

	free(out); /* realpath's, both */
	free(house); /* likewise */
	return o->mail || same;
}

int main(int argc, char **argv)
{
	struct options o = { .format = "text", .now = CLOCK_NONE };
	struct err e = { STATUS_OK, "" };
	struct cli cli = {
		.name = "luister-report",
		.usage = "--date DAY (--firm ID | --branch B | --all) [--format F,...] [--out DIR] [--list "
		"WHAT] [--mail] [--lang nl|en] [--now TIME]",
		.help = "      --date DAY     YYYY-MM-DD, yesterday or today\n"
			"      --firm ID      one firm\n"
			"      --branch B     all firms of a branch\n"
			"      --all          all firms\n"
			"      --format F     text (default), json, html, markdown, csv, eml; several\n"
			"                     with --out\n"
			"      --out DIR      write DIR/FIRM/DAY.EXT instead of standard output\n"
			"      --list WHAT    the posts behind a figure: mentions, positive, neutral, "
			"negative,\n"
			"                     mixed, none, spam, open, missed, stars; with --format json a "
			"line each\n"
			"      --mail         send it to the firm's readers, once to each\n"
			"      --lang L       nl (default) or en\n"
			"      --now TIME     the time of making, RFC 3339\n",
		.longs = longs, .option = option, .self = &o,
	};
	cli_parse(&cli, argc, argv);
	mem_expect(FIRM_SIZE);
	if (!o.date || (o.all ? 1 : 0) + (o.firm ? 1 : 0) + (o.branch ? 1 : 0) != 1) {
		err_set(&e, STATUS_USAGE,
			"--date and one of --firm, --branch, --all are needed; try 'luister-report --help'");
		cli_end(STATUS_USAGE, &e);
	}
	if (o.now == CLOCK_NONE)
		o.now = cli_now();
	struct store_options so;
	struct config *c;
	char *owned;
	struct store *s = NULL;
	enum status status = store_options_from(&cli, NULL, &so, &c, &owned, &e);
	if (status == STATUS_OK && !c)
		status = err_set(&e, STATUS_CONFIG, "%s: no configuration: whose report is it?", cli.config);
	if (status == STATUS_OK)
		status = formats_known(o.format, &e);
	so.now = o.now;                          /* texts have expired as they had at that time */
	if (status == STATUS_OK)
		status = store_open(&so, STORE_READ, &s, &e);
	struct mail *mail = NULL;
	if (status == STATUS_OK && issues(&o, c))
		status = mail_open(so.dir, c, o.now, &mail, &e);
	if (status == STATUS_OK)
		status = run(&o, c, s, mail, &e);
	mail_close(mail);
	store_close(s);
	mem_free(owned);
	config_free(c);
	cli_end(status, &e);
}
