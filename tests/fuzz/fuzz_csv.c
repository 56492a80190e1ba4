/* Tables: JSON in valid UTF-8, or a refusal. */
#include <stdlib.h>

#include <luister/caps.h>
#include "../../src/fetch/csv.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct err e = { 0 };
	struct buf out;

	buf_init(&out, CAP_RESPONSE);
	if (csv_to_json(in, &out, &e) == STATUS_OK && !utf8_valid(buf_view(&out)))
		abort();
	buf_free(&out);
	return 0;
}
