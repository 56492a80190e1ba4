/* front.h: the parts of the `luister` program. Each returns the exit status; `e` says why. */
#ifndef LUISTER_FRONT_H
#define LUISTER_FRONT_H

#include <sys/types.h>
#include <luister/cli.h>
#include <luister/config.h>

enum status front_init(struct cli *cli, bool notice, struct err *e);
enum status front_check(struct cli *cli, bool online, struct err *e);
enum status front_ingest(struct cli *cli, const char *backfill, struct err *e);
enum status front_daily(struct cli *cli, struct err *e);

/* The path of a program of ours: beside this one, else its bare name for $PATH. Owned. */
char *front_program(const char *name);

/* Starts argv[0] with stdin and stdout as given (-1: inherited; the child owns them). -1 with e when it
 * cannot. */
pid_t front_spawn(char *const argv[], int in, int out, struct err *e);

/* Waits for a child: its exit status; a signal is 70 when it was our bug (SEGV, ABRT, ...), else 75. `sig`:
 * that signal, or 0; may be NULL. */
enum status front_wait(pid_t pid, int *sig);

#endif
