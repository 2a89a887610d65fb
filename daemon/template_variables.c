/* SPDX-License-Identifier: ISC */
#include "daemon/template.h"

#define K(name) (1u << TEMPLATE_##name)
#define ALL	((1u << TEMPLATE_KINDS) - 1)
#define REPLIES	(K(ACKNOWLEDGEMENT) | K(NEUTRAL_RECEIPT) | K(FRONT_DOOR))
#define CASE	(K(NEW_REFERRAL) | K(DEADLINE) | K(COMMAND_REPLY) | K(REVISION) | K(DELIVERY_FAILED) | K(FAULT))

static const struct template_variable table[] = {
	{ "partnership", ALL, false, true, "the partnership's name" },
	{ "front_door", ALL, false, false, "the numbers to ring for a child at risk" },
	{ "web", ALL, false, false, "the partnership's web address" },
	{ "reference", K(ACKNOWLEDGEMENT) | K(FORWARD) | CASE, false, true, "the case's reference" },
	{ "received", REPLIES | K(NEW_REFERRAL) | K(FORWARD) | K(DELIVERY_FAILED), false, false, "when the mail came, day and time in London" },
	{ "review", K(ACKNOWLEDGEMENT) | K(NEW_REFERRAL) | K(DEADLINE), false, false, "the kind of review it is handled as, in words" },
	{ "unclear", K(ACKNOWLEDGEMENT) | K(NEW_REFERRAL), false, false, "why the kind of review is not certain; empty when it is" },
	{ "missing", K(ACKNOWLEDGEMENT) | K(NEW_REFERRAL), false, false, "required answers that the form lacks, one line for each part of it" },
	{ "unreadable", K(ACKNOWLEDGEMENT) | K(NEW_REFERRAL), false, false, "what could not be opened and why, one line each, no file names" },
	{ "ask", K(ACKNOWLEDGEMENT), false, false, "what its sender can do about that" },
	{ "to_open", K(NEW_REFERRAL), false, false, "what a coordinator can do about it" },
	{ "follow_up", K(ACKNOWLEDGEMENT) | K(NEW_REFERRAL), false, false, "set when the mail joined a case that was there before" },
	{ "triage_by", K(ACKNOWLEDGEMENT), false, false, "the day by which a person looks at it" },
	{ "review_by", K(ACKNOWLEDGEMENT), false, false, "the day the Rapid Review is due; empty for a PLR" },
	{ "meeting", K(ACKNOWLEDGEMENT), false, false, "the meeting a PLR goes to; empty when none is known" },
	{ "from", CASE | K(DIGEST), true, false, "who sent the mail" },
	{ "children", CASE, true, false, "the children's initials and ages" },
	{ "item", CASE | K(FORWARD), false, false, "the number of the mail in the list of items" },
	{ "agency", CASE | K(DIGEST), true, false, "the referring agency, as written" },
	{ "class", K(NEW_REFERRAL), false, false, "what kind of mail it is" },
	{ "class_why", K(NEW_REFERRAL), false, false, "how that was told" },
	{ "route", K(NEW_REFERRAL) | K(FORWARD), false, false, "the rule that it matched" },
	{ "authenticated", K(NEW_REFERRAL), false, false, "whether the sender is who it says, in words" },
	{ "urgent", K(NEW_REFERRAL) | K(DEADLINE), false, false, "set when the case is handled with priority" },
	{ "problems", K(NEW_REFERRAL) | K(COMMAND_REPLY), true, false, "what is doubtful, one line each" },
	{ "suppressed", K(NEW_REFERRAL), false, false, "why the sender was not answered; empty when it was" },
	{ "told", K(NEW_REFERRAL), false, false, "what the sender was told" },
	{ "first", K(NEW_REFERRAL) | K(DEADLINE), false, false, "what cannot wait, and by when: to be seen by somebody, then the clocks at a warning level, one line each" },
	{ "clocks", CASE, false, false, "the running clocks with their arithmetic, one line each; those not known yet and those done in one line" },
	{ "no_awareness", K(NEW_REFERRAL) | K(DEADLINE), false, false, "set while the day the authority became aware is not known" },
	{ "answers", K(NEW_REFERRAL) | K(DEADLINE) | K(REVISION) | K(COMMAND_REPLY), false, false, "the commands that answer, one line each" },
	{ "answer_by_mail", K(NEW_REFERRAL) | K(DEADLINE) | K(REVISION), false, false, "set when a reply to the letter answers too" },
	{ "milestone", K(DEADLINE), false, true, "the clock this letter is about" },
	{ "standing", K(DEADLINE), false, false, "what the clock rests on: a duty, guidance, good practice" },
	{ "level", K(DEADLINE), false, true, "amber, red or overdue" },
	{ "due", K(DEADLINE), false, true, "the day it is due" },
	{ "left", K(DEADLINE), false, true, "working days left, or past, in words" },
	{ "arithmetic", K(DEADLINE), false, false, "how the day was counted" },
	{ "provisional", K(DEADLINE), false, false, "set when the day is provisional" },
	{ "other_clocks", K(DEADLINE), false, false, "the case's other open clocks, one line each" },
	{ "alerts", K(DEADLINE), false, false, "what several cases owe, in a letter after an outage (missed.txt)" },
	{ "reminder", K(DEADLINE) | K(FAULT), false, false, "the number of this reminder; empty for the first letter" },
	{ "told_before", K(NEW_REFERRAL) | K(DEADLINE) | K(FAULT), false, false, "who was told before, one line each" },
	{ "climbs", K(NEW_REFERRAL) | K(DEADLINE) | K(FAULT), false, false, "who is told next, and when" },
	{ "owner", K(NEW_REFERRAL) | K(DEADLINE) | K(REVISION), false, false, "who has taken the case; empty when nobody has" },
	{ "fault", K(FAULT), false, true, "what has failed, in a few words" },
	{ "since", K(FAULT), false, false, "since when" },
	{ "detail", K(FAULT), false, false, "what is known about it" },
	{ "todo", K(FAULT), false, false, "what to do" },
	{ "date", K(DIGEST), false, true, "the day of the digest" },
	{ "overdue", K(DIGEST), false, false, "clocks that are past, one line each" },
	{ "soon", K(DIGEST), false, false, "clocks at amber or red, one line each" },
	{ "open", K(DIGEST), false, false, "how many cases are open" },
	{ "items", K(DIGEST), false, false, "mail that waits for a person, one line each" },
	{ "routine", K(DIGEST), false, false, "other mail since the last digest, counted by kind" },
	{ "undelivered", K(DIGEST), false, false, "letters that did not arrive, one line each" },
	{ "faults", K(DIGEST), false, false, "faults that are not mended, one line each" },
	{ "away", K(DIGEST), false, false, "who is away" },
	{ "recorded", K(COMMAND_REPLY), true, false, "what was recorded, one line each" },
	{ "refused", K(COMMAND_REPLY), true, false, "what was not, and why, one line each" },
	{ "changes", K(REVISION), false, false, "each clock that moved, from what to what, one line each" },
	{ "why", K(REVISION), false, false, "what moved them" },
	{ "letter", K(DELIVERY_FAILED), false, true, "the kind of letter that did not arrive" },
	{ "failed_to", K(DELIVERY_FAILED), true, false, "whom it was for" },
	{ "failed_why", K(DELIVERY_FAILED), true, false, "what the mail server said" },
	{ "referrer_not_told", K(DELIVERY_FAILED), false, false, "set when it was the referrer's acknowledgement" },
};

const struct template_variable *
template_variables(size_t *count_out)
{
	*count_out = sizeof(table) / sizeof(table[0]);
	return table;
}
