#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <luister/caps.h>
#include <luister/token.h>
#include <assert.h>
#include <string.h>

struct tokenizer {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *context;
	struct buf buf;
};

/* One alternative a kind, in the order of enum token_kind's marks below; the first that matches wins. */
static const char pattern[] =
	"(?xi)"
	/* URL: a scheme, www., or a bare domain with a known kind of ending */
	"(?<![\\p{L}\\p{N}@]) (?: https?://[^\\s<>\"”]+ | www\\.[^\\s<>\"”]+"
	" | (?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+ (?:nl|be|com|org|net|eu|frl|amsterdam|io|app|info|online|nu|test|example|social|dev|de|fr|uk)"
	"   (?: (?![\\p{L}\\p{N}.@-]) | \\.(?![\\p{L}\\p{N}]) | (?=[/?:]\\S) ) (?:[/?:][^\\s<>\"”]*)? ) (*MARK:u)"
	/* e-mail address: heard as a link to its domain */
	"| (?<![\\p{L}\\p{N}]) [a-z0-9._%+-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)+ (*MARK:u)"
	"| (?<![\\p{L}\\p{N}_@/]) @[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_])?(?:@[a-z0-9-]+(?:\\.[a-z0-9-]+)*(?::\\d+)?)? (*MARK:m)"
	"| (?<![\\p{L}\\p{N}_&]) \\#[\\p{L}\\p{N}_]*[\\p{L}_][\\p{L}\\p{N}_]* (*MARK:h)"
	/* emoji: flags, keycaps, pictographs with modifiers and joiners */
	"| (?: [\\x{1F1E6}-\\x{1F1FF}]{2} | [0-9\\#*]\\x{FE0F}?\\x{20E3}"
	"  | (?:(?![\\x{1F1E6}-\\x{1F1FF}])[\\x{2190}-\\x{21FF}\\x{2300}-\\x{23FF}\\x{2460}-\\x{24FF}\\x{25A0}-\\x{27BF}\\x{2934}\\x{2935}\\x{2B00}-\\x{2BFF}\\x{3030}\\x{303D}\\x{3297}\\x{3299}\\x{1F000}-\\x{1FAFF}])"
	"    \\x{FE0F}?[\\x{1F3FB}-\\x{1F3FF}]?[\\x{E0020}-\\x{E007F}]*"
	"    (?:\\x{200D}[\\x{2190}-\\x{2BFF}\\x{1F000}-\\x{1FAFF}]\\x{FE0F}?[\\x{1F3FB}-\\x{1F3FF}]?)* ) (*MARK:e)"
	/* emoticon: eyes, nose, mouth either way round; hearts, faces of other kinds; nothing that is part of a word */
	"| (?<![\\p{L}\\p{N}]) (?: [:;=8][-o^']?[)(\\]\\[dpo/\\\\|*3sxc@$><}{]+(?![\\p{L}\\p{N}/]) | [)(\\]\\[]+[-o^']?[:;=](?![\\p{L}\\p{N}])"
	"  | <3+ | </3 | xd+(?![\\p{L}\\p{N}]) | \\^[_.-]?\\^ | -_+- | o_o(?![\\p{L}]) | :'-?[()] | >:-?[()] | \\\\o/ | \\(y\\) | \\(n\\) ) (*MARK:s)"
	/* number: 1.000,50 50% 10-11 3e 's; a letter after it makes it a word */
	"| (?<![\\p{L}\\p{N}]) (?: \\d+(?:[.,:]\\d+)*%? ) (?![\\p{L}]) (*MARK:n)"
	/* word: 't, zo'n, z'n, foto's, a.u.b., well-known, 24-uurs */
	"| (?: ['’‘`´](?=[tnskmr]\\b)\\p{L} | (?:\\p{L}\\.){2,}\\p{L}?"
	"  | [\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\x{AD}]* (?:['’‘`´‐‑_-][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\x{AD}]*)* ) (*MARK:w)"
	"| (?: ([!?]+)[!?]* | \\.{2,} | (\\S)\\2* ) (*MARK:p)";

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

struct tokenizer *tokenizer_new(void)
{
	int code;
	PCRE2_SIZE at;
	struct tokenizer *tk = mem_alloc(sizeof *tk);
	tk->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK, &code,
		&at, NULL);
	assert(tk->code); /* our own pattern: a test compiles it */
	pcre2_jit_compile(tk->code, PCRE2_JIT_COMPLETE);
	tk->match = pcre2_match_data_create_from_pattern(tk->code, NULL);
	tk->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(tk->context, 1000000);
	buf_init(&tk->buf, 4 * CAP_TEXT + 64);
	return tk;
}

void tokenizer_free(struct tokenizer *tk)
{
	if (!tk)
		return;
	pcre2_match_data_free(tk->match);
	pcre2_match_context_free(tk->context);
	pcre2_code_free(tk->code);
	buf_free(&tk->buf);
	mem_free(tk);
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c);
}

/* "suuuper" is "super", "heeeel" is "heel": three or more of a letter become one, or two where Dutch writes two vowels
 * before a consonant that ends the word. The scorer tries the other one too. */
static bool reduce(char *p, size_t *len)
{
	bool any = false;
	size_t to = 0;
	for (size_t i = 0; i < *len;) {
		size_t run = 1;
		while (i + run < *len && p[i + run] == p[i])
			run++;
		size_t keep = run;
		if (run >= 3 && p[i] >= 'a' && p[i] <= 'z') {
			any = true;
			bool closed = i + run + 1 == *len && !is_vowel(p[i + run]);
			keep = is_vowel(p[i]) && closed && strchr("aeou", p[i]) ? 2 : 1;
		}
		for (size_t k = 0; k < keep; k++)
			p[to++] = p[i];
		i += run;
	}
	*len = to;
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

static struct str folded(struct tokenizer *tk, struct str s, bool accents, struct arena *a)
{
	buf_clear(&tk->buf);
	if (accents)
		fold_case(&tk->buf, s);
	else
		fold(&tk->buf, s);
	return (struct str){ arena_dupn(a, tk->buf.p ? tk->buf.p : "", tk->buf.len), tk->buf.len };
}

static void fill(struct tokenizer *tk, struct token *t, struct str s, struct arena *a)
{
	if ((t->kind == TOKEN_HASHTAG || t->kind == TOKEN_MENTION) && s.len > 1) {
		s.p++;
		s.len--;
	}
	t->plain = folded(tk, s, true, a);
	t->fold = folded(tk, s, false, a);
	if (t->kind == TOKEN_WORD || t->kind == TOKEN_HASHTAG) {
		t->caps = all_capitals(s);
		char *p = arena_dupn(a, t->fold.p, t->fold.len);
		t->elongated = reduce(p, &t->fold.len);
		t->fold.p = p;
	}
}

struct list {
	struct token *t;
	size_t n, cap;
	struct arena *a;
};

static struct token *push(struct list *l)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 64;
		struct token *grown = arena_alloc(l->a, cap * sizeof *grown);
		if (l->n)
			memcpy(grown, l->t, l->n * sizeof *grown);
		l->t = grown;
		l->cap = cap;
	}
	return &l->t[l->n++];
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

/* #DuinzichtAccountants: parts begin at a capital after a small letter, at a digit after a letter, after '_'. */
static void split_hashtag(struct tokenizer *tk, struct list *l, struct str text, size_t offset, size_t len)
{
	struct str s = { text.p + offset, len };
	size_t from = 1, before = l->n;
	for (size_t at = 1; at <= len;) {
		size_t next = at;
		bool end = at == len;
		enum letter now = end ? LETTER_OTHER : letter_at(s, at);
		if (!end)
			utf8_next(s, &next);
		enum letter was = at > from ? letter_at(s, at - 1) : now;
		if (at > from && ((s.p[at - 1] & 0x80) != 0))
			was = LETTER_LOWER;
		bool edge = end || (at > from && ((now == LETTER_UPPER && was != LETTER_UPPER) || now == LETTER_OTHER ||
			((now == LETTER_DIGIT) != (was == LETTER_DIGIT))));
		if (edge && at > from && !(from == 1 && end)) {
			struct token *t = push(l);
			*t = (struct token){ .kind = TOKEN_WORD, .offset = offset + from, .len = at - from, .part = true };
			fill(tk, t, (struct str){ s.p + from, at - from }, l->a);
		}
		if (edge)
			from = now == LETTER_OTHER ? next : at;
		if (end)
			break;
		at = next;
	}
	if (l->n == before + 1)
		l->n = before; /* one part is the tag itself */
}

/* A URL does not own the punctuation that ends the sentence around it. */
static size_t url_len(const char *p, size_t len)
{
	while (len && strchr(".,;:!?)]'\"*", p[len - 1]) && !(p[len - 1] == ')' && memchr(p, '(', len)))
		len--;
	return len;
}

static void space_before(const char *p, size_t from, size_t to, struct token *t)
{
	t->space = from < to;
	t->newline = from < to && memchr(p + from, '\n', to - from);
}

struct tokens tokenize(struct tokenizer *tk, struct str text, struct arena *a)
{
	struct list l = { .a = a };
	bool cut = false;
	for (size_t at = 0, last = 0; at < text.len;) {
		int rc = pcre2_match(tk->code, (PCRE2_SPTR)text.p, text.len, at, PCRE2_NO_UTF_CHECK, tk->match, tk->context);
		if (rc < 0 || l.n >= CAP_TOKENS) {
			cut = rc != PCRE2_ERROR_NOMATCH;
			break;
		}
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(tk->match);
		const char *mark = (const char *)pcre2_get_mark(tk->match);
		size_t from = span[0], len = span[1] - span[0];
		enum token_kind kind = kind_of(mark ? *mark : 'p');
		if (kind == TOKEN_URL)
			len = url_len(text.p + from, len);
		struct token *t = push(&l);
		*t = (struct token){ .kind = kind, .offset = from, .len = len };
		space_before(text.p, last, from, t);
		fill(tk, t, (struct str){ text.p + from, len }, a);
		if (kind == TOKEN_HASHTAG)
			split_hashtag(tk, &l, text, from, len);
		at = last = from + len;
	}
	return (struct tokens){ l.t, l.n, cut };
}
