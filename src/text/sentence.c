/* sentence.c: where sentences and clauses begin. Punctuation ends here: the rules see words, emoji and the
 * like. */
#include <string.h>
#include "sentence.h"

#define CLAUSE_MAX 60        /* no one writes longer ones; bounds the work on a text without a comma */

static const char *const class_names[CLASS_COUNT] = {
	[CLASS_A] = "a", [CLASS_ABOUT] = "about", [CLASS_ACCORDING] = "according", [CLASS_ALDUS] = "aldus",
	[CLASS_AMOUNT] = "amount", [CLASS_APPLAUSE] = "applause", [CLASS_ASKS] = "asks",
	[CLASS_BEEN] = "been", [CLASS_BEFORE_MAAR] = "before-maar", [CLASS_BEFORE_NAME] = "before-name",
	[CLASS_BUT] = "but", [CLASS_CONCEDE] = "concede", [CLASS_CONJUNCTION] = "conjunction",
	[CLASS_DETERMINER] = "determiner", [CLASS_ECHTER] = "echter", [CLASS_EENS] = "eens",
	[CLASS_EXPECTED] = "expected", [CLASS_FILLER] = "filler", [CLASS_FOLLOWS] = "follows",
	[CLASS_GENERAL] = "general", [CLASS_GIVEN] = "given", [CLASS_HOW] = "how",
	[CLASS_HOW_TO] = "how-to", [CLASS_IF] = "if", [CLASS_IN_CASE] = "in-case",
	[CLASS_IRONY_FACE] = "irony-face", [CLASS_IRONY_TAG] = "irony-tag", [CLASS_JOINS] = "joins",
	[CLASS_LAUGHS] = "laughs", [CLASS_LIEVER] = "liever", [CLASS_MAAR] = "maar",
	[CLASS_MODAL] = "modal", [CLASS_NAME_FOLLOWS] = "name-follows", [CLASS_NOT] = "not",
	[CLASS_NOT_BACK] = "not-back", [CLASS_NOU] = "nou", [CLASS_NUMBER] = "number",
	[CLASS_ONCE] = "once", [CLASS_ONLY] = "only", [CLASS_PRONOUN] = "pronoun",
	[CLASS_REGRET] = "regret", [CLASS_SALUTE] = "salute", [CLASS_SAYS] = "says",
	[CLASS_SEEKS] = "seeks", [CLASS_SELF] = "self", [CLASS_SPEAKER] = "speaker",
	[CLASS_STORY] = "story", [CLASS_SUPPOSE] = "suppose", [CLASS_TE] = "te",
	[CLASS_TE_FIXED] = "te-fixed", [CLASS_THAN] = "than", [CLASS_THAT] = "that", [CLASS_THIS] = "this",
	[CLASS_TITLE] = "title", [CLASS_VERB_AFTER_TE] = "verb-after-te", [CLASS_WAS] = "was",
	[CLASS_WHO] = "who", [CLASS_WISH] = "wish", [CLASS_YOU] = "you",
};

int class_of(struct str name)
{
	for (int k = 0; k < CLASS_COUNT; k++)
		if (str_is(name, class_names[k]))
			return k;
	return -1;
}

static bool dash(const struct token *t, struct str s)
{
	return t->space && (str_is(s, "-") || str_is(s, "--") || str_is(s, "\xe2\x80\x93") || str_is(s,
		"\xe2\x80\x94"));
}

unsigned cursor_take(struct cursor *c, const struct token *t, struct str text)
{
	struct str s = { text.p + t->offset, t->len };
	bool stop = false, comma = false;
	unsigned says = 0;

	c->new_sentence |= t->newline;
	if (t->kind != TOKEN_PUNCT) {
		/* an emoji after the full stop belongs to the sentence that it closes */
		if ((t->kind == TOKEN_EMOJI || t->kind == TOKEN_EMOTICON) && c->any && !t->newline)
			c->new_sentence = false;
		c->new_sentence |= !c->any;
		return 0;
	}
	for (size_t i = 0; i < s.len; i++) {
		says |= s.p[i] == '?' ? SAYS_QUESTION : s.p[i] == '!' ? SAYS_MARK : 0;
		stop |= s.p[i] == '.';
		comma |= s.p[i] && strchr(",;:()/|", s.p[i]);
	}
	bool closed = c->new_sentence || !c->any;
	c->new_sentence |= says || stop || str_is(s, "\xe2\x80\xa6");
	c->new_clause |= comma || dash(t, s);
	return closed ? 0 : says;
}

/* Emoji: without variation selectors and skin tones, which say nothing. */
static uint32_t emoji_form(const struct lexicon *lx, struct str s)
{
	char bare[64];
	size_t n = 0, at = 0;
	uint32_t id;

	while (at < s.len) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		if (cp == 0xFE0F || (cp >= 0x1F3FB && cp <= 0x1F3FF))
			continue;
		if (n + 4 > sizeof bare)
			break;
		memcpy(bare + n, s.p + from, at - from);
		n += at - from;
	}
	id = lexicon_find(lx, (struct str){ bare, n });
	if (id || n < 5)
		return id;
	at = 0;                               /* an unknown sequence: its first emoji */
	utf8_next((struct str){ bare, n }, &at);
	return lexicon_find(lx, (struct str){ bare, at });
}

static uint32_t form_of(const struct lexicon *lx, const struct token *t, struct str text, uint32_t *word)
{
	struct str raw = { text.p + t->offset, t->len };

	if (t->kind == TOKEN_EMOJI)
		return emoji_form(lx, raw);
	if (t->kind == TOKEN_EMOTICON)
		return lexicon_find(lx, raw);
	if (t->kind == TOKEN_URL || t->kind == TOKEN_MENTION)
		return 0;
	*word = lexicon_word(lx, t->fold);
	if (*word && *word < lx->known)
		return *word;
	/* a genitive or plural with an apostrophe, a name's possessive */
	if (t->fold.len > 3 && str_suffix(t->fold, STR("'s")))
		return lexicon_find(lx, (struct str){ t->fold.p, t->fold.len - 2 });
	return 0;
}

static void open_sentence(struct items *s, uint32_t i)
{
	s->sentences[s->nsentences++] = (struct sentence){ .from = i, .to = i };
}

/* "mr. Visser", "voor mr jansen": a title, not "maar" */
static bool title(const struct items *s, const struct item *it, const struct token *next, struct str text)
{
	if (!item_is(it, CLASS_TITLE) || !next)
		return false;
	return text.p[next->offset] == '.' || (text.p[next->offset] >= 'A' && text.p[next->offset] <= 'Z') ||
		(s->n && item_is(&s->at[s->n - 1], CLASS_BEFORE_NAME));
}

/* "had ik maar", "waren ze maar": a wish that came too late */
static bool regret(const struct items *s)
{
	return s->n >= 2 && item_is(&s->at[s->n - 1], CLASS_PRONOUN) &&
		item_is(&s->at[s->n - 2], CLASS_REGRET);
}

static bool opens_clause(const struct items *s, const struct item *it, const struct token *next)
{
	if (it->tk->kind != TOKEN_WORD)
		return false;
	if (item_is(it, CLASS_CONJUNCTION))
		return true;
	if (!item_is(it, CLASS_MAAR) || regret(s))
		return false;
	/* "nog maar", "alleen maar", "maar drie": no conjunction */
	if (s->n && item_is(&s->at[s->n - 1], CLASS_BEFORE_MAAR))
		return false;
	return !(next && next->kind == TOKEN_NUMBER);
}

static void put_item(struct items *s, const struct lexicon *lx, const struct tokens *t, size_t k,
	struct str text,
	struct cursor *c)
{
	struct item *it = &s->at[s->n];
	const struct token *next = k + 1 < t->n ? &t->t[k + 1] : NULL;

	*it = (struct item){ .tk = &t->t[k], .token = (uint32_t)k };
	it->form = form_of(lx, it->tk, text, &it->word);
	it->classes = lx->forms[it->form].classes;
	if (title(s, it, next, text))
		it->classes &= ~(1ull << CLASS_MAAR | 1ull << CLASS_BUT);
	if (c->new_sentence) {
		if (s->n)
			s->at[s->n - 1].last = true;
		open_sentence(s, (uint32_t)s->n);
		it->first = true;
		c->new_clause = true;
	}
	it->but = item_is(it, CLASS_BUT) && it->tk->kind == TOKEN_WORD;
	bool conj = !it->first && opens_clause(s, it, next);
	if (it->but && !item_is(it, CLASS_ECHTER) && !conj && !it->first)
		it->but = false;
	if (item_is(it, CLASS_ONLY) && !(it->first || c->new_clause))
		it->but = false;
	bool endless = s->nclauses && s->n - s->clauses[s->nclauses - 1].from >= CLAUSE_MAX;
	if (c->new_clause || conj || endless) {
		s->clauses[s->nclauses++] = (struct clause){ .from = (uint32_t)s->n, .to = (uint32_t)s->n,
			.comma = !conj, .sentence = (uint16_t)(s->nsentences - 1) };
	}
	it->sentence = (uint16_t)(s->nsentences - 1);
	it->clause = (uint16_t)(s->nclauses - 1);
	s->clauses[s->nclauses - 1].to = (uint32_t)s->n + 1;
	s->clauses[s->nclauses - 1].classes |= it->classes;
	s->clauses[s->nclauses - 1].bloom |= 1ull << (it->form & 63);
	s->sentences[s->nsentences - 1].to = (uint32_t)s->n + 1;
	if (it->tk->kind == TOKEN_WORD && !it->tk->part)
		s->words++;
	s->n++;
}

struct items items_of(const struct lexicon *lx, const struct tokens *t, struct str text, struct arena *a)
{
	struct items s = { 0 };
	struct cursor c = { .any = false };
	size_t caps = 0;

	s.at = arena_alloc(a, (t->n + 1) * sizeof *s.at);
	s.clauses = arena_alloc(a, (t->n + 1) * sizeof *s.clauses);
	s.sentences = arena_alloc(a, (t->n + 1) * sizeof *s.sentences);
	for (size_t k = 0; k < t->n; k++) {
		const struct token *tk = &t->t[k];
		unsigned says = cursor_take(&c, tk, text);
		if (says) {
			s.sentences[s.nsentences - 1].question |= (says & SAYS_QUESTION) != 0;
			s.sentences[s.nsentences - 1].marks += (says & SAYS_MARK) != 0;
		}
		if (tk->kind == TOKEN_PUNCT)
			continue;
		put_item(&s, lx, t, k, text, &c);
		c = (struct cursor){ .any = true };
		caps += tk->caps;
	}
	if (s.n)
		s.at[s.n - 1].last = true;
	s.all_caps = s.words > 3 && caps * 2 > (size_t)s.words;
	return s;
}
