/* SPDX-License-Identifier: ISC
 *
 * Tables of one column, as web forms send them: each label with its answer in the same cell.  One without any was left blank,
 * and the heading in the next cell is not its answer.
 */
#include "parsers/form_inside.h"

/* The only cell of a row of that table, from row `at` on; NULL: it is no such row. */
static const struct form_cell *
only_cell(const struct form_reader *r, size_t at, unsigned table)
{
	return at < r->count && r->rows[at].table == table && r->rows[at].count == 1 ? &r->rows[at].cells[0] : NULL;
}

bool
form_slot_is_blank(const struct form_reader *r, size_t at)
{
	enum { FAR = 24, LEAST = 4 };
	const struct form_row *row = &r->rows[at];
	size_t inside = 0, beneath = 0, from = at > FAR ? at - FAR : 0;
	const struct form_cell *c = only_cell(r, at, row->table), *next;

	if (row->line || row->table == 0 || c == NULL || c->match.count == 0)
		return false;
	for (size_t i = from; i < r->count && i < at + FAR; i++) {
		if ((c = only_cell(r, i, row->table)) == NULL)
			continue;
		next = only_cell(r, i + 1, row->table);
		inside += c->lead.count > 0 && c->answer.text.len > 0 ? 1 : 0;
		beneath += c->match.count > 0 && next != NULL && next->match.count == 0 && next->lead.count == 0 ? 1 : 0;
	}
	return inside >= LEAST && inside > 3 * beneath;
}
