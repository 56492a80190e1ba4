/* certificate.h: what to do about a certificate that was refused. */
#ifndef FETCH_CERTIFICATE_H
#define FETCH_CERTIFICATE_H

/* `error` is libcurl's, which says only what is wrong with it. Static, "" when there is nothing to say. */
const char *certificate_advice(const char *error);

#endif
