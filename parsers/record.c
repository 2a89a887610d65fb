/* SPDX-License-Identifier: ISC */
#include "parsers/record_inside.h"
#include "parsers/civil.h"
#include "parsers/text.h"

const struct record_form *
record_chosen(const struct record *r)
{
	for (size_t i = 0; i < r->forms_count; i++)
		if (r->forms[i].chosen)
			return &r->forms[i];
	return NULL;
}

/* C0, DEL, C1 and the Unicode line ends: what could break a line or drive a terminal. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

static bool
is_refused(uint32_t c, enum record_kind kind)
{
	return is_control(c) && (kind == RECORD_LINE || (c != '\t' && c != '\n'));
}

/* How much of it is ASCII that nobody refuses, nearly always all: the length of that. */
static size_t
plain_length(struct span s, enum record_kind kind)
{
	bool lines = kind != RECORD_LINE;
	size_t n = 0;

	while (n < s.len && ((s.at[n] >= 0x20 && s.at[n] < 0x7f) || (lines && (s.at[n] == '\n' || s.at[n] == '\t'))))
		n++;
	return n;
}

static bool
has_refused(struct span s, enum record_kind kind)
{
	struct span_cursor c = span_walk(span_slice(s, plain_length(s, kind), s.len));
	uint32_t code_point;

	while (text_next(&c, &code_point))
		if (is_refused(code_point, kind))
			return true;
	return false;
}

bool
record_is_clean(struct span s, enum record_kind kind, size_t limit)
{
	return s.len <= limit && text_is_utf8(s) && !has_refused(s, kind);
}

/* At most limit bytes, whole characters. */
static struct span
cut(struct span s, size_t limit, bool *cut_io)
{
	if (s.len <= limit)
		return s;
	*cut_io = true;
	while (limit > 0 && (s.at[limit] & 0xc0) == 0x80)
		limit--;
	return span_slice(s, 0, limit);
}

/* A line end of whatever kind is one line feed in a text; anything else refused, a blank. */
static struct span
without_controls(struct arena *a, struct span s, enum record_kind kind)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(s);
	uint32_t before = 0, code_point;

	while (text_next(&c, &code_point)) {
		bool line_end = code_point == '\r' || (code_point >= 0x0a && code_point <= 0x0c) || code_point == 0x85 ||
		    code_point == 0x2028 || code_point == 0x2029;

		if (!is_control(code_point) || !is_refused(code_point, kind)) {
			if (code_point != '\n' || before != '\r' || kind == RECORD_LINE)
				text_put(&t, code_point);
		} else if (!(before == '\r' && code_point == '\n'))
			text_put(&t, line_end && kind == RECORD_TEXT ? '\n' : ' ');
		before = code_point;
	}
	return arena_text_span(&t);
}

struct span
record_clean(struct arena *a, struct span s, enum record_kind kind, size_t limit, bool *cut_io)
{
	/* Cut before the work: a value may be as long as the message. */
	s = text_to_utf8(a, cut(s, limit * 2, cut_io));
	if (has_refused(s, kind))
		s = without_controls(a, s, kind);
	return cut(s, limit, cut_io);
}

bool
record_is_path(struct span s)
{
	bool digit = false;

	if (s.len > RECORD_PATH_LIMIT)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.' && !digit)
			return false;
		if (s.at[i] != '.' && (s.at[i] < '0' || s.at[i] > '9'))
			return false;
		digit = s.at[i] != '.';
	}
	return digit;
}

bool
record_is_key(struct arena *a, struct span key, const struct field_key **entry_out)
{
	if (key.len > RECORD_KEY_LIMIT || (*entry_out = field_key_find(key)) == NULL)
		return false;
	/* Printed again it must be the same: no "child.N.dob", no "child.007.dob". */
	return span_eq(field_key_print(a, *entry_out, field_key_number(key)), key);
}

bool
record_is_time(int64_t at)
{
	return at >= RECORD_SECONDS_FIRST && at <= RECORD_SECONDS_LAST;
}

static bool
only(struct span s, const char *allowed, size_t at_least, size_t at_most)
{
	for (size_t i = 0; i < s.len; i++)
		if (span_find_byte(span_str(allowed), s.at[i]) == span_str(allowed).len)
			return false;
	return s.len >= at_least && s.len <= at_most;
}

static bool
is_clock(struct span s)
{
	uint64_t hour, minute;

	return s.len == 5 && s.at[2] == ':' && span_number(span_slice(s, 0, 2), 23, &hour) && span_number(span_slice(s, 3, 5), 59, &minute);
}

static bool
is_email(struct span s)
{
	size_t at = span_find_byte(s, '@');

	return s.len <= 320 && at > 0 && at + 1 < s.len && span_find_byte(s, ' ') == s.len;
}

static bool
is_choice(const char *const *choices, struct span s)
{
	for (; choices != NULL && *choices != NULL; choices++)
		if (span_eq_str(s, *choices))
			return true;
	return false;
}

bool
record_value_fits(const struct field_key *entry, struct span value)
{
	static const char *const answers[] = { "yes", "no", "unknown", NULL };
	struct civil_date date;

	switch (entry->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
		return true;
	case FIELD_DATE:
		return civil_parse(value, &date);
	case FIELD_TIME:
		return is_clock(value);
	case FIELD_YNU:
		return is_choice(answers, value);
	case FIELD_ENUM:
		return is_choice(entry->choices, value);
	case FIELD_EMAIL:
		return is_email(value);
	case FIELD_PHONE:
		return only(value, "+0123456789", 3, 16);
	case FIELD_POSTCODE:
		return only(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", 2, 8);
	case FIELD_NHS:
		return only(value, "0123456789", 10, 10);
	}
	return false;
}
