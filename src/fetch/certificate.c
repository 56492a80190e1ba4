#include "certificate.h"

#include <stddef.h>
#include <string.h>

const char *certificate_advice(const char *error)
{
	static const struct { const char *problem, *advice; } all[] = {
		{ "has expired", " (its owner must renew it, if this machine's clock is right)" },
		{ "not yet valid", " (is this machine's clock right?)" },
		{ "target host name", " (the certificate is another site's: is the address right?)" },
		{ "self-signed", " (SSL_CERT_FILE may name a file of certificates to trust)" },
		{ "self signed", " (SSL_CERT_FILE may name a file of certificates to trust)" },
		{ "local issuer", " (SSL_CERT_FILE may name a file of certificates to trust)" },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strstr(error, all[i].problem))
			return all[i].advice;
	return "";
}
