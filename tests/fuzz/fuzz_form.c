/* SPDX-License-Identifier: ISC
 *
 * Bytes become blocks: each line is a block; its first byte says what kind, where and how
 * it looks, the rest is its text.  Read with a small set that has one of everything.
 */
#include "parsers/form_wire.h"
#include "parsers/text.h"

#include <stdlib.h>

#define WORDS(name, ...) static const struct span name[] = { __VA_ARGS__ }
#define LIST(name) { name, sizeof(name) / sizeof(name[0]) }

WORDS(child_words, SPAN_LIT("Child"), SPAN_LIT("Child details"));
WORDS(family_words, SPAN_LIT("Family"));
WORDS(referrer_words, SPAN_LIT("Referrer"));
WORDS(top_words, SPAN_LIT("Top"));
WORDS(office_words, SPAN_LIT("*use only*"));
WORDS(name_words, SPAN_LIT("Name of child"));
WORDS(bare_name, SPAN_LIT("Name"));
WORDS(dob_words, SPAN_LIT("Date of birth"));
WORDS(relation_words, SPAN_LIT("Relationship to child"));
WORDS(plan_words, SPAN_LIT("Child protection plan*"));
WORDS(type_words, SPAN_LIT("Review type"));
WORDS(why_words, SPAN_LIT("Reason for referral"));
WORDS(contact_words, SPAN_LIT("Contact details"));
WORDS(sex_words, SPAN_LIT("Gender"));
WORDS(in_child, SPAN_LIT("child"), SPAN_LIT("top"));
WORDS(in_family, SPAN_LIT("family"));
WORDS(in_referrer, SPAN_LIT("referrer"), SPAN_LIT("top"));
WORDS(contact_keys, SPAN_LIT("referrer.address"), SPAN_LIT("referrer.phone"), SPAN_LIT("referrer.email"));
WORDS(subject_words, SPAN_LIT("child"));
WORDS(same_words, SPAN_LIT("young person"), SPAN_LIT("yp"));
WORDS(small_words, SPAN_LIT("of"), SPAN_LIT("the"), SPAN_LIT("what is"));
WORDS(ynu_keys, SPAN_LIT("ynu"));
WORDS(sex_keys, SPAN_LIT("child.N.sex"));
WORDS(type_keys, SPAN_LIT("referral.type"));
WORDS(yes_words, SPAN_LIT("Yes"), SPAN_LIT("Y"));
WORDS(no_words, SPAN_LIT("No"), SPAN_LIT("N"));
WORDS(female_words, SPAN_LIT("Female"));
WORDS(lcspr_words, SPAN_LIT("LCSPR"));
WORDS(died_words, SPAN_LIT("Child died"));
WORDS(kind_keys, SPAN_LIT("incident.kind"));
WORDS(born_words, SPAN_LIT("birth"), SPAN_LIT("was born"));
WORDS(they_words, SPAN_LIT("she"), SPAN_LIT("them"));
WORDS(dob_asks, SPAN_LIT("child/they born ?when"), SPAN_LIT("^ ! when"), SPAN_LIT("~ > born when"));

static const struct form_section sections[] = {
	{ SPAN_LIT("top"), LIST(top_words), false, { NULL, 0 } }, { SPAN_LIT("child"), LIST(child_words), false, LIST(subject_words) },
	{ SPAN_LIT("family"), LIST(family_words), false, { NULL, 0 } }, { SPAN_LIT("referrer"), LIST(referrer_words), false, { NULL, 0 } },
	{ SPAN_LIT("office-use"), LIST(office_words), true, { NULL, 0 } },
};
static const struct form_label labels[] = {
	{ SPAN_LIT("child.N.name"), { NULL, 0 }, LIST(name_words), LIST(bare_name), LIST(in_child), { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("referrer.name"), { NULL, 0 }, { NULL, 0 }, LIST(bare_name), LIST(in_referrer), { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("family.N.name"), { NULL, 0 }, { NULL, 0 }, LIST(bare_name), LIST(in_family), { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("family.N.relationship"), { NULL, 0 }, LIST(relation_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("family.N.dob"), { NULL, 0 }, { NULL, 0 }, LIST(dob_words), LIST(in_family), { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("child.N.dob"), { NULL, 0 }, { NULL, 0 }, LIST(dob_words), LIST(in_child), LIST(dob_asks), LIST(sex_keys), { NULL, 0 } },
	{ SPAN_LIT("child.N.sex"), { NULL, 0 }, LIST(sex_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("child.N.cp_plan"), { NULL, 0 }, LIST(plan_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("referral.type"), { NULL, 0 }, LIST(type_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("rationale"), { NULL, 0 }, LIST(why_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("contact"), LIST(contact_keys), LIST(contact_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } },
	{ SPAN_LIT("died"), LIST(kind_keys), LIST(died_words), { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, SPAN_LIT("death") },
};
static const struct form_choice choices[] = {
	{ LIST(ynu_keys), SPAN_LIT("yes"), LIST(yes_words) }, { LIST(ynu_keys), SPAN_LIT("no"), LIST(no_words) },
	{ LIST(sex_keys), SPAN_LIT("female"), LIST(female_words) }, { LIST(type_keys), SPAN_LIT("lcspr"), LIST(lcspr_words) },
};
static const struct form_def forms[] = {
	{ .name = SPAN_LIT("lcspr"), .class = FORM_REFERRAL, .type = SPAN_LIT("lcspr"), .titles = LIST(type_words), .marks = LIST(why_words) },
};
static const struct form_same sames[] = { { SPAN_LIT("child"), LIST(same_words) } };
static const struct form_same concepts[] = { { SPAN_LIT("born"), LIST(born_words) }, { SPAN_LIT("they"), LIST(they_words) }, { SPAN_LIT("when"), LIST(why_words) } };
static const struct form_set set = {
	.idle_words = LIST(small_words), .concepts = concepts, .concepts_count = 3, .other_asks = LIST(they_words),
	.small_words = LIST(small_words), .sames = sames, .sames_count = 1,
	.sections = sections, .sections_count = 5, .labels = labels, .labels_count = 12, .choices = choices, .choices_count = 4, .forms = forms, .forms_count = 1,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
add_block(struct block_list *list, struct span line, unsigned *row, unsigned *column)
{
	struct block_builder b = block_builder(list->arena);
	struct block_where w = { .part = SPAN_LIT("1") };
	struct span text = text_to_utf8(list->arena, span_slice(line, 1, line.len)), piece;
	unsigned char how = line.at[0];
	bool bold = (how & 8) != 0;

	/* Table rows and columns go on or begin anew. */
	if ((how & 3) != 0) {
		*row += (how & 3) == 1 ? 1 : 0;
		*column = (how & 3) == 1 ? 1 : *column + 1;
		w = (struct block_where){ .part = SPAN_LIT("1"), .table = 1 + (how >> 6), .row = *row, .column = *column, .column_span = 1 + (how >> 5 & 1), .row_span = 1 + (how >> 4 & 1) };
	} else {
		w.paragraph = *row + 1;
	}
	while (span_split(&text, '#', &piece)) {
		block_put(&b, piece, bold ? BLOCK_BOLD : (how & 4) != 0 ? BLOCK_STRUCK : 0, NULL);
		bold = !bold;
	}
	block_end(&b, list, (how & 3) != 0 ? BLOCK_CELL : BLOCK_PARAGRAPH, &w, (how & 16) != 0 && (how & 3) == 0 ? BLOCK_HEADING : 0);
}

static void
check(const struct form_result *out)
{
	for (size_t i = 0; i < out->fields.count; i++) {
		const struct field *f = &out->fields.items[i];

		if (f->entry == NULL || field_key_find(f->key) != f->entry || (f->first.state != FIELD_ANSWERED && f->first.value.len > 0))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *policy;
	static struct form_set read;
	struct arena *a = arena_new(0);
	struct block_list blocks = block_list(a);
	struct form_set hostile;
	struct form_result out;
	struct span rest = span_of(data, size), line;
	unsigned row = 0, column = 0;

	if (policy == NULL) {
		policy = arena_new(0);
		if (!form_wire_decode(policy, form_wire_encode(policy, &set), &read))
			abort();
	}
	while (span_split(&rest, '\n', &line) && blocks.count < 400)
		if (line.len > 0)
			add_block(&blocks, line, &row, &column);
	form_read(&read, &blocks, NULL, a, &out);
	check(&out);
	(void)form_wire_decode(a, span_of(data, size), &hostile);
	arena_free(a);
	return 0;
}
