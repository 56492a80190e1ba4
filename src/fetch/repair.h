/* repair.h: bodies that mean to be JSON and are not quite. */
#ifndef FETCH_REPAIR_H
#define FETCH_REPAIR_H

#include <stddef.h>
#include <luister/str.h>

/* Writes `in` with the strings of JSON put right: \' and other escapes that JSON does not know, bare control
 * bytes, quotes that nobody escaped, a backslash that takes a string's own end along. Nothing is left out,
 * nothing is added to what was cut short, and valid JSON stays as it is. Returns how many places it put
 * right; the result may still be no JSON. */
size_t repair_json(struct buf *out, struct str in);

#endif
