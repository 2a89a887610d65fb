/* SPDX-License-Identifier: ISC
 *
 * What sentences state, by the patterns of `told`: words of which a `/` parts those of which one must stand there, a `?` what may;
 * `*` is up to ten words, `**` up to twenty, `^` where a sentence begins, `!` whatever is doubted, `~` whatever its own words doubt ("is not"), `-` before words of which none stands there; `$child`, `$child's`, `$children`, `$date` and the like are what they are called.
 */
#include "parsers/form_prose.h"
#include "parsers/form_letter.h"
#include "parsers/text.h"

#include <string.h>

enum { STAR = 10, STARS = 20, LONGEST_VALUE = 12, PARAGRAPH = 40 };

/* What a pattern took out of a sentence. */
struct taken {
	unsigned child;			/* 0: nobody's; PROSE_CHILDREN + 1: of all */
	size_t from, to;		/* the value, in words; from == to: none */
	struct span elsewhere;		/* ... or words of another sentence: the day that "the same day" is */
	size_t begin, end;		/* all of it */
};

struct matching {
	const struct prose *p;
	const struct prose_sentence *s;
	struct taken taken;
};

/* ---- patterns ------------------------------------------------------------------------------ */

static bool goes(struct matching *m, size_t at, struct span pattern);

/* The word behind what stands in brackets at `at`; the count: nothing does. */
static size_t
behind_brackets(const struct prose_sentence *s, size_t at)
{
	size_t to = at + 1;

	if (at >= s->count || (s->words[at].before & PROSE_OPEN) == 0)
		return s->count;
	while (to < s->count && to < at + LONGEST_VALUE + 4 && (s->words[to].before & PROSE_CLOSE) == 0)
		to++;
	return to < s->count && (s->words[to].before & PROSE_CLOSE) != 0 ? to : s->count;
}

/* ", born 3/4/2019, of 2 Mill Lane, Vale, was": the word behind such facts between commas; the count: there are none. */
static size_t
behind_facts(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const homes[] = { "of", "from" };
	size_t from = at;

	while (at + 1 < s->count && (s->words[at].before & PROSE_COMMA) != 0) {
		size_t born = form_prose_is_listed(p, "born", s, at), to = at;
		struct value_date d;

		if (!(born > 0 && form_prose_date(p, s, at + born, &to, &d)) && span_is_any(s->words[at].folded, SPAN_WORDS(homes)) && (to = form_prose_address(p, s, at + 1)) == at + 1)
			to = at;
		if (to == at || to >= s->count)
			break;
		at = to;
	}
	return at > from ? at : s->count;
}

/* "Kai, a two-year-old boy, was": the word behind what he is called between commas; the count: nothing. */
static size_t
behind_apposition(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	enum { MOST = 9 };

	if (at >= s->count || (s->words[at].before & PROSE_COMMA) == 0)
		return s->count;
	for (size_t to = at; to < s->count && to < at + MOST; to++) {
		if (to > at && (s->words[to].before & PROSE_COMMA) != 0)
			return to;
		if ((to > at && s->words[to].before != 0) || form_prose_is_listed(p, "verb", s, to) > 0 || form_prose_is_relation(p, s, to) || form_prose_is_listed(p, "apart", s, to) > 0 || form_prose_name(p, s, to) > to)
			break;
	}
	return s->count;
}

static bool
goes_child(struct matching *m, size_t at, struct span token, struct span pattern)
{
	struct taken before = m->taken;
	size_t to, behind;
	bool of;

	if (span_eq_str(token, "$children")) {
		to = at + form_prose_is_listed(m->p, "the-children", m->s, at);
		m->taken.child = m->p->children > 1 ? PROSE_CHILDREN + 1 : 1;
		if (to > at && m->p->children > 0 && goes(m, to, pattern))
			return true;
	} else {
		m->taken.child = form_prose_child(m->p, m->s, at, &to, &of);
		behind = to;
		/* "Kai (DOB 3 March 2021), who ...": what stands in brackets behind the name is passed over. */
		if (m->taken.child > 0 && of == span_eq_str(token, "$child's") && goes(m, to, pattern))
			return true;
		if (m->taken.child > 0 && !of && span_eq_str(token, "$child") && (to = behind_brackets(m->s, behind)) < m->s->count && goes(m, to, pattern))
			return true;
		if (m->taken.child > 0 && !of && span_eq_str(token, "$child") && (to = behind_apposition(m->p, m->s, behind)) < m->s->count && goes(m, to, pattern))
			return true;
		if (m->taken.child > 0 && !of && span_eq_str(token, "$child") && (to = behind_facts(m->p, m->s, behind)) < m->s->count && goes(m, to, pattern))
			return true;
	}
	m->taken = before;
	return false;
}

/* Words between, but none that begins to tell something else, nor, for a single `*`, of somebody else. */
static bool
goes_on(struct matching *m, size_t at, struct span token, struct span pattern)
{
	size_t most = token.len > 1 ? STARS : STAR;

	for (size_t n = 0; n <= most && at + n <= m->s->count; n++) {
		if (goes(m, at + n, pattern))
			return true;
		if (at + n == m->s->count || form_prose_is_listed(m->p, "verb", m->s, at + n) > 0 || (token.len == 1 && (form_prose_is_relation(m->p, m->s, at + n) || form_prose_name(m->p, m->s, at + n) > at + n)))
			return false;
	}
	return false;
}

/* "Was born on 3 May 2026 and died the same day": the day last named before the word, where that is a birthday. */
static bool
only_birthday(const struct prose *p, const struct prose_sentence *s, size_t until, struct prose_day *out)
{
	bool found = false;

	for (size_t at = 0, to; at < until && !out->several; at++) {
		struct value_date d;

		if (!form_prose_date(p, s, at, &to, &d) || to > until)
			continue;
		*out = (struct prose_day){ .from = at, .to = to, .day = d.date };
		found = true;
		at = to - 1;
	}
	return found;
}

/* "The same evening": of the only day that is named before it, in its sentence or else in the one before. */
static bool
is_same_day(struct matching *m, size_t at)
{
	const struct prose_sentence *s = m->s, *last = s > m->p->sentences && s[-1].block == s->block ? s - 1 : NULL;
	size_t behind = at + form_prose_is_listed(m->p, "same-day", s, at);
	struct prose_day day;

	if (behind < s->count && span_eq_str(s->words[behind].folded, "as"))
		return false;
	if (!form_prose_only_day(m->p, s, at, &day) && !only_birthday(m->p, s, at, &day)) {
		if (day.several || last == NULL || !form_prose_only_day(m->p, last, last->count, &day))
			return false;
		s = last;
	}
	m->taken.elsewhere = form_prose_text(s, day.from, day.to);
	return true;
}

/* The minutes of the day that [at, to) says; -1: none. */
static int
minutes_of(const struct matching *m, const struct prose_sentence *s, size_t at, size_t to)
{
	struct field f = { .entry = field_key_find(SPAN_LIT("incident.time")) };

	value_read(f.entry, form_prose_text(s, at, to), &(struct value_context){ .words = NULL }, m->p->r->arena, &f);
	if (f.first.state != FIELD_ANSWERED || f.first.value.len < 5)
		return -1;
	return ((f.first.value.at[0] - '0') * 10 + f.first.value.at[1] - '0') * 60 + (f.first.value.at[3] - '0') * 10 + f.first.value.at[4] - '0';
}

/* The sentence of the paragraph that named a day last before this one, not far; NULL: none. */
static const struct prose_sentence *
dated_before(const struct prose *p, const struct prose_sentence *s, struct prose_day *out)
{
	enum { NEAR = 3 };
	const struct prose_sentence *last = s;

	for (size_t n = 0; n < NEAR && last > p->sentences && last[-1].block == s->block; n++) {
		last--;
		if (form_prose_only_day(p, last, last->count, out))
			return last;
		if (out->several)
			break;
	}
	return NULL;
}

/* "On 3 May at 14:10 he was found.  He died at 16:25": of the only day of the sentence before, where it is later than any time since, and by day. */
static bool
is_day_time(struct matching *m, size_t at, size_t to)
{
	static const char *const night[] = { "evening", "night", "overnight", "midnight", "tonight" }, *const early[] = { "early", "morning" };
	enum { MORNING = 6 * 60 };
	const struct prose_sentence *s = m->s, *last;
	int when = minutes_of(m, s, at, to);
	bool later = false;
	struct prose_day day;

	if (when < 0 || form_prose_only_day(m->p, s, s->count, &day) || day.several || (last = dated_before(m->p, s, &day)) == NULL)
		return false;
	for (const struct prose_sentence *one = last; one <= s; one++)
		for (size_t i = 0; i < one->count; i++) {
			size_t end = one == s && i >= at ? i : form_prose_time(one, i);

			if ((end > i && minutes_of(m, one, i, end) >= when) || form_prose_is_listed(m->p, "next-day", one, i) > 0 || (end == i && !later && span_is_any(one->words[i].folded, SPAN_WORDS(night))))
				return false;
			later = later || end > i || (one == last && span_is_any(one->words[i].folded, SPAN_WORDS(early)));
		}
	m->taken.elsewhere = form_prose_text(last, day.from, day.to);
	return later || when >= MORNING;
}

static bool
goes(struct matching *m, size_t at, struct span pattern)
{
	struct span token;
	bool optional;
	size_t to;

	m->taken.end = at;
	if (pattern.len == 0 || !span_split(&pattern, ' ', &token))
		return true;
	if (token.at[0] == '*')
		return goes_on(m, at, token, pattern);
	if (token.at[0] == '^' || token.at[0] == '!' || token.at[0] == '~')
		return (at == 0 || token.at[0] != '^') && goes(m, at, pattern);
	if (token.at[0] == '-')
		return !(at < m->s->count && m->s->words[at].before == 0 && form_letter_is_one(m->s->words[at].folded, span_slice(token, 1, token.len))) && goes(m, at, pattern);
	optional = token.at[0] == '?';
	if (optional)
		token = span_slice(token, 1, token.len);
	if (at < m->s->count && span_starts(token, SPAN_LIT("$child"))) {
		if (goes_child(m, at, token, pattern))
			return true;
	} else if (at < m->s->count && token.at[0] == '$') {
		struct taken before = m->taken;

		/* "On the evening of 3 May" */
		at += span_eq_str(token, "$date") ? form_prose_is_listed(m->p, "part-of-day", m->s, at) : 0;
		to = at < m->s->count ? form_prose_value(m->p, m->s, token, at) : at;
		/* Who knows of it is no value. */
		if (!span_eq_str(token, "$own") && !span_eq_str(token, "$kin")) {
			m->taken.from = at;
			m->taken.to = to;
		}
		if (to > at && (!span_eq_str(token, "$same-day") || is_same_day(m, at)) && (!span_eq_str(token, "$day-time") || is_day_time(m, at, to)) && goes(m, to, pattern))
			return true;
		m->taken = before;
	} else if (at < m->s->count && token.at[0] == '<') {
		to = at + form_prose_is_listed_as(m->s, at, span_slice(token, 1, token.len - 1));
		if (to > at && goes(m, to, pattern))
			return true;
	} else if (at < m->s->count && form_letter_is_one(m->s->words[at].folded, token) && goes(m, at + 1, pattern))
		return true;
	return optional && goes(m, at, pattern);
}

/* Words behind which something else is said: what stands before is no doubt about it, nor the other way round. */
static bool
parts(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	return at > 0 && form_prose_is_listed(p, "apart", s, at) > 0;
}

/* "I ask you to look at the death of Kai, who died on 3 May": behind a comma it is stated, whatever is asked, but not what somebody says; the count: no such clause. */
static size_t
clause_of(const struct prose *p, const struct prose_sentence *s, const struct taken *t)
{
	size_t who = t->begin;

	while (who < t->end && !((s->words[who].before & PROSE_COMMA) != 0 && span_eq_str(s->words[who].folded, "who")))
		who++;
	for (size_t i = 0; i < t->end; i++)
		if (form_prose_is_listed(p, "hearsay", s, i) > 0)
			return s->count;
	return who < t->end ? who : s->count;
}

/* "is not on a plan and is not looked after": where a pattern is said whole, a comma and "and" part pieces, too. */
static bool
ends_clause(const struct prose_sentence *s, size_t at)
{
	return (s->words[at].before & PROSE_COMMA) != 0 || span_eq_str(s->words[at].folded, "and");
}

/* A doubt, a denial, hearsay, in the piece of the sentence where it stands. */
static bool
is_doubted(const struct prose *p, const struct prose_sentence *s, const struct taken *t, bool own)
{
	size_t to = t->end, clause = clause_of(p, s, t), from = clause < s->count ? clause : t->begin;

	while (from > 0 && from != clause && !parts(p, s, from) && !(own && ends_clause(s, from)))
		from--;
	while (to < s->count && !parts(p, s, to) && !(own && ends_clause(s, to)))
		to++;
	for (size_t i = from; i < to; i++) {
		struct value_date d;
		size_t end;

		if (form_prose_date(p, s, i, &end, &d) || (end = i + form_prose_is_listed(p, "certain", s, i)) > i) {
			i = end - 1;
			continue;
		}
		if (own && i >= t->begin && i < t->end)
			continue;
		/* "At 1 Hope Cottages", "with his father, Will Fry" */
		if ((i >= t->from && i < t->to) || (i > 0 && (end = form_prose_name(p, s, i)) > i)) {
			i = i >= t->from && i < t->to ? t->to - 1 : end - 1;
			continue;
		}
		/* "NHS No: 943 476 5919" */
		if (span_eq_str(s->words[i].folded, "no") && i + 1 < s->count && span_is_digit(s->words[i + 1].text.at[0]))
			continue;
		if (form_prose_is_listed(p, "doubt", s, i) > 0)
			return true;
	}
	return false;
}

/* A pattern that begins with the token may hold there: most places are passed over for it. */
static bool
may_begin(const struct prose *p, const struct prose_sentence *s, size_t at, struct span token)
{
	size_t to;
	bool of;

	if (span_is_lower(token.at[0]))
		return form_letter_is_one(s->words[at].folded, token);
	return !(span_eq_str(token, "$child") || span_eq_str(token, "$child's")) || form_prose_child(p, s, at, &to, &of) > 0;
}

/* The next place, from `from` on, where the sentence states it. */
static bool
holds(const struct prose *p, const struct prose_sentence *s, struct span pattern, size_t from, struct taken *out)
{
	struct span rest = pattern, first = SPAN_NONE;

	/* Behind "~" and "!" the pattern's own first word. */
	while (rest.len > 0 && span_split(&rest, ' ', &first) && (span_eq_str(first, "~") || span_eq_str(first, "!")))
		continue;
	for (size_t at = first.len > 0 ? from : s->count; at < s->count; at++) {
		struct matching m = { .p = p, .s = s };

		if (!may_begin(p, s, at, first) || !goes(&m, at, pattern))
			continue;
		m.taken.begin = at;
		/* The family's home is the children's; when somebody died, whom the sentence is about. */
		if (m.taken.child == 0 && span_find(pattern, SPAN_LIT("$child")) == pattern.len)
			m.taken.child = pattern.at[0] != '^' && span_find(pattern, SPAN_LIT("$address")) < pattern.len ? PROSE_CHILDREN + 1 : s->child > 0 || p->children != 1 ? s->child : 1;
		/* "They are Tom, Ben and Ella Fry, who live at": all of them do. */
		if (span_find(pattern, SPAN_LIT("$child who live ")) < pattern.len && p->children > 1)
			m.taken.child = PROSE_CHILDREN + 1;
		*out = m.taken;
		if (pattern.at[0] == '!' || !is_doubted(p, s, out, pattern.at[0] == '~'))
			return true;
	}
	return false;
}

/* ---- fields -------------------------------------------------------------------------------- */

static void
give_number(struct prose *p, const struct field_key *key, unsigned number, struct span raw, struct span value, const struct block *b)
{
	struct field f = { .entry = key, .key = field_key_print(p->r->arena, key, number) };

	if (field_find(&p->r->out->fields, f.key) != NULL)
		return;
	if (value.len == 0) {
		(void)form_letter_give(p->r, key->name, number, raw, b);
		return;
	}
	f.first = (struct field_value){ .value = value, .raw = raw, .state = FIELD_ANSWERED, .source = form_give_source(p->r, b) };
	field_add(&p->r->out->fields, &f);
}

/* The paragraph that says it: a story is told at length. */
static void
give_paragraph(struct prose *p, const char *name, const struct prose_sentence *s)
{
	struct span text = span_trim(s->paragraph);

	if (text.len >= PARAGRAPH && field_find_str(&p->r->out->fields, name) == NULL)
		give_number(p, field_key_find(span_str(name)), 0, text, SPAN_NONE, s->block);
}

/* "Vale Council, Vale CAMHS and the NSPCC": each begins with a capital, or the list has ended. */
static void
give_agencies(struct prose *p, const struct field_key *key, const struct prose_sentence *s, size_t at)
{
	static const char *const joints[] = { "and", "the" };

	while (at < s->count) {
		size_t to;

		while (at < s->count && span_is_any(s->words[at].folded, SPAN_WORDS(joints)))
			at++;
		if (at == s->count || !span_is_upper(s->words[at].text.at[0]))
			return;
		for (to = at + 1; to < s->count && s->words[to].before == 0 && !span_eq_str(s->words[to].folded, "and");)
			to++;
		(void)form_letter_give(p->r, key->name, form_give_highest(p->r, FORM_AGENCY) + 1, form_prose_text(s, at, to), s->block);
		at = to;
	}
}

/* "51b Mill Lane is where Kai lives", and in another sentence "51b Mill Lane, Vale, VA1 2BB": the whole of it. */
static struct span
whole_address(const struct prose *p, struct span said)
{
	struct value_found found;

	if (value_find_postcode(said, p->r->arena, &found))
		return said;
	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0; at < p->sentences[i].count; at++) {
			const struct prose_sentence *s = &p->sentences[i];
			size_t to = span_starts(said, s->words[at].text) ? form_prose_address(p, s, at) : at;
			struct span whole = to > at ? form_prose_text(s, at, to) : SPAN_NONE;

			if (whole.len > said.len && span_starts(whole, said) && whole.at[said.len] == ',' && value_find_postcode(whole, p->r->arena, &found))
				return whole;
		}
	return said;
}

static void
give(struct prose *p, const struct field_key *key, struct span said, const struct prose_sentence *s, const struct taken *t)
{
	bool of_child = strncmp(key->name, "child.", strlen("child.")) == 0;
	struct span raw = t->elsewhere.len > 0 ? t->elsewhere : t->to > t->from ? form_prose_text(s, t->from, t->to) : s->text;
	struct span value = key->type != FIELD_YNU ? SPAN_NONE : said.len > 0 ? said : SPAN_LIT("yes");

	if (strcmp(key->name, "agency.N.organisation") == 0) {
		give_agencies(p, key, s, t->end);
		return;
	}
	if (key->type == FIELD_LONG) {
		give_paragraph(p, key->name, s);
		return;
	}
	if (key->type != FIELD_YNU && t->to == t->from)
		return;
	if (strcmp(key->name, "child.N.address") == 0)
		raw = whole_address(p, raw);
	for (unsigned n = 1; of_child && n <= p->children; n++)
		if ((t->child == n || t->child > PROSE_CHILDREN) && p->child[n]->child > 0)
			give_number(p, key, p->child[n]->child, raw, value, s->block);
	if (!of_child)
		give_number(p, key, 0, raw, value, s->block);
}

static bool
is_incident(const char *name)
{
	return strcmp(name, "incident.date") == 0 || strcmp(name, "child.N.dod") == 0 || strcmp(name, "criteria.died") == 0 || strcmp(name, "criteria.seriously_harmed") == 0;
}

/* "Died after an operation on 3 May": of that; but "died two days after it, on 3 May". */
static bool
is_of_another_day(const struct prose_sentence *s, const struct taken *t)
{
	static const char *const later[] = { "after", "following", "before", "since", "until" }, *const ends[] = { "died", "dead", "deceased", "drowned", "killed", "murdered", "life", "hanged", "away" }, *const on[] = { "on", "the" };
	size_t at = t->from;

	while (at > t->begin && span_is_any(s->words[at - 1].folded, SPAN_WORDS(on))) {
		at--;
		if ((s->words[at].before & PROSE_COMMA) != 0)
			return false;
	}
	for (; at > t->begin && !span_is_any(s->words[at - 1].folded, SPAN_WORDS(ends)); at--)
		if (span_is_any(s->words[at - 1].folded, SPAN_WORDS(later)))
			return t->elsewhere.len == 0;
	return false;
}

/* said: what it answers, where that is no value of its own: "no". */
static void
read_told(struct prose *p, const struct form_same *told, const struct field_key *key, struct span said)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct prose_sentence *s = &p->sentences[i];

		for (size_t k = 0; k < told->words.count && !s->asks; k++) {
			struct taken t;

			for (size_t from = 0; holds(p, s, told->words.items[k], from, &t); from = t.begin + 1) {
				if (t.to > t.from && strcmp(key->name, "child.N.dod") == 0 && is_of_another_day(s, &t))
					continue;
				give(p, key, said, s, &t);
				if (t.to > t.from && strcmp(key->name, "incident.date") == 0)
					form_prose_event_time(p, s, t.from, t.to);
				if (is_incident(key->name) && !s->about && (p->incident == 0 || i + 1 < p->incident))
					p->incident = i + 1;
			}
		}
	}
}

/* Where a death is all that happened it is the incident: no other day of the weeks before is named. */
static void
give_day_of_death(struct prose *p)
{
	enum { WEEKS = 60 };
	const struct field *died = field_find_str(&p->r->out->fields, "child.1.dod"), *born = field_find_str(&p->r->out->fields, "child.1.dob");
	struct civil_date day, birth = { .year = 0 };

	if (p->children != 1 || died == NULL || died->first.state != FIELD_ANSWERED || !civil_parse(died->first.value, &day) || field_find_str(&p->r->out->fields, "incident.date") != NULL)
		return;
	/* What was before it was born befell it not. */
	if (born != NULL && (born->first.state != FIELD_ANSWERED || !civil_parse(born->first.value, &birth)))
		birth.year = 0;
	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0; at < p->sentences[i].count; at++) {
			struct value_date d;
			size_t to;

			if (form_prose_date(p, &p->sentences[i], at, &to, &d) && civil_compare(d.date, day) < 0 && (birth.year == 0 || civil_compare(d.date, birth) >= 0) && civil_compare(d.date, civil_add_days(day, -WEEKS)) >= 0 && !span_eq(form_prose_text(&p->sentences[i], at, to), p->child[1]->birth))
				return;
		}
	give_number(p, field_key_find(SPAN_LIT("incident.date")), 0, died->first.raw, died->first.value, p->sentences[p->incident > 0 ? p->incident - 1 : 0].block);
}

/* "Kai and Bea Fry, aged 9 and 7, of 4 Mill Lane": behind the last of several whom one sentence names. */
static void
give_shared_home(struct prose *p)
{
	static const char *const marks[] = { "of", "at" };
	const struct prose_person *last = p->children > 1 ? p->child[p->children] : NULL;
	const struct prose_sentence *s = last != NULL ? &p->sentences[last->sentence] : NULL;

	for (unsigned n = 1; s != NULL && n < p->children; n++)
		if (p->child[n]->sentence != last->sentence)
			return;
	for (size_t at = last != NULL ? last->to : 0; s != NULL && at + 1 < s->count; at++) {
		size_t to;

		if (form_prose_name(p, s, at) > at || form_prose_is_relation(p, s, at) || form_prose_is_listed(p, "verb", s, at) > 0)
			return;
		if (!span_is_any(s->words[at].folded, SPAN_WORDS(marks)) || (to = form_prose_address(p, s, at + 1)) == at + 1)
			continue;
		for (unsigned n = 1; n <= p->children; n++)
			if (p->child[n]->child > 0)
				(void)form_letter_give(p->r, "child.N.address", p->child[n]->child, form_prose_text(s, at + 1, to), s->block);
		return;
	}
}

/* An address by itself beneath the line that says whom the letter is about. */
static void
give_home(struct prose *p)
{
	for (size_t i = 1; i < p->count && p->children == 1; i++) {
		const struct prose_sentence *s = &p->sentences[i];
		struct value_found found;
		size_t above = i - 1;

		/* "DOB ...", "NHS number ..." between. */
		while (above > 0 && (form_prose_is_listed(p, "born", &p->sentences[above], 0) > 0 || span_eq_str(p->sentences[above].words[0].folded, "nhs")))
			above--;
		if (p->sentences[above].about && form_prose_address(p, s, 0) == s->count && value_find_postcode(s->text, p->r->arena, &found) && p->child[1]->child > 0)
			(void)form_letter_give(p->r, "child.N.address", p->child[1]->child, form_prose_text(s, 0, s->count), s->block);
	}
}

void
form_prose_told(struct prose *p)
{
	for (size_t i = 0; i < p->r->set->tolds_count; i++) {
		struct span said;
		const struct field_key *key = form_listed_key(p->r->set->tolds[i].word, &said);

		if (key != NULL)
			read_told(p, &p->r->set->tolds[i], key, said);
	}
	give_home(p);
	give_shared_home(p);
	form_prose_event(p);
	give_day_of_death(p);
	form_prose_kind(p);
	if (p->incident > 0)
		give_paragraph(p, "incident.summary", &p->sentences[p->incident - 1]);
}
