/* SPDX-License-Identifier: ISC */
#include "parsers/record_apart.h"
#include "parsers/record_names.h"
#include "parsers/text.h"

enum { MOST_CHILDREN = 20, LEAST_ANSWERED = 3, FAR_DAYS = 14 };

/* One half of a name tells nobody from a brother. */
static struct span
name_of(struct arena *a, const struct field_list *fields, unsigned number)
{
	bool whole = field_child_answer(a, fields, number, "name").len > 0 ||
	    (field_child_answer(a, fields, number, "surname").len > 0 && field_child_answer(a, fields, number, "forename").len > 0);

	return whole ? field_child_name(a, fields, number) : SPAN_NONE;
}

static unsigned
highest_child(const struct field_list *fields)
{
	unsigned most = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (span_starts(fields->items[i].key, SPAN_LIT("child.")) && field_key_number(fields->items[i].key) > most)
			most = field_key_number(fields->items[i].key);
	return most;
}

static bool
is_one_word(struct span name)
{
	return span_find_byte(span_trim(name), ' ') == span_trim(name).len;
}

/* "BL" is Bobby Lunn, and so is "Bobby". */
static bool
is_short_of(struct arena *a, struct span name, struct span whole)
{
	struct arena_text initials = arena_text(a);
	struct span word, left = whole, bare = text_fold_bare(a, name);
	bool found = false;

	while (span_split(&left, ' ', &word)) {
		struct span folded = text_fold_bare(a, word);

		found = found || (folded.len > 0 && span_eq(folded, bare));
		arena_put(&initials, span_slice(folded, 0, 1));
	}
	return found || span_eq(arena_text_span(&initials), bare);
}

/* A name of one word in a mail that brings the form of Robert Lunn: short for it, or "Bob", born on the same day. */
static bool
may_be_short(struct arena *a, struct span one, struct span other, const struct field_list *left, unsigned l, const struct field_list *right, unsigned r)
{
	struct span born = field_child_answer(a, left, l, "dob"), other_born = field_child_answer(a, right, r, "dob");

	if (!is_one_word(one) && !is_one_word(other))
		return false;
	if (born.len > 0 && other_born.len > 0)
		return span_eq(born, other_born);
	return is_one_word(one) ? is_short_of(a, one, other) : is_short_of(a, other, one);
}

static bool
is_same_child(struct arena *a, const struct field_list *left, unsigned l, const struct field_list *right, unsigned r)
{
	struct span one = name_of(a, left, l), other = name_of(a, right, r), nhs = field_child_answer(a, left, l, "nhs");
	struct span born = field_child_answer(a, left, l, "dob"), other_born = field_child_answer(a, right, r, "dob");

	if (nhs.len > 0 && span_eq(nhs, field_child_answer(a, right, r, "nhs")))
		return true;
	/* A child without a name is whom nothing says to be another. */
	if (one.len == 0 || other.len == 0)
		return born.len == 0 || other_born.len == 0 || span_eq(born, other_born);
	return span_eq(text_fold_bare(a, one), text_fold_bare(a, other)) || record_names_same(a, one, other) || may_be_short(a, one, other, left, l, right, r);
}

/* By name; the first child of a form by the day of birth where the name was left out. */
static bool
tells_of(struct arena *a, const struct field_list *fields, unsigned number)
{
	return name_of(a, fields, number).len > 0 || (number == 1 && field_child_answer(a, fields, number, "dob").len > 0);
}

/* The number under which `fields` has child `number` of `of`; 0: it does not. */
static unsigned
child_known(struct arena *a, const struct field_list *fields, const struct field_list *of, unsigned number)
{
	if (!tells_of(a, of, number))
		return 0;
	for (unsigned i = 1, most = highest_child(fields); i <= most; i++)
		if (tells_of(a, fields, i) && is_same_child(a, fields, i, of, number))
			return i;
	return 0;
}

/* A list (family, agencies) is whole in one form or the other: their rows do not answer each other. */
static bool
has_list(const struct field_list *fields, struct span key)
{
	struct span list = span_slice(key, 0, span_find_byte(key, '.') + 1);

	for (size_t i = 0; i < fields->count; i++)
		if (span_starts(fields->items[i].key, list) && fields->items[i].first.state == FIELD_ANSWERED)
			return true;
	return false;
}

/* What `of` says of its child `number`, as child `as`. */
static void
add_child(struct arena *a, struct record_form *to, const struct field_list *of, unsigned number, unsigned as)
{
	for (size_t i = 0; i < of->count; i++) {
		struct field f = of->items[i];

		if (!span_starts(f.key, SPAN_LIT("child.")) || field_key_number(f.key) != number)
			continue;
		f.key = field_key_print(a, f.entry, as);
		to->answered += f.first.state == FIELD_ANSWERED && field_find(&to->fields, f.key) == NULL ? 1 : 0;
		field_add(&to->fields, &f);
	}
}

/* Of everything else: an answer that is missing, or another one to the same question. */
static void
add_answers(struct record_form *to, const struct field_list *of)
{
	const struct field_list before = to->fields;

	for (size_t i = 0; i < of->count; i++) {
		const struct field *f = &of->items[i];
		bool listed = field_key_number(f->key) != 0;

		if (f->first.state != FIELD_ANSWERED || span_starts(f->key, SPAN_LIT("child.")) || (listed && has_list(&before, f->key)) ||
		    (f->entry->several && field_answer(&before, f->entry->name).len > 0))
			continue;
		field_add(&to->fields, f);
	}
}

static bool
tells_of_a_child(struct arena *a, const struct record_form *f)
{
	return !f->told && f->answered > 0 && (f->class == FORM_REFERRAL || f->class == FORM_SIN_COPY) && tells_of(a, &f->fields, 1);
}

static bool
is_beside(struct arena *a, const struct record_form *f, const struct record_form *first)
{
	return tells_of_a_child(a, f) && f->answered >= LEAST_ANSWERED && !span_eq(f->part, first->part);
}

/* One child of the one is a child of the other. */
static bool
shares_a_child(struct arena *a, const struct field_list *fields, const struct field_list *of)
{
	for (unsigned i = 1, most = highest_child(of); i <= most; i++)
		if (child_known(a, fields, of, i) != 0)
			return true;
	return false;
}

static struct civil_date
day_of_incident(const struct field_list *fields)
{
	struct civil_date day;

	return civil_parse(field_answer(fields, "incident.date"), &day) ? day : CIVIL_NONE;
}

/* Two stories of days far apart; a day put right is told with the same story. */
static bool
is_another_incident(struct arena *a, const struct field_list *one, const struct field_list *other)
{
	struct civil_date left = day_of_incident(one), right = day_of_incident(other);
	struct span story = field_answer(one, "incident.summary"), second = field_answer(other, "incident.summary");
	int32_t days;

	if (!civil_is_set(left) || !civil_is_set(right) || story.len == 0 || second.len == 0)
		return false;
	days = civil_to_days(left) - civil_to_days(right);
	return (days > FAR_DAYS || days < -FAR_DAYS) && !span_eq(text_fold_bare(a, story), text_fold_bare(a, second));
}

static bool
is_apart(struct arena *a, const struct record_form *f, const struct record_form *known)
{
	return !record_apart_is_of(a, f, &known->fields);
}

bool
record_apart_is_of(struct arena *a, const struct record_form *f, const struct field_list *known)
{
	return shares_a_child(a, known, &f->fields) && !is_another_incident(a, known, &f->fields);
}

bool
record_apart_is_stranger(struct arena *a, const struct record_form *f, const struct field_list *known)
{
	unsigned most = highest_child(known), of = highest_child(&f->fields);

	if (most == 0 || !tells_of_a_child(a, f) || shares_a_child(a, known, &f->fields))
		return false;
	for (unsigned n = 1; n <= of; n++)
		for (unsigned i = 1; i <= most; i++) {
			struct span born = field_child_answer(a, &f->fields, n, "dob"), other = field_child_answer(a, known, i, "dob");

			if (born.len == 0 || other.len == 0 || span_eq(born, other))
				return false;
		}
	return true;
}

bool
record_apart_is_source(const struct record_form *f, const struct field_list *known)
{
	for (size_t i = 0; i < known->count; i++) {
		struct span source = known->items[i].first.source;

		if (span_starts(source, SPAN_LIT("part ")) && span_eq(span_slice(source, 5, span_find_byte(source, ',')), f->part))
			return true;
	}
	return false;
}

/* Another case than that of the base. */
static bool
is_another(struct arena *a, const struct record_form *f, const struct record_apart_base *base)
{
	bool tells = base->first != NULL && tells_of_a_child(a, base->first);

	if (f == base->first || (base->first != NULL && span_eq(f->part, base->first->part)) || !tells_of_a_child(a, f) || f->answered < LEAST_ANSWERED)
		return false;
	if (base->known != NULL && record_apart_is_of(a, f, base->known))
		return false;
	return tells ? is_apart(a, f, base->first) : base->known != NULL && record_apart_is_stranger(a, f, base->known);
}

size_t
record_apart(struct arena *a, const struct record *r, struct record_apart_base base, const struct record_form *out[RECORD_APART_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < r->forms_count && n < RECORD_APART_MAX; i++) {
		const struct record_form *f = &r->forms[i];
		bool apart = is_another(a, f, &base);

		for (size_t j = 0; apart && j < n; j++)
			apart = is_apart(a, f, out[j]);
		if (apart)
			out[n++] = f;
	}
	return n;
}

/* What `f` says, to a form about one of its children. */
static void
join(struct arena *a, struct record_form *to, const struct record_form *f)
{
	for (unsigned n = 1, most = highest_child(&f->fields); n <= most; n++) {
		unsigned as = child_known(a, &to->fields, &f->fields, n), next = highest_child(&to->fields) + 1;

		if (tells_of(a, &f->fields, n) && next <= MOST_CHILDREN)
			add_child(a, to, &f->fields, n, as != 0 ? as : next);
	}
	add_answers(to, &f->fields);
}

/* A question that both answer, each in its own words: two forms, and not the parts of one. */
static bool
contradicts(struct arena *a, const struct field_list *one, const struct field_list *other)
{
	for (size_t i = 0; i < other->count; i++) {
		const struct field *f = &other->items[i];
		struct span said = field_key_number(f->key) == 0 && f->first.state == FIELD_ANSWERED && !f->entry->several ? field_answer(one, f->entry->name) : SPAN_NONE;

		if (said.len > 0 && !span_eq(text_fold_bare(a, said), text_fold_bare(a, f->first.value)))
			return true;
	}
	return false;
}

/* "Part B.docx" beside "Part A.docx", of which one names the child and the other tells what happened: a form in two files. */
static bool
is_rest_of(struct arena *a, const struct record_form *f, const struct record_form *with_child)
{
	static const char *const whose[] = { "child.1.name", "child.1.surname", "child.1.forename", "child.1.dob", "child.1.nhs", "child.1.sex" };

	/* What asks whose it is, and was left without a name, is another form. */
	for (size_t i = 0; i < sizeof(whose) / sizeof(whose[0]); i++)
		if (field_find_str(&f->fields, whose[i]) != NULL)
			return false;
	return !f->told && f->class == FORM_REFERRAL && f->answered >= LEAST_ANSWERED && highest_child(&f->fields) <= 1 && !span_eq(f->part, with_child->part) && !contradicts(a, &f->fields, &with_child->fields);
}

/* What the rest says of a child it does not name is of the only one there is. */
static void
join_rest(struct arena *a, struct record_form *to, const struct record_form *f)
{
	if (highest_child(&to->fields) <= 1 || highest_child(&f->fields) == 0) {
		for (unsigned n = 1, most = highest_child(&f->fields); n <= most; n++)
			add_child(a, to, &f->fields, n, n);
		add_answers(to, &f->fields);
	}
}

/* The parts of one form in several files, where all who are named are of one case: the first has what the others say. */
static void
join_parts(struct arena *a, struct record *out, size_t count)
{
	struct record_form *named = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!tells_of_a_child(a, &out->forms[i]))
			continue;
		if (named != NULL && !shares_a_child(a, &named->fields, &out->forms[i].fields))
			return;
		named = named == NULL ? &out->forms[i] : named;
	}
	if (named == NULL || named->class != FORM_REFERRAL)
		return;
	for (size_t i = 0; i < count; i++)
		if (&out->forms[i] != named && is_rest_of(a, &out->forms[i], named)) {
			if (named == &out->forms[0])
				join_rest(a, named, &out->forms[i]);
			else if (i == 0)
				join_rest(a, &out->forms[0], named);
		}
}

void
record_apart_join(struct arena *a, struct record *out)
{
	size_t count = out->forms_count < RECORD_FORMS ? out->forms_count : RECORD_FORMS;
	bool joined[RECORD_FORMS] = { false }, any = true;

	/* Once more, for whom a form has become the next child of an earlier one. */
	for (unsigned pass = 0; pass < 2 && any; pass++) {
		any = false;
		for (size_t i = 0; i + 1 < count; i++)
			for (size_t k = i + 1; k < count && !joined[i] && tells_of_a_child(a, &out->forms[i]); k++) {
				if (joined[k] || !is_beside(a, &out->forms[k], &out->forms[i]) || is_apart(a, &out->forms[k], &out->forms[i]))
					continue;
				join(a, &out->forms[i], &out->forms[k]);
				joined[k] = any = true;
			}
	}
	join_parts(a, out, count);
}
