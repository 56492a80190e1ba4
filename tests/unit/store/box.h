/* box.h: a store in a temporary folder, as cmocka's state. */
#include "../test.h"
#include <stdlib.h>
#include <unistd.h>
#include "../../../src/store/inside.h"

#define NOW 1795176000                               /* 2026-11-20T12:00:00Z */

struct box { char dir[64], key[80]; struct store *s; };

static void open_box(struct box *b, enum store_mode mode)
{
	struct err e = { STATUS_OK, "" };
	struct store_options o = { b->dir, b->key, 30, 400, NOW };
	assert_int_equal(store_open(&o, mode, &b->s, &e), STATUS_OK);
}

static int box_new(void **state)
{
	struct box *b = mem_alloc(sizeof *b);
	snprintf(b->dir, sizeof b->dir, "%s", "/tmp/luister-store-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	snprintf(b->key, sizeof b->key, "%s.key", b->dir);
	open_box(b, STORE_WRITE);
	*state = b;
	return 0;
}

static void drop_file(const char *dir, const char *name)
{
	char *p = mem_printf("%s/%s", dir, name);
	unlink(p);
	rmdir(p);
	mem_free(p);
}

static int box_free(void **state)
{
	static const char *const names[] = { "g1/data.mdb", "g1/lock.mdb", "g1", "current", "open.lock",
		"writer.lock" };
	struct box *b = *state;
	store_close(b->s);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		drop_file(b->dir, names[i]);
	rmdir(b->dir);
	unlink(b->key);
	mem_free(b);
	return 0;
}
