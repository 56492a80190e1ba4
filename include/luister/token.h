/* token.h: one pass, the tokens of a text with their folded form: by one PCRE2 pattern (JIT), plain words
 * without. */
#ifndef LUISTER_TOKEN_H
#define LUISTER_TOKEN_H

#include <luister/mem.h>
#include <luister/str.h>

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_URL, TOKEN_MENTION, TOKEN_HASHTAG, TOKEN_EMOJI,
	TOKEN_EMOTICON, TOKEN_PUNCT };

struct token {
	enum token_kind kind;
	size_t offset, len;             /* bytes in the text */
	struct str fold; /* case and accents folded, NFC; a hashtag without '#', a mention without '@' */
	struct str plain;               /* case folded, accents kept */
	bool space;                     /* white space stands before it */
	bool newline;                   /* a line break stands before it */
	bool caps;                      /* two letters or more, all capitals */
	bool elongated;                 /* three or more of a letter in a row: fold has them reduced */
	bool part; /* a word split out of the hashtag before it (camel case): same offset range inside */
};

struct tokens {
	struct token *t;
	size_t n;
	bool cut;                       /* more than CAP_TOKENS: the rest was left out */
};

struct tokenizer;
struct tokenizer *tokenizer_new(void); /* all of a process share the compiled pattern */
void tokenizer_free(struct tokenizer *tk);

/* Tokens of `text` (valid UTF-8), in `a`: they live until the arena is reset. Never fails; a text on which
 * the pattern's limits are hit is cut there. */
struct tokens tokenize(struct tokenizer *tk, struct str text, struct arena *a);

/* Folding: lower case, accents off (é e, ĳ ij, ß ss), typographic apostrophes to '. */
void fold(struct buf *out, struct str s);
void fold_case(struct buf *out, struct str s);       /* lower case, NFC and ĳ as ij: accents stay */

#endif
