/* SPDX-License-Identifier: ISC
 *
 * The day of the incident, where no pattern of `told` finds it: all sentences in which something befalls somebody name one and the same
 * day, or one of them that is not long before a death.  What happened on several days is left to people.
 */
#include "parsers/form_prose.h"
#include "parsers/form_letter.h"
#include "parsers/text.h"

enum { RECENT = 190 };		/* days before the latest day that the letter names */

struct event {
	const struct prose_sentence *sentence;
	size_t begin, end;		/* the words that tell it */
	struct prose_day on;		/* ... and its day */
};

/* Of another day: of a meeting, a charge, a visit, or of what somebody did about it. */
static bool
holds_word(const struct prose *p, const struct prose_sentence *s, const char *list)
{
	for (size_t i = 0; i < s->count; i++)
		if (form_prose_is_listed(p, list, s, i) > 0)
			return true;
	return false;
}

/* "Said", "may", "if" in the words before `until`, but no month of May. */
static bool
is_doubted_before(const struct prose *p, const struct event *e, size_t until)
{
	const struct prose_sentence *s = e->sentence;

	for (size_t i = 0; i < until; i++) {
		struct value_date d;
		size_t to;

		if (form_prose_date(p, s, i, &to, &d) || (to = i + form_prose_is_listed(p, "certain", s, i)) > i)
			i = to - 1;
		else if (i >= e->begin && i < e->end)
			continue;
		else if (form_prose_is_listed(p, "doubt", s, i) > 0)
			return true;
	}
	return false;
}

/* ... before what befell somebody or before its day. */
static bool
is_doubted(const struct prose *p, const struct event *e)
{
	return is_doubted_before(p, e, e->on.to);
}

static bool
is_doubted_all(const struct prose *p, const struct event *e)
{
	return is_doubted_before(p, e, e->sentence->count);
}

/* "His father, who sustained burns": whoever stands before "who" is no child. */
static bool
befalls_another(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	enum { NEAR = 6 };
	size_t who = at, to;
	bool of;

	while (who > 0 && at - who < NEAR && !span_eq_str(s->words[who - 1].folded, "who"))
		who--;
	if (who < 2 || !span_eq_str(s->words[who - 1].folded, "who"))
		return false;
	for (size_t from = 0; from + 1 < who; from++)
		if (form_prose_name(p, s, from) == who - 1)
			return form_prose_child(p, s, from, &to, &of) == 0;
	return form_prose_is_relation(p, s, who - 2) || form_prose_is_listed(p, "someone", s, who - 2) > 0;
}

/* It befalls the child, or somebody whom nobody names: not "her mother was admitted". */
static bool
befalls_child(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const between[] = { "was", "were", "is", "been", "being", "has", "had", "also", "then", "later", "seriously", "critically", "severely", "fatally" }, *const subjects[] = { "he", "she", "they", "who" }, *const objects[] = { "him", "them" };
	size_t end = at;

	/* "found him lifeless" */
	if (form_prose_is_pronoun(s->words[at].folded) || span_is_any(s->words[at].folded, SPAN_WORDS(objects)))
		return s->child > 0;
	while (end > 0 && span_is_any(s->words[end - 1].folded, SPAN_WORDS(between)))
		end--;
	if ((end > 0 && form_prose_is_relation(p, s, end - 1)) || befalls_another(p, s, at))
		return false;
	for (size_t from = 0; from < end; from++)
		if (form_prose_name(p, s, from) == end) {
			size_t to;
			bool of;

			return form_prose_child(p, s, from, &to, &of) > 0;
		}
	if (end > 0 && span_is_any(s->words[end - 1].folded, SPAN_WORDS(subjects)))
		return s->child > 0;
	if (s->child > 0)
		return true;
	for (size_t i = 0; i < s->count; i++)
		if (form_prose_is_relation(p, s, i))
			return false;
	return true;
}

/* Which words of the sentence tell it: begin to end of the event; false: none do. */
static bool
tells_event(const struct prose *p, const struct prose_sentence *s, struct event *e)
{
	if (s->about || s->asks || holds_word(p, s, "other-day") || holds_word(p, s, "other-case"))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		size_t words = form_prose_is_listed(p, "event", s, i);

		if (words == 0 || !befalls_child(p, s, i))
			continue;
		e->begin = i;
		e->end = i + words;
		return true;
	}
	return false;
}

static bool
is_birthday(const struct prose *p, struct civil_date day)
{
	for (size_t i = 0; i < p->persons_count; i++) {
		struct value_date d;

		if (p->persons[i].birth.len > 0 && value_date_read(p->persons[i].birth, false, p->r->arena, &d) == FIELD_ANSWERED && civil_compare(d.date, day) == 0)
			return true;
	}
	return false;
}

bool
form_prose_only_day(const struct prose *p, const struct prose_sentence *s, size_t until, struct prose_day *out)
{
	bool found = false;

	out->several = false;
	for (size_t at = 0; at < until; at++) {
		struct value_date d;
		size_t to;

		if (!form_prose_date(p, s, at, &to, &d))
			continue;
		if (!is_birthday(p, d.date)) {
			out->several = found && civil_compare(out->day, d.date) != 0;
			if (out->several)
				return false;
			*out = (struct prose_day){ .from = at, .to = to, .day = d.date };
			found = true;
		}
		at = to - 1;
	}
	return found;
}

static struct civil_date
latest_day(const struct prose *p)
{
	struct civil_date latest = { .year = 0 };

	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0; at < p->sentences[i].count; at++) {
			struct value_date d;
			size_t to;

			if (form_prose_date(p, &p->sentences[i], at, &to, &d) && (unsigned)d.date.year <= p->latest && (latest.year == 0 || civil_compare(d.date, latest) > 0))
				latest = d.date;
		}
	return latest;
}

/* "at 02.12 on Sunday 18 October 2026", "on 9/11/2026 at 14:20": right beside the day, [from, to). */
void
form_prose_event_time(struct prose *p, const struct prose_sentence *s, size_t from, size_t to)
{
	enum { MOST = 4 };
	size_t end = from;

	while (end > 0 && from - end < 2 && span_eq_str(s->words[end - 1].folded, "on"))
		end--;
	for (size_t at = end; at > 1 && end - at < MOST; at--)
		if (span_eq_str(s->words[at - 2].folded, "at") && form_prose_time(s, at - 1) == end) {
			(void)form_letter_give(p->r, "incident.time", 0, form_prose_text(s, at - 1, end), s->block);
			return;
		}
	if (to + 1 < s->count && span_eq_str(s->words[to].folded, "at") && (end = form_prose_time(s, to + 1)) > to + 1)
		(void)form_letter_give(p->r, "incident.time", 0, form_prose_text(s, to + 1, end), s->block);
}

/* "A neighbour reported screams" is of the day itself, where what was found is told behind it. */
static bool
is_of_other_day(const struct prose *p, const struct prose_sentence *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (form_prose_is_listed(p, "other-day", s, i) > 0 && !span_eq_str(s->words[i].folded, "reported"))
			return true;
	return false;
}

/* Of a sentence that tells it and names no day: the only one of the sentence before, which tells nothing of another day. */
static bool
day_before(const struct prose *p, struct event *e)
{
	const struct prose_sentence *s = e->sentence, *last = s > p->sentences && s[-1].block == s->block ? s - 1 : NULL;

	if (last == NULL || !holds_word(p, last, "scene") || holds_word(p, s, "next-day") || last->about || last->asks || is_of_other_day(p, last) || holds_word(p, last, "other-case") || !form_prose_only_day(p, last, last->count, &e->on))
		return false;
	e->sentence = last;
	return true;
}

void
form_prose_event(struct prose *p)
{
	struct event one = { .sentence = NULL };
	struct civil_date latest = latest_day(p);

	if (field_find_str(&p->r->out->fields, "incident.date") != NULL || latest.year == 0)
		return;
	for (size_t i = 0; i < p->count; i++) {
		const struct prose_sentence *s = &p->sentences[i];
		struct event e = { .sentence = s };

		if (!tells_event(p, s, &e) || (!form_prose_only_day(p, s, s->count, &e.on) && (e.on.several || is_doubted_all(p, &e) || !day_before(p, &e))) || is_doubted(p, &e))
			continue;
		if (civil_compare(e.on.day, civil_add_days(latest, -RECENT)) < 0)
			continue;
		if (one.sentence != NULL && civil_compare(one.on.day, e.on.day) != 0)
			return;
		if (one.sentence == NULL)
			one = e;
	}
	if (one.sentence == NULL)
		return;
	(void)form_letter_give(p->r, "incident.date", 0, form_prose_text(one.sentence, one.on.from, one.on.to), one.sentence->block);
	form_prose_event_time(p, one.sentence, one.on.from, one.on.to);
	if (p->incident == 0)
		p->incident = (size_t)(one.sentence - p->sentences) + 1;
}

/* Who died, or was harmed, is what kind of incident it was. */
void
form_prose_kind(struct prose *p)
{
	struct field_list *fields = &p->r->out->fields;
	const struct field *said = field_find_str(fields, "criteria.died");
	struct field f = { .key = SPAN_LIT("incident.kind"), .entry = field_key_find(SPAN_LIT("incident.kind")) };
	bool died;

	for (unsigned n = 1; n <= p->children && (said == NULL || said->first.state != FIELD_ANSWERED); n++)
		said = field_find(fields, arena_printf(p->r->arena, "child.%u.dod", n));
	died = said != NULL && said->first.state == FIELD_ANSWERED && !span_eq_str(said->first.value, "no");
	if (!died) {
		said = field_find_str(fields, "criteria.seriously_harmed");
		if (said == NULL || said->first.state != FIELD_ANSWERED || !span_eq_str(said->first.value, "yes"))
			return;
	}
	if (field_find_str(fields, "incident.kind") != NULL)
		return;
	f.first = said->first;
	f.first.value = died ? SPAN_LIT("death") : SPAN_LIT("serious-harm");
	field_add(fields, &f);
}
