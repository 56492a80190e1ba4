/* near.h: when two texts are copies of each other though not word for word: a press release with another head
 * or tail, a sentence less, cut off with "...", with hashtags and emoji around it. Pure functions of the two
 * texts.
 *
 * A copy leaves out or adds; a template fills in something else. So the words are aligned (longest common
 * subsequence), and where both texts have words of their own in the same place the texts differ: other
 * numbers never pass, other words one in thirty, typing errors always. The candidates come from a few
 * fingerprints of each text, the least usual runs of three words, as Manber 1994 ("Finding similar files in a
 * large file system") and Schleimer et al. 2003 (winnowing) select them; the alignment then decides, so that
 * a fingerprint in common is never enough. */
#ifndef STORE_NEAR_H
#define STORE_NEAR_H

#include <luister/str.h>
#include "hash.h"

#define NEAR_WORDS 8         /* shorter texts ("Bedankt voor de goede service!") are nobody's copy */
#define NEAR_PRINTS 6

/* The words of a text in lower case between single spaces, without links, punctuation and emoji. Returns
 * their number; more than a line's cap end it. */
size_t near_words(struct str text, struct buf *out);

/* Both as near_words gives them. Symmetric; of long texts the first 128 words are compared. */
bool near_same(struct str a, struct str b);

/* The fingerprints of a text, each 16 bytes; their number, 0 for a text shorter than NEAR_WORDS. Two texts
 * that are near_same have one in common, but for few of those of which more than half was cut off. */
size_t near_prints(struct str words, const struct hash_key *key, unsigned char out[NEAR_PRINTS][HASH_LEN]);

/* A text in few bytes: how many words it has and a bit for each of its longer ones. Very many texts about one
 * firm have a fingerprint in common, its name; by their sketches nearly all of them are told apart without
 * being read. */
#define NEAR_SKETCH 17
void near_sketch(struct str words, unsigned char out[NEAR_SKETCH]);
/* Symmetric. False: no copies of each other; near_same says so too, but of texts full of typing errors. */
bool near_maybe(const unsigned char a[NEAR_SKETCH], const unsigned char b[NEAR_SKETCH]);

#endif
