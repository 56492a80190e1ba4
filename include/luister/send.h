/* send.h: one mail out over SMTP (libcurl). */
#ifndef LUISTER_SEND_H
#define LUISTER_SEND_H

#include <luister/status.h>
#include <luister/str.h>

/* FAILED: surely not taken, it may be sent again. UNKNOWN: the whole message went out and no answer came; to
 * send it again may be to send it twice. */
enum send_outcome { SEND_DONE, SEND_FAILED, SEND_UNKNOWN };

/* url: smtps://host:465 (TLS from the start), smtp://host:587 (STARTTLS must be had, but
 * on this machine without a user). Certificates are verified. user and password may be NULL. */
struct send_server { const char *url, *user, *password, *from; };

/* `message` is RFC 5322 with CRLF. `e` says why when it is not SEND_DONE. */
enum send_outcome send_mail(const struct send_server *server, const char *const *to, size_t nto,
	struct str message, struct err *e);

#endif
