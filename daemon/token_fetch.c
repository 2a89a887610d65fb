/* SPDX-License-Identifier: ISC */
#include "daemon/token_inside.h"

#include "spool/keyed.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MOST = 65536, HEADERS_MOST = 65536, CONNECT_SECONDS = 15, FORM_MOST = 3 * 2 * SECRET_MAX + 16384 };

/* Loaded by the one process that needs it: linked, it and forty others would be mapped into every child. */
#define LIBRARY "libcurl-gnutls.so.4"

static struct {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_setopt) *set;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(curl_easy_getinfo) *get;
	__typeof__(curl_easy_strerror) *words;
	__typeof__(curl_easy_escape) *escape;
	__typeof__(curl_free) *release;
	__typeof__(curl_easy_cleanup) *cleanup;
} lib;

static bool
load(void)
{
	const struct { const char *name; void *to; } table[] = {
		{ "curl_global_init", &lib.global_init }, { "curl_easy_init", &lib.init }, { "curl_easy_setopt", &lib.set }, { "curl_easy_perform", &lib.perform },
		{ "curl_easy_getinfo", &lib.get }, { "curl_easy_strerror", &lib.words }, { "curl_easy_escape", &lib.escape }, { "curl_free", &lib.release },
		{ "curl_easy_cleanup", &lib.cleanup },
	};
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL), *found;

	for (size_t i = 0; handle != NULL && i < sizeof(table) / sizeof(table[0]); i++) {
		if ((found = dlsym(handle, table[i].name)) == NULL)
			return false;
		memcpy(table[i].to, &found, sizeof(found));
	}
	return handle != NULL && lib.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

struct exchange {
	CURL *curl;
	char form[FORM_MOST];			/* what is posted, wiped */
	size_t form_len;
	bool overflow;
	unsigned char body[BODY_MOST];
	size_t body_len, headers_len;
	char why[CURL_ERROR_SIZE];
};

/* ---- the question ---- */

static void
put_text(struct exchange *x, const char *text)
{
	size_t len = strlen(text);

	if (len >= sizeof(x->form) - x->form_len) {
		x->overflow = true;
		return;
	}
	memcpy(x->form + x->form_len, text, len + 1);
	x->form_len += len;
}

static void
put_pair(struct exchange *x, const char *name, const char *value)
{
	char *escaped;

	if (value == NULL || value[0] == '\0')
		return;
	escaped = lib.escape(x->curl, value, 0);
	if (escaped == NULL)
		abort();
	put_text(x, x->form_len > 0 ? "&" : "");
	put_text(x, name);
	put_text(x, "=");
	put_text(x, escaped);
	keyed_wipe(escaped, strlen(escaped));
	lib.release(escaped);
}

static void
write_form(struct exchange *x, const struct token_request *q)
{
	put_pair(x, "grant_type", q->refresh == NULL ? "client_credentials" : "refresh_token");
	put_pair(x, "client_id", q->settings->client_id);
	put_pair(x, "client_secret", q->client_secret->text);
	put_pair(x, "refresh_token", q->refresh == NULL ? NULL : q->refresh->text);
	put_pair(x, "scope", q->settings->scope);
}

/* ---- the answer ---- */

/* Giving back less than was offered ends the transfer. */
static size_t
on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *x = context;
	size_t len = size * count;

	if (len > sizeof(x->body) - x->body_len)
		return 0;
	memcpy(x->body + x->body_len, bytes, len);
	x->body_len += len;
	return len;
}

static size_t
on_header(char *bytes, size_t size, size_t count, void *context)
{
	struct exchange *x = context;

	(void)bytes;
	x->headers_len += size * count;
	return x->headers_len > HEADERS_MOST ? 0 : size * count;
}

/* ---- the way ---- */

static bool
set_up(struct exchange *x, const struct token_settings *s)
{
	long seconds = (long)(s->seconds == 0 ? TOKEN_SECONDS : s->seconds);
	CURL *c = x->curl;
	bool own_ca = s->ca_file != NULL && s->ca_file[0] != '\0';

	return lib.set(c, CURLOPT_URL, s->url) == CURLE_OK && lib.set(c, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
	    lib.set(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK && lib.set(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    lib.set(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK && (!own_ca || lib.set(c, CURLOPT_CAINFO, s->ca_file) == CURLE_OK) &&
	    (!own_ca || lib.set(c, CURLOPT_CAPATH, NULL) == CURLE_OK) && lib.set(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	    lib.set(c, CURLOPT_PROXY, "") == CURLE_OK && lib.set(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    lib.set(c, CURLOPT_TIMEOUT, seconds) == CURLE_OK && lib.set(c, CURLOPT_CONNECTTIMEOUT, seconds < CONNECT_SECONDS ? seconds : (long)CONNECT_SECONDS) == CURLE_OK &&
	    lib.set(c, CURLOPT_ERRORBUFFER, x->why) == CURLE_OK && lib.set(c, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
	    lib.set(c, CURLOPT_WRITEDATA, x) == CURLE_OK && lib.set(c, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
	    lib.set(c, CURLOPT_HEADERDATA, x) == CURLE_OK && lib.set(c, CURLOPT_USERAGENT, "referrald/" REFERRALD_VERSION) == CURLE_OK &&
	    lib.set(c, CURLOPT_POSTFIELDS, x->form) == CURLE_OK && lib.set(c, CURLOPT_POSTFIELDSIZE, (long)x->form_len) == CURLE_OK;
}

static enum token_trouble
trouble_of(CURLcode code)
{
	static const struct { CURLcode code; enum token_trouble trouble; } table[] = {
		{ CURLE_PEER_FAILED_VERIFICATION, TOKEN_TLS_FAILED }, { CURLE_SSL_CONNECT_ERROR, TOKEN_TLS_FAILED },
		{ CURLE_SSL_CACERT_BADFILE, TOKEN_TLS_FAILED }, { CURLE_SSL_CIPHER, TOKEN_TLS_FAILED }, { CURLE_SSL_ISSUER_ERROR, TOKEN_TLS_FAILED },
		{ CURLE_SSL_INVALIDCERTSTATUS, TOKEN_TLS_FAILED }, { CURLE_WRITE_ERROR, TOKEN_PROTOCOL }, { CURLE_UNSUPPORTED_PROTOCOL, TOKEN_PROTOCOL },
		{ CURLE_URL_MALFORMAT, TOKEN_PROTOCOL }, { CURLE_WEIRD_SERVER_REPLY, TOKEN_PROTOCOL }, { CURLE_HTTP2, TOKEN_PROTOCOL },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code)
			return table[i].trouble;
	return TOKEN_UNREACHABLE;
}

/* libcurl's words say which name or certificate, and hold nothing of ours. */
static void
judge_way(const struct exchange *x, CURLcode code, struct token_failure *failure)
{
	token_answer_fail(failure, trouble_of(code), code == CURLE_WRITE_ERROR ? "it is larger than can be right" :
	    x->why[0] != '\0' ? x->why : lib.words(code));
	for (char *c = failure->text; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
}

static void
post(struct exchange *x, struct token_answer *out)
{
	CURLcode code = lib.perform(x->curl);
	curl_off_t wait = 0;
	long status = 0;

	if (code != CURLE_OK) {
		judge_way(x, code, &out->failure);
		return;
	}
	(void)lib.get(x->curl, CURLINFO_RESPONSE_CODE, &status);
	token_answer_read(status, span_of(x->body, x->body_len), out);
	if (!out->granted && lib.get(x->curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
		out->failure.retry_after_seconds = wait > 86400 ? 86400 : (uint32_t)wait;
}

void
token_fetch(const struct token_request *q, struct token_answer *out)
{
	struct exchange *x = calloc(1, sizeof(*x));

	memset(out, 0, sizeof(*out));
	if (x == NULL)
		abort();
	if (!load() || (x->curl = lib.init()) == NULL) {
		token_answer_fail(&out->failure, TOKEN_LOCAL, LIBRARY " cannot be loaded");
		free(x);
		return;
	}
	write_form(x, q);
	if (x->overflow || !set_up(x, q->settings))
		token_answer_fail(&out->failure, TOKEN_PROTOCOL, "the request cannot be made");
	else
		post(x, out);
	lib.cleanup(x->curl);
	keyed_wipe(x, sizeof(*x));
	free(x);
}
