/* Any name, pattern and text: spans in order, whole signs, no firm both mentioned and missed; and a name of
 * plain words is found in a text that is nothing but the name. Four lines: name, near word, `not` pattern,
 * handle; then the text. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <luister/caps.h>
#include <luister/match.h>

#define SHORT 200 /* bytes of a name or pattern: longer ones find nothing new */

static void check(struct str text, const struct match *m)
{
	for (size_t i = 0; i < m->nfirms; i++) {
		const struct mention *x = &m->firms[i];
		assert(i == 0 || str_cmp(m->firms[i - 1].firm, x->firm) < 0);
		assert(x->nat || x->role == ROLE_OWN);
		for (size_t k = 0; k < x->nat; k++) {
			assert(x->at[k].len > 0 && x->at[k].offset + x->at[k].len <= text.len);
			assert(utf8_valid((struct str){ text.p + x->at[k].offset, x->at[k].len }));
			assert(k == 0 || x->at[k].offset > x->at[k - 1].offset ||
				x->at[k].len > x->at[k - 1].len);
		}
		for (size_t k = 0; k < m->nmisses; k++)
			assert(!str_is(x->firm, m->misses[k].firm));
	}
}

static bool plain_words(const struct tokens *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->t[i].kind != TOKEN_WORD && t->t[i].kind != TOKEN_NUMBER)
			return false;
	return t->n > 0;
}

static char *line_of(struct str *rest, struct arena *a)
{
	struct str line = { "", 0 };

	str_cut(rest, '\n', &line);
	return arena_dupn(a, line.p, line.len < SHORT ? line.len : 0);
}

static void run(struct str all, struct tokenizer *tk, struct arena *a)
{
	char *name = line_of(&all, a), *near = line_of(&all, a), *not = line_of(&all, a),
		*handle = line_of(&all, a);
	const char *nears[] = { near }, *nots[] = { not };
	struct match_name sure = { .name = name }, doubt = { .name = name, .near = nears, .nnear = 1,
		.not = nots, .nnot = 1, .window = 3, .ambiguous = true };
	struct match_account account = { "x", handle };
	const char *domain[] = { handle };
	struct match_firm firms[] = { { .id = "b", .names = &sure, .nnames = 1 },
		{ .id = "a", .names = &doubt, .nnames = 1, .accounts = &account, .naccounts = 1,
			.domains = domain, .ndomains = 1 } };
	struct matcher *m;

	if (matcher_new(firms, 2, &m, NULL) != STATUS_OK)
		return;
	struct str text = all.p ? all : STR("");
	struct tokens t = tokenize(tk, text, a);
	struct match got = match_text(m, text, &t, STR("x"), str_of(name), a);
	check(text, &got);
	text = str_of(name);
	t = tokenize(tk, text, a);
	got = match_text(m, text, &t, STR("y"), STR(""), a);
	check(text, &got);
	if (plain_words(&t))
		assert(got.nfirms && str_is(got.firms[got.nfirms - 1].firm, "b"));
	matcher_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tokenizer *tk;
	struct arena *a;
	struct buf text;

	if (size > CAP_TEXT)
		return 0;
	tk = tokenizer_new();
	a = arena_new();
	buf_init(&text, CAP_TEXT * 4);
	utf8_repair(&text, (struct str){ (const char *)data, size });
	run(buf_view(&text), tk, a);
	buf_free(&text);
	arena_free(a);
	tokenizer_free(tk);
	return 0;
}
