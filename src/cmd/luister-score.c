/* luister-score: adds sentiment, process, intent and needs_reply to each post, and marks spam. */
#include <stdlib.h>
#include "common.h"
#include "scoring.h"

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/json.h>
#include <luister/stage.h>

struct self {
	const char *lexicon;
	bool explain;
	struct scoring *scoring;
	struct buf json;
};

static const struct option longs[] = {
	{ "lexicon", required_argument, NULL, 'l' },
	{ "explain", no_argument, NULL, 'x' },
	{ 0 }
};

static enum status option(void *p, int code, const char *arg, struct err *e)
{
	struct self *self = p;

	(void)e;
	if (code == 'l')
		self->lexicon = arg;
	else
		self->explain = true;
	return STATUS_OK;
}

static void sentiment_json(struct buf *out, const struct score *s, const struct post *p)
{
	struct json j = json_to(out);

	json_open(&j, '{');
	json_key(&j, "label");
	json_str(&j, str_of(label_name((int)s->label)));
	json_key(&j, "polarity");
	json_milli(&j, s->polarity);
	json_key(&j, "hits");
	json_int(&j, s->hits);
	json_key(&j, "words");
	json_int(&j, s->words);
	json_key(&j, "lang");
	json_str(&j, str_of(s->lang));
	json_key(&j, "firms");
	json_open(&j, '{');
	for (size_t i = 0; i < p->nfirms; i++) {
		char *id = mem_dupn(p->firms[i].firm.p, p->firms[i].firm.len);
		json_key(&j, id);
		mem_free(id);
		json_open(&j, '{');
		json_key(&j, "label");
		json_str(&j, str_of(label_name((int)p->firms[i].label)));
		json_key(&j, "polarity");
		json_milli(&j, p->firms[i].polarity);
		json_close(&j, '}');
	}
	json_close(&j, '}');
	json_close(&j, '}');
}

static void why_json(struct buf *out, const struct score *s, const struct post *p, const struct tokens *t)
{
	struct json j = json_to(out);

	json_open(&j, '[');
	for (size_t i = 0; i < s->nwhy; i++) {
		const struct why *w = &s->why[i];
		json_open(&j, '{');
		json_key(&j, "token");
		if (w->ntokens && w->token < t->n)
			json_str(&j, (struct str){ p->text.p + t->t[w->token].offset, t->t[w->token].len });
		else
			json_str(&j, (struct str){ 0 });
		json_key(&j, "at");
		json_int(&j, w->token < t->n ? (long long)t->t[w->token].offset : 0);
		json_key(&j, "tokens");
		json_int(&j, (long long)w->ntokens);
		json_key(&j, "entry");
		json_str(&j, w->entry);
		json_key(&j, "file");
		json_str(&j, str_of(w->file));
		json_key(&j, "line");
		json_int(&j, w->line);
		json_key(&j, "rule");
		json_str(&j, str_of(w->rule));
		json_key(&j, "milli");
		json_int(&j, w->milli);
		json_close(&j, '}');
	}
	json_close(&j, ']');
}

static void splice_str(struct self *self, struct record *r, const char *key, const char *value)
{
	struct json j;

	buf_clear(&self->json);
	j = json_to(&self->json);
	json_str(&j, str_of(value));
	record_splice(r, key, buf_view(&self->json));
}

static enum verdict each(void *p, struct record *r, enum status *fatal, struct err *e)
{
	struct self *self = p;
	struct post post;

	(void)fatal;
	if (record_type(r) != RECORD_POST)
		return VERDICT_KEEP;
	if (record_post(r, &post, e) != STATUS_OK)
		return VERDICT_REJECT;
	struct tokens t;
	bool marked = post.spam;
	struct score s = scoring_post(self->scoring, &post, self->explain, &t);
	buf_clear(&self->json);
	sentiment_json(&self->json, &s, &post);
	/* the whys borrow the post's text: they are written before the record changes */
	struct buf why;
	buf_init(&why, CAP_LINE);
	if (self->explain)
		why_json(&why, &s, &post, &t);
	record_splice(r, "sentiment", buf_view(&self->json));
	splice_str(self, r, "process", process_name((int)s.process));
	splice_str(self, r, "intent", intent_name((int)s.intent));
	record_splice(r, "needs_reply", s.needs_reply ? STR("true") : STR("false"));
	/* only spam has the mark; one of another lexicon is taken back */
	if (s.spam || marked)
		record_splice(r, "spam", s.spam ? STR("true") : STR("false"));
	if (self->explain && !why.failed)
		record_splice(r, "why", buf_view(&why));
	buf_free(&why);
	return VERDICT_KEEP;
}

int main(int argc, char **argv)
{
	struct self self = { 0 };
	struct err e = { 0 };
	struct cli cli = {
		.name = "luister-score", .usage = "[--lexicon DIR] [--explain] < records > records",
		.help = "  --lexicon DIR  another lexicon\n  --explain      add \"why\": what each word "
		"did\n", .options = "", .longs = longs, .option = option, .self = &self,
	};
	struct stage stage = { .name = "luister-score", .in = stdin, .out = stdout, .each = each,
		.self = &self };

	cli_parse(&cli, argc, argv);
	if (cli.nargs) {
		err_set(&e, STATUS_USAGE, "no operands are taken");
		cli_end(STATUS_USAGE, &e);
	}
	char *dir = NULL;
	enum status st = lexicon_dir(&cli, self.lexicon, &dir, &e);
	if (st == STATUS_OK)
		st = scoring_open(dir, &self.scoring, &e);
	if (st == STATUS_OK) {
		buf_init(&self.json, CAP_LINE);
		st = stage_run(&stage, &e);
		cli_note("%lld posts scored, lexicon %s", stage.tally.out, scoring_version(self.scoring));
		buf_free(&self.json);
	}
	scoring_close(self.scoring);
	mem_free(dir);
	cli_end(st, &e);
}
