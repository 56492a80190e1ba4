/* why.h: the words of the posts of a page, and why these are labelled so: their kept texts scored again with
 * the present lexicon. It is loaded when the first why is asked for; without it there are no whys, which is
 * said once. Only what is shown is read: the store holds texts far apart. */
#ifndef CMD_WHY_H
#define CMD_WHY_H

#include <luister/daily.h>
#include <luister/store.h>

struct whys;
struct whys *whys_new(const char *lexicon, struct store *s);         /* a folder; borrows both */
void whys_free(struct whys *w);

/* The words alone, of posts that the store's facts made. What is read lives until whys_clear. */
void whys_words(struct whys *w, struct daily_post *posts, size_t n);
/* Words and whys of the first of `n` posts, until `most` have a fragment. */
void whys_add(struct whys *w, struct daily_post *posts, size_t n, size_t most);
void whys_clear(struct whys *w);

#endif
