/* SPDX-License-Identifier: ISC */
#include "parsers/form_tail.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { BETWEEN_BYTES = 120, SPLITS = 12, BOLD_LABEL_BYTES = 200, LABEL_WORDS = 12, GUESS_LEAD_BYTES = 160, OPTION_BYTES = 12 };

/* "Q12 Child protection plan": the number is the form's, and no child's. */
static struct span
without_question(struct span name)
{
	size_t i = 1;

	if (name.len < 4 || (name.at[0] != 'Q' && name.at[0] != 'q') || !span_is_digit(name.at[1]))
		return name;
	while (i < name.len && span_is_digit(name.at[i]))
		i++;
	while (i < name.len && (name.at[i] == ' ' || name.at[i] == '_' || name.at[i] == '.' || name.at[i] == '-'))
		i++;
	return i + 1 < name.len ? span_slice(name, i, name.len) : name;
}

struct span
form_cell_name_words(struct arena *a, struct span name)
{
	size_t dot;

	/* The last part of a full name says what it is: form1[0].page1[0].ChildName[0]. */
	while ((dot = span_find(name, SPAN_LIT("]."))) < name.len)
		name = span_slice(name, dot + 2, name.len);
	return text_name_words(a, without_question(name));
}

/* Where a label may end and its answer begin. */
struct split {
	size_t label_to;
	size_t answer_at;
	bool by_line;
	bool weak;		/* only a label word for word is believed */
	bool mark;		/* ':' or '?' */
};

static void
add_split(struct split *splits, size_t *count, struct split s)
{
	if (*count < SPLITS && s.label_to > 0)
		splits[(*count)++] = s;
}

/* The label printed, the answer in a control or box behind it; the label bold, the answer not. */
static void
splits_by_runs(const struct form_text *t, struct split *splits, size_t *count)
{
	size_t at = 0;

	for (size_t i = 0; i + 1 < t->runs_count && at < FORM_LABEL_BYTES; i++) {
		const struct block_run *run = &t->runs[i], *next = run + 1;
		bool into_value = (run->flags & (BLOCK_VALUE | BLOCK_BOX)) == 0 && (next->flags & (BLOCK_VALUE | BLOCK_BOX | BLOCK_UNKNOWN_BOX | BLOCK_PLACEHOLDER)) != 0;
		bool out_of_bold = (run->flags & BLOCK_BOLD) != 0 && (next->flags & BLOCK_BOLD) == 0 && !text_is_blank(next->text);

		at += run->text.len;
		if (into_value || out_of_bold)
			add_split(splits, count, (struct split){ at, at, false, false, false });
	}
}

/* What a byte may mean in a text: where a label may end, by its marks or by the shape of what follows; a box; a figure; what
 * parts a label from its answer, or may be of that. */
enum { ENDS = 1, SHAPES = 2, BOXES = 4, FIGURE = 8, CHOICE = 16, PARTS = 32, STROKE = 64 };
static const unsigned char means[256] = {
	['('] = ENDS | BOXES, [')'] = ENDS, ['\n'] = ENDS | PARTS, [':'] = ENDS | PARTS, ['?'] = ENDS | PARTS, ['\t'] = ENDS | PARTS, [' '] = ENDS, ['-'] = STROKE, ['='] = STROKE,
	['.'] = ENDS | SHAPES | STROKE, ['['] = SHAPES | BOXES, ['_'] = SHAPES, [0xE2] = SHAPES | BOXES | STROKE, ['0' ... '9'] = FIGURE, ['Y'] = CHOICE, ['y'] = CHOICE, ['M'] = CHOICE, ['m'] = CHOICE,
};


static void
splits_by_marks(const struct form_reader *r, const struct form_text *t, struct split *splits, size_t *count)
{
	struct span s = t->text;
	size_t most = s.len < FORM_LABEL_BYTES ? s.len : FORM_LABEL_BYTES, depth = 0;
	bool parted = false;

	for (size_t i = 0; i < most; i++) {
		unsigned char c = s.at[i];

		/* A blank between words ends nothing. */
		if ((means[c] & ENDS) == 0 || (c == ' ' && i + 1 < s.len && span_is_letter(s.at[i + 1])))
			continue;
		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		if (c == '\n') {
			add_split(splits, count, (struct split){ i, i + 1, true, false, false });
			depth = 0;
		}
		if (depth > 0)
			continue;
		/* 14:30 and https: are no labels' ends. */
		if ((c == ':' && !(i + 1 < s.len && (span_is_digit(s.at[i + 1]) && i > 0 && span_is_digit(s.at[i - 1])))) || (c == '?' && !form_pair_is_doubt(s, i) && !form_line_tells_first(span_slice(s, 0, i + 1))))
			add_split(splits, count, (struct split){ i + 1, i + 1, false, false, true });
		else if (c == '\t')
			add_split(splits, count, (struct split){ i, i + 1, false, false, false });
		else if (c == ' ' && i + 1 < s.len && s.at[i + 1] == r->mark && (i + 2 == s.len || s.at[i + 2] == ' ') && !parted)
			add_split(splits, count, (struct split){ i, i + 2, false, false, parted = true });
		else if (c == ' ' && i + 3 < s.len && (s.at[i + 1] == '-' || s.at[i + 1] == '=') && s.at[i + 2] == '>')
			add_split(splits, count, (struct split){ i, i + 3, false, false, true });
		else if (c == ' ' && i + 2 < s.len && (s.at[i + 1] == '-' || s.at[i + 1] == '=') && s.at[i + 2] == ' ')
			add_split(splits, count, (struct split){ i, i + 3, false, true, false });
		else if (c == ' ' && i + 3 < s.len && s.at[i + 1] == 0xE2 && s.at[i + 2] == 0x80 && (s.at[i + 3] == 0x93 || s.at[i + 3] == 0x94)) {
			bool first = r->mark == 0xE2 && !parted;

			parted = parted || first;
			if (first || i + 4 < s.len)
				add_split(splits, count, (struct split){ i, i + 4, false, !first, first });
		} else if (i > 0 && c == '.' && s.at[i - 1] != '.' && span_starts(span_slice(s, i, s.len), SPAN_LIT("....")))
			add_split(splits, count, (struct split){ i, i, false, false, false });
		else if (c == ' ' && i + 2 < s.len && s.at[i + 1] == ' ' && s.at[i + 2] != ' ')
			add_split(splits, count, (struct split){ i, i + 2, false, true, false });
	}
}

/* A box, a rule of underscores, [ ], or a date at i, right behind a label: true when nothing further on counts. */
static bool
split_by_shape(struct span s, size_t i, struct split *splits, size_t *count)
{
	struct span rest = span_slice(s, i, s.len);
	bool apart = s.at[i - 1] == ' ';
	bool box = (s.at[i] == 0xE2 && i + 2 < s.len && s.at[i + 1] == 0x98 && s.at[i + 2] >= 0x90 && s.at[i + 2] <= 0x92) || s.at[i] == '[';
	bool rule = span_starts(rest, SPAN_LIT("___")) || span_starts(rest, SPAN_LIT("...."));
	bool choice = apart && (span_starts_nocase(rest, SPAN_LIT("yes/no")) || span_starts_nocase(rest, SPAN_LIT("yes /")) || span_starts_nocase(rest, SPAN_LIT("y / n")) ||
	    span_starts_nocase(rest, SPAN_LIT("y/n")));
	bool number = span_is_digit(s.at[i]) && apart && i + 1 < s.len && (span_is_digit(s.at[i + 1]) || s.at[i + 1] == '/' || s.at[i + 1] == '.');
	bool option = apart && (span_starts_nocase(rest, SPAN_LIT("yes ")) || span_starts_nocase(rest, SPAN_LIT("male ")));

	if (box || rule || choice)
		add_split(splits, count, (struct split){ i, i, false, false, false });
	else if (number || option)
		add_split(splits, count, (struct split){ i, i, false, true, false });
	return box || rule || choice || number;
}

static void
splits_by_shape(const struct form_text *t, struct split *splits, size_t *count)
{
	struct span s = t->text;
	size_t most = s.len < FORM_LABEL_BYTES ? s.len : FORM_LABEL_BYTES;

	for (size_t i = 1; (i = span_find_class(s, i, means, SHAPES | FIGURE | CHOICE)) < most; i++)
		if ((means[s.at[i]] & (s.at[i - 1] == ' ' ? SHAPES | FIGURE | CHOICE : SHAPES)) != 0 && split_by_shape(s, i, splits, count))
			return;
}

static bool
has_box(struct span s)
{
	for (size_t i = 0; (i = span_find_class(s, i, means, BOXES)) + 2 < s.len; i++)
		if (s.at[i] == 0xE2 && s.at[i + 1] == 0x98 && s.at[i + 2] >= 0x90 && s.at[i + 2] <= 0x92)
			return true;
	return false;
}

/* "[x]", "[ ]", "(x)": an option, no label. */
static bool
has_drawn_box(struct span s)
{
	for (size_t i = 0; (i = span_find_class(s, i, means, BOXES)) + 2 < s.len; i++)
		if (((s.at[i] == '[' && s.at[i + 2] == ']') || (s.at[i] == '(' && s.at[i + 2] == ')')))
			if (s.at[i + 1] == ' ' || form_text_is_mark(span_slice(s, i, i + 3)))
				return true;
	return false;
}

/* From the left: the first end of a label may be a loose one. */
static void
sort_splits(struct split *splits, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct split s = splits[i];
		size_t j = i;

		for (; j > 0 && splits[j - 1].answer_at > s.answer_at; j--)
			splits[j] = splits[j - 1];
		splits[j] = s;
	}
}

static enum form_match_grade
grade_of(const struct split *s, bool found)
{
	if (s->weak || (found && !s->mark))
		return FORM_MATCH_EXACT;
	return found ? FORM_MATCH_LOOSE : FORM_MATCH_GLOB;
}

/* "Child: address - 1 Elm St": whose it is, a colon, what is asked for. */
static bool
goes_on(const struct form_match *found, const struct form_match *m, struct span label)
{
	return form_match_section(found) != NULL && m->exact && span_find_byte(label, ':') + 1 < label.len;
}

/* What is known by its wording, or before a mark or dash by all it names. */
static bool
is_label(const struct form_reader *r, struct span text, const struct split *s, bool found, struct form_match *m)
{
	if (form_match_find(r, text, grade_of(s, found), m))
		return form_match_is_label(m);
	return (s->mark || s->weak) && form_sense_find(r, text, m) && form_sense_is_sure(m) && form_match_is_label(m);
}

bool
form_cell_split(const struct form_reader *r, const struct form_text *t, struct form_match *match_out, size_t *answer_at_out, bool *by_line_out)
{
	struct split splits[SPLITS];
	size_t count = 0;
	bool found = false;

	splits_by_runs(t, splits, &count);
	splits_by_marks(r, t, splits, &count);
	splits_by_shape(t, splits, &count);
	sort_splits(splits, count);
	for (size_t i = 0; i < count; i++) {
		struct form_match m;
		struct span label = span_trim(span_slice(t->text, 0, splits[i].label_to));

		/* A label has no box in it: "☒ Child died" is an option. */
		/* "Yes ☑" is an option, and not "If yes". */
		if (has_box(label) || has_drawn_box(label) || label.len == 0 || (label.len <= OPTION_BYTES && form_answer_is_option(r, label)) || label.len > FORM_LABEL_BYTES || !is_label(r, label, &splits[i], found && !match_out->guessed, &m))
			continue;
		/* Once a label has ended, another end must be plain to see; "Yes: nobody was told" answers. */
		if (found && form_answer_is_option(r, span_trim(span_slice(label, *answer_at_out < label.len ? *answer_at_out : label.len, label.len))))
			continue;
		if (found && !splits[i].mark && !splits[i].by_line && splits[i].answer_at > *answer_at_out + 1 && !goes_on(match_out, &m, label))
			continue;
		/* The longest label wins, unless only by running on over a line. */
		if (found && ((form_match_asks_story(match_out) && form_tail_is_begun(t->text, *answer_at_out, *by_line_out, label, &m)) || splits[i].answer_at <= *answer_at_out || (splits[i].by_line && !m.exact)))
			continue;
		/* "Address:" and the line end behind it part label and answer twice. */
		*by_line_out = splits[i].by_line && !(found && span_trim(span_slice(t->text, *answer_at_out, splits[i].answer_at)).len == 0);
		*match_out = m;
		*answer_at_out = splits[i].answer_at;
		found = true;
	}
	if (found)
		*answer_at_out += form_tail_length(r, match_out, t->text, *answer_at_out);
	return found;
}

/* Does a label, word for word and with its colon, begin at word `from` and end at `colon`? */
static bool
is_label_at(const struct form_reader *r, struct span text, size_t from, size_t colon)
{
	struct form_match m;

	/* "2024........ Gender:" begins behind the dots. */
	if ((!span_is_upper(text.at[from]) && !span_is_digit(text.at[from])) || span_find(span_slice(text, from, colon), SPAN_LIT("....")) < colon - from)
		return false;
	return (form_match_find(r, span_slice(text, from, colon), FORM_MATCH_EXACT, &m) && form_match_is_label(&m)) ||
	    (form_sense_find(r, span_slice(text, from, colon), &m) && form_sense_is_sure(&m));
}

static size_t
find_mark(struct span s)
{
	size_t colon = span_find_byte(s, ':');

	return span_find_byte(span_slice(s, 0, colon), '?');
}

/* Where the next "Label:" or "Label?" of the line begins, behind the first word; its length if nowhere. */
size_t
form_cell_next_label(const struct form_reader *r, struct span line)
{
	size_t colon = find_mark(line);
	struct form_match owned;

	while (colon < line.len) {
		size_t before = colon, from, words = 0, best;

		colon += 1 + find_mark(span_slice(line, colon + 1, line.len));
		if (colon >= line.len || colon - before > BETWEEN_BYTES)
			continue;
		best = line.len;
		/* "Child: name & DoB:" is one label, with whose it is. */
		if (form_match_find(r, span_slice(line, 0, colon), FORM_MATCH_EXACT, &owned) && owned.own != NULL)
			continue;
		for (from = colon; from > before + 1 && words <= LABEL_WORDS; from--) {
			if (line.at[from - 1] != ' ' && line.at[from - 1] != '\t')
				continue;
			words++;
			if (from < colon && is_label_at(r, line, from, colon))
				best = from;
		}
		if (best < line.len)
			return best;
	}
	return line.len;
}

static bool
is_labelled(const struct form_reader *r, const struct form_text *t, bool again)
{
	struct form_match m;
	size_t at;
	bool by_line;

	return form_cell_split(r, t, &m, &at, &by_line) && find_mark(span_slice(t->text, 0, at)) < at && (m.exact || again || form_sense_is_sure(&m)) &&
	    !(m.hits[0]->keys_count > 0 && m.hits[0]->keys[0]->type == FIELD_LONG);
}

/* "Name: x" line after line, or one behind the other: a form within a cell. */
static bool
has_many(const struct form_reader *r, const struct form_text *t)
{
	size_t from = 0, labelled = 0, pieces = 0;

	if (find_mark(t->text) == t->text.len)
		return false;
	while (from < t->text.len && pieces < 40 && labelled < 2) {
		size_t to = from + span_find_byte(span_slice(t->text, from, t->text.len), '\n'), next;
		struct form_text piece;

		if (to - from <= FORM_LABEL_BYTES && (next = form_cell_next_label(r, span_slice(t->text, from, to))) < to - from)
			to = from + next;
		piece = form_text_slice(r->arena, t, from, to);
		piece = form_text_trim(r->arena, &piece);
		pieces++;
		from = to < t->text.len && t->text.at[to] == '\n' ? to + 1 : to;
		if (piece.text.len > 0 && is_labelled(r, &piece, labelled > 0))
			labelled++;
	}
	return labelled >= 2;
}

/* Nothing in it that could part a label from an answer, and no date. */
static bool
is_one_phrase(const struct form_reader *r, const struct form_text *t)
{
	static const struct span marks[] = { SPAN_LIT_INIT(" = "), SPAN_LIT_INIT(" - "), SPAN_LIT_INIT(" \xE2\x80\x93 ") };
	size_t digits = 0, len = t->text.len;
	bool closed = len > 0 && t->text.at[len - 1] == ':';
	bool strokes = span_find_class(t->text, 0, means, STROKE) < t->text.len;

	/* "Agreed?:" and "Name: *" end in more than one mark. */
	if (len > 1 && span_is_digit(t->text.at[len - 1]) && !span_is_digit(t->text.at[len - 2]))
		len--;
	while (len > 0 && (t->text.at[len - 1] == ':' || t->text.at[len - 1] == '?' || t->text.at[len - 1] == '*' || t->text.at[len - 1] == ' '))
		len--;
	for (size_t i = 0; strokes && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (r->mark != 0 && marks[i].at[1] == r->mark && span_find(t->text, marks[i]) < t->text.len)
			return false;
	if (strokes && span_find(t->text, SPAN_LIT("....")) < t->text.len)
		return false;
	for (size_t i = 0; (i = span_find_class(t->text, i, means, PARTS | FIGURE)) < len; i++) {
		unsigned char c = t->text.at[i];

		digits += span_is_digit(c) ? 1 : 0;
		/* A label may be broken over lines when its colon stands at the end of all. */
		if ((c == '\n' && !closed) || c == '\t' || ((c == ':' || c == '?') && i + 1 < len))
			return false;
	}
	return digits < 4 && !form_text_has(t, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER);
}

static bool
is_hint(const struct form_reader *r, const struct form_text *t)
{
	if (form_text_has(t, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER))
		return false;
	if (t->text.len > 0 && t->text.at[t->text.len - 1] == '?' && !form_pair_is_doubt(t->text, t->text.len - 1) && t->text.len < FORM_LABEL_BYTES && !form_line_tells_first(t->text))
		return true;
	/* "e.g. care order, none" in slanted letters */
	if (form_text_all(t, BLOCK_ITALIC) && (span_starts_nocase(t->text, SPAN_LIT("e.g.")) || span_starts_nocase(t->text, SPAN_LIT("eg ")) || span_starts_nocase(t->text, SPAN_LIT("for example"))))
		return true;
	return t->text.len > 0 && (form_text_is_guidance(r, t->text) || form_guidance_bids(r, t->text) || (t->text.at[0] == '(' && span_find_byte(t->text, ')') + 1 == t->text.len && t->text.len > 12));
}

static bool
is_bracketed(struct span s)
{
	return s.len > 2 && s.at[0] == '(' && span_find_byte(s, ')') + 1 == s.len;
}

static bool
guess_lead(const struct form_reader *r, struct form_cell *c, size_t label_to)
{
	struct span label = span_trim(span_slice(c->all.text, 0, label_to));

	if (label.len > GUESS_LEAD_BYTES || (label.len <= OPTION_BYTES && form_answer_is_option(r, label)) || has_box(label) || has_drawn_box(label) || !form_guess_find(r, label, &c->lead)) {
		c->lead.count = 0;
		return false;
	}
	/* "Why should this be reviewed? What might we learn?" */
	label_to += form_tail_length(r, &c->lead, c->all.text, label_to);
	c->answer = form_text_slice(r->arena, &c->all, label_to, c->all.text.len);
	c->answer = form_text_trim(r->arena, &c->answer);
	c->by_line = false;
	/* "Where it happened" over "(address or place)" is all label. */
	if (is_hint(r, &c->answer) || is_bracketed(c->answer.text)) {
		c->guess = form_later_known(r, &c->lead);
		c->lead.count = 0;
	}
	return true;
}

/* "When did they hear?" over "DD/MM/YYYY": what is beneath the label says how to answer, and is no answer. */
static bool
guess_above(const struct form_reader *r, struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');
	struct form_text under;
	struct form_match m;

	if (line == c->all.text.len || line > GUESS_LEAD_BYTES || form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX))
		return false;
	under = form_text_slice(r->arena, &c->all, line + 1, c->all.text.len);
	under = form_text_trim(r->arena, &under);
	if (!(form_text_is_blank(r, &under) || is_hint(r, &under)) || !form_guess_find(r, span_slice(c->all.text, 0, line), &m))
		return false;
	c->guess = form_later_known(r, &m);
	return true;
}

/* No label that is known: perhaps one by its words, where it stands as one (form_place). */
static void
look_closer(const struct form_reader *r, struct form_cell *c)
{
	struct split splits[SPLITS];
	size_t count = 0;

	struct form_text bare = c->all;

	if (c->all.text.at[c->all.text.len - 1] == '.' && form_tail_advises(r, c->all.text, &c->match))
		return;
	bare.text = span_trim(form_label_unbracketed(r->arena, c->all.text));
	if (is_one_phrase(r, &bare)) {
		/* "Neglect was known. Could we have known?" tells, and asks nobody. */
		if (bare.text.len == 0 || bare.text.at[bare.text.len - 1] != '?' || !form_line_tells_first(bare.text))
			c->guess = form_later(r, c->all.text);
		return;
	}
	if (guess_above(r, c))
		return;
	splits_by_runs(&c->all, splits, &count);
	splits_by_marks(r, &c->all, splits, &count);
	sort_splits(splits, count);
	for (size_t i = 0, tried = 0; i < count && tried < 2; i++) {
		if (splits[i].weak || splits[i].by_line)
			continue;
		tried++;
		if (guess_lead(r, c, splits[i].label_to))
			return;
	}
	/* "Child 1: date of birth" is all label. */
	if (!form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER) && span_find_byte(c->all.text, '\n') == c->all.text.len)
		c->guess = form_later(r, c->all.text);
}

/* "☒ Abuse or neglect is known or suspected": the box first or last, and what it says. */
static bool
look_at_statement(const struct form_reader *r, struct form_cell *c)
{
	struct form_ticks ticks;
	struct form_text words;

	if (!form_text_has(&c->all, BLOCK_BOX) && !has_box(c->all.text) && !has_drawn_box(c->all.text))
		return false;
	form_tick_find(&c->all, false, &ticks);
	if (ticks.count != 1 || c->all.text.len > FORM_LABEL_BYTES || (ticks.items[0].from != 0 && ticks.items[0].to != c->all.text.len))
		return false;
	words = ticks.items[0].from == 0 ? form_text_slice(r->arena, &c->all, ticks.items[0].to, c->all.text.len) : form_text_slice(r->arena, &c->all, 0, ticks.items[0].from);
	words = form_text_trim(r->arena, &words);
	/* "☒ Inquest", "☒ LCSPR": a short one word for word. */
	if (words.text.len < 3 || !form_match_find(r, words.text, words.text.len < 8 ? FORM_MATCH_EXACT : FORM_MATCH_GLOB, &c->lead) || !form_match_is_label(&c->lead) ||
	    (words.text.len < 8 && (c->lead.hits[0]->keys_count != 1 || (c->lead.hits[0]->keys[0]->type != FIELD_YNU && c->lead.hits[0]->label->value.len == 0)))) {
		c->lead.count = 0;
		return false;
	}
	c->answer = form_text_slice(r->arena, &c->all, ticks.items[0].from, ticks.items[0].to);
	c->ticked = ticks.items[0].from == 0;
	if (!c->ticked && form_tail_explains(r, &c->lead, c->answer.text)) {
		c->match = c->lead;
		c->lead.count = 0;
	}
	return true;
}

/* "Age: 10", "Linked cases - 7": the figures are the answer.  Glued, one is a footnote's. */
static bool
ends_in_figures(struct span s)
{
	size_t figures = s.len, mark;

	while (figures > 0 && span_is_digit(s.at[figures - 1]))
		figures--;
	for (mark = figures; mark > 0 && s.at[mark - 1] == ' ';)
		mark--;
	if (figures == s.len || mark == 0)
		return false;
	if (s.at[mark - 1] == '-')
		return mark < figures && mark > 1 && s.at[mark - 2] == ' ';
	return (s.at[mark - 1] == ':' || s.at[mark - 1] == '?') && (mark < figures || s.len - figures > 1);
}

/* "Legal status - None": a small word behind the dash is the answer to what stands before it. */
static bool
is_dashed_pair(const struct form_reader *r, struct span s, const struct form_match *whole)
{
	size_t at = span_find(s, SPAN_LIT(" - "));
	struct form_match m;

	return !whole->exact && at < s.len && form_match_find(r, span_slice(s, 0, at), FORM_MATCH_EXACT, &m) && form_match_is_label(&m);
}

/* "Your role" in bold, "Designated Safeguarding Lead" behind it in plain: two labels' words, and none of both. */
static bool
is_bold_pair(const struct form_reader *r, const struct form_text *t, const struct form_match *whole)
{
	size_t n = t->runs_count > 1 && (t->runs[0].flags & BLOCK_BOLD) != 0 && (t->runs[1].flags & BLOCK_BOLD) == 0 ? t->runs[0].text.len : 0;
	struct form_match m;

	return n > 0 && n < t->text.len && !whole->exact && !text_is_blank(t->runs[1].text) && form_match_find(r, span_trim(span_slice(t->text, 0, n)), FORM_MATCH_EXACT, &m) && form_match_is_label(&m);
}

/* "home." beneath "... possible neglect by the": a sentence ends there; "tel." and "d.o.b." are short for something. */
static bool
is_end_of_sentence(struct span s)
{
	enum { SHORT = 4 };

	return s.len > SHORT && s.at[s.len - 1] == '.' && span_is_lower(s.at[0]) && span_find_byte(s, '.') == s.len - 1 && span_is_lower(s.at[s.len - 2]) && span_find_byte(s, ':') == s.len;
}

void
form_cell_look(const struct form_reader *r, struct form_cell *c)
{
	enum { LABELLED = 60 };
	enum form_match_grade grade;
	struct form_match m;
	size_t at;
	bool by_line, boxed, told;

	c->all = form_text_trim(r->arena, &c->all);
	c->blank = form_text_is_blank(r, &c->all);
	c->bold = form_text_all(&c->all, BLOCK_BOLD);
	if (c->all.text.len == 0 || is_end_of_sentence(c->all.text))
		return;
	boxed = form_text_has(&c->all, BLOCK_BOX) || has_drawn_box(c->all.text);
	if (!boxed && (form_bracket_find(r, c->all.text, &c->match) || form_pair_has_choice(r, c)))
		return;
	told = (c->all.text.at[c->all.text.len - 1] == '.' || c->all.text.at[c->all.text.len - 1] == '?') && form_line_tells_first(c->all.text);
	grade = is_one_phrase(r, &c->all) && !told ? FORM_MATCH_GLOB : FORM_MATCH_EXACT;
	if (!boxed && !ends_in_figures(c->all.text) && form_match_find(r, c->all.text, grade, &c->match) && !is_dashed_pair(r, c->all.text, &c->match) && !is_bold_pair(r, &c->all, &c->match))
		return;
	c->match.count = 0;
	if (look_at_statement(r, c))
		return;
	/* What was typed into a field is no label, whatever it begins with; several lines of them may be a form of their own. */
	if (!boxed && c->all.text.len > LABELLED && form_text_all(&c->all, BLOCK_VALUE) && span_find_byte(c->all.text, '\n') == c->all.text.len)
		return;
	c->many = has_many(r, &c->all);
	if (c->many)
		return;
	if (!form_cell_split(r, &c->all, &m, &at, &by_line)) {
		if (boxed || told || grade == FORM_MATCH_GLOB || !form_match_find(r, c->all.text, FORM_MATCH_GLOB, &c->match))
			look_closer(r, c);
		return;
	}
	c->answer = form_text_slice(r->arena, &c->all, at, c->all.text.len);
	c->answer = form_text_trim(r->arena, &c->answer);
	c->by_line = by_line;
	/* "(If so, when and for how long?)" behind the question is part of it, and so are "Which?" and its options. */
	if ((is_hint(r, &c->answer) && !form_pair_is_doubted(c->all.text, at)) || (c->answer.text.len == 0 && c->all.text.at[c->all.text.len - 1] != ':') || ((span_eq_str(c->answer.text, "Y/N") || span_eq_str(c->answer.text, "(Y/N)") || span_eq_nocase_str(c->answer.text, "(Yes/No)") || span_eq_nocase_str(c->answer.text, "(Yes / No)")) && !form_text_has(&c->answer, BLOCK_STRUCK | BLOCK_MARKED | BLOCK_VALUE)) ||
	    (!form_text_has(&c->answer, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER) && form_tail_explains(r, &m, c->answer.text)))
		c->match = m;
	else
		c->lead = m;
}
