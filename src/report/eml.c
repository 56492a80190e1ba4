/* A report as a mail: text for those who read text, HTML for the others (RFC 5322, 2045 to 2047). */
#include "page.h"

#include <luister/caps.h>
#include <stdio.h>

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
		/* a dot alone on a line would end an SMTP message */
		if (c < 0x20 || c > 0x7E || c == '=' || (c == ' ' && end) || (c == '.' && column == 0)) {
			buf_printf(out, "=%c%c", hex[c >> 4], hex[c & 15]);
			column += 3;
		} else {
			buf_putc(out, (char)c);
			column++;
		}
	}
	buf_puts(out, "\r\n");
}

/* An encoded word each (RFC 2047), cut between characters: 75 bytes at most. */
static void words(struct buf *out, struct str s)
{
	size_t at = 0, column = 0;

	while (at < s.len) {
		size_t from = at;
		utf8_next(s, &at);
		if (column == 0)
			column = 10, buf_puts(out, from ? "\r\n =?UTF-8?Q?" : "=?UTF-8?Q?");
		for (size_t i = from; i < at; i++) {
			unsigned char c = (unsigned char)s.p[i];
			buf_printf(out, "=%c%c", hex[c >> 4], hex[c & 15]);
			column += 3;
		}
		if (column > 58 || at == s.len)
			column = 0, buf_puts(out, "?=");
	}
}

static void part(struct buf *out, const char *boundary, const char *type, const struct buf *text)
{
	buf_printf(out,
		"--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
		"\r\n", boundary, type);
	quoted(out, buf_view(text));
}

static void header(struct buf *out, const struct daily *d, const struct render *r, const char *from,
	const char *const *to, size_t nto)
{
	struct buf subject;
	char date[64], day[64];

	buf_init(&subject, 4096);
	words_day(d->day, r, day, sizeof day);
	buf_printf(&subject, "%s %s, %s", W(r, "Dagrapport", "Daily report of"), d->name, day);
	if (d->normal.alarm != ALARM_NONE || d->negative.alarm != ALARM_NONE)
		buf_puts(&subject, W(r, " - ongewoon", " - unusual"));
	if (from)
		buf_printf(out, "From: %s\r\n", from);
	for (size_t i = 0; i < nto; i++)
		buf_printf(out, "%s%s%s", i ? ",\r\n " : "To: ", to[i], i + 1 == nto ? "\r\n" : "");
	buf_puts(out, "Subject: ");
	words(out, buf_view(&subject));
	clock_local(d->made, "%a, %d %b %Y %H:%M:%S %z", date, sizeof date);
	buf_printf(out, "\r\nDate: %s\r\nMessage-ID: <%s.%04d-%02d-%02d.%d@luister.invalid>\r\n"
		"Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n", date, d->firm, d->day.year,
		d->day.month, d->day.mday, d->issue);
	buf_free(&subject);
}

void report_eml(struct buf *out, const struct daily *d, const struct render *r, const char *from,
	const char *const *to, size_t nto)
{
	/* quoted-printable never writes "=_" */
	const char *boundary = "=_luister";
	struct render plain = { .english = r->english };
	struct buf page;

	header(out, d, r, from, to, nto);
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
