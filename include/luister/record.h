/* record.h: one line of the wire (luister.5). The only module that knows how a record is spelled; JSON is
 * read inside and nowhere else. */
#ifndef LUISTER_RECORD_H
#define LUISTER_RECORD_H

#include <luister/post.h>
#include <luister/status.h>

enum record_type { RECORD_POST, RECORD_DELETE, RECORD_STATE, RECORD_END, RECORD_MISS, RECORD_REJECT,
	RECORD_OTHER };

struct record;
struct record *record_new(void);
void record_free(struct record *r);

/* Reads one line (without its newline). Everything borrowed from the record lives until the next parse.
 * STATUS_DATA with a reason that never quotes the input. */
enum status record_parse(struct record *r, struct str line, struct err *e);

enum record_type record_type(const struct record *r);
/* The bytes as they came, with what was spliced in; borrowed until the next parse, splice or record_line. */
struct str record_line(struct record *r);

/* The fields of a post; STATUS_DATA when a required one (id, source, platform, category, published, text) is
 * missing or wrong. Fields that match and score add are read when they are there. The firms array lives in
 * the record. */
enum status record_post(struct record *r, struct post *out, struct err *e);

enum status record_deletion(struct record *r, struct deletion *out, struct err *e);
enum status record_state(struct record *r, struct state *out, struct err *e);
enum status record_miss(struct record *r, struct miss *out, struct err *e);
enum status record_reject(struct record *r, struct reject *out, struct err *e);

/* What a stage did with post records: made + in = out + dropped + rejected. */
struct tally { long long made, in, out, dropped, rejected; };
/* The last stage's tally of an end record; STATUS_DATA when there is none or its sum is wrong. */
enum status record_end_tally(struct record *r, struct tally *out, struct err *e);

/* A named top-level field as JSON text (borrowed, absent when not there): for what a stage passes through. */
struct str record_field(struct record *r, const char *key);

/* Splices "key":value in before the last brace; one that is there already goes. `value` is JSON text.
 * record_line and record_field have it from now on, record_post after the next parse. */
void record_splice(struct record *r, const char *key, struct str value);

/* Writers of whole lines, newline included, into a buffer. */
void record_write_post(struct buf *out, const struct post *p);   /* match's and score's fields too when set */
void record_write_deletion(struct buf *out, const struct deletion *d);
void record_write_state(struct buf *out, const struct state *s);
void record_write_miss(struct buf *out, const struct miss *m);
void record_write_reject(struct buf *out, const struct reject *j);

/* An end line: the stages so far (`before`, the JSON array of an end record, or absent) and this one. */
void record_write_end(struct buf *out, struct str before, const char *name, const struct tally *t);

/* The values that match and score splice in. */
void record_firms_json(struct buf *out, const struct mention *firms, size_t n);
void record_sentiment_json(struct buf *out, const struct post *p);

#endif
