/* SPDX-License-Identifier: ISC */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

static void
add_hit(const struct form_reader *r, const struct form_wording *w, struct form_match *m)
{
	if (w->kind == FORM_WORDING_TITLE || w->kind == FORM_WORDING_MARK || (w->form != NULL && w->form != r->form))
		return;
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->label == w->label && m->hits[i]->section == w->section && m->hits[i]->kind == w->kind)
			return;
	if (m->count < FORM_HITS)
		m->hits[m->count++] = w;
}

static bool
find_exact(const struct form_reader *r, struct span folded, struct form_match *m)
{
	const struct form_index *x = r->set->index;

	for (uint32_t n = form_chain_first(&x->by_text, form_label_key(folded)); n != 0; n = form_chain_next(&x->by_text, n))
		if (span_eq(x->wordings[n - 1].folded, folded))
			add_hit(r, &x->wordings[n - 1], m);
	return m->count > 0;
}

/* The same words in another order, with other small words between. */
static bool
find_bag(const struct form_reader *r, struct span folded, struct form_match *m)
{
	const struct form_index *x = r->set->index;
	const struct form_bag *bag = form_memo_bag(r, folded);

	/* "No" is an answer, not a number. */
	if (bag->count == 0 || bag->unknown > 0 || (bag->count < 2 && bag->words > 2) || (bag->words == 1 && folded.len < 4))
		return false;
	for (uint32_t n = form_chain_first(&x->by_bag, form_bag_hash(bag)); n != 0; n = form_chain_next(&x->by_bag, n))
		if (form_bag_equal(&x->wordings[n - 1].bag, bag) && !form_near_hangs_on_rest(&x->wordings[n - 1], folded, bag->asks) && !form_near_is_other_kind(&x->wordings[n - 1], bag->asks & ~(unsigned)(FORM_ASKS_DETAIL | FORM_ASKS_OPEN)))
			add_hit(r, &x->wordings[n - 1], m);
	return m->count > 0;
}

static bool
find_glob(const struct form_reader *r, struct span folded, struct form_match *m)
{
	struct form_globs found;

	form_glob_find(r->set->index, folded, false, &found);
	for (size_t i = 0; i < found.count; i++)
		add_hit(r, &r->set->index->wordings[found.items[i]], m);
	return m->count > 0;
}

/* Typing errors: as many as the length allows; the nearest wording only. */
static bool
find_tolerant(const struct form_reader *r, struct span folded, struct form_match *m)
{
	const struct form_index *x = r->set->index;
	unsigned limit = folded.len < 6 ? 0 : folded.len < 12 ? 1 : folded.len < 22 ? 2 : 3, best;
	const struct form_bag *bag;
	struct form_slips near;
	size_t i;

	if (limit == 0 || folded.len > 200 || span_has_digit(folded))
		return false;
	/* Every word is right as it stands: "referrer" was not meant to be "preferred". */
	bag = form_memo_bag(r, folded);
	/* And a slip spoils one word, or parts it into two. */
	if (bag->unknown == 0 || bag->unknown > 2 * limit)
		return false;
	best = limit + 1;
	form_slip_start(&x->slips, folded, limit, (const size_t[2]){ x->by_length[folded.len - limit], x->by_length[folded.len + limit + 1] }, &near);
	while (form_slip_next(&near, &i)) {
		const struct form_wording *w = &x->wordings[i];
		unsigned distance;

		if (w->kind == FORM_WORDING_TITLE || w->kind == FORM_WORDING_MARK)
			continue;
		distance = text_distance(w->folded, folded, limit);
		if (distance > limit || distance > best)
			continue;
		if (distance < best)
			m->count = 0;
		best = distance;
		add_hit(r, w, m);
	}
	return m->count > 0;
}

/* REFERRER1: a footnote's digit, glued by the export. */
static struct span
without_footnote(struct span folded)
{
	size_t n = folded.len;

	while (n > 0 && n + 2 > folded.len && folded.at[n - 1] >= '0' && folded.at[n - 1] <= '9')
		n--;
	if (n >= 3 && n < folded.len && folded.at[n - 1] == ' ')
		n--;
	if (n >= 2 && n < folded.len && folded.at[n - 1] >= 'a' && folded.at[n - 1] <= 'z')
		return span_slice(folded, 0, n);
	return folded;
}

/* "Age (if not known): 15": the number is an answer. */
static bool
ends_in_number(struct span text)
{
	size_t n = text.len;

	while (n > 0 && (span_is_digit(text.at[n - 1]) || text.at[n - 1] == ' '))
		n--;
	return n > 0 && n < text.len && text.at[n - 1] == ':';
}

static bool
has(struct span folded, struct span words)
{
	return span_find(folded, words) < folded.len;
}

/* Do the words stand there, so many bytes before i? */
static bool
stand_at(struct span folded, size_t i, size_t back, struct span words)
{
	return i >= back && span_starts(span_slice(folded, i - back, folded.len), words);
}

static bool
asks_expected(struct span folded)
{
	bool edd = false;

	/* All but the one hold an `ed`. */
	for (size_t i = 0; !edd && (i += span_find_byte(span_slice(folded, i, folded.len), 'd')) < folded.len; i++) {
		edd = stand_at(folded, i, 0, SPAN_LIT("due date"));
		if (i > 0 && folded.at[i - 1] == 'e')
			edd = edd || stand_at(folded, i, 1, SPAN_LIT("edd")) || stand_at(folded, i, 7, SPAN_LIT("expected date of")) ||
			    stand_at(folded, i, 8, SPAN_LIT("estimated date of")) || stand_at(folded, i, 7, SPAN_LIT("expected delivery"));
	}
	return edd && !has(folded, SPAN_LIT("dob")) && !has(folded, SPAN_LIT("birth")) && !has(folded, SPAN_LIT("d o b"));
}

/* "Child 2" alone is a marker, never the label of a name. */
static void
keep_sections(struct form_match *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->kind == FORM_WORDING_SECTION)
			m->hits[kept++] = m->hits[i];
	m->count = kept;
}

static bool
find_one(const struct form_reader *r, struct span folded, enum form_match_grade grade, struct form_match *m)
{
	struct span bare;
	unsigned number;

	m->count = 0;
	m->number = 0;
	m->exact = true;
	if (folded.len == 0)
		return false;
	if (find_exact(r, folded, m)) {
		if (grade != FORM_MATCH_EXACT && !form_match_has(m, FORM_WORDING_LABEL) && !form_match_has(m, FORM_WORDING_OTHER) && form_guess_weighs(r, folded))
			(void)find_bag(r, folded, m);
		return true;
	}
	bare = form_memo_number(r, folded, &number);
	if (number > 0 && find_exact(r, bare, m)) {
		m->number = number;
		if (span_find_byte(bare, ' ') == bare.len)
			keep_sections(m);
		/* "Agency 2" among "Agencies involved" */
		if (m->count == 0 && find_bag(r, bare, m))
			keep_sections(m);
		return m->count > 0;
	}
	m->exact = false;
	if (grade == FORM_MATCH_EXACT)
		return false;
	if (!(grade == FORM_MATCH_LOOSE ? find_bag(r, bare, m) : find_glob(r, bare, m)))
		return false;
	m->number = number;
	return true;
}

/* A narrow column breaks words: "Relationshi" over "p". */
static struct span
without_breaks(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '\n')
			arena_put_byte(&t, s.at[i]);
	return arena_text_span(&t);
}

/* What both say. */
static size_t
intersect(struct form_match *m, const struct form_match *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->count; i++)
		for (size_t j = 0; j < other->count; j++)
			if (m->hits[i]->label != NULL && m->hits[i]->label == other->hits[j]->label) {
				m->hits[kept++] = m->hits[i];
				break;
			}
	return kept;
}

static bool
is_alternative(const struct form_match *m)
{
	return form_match_has(m, FORM_WORDING_LABEL) || form_match_has(m, FORM_WORDING_WITHIN);
}

/* "Role/Job title", "Ethnicity/Nationality": several words for one question.  With blanks
 * about the stroke every word must be a label, for an answer may stand behind it. */
static bool
find_alternatives(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct span rest = text, piece;
	struct form_match found = { .count = 0 };
	bool any = false, spaced;

	if (span_find_byte(text, '/') == text.len || text.len > 90)
		return false;
	spaced = span_find(text, SPAN_LIT(" / ")) < text.len;
	out->count = 0;
	while (span_split(&rest, '/', &piece)) {
		struct span folded = text_fold_bare(r->arena, piece);

		if (folded.len < 2 || span_has_digit(folded))
			return false;
		if (!find_one(r, folded, FORM_MATCH_LOOSE, &found) || !is_alternative(&found)) {
			if (spaced && found.count == 0)
				return false;
			continue;
		}
		if (!any)
			*out = found;
		else if ((out->count = intersect(out, &found)) == 0)
			return false;
		any = true;
	}
	out->exact = false;
	return out->count > 0;
}

struct span
form_match_relation(const struct form_reader *r, struct span heading)
{
	static const char *const words[][2] = { { "stepmother", "Step-mother" }, { "step mother", "Step-mother" }, { "stepfather", "Step-father" }, { "step father", "Step-father" },
	    { "mother", "Mother" }, { "father", "Father" } };
	struct span folded = text_fold_bare(r->arena, heading);
	struct span found = SPAN_NONE;

	/* "Mother and father" is neither. */
	if (span_find(folded, SPAN_LIT("mother")) < folded.len && span_find(folded, SPAN_LIT("father")) < folded.len)
		return SPAN_NONE;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && found.len == 0; i++)
		if (span_find(folded, span_str(words[i][0])) < folded.len)
			found = span_str(words[i][1]);
	return span_find(folded, SPAN_LIT("grand")) < folded.len ? SPAN_NONE : found;
}

const struct form_section *
form_match_section_of(const struct form_reader *r, const struct field_key *key)
{
	struct span name = span_str(key == NULL ? "" : key->name);

	return form_match_section_named(r->set, span_slice(name, 0, span_find_byte(name, '.')));
}

bool
form_match_is_of(const struct field_key *key, const struct form_section *s)
{
	struct span name = span_str(key->name);

	return span_starts(name, s->name) && name.len > s->name.len && name.at[s->name.len] == '.';
}

/* Has it a colon with a blank behind it, or what may be a stroke behind a blank?  And where the number of "Family member 1 name"
 * ends; the length of the text where it has none. */
static bool
is_parted(struct span text, size_t *counted_to_out)
{
	static const unsigned char parting[256] = { [':'] = 1, ['-'] = 1, [0xE2] = 1, ['0' ... '9'] = 1 };
	bool parted = false;

	*counted_to_out = text.len;
	if (span_find_class(text, 0, parting, 1) == text.len)
		return false;
	for (size_t i = 0; i + 1 < text.len; i++) {
		const unsigned char *at = text.at + i;

		parted = parted || (*at == ':' ? at[1] == ' ' : *at == ' ' && (at[1] == '-' || at[1] == 0xE2));
		if (*at == ' ' && i > 1 && i + 4 < text.len && *counted_to_out == text.len && span_is_digit(at[1]) && at[2] == ' ' && !span_is_digit(at[3]))
			*counted_to_out = i + 2;
	}
	return parted;
}

/* Whose it is before `to`, and what it is from `from` on. */
static bool
find_whose(const struct form_reader *r, struct span text, size_t to, size_t from, struct form_match *out)
{
	struct form_match whose = { .count = 0 };
	struct form_meaning m;
	const struct form_section *s;
	struct span rest = span_slice(text, from, text.len), folded = text_fold_bare(r->arena, span_slice(text, 0, to));

	if (!find_one(r, folded, FORM_MATCH_LOOSE, &whose))
		return false;
	s = form_match_section(&whose);
	if (s == NULL || s->ignore || span_has_digit(rest) || !find_one(r, text_fold_bare(r->arena, form_label_unbracketed(r->arena, rest)), FORM_MATCH_EXACT, out))
		return false;
	if (!form_match_mean(r, out, s, &m) || !form_match_is_of(m.keys[0], s))
		return false;
	out->own = s;
	out->relation = span_eq_str(s->name, "family") ? form_match_relation(r, span_slice(text, 0, to)) : SPAN_NONE;
	out->number = whose.number;
	out->exact = true;
	return true;
}

/* "Child: name", "Referrer - job title", "Sibling 2 date of birth": whose it is, and what. */
static bool
find_owned(const struct form_reader *r, struct span text, struct form_match *out)
{
	static const struct span marks[] = { SPAN_LIT_INIT(": "), SPAN_LIT_INIT(" - "), SPAN_LIT_INIT(" \xE2\x80\x93 ") };
	enum { LONGEST = 90 };
	size_t to, counted;
	bool parted;

	if (text.len > LONGEST || span_find_byte(text, '\n') < text.len || span_find_byte(text, '\t') < text.len)
		return false;
	parted = is_parted(text, &counted);
	for (size_t i = 0; parted && i < sizeof(marks) / sizeof(marks[0]); i++)
		if ((to = span_find(text, marks[i])) < text.len && find_whose(r, text, to, to + marks[i].len, out))
			return true;
	if (counted < text.len && find_whose(r, text, counted, counted + 1, out))
		return true;
	out->count = 0;
	return false;
}

/* "... (Yes / No)", "... (Y/N)", "... (Y/N):" */
static bool
offers_yes_or_no(const struct form_reader *r, struct span s)
{
	size_t open = span_find_byte(s, '(');
	struct span rest, option;
	size_t options = 0;

	while (s.len > 0 && (s.at[s.len - 1] == ':' || s.at[s.len - 1] == '?' || s.at[s.len - 1] == ' '))
		s.len--;
	if (open >= s.len || s.at[s.len - 1] != ')')
		return false;
	for (rest = span_slice(s, open + 1, s.len - 1); span_split(&rest, '/', &option); options++)
		if (!form_answer_is_option(r, span_trim(option)))
			return false;
	return options >= 2;
}

static bool
is_found(struct span folded, struct form_match *out)
{
	out->expected = asks_expected(folded);
	return true;
}

static bool
find(const struct form_reader *r, struct span text, enum form_match_grade grade, struct form_match *out)
{
	struct span bare = form_label_unnumbered(span_trim(text)), open, folded[5];
	enum form_match_grade least = grade == FORM_MATCH_EXACT ? FORM_MATCH_EXACT : FORM_MATCH_LOOSE;
	size_t count = 0;
	unsigned number;
	bool answered = ends_in_number(span_trim(text));

	if (find_owned(r, bare, out))
		return true;
	open = form_label_unbracketed(r->arena, bare);
	folded[count++] = form_memo_fold(r, bare);
	if (bare.len != span_trim(text).len)
		folded[count++] = form_memo_fold(r, text);
	if (open.at != bare.at)
		folded[count++] = form_memo_fold(r, open);
	if (span_find_byte(bare, '\n') < bare.len)
		folded[count++] = text_fold_bare(r->arena, without_breaks(r->arena, open));
	/* "SIN sent (Y/N)" is "SIN sent" word for word, and "SIN sent on" but for small words. */
	if (least != FORM_MATCH_EXACT && open.at != bare.at && offers_yes_or_no(r, bare) && find_one(r, form_memo_fold(r, open), FORM_MATCH_EXACT, out))
		return is_found(folded[0], out);
	for (size_t i = 0; i < count; i++) {
		if (find_one(r, folded[i], least, out))
			return is_found(folded[0], out);
		if (!answered && without_footnote(folded[i]).len != folded[i].len && find_one(r, without_footnote(folded[i]), least, out))
			return is_found(folded[0], out);
	}
	out->exact = false;
	if (grade == FORM_MATCH_EXACT)
		return false;
	for (size_t i = count; i-- > 0;) {
		struct span s = form_memo_number(r, answered ? folded[i] : without_footnote(folded[i]), &number);

		if (find_tolerant(r, s, out)) {
			out->number = number;
			return is_found(folded[0], out);
		}
	}
	if (find_alternatives(r, open, out))
		return true;
	for (size_t i = 0; grade == FORM_MATCH_GLOB && i < count; i++)
		if (find_one(r, folded[i], FORM_MATCH_GLOB, out))
			return is_found(folded[0], out);
	return false;
}

bool
form_match_find(const struct form_reader *r, struct span text, enum form_match_grade grade, struct form_match *out)
{
	struct form_found *f;

	if (text.len == 0 || text.len > FORM_LABEL_BYTES) {
		memset(out, 0, sizeof(*out));
		return false;
	}
	f = form_memo_found(r, text, grade);
	if (!f->known) {
		memset(&f->match, 0, sizeof(f->match));
		f->any = !form_memo_is_nothing(r, text, grade) && find(r, text, grade, &f->match);
		if (f->any)
			form_sense_bear_out(r, text, &f->match);
		f->known = true;
	}
	*out = f->match;
	return f->any;
}

bool
form_match_has(const struct form_match *m, enum form_wording_kind kind)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->kind == kind)
			return true;
	return false;
}

bool
form_match_is_label(const struct form_match *m)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < m->count; i++)
		kinds |= 1u << m->hits[i]->kind;
	return (kinds & (1u << FORM_WORDING_LABEL | 1u << FORM_WORDING_WITHIN | 1u << FORM_WORDING_OTHER)) != 0;
}

bool
form_match_asks_story(const struct form_match *m)
{
	return m->exact && !m->guessed && m->hits[0]->keys_count == 1 && m->hits[0]->keys[0]->type == FIELD_LONG;
}

const struct form_section *
form_match_section(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->kind == FORM_WORDING_SECTION)
			return m->hits[i]->section;
	return NULL;
}

const struct form_section *
form_match_section_named(const struct form_set *set, struct span name)
{
	for (size_t i = 0; i < set->sections_count; i++)
		if (span_eq(set->sections[i].name, name))
			return &set->sections[i];
	return NULL;
}

bool
form_match_stands_in(const struct form_label *l, const struct form_section *section)
{
	for (size_t i = 0; section != NULL && i < l->sections.count; i++)
		if (span_eq(l->sections.items[i], section->name))
			return true;
	return false;
}

/* Relatives, agencies and events have their own tables: their labels mean nothing elsewhere. */
bool
form_match_is_elsewhere(const struct form_wording *w, const struct form_section *section)
{
	if (w->group == FORM_GROUPS || w->group == FORM_CHILD)
		return false;
	return section == NULL || strncmp(w->keys[0]->name, (const char *)section->name.at, section->name.len) != 0;
}

/* How well a hit fits under a section; 0: not at all. */
static unsigned
rank(const struct form_reader *r, const struct form_wording *w, const struct form_section *section)
{
	unsigned own = w->form != NULL ? 8 : 0;

	if (form_match_is_elsewhere(w, section))
		return 0;
	/* "Home address" under "Alleged perpetrator" is not the child's. */
	if (w->kind == FORM_WORDING_LABEL && section != NULL && span_eq_str(section->name, "other-person") && w->group == FORM_CHILD && !form_guess_names_subject(r, w))
		return 0;
	if (w->kind == FORM_WORDING_WITHIN)
		return form_match_stands_in(w->label, section) ? own + 3 : 0;
	if (w->kind != FORM_WORDING_LABEL)
		return 0;
	return own + (form_match_stands_in(w->label, section) ? 2 : 1);
}

/* "If so, when?" */
static bool
is_going_on(const struct form_reader *r, const struct form_match *m, struct form_meaning *out)
{
	for (size_t i = 0; i < FORM_BEHIND && m->behind[i] != NULL; i++)
		if (form_guess_is_behind(r, m->behind[i]->label)) {
			out->label = m->behind[i]->label;
			out->keys[out->count++] = m->behind[i]->keys[0];
			out->guessed = true;
			return true;
		}
	return false;
}

/* A forename or surname asked for where a label, no heading, told of the referrer or the lead, and
 * that one's whole name is answered already: it is the child's. */
static const struct form_section *
next_person(const struct form_reader *r, const struct form_match *m, const struct form_section *section)
{
	bool named = false, childs = false;

	if (!r->opened || section == NULL || section != r->section)
		return section;
	for (size_t i = 0; i < m->count; i++) {
		const struct form_wording *w = m->hits[i];
		const struct field *f;

		if (w->kind != FORM_WORDING_WITHIN)
			continue;
		childs |= w->group == FORM_CHILD && form_match_stands_in(w->label, form_match_section_named(r->set, SPAN_LIT("child")));
		if (w->label->value.len == 0 || w->group != FORM_GROUPS || !form_match_stands_in(w->label, section))
			continue;
		f = field_find(&r->out->fields, span_str(w->keys[0]->name));
		named |= f != NULL && f->first.state == FIELD_ANSWERED;
	}
	return named && childs ? form_match_section_named(r->set, SPAN_LIT("child")) : section;
}

bool
form_match_mean(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out)
{
	const struct form_wording *best = NULL;
	unsigned most = 0;

	if (m->guessed)
		return form_guess_mean(r, m, section, out);
	memset(out, 0, sizeof(*out));
	if (is_going_on(r, m, out))
		return true;
	section = m->own != NULL ? m->own : next_person(r, m, section);
	for (size_t i = 0; i < m->count; i++) {
		unsigned here = rank(r, m->hits[i], section);

		/* Of two with a `*` the longer says more. */
		if (here > most || (here > 0 && here == most && m->hits[i]->glob && best->glob && m->hits[i]->folded.len > best->folded.len)) {
			best = m->hits[i];
			most = here;
		}
	}
	if (best == NULL)
		return form_guess_mean_here(r, m, section, out);
	out->label = best->label;
	out->within = best->kind == FORM_WORDING_WITHIN && m->own == NULL;
	out->number = m->number;
	out->counts = m->own != NULL && m->number > 0;
	out->expected = m->expected;
	out->relation = m->relation;
	for (size_t i = 0; i < best->keys_count && out->count < FORM_KEYS; i++)
		out->keys[out->count++] = best->keys[i];
	return true;
}
