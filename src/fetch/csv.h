/* csv.h: a table with a heading line (RFC 4180) as a JSON list of objects. */
#ifndef FETCH_CSV_H
#define FETCH_CSV_H

#include <luister/status.h>
#include <luister/str.h>

#define CSV_COLUMNS 200         /* of one table; exports have some thirty */

/* Fields are split by what the heading line holds most of: comma, semicolon (which spreadsheets write where
 * the comma is the decimal sign) or tab. Lines end in CRLF or LF; a byte order mark is skipped and so are
 * empty lines. Each row becomes an object: heading -> text, empty fields left out; a row with fewer or more
 * fields than the heading becomes null. 65 with the line for what is no such table: bytes that are not UTF-8,
 * a quote inside a field that is not quoted, text after a closing quote, a quote that is never closed, a
 * heading that is empty or there twice. */
enum status csv_to_json(struct str body, struct buf *out, struct err *e);

#endif
