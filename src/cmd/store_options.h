/* store_options.h: how the two programs that write the store find it. */
#ifndef CMD_STORE_OPTIONS_H
#define CMD_STORE_OPTIONS_H

#include <luister/cli.h>
#include <luister/config.h>
#include <luister/store.h>

/* From -d, --key and the configuration. Without any configuration folder, -d alone is enough: then the key is
 * DIR.key and retention the default. `*config` is then NULL. `*owned` holds a made-up path; free both. */
/* The same from a configuration that is already read (or NULL: then cli->db is set). */
void store_options_of(const struct cli *cli, const struct config *config, const char *key, int64_t now,
	struct store_options *o, char **owned);

enum status store_options_from(const struct cli *cli, const char *key, struct store_options *o, struct config **config,
	char **owned, struct err *e);

#endif
