/* text_fixture.h: a lexicon, the project's own or another, loaded once, and a text scored with it. */
#ifndef TEST_TEXT_FIXTURE_H
#define TEST_TEXT_FIXTURE_H

#include "../test.h"
#include <stdlib.h>
#include <luister/file.h>
#include <luister/score.h>

struct fixture {
	struct lexicon *lx;
	struct scorer *scorer;
	struct tokenizer *tokenizer;
	struct arena *arena;
};

static inline int fixture_open_dir(void **state, const char *dir)
{
	static struct fixture f;
	struct err e = { 0 };

	if (lexicon_load(dir, &f.lx, NULL, &e) != STATUS_OK) {
		fprintf(stderr, "%s\n", e.msg);
		return -1;
	}
	f.scorer = scorer_new(f.lx);
	f.tokenizer = tokenizer_new();
	f.arena = arena_new();
	*state = &f;
	return 0;
}

static inline int fixture_open(void **state)
{
	const char *source = getenv("LUISTER_SRC");
	char *dir = mem_printf("%s/lexicons/nl", source ? source : ".");
	int bad = fixture_open_dir(state, dir);

	mem_free(dir);
	return bad;
}

static int fixture_close(void **state)
{
	struct fixture *f = *state;

	if (!f)
		return 0;
	scorer_free(f->scorer);
	tokenizer_free(f->tokenizer);
	arena_free(f->arena);
	lexicon_free(f->lx);
	return 0;
}

/* In whatever language it is. */
static inline struct score fixture_post(struct fixture *f, const char *text, struct score_in in)
{
	struct tokens t;

	arena_reset(f->arena);
	in.text = str_of(text);
	t = tokenize(f->tokenizer, in.text, f->arena);
	in.tokens = &t;
	return score_text(f->scorer, &in, f->arena);
}

static inline struct score fixture_score(struct fixture *f, const char *text, struct score_in in)
{
	in.assume_dutch = true;
	return fixture_post(f, text, in);
}

/* The rows of a table beside the tests, without comments and empty lines. */
struct rows { struct buf file; struct str rest; };

static inline struct rows rows_open(const char *name)
{
	const char *source = getenv("LUISTER_SRC");
	char *path = mem_printf("%s/tests/unit/text/%s", source ? source : ".", name);
	struct rows r;

	buf_init(&r.file, (size_t)1 << 22);
	assert_int_equal(file_read(path, &r.file, NULL), STATUS_OK);
	r.rest = buf_view(&r.file);
	mem_free(path);
	return r;
}

static inline bool rows_next(struct rows *r, struct str *line)
{
	while (r->rest.len > 0 && str_cut(&r->rest, '\n', line))
		if (line->len > 0 && line->p[0] != '#')
			return true;
	return false;
}

static inline void rows_close(struct rows *r)
{
	buf_free(&r->file);
}

#endif
