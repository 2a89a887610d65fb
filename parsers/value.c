/* SPDX-License-Identifier: ISC */
#include "parsers/value.h"
#include "parsers/text.h"

#include <string.h>

static bool
is_birth(const struct field_key *key)
{
	size_t n = strlen(key->name);

	return n > 4 && (strcmp(key->name + n - 4, ".dob") == 0 || strcmp(key->name + n - 4, ".dod") == 0);
}

static bool
is_kept(unsigned char c)
{
	return c > 0x20 && c < 0x80 && c != '_';
}

/* Space of every kind and filled-in rules off both ends; line breaks inside stay. */
static struct span
trim(struct span s)
{
	struct span_cursor c = span_walk(s);
	size_t from = 0, to = 0;
	uint32_t cp;
	bool any = false;

	/* Mostly there is nothing to be cut off. */
	if (s.len > 0 && is_kept(s.at[0]) && s.at[0] != '.' && is_kept(s.at[s.len - 1]))
		return s;
	while (span_left(&c) > 0) {
		size_t before = (size_t)(c.at - s.at);

		if (!text_next(&c, &cp))
			break;
		if (cp <= 0x20 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF || cp == '_' || (!any && cp == '.'))
			continue;
		if (!any)
			from = before;
		any = true;
		to = (size_t)(c.at - s.at);
	}
	return span_slice(s, from, to);
}

/* "_He was found______" over "_in his cot.______": lines to write on end where the writing does. */
static struct span
without_rules(struct arena *a, struct span s)
{
	struct arena_text t;
	struct span line;

	if (span_find(s, SPAN_LIT("__\n")) == s.len)
		return s;
	t = arena_text(a);
	while (span_line(&s, &line)) {
		arena_put_str(&t, t.len > 0 ? "\n" : "");
		arena_put(&t, trim(line));
	}
	return arena_text_span(&t);
}

static void
answer(struct field_value *v, struct span value)
{
	v->value = value;
	v->state = FIELD_ANSWERED;
}

static void
read_date(const struct field_key *key, const struct value_context *context, struct arena *a, struct field_value *v)
{
	struct value_date d;

	v->state = value_date_read(v->raw, is_birth(key), a, &d);
	if (v->state != FIELD_ANSWERED)
		return;
	v->value = civil_print(a, d.date);
	v->qualifier = context->expected && d.qualifier == FIELD_PLAIN ? FIELD_EXPECTED : d.qualifier;
}

static void
read_time(struct arena *a, struct field_value *v)
{
	int minute;

	v->state = value_time_read(v->raw, a, &minute, &v->qualifier);
	if (v->state == FIELD_ANSWERED)
		v->value = arena_printf(a, "%02d:%02d", minute / 60, minute % 60);
}

static void
read_found(bool (*find)(struct span, struct arena *, struct value_found *), struct arena *a, struct field_value *v)
{
	struct value_found f;

	v->state = FIELD_INVALID;
	if (find(v->raw, a, &f))
		answer(v, f.canonical);
}

/* A narrow cell may break an address in two; with no blank in it, it is one all the same. */
static void
read_email(struct arena *a, struct field_value *v)
{
	struct arena_text t = arena_text(a);
	struct span raw = v->raw, trimmed = trim(raw);

	if (span_find_byte(trimmed, '\n') < trimmed.len && span_find_byte(trimmed, ' ') == trimmed.len) {
		size_t signs = 0;

		for (size_t i = 0; i < trimmed.len; i++) {
			signs += trimmed.at[i] == '@' ? 1 : 0;
			if (trimmed.at[i] != '\n')
				arena_put_byte(&t, trimmed.at[i]);
		}
		if (signs == 1)
			v->raw = arena_text_span(&t);
	}
	read_found(value_find_email, a, v);
	v->raw = raw;
}

static void
read_nhs(struct arena *a, struct field_value *v)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < v->raw.len; i++)
		if (v->raw.at[i] >= '0' && v->raw.at[i] <= '9')
			arena_put_byte(&t, v->raw.at[i]);
	v->state = FIELD_INVALID;
	if (value_nhs_is_valid(arena_text_span(&t)))
		answer(v, arena_text_span(&t));
}

static bool
at_word(struct span s, size_t from, size_t len)
{
	return (from == 0 || s.at[from - 1] == ' ') && (from + len == s.len || s.at[from + len] == ' ');
}

enum { VALUES_MAX = 16 };

/* Every value whose word stands in the text, in the order of the text; longer words first,
 * so that "serious case review" is not also "case review". */
static size_t
find_words(struct span folded, const struct value_context *context, struct arena *a, struct span *values)
{
	unsigned char *rest = (unsigned char *)arena_cstr(a, folded);
	size_t places[VALUES_MAX], count = 0;

	for (size_t i = 0; i < context->words_count && count < VALUES_MAX; i++) {
		struct span word = context->words[i].folded, left = span_of(rest, folded.len);

		for (size_t from = span_find(left, word), skipped = 0; word.len > 0 && from < left.len; from = span_find(left, word)) {
			size_t at = skipped + from, j;

			if (!at_word(folded, at, word.len)) {
				skipped = at + 1;
				left = span_of(rest + skipped, folded.len - skipped);
				continue;
			}
			memset(rest + at, 1, word.len);
			for (j = 0; j < count && !span_eq(values[j], context->words[i].value); j++)
				;
			if (j == count && count < VALUES_MAX) {
				for (; j > 0 && places[j - 1] > at; j--) {
					places[j] = places[j - 1];
					values[j] = values[j - 1];
				}
				places[j] = at;
				values[j] = context->words[i].value;
				count++;
			}
			left = span_of(rest + skipped, folded.len - skipped);
		}
	}
	return count;
}

static bool
has_word(struct span folded, const char *word)
{
	struct span w = span_str(word);

	for (size_t from = 0; from + w.len <= folded.len; from++)
		if (span_eq(span_slice(folded, from, from + w.len), w) && at_word(folded, from, w.len))
			return true;
	return false;
}

/* Both named, one of them to be ruled out: a person must read it. */
static bool
is_hedged(struct span folded)
{
	static const char *const words[] = { "not", "rather", "instead", "below", "unsure", "unclear", "either", "whether", "if", "or", "no" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(folded, words[i]))
			return true;
	return false;
}

static void
read_type(struct span folded, const struct span *values, size_t count, struct field_value *v)
{
	bool lcspr = false, plr = false, other = false;

	for (size_t i = 0; i < count; i++) {
		lcspr = lcspr || span_eq_str(values[i], "lcspr") || span_eq_str(values[i], "both");
		plr = plr || span_eq_str(values[i], "plr") || span_eq_str(values[i], "both");
		other = other || span_eq_str(values[i], "unclear");
	}
	if (other || (!lcspr && !plr) || (lcspr != plr && has_word(folded, "not")) || (lcspr && plr && is_hedged(folded)))
		answer(v, SPAN_LIT("unclear"));
	else
		answer(v, lcspr && plr ? SPAN_LIT("both") : lcspr ? SPAN_LIT("lcspr") : SPAN_LIT("plr"));
}

static void
set_values(struct field *out, const struct span *values, size_t count, struct arena *a)
{
	struct span *kept = arena_array(a, count, sizeof(*kept));

	memcpy(kept, values, count * sizeof(*kept));
	out->values = kept;
	out->values_count = count;
}

static void
read_enum(const struct field_key *key, const struct value_context *context, struct arena *a, struct field *out)
{
	struct span values[VALUES_MAX], folded = text_fold_bare(a, out->first.raw);
	size_t count = find_words(folded, context, a, values);

	if (strcmp(key->name, "referral.type") == 0) {
		read_type(folded, values, count, &out->first);
		return;
	}
	out->first.state = FIELD_INVALID;
	if (count == 0 || (count > 1 && !key->several))
		return;
	answer(&out->first, values[0]);
	if (key->several)
		set_values(out, values, count, a);
}

/* "Physical abuse, suspected": how sure it is, and nothing more. */
static bool
is_how_sure(struct span s)
{
	static const char *const words[] = { "suspected", "alleged", "possible", "possibly", "probable", "probably", "likely", "believed", "confirmed", "unconfirmed", "not confirmed", "not yet confirmed", "to be confirmed", "tbc", "disclosed", "known or suspected" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq_nocase_str(s, words[i]))
			return true;
	return false;
}

/* "Physical abuse, neglect and sexual harm": a list. */
static void
read_several(struct arena *a, struct field *out)
{
	struct span values[VALUES_MAX], rest = out->first.raw, piece;
	struct arena_text joined = arena_text(a);
	size_t count = 0, from = 0, last = 0;

	for (size_t i = 0; i <= rest.len && count < VALUES_MAX; i++) {
		bool mark = i == rest.len || rest.at[i] == ',' || rest.at[i] == ';' || rest.at[i] == '\n' || rest.at[i] == '/' || rest.at[i] == '&';
		bool and = !mark && span_starts_nocase(span_slice(rest, i, rest.len), SPAN_LIT(" and "));

		if (!mark && !and)
			continue;
		piece = text_squeeze(a, trim(span_slice(rest, from, i)));
		if (count > 0 && rest.at[from - 1] == ',' && is_how_sure(piece)) {
			values[count - 1] = text_squeeze(a, trim(span_slice(rest, last, i)));
		} else if (piece.len > 0) {
			values[count++] = piece;
			last = from;
		}
		from = i + (and ? 5 : 1);
	}
	out->first.state = count == 0 ? FIELD_UNANSWERED : FIELD_ANSWERED;
	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		arena_put_str(&joined, i > 0 ? ", " : "");
		arena_put(&joined, values[i]);
	}
	out->first.value = arena_text_span(&joined);
	set_values(out, values, count, a);
}

static void
read_typed(const struct field_key *key, const struct value_context *context, struct arena *a, struct field *out)
{
	struct field_value *v = &out->first;
	struct span rest;

	switch (key->type) {
	case FIELD_TEXT:
		if (key->several)
			read_several(a, out);
		else
			answer(v, text_squeeze(a, trim(v->raw)));
		return;
	case FIELD_LONG:
		answer(v, without_rules(a, trim(v->raw)));
		return;
	case FIELD_DATE:
		read_date(key, context, a, v);
		return;
	case FIELD_TIME:
		read_time(a, v);
		return;
	case FIELD_YNU:
		v->state = value_ynu_read(v->raw, context, a, &v->value, &rest);
		if (v->state != FIELD_ANSWERED)
			v->value = SPAN_NONE;
		return;
	case FIELD_ENUM:
		read_enum(key, context, a, out);
		return;
	case FIELD_EMAIL:
		read_email(a, v);
		return;
	case FIELD_PHONE:
		read_found(value_find_phone, a, v);
		return;
	case FIELD_POSTCODE:
		read_found(value_find_postcode, a, v);
		return;
	case FIELD_NHS:
		read_nhs(a, v);
		return;
	}
}

void
value_read(const struct field_key *key, struct span raw, const struct value_context *context, struct arena *a, struct field *out)
{
	out->first = (struct field_value){ .raw = raw, .state = FIELD_UNANSWERED };
	out->values = NULL;
	out->values_count = 0;
	if (trim(raw).len == 0 || text_is_blank(raw))
		return;
	read_typed(key, context, a, out);
	if (out->first.state == FIELD_ANSWERED && out->first.value.len == 0 && key->type != FIELD_YNU)
		out->first.state = FIELD_UNANSWERED;
	if (context->uncertain && out->first.state == FIELD_ANSWERED)
		out->first.qualifier = FIELD_UNCERTAIN;
}
