/* Times of any kind, of posts and of rate limits: one that RFC 3339 can say and that is read back the same,
 * or none; a wait of at most a day. */
#include <stdlib.h>
#include <string.h>

#include <luister/clock.h>
#include <luister/mem.h>
#include "../../src/fetch/http.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void wait_is_sane(int64_t at, int64_t now)
{
	if (at != CLOCK_NONE && (at <= now || at > now + 86400))
		abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const int64_t now = 1795168800;
	struct str in = { (const char *)data, size };
	char text[21];
	struct day d;

	int64_t at = clock_parse(in);
	if (at != CLOCK_NONE) {
		clock_rfc3339(at, text);
		if (clock_parse(str_of(text)) != at)
			abort();
	}
	if (day_parse(in, &d) && (d.month < 1 || d.month > 12 || d.mday < 1 || d.mday > 31))
		abort();
	char *value = mem_dupn(in.p, in.len);
	wait_is_sane(http_retry_after(value, now), now);
	wait_is_sane(http_reset(value, now), now);
	mem_free(value);
	return 0;
}
