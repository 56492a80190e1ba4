/* luister-db: looks after the store. */
#include <string.h>
#include <luister/caps.h>
#include <luister/json.h>
#include <luister/mem.h>
#include "common.h"
#include "scoring.h"
#include "traces.h"

#define CAP_ANSWER ((size_t)1 << 30)

struct self {
	const char *key, *author, *lexicon;
	const char *dir;                                 /* of the store */
	struct store *store;
	struct config *config;                           /* or NULL */
	struct cli *cli;
	int64_t now;
};

static const struct option longs[] = {
	{ "key", required_argument, NULL, 'k' },
	{ "author", required_argument, NULL, 'a' },
	{ "lexicon", required_argument, NULL, 'l' },
	{ 0 }
};

static enum status option(void *p, int code, const char *arg, struct err *e)
{
	struct self *self = p;
	(void)e;
	if (code == 'k')
		self->key = arg;
	else if (code == 'l')
		self->lexicon = arg;
	else
		self->author = arg;
	return STATUS_OK;
}

static enum status print(struct str s, struct err *e)
{
	if (s.len && fwrite(s.p, 1, s.len, stdout) != s.len)
		return err_set(e, STATUS_IO, "cannot write to standard output");
	return STATUS_OK;
}

static enum status print_line(void *self, struct str line, struct err *e)
{
	(void)self;
	return print(line, e);
}

static enum status do_stat(struct self *s, struct buf *out, struct err *e) { return store_stat(s->store,
	out, e); }
static enum status do_check(struct self *s, struct buf *out, struct err *e) { return store_check(s->store,
	out, e); }
static enum status do_purge(struct self *s, struct buf *out, struct err *e) { return store_purge(s->store,
	s->now, out, e); }
/* The store first: what it no longer holds stands in no page that is made afterwards. */
static enum status do_erase(struct self *s, struct buf *out, struct err *e)
{
	struct traces *t = traces_new(s->config);
	struct store_trace trace = { traces_add, t };
	enum status st = store_erase(s->store, s->author, &trace, out, e);
	if (st == STATUS_OK)
		st = traces_remove(t, out, e);
	if (st == STATUS_OK)
		backups_named(s->dir, out);
	traces_free(t);
	return st;
}

static enum status do_access(struct self *s, struct buf *out, struct err *e)
{
	struct traces *t = traces_new(s->config);
	struct store_trace trace = { traces_add, t };
	enum status st = store_access(s->store, s->author, &trace, out, e);
	if (st == STATUS_OK)
		traces_print(t, out);
	traces_free(t);
	return st;
}

static enum status do_export(struct self *s, struct buf *out, struct err *e)
{
	(void)out;
	return store_export(s->store, print_line, NULL, e);
}

static void score_one(void *scoring, struct post *p)
{
	scoring_post(scoring, p, false, NULL);
}

static enum status do_rescore(struct self *s, struct buf *out, struct err *e)
{
	struct scoring *scoring;
	char *dir = lexicon_of(s->lexicon, s->config);
	enum status st = scoring_open(dir, &scoring, e);
	if (st == STATUS_OK)
		st = store_rescore(s->store, score_one, scoring, out, e);
	scoring_close(scoring);
	mem_free(dir);
	return st;
}

static enum status do_compact(struct self *s, struct buf *out, struct err *e)
{
	(void)out;
	return store_compact(s->store, e);
}

static enum status do_backup(struct self *s, struct buf *out, struct err *e)
{
	(void)out;
	enum status st = store_backup(s->store, s->cli->args[1], e);
	return st == STATUS_OK ? backups_note(s->dir, s->cli->args[1], e) : st;
}

static void put_time(struct json *j, const char *key, int64_t t)
{
	json_key(j, key);
	json_time(j, t);
}

static enum status cursor_of(void *p, const char *source, struct err *e)
{
	struct self *s = p;
	struct str cursor;
	struct buf out;
	int64_t not_before, last;
	if (!store_cursor(s->store, source, &cursor, &not_before, &last))
		return err_set(e, STATUS_NOINPUT, "no cursor of source %s", source);
	buf_init(&out, CAP_LINE);
	struct json j = json_to(&out);
	json_open(&j, '{');
	json_key(&j, "source");
	json_str(&j, str_of(source));
	json_key(&j, "cursor");
	if (cursor.p)
		json_raw(&j, cursor);
	else
		json_nil(&j);
	put_time(&j, "last_poll", last);
	put_time(&j, "not_before", not_before);
	json_close(&j, '}');
	buf_putc(&out, '\n');
	enum status st = print(buf_view(&out), e);
	buf_free(&out);
	return st;
}

static enum status do_cursor(struct self *s, struct buf *out, struct err *e)
{
	(void)out;
	return s->cli->nargs > 1 ? cursor_of(s, s->cli->args[1], e) : store_sources(s->store, cursor_of, s,
		e);
}

static const struct command {
	const char *name;
	enum store_mode mode;
	int min, max;                                    /* operands, the command's name included */
	bool author;
	enum status (*run)(struct self *s, struct buf *out, struct err *e);
} commands[] = {
	{ "stat", STORE_READ, 1, 1, false, do_stat },
	{ "check", STORE_READ, 1, 1, false, do_check },
	{ "export", STORE_READ, 1, 1, false, do_export },
	{ "cursor", STORE_READ, 1, 2, false, do_cursor },
	{ "rescore", STORE_WRITE, 1, 1, false, do_rescore },
	{ "purge", STORE_WRITE, 1, 1, false, do_purge },
	{ "erase", STORE_WRITE, 1, 1, true, do_erase },
	{ "access", STORE_READ, 1, 1, true, do_access },
	{ "compact", STORE_WRITE, 1, 1, false, do_compact },
	{ "backup", STORE_READ, 2, 2, false, do_backup },
};

static const struct command *command_of(const struct self *s, struct err *e)
{
	const char *name = s->cli->nargs ? s->cli->args[0] : "";
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		const struct command *c = &commands[i];
		if (strcmp(c->name, name) != 0)
			continue;
		if (s->cli->nargs < c->min || s->cli->nargs > c->max)
			err_set(e, STATUS_USAGE, "%s: wrong number of operands", name);
		else if (c->author != (s->author != NULL))
			err_set(e, STATUS_USAGE, c->author ? "%s needs --author" : "%s takes no --author",
				name);
		else if (s->lexicon && c->run != do_rescore)
			err_set(e, STATUS_USAGE, "%s takes no --lexicon", name);
		else
			return c;
		return NULL;
	}
	err_set(e, STATUS_USAGE, *name ? "unknown command %s" : "a command is needed%s", name);
	return NULL;
}

static enum status run(struct self *s, const struct command *c, struct err *e)
{
	struct store_options o;
	struct config *config;
	struct buf out;
	char *owned;
	enum status st = store_options_from(s->cli, s->key, &o, &config, &owned, e);
	s->now = o.now;
	s->dir = o.dir;
	s->config = config;
	/* nothing to look after: do not make a store by the way */
	if (st == STATUS_OK && c->mode == STORE_WRITE)
		st = store_open(&o, STORE_READ, &s->store, e);
	if (st == STATUS_OK && c->mode == STORE_WRITE) {
		store_close(s->store);
		s->store = NULL;
	}
	if (st == STATUS_OK)
		st = store_open(&o, c->mode, &s->store, e);
	if (st == STATUS_OK) {
		struct err we = { STATUS_OK, "" };
		buf_init(&out, CAP_ANSWER);
		st = c->run(s, &out, e);
		enum status wrote = print(buf_view(&out), &we);
		if (st == STATUS_OK && (st = wrote) != STATUS_OK)
			*e = we;
		buf_free(&out);
	}
	store_close(s->store);
	config_free(config);
	mem_free(owned);
	return st;
}

int main(int argc, char **argv)
{
	struct self self = { .key = NULL };
	struct cli cli = { .name = "luister-db",
		.usage = "[--key FILE] [-c DIR] [-d DIR] stat|check|export|cursor [SOURCE]|"
			"rescore [--lexicon DIR]|purge|erase "
		"--author A|"
			"access --author A|compact|backup DIR",
		.help = "  --key FILE     the key of the hashes (default: key_file, or DIR.key)\n"
			"  --lexicon DIR  another lexicon to rescore with\n"
			"  --author A     whose posts to erase or to show\n",
		.options = "", .longs = longs, .option = option, .self = &self };
	struct err e = { STATUS_OK, "" };
	self.cli = &cli;
	cli_parse(&cli, argc, argv);
	const struct command *c = command_of(&self, &e);
	cli_end(c ? run(&self, c, &e) : e.status, &e);
}
