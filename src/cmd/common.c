/* common.c: helpers that more than one main uses. */
#include <string.h>
#include <luister/file.h>
#include <luister/mem.h>
#include "store_options.h"

void store_options_of(const struct cli *cli, const struct config *config, const char *key, int64_t now,
	struct store_options *o, char **owned)
{
	*owned = NULL;
	*o = (struct store_options){ .text_days = 30, .fact_days = 400, .now = now };
	if (config) {
		o->dir = config->store;
		o->key_file = config->key_file;
		o->text_days = config->text_days;
		o->fact_days = config->fact_days;
	}
	if (cli->db)
		o->dir = cli->db;
	if (key) {
		o->key_file = *owned = mem_dup(key);
		return;
	}
	/* a store given by hand may have its own key beside it; else the configured one serves it */
	bool other = cli->db && (!config || strcmp(cli->db, config->store) != 0);
	size_t n = strlen(o->dir);
	while (n > 1 && o->dir[n - 1] == '/')
		n--;
	*owned = mem_printf("%.*s.key", (int)n, o->dir);
	if (!o->key_file || (other && file_exists(*owned)))
		o->key_file = *owned;
}

enum status store_options_from(const struct cli *cli, const char *key, struct store_options *o,
	struct config **config, char **owned, struct err *e)
{
	*config = NULL;
	*owned = NULL;
	bool none = !cli->config || !file_exists(cli->config);
	enum status st = none && cli->db ? STATUS_OK : config_load(cli->config, config, e);
	if (st == STATUS_OK)
		store_options_of(cli, *config, key, cli_now(), o, owned);
	return st;
}
