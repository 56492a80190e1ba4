/* Configurations: one that is whole, or a refusal with its place. What stands before the first NUL is
 * luister.yaml, what stands behind it a file of firms. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <luister/config.h>
#include <luister/file.h>
#include <luister/mem.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void put(const char *dir, const char *name, struct str text, bool keep)
{
	char *path = mem_printf("%s/%s", dir, name);
	struct err e;

	if (keep && file_publish(path, text, 0600, &e) != STATUS_OK)
		abort();
	if (!keep)
		unlink(path);
	mem_free(path);
}

static void check(const char *dir)
{
	struct config *c = NULL;
	struct err e = { STATUS_OK, "" };
	enum status status = config_load(dir, &c, &e);

	if ((status == STATUS_OK) != (c != NULL) || (status != STATUS_OK && !*e.msg))
		abort();
	for (size_t i = 0; c && i < c->nsources; i++)
		if (!utf8_valid(str_of(config_params(c, &c->sources[i]))))
			abort();
	config_free(c);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct str rest = { (const char *)data, size }, main_file, firms = { "", 0 };
	char dir[] = "/tmp/luister-fuzz-XXXXXX";

	str_cut(&rest, '\0', &main_file);
	if (rest.p)
		firms = rest;
	if (!mkdtemp(dir))
		abort();
	char *firms_d = mem_printf("%s/firms.d", dir);
	struct err e;
	if (file_mkdirs(firms_d, &e) != STATUS_OK)
		abort();
	put(dir, "luister.yaml", main_file, true);
	put(firms_d, "firms.yaml", firms, true);
	check(dir);
	put(firms_d, "firms.yaml", firms, false);
	put(dir, "luister.yaml", main_file, false);
	rmdir(firms_d);
	rmdir(dir);
	mem_free(firms_d);
	return 0;
}
