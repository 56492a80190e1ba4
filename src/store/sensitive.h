/* sensitive.h: texts that must not be kept. */
#ifndef STORE_SENSITIVE_H
#define STORE_SENSITIVE_H
#include <luister/str.h>

/* A Dutch citizen service number (nine digits that pass the eleven test), an IBAN (mod 97) or
 * "vertrouwelijk". */
bool sensitive_text(struct str text);

#endif
