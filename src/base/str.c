#include <luister/mem.h>
#include <luister/str.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *s)
{
	return (struct str){ s, s ? strlen(s) : 0 };
}

bool str_eq(struct str a, struct str b)
{
	if (!a.p || !b.p)
		return !a.p && !b.p;
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

bool str_is(struct str a, const char *b)
{
	return str_eq(a, str_of(b));
}

bool str_prefix(struct str s, struct str prefix)
{
	return s.len >= prefix.len && (!prefix.len || memcmp(s.p, prefix.p, prefix.len) == 0);
}

bool str_suffix(struct str s, struct str suffix)
{
	return s.len >= suffix.len
		&& (!suffix.len || memcmp(s.p + s.len - suffix.len, suffix.p, suffix.len) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.len && is_space(s.p[0])) {
		s.p++;
		s.len--;
	}
	while (s.len && is_space(s.p[s.len - 1]))
		s.len--;
	return s;
}

struct str str_head(struct str s, size_t max)
{
	if (s.len <= max)
		return s;
	s.len = max;
	while (s.len > 0 && ((unsigned char)s.p[s.len] & 0xc0) == 0x80)
		s.len--;
	return s;
}

bool str_cut(struct str *rest, char sep, struct str *part)
{
	if (!rest->p)
		return false;
	const char *at = rest->len ? memchr(rest->p, sep, rest->len) : NULL;
	if (!at) {
		*part = *rest;
		*rest = (struct str){ NULL, 0 };
		return true;
	}
	*part = (struct str){ rest->p, (size_t)(at - rest->p) };
	*rest = (struct str){ at + 1, rest->len - part->len - 1 };
	return true;
}

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_free(struct buf *b)
{
	mem_free(b->p);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

/* Room for `more` bytes and a NUL. */
static bool room(struct buf *b, size_t more)
{
	if (b->failed || more > b->max || b->len > b->max - more) {
		b->failed = true;
		return false;
	}
	size_t need = b->len + more + 1;
	if (need > b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		b->cap = cap < need ? need : cap;
		b->p = mem_grow(b->p, b->cap, 1);
	}
	return true;
}

void buf_add(struct buf *b, const void *p, size_t len)
{
	if (!room(b, len))
		return;
	if (len)
		memcpy(b->p + b->len, p, len);
	b->len += len;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.len);
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	if (room(b, 1))
		b->p[b->len++] = c;
}

/* Numbers are most of what is written: printf would take longer than the rest. */
static void digits(struct buf *out, unsigned long long n, int least)
{
	char text[24];
	int at = (int)sizeof text;
	do
		text[--at] = (char)('0' + n % 10);
	while ((n /= 10) != 0 || (int)sizeof text - at < least);
	buf_add(out, text + at, sizeof text - (size_t)at);
}

static unsigned long long size_of(struct buf *out, long long n)
{
	if (n < 0)
		buf_putc(out, '-');
	return n < 0 ? 0ull - (unsigned long long)n : (unsigned long long)n;
}

void buf_int(struct buf *b, long long n)
{
	digits(b, size_of(b, n), 1);
}

void buf_milli(struct buf *b, long long thousandths)
{
	unsigned long long size = size_of(b, thousandths);
	digits(b, size / 1000, 1);
	buf_putc(b, '.');
	digits(b, size % 1000, 3);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	size_t left = b->cap - b->len;
	int n = vsnprintf(b->p ? b->p + b->len : NULL, left, fmt, ap);
	if (n < 0)
		b->failed = true;
	else if (room(b, (size_t)n)) {
		if ((size_t)n >= left)
			vsnprintf(b->p + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

struct str buf_view(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->len };
}

const char *buf_cstr(struct buf *b)
{
	if (!b->p)
		return "";
	b->p[b->len] = '\0';
	return b->p;
}

char *buf_take(struct buf *b)
{
	char *p = b->p ? b->p : mem_alloc(1);
	p[b->len] = '\0';
	*b = (struct buf){ .max = b->max };
	return p;
}
