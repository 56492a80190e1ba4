/* status.h: how a call and a program ended. The numbers are sysexits(3) and the exit codes in every man
 * page. */
#ifndef LUISTER_STATUS_H
#define LUISTER_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_USAGE = 64,     /* wrong option or argument */
	STATUS_DATA = 65,      /* bad stream or too many rejects */
	STATUS_NOINPUT = 66,   /* input missing */
	STATUS_SOURCE = 69,    /* a source is down or refuses */
	STATUS_BUG = 70,       /* our mistake */
	STATUS_OS = 71,        /* memory or operating system */
	STATUS_CREATE = 73,    /* cannot create output */
	STATUS_IO = 74,        /* read or write failed, a full disk too */
	STATUS_TEMP = 75,      /* try again: lock held, rate limit, upstream cut short */
	STATUS_NOPERM = 77,    /* credentials */
	STATUS_CONFIG = 78     /* configuration */
};

/* Why a call failed: composed once, where the facts are; printed once, by main. */
struct err {
	enum status status;
	char msg[1024];
};

/* Fills `e` and returns `status`, so that a call can end in `return err_set(...)`. A message never holds post
 * text or a person's name. `e` may be NULL: then only the status is returned. */
enum status err_set(struct err *e, enum status status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* One word for a status ("try again"), static. */
const char *status_text(enum status status);

#endif
