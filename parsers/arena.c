/* SPDX-License-Identifier: ISC */
#include "parsers/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer each allocation has a chunk of its own, just as large as asked for, and what a growing text
 * has not come to yet is out of bounds: neighbours would hide a step too far. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_WATCHED 1
#endif
#endif
#ifdef ARENA_WATCHED
#include <sanitizer/asan_interface.h>
enum { WATCHED = 1 };
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { WATCHED = 0 };
#endif

enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 1024 * 1024, CLEAN_FROM = 1024 * 1024 };

struct chunk {
	struct chunk *before;
	size_t size;
	size_t used;
	bool clean;			/* nothing but zeros behind `used` */
	bool lent;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *last;
	size_t limit;
	size_t used;
	size_t next_size;
};

struct arena *
arena_new(size_t limit_bytes)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->limit = limit_bytes;
	a->next_size = FIRST_CHUNK;
	return a;
}

struct arena *
arena_new_in(void *room, size_t room_bytes)
{
	struct arena *a = arena_new(0);
	struct chunk *c = room;

	if (room_bytes > sizeof(*c)) {
		*c = (struct chunk){ .size = room_bytes - sizeof(*c), .clean = true, .lent = true };
		a->last = c;
	}
	return a;
}

void
arena_free(struct arena *a)
{
	struct chunk *c, *before;

	if (a == NULL)
		return;
	for (c = a->last; c != NULL; c = before) {
		before = c->before;
		if (!c->lent)
			free(c);
	}
	free(a);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

static void
add_chunk(struct arena *a, size_t at_least)
{
	size_t size = a->next_size > at_least && !WATCHED ? a->next_size : at_least;
	struct chunk *c;

	if (size > SIZE_MAX - sizeof(*c))
		abort();
	/* A large fresh chunk costs no page until it is touched; of a small one only what is handed out is cleared. */
	c = size >= CLEAN_FROM ? calloc(1, sizeof(*c) + size) : malloc(sizeof(*c) + size);
	if (c == NULL)
		abort();
	*c = (struct chunk){ .before = a->last, .size = size, .clean = size >= CLEAN_FROM };
	a->last = c;
	if (a->next_size < LARGEST_CHUNK)
		a->next_size *= 2;
}

/* The first `filled` bytes are the caller's to fill, the rest is zero. */
static void *
take(struct arena *a, size_t size, size_t filled)
{
	size_t rounded;
	unsigned char *p;

	if (size > SIZE_MAX / 2)
		abort();
	rounded = WATCHED ? size : (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (a->limit != 0 && (rounded > a->limit || a->used > a->limit - rounded))
		abort();
	if (WATCHED || a->last == NULL || a->last->size - a->last->used < rounded)
		add_chunk(a, rounded);
	p = a->last->bytes + a->last->used;
	if (!a->last->clean)
		memset(p + filled, 0, rounded - filled);
	a->last->used += rounded;
	a->used += rounded;
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return take(a, size, 0);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		abort();
	return arena_alloc(a, total);
}

void *
arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
	size_t wanted;
	void *grown;

	if (count < *capacity)
		return items;
	wanted = *capacity == 0 ? 8 : *capacity * 2;
	grown = arena_array(a, wanted, size);
	if (count > 0)
		memcpy(grown, items, count * size);
	*capacity = wanted;
	return grown;
}

struct span
arena_copy(struct arena *a, struct span s)
{
	unsigned char *p = take(a, s.len, s.len);

	if (s.len > 0)
		memcpy(p, s.at, s.len);
	return span_of(p, s.len);
}

char *
arena_cstr(struct arena *a, struct span s)
{
	char *p = take(a, s.len + 1, s.len);

	if (s.len > 0)
		memcpy(p, s.at, s.len);
	return p;
}

static struct span format_span(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

static struct span
format_span(struct arena *a, const char *format, va_list args)
{
	struct chunk *last = a->last;
	size_t room = last == NULL ? 0 : last->size - last->used;
	va_list again;
	char *p;
	int n;

	/* Mostly it fits what is left of the chunk: then it is written once, where it stays. */
	va_copy(again, args);
	n = vsnprintf(last == NULL ? NULL : (char *)last->bytes + last->used, room, format, again);
	va_end(again);
	if (n < 0)
		abort();
	if ((size_t)n < room)
		return span_of(take(a, (size_t)n + 1, (size_t)n + 1), (size_t)n);
	p = take(a, (size_t)n + 1, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, format, args);
	return span_of(p, (size_t)n);
}

struct span
arena_printf(struct arena *a, const char *format, ...)
{
	struct span s;
	va_list args;

	va_start(args, format);
	s = format_span(a, format, args);
	va_end(args);
	return s;
}

struct arena_text
arena_text(struct arena *a)
{
	return (struct arena_text){ .arena = a };
}

void
arena_put(struct arena_text *t, struct span s)
{
	if (s.len == 0)
		return;
	if (t->capacity - t->len < s.len) {
		size_t wanted = t->capacity == 0 ? 64 : t->capacity * 2;
		unsigned char *grown;

		while (wanted - t->len < s.len) {
			if (wanted > SIZE_MAX / 4)
				abort();
			wanted *= 2;
		}
		grown = take(t->arena, wanted, t->len);
		if (t->len > 0)
			memcpy(grown, t->bytes, t->len);
		t->bytes = grown;
		t->capacity = wanted;
		ASAN_POISON_MEMORY_REGION(grown + t->len, wanted - t->len);
	}
	ASAN_UNPOISON_MEMORY_REGION(t->bytes + t->len, s.len);
	memcpy(t->bytes + t->len, s.at, s.len);
	t->len += s.len;
}

void
arena_put_str(struct arena_text *t, const char *s)
{
	arena_put(t, span_str(s));
}

void
arena_put_byte(struct arena_text *t, unsigned char c)
{
	if (t->len < t->capacity && !WATCHED)
		t->bytes[t->len++] = c;
	else
		arena_put(t, span_of(&c, 1));
}

void
arena_put_number(struct arena_text *t, unsigned number)
{
	char digits[12];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	arena_put(t, span_of(digits + at, sizeof(digits) - at));
}

void
arena_put_format(struct arena_text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	arena_put(t, format_span(t->arena, format, args));
	va_end(args);
}

struct span
arena_text_span(const struct arena_text *t)
{
	return span_of(t->bytes, t->len);
}
