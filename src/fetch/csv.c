/* csv.c: RFC 4180, strictly: a reader that guesses where a field ends makes up what people said. */
#include "csv.h"

#include <string.h>

#include <luister/caps.h>
#include <luister/json.h>
#include <luister/mem.h>

struct reader {
	struct str rest;
	char sep;
	size_t line;                    /* where the reader stands, from 1 */
	struct buf text;                /* the fields of the row under way, one behind the other */
	size_t ends[CSV_COLUMNS + 1];   /* where each of them ends in `text` */
	size_t n;                       /* how many there were, also those over the maximum */
};

static char separator_of(struct str body)
{
	const char *const all = ",;\t";
	size_t counts[3] = { 0, 0, 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < body.len && (quoted || body.p[i] != '\n'); i++) {
		const char *at = strchr(all, body.p[i]);
		if (body.p[i] == '"')
			quoted = !quoted;
		else if (at != NULL && body.p[i] != '\0' && !quoted)
			counts[at - all]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return all[best];
}

static bool line_ends(struct str s)
{
	return s.len == 0 || s.p[0] == '\n' || (s.len > 1 && s.p[0] == '\r' && s.p[1] == '\n');
}

static void skip(struct reader *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		r->line += r->rest.p[i] == '\n';
	r->rest.p += n;
	r->rest.len -= n;
}

static enum status broken(const struct reader *r, const char *what, struct err *e)
{
	return err_set(e, STATUS_DATA, "CSV line %zu: %s", r->line, what);
}

static enum status quoted(struct reader *r, struct err *e)
{
	size_t began = r->line;

	skip(r, 1);
	for (;;) {
		const char *quote = r->rest.len ? memchr(r->rest.p, '"', r->rest.len) : NULL;
		if (quote == NULL) {
			r->line = began;
			return broken(r, "a quote is never closed", e);
		}
		size_t n = (size_t)(quote - r->rest.p);
		buf_add(&r->text, r->rest.p, n);
		skip(r, n + 1);
		if (r->rest.len == 0 || r->rest.p[0] != '"')
			break;
		buf_putc(&r->text, '"');
		skip(r, 1);
	}
	if (!line_ends(r->rest) && r->rest.p[0] != r->sep)
		return broken(r, "text after a closing quote", e);
	return STATUS_OK;
}

static enum status bare(struct reader *r, struct err *e)
{
	while (!line_ends(r->rest) && r->rest.p[0] != r->sep) {
		if (r->rest.p[0] == '"')
			return broken(r, "a quote in a field that is not quoted", e);
		buf_putc(&r->text, r->rest.p[0]);
		skip(r, 1);
	}
	return STATUS_OK;
}

/* The next row. An empty line is a row of one empty field. */
static enum status row(struct reader *r, struct err *e)
{
	buf_clear(&r->text);
	r->n = 0;
	for (;;) {
		bool quote = r->rest.len > 0 && r->rest.p[0] == '"';
		enum status status = quote ? quoted(r, e) : bare(r, e);
		if (status != STATUS_OK)
			return status;
		if (r->text.failed)
			return broken(r, "the row is too long", e);
		if (r->n < CSV_COLUMNS)
			r->ends[r->n] = r->text.len;
		r->n++;
		if (line_ends(r->rest))
			break;
		skip(r, 1);
	}
	skip(r, r->rest.len == 0 ? 0 : r->rest.p[0] == '\r' ? 2 : 1);
	return STATUS_OK;
}

static struct str field(const struct reader *r, size_t i)
{
	size_t from = i ? r->ends[i - 1] : 0;

	return str_trim((struct str){ r->text.p ? r->text.p + from : "", r->ends[i] - from });
}

static enum status heading(struct reader *r, struct arena *a, struct str *names, struct err *e)
{
	enum status status = row(r, e);

	if (status != STATUS_OK)
		return status;
	size_t below = r->line;
	r->line = 1;
	if (r->n > CSV_COLUMNS)
		return broken(r, "too many columns", e);
	for (size_t i = 0; i < r->n; i++) {
		struct str s = field(r, i);
		if (s.len == 0)
			return broken(r, "a column without a name", e);
		for (size_t k = 0; k < i; k++)
			if (str_eq(names[k], s))
				return broken(r, "two columns of one name", e);
		names[i] = (struct str){ arena_dupn(a, s.p, s.len), s.len };
	}
	r->line = below;
	return STATUS_OK;
}

static void row_json(struct json *j, const struct reader *r, const struct str *names, size_t n)
{
	if (r->n != n) {
		json_nil(j);
		return;
	}
	json_open(j, '{');
	for (size_t i = 0; i < n; i++) {
		struct str s = field(r, i);
		if (s.len == 0)
			continue;
		json_key(j, names[i].p);
		json_str(j, s);
	}
	json_close(j, '}');
}

enum status csv_to_json(struct str body, struct buf *out, struct err *e)
{
	struct str names[CSV_COLUMNS];
	struct reader r = { .line = 1 };
	struct json j = json_to(out);

	if (!utf8_valid(body))
		return err_set(e, STATUS_DATA, "CSV: not UTF-8");
	if (str_prefix(body, STR("\xEF\xBB\xBF"))) {
		body.p += 3;
		body.len -= 3;
	}
	r.rest = body;
	r.sep = separator_of(body);
	buf_init(&r.text, CAP_LINE);
	struct arena *a = arena_new();
	enum status status = heading(&r, a, names, e);
	size_t n = r.n;
	json_open(&j, '[');
	while (status == STATUS_OK && r.rest.len > 0) {
		status = row(&r, e);
		if (status == STATUS_OK && !(r.n == 1 && r.ends[0] == 0))
			row_json(&j, &r, names, n);
	}
	json_close(&j, ']');
	if (status == STATUS_OK && out->failed)
		status = err_set(e, STATUS_DATA, "CSV: the table is too long");
	arena_free(a);
	buf_free(&r.text);
	return status;
}
