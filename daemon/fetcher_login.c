/* SPDX-License-Identifier: ISC
 * The login by password or token, and where the server keeps this login's folders. */
#include "daemon/fetcher_session.h"

#include "daemon/secret.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET_MS   30000
/* Beyond a token's own seconds (at least 30) its room has ended by itself. */
#define TOKEN_ALARM 120u

static int
authenticate(struct fetcher_session *s, const struct secret *secret)
{
	bool bearer = s->token != NULL || s->settings.auth == FETCHER_AUTH_XOAUTH2;
	int code, rc;

	fetcher_session_connecting(s);
	if (bearer)
		code = mailimap_oauth2_authenticate(s->imap, s->settings.login, secret->text);
	else
		code = mailimap_login(s->imap, s->settings.login, secret->text);
	rc = fetcher_session_judge(s, code, "login");
	if (rc != 0 && s->trouble == FETCHER_PROTOCOL && s->refused)
		s->trouble = FETCHER_LOGIN_REFUSED;
	return rc;
}

static int
login_with_password(struct fetcher_session *s)
{
	enum secret_kind kind = s->settings.secret == FETCHER_SECRET_COMMAND ? SECRET_COMMAND : SECRET_FILE;
	struct secret secret;
	struct fail fail = { 0 };
	int rc;

	/* Anew each time: it may have been changed since. */
	if (secret_read(kind, s->settings.secret_from, SECRET_MS, &secret, &fail) != 0)
		return fetcher_session_fail(s, FETCHER_NO_SECRET, "%s", fail.why);
	rc = authenticate(s, &secret);
	secret_wipe(&secret);
	if (rc != 0 && s->trouble == FETCHER_LOGIN_REFUSED && s->settings.auth != FETCHER_AUTH_XOAUTH2)
		(void)strncat(s->text, "; see that login and its password are right, and that the server takes passwords: Microsoft 365 does not (oauth2)", sizeof(s->text) - strlen(s->text) - 1);
	return rc == 0 ? 0 : -1;
}

static const struct secret *
access_token(struct fetcher_session *s, bool anew)
{
	struct token_failure failure;
	const struct secret *token;

	(void)alarm(s->settings.token.seconds + TOKEN_ALARM);
	token = token_get(s->token, anew, &failure);
	if (token == NULL) {
		fetcher_session_fail(s, FETCHER_NO_TOKEN, "%s", failure.text);
		s->retry_after_seconds = failure.retry_after_seconds;
	}
	return token;
}

/* One from memory may have been withdrawn since: a refusal then counts only of a new one. */
static int
login_with_token(struct fetcher_session *s)
{
	const struct secret *token = access_token(s, false);
	int rc = token == NULL ? -1 : authenticate(s, token);

	if (rc > 0 && s->trouble == FETCHER_LOGIN_REFUSED && s->token_was_kept && (token = access_token(s, true)) != NULL)
		rc = authenticate(s, token);
	if (rc == 0)
		return 0;
	if (s->trouble == FETCHER_LOGIN_REFUSED)
		(void)strncat(s->text, "; the token itself was given: the application lacks IMAP.AccessAsApp, is unknown to Exchange (New-ServicePrincipal), or login is not the mailbox's address",
		    sizeof(s->text) - strlen(s->text) - 1);
	return -1;
}

int
fetcher_login_prepare(struct fetcher_session *s)
{
	s->token_was_kept = s->token != NULL && token_is_kept(s->token);
	return s->token != NULL && access_token(s, false) == NULL ? -1 : 0;
}

int
fetcher_login(struct fetcher_session *s)
{
	return s->token != NULL ? login_with_token(s) : login_with_password(s);
}

/* ---- namespaces ---- */

/* A prefix too long to be one, or a name of ours with CR or LF in it, is none. */
static void
take_namespace(struct fetcher_session *s, const char *prefix, char delimiter)
{
	struct span text = span_str(prefix);

	s->names = (struct fetcher_namespace){ .delimiter = delimiter };
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < ' ' || text.at[i] > '~' || text.len >= sizeof(s->names.prefix))
			return;
	if (delimiter > ' ' && delimiter <= '~')
		(void)snprintf(s->names.prefix, sizeof(s->names.prefix), "%.*s", SPAN_PF(text));
	else
		s->names.delimiter = '\0';
}

/* RFC 2342; without it RFC 3501 section 6.3.8, whose empty name asks for the delimiter. */
int
fetcher_login_names(struct fetcher_session *s)
{
	struct mailimap_namespace_data *data = NULL;
	const struct mailimap_mailbox_list *one;
	clist *list = NULL;
	int code;

	fetcher_session_control(s);
	if (mailimap_has_namespace(s->imap)) {
		code = mailimap_namespace(s->imap, &data);
		if (code == MAILIMAP_NO_ERROR && data != NULL && data->ns_personal != NULL && clist_begin(data->ns_personal->ns_data_list) != NULL) {
			const struct mailimap_namespace_info *info = clist_content(clist_begin(data->ns_personal->ns_data_list));

			take_namespace(s, info->ns_prefix, info->ns_delimiter);
		}
		if (code == MAILIMAP_NO_ERROR && data != NULL)
			mailimap_namespace_data_free(data);
		return fetcher_session_judge(s, code, "NAMESPACE") < 0 ? -1 : 0;
	}
	code = mailimap_list(s->imap, "", "", &list);
	if (code == MAILIMAP_NO_ERROR && list != NULL) {
		one = clist_begin(list) == NULL ? NULL : clist_content(clist_begin(list));
		take_namespace(s, "", one == NULL ? '\0' : one->mb_delimiter);
		mailimap_list_result_free(list);
	}
	return fetcher_session_judge(s, code, "LIST") < 0 ? -1 : 0;
}
