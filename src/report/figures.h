/* figures.h: what the files of src/report share and nobody else sees. A theme a file, pure functions all. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include <luister/daily.h>

/* calendar.c */
struct day calendar_easter(int year);
const char *calendar_holiday(struct day d);          /* its Dutch name, NULL on an ordinary day */
int64_t calendar_office(int64_t from, int64_t to);   /* office seconds between two times, 0 when none */

/* posts.c: facts as posts of a page */
struct daily_post posts_of(const struct fact *f, struct arena *a);
int posts_by_tone(const void *a, const void *b);
int posts_by_age(const void *a, const void *b);
int posts_by_newest(const void *a, const void *b);
bool posts_mention(const struct fact *f);            /* addressed or mention, no copy, no spam */
bool posts_within(const struct fact *f, int64_t from, int64_t to);

/* tests.c: is a difference more than chance? Two-sided, 5 %. */
enum daily_change tests_counts(long long now, long long before, int days, double dispersion);
enum daily_change tests_shares(long long k1, long long n1, long long k0, long long n0);

/* baseline.c */
#define BASELINE_DAYS (7 * DAILY_WEEKS)
/* over the BASELINE_DAYS days before x[BASELINE_DAYS] */
void dispersion_add(struct dispersion *d, const long long *x, const bool *skip);
double dispersion_of(const struct dispersion *own, const struct dispersion *branch);
/* x[BASELINE_DAYS] against the same weekdays before it; false when too few are left */
bool baseline_judge(const long long *x, const bool *skip, double dispersion, struct daily_baseline *out);
/* the next count after n that sum up to `sum`, when the dispersion is known: the chance of x or less */
struct predictive { double sum, n, dispersion; };
double predictive_at_most(long long x, const struct predictive *p);
/* over the BASELINE_DAYS days from the `from`th on: the firm's, drawn to its branch's */
double baseline_dispersion(const struct daily_in *in, enum series k, int from);
void baseline_compute(const struct daily_in *in, struct daily *d);

/* dialogue.c */
struct wait { int64_t s; bool answered; };           /* until the answer, or until now without one */
struct daily_response dialogue_response(struct wait *w, size_t n);   /* sorts w */
void dialogue_compute(const struct daily_in *in, struct daily *d, struct arena *a);

/* presence.c */
enum presence presence_of(const struct daily_own *own);
void presence_compute(const struct daily_in *in, struct daily *d, struct arena *a);
void goals_compute(const struct daily_in *in, struct daily *d);

/* branch.c */
void rank_of(struct daily_rank *out, int64_t own, int64_t *values, size_t n);    /* sorts the values */
void branch_compute(const struct daily_in *in, struct daily *d, struct arena *a);

/* daily.c */
struct daily_window window_of(const struct count_sum *days, int n);  /* the n days that end the counters */

#endif
