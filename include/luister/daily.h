/* daily.h: one firm's day as figures (reports' definitions), computed by pure functions from counters and
 * facts, then rendered. Nothing here reads a clock, a file or a store.
 *
 * Units: times are UTC seconds, spans of time seconds, shares and rates thousandths (0..1000), net sentiment
 * thousandths (-1000..1000), means of counts thousandths of a post. DAILY_UNKNOWN stands for every figure
 * that cannot be known or that is too small to be given: a page shows "-", JSON null, never 0. */
#ifndef LUISTER_DAILY_H
#define LUISTER_DAILY_H

#include <luister/fact.h>
#include <luister/mem.h>
#include <luister/status.h>

#define DAILY_UNKNOWN INT64_MIN
#define DAILY_WEEKS 8                /* of same weekdays that make the baseline */
/* local days of counters that a day is computed from, itself the last: the baseline of the days before it
 * too, because an alarm rings once */
#define DAILY_DAYS 64
#define DAILY_FRAGMENT_WORDS 20

/* ---- windows ---- */

/* mentions: roles addressed and mention, no copies, no spam; the labels add up to n */
struct daily_window { long long n, label[LABEL_COUNT]; };

/* How a window stands to the equally long one before it. UNKNOWN: too few for a test, or incomplete. */
enum daily_change { CHANGE_UNKNOWN, CHANGE_NONE, CHANGE_MORE, CHANGE_LESS };

/* ---- posts behind figures ---- */

/* Why a post has its label: its kept text scored again. Strings are harmless and short (posts_line); a rule
 * has the name that the engine gives it (luister-score --explain). */
#define DAILY_PARTS 6                /* the heaviest */
#define DAILY_STEPS 4
struct daily_step {
	const char *rule, *by;       /* by: the word that did it, or NULL */
	int factor;                  /* thousandths */
};
struct daily_part {
	const char *rule, *words;    /* words: of the text; NULL: none ("examples", "missing", "narrated") */
	int base, adds;              /* thousandths: as the lexicon has it, and as the steps left it */
	struct daily_step step[DAILY_STEPS]; int nsteps;
};
struct daily_why {
	enum label label;            /* now; counted is the post's own */
	int polarity;
	int sum;                     /* of all parts, thousandths: polarity is s / sqrt(s^2 + 1) of it */
	/* what decided against the words: "examples", "stars", "language" (`lang`); NULL: they did */
	const char *decided, *lang;
	const char *spam;            /* the words that make it spam now; NULL: it is none */
	struct daily_part part[DAILY_PARTS]; int nparts;
	int others;                  /* parts that are left out */
};

struct daily_post {
	const struct fact *fact;     /* of daily_in, whose lifetime it has */
	const struct daily_why *why; /* NULL: nobody asked, or the text is not kept */
	int64_t published;
	/* of its text (daily_post_text), NULL when that was not read or has expired. fragment: at most 20
	 * words; NULL when it is sensitive too; url: NULL when it is no http(s) link; author: pseudonym's
	 * first four hex digits */
	const char *platform, *url, *fragment, *author;
	enum category category;
	enum role role;
	enum label label;
	int polarity;                /* -1000..1000 */
	enum process process;
	enum intent intent;
	int64_t rating;              /* thousandths of a star of five, or POST_UNKNOWN */
};

struct daily_platform { const char *name; long long n, pos, neg; };

/* A process on the day, and how it stands over 28 days. */
struct daily_process {
	struct daily_window day;     /* the processes' windows add up to the day's */
	struct daily_window month;   /* 28 days */
	long long open;              /* of `open`, those of this process */
	int64_t per_day;             /* mentions a day over 28 days, thousandths */
};

/* ---- coverage ---- */

enum source_state {
	SOURCE_FINE,
	SOURCE_BEHIND,               /* the day's end was not (yet) heard of: done < planned */
	SOURCE_SILENT,               /* answers, but without any post against its own habit */
	SOURCE_NEVER,                /* never heard: no successful poll in 28 days */
};

/* A source's coverage of the day in planned polls. A poll that succeeds later walks back over the gap, so
 * only what lies after the last success is missing. */
struct daily_source {
	const char *id;
	enum source_state state;
	long planned, done;          /* polls of the day; planned > 0 */
	long failed;                 /* polls of the day that failed, whether caught up or not */
	long long posts;             /* read in the day's polls, mentions or not */
	const char *error;           /* the last one while it stands, NULL when there is none */
	int64_t status;              /* its HTTP status, 0 when none came */
	/* BEHIND: first failure after the last success, CLOCK_NONE when there was no run at all; SILENT: the
	 * start of the silence; else CLOCK_NONE */
	int64_t since;
	long silent_days;            /* whole days without a post up to the day's end; 0 unless SILENT */
	int64_t habit;               /* posts a day before the silence, thousandths; UNKNOWN under 14 days */
};

/* One for all firms of a zone. */
struct daily_coverage {
	struct daily_source *sources; size_t nsources;   /* by id */
	long sources_ok;             /* state FINE */
	long planned, done;          /* sums */
	long long posts;
	bool incomplete;             /* done / planned under 90 % */
	bool not_run;                /* no run at all on the day, and it is not caught up */
	int64_t start[DAILY_DAYS + 1];       /* of each day of the counters, and the last one's end */
	bool holiday[DAILY_DAYS];            /* a Dutch public one: quiet for a reason */
	bool missing[DAILY_DAYS];    /* incomplete, of each of them: no part of a baseline */
	int64_t first_poll;          /* ever (or since the last purge), CLOCK_NONE: none */
};

/* ---- the baseline ---- */

enum alarm { ALARM_NONE, ALARM_HIGH, ALARM_LOW };

/* What is normal on this weekday, and whether the day is not. `x` counts threads, not posts. */
struct daily_baseline {
	bool known;                  /* four or more days are left of the 8, four weeks have been heard, and
	                              * the day is complete; else all below is zero */
	int days;                    /* same weekdays used, 4..8: no holiday, not incomplete */
	long long x;                 /* threads with a mention on the day */
	int64_t expected;            /* mean of those days, thousandths */
	int64_t dispersion;          /* d of a variance m + d m^2 between days, thousandths */
	/* probability of x or more, of x or less, and of zero, in millionths: 1 in 1e6 / p */
	int64_t at_least, at_most, zero;
	enum alarm alarm;            /* half a percent in each tail; high: x >= 5; low: expected >= 5 */
	bool elevated;               /* no alarm, but at_least is under 5 % and x >= 5 */
	bool held_back;              /* it would be an alarm, but one rang in the 24 hours before */
};

/* ---- dialogue ---- */

/* Response times of one kind of hours. The median of those answered, and the Kaplan-Meier median in which
 * the unanswered count as "not yet" (UNKNOWN when fewer than half were ever answered). */
struct daily_response { int64_t median, kaplan_meier; };

struct daily_dialogue {
	bool known;                  /* an own account was heard in 28 days: else "cannot know" */
	long long needing, answered; /* mentions of 7 days that need a reply and are 24 hours old */
	int64_t rate;                /* answered / needing; UNKNOWN when needing < 5, or incomplete */
	struct daily_response clock, office;     /* seconds; office: Mon-Fri 9-17, no Dutch public holiday */
	/* threads of 7 days, 24 hours old, without a post of the firm: with @, and those of which no platform
	 * told the firm */
	long long missed_addressed, missed_other;
	/* the day's own: mentions that need a reply, and how many have one */
	long long day_needing, day_answered;
	long long young;             /* open ones that are not yet 24 hours old */
};

/* ---- presence and continuity, 28 days ---- */

enum presence { PRESENCE_ABSENT, PRESENCE_PASSIVE, PRESENCE_SENDING, PRESENCE_DIALOGUE, PRESENCE_COUNT };

struct daily_presence {
	const char *platform;
	bool measured;               /* some source listens there: else state and branch say nothing */
	enum presence state;
	long long posts;             /* own posts, replies among them */
	long long replies;           /* own posts that answer somebody else */
	long long branch[PRESENCE_COUNT];        /* firms of the branch per state, this one too */
};

struct daily_continuity {
	int active_days;             /* of 28: days with an own post */
	int longest_silence;         /* days in a row without one, 0..28 */
	long long repliers;          /* distinct own accounts that answered somebody */
};

/* ---- goals ---- */

enum goal { GOAL_RESPONSE_RATE, GOAL_RESPONSE_HOURS, GOAL_ACTIVE_DAYS, GOAL_REPLIERS, GOAL_COUNT };
enum goal_state { GOAL_UNKNOWN, GOAL_MET, GOAL_MISSED };

/* value and target: a rate in thousandths, office hours in thousandths, else a whole number. */
struct daily_goal { enum goal goal; int64_t target, value; enum goal_state state; };

/* ---- the branch ---- */

/* Where the firm stands among the firms of its branch, itself included. Quartiles by linear interpolation,
 * only from five firms on. */
struct daily_rank {
	int firms;                   /* with a value */
	int rank;                    /* 1 is the highest value, equals share the best; 0: no value */
	int64_t value;               /* the firm's own; UNKNOWN when too few */
	int64_t q1, median, q3;      /* thousandths of a mention, or the unit of the value; UNKNOWN under 5 */
};

struct daily_branch {
	int firms;
	/* share of voice: own mentions / those of the branch; UNKNOWN under 5 firms or 50 mentions */
	int64_t share_day, share_week, share_month, share_week_before, share_month_before;
	enum daily_change share_week_change, share_month_change;  /* after a test of two proportions */
	struct daily_rank mentions_week, mentions_month;          /* thousandths of a mention */
	struct daily_rank net_month;                              /* net sentiment of those with P+N >= 10 */
};

/* ---- the day ---- */

/* The first that holds, from below: a page chooses its shape by it. */
enum day_kind {
	DAY_ORDINARY,
	DAY_FIRST_WEEKS,             /* four weeks have not been heard: no baseline, nothing is strange */
	DAY_QUIET,                   /* all sources complete, nothing found */
	DAY_STRIKINGLY_QUIET,        /* the same, and the chance of zero is under 1 % */
	DAY_INCOMPLETE,              /* coverage under 90 %, or nothing found while a source is not fine */
	DAY_NOT_RUN,                 /* nobody listened, and nothing was caught up */
};

struct daily {
	const char *firm, *name, *branch;
	const char *purpose, *audience;      /* of the firm; for the foot of a page */
	const char *house_purpose, *basis;   /* of the house; NULL when it has none */
	struct day day;
	int issue;                           /* of this day's report, from 1; shown from 2: 2026-11-22/2 */
	int64_t made, from, to;              /* the day is half-open: from <= published < to */
	enum day_kind kind;
	const char *holiday;                 /* the Dutch public holiday that the day is, in Dutch, or NULL */
	bool provisional;                    /* until 72 hours after its end */
	bool incomplete;                     /* coverage under 90 %: no percentages, no comparison */

	/* 1, 7, 28 days to `to`; the 7 and 28 before those */
	struct daily_window yesterday, week, month, week_before, month_before;
	enum daily_change week_change, month_change;              /* of mentions */
	enum daily_change week_tone_change, month_tone_change;    /* of net sentiment */
	struct daily_baseline normal;        /* of all mentions */
	struct daily_baseline negative;      /* of negative ones */

	/* the waterfall of yesterday: hits - copies - misses - own - spam = yesterday.n */
	long long hits, copies, misses, own, spam;
	long long foreign;                   /* of label none: those not in Dutch */
	/* mentions of the day before that came in after its report was made, and its mentions now */
	long long late, day_before;

	struct daily_process process[PROCESS_COUNT];
	long long category[CATEGORY_COUNT];                         /* yesterday */
	struct daily_platform *platforms; size_t nplatforms;        /* yesterday, most first */
	struct daily_post *posts; size_t nposts;                    /* yesterday, strongest tone first */
	struct daily_post *open; size_t nopen; /* 7 days, need a reply and have none, oldest first */
	struct daily_post *missed; size_t nmissed; /* one of each thread of missed dialogue, oldest first */
	/* 28 days: the stars say one thing and the words another, newest first */
	struct daily_post *stars; size_t nstars;
	struct daily_post *spams; size_t nspams;                    /* yesterday, oldest first */

	struct daily_dialogue dialogue;
	struct daily_presence *presence; size_t npresence;          /* by platform's name */
	struct daily_continuity continuity;
	struct daily_goal goals[GOAL_COUNT]; size_t ngoals;         /* as configured */
	struct daily_branch peers;
	const struct daily_coverage *coverage;
	int64_t last_mention;                /* before `to`, CLOCK_NONE when none in 64 days */
};

/* ---- what it is computed from ---- */

struct daily_plan { const char *id; long every_s; };

/* An own account's activity on one platform. */
struct daily_own { const char *platform; bool account; long long posts, replies; };

/* How much a firm's days scatter: sums that make a dispersion, and add up over firms. */
struct dispersion { double num, den; };

/* What a baseline is made of: threads with a mention per local day, oldest first, all and those with a
 * negative one, and how the days before each that is judged scatter. Threads, not posts, for the branch as
 * for the firm: long threads scatter posts more than threads, and who takes that for noise misses days;
 * windows of posts are compared by the scatter of posts, for the same reason. Of the branch's other firms the
 * counters tell which posts began a thread. That leaves out threads that go on; but what scatters is how
 * much is said of a firm, and a share of its threads, each left out or not by itself, scatters by the same
 * dispersion (a negative binomial is a Poisson whose mean is drawn from a gamma; thinned, it stays one). */
enum series { SERIES_THREADS, SERIES_NEGATIVE, SERIES_POSTS, SERIES_COUNT };
struct daily_threads {
	long long n[SERIES_COUNT][DAILY_DAYS];
	struct dispersion scatter[SERIES_COUNT][DAILY_DAYS - 7 * DAILY_WEEKS];
};

/* A firm of the branch: its mentions and threads per local day of the reporting firm, DAILY_DAYS, and its own
 * posts of the last 28 (daily_own). */
struct daily_peer {
	const char *firm;
	const struct outline_sum *days;
	const struct daily_own *own; size_t nown;
	const struct daily_threads *threads;             /* those that began on the day */
};

struct daily_in {
	const char *firm, *name, *branch, *purpose, *audience, *house_purpose, *basis;
	struct day day;                      /* in the zone in use (zone_use) */
	int64_t now;
	int issue;                           /* 0 is 1 */
	const struct count_sum *days;        /* the firm's own counters, per day as a peer's */
	const struct daily_threads *threads; /* its own, of daily_threads */
	int64_t first_count;                 /* time of its first counter, CLOCK_NONE: none */
	/* the firm's facts of 64 days (no third parties'), and from `to` on own answers */
	const struct fact *facts; size_t nfacts;
	const struct daily_coverage *coverage;
	const struct daily_own *own; size_t nown;        /* as a peer's */
	const char *const *heard; size_t nheard;         /* platforms that a source listens to */
	const struct daily_goal *goals; size_t ngoals;   /* goal and target */
	const struct daily_peer *peers; size_t npeers;   /* the branch, this firm too */
};

/* A stranger's words as one clean line: no controls, nothing that turns the direction of text. */
const char *posts_line(struct str text, struct arena *a);

/* Pure: the same input gives the same figures. Strings and arrays live in `a`. */
void daily_compute(const struct daily_in *in, struct daily *out, struct arena *a);
/* What a page shows of a post's words: fragment, link and author, in `a`. Figures need none of them. */
void daily_post_text(struct daily_post *p, const struct fact_text *t, struct arena *a);

/* Coverage of a day in the zone in use, from the polls of 28 days before its end until `now`. */
struct daily_cover_in {
	struct day day;
	int64_t now, first_poll;
	/* those of a source, oldest first; borrowed until the next call. Asked in the order of the plans */
	const struct fact_poll *(*polls)(void *self, const char *source, size_t *n);
	void *self;
	const struct daily_plan *plans; size_t nplans;   /* the configured sources */
};
void daily_cover(const struct daily_cover_in *in, struct daily_coverage *out, struct arena *a);

/* Reads of `in` the day, the coverage, the counters, the first of them and the facts. A firm's days before it
 * was heard, and those that do not count (holidays, gaps), scatter nothing. */
void daily_threads(const struct daily_in *in, struct daily_threads *out, struct arena *a);
/* The same of a peer, without its facts: of `in` the coverage and the first counter. */
void daily_starts(const struct daily_in *in, const struct outline_sum *days, struct daily_threads *out);

/* A firm's own posts by the platforms' clean names, out of what the counters tell; also of the `accounts`
 * (platforms) without any. */
size_t daily_own(const char *const *accounts, size_t naccounts, const struct own_sum *sums, size_t n,
	struct daily_own **out, struct arena *a);

/* Net sentiment (P-N)/(P+N) with its 95 % margin, 2 x Wilson - 1 (Wilson 1927), in thousandths and, rounded
 * once, in whole percents. False when P+N < 10. `judged`: the margin does not
 * span 0. */
struct net { int value, low, high, percent, percent_low, percent_high; bool judged; };
bool daily_net(const struct daily_window *w, struct net *out);

/* Whether the day was not heard in full: its report promises a better one, of the next issue. */
bool daily_gap(const struct daily *d);

/* Names of the configuration and of JSON. */
const char *goal_name(int g);   int goal_of(const char *name);   /* -1 for an unknown name */
const char *day_kind_name(int k);
const char *source_state_name(int s);
const char *presence_name(int p);
const char *alarm_name(int a);
const char *change_name(int c);

/* Renderers: into `out` (latched). Hostile bytes of posts (controls, bidi overrides) are left out by all of
 * them. */
struct render {
	bool english, color;
	/* HTML: addresses of the firm's index and of the pages of the days beside this one, or NULL */
	const char *index, *before, *after;
};
void report_text(struct buf *out, const struct daily *d, const struct render *r);
/* so many at most are in it: of the day's posts, those with a fragment; of the open ones */
#define REPORT_TEXT_POSTS 5
#define REPORT_TEXT_OPEN 5
void report_json(struct buf *out, const struct daily *d);
void report_html(struct buf *out, const struct daily *d, const struct render *r);
void report_markdown(struct buf *out, const struct daily *d, const struct render *r);
void report_csv(struct buf *out, const struct daily *d);      /* figures only, keys as JSON has them */
/* Whose mail it is. Addresses, either may be NULL; `reader` tells the mails of one report apart, NULL when
 * there is but one; `before` is the issue that this reader has of the day, which this one replaces, 0:
 * none. */
struct letter { const char *from, *to, *reader; int before; };
/* RFC 5322: text and HTML as alternatives, for `sendmail -t` or SMTP. The Message-ID is that of the firm, the
 * day, the issue and the reader: the same report is the same mail. */
void report_eml(struct buf *out, const struct daily *d, const struct render *r, const struct letter *l);

/* The posts behind a figure: "mentions", "positive", "neutral", "negative", "mixed", "none" of the day,
 * "spam", "open", "missed", "stars". False for another name. */
bool report_list(struct buf *out, const struct daily *d, const struct render *r, const char *what, bool json);

#endif
