/* config.h: the configuration folder as plain structs. An unknown key, a wrong value or a missing required
 * one is status 78 with file, line, column and, for a key, the nearest known one. Everything lives until
 * config_free. */
#ifndef LUISTER_CONFIG_H
#define LUISTER_CONFIG_H

#include <luister/post.h>
#include <luister/status.h>

struct config_source {
	const char *id, *connector;
	enum category category;
	long every_s;                   /* "1h", "15m", "1d"; default 1h */
	const char *basis, *terms_checked; /* required: a source without them is refused */
	bool local;                     /* loopback and private addresses allowed */
	bool robots;                    /* robots.txt respected; default true */
	const struct yaml_node *map;    /* the whole of it, for config_params */
	const char *secret_env, *secret_file; /* `secret: {env: NAME}` or `{file: PATH}` (0600), or NULL */
	const char *file;               /* where it is defined, */
	int line;                       /* for messages */
};

struct config_ambiguous {
	const char *name;
	const char **near;  size_t nnear;   /* words, or NULL */
	const char **not;   size_t nnot;    /* PCRE2 patterns */
	int window;                          /* words on both sides; default 12 */
};

struct config_account { const char *platform, *name; };

struct config_goal { const char *name; double value; };

/* One who gets a firm's report by mail. `when`: always, not-empty or notable. */
struct config_reader { const char *address, *when; };

struct config_firm {
	/* timezone: its own, else the house's */
	const char *id, *name, *branch, *purpose, *audience, *timezone;
	const char **names;     size_t nnames;      /* `name` is not one of them unless listed */
	struct config_ambiguous *ambiguous; size_t nambiguous;
	struct config_account *accounts;    size_t naccounts;
	const char **domains;   size_t ndomains;
	const char **hashtags;  size_t nhashtags;
	/* response_rate, median_response_hours, active_days, repliers */
	struct config_goal *goals; size_t ngoals;
	struct config_reader *readers;      size_t nreaders;    /* none twice */
	const struct yaml_node *map;    /* the whole of it, */
	const char *file;               /* where it is defined, */
	int line;                       /* for messages */
};

struct config {
	const char *dir;                /* the folder; relative paths in it are relative to this */
	const char *timezone;           /* default Europe/Amsterdam */
	const char *store;              /* LMDB folder; default DIR/store; relative ones relative to dir */
	const char *key_file;           /* default STORE.key beside the store */
	const char *reports;            /* where `run daily` writes; default DIR/reports */
	const char *lexicon;            /* NULL: the installed one */
	const char *contact;            /* for the User-Agent and the notice */
	const char *purpose, *basis;    /* house-wide, optional */
	int text_days, fact_days, report_days;  /* retention: 30 (max 90), 400 (min 400), 400 */
	/* from NULL: no mail leaves; else smtp (a URL) or sendmail (a program), the other is NULL */
	struct { const char *from, *smtp, *sendmail, *user, *password_env, *password_file; } mail;
	struct config_source *sources;  size_t nsources;
	struct config_firm *firms;      size_t nfirms;      /* by id */
};

/* Reads DIR/luister.yaml and DIR/firms.d/ *.yaml (without the space). */
enum status config_load(const char *dir, struct config **out, struct err *e);
void config_free(struct config *c);
const struct config_firm *config_firm(const struct config *c, const char *id);   /* NULL when there is none */
const struct config_source *config_source(const struct config *c, const char *id);
/* The whole map of a source as JSON text, for its connector; no secrets in it. */
const char *config_params(const struct config *c, const struct config_source *s);

#endif
