/* SPDX-License-Identifier: ISC
 *
 * record: all that the keeper learns of one message, and its encoding on the pipe.
 *
 * The jailed child fills a record and writes record_encode() of it; the keeper takes it
 * apart with record_decode(), which counts the child as the attacker: length-prefixed
 * values only, every count, enum, number and text checked, keys only from the vocabulary,
 * typed values only in their canonical form, nothing left over at the end.
 *
 * Texts are valid UTF-8.  A *line* (names, addresses, header values, paths) holds no
 * control character at all; other texts may hold tab and line feed.  record_encode() makes
 * them so, cuts what is over a limit and says so with RECORD_CUT: an honest child's record
 * is never refused.  Pure.
 */
#ifndef PARSERS_RECORD_H
#define PARSERS_RECORD_H

#include "parsers/dsn.h"
#include "parsers/form.h"
#include "parsers/part.h"

enum {
	RECORD_LIMIT = 8 * 1024 * 1024,		/* bytes of one encoded record */
	RECORD_TEXT_LIMIT = 64 * 1024,		/* bytes of text, blocks_summary */
	RECORD_VALUE_LIMIT = 64 * 1024,		/* bytes of one value or header */
	RECORD_KEY_LIMIT = 64,
	RECORD_HEADERS = 2000,			/* counts */
	RECORD_ADDRESSES = 500,
	RECORD_REFERENCES = 200,
	RECORD_PARTS = 2000,
	RECORD_FORMS = 50,
	RECORD_LABELS = 100000,
	RECORD_FIELDS = 2000,			/* of one form */
	RECORD_VALUES = 200			/* of one field; its differing answers likewise */
};

enum record_flag {
	RECORD_HEADERS_ONLY = 1 << 0,	/* the full reading failed: headers and addresses are all there is */
	RECORD_CUT = 1 << 1,		/* a limit was reached: something is missing, people must look */
	RECORD_MACRO = 1 << 2,		/* some part holds macros */
	RECORD_TWO_TYPES = 1 << 3,	/* several Content-Type fields; the last counts */
	RECORD_NO_HEADERS = 1 << 4,	/* not a message: no header field at all */
	RECORD_TWO_SENDERS = 1 << 5,	/* several From fields, or several addresses in it */
	RECORD_DAMAGED = 1 << 6,	/* a multipart without its boundary or its end */
	RECORD_CHARSET = 1 << 7,	/* a text was not in its declared charset */
	RECORD_SIGNED = 1 << 8,		/* S/MIME or PGP */
	RECORD_ENCRYPTED = 1 << 9,	/* S/MIME or PGP */
	RECORD_REPORT = 1 << 10,	/* multipart/report of whatever kind */
	RECORD_CALENDAR = 1 << 11,	/* an invitation or the answer to one */
	RECORD_NOT_SCANNED = 1 << 12,	/* for viruses, though that is configured */
	RECORD_FLAGS = (1 << 13) - 1
};

/* One form found in one part. */
struct record_form {
	struct span form;		/* the form definition's name: "lcspr" */
	enum form_class class;
	struct span type;		/* "lcspr", "plr" or empty: what the form is for when nobody says */
	struct span part;		/* "2" */
	unsigned labels_found;		/* distinct labels of a key */
	unsigned labels_total;		/* labels all told */
	unsigned answered;		/* fields answered, invalid or unreadable */
	bool told;			/* no form: what a letter states; it says nothing of what kind of message this is, and is never chosen */
	bool chosen;			/* fits best of all forms in the message; one at most */
	struct field_list fields;
};

struct record {
	unsigned flags;			/* enum record_flag */
	struct part_header_list headers;	/* of the top-level message, decoded */
	struct part_address_list from, sender, reply_to, to, cc;
	struct span subject;
	struct span message_id;		/* without < > */
	struct span in_reply_to;	/* first id, without < > */
	struct span *references;	/* oldest first; the latest RECORD_REFERENCES of them */
	size_t references_count;
	bool has_date, has_received;
	int64_t date_at;		/* Date, seconds UTC */
	int64_t received_at;		/* topmost Received, seconds UTC */
	struct part_list parts;		/* in tree order; bytes always empty */
	struct record_form *forms;	/* best fit first */
	size_t forms_count;
	struct field_list stated;	/* facts that the answer to a letter of ours states outside any form; of children: the first */
	struct dsn dsn;			/* kind DSN_NONE when this is no report */
	struct span text;		/* the body as text, first 64 KB */
	size_t quoted_at;		/* where the quoted earlier mail starts in text; text.len when none */
	struct span blocks_summary;	/* what the attached documents say, one line a paragraph, cells joined " | " */
};

/* The bytes for the pipe, in the arena; at most RECORD_LIMIT, else the empty span. */
struct span record_encode(struct arena *a, const struct record *r);
/* False when any byte of it is not as above; *out borrows from `bytes`. */
bool record_decode(struct arena *a, struct span bytes, struct record *out);
/* Where the quoted earlier mail starts ("> ", "-----Original Message-----", "On ... wrote:"). */
size_t record_find_quoted(struct span text);
/* Just past the last tag of our letters in text; 0 when it holds none. */
size_t record_after_tag(struct span text);
/* It answers a letter of ours, by the look of its headers or of our tag in what it quotes. */
bool record_answers_ours(const struct record *r);
/* It is a letter that a referrald wrote, this one or another, by the look of its Message-ID; a mere
 * header field that says so takes nothing from anybody. */
bool record_is_letter(const struct record *r);
/* The blocks of a body without the earlier mail below or between them. */
struct block_list record_without_quoted(struct arena *a, const struct block_list *blocks);
/* The first letter that a body quotes or forwards, without its header lines and without what it quotes in turn, and whom its From line names (the
 * address may be empty).  False: none, or nobody is named.  Borrows from the blocks and the arena. */
bool record_quoted_letter(struct arena *a, const struct block_list *blocks, struct block_list *letter_out, struct part_address *from_out);
/* The form marked chosen, or NULL. */
const struct record_form *record_chosen(const struct record *r);

#endif
