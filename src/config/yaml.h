/* yaml.h: YAML nodes read by tables of keys. libfyaml is included by yaml.c alone. */
#ifndef LUISTER_YAML_H
#define LUISTER_YAML_H

#include <luister/mem.h>
#include <luister/status.h>
#include <luister/str.h>

struct yaml_node;               /* opaque */

/* Reads FILE, one document in UTF-8, into the arena: nodes and texts live as long as that. The root is NULL
 * when there is nothing in it. 66 when the file is missing, 78 with place and reason when it is no YAML, has
 * an alias (`*name`) or a key twice. */
enum status yaml_read(struct arena *a, const char *file, struct yaml_node **root, struct err *e);
bool yaml_is_map(const struct yaml_node *n);
bool yaml_is_list(const struct yaml_node *n);

/* The pairs of a mapping and the items of a list, in order. */
size_t yaml_count(const struct yaml_node *n);
struct yaml_node *yaml_item(const struct yaml_node *n, size_t i); /* a list's item, a mapping's value */
const char *yaml_key(const struct yaml_node *n, size_t i);

const char *yaml_scalar(const struct yaml_node *n);              /* NULL when it is none, or null */
void yaml_json(const struct yaml_node *n, struct buf *out);      /* the node as JSON on one line */

/* err_set with "FILE:LINE:COLUMN: " before the message; returns STATUS_CONFIG. `key` >= 0: the place of that
 * key. */
enum status yaml_err(const char *file, const struct yaml_node *n, int key, struct err *e,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
int yaml_line(const struct yaml_node *n);

#endif
