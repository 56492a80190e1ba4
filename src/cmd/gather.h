/* gather.h: a firm's day out of the store and the configuration: what the figures are computed from, read
 * with as few steps as the store allows. Polls, and the counters and own posts of a branch, are read once
 * for all firms of a zone. */
#ifndef CMD_GATHER_H
#define CMD_GATHER_H

#include <luister/config.h>
#include <luister/daily.h>
#include <luister/store.h>

struct gather;
/* Borrows both until gather_free; `now` is the time of making. */
struct gather *gather_new(struct store *s, const struct config *c, int64_t now);
void gather_free(struct gather *g);

/* The figures of a firm of the configuration, whose zone is in use (zone_use). `out` borrows until the next
 * call. */
enum status gather_day(struct gather *g, const struct config_firm *f, struct day day, struct daily *out,
	struct err *e);

#endif
