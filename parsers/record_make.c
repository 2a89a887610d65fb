/* SPDX-License-Identifier: ISC */
#include "parsers/record_make.h"
#include "parsers/record_apart.h"
#include "parsers/record_child.h"
#include "parsers/record_inside.h"
#include "parsers/record_share.h"
#include "parsers/record_signed.h"
#include "parsers/record_stated.h"
#include "parsers/text.h"

#include <string.h>

static unsigned
mime_flags(unsigned flags)
{
	unsigned out = 0;

	if (flags & MIME_FLAG_NO_HEADERS)
		out |= RECORD_NO_HEADERS;
	if (flags & (MIME_FLAG_HEADER_CUT | MIME_FLAG_TOO_DEEP | MIME_FLAG_TOO_MANY))
		out |= RECORD_CUT;
	if (flags & MIME_FLAG_TWO_CONTENT_TYPES)
		out |= RECORD_TWO_TYPES;
	if (flags & (MIME_FLAG_NO_BOUNDARY | MIME_FLAG_NOT_CLOSED))
		out |= RECORD_DAMAGED;
	if (flags & MIME_FLAG_TWO_SENDERS)
		out |= RECORD_TWO_SENDERS;
	if (flags & MIME_FLAG_CHARSET)
		out |= RECORD_CHARSET;
	return out;
}

static unsigned
unpack_flags(unsigned flags)
{
	unsigned out = 0;

	if (flags & (UNPACK_FLAG_SMIME_SIGNED | UNPACK_FLAG_PGP_SIGNED))
		out |= RECORD_SIGNED;
	if (flags & (UNPACK_FLAG_SMIME_ENCRYPTED | UNPACK_FLAG_PGP_ENCRYPTED))
		out |= RECORD_ENCRYPTED;
	if (flags & UNPACK_FLAG_REPORT)
		out |= RECORD_REPORT;
	if (flags & UNPACK_FLAG_CALENDAR)
		out |= RECORD_CALENDAR;
	if (flags & UNPACK_FLAG_NOT_SCANNED)
		out |= RECORD_NOT_SCANNED;
	if (flags & UNPACK_FLAG_BODY_CUT)
		out |= RECORD_CUT;
	return out;
}

static void
take_message(const struct mime_message *m, struct record *out)
{
	out->flags |= mime_flags(m->flags);
	out->headers = m->headers;
	out->from = m->from;
	out->sender = m->sender;
	out->reply_to = m->reply_to;
	out->to = m->to;
	out->cc = m->cc;
	out->subject = m->subject;
	out->message_id = m->message_id;
	out->in_reply_to = m->in_reply_to;
	out->references = m->references;
	out->references_count = m->references_count;
	out->has_date = m->has_date;
	out->date_at = m->date;
	out->has_received = m->has_received;
	out->received_at = m->received;
}

static void
take_parts(struct arena *a, const struct part_list *parts, struct record *out)
{
	out->parts.items = arena_array(a, parts->count, sizeof(*out->parts.items));
	out->parts.count = out->parts.capacity = parts->count;
	for (size_t i = 0; i < parts->count; i++) {
		out->parts.items[i] = parts->items[i];
		out->parts.items[i].bytes = SPAN_NONE;
		if (parts->items[i].flags & PART_FLAG_MACRO)
			out->flags |= RECORD_MACRO;
		if (parts->items[i].why == PART_WHY_TOO_MANY || parts->items[i].why == PART_WHY_TOO_DEEP)
			out->flags |= RECORD_CUT;
	}
}

/* A form with answers before one without (somebody attached the blank beside the filled
 * one), then by labels, then by answers, then as they came. */
static bool
fits_better(const struct record_form *a, const struct record_form *b)
{
	if (a->told != b->told)
		return b->told;
	if ((a->answered > 0) != (b->answered > 0))
		return a->answered > 0;
	if (a->labels_found != b->labels_found)
		return a->labels_found > b->labels_found;
	return a->answered > b->answered;
}

/* There is room for one form a part. */
static void
add_form(struct record *out, const struct record_form *f)
{
	size_t at;

	for (at = out->forms_count; at > 0 && fits_better(f, &out->forms[at - 1]); at--)
		out->forms[at] = out->forms[at - 1];
	out->forms[at] = *f;
	out->forms_count++;
}

static unsigned
narrow(size_t v)
{
	return v > RECORD_LABELS ? RECORD_LABELS : (unsigned)v;
}

/* When nobody knows to what, a person must look. */
static void
note_unknown(const struct part *read, struct part *p)
{
	if (read->outcome != PART_READ || !record_child_is_data(read))
		return;
	p->outcome = PART_UNREADABLE;
	p->why = PART_WHY_UNKNOWN_LABELS;
}

static bool
states_case(const struct field_list *fields)
{
	return field_find_str(fields, "child.1.name") != NULL || field_find_str(fields, "referral.type") != NULL;
}

static void
read_form(struct arena *a, const struct record_make_options *o, const struct unpack_result *u, const struct unpack_blocks *b, struct record *out)
{
	const struct form_def *as = o->form.len > 0 ? form_set_find(o->forms, o->form) : NULL;
	struct form_result found = { .form = NULL };
	struct block_list blocks = b->blocks;
	struct arena_mark mark;
	struct record_form f;
	bool told;

	/* A letter of ours, or quoted in the answer to it, reads like a form and is none.  What it forwards may be one. */
	if ((u->parts.items[b->part].flags & PART_FLAG_BODY) != 0 && record_is_letter(out))
		return;
	if ((u->parts.items[b->part].flags & PART_FLAG_BODY) != 0 && record_answers_ours(out))
		blocks = record_without_quoted(a, &b->blocks);
	if (blocks.count == 0)
		return;
	mark = arena_mark(a);
	form_read_sent(o->forms, &blocks, as, out->has_date ? civil_london_date(out->date_at) : CIVIL_NONE, a, &found);
	if (found.form == NULL || found.labels_found == 0)
		note_unknown(&u->parts.items[b->part], &out->parts.items[b->part]);
	told = found.form == NULL || found.labels_found == 0 || (found.faint && (u->parts.items[b->part].flags & PART_FLAG_BODY) != 0);
	/* Of a mail's own letter at least who signed it may be found. */
	if (told && (u->parts.items[b->part].flags & PART_FLAG_BODY) == 0 && !states_case(&found.fields)) {
		/* It says nothing, and there may be hundreds of its kind. */
		arena_rewind(a, mark);
		return;
	}
	f = (struct record_form){ .form = told ? SPAN_LIT("letter") : found.form->name, .class = told ? FORM_REFERRAL : found.form->class, .type = told ? SPAN_NONE : found.form->type,
	    .part = u->parts.items[b->part].path, .labels_found = narrow(found.labels_found),
	    .labels_total = narrow(found.labels_total), .answered = narrow(told ? found.fields.count : found.answered), .told = told, .fields = found.fields };
	add_form(out, &f);
}

/* ---- who signed ---------------------------------------------------------------------------- */

/* Within a message that was attached: another's. */
static bool
is_anothers(const struct record *r, struct span path)
{
	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if ((span_starts(p->type, SPAN_LIT("message/")) || span_eq_str(p->type, "application/vnd.ms-outlook")) && p->path.len < path.len && span_starts(path, p->path) && path.at[p->path.len] == '.')
			return true;
	}
	return false;
}

static bool
is_sent_on(struct span subject)
{
	/* "RE: FW: ...": somebody agreed first. */
	while (span_starts_nocase(subject, SPAN_LIT("RE:")))
		subject = span_trim(span_slice(subject, strlen("RE:"), subject.len));
	return span_starts_nocase(subject, SPAN_LIT("FW:")) || span_starts_nocase(subject, SPAN_LIT("Fwd:")) || span_starts_nocase(subject, SPAN_LIT("WG:"));
}

/* Most of what was answered stands there: the sender's own words, and not those he quotes. */
static bool
holds_answers(const struct block_list *blocks, const struct field_list *fields)
{
	size_t here = 0, all = 0;

	for (size_t i = 0; i < fields->count; i++) {
		struct span raw = fields->items[i].first.raw, line;

		if (fields->items[i].first.state != FIELD_ANSWERED || !span_line(&raw, &line))
			continue;
		all++;
		for (size_t k = 0; k < blocks->count; k++)
			if (span_find(blocks->items[k].text, span_trim(line)) < blocks->items[k].text.len) {
				here++;
				break;
			}
	}
	return all == 0 || 2 * here > all;
}

/* Whole words of a folded text, and behind them no "to": "I refer to the email below" makes nothing of it. */
static bool
says(struct span folded, struct span words)
{
	for (size_t at = span_find(folded, words); at < folded.len;) {
		struct span behind = span_slice(folded, at + words.len, folded.len);
		size_t next;

		if ((at == 0 || folded.at[at - 1] == ' ') && (behind.len == 0 || behind.at[0] == ' ') && !span_starts(behind, SPAN_LIT(" to ")))
			return true;
		next = span_find(span_slice(folded, at + 1, folded.len), words);
		at += 1 + next;
	}
	return false;
}

/* "I support this", "please treat this as our referral": who sends a letter on makes it his own, and not where he was agreed with to send it or does it for
 * whoever wrote it. */
static bool
is_adopted(struct arena *a, const struct block_list *own)
{
	static const char *const words[] = { "i refer", "we refer", "am referring", "i'm referring", "im referring", "are referring", "we're referring", "wish to refer", "like to refer", "want to refer", "need to refer", "i support", "we support",
		"fully support", "strongly support", "and support", "i agree", "we agree", "agree with", "agree that", "agreed that this", "i endorse", "we endorse", "endorse this", "our referral", "my referral", "behalf of the", "behalf of our", "behalf of my", "behalf of us",
		"i would ask", "we would ask", "from us" };

	for (size_t i = 0; i < own->count; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (says(text_fold_bare(a, own->items[i].text), span_str(words[k])))
				return true;
	return false;
}

/* Of a mail that was sent on: who sends it where he makes it his own, else who wrote what it brings. */
static void
sign_sent_on(struct arena *a, const struct form_set *set, const struct block_list *all, const struct block_list *own, const struct part_address *from, struct field_list *fields)
{
	struct block_list letter;
	struct part_address writer;

	if (!record_quoted_letter(a, all, &letter, &writer))
		return;
	if (is_adopted(a, own))
		record_signed(a, set, own, from, fields);
	if (field_find_str(fields, "referrer.name") == NULL)
		record_signed(a, set, &letter, &writer, fields);
}

/* A letter has no label for its referrer, whose name stands beneath it; a letter's own file has it in the mail beside it. */
static void
take_signature(struct arena *a, const struct form_set *set, const struct unpack_result *u, struct record *out)
{
	struct record_form *f = out->forms_count > 0 ? &out->forms[0] : NULL;

	if (f == NULL || (f->answered == 0 && !f->told) || (f->class != FORM_REFERRAL && f->class != FORM_SIN_COPY) || out->from.count != 1 || is_anothers(out, f->part))
		return;
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < u->read_count; i++) {
			const struct part *p = &u->parts.items[u->read[i].part];
			bool body = (p->flags & PART_FLAG_BODY) != 0;
			struct block_list blocks = u->read[i].blocks;

			if (span_eq(p->path, f->part) != (own == 1) || (own == 0 && (!body || field_answer(&f->fields, "referrer.name").len == 0)))
				continue;
			if (body)
				blocks = record_without_quoted(a, &blocks);
			if (is_sent_on(out->subject) && body && own == 1 && blocks.count < u->read[i].blocks.count)
				sign_sent_on(a, set, &u->read[i].blocks, &blocks, &out->from.items[0], &f->fields);
			else if (!is_sent_on(out->subject) && (own == 0 || holds_answers(&blocks, &f->fields)))
				record_signed(a, set, &blocks, &out->from.items[0], &f->fields);
			else if (is_sent_on(out->subject) && body && own == 1)
				record_signed(a, set, &blocks, &out->from.items[0], &f->fields);
		}
}

/* Letters that state nothing, and that nobody signed. */
static void
drop_empty(struct record *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->forms_count; i++) {
		struct record_form *f = &out->forms[i];

		if (f->told && !states_case(&f->fields) && field_answer(&f->fields, "referrer.name").len == 0)
			continue;
		if (f->told)
			f->answered = narrow(f->fields.count);
		out->forms[kept++] = *f;
	}
	out->forms_count = kept;
}

static void
put_control(struct arena_text *t, const struct block *b)
{
	const struct block_control *c = b->runs_count > 0 ? b->runs[0].control : NULL;

	if (c != NULL) {
		arena_put(t, c->label.len > 0 ? c->label : c->name);
		arena_put_str(t, ": ");
	}
	arena_put(t, b->text);
}

static void
put_block(struct arena_text *t, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_PARAGRAPH:
		arena_put(t, b->text);
		break;
	case BLOCK_CELL:
		block_put_lines(t, b->text, " / ");	/* a cell's lines on one line, so that a row stays one */
		break;
	case BLOCK_CONTROL:
		put_control(t, b);
		break;
	}
}

static void
put_blocks(struct arena_text *t, const struct block_list *list, size_t limit)
{
	for (size_t i = 0; i < list->count && t->len < limit; i++) {
		if (i > 0)
			arena_put_str(t, block_same_row(&list->items[i - 1], &list->items[i]) ? " | " : "\n");
		put_block(t, &list->items[i]);
	}
	arena_put_byte(t, '\n');
}

static struct span
summary(struct arena *a, const struct unpack_result *u)
{
	struct arena_text t = arena_text(a);
	bool ignored = false;

	for (size_t i = 0; i < u->read_count && t.len < RECORD_TEXT_LIMIT; i++)
		if (!(u->parts.items[u->read[i].part].flags & PART_FLAG_BODY))
			put_blocks(&t, &u->read[i].blocks, RECORD_TEXT_LIMIT);
	/* Cut here, so that a long document does not make the record count as cut. */
	return record_clean(a, arena_text_span(&t), RECORD_TEXT, RECORD_TEXT_LIMIT, &ignored);
}

void
record_make(struct arena *a, struct span raw, const struct record_make_options *options, struct record *out)
{
	struct unpack_result u = { .read = NULL };

	*out = (struct record){ .flags = 0 };
	unpack_message(a, raw, &options->unpack, &u);
	take_message(&u.message, out);
	out->flags |= unpack_flags(u.flags);
	take_parts(a, &u.parts, out);
	record_share(&u, out);
	out->text = u.body_text;
	out->quoted_at = record_find_quoted(u.body_text);
	out->forms = arena_array(a, u.read_count, sizeof(*out->forms));
	for (size_t i = 0; options->forms != NULL && i < u.read_count; i++)
		read_form(a, options, &u, &u.read[i], out);
	if (options->forms != NULL && options->form.len == 0)
		record_child_keep(&options->forms->child_words, &u, out);
	if (options->forms != NULL && !record_is_letter(out))
		take_signature(a, options->forms, &u, out);
	drop_empty(out);
	record_apart_join(a, out);
	if (out->forms_count > 0)
		out->forms[0].chosen = !out->forms[0].told;
	out->stated = field_list(a);
	if (options->forms != NULL && record_answers_ours(out) && !record_is_letter(out))
		record_stated(a, options->forms, out->text, out->quoted_at, &out->stated);
	out->dsn = u.dsn;
	out->blocks_summary = summary(a, &u);
}

/* The top header block ends at the first empty line (RFC 5322, 2.1). */
static struct span
header_block(struct span raw)
{
	struct span rest = span_slice(raw, 0, MIME_HEADER_BLOCK_LIMIT), line, all = rest;

	while (span_line(&rest, &line))
		if (line.len == 0)
			break;
	return span_slice(all, 0, all.len - rest.len);
}

void
record_make_headers(struct arena *a, struct span raw, struct record *out)
{
	struct mime_message m = { .flags = 0 };

	*out = (struct record){ .flags = RECORD_HEADERS_ONLY };
	mime_read(a, header_block(raw), SPAN_NONE, &m);
	take_message(&m, out);
	/* Without its body every multipart looks damaged. */
	out->flags &= ~(unsigned)RECORD_DAMAGED;
}

static void
put_header(struct arena_text *t, const struct mime_message *m, const char *name)
{
	struct span value = part_header_value(&m->headers, name);

	if (value.len > 0)
		arena_put_format(t, "%s: %.*s\n", name, SPAN_PF(value));
}

static void
put_part(struct arena_text *t, const struct part *p)
{
	arena_put_format(t, "part %.*s  %.*s  %s", SPAN_PF(p->path), SPAN_PF(p->type), part_outcome_name(p->outcome));
	if (p->why != PART_WHY_NONE)
		arena_put_format(t, " (%s)", part_why_name(p->why));
	arena_put_format(t, "  %llu bytes", (unsigned long long)p->size);
	if (p->name.len > 0)
		arena_put_format(t, "  %.*s", SPAN_PF(p->name));
	if (p->flags & PART_FLAG_MACRO)
		arena_put_str(t, "  [macros]");
	arena_put_byte(t, '\n');
}

struct span
record_make_text(struct arena *a, struct span raw, const struct record_make_options *options)
{
	static const char *const chief[] = { "From", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID" };
	struct unpack_result u = { .read = NULL };
	struct arena_text t = arena_text(a);
	bool cut = false;
	struct span out;

	unpack_message(a, raw, &options->unpack, &u);
	for (size_t i = 0; i < sizeof(chief) / sizeof(chief[0]); i++)
		put_header(&t, &u.message, chief[i]);
	arena_put_byte(&t, '\n');
	for (size_t i = 0; i < u.parts.count; i++)
		put_part(&t, &u.parts.items[i]);
	for (size_t i = 0; i < u.read_count; i++) {
		arena_put_format(&t, "\n--- part %.*s ---\n", SPAN_PF(u.parts.items[u.read[i].part].path));
		put_blocks(&t, &u.read[i].blocks, RECORD_LIMIT);
	}
	out = record_clean(a, arena_text_span(&t), RECORD_TEXT, RECORD_LIMIT - 64, &cut);
	if (!cut)
		return out;
	t = arena_text(a);
	arena_put(&t, out);
	arena_put_str(&t, "\n[cut]\n");
	return arena_text_span(&t);
}
