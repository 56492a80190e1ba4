/* luister-store: the sink. Counts every post once, whatever is killed when: a source's cursor is committed
 * in one transaction with the posts before it. */
#include <stdlib.h>
#include <luister/mem.h>
#include <luister/stage.h>
#include "common.h"

struct self {
	const char *key;
	long batch, pending;
	struct store *store;
	long long put[STORE_ERASED + 1], deleted, misses, rejects, states;
};

static const struct option longs[] = {
	{ "batch", required_argument, NULL, 'b' },
	{ "key", required_argument, NULL, 'k' },
	{ 0 }
};

static enum status option(void *p, int code, const char *arg, struct err *e)
{
	struct self *self = p;
	char *end;
	if (code == 'k') {
		self->key = arg;
		return STATUS_OK;
	}
	self->batch = strtol(arg, &end, 10);
	if (*end || end == arg || self->batch < 1 || self->batch > 1000000)
		return err_set(e, STATUS_USAGE, "--batch takes a number from 1 to 1000000");
	return STATUS_OK;
}

static enum verdict reject(struct self *self, struct err *e)
{
	self->rejects++;
	store_reject(self->store, &(struct reject){ STR("luister-store"), str_of(e->msg), { "", 0 } });
	return VERDICT_REJECT;
}

static enum verdict put_post(struct self *self, struct record *r, struct err *e)
{
	struct post p;
	if (record_post(r, &p, e) != STATUS_OK || !store_takes(&p, e))
		return reject(self, e);
	enum store_put put = store_post(self->store, &p);
	self->put[put]++;
	self->pending++;
	return put == STORE_OLD || put == STORE_ERASED ? VERDICT_DROP : VERDICT_KEEP;
}

static enum verdict put_other(struct self *self, struct record *r, bool *cursor, struct err *e)
{
	struct deletion d;
	struct state st;
	struct miss m;
	struct reject j;
	enum status bad = STATUS_OK;
	switch (record_type(r)) {
	case RECORD_DELETE:
		if ((bad = record_deletion(r, &d, e)) == STATUS_OK) {
			store_delete(self->store, &d);
			self->deleted++;
			self->pending++;
		}
		break;
	case RECORD_STATE:
		if ((bad = record_state(r, &st, e)) == STATUS_OK) {
			store_state(self->store, &st);
			self->states++;
			*cursor = st.cursor.len > 0;
		}
		break;
	case RECORD_MISS:
		if ((bad = record_miss(r, &m, e)) == STATUS_OK) {
			store_miss(self->store, &m);
			self->misses++;
		}
		break;
	case RECORD_REJECT:
		if ((bad = record_reject(r, &j, e)) == STATUS_OK) {
			store_reject(self->store, &j);
			self->rejects++;
		}
		break;
	default:
		break;
	}
	return bad == STATUS_OK ? VERDICT_KEEP : reject(self, e);
}

static enum verdict each(void *p, struct record *r, enum status *fatal, struct err *e)
{
	struct self *self = p;
	bool cursor = false;
	enum verdict v = record_type(r) == RECORD_POST ? put_post(self, r, e) : put_other(self, r, &cursor,
		e);
	if (cursor || self->pending >= self->batch) {
		struct err ce = { STATUS_OK, "" };
		self->pending = 0;
		*fatal = store_commit(self->store, &ce);
		if (*fatal != STATUS_OK)
			*e = ce;
	}
	return v;
}

static enum status segment_end(void *p, struct err *e)
{
	struct self *self = p;
	self->pending = 0;
	return store_commit(self->store, e);
}

static void plans(struct store *s, const struct config *c)
{
	for (size_t i = 0; c && i < c->nsources; i++)
		store_plan(s, c->sources[i].id, c->sources[i].every_s);
}

static enum status run(struct self *self, struct err *e)
{
	struct stage stage = { .name = "luister-store", .in = stdin, .each = each, .segment_end = segment_end,
		.self = self };
	enum status st = stage_run(&stage, e);
	if (st == STATUS_OK)
		st = store_commit(self->store, e);
	cli_warn("%lld new, %lld changed, %lld same, %lld deleted, %lld too old, %lld erased authors', %lld "
		"misses, "
		"%lld rejects", self->put[STORE_NEW], self->put[STORE_CHANGED], self->put[STORE_SAME],
		self->deleted, self->put[STORE_OLD], self->put[STORE_ERASED], self->misses, self->rejects);
	return st;
}

int main(int argc, char **argv)
{
	struct self self = { .batch = 1000 };
	struct cli cli = { .name = "luister-store", .usage = "[--batch N] [--key FILE] [-c DIR] [-d DIR]",
		.help = "  --batch N      commit after each N posts too (1000)\n"
			"  --key FILE     the key of the hashes (default: key_file, or DIR.key)\n",
		.options = "", .longs = longs, .option = option, .self = &self };
	struct err e = { STATUS_OK, "" };
	struct store_options o;
	struct config *config;
	char *owned;
	cli_parse(&cli, argc, argv);
	enum status st = cli.nargs ? err_set(&e, STATUS_USAGE, "no operands: records come on standard input")
		: store_options_from(&cli, self.key, &o, &config, &owned, &e);
	if (st == STATUS_USAGE)
		cli_end(st, &e);
	if (st == STATUS_OK)
		st = store_open(&o, STORE_WRITE, &self.store, &e);
	if (st == STATUS_OK) {
		plans(self.store, config);
		st = run(&self, &e);
	}
	store_close(self.store);
	config_free(config);
	mem_free(owned);
	cli_end(st, &e);
}
