/* SPDX-License-Identifier: ISC */
#include "parsers/unpack.h"

#include "parsers/digest.h"
#include "parsers/sniff.h"
#include "parsers/unpack_choice.h"
#include "parsers/unpack_part.h"
#include "parsers/unpack_report.h"

void
unpack_prepare(void)
{
	mime_prepare();
	sniff_prepare();
	digest_prepare();
}

void
unpack_prepare_common(void)
{
	mime_prepare_common();
	sniff_prepare();
	digest_prepare();
}

static void
begin(struct unpacking *u, struct arena *a, const struct unpack_options *options, struct unpack_result *result)
{
	*result = (struct unpack_result){ 0 };
	*u = (struct unpacking){ .arena = a, .result = result, .used_before = arena_used(a) };
	if (options != NULL)
		u->options = *options;
	if (u->options.depth_limit == 0)
		u->options.depth_limit = UNPACK_DEPTH_DEFAULT;
	if (u->options.parts_limit == 0)
		u->options.parts_limit = UNPACK_PARTS_DEFAULT;
	if (u->options.part_size_limit == 0)
		u->options.part_size_limit = UNPACK_PART_SIZE_DEFAULT;
	if (u->options.total_size_limit == 0)
		u->options.total_size_limit = UNPACK_TOTAL_SIZE_DEFAULT;
}

/* ---- the parts of one message -------------------------------------------------------------- */

/* A picture the text shows, or a resource of the page it came with (RFC 2387). */
static bool
is_inlined(const struct mime_message *m, const struct mime_part *p)
{
	const struct mime_part *parent = p->parent == MIME_NO_PARENT ? NULL : &m->parts[p->parent];

	return !p->attachment && (p->content_id.len > 0 || (parent != NULL && span_eq_str(parent->part.declared_type, "multipart/related") && p > parent + 1));
}

static struct unpack_input
input_of(const struct mime_message *m, const struct mime_part *p)
{
	return (struct unpack_input){
		.part = p->part,
		.charset = p->charset,
		.parameter = p->parameter,
		.inlined = is_inlined(m, p)
	};
}

/* The multipart at the top has no number of its own: it is the message. */
static bool
is_listed(const struct mime_part *p)
{
	return p->parent != MIME_NO_PARENT || p->part.outcome != PART_CONTAINER;
}

static void
note_multipart(struct unpacking *u, const struct mime_part *p)
{
	bool pgp = span_find(p->parameter, SPAN_LIT("pgp")) < p->parameter.len;

	if (span_eq_str(p->part.declared_type, "multipart/report") && u->depth == 0)
		u->result->flags |= UNPACK_FLAG_REPORT;
	if (span_eq_str(p->part.declared_type, "multipart/signed"))
		u->result->flags |= pgp ? UNPACK_FLAG_PGP_SIGNED : UNPACK_FLAG_SMIME_SIGNED;
	if (span_eq_str(p->part.declared_type, "multipart/encrypted"))
		u->result->flags |= UNPACK_FLAG_PGP_ENCRYPTED;
}

static void
take_parts(struct unpacking *u, const struct mime_message *m)
{
	size_t *index = arena_array(u->arena, m->parts_count, sizeof(*index));

	for (size_t i = 0; i < m->parts_count; i++)
		index[i] = UNPACK_NO_PART;
	for (size_t i = 0; i < m->parts_count && !u->full; i++) {
		const struct mime_part *p = &m->parts[i];
		struct unpack_input in = input_of(m, p);

		if (p->part.outcome == PART_CONTAINER)
			note_multipart(u, p);
		if (!is_listed(p))
			continue;
		if (p->part.outcome == PART_CONTAINER || p->part.why != PART_WHY_NONE) {
			in.part.type = p->part.declared_type;
			/* Its parts are counted, not the text between them. */
			in.part.bytes = SPAN_NONE;
			index[i] = unpack_part_add(u, &in);
			continue;
		}
		index[i] = unpack_part_take(u, &in);
	}
	unpack_choice_make(u, m, index);
}

void
unpack_part_message(struct unpacking *u, struct span raw, struct span prefix)
{
	struct mime_message m;

	mime_read(u->arena, raw, prefix, &m);
	take_parts(u, &m);
	/* What was cut inside was cut: people are told of the whole. */
	u->result->message.flags |= m.flags & (MIME_FLAG_HEADER_CUT | MIME_FLAG_TWO_CONTENT_TYPES | MIME_FLAG_TOO_DEEP | MIME_FLAG_TOO_MANY | MIME_FLAG_NO_BOUNDARY | MIME_FLAG_NOT_CLOSED);
}

void
unpack_message(struct arena *a, struct span raw, const struct unpack_options *options, struct unpack_result *result_out)
{
	struct unpacking u;

	begin(&u, a, options, result_out);
	mime_read(a, raw, SPAN_NONE, &result_out->message);
	take_parts(&u, &result_out->message);
	unpack_report_finish(&u);
}

void
unpack_file(struct arena *a, struct span bytes, struct span name, const struct unpack_options *options, struct unpack_result *result_out)
{
	struct unpack_input in = { .part = { .path = SPAN_LIT("1"), .name = name, .bytes = bytes } };
	struct unpacking u;

	begin(&u, a, options, result_out);
	(void)unpack_part_take(&u, &in);
}
