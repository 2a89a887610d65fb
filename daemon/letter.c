/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"
#include "daemon/template.h"
#include "parsers/text.h"

static struct span
value(const void *context, struct span name)
{
	const struct letter_writing *w = context;
	struct span v = letter_value_of_case(w, name);

	return v.len > 0 ? v : letter_value_of_clocks(w, name);
}

/* Trust is by the domain of the address it goes to; an empty list trusts nobody. */
static bool
is_trusted(const struct config *c, struct span address)
{
	struct span domain = span_slice(address, span_find_byte(address, '@') + 1, address.len);

	for (size_t i = 0; i < c->partnership.audience_domains.count; i++) {
		struct span d = c->partnership.audience_domains.items[i];

		if (span_eq_nocase(domain, d))
			return true;
		if (domain.len > d.len + 1 && span_ends_nocase(domain, d) && domain.at[domain.len - d.len - 1] == '.')
			return true;
	}
	return false;
}

bool
letter_write(struct arena *a, struct span template, const struct letter_facts *facts, struct letter_text *out)
{
	const struct config_template *t = config_template_find(facts->config, template);
	struct letter_writing w = { a, facts, facts->audience != DECIDE_SENDER && is_trusted(facts->config, facts->to) };
	struct template_source source = { value, &w };
	struct arena_text text = arena_text(a);

	if (t == NULL)
		return false;
	out->subject = text_squeeze(a, template_expand(a, t->subject, &source));
	arena_put(&text, template_expand(a, t->text, &source));
	out->html = letter_html(&w, arena_text_span(&text));
	/* For clients that drop threading headers: the tag ties a reply to its case. */
	if (facts->tag.len > 0) {
		if (text.len > 0 && text.bytes[text.len - 1] != '\n')
			arena_put_byte(&text, '\n');
		arena_put_format(&text, "\n%.*s\n", SPAN_PF(facts->tag));
	}
	out->text = arena_text_span(&text);
	return true;
}
