/* luister: the front. `luister init | check | run ingest | run daily`, and `luister STAGE ...` as git
 * does. */
#include "front.h"

#include <luister/mem.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

struct options { bool notice, online; const char *backfill; };

static enum status option(void *self, int code, const char *arg, struct err *e)
{
	struct options *o = self;
	(void)e;
	switch (code) {
	case 'n': o->notice = true; break;
	case 'o': o->online = true; break;
	default: o->backfill = arg;
	}
	return STATUS_OK;
}

static const struct option longs[] = {
	{ "notice", no_argument, NULL, 'n' },
	{ "online", no_argument, NULL, 'o' },
	{ "backfill", required_argument, NULL, 'b' },
	{ NULL, 0, NULL, 0 },
};

/* Options that every program takes may stand before the name, as git has it. */
static int common_options(char **argv)
{
	int i = 1;
	while (argv[i] && argv[i][0] == '-') {
		bool with = !strcmp(argv[i], "-c") || !strcmp(argv[i], "-d") || !strcmp(argv[i], "--config")
			|| !strcmp(argv[i], "--db");
		if (!with && strncmp(argv[i], "-c", 2) && strncmp(argv[i], "-d", 2) &&
			strncmp(argv[i], "--config=", 9)
			&& strncmp(argv[i], "--db=", 5) && strcmp(argv[i], "-v"))
			break;
		i += with && argv[i + 1] ? 2 : 1;
	}
	return i;
}

/* `luister fetch --dry-run` is `luister-fetch --dry-run`. Returns only when there is no such program. */
static void stage(char **argv)
{
	static const char *const stages[] = { "fetch", "match", "score", "store", "report", "lexicon", "db" };
	int at = common_options(argv);
	for (size_t i = 0; argv[at] && i < sizeof stages / sizeof *stages; i++) {
		if (strcmp(argv[at], stages[i]) != 0)
			continue;
		char *name = mem_printf("luister-%s", stages[i]);
		char *path = front_program(name);
		memmove(argv + 1, argv, (size_t)at * sizeof *argv);
		argv[1] = name;
		execvp(path, argv + 1);
		struct err e;
		err_set(&e, STATUS_OS, "%s: %s", path, strerror(errno));
		cli_end(STATUS_OS, &e);
	}
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct err e = { STATUS_OK, "" };
	struct cli cli = {
		.name = "luister",
		.usage = "init [--notice] | check [--online] | run ingest [--backfill FIRM] | run daily | "
		"STAGE ...", .help = "  init               write a commented configuration that works at "
		"once\n"
			"      --notice       print the privacy notice for the website instead\n"
			"  check              is the configuration right: keys, lexicon, connectors\n"
			"      --online       ask every source, too\n"
			"  run ingest         fetch | match | score | store, under a lock\n"
			"      --backfill ID  walk back 28 days, for a firm that is new\n"
			"  run daily          purge, then every firm's report of the last four days\n"
			"  STAGE              fetch match score store report lexicon db: runs "
			"luister-STAGE\n\n",
		.longs = longs,
		.option = option,
		.self = &o,
	};
	enum status status = STATUS_USAGE;
	stage(argv);
	cli_parse(&cli, argc, argv);
	const char *verb = cli.nargs ? cli.args[0] : "", *what = cli.nargs > 1 ? cli.args[1] : "";
	if (strcmp(verb, "init") == 0 && cli.nargs == 1)
		status = front_init(&cli, o.notice, &e);
	else if (strcmp(verb, "check") == 0 && cli.nargs == 1)
		status = front_check(&cli, o.online, &e);
	else if (strcmp(verb, "run") == 0 && strcmp(what, "ingest") == 0 && cli.nargs == 2)
		status = front_ingest(&cli, o.backfill, &e);
	else if (strcmp(verb, "run") == 0 && strcmp(what, "daily") == 0 && cli.nargs == 2)
		status = front_daily(&cli, &e);
	else
		err_set(&e, STATUS_USAGE, "%s%s%s%s; try 'luister --help'", *verb ? "no such command: " :
			"a command is missing", verb, *what ? " " : "", what);
	cli_end(status, &e);
}
