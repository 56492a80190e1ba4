/* Runs a fuzz target over files or folders of seeds, so that every ctest run repeats what fuzzing has
 * found. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <luister/caps.h>
#include <luister/file.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static int run(const char *path)
{
	struct buf b;
	struct err e;
	buf_init(&b, CAP_RESPONSE);
	int bad = file_read(path, &b, &e) != STATUS_OK;
	if (bad)
		fprintf(stderr, "%s\n", e.msg);
	else
		LLVMFuzzerTestOneInput((const unsigned char *)buf_cstr(&b), b.len);
	buf_free(&b);
	return bad;
}

int main(int argc, char **argv)
{
	int bad = argc < 2, seeds = 0;
	for (int i = 1; i < argc; i++) {
		char **names = file_list(argv[i], "");
		for (char **n = names; n && *n; n++, seeds++) {
			char path[4096];
			snprintf(path, sizeof path, "%s/%s", argv[i], *n);
			bad |= run(path);
		}
		file_list_free(names);
	}
	if (!seeds) {
		fprintf(stderr, "no seeds\n");
		return 1;
	}
	printf("%d seeds\n", seeds);
	return bad;
}
