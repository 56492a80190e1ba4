/* walk.h: one source from its saved cursor to its end, page by page. */
#ifndef FETCH_WALK_H
#define FETCH_WALK_H

#include <luister/fetch.h>
#include "http.h"

struct walk;

/* A site's robots.txt, asked for once a run; who comes meanwhile waits. */
struct site {
	char *origin;
	struct robots *rules;           /* NULL: not known yet */
	char *closed;                   /* why nothing of it may be walked, or NULL */
	struct walk **waiting; size_t nwaiting, cap;
	struct run *run;
};

/* What all sources of a run share. */
struct run {
	const struct fetch_options *options;
	const struct fetch_sink *sink;
	const struct fetch_revisit *revisits; size_t nrevisits;
	struct http *http;
	struct site **sites; size_t nsites, capsites;
	enum status broken;             /* the sink's failure: the run ends */
	struct err *e;                  /* filled with it */
};

/* Starts the source's child; a failure is kept and told as the source's poll by walk_begin. */
struct walk *walk_new(struct run *run, const struct fetch_source *source);
void walk_free(struct walk *w);

/* Puts the first request in the queue; the rest follows from the answers. */
void walk_begin(struct walk *w);

void sites_free(struct run *run);

/* 0, 69, 75 (rate limit), 77 or 78, and why. */
enum status walk_status(const struct walk *w, const char **why);

#endif
