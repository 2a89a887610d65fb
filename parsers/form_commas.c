/* SPDX-License-Identifier: ISC
 *
 * "Child name,Ann Fry", "Child address,"2 Elm St, Vale"": what a system exported (RFC 4180).  Lines of as many values each
 * become the rows of a table, where the first of each asks for something, or those of the first line do.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { LEAST = 4, MOST_VALUES = 24, LONGEST_LABEL = 80, MOST_LINES = 16, MOST_LOOKED = 60, MOST_PIECES = 64 };

struct values {
	struct { size_t from, to; bool quoted; } items[MOST_VALUES];
	size_t count;
};

struct records {
	size_t count, values;	/* how many, and of how many values each */
};

/* The values of a record; false: it ends within quotes, or is none. */
static bool
cut(struct span s, struct values *out)
{
	size_t at = 0;

	out->count = 0;
	while (out->count < MOST_VALUES) {
		bool quoted = at < s.len && s.at[at] == '"';
		size_t from = at + (quoted ? 1 : 0), to;

		if (quoted) {
			for (to = from; to < s.len && !(s.at[to] == '"' && !(to + 1 < s.len && s.at[to + 1] == '"'));)
				to += s.at[to] == '"' ? 2 : 1;
			if (to >= s.len)
				return false;
			at = to + 1;
		} else {
			to = at = at + span_find_byte(span_slice(s, at, s.len), ',');
		}
		out->items[out->count].from = from;
		out->items[out->count].to = to;
		out->items[out->count++].quoted = quoted;
		if (at >= s.len)
			return out->count > 1;
		/* People write a blank behind a comma, and no program does. */
		if (s.at[at++] != ',' || (at < s.len && s.at[at] == ' '))
			return false;
	}
	return false;
}

/* The record that begins with line `at`, and how many lines it has, more than one where a value in quotes has; 0: it is none. */
static size_t
read_record(const struct form_reader *r, size_t at, struct form_text *text_out, struct values *out)
{
	struct form_text pieces[MOST_LINES];
	size_t n = 0, quotes = 0;

	do {
		const struct form_cell *c = form_rows_line(r, at + n);

		if (c == NULL || (n == 0 && (c->all.text.len == 0 || span_find_byte(c->all.text, ',') == c->all.text.len)))
			return 0;
		quotes += span_count_byte(c->all.text, '"');
		pieces[n++] = c->all;
	} while (quotes % 2 != 0 && n < MOST_LINES);
	if (quotes % 2 != 0)
		return 0;
	*text_out = n == 1 ? pieces[0] : form_text_join(r->arena, pieces, n, SPAN_LIT("\n"));
	return cut(text_out->text, out) ? n : 0;
}

static bool
asks(const struct form_reader *r, struct span text)
{
	struct form_match m;

	text = span_trim(text);
	return text.len > 1 && text.len <= LONGEST_LABEL && form_match_find(r, text, FORM_MATCH_LOOSE, &m) && form_match_is_label(&m);
}

/* How many records of as many values stand one beneath the other from line `at` on, and what of them asks for something; gives
 * the line behind them. */
static size_t
count_records(const struct form_reader *r, size_t at, struct records *out)
{
	struct values v;
	struct form_text t;
	size_t n;

	*out = (struct records){ 0 };
	for (; at < r->count && (n = read_record(r, at, &t, &v)) > 0 && (out->count == 0 || v.count == out->values); at += n, out->count++)
		out->values = v.count;
	return at;
}

/* Labels down the side, or in the first of several columns. */
static bool
is_table(const struct form_reader *r, size_t at, const struct records *found)
{
	struct values v;
	struct form_text t;
	size_t labels = 0, looked = 0;

	if (found->count < (found->values == 2 ? LEAST : 2))
		return false;
	if (found->values > 2) {
		(void)read_record(r, at, &t, &v);
		for (size_t i = 0; i < v.count; i++)
			labels += asks(r, span_slice(t.text, v.items[i].from, v.items[i].to)) ? 1 : 0;
		return labels > 2 && labels * 2 >= v.count;
	}
	for (; looked < found->count && looked < MOST_LOOKED; looked++) {
		at += read_record(r, at, &t, &v);
		labels += asks(r, span_slice(t.text, v.items[0].from, v.items[0].to)) ? 1 : 0;
	}
	return labels * 2 >= looked;
}

/* `""` in quotes is one, of as many as a value in words may have. */
static struct form_text
value(const struct form_reader *r, const struct form_text *t, size_t from, size_t to)
{
	struct form_text pieces[MOST_PIECES], whole = form_text_slice(r->arena, t, from, to);
	size_t count = 0, at = 0, next;

	while (count < MOST_PIECES - 1 && (next = at + span_find(span_slice(whole.text, at, whole.text.len), SPAN_LIT("\"\""))) < whole.text.len) {
		pieces[count++] = form_text_slice(r->arena, &whole, at, next + 1);
		at = next + 2;
	}
	if (count > 0) {
		pieces[count++] = form_text_slice(r->arena, &whole, at, whole.text.len);
		whole = form_text_join(r->arena, pieces, count, SPAN_NONE);
	}
	return form_text_trim(r->arena, &whole);
}

void
form_commas_lines(struct form_reader *r, unsigned *table)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count;) {
		struct records found;
		size_t end = count_records(r, i, &found);

		if (!is_table(r, i, &found)) {
			do
				r->rows[count++] = r->rows[i++];
			while (i < end);
			continue;
		}
		--*table;
		for (; found.count > 0; found.count--) {
			struct form_row row = r->rows[i];
			struct values v;
			struct form_text t;

			i += read_record(r, i, &t, &v);
			row.cells = NULL;
			row.count = row.capacity = 0;
			for (size_t k = 0; k < v.count; k++) {
				struct form_cell *c = form_rows_add_cell(r, &row);

				c->all = value(r, &t, v.items[k].from, v.items[k].to);
				c->all.block = c->all.block != NULL ? c->all.block : t.block;
				c->column = (unsigned)row.count;
			}
			row.table = *table;
			row.width = (unsigned)row.count;
			r->rows[count++] = row;
		}
	}
	r->count = count;
}
