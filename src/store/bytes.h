/* bytes.h: numbers and strings in rows and keys, big-endian so that keys sort as their numbers do. */
#ifndef STORE_BYTES_H
#define STORE_BYTES_H

#include <luister/str.h>

void bytes_u8(struct buf *b, unsigned n);
void bytes_u16(struct buf *b, size_t n);
void bytes_u32(struct buf *b, int64_t n);            /* clamped to 0..2^32-1 */
void bytes_i64(struct buf *b, int64_t n);            /* offset by 2^63: negative ones sort first */
void bytes_str(struct buf *b, struct str s);         /* u32 length first; absent is written as empty */

/* A reader that latches: after `bad` everything reads as zero or empty. */
struct bytes { struct str rest; bool bad; };
void bytes_get(struct bytes *b, void *out, size_t n);
unsigned bytes_get_u8(struct bytes *b);
unsigned bytes_get_enum(struct bytes *b, unsigned count); /* a value not under count is bad */
unsigned bytes_get_u16(struct bytes *b);
int64_t bytes_get_u32(struct bytes *b);
int64_t bytes_get_i64(struct bytes *b);
struct str bytes_get_str(struct bytes *b);

#endif
