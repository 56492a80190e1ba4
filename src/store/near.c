/* near.c: two texts, word by word. */
#include <stdlib.h>
#include <string.h>
#include <luister/caps.h>
#include "near.h"

#define COMPARED 128         /* words */
#define LONGER_AT_MOST 3     /* times: what is quoted in an article is no copy of it */
#define SHARED 85            /* per cent of the shorter text's words */
#define CHANGED 30           /* one word of so many may be another one */
#define LONG_WORD 5          /* bytes: shorter words are in all texts */
#define ASIDE 2              /* an addition of so few words within the text may turn it: a number, "niet" */

/* ---- words ---- */

static bool letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xc0 && c < 0x2000) ||
		(c >= 0x2c00 && c < 0x1f000 && (c < 0xe000 || c > 0xfe0f));
}

static uint32_t lower(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ? c + 32 : c;
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void put_word(struct str word, struct buf *out)
{
	if (memmem(word.p, word.len, "://", 3))
		return;
	for (size_t i = 0; i < word.len;) {
		uint32_t c = lower(utf8_next(word, &i));
		if (letter(c))
			utf8_put(out, c);
	}
}

size_t near_words(struct str text, struct buf *out)
{
	size_t n = 0, i = 0;

	while (i < text.len) {
		size_t start = i, before = out->len;
		while (i < text.len && !space(text.p[i]))
			i++;
		if (out->len)
			buf_putc(out, ' ');
		size_t bare = out->len;
		put_word((struct str){ text.p + start, i - start }, out);
		if (out->len == bare)
			out->len = before;
		else
			n++;
		while (i < text.len && space(text.p[i]))
			i++;
	}
	return out->failed ? 0 : n;
}

struct words { struct str at[COMPARED]; size_t n; };

static void split(struct str s, struct words *w)
{
	w->n = 0;
	while (s.len && w->n < COMPARED && str_cut(&s, ' ', &w->at[w->n]))
		w->n++;
}

static bool has_digit(struct str w)
{
	for (size_t i = 0; i < w.len; i++)
		if (w.p[i] >= '0' && w.p[i] <= '9')
			return true;
	return false;
}

/* One letter more, less or another, or two exchanged; not in numbers and short words, where that means
 * something. */
static bool slip(struct str a, struct str b)
{
	size_t from = 0, n = a.len < b.len ? a.len : b.len, far = (a.len > b.len ? a.len : b.len) - n;

	if (n < 5 || far > 1 || has_digit(a) || has_digit(b))
		return false;
	while (from < n && a.p[from] == b.p[from])
		from++;
	size_t ra = a.len - from, rb = b.len - from;
	struct str x = { a.p + from, ra }, y = { b.p + from, rb };
	if (far)
		return ra > rb ? !memcmp(x.p + 1, y.p, rb) : !memcmp(x.p, y.p + 1, ra);
	if (ra < 1 || !memcmp(x.p + 1, y.p + 1, ra - 1))
		return true;
	return ra > 1 && x.p[0] == y.p[1] && x.p[1] == y.p[0] && !memcmp(x.p + 2, y.p + 2, ra - 2);
}

static bool alike(struct str a, struct str b)
{
	return str_eq(a, b) || slip(a, b);
}

/* ---- alignment ---- */

/* left[i][j]: words in common of a from i and b from j */
struct table { uint8_t left[COMPARED + 1][COMPARED + 1]; };

static void align(const struct words *a, const struct words *b, struct table *t)
{
	for (size_t j = 0; j <= b->n; j++)
		t->left[a->n][j] = 0;
	for (size_t i = 0; i < a->n; i++)
		t->left[i][b->n] = 0;
	for (size_t i = a->n; i-- > 0;)
		for (size_t j = b->n; j-- > 0;) {
			uint8_t skip = t->left[i + 1][j] > t->left[i][j + 1] ? t->left[i + 1][j] :
				t->left[i][j + 1];
			uint8_t take = (uint8_t)(t->left[i + 1][j + 1] + 1);
			t->left[i][j] = take > skip && alike(a->at[i], b->at[j]) ? take : skip;
		}
}

/* What both have between two words in common. */
struct gap { size_t a, b, na, nb; bool inside; };

static bool any_number(const struct words *w, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++)
		if (has_digit(w->at[i]))
			return true;
	return false;
}

static bool turns(const struct words *w, size_t from, size_t n)
{
	static const char *const words[] = { "niet", "geen", "nooit", "nie" };

	for (size_t i = from; i < from + n; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (str_is(w->at[i], words[k]))
				return true;
	return false;
}

/* "belastingadv...": the last word of what was cut off */
static bool cut_word(struct str cut, struct str whole)
{
	return cut.len >= 3 && str_prefix(whole, cut);
}

/* Words that were replaced; SIZE_MAX when the texts say different things. */
static size_t replaced(const struct words *a, const struct words *b, struct gap g)
{
	size_t least = g.na < g.nb ? g.na : g.nb, most = g.na < g.nb ? g.nb : g.na;

	if (!g.inside && least == 1 && ((g.na == 1 && g.a + 1 == a->n && cut_word(a->at[g.a], b->at[g.b])) ||
		(g.nb == 1 && g.b + 1 == b->n && cut_word(b->at[g.b], a->at[g.a]))))
		return 0;
	bool number = any_number(a, g.a, g.na) || any_number(b, g.b, g.nb);
	if (least && number)
		return SIZE_MAX;
	if (!least && g.inside && most <= ASIDE && (number || turns(a, g.a, g.na) || turns(b, g.b, g.nb)))
		return SIZE_MAX;
	return least;
}

static bool differ(const struct words *a, const struct words *b, const struct table *t, size_t allowed)
{
	struct gap g = { 0, 0, 0, 0, false };
	size_t i = 0, j = 0, sum = 0, n;
	bool open = i < a->n || j < b->n;

	while (open) {
		bool ends = i == a->n || j == b->n;
		if (!ends && t->left[i][j] == t->left[i + 1][j + 1] + 1 && alike(a->at[i], b->at[j])) {
			n = replaced(a, b, g);
			g = (struct gap){ i + 1, j + 1, 0, 0, true };
			i++, j++;
		} else if (ends) {
			g.na = a->n - g.a;
			g.nb = b->n - g.b;
			g.inside = false;
			n = replaced(a, b, g);
			open = false;
		} else {
			n = 0;
			if (t->left[i + 1][j] >= t->left[i][j + 1])
				i++, g.na++;
			else
				j++, g.nb++;
		}
		if (n == SIZE_MAX || (sum += n) > allowed)
			return true;
	}
	return false;
}

bool near_same(struct str a, struct str b)
{
	struct words x, y;
	struct table t;

	/* of equally long alignments one is found: the same whichever text comes first */
	bool turned = str_cmp(a, b) > 0;

	split(turned ? b : a, &x);
	split(turned ? a : b, &y);
	size_t least = x.n < y.n ? x.n : y.n, most = x.n < y.n ? y.n : x.n;
	if (least < NEAR_WORDS || most > least * LONGER_AT_MOST)
		return false;
	align(&x, &y, &t);
	if (t.left[0][0] * 100u < least * SHARED)
		return false;
	return !differ(&x, &y, &t, least / CHANGED);
}

/* ---- fingerprints ---- */

/* Longer runs are rarer; of two as long their letters decide, so that two texts choose alike. */
static int by_rarity(const void *p, const void *q)
{
	const struct str *x = p, *y = q;

	if (x->len != y->len)
		return x->len > y->len ? -1 : 1;
	return memcmp(x->p, y->p, x->len);
}

size_t near_prints(struct str words, const struct hash_key *key, unsigned char out[NEAR_PRINTS][HASH_LEN])
{
	struct words w;
	struct str runs[COMPARED];
	size_t n = 0, kept = 0;

	split(words, &w);
	if (w.n < NEAR_WORDS)
		return 0;
	for (; n + 2 < w.n; n++)
		runs[n] = (struct str){ w.at[n].p, (size_t)(w.at[n + 2].p + w.at[n + 2].len - w.at[n].p) };
	qsort(runs, n, sizeof *runs, by_rarity);
	for (size_t i = 0; i < n && kept < NEAR_PRINTS; i++)
		if (i == 0 || !str_eq(runs[i], runs[i - 1]))
			hash_of(key, HASH_PRINT, runs[i], out[kept++]);
	return kept;
}

/* ---- sketches ---- */

/* FNV-1a. */
static unsigned bit_of(struct str word)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < word.len; i++)
		h = (h ^ (unsigned char)word.p[i]) * UINT64_C(0x100000001b3);
	return (unsigned)(h >> 57);
}

void near_sketch(struct str words, unsigned char out[NEAR_SKETCH])
{
	struct words w;

	split(words, &w);
	memset(out, 0, NEAR_SKETCH);
	out[0] = (unsigned char)w.n;
	for (size_t i = 0; i < w.n; i++) {
		unsigned bit = bit_of(w.at[i]);
		if (w.at[i].len >= LONG_WORD)
			out[1 + bit / 8] |= (unsigned char)(1u << bit % 8);
	}
}

/* A third of the bits of `a` and one more may be missing in `b`: words that were cut off, typing errors. */
static bool holds(const unsigned char *a, const unsigned char *b)
{
	uint64_t x[2], y[2];
	int all = 0, missing = 0;

	memcpy(x, a + 1, sizeof x);
	memcpy(y, b + 1, sizeof y);
	for (size_t i = 0; i < 2; i++) {
		all += __builtin_popcountll(x[i]);
		missing += __builtin_popcountll(x[i] & ~y[i]);
	}
	return missing * 3 <= all + 3;
}

bool near_maybe(const unsigned char a[NEAR_SKETCH], const unsigned char b[NEAR_SKETCH])
{
	unsigned least = a[0] < b[0] ? a[0] : b[0], most = a[0] < b[0] ? b[0] : a[0];

	return least >= NEAR_WORDS && most <= least * LONGER_AT_MOST && (a[0] > b[0] || holds(a, b)) &&
		(b[0] > a[0] || holds(b, a));
}
