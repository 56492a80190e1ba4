/* common.c: helpers that more than one main uses. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <luister/caps.h>
#include <luister/file.h>
#include <luister/mem.h>
#include "common.h"

char *store_beside(const char *dir, const char *suffix)
{
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	return mem_printf("%.*s%s", (int)n, dir, suffix);
}

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
	*owned = store_beside(o->dir, ".key");
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

char *lexicon_of(const char *given, const struct config *c)
{
	return given ? mem_dup(given) : c && c->lexicon ? mem_dup(c->lexicon) : cli_data("lexicons/nl");
}

enum status lexicon_dir(const struct cli *cli, const char *given, char **out, struct err *e)
{
	struct config *config = NULL;
	enum status st = STATUS_OK;
	char *house = mem_printf("%s/luister.yaml", cli->config);

	if (!given && file_exists(house))
		st = config_load(cli->config, &config, e);
	*out = lexicon_of(given, config);
	config_free(config);
	mem_free(house);
	return st;
}

static enum status secret_file(const char *path, char **out, struct err *e)
{
	struct stat st;
	struct buf b;

	if (stat(path, &st) != 0)
		return err_set(e, STATUS_NOPERM, "cannot read the secret from %s: %s", path, strerror(errno));
	if (st.st_mode & 077)
		return err_set(e, STATUS_NOPERM, "the secret in %s may be read by others: chmod 600", path);
	buf_init(&b, CAP_CURSOR);
	enum status status = file_read(path, &b, e);
	if (status == STATUS_OK) {
		struct str text = str_trim(buf_view(&b));
		*out = mem_dupn(text.p ? text.p : "", text.len);
	} else {
		status = err_set(e, STATUS_NOPERM, "cannot read the secret from %s", path);
	}
	buf_free(&b);
	return status;
}

enum status secret_read(const char *file, const char *env, char **out, struct err *e)
{
	*out = NULL;
	if (file)
		return secret_file(file, out, e);
	if (!env)
		return STATUS_OK;
	const char *value = getenv(env);
	if (!value || !*value)
		return err_set(e, STATUS_NOPERM, "the environment variable %s is not set", env);
	*out = mem_dup(value);
	return STATUS_OK;
}

void keep_first(enum status *first, enum status status, struct err *e, const struct err *each)
{
	if (status == STATUS_OK)
		return;
	if (*first == STATUS_OK) {
		*first = status;
		*e = *each;
	} else {
		cli_warn("%s", each->msg);
	}
}
