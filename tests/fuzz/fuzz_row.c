/* Rows of the store: what can be read of one is written again and read as the same. The first byte names the
 * table. */
#include <stdlib.h>

#include "../../src/store/inside.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void same(const struct buf *a, const struct buf *b)
{
	if (!str_eq(buf_view(a), buf_view(b)))
		abort();
}

static void fact(struct str row, struct buf *once, struct buf *twice)
{
	struct merged m, again;

	merge_init(&m);
	merge_init(&again);
	if (merge_decode(&m, row)) {
		merge_encode(&m, once);
		if (!merge_decode(&again, buf_view(once)))
			abort();
		merge_encode(&again, twice);
		same(once, twice);
	}
	merge_free(&m);
	merge_free(&again);
}

static void text(struct str row, struct buf *once, struct buf *twice)
{
	struct text_row t, again;

	if (!text_row_get(row, &t))
		return;
	text_row_put(once, &t);
	if (!text_row_get(buf_view(once), &again))
		abort();
	text_row_put(twice, &again);
	same(once, twice);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str row = { (const char *)data + 1, size - 1 };
	struct buf once, twice;
	struct links l;
	struct fact f = { .rating = 0 };

	if (!size)
		return 0;
	buf_init(&once, CAP_ROW);
	buf_init(&twice, CAP_ROW);
	if (*data == 'F')
		fact(row, &once, &twice);
	else if (*data == 'T')
		text(row, &once, &twice);
	else if (*data == 'I' && index_decode(row, 500000, &f, &l) && f.label >= LABEL_COUNT)
		abort();
	else if (*data == 'P' && polls_in(row) > row.len)
		abort();
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
