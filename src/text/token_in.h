/* token_in.h: what tokenize must agree with. */
#ifndef TEXT_TOKEN_IN_H
#define TEXT_TOKEN_IN_H

#include <luister/token.h>

/* As tokenize, each token by the pattern alone: several times slower. */
struct tokens tokenize_by_pattern(struct tokenizer *tk, struct str text, struct arena *a);

#endif
