/* SPDX-License-Identifier: ISC
 *
 * form_inside: what the files of the form room share, and nobody else includes.
 *
 * Blocks become rows of cells (form_rows); each cell is looked at by itself: is it a label,
 * a heading, a label with its answer, or neither (form_match, form_cell); cells that stand
 * where labels stand are understood by their words (form_guess, form_place); then the rows are
 * walked in reading order (form_walk, form_table), which knows the section, the child and
 * the header row in force; what stands against a label becomes fields (form_answer,
 * form_give); at the end what follows from several answers is drawn together (form_finish).
 */
#ifndef PARSERS_FORM_INSIDE_H
#define PARSERS_FORM_INSIDE_H

#include "parsers/form.h"
#include "parsers/value.h"

enum {
	FORM_HITS = 12,			/* meanings of one wording */
	FORM_BEHIND = 4,		/* ... behind a question */
	FORM_KEYS = 8,			/* keys of one label */
	FORM_CELLS = 64,		/* cells looked at in one row */
	FORM_LABEL_BYTES = 280,		/* a longer text is no label */
	FORM_NUMBER_LIMIT = 200		/* people or events of one kind */
};

enum form_group { FORM_CHILD, FORM_FAMILY, FORM_AGENCY, FORM_CHRONOLOGY, FORM_GROUPS };
enum form_wording_kind { FORM_WORDING_LABEL, FORM_WORDING_WITHIN, FORM_WORDING_OTHER, FORM_WORDING_SECTION, FORM_WORDING_TITLE, FORM_WORDING_MARK };

/* Content words as numbers, in order (form_bag). */
enum { FORM_BAG_WORDS = 24, FORM_SLIP_BYTES = 32 };
enum form_asks {
	FORM_ASKS_DATE = 1 << 0, FORM_ASKS_TIME = 1 << 1, FORM_ASKS_YES = 1 << 2, FORM_ASKS_NAME = 1 << 3, FORM_ASKS_OPEN = 1 << 4,
	FORM_ASKS_DETAIL = 1 << 5, FORM_ASKS_ON = 1 << 6, FORM_ASKS_YOU = 1 << 7
};
struct form_bag {
	uint16_t ids[FORM_BAG_WORDS];
	unsigned char count;
	unsigned char unknown;			/* words that no wording has */
	unsigned char words;			/* in all, small ones too */
	unsigned asks;				/* enum form_asks */
};

/* Things by their hashes, numbered from 1.  Chains are apart from what they are of, and small. */
struct form_chains {
	uint32_t *heads;
	struct form_link { uint32_t hash, next; } *links;
	size_t mask;				/* heads, less one */
	uint8_t *marks;				/* as many: what is looked for mostly is not there, and has no bit in them */
};
/* Texts by the pairs of letters in them (form_slip). */
struct form_slip_index {
	uint32_t *items, *of;
	uint64_t *letters;			/* of each text, two bits a letter: how many there are, roughly */
};

struct form_senses;
struct form_word;
struct form_lexicon {
	struct form_word *words;
	size_t count, capacity;
	struct form_chains by_text;
	size_t links_capacity;
	uint16_t next_id;
	uint32_t *by_length;			/* the words a slip may have made another of, shortest first */
	size_t length_from[FORM_SLIP_BYTES + 1];	/* among these: the first of that length or longer */
	struct form_slip_index slips;		/* these */
};

/* One wording, folded.  What is asked of one that was found comes first: there are thousands, and each part of the processor's
 * memory that one is spread over is waited for. */
struct form_wording {
	struct span folded;
	const struct form_label *label;		/* LABEL, WITHIN */
	const struct field_key *const *keys;	/* the label's */
	size_t keys_count;
	const struct form_section *section;	/* SECTION */
	const struct form_def *form;		/* whose own it is; NULL when shared */
	enum form_wording_kind kind;
	enum form_group group;			/* of its first key */
	const struct form_section *home;	/* that of the person or thing it is about; NULL: none */
	uint64_t home_bit;			/* among the subjects */
	uint64_t beside;			/* subjects that are no strangers to it */
	unsigned types;				/* of its keys, 1 << enum field_type */
	bool glob;				/* holds a `*` */
	bool sense;				/* of a label's `asks`: whoever was asked for last may be meant */
	bool goes_on;				/* asks for something else behind a question (form_sense) */
	bool follows;				/* means it behind one of its label's `after` only */
	float weight;				/* of all its words */
	float plain;				/* of those that do not name its home's people */
	struct form_bag bag;
};

/* The words of one enum key, longest first. */
enum { FORM_CHOICE_BYTES = 64 };
struct form_vocabulary {
	const struct field_key *key;		/* NULL: every yes/no */
	struct value_word *words;
	size_t count;
	uint32_t by_length[FORM_CHOICE_BYTES];	/* the first that long; the last of them: that long or longer */
};

struct form_index {
	struct form_wording *wordings;		/* ordered by length, globs last */
	size_t count;
	size_t globs_from;
	size_t titles_from;			/* globs of titles and marks: the last of all */
	uint32_t *headings;			/* those of sections, before that: that hold a word */
	uint32_t *headings_from;		/* by id, one more than there are */
	struct form_chains by_text, by_bag;	/* wordings without a `*` */
	struct form_globs_by {
		struct form_glob *items;	/* by the letters they are kept under (form_glob) */
		uint32_t *of;			/* where those of each begin, one more than there are */
		uint64_t *some;			/* as bits: whether there are any */
	} globs, title_globs;			/* wordings with a `*`: those of titles and marks, and all others */
	struct form_slip_index slips;		/* all others */
	/* Of each wording, side by side: most are looked at for no more than this. */
	struct { float weight, plain; uint32_t form, words; } *weighs;	/* its own form's number, 0: none; the ids in its bag, as bits */
	struct form_vocabulary *vocabularies;
	size_t vocabularies_count;
	const struct form_vocabulary *yes_no;	/* the one of a question of yes or no that has none of its own */
	struct span *placeholders;		/* folded */
	size_t placeholders_count;
	size_t placeholder_globs_from;
	uint32_t placeholder_firsts[8];		/* what those before begin with, as bits, by their lengths */
	uint32_t placeholder_glob_firsts;	/* what those from there on begin with, likewise */
	size_t by_length[FORM_LABEL_BYTES + 2];	/* first wording of that length or longer */
	const struct form_listed *listed;	/* the lists in `told` */
	struct form_lexicon lexicon;
	float *weights;				/* of a word, by its id: how much it tells */
	uint32_t *postings;			/* wordings that hold a word */
	uint32_t *postings_from;		/* by id, one more than there are */
	uint64_t *subject_of;			/* by a word's id: the sections it names, as bits */
	const struct form_senses *senses;
};

enum { FORM_SUBJECTS = 64 };

/* A stretch of a block: text and the runs it is made of. */
struct form_text {
	struct span text;
	const struct block_run *runs;
	size_t runs_count;
	const struct block *block;
};

struct form_match {
	const struct form_wording *hits[FORM_HITS];
	size_t count;
	unsigned number;		/* "Child 2": 2; 0 when it says none */
	bool expected;			/* asks for an expected date of delivery only */
	bool exact;			/* word for word */
	bool guessed;			/* by its words (form_guess): the two below say how */
	unsigned char scores[FORM_HITS];	/* out of 100 */
	bool pronoun;			/* speaks of "them" */
	const struct form_wording *behind[FORM_BEHIND];	/* what it asks for right behind a question of theirs (form_sense); NULL ends */
	bool anywhere[FORM_HITS];	/* says itself whose it is */
	const struct form_section *own;	/* "Child: name": says whose it is, whatever heading it is under */
	struct span relation;		/* "Mother: name": Mother */
};

/* What a cell is by itself, whatever stands around it. */
struct form_cell {
	struct form_text all;
	unsigned column, column_span, row_span;
	struct form_match match;	/* of the whole text; count 0: no label, no heading */
	struct form_match lead;		/* of the label its answer follows in the same cell */
	struct form_later *guess;	/* of the whole text by its words, should it stand where a label does: form_later_guess() */
	struct form_text answer;	/* that answer */
	bool by_line;			/* the answer is parted from the label by a line end only */
	bool many;			/* several labelled lines in one cell */
	bool ticked;			/* one box and the statement it stands by: its lead */
	bool blank;			/* nothing, a rule, or a placeholder */
	bool bold, heading;
	bool tagged;			/* read by its tag already */
	bool boxed;			/* its label over its answer, or over nothing, as in the cells around it (form_box) */
};

struct form_row {
	struct form_cell *cells;
	size_t count;
	size_t capacity;
	unsigned table, number;		/* 0 outside tables */
	unsigned outer_table, outer_row, outer_column;
	unsigned width;			/* grid columns of its table */
	bool line;			/* a line of text; its cells may be pieces of it */
	bool margin;
	bool asked;			/* quoted, and answered by lines that are not */
	bool letter;			/* a letter begins that was sent on, or quoted beneath another (form_mail) */
	struct span name;		/* of a field that has no other label: its words, the number behind them too */
	const struct form_section *begins;	/* with this row (form_field); NULL: none does */
};

/* A label's meaning here. */
struct form_meaning {
	const struct form_label *label;
	const struct field_key *keys[FORM_KEYS];
	size_t count;
	unsigned number;		/* said by the label or its column; 0: the current one */
	bool expected;
	bool within;			/* only because of the section */
	bool guessed;			/* by its words: an answer of another type is none */
	struct span relation;		/* of the relative it is about, where the label says */
	bool counts;			/* the label says itself whose it is, by a number */
};

/* What a yes/no question about one value of a key got. */
struct form_vote {
	const struct form_label *label;
	const struct field_key *key;
	unsigned number;
	struct field answer;		/* yes, no, unknown, unanswered */
};

/* One column of a header row in force. */
struct form_column {
	unsigned column, column_span;
	const struct form_cell *head;
	struct form_meaning meaning;	/* FORM_HEADER; count 0: a column of no key */
	struct span poll;		/* FORM_POLL: "yes" or "no"; empty for other columns */
	const struct form_section *section;	/* FORM_PEOPLE */
	unsigned number;
	bool relative;			/* head says which */
};

/* The column of a table that explains its labels; column 0: none does. */
struct form_guidance {
	unsigned table, column;
};

/* A label whose answer is still to come, beneath it. */
struct form_pending {
	bool open;
	struct form_meaning meaning;	/* count 0: a label of no key; what follows is swallowed */
	struct form_text *pieces;
	size_t count, capacity;
	const struct block *at;		/* the label's own block */
	unsigned table, column;
	bool begun;			/* its answer began on the label's line */
	unsigned hints, blanks;		/* lines beneath it that explain it; blank ones among them and behind them */
};

struct form_reader {
	const struct form_set *set;
	const struct form_def *form;
	struct arena *arena;
	struct form_row *rows;
	size_t count, capacity, cells;	/* rows; cells of them all */
	struct form_result *out;
	struct civil_date sent;		/* the day of the mail; CIVIL_NONE: not known */
	const struct form_section *section;	/* NULL: none that is known */
	const struct form_section *around;	/* that the heading set, when a label in it has begun another; else NULL */
	unsigned section_table;		/* the table whose title row set it; 0 */
	unsigned numbers[FORM_GROUPS];	/* the current one of each group; 0 before the first */
	struct form_vote *votes;
	size_t votes_count, votes_capacity;
	struct form_vote *parts;	/* of answers under several labels (form_parts) */
	size_t parts_count, parts_capacity;
	struct field held;		/* a surname again: the next child's, should another forename follow */
	bool child_closed;		/* more than a name has been said of the current child */
	bool opened;			/* a label, no heading, began the section */
	bool detour;			/* a GP, a school, a parent: Address may be theirs */
	struct form_column *columns;	/* header row in force, or people as columns */
	size_t columns_count;
	enum { FORM_NO_HEADER, FORM_HEADER, FORM_PEOPLE, FORM_POLL } header;
	unsigned header_rows;		/* rows with answers beneath it */
	unsigned header_table;		/* of the header row met last */
	unsigned header_child;		/* whose the first row beneath it is, where it names nobody */
	bool heads_children;		/* nobody has named a child yet: rows of relatives may be about one */
	unsigned subjects;		/* rows beneath it that were */
	struct form_pending pending;
	const struct field_key *last_key;	/* asked for by the label met last; NULL: that was of no key */
	const struct field_key *last_question;	/* the last yes/no, for "If yes, details" */
	unsigned last_question_number;
	unsigned table;			/* of the last row */
	size_t labels, anywhere;	/* met; met and of one meaning wherever they stand */
	size_t sure;			/* of these, worded as in the config and about a child, an incident or a review */
	bool marked, entitled;		/* the form has labels or headings that no other has; its title, before the first question */
	bool for_partners;		/* its title says that it goes to the partnership */
	bool margin;			/* in page headers and footers: only what is missing is taken */
	unsigned char mark;		/* '=' or '-', where that parts labels from answers line after line; 0 */
	bool paired, tight, typed, apart;	/* a paragraph each for a label and its answer (form_asked); how lines of text answer (form_line) */
	struct form_scratch *scratch;	/* form_near's */
	struct form_guidance *guidance;	/* of the table looked at last */
	struct span relation;		/* of the relative the heading in force is about: "Mother" */
	struct field review;		/* named by an answer whose label nobody knows (form_review); no value: none was */
	bool reviews_differ;		/* ... and another by another */
	unsigned counted;		/* relatives met before those that labels count now: "Sibling 2", "Parent 1" */
	struct form_memo *memo;		/* form_memo's */
};

/* form_label: folded text. */
struct span form_memo_fold(const struct form_reader *r, struct span text);	/* text_fold_bare(), once for each text */
/* One of the set's placeholders. */
bool form_label_is_placeholder(const struct form_index *x, struct span folded);
/* Text without numbering ("1.1", "a)", "Section 2:"); without what stands in brackets. */
struct span form_label_unnumbered(struct span text);
struct span form_label_unbracketed(struct arena *a, struct span text);
/* Takes "2" or "second" out of "child 2 name", "2nd child", "sibling one". */
struct span form_label_take_number(struct arena *a, struct span folded, unsigned *number_out);

/* form_sense: what a label asks for, put together from the concepts it names (`asks`). */
void form_sense_index(struct arena *a, const struct form_set *set, struct form_index *x);
bool form_sense_find(const struct form_reader *r, struct span text, struct form_match *out);
struct span form_sense_fault(struct arena *a, const struct form_set *set, struct span *at_out);	/* as form_set_fault() */
bool form_sense_is_sure(const struct form_match *m);	/* that it means this wherever it stands */
/* What was found otherwise: which questions it may go on with; and, where it was not found word for word, as much of it as
 * the concepts bear out, or what they say, if that is nothing. */
void form_sense_bear_out(const struct form_reader *r, struct span text, struct form_match *m);

/* form_later: what is guessed of a text only when somebody asks: most texts stand where no label does. */
struct form_later *form_later(const struct form_reader *r, struct span text);
struct form_later *form_later_known(const struct form_reader *r, const struct form_match *m);
const struct form_match *form_later_guess(const struct form_reader *r, const struct form_cell *c);	/* count 0: nothing */

/* form_guess: what a label or heading means by its words. */
/* Before the wordings are put in order; and after. */
void form_guess_weigh(struct arena *a, struct form_index *x);
void form_guess_index(struct arena *a, const struct form_set *set, struct form_index *x);
bool form_guess_weighs(const struct form_reader *r, struct span folded);
bool form_guess_find(const struct form_reader *r, struct span text, struct form_match *out);
bool form_guess_names_subject(const struct form_reader *r, const struct form_wording *w);	/* "Child's address" */
bool form_guess_is_about(const struct form_reader *r, struct span text, struct span section);	/* one of the section's subjects is among its words */
const struct form_section *form_guess_section(const struct form_reader *r, struct span text);
bool form_guess_mean(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out);
/* A label listed for somebody else only, "Designation/Title" of the referrer: what its words ask of whom this heading names. */
bool form_guess_mean_here(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out);
bool form_guess_is_behind(const struct form_reader *r, const struct form_label *l);	/* a question about one of its `after` */
void form_guess_settle(struct arena *a, const struct form_set *set, const struct form_index *x, struct form_wording *w);	/* what it is about */
bool form_guess_is_person(struct arena *a, const struct form_section *s);	/* child, referrer, lead: somebody with a name */
/* May an answer like this be one to a label that was only guessed? */
bool form_guess_takes(const struct form_reader *r, const struct form_meaning *m, const struct form_text *t);

/* form_panel: rows of headed panels side by side become the rows of one panel after the other.
 * Cells have been looked at. */
void form_panel_part(struct form_reader *r);
void form_middle_part(struct form_reader *r);	/* form_middle: labels between two people's answers go in front of both; likewise */

/* form_field: fields that have nothing but their names: those that the form's editor numbered, as the
 * same words were printed beside each, become the row of a table or the labels of another person. */
/* The numbers of their tables: no document has as many, and those of pasted text count down from the top. */
static const unsigned form_fields_table = UINT32_MAX - 1, form_fields_poll = UINT32_MAX / 2, form_fields_rows = UINT32_MAX / 2 + 1;
void form_field_part(struct form_reader *r);
void form_caption_part(struct form_reader *r);	/* form_caption: labels beneath their fields go in front of them */
void form_box_part(struct form_reader *r);	/* form_box: cells that hold label and answer, also where nobody knows the label */

/* form_place: guesses where labels stand become labels. */
void form_place_guesses(struct form_reader *r);

/* form_match */
enum form_match_grade {
	FORM_MATCH_EXACT,
	FORM_MATCH_LOOSE,	/* another order of words, small words, slips of the keyboard */
	FORM_MATCH_GLOB		/* and wordings with `*`, which may swallow an answer */
};
bool form_match_find(const struct form_reader *r, struct span text, enum form_match_grade grade, struct form_match *out);
bool form_match_has(const struct form_match *m, enum form_wording_kind kind);
const struct form_section *form_match_section(const struct form_match *m);
bool form_match_is_of(const struct field_key *key, const struct form_section *s);	/* child.N.dob is of "child" */
const struct form_section *form_match_section_of(const struct form_reader *r, const struct field_key *key);	/* that which is named like it; NULL when none is, or key is NULL */
bool form_match_mean(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out);
bool form_match_is_label(const struct form_match *m);	/* of a key or of none; not a heading only */
bool form_match_asks_story(const struct form_match *m);	/* word for word, and for nothing else */
static inline bool
form_cell_is_label(const struct form_cell *c)	/* all of it */
{
	return form_match_is_label(&c->match);
}
bool form_match_stands_in(const struct form_label *l, const struct form_section *section);
bool form_match_is_elsewhere(const struct form_wording *w, const struct form_section *section);
const struct form_section *form_match_section_named(const struct form_set *set, struct span name);

/* form_text */
struct form_text form_text_of(struct arena *a, const struct block *b);
struct form_text form_text_slice(struct arena *a, const struct form_text *t, size_t from, size_t to);
struct form_text form_text_trim(struct arena *a, const struct form_text *t);
struct form_text form_text_join(struct arena *a, const struct form_text *pieces, size_t count, struct span between);
bool form_text_all(const struct form_text *t, unsigned flag);	/* every run with words in it has the flag */
bool form_text_has(const struct form_text *t, unsigned flag);
bool form_text_is_over_field(const struct form_text *t);	/* one that nobody filled in is behind it in its block */
bool form_text_is_mark(struct span text);	/* an X or a tick, and nothing else */
bool form_text_is_box(const struct form_text *t);	/* one box, ticked or not, and nothing else */
/* Nothing filled in: blank, masks, placeholders, guidance. */
bool form_text_is_blank(const struct form_reader *r, const struct form_text *t);
bool form_text_is_guidance(const struct form_reader *r, struct span text);
/* Without placeholders around it, and without struck words where others stand. */
struct form_text form_text_written(const struct form_reader *r, const struct form_text *t);

/* form_rows, form_cell */
struct form_cell *form_rows_add_cell(struct form_reader *r, struct form_row *row);
bool form_rows_are_many(const struct form_reader *r);	/* lines cut into more cells than a document may have blocks: the rest stay lines */
/* The one cell of a line of text that has no more; NULL: there is none, or it is another row. */
struct form_text form_rows_boxed(struct form_reader *r, const struct form_text *box);	/* with what its tip says it stands for */
bool form_rows_strokes(const struct form_reader *r, const struct form_row *row, size_t from, size_t to, struct form_text *out);	/* cells that are pieces of one line about " / ", as it was written; false: something else */
static inline const struct form_cell *
form_rows_line(const struct form_reader *r, size_t at)
{
	return at < r->count && r->rows[at].line && r->rows[at].count == 1 ? &r->rows[at].cells[0] : NULL;
}
void form_cut_lines(struct form_reader *r);	/* form_cut: rows of a table pasted as text */
bool form_under_is_rule(struct span s);	/* dots, strokes or nothing: the line to write on */
void form_under_part(struct form_reader *r);	/* form_under: captions beneath the line to write on */
bool form_under_lines(const struct form_reader *r);	/* ... are lines of text set so? */
void form_named_part(struct form_reader *r);	/* form_named: a name behind "Child 2" */
void form_dated_part(struct form_reader *r);	/* form_dated: "On" beside who did it asks for the day */
bool form_dated_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t);	/* a day where it was asked who or whether: given */
bool form_dated_is_lately(const struct form_reader *r, struct civil_date day);	/* in the half year before the mail: of a day without a year no other is meant */
void form_dated_year(const struct form_reader *r, const struct form_text *t, struct field *f);	/* ... and "3 March" is of the year that the mail's day tells */
void form_dated_share(struct form_reader *r);	/* ... and "Di Fox on 3/2/2026" is a name and a day */
bool form_means_referrer(const struct form_reader *r, const struct form_match *m);	/* form_means: "ContactName" and the like, before any heading */
bool form_means_one(const struct form_reader *r, const struct form_vocabulary *v, struct span text);	/* "LCSPR", "Rapid review / LCSPR", "Learning review (PLR)": one value, by one word for it or by several */
void form_grid_lines(struct form_reader *r, unsigned *table);	/* form_grid: columns kept apart with blanks; table: the last one's number */
bool form_pair_is_blank_run(const struct form_reader *r, size_t at, size_t up);	/* labels above and beneath the one `up` lines above: a form left blank */
bool form_pair_asks_next(const struct form_reader *r, const struct form_meaning *asked, const struct form_cell *c);	/* it is the next label, and no answer to the one `asked` */
bool form_pair_is_more_of(const struct form_reader *r, const struct form_row *row, size_t from, size_t k);	/* "Coroner | Yes | Inquest to be opened": cell k tells more of the question at `from`, and asks nothing */
bool form_pair_answers_itself(const struct form_reader *r, const struct form_meaning *asked, const struct form_text *own, const struct form_cell *next);	/* a day beneath its label, and none in the next cell */
bool form_pair_asks_back(const struct form_reader *r, const struct form_cell *c), form_pair_is_doubted(struct span text, size_t answer_at);	/* an answer that is a question */
bool form_pair_childs_follow(const struct form_reader *r, size_t at);	/* beneath row `at` */
bool form_slot_is_blank(const struct form_reader *r, size_t at);	/* form_slot: the label in row `at` has its answer in its own cell, as others do, and has none */
void form_bare_lines(struct form_reader *r, unsigned *table);	/* form_bare: labels and answers with nothing but a blank between them; likewise */
void form_posed_lines(struct form_reader *r, unsigned *table);	/* form_posed: "Question: x" over "Answer: y"; likewise */
void form_commas_lines(struct form_reader *r, unsigned *table);	/* form_commas: values parted by commas; likewise */
void form_asked_lines(struct form_reader *r, unsigned *table);	/* form_asked: questions over their answers; likewise */
void form_spill_bars(struct form_reader *r), form_spill_blanks(struct form_reader *r);	/* form_spill: a cell of several lines, before rows are cut */
void form_spill_stories(struct form_reader *r);	/* ... and behind it */
void form_help_drop(struct form_reader *r);	/* form_help: what explains questions in italics, where a form does so */
void form_spill_options(struct form_reader *r);	/* options whose line was broken behind a box; likewise */
void form_spill_boxes(struct form_reader *r);	/* a line of boxes beneath a table's last questions is its last row; before rows are cut */
void form_spread_boxes(struct form_reader *r);	/* form_spread: statements with their boxes side by side */
void form_triple_fold(struct form_reader *r), form_crown_set(struct form_reader *r);	/* form_triple: a day in three cells; form_crown: options over a table of boxes */
bool form_spread_join(struct form_reader *r, struct form_row *row, size_t j);	/* "Review: LCSPR [x]", a wide gap, "PLR [ ]": cell j is one more option of the answer before it, and joins that; false: it is not */
bool form_spread_is_criterion(const struct form_reader *r, const struct form_cell *c, size_t at);
void form_rows_build(struct form_reader *r, const struct block_list *blocks);
struct span form_cell_name_words(struct arena *a, struct span name);	/* "childDateOfBirth", "child_dob[0]" as words. */
void form_cell_look(const struct form_reader *r, struct form_cell *c);
/* Where a second "Label:" begins in a line; its length where none does. */
size_t form_cell_next_label(const struct form_reader *r, struct span line);
bool form_cell_is_heading(const struct form_cell *c);	/* a heading style, or short, bold, no full stop */
bool form_cell_is_shouted(const struct form_cell *c);	/* SECTION TWO: in text, where nothing is bold */
/* The label in front of t and where its answer begins; false when there is none. */
bool form_cell_split(const struct form_reader *r, const struct form_text *t, struct form_match *match_out, size_t *answer_at_out, bool *by_line_out);

size_t form_pile_read(struct form_reader *r, size_t at);	/* as form_stack_read, labels down the side */

/* form_mail: answers between quoted lines; which of several letters holds the form. */
void form_mail_mend(struct form_reader *r);
void form_mail_sign(struct form_reader *r);
bool form_mail_is_of_signature(const struct form_reader *r, size_t at);	/* a row of a post and an agency beneath the name that ends a letter */
void form_mail_part(struct form_reader *r);
size_t form_mail_header(const struct form_reader *r, size_t at);	/* lines of "From: ... Sent: ..." or "On ... wrote:" that begin here; 0: none do */

/* form_parts: a first and a last name, lines of an address; joined at the end. */
bool form_parts_is(const struct form_meaning *m);
void form_parts_put(struct form_reader *r, const struct form_meaning *m, unsigned number, const struct field *f);
void form_parts_join(struct form_reader *r);

bool form_option_row(struct form_reader *r, size_t at);	/* form_option: options beneath their question, row by row */
bool form_option_reason_follows(const struct form_reader *r, const struct form_meaning *asks, size_t at);	/* row `at` asks for a reason, and the next is one, though a label elsewhere */
bool form_option_ticks(const struct form_reader *r, const struct form_cell *c, size_t at);	/* ... line by line: one of the open label's, though a label elsewhere */
bool form_option_kinds(const struct form_reader *r, const struct field_key *key, const struct form_text *t);	/* "Died / Serious harm" where a story is asked for */
bool form_option_goes_on(const struct form_pending *p, const struct form_text *t);	/* "[x] No" beneath "[ ] Yes" */
bool form_option_kind_lines(struct form_reader *r, size_t at);	/* form_option_kind: kinds of incident with their boxes, line by line, begin here: their question is open then */
bool form_option_kind_row(struct form_reader *r, size_t at);	/* ... or are the cells of row `at`, behind a question in words of its own or none: given */
bool form_option_follows(const struct form_reader *r, size_t at, const struct form_meaning *m);
void form_option_part(struct form_reader *r);	/* options beside their question, though one of them by itself is a label */
void form_option_boxes(struct form_reader *r);	/* "Yes [ ] | No | [x]" in three cells is one answer */
void form_option_pairs(struct form_reader *r);	/* form_option_pairs: a table of nothing but labels, two in a row, has no answers */
void form_option_cells(struct form_reader *r);	/* and so is "Yes | No | Not known" with a ring around one, or in row after row */
bool form_option_cell(struct form_reader *r, const struct form_cell *c);	/* boxes that name kinds of incident */
bool form_bracket_find(const struct form_reader *r, struct span text, struct form_match *out);	/* "Mother (name, date of birth)" */
bool form_guidance_bids(const struct form_reader *r, struct span text);	/* "tick all that apply" */
size_t form_guidance_advice(const struct form_reader *r, struct span s);	/* "Please keep to the facts.": how many bytes of it say how to answer at length */
bool form_guidance_is_under(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_guidance_is_beneath(const struct form_cell *c);	/* in italics beneath the label in its own cell */
bool form_guidance_is_in_label(const struct form_cell *c, const struct form_cell *beside);	/* beneath the label in its own cell, the answer in the next */
bool form_guidance_is_in_italics(const struct form_reader *r, size_t at);	/* a line beneath its label, where the form sets so what explains others */
bool form_guidance_is_before_field(const struct form_cell *c, const struct form_cell *beside);	/* behind the label in its own cell, a field in the next */
bool form_guidance_is_over_box(const struct form_reader *r, size_t at);	/* ... in italics, over a box that is filled in */
bool form_guidance_sends(const struct form_reader *r, const struct form_text *t);	/* where the form goes */
size_t form_guidance_above(const struct form_reader *r, const struct form_text *t);	/* how much of an answer is printed above its field */
size_t form_guidance_below(const struct form_reader *r, const struct form_text *t);	/* where what is printed beneath it begins */
bool form_guidance_is_all(const struct form_reader *r, const struct form_text *t);
bool form_guidance_is_condition(const struct form_text *t);	/* "If yes, category" */
bool form_guidance_is_detail(const struct form_cell *c);	/* "Details": asks for more, and is no answer */
unsigned form_guidance_column(const struct form_reader *r, const struct form_row *row);
/* form_line: under the chronology's heading, "03/03/2026 - seen in clinic"; and the referrer's
 * name by itself beneath a long answer. */
bool form_line_event(struct form_reader *r, const struct form_cell *c);
size_t form_line_signed(const struct form_reader *r, size_t at);
bool form_line_is_signature(const struct form_reader *r, size_t at);	/* form_signed: row `at`, a line */
bool form_line_disclaims(const struct form_reader *r, const struct form_cell *c);	/* what a mail program puts beneath a letter */
bool form_line_tells_first(struct span line), form_line_asks(struct span line);	/* ends in a colon or question mark */
/* How the part is typed: answers right beneath their labels; behind them and a colon. */
bool form_line_ends_sentence(struct span s);
size_t form_line_words(struct span s);	/* how many there are */
bool form_line_tight(const struct form_reader *r);
bool form_line_typed(const struct form_reader *r);
bool form_line_apart(const struct form_reader *r);	/* a blank line is in front of every label */
/* Beneath an open label: explains it; begins something else. */
bool form_line_is_offer(const struct form_reader *r, const struct form_cell *c, const struct form_meaning *m, size_t at);	/* "LADO involved? Yes / No": what may be answered, over a line that does */
bool form_line_is_hint(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_line_is_answer_head(const struct form_reader *r, size_t at);
/* "Mother", "Details of father": the relative; empty where it names none. */
struct span form_match_relation(const struct form_reader *r, struct span heading);
bool form_line_is_subheading(const struct form_reader *r, const struct form_row *row, const struct form_cell *c);
bool form_line_tells(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_line_heads_somebody(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_line_is_no_option(const struct form_reader *r, const struct form_cell *c);
bool form_line_is_part(struct span line);	/* "PART TWO - for each agency" */
bool form_line_is_answered(const struct form_reader *r, size_t at);	/* words right beneath it that are no label */
bool form_line_heads(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_line_is_typed(const struct form_reader *r, struct span line);	/* "Home local authority: Ashmere" */
bool form_line_heads_labels(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at);
bool form_line_tells_kind(const struct form_pending *p);
bool form_line_goes_on(struct span line);	/* "What we know so far: a man has been arrested." */
const struct form_section *form_line_heads_table(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_line_is_led(const struct form_reader *r, const struct form_cell *c), form_line_is_bare(const struct form_cell *c), form_line_is_bare_lead(const struct form_reader *r, const struct form_row *row, const struct form_cell *c);
bool form_line_leads(const struct form_reader *r, const struct form_cell *c);
bool form_line_is_footnotes(struct span line);	/* "1 The person completing the form.  2 Use ..." */
/* form_pair: what parts labels from answers, and what only looks like a label. */
bool form_pair_story_follows(const struct form_reader *r, size_t at);
bool form_pair_entitles(const struct form_reader *r, const struct form_row *row, const struct form_cell *c);
unsigned char form_pair_mark(const struct form_reader *r);	/* r->mark, before cells are looked at */
bool form_pair_is_only_option(const struct form_reader *r, const struct form_cell *c, size_t at);
struct form_text form_pair_with_end_strokes(const struct form_reader *r, const struct form_text *line);	/* form_pair, for form_cut */
bool form_pair_letters_on(const struct form_reader *r, const struct form_cell *c, size_t at), form_pair_numbers_on(const struct form_reader *r, const struct form_cell *c, size_t at);
bool form_pair_have_colons(const struct form_reader *r, const struct form_row *row, size_t from, size_t k);	/* each of two cells has its own label and its own answer */
bool form_pair_has_choice(const struct form_reader *r, struct form_cell *c);	/* "On a plan YES / NO": then parted into c->lead and c->answer */
size_t form_pair_number(struct span s, uint64_t *out);	/* form_pair: "5) Yes or no", "12. What happened": where the mark behind the number is; 0: it has none */
bool form_pair_counts_on(const struct form_reader *r, const struct form_cell *c), form_pair_is_parted(const struct form_reader *r, const struct form_text *t), form_pair_has_tables(const struct form_reader *r), form_pair_has_cells(struct span line), form_pair_is_doubt(struct span s, size_t mark);
const struct form_section *form_pair_whose(const struct form_reader *r, const struct form_row *row, const struct form_cell *c);	/* "Their role" behind a question about the lead; r->section: any other label */
/* form_answer: what was written, for one key. */
void form_answer_read(const struct form_reader *r, const struct field_key *key, const struct form_text *t, bool expected, struct field *out, struct span *rest_out);
/* Two of its options or more with strokes or gaps between them, and nothing else. */
bool form_answer_is_options(const struct form_reader *r, const struct field_key *key, struct span text);
bool form_answer_is_option(const struct form_reader *r, struct span text);	/* yes, no or not known, and no more */
bool form_answer_begins(const struct form_reader *r, struct span text);	/* ... and perhaps more */
bool form_answer_names(const struct form_reader *r, const struct field_key *key, struct span text);	/* Does a word for a value of the key stand in the text? */
const struct form_vocabulary *form_answer_words(const struct form_reader *r, const struct field_key *key);
const struct form_vocabulary *form_answer_vocabulary(const struct form_index *x, const struct field_key *key);	/* likewise, without a reader */
const struct value_word *form_answer_word(const struct form_vocabulary *v, struct span folded);	/* the text is that word; NULL: none of them */

/* form_short: "Inc Date" as "incident Date", where that is a label and the name as it stands is none. */
struct span form_short_words(const struct form_reader *r, struct span words);

/* form_doubt: a name without "not sure" behind it; nothing, where that is all there is.  doubted_out: it was there. */
struct form_text form_doubt_without(const struct form_reader *r, const struct field_key *key, const struct form_text *t, bool *doubted_out);

/* form_give: an answer to a label becomes fields. */
void form_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t);
void form_give_key(struct form_reader *r, const char *pattern, unsigned number, const struct form_text *t);	/* t answers that key, whatever asked for it: "family.N.dob" of number 2 */
void form_give_relation(struct form_reader *r, struct span relation);	/* what follows is about that relative; empty: about none */
void form_give_field(struct form_reader *r, const struct form_meaning *m, const struct field_key *key, struct field *f);	/* One key, one answer already read. */
bool form_give_tagged(struct form_reader *r, const struct form_text *t, const struct block_run *run);	/* A control whose tag is a key; false when it is none. */
bool form_give_is_tagged(const struct form_text *t);
enum form_group form_give_group(const struct field_key *key);	/* FORM_GROUPS: none */
unsigned form_give_highest(const struct form_reader *r, enum form_group g);
struct span form_give_source(const struct form_reader *r, const struct block *b);
void form_combine(struct form_reader *r, const struct form_meaning *m, const struct form_text *t);	/* form_combine: one text that answers several keys. */
/* form_records: people line under line, each told in the order of the label's keys.  False: the text is nothing of the kind, and nothing was given. */
bool form_records_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t);

/* form_walk, form_table */
void form_walk(struct form_reader *r);
void form_walk_solo(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at);
void form_walk_section(struct form_reader *r, const struct form_section *s, unsigned number, unsigned table);
void form_walk_label(struct form_reader *r, const struct form_meaning *m);
void form_walk_end_pending(struct form_reader *r);
void form_walk_put_pending(struct form_reader *r, const struct form_text *t);	/* one more piece of the answer under way */
bool form_walk_ignores(const struct form_reader *r);
bool form_title_row(struct form_reader *r, size_t at);	/* form_title: printed by the form beneath answers */
size_t form_title_answer(struct form_reader *r, size_t at);	/* ... cells that answer a label above the row */
void form_table_row(struct form_reader *r, size_t at);
void form_table_close(struct form_reader *r);	/* the header row's reign ends; a table without answers beneath it is unanswered */

size_t form_stack_read(struct form_reader *r, size_t at);	/* form_stack: a table whose cells became lines; how many lines it took, 0 for none. */

const struct form_section *form_heading_begins(const struct form_reader *r, struct span text, size_t at);	/* form_heading: by its words, or what stands beneath it */
bool form_heading_asks(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at);	/* words that ask for a lead, over a bare "Name": that section begins */
struct span form_heading_relation(const struct form_reader *r, struct span text, size_t at);	/* "Grandmother" in row `at`: what the heading calls the relative beneath it; empty: nothing */
const struct form_section *form_heading_is_missing(const struct form_reader *r, size_t at);	/* the child's, before row `at`; NULL: none is */
const struct form_section *form_heading_is_anothers(const struct form_reader *r, size_t at);	/* that of the name asked for in row `at`; r->section: no other's */
bool form_heading_ends_people(const struct form_reader *r, size_t at);	/* the numbered title behind that of a table of people */
bool form_heading_is_box(const struct form_reader *r, size_t at), form_heading_is_lost(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at);
bool form_heading_is_over_labels(const struct form_reader *r, size_t at, const struct form_section *s);	/* if it were that section's */
const struct form_def *form_fit(struct form_reader *r);	/* form_fit: which form this is; NULL when no title and no mark is there. */
void form_fit_settle(struct form_reader *r), form_finish(struct form_reader *r);
bool form_finish_speaks(const struct field_key *key);

#endif
