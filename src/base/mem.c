#include <luister/mem.h>
#include <luister/status.h>
#include <limits.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static _Noreturn void out_of_memory(void)
{
	static const char line[] = "luister: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, line, sizeof line - 1);
	(void)ignored;
	_exit(STATUS_OS);
}

void *mem_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *mem_grow(void *p, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *mem_dup(const char *s)
{
	return s ? mem_dupn(s, strlen(s)) : NULL;
}

char *mem_dupn(const char *s, size_t len)
{
	char *copy = mem_alloc(len + 1);
	if (len)
		memcpy(copy, s, len);
	return copy;
}

char *mem_printf(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *s;
	int n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	return s;
}

void mem_free(void *p)
{
	free(p);
}

#define HUGE_PAGE ((uintptr_t)2 << 20)
#define MMAP_MOST (32 << 20)                         /* glibc takes no more */

void mem_expect(size_t size)
{
	static void *gap;                                /* before the first huge page: nobody's */
	mallopt(M_MMAP_THRESHOLD, MMAP_MOST);         /* all of it from one heap, */
	mallopt(M_TRIM_THRESHOLD, INT_MAX);          /* which keeps what is given back */
	char *p = malloc(size + HUGE_PAGE);
	/* the heap grows on: what it has in a page that an earlier call began is followed by this */
	uintptr_t from = ((uintptr_t)p + (gap ? 0 : HUGE_PAGE - 1)) & ~(HUGE_PAGE - 1);
	uintptr_t to = ((uintptr_t)p + size + HUGE_PAGE) & ~(HUGE_PAGE - 1);
	size_t before = p && !gap ? from - (uintptr_t)p : 0;
	if (p && from < to)
		madvise((void *)from, to - from, MADV_HUGEPAGE);
	free(p);
	if (p && !gap)
		gap = malloc(before > 64 ? before - 64 : 1);
}

/* A block's bytes follow its header; `used` counts from the header's end. */
struct block {
	struct block *next;
	size_t size, used;
	max_align_t bytes[];
};

struct arena {
	struct block *first, *current;
};

static struct block *block_new(size_t size)
{
	struct block *b = mem_grow(NULL, sizeof *b + size, 1);
	*b = (struct block){ .size = size };
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = mem_alloc(sizeof *a);
	a->first = a->current = block_new((size_t)64 << 10);
	return a;
}

static void blocks_free(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		mem_free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	blocks_free(a->first);
	mem_free(a);
}

void arena_reset(struct arena *a)
{
	blocks_free(a->first->next);
	a->first->next = NULL;
	a->first->used = 0;
	a->current = a->first;
}

static void *take(struct arena *a, size_t size)
{
	size_t need = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
	if (need < size)
		out_of_memory();
	if (a->current->size - a->current->used < need) {
		size_t grown = a->current->size * 2;
		struct block *b = block_new(need > grown ? need : grown);
		a->current->next = b;
		a->current = b;
	}
	void *p = (char *)a->current->bytes + a->current->used;
	a->current->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

char *arena_dupn(struct arena *a, const char *s, size_t len)
{
	char *copy = take(a, len + 1);
	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}
