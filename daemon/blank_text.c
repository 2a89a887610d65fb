/* SPDX-License-Identifier: ISC */
#include "daemon/blank.h"

#include <stdio.h>

/* What may be written, in the brackets that the reader passes over. */
static void
put_hint(struct arena_text *t, const struct blank *b, const struct field_key *entry)
{
	const char *const *values = blank_values(entry);

	if (entry->type == FIELD_DATE)
		arena_put_str(t, " (dd/mm/yyyy)");
	for (size_t i = 0; values != NULL && values[i] != NULL; i++)
		arena_put_format(t, "%s%.*s", i == 0 ? " (" : " / ", SPAN_PF(blank_choice(b, entry, values[i])));
	if (values != NULL)
		arena_put_str(t, entry->several ? ": one or more)" : ")");
}

static void
put_questions(struct arena_text *t, const struct blank *b, const struct blank_section *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct blank_question *q = &s->questions[i];

		arena_put(t, q->label);
		put_hint(t, b, q->entry);
		arena_put_format(t, "%s: \n", q->required ? " *" : "");
	}
}

/* A table as its rows, cells between strokes. */
static void
put_rows(struct arena_text *t, const struct blank_section *s)
{
	for (unsigned row = 0; row <= s->rows; row++) {
		for (size_t i = 0; i < s->count; i++)
			arena_put_format(t, "%s%.*s", i == 0 ? "" : " | ", SPAN_PF(row == 0 ? s->questions[i].label : SPAN_NONE));
		arena_put_byte(t, '\n');
	}
}

static void
put_upper(struct arena_text *t, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		arena_put_byte(t, s.at[i] >= 'a' && s.at[i] <= 'z' ? (unsigned char)(s.at[i] - 'a' + 'A') : s.at[i]);
}

struct span
blank_text(struct arena *a, const struct blank *b)
{
	struct arena_text t = arena_text(a);
	struct span introduction[4];
	size_t n = blank_introduction(a, b, introduction);

	put_upper(&t, b->wanted->title);
	arena_put_format(&t, "\n\n%.*s\n\n", SPAN_PF(b->wanted->partnership));
	for (size_t i = 0; i < n; i++)
		arena_put_format(&t, "%.*s\n\n", SPAN_PF(introduction[i]));
	for (size_t i = 0; i < b->count; i++) {
		const struct blank_section *s = &b->sections[i];

		put_upper(&t, s->title);
		arena_put_str(&t, "\n\n");
		if (s->layout == BLANK_ROWS)
			put_rows(&t, s);
		else
			put_questions(&t, b, s);
		arena_put_byte(&t, '\n');
	}
	return arena_text_span(&t);
}
