/* Markdown of any kind: the text is valid UTF-8, and bounded. */
#include <stdlib.h>

#include <luister/caps.h>
#include "../../src/fetch/markdown.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct buf out;

	buf_init(&out, CAP_RESPONSE);
	markdown_to_text(&out, (struct str){ (const char *)data, size }, STR("https://example.nl/a/"));
	if (out.failed || !utf8_valid(buf_view(&out)))
		abort();
	buf_free(&out);
	return 0;
}
