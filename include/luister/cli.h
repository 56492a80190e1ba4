/* cli.h: what every main shares: options, messages, ends. Only here and in mem.c may a program exit. */
#ifndef LUISTER_CLI_H
#define LUISTER_CLI_H

#include <getopt.h>
#include <stdio.h>
#include <luister/clock.h>
#include <luister/status.h>
#include <luister/str.h>

struct cli {
	const char *name;        /* "luister-match" */
	const char *usage;       /* one line after the name */
	const char *help;        /* the options, a line each */
	const char *options;     /* getopt string of the program's own short options */
	const struct option *longs; /* its own long options, ended by a zero row; flag NULL */
	/* One own option; `arg` borrowed. Returns STATUS_USAGE with `e` filled when the value is wrong. */
	enum status (*option)(void *self, int code, const char *arg, struct err *e);
	void *self;
	/* the common options, filled by cli_parse */
	/* -c DIR, else $LUISTER_CONFIG, ./luister, /etc/luister (the first that exists) */
	const char *config;
	const char *db;          /* -d DIR or NULL: then the configured one */
	int verbose;             /* -v */
	char **args;             /* operands */
	int nargs;
};

/* Parses; -h and -V print to stdout and exit 0; a wrong option prints one line and exits 64. */
void cli_parse(struct cli *cli, int argc, char **argv);

/* "luister-match: message" on stderr. */
void cli_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));  /* only with -v */

/* Flushes stdout, checks it (a full disk is 74), prints `e` once when status is not 0, and exits. */
_Noreturn void cli_end(enum status status, const struct err *e);

/* "0.1.0" */
const char *cli_version(void);

/* The time of this run: $LUISTER_NOW (RFC 3339, for tests and reruns) or the clock's. */
int64_t cli_now(void);

/* Where data files are: $LUISTER_DATA, the source tree when run from the build folder, else the installed
 * PREFIX/share/luister. `what` is "lexicons/nl" or
 * "pipelines/connectors". Returns an owned path. */
char *cli_data(const char *what);

#endif
