/* sensitive.c: BSN, IBAN and "vertrouwelijk". False alarms cost one fragment, misses cost a person: a number
 * that passes its test counts whatever stands around it. */
#include <ctype.h>
#include <string.h>
#include "sensitive.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool alnum(char c) { return isalnum((unsigned char)c) != 0 && (unsigned char)c < 128; }

/* The eleven test: 9a+8b+7c+6d+5e+4f+3g+2h-i is a multiple of 11. People write 123456782, 1234.56.782, 123
 * 456 782. */
static bool bsn_at(struct str t, size_t i)
{
	int sum = 0, n = 0;
	bool zero = true;
	for (; i < t.len && n < 9; i++) {
		if (digit(t.p[i])) {
			int d = t.p[i] - '0';
			sum += n == 8 ? -d : d * (9 - n);
			zero = zero && d == 0;
			n++;
		} else if (!(strchr(" .-", t.p[i]) && i + 1 < t.len && digit(t.p[i + 1]))) {
			return false;
		}
	}
	return n == 9 && !zero && sum % 11 == 0 && (i >= t.len || !digit(t.p[i]));
}

/* Two letters, two digits, 11 to 30 more; spaces between. NL: 14 more. Rearranged, mod 97 is 1. */
static bool iban_at(struct str t, size_t i)
{
	char s[34];
	size_t n = 0;
	for (; i < t.len && n < sizeof s; i++) {
		if (alnum(t.p[i]))
			s[n++] = (char)toupper((unsigned char)t.p[i]);
		else if (!((t.p[i] == ' ' || t.p[i] == '.') && i + 1 < t.len && alnum(t.p[i + 1])))
			break;
		if (n == 4 && !(isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && digit(s[2]) &&
			digit(s[3])))
			return false;
		if (n >= 15) {                               /* words may follow: try each length */
			unsigned mod = 0;
			for (size_t k = 0; k < n; k++) {
				char c = s[(k + 4) % n];
				mod = digit(c) ? (mod * 10 + (unsigned)(c - '0')) % 97
					: (mod * 100 + (unsigned)(c - 'A') + 10) % 97;
			}
			if (mod == 1 && (i + 1 >= t.len || !alnum(t.p[i + 1])))
				return true;
		}
	}
	return false;
}

bool sensitive_text(struct str t)
{
	static const char word[] = "vertrouwelijk";
	for (size_t i = 0; i < t.len; i++) {
		bool start = i == 0 || !alnum(t.p[i - 1]);
		if (start && digit(t.p[i]) && bsn_at(t, i))
			return true;
		if (start && isalpha((unsigned char)t.p[i]) && iban_at(t, i))
			return true;
		if (t.len - i >= sizeof word - 1 && strncasecmp(t.p + i, word, sizeof word - 1) == 0)
			return true;
	}
	return false;
}
