/* repair.c: what servers that write JSON by hand get wrong. */
#include "repair.h"

#include <string.h>

static size_t skip(struct str s, size_t at, const char *set)
{
	while (at < s.len && s.p[at] != '\0' && strchr(set, s.p[at]))
		at++;
	return at;
}

static bool word_byte(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* A quote here ends its string: what follows is JSON again. */
static bool ends_string(struct str rest)
{
	size_t at = skip(rest, 0, " \t\r\n");

	return at == rest.len || (rest.p[at] != '\0' && strchr(",:]}", rest.p[at]));
}

/* What follows `\"` is `,"key":` or the end of all, perhaps behind closing brackets. In a string that goes on
 * a bare quote cannot stand before a key, so the backslash was meant for itself. */
static bool ends_value(struct str rest)
{
	size_t at = skip(rest, 0, " \t\r\n]}");

	if (at == rest.len)
		return memchr(rest.p, '}', rest.len) || memchr(rest.p, ']', rest.len);
	if (rest.p[at] != ',')
		return false;
	at = skip(rest, at + 1, " \t\r\n[{");
	if (at == rest.len || rest.p[at++] != '"')
		return false;
	size_t from = at;
	while (at < rest.len && word_byte(rest.p[at]))
		at++;
	if (at == from || at == rest.len || rest.p[at] != '"')
		return false;
	at = skip(rest, at + 1, " \t\r\n");
	return at < rest.len && rest.p[at] == ':';
}

static bool four_digits(struct str s)
{
	for (size_t i = 2; i < 6; i++)
		if (i >= s.len || s.p[i] == '\0' || !strchr("0123456789abcdefABCDEF", s.p[i]))
			return false;
	return true;
}

/* `s` begins with a backslash inside a string. The bytes that it took. */
static size_t escape(struct buf *out, struct str s, size_t *repairs)
{
	char next = s.len > 1 ? s.p[1] : '\0';
	bool trailing = next == '"' && ends_value((struct str){ s.p + 2, s.len - 2 });

	if (next != '\0' && !trailing && strchr("\"\\/bfnrt", next)) {
		buf_add(out, s.p, 2);
		return 2;
	}
	if (next == 'u' && four_digits(s)) {
		buf_add(out, s.p, 6);
		return 6;
	}
	++*repairs;
	if (next == '\'') {                     /* JavaScript's way */
		buf_putc(out, '\'');
		return 2;
	}
	buf_puts(out, "\\\\");
	return 1;
}

size_t repair_json(struct buf *out, struct str in)
{
	size_t repairs = 0;
	bool inside = false;

	for (size_t at = 0; at < in.len;) {
		struct str rest = { in.p + at, in.len - at };
		unsigned char c = (unsigned char)rest.p[0];
		if (inside && c == '\\') {
			at += escape(out, rest, &repairs);
			continue;
		}
		at++;
		if (inside && c < 0x20) {
			buf_printf(out, "\\u%04x", c);
			repairs++;
		} else if (inside && c == '"' && !ends_string((struct str){ rest.p + 1, rest.len - 1 })) {
			buf_puts(out, "\\\"");
			repairs++;
		} else {
			buf_putc(out, (char)c);
			inside ^= c == '"';
		}
	}
	return repairs;
}
