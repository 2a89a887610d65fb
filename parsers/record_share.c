/* SPDX-License-Identifier: ISC */
#include "parsers/record_share.h"

static size_t
cost_of(const struct block *b)
{
	size_t colons = 0, at = span_find_byte(b->text, ':');

	for (; at < b->text.len; colons++)
		at += 1 + span_find_byte(span_slice(b->text, at + 1, b->text.len), ':');
	return b->text.len + RECORD_SHARE_BLOCK + colons * RECORD_SHARE_COLON;
}

static size_t
cost_of_all(const struct block_list *blocks)
{
	size_t n = 0;

	for (size_t i = 0; i < blocks->count; i++)
		n += cost_of(&blocks->items[i]);
	return n;
}

/* The blocks that fit; what they cost. */
static size_t
take(struct block_list *blocks, size_t share)
{
	size_t used = 0, n = 0;

	while (n < blocks->count && cost_of(&blocks->items[n]) <= share - used)
		used += cost_of(&blocks->items[n++]);
	blocks->cut = blocks->cut || n < blocks->count;
	blocks->count = n;
	return used;
}

void
record_share(struct unpack_result *u, struct record *out)
{
	size_t all = 0, left = RECORD_SHARE_LIMIT;

	for (size_t i = 0; i < u->read_count; i++)
		all += cost_of_all(&u->read[i].blocks);
	for (size_t i = 0; i < u->read_count; i++) {
		struct part *p = &out->parts.items[u->read[i].part];

		if (all > RECORD_SHARE_LIMIT)
			left -= take(&u->read[i].blocks, i + 1 < u->read_count ? left / 2 : left);
		if (!u->read[i].blocks.cut)
			continue;
		out->flags |= RECORD_CUT;
		if (p->outcome != PART_READ)
			continue;
		p->outcome = PART_UNREADABLE;
		p->why = PART_WHY_TOO_LARGE;
	}
}
