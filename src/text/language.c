/* Which language: common words, endings and letters of languages.tsv, each weighed by how few of the six
 * languages have it (Grefenstette 1995: small words identify short texts best); Dutch is the prior. */
#include <luister/score.h>
#include <string.h>
#include <strings.h>
#include "language.h"

#define PRIOR 6              /* who writes about Dutch firms mostly writes Dutch */
#define MARGIN 3             /* so much more than Dutch has, or it is Dutch */
#define HINT 3               /* a platform's tag is often wrong */
#define LEXICON_WORD 3       /* a word of the Dutch lexicon that no list here has */
#define EVIDENCE 3           /* for two words, at least */
#define PAIRS 4096

enum { NL, EN, DE, FR, AF, FY, LANGS };

static const char *const codes[LANGS] = { "nl", "en", "de", "fr", "af", "fy" };

/* What an entry adds to each of the languages that have it, by their number. */
static const uint8_t worth[3][LANGS + 1] = {
	[LANGUAGE_WORD] = { 0, 12, 6, 3, 1, 0, 0 },
	[LANGUAGE_END] = { 0, 4, 2, 1, 0, 0, 0 },
	[LANGUAGE_LETTERS] = { 0, 5, 2, 1, 0, 0, 0 },
};

struct entry { struct str s; uint32_t hash; uint8_t kind, langs; };

struct languages {
	struct entry *slots; size_t n, mask;
	/* by two bytes, a bit for each length: the letters that open with them, the endings that close with
	 * them */
	uint8_t opens[PAIRS], closes[PAIRS];
};

struct languages *languages_new(void)
{
	struct languages *l = mem_alloc(sizeof *l);

	*l = (struct languages){ .mask = 255 };
	l->slots = mem_alloc((l->mask + 1) * sizeof *l->slots);
	memset(l->slots, 0, (l->mask + 1) * sizeof *l->slots);
	return l;
}

void languages_free(struct languages *l)
{
	if (l)
		mem_free(l->slots);
	mem_free(l);
}

static struct entry *slot_at(const struct languages *l, struct str s, enum language_kind kind, uint32_t hash)
{
	for (size_t at = hash & l->mask;; at = (at + 1) & l->mask) {
		struct entry *e = &l->slots[at];
		if (!e->s.p || (e->hash == hash && e->kind == kind && str_eq(e->s, s)))
			return e;
	}
}

static uint32_t hash_of(struct str s, enum language_kind kind)
{
	return lexicon_hash(s) + (uint32_t)kind * 0x9e3779b9u;
}

static void grow(struct languages *l)
{
	struct entry *old = l->slots;
	size_t n = l->mask + 1;

	l->mask = n * 2 - 1;
	l->slots = mem_alloc(n * 2 * sizeof *l->slots);
	memset(l->slots, 0, n * 2 * sizeof *l->slots);
	for (size_t i = 0; i < n; i++)
		if (old[i].s.p)
			*slot_at(l, old[i].s, old[i].kind, old[i].hash) = old[i];
	mem_free(old);
}

static size_t pair_of(const char *p)
{
	return ((unsigned char)p[0] * 31u + (unsigned char)p[1]) % PAIRS;
}

/* The languages that have an ending or letters, to add to. */
static uint8_t *part_langs(struct lexicon *lx, enum language_kind kind, struct str item)
{
	struct languages *l = lx->languages;

	if (l->n * 2 > l->mask)
		grow(l);
	uint32_t hash = hash_of(item, kind);
	struct entry *e = slot_at(l, item, kind, hash);
	if (!e->s.p) {
		*e = (struct entry){ .s = { arena_dupn(lx->a, item.p, item.len), item.len }, .hash = hash,
			.kind = (uint8_t)kind };
		l->n++;
	}
	if (kind == LANGUAGE_LETTERS)
		l->opens[pair_of(item.p)] |= (uint8_t)(1u << item.len);
	else
		l->closes[pair_of(item.p + item.len - 2)] |= (uint8_t)(1u << item.len);
	return &e->langs;
}

bool languages_add(struct lexicon *lx, struct str code, enum language_kind kind, struct str item)
{
	int lang = 0;

	while (lang < LANGS && !str_is(code, codes[lang]))
		lang++;
	if (lang == LANGS)
		return false;
	uint8_t bit = (uint8_t)(1u << lang);
	if (kind == LANGUAGE_WORD) {
		uint32_t id = lexicon_intern(lx, item); /* which may move the forms */
		lx->forms[id].langs |= bit;
	} else {
		*part_langs(lx, kind, item) |= bit;
	}
	return true;
}

static bool count(unsigned langs, enum language_kind kind, int *score)
{
	if (!langs)
		return false;
	uint8_t each = worth[kind][__builtin_popcount(langs)];
	for (int k = 0; k < LANGS; k++)
		score[k] += (int)(langs >> k & 1) * each;
	return true;
}

static bool count_part(const struct languages *l, struct str s, enum language_kind kind, int *score)
{
	return count(slot_at(l, s, kind, hash_of(s, kind))->langs, kind, score);
}

/* The longest ending that is known, and all letters. */
static void count_parts(const struct languages *l, struct str word, int *score)
{
	unsigned ends = l->closes[pair_of(word.p + word.len - 2)];

	for (size_t n = word.len > LANGUAGE_PART ? LANGUAGE_PART : word.len - 1; n >= 2; n--)
		if (ends >> n & 1 && count_part(l, (struct str){ word.p + word.len - n, n }, LANGUAGE_END,
			score))
			break;
	for (size_t i = 0; i + 1 < word.len; i++) {
		unsigned letters = l->opens[pair_of(word.p + i)];
		for (size_t n = 2; letters >> n && i + n <= word.len; n++)
			if (letters >> n & 1)
				count_part(l, (struct str){ word.p + i, n }, LANGUAGE_LETTERS, score);
	}
}

static bool spoken(const struct token *t)
{
	return t->kind == TOKEN_WORD && !t->part;
}

static void count_word(const struct lexicon *lx, const struct item *it, int *score)
{
	const struct token *t = it->tk;
	uint32_t word = t->plain.p == t->fold.p ? it->word : lexicon_word(lx, t->plain);

	if (t->plain.len == 0 || count(lx->forms[word].langs, LANGUAGE_WORD, score) || t->plain.len < 3)
		return;
	if (lx->forms[it->form].links)
		score[NL] += LEXICON_WORD;
	count_parts(lx->languages, t->plain, score);
}

/* "nl", "NL", "nl-BE" (RFC 5646), and "nl_BE" as some servers have it */
static bool tagged(struct str tag, const char *code)
{
	return tag.len >= 2 && !strncasecmp(tag.p, code, 2) && (tag.len == 2 || tag.p[2] == '-' ||
		tag.p[2] == '_');
}

const char *language_of(const struct lexicon *lx, const struct items *s, struct str hint)
{
	int score[LANGS] = { 0 }, best = NL, most = 0, words = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!spoken(s->at[i].tk))
			continue;
		count_word(lx, &s->at[i], score);
		words++;
	}
	for (int k = 0; k < LANGS; k++)
		most = score[k] > most ? score[k] : most;
	/* none of the six: a letter group here and there is no evidence */
	if (most == 0 || most * 2 < words * EVIDENCE)
		return "und";
	score[NL] += PRIOR;
	for (int k = 0; k < LANGS; k++)
		score[k] += tagged(hint, codes[k]) ? HINT : 0;
	for (int k = 0; k < LANGS; k++)
		if (score[k] > score[best])
			best = k;
	return codes[score[best] - score[NL] < MARGIN && score[NL] > PRIOR ? NL : best];
}
