/* hash.h: keyed hashes (libsodium), for src/store alone. Without the key file nobody can tell which post or
 * which author a row is about. */
#ifndef STORE_HASH_H
#define STORE_HASH_H

#include <luister/status.h>
#include <luister/str.h>

#define HASH_KEY 32
#define HASH_LEN 16

struct hash_key { unsigned char b[HASH_KEY]; };

/* Reads the 32 bytes of `path`; makes the file (0400) when it is missing and `make`. 66, 73, 74, 78. */
enum status hash_key_load(const char *path, bool make, struct hash_key *key, struct err *e);

/* What is hashed; a domain keeps the same bytes in two meanings apart. */
enum hash_domain { HASH_ID = 1, HASH_AUTHOR, HASH_CONTENT, HASH_GROUP, HASH_MISS, HASH_CHECK, HASH_PRINT };
void hash_of(const struct hash_key *key, enum hash_domain d, struct str s, unsigned char out[HASH_LEN]);
/* An author without a leading @ and without regard to ASCII case. */
void hash_author(const struct hash_key *key, struct str author, unsigned char out[HASH_LEN]);
/* random: for rows that must no longer lead back to anything */
void hash_fresh(unsigned char out[HASH_LEN]);
bool hash_zero(const unsigned char *h, size_t n);       /* at most four hashes */
void hash_hex(const unsigned char *h, size_t n, char *out); /* out holds 2n + 1 */

#endif
