/* send.h: one mail out over SMTP (libcurl). */
#ifndef LUISTER_SEND_H
#define LUISTER_SEND_H

#include <luister/status.h>
#include <luister/str.h>

/* REFUSED: surely not taken, it may be sent again. DOWN: the same, and of no use to try another mail now: the
 * server cannot be reached, or wants no mail of ours. UNKNOWN: the whole message went out and no answer came;
 * to send it again may be to send it twice. */
enum send_outcome { SEND_DONE, SEND_REFUSED, SEND_DOWN, SEND_UNKNOWN };

/* url: smtps://host:465 (TLS from the start), smtp://host:587 (STARTTLS must be had; on this machine itself
 * and without a user no TLS is asked). Certificates are verified; ca_file: PEM certificates to trust instead
 * of the system's. All but url and from may be NULL. */
struct send_server { const char *url, *user, *password, *from, *ca_file; };

/* `message` is RFC 5322 with CRLF. When it is not SEND_DONE `e` says why, without any address: 77 when user
 * and password are refused, else 69. */
enum send_outcome send_mail(const struct send_server *server, const char *to, struct str message,
	struct err *e);

#endif
