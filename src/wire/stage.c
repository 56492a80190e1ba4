#include "lines.h"

#include <luister/caps.h>
#include <luister/cli.h>
#include <luister/stage.h>
#include <errno.h>
#include <string.h>

#define ENOUGH ((size_t)64 << 10)    /* for one write */

/* One run's state. A segment is what stands before an end record; streams may be concatenated as whole
 * segments. */
struct run {
	struct stage *stage;
	struct lines lines;
	struct record *record;
	struct tally segment;
	long long broken;        /* lines of the segment that were no record: they may have been posts */
	long long rejects;       /* of all segments */
	bool open;               /* something came since the last end */
	struct buf out;
};

static void add(struct tally *sum, const struct tally *t)
{
	sum->made += t->made;
	sum->in += t->in;
	sum->out += t->out;
	sum->dropped += t->dropped;
	sum->rejected += t->rejected;
}

static enum status flush(struct run *run, struct err *e)
{
	FILE *out = run->stage->out;
	struct str s = buf_view(&run->out);
	bool fine = !run->out.failed && (!out || fwrite(s.p, 1, s.len, out) == s.len);
	buf_clear(&run->out);
	return fine ? STATUS_OK : err_set(e, STATUS_IO, "cannot write: %s", strerror(errno));
}

static void emit(struct run *run, struct str line)
{
	buf_str(&run->out, line);
	buf_putc(&run->out, '\n');
}

static void reject(struct run *run, struct str source, const char *why)
{
	struct reject r = { str_of(run->stage->name), str_of(why), source };
	if (++run->rejects <= CAP_REJECT_SAID)
		cli_warn("line %lld: %s", run->lines.number, why);
	run->segment.rejected++;
	record_write_reject(&run->out, &r);
}

static void broken(struct run *run, const char *why)
{
	run->broken++;
	run->segment.in++;
	reject(run, (struct str){ NULL, 0 }, why);
}

static bool too_many(const struct tally *t)
{
	return t->rejected > CAP_REJECT_FEW && t->rejected * 100 > (t->in + t->made) * CAP_REJECT_PERCENT;
}

/* The stage before says how many posts it sent; lines that we could not read may have been some of them. */
static enum status check_sum(struct run *run, struct err *e)
{
	struct tally before;
	struct tally *t = &run->segment;
	enum status status = record_end_tally(run->record, &before, e);
	if (status != STATUS_OK)
		return err_set(e, STATUS_TEMP,
			"line %lld: the end record is unusable; run the stages before again",
			run->lines.number);
	long long extra = t->in - before.out;
	if (extra > 0 && extra <= run->broken) {
		t->in -= extra;
		t->rejected -= extra;
		extra = 0;
	}
	if (extra != 0)
		return err_set(e, STATUS_TEMP,
			"line %lld: %lld posts came, the stage before sent %lld; run it again",
			run->lines.number, t->in, before.out);
	return STATUS_OK;
}

static enum status end_segment(struct run *run, struct err *e)
{
	bool bad = too_many(&run->segment);     /* before the sum forgives lines that were no posts */
	enum status status = check_sum(run, e);
	if (status == STATUS_OK && bad)
		status = err_set(e, STATUS_DATA, "%lld of %lld posts rejected: the stream is bad",
			run->segment.rejected, run->segment.in);
	if (status == STATUS_OK && run->stage->segment_end)
		status = run->stage->segment_end(run->stage->self, e);
	if (status != STATUS_OK)
		return status;
	record_write_end(&run->out, record_field(run->record, "stages"), run->stage->name, &run->segment);
	add(&run->stage->tally, &run->segment);
	run->segment = (struct tally){ 0 };
	run->broken = 0;
	run->open = false;
	return STATUS_OK;
}

static enum status one(struct run *run, struct err *e)
{
	struct stage *stage = run->stage;
	enum status fatal = STATUS_OK;
	struct err why = { STATUS_DATA, "unusable" };
	bool post = record_type(run->record) == RECORD_POST;
	run->segment.in += post;
	enum verdict verdict = stage->each(stage->self, run->record, &fatal, &why);
	if (fatal != STATUS_OK) {
		*e = why;
		return fatal;
	}
	if (stage->extra) {
		buf_str(&run->out, buf_view(stage->extra));
		buf_clear(stage->extra);
	}
	if (verdict == VERDICT_KEEP) {
		run->segment.out += post;
		emit(run, record_line(run->record));
	} else if (verdict == VERDICT_DROP) {
		run->segment.dropped += post;
	} else {
		struct str source = record_field(run->record, "source");
		if (source.len >= 2 && source.p[0] == '"')
			source = (struct str){ source.p + 1, source.len - 2 };
		reject(run, source, why.msg);
		run->segment.rejected -= !post; /* the tally counts posts */
	}
	return STATUS_OK;
}

static enum status line(struct run *run, struct str text, struct err *e)
{
	struct err why;
	if (!str_trim(text).len)
		return STATUS_OK;
	run->open = true;
	if (record_parse(run->record, text, &why) != STATUS_OK) {
		broken(run, why.msg);
		return STATUS_OK;
	}
	return record_type(run->record) == RECORD_END ? end_segment(run, e) : one(run, e);
}

static enum status loop(struct run *run, struct err *e)
{
	enum status status = STATUS_OK;
	bool seen = false;
	while (status == STATUS_OK) {
		struct str text;
		switch (lines_next(&run->lines, &text)) {
		case LINES_LINE:
			status = line(run, text, e);
			break;
		case LINES_LONG:
			run->open = true;
			broken(run, "longer than 1 MiB");
			break;
		case LINES_CUT:
			return err_set(e, STATUS_TEMP, "line %lld: cut off; the stage before did not finish",
				run->lines.number);
		case LINES_ERROR:
			return err_set(e, STATUS_IO, "cannot read: %s", strerror(errno));
		case LINES_END:
			if (run->open || !seen)
				return err_set(e, STATUS_TEMP,
					"no end record: the stage before did not finish");
			return flush(run, e);
		}
		seen = true;
		if (status == STATUS_OK && run->out.len >= ENOUGH)
			status = flush(run, e);
	}
	return status;
}

enum status stage_run(struct stage *s, struct err *e)
{
	struct run run = { .stage = s, .record = record_new() };
	lines_init(&run.lines, s->in);
	buf_init(&run.out, 4 * CAP_LINE + ENOUGH);
	s->tally = (struct tally){ 0 };
	enum status status = loop(&run, e);
	if (status != STATUS_OK) {
		struct err ignored;
		add(&s->tally, &run.segment);
		flush(&run, &ignored); /* what is whole goes on: each post counts once */
	}
	if (run.rejects > CAP_REJECT_SAID)
		cli_warn("%lld more lines rejected", run.rejects - CAP_REJECT_SAID);
	if (s->out && fflush(s->out) != 0 && status == STATUS_OK)
		status = err_set(e, STATUS_IO, "cannot write: %s", strerror(errno));
	buf_free(&run.out);
	lines_fini(&run.lines);
	record_free(run.record);
	return status;
}
