/* scoring.c: see scoring.h. */
#include "scoring.h"

#include <luister/lexicon.h>
#include <luister/mem.h>

struct scoring {
	struct lexicon *lexicon;
	struct scorer *scorer;
	struct tokenizer *tokenizer;
	struct arena *arena;
};

enum status scoring_open(const char *dir, struct scoring **out, struct err *e)
{
	struct lexicon *lexicon = NULL;
	enum status st = lexicon_load(dir, &lexicon, NULL, e);
	*out = NULL;
	if (st == STATUS_OK) {
		struct scoring *s = mem_alloc(sizeof *s);
		*s = (struct scoring){ lexicon, scorer_new(lexicon), tokenizer_new(), arena_new() };
		*out = s;
	} else {
		lexicon_free(lexicon);
	}
	return st;
}

void scoring_close(struct scoring *s)
{
	if (!s)
		return;
	arena_free(s->arena);
	tokenizer_free(s->tokenizer);
	scorer_free(s->scorer);
	lexicon_free(s->lexicon);
	mem_free(s);
}

const char *scoring_version(const struct scoring *s) { return lexicon_version(s->lexicon); }

struct score scoring_post(struct scoring *s, struct post *p, bool explain, struct tokens *tokens)
{
	arena_reset(s->arena);
	struct tokens t = tokenize(s->tokenizer, p->text, s->arena);
	struct score score = score_text(s->scorer, &(struct score_in){ .text = p->text, .tokens = &t,
		.lang = p->lang, .rating = p->rating, .category = p->category, .firms = p->firms,
		.nfirms = p->nfirms, .explain = explain }, s->arena);
	p->scored = true;
	p->label = score.label;
	p->polarity = score.polarity;
	p->hits = score.hits;
	p->words = score.words;
	p->score_lang = str_of(score.lang);
	p->process = score.process;
	p->intent = score.intent;
	p->needs_reply = score.needs_reply;
	p->spam = score.spam;
	if (tokens)
		*tokens = t;
	return score;
}
