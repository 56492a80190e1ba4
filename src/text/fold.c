#include "fold_table.h"

#include <luister/token.h>
#include <stdlib.h>

static int by_cp(const void *key, const void *row)
{
	uint32_t cp = *(const uint32_t *)key;
	return (cp > ((const struct fold_letter *)row)->cp) - (cp < ((const struct fold_letter *)row)->cp);
}

static const struct fold_letter *letter(uint32_t cp)
{
	if (cp < 0xC0 || cp > 0x1EFF)
		return NULL;
	return bsearch(&cp, fold_letters, sizeof fold_letters / sizeof *fold_letters, sizeof *fold_letters,
		by_cp);
}

static int by_pair(const void *key, const void *row)
{
	const uint32_t *k = key;
	const struct fold_pair *p = row;
	if (k[0] != p->base)
		return k[0] < p->base ? -1 : 1;
	return (k[1] > p->mark) - (k[1] < p->mark);
}

static uint32_t compose(uint32_t base, uint32_t mark)
{
	uint32_t key[2] = { base, mark };
	const struct fold_pair *p =
		bsearch(key, fold_pairs, sizeof fold_pairs / sizeof *fold_pairs, sizeof *fold_pairs, by_pair);
	return p ? p->cp : 0;
}

static bool is_mark(uint32_t cp)
{
	return cp >= 0x300 && cp <= 0x36F;
}

/* Lower case of the scripts that Dutch posts hold: Latin by table, Greek and Cyrillic by their fixed
 * distance. */
static uint32_t lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	const struct fold_letter *l = letter(cp);
	if (l)
		return l->lower;
	if ((cp >= 0x391 && cp <= 0x3A9) || (cp >= 0x410 && cp <= 0x42F))
		return cp + 32;
	return cp >= 0x400 && cp <= 0x40F ? cp + 80 : cp;
}

#define LETTER_IJ 0x133

/* Typographic signs that mean their ASCII sisters. */
static uint32_t sign(uint32_t cp)
{
	switch (cp) {
	case 0x2018: case 0x2019: case 0x201B: case 0x02BC: case 0xB4: case 0x60:
		return '\'';
	case 0x2010: case 0x2011:
		return '-';
	case 0xA0: case 0x202F:
		return ' ';
	default:
		return cp;
	}
}

void fold_case(struct buf *out, struct str s)
{
	uint32_t held = 0; /* a letter that a mark may still change */
	for (size_t at = 0; at < s.len;) {
		uint32_t cp = lower(sign(utf8_next(s, &at)));
		uint32_t both = held && is_mark(cp) ? compose(held, cp) : 0;
		if (both) {
			held = both;
			continue;
		}
		if (held)
			utf8_put(out, held);
		if (cp == LETTER_IJ)    /* one letter or two: the same spelling, no accent */
			utf8_put(out, 'i');
		held = cp == LETTER_IJ ? 'j' : cp;
	}
	if (held)
		utf8_put(out, held);
}

/* What changes the look of a sign but not its meaning: marks, soft hyphens, joiners, emoji variants, skin
 * tones. */
static bool is_silent(uint32_t cp)
{
	return is_mark(cp) || cp == 0xAD || (cp >= 0x200B && cp <= 0x200D) || cp == 0x2060 || cp == 0xFE0E ||
		cp == 0xFE0F || (cp >= 0x1F3FB && cp <= 0x1F3FF);
}

/* Copies the ASCII bytes at `at`; how many there are. */
static size_t fold_ascii(struct buf *out, struct str s, size_t at)
{
	size_t n = 0;
	while (at + n < s.len && (unsigned char)s.p[at + n] < 0x80)
		n++;
	buf_add(out, s.p + at, n);
	if (out->failed)
		return n;
	for (char *p = out->p + out->len - n, *end = p + n; p < end; p++)
		if (*p >= 'A' && *p <= '`') /* few are, of what is folded most */
			*p = (char)lower(sign((unsigned char)*p));
	return n;
}

void fold(struct buf *out, struct str s)
{
	uint32_t before = 0;
	for (size_t at = 0; at < s.len;) {
		size_t plain = fold_ascii(out, s, at);
		if (plain) {
			at += plain;
			before = 0;
			continue;
		}
		uint32_t raw = utf8_next(s, &at), cp = lower(sign(raw));
		bool gender = before == 0x200D && (cp == 0x2640 || cp == 0x2642);
		before = raw;
		if (is_silent(cp) || gender)
			continue;
		const struct fold_letter *l = letter(cp);
		if (l && l->plain[0])
			buf_add(out, l->plain, l->plain[1] ? 2 : 1);
		else
			utf8_put(out, cp);
	}
}
