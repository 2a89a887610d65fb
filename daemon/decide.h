/* SPDX-License-Identifier: ISC
 *
 * decide: what is to become of one message.  Record, policy and what the register knows go
 * in; class, route, referral, clocks and the letters it would cause come out.  The daemon
 * carries a decision out, `explain` prints it: there is one code path.  Pure.
 */
#ifndef DAEMON_DECIDE_H
#define DAEMON_DECIDE_H

#include "config/config.h"
#include "parsers/referral.h"

/* A case the register knows, as far as deciding needs it. */
struct decide_case {
	bool known;
	int64_t id;
	bool by_this;				/* what is decided about again had opened it */
	const struct field_list *fields;	/* what is known of it; NULL where there is no form to hold against that */
	struct span reference;
	enum deadline_handling handling;
	struct span ladder;
	struct span owner;
};

/* What a person has said about an item: it stands in place of what was found. */
enum decide_said {
	DECIDE_NOTHING_SAID,
	DECIDE_REFERRAL_SAID,			/* it is a referral */
	DECIDE_JOIN_SAID,			/* it belongs to the case in `joined` */
	DECIDE_AGAIN_SAID			/* it belongs to that case already, and is read once more */
};

/* Why an item is of its class, then. */
#define DECIDE_BY_PERSON "a person said so"

/* What the message cannot say about itself. */
struct decide_context {
	const struct config_mailbox *mailbox;	/* NULL: import, or explain */
	struct span mailbox_name;
	uint64_t size;
	int64_t received_at;
	int64_t internaldate_at, header_at;	/* other times of it: the server's, the topmost Received's; 0: none */
	bool junk;				/* it lies in a folder of junk */
	int64_t now;
	struct span own_loop;
	bool replies_to_ours;			/* a genuine Message-ID or tag of ours was in it */
	struct span answered_kind;		/* kind of the letter it answers or bounces; empty when unknown */
	struct span answered_to;		/* whom that letter was for */
	bool says_so_again;			/* in answer to a letter of ours, and the very words of its sender's last answer to one */
	const struct span *hushed;		/* addresses of people who have heard of enough bounces today that name no letter */
	size_t hushed_count;
	struct decide_case joined;		/* the case that letter was about, which this sender's mail may join */
	const struct decide_case *kin;		/* those beside it that a form may be about: see register_case_kin */
	size_t kin_count;
	struct span possible;			/* its reference, whether or not it may; empty: none */
	const struct route_rule *routed;	/* the rule of the first decision when this is the second reading; else NULL */
	struct span crashed;			/* the reading failed: "crashed", "timeout"...; empty otherwise */
	enum decide_said said;
	bool said_before;			/* of what is read again: a person had said what it is, */
	enum classify_class said_class;		/* which was this */
};

enum decide_audience { DECIDE_SENDER, DECIDE_COORDINATOR, DECIDE_ADMIN };

/* A letter this message causes.  Its words are daemon/letter's. */
struct decide_letter {
	struct span kind;			/* "acknowledgement", "neutral-receipt", ... */
	struct span template;			/* the kind's own, or the route's */
	enum decide_audience audience;
	const struct config_person *person;	/* NULL for outsiders */
	struct span to;				/* address */
	bool with_original;			/* the message is attached */
};

struct decide_suppressed {
	struct span kind;
	struct span why;
};

/* What a report says became of the letter it is about. */
enum decide_fate { DECIDE_FATE_UNKNOWN, DECIDE_FAILED, DECIDE_DELAYED, DECIDE_ARRIVED };

struct decision {
	int64_t now;				/* when it was made */
	struct classify_result class;
	struct route_result route;
	bool has_referral;			/* opens or joins a case: referral below is set */
	bool opens, joins;
	bool joined;				/* the case it joins is known, and the sender is not known to be false */
	const struct decide_case *into;		/* that case; NULL: none */
	struct span unplaced;			/* why what reads as a follow-up joins no case, in words; empty: it does, or it is none */
	struct referral referral;
	struct field_list no_fields;		/* what referral.fields points to where there was no form */
	const struct record_form *form;
	const struct field_list *stated;	/* facts of a reply without a form; NULL: none */
	struct deadline_case clocks;
	struct deadline_due *dues;
	size_t dues_count;
	struct decide_letter *letters;
	size_t letters_count;
	size_t letters_capacity;
	struct decide_suppressed *suppressed;
	size_t suppressed_count;
	size_t suppressed_capacity;
	const struct ladder *ladder;
	struct span folder;			/* where the mail is to be filed */
	enum decide_fate fate;			/* of a bounce: a failure unless it says something milder */
	const struct dsn_recipient *recipient;	/* the one it speaks of; NULL: none is named */
	struct civil_date away_until;		/* of a vacation reply; none where it says no day */
	bool urgent;
	bool needs_person;			/* the item stays open until a person decides */
	bool quarantine;			/* a person must open it, or nobody should */
	struct span reason;			/* code for the item: "password", "crashed", "lookalike-domain"; empty when all is well */
	bool in_junk;				/* it came to a folder of junk */
	enum referral_code *flags;		/* what is odd about the sender, of any class; problems of a referral as well */
	size_t flags_count;
	struct span reread_as;			/* the route names another form, or it is a notification: read once more with it */
	const struct decision *beside;		/* of one of these: the first, which says what the sender was told */
	struct decision *apart;			/* of what opens a case or joins one: one for each form about another child or incident, which opens its own
						 * or joins one of `kin`.  Letters to the sender are in the first only */
	size_t apart_count;
};

void decide_message(const struct config *config, const struct record *record, const struct decide_context *context, struct arena *a, struct decision *out);
/* The same clocks at another moment; sets dues. */
void decide_clocks(const struct config *config, const struct decide_context *context, struct arena *a, struct decision *d);

#endif
