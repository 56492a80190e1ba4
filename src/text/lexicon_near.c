/* lexicon_near.c: what an unknown word may be: elongated, affixed, compound, mistyped. Only asked after
 * the exact look-up failed. */
#include <stdlib.h>
#include <string.h>
#include "lexicon_in.h"

#define TYPO_MIN 7           /* shorter words have too many neighbours that are words themselves */
#define TYPO_LETTER 8        /* ... and of a letter more or less even these */
#define WORD_MAX 40
#define HEAD_MIN 5           /* the last part of a compound */
#define FRONT_MIN 3

static bool long_polar(const struct lexicon *lx, uint32_t id)
{
	const struct form *f = &lx->forms[id];

	return f->len >= TYPO_MIN && f->len <= WORD_MAX && lexicon_polar(lx, id);
}

/* Filed when the first word asks: many runs see none that is mistyped. */
struct near { struct slots slots; };

struct near *near_new(void)
{
	return mem_alloc(sizeof(struct near));
}

void near_free(struct near *near)
{
	mem_free(near->slots.at);
	mem_free(near);
}

/* One slip leaves a half of the word whole: forms are filed under their first half and under their
 * second, each with the form's length. */
static uint32_t half_hash(struct str half, size_t len, bool second)
{
	uint32_t hash = (lexicon_hash(half) ^ (uint32_t)(len * 2 + second)) * 0x9E3779B1u;

	return hash ^ hash >> 16;
}

static void file_forms(const struct lexicon *lx)
{
	struct slots *slots = &lx->near->slots;
	size_t size = 1024, n = 0;
	uint32_t *ids = mem_grow(NULL, lx->nforms, sizeof *ids);

	for (uint32_t id = 1; id < lx->nforms; id++)
		if (long_polar(lx, id))
			ids[n++] = id;
	while (size < n * 3 || size < lx->nforms)
		size *= 2;
	slots_new(slots, size);
	for (size_t k = 0; k < n; k++) {
		struct str s = { lx->forms[ids[k]].p, lx->forms[ids[k]].len };
		size_t half = s.len / 2;
		slots_put(slots, half_hash((struct str){ s.p, half }, s.len, false), ids[k]);
		slots_put(slots, half_hash((struct str){ s.p + half, s.len - half }, s.len, true), ids[k]);
	}
	mem_free(ids);
}

/* Letters that are taken for one another by ear: another letter makes another word (interieur, inferieur). */
static bool sounds_like(char a, char b)
{
	static const char *const pairs[] = { "dt", "sz", "vf", "ck", "gc", "ei", "ie", "ae", "ou", "ue", "iy",
		"qk", "ao", "eo" };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if ((pairs[i][0] == a && pairs[i][1] == b) || (pairs[i][0] == b && pairs[i][1] == a))
			return true;
	return false;
}

#define NO_SLIP SIZE_MAX

/* The letter of `word` that is wrong if `form` was meant (of like letters in a row the first): one too
 * many, one like the right one, the first of two exchanged. 0: one is missing. */
static size_t slip(struct str word, struct str form)
{
	size_t i = 0, j = 0, k;

	while (i < word.len && i < form.len && word.p[i] == form.p[i])
		i++;
	while (j < word.len - i && j < form.len - i && word.p[word.len - 1 - j] == form.p[form.len - 1 - j])
		j++;
	size_t x = word.len - i - j, y = form.len - i - j;
	bool swapped = x == 2 && y == 2 && word.p[i] == form.p[i + 1] && word.p[i + 1] == form.p[i];
	if (x + y == 1 && word.len < TYPO_LETTER)
		return NO_SLIP;
	if (x == 0 && y == 1)
		return 0;
	if (!swapped && !(x == 1 && y == 0) && !(x == 1 && y == 1 && sounds_like(word.p[i], form.p[i])))
		return NO_SLIP;
	for (k = i; k > 0 && word.p[k] == word.p[k - 1];)
		k--;
	/* the first letter is hardly ever wrong */
	return k ? k : swapped ? i + 1 : NO_SLIP;
}

struct meant { uint32_t form; size_t slip; };

/* The form with the earliest slip counts, of these the first in the lexicon. */
static void consider(const struct lexicon *lx, struct str word, uint32_t id, struct meant *best)
{
	const struct form *f = &lx->forms[id];

	/* an ending is grammar, not a typing error */
	if (f->p[0] != word.p[0] || f->p[f->len - 1] != word.p[word.len - 1])
		return;
	size_t at = slip(word, (struct str){ f->p, f->len });
	if (at < best->slip || (at != NO_SLIP && at == best->slip && id < best->form))
		*best = (struct meant){ id, at };
}

static void near_half(const struct lexicon *lx, uint32_t hash, struct str word, struct meant *best)
{
	uint32_t id, at = hash;

	while ((id = slots_next(&lx->near->slots, hash, &at)) != 0)
		consider(lx, word, id, best);
}

static uint32_t typo(const struct lexicon *lx, struct str word)
{
	struct meant best = { 0, NO_SLIP };
	char s[WORD_MAX];

	if (word.len < TYPO_MIN || word.len > WORD_MAX)
		return 0;
	if (!lx->near->slots.at)
		file_forms(lx);
	for (size_t len = word.len - 1; len <= word.len + 1; len++) {
		size_t half = len / 2, rest = len - half;
		struct str first = { word.p, half }, second = { word.p + word.len - rest, rest };
		near_half(lx, half_hash(first, len, false), word, &best);
		near_half(lx, half_hash(second, len, true), word, &best);
	}
	/* the two letters at the border of the halves exchanged */
	memcpy(s, word.p, word.len);
	s[word.len / 2 - 1] = word.p[word.len / 2];
	s[word.len / 2] = word.p[word.len / 2 - 1];
	uint32_t id = lexicon_find(lx, (struct str){ s, word.len });
	if (id && long_polar(lx, id))
		consider(lx, word, id, &best);
	return best.form;
}

/* suuuper, goeeed: every run is tried at one letter and at two. */
static uint32_t elongated_form(const struct lexicon *lx, struct str word, int runs_as_two)
{
	char s[WORD_MAX + 1];
	size_t n = 0;
	int run = 0;

	for (size_t i = 0; i < word.len && n < WORD_MAX;) {
		size_t k = i;
		while (k < word.len && word.p[k] == word.p[i])
			k++;
		s[n++] = word.p[i];
		if (k - i > 1 && ((runs_as_two >> run++) & 1) && n < WORD_MAX)
			s[n++] = word.p[i];
		i = k;
	}
	return lexicon_find(lx, (struct str){ s, n });
}

/* The longest first; of like ones the last in the lexicon. */
static bool goes_before(const struct affix *x, const struct affix *y)
{
	return x->text.len > y->text.len || (x->text.len == y->text.len && x > y);
}

void near_affixes(struct lexicon *lx)
{
	for (size_t i = 0; i < lx->naffixes; i++) {
		struct affix *x = &lx->affixes[i];
		unsigned char edge = (unsigned char)x->text.p[x->suffix ? x->text.len - 1 : 0];
		uint32_t *at = x->suffix ? &lx->suffixes[edge] : &lx->prefixes[edge];
		while (*at && goes_before(&lx->affixes[*at - 1], x))
			at = &lx->affixes[*at - 1].next;
		x->next = *at;
		*at = (uint32_t)i + 1;
	}
}

/* Does the affix stand around a rest that may be one? `base` gets the rest's form, 0 when unknown. */
static bool takes(const struct lexicon *lx, const struct affix *x, struct str word, uint32_t *base)
{
	if (word.len < x->text.len + x->minimum || !(x->suffix ? str_suffix : str_prefix)(word, x->text))
		return false;
	struct str rest = { x->suffix ? word.p : word.p + x->text.len, word.len - x->text.len };
	if (!x->suffix && rest.p[0] == '-')
		rest.p++, rest.len--;
	*base = lexicon_find(lx, rest);
	return x->effect == AFFIX_POLARITY || (*base && lexicon_polar(lx, *base));
}

static struct guess affixed(const struct lexicon *lx, struct str word)
{
	const uint32_t lists[] = { lx->prefixes[(unsigned char)word.p[0]],
		lx->suffixes[(unsigned char)word.p[word.len - 1]] };
	const struct affix *best = NULL;
	uint32_t base = 0, id;

	for (int k = 0; k < 2; k++)
		for (uint32_t at = lists[k]; at; at = lx->affixes[at - 1].next) {
			const struct affix *x = &lx->affixes[at - 1];
			if (best && !goes_before(x, best))
				break;
			if (!takes(lx, x, word, &id))
				continue;
			best = x;
			base = id;
		}
	if (!best)
		return (struct guess){ 0 };
	/* a topklungel is no top: only a bad prefix turns what it stands before */
	if (best->effect == AFFIX_POLARITY && best->milli > 0 && base && lexicon_sign(lx, base) < 0)
		return (struct guess){ .form = base, .factor = 1100, .rule = "prefix" };
	if (best->effect == AFFIX_POLARITY)
		return (struct guess){ .affix = best, .factor = 1000, .rule = best->suffix ? "suffix" :
			"prefix" };
	return (struct guess){ .form = base, .affix = best, .factor = best->milli,
		.rule = best->suffix ? "suffix" : "prefix" };
}

/* klant + onvriendelijk, betaal + probleem: the head decides; the longest known head wins. */
static uint32_t compound(const struct lexicon *lx, struct str word)
{
	for (size_t front = FRONT_MIN; front + HEAD_MIN <= word.len; front++) {
		struct str head = { word.p + front, word.len - front };
		uint32_t id;
		if (*head.p == '-')
			continue;
		id = lexicon_find(lx, head);
		if (id && lexicon_polar(lx, id))
			return id;
	}
	return 0;
}

/* "top-service", "to do-lijstje": the part after the last hyphen, when it is polar */
static uint32_t hyphened(const struct lexicon *lx, struct str word)
{
	for (size_t i = word.len; i-- > 1;)
		if (word.p[i] == '-') {
			uint32_t id = lexicon_find(lx, (struct str){ word.p + i + 1, word.len - i - 1 });
			return id && lexicon_polar(lx, id) ? id : 0;
		}
	return 0;
}

struct guess near_guess(const struct lexicon *lx, struct str word, bool elongated, bool name_like)
{
	struct guess g = { .factor = 1000 };

	if (word.len < 2 || word.len > WORD_MAX)
		return g;
	g.rule = "elongated";
	for (int mask = 0; elongated && mask < 8; mask++)
		if ((g.form = elongated_form(lx, word, mask)) != 0)
			return g;
	if (name_like)
		return (struct guess){ 0 };
	g.rule = "compound";
	if ((g.form = hyphened(lx, word)) != 0)
		return g;
	struct guess x = affixed(lx, word);
	if (x.rule)
		return x;
	g.factor = 800;
	if ((g.form = compound(lx, word)) != 0)
		return g;
	g.rule = "typo";
	g.factor = 900;
	g.form = typo(lx, word);
	return g.form ? g : (struct guess){ 0 };
}
