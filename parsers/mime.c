/* SPDX-License-Identifier: ISC */
#include "parsers/mime.h"

#include "parsers/mime_charset.h"
#include "parsers/mime_field.h"
#include "parsers/mime_split.h"

#include <limits.h>
#include <string.h>

void
mime_prepare(void)
{
	mime_charset_prepare(UINT_MAX);
	mime_field_prepare();
}

void
mime_prepare_common(void)
{
	mime_charset_prepare(MIME_CHARSET_COMMON);
	mime_field_prepare();
}

/* ---- the header fields of the message ---------------------------------------------------- */

/* "<id>" without its brackets; some write it without. */
static bool
next_id(struct span *rest, struct span *id_out)
{
	size_t from = span_find_byte(*rest, '<'), to;

	if (from == rest->len)
		return false;
	to = from + span_find_byte(span_slice(*rest, from, rest->len), '>');
	*id_out = span_trim(span_slice(*rest, from + 1, to));
	*rest = span_slice(*rest, to, rest->len);
	return true;
}

static struct span
one_id(struct arena *a, struct span raw)
{
	struct span rest = raw, id;

	if (next_id(&rest, &id))
		return mime_field_text(a, id);
	return mime_field_text(a, span_slice(raw, 0, 998));
}

static void
read_references(struct arena *a, struct span raw, struct mime_message *m)
{
	struct span rest = raw, id;
	size_t capacity = 0;

	while (next_id(&rest, &id)) {
		m->references = arena_grow(a, m->references, m->references_count, &capacity, sizeof(*m->references));
		m->references[m->references_count++] = mime_field_text(a, id);
	}
	if (m->references_count > MIME_REFERENCE_LIMIT) {
		m->references += m->references_count - MIME_REFERENCE_LIMIT;
		m->references_count = MIME_REFERENCE_LIMIT;
	}
}

/* RFC 5321 section 4.4: the date stands after the last ";" of a Received field. */
static void
read_received(struct arena *a, const struct mime_split_head *head, struct mime_message *m)
{
	for (size_t i = 0; i < head->count; i++) {
		struct span value = head->fields[i].value;
		size_t at = value.len;

		if (!span_eq_nocase_str(head->fields[i].name, "Received"))
			continue;
		while (at > 0 && value.at[at - 1] != ';')
			at--;
		m->has_received = at > 0 && mime_field_date(a, span_slice(value, at, value.len), &m->received);
		return;
	}
}

/* "From: FRY, Ann <ann.fry@vale.example>": somebody's name turned round, and nobody who has a name and no address. */
static void
join_name(struct arena *a, struct span raw, struct part_address_list *from)
{
	static const char *const marks[] = { "-", "'", " ", ".", };
	struct span first = span_trim(span_slice(raw, 0, span_find_byte(raw, ',')));

	if (from->count != 2 || from->items[0].address.len > 0 || from->items[1].address.len == 0 || from->items[1].name.len == 0 || first.len == 0)
		return;
	for (size_t i = 0; i < first.len; i++)
		if (!span_is_letter(first.at[i]) && first.at[i] < 0x80 && !span_is_any(span_slice(first, i, i + 1), SPAN_WORDS(marks)))
			return;
	from->items[0] = (struct part_address){ .name = arena_printf(a, "%.*s, %.*s", SPAN_PF(mime_field_text(a, first)), SPAN_PF(from->items[1].name)), .address = from->items[1].address };
	from->count = 1;
}

static void
read_addresses(struct arena *a, const struct mime_split_head *head, struct mime_message *m)
{
	unsigned from_fields = 0;

	for (size_t i = 0; i < head->count; i++) {
		struct span name = head->fields[i].name, value = head->fields[i].value;

		if (span_eq_nocase_str(name, "From")) {
			mime_field_addresses(a, value, &m->from);
			join_name(a, value, &m->from);
			from_fields++;
		} else if (span_eq_nocase_str(name, "Sender")) {
			mime_field_addresses(a, value, &m->sender);
		} else if (span_eq_nocase_str(name, "Reply-To")) {
			mime_field_addresses(a, value, &m->reply_to);
		} else if (span_eq_nocase_str(name, "To")) {
			mime_field_addresses(a, value, &m->to);
		} else if (span_eq_nocase_str(name, "Cc")) {
			mime_field_addresses(a, value, &m->cc);
		}
	}
	if (from_fields > 1 || m->from.count > 1)
		m->flags |= MIME_FLAG_TWO_SENDERS;
}

/* An encoded word in what a server wrote is a sender's attempt to speak for it: RFC 2047 section 5
 * has none there. */
static bool
is_trace(struct span name)
{
	return span_eq_nocase_str(name, "Authentication-Results") || span_eq_nocase_str(name, "Received") || span_eq_nocase_str(name, "Return-Path");
}

static void
read_message(struct arena *a, const struct mime_split_head *head, struct mime_message *m)
{
	m->headers.items = arena_array(a, head->count, sizeof(*m->headers.items));
	m->headers.count = m->headers.capacity = head->count;
	for (size_t i = 0; i < head->count; i++)
		m->headers.items[i] = (struct part_header){
			.name = head->fields[i].name,
			.value = is_trace(head->fields[i].name) ? mime_field_unfold(a, head->fields[i].value) : mime_field_text(a, head->fields[i].value)
		};
	read_addresses(a, head, m);
	m->subject = part_header_value(&m->headers, "Subject");
	m->message_id = one_id(a, mime_split_last(head, "Message-ID", NULL));
	m->in_reply_to = one_id(a, mime_split_last(head, "In-Reply-To", NULL));
	read_references(a, mime_split_last(head, "References", NULL), m);
	m->has_date = mime_field_date(a, mime_split_last(head, "Date", NULL), &m->date);
	read_received(a, head, m);
	if (head->count == 0)
		m->flags |= MIME_FLAG_NO_HEADERS;
}

/* ---- its parts --------------------------------------------------------------------------- */

struct open_multipart {
	struct mime_split_parts parts;
	size_t index;			/* its own place in the list */
	unsigned children;
	bool digest;
};

struct taking {
	struct arena *arena;
	struct mime_message *m;
	size_t capacity;
	struct open_multipart open[MIME_DEPTH_LIMIT];
	unsigned depth;			/* how many are open */
};

static bool
is_multipart(struct span type)
{
	return span_starts(type, SPAN_LIT("multipart/"));
}

/* What a part is when it does not say (RFC 2045 section 5.2, RFC 2046 section 5.1.5). */
static struct span
default_type(const struct taking *t)
{
	return t->depth > 0 && t->open[t->depth - 1].digest ? SPAN_LIT("message/rfc822") : SPAN_LIT("text/plain");
}

static struct span
strip_brackets(struct span id)
{
	id = span_trim(id);
	if (id.len > 1 && id.at[0] == '<' && id.at[id.len - 1] == '>')
		return span_slice(id, 1, id.len - 1);
	return id;
}

static struct mime_part *
add_part(struct taking *t, struct span path)
{
	struct mime_message *m = t->m;
	struct mime_part *p;

	m->parts = arena_grow(t->arena, m->parts, m->parts_count, &t->capacity, sizeof(*m->parts));
	p = &m->parts[m->parts_count++];
	*p = (struct mime_part){ .part.path = path, .parent = MIME_NO_PARENT, .depth = t->depth };
	if (t->depth > 0)
		p->parent = t->open[t->depth - 1].index;
	return p;
}

/* Opens a multipart so that its parts are next.  False when that cannot be done: its boundary
 * is nowhere and nothing there looks like one. */
static bool
open_multipart(struct taking *t, struct mime_part *p, struct span body, struct span boundary)
{
	struct open_multipart *o = &t->open[t->depth];

	*o = (struct open_multipart){ .index = (size_t)(p - t->m->parts), .digest = span_eq_str(p->part.declared_type, "multipart/digest") };
	if (!mime_split_begin(t->arena, body, boundary, &o->parts)) {
		t->m->flags |= MIME_FLAG_NO_BOUNDARY;
		if (!mime_split_begin(t->arena, body, mime_split_guess(body), &o->parts))
			return false;
	}
	t->depth++;
	return true;
}

static bool
is_body_type(struct span type)
{
	return span_eq_str(type, "text/plain") || span_eq_str(type, "text/html") || span_eq_str(type, "text/enriched");
}

static void
take_leaf(struct taking *t, struct mime_part *p, struct span body, struct span encoding)
{
	p->part.bytes = mime_field_decode(t->arena, body, encoding);
	p->part.size = p->part.bytes.len;
	if (!p->attachment && (p->part.name.len == 0 || p->parent == MIME_NO_PARENT) && is_body_type(p->part.declared_type))
		p->part.flags |= PART_FLAG_BODY;
}

/* One part from its header block on: the message itself, or what stood between boundaries. */
static void
take_part(struct taking *t, const struct mime_split_head *head, struct span path)
{
	struct mime_part *p = add_part(t, path);
	struct mime_field_type type;
	unsigned types_seen;

	if (head->cut)
		t->m->flags |= MIME_FLAG_HEADER_CUT;
	mime_field_type(t->arena, mime_split_last(head, "Content-Type", &types_seen), &type);
	if (types_seen > 1)
		t->m->flags |= MIME_FLAG_TWO_CONTENT_TYPES;
	p->part.name = mime_field_disposition(t->arena, mime_split_last(head, "Content-Disposition", NULL), &p->attachment);
	if (p->part.name.len == 0)
		p->part.name = type.name;
	p->part.declared_type = type.type.len > 0 ? type.type : types_seen > 0 ? SPAN_NONE : default_type(t);
	p->charset = type.charset;
	p->parameter = type.parameter;
	p->content_id = strip_brackets(mime_field_text(t->arena, mime_split_last(head, "Content-ID", NULL)));
	if (is_multipart(p->part.declared_type)) {
		p->part.outcome = PART_CONTAINER;
		p->part.bytes = head->body;
		p->part.size = head->body.len;
		if (t->depth == MIME_DEPTH_LIMIT) {
			t->m->flags |= MIME_FLAG_TOO_DEEP;
			p->part.outcome = PART_UNREADABLE;
			p->part.why = PART_WHY_TOO_DEEP;
			return;
		}
		if (open_multipart(t, p, head->body, type.boundary))
			return;
		p->part.outcome = PART_READ;
	}
	take_leaf(t, p, head->body, mime_split_last(head, "Content-Transfer-Encoding", NULL));
}

static struct span
child_path(struct arena *a, struct span parent, unsigned number)
{
	return parent.len == 0 ? arena_printf(a, "%u", number) : arena_printf(a, "%.*s.%u", SPAN_PF(parent), number);
}

/* The next part of whatever multipart is open, closing those that have ended. */
static bool
next_part(struct taking *t, struct span *bytes_out, struct span *path_out)
{
	while (t->depth > 0) {
		struct open_multipart *o = &t->open[t->depth - 1];

		if (mime_split_next(&o->parts, bytes_out)) {
			*path_out = child_path(t->arena, t->m->parts[o->index].part.path, ++o->children);
			return true;
		}
		if (!o->parts.closed)
			t->m->flags |= MIME_FLAG_NOT_CLOSED;
		t->depth--;
	}
	return false;
}

void
mime_read(struct arena *a, struct span raw, struct span prefix, struct mime_message *message_out)
{
	struct mime_message *m = message_out;
	struct mime_split_head head;
	struct taking t = { .arena = a, .m = m };
	struct span bytes, path = prefix;

	*m = (struct mime_message){ 0 };
	mime_split_header(a, raw, true, &head);
	read_message(a, &head, m);
	take_part(&t, &head, prefix);
	if (t.depth == 0)
		m->parts[0].part.path = child_path(a, prefix, 1);
	while (next_part(&t, &bytes, &path)) {
		if (m->parts_count == MIME_PART_LIMIT - 1) {
			struct mime_part *p = add_part(&t, path);

			m->flags |= MIME_FLAG_TOO_MANY;
			p->part.outcome = PART_UNREADABLE;
			p->part.why = PART_WHY_TOO_MANY;
			return;
		}
		mime_split_header(a, bytes, false, &head);
		take_part(&t, &head, path);
	}
}

struct span
mime_decode(struct arena *a, struct span bytes, struct span encoding)
{
	return mime_field_decode(a, bytes, encoding);
}
