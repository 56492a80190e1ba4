#include <luister/cli.h>
#include <luister/file.h>
#include <luister/mem.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What every program of the process shares for its messages: set once by cli_parse. */
static const char *program = "luister";
static int verbose;

static void say(const char *fmt, va_list ap)
{
	fprintf(stderr, "%s: ", program);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void cli_warn(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void cli_note(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	if (verbose)
		say(fmt, ap);
	va_end(ap);
}

_Noreturn void cli_end(enum status status, const struct err *e)
{
	if (status != STATUS_OK && e)
		fprintf(stderr, "%s: %s\n", program, e->msg);
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0) {
		if (status == STATUS_OK || status == STATUS_TEMP) {
			fprintf(stderr, "%s: cannot write standard output: %s\n", program,
				strerror(errno ? errno : EIO));
			status = STATUS_IO;
		}
	}
	exit((int)status);
}

static const char common_help[] =
	"  -c, --config DIR   configuration folder (else $LUISTER_CONFIG, ./luister, /etc/luister)\n"
	"  -d, --db DIR       store folder (else the configured one)\n"
	"  -v                 say more on standard error\n"
	"  -h, --help         this text\n"
	"  -V, --version      the version\n";

static const char *config_folder(void)
{
	const char *named = getenv("LUISTER_CONFIG");
	if (named && *named)
		return named;
	return file_exists("luister/luister.yaml") ? "./luister" : "/etc/luister";
}

static _Noreturn void usage(const struct cli *cli, const char *why)
{
	if (why)
		fprintf(stderr, "%s: %s\n", cli->name, why);
	fprintf(stderr, "usage: %s %s\ntry '%s --help'\n", cli->name, cli->usage, cli->name);
	exit(STATUS_USAGE);
}

static _Noreturn void help(const struct cli *cli)
{
	printf("usage: %s %s\n\n%s%s", cli->name, cli->usage, cli->help, common_help);
	cli_end(STATUS_OK, NULL);
}

const char *cli_version(void)
{
	return LUISTER_VERSION;
}

void cli_parse(struct cli *cli, int argc, char **argv)
{
	static const struct option common[] = {
		{ "config", required_argument, NULL, 'c' }, { "db", required_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'V' },
	};
	struct option longs[32] = { 0 };
	size_t n = sizeof common / sizeof *common;
	memcpy(longs, common, sizeof common);
	for (const struct option *o = cli->longs; o && o->name && n < 31; o++)
		longs[n++] = *o;
	char *shorts = mem_printf("c:d:hVv%s", cli->options ? cli->options : "");

	program = cli->name;
	/* a file may grow no more: an error as a full disk's, no death */
	signal(SIGXFSZ, SIG_IGN);
	for (int code; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
		struct err e;
		switch (code) {
		case 'c': cli->config = optarg; break;
		case 'd': cli->db = optarg; break;
		case 'v': cli->verbose = ++verbose; break;
		case 'h': help(cli);
		case 'V':
			printf("%s %s\n", cli->name, cli_version());
			cli_end(STATUS_OK, NULL);
		case '?': usage(cli, NULL);
		default:
			if (cli->option(cli->self, code, optarg, &e) != STATUS_OK)
				usage(cli, e.msg);
		}
	}
	mem_free(shorts);
	if (!cli->config)
		cli->config = config_folder();
	cli->args = argv + optind;
	cli->nargs = argc - optind;
}

/* True when this program runs from the folder it was built in. */
static bool in_build(void)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n <= 0)
		return false;
	self[n] = '\0';
	return str_prefix(str_of(self), STR(LUISTER_BUILD "/"));
}

/* PREFIX/share/luister of a program in PREFIX/bin, so that a moved installation works; else the configured
 * one. */
static char *installed(void)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n > 0) {
		self[n] = '\0';
		char *slash = strrchr(self, '/');
		if (slash) {
			*slash = '\0';
			char *share = mem_printf("%s/../share/luister", self);
			if (file_exists(share))
				return share;
			mem_free(share);
		}
	}
	return mem_dup(LUISTER_INSTALLED);
}

char *cli_data(const char *what)
{
	const char *named = getenv("LUISTER_DATA");
	if (named && *named)
		return mem_printf("%s/%s", named, what);
	if (in_build())
		return mem_printf("%s/%s", LUISTER_SOURCE, what);
	char *share = installed();
	char *path = mem_printf("%s/%s", share, what);
	mem_free(share);
	return path;
}

int64_t cli_now(void)
{
	const char *given = getenv("LUISTER_NOW");
	if (!given || !*given)
		return clock_now();
	int64_t t = clock_parse(str_of(given));
	if (t == CLOCK_NONE) {
		cli_warn("LUISTER_NOW is not a time; write it as 2026-11-20T06:30:00Z");
		exit(STATUS_USAGE);
	}
	return t;
}
