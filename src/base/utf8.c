#include <luister/str.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu

/* Decodes one sequence (RFC 3629, table of section 4); its length, or 0 when it is none. */
static size_t decode(struct str s, size_t at, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)s.p[at];
	if (lead < 0x80) {
		*cp = lead;
		return 1;
	}
	size_t n = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 &&
		lead < 0xE0 ? 2 : 0;
	if (!n || n > s.len - at)
		return 0;
	uint32_t value = lead & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		unsigned char c = (unsigned char)s.p[at + i];
		if ((c & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (c & 0x3Fu);
	}
	if (value < least[n] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return 0;
	*cp = value;
	return n;
}

/* Eight bytes of ASCII, none of them zero? */
static bool plain_eight(const char *p)
{
	uint64_t w;
	memcpy(&w, p, sizeof w);
	return !((w | (w - 0x0101010101010101u)) & 0x8080808080808080u);
}

bool utf8_valid(struct str s)
{
	for (size_t at = 0; at < s.len;) {
		if (s.len - at >= 8 && plain_eight(s.p + at)) {
			at += 8;
			continue;
		}
		if ((unsigned char)(s.p[at] - 1) < 0x7F) {
			at++;
			continue;
		}
		uint32_t cp;
		size_t n = decode(s, at, &cp);
		if (!n || cp == 0)
			return false;
		at += n;
	}
	return true;
}

uint32_t utf8_next(struct str s, size_t *at)
{
	uint32_t cp;
	size_t n = decode(s, *at, &cp);
	*at += n ? n : 1;
	return n ? cp : REPLACEMENT;
}

void utf8_put(struct buf *b, uint32_t cp)
{
	char c[4];
	size_t n;
	if (cp < 0x80) {
		c[0] = (char)cp;
		n = 1;
	} else if (cp < 0x800) {
		c[0] = (char)(0xC0 | cp >> 6);
		c[1] = (char)(0x80 | (cp & 0x3F));
		n = 2;
	} else if (cp < 0x10000) {
		c[0] = (char)(0xE0 | cp >> 12);
		c[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		c[2] = (char)(0x80 | (cp & 0x3F));
		n = 3;
	} else {
		c[0] = (char)(0xF0 | cp >> 18);
		c[1] = (char)(0x80 | (cp >> 12 & 0x3F));
		c[2] = (char)(0x80 | (cp >> 6 & 0x3F));
		c[3] = (char)(0x80 | (cp & 0x3F));
		n = 4;
	}
	buf_add(b, c, n);
}

void utf8_repair(struct buf *out, struct str s)
{
	for (size_t at = 0; at < s.len;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		if (cp == 0 || (cp == REPLACEMENT && at - from == 1))
			utf8_put(out, REPLACEMENT);
		else
			buf_add(out, s.p + from, at - from);
	}
}
