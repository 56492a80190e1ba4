#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <luister/caps.h>
#include <assert.h>
#include <string.h>
#include "token_in.h"

struct tokenizer {
	pcre2_match_data *match;     /* NULL until a text first needs the pattern */
	pcre2_match_context *context;
	struct buf buf, reduced;
};

#define LETTER "[\\p{L}\\p{N}]"
#define INNER "[\\p{L}\\p{N}\\p{M}\\x{AD}]"
#define QUOTE "['’‘`´]"
#define LABEL LETTER "(?:(?:" LETTER "|-){0,61}" LETTER ")?"
/* Endings of bare domains; those that are words too ("weg.de") need a path to be heard as a link. */
#define ENDING "nl|be|com|org|net|eu|frl|amsterdam|io|app|info|online|nu|test|example|social|dev|fr|uk|lu|" \
	"biz|gent|brussels" \
	"|vlaanderen|accountants|legal|law|tax|consulting|agency|group|cloud|tech|nieuws"
#define WORDLIKE "de|me|it|at|no|es|ai|tv|se|jobs|work|media|shop|site"

/* One alternative a kind, each with its mark; the first that matches wins. Repeats that may fail after a long
 * run are bounded, so that no text costs more than its length times a constant. */
static const char pattern[] =
	"(?xi)"
	"  (?<![\\p{L}\\p{N}@]) (?: https?://[^\\s<>\"”…]+ | www\\.[^\\s<>\"”…]+"
	/* a look ahead for the full stop, or each word's letters would be given back one by one */
	" | (?=[\\p{L}\\p{N}-]{1,63}+\\.) (?: (?:" LABEL "\\.){1,6} (?:" ENDING ")"
	"   (?: (?![\\p{L}\\p{N}.@-]) | \\.(?!" LETTER ") | (?=[/?:]\\S) ) (?:[/?:][^\\s<>\"”…]*)?"
	"   | (?:" LABEL "\\.){1,6} (?:" WORDLIKE ")/[^\\s<>\"”…]* )) (*MARK:u)"
	/* an e-mail address is heard as a link to its domain */
	"| (?<!" LETTER ") [a-z0-9._%+-]{1,64}+@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,6} (*MARK:u)"
	"| (?<![\\p{L}\\p{N}_@/]) @[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]{0,98}[\\p{L}\\p{N}_])?"
	"  (?:@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,6}(?::\\d{1,5})?)? (*MARK:m)"
	"| (?<![\\p{L}\\p{N}_&]) \\#[\\p{N}_]{0,64}[\\p{L}][\\p{L}\\p{M}\\p{N}_]* (*MARK:h)"
	/* emoji: flags, keycaps, pictographs with modifiers, joiners and tags */
	"| (?: [\\x{1F1E6}-\\x{1F1FF}]{2} | [0-9\\#*]\\x{FE0F}?\\x{20E3}"
	"  | "
	"(?:(?![\\x{1F1E6}-\\x{1F1FF}])[\\x{2190}-\\x{21FF}\\x{2300}-\\x{23FF}\\x{2460}-\\x{24FF}"
	"\\x{25A0}-\\x{27BF}"
	"\\x{2934}\\x{2935}\\x{2B00}-\\x{2BFF}\\x{3030}\\x{303D}\\x{3297}\\x{3299}\\x{1F000}-\\x{1FAFF}])"
	"    \\x{FE0F}?[\\x{1F3FB}-\\x{1F3FF}]?[\\x{E0020}-\\x{E007F}]*"
	"    (?:\\x{200D}[\\x{2190}-\\x{2BFF}\\x{1F000}-\\x{1FAFF}]\\x{FE0F}?[\\x{1F3FB}-\\x{1F3FF}]?)* ) "
	"(*MARK:e)"
	/* emoticon: eyes, nose, mouth; mirrored; hearts and other faces. Stuck to a word only the plain
	 * smiles are heard. */
	"| (?: (?<!" LETTER ") (?: [:;=][-o^']?[)(\\]\\[dpo/\\\\|*3sxc@$><}{]{1,30}(?![\\p{L}\\p{N}/]) | "
		"(?<!\\() 8-\\)"
	"    | <3{1,30}(?![\\p{N},.%]) | </3 | xd{1,30}(?!" LETTER ") | \\^[_.-]?\\^ | -_{1,9}- | "
	"o_o(?!" LETTER ")"
	"    | [:;]'-?[()] | >:-?[()] | \\\\o/ | \\([yn]\\) )"
	"  | (?<=\\p{L}) [:;]-?(?:\\){1,30}|\\({1,30})(?![\\p{L}\\p{N}/])"
	"  | (?<!\\S) [)(\\]\\[]{1,20}[-o^']?[:;=](?!\\S) ) (*MARK:s)"
	/* number: 1.000,50 50% 12:30 10-11-2026; with letters stuck to it it is a word */
	"| (?<!" LETTER ") (?: \\d{1,2}-\\d{1,2}-\\d{4} | \\d++(?:[.,:]\\d++)*+%?+ ) (?!\\p{L}|[-'’]\\p{L}) "
		"(*MARK:n)"
	/* word: 't, 's-Gravenhage, zo'n, foto's, a.u.b., 24-uurs, rock-'n-roll */
	"| (?: " QUOTE "[tnskmrd]\\b(?:-\\p{L}" INNER "*)? | (?:\\p{L}\\.){2,}\\p{L}?+(?!" INNER "{1,64}\\.)"
	"  | " LETTER INNER "*+ (?:(?:" QUOTE "|[´‐‑_]|-['’]?)" LETTER INNER "*+)* ) (*MARK:w)"
	"| (?: [!?]+ | \\.{2,} | ([^\\s\\x{AD}\\x{200B}-\\x{200F}\\x{2060}\\x{FE0E}\\x{FE0F}\\x{FEFF}])\\1* "
	") (*MARK:p)";

static enum token_kind kind_of(char mark)
{
	switch (mark) {
	case 'u': return TOKEN_URL;
	case 'm': return TOKEN_MENTION;
	case 'h': return TOKEN_HASHTAG;
	case 'e': return TOKEN_EMOJI;
	case 's': return TOKEN_EMOTICON;
	case 'n': return TOKEN_NUMBER;
	case 'w': return TOKEN_WORD;
	default: return TOKEN_PUNCT;
	}
}

/* Compiled once in a process, which keeps it: that takes longer than a thousand posts. */
static const pcre2_code *compiled(void)
{
	static pcre2_code *code;
	int error;
	PCRE2_SIZE at;
	if (code)
		return code;
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
		PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK, &error, &at, NULL);
	assert(code); /* our own pattern: a test compiles it */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

struct tokenizer *tokenizer_new(void)
{
	struct tokenizer *tk = mem_alloc(sizeof *tk);
	tk->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(tk->context, 1000000);
	buf_init(&tk->buf, 4 * CAP_TEXT + 64);
	buf_init(&tk->reduced, 4 * CAP_TEXT + 64);
	return tk;
}

void tokenizer_free(struct tokenizer *tk)
{
	if (!tk)
		return;
	pcre2_match_data_free(tk->match);
	pcre2_match_context_free(tk->context);
	buf_free(&tk->buf);
	buf_free(&tk->reduced);
	mem_free(tk);
}

static bool is_vowel(uint32_t c)
{
	return c && c < 0x80 && strchr("aeiouy", (int)c);
}

/* a run's letter, the two behind it; its length; where it ends */
struct runs { uint32_t cp[3]; size_t n, after; };

static struct runs run_at(struct str s, size_t at)
{
	struct runs r = { .n = 0 };
	size_t next = at;
	r.cp[0] = utf8_next(s, &next);
	for (r.after = at; r.after < s.len; r.n++) {
		next = r.after;
		if (utf8_next(s, &next) != r.cp[0])
			break;
		r.after = next;
	}
	next = r.after;
	for (int i = 1; i < 3 && next < s.len; i++)
		r.cp[i] = utf8_next(s, &next);
	return r;
}

/* How many of a run of three letters or more are kept: two wherever Dutch may write two (the scorer tries one
 * as well), else one. heeeel: heel; suuuper: super; goeeed: goed; neeee: nee; mooieee: mooie; lekkkker:
 * lekker; slechttt: slecht. */
static size_t kept(const struct runs *r, uint32_t before, bool vowel_before)
{
	uint32_t c = r->cp[0], next = r->cp[1];
	if (!is_vowel(c))
		return is_vowel(before) && is_vowel(next) && c < 0x80 && strchr("bdfgklmnprst", (int)c) ? 2 :
			1;
	if (is_vowel(before) || is_vowel(next) || c == 'i' || c == 'y')
		return 1;
	if (!next)
		return c == 'e' && !vowel_before ? 2 : 1;
	return is_vowel(r->cp[2]) ? 1 : 2;
}

/* From the form with accents, as "ideeën" is no shout, and neither is "ideeen". */
static bool reduce(struct buf *out, struct str plain)
{
	bool any = false, vowel = false;
	uint32_t before = 0;
	for (size_t at = 0; at < plain.len;) {
		struct runs r = run_at(plain, at);
		bool letter = (r.cp[0] >= 'a' && r.cp[0] <= 'z') || r.cp[0] >= 0xDF;
		bool plural = r.cp[0] == 'e' && r.n == 3 && r.cp[1] == 'n' && !r.cp[2] && before;
		size_t keep = r.n;
		if (r.n >= 3 && letter && !plural) {
			any = true;
			keep = kept(&r, before, vowel);
		}
		for (size_t i = 0; i < keep; i++)
			utf8_put(out, r.cp[0]);
		vowel |= is_vowel(r.cp[0]);
		before = r.cp[0];
		at = r.after;
	}
	return any;
}

static bool all_capitals(struct str s)
{
	int letters = 0;
	for (size_t at = 0; at < s.len;) {
		uint32_t cp = utf8_next(s, &at);
		if (cp >= 'a' && cp <= 'z')
			return false;
		letters += (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE);
	}
	return letters >= 2;
}

static struct str kept_in(struct arena *a, const struct buf *b)
{
	return (struct str){ arena_dupn(a, b->p ? b->p : "", b->len), b->len };
}

struct list {
	struct token *t;
	size_t n, cap;
	struct str text;
	char *lower;                 /* the text, its ASCII letters in lower case: most tokens' forms */
	struct arena *a;
};

static struct token *push(struct list *l)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : l->text.len / 6 + 8;
		struct token *grown = arena_alloc(l->a, cap * sizeof *grown);
		if (l->n)
			memcpy(grown, l->t, l->n * sizeof *grown);
		l->t = grown;
		l->cap = cap;
	}
	return &l->t[l->n++];
}

/* Most words are plain letters, written once: their form stands in `lower`. False: the long way. */
static bool fill_plain(const struct list *l, struct token *t, struct str s)
{
	bool small = false;
	int capitals = 0;
	const char *p = l->lower + (s.p - l->text.p);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if ((unsigned char)c >= 0x80 || c == '`')
			return false;
		small |= c >= 'a' && c <= 'z';
		capitals += c >= 'A' && c <= 'Z';
		if (i >= 2 && t->kind == TOKEN_WORD && p[i] == p[i - 1] && p[i] == p[i - 2])
			return false;
	}
	t->plain = t->fold = (struct str){ p, s.len };
	if (t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG)
		t->caps = !small && capitals >= 2;
	return true;
}

static void fill(struct tokenizer *tk, const struct list *l, struct token *t)
{
	struct str s = { l->text.p + t->offset, t->len }, spoken;
	if ((t->kind == TOKEN_HASHTAG || t->kind == TOKEN_MENTION) && s.len > 1) {
		s.p++;
		s.len--;
	}
	if (fill_plain(l, t, s))
		return;
	buf_clear(&tk->buf);
	fold_case(&tk->buf, s);
	spoken = t->plain = kept_in(l->a, &tk->buf);
	buf_clear(&tk->buf);
	if (t->kind == TOKEN_WORD) {
		t->caps = all_capitals(s);
		buf_clear(&tk->reduced);
		if ((t->elongated = reduce(&tk->reduced, t->plain)))
			spoken = buf_view(&tk->reduced);
	} else if (t->kind == TOKEN_HASHTAG) {
		t->caps = all_capitals(s);
	}
	fold(&tk->buf, spoken);
	t->fold = tk->buf.len ? kept_in(l->a, &tk->buf) : t->plain;
}

enum letter { LETTER_LOWER, LETTER_UPPER, LETTER_DIGIT, LETTER_OTHER };

static enum letter letter_at(struct str s, size_t at)
{
	uint32_t cp = utf8_next(s, &at);
	if (cp >= '0' && cp <= '9')
		return LETTER_DIGIT;
	if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE))
		return LETTER_UPPER;
	return cp == '_' ? LETTER_OTHER : LETTER_LOWER;
}

static void part(struct tokenizer *tk, struct list *l, size_t from, size_t to)
{
	struct token *t = push(l);
	*t = (struct token){ .kind = TOKEN_WORD, .offset = from, .len = to - from, .part = true };
	fill(tk, l, t);
}

/* #DuinzichtAccountants, #ZZPAangifte, #zzp2026, #wat_een_dag: a part begins at a capital after a small
 * letter, at the last of several capitals before a small letter, where digits begin or end, and after '_'. */
static bool part_begins(struct str s, size_t before, size_t at, size_t next, size_t from)
{
	enum letter was = letter_at(s, before), now = letter_at(s, at);
	enum letter then = next < s.len ? letter_at(s, next) : LETTER_OTHER;
	if (now == LETTER_UPPER)
		return was != LETTER_UPPER || (then == LETTER_LOWER && before > from);
	return now == LETTER_OTHER || (now == LETTER_DIGIT) != (was == LETTER_DIGIT);
}

static void split_hashtag(struct tokenizer *tk, struct list *l, size_t offset, size_t len)
{
	struct str s = { l->text.p, offset + len };
	size_t first = l->n, from = offset + 1, before = from;
	for (size_t at = from, next; at < s.len; before = at, at = next) {
		next = at;
		utf8_next(s, &next);
		if (at > from && part_begins(s, before, at, next, from)) {
			part(tk, l, from, at);
			from = at;
		}
		if (letter_at(s, at) == LETTER_OTHER)
			from = next;
	}
	if (l->n > first && from < s.len)
		part(tk, l, from, s.len);
	if (l->n == first + 1)
		l->n = first; /* one part is the tag itself */
}

/* A URL does not own the punctuation that ends the sentence around it, nor a bracket opened before it. */
static size_t url_len(const char *p, size_t len)
{
	long open = 0;
	for (size_t i = 0; i < len; i++)
		open += (p[i] == '(') - (p[i] == ')');
	while (len && strchr(".,;:!?)]'\"*", p[len - 1]) && (p[len - 1] != ')' || open < 0)) {
		open += p[len - 1] == ')';
		len--;
	}
	return len;
}

static void space_before(const char *p, size_t from, size_t to, struct token *t)
{
	t->space = from < to;
	for (; from < to; from++)
		t->newline |= p[from] == '\n';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* No alternative goes on from here with what stands before, nor over a full stop, colon or comma, as in an
 * address or a number. */
static bool ends_at(const struct list *l, size_t at)
{
	while (l->lower[at] == '.')
		at++;
	at += l->lower[at] == ':' || l->lower[at] == ',';
	switch (l->lower[at]) {
	case ' ': case '\t': case '\n': case '\v': case '\f': case '\r':
	case '"': case '(': case ')': case ';': case '!': case '?':
		return true;
	default:
		return at == l->text.len;
	}
}

/* ASCII letters, none thrice in a row, perhaps with hyphens between. A letter alone may begin a smiley:
 * "x )"; "xD" is one. */
static size_t word_at(const struct list *l, size_t at, bool *caps)
{
	const char *p = l->lower + at, *raw = l->text.p + at;
	size_t n = 0, capitals = 0, hyphens = 0;
	for (; is_letter(p[n]) || (p[n] == '-' && n && is_letter(p[n + 1])); n++) {
		if (n >= 2 && p[n] == p[n - 1] && p[n] == p[n - 2])
			return 0;
		capitals += raw[n] != p[n];
		hyphens += p[n] == '-';
	}
	*caps = capitals >= 2 && capitals + hyphens == n;
	return n >= 2 && *p != 'x' && ends_at(l, at + n) ? n : 0;
}

/* 12  1.000,50  12:30  50% */
static size_t number_at(const struct list *l, size_t at)
{
	const char *p = l->lower + at;
	size_t n = 0;
	while (is_digit(p[n]) || ((p[n] == '.' || p[n] == ',' || p[n] == ':') && n && is_digit(p[n + 1])))
		n++;
	n += p[n] == '%' && n;
	return n && (!at || (!is_letter(p[-1]) && !is_digit(p[-1]))) && ends_at(l, at + n) ? n : 0;
}

/* Signs that begin no smiley or address here. */
static size_t sign_at(const struct list *l, size_t at)
{
	const char *p = l->lower + at;
	size_t n = 1;
	while (at + n < l->text.len && p[n] == *p)
		n++;
	switch (*p) {
	case ',': case '"': case '&':
		return n;
	case '.': case '-':
		return ends_at(l, at + n) ? n : 0;
	case '!': case '?':
		return n + strspn(p + n, "!?");
	case ':': case ';':
		return at + 1 == l->text.len || is_space(p[1]);
	case '(':
		return is_letter(p[1]) && !strchr("noy", p[1]);
	case ')':
		return at && !is_space(p[-1]) ? n : 0;
	case '\'':
		return !p[1] || !strchr("dkmnrst", p[1]) ? n : 0;
	default:
		return 0;
	}
}

/* What most of a text is needs no pattern, which would say the same. False: ask it. */
static bool plain_at(const struct list *l, size_t at, struct token *t)
{
	bool caps = false;
	enum token_kind kind = TOKEN_WORD;
	size_t n = 0;
	if (is_letter(l->lower[at])) {
		n = word_at(l, at, &caps);
	} else if (is_digit(l->lower[at])) {
		kind = TOKEN_NUMBER;
		n = number_at(l, at);
	} else {
		kind = TOKEN_PUNCT;
		n = sign_at(l, at);
	}
	struct str s = { l->lower + at, n };
	*t = (struct token){ .kind = kind, .offset = at, .len = n, .plain = s, .fold = s, .caps = caps };
	return n;
}

/* The first token that the pattern finds from `at` on; 0 or PCRE2's negative code. */
static int pattern_at(struct tokenizer *tk, struct str text, size_t at, struct token *t)
{
	const pcre2_code *code = compiled();
	if (!tk->match)
		tk->match = pcre2_match_data_create_from_pattern(code, NULL);
	int rc = pcre2_match(code, (PCRE2_SPTR)text.p, text.len, at, PCRE2_NO_UTF_CHECK, tk->match,
		tk->context);
	if (rc < 0)
		return rc;
	const PCRE2_SIZE *span = pcre2_get_ovector_pointer(tk->match);
	const char *mark = (const char *)pcre2_get_mark(tk->match);
	*t = (struct token){ .kind = kind_of(mark ? *mark : 'p'), .offset = span[0],
		.len = span[1] - span[0] };
	if (t->kind == TOKEN_URL)
		t->len = url_len(text.p + t->offset, t->len);
	return 0;
}

static char *lower_ascii(struct str text, struct arena *a)
{
	char *lower = arena_alloc(a, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.p[i];
		lower[i] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
	}
	return lower;
}

static struct tokens cut_all(struct tokenizer *tk, struct str text, struct arena *a, bool quick)
{
	struct list l = { .text = text, .lower = lower_ascii(text, a), .a = a };
	bool cut = false;
	for (size_t at = 0, last = 0;;) {
		struct token t;
		while (at < text.len && (text.p[at] == ' ' || text.p[at] == '\n'))
			at++;                   /* cheaper than every alternative's own no */
		if (at == text.len)
			break;
		bool plain = quick && plain_at(&l, at, &t);
		int rc = plain ? 0 : pattern_at(tk, text, at, &t);
		if (rc < 0 || l.n >= CAP_TOKENS) {
			cut = rc != PCRE2_ERROR_NOMATCH;
			break;
		}
		space_before(text.p, last, t.offset, &t);
		if (!plain)
			fill(tk, &l, &t);
		*push(&l) = t;
		if (t.kind == TOKEN_HASHTAG)
			split_hashtag(tk, &l, t.offset, t.len);
		at = last = t.offset + t.len;
	}
	return (struct tokens){ l.t, l.n, cut };
}

struct tokens tokenize(struct tokenizer *tk, struct str text, struct arena *a)
{
	return cut_all(tk, text, a, true);
}

struct tokens tokenize_by_pattern(struct tokenizer *tk, struct str text, struct arena *a)
{
	return cut_all(tk, text, a, false);
}
