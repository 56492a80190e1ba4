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

/* The hashes of a word and of what is left without each of its bytes. A polynomial, for its parts are hashes too. */
struct hashes { uint32_t whole, without[WORD_MAX]; };

static uint32_t mixed(uint32_t h)
{
	h *= 0x9E3779B1u;
	return h ^ h >> 15;
}

static void hashes_of(struct str s, struct hashes *h)
{
	const uint32_t base = 16777619u;
	uint32_t power[WORD_MAX], p = 1, head = 0, tail = 0;

	for (size_t i = s.len; i-- > 0; p *= base) {
		power[i] = p;
		h->without[i] = tail;
		tail += p * ((unsigned char)s.p[i] + 1u);
	}
	for (size_t i = 0; i < s.len; i++) {
		h->without[i] = mixed(head * power[i] + h->without[i]);
		head = head * base + (unsigned char)s.p[i] + 1u;
	}
	h->whole = mixed(tail);
}

static bool long_polar(const struct lexicon *lx, uint32_t id)
{
	const struct form *f = &lx->forms[id];

	return f->len >= TYPO_MIN && f->len <= WORD_MAX && lexicon_polar(lx, id);
}

static void near_put(struct lexicon *lx, uint32_t hash, uint32_t form)
{
	size_t i = hash & lx->near_mask;

	while (lx->near[i].form)
		i = (i + 1) & lx->near_mask;
	lx->near[i] = (struct near_slot){ hash, form };
}

void near_build(struct lexicon *lx)
{
	size_t keys = 0, size = 1024;

	for (uint32_t id = 1; id < lx->nforms; id++)
		if (long_polar(lx, id))
			keys += lx->forms[id].len + 1;
	while (size < keys * 2)
		size *= 2;
	lx->near = mem_alloc(size * sizeof *lx->near);
	lx->near_mask = size - 1;
	for (uint32_t id = 1; id < lx->nforms; id++) {
		struct str s = { lx->forms[id].p, lx->forms[id].len };
		struct hashes h;
		if (!long_polar(lx, id))
			continue;
		hashes_of(s, &h);
		near_put(lx, h.whole, id);
		/* not the first: it has to be right (near_hash) */
		for (size_t k = 1; k < s.len; k++)
			if (k + 1 == s.len || s.p[k] != s.p[k + 1])
				near_put(lx, h.without[k], id);
	}
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

/* One letter more, less, like it, or two exchanged? */
static bool distance_one(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.len && i < b.len && a.p[i] == b.p[i])
		i++;
	while (j < a.len - i && j < b.len - i && a.p[a.len - 1 - j] == b.p[b.len - 1 - j])
		j++;
	size_t x = a.len - i - j, y = b.len - i - j;
	if (x + y == 1)
		return a.len >= TYPO_LETTER;
	if (x == 1 && y == 1)
		return sounds_like(a.p[i], b.p[i]);
	return x == 2 && y == 2 && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i];
}

static uint32_t near_hash(const struct lexicon *lx, uint32_t hash, struct str word)
{
	for (size_t i = hash & lx->near_mask; lx->near[i].form; i = (i + 1) & lx->near_mask) {
		const struct form *f;
		if (lx->near[i].hash != hash)
			continue;
		f = &lx->forms[lx->near[i].form];
		/* an ending is grammar, not a typing error, and the first letter is hardly ever wrong */
		if (f->p[0] == word.p[0] && f->p[f->len - 1] == word.p[word.len - 1] &&
		    distance_one(word, (struct str){ f->p, f->len }))
			return lx->near[i].form;
	}
	return 0;
}

static uint32_t typo(const struct lexicon *lx, struct str word)
{
	struct hashes h;
	uint32_t id;

	if (word.len < TYPO_MIN || word.len > WORD_MAX)
		return 0;
	hashes_of(word, &h);
	id = near_hash(lx, h.whole, word);
	for (size_t k = 1; !id && k < word.len; k++)
		if (word.p[k] != word.p[k - 1])
			id = near_hash(lx, h.without[k], word);
	return id;
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

static struct guess affixed(const struct lexicon *lx, struct str word)
{
	const struct affix *best = NULL;
	uint32_t base = 0;

	for (size_t i = 0; i < lx->naffixes; i++) {
		const struct affix *x = &lx->affixes[i];
		struct str rest;
		uint32_t id;
		if (x->edge != word.p[x->suffix ? word.len - 1 : 0])
			continue;
		if (word.len < x->text.len + x->minimum || (best && best->text.len > x->text.len))
			continue;
		if (!(x->suffix ? str_suffix : str_prefix)(word, x->text))
			continue;
		rest = (struct str){ x->suffix ? word.p : word.p + x->text.len, word.len - x->text.len };
		if (!x->suffix && rest.p[0] == '-')
			rest.p++, rest.len--;
		id = lexicon_find(lx, rest);
		if (x->effect != AFFIX_POLARITY && (!id || !lexicon_polar(lx, id)))
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
