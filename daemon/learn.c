/* SPDX-License-Identifier: ISC */
#include "daemon/learn.h"
#include "parsers/text.h"

enum { LABEL_MAX = 160, HEADING_MAX = 90, KEYS_MAX = 8, LABELS_MAX = 1000 };

/* What one label was found to mean. */
struct meaning {
	const struct field_key *keys[KEYS_MAX];
	size_t count;				/* 0: nothing known */
};

struct label {
	struct span text, folded;
	struct span heading;
	struct span section;			/* of forms.conf that the heading belongs to; empty: none */
	struct meaning means;
	bool by_heading;			/* without that heading it would mean something else, or nothing */
	bool printed;
};

struct learning {
	struct arena *arena;
	const struct form_set *set;
	struct span title, heading;
	struct label *labels;
	size_t count, capacity;
};

/* ---- what a line is ----------------------------------------------------------------------- */

static bool
is_one_of(struct arena *a, struct span folded, const struct form_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (span_eq(text_fold(a, w->items[i]), folded))
			return true;
	return false;
}

/* "Click here", "Yes", "Female", and what heads a column of questions: nothing that is asked.  What leads its row is no
 * choice, though it may be worded as one: "Seriously harmed". */
static bool
is_answer(const struct learning *l, struct span text, bool leads)
{
	static const char *const columns[] = { "question", "answer", "questions", "answers" };
	struct span folded = text_fold(l->arena, text);

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (span_eq_str(folded, columns[i]))
			return true;
	if (is_one_of(l->arena, folded, &l->set->placeholders))
		return true;
	for (size_t i = 0; !leads && i < l->set->choices_count; i++)
		if (is_one_of(l->arena, folded, &l->set->choices[i].wordings))
			return true;
	return false;
}

static bool
has_box(struct span s)
{
	return span_find(s, SPAN_LIT("\xE2\x98\x90")) < s.len || span_find(s, SPAN_LIT("\xE2\x98\x92")) < s.len || span_find(s, SPAN_LIT("\xE2\x96\xA1")) < s.len;
}

/* Without the marks of a question: "Name of child *:" is "Name of child". */
static struct span
bare(struct span s)
{
	s = span_trim(s);
	while (s.len > 0 && (s.at[s.len - 1] == '*' || s.at[s.len - 1] == ':' || s.at[s.len - 1] == ' '))
		s.len--;
	return s;
}

static bool
is_label(const struct learning *l, struct span s, bool leads)
{
	return s.len > 0 && s.len <= LABEL_MAX && !text_is_blank(s) && !has_box(s) && !is_answer(l, s, leads);
}

/* ---- what a label means ------------------------------------------------------------------- */

/* One label alone is no form, and nothing would be made of it: these stand around it.  Two sets, since a label is told
 * from its company by its key. */
enum { COMPANY = 3 };
static const char *const companies[][COMPANY] = {
	{ "media", "family_informed", "incident.la_aware" }, { "incident.agency_aware", "parallel.police", "criteria.interagency" },
};

static void
add_paragraph(struct block_list *list, struct span text)
{
	struct block_builder b = block_builder(list->arena);
	struct block_where where = { .part = SPAN_LIT("1"), .paragraph = 1 };

	block_put(&b, text, 0, NULL);
	block_end(&b, list, BLOCK_PARAGRAPH, &where, BLOCK_HEADING);
	list->items[list->count - 1].level = 1;
}

/* A row of a label and an empty cell. */
static void
add_row(struct block_list *list, struct span label, unsigned table, unsigned row)
{
	struct block_builder b = block_builder(list->arena);
	struct block_where where = { .part = SPAN_LIT("1"), .table = table, .row = row, .column = 1, .column_span = 1, .row_span = 1 };

	block_put(&b, label, 0, NULL);
	block_end(&b, list, BLOCK_CELL, &where, 0);
	where.column = 2;
	block_end(&b, list, BLOCK_CELL, &where, 0);
}

static struct span
wording_of(const struct form_set *set, const char *key)
{
	for (size_t i = 0; i < set->labels_count; i++)
		if (span_eq_str(set->labels[i].name, key) && set->labels[i].wordings.count > 0)
			return set->labels[i].wordings.items[0];
	return SPAN_NONE;
}

static bool
is_company(const char *const *company, const struct field_key *key)
{
	for (size_t i = 0; i < COMPANY; i++)
		if (span_eq_str(span_str(key->name), company[i]))
			return true;
	return false;
}

static struct meaning
ask_in(const struct learning *l, const char *const *company, struct span heading, struct span label)
{
	struct block_list blocks = block_list(l->arena);
	struct meaning m = { .count = 0 };
	struct form_result result;

	for (unsigned i = 0; i < COMPANY; i++)
		add_row(&blocks, wording_of(l->set, company[i]), 1, i + 1);
	if (heading.len > 0)
		add_paragraph(&blocks, heading);
	add_row(&blocks, label, 2, 1);
	form_read(l->set, &blocks, NULL, l->arena, &result);
	for (size_t i = 0; i < result.fields.count && m.count < KEYS_MAX; i++)
		if (!is_company(company, result.fields.items[i].entry))
			m.keys[m.count++] = result.fields.items[i].entry;
	return m;
}

/* Read as it would be with an empty cell beside it, under its heading. */
static struct meaning
ask(const struct learning *l, struct span heading, struct span label)
{
	struct meaning m = ask_in(l, companies[0], heading, label);

	return m.count > 0 ? m : ask_in(l, companies[1], heading, label);
}

static struct span
section_of(const struct learning *l, struct span heading)
{
	struct span folded = text_fold(l->arena, heading);

	for (size_t i = 0; i < l->set->sections_count; i++)
		if (is_one_of(l->arena, folded, &l->set->sections[i].wordings))
			return l->set->sections[i].name;
	return SPAN_NONE;
}

static bool
same_meaning(const struct meaning *a, const struct meaning *b)
{
	bool same = a->count == b->count && a->count > 0;

	for (size_t i = 0; same && i < a->count; i++)
		same = a->keys[i] == b->keys[i];
	return same;
}

static void
take_label(struct learning *l, struct span text, bool leads)
{
	struct label n = { .text = bare(text), .heading = l->heading };

	if (!is_label(l, n.text, leads) || l->count == LABELS_MAX)
		return;
	n.folded = text_fold(l->arena, n.text);
	n.section = section_of(l, l->heading);
	n.means = ask(l, l->heading, n.text);
	if (n.section.len > 0) {
		struct meaning alone = ask(l, SPAN_NONE, n.text);

		n.by_heading = !same_meaning(&alone, &n.means);
	}
	for (size_t i = 0; i < l->count; i++)
		if (span_eq(l->labels[i].folded, n.folded) && span_eq(l->labels[i].section, n.section))
			return;
	l->labels = arena_grow(l->arena, l->labels, l->count, &l->capacity, sizeof(*l->labels));
	l->labels[l->count++] = n;
}

/* ---- the document --------------------------------------------------------------------------- */

static void
take_cells(struct learning *l, struct span line)
{
	for (bool leads = true; line.len > 0; leads = false) {
		size_t end = span_find(line, SPAN_LIT(" | "));

		take_label(l, span_slice(line, 0, end), leads);
		line = span_slice(line, end + 3, line.len);
	}
}

/* A paragraph is the title, a heading, a question with its answer behind a colon, or guidance. */
static void
take_paragraph(struct learning *l, struct span line)
{
	size_t colon = span_find_byte(line, ':');
	bool asks = colon < line.len && colon <= LABEL_MAX && span_find(line, SPAN_LIT(". ")) > colon && (colon + 1 == line.len || line.at[colon + 1] == ' ' || line.at[colon + 1] == '_');

	if (l->title.len == 0) {
		l->title = bare(line);
	} else if (asks || (line.len <= LABEL_MAX && ask(l, l->heading, bare(line)).count > 0 && section_of(l, bare(line)).len == 0)) {
		take_label(l, asks ? span_slice(line, 0, colon) : line, true);
	} else if (line.len <= HEADING_MAX && line.at[line.len - 1] != '.') {
		l->heading = bare(line);
	}
}

static void
take_lines(struct learning *l, struct span text)
{
	struct span line;

	while (span_line(&text, &line)) {
		line = span_trim(line);
		if (line.len == 0 || text_is_blank(line))
			continue;
		if (span_find(line, SPAN_LIT(" | ")) < line.len)
			take_cells(l, line);
		else
			take_paragraph(l, line);
	}
}

/* ---- the draft ------------------------------------------------------------------------------ */

/* Between quotes: libconfuse takes \ as an escape and ${} as a variable, the reader * as any words. */
static void
put_quoted(struct arena_text *t, struct span s)
{
	arena_put_byte(t, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = s.at[i];

		if (c == '"' || c == '\\')
			arena_put_byte(t, '\\');
		arena_put_byte(t, c < ' ' || c == '*' || c == '$' ? ' ' : c);
	}
	arena_put_byte(t, '"');
}

/* Its words mean something else elsewhere, in this form or in general. */
static bool
is_ambiguous(const struct learning *l, const struct label *n)
{
	if (n->by_heading)
		return true;
	for (size_t i = 0; i < l->count; i++)
		if (span_eq(l->labels[i].folded, n->folded) && !same_meaning(&l->labels[i].means, &n->means))
			return true;
	return false;
}

/* `wordings` or `within` of all labels that mean the same, in the order of the document. */
static bool
put_list(struct learning *l, struct arena_text *t, const struct label *like, bool within)
{
	bool first = true;

	for (size_t i = 0; i < l->count; i++) {
		struct label *n = &l->labels[i];

		if (!same_meaning(&n->means, &like->means) || is_ambiguous(l, n) != within || (within && n->section.len == 0))
			continue;
		arena_put_str(t, first ? within ? "\t\twithin   = { " : "\t\twordings = { " : ", ");
		put_quoted(t, n->text);
		n->printed = true;
		first = false;
	}
	if (!first)
		arena_put_str(t, " }\n");
	return !first;
}

static void
put_sections(const struct learning *l, struct arena_text *t, const struct label *like)
{
	bool first = true;

	for (size_t i = 0; i < l->count; i++) {
		const struct label *n = &l->labels[i];
		bool known = false;

		if (!same_meaning(&n->means, &like->means) || !is_ambiguous(l, n) || n->section.len == 0)
			continue;
		for (size_t j = 0; j < i; j++)
			known = known || (same_meaning(&l->labels[j].means, &like->means) && is_ambiguous(l, &l->labels[j]) && span_eq(l->labels[j].section, n->section));
		if (known)
			continue;
		arena_put_str(t, first ? "\t\tsections = { " : ", ");
		put_quoted(t, n->section);
		first = false;
	}
	if (!first)
		arena_put_str(t, " }\n");
}

static void
put_label(struct learning *l, struct arena_text *t, const struct label *n, unsigned number)
{
	if (n->means.count == 1)
		arena_put_format(t, "\tlabel \"%s\" {\n", n->means.keys[0]->name);
	else
		arena_put_format(t, "\tlabel \"asks-for-several-%u\" {\n\t\tkeys     = { ", number);
	for (size_t i = 0; n->means.count > 1 && i < n->means.count; i++)
		arena_put_format(t, "%s\"%s\"%s", i == 0 ? "" : ", ", n->means.keys[i]->name, i + 1 == n->means.count ? " }\n" : "");
	(void)put_list(l, t, n, false);
	if (put_list(l, t, n, true))
		put_sections(l, t, n);
	arena_put_str(t, "\t}\n");
}

static void
put_unknown(struct arena_text *t, const struct label *n)
{
	arena_put_str(t, "\t# Not understood: if it asks for a field, give its key and take the # away.\n\t#label \"\" {\n\t#\twordings = { ");
	put_quoted(t, n->text);
	arena_put_str(t, " }\n\t#}\n");
}

static void
put_labels(struct learning *l, struct arena_text *t, struct learn_counts *counts)
{
	struct span heading = SPAN_NONE;
	unsigned several = 0;

	for (size_t i = 0; i < l->count; i++) {
		struct label *n = &l->labels[i];
		bool known = n->means.count > 0 && (n->section.len > 0 || !is_ambiguous(l, n));

		counts->understood += known;
		counts->unknown += !known;
		if (n->printed)
			continue;
		if (!span_eq(n->heading, heading)) {
			heading = n->heading;
			arena_put_format(t, "\n\t# ---- %.*s\n\n", SPAN_PF(heading));
		}
		if (known)
			put_label(l, t, n, n->means.count > 1 ? ++several : 0);
		else
			put_unknown(t, n);
	}
}

struct span
learn_draft(struct arena *a, const struct form_set *set, struct span name, struct span text, struct learn_counts *counts_out)
{
	struct learning l = { .arena = a, .set = set };
	struct arena_text t = arena_text(a);

	*counts_out = (struct learn_counts){ 0, 0 };
	take_lines(&l, text);
	arena_put_str(&t, "# A draft, in the order of the form.  Look through it, mend it, and put it at the end of\n# forms.conf; then `referralctl check`, and `referralctl explain` on a filled one.\n\nform ");
	put_quoted(&t, name);
	arena_put_str(&t, " {\n\tclass  = \"referral\"\n\ttype   = \"\"\t\t# what it is for when it does not ask: \"lcspr\" or \"plr\"\n\ttitles = { ");
	put_quoted(&t, l.title);
	arena_put_str(&t, " }\n");
	put_labels(&l, &t, counts_out);
	arena_put_str(&t, "}\n");
	return arena_text_span(&t);
}
