/* SPDX-License-Identifier: ISC */
#include "daemon/token_inside.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { LIFE_UNKNOWN = 300, LIFE_MOST = 86400, WORD = 40 };

static const struct { const char *name, *mend; } troubles[] = {
	[TOKEN_UNREACHABLE] = { "unreachable", "the login server cannot be reached" },
	[TOKEN_TLS_FAILED] = { "tls-failed", "the login server's certificate or TLS was not accepted: see ca_file in oauth2" },
	[TOKEN_THROTTLED] = { "throttled", "the login server asks us to come less often" },
	[TOKEN_SECRET_EXPIRED] = { "secret-expired", "the client secret has expired: make a new one for the application, put it into client_secret_file, set secret_expires" },
	[TOKEN_SECRET_INVALID] = { "secret-invalid", "the client secret is refused: client_secret_file must hold its value (not its id) and belong to client_id" },
	[TOKEN_NO_CLIENT] = { "no-client", "the application or the tenant is not known there, or disabled: look at client_id, tenant and token_url" },
	[TOKEN_NO_CONSENT] = { "no-consent", "nobody has allowed the application this: an administrator grants it the mail permissions and consents" },
	[TOKEN_BLOCKED] = { "blocked", "an access policy of the tenant blocks this login: an administrator excepts the application" },
	[TOKEN_REVOKED] = { "revoked", "the refresh token has expired or was withdrawn: consent again, and put the new one into refresh_token_file" },
	[TOKEN_BAD_SCOPE] = { "bad-scope", "the scope is refused: client credentials take one that ends in /.default" },
	[TOKEN_PROTOCOL] = { "protocol", "the login server's answer makes no sense: look at token_url" },
	[TOKEN_LOCAL] = { "local", "no token can be asked for" },
};

const char *
token_trouble_name(enum token_trouble trouble)
{
	return troubles[trouble].name;
}

void
token_answer_fail(struct token_failure *failure, enum token_trouble trouble, const char *detail)
{
	bool more = detail != NULL && detail[0] != '\0';

	failure->trouble = trouble;
	(void)snprintf(failure->text, sizeof(failure->text), "%s: %s%s%.120s%s", troubles[trouble].name, troubles[trouble].mend,
	    more ? " (" : "", more ? detail : "", more ? ")" : "");
}

/* Microsoft's numbers, documented as AADSTS codes: they tell more than RFC 6749's words. */
static const struct { json_int_t code; enum token_trouble trouble; } numbers[] = {
	{ 7000222, TOKEN_SECRET_EXPIRED }, { 7000215, TOKEN_SECRET_INVALID }, { 7000218, TOKEN_SECRET_INVALID }, { 7000216, TOKEN_SECRET_INVALID },
	{ 700027, TOKEN_SECRET_INVALID }, { 700016, TOKEN_NO_CLIENT }, { 7000112, TOKEN_NO_CLIENT }, { 90002, TOKEN_NO_CLIENT },
	{ 900023, TOKEN_NO_CLIENT }, { 65001, TOKEN_NO_CONSENT }, { 65004, TOKEN_NO_CONSENT }, { 50105, TOKEN_NO_CONSENT },
	{ 53000, TOKEN_BLOCKED }, { 53001, TOKEN_BLOCKED }, { 53003, TOKEN_BLOCKED }, { 530003, TOKEN_BLOCKED }, { 50053, TOKEN_BLOCKED },
	{ 50057, TOKEN_BLOCKED }, { 70000, TOKEN_REVOKED }, { 70008, TOKEN_REVOKED }, { 700082, TOKEN_REVOKED }, { 700084, TOKEN_REVOKED },
	{ 50173, TOKEN_REVOKED }, { 50076, TOKEN_REVOKED }, { 50079, TOKEN_REVOKED }, { 50078, TOKEN_REVOKED }, { 70011, TOKEN_BAD_SCOPE },
	{ 1002012, TOKEN_BAD_SCOPE }, { 500011, TOKEN_BAD_SCOPE }, { 50196, TOKEN_THROTTLED }, { 90055, TOKEN_THROTTLED }, { 90033, TOKEN_UNREACHABLE },
};

/* RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628, and what Google and Microsoft added. */
static const struct { const char *error; enum token_trouble trouble; } words[] = {
	{ "invalid_client", TOKEN_SECRET_INVALID }, { "deleted_client", TOKEN_NO_CLIENT }, { "disabled_client", TOKEN_NO_CLIENT },
	{ "unauthorized_client", TOKEN_NO_CONSENT }, { "access_denied", TOKEN_NO_CONSENT }, { "consent_required", TOKEN_NO_CONSENT },
	{ "interaction_required", TOKEN_REVOKED }, { "invalid_grant", TOKEN_REVOKED }, { "admin_policy_enforced", TOKEN_BLOCKED },
	{ "org_internal", TOKEN_BLOCKED }, { "invalid_scope", TOKEN_BAD_SCOPE }, { "invalid_resource", TOKEN_BAD_SCOPE },
	{ "slow_down", TOKEN_THROTTLED }, { "rate_limit_exceeded", TOKEN_THROTTLED }, { "temporarily_unavailable", TOKEN_UNREACHABLE },
	{ "server_error", TOKEN_UNREACHABLE }, { "invalid_request", TOKEN_PROTOCOL }, { "unsupported_grant_type", TOKEN_PROTOCOL },
};

/* "AADSTS7000222: The provided client secret keys ... are expired." */
static json_int_t
number_in(const char *description)
{
	const char *at = description == NULL ? NULL : strstr(description, "AADSTS");
	json_int_t n = 0;

	for (at = at == NULL ? "" : at + 6; *at >= '0' && *at <= '9' && n < 100000000; at++)
		n = n * 10 + (*at - '0');
	return n;
}

static void
read_refusal(long http_status, const json_t *doc, struct token_failure *failure)
{
	const char *error = json_string_value(json_object_get(doc, "error"));
	json_int_t number = json_integer_value(json_array_get(json_object_get(doc, "error_codes"), 0));
	const char *word = "";
	char detail[WORD * 2];
	bool known = false;

	failure->trouble = http_status == 429 ? TOKEN_THROTTLED : http_status >= 500 ? TOKEN_UNREACHABLE : TOKEN_PROTOCOL;
	if (number <= 0)
		number = number_in(json_string_value(json_object_get(doc, "error_description")));
	for (size_t i = 0; error != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].error, error) == 0) {
			word = words[i].error;
			failure->trouble = words[i].trouble;
		}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].code == number) {
			failure->trouble = numbers[i].trouble;
			known = true;
		}
	if (known || (number > 0 && number < 100000000))
		(void)snprintf(detail, sizeof(detail), "HTTP %ld %s AADSTS%lld", http_status, word, (long long)number);
	else
		(void)snprintf(detail, sizeof(detail), "HTTP %ld%s%s", http_status, word[0] == '\0' ? "" : " ", word);
	token_answer_fail(failure, failure->trouble, detail);
}

/* Visible ASCII only: it becomes part of a command. */
static bool
take_text(const json_t *value, struct secret *out)
{
	const char *text = json_string_value(value);
	size_t len = text == NULL ? 0 : json_string_length(value);

	if (len == 0 || len > SECRET_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	memcpy(out->text, text, len);
	out->text[len] = '\0';
	out->len = len;
	return true;
}

/* A number; some servers write it as a string. */
static uint32_t
life(const json_t *value)
{
	json_int_t n = json_integer_value(value);
	uint64_t written;

	if (json_is_real(value))
		n = json_real_value(value) >= LIFE_MOST ? LIFE_MOST : (json_int_t)json_real_value(value);
	if (json_is_string(value) && span_number(span_str(json_string_value(value)), LIFE_MOST, &written))
		n = (json_int_t)written;
	return value == NULL || n < 0 ? LIFE_UNKNOWN : n > LIFE_MOST ? LIFE_MOST : (uint32_t)n;
}

static void
read_grant(const json_t *doc, struct token_answer *out)
{
	const json_t *refresh = json_object_get(doc, "refresh_token"), *type = json_object_get(doc, "token_type");

	if (type != NULL && !span_eq_nocase_str(span_str(json_string_value(type)), "Bearer"))
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "a token of another type than Bearer");
	else if (!take_text(json_object_get(doc, "access_token"), &out->access))
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "no usable access_token in it");
	else if (refresh != NULL && !take_text(refresh, &out->refresh))
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "an unusable refresh_token in it");
	else
		out->granted = true;
	out->good_for_seconds = life(json_object_get(doc, "expires_in"));
}

void
token_answer_read(long http_status, struct span body, struct token_answer *out)
{
	json_t *doc = json_loadb((const char *)body.at, body.len, JSON_REJECT_DUPLICATES, NULL);

	memset(out, 0, sizeof(*out));
	if (http_status >= 300 && http_status < 400)
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "a redirect, which is not followed");
	else if (http_status != 200)
		read_refusal(http_status, doc, &out->failure);
	else if (!json_is_object(doc))
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "no JSON object");
	else
		read_grant(doc, out);
	json_decref(doc);
}
