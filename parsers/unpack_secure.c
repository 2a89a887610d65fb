/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_secure.h"

#include "parsers/text.h"

enum { WRAPPER_LETTERS = 4000 };	/* a letter that says more than this has said something */

/* Places where a message is read, not the services' home pages, and not the hosts through
 * which they rewrite ordinary links (protect-xx.mimecast.com, urldefense.proofpoint.com). */
static const char *const readers[] = {
	"outlook.office365.com/encryption/", "outlook.office.com/encryption/", "office365.us/encryption/",	/* Microsoft Purview, OME */
	"reader.egress.com/", "switch.egress.com/ui/r", "switch.egress.com/viewer", "switch.egress.com/reader", "switch.egress.com/pickup",
	"mimecast.com/m/secure", "mimecast.com/m/portal", "mimecast.com/securemess", "/secure-messaging/",
	"/securereader/", "securereader.jsf", "/formpostdir/",		/* Proofpoint */
	"res.cisco.com/websafe", "/envelopeopener/", "/websafe/",
	"zixmail.net/s/", "zixmessagecenter.com/s/",
	"secure.virtru.com/start", "app.zivver.com/", "manager.galaxkey.com", "encrypt.barracudanetworks.com/",
	"://switch.egress.", "://reader.egress.", "://secure.", "://securemail.", "://secure-mail.", "://secureemail.", "://encrypt.", "://encryptedmail.",
	"voltage-pp-0000.", "/securemail/message", "securemail.trendmicro",
};

static const char *const invitations[] = {
	"read the message", "read message", "read your message", "read this message", "read secure message", "read the secure message", "read your secure message",
	"open message", "open the message", "open secure message", "open the secure message", "open your message", "view message", "view the message", "view your message", "view secure message",
	"view the secure message", "view this message", "access the message", "access your message", "access this message", "read secure email", "read the secure email", "open secure email", "view secure email", "open the secure email", "read encrypted message",
	"view encrypted message", "view the encrypted message", "open the encrypted message", "access the encrypted message", "read the protected message", "view the protected message", "sent you a protected message",
	"sent you a secure message", "sent you an encrypted message", "sent you a secure email", "sent you an encrypted email", "sent you a secure package", "received a secure message", "received an encrypted message", "received a secure email", "received an encrypted email",
};

/* How services speak of somebody else's message; people say "I have sent you".  With any link or
 * form to follow, that is enough. */
static const char *const services[] = {
	"has sent you a secure", "has sent you an encrypted", "has sent you a protected", "has sent you a confidential message",
	"you have received a secure", "you have received an encrypted", "you have received a protected", "you've received a secure", "you've received an encrypted", "you've received a protected",
	"you have a new secure", "you have a new encrypted", "you have been sent a secure", "you have been sent an encrypted", "you have been sent an nhsmail", "you have been sent a protected",
	"sent you a secure message via", "sent you a secure email via", "secure registered envelope", "new message on the cjsm", "received a secure email via cjsm", "nhsmail encrypted email", "nhsmail secure message",
};

static const char *const links[] = { "http://", "https://", "<form" };

bool
unpack_secure_is_wrapper(struct arena *a, struct span source, const struct block_list *blocks)
{
	struct arena_text t = arena_text(a);
	size_t letters = 0;
	struct span shown;

	for (size_t i = 0; i < blocks->count; i++) {
		/* What is quoted may well be a wrapper that somebody asks about. */
		if ((blocks->items[i].flags & BLOCK_MARGIN) != 0)
			continue;
		letters += blocks->items[i].text.len;
		if (letters > WRAPPER_LETTERS)
			return false;
		arena_put(&t, blocks->items[i].text);
		arena_put_byte(&t, ' ');
	}
	source = span_slice(source, 0, 512 * 1024);
	shown = text_squeeze(a, arena_text_span(&t));
	return (span_has_any_nocase(source, SPAN_WORDS(readers)) && span_has_any_nocase(shown, SPAN_WORDS(invitations))) ||
	    (span_has_any_nocase(source, SPAN_WORDS(links)) && span_has_any_nocase(shown, SPAN_WORDS(services)));
}
