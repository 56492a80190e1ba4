/* A report as a mail: text for those who read text, HTML for the others (RFC 5322, 2045 to 2047). */
#include "page.h"

#include <luister/caps.h>
#include <ctype.h>
#include <string.h>

static const char hex[] = "0123456789ABCDEF";

/* Quoted-printable (RFC 2045, 6.7): lines of 76 at most, no blank at an end. */
static void quoted(struct buf *out, struct str s)
{
	size_t column = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool end = i + 1 == s.len || s.p[i + 1] == '\n';
		if (c == '\n') {
			buf_puts(out, "\r\n");
			column = 0;
			continue;
		}
		if (column > 72) {
			buf_puts(out, "=\r\n");
			column = 0;
		}
		/* a dot alone on a line would end an SMTP message, "From " begins the next in a mailbox */
		if (c < 0x20 || c > 0x7E || c == '=' || (c == ' ' && end) ||
			(column == 0 && (c == '.' || c == 'F'))) {
			buf_printf(out, "=%c%c", hex[c >> 4], hex[c & 15]);
			column += 3;
		} else {
			buf_putc(out, (char)c);
			column++;
		}
	}
	buf_puts(out, "\r\n");
}

/* Encoded words (RFC 2047), cut between characters. Lines of 76 bytes at most; the first has `column`
 * already. */
static void words(struct buf *out, struct str s, size_t column)
{
	static const char open[] = "=?UTF-8?Q?", fold[] = "?=\r\n =?UTF-8?Q?";
	size_t at = 0;

	buf_puts(out, open);
	column += sizeof open - 1;
	while (at < s.len) {
		size_t from = at;
		utf8_next(s, &at);
		if (column + 3 * (at - from) + 2 > 76) {
			buf_puts(out, fold);
			column = sizeof open;
		}
		for (size_t i = from; i < at; i++) {
			unsigned char c = (unsigned char)s.p[i];
			bool plain = c < 0x80 && (isalnum(c) || c == ' ');
			if (plain)
				buf_putc(out, c == ' ' ? '_' : (char)c);
			else
				buf_printf(out, "=%c%c", hex[c >> 4], hex[c & 15]);
			column += plain ? 1 : 3;
		}
	}
	buf_puts(out, "?=");
}

static void part(struct buf *out, const char *boundary, const char *type, const struct buf *text)
{
	buf_printf(out,
		"--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
		"\r\n", boundary, type);
	quoted(out, buf_view(text));
	out->failed |= text->failed;
}

static void message_id(struct buf *out, const char *name, const struct daily *d, const struct letter *l,
	int issue)
{
	const char *host = l->from ? strchr(l->from, '@') : NULL;

	buf_printf(out, "%s: <%s.%04d-%02d-%02d.%d%s%s%s>\r\n", name, d->firm, d->day.year, d->day.month,
		d->day.mday, issue, l->reader ? "." : "", l->reader ? l->reader : "",
		host ? host : "@luister.invalid");
}

static void subject(struct buf *out, const struct daily *d, const struct render *r, const struct letter *l)
{
	struct buf text;
	char day[64];

	buf_init(&text, 4096);
	words_day(d->day, r, day, sizeof day);
	buf_printf(&text, "%s %s, %s", W(r, "Dagrapport", "Daily report of"), d->name, day);
	if (d->issue > 1)
		buf_printf(&text, ", %s %04d-%02d-%02d/%d",
			l->before ? W(r, "verbeterd rapport", "better report") : W(r, "rapport", "report"),
			d->day.year, d->day.month, d->day.mday, d->issue);
	if (d->normal.alarm != ALARM_NONE || d->negative.alarm != ALARM_NONE)
		buf_puts(&text, W(r, " - ongewoon", " - unusual"));
	buf_puts(out, "Subject: ");
	words(out, buf_view(&text), strlen("Subject: "));
	buf_puts(out, "\r\n");
	buf_free(&text);
}

static void header(struct buf *out, const struct daily *d, const struct render *r, const struct letter *l)
{
	char date[64];

	if (l->from)
		buf_printf(out, "From: %s\r\n", l->from);
	if (l->to)
		buf_printf(out, "To: %s\r\n", l->to);
	subject(out, d, r, l);
	clock_local(d->made, "%a, %d %b %Y %H:%M:%S %z", date, sizeof date);
	buf_printf(out, "Date: %s\r\n", date);
	message_id(out, "Message-ID", d, l, d->issue);
	if (l->before) {
		message_id(out, "In-Reply-To", d, l, l->before);
		message_id(out, "References", d, l, l->before);
	}
	buf_puts(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
}

void report_eml(struct buf *out, const struct daily *d, const struct render *r, const struct letter *l)
{
	/* quoted-printable never writes "=_" */
	const char *boundary = "=_luister";
	struct render plain = { .english = r->english };
	struct buf page;

	header(out, d, r, l);
	buf_printf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", boundary);
	buf_init(&page, CAP_REPORT);
	report_text(&page, d, &plain);
	part(out, boundary, "text/plain", &page);
	buf_free(&page);
	buf_init(&page, CAP_REPORT);
	report_html(&page, d, &plain);
	part(out, boundary, "text/html", &page);
	buf_free(&page);
	buf_printf(out, "--%s--\r\n", boundary);
}
