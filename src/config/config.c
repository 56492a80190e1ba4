#include "yaml.h"

#include <luister/caps.h>
#include <luister/config.h>
#include <luister/file.h>
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The whole of a configuration in one allocation lifetime; `c` is first, so that config_free can find the
 * rest. */
struct loaded {
	struct config c;
	struct arena *arena;
	size_t source_cap, firm_cap;
};

/* What reading a file carries along. */
struct reader {
	struct loaded *l;
	const char *file;
	struct err *e;
};

/* One known key of a mapping: where its value goes, how it is read. */
struct field {
	const char *key;
	enum status (*read)(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
		void *to);
	size_t offset;
	bool required;
	long least, most;               /* whole numbers */
	const char *const *choices;     /* text: one of these */
};

/* ---- nearest key ---- */

/* Levenshtein distance, two rows; keys are short. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(b), row[65];
	if (n > 64)
		return 64;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < n; j++) {
			size_t change = diagonal +
				(tolower((unsigned char)a[i]) != tolower((unsigned char)b[j]));
			diagonal = row[j + 1];
			size_t least = diagonal < row[j] ? diagonal + 1 : row[j] + 1;
			row[j + 1] = change < least ? change : least;
		}
	}
	return row[n];
}

static const char *nearest(const char *key, const struct field *fields, size_t *how_far)
{
	const char *best = NULL;
	size_t n = strlen(key);
	*how_far = SIZE_MAX;
	for (const struct field *f = fields; f->key; f++) {
		size_t len = strlen(f->key);
		if ((len > n ? len - n : n - len) >= *how_far)
			continue;       /* so many letters are missing at least */
		size_t d = distance(key, f->key);
		if (d < *how_far) {
			*how_far = d;
			best = f->key;
		}
	}
	return best;
}

/* In a mapping that also holds another's keys: one that is a slip of the pen from ours is ours. */
static bool slip(const char *key, size_t how_far)
{
	return how_far <= 1 || (how_far == 2 && strlen(key) >= 6);
}

static const struct field *known(const char *key, const struct field *fields)
{
	for (const struct field *f = fields; f->key; f++)
		if (f->key[0] == key[0] && strcmp(f->key, key) == 0)
			return f;
	return NULL;
}

/* ---- mappings ---- */

/* Reads a mapping by its table. `open`: other keys belong to somebody else and are left alone. */
static enum status read_map(struct reader *r, struct yaml_node *map, const struct field *fields, void *to,
	bool open)
{
	unsigned long seen = 0;         /* of the table, by place */
	if (!yaml_is_map(map))
		return yaml_err(r->file, map, -1, r->e, "expected keys and values (such as `%s:`)",
			fields->key);
	for (size_t i = 0; i < yaml_count(map); i++) {
		const char *key = yaml_key(map, i);
		const struct field *f = known(key, fields);
		size_t how_far;
		const char *near = f ? NULL : nearest(key, fields, &how_far);
		if (!f && open && !slip(key, how_far))
			continue;
		if (!f)
			return yaml_err(r->file, map, (int)i, r->e,
				"unknown key \"%s\"; the nearest known one is \"%s\"", key, near);
		enum status status = f->read(r, map, i, f, (char *)to + f->offset);
		if (status != STATUS_OK)
			return status;
		seen |= 1ul << (f - fields);
	}
	for (const struct field *f = fields; f->key; f++)
		if (f->required && !(seen & 1ul << (f - fields)))
			return yaml_err(r->file, map, -1, r->e, "\"%s\" is missing", f->key);
	return STATUS_OK;
}

/* ---- values ---- */

static enum status wrong(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	const char *what)
{
	return yaml_err(r->file, map, (int)i, r->e, "\"%s\": expected %s", f->key, what);
}

static enum status read_text(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const char *text = yaml_scalar(yaml_item(map, i));
	if (!text || !*text)
		return wrong(r, map, i, f, "a text");
	for (const char *const *c = f->choices; c && *c; c++)
		if (strcmp(*c, text) == 0) {
			*(const char **)to = text;
			return STATUS_OK;
		}
	if (f->choices) {
		char all[256] = "";
		for (const char *const *c = f->choices; *c; c++)
			snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? ", " : "one of ",
				*c);
		return wrong(r, map, i, f, all);
	}
	*(const char **)to = text;
	return STATUS_OK;
}

static enum status read_id(struct reader *r, struct yaml_node *map, size_t i, const struct field *f, void *to)
{
	enum status status = read_text(r, map, i, f, to);
	const char *id = status == STATUS_OK ? *(const char **)to : "";
	if (status == STATUS_OK && (strlen(id) > 64 || strspn(id,
		"abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(id) ||
	    *id == '.'))
		return wrong(r, map, i, f, "at most 64 of a-z 0-9 . _ -");
	return status;
}

static enum status read_whole(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const char *text = yaml_scalar(yaml_item(map, i));
	char *end = NULL;
	long n = text ? strtol(text, &end, 10) : 0;
	if (!text || !*text || *end || n < f->least || n > f->most) {
		char what[80];
		snprintf(what, sizeof what, "a whole number from %ld to %ld", f->least, f->most);
		return wrong(r, map, i, f, what);
	}
	*(int *)to = (int)n;
	return STATUS_OK;
}

static enum status read_bool(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const char *text = yaml_scalar(yaml_item(map, i));
	bool yes = text && strcmp(text, "true") == 0;
	if (!yes && !(text && strcmp(text, "false") == 0))
		return wrong(r, map, i, f, "true or false");
	*(bool *)to = yes;
	return STATUS_OK;
}

/* "15m", "1h", "1d": at least a minute, at most a week. */
static enum status read_every(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const char *text = yaml_scalar(yaml_item(map, i));
	char *unit = NULL;
	long n = text ? strtol(text, &unit, 10) : 0;
	long seconds = !unit || n < 1 || n > 10080 ? 0 : strcmp(unit, "m") == 0 ? n * 60 :
		strcmp(unit, "h") == 0 ? n * 3600 : strcmp(unit, "d") == 0 ? n * 86400 : 0;
	if (seconds < 60 || seconds > 7 * 86400)
		return wrong(r, map, i, f, "a time from 1m to 7d, such as 15m, 1h or 1d");
	*(long *)to = seconds;
	return STATUS_OK;
}

static enum status read_category(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const char *text = yaml_scalar(yaml_item(map, i));
	int c = category_of(str_of(text));
	if (c < 0)
		return wrong(r, map, i, f, "one of network message review media location news forum blog");
	*(enum category *)to = (enum category)c;
	return STATUS_OK;
}

/* A list of texts; a lone text is a list of one. Where it goes: the array, its count right behind it. */
struct list { const char **items; size_t n; };

static enum status read_list(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	struct arena *a = r->l->arena;
	struct yaml_node *list = yaml_item(map, i);
	bool lone = !yaml_is_list(list);
	size_t n = lone ? 1 : yaml_count(list);
	struct list out = { arena_alloc(a, sizeof(char *) * (n + 1)), 0 };
	for (size_t k = 0; k < n; k++) {
		const char *text = yaml_scalar(lone ? list : yaml_item(list, k));
		if (!text || !*text)
			return wrong(r, map, i, f, "a list of texts");
		out.items[out.n++] = text;
	}
	memcpy(to, &out, sizeof out);
	return STATUS_OK;
}

/* A bare address: what is in it ends up in a mail's head and in the talk with the server. */
static bool is_address(const char *text)
{
	const char *at = strchr(text, '@');
	if (!at || at == text || !at[1] || strchr(at + 1, '@') || strpbrk(text, "<>(),;:\\\"[]"))
		return false;
	for (const char *p = text; *p; p++)
		if (*p <= ' ' || *p >= 127)
			return false;
	return strlen(text) <= 254;
}

static enum status read_address(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	enum status status = read_text(r, map, i, f, to);
	if (status == STATUS_OK && !is_address(*(const char **)to))
		return wrong(r, map, i, f, "a mail address such as naam@kantoor.nl");
	return status;
}

/* ---- firms ---- */

_Static_assert(offsetof(struct config_firm, nnames) == offsetof(struct config_firm, names) +
	offsetof(struct list, n), "a list's count stands right behind it");

static const struct field ambiguous_fields[] = {
	{ .key = "near", .read = read_list, .offset = offsetof(struct config_ambiguous, near) },
	{ .key = "not", .read = read_list, .offset = offsetof(struct config_ambiguous, not) },
	{ .key = "window", .read = read_whole, .offset = offsetof(struct config_ambiguous, window),
	.least = 1, .most = 200 }, { .key = NULL },
};

static enum status read_ambiguous(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	struct config_firm *firm = (struct config_firm *)((char *)to - f->offset);
	struct yaml_node *names = yaml_item(map, i);
	if (!yaml_is_map(names))
		return wrong(r, map, i, f,
			"names with conditions, such as {Duinzicht: {near: [accountant]}}");
	size_t n = yaml_count(names);
	firm->ambiguous = arena_alloc(r->l->arena, sizeof *firm->ambiguous * (n + 1));
	for (size_t k = 0; k < n; k++) {
		struct config_ambiguous *out = &firm->ambiguous[firm->nambiguous++];
		out->name = yaml_key(names, k);
		out->window = 12;
		enum status status = read_map(r, yaml_item(names, k), ambiguous_fields, out, false);
		if (status != STATUS_OK)
			return status;
		if (!out->nnear && !out->nnot)
			return yaml_err(r->file, names, (int)k, r->e,
				"an ambiguous name needs `near` words or `not` patterns");
	}
	return STATUS_OK;
}

static enum status read_accounts(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	struct config_firm *firm = (struct config_firm *)((char *)to - f->offset);
	struct yaml_node *platforms = yaml_item(map, i);
	size_t cap = 0;
	if (!yaml_is_map(platforms))
		return wrong(r, map, i, f,
			"platforms with accounts, such as {mastodon: [duinzicht@mastodon.nl]}");
	for (size_t k = 0; k < yaml_count(platforms); k++) {
		struct field each = { .key = yaml_key(platforms, k) };
		struct list list;
		enum status status = read_list(r, platforms, k, &each, &list);
		if (status != STATUS_OK)
			return status;
		for (size_t m = 0; m < list.n; m++) {
			MEM_ROOM(firm->accounts, firm->naccounts, cap);
			firm->accounts[firm->naccounts++] = (struct config_account){ each.key,
				list.items[m] };
		}
	}
	return STATUS_OK;
}

static enum status read_goals(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	static const char *const names[] = { "response_rate", "median_response_hours", "active_days",
		"repliers" };
	struct config_firm *firm = (struct config_firm *)((char *)to - f->offset);
	struct yaml_node *goals = yaml_item(map, i);
	if (!yaml_is_map(goals))
		return wrong(r, map, i, f, "goals with values, such as {response_rate: 0.80}");
	firm->goals = arena_alloc(r->l->arena, sizeof *firm->goals * (yaml_count(goals) + 1));
	for (size_t k = 0; k < yaml_count(goals); k++) {
		const char *key = yaml_key(goals, k), *text = yaml_scalar(yaml_item(goals, k));
		size_t g = 0;
		while (g < sizeof names / sizeof *names && strcmp(names[g], key) != 0)
			g++;
		if (g == sizeof names / sizeof *names)
			return yaml_err(r->file, goals, (int)k, r->e,
				"unknown goal \"%s\"; known: response_rate median_response_hours active_days "
				"repliers", key);
		char *end = NULL;
		double value = text ? strtod(text, &end) : -1;
		if (!text || *end || !(value > 0) || value > (g == 0 ? 1 : 10000))
			return yaml_err(r->file, goals, (int)k, r->e,
				"goal \"%s\": expected a number over 0%s", key, g == 0 ? ", at most 1" : "");
		firm->goals[firm->ngoals++] = (struct config_goal){ names[g], value };
	}
	return STATUS_OK;
}

static const char *const mail_when[] = { "always", "not-empty", "notable", NULL };
static const struct field reader_fields[] = {
	{ .key = "address", .read = read_address, .offset = offsetof(struct config_reader, address),
	.required = true },
	{ .key = "when", .read = read_text, .offset = offsetof(struct config_reader, when),
	.choices = mail_when }, { .key = NULL },
};

/* A firm's mail as it is written; `when` is for the readers without their own. */
struct firm_mail { struct config_reader *to; size_t n; const char *when; };

static enum status read_reader(struct reader *r, struct yaml_node *item, struct config_reader *out)
{
	if (yaml_is_map(item))
		return read_map(r, item, reader_fields, out, false);
	out->address = yaml_scalar(item);
	return out->address && is_address(out->address) ? STATUS_OK : yaml_err(r->file, item, -1, r->e,
		"\"to\": expected mail addresses such as naam@kantoor.nl or {address: naam@kantoor.nl, when: "
		"notable}");
}

/* A list of readers; a lone one is a list of one. */
static enum status read_readers(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	struct firm_mail *mail = (struct firm_mail *)((char *)to - f->offset);
	struct yaml_node *list = yaml_item(map, i);
	bool lone = !yaml_is_list(list);
	size_t n = lone ? 1 : yaml_count(list);
	mail->to = arena_alloc(r->l->arena, sizeof *mail->to * (n + 1));
	for (size_t k = 0; k < n; k++) {
		struct yaml_node *item = lone ? list : yaml_item(list, k);
		struct config_reader *out = &mail->to[mail->n++];
		enum status status = read_reader(r, item, out);
		if (status != STATUS_OK)
			return status;
		for (size_t m = 0; m < k; m++)
			if (strcasecmp(mail->to[m].address, out->address) == 0)
				return yaml_err(r->file, item, -1, r->e,
					"\"to\": this reader is already there");
	}
	return STATUS_OK;
}

static const struct field firm_mail_fields[] = {
	{ .key = "to", .read = read_readers, .offset = offsetof(struct firm_mail, to), .required = true },
	{ .key = "when", .read = read_text, .offset = offsetof(struct firm_mail, when),
	.choices = mail_when }, { .key = NULL },
};

static enum status read_firm_mail(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	struct config_firm *firm = (struct config_firm *)((char *)to - f->offset);
	struct firm_mail mail = { .when = mail_when[0] };
	enum status status = read_map(r, yaml_item(map, i), firm_mail_fields, &mail, false);
	for (size_t k = 0; k < mail.n; k++)
		if (!mail.to[k].when)
			mail.to[k].when = mail.when;
	firm->readers = mail.to;
	firm->nreaders = mail.n;
	return status;
}

#define FIRM(name) offsetof(struct config_firm, name)
static const struct field firm_fields[] = {
	{ .key = "id", .read = read_id, .offset = FIRM(id), .required = true },
	{ .key = "name", .read = read_text, .offset = FIRM(name), .required = true },
	{ .key = "branch", .read = read_text, .offset = FIRM(branch), .required = true },
	{ .key = "purpose", .read = read_text, .offset = FIRM(purpose), .required = true },
	{ .key = "audience", .read = read_text, .offset = FIRM(audience), .required = true },
	{ .key = "timezone", .read = read_text, .offset = FIRM(timezone) },
	{ .key = "names", .read = read_list, .offset = FIRM(names) },
	{ .key = "ambiguous", .read = read_ambiguous, .offset = FIRM(ambiguous) },
	{ .key = "accounts", .read = read_accounts, .offset = FIRM(accounts) },
	{ .key = "domains", .read = read_list, .offset = FIRM(domains) },
	{ .key = "hashtags", .read = read_list, .offset = FIRM(hashtags) },
	{ .key = "goals", .read = read_goals, .offset = FIRM(goals) },
	{ .key = "mail", .read = read_firm_mail, .offset = 0 },
	{ .key = NULL },
};

static enum status add_firm(struct reader *r, struct yaml_node *map)
{
	struct config *c = &r->l->c;
	struct config_firm firm = { .map = map, .file = r->file, .line = yaml_line(map) };
	enum status status = read_map(r, map, firm_fields, &firm, false);
	if (status != STATUS_OK) {
		mem_free(firm.accounts);
		return status;
	}
	MEM_ROOM(c->firms, c->nfirms, r->l->firm_cap);
	c->firms[c->nfirms++] = firm;
	if (!firm.nnames && !firm.nambiguous && !firm.naccounts && !firm.ndomains && !firm.nhashtags)
		return yaml_err(r->file, map, -1, r->e,
			"firm \"%s\" can never be found: it has no names, accounts, domains or hashtags",
			firm.id);
	return STATUS_OK;
}

/* Twins in the order in which they were read. */
static int by_id(const void *x, const void *y)
{
	const struct config_firm *a = x, *b = y;
	int c = strcmp(a->id, b->id);
	c = c ? c : strcmp(a->file, b->file);
	return c ? c : (a->map > b->map) - (a->map < b->map);
}

static enum status sort_firms(struct config *c, struct err *e)
{
	if (c->nfirms)
		qsort(c->firms, c->nfirms, sizeof *c->firms, by_id);
	for (size_t i = 1; i < c->nfirms; i++) {
		const struct config_firm *f = &c->firms[i], *other = f - 1;
		if (strcmp(f->id, other->id) == 0)
			return yaml_err(f->file, f->map, -1, e, "firm \"%s\" is already in %s:%d", f->id,
				other->file, other->line);
	}
	return STATUS_OK;
}

/* ---- sources ---- */

static const struct field secret_fields[] = {
	{ .key = "env", .read = read_text, .offset = offsetof(struct config_source, secret_env) },
	{ .key = "file", .read = read_text, .offset = offsetof(struct config_source, secret_file) },
	{ .key = NULL },
};

static enum status read_secret(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	(void)f;
	return read_map(r, yaml_item(map, i), secret_fields, to, false);
}

#define SOURCE(name) offsetof(struct config_source, name)
static const struct field source_fields[] = {
	{ .key = "id", .read = read_id, .offset = SOURCE(id), .required = true },
	{ .key = "connector", .read = read_id, .offset = SOURCE(connector), .required = true },
	{ .key = "category", .read = read_category, .offset = SOURCE(category), .required = true },
	{ .key = "basis", .read = read_text, .offset = SOURCE(basis), .required = true },
	{ .key = "terms_checked", .read = read_text, .offset = SOURCE(terms_checked), .required = true },
	{ .key = "every", .read = read_every, .offset = SOURCE(every_s) },
	{ .key = "local", .read = read_bool, .offset = SOURCE(local) },
	{ .key = "robots", .read = read_bool, .offset = SOURCE(robots) },
	{ .key = "secret", .read = read_secret, .offset = 0 },
	{ .key = NULL },
};

static int by_name(const void *x, const void *y)
{
	const struct config_source *const *a = x, *const *b = y;
	int c = strcmp((*a)->id, (*b)->id);
	return c ? c : (*a > *b) - (*a < *b);
}

static enum status sources_differ(struct reader *r)
{
	const struct config *c = &r->l->c;
	const struct config_source **sorted = arena_alloc(r->l->arena, (c->nsources + 1) * sizeof *sorted);
	for (size_t i = 0; i < c->nsources; i++)
		sorted[i] = &c->sources[i];
	qsort(sorted, c->nsources, sizeof *sorted, by_name);
	for (size_t i = 1; i < c->nsources; i++)
		if (strcmp(sorted[i]->id, sorted[i - 1]->id) == 0)
			return yaml_err(r->file, sorted[i]->map, -1, r->e,
				"source \"%s\" is already there, line %d", sorted[i]->id,
				sorted[i - 1]->line);
	return STATUS_OK;
}

static enum status read_sources(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	(void)to;
	struct config *c = &r->l->c;
	struct yaml_node *list = yaml_item(map, i);
	if (!yaml_is_list(list))
		return wrong(r, map, i, f, "a list of sources");
	for (size_t k = 0; k < yaml_count(list); k++) {
		struct yaml_node *item = yaml_item(list, k);
		struct config_source s = { .every_s = 3600, .robots = true, .file = r->file, .map = item,
			.line = yaml_line(item) };
		enum status status = read_map(r, item, source_fields, &s, true);
		if (status != STATUS_OK)
			return status;
		MEM_ROOM(c->sources, c->nsources, r->l->source_cap);
		c->sources[c->nsources++] = s;
	}
	return sources_differ(r);
}

/* ---- the house ---- */

static const struct field retention_fields[] = {
	{ .key = "text_days", .read = read_whole, .offset = offsetof(struct config, text_days), .least = 1,
		.most = 90 },
	{ .key = "fact_days", .read = read_whole, .offset = offsetof(struct config, fact_days), .least = 400,
	.most = 4000 }, { .key = "report_days", .read = read_whole, .offset = offsetof(struct config,
	report_days), .least = 1, .most = 4000 }, { .key = NULL },
};

static enum status read_retention(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	(void)f;
	return read_map(r, yaml_item(map, i), retention_fields, to, false);
}

static enum status read_smtp(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	enum status status = read_text(r, map, i, f, to);
	const char *url = status == STATUS_OK ? *(const char **)to : "";
	if (status == STATUS_OK && strncmp(url, "smtp://", 7) != 0 && strncmp(url, "smtps://", 8) != 0)
		return wrong(r, map, i, f, "smtps://host:465 or smtp://host:587");
	return status;
}

static const struct field mail_fields[] = {
	{ .key = "from", .read = read_address, .offset = offsetof(struct config, mail.from),
	.required = true },
	{ .key = "smtp", .read = read_smtp, .offset = offsetof(struct config, mail.smtp) },
	{ .key = "sendmail", .read = read_text, .offset = offsetof(struct config, mail.sendmail) },
	{ .key = "user", .read = read_text, .offset = offsetof(struct config, mail.user) },
	{ .key = "password_env", .read = read_text, .offset = offsetof(struct config, mail.password_env) },
	{ .key = "password_file", .read = read_text, .offset = offsetof(struct config, mail.password_file) },
	{ .key = NULL },
};

static enum status read_mail(struct reader *r, struct yaml_node *map, size_t i, const struct field *f,
	void *to)
{
	const struct config *c = &r->l->c;
	enum status status = read_map(r, yaml_item(map, i), mail_fields, to, false);
	if (status == STATUS_OK && !c->mail.smtp == !c->mail.sendmail)
		return wrong(r, map, i, f, "one of `smtp` and `sendmail`");
	if (status == STATUS_OK && !c->mail.user != !(c->mail.password_env || c->mail.password_file))
		return wrong(r, map, i, f,
			"`user` and a password (`password_env` or `password_file`), or neither");
	return status;
}

#define HOUSE(name) offsetof(struct config, name)
static const struct field house_fields[] = {
	{ .key = "timezone", .read = read_text, .offset = HOUSE(timezone) },
	{ .key = "store", .read = read_text, .offset = HOUSE(store) },
	{ .key = "key_file", .read = read_text, .offset = HOUSE(key_file) },
	{ .key = "reports", .read = read_text, .offset = HOUSE(reports) },
	{ .key = "lexicon", .read = read_text, .offset = HOUSE(lexicon) },
	{ .key = "contact", .read = read_text, .offset = HOUSE(contact) },
	{ .key = "purpose", .read = read_text, .offset = HOUSE(purpose) },
	{ .key = "basis", .read = read_text, .offset = HOUSE(basis) },
	{ .key = "retention", .read = read_retention, .offset = 0 },
	{ .key = "mail", .read = read_mail, .offset = 0 },
	{ .key = "sources", .read = read_sources, .offset = 0 },
	{ .key = NULL },
};

static enum status read_house(struct reader *r, struct yaml_node *root)
{
	return root ? read_map(r, root, house_fields, &r->l->c, false) : STATUS_OK;
}

static enum status read_firms(struct reader *r, struct yaml_node *root)
{
	if (!root)
		return STATUS_OK;
	if (!yaml_is_list(root))
		return add_firm(r, root);
	enum status status = STATUS_OK;
	for (size_t k = 0; k < yaml_count(root) && status == STATUS_OK; k++)
		status = add_firm(r, yaml_item(root, k));
	return status;
}

static enum status read_file(struct loaded *l, const char *file,
	enum status (*read)(struct reader *r, struct yaml_node *root), struct err *e)
{
	struct reader r = { l, file, e };
	struct yaml_node *root;
	enum status status = yaml_read(l->arena, file, &root, e);
	return status == STATUS_OK ? read(&r, root) : status;
}

static const char *joined(struct arena *a, const char *dir, const char *name)
{
	if (name[0] == '/')
		return name;
	char *path = mem_printf("%s/%s", dir, name);
	const char *copy = arena_dupn(a, path, strlen(path));
	mem_free(path);
	return copy;
}

static void set_defaults(struct loaded *l)
{
	struct config *c = &l->c;
	c->store = joined(l->arena, c->dir, c->store ? c->store : "store");
	if (c->key_file) {
		c->key_file = joined(l->arena, c->dir, c->key_file);
	} else {
		char *key = mem_printf("%s.key", c->store);
		c->key_file = arena_dupn(l->arena, key, strlen(key));
		mem_free(key);
	}
	c->reports = joined(l->arena, c->dir, c->reports ? c->reports : "reports");
	if (c->lexicon)
		c->lexicon = joined(l->arena, c->dir, c->lexicon);
	if (c->mail.password_file)
		c->mail.password_file = joined(l->arena, c->dir, c->mail.password_file);
	for (size_t i = 0; i < c->nsources; i++)
		if (c->sources[i].secret_file)
			c->sources[i].secret_file = joined(l->arena, c->dir, c->sources[i].secret_file);
	for (size_t i = 0; i < c->nfirms; i++)
		if (!c->firms[i].timezone)
			c->firms[i].timezone = c->timezone;
}

static enum status load(struct loaded *l, struct err *e)
{
	struct config *c = &l->c;
	enum status status = read_file(l, joined(l->arena, c->dir, "luister.yaml"), read_house, e);
	if (status == STATUS_NOINPUT)
		return err_set(e, STATUS_CONFIG,
			"%s/luister.yaml: missing; `luister init` writes one, --config names another folder",
			c->dir);
	const char *firms = joined(l->arena, c->dir, "firms.d");
	char **names = file_list(firms, ".yaml");
	for (char **n = names; status == STATUS_OK && n && *n; n++)
		status = read_file(l, joined(l->arena, firms, *n), read_firms, e);
	file_list_free(names);
	if (status == STATUS_OK)
		status = sort_firms(c, e);
	if (status == STATUS_OK)
		set_defaults(l);
	return status;
}

enum status config_load(const char *dir, struct config **out, struct err *e)
{
	struct loaded *l = mem_alloc(sizeof *l);
	l->arena = arena_new();
	l->c = (struct config){ .dir = arena_dupn(l->arena, dir, strlen(dir)), .timezone = "Europe/Amsterdam",
		.text_days = 30, .fact_days = 400, .report_days = 400 };
	enum status status = load(l, e);
	if (status == STATUS_OK)
		*out = &l->c;
	else
		config_free(&l->c);
	return status;
}

void config_free(struct config *c)
{
	if (!c)
		return;
	struct loaded *l = (struct loaded *)c;
	for (size_t i = 0; i < c->nfirms; i++)
		mem_free(c->firms[i].accounts);
	mem_free(c->firms);
	mem_free(c->sources);
	arena_free(l->arena);
	mem_free(l);
}

const struct config_firm *config_firm(const struct config *c, const char *id)
{
	for (size_t i = 0; i < c->nfirms; i++)
		if (strcmp(c->firms[i].id, id) == 0)
			return &c->firms[i];
	return NULL;
}

const struct config_source *config_source(const struct config *c, const char *id)
{
	for (size_t i = 0; i < c->nsources; i++)
		if (strcmp(c->sources[i].id, id) == 0)
			return &c->sources[i];
	return NULL;
}

const char *config_params(const struct config *c, const struct config_source *s)
{
	struct buf json;
	buf_init(&json, CAP_CONFIG);
	yaml_json(s->map, &json);
	struct arena *a = ((const struct loaded *)c)->arena;
	const char *copy = json.failed ? NULL : arena_dupn(a, json.p, json.len);
	buf_free(&json);
	return copy;
}
