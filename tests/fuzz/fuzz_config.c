/* Configurations: one that is whole, or a refusal with its place. What stands before the first NUL is
 * luister.yaml, what stands behind it a file of firms. */
#include <stdlib.h>
#include <unistd.h>

#include <luister/config.h>
#include <luister/file.h>
#include <luister/mem.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

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
	struct str rest = { (const char *)data, size }, first;
	char dir[] = "/tmp/luister-fuzz-XXXXXX";
	struct err e;

	str_cut(&rest, '\0', &first);
	if (!mkdtemp(dir))
		abort();
	char *house = mem_printf("%s/luister.yaml", dir), *folder = mem_printf("%s/firms.d", dir),
		*firms = mem_printf("%s/firms.yaml", folder);
	if (file_mkdirs(folder, &e) != STATUS_OK || file_publish(house, first, 0600, &e) != STATUS_OK ||
		file_publish(firms, rest.p ? rest : STR(""), 0600, &e) != STATUS_OK)
		abort();
	check(dir);
	unlink(firms);
	rmdir(folder);
	unlink(house);
	rmdir(dir);
	mem_free(firms);
	mem_free(folder);
	mem_free(house);
	return 0;
}
