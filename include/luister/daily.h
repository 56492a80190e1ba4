/* daily.h: one firm's day as figures (reports' definitions), computed by pure functions from facts, then
 * rendered. Nothing here reads a clock, a file or a store. */
#ifndef LUISTER_DAILY_H
#define LUISTER_DAILY_H

#include <luister/fact.h>
#include <luister/mem.h>
#include <luister/status.h>

/* mentions: roles addressed and mention, no copies */
struct daily_window { long long n, label[LABEL_COUNT]; };

struct daily_post {                  /* a post behind a figure */
	int64_t published;
	/* fragment: at most 20 words; NULL when the text has expired */
	const char *platform, *url, *fragment, *author;
	enum category category;
	enum role role;
	enum label label;
	int polarity;
	enum process process;
	enum intent intent;
};

struct daily_platform { const char *name; long long n, pos, neg; };

/* A source's coverage of the day in planned polls. A poll that succeeds later walks back over the gap, so
 * only what lies after the last success is missing. */
struct daily_source { const char *id; long planned, done; const char *error; };

struct daily {
	const char *firm, *name, *branch;
	struct day day;
	int64_t made, from, to;              /* the day is half-open: from <= published < to */
	bool provisional;                    /* until 72 hours after its end */
	bool incomplete;                     /* coverage under 90 %: no percentages */
	/* 1, 7, 28 days to `to`, and the 28 before */
	struct daily_window yesterday, week, month, month_before;
	struct daily_window process[PROCESS_COUNT];                 /* yesterday */
	struct daily_platform *platforms; size_t nplatforms;        /* yesterday, most first */
	struct daily_post *posts; size_t nposts;                    /* yesterday, strongest tone first */
	struct daily_post *open; size_t nopen; /* 7 days, need a reply and have none, oldest first */
	bool knows_answers;                  /* an own account was heard in 28 days: else "cannot know" */
	long long needing, answered;         /* 7 days, at least 24 hours old */
	long long missed_addressed, missed_other;
	int64_t median_response_s; /* clock time of those answered, CLOCK_NONE when there are none */
	long long copies, own, misses;       /* the waterfall of yesterday: hits that are no mentions */
	struct daily_source *sources; size_t nsources;
	long sources_ok;
	int64_t last_mention;                /* before `to`, CLOCK_NONE when none in 56 days */
};

struct daily_plan { const char *id; long every_s; };

/* All that a day is computed from. */
struct daily_in {
	const char *firm, *name, *branch;
	struct day day;                                  /* in the zone in use (zone_use) */
	int64_t now;
	const struct fact *facts; size_t nfacts; /* of the firm, from 56 days before the day's end on */
	const struct fact_poll *polls; size_t npolls;    /* from the day's start on */
	const struct daily_plan *plans; size_t nplans;   /* the configured sources */
	long long misses;
	bool (*text)(void *self, const struct fact *f, struct fact_text *out);
	void *self;
};

/* Pure: the same input gives the same figures. Strings and arrays live in `a`. */
void daily_compute(const struct daily_in *in, struct daily *out, struct arena *a);

/* Net sentiment (P-N)/(P+N) with its 95 % margin, 2 x Wilson - 1 (Wilson 1927), in thousandths and, rounded
 * once, in whole percents. False when P+N < 10. */
struct net { int value, low, high, percent, percent_low, percent_high; };
bool daily_net(const struct daily_window *w, struct net *out);

/* Renderers: into `out` (latched). Hostile bytes of posts (controls, bidi overrides) are left out by all of
 * them. */
struct render { bool english, color; };
void report_text(struct buf *out, const struct daily *d, const struct render *r);
void report_json(struct buf *out, const struct daily *d);
void report_html(struct buf *out, const struct daily *d, const struct render *r);

#endif
