#include "yaml.h"

#include <luister/caps.h>
#include <luister/file.h>
#include <luister/json.h>
#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEEPEST 63 /* collections in each other: real ones have five */

enum kind { SCALAR, LIST, MAP };

struct yaml_node {
	enum kind kind;
	bool bare;                      /* a scalar without quotes: perhaps a number, true, false or null */
	int line, column;
	struct str text;                /* of a scalar, NUL-terminated; absent for an empty value */
	struct yaml_node *items;        /* of a list, and of a mapping key, value, key, ... */
	size_t n;
};

/* libfyaml's own document costs twice what its events do, so nodes are gathered from these. What is open or
 * waits for its end stands on a stack; a collection that ends takes what stands above it into the arena. */
struct tree {
	struct arena *a;
	const char *file;
	struct yaml_node *nodes; size_t n, cap;
	size_t open, depth;             /* the innermost one; its `n` is the one around it until it ends */
};

/* A node without a token of its own (an empty value) stands where the one before it does. */
static struct yaml_node *add(struct tree *t, enum kind kind, struct fy_token *token)
{
	MEM_ROOM(t->nodes, t->n, t->cap);
	struct yaml_node *node = &t->nodes[t->n];
	*node = (struct yaml_node){ .kind = kind, .line = 1, .column = 1 };
	const struct fy_mark *m = token ? fy_token_start_mark(token) : NULL;
	if (m || t->n) {
		node->line = m ? m->line + 1 : node[-1].line;
		node->column = m ? m->column + 1 : node[-1].column;
	}
	t->n++;
	return node;
}

static struct str text_of(struct fy_token *token)
{
	struct str s = { NULL, 0 };
	s.p = token ? fy_token_get_text(token, &s.len) : NULL;
	return s;
}

static enum status scalar(struct tree *t, struct fy_token *value, struct fy_token *tag)
{
	struct yaml_node *node = add(t, SCALAR, value);
	struct str s = text_of(value);
	if (s.p) {
		node->text = (struct str){ arena_dupn(t->a, s.p, s.len), s.len };
		node->bare = fy_token_scalar_style(value) == FYSS_PLAIN &&
			!str_suffix(text_of(tag), STR(":str"));
	}
	return STATUS_OK;
}

static enum status begin(struct tree *t, enum kind kind, struct fy_token *token, struct err *e)
{
	struct yaml_node *node = add(t, kind, token);
	if (t->depth++ > DEEPEST)
		return yaml_err(t->file, node, -1, e, "more than %d lists and mappings in each other",
			DEEPEST);
	node->n = t->open;
	t->open = t->n - 1;
	return STATUS_OK;
}

static enum status keys_differ(const struct tree *t, const struct yaml_node *map, struct err *e)
{
	for (size_t i = 0; i < map->n; i += 2) {
		const struct yaml_node *key = &map->items[i];
		if (key->kind != SCALAR)
			return yaml_err(t->file, key, -1, e, "expected a text as key");
		for (const struct yaml_node *k = map->items; k < key; k += 2)
			if (k->text.len == key->text.len && str_cmp(k->text, key->text) == 0)
				return yaml_err(t->file, key, -1, e, "duplicate key \"%s\", first in line %d",
					yaml_key(map, i / 2), k->line);
	}
	return STATUS_OK;
}

/* Where its first scalar stands is where a collection stands. */
static enum status end(struct tree *t, struct err *e)
{
	struct yaml_node *node = &t->nodes[t->open];
	size_t around = node->n;
	node->n = t->n - t->open - 1;
	node->items = arena_alloc(t->a, node->n * sizeof *node);
	if (node->n) {
		memcpy(node->items, node + 1, node->n * sizeof *node);
		node->line = node->items->line;
		node->column = node->items->column;
	}
	t->n = t->open + 1;
	t->open = around;
	t->depth--;
	return node->kind == MAP ? keys_differ(t, node, e) : STATUS_OK;
}

static enum status take(struct tree *t, struct fy_event *event, struct err *e)
{
	switch (event->type) {
	case FYET_SCALAR: return scalar(t, event->scalar.value, event->scalar.tag);
	case FYET_STREAM_START: return begin(t, LIST, NULL, e); /* of documents */
	case FYET_SEQUENCE_START: return begin(t, LIST, event->sequence_start.sequence_start, e);
	case FYET_MAPPING_START: return begin(t, MAP, event->mapping_start.mapping_start, e);
	case FYET_STREAM_END:
	case FYET_SEQUENCE_END:
	case FYET_MAPPING_END: return end(t, e);
	case FYET_ALIAS:
		return yaml_err(t->file, add(t, SCALAR, event->alias.anchor), -1, e,
			"an alias (*name) is not followed; write the value itself");
	default: return STATUS_OK;
	}
}

/* libfyaml's first complaint. */
static enum status complaint(const char *file, struct fy_diag *diag, struct err *e)
{
	void *at = NULL;
	const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &at);
	if (!first)
		return err_set(e, STATUS_CONFIG, "%s: cannot be read as YAML 1.2", file);
	return err_set(e, STATUS_CONFIG, "%s:%d:%d: error: %s", file, first->line, first->column, first->msg);
}

static enum status gather(struct tree *t, struct str bytes, struct err *e)
{
	struct fy_diag_cfg diag_cfg = { .level = FYET_ERROR, .module_mask = ~0u };
	struct fy_diag *diag = fy_diag_create(&diag_cfg);
	fy_diag_set_collect_errors(diag, true);
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET, .diag = diag };
	struct fy_parser *parser = fy_parser_create(&cfg);
	fy_parser_set_string(parser, bytes.p, bytes.len);
	enum status status = STATUS_OK;
	for (struct fy_event *event; status == STATUS_OK && (event = fy_parser_parse(parser));) {
		status = take(t, event, e);
		fy_parser_event_free(parser, event);
	}
	const struct yaml_node *documents = t->nodes;
	if (status == STATUS_OK && (!documents || t->depth))
		status = complaint(t->file, diag, e);
	else if (status == STATUS_OK && documents->n > 1)
		status = yaml_err(t->file, &documents->items[1], -1, e,
			"a second document; a file holds one: leave out the line \"---\" before it");
	fy_parser_destroy(parser);
	fy_diag_destroy(diag);
	return status;
}

/* libfyaml takes bad UTF-8 in a plain scalar for its end. */
static enum status all_utf8(const char *file, struct str bytes, struct err *e)
{
	struct str line;
	for (int n = 1; str_cut(&bytes, '\n', &line); n++)
		if (!utf8_valid(line))
			return err_set(e, STATUS_CONFIG, "%s:%d: not UTF-8; save the file as UTF-8", file, n);
	return STATUS_OK;
}

enum status yaml_read(struct arena *a, const char *file, struct yaml_node **root, struct err *e)
{
	struct tree t = { .a = a, .file = file };
	struct buf bytes;
	struct err why;
	*root = NULL;
	if (!file_exists(file))
		return err_set(e, STATUS_NOINPUT, "%s: missing; `luister init` writes one", file);
	buf_init(&bytes, CAP_CONFIG);
	enum status status = STATUS_OK;
	if (file_read(file, &bytes, &why) != STATUS_OK)
		status = err_set(e, STATUS_CONFIG, "%s", why.msg);
	if (status == STATUS_OK)
		status = all_utf8(file, buf_view(&bytes), e);
	if (status == STATUS_OK && bytes.len)
		status = gather(&t, buf_view(&bytes), e);
	struct yaml_node *first = status == STATUS_OK && t.n && t.nodes->n ? t.nodes->items : NULL;
	if (first && (first->kind != SCALAR || first->text.p))
		*root = first;
	mem_free(t.nodes);
	buf_free(&bytes);
	return status;
}

bool yaml_is_map(const struct yaml_node *n)
{
	return n && n->kind == MAP;
}

bool yaml_is_list(const struct yaml_node *n)
{
	return n && n->kind == LIST;
}

size_t yaml_count(const struct yaml_node *n)
{
	return yaml_is_map(n) ? n->n / 2 : n->n;
}

struct yaml_node *yaml_item(const struct yaml_node *n, size_t i)
{
	return &n->items[yaml_is_map(n) ? 2 * i + 1 : i];
}

const char *yaml_key(const struct yaml_node *n, size_t i)
{
	const char *key = n->items[2 * i].text.p;
	return key ? key : "";
}

const char *yaml_scalar(const struct yaml_node *n)
{
	return n->text.p;
}

static void write_json(const struct yaml_node *n, struct json *j)
{
	if (n->kind == SCALAR) {
		(n->bare ? json_word : json_str)(j, n->text);
		return;
	}
	json_open(j, n->kind == MAP ? '{' : '[');
	for (size_t i = 0; i < yaml_count(n); i++) {
		if (n->kind == MAP)
			json_key(j, yaml_key(n, i));
		write_json(yaml_item(n, i), j);
	}
	json_close(j, n->kind == MAP ? '}' : ']');
}

void yaml_json(const struct yaml_node *n, struct buf *out)
{
	struct json j = json_to(out);
	write_json(n, &j);
}

int yaml_line(const struct yaml_node *n)
{
	return n->line;
}

enum status yaml_err(const char *file, const struct yaml_node *n, int key, struct err *e,
	const char *fmt, ...)
{
	char what[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	const struct yaml_node *at = key >= 0 ? &n->items[2 * (size_t)key] : n;
	return err_set(e, STATUS_CONFIG, "%s:%d:%d: %s", file, at->line, at->column, what);
}
