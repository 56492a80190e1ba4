#include <luister/json.h>
#include <string.h>

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

static bool digits(struct str s, size_t *n)
{
	size_t from = *n;
	while (*n < s.len && s.p[*n] >= '0' && s.p[*n] <= '9')
		++*n;
	return *n > from;
}

static bool one_of(struct str s, size_t *n, const char *set)
{
	bool is = *n < s.len && s.p[*n] && strchr(set, s.p[*n]);
	*n += is;
	return is;
}

bool json_number(struct str s, size_t *n)
{
	*n = 0;
	(void)one_of(s, n, "-");
	if (!one_of(s, n, "0") && !digits(s, n))
		return false;
	if (one_of(s, n, ".") && !digits(s, n))
		return false;
	if (!one_of(s, n, "eE"))
		return true;
	(void)one_of(s, n, "+-");
	return digits(s, n);
}

void json_word(struct json *j, struct str s)
{
	size_t n;
	if (s.p && ((json_number(s, &n) && n == s.len) || str_is(s, "true") || str_is(s, "false") ||
		str_is(s, "null")))
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
