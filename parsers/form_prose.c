/* SPDX-License-Identifier: ISC */
#include "parsers/form_prose.h"
#include "parsers/form_letter.h"
#include "parsers/text.h"

enum { FEW_LABELS = 8, NHS_WORDS = 3, HEAD_LINES = 14 };

/* ---- the children --------------------------------------------------------------------------- */

/* "Re: Leo Fry (DOB 1/2/2019) and Max Fry (DOB 3/4/2021)": the line that the letter is entitled with named one of them already. */
static bool
is_beside_known(const struct prose *p, const struct prose_person *child)
{
	const struct prose_sentence *s = &p->sentences[child->sentence];
	struct span before = span_slice(s->text, 0, (size_t)(s->words[child->from].text.at - s->text.at));

	for (size_t i = 0; i < p->persons_count && s->about && child->birth.len > 0; i++)
		if (&p->persons[i] != child && p->persons[i].standing == PROSE_SUBJECT && p->persons[i].child > 0 && span_find(before, p->persons[i].name) < before.len)
			return true;
	return false;
}

/* That of the child whom a label named so, or who was born that day; else the next one.  0: labels named others. */
static unsigned
number_of(const struct prose *p, const struct prose_person *child, bool labelled)
{
	const struct field_list *fields = &p->r->out->fields;
	unsigned highest = form_give_highest(p->r, FORM_CHILD);
	struct field born = { .entry = field_key_find(SPAN_LIT("child.N.dob")) };

	if (child->birth.len > 0)
		value_read(born.entry, child->birth, &(struct value_context){ .words = NULL }, p->r->arena, &born);
	for (unsigned n = 1; n <= highest; n++) {
		struct span name = field_answer(fields, arena_cstr(p->r->arena, arena_printf(p->r->arena, "child.%u.name", n)));
		struct span dob = field_answer(fields, arena_cstr(p->r->arena, arena_printf(p->r->arena, "child.%u.dob", n)));

		if (name.len > 0 && span_eq(form_memo_fold(p->r, name), form_memo_fold(p->r, child->name)))
			return n;
		if (name.len == 0 && (dob.len == 0 || child->birth.len == 0 || span_eq(dob, born.first.value)))
			return n;
	}
	return labelled && !is_beside_known(p, child) ? 0 : highest + 1;
}

static bool
is_named(const struct prose *p)
{
	for (unsigned n = form_give_highest(p->r, FORM_CHILD); n > 0; n--)
		if (field_answer(&p->r->out->fields, arena_cstr(p->r->arena, arena_printf(p->r->arena, "child.%u.name", n))).len > 0)
			return true;
	return false;
}

static void
give_children(struct prose *p)
{
	bool labelled = is_named(p);

	for (size_t i = 0; i < p->persons_count; i++) {
		struct prose_person *child = &p->persons[i];

		if (child->standing != PROSE_SUBJECT || (child->child = number_of(p, child, labelled)) == 0)
			continue;
		(void)form_letter_give(p->r, "child.N.name", child->child, child->name, p->sentences[child->sentence].block);
		(void)form_letter_give(p->r, "child.N.dob", child->child, child->birth, child->birth_block);
	}
}

static bool
is_of_family(const struct prose *p, struct span name)
{
	for (size_t i = 0; i < p->r->out->fields.count; i++) {
		const struct field *f = &p->r->out->fields.items[i];

		if (span_eq_str(span_str(f->entry->name), "family.N.name") && span_eq(form_memo_fold(p->r, f->first.value), form_memo_fold(p->r, name)))
			return true;
	}
	return false;
}

/* It begins with "he" or "she", and whoever that is. */
static bool
is_of_another(const struct prose_sentence *s)
{
	static const char *const subjects[] = { "he", "she", "they" };

	return span_is_any(s->words[0].folded, SPAN_WORDS(subjects));
}

/* The next person in the order in which the letter names them, behind that one; of the count: the first. */
static size_t
next_met(const struct prose *p, size_t last)
{
	size_t next = p->persons_count;

	for (size_t i = 0; i < p->persons_count; i++) {
		const struct prose_person *a = &p->persons[i], *b = last < p->persons_count ? &p->persons[last] : NULL, *c = next < p->persons_count ? &p->persons[next] : NULL;

		if (b != NULL && (a->sentence < b->sentence || (a->sentence == b->sentence && (a->from < b->from || (a->from == b->from && i <= last)))))
			continue;
		if (c == NULL || a->sentence < c->sentence || (a->sentence == c->sentence && a->from < c->from))
			next = i;
	}
	return next;
}

static void
give_family(struct prose *p)
{
	for (size_t n = 0, i = next_met(p, p->persons_count); n < p->persons_count; n++, i = next_met(p, i)) {
		const struct prose_person *person = &p->persons[i];
		const struct block *b = p->sentences[person->sentence].block;
		unsigned number = form_give_highest(p->r, FORM_FAMILY) + 1;

		/* Behind "She lives with", where she is another, "her mother" is no child's. */
		if (person->standing != PROSE_RELATIVE || is_of_family(p, person->name) || (person->his && p->sentences[person->sentence].child == 0 && p->children == 1 && is_of_another(&p->sentences[person->sentence])))
			continue;
		(void)form_letter_give(p->r, "family.N.name", number, person->name, b);
		(void)form_letter_give(p->r, "family.N.relationship", number, person->relation, b);
		(void)form_letter_give(p->r, "family.N.dob", number, person->birth, person->birth_block);
	}
}

/* ---- how old -------------------------------------------------------------------------------- */

/* Who is named there, and no "Dale Water", of which nothing is told that is told of people. */
static bool
is_somebody(struct prose *p, const struct prose_sentence *s, size_t at)
{
	size_t to = form_prose_name(p, s, at);
	const struct prose_person *person = to > at ? form_prose_person_named(p, form_prose_text(s, at, to)) : NULL;

	return person != NULL && (person->standing != PROSE_UNKNOWN || person->age.len > 0 || person->birth.len > 0 || person->relation.len > 0);
}

/* "He was only 5 months old.": what is said of a child by a word for it. */
static struct span
age_said(struct prose *p, const struct prose_person *child, const struct block **block_out)
{
	static const char *const is[] = { "is", "was" };

	*block_out = p->sentences[child->sentence].block;
	if (child->age.len > 0)
		return child->age;
	/* "Kai Fry died on 6 November 2026, aged 2 years" */
	for (size_t at = child->to; at > child->from && at + 1 < p->sentences[child->sentence].count; at++) {
		const struct prose_sentence *s = &p->sentences[child->sentence];
		struct prose_age age;

		if (is_somebody(p, s, at) || form_prose_is_relation(p, s, at))
			break;
		if (span_eq_str(s->words[at].folded, "aged") && form_prose_age(s, at, &age))
			return form_prose_text(s, age.from, age.to);
	}
	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0; at + 1 < p->sentences[i].count; at++) {
			const struct prose_sentence *s = &p->sentences[i];
			struct prose_age age;
			size_t to;
			bool of;

			if (form_prose_child(p, s, at, &to, &of) == 0 || of || p->child[form_prose_child(p, s, at, &to, &of)] != child || to + 1 >= s->count || s->words[to].before != 0)
				continue;
			if (!span_is_any(s->words[to].folded, SPAN_WORDS(is)) || !form_prose_age(s, to + 1, &age) || (age.to < s->count && s->words[age.to].before == 0 && age.to == age.from + 1))
				continue;
			*block_out = s->block;
			return form_prose_text(s, age.from, age.to);
		}
	return SPAN_NONE;
}

/* Of a child whose day of birth nobody told. */
static void
give_ages(struct prose *p)
{
	for (unsigned n = 1; n <= p->children; n++) {
		const struct block *b;
		struct span age = age_said(p, p->child[n], &b);

		if (p->child[n]->child > 0 && age.len > 0 && field_find(&p->r->out->fields, arena_printf(p->r->arena, "child.%u.dob", p->child[n]->child)) == NULL)
			(void)form_letter_give(p->r, "child.N.age", p->child[n]->child, age, b);
	}
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* Whose it is: of the person named last before it in the sentence, else of whom it is about. */
static unsigned
owner_of(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	unsigned owner = s->child > 0 || p->children != 1 ? s->child : 1;

	for (size_t i = 0; i < at; i++) {
		size_t to, name = form_prose_name(p, s, i);
		bool of;
		unsigned n = form_prose_child(p, s, i, &to, &of);

		if (n > 0)
			owner = n;
		else if (name > i || form_prose_is_relation(p, s, i))
			owner = 0;
		i = (name > i ? name : i + 1) - 1;
	}
	return owner;
}

/* "NHS number 943 476 5919", "NHS No: 9434765919" */
static void
give_nhs(struct prose *p, const struct prose_sentence *s)
{
	static const char *const words[] = { "no", "number", "num", "is", "was" };

	for (size_t at = 0; at < s->count; at++) {
		size_t from = at + 1, to;
		unsigned owner;

		if (!span_eq_str(s->words[at].folded, "nhs"))
			continue;
		while (from < s->count && from < at + 1 + NHS_WORDS && span_is_any(s->words[from].folded, SPAN_WORDS(words)))
			from++;
		for (to = from; to < s->count && to < from + NHS_WORDS && span_is_digit(s->words[to].text.at[0]) && (to == from || (s->words[to].before & ~(unsigned)PROSE_DASH) == 0);)
			to++;
		owner = to > from ? owner_of(p, s, at) : 0;
		if (owner > 0 && p->child[owner]->child > 0)
			(void)form_letter_give(p->r, "child.N.nhs", p->child[owner]->child, form_prose_text(s, from, to), s->block);
	}
}

/* ---- boy or girl ---------------------------------------------------------------------------- */

enum { MALE = 1 << 0, FEMALE = 1 << 1 };

static unsigned
sex_of(struct span folded)
{
	static const char *const boy[] = { "boy", "male", "schoolboy" }, *const girl[] = { "girl", "female", "schoolgirl" };

	return span_is_any(folded, SPAN_WORDS(boy)) ? MALE : span_is_any(folded, SPAN_WORDS(girl)) ? FEMALE : 0;
}

/* A name of two words or more ends right before it. */
static bool
is_named_before(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	for (size_t from = 0; from < at; from++)
		if (form_prose_name(p, s, from) == at)
			return true;
	return false;
}

/* "a 7 year old boy", "the above girl". */
static unsigned
sexes_said(const struct prose *p, const struct prose_sentence *s)
{
	static const char *const before[] = { "old", "above", "this", "baby", "young", "newborn", "infant" };
	unsigned said = 0;

	for (size_t at = 0; at < s->count; at++) {
		struct span last = at > 0 ? s->words[at - 1].folded : SPAN_NONE;

		if (s->about || span_is_any(last, SPAN_WORDS(before)) || span_ends_nocase(last, SPAN_LIT("-old")) || (s->child > 0 && at > 0 && form_prose_is_listed(p, "article", s, at - 1) > 0))
			said |= sex_of(s->words[at].folded);
		/* "Kai Fry, male, DOB ..." */
		if (at > 0 && at + 1 < s->count && (s->words[at].before & PROSE_COMMA) != 0 && s->words[at + 1].before != 0 && s->child > 0 && is_named_before(p, s, at))
			said |= sex_of(s->words[at].folded);
	}
	return said;
}

/* The only child's, in the letter's own word: "he" alone is no answer to what no label asked. */
static void
give_sex(struct prose *p)
{
	const struct field_key *key = field_key_find(SPAN_LIT("child.N.sex"));
	unsigned said = 0;
	struct field f = { .entry = key };

	if (p->children != 1 || p->child[1]->child == 0)
		return;
	for (size_t i = 0; i < p->count; i++) {
		const struct prose_sentence *s = &p->sentences[i];
		unsigned one = sexes_said(p, s);

		if (one != 0 && said == 0)
			f.first = (struct field_value){ .raw = s->text, .state = FIELD_ANSWERED, .source = form_give_source(p->r, s->block) };
		said |= one;
	}
	f.key = field_key_print(p->r->arena, key, p->child[1]->child);
	f.first.value = said == MALE ? SPAN_LIT("male") : SPAN_LIT("female");
	if ((said == MALE || said == FEMALE) && field_find(&p->r->out->fields, f.key) == NULL)
		field_add(&p->r->out->fields, &f);
}

/* ---- the letter ------------------------------------------------------------------------------ */

/* A label was answered with it. */
static bool
is_answer(struct prose *p, const struct prose_sentence *s)
{
	const struct field_list *fields = &p->r->out->fields;
	struct span source = form_give_source(p->r, s->block);

	for (size_t i = 0; i < fields->count; i++)
		if (span_eq(fields->items[i].first.source, source))
			return true;
	return false;
}

/* A line of nothing but a date, where the letter begins; beneath a name it may be a birthday, of another year. */
static void
give_day(struct prose *p)
{
	for (size_t i = 0; i < p->count && i < HEAD_LINES; i++) {
		const struct prose_sentence *s = &p->sentences[i];
		size_t from = s->count > 1 && span_eq_str(s->words[0].folded, "date") ? 1 : 0, to;
		struct value_date d;

		if (form_prose_date(p, s, from, &to, &d) && to == s->count && !is_answer(p, s)) {
			if ((unsigned)d.date.year + 1 < p->latest)
				continue;
			(void)form_letter_give(p->r, "referral.date", 0, form_prose_text(s, from, to), s->block);
			return;
		}
	}
}

/* "Dear Sue", "Good morning", "Hi all". */
static bool
is_greeting(const struct form_reader *r, struct span text)
{
	static const char *const words[] = { "dear", "hi", "hello", "good morning", "good afternoon", "good evening", "morning", "afternoon" };
	enum { LONGEST_GREETING = 40 };

	if (span_starts_nocase(text, SPAN_LIT("dear ")))
		return true;
	return text.len > 0 && text.len <= LONGEST_GREETING && span_find_byte(text, ':') == text.len && span_starts_any(form_memo_fold(r, text), SPAN_WORDS(words));
}

bool
form_prose_is_letter(const struct form_reader *r)
{
	bool table = false;

	if (r->out->labels_found >= FEW_LABELS)
		return false;
	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = form_letter_cell(r, i, 0);

		/* Facts in a table are a part of it, too. */
		if (c != NULL && is_greeting(r, span_trim(c->all.text)))
			return true;
		table = table || (r->rows[i].table != 0 && r->rows[i].count > 1);
	}
	return !table;
}

void
form_prose_part(struct form_reader *r)
{
	struct prose *p;
	size_t next = 0;

	if (r->set->tolds_count == 0 || !form_prose_is_letter(r))
		return;
	p = arena_alloc(r->arena, sizeof(*p));
	/* "Please see below. Kind regards": whom it is about the letter beneath it says. */
	do {
		*p = (struct prose){ .r = r };
		next = form_prose_cut(p, next);
		form_prose_persons(p);
	} while (p->children == 0 && next < r->count);
	if (p->children == 0)
		return;
	form_prose_follow(p);
	p->settled = true;
	give_children(p);
	give_family(p);
	give_sex(p);
	for (size_t i = 0; i < p->count; i++)
		give_nhs(p, &p->sentences[i]);
	give_day(p);
	form_prose_told(p);
	give_ages(p);
}
