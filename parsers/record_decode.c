/* SPDX-License-Identifier: ISC */
#include "parsers/record_inside.h"

/* Once bad, every further value is 0 or empty and every loop ends: one check at the end. */
struct taker {
	struct span_cursor at;
	struct arena *arena;
	bool bad;
};

static uint64_t
take_number(struct taker *t, unsigned bytes, uint64_t limit)
{
	struct span s;
	uint64_t v = 0;

	if (t->bad || !span_take(&t->at, bytes, &s)) {
		t->bad = true;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		v = v << 8 | s.at[i];
	if (v <= limit)
		return v;
	t->bad = true;
	return 0;
}

static struct span
take_clean(struct taker *t, enum record_kind kind, size_t limit)
{
	size_t len = take_number(t, 4, limit);
	struct span s;

	if (t->bad || !span_take(&t->at, len, &s) || !record_is_clean(s, kind, limit)) {
		t->bad = true;
		return SPAN_NONE;
	}
	return s;
}

static struct span
take_line(struct taker *t)
{
	return take_clean(t, RECORD_LINE, RECORD_LINE_LIMIT);
}

static struct span
take_path(struct taker *t)
{
	struct span s = take_clean(t, RECORD_LINE, RECORD_PATH_LIMIT);

	if (!record_is_path(s))
		t->bad = true;
	return s;
}

/* A count, and room for so many: none when what is left could not hold them. */
static void *
take_array(struct taker *t, size_t limit, size_t wire_minimum, size_t size, size_t *count_out)
{
	size_t n = take_number(t, 4, limit);

	if (n > span_left(&t->at) / wire_minimum) {
		t->bad = true;
		n = 0;
	}
	*count_out = n;
	return n == 0 ? NULL : arena_array(t->arena, n, size);
}

static void
take_headers(struct taker *t, struct part_header_list *out)
{
	out->items = take_array(t, RECORD_HEADERS, 8, sizeof(*out->items), &out->count);
	out->capacity = out->count;
	for (size_t i = 0; i < out->count && !t->bad; i++) {
		out->items[i].name = take_line(t);
		out->items[i].value = take_clean(t, RECORD_LINE, RECORD_VALUE_LIMIT);
	}
}

static void
take_addresses(struct taker *t, struct part_address_list *out)
{
	out->items = take_array(t, RECORD_ADDRESSES, 8, sizeof(*out->items), &out->count);
	out->capacity = out->count;
	for (size_t i = 0; i < out->count && !t->bad; i++) {
		out->items[i].name = take_line(t);
		out->items[i].address = take_line(t);
	}
}

static void
take_time(struct taker *t, bool *has_out, int64_t *at_out)
{
	*has_out = take_number(t, 1, 1) == 1;
	*at_out = (int64_t)take_number(t, 8, UINT64_MAX);
	if (*has_out ? !record_is_time(*at_out) : *at_out != 0)
		t->bad = true;
}

static void
take_references(struct taker *t, struct record *out)
{
	out->references = take_array(t, RECORD_REFERENCES, 4, sizeof(*out->references), &out->references_count);
	for (size_t i = 0; i < out->references_count && !t->bad; i++)
		out->references[i] = take_line(t);
}

static void
take_part(struct taker *t, struct part *out)
{
	struct span digest = SPAN_NONE;

	out->path = take_path(t);
	out->type = take_line(t);
	out->declared_type = take_line(t);
	out->name = take_line(t);
	out->size = take_number(t, 8, INT64_MAX);
	if (!t->bad && !span_take(&t->at, sizeof(out->sha256), &digest))
		t->bad = true;
	for (size_t i = 0; i < digest.len; i++)
		out->sha256[i] = digest.at[i];
	out->outcome = (enum part_outcome)take_number(t, 1, PART_UNREADABLE);
	out->why = (enum part_why)take_number(t, 1, PART_WHYS - 1);
	out->flags = (unsigned)take_number(t, 1, PART_FLAGS);
}

static void
take_value(struct taker *t, struct field_value *out)
{
	out->value = take_clean(t, RECORD_TEXT, RECORD_VALUE_LIMIT);
	out->raw = take_clean(t, RECORD_TEXT, RECORD_VALUE_LIMIT);
	out->source = take_line(t);
	out->state = (enum field_state)take_number(t, 1, FIELD_UNREADABLE);
	out->qualifier = (enum field_qualifier)take_number(t, 1, FIELD_COMBINED);
}

static bool
value_holds(const struct field *f, const struct field_value *v)
{
	if (v->state != FIELD_ANSWERED)
		return v->value.len == 0;
	return f->values_count > 0 || record_value_fits(f->entry, v->value);
}

static void
check_field(struct taker *t, const struct field *f)
{
	bool holds = value_holds(f, &f->first) && (f->values_count == 0 || f->entry->several);

	for (size_t i = 0; i < f->values_count; i++)
		holds = holds && record_value_fits(f->entry, f->values[i]);
	for (size_t i = 0; i < f->also_count; i++)
		holds = holds && value_holds(f, &f->also[i]);
	if (!holds)
		t->bad = true;
}

static void
take_field(struct taker *t, struct field *out)
{
	out->key = take_clean(t, RECORD_LINE, RECORD_KEY_LIMIT);
	if (t->bad || !record_is_key(t->arena, out->key, &out->entry)) {
		t->bad = true;
		return;
	}
	take_value(t, &out->first);
	out->values = take_array(t, RECORD_VALUES, 4, sizeof(*out->values), &out->values_count);
	for (size_t i = 0; i < out->values_count; i++)
		out->values[i] = take_clean(t, RECORD_TEXT, RECORD_VALUE_LIMIT);
	out->also = take_array(t, RECORD_VALUES, 14, sizeof(*out->also), &out->also_count);
	for (size_t i = 0; i < out->also_count; i++)
		take_value(t, &out->also[i]);
	if (!t->bad)
		check_field(t, out);
}

static void
take_fields(struct taker *t, struct field_list *out)
{
	size_t n;

	*out = field_list(t->arena);
	out->items = take_array(t, RECORD_FIELDS, 26, sizeof(*out->items), &n);
	out->capacity = n;
	while (out->count < n && !t->bad) {
		struct field f = { .key = SPAN_NONE };

		take_field(t, &f);
		/* Twice the same key would let the second hide. */
		if (t->bad || field_find(out, f.key) != NULL)
			t->bad = true;
		else
			out->items[out->count++] = f;
	}
}

static void
take_form(struct taker *t, struct record_form *out)
{
	out->form = take_line(t);
	out->class = (enum form_class)take_number(t, 1, FORM_BOOKING);
	out->type = take_line(t);
	out->part = take_path(t);
	out->labels_found = (unsigned)take_number(t, 4, RECORD_LABELS);
	out->labels_total = (unsigned)take_number(t, 4, RECORD_LABELS);
	out->answered = (unsigned)take_number(t, 4, RECORD_LABELS);
	out->told = take_number(t, 1, 1) == 1;
	out->chosen = take_number(t, 1, 1) == 1;
	take_fields(t, &out->fields);
}

static void
take_forms(struct taker *t, struct record *out)
{
	bool chosen = false;

	out->forms = take_array(t, RECORD_FORMS, 30, sizeof(*out->forms), &out->forms_count);
	for (size_t i = 0; i < out->forms_count && !t->bad; i++) {
		take_form(t, &out->forms[i]);
		if ((chosen || out->forms[i].told) && out->forms[i].chosen)
			t->bad = true;
		chosen = chosen || out->forms[i].chosen;
	}
}

static void
take_dsn(struct taker *t, struct dsn *out)
{
	out->kind = (enum dsn_kind)take_number(t, 1, DSN_FREE_FORM);
	out->message_id = take_line(t);
	out->envelope_id = take_line(t);
	out->disposition = take_line(t);
	out->references = take_clean(t, RECORD_LINE, RECORD_VALUE_LIMIT);
	out->recipients = take_array(t, DSN_RECIPIENT_LIMIT, 16, sizeof(*out->recipients), &out->recipients_count);
	out->recipients_capacity = out->recipients_count;
	for (size_t i = 0; i < out->recipients_count && !t->bad; i++) {
		out->recipients[i].final = take_line(t);
		out->recipients[i].original = take_line(t);
		out->recipients[i].action = (enum dsn_action)take_number(t, 1, DSN_EXPANDED);
		out->recipients[i].severity = (enum dsn_severity)take_number(t, 1, DSN_SOFT);
		out->recipients[i].status = take_line(t);
		out->recipients[i].smtp_code = (unsigned)take_number(t, 2, RECORD_CODE_LIMIT);
	}
}

static void
take_text(struct taker *t, struct record *out)
{
	out->text = take_clean(t, RECORD_TEXT, RECORD_TEXT_LIMIT);
	out->quoted_at = take_number(t, 4, out->text.len);
	/* Between two characters, so that both halves are text. */
	if (out->quoted_at < out->text.len && (out->text.at[out->quoted_at] & 0xc0) == 0x80)
		t->bad = true;
	out->blocks_summary = take_clean(t, RECORD_TEXT, RECORD_TEXT_LIMIT);
}

static void
take_envelope(struct taker *t, struct record *out)
{
	take_headers(t, &out->headers);
	take_addresses(t, &out->from);
	take_addresses(t, &out->sender);
	take_addresses(t, &out->reply_to);
	take_addresses(t, &out->to);
	take_addresses(t, &out->cc);
	out->subject = take_clean(t, RECORD_LINE, RECORD_VALUE_LIMIT);
	out->message_id = take_line(t);
	out->in_reply_to = take_line(t);
	take_references(t, out);
	take_time(t, &out->has_date, &out->date_at);
	take_time(t, &out->has_received, &out->received_at);
}

bool
record_decode(struct arena *a, struct span bytes, struct record *out)
{
	struct taker t = { .at = span_walk(bytes), .arena = a, .bad = bytes.len > RECORD_LIMIT };

	*out = (struct record){ .flags = 0 };
	if (take_number(&t, 4, UINT32_MAX) != RECORD_MAGIC)
		return false;
	take_envelope(&t, out);
	out->parts.items = take_array(&t, RECORD_PARTS, 59, sizeof(*out->parts.items), &out->parts.count);
	out->parts.capacity = out->parts.count;
	for (size_t i = 0; i < out->parts.count && !t.bad; i++)
		take_part(&t, &out->parts.items[i]);
	take_forms(&t, out);
	take_fields(&t, &out->stated);
	take_dsn(&t, &out->dsn);
	take_text(&t, out);
	out->flags = (unsigned)take_number(&t, 4, RECORD_FLAGS);
	if (!t.bad && span_left(&t.at) == 0)
		return true;
	*out = (struct record){ .flags = 0 };
	return false;
}
