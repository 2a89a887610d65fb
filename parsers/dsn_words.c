/* SPDX-License-Identifier: ISC
 *
 * The sayings, as stems: servers vary the words around them.  None decides alone; dsn_prose
 * asks for a server's name, an address or the letter's own fields beside them.
 */
#include "parsers/dsn_words.h"

#include "parsers/text.h"

/* It will not be tried again, whatever else is said. */
static const char *const final[] = {
	"permanent error", "permanent fatal", "i've given up", "giving up", "not going to try again", "gave up", "no longer be retried",
};

static const char *const delays[] = {
	"will be retried", "being retried", "is still being", "warning only", "will continue to try", "attempts will continue", "continue to attempt", "has been delayed", "message delayed", "delayed mail",
	"delivery is delayed", "delivery delayed", "delayed delivery", "delivery delay", "(delay)", "not yet been delivered", "not been delivered yet", "has been postponed", "could not send message for past",
	"temporary failure", "zustellung verz\xC3\xB6gert", "distribution retard\xC3\xA9\x65", "entrega demorada", "vertraagde bezorging", "delivery warning",
};

static const char *const failures[] = {
	"not be delivered", "n't be delivered", "cannot be delivered", "was not delivered", "wasn't delivered", "not been delivered", "not delivered to", "did not reach", "unable to deliver", "able to deliver",
	"could not deliver", "couldn't deliver", "cannot deliver", "failed to deliver", "delivery failed", "delivery has failed", "delivery failure", "failure delivery", "delivery problem", "delivery error",
	"error during delivery", "failed recipient", "recipients failed", "recipient failed", "failed address", "following address(es) failed", "undeliver", "non-deliver", "nondeliver", "no valid recipients", "cannot be reached",
	"could not be reached", "user unknown", "unknown user", "no such user", "user not found", "user not known", "mailbox is full", "mailbox full", "mailbox exceeds", "over quota", "quota exceeded",
	"maximum delivery attempts", "returned mail", "mail returned", "returned to sender", "returning message", "returning to sender", "mail error", "failure notice", "failed mail", "mail failed", "mail failure", "has been returned",
	"permanent error", "permanent fatal", "permanent delivery", "this is the mail system at", "automatically by mail delivery software", "error was detected while processing", "error while being processed", "automatically rejected",
	"message was rejected", "attempting to deliver", "attempted to deliver", "invalid final delivery", "delivery status notification", "address rejected", "recipient rejected", "not a valid user", "mail delivery",
	"message delivery", "delivery report", "delivery status of a", "error sending your", "could not be sent", "couldn't be sent", "not be reached", "are not reachable", "message rejected", "mail rejected", "message was blocked", "message has been blocked", "mail was blocked", "reason: remote", "konnte nicht zugestellt", "nicht zugestellt werden", "unzustellbar", "zustellung fehlgeschlagen", "zur\xC3\xBC\x63kgewiesen", "n'a pas pu \xC3\xAAtre", "n'a pas pu etre",
	"nicht ausgeliefert", "nicht zustellbar", "zustellfehler", "fehler bei der nachrichtenzustellung", "non distribu", "non-distribu", "pas \xC3\xA9t\xC3\xA9 distribu", "\xC3\xA9\x63hec de la distribution",
	"n'a pas \xC3\xA9t\xC3\xA9 remis", "non remis", "\xC3\xA9\x63hec de la remise", "impossible de remettre", "no se pudo entregar", "no se ha podido entregar", "no entregado", "no se puede entregar", "correo devuelto",
	"error de entrega", "p\xC3\xB4\x64\x65 ser entregue", "n\xC3\xA3o foi entregue", "falha na entrega", "impossibile recapitare", "non recapitabile", "stato recapitato", "mancata consegna", "mancato recapito",
	"niet worden bezorgd", "niet bezorgd", "niet worden afgeleverd", "onbestelbaar", "kunde inte levereras", "inte att leverera", "kunne ikke leveres", "kan ikke leveres", "toimittaminen ep\xC3\xA4onnistui",
	"nie mo\xC5\xBCna dostarczy\xC4\x87", "nie zosta\xC5\x82\x61 dostarczona", "niedostarcz", "\xD0\xBD\xD0\xB5 \xD0\xB4\xD0\xBE\xD1\x81\xD1\x82\xD0\xB0\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE",
	"\xD0\xB1\xD1\x8B\xD1\x82\xD1\x8C \xD0\xB4\xD0\xBE\xD1\x81\xD1\x82\xD0\xB0\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBE", "\xD0\xBD\xD0\xB5\xD0\xB2\xD0\xBE\xD0\xB7\xD0\xBC\xD0\xBE\xD0\xB6\xD0\xBD\xD0\xBE \xD0\xB4\xD0\xBE\xD1\x81\xD1\x82\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD1\x8C",
	"\xE6\x97\xA0\xE6\xB3\x95\xE6\x8A\x95\xE9\x80\x92", "\xE6\x97\xA0\xE6\xB3\x95\xE5\x8F\x91\xE9\x80\x81", "\xE9\x80\x80\xE4\xBF\xA1", "\xE6\x8A\x95\xE9\x80\x92\xE5\xA4\xB1\xE8\xB4\xA5",
	"\xE9\x85\x8D\xE4\xBF\xA1\xE3\x81\xA7\xE3\x81\x8D\xE3\x81\xBE\xE3\x81\x9B\xE3\x82\x93", "\xE9\x85\x8D\xE4\xBF\xA1\xE4\xB8\x8D\xE8\x83\xBD", "nedoru\xC4\x8Diteln", "k\xC3\xA9zbes\xC3\xADthetetlen", "teslim edilemedi",
};

/* Reasons, where no code gives one. */
static const char *const lasting[] = {
	"user unknown", "unknown user", "unknown recipient", "recipient unknown", "no such user", "user not found", "user not known", "unknown address", "address unknown", "unknown or illegal alias", "recipient name is not recognized", "recipient name is not recognised",
	"does not exist", "doesn't exist", "did not exist", "not listed in", "no mailbox here", "no such mailbox", "mailbox not found", "invalid recipient", "not a valid user", "unknown host", "host unknown", "host not found", "domain not found", "unrouteable", "unroutable",
	"unknown local", "no such domain", "no such address", "no such recipient", "account has been disabled", "account is disabled", "account disabled", "mailbox disabled", "mailbox is disabled", "mailbox has been disabled", "couldn't be found", "could not be found", "wasn't found",
	"addressee unknown", "existe pas", "doesn't have a", "does not have a", "invalid final delivery", "did not exactly match", "no such account", "not our customer", "no longer valid", "not a known user",
	"benutzer unbekannt", "empf\xC3\xA4nger unbekannt", "adresse unbekannt", "existiert nicht", "nicht vorhanden", "nicht gefunden", "utilisateur inconnu", "destinataire inconnu", "adresse inconnue", "introuvable",
};
static const char *const full[] = {
	"mailbox is full", "mailbox full", "inbox is full", "folder is full", "quota", "exceeded the space", "exceeded storage", "mailbox exceeds", "storage allocation", "storage limit", "too much mail",
	"postfach ist voll", "postfach voll", "postfach ist \xC3\xBC\x62\x65rf\xC3\xBCllt", "lettres pleine", "bo\xC3\xAEte pleine", "est pleine",
};
static const char *const passing[] = {
	"exceeds allowed size", "not been collected",
	"timed out", "timeout exceeded", "connection refused", "temporar", "try again later", "not responding", "not reachable", "could not be reached", "cannot be reached", "failing for a long time", "allowed queue period", "maximum delivery attempts", "retry time", "aborted after", " attempts",
};
/* What servers say whatever the reason. */
static const char *const given_up[] = { "permanent", "given up", "giving up", "gave up" };

#define HOLDS(folded, table) span_has_any(folded, SPAN_WORDS(table))

bool
dsn_words_find(struct span folded, enum dsn_action *action_out)
{
	bool late = HOLDS(folded, delays);

	*action_out = late && !HOLDS(folded, final) ? DSN_DELAYED : DSN_FAILED;
	return late || HOLDS(folded, failures);
}

bool
dsn_words_full(struct span folded)
{
	return HOLDS(folded, full) && !HOLDS(folded, lasting);
}

enum dsn_severity
dsn_words_severity(struct span folded)
{
	bool hard = HOLDS(folded, lasting), soft = HOLDS(folded, passing) || HOLDS(folded, full);

	if (hard == soft)
		return !hard && HOLDS(folded, given_up) ? DSN_HARD : DSN_SEVERITY_UNKNOWN;
	return hard ? DSN_HARD : DSN_SOFT;
}

/* Curly apostrophes are as frequent as straight ones; quoted lines and boxes of asterisks
 * break no saying. */
struct span
dsn_words_fold(struct arena *a, struct span text)
{
	struct arena_text t = arena_text(a);
	struct span mark = SPAN_LIT("\xE2\x80\x99");

	for (size_t i = 0; i < text.len; i++) {
		if (span_starts(span_slice(text, i, text.len), mark)) {
			arena_put_byte(&t, '\'');
			i += mark.len - 1;
		} else {
			arena_put_byte(&t, text.at[i] == '*' || text.at[i] == '#' || text.at[i] == '>' || text.at[i] == '_' ? ' ' : text.at[i]);
		}
	}
	return text_lower(a, text_squeeze(a, arena_text_span(&t)));
}
