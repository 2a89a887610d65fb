/* SPDX-License-Identifier: ISC
 *
 * How a cell is set: like a heading, or in capitals.
 */
#include "parsers/form_inside.h"

enum { LONGEST = 120 };

/* Is it set like a heading: a heading style, or short and bold with no full stop? */
bool
form_cell_is_heading(const struct form_cell *c)
{
	size_t words = 1;

	if (c->heading)
		return true;
	if (!c->bold || c->all.text.len > LONGEST || span_find_byte(c->all.text, '\n') < c->all.text.len)
		return false;
	for (size_t i = 0; i < c->all.text.len; i++)
		words += c->all.text.at[i] == ' ' ? 1 : 0;
	return words <= 12 && c->all.text.at[c->all.text.len - 1] != '.';
}

/* "1.1 BRIEF", "SECTION 2": numbered or shouted, in plain text where nothing is bold. */
bool
form_cell_is_shouted(const struct form_cell *c)
{
	bool upper = false, lower = false;

	size_t from = 0;

	if (c->all.text.len > 60 || c->all.text.len < 4)
		return false;
	/* "2 LEAD WHO HAS AGREED": numbered. */
	while (from < 3 && (span_is_digit(c->all.text.at[from]) || (from > 0 && (c->all.text.at[from] == '.' || c->all.text.at[from] == ')'))))
		from++;
	if (c->all.text.at[from] != ' ')
		from = 0;
	for (size_t i = from; i < c->all.text.len; i++) {
		upper = upper || (c->all.text.at[i] >= 'A' && c->all.text.at[i] <= 'Z');
		lower = lower || (c->all.text.at[i] >= 'a' && c->all.text.at[i] <= 'z') || (c->all.text.at[i] >= '0' && c->all.text.at[i] <= '9');
	}
	return upper && !lower;
}
