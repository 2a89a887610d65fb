/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_words.h"

struct known {
	const char *words;
	bool throttled;
	const char *hint;
};

static const struct known phrases[] = {
	/* Exchange Online says this for a mailbox without rights, and when it throttles. */
	{ "authenticated but not connected", false,
	    " (the login is good, but the mailbox is not there for it: permission missing, wrong name, or throttled)" },
	{ "backoff time", true, " (throttled)" },
	{ "throttl", true, " (throttled)" },
	{ "too many", true, " (too many connections or requests)" },
	{ "maximum number of connections", true, " (too many connections)" },
	{ "rate limit", true, " (throttled)" },
	{ "try again later", true, " (temporarily unavailable)" },
	{ "temporar", true, " (temporarily unavailable)" },
	{ "expired", false, " (something expired: password or token)" },
	{ "quota", false, " (quota)" },
	{ "shutting down", true, " (the server is shutting down)" },
};

static const struct known codes[] = {
	{ "UNAVAILABLE", true, " [UNAVAILABLE]" },
	{ "LIMIT", true, " [LIMIT]" },
	{ "INUSE", true, " [INUSE]" },
	{ "THROTTLED", true, " [THROTTLED]" },
	{ "OVERQUOTA", false, " [OVERQUOTA]" },
	{ "AUTHENTICATIONFAILED", false, " [AUTHENTICATIONFAILED]" },
	{ "AUTHORIZATIONFAILED", false, " [AUTHORIZATIONFAILED]" },
	{ "EXPIRED", false, " [EXPIRED]" },
	{ "PRIVACYREQUIRED", false, " [PRIVACYREQUIRED]" },
	{ "CONTACTADMIN", false, " [CONTACTADMIN]" },
	{ "NOPERM", false, " [NOPERM]" },
	{ "NONEXISTENT", false, " [NONEXISTENT]" },
	{ "CANNOT", false, " [CANNOT]" },
	{ "SERVERBUG", false, " [SERVERBUG]" },
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
		w.throttled = phrases[i].throttled;
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
		w.throttled = codes[i].throttled;
		w.hint = codes[i].hint;
		break;
	}
	return w;
}
