/* yaml.h: YAML nodes read by tables of keys. libfyaml is included by yaml.c alone. */
#ifndef LUISTER_YAML_H
#define LUISTER_YAML_H

#include <luister/mem.h>
#include <luister/status.h>
#include <luister/str.h>

struct yaml;                    /* an open document */
struct yaml_node;               /* opaque: a node of it */

/* Opens FILE; 66 when it is missing, 78 with place and reason when it is no YAML. */
enum status yaml_open(const char *file, struct yaml **out, struct err *e);
void yaml_close(struct yaml *y);
struct yaml_node *yaml_root(struct yaml *y);    /* NULL for an empty file */
bool yaml_is_map(struct yaml_node *n);
bool yaml_is_list(struct yaml_node *n);

/* The pairs of a mapping and the items of a list, in order. */
size_t yaml_count(struct yaml_node *n);
struct yaml_node *yaml_item(struct yaml_node *n, size_t i);      /* a list's item, a mapping's value */
const char *yaml_key(struct yaml_node *n, size_t i, struct arena *a);
/* The items of a long list one by one; `at` starts as NULL. NULL after the last. */
struct yaml_node *yaml_next(struct yaml_node *list, void **at);

const char *yaml_scalar(struct yaml_node *n, struct arena *a);   /* NULL when it is none, or null */
const char *yaml_json(struct yaml_node *n, struct arena *a);     /* the node as JSON on one line */

/* err_set with "FILE:LINE:COLUMN: " before the message; returns STATUS_CONFIG. `key` >= 0: the place of that
 * key. */
enum status yaml_err(struct yaml *y, struct yaml_node *n, int key, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
int yaml_line(struct yaml_node *n, int key);

#endif
