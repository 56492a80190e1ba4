/* scoring.h: a post scored with a lexicon, for the mains that do it. */
#ifndef CMD_SCORING_H
#define CMD_SCORING_H

#include <luister/post.h>
#include <luister/score.h>
#include <luister/token.h>

struct scoring;
/* With the lexicon of a folder; 66, 78. */
enum status scoring_open(const char *dir, struct scoring **out, struct err *e);
void scoring_close(struct scoring *s);
const char *scoring_version(const struct scoring *s);

/* Sets all of p that score adds. The tokens, and what the score borrows, live until the next post; `tokens`
 * may be NULL. */
struct score scoring_post(struct scoring *s, struct post *p, bool explain, struct tokens *tokens);

#endif
