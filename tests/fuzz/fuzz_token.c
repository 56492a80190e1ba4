/* Any bytes through repair, folding and tokens: spans in order and inside the text, forms that are UTF-8, and
 * folding that changes nothing the second time. */
#include <assert.h>
#include <stdint.h>
#include <luister/caps.h>
#include "../../src/text/token_in.h"

static void folds_once(struct str text)
{
	struct buf once, twice;

	buf_init(&once, CAP_TEXT * 8);
	buf_init(&twice, CAP_TEXT * 8);
	fold(&once, text);
	fold(&twice, buf_view(&once));
	assert(!once.failed && once.len == twice.len);
	assert(once.len == 0 || str_eq(buf_view(&once), buf_view(&twice)));
	buf_clear(&once);
	buf_clear(&twice);
	fold_case(&once, text);
	fold(&twice, buf_view(&once)); /* accents come off as well from what is lower case already */
	buf_clear(&once);
	fold(&once, text);
	assert(once.len == twice.len);
	buf_free(&once);
	buf_free(&twice);
}

static void found_by_the_pattern(struct tokenizer *tk, struct str text, const struct tokens *t)
{
	struct arena *arena = arena_new();
	struct tokens u = tokenize_by_pattern(tk, text, arena);

	assert(u.n == t->n && u.cut == t->cut);
	for (size_t i = 0; i < u.n; i++) {
		const struct token *x = &t->t[i], *y = &u.t[i];
		assert(x->kind == y->kind && x->len == y->len && x->caps == y->caps &&
			x->elongated == y->elongated && x->part == y->part && str_eq(x->fold, y->fold) &&
			str_eq(x->plain, y->plain) && x->offset == y->offset && x->space == y->space &&
			x->newline == y->newline);
	}
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tokenizer *tokenizer;
	static struct arena *arena;
	struct buf text;

	if (!tokenizer) {
		tokenizer = tokenizer_new();
		arena = arena_new();
	}
	if (size > CAP_TEXT)
		return 0;
	buf_init(&text, CAP_TEXT * 4);
	utf8_repair(&text, (struct str){ (const char *)data, size });
	arena_reset(arena);
	struct str all = buf_view(&text);
	struct tokens t = tokenize(tokenizer, all, arena);
	size_t last = 0, tag = 0;
	for (size_t i = 0; i < t.n; i++) {
		const struct token *x = &t.t[i];
		assert(x->len > 0 && x->offset + x->len <= all.len);
		assert(x->offset >= (x->part ? tag : last)); /* a part lies within its hashtag */
		assert(!x->part || x->offset + x->len <= last);
		assert(utf8_valid((struct str){ all.p + x->offset, x->len }));
		assert(x->fold.len > 0 && utf8_valid(x->fold) && utf8_valid(x->plain));
		if (!x->part) {
			tag = x->offset + 1;
			last = x->offset + x->len;
		}
	}
	found_by_the_pattern(tokenizer, all, &t);
	folds_once(all);
	buf_free(&text);
	return 0;
}
