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

/* Runs of lines nobody quoted, with quoted ones before and behind. */
static size_t
count_between(const struct form_reader *r)
{
	size_t runs = 0;
	bool quoted = false, own = false;

	for (size_t i = 0; i < r->count; i++) {
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

		if (blank && (quoted || next_quoted))
			continue;
		quoted = r->rows[i].margin;
		r->rows[kept] = r->rows[i];
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
	bool mailed;

	if (c == NULL || !is_header_line(c->all.text, "From"))
		return 0;
	mailed = span_find_byte(c->all.text, '@') < c->all.text.len;
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
	return mailed && known >= 2 ? lines : 0;
}

/* "On 3 May 2026 at 13:59, Ann Fry wrote:" */
static bool
is_attribution(const struct form_cell *c)
{
	return c != NULL && c->all.text.len < FORM_LABEL_BYTES && span_starts(c->all.text, SPAN_LIT("On ")) && span_ends_nocase(c->all.text, SPAN_LIT(" wrote:"));
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
			n += form_match_is_label(&r->rows[i].cells[j].match) || form_match_is_label(&r->rows[i].cells[j].lead) ? 1 : 0;
	return n;
}

static size_t
find_letters(const struct form_reader *r, struct letter *out)
{
	size_t count = 1;

	out[0] = (struct letter){ .to = r->count };
	for (size_t i = 0; i < r->count && count < LETTERS; i++) {
		size_t header = is_attribution(line_at(r, i)) ? 1 : count_header(r, i);

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
			if (i == main && main > 0)
				r->rows[kept].margin = false;
			kept++;
		}
	}
	r->count = kept;
}
