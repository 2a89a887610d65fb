/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_part.h"

#include "parsers/digest.h"
#include "parsers/sniff.h"
#include "parsers/unpack_format.h"

struct span
unpack_part_path(struct arena *a, struct span parent, size_t number)
{
	return parent.len == 0 ? arena_printf(a, "%zu", number) : arena_printf(a, "%.*s.%zu", SPAN_PF(parent), number);
}

static size_t
append(struct unpacking *u, const struct part *p)
{
	struct part_list *list = &u->result->parts;

	list->items = arena_grow(u->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count] = *p;
	return list->count++;
}

size_t
unpack_part_add(struct unpacking *u, const struct unpack_input *in)
{
	struct part p = in->part;

	if (u->full)
		return UNPACK_NO_PART;
	p.size = p.bytes.len;
	if (p.outcome != PART_CONTAINER || p.why != PART_WHY_NONE)
		p.outcome = PART_UNREADABLE;
	if (u->result->parts.count + 1 >= u->options.parts_limit) {
		/* The last place in the list says that there were more. */
		u->full = true;
		p.why = PART_WHY_TOO_MANY;
		p.outcome = PART_UNREADABLE;
	}
	if (p.why != PART_WHY_NONE && p.type.len == 0)
		p.type = p.declared_type.len > 0 ? p.declared_type : SPAN_LIT("application/octet-stream");
	digest_sha256(p.bytes, p.sha256);
	(void)append(u, &p);
	return u->full ? UNPACK_NO_PART : u->result->parts.count - 1;
}

struct block_list
unpack_part_blocks(const struct unpacking *u)
{
	struct block_list list = block_list(u->arena);
	size_t half = (UNPACK_BLOCKS_LIMIT - u->blocks) / 2;

	list.limit = half < BLOCK_LIMIT ? half : BLOCK_LIMIT;
	return list;
}

static enum part_why
refuse_size(struct unpacking *u, const struct part *p)
{
	if (p->bytes.len > u->options.part_size_limit)
		return PART_WHY_TOO_LARGE;
	/* Before the arena's own limit ends it all: the parts read so far are worth having. */
	if (arena_used(u->arena) - u->used_before > u->options.total_size_limit + u->options.total_size_limit / 4 || unpack_part_blocks(u).limit < UNPACK_BLOCKS_LEAST)
		return PART_WHY_TOO_LARGE;
	if (u->depth == 0)
		return PART_WHY_NONE;
	u->taken_out += p->bytes.len;
	return u->taken_out > u->options.total_size_limit ? PART_WHY_TOO_LARGE : PART_WHY_NONE;
}

static void
say(struct unpacking *u, size_t index, enum part_outcome outcome, enum part_why why)
{
	struct part *p = &u->result->parts.items[index];

	p->outcome = outcome;
	p->why = why;
}

/* What is infected is not looked into at all. */
static enum part_why
refuse_infected(struct unpacking *u, const struct part *p)
{
	if (u->options.scan == NULL || p->bytes.len == 0)
		return PART_WHY_NONE;
	switch (u->options.scan(u->options.scan_context, p->bytes)) {
	case UNPACK_CLEAN:
		return PART_WHY_NONE;
	case UNPACK_INFECTED:
		return PART_WHY_INFECTED;
	case UNPACK_NOT_SCANNED:
		u->result->flags |= UNPACK_FLAG_NOT_SCANNED;
		return PART_WHY_NONE;
	}
	return PART_WHY_NONE;
}

size_t
unpack_part_take(struct unpacking *u, const struct unpack_input *in)
{
	size_t index = unpack_part_add(u, in);
	enum part_why why;
	struct part *p;

	if (index == UNPACK_NO_PART)
		return index;
	p = &u->result->parts.items[index];
	if (p->why != PART_WHY_NONE)
		return index;
	why = refuse_size(u, p);
	if (why == PART_WHY_NONE)
		why = refuse_infected(u, p);
	if (why != PART_WHY_NONE) {
		p->type = p->declared_type;
		say(u, index, PART_UNREADABLE, why);
		return index;
	}
	unpack_format_read(u, in, index);
	return index;
}
