/* SPDX-License-Identifier: ISC
 *
 * Letters within a letter: a form sent on with a note above it, or sent back with the answers between
 * the lines that were quoted.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { HEADER_LINES = 9, LETTERS = 16, FORM_LABELS = 5, NOTE_LABELS = 3, LEAST_ANSWERS = 2 };

static const struct form_cell *
line_at(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	return c != NULL && !text_is_blank(c->all.text) ? c : NULL;
}

/* ---- answers between quoted lines ---- */

/* What pages repeat at their top and foot stands between, too, and nobody quoted it. */
static bool
is_of_page(const struct form_row *row)
{
	return row->count > 0 && row->cells[0].all.block != NULL && row->cells[0].all.block->where.page > 0;
}

/* Runs of lines nobody quoted, with quoted ones before and behind. */
static size_t
count_between(const struct form_reader *r)
{
	size_t runs = 0;
	bool quoted = false, own = false;

	for (size_t i = 0; i < r->count; i++) {
		if (is_of_page(&r->rows[i]))
			return 0;
		if (!r->rows[i].margin && (r->rows[i].table != 0 || line_at(r, i) != NULL)) {
			own = quoted;
		} else if (r->rows[i].margin) {
			runs += own ? 1 : 0;
			own = false;
			quoted = true;
		}
	}
	return runs;
}

/* "AC: GP partner", "AC: no" among quoted lines: how many bytes of whose answer it is; 0: of nobody's. */
static size_t
initials(const struct form_reader *r, size_t at)
{
	enum { LEAST = 2, MOST = 4 };
	const struct form_cell *c = line_at(r, at);
	struct span s = c != NULL ? c->all.text : SPAN_NONE;
	struct form_match m;
	size_t n = 0;

	if (!r->rows[at].line || !(r->rows[at].margin || (at > 0 && r->rows[at - 1].margin)))
		return 0;
	while (n < s.len && span_is_upper(s.at[n]))
		n++;
	if (n < LEAST || n > MOST || n + 2 > s.len || s.at[n] != ':' || s.at[n + 1] != ' ' || form_match_find(r, span_slice(s, 0, n), FORM_MATCH_EXACT, &m))
		return 0;
	return n + 2;
}

/* Initials in front of one answer after another say who answered, and are no part of what was: of one, or of several who
 * shared the form.  What stands there once ("NB: ...") is somebody's own words. */
void
form_mail_sign(struct form_reader *r)
{
	enum { LEAST = 4, TWICE = 2, MOST = 8 };
	struct { struct span of; size_t count; } signs[MOST];
	size_t known = 0, all = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct span sign;
		size_t n = initials(r, i), k = 0;

		if (n == 0)
			continue;
		sign = span_slice(r->rows[i].cells[0].all.text, 0, n);
		while (k < known && !span_eq(signs[k].of, sign))
			k++;
		if (k == known && known < MOST) {
			signs[known].of = sign;
			signs[known++].count = 0;
		}
		if (k < known)
			signs[k].count++;
	}
	for (size_t k = 0; k < known; k++)
		all += signs[k].count >= TWICE ? signs[k].count : 0;
	for (size_t i = 0; i < r->count && all >= LEAST; i++) {
		struct form_cell *c = &r->rows[i].cells[0];
		size_t n = initials(r, i), k = 0;

		while (n > 0 && k < known && !(signs[k].count >= TWICE && span_starts(c->all.text, signs[k].of)))
			k++;
		if (n == 0 || k == known)
			continue;
		c->all = form_text_slice(r->arena, &c->all, n, c->all.text.len);
		r->rows[i].margin = false;
	}
}

/* "> Is it a rapid review case, or one for practice", "> learning?": a question of two lines, neither of which asks anything known. */
static bool
is_broken(const struct form_reader *r, size_t first, size_t second)
{
	const struct form_cell *a = line_at(r, first), *b = line_at(r, second);
	struct form_match m;
	struct span both;

	if (a == NULL || b == NULL || !r->rows[first].line || !r->rows[second].line || a->all.text.len + b->all.text.len >= FORM_LABEL_BYTES || b->all.text.at[b->all.text.len - 1] != '?')
		return false;
	both = arena_printf(r->arena, "%.*s %.*s", SPAN_PF(a->all.text), SPAN_PF(b->all.text));
	return !form_match_find(r, a->all.text, FORM_MATCH_EXACT, &m) && !form_match_find(r, b->all.text, FORM_MATCH_EXACT, &m) && form_match_find(r, both, FORM_MATCH_GLOB, &m) && form_match_is_label(&m);
}

/* "> Name:", a blank line, "Ann Fry", another: what was asked and what was answered are one text, and the
 * blank lines came with the change of hands. */
void
form_mail_mend(struct form_reader *r)
{
	size_t kept = 0;
	bool quoted = false;

	if (count_between(r) < LEAST_ANSWERS)
		return;
	for (size_t i = 0; i < r->count; i++) {
		bool blank = !r->rows[i].margin && r->rows[i].line && line_at(r, i) == NULL;
		bool next_quoted = i + 1 < r->count && r->rows[i + 1].margin;

		/* Left blank: what is quoted next answers nothing. */
		if (blank && (quoted || next_quoted) && !(quoted && next_quoted && kept > 0 && line_at(r, kept - 1) != NULL && !is_broken(r, kept - 1, i + 1)))
			continue;
		quoted = r->rows[i].margin;
		if (quoted && kept > 0 && r->rows[kept - 1].asked && is_broken(r, kept - 1, i)) {
			struct form_text both[2] = { r->rows[kept - 1].cells[0].all, r->rows[i].cells[0].all };

			r->rows[kept - 1].cells[0].all = form_text_join(r->arena, both, 2, SPAN_LIT(" "));
			continue;
		}
		r->rows[kept] = r->rows[i];
		r->rows[kept].asked = quoted;
		r->rows[kept++].margin = false;
	}
	r->count = kept;
}

/* ---- letters ---- */

static struct span
without_stars(struct span s)
{
	while (s.len > 0 && (s.at[0] == '*' || s.at[0] == ' ' || s.at[0] == '>'))
		s = span_slice(s, 1, s.len);
	return s;
}

static bool
is_header_line(struct span line, const char *name)
{
	struct span s = without_stars(line), n = span_str(name);

	if (!span_starts_nocase(s, n))
		return false;
	s = without_stars(span_slice(s, n.len, s.len));
	return s.len > 0 && s.at[0] == ':';
}

/* "From: ...", "Sent: ...", "To: ...", "Subject: ..." line under line, as mail programs put them above what is sent on.
 * How many lines; 0 when it is something else: a memorandum has no address and no hour. */
static size_t
count_header(const struct form_reader *r, size_t at)
{
	static const char *const names[] = { "Sent", "Date", "To", "Cc", "Bcc", "Subject", "Reply-To", "Importance", "Attachments" };
	const struct form_cell *c = line_at(r, at);
	size_t lines = 1, known = 0;
	bool mailed, addressed;

	if (c == NULL || !is_header_line(c->all.text, "From"))
		return 0;
	mailed = addressed = span_find_byte(c->all.text, '@') < c->all.text.len;
	for (size_t i = at + 1; i < at + HEADER_LINES; i++) {
		bool found = false;

		if ((c = line_at(r, i)) == NULL)
			break;
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]) && !found; k++)
			found = is_header_line(c->all.text, names[k]);
		if (!found)
			continue;
		mailed = mailed || is_header_line(c->all.text, "Sent") || is_header_line(c->all.text, "Subject");
		known++;
		lines = i + 1 - at;
	}
	return mailed && known >= (addressed ? 1 : 2) ? lines : 0;
}

/* "On 3 May 2026 at 13:59, Ann Fry wrote:" */
static bool
is_attribution(const struct form_cell *c)
{
	return c != NULL && c->all.text.len < FORM_LABEL_BYTES && span_starts(c->all.text, SPAN_LIT("On ")) && span_ends_nocase(c->all.text, SPAN_LIT(" wrote:"));
}

size_t
form_mail_header(const struct form_reader *r, size_t at)
{
	return is_attribution(line_at(r, at)) ? 1 : count_header(r, at);
}

struct letter {
	size_t from, body, to;		/* rows: its header, what is beneath it, the next letter */
	size_t labels;
};

static size_t
count_labels(const struct form_reader *r, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		for (size_t j = 0; j < r->rows[i].count; j++)
			n += form_cell_is_label(&r->rows[i].cells[j]) || form_match_is_label(&r->rows[i].cells[j].lead) ? 1 : 0;
	return n;
}

static size_t
find_letters(const struct form_reader *r, struct letter *out)
{
	size_t count = 1;

	out[0] = (struct letter){ .to = r->count };
	for (size_t i = 0; i < r->count && count < LETTERS; i++) {
		size_t header = form_mail_header(r, i);

		if (header == 0)
			continue;
		out[count - 1].to = i;
		out[count++] = (struct letter){ .from = i, .body = i + header, .to = r->count };
		i += header - 1;
	}
	for (size_t i = 0; i < count; i++)
		out[i].labels = count_labels(r, out[i].body, out[i].to);
	return count;
}

/* The form is in one of several letters: the note above it and whose telephone stands beneath that are
 * not the referrer's, and what a mail's header says answers nothing. */
void
form_mail_part(struct form_reader *r)
{
	struct letter letters[LETTERS];
	size_t count = find_letters(r, letters), main = 0, kept = 0;

	if (count < 2)
		return;
	for (size_t i = 1; i < count; i++)
		main = letters[i].labels > letters[main].labels ? i : main;
	for (size_t i = 0; i < count; i++) {
		bool note = i < main && letters[main].labels >= FORM_LABELS && letters[i].labels <= NOTE_LABELS;

		for (size_t k = letters[i].body; k < letters[i].to && !note; k++) {
			r->rows[kept] = r->rows[k];
			r->rows[kept].letter = i > 0 && k == letters[i].body;
			if (i == main && main > 0)
				r->rows[kept].margin = false;
			kept++;
		}
	}
	r->count = kept;
}

/* "Named Nurse | Vale Trust" right beneath the referrer's name on a line of its own: how the letter ends. */
bool
form_mail_is_of_signature(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *name = at > 1 ? form_rows_line(r, at - 1) : NULL, *blank = at > 1 ? form_rows_line(r, at - 2) : NULL;

	return row->line && name != NULL && blank != NULL && blank->all.text.len == 0 && name->all.text.len > 0 && form_line_is_signature(r, at - 1) &&
	    row->cells[0].all.block != NULL && span_find_byte(row->cells[0].all.block->text, '|') < row->cells[0].all.block->text.len;
}
