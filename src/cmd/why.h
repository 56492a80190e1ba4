/* why.h: why the posts of a page are labelled as they are: their kept texts scored again with the present
 * lexicon. It is loaded when the first text is asked for; without it there are no whys, which is said once.
 */
#ifndef CMD_WHY_H
#define CMD_WHY_H

#include <luister/daily.h>
#include <luister/store.h>

struct whys;
struct whys *whys_new(const char *lexicon, struct store *s);         /* a folder; borrows both */
void whys_free(struct whys *w);

/* Sets `why` of the first `most` posts with a fragment, out of `n` that the store's facts made. Whys live
 * until whys_clear. */
void whys_add(struct whys *w, struct daily_post *posts, size_t n, size_t most);
void whys_clear(struct whys *w);

#endif
