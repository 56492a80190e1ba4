/* Any bytes through tokens and score: no crash, figures in their range. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <luister/caps.h>
#include <luister/score.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct lexicon *lx;
	static struct scorer *scorer;
	static struct tokenizer *tokenizer;
	static struct arena *arena;
	struct buf text;

	if (!lx) {
		const char *source = getenv("LUISTER_SRC");
		char *dir = mem_printf("%s/lexicons/nl", source ? source : ".");
		if (lexicon_load(dir, &lx, NULL, NULL) != STATUS_OK)
			abort();
		mem_free(dir);
		scorer = scorer_new(lx);
		tokenizer = tokenizer_new();
		arena = arena_new();
	}
	if (size > CAP_TEXT)
		return 0;
	buf_init(&text, CAP_TEXT * 4);
	utf8_repair(&text, (struct str){ (const char *)data, size });
	arena_reset(arena);
	struct tokens t = tokenize(tokenizer, buf_view(&text), arena);
	struct at at = { size / 2, 1 };
	struct mention firms[2] = { { .firm = STR("a"), .at = &at, .nat = 1 }, { .firm = STR("b") } };
	struct score s = score_text(scorer, &(struct score_in){ .text = buf_view(&text), .tokens = &t,
		.rating = POST_UNKNOWN, .category = CATEGORY_REVIEW, .firms = firms, .nfirms = 2,
		.explain = true }, arena);
	assert(s.polarity >= -1000 && s.polarity <= 1000);
	assert(firms[0].polarity >= -1000 && firms[0].polarity <= 1000);
	assert(s.hits >= 0 && (int)s.label >= 0 && s.label < LABEL_COUNT);
	buf_free(&text);
	return 0;
}
