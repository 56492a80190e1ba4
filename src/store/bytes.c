/* bytes.c: see bytes.h. */
#include <string.h>
#include "bytes.h"

static void put(struct buf *b, uint64_t n, int size)
{
	for (int i = size - 1; i >= 0; i--)
		buf_putc(b, (char)(unsigned char)(n >> (8 * i)));
}

void bytes_u8(struct buf *b, unsigned n) { put(b, n, 1); }
void bytes_u16(struct buf *b, size_t n) { put(b, n, 2); }
void bytes_u32(struct buf *b, int64_t n) { put(b, n < 0 ? 0 : n > UINT32_MAX ? UINT32_MAX : (uint64_t)n, 4); }
void bytes_i64(struct buf *b, int64_t n) { put(b, (uint64_t)n ^ (UINT64_C(1) << 63), 8); }

void bytes_str(struct buf *b, struct str s)
{
	bytes_u32(b, (int64_t)s.len);
	buf_str(b, s);
}

void bytes_get(struct bytes *b, void *out, size_t n)
{
	memset(out, 0, n);
	if (b->bad || b->rest.len < n) {
		b->bad = true;
		return;
	}
	memcpy(out, b->rest.p, n);
	b->rest = (struct str){ b->rest.p + n, b->rest.len - n };
}

static uint64_t get(struct bytes *b, size_t size)
{
	unsigned char raw[8];
	uint64_t n = 0;
	bytes_get(b, raw, size);
	for (size_t i = 0; i < size; i++)
		n = n << 8 | raw[i];
	return n;
}

unsigned bytes_get_u8(struct bytes *b) { return (unsigned)get(b, 1); }
unsigned bytes_get_u16(struct bytes *b) { return (unsigned)get(b, 2); }
int64_t bytes_get_u32(struct bytes *b) { return (int64_t)get(b, 4); }

int64_t bytes_get_i64(struct bytes *b)
{
	uint64_t n = get(b, 8);
	return b->bad ? 0 : (int64_t)(n ^ (UINT64_C(1) << 63));
}

unsigned bytes_get_enum(struct bytes *b, unsigned count)
{
	unsigned n = bytes_get_u8(b);
	if (n >= count)
		b->bad = true;
	return n < count ? n : 0;
}

struct str bytes_get_str(struct bytes *b)
{
	size_t n = (size_t)bytes_get_u32(b);
	if (b->bad || b->rest.len < n) {
		b->bad = true;
		return (struct str){ "", 0 };
	}
	struct str s = { b->rest.p, n };
	b->rest = (struct str){ b->rest.p + n, b->rest.len - n };
	return s;
}
