/* SPDX-License-Identifier: ISC
 * What could not be read: why, and what each side can do about it. */
#include "daemon/letter_inside.h"

struct remedy {
	const char *words;		/* "an attachment is ..." */
	const char *ask;		/* of the sender */
	const char *to_open;		/* for a coordinator */
};

static struct remedy
remedy_of(enum part_why why)
{
	static const char again[] = "Please send the form again as a Word document or as a PDF, or type the answers into a mail.";
	static const char by_hand[] = "Open the original by hand, with care.";

	switch (why) {
	case PART_WHY_PASSWORD:
		return (struct remedy){ "protected by a password",
			"Please ring us with the password and our reference: do not send it by e-mail. Or send the form again without a password, if your own rules allow that.",
			"With the password, by telephone:" };
	case PART_WHY_ENCRYPTED:
		return (struct remedy){ "encrypted for a key that we do not have",
			"Please send the form again without that encryption, by the secure mail that your agency uses with us, or as a Word document with a password and ring us with that.",
			"Ask for it again without encryption: it was meant for a key that is not here." };
	case PART_WHY_RIGHTS_MANAGED:
		return (struct remedy){ "rights-managed: only the addressee's own program opens it",
			"Please send the form again without the settings Encrypt or Do Not Forward, as an ordinary attachment.",
			"Open it in the mailbox itself, with Outlook, or ask for it again without Encrypt or Do Not Forward." };
	case PART_WHY_SECURE_MESSAGE:
		return (struct remedy){ "a link to a secure-mail service: a person must log in there",
			"A coordinator will try to log in there. Please ring us if that needs a code, or send the form again as an ordinary attachment, if your own rules allow that.",
			"Follow the link in the original, and save what is there before it expires." };
	case PART_WHY_DAMAGED:
		return (struct remedy){ "damaged", "Please send the form again: it may have been cut off on its way.", "Ask for it again; sometimes Word can still open the original." };
	case PART_WHY_TOO_LARGE:
		return (struct remedy){ "too large", "Please send the form by itself, without pictures or other papers.", by_hand };
	case PART_WHY_TOO_DEEP:
		return (struct remedy){ "nested too deeply", "Please send the form by itself, not inside other mails or archives.", by_hand };
	case PART_WHY_TOO_MANY:
		return (struct remedy){ "too many attachments", "Please send the form by itself.", by_hand };
	case PART_WHY_SCANNED_IMAGE:
		return (struct remedy){ "a scanned picture, which only a person can read",
			"A coordinator will read it. If you have the form as a Word document or a PDF that was filled in on screen, please send that too.", "Read the picture; record what it says with SET." };
	case PART_WHY_INFECTED:
		return (struct remedy){ "infected", "Please have your computer looked at, then send the form again.", "Do not open it. Ask for it again." };
	case PART_WHY_UNKNOWN_LABELS:
		return (struct remedy){ "the data of a form without its questions, and none of its fields is known here", "Please send the form itself, as a Word document or as a PDF, not what its button sends.",
			"Read the values in the original; the fields' names can be put into forms.conf as labels." };
	case PART_WHY_NONE:
	case PART_WHY_UNKNOWN_TYPE:
	case PART_WHY_CRASHED:
	case PART_WHY_TIMEOUT:
	case PART_WHY_EMPTY:
	case PART_WHY_ALTERNATIVE:
	case PART_WHY_SIGNATURE:
	case PART_WHY_NOT_A_FORM:
	case PART_WHY_NO_HELPER:
		break;
	}
	return (struct remedy){ "of a kind that could not be read", again, by_hand };
}

/* The part that could not be read, or NULL. */
static const struct part *
part_of(const struct letter_writing *w)
{
	return w->facts->decision == NULL ? NULL : w->facts->decision->class.unreadable;
}

static enum classify_class
class_of(const struct letter_writing *w)
{
	return w->facts->decision == NULL ? CLASSIFY_REFERRAL : w->facts->decision->class.class;
}

struct span
letter_unreadable(const struct letter_writing *w)
{
	if (part_of(w) != NULL)
		return arena_printf(w->arena, "- an attachment is %s", remedy_of(part_of(w)->why).words);
	if (class_of(w) == CLASSIFY_UNREADABLE)
		return SPAN_LIT("- the message itself could not be read");
	if (class_of(w) == CLASSIFY_EMPTY_FORM)
		return SPAN_LIT("- the form holds its questions, but no answers could be found in it");
	return SPAN_NONE;
}

struct span
letter_ask(const struct letter_writing *w)
{
	if (part_of(w) != NULL)
		return span_str(remedy_of(part_of(w)->why).ask);
	if (class_of(w) == CLASSIFY_EMPTY_FORM)
		return SPAN_LIT("Please see whether the copy you sent is the one that you filled in, and send that.");
	return class_of(w) == CLASSIFY_UNREADABLE ? span_str(remedy_of(PART_WHY_NONE).ask) : SPAN_NONE;
}

struct span
letter_to_open(const struct letter_writing *w)
{
	const struct part *p = part_of(w);

	if (p != NULL && p->why == PART_WHY_PASSWORD && w->facts->item > 0)
		return arena_printf(w->arena, "%s\n\n    referralctl item %lld reparse --password-file -", remedy_of(p->why).to_open, (long long)w->facts->item);
	if (p != NULL)
		return span_str(remedy_of(p->why).to_open);
	return class_of(w) == CLASSIFY_UNREADABLE || class_of(w) == CLASSIFY_EMPTY_FORM ? span_str(remedy_of(PART_WHY_NONE).to_open) : SPAN_NONE;
}
