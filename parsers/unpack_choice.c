/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_choice.h"

#include "parsers/text.h"

#include <string.h>

static const struct block_list *
blocks_of(const struct unpack_result *r, size_t index)
{
	for (size_t i = r->read_count; i > 0; i--)
		if (r->read[i - 1].part == index)
			return &r->read[i - 1].blocks;
	return NULL;
}

static void
drop_blocks(struct unpack_result *r, size_t index)
{
	for (size_t i = 0; i < r->read_count; i++) {
		if (r->read[i].part != index)
			continue;
		memmove(&r->read[i], &r->read[i + 1], (r->read_count - i - 1) * sizeof(*r->read));
		r->read_count--;
		return;
	}
}

/* ---- what a text is worth ------------------------------------------------------------------- */

struct worth {
	size_t letters;		/* bytes that are no blanks */
	bool structured;	/* cells, controls, boxes, struck-out words */
};

static void
weigh(const struct block_list *blocks, struct worth *w)
{
	for (size_t i = 0; blocks != NULL && i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];

		for (size_t n = 0; n < b->text.len; n++)
			w->letters += b->text.at[n] > ' ';
		w->structured = w->structured || b->kind != BLOCK_PARAGRAPH;
		for (size_t n = 0; n < b->runs_count; n++)
			w->structured = w->structured || (b->runs[n].flags & (BLOCK_STRUCK | BLOCK_BOX)) != 0 || b->runs[n].control != NULL;
	}
}

/* ---- one multipart/alternative -------------------------------------------------------------- */

enum text_kind { NO_TEXT, PLAIN_TEXT, HTML_TEXT };

/* What is known of each part of one message. */
struct choice {
	struct unpacking *u;
	const struct mime_message *m;
	const size_t *index;		/* its place in the list of parts */
	enum text_kind *kind;
	size_t *alternative;		/* the innermost multipart/alternative around it, or MIME_NO_PARENT */
	struct worth *worth;
};

static enum text_kind
text_kind(const struct unpacking *u, const struct mime_part *p, size_t index)
{
	struct span type;

	if (index == UNPACK_NO_PART || p->attachment || p->part.outcome == PART_CONTAINER)
		return NO_TEXT;
	type = u->result->parts.items[index].type;
	/* An empty alternative has no type of its own. */
	if (u->result->parts.items[index].size == 0)
		type = p->part.declared_type;
	if (span_eq_str(type, "text/html"))
		return HTML_TEXT;
	return span_eq_str(type, "text/plain") ? PLAIN_TEXT : NO_TEXT;
}

static bool
is_alternative(const struct mime_part *p)
{
	return span_eq_str(p->part.declared_type, "multipart/alternative");
}

static struct choice
look_at(struct unpacking *u, const struct mime_message *m, const size_t *index)
{
	struct choice c = {
		u, m, index,
		arena_array(u->arena, m->parts_count, sizeof(*c.kind)),
		arena_array(u->arena, m->parts_count, sizeof(*c.alternative)),
		arena_array(u->arena, m->parts_count, sizeof(*c.worth))
	};

	for (size_t i = 0; i < m->parts_count; i++) {
		size_t parent = m->parts[i].parent;

		c.kind[i] = text_kind(u, &m->parts[i], index[i]);
		c.alternative[i] = parent == MIME_NO_PARENT || is_alternative(&m->parts[parent]) ? parent : c.alternative[parent];
		if (c.kind[i] != NO_TEXT)
			weigh(blocks_of(u->result, index[i]), &c.worth[i]);
	}
	return c;
}

/* The texts of one kind of an alternative, together. */
static bool
sum_up(const struct choice *c, size_t alternative, enum text_kind kind, struct worth *sum_out)
{
	bool any = false;

	*sum_out = (struct worth){ 0 };
	for (size_t i = alternative + 1; i < c->m->parts_count; i++) {
		if (c->kind[i] != kind || c->alternative[i] != alternative)
			continue;
		sum_out->letters += c->worth[i].letters;
		sum_out->structured = sum_out->structured || c->worth[i].structured;
		any = true;
	}
	return any;
}

static enum text_kind
better_of(const struct worth *plain, const struct worth *html)
{
	if (plain->letters == 0 || html->structured)
		return HTML_TEXT;
	return html->letters >= plain->letters / 2 ? HTML_TEXT : PLAIN_TEXT;
}

static void
choose(const struct choice *c, size_t alternative)
{
	struct worth plain, html;
	enum text_kind worse;

	if (!sum_up(c, alternative, PLAIN_TEXT, &plain) || !sum_up(c, alternative, HTML_TEXT, &html) || plain.letters + html.letters == 0)
		return;
	worse = better_of(&plain, &html) == HTML_TEXT ? PLAIN_TEXT : HTML_TEXT;
	for (size_t i = alternative + 1; i < c->m->parts_count; i++) {
		struct part *p;

		if (c->kind[i] != worse || c->alternative[i] != alternative)
			continue;
		p = &c->u->result->parts.items[c->index[i]];
		/* What could not be read (a wrapper, a cipher) stays what it is. */
		if (p->outcome == PART_UNREADABLE)
			continue;
		p->outcome = PART_IGNORED;
		p->why = PART_WHY_ALTERNATIVE;
		drop_blocks(c->u->result, c->index[i]);
	}
}

/* ---- what the sender wrote ------------------------------------------------------------------- */

void
unpack_choice_print(const struct block_list *blocks, struct arena_text *t)
{
	for (size_t i = 0; i < blocks->count && t->len <= UNPACK_BODY_LIMIT; i++) {
		const struct block *b = &blocks->items[i];
		bool within = i > 0 && block_same_row(b - 1, b);

		if (i > 0)
			arena_put_byte(t, within ? '\t' : '\n');
		if ((b->flags & BLOCK_MARGIN) != 0 && !within)
			arena_put_str(t, "> ");
		if ((b->flags & BLOCK_MARGIN) != 0)
			block_put_lines(t, b->text, "\n> ");	/* each is marked */
		else
			arena_put(t, b->text);
	}
	if (blocks->count > 0)
		arena_put_byte(t, '\n');
}

/* Of an alternative, the plain text where it says anything. */
static bool
is_outdone(const struct choice *c, size_t i)
{
	struct worth plain;

	return c->kind[i] == HTML_TEXT && c->alternative[i] != MIME_NO_PARENT &&
	    sum_up(c, c->alternative[i], PLAIN_TEXT, &plain) && plain.letters > 0;
}

static struct span
whole_letters(struct span s, size_t limit)
{
	size_t to = limit;

	if (s.len <= limit)
		return s;
	while (to > 0 && (s.at[to] & 0xC0) == 0x80)
		to--;
	return span_slice(s, 0, to);
}

static void
collect_body(const struct choice *c)
{
	struct unpack_result *r = c->u->result;
	struct arena_text t = arena_text(c->u->arena);

	for (size_t i = 0; i < c->m->parts_count; i++) {
		const struct block_list *blocks;

		if (c->kind[i] == NO_TEXT || (c->m->parts[i].part.flags & PART_FLAG_BODY) == 0)
			continue;
		blocks = blocks_of(r, c->index[i]);
		if (blocks != NULL && !is_outdone(c, i))
			unpack_choice_print(blocks, &t);
	}
	/* The text was within a signed envelope, which stands in the place of a body. */
	if (t.len == 0)
		return;
	r->body_text = whole_letters(arena_text_span(&t), UNPACK_BODY_LIMIT);
	if (t.len > UNPACK_BODY_LIMIT)
		r->flags |= UNPACK_FLAG_BODY_CUT;
}

void
unpack_choice_make(struct unpacking *u, const struct mime_message *m, const size_t *index)
{
	struct choice c = look_at(u, m, index);

	if (u->depth == u->body_depth)
		collect_body(&c);
	for (size_t i = 0; i < m->parts_count; i++)
		if (is_alternative(&m->parts[i]))
			choose(&c, i);
}
