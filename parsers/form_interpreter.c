/* SPDX-License-Identifier: ISC
 *
 * "Interpreter required? | No" beside "First language | Urdu": of one key, and neither says that the other is wrong.
 */
#include "parsers/form_interpreter.h"
#include "parsers/text.h"

static bool
tells_interpreter(const struct form_reader *r, struct span text)
{
	static const char *const words[] = { "not needed", "not required", "none needed", "none required", "needed", "required", "interpreter", "no interpreter" };

	return form_answer_is_option(r, text) || span_starts_any(text_fold_bare(r->arena, text), SPAN_WORDS(words));
}

bool
form_interpreter_is_told(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f)
{
	const struct field *before = field_key_ends(key, ".language") ? field_find(&r->out->fields, field_key_print(r->arena, key, number)) : NULL;

	if (before == NULL || f->first.state != FIELD_ANSWERED)
		return false;
	if (tells_interpreter(r, f->first.value) || (before->first.state == FIELD_ANSWERED && form_answer_begins(r, f->first.value)))
		return true;
	if (before->first.state == FIELD_ANSWERED && tells_interpreter(r, before->first.value))
		r->out->fields.items[before - r->out->fields.items].first = f->first;
	return false;
}
