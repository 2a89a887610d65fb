/* SPDX-License-Identifier: ISC */
#include "daemon/blank.h"

#include <string.h>

/* A section of the form: the section of forms.conf whose heading it bears, and the keys that stand in it. */
static const struct group {
	const char *section;
	const char *keys[3];			/* what the keys begin with, or whole keys */
	enum blank_layout layout;
	unsigned rows;
	const char *guidance;
} groups[] = {
	{ "top", { "referral." }, BLANK_PAIRS, 0, "Choose PLR when the criteria for a Local Child Safeguarding Practice Review are not met but there is something to learn." },
	{ "referrer", { "referrer." }, BLANK_PAIRS, 0, NULL },
	{ "lead", { "lead." }, BLANK_PAIRS, 0, "With whom this referral was discussed before it was sent." },
	{ "child", { "child." }, BLANK_PAIRS, 0, NULL },
	{ "family", { "family." }, BLANK_ROWS, 4, "Parents, carers, brothers and sisters, and who else lives in the household." },
	{ "agency", { "agency." }, BLANK_ROWS, 4, "Everybody who works with the child or the family." },
	{ "incident", { "incident." }, BLANK_PAIRS, 0, "Write dates as day, month, year. An estimate is better than nothing: write that it is one." },
	{ "chronology", { "chronology." }, BLANK_ROWS, 6, NULL },
	{ "criteria", { "criteria.", "rationale" }, BLANK_PAIRS, 0, NULL },
	{ "safety", { "safety.", "media", "family_informed" }, BLANK_PAIRS, 0, NULL },
	{ "parallel", { "parallel." }, BLANK_PAIRS, 0, NULL },
	{ "authoriser", { "authoriser." }, BLANK_PAIRS, 0, NULL },
};
enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

/* The two halves of what child.N.name asks for already. */
static const char *const never_asked[] = { "child.N.surname", "child.N.forename" };
/* What a PLR need not hold, and is asked for all the same. */
static const char *const asked_of_plr[] = {
	"referral.linked", "referrer.phone", "lead.role", "lead.contact", "child.N.sex", "child.N.ethnicity", "child.N.school", "incident.date", "incident.location",
	"chronology.N.date", "chronology.N.event", "parallel.other", "parallel.other_detail",
};

static bool
is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_asked(const struct blank_wanted *w, const struct field_key *entry)
{
	if (is_one_of(entry->name, never_asked, sizeof(never_asked) / sizeof(never_asked[0])))
		return false;
	return !w->plr || entry->plr != FIELD_OPTIONAL || is_one_of(entry->name, asked_of_plr, sizeof(asked_of_plr) / sizeof(asked_of_plr[0]));
}

static bool
is_in(const struct group *g, const struct field_key *entry)
{
	for (size_t i = 0; i < sizeof(g->keys) / sizeof(g->keys[0]) && g->keys[i] != NULL; i++)
		if (strncmp(entry->name, g->keys[i], strlen(g->keys[i])) == 0)
			return true;
	return false;
}

/* The first that can be printed: one with `*` stands for many. */
static struct span
first_wording(const struct form_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (span_find_byte(w->items[i], '*') == w->items[i].len)
			return w->items[i];
	return SPAN_NONE;
}

/* Of a choice rather "Female" than "F". */
static struct span
first_word(const struct form_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->items[i].len > 1 && span_find_byte(w->items[i], '*') == w->items[i].len)
			return w->items[i];
	return first_wording(w);
}

static struct span
label_of(const struct form_set *set, const struct field_key *entry, bool is_column)
{
	for (size_t i = 0; i < set->labels_count; i++) {
		const struct form_label *l = &set->labels[i];
		struct span anywhere = first_wording(&l->wordings), within = first_wording(&l->within);

		if (l->keys.count > 1 || !span_eq_str(l->name, entry->name))
			continue;
		/* Beneath its heading a column is "Name", elsewhere a question is "Name of child". */
		return (is_column && within.len > 0) || anywhere.len == 0 ? within : anywhere;
	}
	return SPAN_NONE;
}

static bool
is_label(const struct form_set *set, struct span words)
{
	for (size_t i = 0; i < set->labels_count; i++)
		for (size_t n = 0; n < set->labels[i].wordings.count; n++)
			if (span_eq_nocase(set->labels[i].wordings.items[n], words))
				return true;
	return false;
}

/* A heading that is a question too would be given what stands beneath it; with a number behind it, it is none. */
static struct span
heading_of(const struct form_set *set, const char *section, bool numbered)
{
	for (size_t i = 0; i < set->sections_count; i++) {
		const struct form_words *w = &set->sections[i].wordings;

		for (size_t n = 0; n < w->count && span_eq_str(set->sections[i].name, section); n++)
			if (span_find_byte(w->items[n], '*') == w->items[n].len && (numbered || !is_label(set, w->items[n])))
				return w->items[n];
	}
	return SPAN_NONE;
}

const char *const *
blank_values(const struct field_key *entry)
{
	static const char *const ynu[] = { "yes", "no", "unknown", NULL };

	return entry->type == FIELD_YNU ? ynu : entry->choices;
}

struct span
blank_choice(const struct blank *b, const struct field_key *entry, const char *value)
{
	const struct form_set *set = b->wanted->set;
	const char *wanted = entry->type == FIELD_YNU ? "ynu" : entry->name;

	for (size_t i = 0; i < set->choices_count; i++) {
		const struct form_choice *c = &set->choices[i];
		struct span word = first_word(&c->wordings);

		for (size_t k = 0; k < c->keys.count && word.len > 0; k++)
			if (span_eq_str(c->keys.items[k], wanted) && span_eq_str(c->value, value))
				return word;
	}
	return span_str(value);
}

static void
add_section(struct arena *a, struct blank *b, const struct group *g, unsigned number)
{
	const struct blank_wanted *w = b->wanted;
	bool numbered = number > 0 && w->children > 1;
	struct span title = heading_of(w->set, g->section, numbered);
	struct blank_section s = {
		.layout = g->layout, .rows = g->rows, .guidance = span_str(g->guidance),
		.title = numbered ? arena_printf(a, "%.*s %u", SPAN_PF(title), number) : title,
	};
	size_t count;
	const struct field_key *keys = field_keys(&count);

	for (size_t i = 0; i < count; i++) {
		struct blank_question q = { .entry = &keys[i], .key = field_key_print(a, &keys[i], number > 0 ? number : 1) };

		if (!is_in(g, &keys[i]) || !is_asked(w, &keys[i]) || (q.label = label_of(w->set, &keys[i], g->layout == BLANK_ROWS)).len == 0)
			continue;
		q.required = (w->plr ? keys[i].plr : keys[i].lcspr) == FIELD_REQUIRED;
		s.questions = arena_grow(a, s.questions, s.count, &s.capacity, sizeof(*s.questions));
		s.questions[s.count++] = q;
	}
	if (s.count == 0)
		return;
	b->sections = arena_grow(a, b->sections, b->count, &b->capacity, sizeof(*b->sections));
	b->sections[b->count++] = s;
}

bool
blank_make(struct arena *a, const struct blank_wanted *wanted, struct blank *out)
{
	*out = (struct blank){ .wanted = wanted };
	for (size_t i = 0; i < GROUPS; i++) {
		bool repeats = strcmp(groups[i].section, "child") == 0;

		for (unsigned n = 1; n <= (repeats ? wanted->children : 1); n++)
			add_section(a, out, &groups[i], repeats ? n : 0);
	}
	return out->count > 0;
}

size_t
blank_introduction(struct arena *a, const struct blank *b, struct span paragraphs_out[4])
{
	const struct blank_wanted *w = b->wanted;
	size_t n = 0;

	paragraphs_out[n++] = SPAN_LIT("Answer what you know now, and send it. Nothing is sent back for being incomplete: the clocks run from the day it comes, and what is "
	    "missing can follow. What is marked * is needed in the end.");
	if (w->address.len > 0)
		paragraphs_out[n++] = arena_printf(a, "Send it by e-mail to %.*s.", SPAN_PF(w->address));
	if (w->front_door.len > 0)
		paragraphs_out[n++] = arena_printf(a, "This form starts no protection for a child. %.*s", SPAN_PF(w->front_door));
	return n;
}
