/* SPDX-License-Identifier: ISC
 *
 * What has been found out about a text, kept for when it is asked again: many rules look at the same
 * cell.  A text is known by where it stands and how long it is: what a message was read into is in its arena,
 * which moves and reuses nothing, and nobody writes to it.  The one text that is written to, form_combine's copy of an
 * answer, is asked about past this file.
 */
#include "parsers/form_words.h"
#include "parsers/text.h"

enum { FOLDS = 512, NUMBERS = 128, BAGS = 64, MATCHES = 256, GUESSES = 64 };

struct numbered { struct span folded, bare; unsigned number; };
struct bagged { struct span folded; struct form_bag bag; };

struct form_memo {
	struct form_judged folds[FOLDS];
	struct numbered numbers[NUMBERS];
	struct bagged bags[BAGS];
	struct form_found *matches[MATCHES], *guesses[GUESSES];
	unsigned last_year;
};

struct form_memo *
form_memo_new(struct arena *a)
{
	return arena_alloc(a, sizeof(struct form_memo));
}

static size_t
place(struct span text)
{
	/* Texts lie side by side, and many begin where another does: all bits have a say. */
	uint64_t n = ((uint64_t)(uintptr_t)text.at + text.len * UINT64_C(0x10001)) * UINT64_C(0x9E3779B97F4A7C15);

	return (size_t)(n >> 40);
}

static bool
is_same(struct span a, struct span b)
{
	return a.at == b.at && a.len == b.len && a.at != NULL;
}

struct form_judged *
form_memo_judged(const struct form_reader *r, struct span text)
{
	struct form_judged *f = &r->memo->folds[place(text) % FOLDS];

	if (!is_same(f->text, text))
		*f = (struct form_judged){ .text = text, .folded = text_fold_bare(r->arena, text) };
	return f;
}

struct span
form_memo_fold(const struct form_reader *r, struct span text)
{
	return form_memo_judged(r, text)->folded;
}

struct span
form_memo_number(const struct form_reader *r, struct span folded, unsigned *number_out)
{
	struct numbered *n = &r->memo->numbers[place(folded) % NUMBERS];

	if (!is_same(n->folded, folded)) {
		n->folded = folded;
		n->bare = form_label_take_number(r->arena, folded, &n->number);
	}
	*number_out = n->number;
	return n->bare;
}

const struct form_bag *
form_memo_bag(const struct form_reader *r, struct span folded)
{
	struct bagged *b = &r->memo->bags[place(folded) % BAGS];

	if (!is_same(b->folded, folded)) {
		b->folded = folded;
		form_bag_cut(r->arena, &r->set->index->lexicon, folded, false, &b->bag);
	}
	return &b->bag;
}

void
form_memo_guess(const struct form_reader *r, struct span folded, struct form_bag *out)
{
	const struct form_bag *plain = form_memo_bag(r, folded);

	/* Where all is known there is nothing to guess. */
	if (plain->unknown == 0 && plain->words <= FORM_GUESS_WORDS)
		*out = *plain;
	else
		form_bag_cut(r->arena, &r->set->index->lexicon, folded, true, out);
}

unsigned *
form_memo_last_year(const struct form_reader *r)
{
	return &r->memo->last_year;
}

static bool
is_found(const struct form_reader *r, const struct form_found *f, struct span text, enum form_match_grade grade)
{
	return f != NULL && f->known && is_same(f->text, text) && f->grade == grade && f->form == r->form;
}

/* What is in the slot, to be filled in where it is of another text. */
static struct form_found *
take_slot(const struct form_reader *r, struct form_found **slot, struct span text, enum form_match_grade grade)
{
	struct form_found *f = *slot;

	if (f == NULL)
		f = *slot = arena_alloc(r->arena, sizeof(*f));
	f->known = is_found(r, f, text, grade);
	f->text = text;
	f->grade = grade;
	f->form = r->form;
	return f;
}

static struct form_found **
found_slot(const struct form_reader *r, struct span text, enum form_match_grade grade)
{
	return &r->memo->matches[(place(text) + 61 * (size_t)grade) % MATCHES];
}

bool
form_memo_is_nothing(const struct form_reader *r, struct span text, enum form_match_grade grade)
{
	for (int looser = (int)grade + 1; looser <= FORM_MATCH_GLOB; looser++) {
		const struct form_found *f = *found_slot(r, text, (enum form_match_grade)looser);

		if (is_found(r, f, text, (enum form_match_grade)looser) && !f->any)
			return true;
	}
	return false;
}

struct form_found *
form_memo_found(const struct form_reader *r, struct span text, enum form_match_grade grade)
{
	return take_slot(r, found_slot(r, text, grade), text, grade);
}

struct form_found *
form_memo_guessed(const struct form_reader *r, struct span text)
{
	return take_slot(r, &r->memo->guesses[place(text) % GUESSES], text, FORM_MATCH_LOOSE);
}
