/* common.h: what more than one main asks of the command line and the configuration. */
#ifndef CMD_COMMON_H
#define CMD_COMMON_H

#include <luister/cli.h>
#include <luister/config.h>
#include <luister/store.h>

/* A path beside the store's folder: its name with `suffix` behind it, however many slashes end it. Owned. */
char *store_beside(const char *dir, const char *suffix);

/* From -d, --key and the configuration. Without any configuration folder, -d alone is enough: then the key is
 * DIR.key and retention the default. `*config` is then NULL. `*owned` holds a made-up path; free both. */
/* The same from a configuration that is already read (or NULL: then cli->db is set). */
void store_options_of(const struct cli *cli, const struct config *config, const char *key, int64_t now,
	struct store_options *o, char **owned);

enum status store_options_from(const struct cli *cli, const char *key, struct store_options *o,
	struct config **config, char **owned, struct err *e);

/* The lexicon's folder: `given` by hand, else the configured one, else the installed one. `*out` is owned.
 * Only a configuration that is there and wrong is an error. */
enum status lexicon_dir(const struct cli *cli, const char *given, char **out, struct err *e);
/* The same from a configuration that is already read, or NULL. Owned. */
char *lexicon_of(const char *given, const struct config *c);

/* A secret from a file, else from an environment variable, by their names; owned, NULL when both are. 77
 * when it cannot be read or others may read it. */
enum status secret_read(const char *file, const char *env, char **out, struct err *e);

/* Trouble that keeps nothing else from being done: the first is the run's end, and told then; the others
 * are told at once. */
void keep_first(enum status *first, enum status status, struct err *e, const struct err *each);

#endif
