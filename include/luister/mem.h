/* mem.h: memory. Out of memory is one line on stderr and exit 71: no caller checks for NULL. */
#ifndef LUISTER_MEM_H
#define LUISTER_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);                        /* zeroed; free with mem_free */
void *mem_grow(void *p, size_t count, size_t size);  /* realloc to count * size, overflow checked */
char *mem_dup(const char *s);                        /* NULL stays NULL */
char *mem_dupn(const char *s, size_t len);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void mem_free(void *p);
/* About so much will be allocated soon, to be read all over: from huge pages where the system has them, at a
 * fault each instead of 512. */
void mem_expect(size_t size);

/* Room for one more element in a growing array: `cap` is doubled when `n` has reached it. */
#define MEM_ROOM(array, n, cap) \
	do { \
		if ((n) >= (cap)) { \
			(cap) = (cap) ? (cap) * 2 : 16; \
			(array) = mem_grow((array), (cap), sizeof *(array)); \
		} \
	} while (0)

/* An arena: many small allocations, freed at once. arena_reset keeps the first block for the next record. */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);     /* zeroed, aligned; lives until reset or free */
char *arena_dupn(struct arena *a, const char *s, size_t len); /* NUL-terminated copy */

#endif
