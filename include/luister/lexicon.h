/* lexicon.h: the Dutch lexicon (lexicons/nl/FORMAT.md) in memory: expanded forms, patterns, modifiers. */
#ifndef LUISTER_LEXICON_H
#define LUISTER_LEXICON_H

#include <luister/status.h>
#include <luister/str.h>

struct lexicon;

/* Reads every file of DIR. With `problems` NULL the first mistake ends it (78, file and line); else all of
 * them are written there, a line each, and what could be read is kept. */
enum status lexicon_load(const char *dir, struct lexicon **out, struct buf *problems, struct err *e);
void lexicon_free(struct lexicon *lx);

struct lexicon_size { size_t lemmas, polar_lemmas, forms, patterns, emoji, affixes; };
struct lexicon_size lexicon_size(const struct lexicon *lx);

/* All forms of a lemma by the rules of inflection, one a line ("expand"). 66 when the lemma is unknown. */
enum status lexicon_expand(const struct lexicon *lx, struct str lemma, struct buf *out, struct err *e);

/* A short hash of all files' contents, for the foot of a report. */
const char *lexicon_version(const struct lexicon *lx);

#endif
