#include "yaml.h"

#include <luister/file.h>
#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct yaml {
	struct fy_document *doc;
	const char *file;
};

static struct fy_node *fy(struct yaml_node *n)
{
	return (struct fy_node *)n;
}

static struct yaml_node *ours(struct fy_node *n)
{
	return (struct yaml_node *)n;
}

/* libfyaml's first complaint, without colours and source lines. */
static enum status build(struct yaml *y, struct err *e)
{
	char *text = NULL;
	size_t len = 0;
	FILE *fp = open_memstream(&text, &len);
	if (!fp)
		return err_set(e, STATUS_OS, "%s: cannot open a memory stream", y->file);
	struct fy_diag_cfg diag_cfg = { .fp = fp, .level = FYET_ERROR, .module_mask = ~0u,
		.show_position = true };
	struct fy_diag *diag = fy_diag_create(&diag_cfg);
	struct fy_parse_cfg cfg = { .flags = FYPCF_DEFAULT_DOC, .diag = diag };
	y->doc = fy_document_build_from_file(&cfg, y->file);
	fy_diag_destroy(diag);
	fclose(fp);
	enum status status = STATUS_OK;
	if (!y->doc) {
		char *end = text ? strchr(text, '\n') : NULL;
		if (end)
			*end = '\0';
		const char *why = text && *text ? text : "cannot be read as YAML";
		bool named = strncmp(why, y->file, strlen(y->file)) == 0;
		status = err_set(e, STATUS_CONFIG, "%s%s%s", named ? "" : y->file, named ? "" : ": ", why);
	}
	free(text); /* open_memstream's */
	return status;
}

enum status yaml_open(const char *file, struct yaml **out, struct err *e)
{
	if (!file_exists(file))
		return err_set(e, STATUS_NOINPUT, "%s: missing; `luister init` writes one", file);
	struct yaml *y = mem_alloc(sizeof *y);
	y->file = file;
	enum status status = build(y, e);
	if (status == STATUS_OK)
		*out = y;
	else
		mem_free(y);
	return status;
}

void yaml_close(struct yaml *y)
{
	if (!y)
		return;
	fy_document_destroy(y->doc);
	mem_free(y);
}

struct yaml_node *yaml_root(struct yaml *y)
{
	struct fy_node *root = fy_document_root(y->doc);
	return !root || fy_node_is_null(root) ? NULL : ours(root);
}

bool yaml_is_map(struct yaml_node *n)
{
	return n && fy_node_get_type(fy(n)) == FYNT_MAPPING;
}

bool yaml_is_list(struct yaml_node *n)
{
	return n && fy_node_get_type(fy(n)) == FYNT_SEQUENCE;
}

size_t yaml_count(struct yaml_node *n)
{
	int count = yaml_is_map(n) ? fy_node_mapping_item_count(fy(n)) :
		yaml_is_list(n) ? fy_node_sequence_item_count(fy(n)) : 0;
	return count < 0 ? 0 : (size_t)count;
}

static struct fy_node_pair *pair_at(struct yaml_node *n, size_t i)
{
	return fy_node_mapping_get_by_index(fy(n), (int)i);
}

struct yaml_node *yaml_item(struct yaml_node *n, size_t i)
{
	if (yaml_is_map(n))
		return ours(fy_node_pair_value(pair_at(n, i)));
	return ours(fy_node_sequence_get_by_index(fy(n), (int)i));
}

struct yaml_node *yaml_next(struct yaml_node *list, void **at)
{
	return ours(fy_node_sequence_iterate(fy(list), at));
}

static const char *scalar_of(struct fy_node *n, struct arena *a)
{
	size_t len;
	if (!n || fy_node_get_type(n) != FYNT_SCALAR || fy_node_is_null(n))
		return NULL;
	const char *p = fy_node_get_scalar(n, &len);
	return arena_dupn(a, p ? p : "", p ? len : 0);
}

const char *yaml_key(struct yaml_node *n, size_t i, struct arena *a)
{
	const char *key = scalar_of(fy_node_pair_key(pair_at(n, i)), a);
	return key ? key : "";
}

const char *yaml_scalar(struct yaml_node *n, struct arena *a)
{
	return scalar_of(fy(n), a);
}

const char *yaml_json(struct yaml_node *n, struct arena *a)
{
	char *text = fy_emit_node_to_string(fy(n), FYECF_MODE_JSON_ONELINE | FYECF_WIDTH_INF);
	if (!text)
		return NULL;
	struct str s = str_trim(str_of(text));
	char *copy = arena_dupn(a, s.p, s.len);
	free(text); /* libfyaml's */
	return copy;
}

/* The first scalar in a node tells where it stands. */
static const struct fy_mark *mark_of(struct fy_node *n)
{
	while (n && fy_node_get_type(n) != FYNT_SCALAR) {
		if (fy_node_get_type(n) == FYNT_MAPPING) {
			struct fy_node_pair *first = fy_node_mapping_get_by_index(n, 0);
			n = first ? fy_node_pair_key(first) : NULL;
		} else {
			n = fy_node_sequence_get_by_index(n, 0);
		}
	}
	struct fy_token *token = n ? fy_node_get_scalar_token(n) : NULL;
	return token ? fy_token_start_mark(token) : NULL;
}

static const struct fy_mark *place(struct yaml_node *n, int key)
{
	return mark_of(key >= 0 ? fy_node_pair_key(pair_at(n, (size_t)key)) : fy(n));
}

int yaml_line(struct yaml_node *n, int key)
{
	const struct fy_mark *m = place(n, key);
	return m ? m->line + 1 : 1;
}

enum status yaml_err(struct yaml *y, struct yaml_node *n, int key, struct err *e, const char *fmt, ...)
{
	char what[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	const struct fy_mark *m = n ? place(n, key) : NULL;
	return err_set(e, STATUS_CONFIG, "%s:%d:%d: %s", y->file, m ? m->line + 1 : 1, m ? m->column + 1 : 1,
		what);
}
