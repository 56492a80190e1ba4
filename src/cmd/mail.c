#include "mail.h"
#include "common.h"
#include "front.h"

#include <luister/caps.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <luister/send.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum mail_state { MAIL_NONE, MAIL_SENDING, MAIL_SENT, MAIL_FAILED, MAIL_UNKNOWN };

static const char *const states[] = { "none", "sending", "sent", "failed", "unknown" };

struct entry { int issue; uint64_t hash; enum mail_state mail; };

struct ledger { int fd, lock; char *path; struct buf text; };

/* ---- the file ---- */

enum status ledger_open(const char *path, struct ledger **out, struct err *e)
{
	struct ledger *l = mem_alloc(sizeof *l);
	char *lock = mem_printf("%s.lock", path);

	*l = (struct ledger){ .fd = -1, .path = mem_dup(path) };
	buf_init(&l->text, CAP_LEXICON);
	l->lock = file_lock(lock, e);
	mem_free(lock);
	enum status status = l->lock < 0 ? e->status : STATUS_OK;
	if (status == STATUS_OK && file_exists(path))
		status = file_read(path, &l->text, e);
	if (status == STATUS_OK)
		l->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (status == STATUS_OK && l->fd < 0)
		status = err_set(e, STATUS_CREATE, "%s: %s", path, strerror(errno));
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
	mem_free(l->path);
	mem_free(l);
}

static void day_text(const struct daily *d, char out[24])
{
	snprintf(out, 24, "%04d-%02d-%02d", d->day.year, d->day.month, d->day.mday);
}

/* The last whole line of this firm and day; a line that was cut by a crash is none. */
static struct entry find(const struct ledger *l, const struct daily *d)
{
	struct entry last = { 0 };
	struct str rest = buf_view(&l->text), line, cell[5];
	char day[24];

	day_text(d, day);
	while (memchr(rest.p ? rest.p : "", '\n', rest.len) && str_cut(&rest, '\n', &line)) {
		size_t n = 0;
		while (n < 5 && str_cut(&line, '\t', &cell[n]))
			n++;
		if (n != 5 || !str_is(cell[0], d->firm) || !str_is(cell[1], day))
			continue;
		char hash[24] = "";
		snprintf(hash, sizeof hash, "%.*s", STR_ARG(cell[3]));
		last.issue = (int)strtol(cell[2].p, NULL, 10);
		last.hash = strtoull(hash, NULL, 16);
		for (int s = 0; s < 5; s++)
			if (str_is(cell[4], states[s]))
				last.mail = (enum mail_state)s;
	}
	return last;
}

/* On disk before anything follows from it. */
static enum status note(struct ledger *l, const struct daily *d, const struct entry *x, struct err *e)
{
	char day[24];

	day_text(d, day);
	char *line = mem_printf("%s\t%s\t%d\t%016llx\t%s\n", d->firm, day, x->issue,
		(unsigned long long)x->hash, states[x->mail]);
	size_t len = strlen(line);
	bool whole = write(l->fd, line, len) == (ssize_t)len && fsync(l->fd) == 0;
	buf_puts(&l->text, line);
	mem_free(line);
	return whole ? STATUS_OK : err_set(e, STATUS_IO, "%s: %s", l->path, strerror(errno));
}

/* ---- issues ---- */

/* FNV-1a over the JSON page of the figures, without when it was made, which number it has, and
 * whether time may still change it. */
static uint64_t figures_hash(const struct daily *d)
{
	struct daily same = *d;
	struct buf page;
	uint64_t h = 14695981039346656037ull;

	same.made = same.to;
	same.issue = 1;
	same.provisional = false;
	buf_init(&page, CAP_REPORT);
	report_json(&page, &same);
	for (size_t i = 0; i < page.len; i++)
		h = (h ^ (unsigned char)page.p[i]) * 1099511628211ull;
	buf_free(&page);
	return h;
}

enum status ledger_issue(struct ledger *l, struct daily *d, struct err *e)
{
	struct entry x = find(l, d);
	uint64_t hash = figures_hash(d);

	if (x.issue && x.hash == hash) {
		d->issue = x.issue;
		return STATUS_OK;
	}
	x.issue++;
	x.hash = hash;
	d->issue = x.issue;
	return note(l, d, &x, e);
}

/* ---- sending ---- */

/* Yesterday's report, or one that a run could not send; of an earlier day only when somebody listened: else
 * the first run of all would mail days of nothing. */
static bool news(const struct daily *d, const struct entry *x)
{
	int64_t first = d->coverage->first_poll;

	return x->mail != MAIL_NONE || day_diff(day_of(d->made), d->day) <= 1 ||
		(first != CLOCK_NONE && first < d->to);
}

static bool wanted(const struct config_firm *f, const struct daily *d)
{
	bool something = d->yesterday.n || d->nopen || d->incomplete;

	if (strcmp(f->mail_when, "not-empty") == 0)
		return something;
	if (strcmp(f->mail_when, "notable") == 0)
		return d->normal.alarm != ALARM_NONE || d->negative.alarm != ALARM_NONE || d->nmissed ||
			d->kind == DAY_STRIKINGLY_QUIET || d->kind == DAY_NOT_RUN;
	return true;
}

/* `sendmail -t` reads its readers from the message; what it ends with other than 0 it has not taken. */
static enum send_outcome by_program(const char *program, struct str message, struct err *e)
{
	int fd[2];
	char *argv[] = { (char *)program, "-i", "-t", NULL };

	if (pipe2(fd, O_CLOEXEC) != 0) {
		err_set(e, STATUS_OS, "cannot make a pipe: %s", strerror(errno));
		return SEND_FAILED;
	}
	/* one that ends early says so by its status, not by our death */
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	pid_t pid = front_spawn(argv, fd[0], -1, e);
	FILE *out = fdopen(fd[1], "w");
	bool whole = pid >= 0 && fwrite(message.p, 1, message.len, out) == message.len;
	whole &= fclose(out) == 0;
	enum status status = pid < 0 ? STATUS_OS : front_wait(pid, NULL);
	signal(SIGPIPE, before);
	if (status == STATUS_OK && whole)
		return SEND_DONE;
	err_set(e, STATUS_SOURCE, "mail: %s ended with %d", program, (int)status);
	return SEND_FAILED;
}

static enum status password_of(const struct config *c, char **out, struct err *e)
{
	struct config_source like = { .secret_env = c->mail.password_env,
		.secret_file = c->mail.password_file };

	return secret_read(&like, out, e);
}

static enum send_outcome send_one(const struct config *c, const struct config_firm *f, struct str message,
	struct err *e)
{
	char *password = NULL;

	if (c->mail.sendmail)
		return by_program(c->mail.sendmail, message, e);
	if (password_of(c, &password, e) != STATUS_OK)
		return SEND_FAILED;
	struct send_server server = { c->mail.smtp, c->mail.user, password, c->mail.from };
	enum send_outcome outcome = send_mail(&server, f->mail_to, f->nmail_to, message, e);
	mem_free(password);
	return outcome;
}

static enum status not_again(const struct daily *d, struct err *e)
{
	char day[24];

	day_text(d, day);
	return err_set(e, STATUS_SOURCE,
		"mail: whether %s got its report of %s is not known; it is not sent again", d->firm, day);
}

enum status mail_report(struct ledger *l, const struct config *c, const struct config_firm *f,
	const struct daily *d, const struct render *r, struct err *e)
{
	struct entry x = find(l, d);
	struct buf message;
	enum status status;

	if (f->nmail_to == 0 || x.mail == MAIL_SENT || x.mail == MAIL_UNKNOWN || !news(d, &x) ||
		!wanted(f, d))
		return STATUS_OK;
	if (!c->mail.from || (!c->mail.smtp && !c->mail.sendmail))
		return err_set(e, STATUS_CONFIG, "mail: `from` and one of `smtp` and `sendmail` are needed");
	if (x.mail == MAIL_SENDING) {           /* a run was killed while it sent */
		x.mail = MAIL_UNKNOWN;
		status = note(l, d, &x, e);
		return status == STATUS_OK ? not_again(d, e) : status;
	}
	x.mail = MAIL_SENDING;
	status = note(l, d, &x, e);
	if (status != STATUS_OK)
		return status;
	buf_init(&message, CAP_REPORT * 4);
	report_eml(&message, d, r, c->mail.from, f->mail_to, f->nmail_to);
	enum send_outcome outcome = send_one(c, f, buf_view(&message), e);
	buf_free(&message);
	x.mail = outcome == SEND_DONE ? MAIL_SENT : outcome == SEND_FAILED ? MAIL_FAILED : MAIL_UNKNOWN;
	struct err broken = { 0 };
	status = note(l, d, &x, &broken);
	if (status != STATUS_OK)
		*e = broken;
	if (status != STATUS_OK || outcome == SEND_DONE)
		return status;
	return outcome == SEND_UNKNOWN ? not_again(d, e) : e->status;
}
