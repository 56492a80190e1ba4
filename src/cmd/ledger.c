#include "ledger.h"
#include "common.h"

#include <luister/caps.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const states[] = { "none", "skipped", "sending", "sent", "failed", "unknown", "whole",
	"incomplete" };

/* reader absent: a report's. In ledgers of old the lines of mails have no reader either: theirs went to
 * all. */
struct line { struct str firm, day, reader; int issue; uint64_t hash; enum mail_state state; };

/* The lines of one firm and day, in the order in which they were written. */
struct group { const struct line *p; size_t n; };

struct ledger {
	int fd, lock;
	char *path;
	struct buf text;
	struct line *lines; size_t nlines, cap;         /* by day and firm; those that the file had */
};

static uint64_t fnv(struct str s)
{
	uint64_t h = 14695981039346656037ull;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211ull;
	return h;
}

static void day_text(struct day d, char out[24])
{
	snprintf(out, 24, "%04d-%02d-%02d", d.year, d.month, d.mday);
}

/* ---- the file ---- */

static bool line_read(struct str s, struct line *out)
{
	struct str cell[6] = { { NULL, 0 } };
	size_t n = 0;
	char hash[24];

	while (n < 6 && str_cut(&s, '\t', &cell[n]))
		n++;
	*out = (struct line){ .firm = cell[0], .day = cell[1], .reader = cell[5] };
	if (n < 5)
		return false;
	snprintf(hash, sizeof hash, "%.*s", STR_ARG(cell[3]));
	out->issue = (int)strtol(cell[2].p, NULL, 10);
	out->hash = strtoull(hash, NULL, 16);
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_is(cell[4], states[i]))
			out->state = (enum mail_state)i;
	return true;
}

static int by_group(const struct line *x, struct str day, struct str firm)
{
	int c = str_cmp(x->day, day);

	return c ? c : str_cmp(x->firm, firm);
}

static int by_line(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int c = by_group(x, y->day, y->firm);

	return c ? c : x->firm.p < y->firm.p ? -1 : x->firm.p > y->firm.p;
}

/* A line that a crash cut short says nothing, and must not become the beginning of the next. */
static enum status read_lines(struct ledger *l, struct day oldest, struct err *e)
{
	struct str rest = buf_view(&l->text), line;
	struct buf kept;
	char first[24];
	enum status status = STATUS_OK;

	day_text(oldest, first);
	buf_init(&kept, l->text.max);
	while (memchr(rest.p ? rest.p : "", '\n', rest.len) && str_cut(&rest, '\n', &line)) {
		struct line x;
		if (!line_read(line, &x) || str_cmp(x.day, str_of(first)) < 0)
			continue;
		MEM_ROOM(l->lines, l->nlines, l->cap);
		l->lines[l->nlines++] = x;
		buf_str(&kept, line);
		buf_putc(&kept, '\n');
	}
	if (l->nlines)
		qsort(l->lines, l->nlines, sizeof *l->lines, by_line);
	if (kept.len != l->text.len)
		status = file_publish(l->path, buf_view(&kept), 0600, e);
	buf_free(&kept);
	return status;
}

enum status ledger_open(const char *store, struct day oldest, struct ledger **out, struct err *e)
{
	struct ledger *l = mem_alloc(sizeof *l);

	*l = (struct ledger){ .fd = -1, .path = store_beside(store, ".mail") };
	char *lock = mem_printf("%s.lock", l->path);
	buf_init(&l->text, CAP_LEDGER);
	l->lock = file_lock(lock, e);
	mem_free(lock);
	enum status status = l->lock < 0 ? e->status : STATUS_OK;
	if (status == STATUS_OK && file_exists(l->path))
		status = file_read(l->path, &l->text, e);
	if (status == STATUS_OK)
		status = read_lines(l, oldest, e);
	if (status == STATUS_OK)
		l->fd = open(l->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (status == STATUS_OK && l->fd < 0)
		status = err_set(e, STATUS_CREATE, "%s: %s", l->path, strerror(errno));
	if (status == STATUS_OK)
		*out = l;
	else
		ledger_close(l);
	return status;
}

void ledger_close(struct ledger *l)
{
	if (!l)
		return;
	if (l->fd >= 0)
		close(l->fd);
	if (l->lock >= 0)
		close(l->lock);
	buf_free(&l->text);
	mem_free(l->lines);
	mem_free(l->path);
	mem_free(l);
}

static enum status append(struct ledger *l, char *line, struct err *e)
{
	size_t len = strlen(line);
	bool whole = write(l->fd, line, len) == (ssize_t)len && fsync(l->fd) == 0;

	mem_free(line);
	return whole ? STATUS_OK : err_set(e, STATUS_IO, "%s: %s", l->path, strerror(errno));
}

/* ---- reports ---- */

static struct group group_of(const struct ledger *l, const struct daily *d)
{
	char text[24];
	size_t lo = 0, hi = l->nlines;

	day_text(d->day, text);
	struct str day = str_of(text), firm = str_of(d->firm);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (by_group(&l->lines[mid], day, firm) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	struct group g = { l->lines + lo, 0 };
	while (lo + g.n < l->nlines && by_group(&g.p[g.n], day, firm) == 0)
		g.n++;
	return g;
}

/* Over the page of figures alone, since the words of posts expire, without when it was made, which number it
 * has, and whether time may still change it. */
static uint64_t figures_hash(const struct daily *d)
{
	struct daily same = *d;
	struct buf page;

	same.made = same.to;
	same.issue = 1;
	same.provisional = false;
	buf_init(&page, CAP_REPORT);
	report_csv(&page, &same);
	uint64_t h = fnv(buf_view(&page));
	buf_free(&page);
	return h;
}

enum status ledger_issue(struct ledger *l, struct daily *d, struct err *e)
{
	struct group g = group_of(l, d);
	const struct line *last = NULL;
	uint64_t hash = figures_hash(d);
	char day[24];

	for (size_t i = 0; i < g.n; i++)
		if (!g.p[i].reader.p)
			last = &g.p[i];
	d->issue = last ? last->issue : 1;
	if (last && (last->hash == hash || (last->state == REPORT_INCOMPLETE && daily_gap(d))))
		return STATUS_OK;
	d->issue += last != NULL;
	day_text(d->day, day);
	return append(l, mem_printf("%s\t%s\t%d\t%016llx\t%s\n", d->firm, day, d->issue,
		(unsigned long long)hash, states[daily_gap(d) ? REPORT_INCOMPLETE : REPORT_WHOLE]), e);
}

/* ---- mails ---- */

void ledger_reader(const char *address, char out[17])
{
	char *same = mem_dup(address);

	for (char *p = same; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	snprintf(out, 17, "%016llx", (unsigned long long)fnv(str_of(same)));
	mem_free(same);
}

static struct ledger_mail mail_in(struct group g, struct str reader)
{
	struct ledger_mail m = { 0 };
	bool gap = false;

	for (const struct line *x = g.p; x < g.p + g.n; x++) {
		if (!x->reader.p)
			gap = x->state == REPORT_INCOMPLETE;
		if ((x->reader.p && !str_eq(x->reader, reader)) || x->state == MAIL_NONE ||
			x->state >= REPORT_WHOLE)
			continue;
		/* how it ended is told of the mail that was begun, maybe by a later run */
		if (x->state == MAIL_SENDING || x->state == MAIL_SKIPPED) {
			m.issue = x->issue;
			m.gap = gap;
		}
		m.last = x->state;
		if (x->state == MAIL_SENDING || x->state == MAIL_FAILED)
			continue;
		m.settled = x->state;
		m.settled_issue = m.issue;
		m.settled_gap = m.gap;
	}
	return m;
}

struct ledger_mail ledger_mail(const struct ledger *l, const struct daily *d, const char *reader)
{
	return mail_in(group_of(l, d), str_of(reader));
}

enum status ledger_note(struct ledger *l, const struct daily *d, int issue, enum mail_state state,
	const char *reader, struct err *e)
{
	char day[24];

	day_text(d->day, day);
	return append(l, mem_printf("%s\t%s\t%d\t-\t%s\t%s\n", d->firm, day, issue, states[state], reader),
		e);
}

/* Whether anything of the day is to be made again. */
static bool group_owed(struct group g)
{
	bool gap = false, mail = false;

	for (size_t k = 0; k < g.n; k++) {
		struct ledger_mail m = mail_in(g, g.p[k].reader);
		if (!g.p[k].reader.p)
			gap = g.p[k].state == REPORT_INCOMPLETE;
		mail |= m.last == MAIL_SENDING || m.last == MAIL_FAILED || m.settled_gap;
	}
	return gap || mail;
}

void ledger_owed(const struct ledger *l, struct day today, bool owed[LEDGER_OWED + 1])
{
	bool made[LEDGER_OWED + 1] = { false };
	int oldest = 0;

	memset(owed, 0, sizeof *owed * (LEDGER_OWED + 1));
	for (size_t i = 0, n; i < l->nlines; i += n) {
		struct group g = { &l->lines[i], 1 };
		struct day day;
		while (i + g.n < l->nlines && by_group(&g.p[g.n], g.p->day, g.p->firm) == 0)
			g.n++;
		n = g.n;
		int back = day_parse(g.p->day, &day) ? day_diff(today, day) : -1;
		oldest = back > oldest ? back : oldest;
		if (back < 0 || back > LEDGER_OWED)
			continue;
		made[back] = true;
		owed[back] |= group_owed(g);
	}
	/* mornings on which nobody ran */
	for (int back = 1; back <= LEDGER_OWED && back < oldest; back++)
		owed[back] |= !made[back];
}
