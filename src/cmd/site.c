/* Index pages: a row of each firm is kept, everything else is written at once. */
#include "site.h"

#include <luister/caps.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <stdlib.h>
#include <string.h>

struct site {
	struct store *store;
	const char *dir;
	bool whole, all, later; /* later: a day that is not the last of all was reported */
	struct render render;
	struct site_row *rows;
	size_t nrows, row_cap;
	struct arena *arena;
	struct count_sum days[SITE_DAYS];
};

struct site *site_new(struct store *s, const char *dir, bool whole, bool all, const struct render *r)
{
	struct site *site = mem_alloc(sizeof *site);
	*site = (struct site){ .store = s, .dir = dir, .whole = whole, .all = all, .arena = arena_new() };
	site->render.english = r->english;
	return site;
}

void site_free(struct site *s)
{
	if (!s)
		return;
	mem_free(s->rows);
	arena_free(s->arena);
	mem_free(s);
}

/* The days whose pages stand in the firm's folder; false when one is later than the last. */
static bool pages(const char *dir, struct site_firm *f)
{
	char **names = file_list(dir, ".html");
	struct day day;
	bool latest = true;

	for (char **n = names; n && *n; n++) {
		if (strlen(*n) != sizeof "2026-11-19.html" - 1 || !day_parse((struct str){ *n, 10 }, &day))
			continue;
		int back = day_diff(f->last->day, day);
		latest &= back >= 0;
		if (back >= 0 && back < SITE_DAYS)
			f->page[SITE_DAYS - 1 - back] = true;
	}
	if (names)
		file_list_free(names);
	return latest;
}

static enum status publish(const char *path, struct buf *out, struct err *e)
{
	if (out->failed)
		return err_set(e, STATUS_DATA, "%s: the page is larger than %zu bytes", path, out->max);
	return file_publish(path, buf_view(out), 0600, e);
}

/* The address of a page above, seen from a firm's folder: when it is there or will be. */
static char *above(const struct site *s, const char *file, bool will)
{
	char *path = mem_printf("%s/%s", s->dir, file);
	char *href = will || file_exists(path) ? mem_printf("../%s", file) : NULL;
	mem_free(path);
	return href;
}

static enum status write_firm(struct site *s, const char *dir, struct site_firm *f, struct err *e)
{
	struct buf out, file;
	char *path = mem_printf("%s/index.html", dir);

	buf_init(&out, CAP_REPORT);
	buf_init(&file, 4096);
	site_file(&file, f->last->branch);
	char *up = above(s, "index.html", s->all), *branch = above(s, buf_cstr(&file), s->whole);
	f->up = up;
	f->branch = branch;
	site_firm(&out, f, &s->render);
	enum status status = publish(path, &out, e);
	mem_free(branch);
	mem_free(up);
	buf_free(&file);
	buf_free(&out);
	mem_free(path);
	return status;
}

enum status site_add(struct site *s, const struct daily *d, struct err *e)
{
	int64_t at[SITE_DAYS + 1];
	struct site_firm f = { .last = d, .days = s->days };

	char *dir = mem_printf("%s/%s", s->dir, d->firm);
	enum status status = STATUS_OK;
	if (!pages(dir, &f)) {
		s->later = true;
	} else {
		for (int i = 0; i <= SITE_DAYS; i++)
			at[i] = day_start(day_add(d->day, i + 1 - SITE_DAYS));
		status = store_count(s->store, d->firm, at, SITE_DAYS, s->days, e);
		site_heard(&f, store_first_count(s->store, d->firm, 0));
		if (status == STATUS_OK)
			status = write_firm(s, dir, &f, e);
		MEM_ROOM(s->rows, s->nrows, s->row_cap);
		site_row(&s->rows[s->nrows++], &f, s->arena);
	}
	mem_free(dir);
	return status;
}

static int by_branch(const void *x, const void *y)
{
	return strcmp(((const struct site_row *)x)->branch, ((const struct site_row *)y)->branch);
}

static enum status write_branch(struct site *s, struct site_row *rows, size_t n, struct err *e)
{
	struct buf out, path;
	struct render r = s->render;

	r.index = s->all ? "index.html" : NULL;
	buf_init(&out, CAP_REPORT);
	buf_init(&path, 8192);
	buf_printf(&path, "%s/", s->dir);
	site_file(&path, rows[0].branch);
	site_branch(&out, rows, n, &r);
	enum status status = publish(buf_cstr(&path), &out, e);
	buf_free(&path);
	buf_free(&out);
	return status;
}

static enum status write_root(struct site *s, struct err *e)
{
	struct buf out;
	char *path = mem_printf("%s/index.html", s->dir);

	buf_init(&out, CAP_REPORT);
	site_root(&out, s->rows, s->nrows, &s->render);
	enum status status = publish(path, &out, e);
	buf_free(&out);
	mem_free(path);
	return status;
}

enum status site_end(struct site *s, struct err *e)
{
	enum status status = STATUS_OK;

	if (!s->whole || s->later || !s->nrows)
		return STATUS_OK;
	qsort(s->rows, s->nrows, sizeof *s->rows, by_branch);
	for (size_t from = 0, to; status == STATUS_OK && from < s->nrows; from = to) {
		for (to = from; to < s->nrows && strcmp(s->rows[to].branch, s->rows[from].branch) == 0;)
			to++;
		status = write_branch(s, s->rows + from, to - from, e);
	}
	return status == STATUS_OK && s->all ? write_root(s, e) : status;
}
