/* common.c: helpers that more than one main uses. */
#include <string.h>
#include <luister/file.h>
#include <luister/mem.h>
#include "store_options.h"

enum status store_options_from(const struct cli *cli, const char *key, struct store_options *o,
	struct config **config,
	char **owned, struct err *e)
{
	*config = NULL;
	*owned = NULL;
	*o = (struct store_options){ .text_days = 30, .fact_days = 400, .now = cli_now() };
	bool none = !cli->config || !file_exists(cli->config);
	enum status st = none && cli->db ? STATUS_OK : config_load(cli->config, config, e);
	if (st != STATUS_OK)
		return st;
	if (*config) {
		o->dir = (*config)->store;
		o->key_file = (*config)->key_file;
		o->text_days = (*config)->text_days;
		o->fact_days = (*config)->fact_days;
	}
	if (cli->db)
		o->dir = cli->db;
	if (key) {
		o->key_file = *owned = mem_dup(key);
		return STATUS_OK;
	}
	/* a store given by hand may have its own key beside it; else the configured one serves it */
	bool other = cli->db && (!*config || strcmp(cli->db, (*config)->store) != 0);
	size_t n = strlen(o->dir);
	while (n > 1 && o->dir[n - 1] == '/')
		n--;
	*owned = mem_printf("%.*s.key", (int)n, o->dir);
	if (!o->key_file || (other && file_exists(*owned)))
		o->key_file = *owned;
	return STATUS_OK;
}
