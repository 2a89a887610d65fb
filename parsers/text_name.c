/* SPDX-License-Identifier: ISC */
#include "parsers/text.h"

/* A word begins: DateOf, name2, NHSNumber, 2About. */
static bool
begins_word(unsigned char before, unsigned char c, unsigned char after)
{
	return (span_is_upper(c) && (span_is_lower(before) || span_is_digit(before))) || (span_is_digit(c) && (span_is_lower(before) || span_is_upper(before))) ||
	    (span_is_upper(c) && span_is_upper(before) && span_is_lower(after));
}

/* DoB, DoD: no two words. */
static bool
is_do_letter(struct span name, size_t i)
{
	bool first = i == 2 || (i > 2 && (name.at[i - 3] == ' ' || name.at[i - 3] == '_' || name.at[i - 3] == '.')), last = i + 1 == name.len || name.at[i + 1] <= '9' || name.at[i + 1] == '_';

	return i >= 2 && first && last && name.at[i - 2] == 'D' && name.at[i - 1] == 'o' && (name.at[i] == 'B' || name.at[i] == 'D');
}

/* Where the words begin: behind the number of a question (Q12HomeAddress) and behind what kind
 * of field the form's maker noted (txtSurname, chk_died). */
static size_t
name_start(struct span name)
{
	static const char *const kinds[] = { "txt", "chk", "cbo", "cmb", "ddl", "rdo", "opt", "fld", "lst", "dtp", "edt", "cb", "rb", "tb" };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && at == 0; i++)
		if (span_starts(name, span_str(kinds[i])))
			at = span_str(kinds[i]).len;
	if (at == 0 && name.len > 0 && (name.at[0] == 'Q' || name.at[0] == 'q'))
		for (at = 1; at < name.len && span_is_digit(name.at[at]);)
			at++;
	if (at < 2 || at + 1 >= name.len)
		return 0;
	if (name.at[at] == '_')
		return at + 1;
	return span_is_upper(name.at[at]) ? at : 0;
}

struct span
text_name_words(struct arena *a, struct span name)
{
	struct arena_text t = arena_text(a);

	name = span_slice(name, name_start(name), name.len);
	for (size_t i = 0; i < name.len && name.at[i] != '['; i++) {
		unsigned char c = name.at[i];

		if (c == '_' || c == '.' || c == '-') {
			arena_put_byte(&t, ' ');
			continue;
		}
		if (i > 0 && !is_do_letter(name, i) && begins_word(name.at[i - 1], c, i + 1 < name.len ? name.at[i + 1] : ' '))
			arena_put_byte(&t, ' ');
		arena_put_byte(&t, c);
	}
	return arena_text_span(&t);
}
