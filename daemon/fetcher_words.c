/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_words.h"

struct known {
	const char *words;
	enum fetcher_words_meaning meaning;
	const char *hint;
};

#define NOTHING FETCHER_WORDS_NOTHING
#define THROTTLED FETCHER_WORDS_THROTTLED
#define NO_IMAP " (wrong login, or IMAP is not enabled for this mailbox)"
#define NO_PASSWORDS " (the server takes no passwords: use oauth2)"

static const struct known phrases[] = {
	/* Exchange Online says this for a mailbox without rights, and when it throttles. */
	{ "authenticated but not connected", FETCHER_WORDS_NO_PERMISSION,
	    " (the login is good, but has no right on this mailbox: give it FullAccess (Add-MailboxPermission), and see that login is the mailbox's own address; if it had: it is throttled)" },
	{ "backoff time", THROTTLED, " (throttled)" },
	{ "throttl", THROTTLED, " (throttled)" },
	{ "too many", THROTTLED, " (too many connections or requests)" },
	{ "maximum number of connections", THROTTLED, " (too many connections)" },
	{ "rate limit", THROTTLED, " (throttled)" },
	{ "bandwidth limit", THROTTLED, " (throttled: too much was fetched in a day)" },
	{ "try again later", THROTTLED, " (temporarily unavailable)" },
	{ "temporar", THROTTLED, " (temporarily unavailable)" },
	{ "application-specific password", NOTHING, " (this login takes an application's password only: make one, or use oauth2)" },
	{ "imap is disabled", NOTHING, NO_IMAP },
	{ "imap access is disabled", NOTHING, NO_IMAP },
	{ "not enabled for imap", NOTHING, NO_IMAP },
	{ "basic auth", NOTHING, NO_PASSWORDS },
	{ "basicauth", NOTHING, NO_PASSWORDS },
	{ "expired", NOTHING, " (something expired: password or token)" },
	{ "quota", NOTHING, " (quota)" },
	{ "shutting down", THROTTLED, " (the server is shutting down)" },
};

static const struct known codes[] = {
	{ "UNAVAILABLE", THROTTLED, " [UNAVAILABLE]" },
	{ "LIMIT", THROTTLED, " [LIMIT]" },
	{ "INUSE", THROTTLED, " [INUSE]" },
	{ "THROTTLED", THROTTLED, " [THROTTLED]" },
	{ "OVERQUOTA", NOTHING, " [OVERQUOTA]" },
	{ "AUTHENTICATIONFAILED", NOTHING, " [AUTHENTICATIONFAILED]" },
	{ "AUTHORIZATIONFAILED", NOTHING, " [AUTHORIZATIONFAILED]" },
	{ "EXPIRED", NOTHING, " [EXPIRED]" },
	{ "PRIVACYREQUIRED", NOTHING, " [PRIVACYREQUIRED]" },
	{ "CONTACTADMIN", NOTHING, " [CONTACTADMIN]" },
	{ "NOPERM", FETCHER_WORDS_NO_PERMISSION, " [NOPERM]" },
	{ "NONEXISTENT", NOTHING, " [NONEXISTENT]" },
	{ "CANNOT", NOTHING, " [CANNOT]" },
	{ "SERVERBUG", NOTHING, " [SERVERBUG]" },
};

/* "Suggested Backoff Time: 12345 milliseconds", rounded up. */
static uint32_t
backoff(struct span text)
{
	static const struct span label = SPAN_LIT("backoff time:");
	size_t at = span_find_nocase(text, label), digits = 0;
	uint64_t ms;

	if (at == text.len)
		return 0;
	text = span_trim(span_slice(text, at + label.len, text.len));
	while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
		digits++;
	if (!span_number(span_slice(text, 0, digits), 86400000, &ms))
		return 0;
	return (uint32_t)((ms + 999) / 1000);
}

struct fetcher_words
fetcher_words_read(struct span text)
{
	struct fetcher_words w = { .hint = "" };

	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		if (span_find_nocase(text, span_str(phrases[i].words)) == text.len)
			continue;
		w.meaning = phrases[i].meaning;
		w.hint = phrases[i].hint;
		break;
	}
	w.retry_after_seconds = backoff(text);
	return w;
}

struct fetcher_words
fetcher_words_read_code(struct span code)
{
	struct fetcher_words w = { .hint = "" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (!span_eq_nocase_str(code, codes[i].words))
			continue;
		w.meaning = codes[i].meaning;
		w.hint = codes[i].hint;
		break;
	}
	return w;
}
