#include "traces.h"
#include "common.h"

#include <luister/caps.h>
#include <luister/clock.h>
#include <luister/file.h>
#include <luister/json.h>
#include <luister/mem.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN 28             /* days in which a report still shows a post: an open one 7, one with stars 28 */

struct place { const struct config_firm *firm; int64_t published; };

struct traces {
	const struct config *config;
	struct place *p; size_t n, cap;
};

struct traces *traces_new(const struct config *c)
{
	struct traces *t = mem_alloc(sizeof *t);

	*t = (struct traces){ .config = c };
	return t;
}

void traces_free(struct traces *t)
{
	mem_free(t->p);
	mem_free(t);
}

void traces_add(void *self, struct str firm, int64_t published)
{
	struct traces *t = self;

	for (size_t i = 0; t->config && i < t->config->nfirms; i++) {
		if (!str_is(firm, t->config->firms[i].id))
			continue;
		MEM_ROOM(t->p, t->n, t->cap);
		t->p[t->n++] = (struct place){ &t->config->firms[i], published };
	}
}

/* The firm's zone is in use. */
static bool may_show(const struct traces *t, const struct config_firm *f, const char *name)
{
	struct str s = str_of(name);
	struct day day;

	if (s.len < 11 || s.p[10] != '.' || !day_parse((struct str){ s.p, 10 }, &day))
		return false;
	for (size_t i = 0; i < t->n; i++) {
		int back = t->p[i].firm == f ? day_diff(day, day_of(t->p[i].published)) : -1;
		if (back >= 0 && back <= SHOWN)
			return true;
	}
	return false;
}

static void each_page(const struct traces *t, void (*each)(void *self, const char *path), void *self)
{
	struct err e;

	for (size_t i = 0; t->config && i < t->config->nfirms; i++) {
		const struct config_firm *f = &t->config->firms[i];
		char *dir = mem_printf("%s/%s", t->config->reports, f->id), **names = file_list(dir, "");
		if (zone_use(f->timezone, &e) == STATUS_OK)
			for (char **n = names; n && *n; n++) {
				char *path = may_show(t, f, *n) ? mem_printf("%s/%s", dir, *n) : NULL;
				if (path)
					each(self, path);
				mem_free(path);
			}
		if (names)
			file_list_free(names);
		mem_free(dir);
	}
}

static void print_page(void *out, const char *path)
{
	struct json j = json_to(out);

	json_open(&j, '{');
	json_key(&j, "type"); json_str(&j, STR("access"));
	json_key(&j, "report"); json_str(&j, str_of(path));
	json_close(&j, '}');
	buf_putc(out, '\n');
}

void traces_print(struct traces *t, struct buf *out)
{
	each_page(t, print_page, out);
}

struct removing { size_t n; struct err *e; enum status status; };

static void remove_page(void *self, const char *path)
{
	struct removing *r = self;

	if (unlink(path) == 0)
		r->n++;
	else
		r->status = err_set(r->e, STATUS_IO, "%s: %s; it may show what was erased: remove it", path,
			strerror(errno));
}

enum status traces_remove(struct traces *t, struct buf *out, struct err *e)
{
	struct removing r = { .e = e };

	each_page(t, remove_page, &r);
	if (r.n)
		buf_printf(out,
			"removed %zu pages of reports that may show them; `luister-report --date DAY --all "
			"--format text,html,json --out %s` makes a day's again\n", r.n, t->config->reports);
	return r.status;
}

/* ---- backups ---- */

enum status backups_note(const char *store, const char *backup, struct err *e)
{
	char *path = store_beside(store, ".backups"), *dir = realpath(backup, NULL);
	struct buf text;
	enum status status = STATUS_OK;

	buf_init(&text, CAP_LEDGER);
	if (file_exists(path))
		status = file_read(path, &text, e);
	buf_printf(&text, "%s\n", dir ? dir : backup);
	if (status == STATUS_OK)
		status = file_publish(path, buf_view(&text), 0600, e);
	buf_free(&text);
	free(dir); /* realpath's */
	mem_free(path);
	return status;
}

void backups_named(const char *store, struct buf *out)
{
	char *path = store_beside(store, ".backups");
	struct str rest, line;
	struct buf text;
	struct err e;

	buf_init(&text, CAP_LEDGER);
	if (file_exists(path) && file_read(path, &text, &e) == STATUS_OK) {
		rest = buf_view(&text);
		while (rest.len && str_cut(&rest, '\n', &line)) {
			char *current = mem_printf("%.*s/current", STR_ARG(line));
			if (line.len && file_exists(current))
				buf_printf(out,
					"not erased: the backup %.*s; erase there too, with -d and --key, "
					"or remove it\n", STR_ARG(line));
			mem_free(current);
		}
	}
	buf_free(&text);
	mem_free(path);
}
