/* daily.h: one firm's day as figures (reports' definitions), computed by pure functions from facts, then rendered.
 * Nothing here reads a clock, a file or a store. */
#ifndef LUISTER_DAILY_H
#define LUISTER_DAILY_H

#include <luister/fact.h>
#include <luister/status.h>

struct daily_window { long long n, label[LABEL_COUNT]; };

struct daily_post {                  /* a post behind a figure */
	int64_t published;
	const char *platform, *url, *fragment, *author; /* fragment: at most 20 words; url, fragment NULL when expired */
	enum category category; enum role role; enum label label; int polarity;
	enum process process; enum intent intent;
	bool open;
};

struct daily_source { const char *id; long planned, done; const char *error; int64_t since; };

struct daily {
	const char *firm, *name, *branch, *zone;
	struct day day;
	int64_t made, from, to;
	bool provisional, incomplete;
	struct daily_window yesterday, week, month, month_before;
	long long process[PROCESS_COUNT][LABEL_COUNT];   /* yesterday */
	struct { const char *platform; long long n, pos, neg; } *platforms; size_t nplatforms;
	struct daily_post *posts;  size_t nposts;        /* yesterday's, most telling first */
	struct daily_post *open;   size_t nopen;         /* open questions and complaints, oldest first */
	long long needing, answered;                     /* 7 days, at least 24 h old */
	int64_t median_response_s;                       /* CLOCK_NONE: cannot know */
	long long own, missed_hits, not_dutch;           /* the waterfall of yesterday */
	struct daily_source *sources; size_t nsources;
	long sources_ok;
};

/* Net sentiment (P-N)/(P+N) in thousandths with its 95 % margin, 2 x Wilson - 1 (Wilson 1927). False when P+N < 10. */
struct net { int value, low, high; };
bool daily_net(const struct daily_window *w, struct net *out);

/* Renderers: into `out` (latched). lang is "nl" or "en". */
struct render { const char *lang; bool color; int width; };
void report_text(struct buf *out, const struct daily *d, const struct render *r);
void report_json(struct buf *out, const struct daily *d);
void report_markdown(struct buf *out, const struct daily *d, const struct render *r);
void report_csv(struct buf *out, const struct daily *d);
void report_html(struct buf *out, const struct daily *d, const struct render *r);

#endif
