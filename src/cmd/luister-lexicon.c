/* luister-lexicon: the editor's tool. check, eval, explain, expand, import. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "common.h"

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/file.h>
#include <luister/json.h>
#include <luister/score.h>

#define CLASSES 3            /* pos neu neg, in the order of enum label */

struct self {
	const char *dir;
	bool json, errors;
	int half;                    /* eval: 1 odd rows, 2 even rows, 0 all */
	struct lexicon *lx;
	struct scorer *scorer;
	struct tokenizer *tokenizer;
	struct arena *arena;
};

static const struct option longs[] = {
	{ "lexicon", required_argument, NULL, 'l' },
	{ "json", no_argument, NULL, 'j' },
	{ "errors", no_argument, NULL, 'e' },
	{ "half", required_argument, NULL, 'f' },
	{ 0 }
};

static enum status option(void *p, int code, const char *arg, struct err *e)
{
	struct self *self = p;

	switch (code) {
	case 'l': self->dir = arg; break;
	case 'j': self->json = true; break;
	case 'e': self->errors = true; break;
	case 'f':
		self->half = !strcmp(arg, "odd") ? 1 : !strcmp(arg, "even") ? 2 : 0;
		if (!self->half)
			return err_set(e, STATUS_USAGE, "--half takes odd or even");
		break;
	}
	return STATUS_OK;
}

/* ---- check ---- */

static bool has_error(const char *text)
{
	return strstr(text, ": error: ") != NULL;
}

static enum status check(struct self *self, struct err *e)
{
	struct buf problems;
	enum status st;

	buf_init(&problems, CAP_LEXICON);
	st = lexicon_load(self->dir, &self->lx, &problems, e);
	fputs(buf_cstr(&problems), stdout);
	if (self->lx) {
		struct lexicon_size n = lexicon_size(self->lx);
		printf("%zu lemmas (%zu polar), %zu polar forms, %zu patterns, %zu emoji, %zu affixes, "
			"version %s\n", n.lemmas,
			n.polar_lemmas, n.forms, n.patterns, n.emoji, n.affixes, lexicon_version(self->lx));
	}
	if (st == STATUS_OK && has_error(buf_cstr(&problems)))
		st = err_set(e, STATUS_CONFIG, "the lexicon has errors");
	buf_free(&problems);
	return st;
}

/* ---- loading for the rest: what is wrong is said, what is right is used ---- */

static enum status load(struct self *self, struct err *e)
{
	struct buf problems;
	enum status st;

	buf_init(&problems, CAP_LEXICON);
	st = lexicon_load(self->dir, &self->lx, &problems, e);
	if (self->lx && st == STATUS_CONFIG) {
		cli_warn("the lexicon has errors: see luister-lexicon check");
		st = STATUS_OK;
	}
	buf_free(&problems);
	if (st != STATUS_OK)
		return st;
	self->scorer = scorer_new(self->lx);
	self->tokenizer = tokenizer_new();
	self->arena = arena_new();
	return st;
}

static struct score score_of(struct self *self, struct str text, struct tokens *t, bool explain)
{
	arena_reset(self->arena);
	*t = tokenize(self->tokenizer, text, self->arena);
	return score_text(self->scorer, &(struct score_in){ .text = text, .tokens = t, .rating = POST_UNKNOWN,
		.category = CATEGORY_MESSAGE, .explain = explain, .assume_dutch = true }, self->arena);
}

/* ---- eval ---- */

struct eval { long long n[CLASSES][CLASSES]; long long rows, none, mixed, skipped, right_sign, signed_rows; };

/* mixed and none count as neutral; both are reported beside */
static int class_of(const struct score *s)
{
	return s->label <= LABEL_NEG ? (int)s->label : LABEL_NEU;
}

static void eval_row(struct self *self, struct eval *ev, struct str line, long long row)
{
	struct str label, text = line;
	struct tokens t;

	if (!str_cut(&text, '\t', &label) || !utf8_valid(text))
		label = (struct str){ 0 };
	int truth = label_of(label);
	if (truth < 0 || truth >= CLASSES) {
		ev->skipped++;
		return;
	}
	if (self->half && (row % 2 == 1) != (self->half == 1))
		return;
	struct score s = score_of(self, text, &t, false);
	int said = class_of(&s);
	ev->rows++;
	ev->none += s.label == LABEL_NONE;
	ev->mixed += s.label == LABEL_MIXED;
	ev->n[truth][said]++;
	if (truth != LABEL_NEU) {
		ev->signed_rows++;
		ev->right_sign += truth == said;
	}
	if (self->errors && truth != said)
		printf("%lld\t%s\t%s\t%d\t%.*s\n", row, label_name(truth), label_name((int)s.label),
			s.polarity, STR_ARG(text));
}

static int part(long long a, long long b)
{
	return b ? (int)((a * 1000 + b / 2) / b) : 0;
}

struct figures { int acc, bal, f3, right, coverage, precision[CLASSES], recall[CLASSES], f1[CLASSES]; };

static struct figures figures_of(const struct eval *ev)
{
	struct figures f = { .acc = part(ev->right_sign, ev->signed_rows),
		.coverage = part(ev->rows - ev->none, ev->rows) };
	long long diagonal = 0;
	int sum = 0;

	for (int c = 0; c < CLASSES; c++) {
		long long truth = 0, said = 0;
		for (int k = 0; k < CLASSES; k++) {
			truth += ev->n[c][k];
			said += ev->n[k][c];
		}
		f.precision[c] = part(ev->n[c][c], said);
		f.recall[c] = part(ev->n[c][c], truth);
		f.f1[c] = part(2 * ev->n[c][c], truth + said);
		diagonal += ev->n[c][c];
		sum += f.f1[c];
	}
	f.right = part(diagonal, ev->rows);
	f.f3 = sum / CLASSES;
	f.bal = (f.recall[LABEL_POS] + f.recall[LABEL_NEG]) / 2;
	return f;
}

static void eval_text(const struct eval *ev, const struct figures *f)
{
	printf("rows %lld  skipped %lld  none %lld  mixed %lld\n", ev->rows, ev->skipped, ev->none,
		ev->mixed);
	printf("acc %.1f  bal %.1f  f3 %.1f  right %.1f  coverage %.1f\n\n", f->acc / 10.0, f->bal / 10.0,
		f->f3 / 10.0,
		f->right / 10.0, f->coverage / 10.0);
	printf("%-6s %9s %9s %9s | %9s %9s %9s\n", "", "precision", "recall", "f1", "said pos", "said neu",
		"said neg");
	for (int c = 0; c < CLASSES; c++)
		printf("%-6s %9.1f %9.1f %9.1f | %9lld %9lld %9lld\n", label_name(c), f->precision[c] / 10.0,
			f->recall[c] / 10.0,
			f->f1[c] / 10.0, ev->n[c][LABEL_POS], ev->n[c][LABEL_NEU], ev->n[c][LABEL_NEG]);
}

static void number(struct json *j, const char *key, long long n)
{
	json_key(j, key);
	json_int(j, n);
}

static void share(struct json *j, const char *key, int milli)
{
	json_key(j, key);
	json_milli(j, milli);
}

static void eval_json(const struct eval *ev, const struct figures *f, const char *version)
{
	struct buf b;
	struct json j;

	buf_init(&b, CAP_LINE);
	j = json_to(&b);
	json_open(&j, '{');
	number(&j, "rows", ev->rows);
	number(&j, "skipped", ev->skipped);
	number(&j, "none", ev->none);
	number(&j, "mixed", ev->mixed);
	share(&j, "acc", f->acc);
	share(&j, "bal", f->bal);
	share(&j, "f3", f->f3);
	share(&j, "right", f->right);
	share(&j, "coverage", f->coverage);
	json_key(&j, "lexicon");
	json_str(&j, str_of(version));
	json_key(&j, "classes");
	json_open(&j, '{');
	for (int c = 0; c < CLASSES; c++) {
		json_key(&j, label_name(c));
		json_open(&j, '{');
		share(&j, "precision", f->precision[c]);
		share(&j, "recall", f->recall[c]);
		share(&j, "f1", f->f1[c]);
		json_key(&j, "said");
		json_open(&j, '{');
		for (int k = 0; k < CLASSES; k++)
			number(&j, label_name(k), ev->n[c][k]);
		json_close(&j, '}');
		json_close(&j, '}');
	}
	json_close(&j, '}');
	json_close(&j, '}');
	puts(buf_cstr(&b));
	buf_free(&b);
}

static enum status eval(struct self *self, const char *path, struct err *e)
{
	struct eval ev = { .rows = 0 };
	struct buf text;
	struct str rest, line;
	enum status st;

	buf_init(&text, CAP_LEXICON);
	st = file_read(path, &text, e);
	rest = buf_view(&text);
	for (long long row = 1; st == STATUS_OK && str_cut(&rest, '\n', &line); row++)
		if (line.len)
			eval_row(self, &ev, line, row);
	if (st == STATUS_OK && ev.rows == 0)
		st = err_set(e, STATUS_DATA, "%s: no row of the form label TAB text", path);
	if (st == STATUS_OK) {
		struct figures f = figures_of(&ev);
		if (self->json)
			eval_json(&ev, &f, lexicon_version(self->lx));
		else
			eval_text(&ev, &f);
	}
	buf_free(&text);
	return st;
}

/* ---- explain ---- */

static struct str span_of(struct str text, const struct tokens *t, const struct why *w)
{
	if (w->ntokens == 0 || w->token >= t->n)
		return STR("-");
	const struct token *a = &t->t[w->token];
	return (struct str){ text.p + a->offset, a->len };
}

static void explain_text(const struct score *s, struct str text, const struct tokens *t)
{
	printf("%-18s %-28s %-22s %-12s %7s\n", "token", "entry", "where", "rule", "adds");
	for (size_t i = 0; i < s->nwhy; i++) {
		const struct why *w = &s->why[i];
		struct str span = span_of(text, t, w);
		char where[64] = "-";
		if (w->file)
			snprintf(where, sizeof where, "%s:%d", w->file, w->line);
		printf("%-18.*s %-28.*s %-22s %-12s %+7.3f\n", STR_ARG(span), STR_ARG(w->entry), where,
			w->rule, w->milli / 1000.0);
	}
	printf("\n%s %.3f  subjectivity %.3f  hits %d  words %d  process %s%s%s%s  intent %s  reply %s%s%s\n",
		label_name((int)s->label), s->polarity / 1000.0, s->subjectivity / 1000.0, s->hits, s->words,
		process_name((int)s->process), s->process_cue ? " (" : "", s->process_cue ? s->process_cue :
		"", s->process_cue ? ")" : "", intent_name((int)s->intent), s->needs_reply ? "yes" : "no",
		s->spam ? "  spam " : "", s->spam ? s->spam_cue : "");
}

static void field(struct json *j, const char *key, struct str value)
{
	json_key(j, key);
	json_str(j, value);
}

static void explain_json(const struct score *s, struct str text, const struct tokens *t)
{
	struct buf b;
	struct json j;

	buf_init(&b, CAP_LINE);
	j = json_to(&b);
	json_open(&j, '{');
	field(&j, "label", str_of(label_name((int)s->label)));
	share(&j, "polarity", s->polarity);
	share(&j, "subjectivity", s->subjectivity);
	number(&j, "hits", s->hits);
	number(&j, "words", s->words);
	field(&j, "process", str_of(process_name((int)s->process)));
	field(&j, "process_cue", str_of(s->process_cue));
	field(&j, "intent", str_of(intent_name((int)s->intent)));
	json_key(&j, "needs_reply");
	json_bool(&j, s->needs_reply);
	json_key(&j, "spam");
	json_bool(&j, s->spam);
	json_key(&j, "why");
	json_open(&j, '[');
	for (size_t i = 0; i < s->nwhy; i++) {
		const struct why *w = &s->why[i];
		json_open(&j, '{');
		field(&j, "token", span_of(text, t, w));
		number(&j, "tokens", (long long)w->ntokens);
		field(&j, "entry", w->entry);
		field(&j, "file", str_of(w->file));
		number(&j, "line", w->line);
		field(&j, "rule", str_of(w->rule));
		number(&j, "milli", w->milli);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	puts(buf_cstr(&b));
	buf_free(&b);
}

static enum status explain(struct self *self, const char *arg, struct err *e)
{
	struct str text = str_of(arg);
	struct tokens t;

	if (!utf8_valid(text))
		return err_set(e, STATUS_USAGE, "the text is not UTF-8");
	struct score s = score_of(self, text, &t, true);
	(self->json ? explain_json : explain_text)(&s, text, &t);
	return STATUS_OK;
}

/* ---- expand ---- */

static enum status expand(struct self *self, const char *word, struct err *e)
{
	struct buf b;
	enum status st;

	buf_init(&b, CAP_LINE);
	st = lexicon_expand(self->lx, str_of(word), &b, e);
	fputs(buf_cstr(&b), stdout);
	buf_free(&b);
	return st;
}

/* ---- import: other people's word lists as rows of other.tsv ---- */

static bool word_like(struct str s)
{
	return s.len > 0 && !memchr(s.p, ' ', s.len) && utf8_valid(s) && !ispunct((unsigned char)s.p[0]);
}

/* One row; `scale` is the list's own maximum: AFINN 5, VADER 4. */
static bool import_row(struct str line, double scale)
{
	struct str word, value, rest = line;
	char digits[32], *end;
	struct buf low;

	if (!str_cut(&rest, '\t', &word) || !str_cut(&rest, '\t', &value))
		return false;
	word = str_trim(word);
	value = str_trim(value);
	if (!word_like(word) || value.len == 0 || value.len >= sizeof digits)
		return false;
	memcpy(digits, value.p, value.len);
	digits[value.len] = '\0';
	double x = strtod(digits, &end) / scale;
	if (*end || !(x >= -1.0 && x <= 1.0))
		return false;
	buf_init(&low, CAP_LINE);
	fold_case(&low, word);
	printf("%s\tadv\t=\t%.3f\t0.5\t1\t-\timported\n", buf_cstr(&low), x);
	buf_free(&low);
	return true;
}

/* An attribute of one <word .../> line of Pattern's XML. */
static bool attribute(struct str line, const char *name, struct str *out)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n + 2 < line.len; i++) {
		if ((i && line.p[i - 1] != ' ') || memcmp(line.p + i, name, n) || line.p[i + n] != '=' ||
			line.p[i + n + 1] != '"')
			continue;
		const char *from = line.p + i + n + 2, *to = memchr(from, '"', line.len - i - n - 2);
		if (!to)
			return false;
		*out = (struct str){ from, (size_t)(to - from) };
		return true;
	}
	return false;
}

static bool import_pattern(struct str line)
{
	struct str form, polarity, subjectivity, pos;

	line = str_trim(line);
	if (!str_prefix(line, STR("<word ")) || !attribute(line, "form", &form) ||
		!attribute(line, "polarity", &polarity) ||
	    !word_like(form) || memchr(polarity.p, '\t', polarity.len) || polarity.len > 6)
		return false;
	if (!attribute(line, "subjectivity", &subjectivity) || subjectivity.len > 6)
		subjectivity = STR("0.5");
	if (!attribute(line, "pos", &pos))
		pos = STR("");
	printf("%.*s\t%s\t=\t%.*s\t%.*s\t1\t-\timported\n", STR_ARG(form), str_prefix(pos, STR("J")) ? "adj" :
		"adv", STR_ARG(polarity), STR_ARG(subjectivity));
	return true;
}

static enum status import(const char *format, const char *path, struct err *e)
{
	double scale = !strcmp(format, "afinn") ? 5.0 : !strcmp(format, "vader") ? 4.0 : 0.0;
	bool pattern = !strcmp(format, "pattern");
	long long rows = 0, left = 0;
	struct buf text;
	struct str rest, line;

	if (scale <= 0.0 && !pattern)
		return err_set(e, STATUS_USAGE, "the formats are afinn, vader and pattern");
	buf_init(&text, CAP_LEXICON);
	enum status st = file_read(path, &text, e);
	rest = buf_view(&text);
	if (st == STATUS_OK)
		printf("# imported from a list in the format %s: mind its licence\n", format);
	while (st == STATUS_OK && str_cut(&rest, '\n', &line)) {
		if (str_trim(line).len == 0 || line.p[0] == '#')
			continue;
		bool ok = pattern ? import_pattern(line) : import_row(line, scale);
		rows += ok;
		left += !ok && (!pattern || str_prefix(str_trim(line), STR("<word ")));
	}
	if (st == STATUS_OK)
		cli_warn("%lld words, %lld rows left out (more than one word, or no number)", rows, left);
	if (st == STATUS_OK && rows == 0)
		st = err_set(e, STATUS_DATA, "%s: no word in the format %s", path, format);
	buf_free(&text);
	return st;
}

/* ---- main ---- */

static enum status run(struct self *self, const struct cli *cli, struct err *e)
{
	const char *what = cli->nargs ? cli->args[0] : "";
	enum status st;

	if (!strcmp(what, "check") && cli->nargs == 1)
		return check(self, e);
	if (!strcmp(what, "import") && cli->nargs == 3)
		return import(cli->args[1], cli->args[2], e);
	if (cli->nargs != 2 || (strcmp(what, "eval") && strcmp(what, "explain") && strcmp(what, "expand")))
		return err_set(e, STATUS_USAGE,
			"check, eval FILE, explain TEXT, expand WORD or import FORMAT FILE");
	st = load(self, e);
	if (st != STATUS_OK)
		return st;
	if (!strcmp(what, "eval"))
		return eval(self, cli->args[1], e);
	return (!strcmp(what, "explain") ? explain : expand)(self, cli->args[1], e);
}

int main(int argc, char **argv)
{
	struct self self = { 0 };
	struct err e = { 0 };
	struct cli cli = {
		.name = "luister-lexicon",
		.usage = "[--lexicon DIR] [--json] [--errors] [--half odd|even] check | eval FILE | explain "
		"TEXT | expand WORD | import FORMAT FILE",
		.help = "  --lexicon DIR  another lexicon\n  --json         eval and explain: JSON\n"
			"  --errors       eval: list the rows that are wrong\n  --half H       eval: odd or "
			"even rows only\n",
		.options = "", .longs = longs, .option = option, .self = &self,
	};
	char *dir = NULL;

	cli_parse(&cli, argc, argv);
	enum status st = lexicon_dir(&cli, self.dir, &dir, &e);
	self.dir = dir;
	if (st == STATUS_OK)
		st = run(&self, &cli, &e);
	if (self.arena)
		arena_free(self.arena);
	tokenizer_free(self.tokenizer);
	scorer_free(self.scorer);
	lexicon_free(self.lx);
	mem_free(dir);
	cli_end(st, &e);
}
