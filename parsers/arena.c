/* SPDX-License-Identifier: ISC */
#include "parsers/arena.h"

#include <limits.h>
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
		if (c->lent)
			ASAN_UNPOISON_MEMORY_REGION(c->bytes, c->size);
		else
			free(c);
	}
	free(a);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){ .chunk = a->last, .chunk_used = a->last == NULL ? 0 : a->last->used, .used = a->used };
}

void
arena_rewind(struct arena *a, struct arena_mark to)
{
	while (a->last != to.chunk) {
		struct chunk *c = a->last;

		a->last = c->before;
		free(c);
	}
	a->used = to.used;
	if (a->last == NULL)
		return;
	a->last->used = to.chunk_used;
	a->last->clean = false;
	ASAN_UNPOISON_MEMORY_REGION(a->last->bytes + to.chunk_used, a->last->size - to.chunk_used);
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
	/* Room that was lent is filled first, watched or not. */
	bool alone = WATCHED && (a->last == NULL || !a->last->lent);
	size_t rounded;
	unsigned char *p;

	if (size > SIZE_MAX / 2)
		abort();
	rounded = alone ? size : (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (a->limit != 0 && (rounded > a->limit || a->used > a->limit - rounded))
		abort();
	if (alone || a->last == NULL || a->last->size - a->last->used < rounded)
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
arena_room(struct arena *a, size_t size)
{
	return take(a, size, size);
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

/* A text being printed into a place that may be too small: it is counted on. */
struct print {
	char *at;
	size_t room, len;
};

static void
print_bytes(struct print *p, const char *s, size_t n)
{
	if (n > 0 && p->len < p->room)
		memcpy(p->at + p->len, s, n < p->room - p->len ? n : p->room - p->len);
	p->len += n;
}

static void
print_number(struct print *p, unsigned long long n, bool negative)
{
	char digits[24];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	if (negative)
		digits[--at] = '-';
	print_bytes(p, digits + at, sizeof(digits) - at);
}

static void
print_signed(struct print *p, long long n)
{
	print_number(p, n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n, n < 0);
}

/* What nearly all formats here are made of; false at anything else.  %.*s ends at a NUL, as it must. */
static bool
print_one(struct print *p, const char **format, va_list *args)
{
	static const char *const known[] = { "s", ".*s", "u", "d", "lld", "zu", "llu", "c" };
	const char *s;
	size_t i = 0;
	int n;

	while (i < sizeof(known) / sizeof(known[0]) && strncmp(*format, known[i], strlen(known[i])) != 0)
		i++;
	if (i == sizeof(known) / sizeof(known[0]))
		return false;
	*format += strlen(known[i]);
	switch (i) {
	case 0:
		s = va_arg(*args, const char *);
		s = s == NULL ? "(null)" : s;	/* as snprintf() of libc has it: a message without its word is better than none */
		print_bytes(p, s, strlen(s));
		break;
	case 1: n = va_arg(*args, int); s = va_arg(*args, const char *); print_bytes(p, s, n > 0 ? strnlen(s, (size_t)n) : 0); break;
	case 2: print_number(p, va_arg(*args, unsigned), false); break;
	case 3: print_signed(p, va_arg(*args, int)); break;
	case 4: print_signed(p, va_arg(*args, long long)); break;
	case 5: print_number(p, va_arg(*args, size_t), false); break;
	case 6: print_number(p, va_arg(*args, unsigned long long), false); break;
	case 7: print_bytes(p, &(char){ (char)va_arg(*args, int) }, 1); break;
	}
	return true;
}

/* snprintf() reads a format's every letter, and looks for a locale's: a fifth of the time of a letter to people went there. */
static int print(char *to, size_t room, const char *format, va_list args) __attribute__((format(printf, 3, 0)));

static int
print(char *to, size_t room, const char *format, va_list args)
{
	struct print p = { to, room, 0 };
	const char *rest = format;
	va_list again;
	bool simple = true;

	va_copy(again, args);
	while (simple && *rest != '\0') {
		size_t n = strcspn(rest, "%");

		print_bytes(&p, rest, n);
		rest += n;
		if (*rest != '\0') {
			rest++;
			simple = print_one(&p, &rest, &again);
		}
	}
	va_end(again);
	return simple && p.len < INT_MAX ? (int)p.len : vsnprintf(to, room, format, args);
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
	n = print(last == NULL ? NULL : (char *)last->bytes + last->used, room, format, again);
	va_end(again);
	if (n < 0)
		abort();
	if ((size_t)n < room) {
		p = take(a, (size_t)n + 1, (size_t)n + 1);
		p[n] = '\0';
		return span_of(p, (size_t)n);
	}
	p = take(a, (size_t)n + 1, (size_t)n + 1);
	(void)print(p, (size_t)n + 1, format, args);
	p[n] = '\0';
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
		grown = take(t->arena, wanted, wanted);
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
	size_t room = WATCHED ? 0 : t->capacity - t->len;
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = print(t->bytes == NULL ? NULL : (char *)t->bytes + t->len, room, format, again);
	va_end(again);
	/* snprintf() wants room for a NUL as well. */
	if (n >= 0 && (size_t)n < room)
		t->len += (size_t)n;
	else
		arena_put(t, format_span(t->arena, format, args));
	va_end(args);
}

struct span
arena_text_span(const struct arena_text *t)
{
	return span_of(t->bytes, t->len);
}
