/* Feeds of any kind: JSON in valid UTF-8, or a refusal. */
#include <stdlib.h>

#include <luister/caps.h>
#include "../../src/fetch/feed.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct buf out;

	buf_init(&out, CAP_RESPONSE);
	if (feed_is_xml(in) && feed_to_json(in, "https://example.nl/feed", &out, NULL) == STATUS_OK
	    && !utf8_valid(buf_view(&out)))
		abort();
	buf_free(&out);
	return 0;
}
