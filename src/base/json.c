#include <luister/json.h>

struct json json_to(struct buf *out)
{
	return (struct json){ .out = out };
}

static void before(struct json *j)
{
	if (j->comma)
		buf_putc(j->out, ',');
	j->comma = true;
}

void json_open(struct json *j, char bracket)
{
	before(j);
	buf_putc(j->out, bracket);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	buf_putc(j->out, bracket);
	j->comma = true;
}

/* RFC 8259, section 7; DEL and the line separators need no escape. */
static void quoted(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	size_t plain = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, s.p + plain, i - plain);
		plain = i + 1;
		switch (c) {
		case '"': buf_puts(out, "\\\""); break;
		case '\\': buf_puts(out, "\\\\"); break;
		case '\n': buf_puts(out, "\\n"); break;
		case '\r': buf_puts(out, "\\r"); break;
		case '\t': buf_puts(out, "\\t"); break;
		default: buf_printf(out, "\\u%04x", c);
		}
	}
	buf_add(out, s.p + plain, s.len - plain);
	buf_putc(out, '"');
}

void json_key_str(struct json *j, struct str key)
{
	before(j);
	quoted(j->out, key);
	buf_putc(j->out, ':');
	j->comma = false;
}

void json_key(struct json *j, const char *key)
{
	json_key_str(j, str_of(key));
}

void json_str(struct json *j, struct str s)
{
	if (!s.p) {
		json_nil(j);
		return;
	}
	before(j);
	if (utf8_valid(s)) {
		quoted(j->out, s);
		return;
	}
	struct buf fixed;
	buf_init(&fixed, s.len * 3 + 1);
	utf8_repair(&fixed, s);
	quoted(j->out, buf_view(&fixed));
	buf_free(&fixed);
}

void json_int(struct json *j, long long n)
{
	before(j);
	buf_int(j->out, n);
}

void json_milli(struct json *j, long long thousandths)
{
	before(j);
	buf_milli(j->out, thousandths);
}

void json_bool(struct json *j, bool b)
{
	before(j);
	buf_puts(j->out, b ? "true" : "false");
}

void json_nil(struct json *j)
{
	before(j);
	buf_puts(j->out, "null");
}

static const char *after_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* RFC 8259, section 6. */
static bool is_number(struct str s)
{
	const char *end = s.p + s.len, *p = s.p + (s.len && *s.p == '-'), *q = after_digits(p, end);
	if (q == p || (*p == '0' && q - p > 1))
		return false;
	if (q < end && *q == '.') {
		p = q + 1;
		if ((q = after_digits(p, end)) == p)
			return false;
	}
	if (q < end && (*q == 'e' || *q == 'E')) {
		p = q + 1;
		p += p < end && (*p == '+' || *p == '-');
		if ((q = after_digits(p, end)) == p)
			return false;
	}
	return q == end;
}

void json_word(struct json *j, struct str s)
{
	if (s.p && (is_number(s) || str_is(s, "true") || str_is(s, "false") || str_is(s, "null")))
		json_raw(j, s);
	else
		json_str(j, s);
}

void json_raw(struct json *j, struct str value)
{
	before(j);
	buf_str(j->out, value);
}

void json_time(struct json *j, int64_t t)
{
	char text[21];

	if (t == CLOCK_NONE) {
		json_nil(j);
		return;
	}
	clock_rfc3339(t, text);
	json_str(j, str_of(text));
}
