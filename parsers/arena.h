/* SPDX-License-Identifier: ISC
 *
 * arena: one owner for everything a message (or a letter, or a query) allocates.
 *
 * Allocation never returns NULL: out of memory, or past the arena's limit, the process
 * dies (abort); the register makes that safe, and in the jail it is an outcome of that
 * one message.  Memory is zeroed and lives until arena_free().  Pure.
 */
#ifndef PARSERS_ARENA_H
#define PARSERS_ARENA_H

#include "parsers/span.h"

#include <stdarg.h>

struct arena;

/* limit_bytes 0 means no limit of its own. */
struct arena *arena_new(size_t limit_bytes);
/* The first of it in memory of the caller's that is zero, aligned for any type, and there until arena_free(). */
struct arena *arena_new_in(void *room, size_t room_bytes);
void arena_free(struct arena *a);		/* NULL is fine */
size_t arena_used(const struct arena *a);

/* A place to go back to: everything allocated since is given back, and must not be used again; nor may a text that was begun
 * before have grown since. */
struct arena_mark {
	void *chunk;
	size_t chunk_used, used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark to);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* The same, not zeroed: the caller fills all of it. */
void *arena_room(struct arena *a, size_t size);
/* count * size, checked for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* Room for one more element: returns items, grown (doubled, copied) when count has
 * reached *capacity.  The old block stays in the arena. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size);

struct span arena_copy(struct arena *a, struct span s);
char *arena_cstr(struct arena *a, struct span s);	/* NUL-terminated; cut at an inner NUL */
struct span arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A text that grows.  {arena, NULL, 0, 0} is a valid empty one. */
struct arena_text {
	struct arena *arena;
	unsigned char *bytes;
	size_t len;
	size_t capacity;
};

struct arena_text arena_text(struct arena *a);
void arena_put(struct arena_text *t, struct span s);
void arena_put_str(struct arena_text *t, const char *s);
void arena_put_byte(struct arena_text *t, unsigned char c);
void arena_put_number(struct arena_text *t, unsigned number);	/* in decimal */
void arena_put_format(struct arena_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct span arena_text_span(const struct arena_text *t);

#endif
