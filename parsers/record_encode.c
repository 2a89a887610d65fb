/* SPDX-License-Identifier: ISC */
#include "parsers/record_inside.h"

/* The order of values here is that of record_decode.c. */
struct writer {
	struct arena *arena;
	struct arena_text text;
	bool cut;
};

static void
put_number(struct writer *w, uint64_t v, unsigned bytes)
{
	while (bytes-- > 0)
		arena_put_byte(&w->text, (unsigned char)(v >> (8 * bytes)));
}

static void
put_clean(struct writer *w, struct span s, enum record_kind kind, size_t limit)
{
	s = record_clean(w->arena, s, kind, limit, &w->cut);
	put_number(w, s.len, 4);
	arena_put(&w->text, s);
}

static void
put_line(struct writer *w, struct span s)
{
	put_clean(w, s, RECORD_LINE, RECORD_LINE_LIMIT);
}

/* How many of `count` go out, the number written. */
static size_t
put_count(struct writer *w, size_t count, size_t limit)
{
	if (count > limit) {
		w->cut = true;
		count = limit;
	}
	put_number(w, count, 4);
	return count;
}

static unsigned
at_most(size_t v, unsigned limit)
{
	return v > limit ? limit : (unsigned)v;
}

static void
put_headers(struct writer *w, const struct part_header_list *list)
{
	size_t n = put_count(w, list->count, RECORD_HEADERS);

	for (size_t i = 0; i < n; i++) {
		put_line(w, list->items[i].name);
		put_clean(w, list->items[i].value, RECORD_LINE, RECORD_VALUE_LIMIT);
	}
}

static void
put_addresses(struct writer *w, const struct part_address_list *list)
{
	size_t n = put_count(w, list->count, RECORD_ADDRESSES);

	for (size_t i = 0; i < n; i++) {
		put_line(w, list->items[i].name);
		put_line(w, list->items[i].address);
	}
}

static void
put_time(struct writer *w, bool has, int64_t at)
{
	has = has && record_is_time(at);
	put_number(w, has ? 1 : 0, 1);
	put_number(w, has ? (uint64_t)at : 0, 8);
}

static void
put_references(struct writer *w, const struct span *ids, size_t count)
{
	size_t n = put_count(w, count, RECORD_REFERENCES);

	/* The latest: those nearest to this message. */
	for (size_t i = count - n; i < count; i++)
		put_line(w, ids[i]);
}

static void
put_part(struct writer *w, const struct part *p)
{
	put_clean(w, record_is_path(p->path) ? p->path : SPAN_LIT("0"), RECORD_LINE, RECORD_PATH_LIMIT);
	put_line(w, p->type);
	put_line(w, p->declared_type);
	put_line(w, p->name);
	put_number(w, p->size, 8);
	arena_put(&w->text, span_of(p->sha256, sizeof(p->sha256)));
	put_number(w, p->outcome, 1);
	put_number(w, p->why, 1);
	put_number(w, p->flags & PART_FLAGS, 1);
}

/* As it will be on the pipe, when it is the canonical form of a value then. */
static bool
canonical(struct writer *w, const struct field_key *entry, struct span value, struct span *out)
{
	*out = record_clean(w->arena, value, RECORD_TEXT, RECORD_VALUE_LIMIT, &w->cut);
	return record_value_fits(entry, *out);
}

/* What is no canonical value goes out as what it is, something written: the reader of the
 * pipe would refuse the whole record for it. */
static void
put_value(struct writer *w, const struct field_key *entry, bool several, const struct field_value *v)
{
	enum field_state state = v->state;
	struct span value = SPAN_NONE;

	if (state == FIELD_ANSWERED && !canonical(w, entry, v->value, &value) && !several)
		state = FIELD_INVALID;
	put_clean(w, state == FIELD_ANSWERED ? value : SPAN_NONE, RECORD_TEXT, RECORD_VALUE_LIMIT);
	put_clean(w, v->raw, RECORD_TEXT, RECORD_VALUE_LIMIT);
	put_line(w, v->source);
	put_number(w, state, 1);
	put_number(w, v->qualifier, 1);
}

/* The values of a list that are canonical; none for a key that takes no list. */
static size_t
pick_values(struct writer *w, const struct field *f, struct span *out)
{
	size_t n = 0;

	for (size_t i = 0; f->entry->several && i < f->values_count; i++)
		if (canonical(w, f->entry, f->values[i], &out[n]))
			n++;
	return n;
}

static void
put_field(struct writer *w, const struct field *f)
{
	struct span *values = arena_array(w->arena, f->values_count + 1, sizeof(*values));
	size_t n = pick_values(w, f, values);
	bool several = n > 0;

	put_clean(w, f->key, RECORD_LINE, RECORD_KEY_LIMIT);
	put_value(w, f->entry, several, &f->first);
	n = put_count(w, n, RECORD_VALUES);
	for (size_t i = 0; i < n; i++)
		put_clean(w, values[i], RECORD_TEXT, RECORD_VALUE_LIMIT);
	n = put_count(w, f->also_count, RECORD_VALUES);
	for (size_t i = 0; i < n; i++)
		put_value(w, f->entry, several, &f->also[i]);
}

/* Keys the vocabulary has, each once. */
static bool
goes_out(struct writer *w, const struct field_list *fields, size_t i)
{
	const struct field_key *entry;

	return record_is_key(w->arena, fields->items[i].key, &entry) && entry == fields->items[i].entry &&
	    field_find(fields, fields->items[i].key) == &fields->items[i];
}

static void
put_fields(struct writer *w, const struct field_list *fields)
{
	size_t n = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (goes_out(w, fields, i))
			n++;
	n = put_count(w, n, RECORD_FIELDS);
	for (size_t i = 0; i < fields->count && n > 0; i++) {
		if (!goes_out(w, fields, i))
			continue;
		put_field(w, &fields->items[i]);
		n--;
	}
}

static void
put_form(struct writer *w, const struct record_form *f, bool chosen)
{
	put_line(w, f->form);
	put_number(w, f->class, 1);
	put_line(w, f->type);
	put_clean(w, record_is_path(f->part) ? f->part : SPAN_LIT("0"), RECORD_LINE, RECORD_PATH_LIMIT);
	put_number(w, at_most(f->labels_found, RECORD_LABELS), 4);
	put_number(w, at_most(f->labels_total, RECORD_LABELS), 4);
	put_number(w, at_most(f->answered, RECORD_LABELS), 4);
	put_number(w, f->told ? 1 : 0, 1);
	put_number(w, chosen ? 1 : 0, 1);
	put_fields(w, &f->fields);
}

static void
put_forms(struct writer *w, const struct record *r)
{
	size_t n = put_count(w, r->forms_count, RECORD_FORMS);

	for (size_t i = 0; i < n; i++)
		put_form(w, &r->forms[i], &r->forms[i] == record_chosen(r));
}

static void
put_dsn(struct writer *w, const struct dsn *d)
{
	size_t n;

	put_number(w, d->kind, 1);
	put_line(w, d->message_id);
	put_line(w, d->envelope_id);
	put_line(w, d->disposition);
	put_clean(w, d->references, RECORD_LINE, RECORD_VALUE_LIMIT);
	n = put_count(w, d->recipients_count, DSN_RECIPIENT_LIMIT);
	for (size_t i = 0; i < n; i++) {
		put_line(w, d->recipients[i].final);
		put_line(w, d->recipients[i].original);
		put_number(w, d->recipients[i].action, 1);
		put_number(w, d->recipients[i].severity, 1);
		put_line(w, d->recipients[i].status);
		put_number(w, at_most(d->recipients[i].smtp_code, RECORD_CODE_LIMIT), 2);
	}
}

/* Where the quotation starts moves with each control character cleaned away before it. */
static void
put_text(struct writer *w, const struct record *r)
{
	size_t at = r->quoted_at < r->text.len ? r->quoted_at : r->text.len;
	bool ignored = false;
	struct span own = record_clean(w->arena, span_slice(r->text, 0, at), RECORD_TEXT, RECORD_TEXT_LIMIT, &w->cut);
	struct span quoted = record_clean(w->arena, span_slice(r->text, at, r->text.len), RECORD_TEXT,
	    RECORD_TEXT_LIMIT - own.len, &ignored);

	put_number(w, own.len + quoted.len, 4);
	arena_put(&w->text, own);
	arena_put(&w->text, quoted);
	put_number(w, own.len, 4);
	w->cut = w->cut || ignored;
	put_clean(w, r->blocks_summary, RECORD_TEXT, RECORD_TEXT_LIMIT);
}

struct span
record_encode(struct arena *a, const struct record *r)
{
	struct writer w = { .arena = a, .text = arena_text(a) };
	size_t n;

	put_number(&w, RECORD_MAGIC, 4);
	put_headers(&w, &r->headers);
	put_addresses(&w, &r->from);
	put_addresses(&w, &r->sender);
	put_addresses(&w, &r->reply_to);
	put_addresses(&w, &r->to);
	put_addresses(&w, &r->cc);
	put_clean(&w, r->subject, RECORD_LINE, RECORD_VALUE_LIMIT);
	put_line(&w, r->message_id);
	put_line(&w, r->in_reply_to);
	put_references(&w, r->references, r->references_count);
	put_time(&w, r->has_date, r->date_at);
	put_time(&w, r->has_received, r->received_at);
	n = put_count(&w, r->parts.count, RECORD_PARTS);
	for (size_t i = 0; i < n; i++)
		put_part(&w, &r->parts.items[i]);
	put_forms(&w, r);
	put_fields(&w, &r->stated);
	put_dsn(&w, &r->dsn);
	put_text(&w, r);
	put_number(&w, (r->flags & RECORD_FLAGS) | (w.cut ? RECORD_CUT : 0u), 4);
	return w.text.len > RECORD_LIMIT ? SPAN_NONE : arena_text_span(&w.text);
}
