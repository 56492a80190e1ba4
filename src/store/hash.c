/* hash.c: keyed BLAKE2b by libsodium, and the key file. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>
#include <luister/file.h>
#include "hash.h"

static enum status make_key(const char *path, struct err *e)
{
	unsigned char b[HASH_KEY];
	randombytes_buf(b, sizeof b);
	enum status st = file_publish(path, (struct str){ (char *)b, sizeof b }, 0400, e);
	sodium_memzero(b, sizeof b);
	return st;
}

enum status hash_key_load(const char *path, bool make, struct hash_key *key, struct err *e)
{
	if (sodium_init() < 0)
		return err_set(e, STATUS_OS, "libsodium does not start");
	if (make && !file_exists(path)) {
		enum status st = make_key(path, e);
		if (st != STATUS_OK)
			return st;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, errno == ENOENT ? STATUS_NOINPUT : STATUS_NOPERM, "key file %s: %s%s", path,
			strerror(errno),
			errno == ENOENT ? "; put your copy of it back, nothing else opens the store" : "");
	unsigned char b[HASH_KEY + 1];
	ssize_t n = read(fd, b, sizeof b);
	close(fd);
	if (n != HASH_KEY)
		return err_set(e, STATUS_CONFIG, "key file %s does not hold exactly %d bytes", path,
			HASH_KEY);
	memcpy(key->b, b, HASH_KEY);
	sodium_memzero(b, sizeof b);
	return STATUS_OK;
}

void hash_of(const struct hash_key *key, enum hash_domain d, struct str s, unsigned char out[HASH_LEN])
{
	crypto_generichash_state st;
	unsigned char tag = (unsigned char)d;
	crypto_generichash_init(&st, key->b, HASH_KEY, HASH_LEN);
	crypto_generichash_update(&st, &tag, 1);
	if (s.len)
		crypto_generichash_update(&st, (const unsigned char *)s.p, s.len);
	crypto_generichash_final(&st, out, HASH_LEN);
}

void hash_author(const struct hash_key *key, struct str author, unsigned char out[HASH_LEN])
{
	char low[512];
	if (author.len && author.p[0] == '@')
		author = (struct str){ author.p + 1, author.len - 1 };
	if (author.len > sizeof low) { /* no platform has such a name: case stays as it is */
		hash_of(key, HASH_AUTHOR, author, out);
		return;
	}
	for (size_t i = 0; i < author.len; i++) {
		char c = author.p[i];
		low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	hash_of(key, HASH_AUTHOR, (struct str){ low, author.len }, out);
}

void hash_fresh(unsigned char out[HASH_LEN]) { randombytes_buf(out, HASH_LEN); }

bool hash_zero(const unsigned char *h, size_t n)
{
	static const unsigned char none[4 * HASH_LEN];
	return memcmp(h, none, n) == 0;
}

void hash_hex(const unsigned char *h, size_t n, char *out) { sodium_bin2hex(out, 2 * n + 1, h, n); }
