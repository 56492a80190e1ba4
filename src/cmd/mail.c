#include "mail.h"
#include "common.h"
#include "front.h"
#include "ledger.h"

#include <luister/caps.h>
#include <luister/mem.h>
#include <luister/send.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct mail {
	struct ledger *ledger;
	const struct config *config;
	struct err down;                /* why no mail can leave in this run; status OK: it can */
};

enum status mail_open(const char *store, const struct config *c, int64_t now, struct mail **out,
	struct err *e)
{
	struct ledger *l;
	enum status status = ledger_open(store, day_add(day_of(now), -c->report_days), &l, e);

	if (status != STATUS_OK)
		return status;
	*out = mem_alloc(sizeof **out);
	**out = (struct mail){ .ledger = l, .config = c };
	return STATUS_OK;
}

void mail_close(struct mail *m)
{
	if (m)
		ledger_close(m->ledger);
	mem_free(m);
}

enum status mail_issue(struct mail *m, struct daily *d, struct err *e)
{
	return ledger_issue(m->ledger, d, e);
}

bool mail_failed(enum status status)
{
	return status == STATUS_SOURCE || status == STATUS_NOPERM;
}

/* ---- who is owed what ---- */

/* Yesterday's report, or one of the days whose reports are made anyway; of an earlier day only when somebody
 * listened: else the first run of all would mail days of nothing. */
static bool news(const struct daily *d)
{
	int64_t first = d->coverage->first_poll;
	int back = day_diff(day_of(d->made), d->day);

	return back <= 1 || (back <= LEDGER_FRESH && first != CLOCK_NONE && first < d->to);
}

static bool wanted(const char *when, const struct daily *d)
{
	if (strcmp(when, "not-empty") == 0)
		return d->yesterday.n || d->nopen || daily_gap(d);
	if (strcmp(when, "notable") == 0)
		return d->normal.alarm != ALARM_NONE || d->negative.alarm != ALARM_NONE || d->nmissed ||
			d->kind == DAY_STRIKINGLY_QUIET || d->kind == DAY_NOT_RUN;
	return true;
}

/* What happens now: MAIL_NONE nothing, MAIL_SKIPPED, or MAIL_SENDING. */
static enum mail_state due(const struct ledger_mail *had, const char *when, const struct daily *d)
{
	bool better = had->settled_gap && !daily_gap(d);

	if (had->settled == MAIL_NONE ? had->last != MAIL_FAILED && !news(d) : !better)
		return MAIL_NONE;
	/* who has the promise gets what was promised */
	bool promised = had->settled == MAIL_SENT || had->settled == MAIL_UNKNOWN;
	return promised || wanted(when, d) ? MAIL_SENDING : MAIL_SKIPPED;
}

/* ---- sending ---- */

/* `sendmail -t` reads its reader from the message, whose lines end as this machine's do. What it ends with
 * other than 0 it has not taken; one that was killed, or that says 0 of half a message, may have. */
static enum send_outcome by_program(const char *program, const char *from, struct str message,
	struct err *e)
{
	int fd[2];
	char *argv[] = { (char *)program, "-i", "-t", "-f", (char *)from, NULL };
	struct str line;

	if (pipe2(fd, O_CLOEXEC) != 0) {
		err_set(e, STATUS_SOURCE, "cannot make a pipe: %s", strerror(errno));
		return SEND_REFUSED;
	}
	/* one that ends early says so by its status, not by our death */
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	pid_t pid = front_spawn(argv, fd[0], -1, e);
	FILE *out = fdopen(fd[1], "w");
	while (str_cut(&message, '\r', &line))
		fwrite(line.p, 1, line.len, out);
	bool whole = !ferror(out);
	whole &= fclose(out) == 0;
	int sig = 0;
	enum status status = pid < 0 ? STATUS_OS : front_wait(pid, &sig);
	signal(SIGPIPE, before);
	if (status == STATUS_OK && whole)
		return SEND_DONE;
	err_set(e, STATUS_SOURCE, "%s ended with %s%d", program, sig ? "signal " : "",
		sig ? sig : (int)status);
	return sig || status == STATUS_OK ? SEND_UNKNOWN : SEND_REFUSED;
}

static enum send_outcome by_smtp(const struct config *c, const char *to, struct str message, struct err *e)
{
	char *password;

	if (secret_read(c->mail.password_file, c->mail.password_env, &password, e) != STATUS_OK)
		return SEND_DOWN;
	struct send_server server = { c->mail.smtp, c->mail.user, password, c->mail.from,
		getenv("SSL_CERT_FILE") };
	enum send_outcome outcome = send_mail(&server, to, message, e);
	mem_free(password);
	return outcome;
}

/* When the server is down the readers after the first are not tried: it would take a time-out each, and a
 * server that refuses a password locks out who goes on trying. */
static enum send_outcome send_one(struct mail *m, const struct daily *d, const struct render *r,
	const struct letter *letter, struct err *e)
{
	const struct config *c = m->config;
	struct buf message;

	if (m->down.status != STATUS_OK) {
		*e = m->down;
		return SEND_DOWN;
	}
	buf_init(&message, CAP_REPORT * 4);
	report_eml(&message, d, r, letter);
	enum send_outcome outcome = SEND_REFUSED;
	if (message.failed)
		err_set(e, STATUS_SOURCE, "the report is too large");
	else if (c->mail.sendmail)
		outcome = by_program(c->mail.sendmail, letter->from, buf_view(&message), e);
	else
		outcome = by_smtp(c, letter->to, buf_view(&message), e);
	buf_free(&message);
	if (outcome == SEND_DOWN)
		m->down = *e;
	return outcome;
}

/* Readers are told by their place in the configuration: no address in a log. */
static enum status told(enum send_outcome outcome, const struct err *why, const struct config_firm *f,
	size_t reader, const struct daily *d, struct err *e)
{
	if (outcome == SEND_DONE)
		return STATUS_OK;
	bool unknown = outcome == SEND_UNKNOWN;
	return err_set(e, why->status, "mail: %s, reader %zu, %04d-%02d-%02d: %s%s%s", f->id, reader + 1,
		d->day.year, d->day.month, d->day.mday, why->msg, *why->msg ? "; " : "",
		unknown ? "whether it arrived is not known; it is not sent again" :
		"it was not taken, the next run tries again");
}

static enum status to_reader(struct mail *m, const struct config_firm *f, size_t i, const struct daily *d,
	const struct render *r, struct err *e)
{
	static const enum mail_state end[] = { [SEND_DONE] = MAIL_SENT, [SEND_REFUSED] = MAIL_FAILED,
		[SEND_DOWN] = MAIL_FAILED, [SEND_UNKNOWN] = MAIL_UNKNOWN };
	const char *address = f->readers[i].address;
	struct err why = { STATUS_SOURCE, "" };
	char reader[17];

	ledger_reader(address, reader);
	struct ledger_mail had = ledger_mail(m->ledger, d, reader);
	if (had.last == MAIL_SENDING) {         /* a run was killed while it sent */
		enum status status = ledger_note(m->ledger, d, had.issue, MAIL_UNKNOWN, reader, e);
		return status == STATUS_OK ? told(SEND_UNKNOWN, &why, f, i, d, e) : status;
	}
	enum mail_state now = due(&had, f->readers[i].when, d);
	enum status status = STATUS_OK;
	if (now != MAIL_NONE)
		status = ledger_note(m->ledger, d, d->issue, now, reader, e);
	if (status != STATUS_OK || now != MAIL_SENDING)
		return status;
	struct letter letter = { m->config->mail.from, address, reader,
		had.settled == MAIL_SENT || had.settled == MAIL_UNKNOWN ? had.settled_issue : 0 };
	enum send_outcome outcome = send_one(m, d, r, &letter, &why);
	status = ledger_note(m->ledger, d, d->issue, end[outcome], reader, e);
	return status == STATUS_OK ? told(outcome, &why, f, i, d, e) : status;
}

enum status mail_report(struct mail *m, const struct config_firm *f, const struct daily *d,
	const struct render *r, struct err *e)
{
	enum status first = STATUS_OK;

	if (f->nreaders && !m->config->mail.from)
		return err_set(e, STATUS_CONFIG,
			"%s/luister.yaml: `mail` is missing: how is a report of %s to leave?", m->config->dir,
			f->id);
	for (size_t i = 0; i < f->nreaders; i++) {
		struct err each = { STATUS_OK, "" };
		enum status status = to_reader(m, f, i, d, r, &each);
		if (status != STATUS_OK && !mail_failed(status)) {
			*e = each;
			return status;
		}
		keep_first(&first, status, e, &each);
	}
	return first;
}
