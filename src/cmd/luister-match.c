/* luister-match: keeps the posts that mention a configured firm; everything else ends here. */
#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/config.h>
#include <luister/match.h>
#include <luister/stage.h>
#include <stdio.h>
#include <string.h>

struct self {
	struct matcher *matcher;
	struct tokenizer *tokenizer;
	struct arena *arena;
	struct buf extra, value;
	bool keep_all;
	long long misses;
};

static enum status option(void *self, int code, const char *arg, struct err *e)
{
	(void)code;
	(void)arg;
	(void)e;
	((struct self *)self)->keep_all = true;
	return STATUS_OK;
}

static void copy_names(struct match_firm *out, const struct config_firm *f, struct arena *a)
{
	out->names = arena_alloc(a, (f->nnames + f->nambiguous + 1) * sizeof *out->names);
	for (size_t i = 0; i < f->nnames; i++)
		out->names[out->nnames++] = (struct match_name){ .name = f->names[i] };
	for (size_t i = 0; i < f->nambiguous; i++) {
		const struct config_ambiguous *c = &f->ambiguous[i];
		out->names[out->nnames++] = (struct match_name){ c->name, c->near, c->nnear, c->not, c->nnot,
			c->window, true };
	}
	out->accounts = arena_alloc(a, (f->naccounts + 1) * sizeof *out->accounts);
	for (size_t i = 0; i < f->naccounts; i++)
		out->accounts[out->naccounts++] = (struct match_account){ f->accounts[i].platform,
			f->accounts[i].name };
}

static enum status matcher_of(const struct config *c, struct matcher **out, struct err *e)
{
	struct arena *a = arena_new();
	struct match_firm *firms = arena_alloc(a, (c->nfirms + 1) * sizeof *firms);
	for (size_t i = 0; i < c->nfirms; i++) {
		const struct config_firm *f = &c->firms[i];
		firms[i] = (struct match_firm){ .id = f->id, .domains = f->domains, .ndomains = f->ndomains,
			.hashtags = f->hashtags, .nhashtags = f->nhashtags };
		copy_names(&firms[i], f, a);
	}
	enum status status = matcher_new(firms, c->nfirms, out, e);
	arena_free(a);
	return status;
}

/* A post of a followed thread is kept for the thread's firms, whether it names them or not. */
static struct match with_context(struct match found, const struct post *p, struct arena *a)
{
	struct mention *all = arena_alloc(a, (found.nfirms + p->nfirms + 1) * sizeof *all);
	size_t n = found.nfirms;
	if (n)
		memcpy(all, found.firms, n * sizeof *all);
	for (size_t i = 0; i < p->nfirms; i++) {
		bool there = p->firms[i].role != ROLE_CONTEXT;
		for (size_t k = 0; k < found.nfirms && !there; k++)
			there = str_eq(found.firms[k].firm, p->firms[i].firm);
		if (!there)
			all[n++] = p->firms[i];
	}
	found.firms = all;
	found.nfirms = n;
	return found;
}

/* A mention whose author took the firm's name out of it is none any more: what it said until then goes. */
static void forget(struct self *s, const struct post *p)
{
	record_write_deletion(&s->extra, &(struct deletion){ .id = p->id, .source = p->source,
		.at = p->updated });
}

static enum verdict each(void *self, struct record *r, enum status *fatal, struct err *e)
{
	struct self *s = self;
	struct post p;
	(void)fatal;
	if (record_type(r) != RECORD_POST)
		return VERDICT_KEEP;
	if (record_post(r, &p, e) != STATUS_OK)
		return VERDICT_REJECT;
	arena_reset(s->arena);
	struct tokens tokens = tokenize(s->tokenizer, p.text, s->arena);
	struct match found = match_text(s->matcher, p.text, &tokens, p.platform, p.author, s->arena);
	if (p.context_id.p)
		found = with_context(found, &p, s->arena);
	for (size_t i = 0; i < found.nmisses; i++, s->misses++) {
		struct miss m = { p.id, str_of(found.misses[i].firm), p.published,
			str_of(found.misses[i].reason) };
		record_write_miss(&s->extra, &m);
	}
	if (!found.nfirms && p.edited)
		forget(s, &p);
	if (!found.nfirms && !s->keep_all)
		return VERDICT_DROP;
	buf_clear(&s->value);
	record_firms_json(&s->value, found.firms, found.nfirms);
	record_splice(r, "firms", buf_view(&s->value));
	return VERDICT_KEEP;
}

static const struct option longs[] = { { "keep-all", no_argument, NULL, 'k' }, { NULL, 0, NULL, 0 } };

int main(int argc, char **argv)
{
	struct self s = { 0 };
	struct err e = { STATUS_OK, "" };
	struct cli cli = {
		.name = "luister-match", .usage = "[--keep-all] < posts > posts",
		.help = "      --keep-all     posts that mention no firm pass too, with \"firms\":[]\n",
		.longs = longs, .option = option, .self = &s,
	};
	struct config *c = NULL;
	cli_parse(&cli, argc, argv);
	enum status status = cli.nargs ? err_set(&e, STATUS_USAGE, "no operands are taken")
		: config_load(cli.config, &c, &e);
	if (status == STATUS_OK)
		status = matcher_of(c, &s.matcher, &e);
	if (status != STATUS_OK)
		cli_end(status, &e);
	s.tokenizer = tokenizer_new();
	s.arena = arena_new();
	buf_init(&s.extra, CAP_LINE);
	buf_init(&s.value, CAP_LINE);
	struct stage stage = { .name = "luister-match", .in = stdin, .out = stdout, .each = each, .self = &s,
		.extra = &s.extra };
	status = stage_run(&stage, &e);
	cli_warn("%lld in, %lld kept, %lld dropped, %lld rejected, %lld misses", stage.tally.in,
		stage.tally.out, stage.tally.dropped, stage.tally.rejected, s.misses);
	buf_free(&s.value);
	buf_free(&s.extra);
	arena_free(s.arena);
	tokenizer_free(s.tokenizer);
	matcher_free(s.matcher);
	config_free(c);
	cli_end(status, &e);
}
