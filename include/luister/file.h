/* file.h: whole files, files published by rename, locks. */
#ifndef LUISTER_FILE_H
#define LUISTER_FILE_H

#include <stdio.h>
#include <luister/status.h>
#include <luister/str.h>

/* Reads a whole file into `out` (appended), at most out->max. 66 when missing, 74 on a read error, 65 when
 * too large. */
enum status file_read(const char *path, struct buf *out, struct err *e);

/* Writes `data` beside `path` and renames it there (mode as given, fsynced): a reader never sees half a file.
 * 73, 74. */
enum status file_publish(const char *path, struct str data, unsigned mode, struct err *e);

/* mkdir -p with mode 0700. */
enum status file_mkdirs(const char *path, struct err *e);

/* Takes an exclusive lock on `path` (made if needed): the fd, or -1 with e (75 when another holds it).
 * close() frees. */
int file_lock(const char *path, struct err *e);

bool file_exists(const char *path);

/* Sorted names in a directory that end in `suffix` (owned array of owned strings, ended by NULL), NULL when
 * unreadable. */
char **file_list(const char *dir, const char *suffix);
void file_list_free(char **names);

#endif
