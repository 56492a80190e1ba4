/* What a connector's `posts` may give: each item is refused with a reason, or is a post that the wire takes
 * and reads back. The same bytes as a saved cursor: a place that is written and read again stays the same.
 * As a body that is not quite JSON: what is put right once needs nothing more, and its posts are read too.
 * (libjq 1.6 leaks on some malformed texts: with libFuzzer, -detect_leaks=0.) */
#include <stdlib.h>
#include <string.h>

#include <luister/caps.h>
#include <luister/mem.h>
#include <luister/record.h>
#include "../../src/fetch/compose.h"
#include "../../src/fetch/repair.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void one_post(const struct raw_post *raw, struct record *r, struct arena *a)
{
	const struct fetch_source source = { .id = "bron", .connector = "x", .category = CATEGORY_BLOG };
	struct post post, back;
	struct buf line;

	if (compose_post(raw, &source, "https://example.nl/page", 1795168800, a, &post) != NULL)
		return;
	buf_init(&line, CAP_LINE * 8);
	record_write_post(&line, &post);
	if (line.failed || line.len > CAP_LINE || memchr(line.p, '\n', line.len) != line.p + line.len - 1)
		abort();
	struct str text = { line.p, line.len - 1 };
	if (record_parse(r, text, NULL) != STATUS_OK || record_post(r, &back, NULL) != STATUS_OK)
		abort();
	if (!str_eq(back.id, post.id) || !str_eq(back.text, post.text) ||
		back.published != post.published || back.undated != post.undated)
		abort();
	buf_free(&line);
}

static void as_cursor(struct str in, enum place_kind kind, struct arena *a)
{
	struct place place, again;

	place_read(in, "https://example.nl/", kind, a, &place);
	const char *text = place_write(in, &place, kind, a);
	place_read(str_of(text), "https://example.nl/", kind, a, &again);
	if (place.ndone != again.ndone || (place.resume == NULL) != (again.resume == NULL))
		abort();
}

static void as_posts(struct str in, struct record *r, struct arena *a)
{
	struct page page;

	page_read(in, a, &page, NULL);
	for (size_t i = 0; i < page.nposts; i++)
		one_post(&page.posts[i], r, a);
}

static void as_broken_body(struct str in, struct record *r, struct arena *a)
{
	struct buf once, twice;

	buf_init(&once, CAP_RESPONSE);
	buf_init(&twice, CAP_RESPONSE);
	repair_json(&once, in);
	if (repair_json(&twice, buf_view(&once)) != 0 || !str_eq(buf_view(&once), buf_view(&twice)))
		abort();
	as_posts(buf_view(&once), r, a);
	buf_free(&once);
	buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct arena *a = arena_new();
	struct record *r = record_new();

	as_posts(in, r, a);
	as_broken_body(in, r, a);
	as_cursor(in, PLACE_ALONE, a);
	as_cursor(in, PLACE_PART, a);
	as_cursor(in, PLACE_LED, a);
	record_free(r);
	arena_free(a);
	return 0;
}
