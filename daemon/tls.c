/* SPDX-License-Identifier: ISC */
#include "daemon/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int
fail_tls(struct fail *fail, enum fail_class class, const char *what)
{
	char why[200];

	tls_why(NULL, why, sizeof(why));
	return fail_set(fail, class, "%s: %s", what, why);
}

struct ssl_ctx_st *
tls_client_context(const char *ca_file, struct fail *fail)
{
	bool own = ca_file != NULL && ca_file[0] != '\0';
	SSL_CTX *context;

	ERR_clear_error();
	context = SSL_CTX_new(TLS_client_method());
	if (context == NULL) {
		fail_tls(fail, FAIL_STOP, "TLS context");
		return NULL;
	}
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
	    (own ? SSL_CTX_load_verify_file(context, ca_file) : SSL_CTX_set_default_verify_paths(context)) != 1) {
		fail_tls(fail, FAIL_STOP, own ? ca_file : "the system's CA certificates");
		SSL_CTX_free(context);
		return NULL;
	}
	return context;
}

void
tls_context_free(struct ssl_ctx_st *context)
{
	SSL_CTX_free(context);
}

static bool
is_address(const char *server)
{
	unsigned char room[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, server, room) == 1 || inet_pton(AF_INET6, server, room) == 1;
}

int
tls_expect_server(struct ssl_st *ssl, const char *server, struct fail *fail)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);
	int good;

	ERR_clear_error();
	/* An empty name would match any certificate. */
	if (server == NULL || server[0] == '\0')
		return fail_set(fail, FAIL_STOP, "no server name to check the certificate against");
	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	if (is_address(server))
		good = X509_VERIFY_PARAM_set1_ip_asc(param, server);
	else
		good = X509_VERIFY_PARAM_set1_host(param, server, 0) == 1 && SSL_set_tlsext_host_name(ssl, server) == 1;
	return good ? 0 : fail_tls(fail, FAIL_STOP, "the server's name");
}

struct ssl_st *
tls_client(struct ssl_ctx_st *context, const char *server, struct fail *fail)
{
	SSL *ssl = SSL_new(context);

	if (ssl == NULL) {
		fail_tls(fail, FAIL_RETRY, "TLS");
		return NULL;
	}
	SSL_set_connect_state(ssl);
	if (tls_expect_server(ssl, server, fail) != 0) {
		SSL_free(ssl);
		return NULL;
	}
	return ssl;
}

void
tls_why(const struct ssl_st *ssl, char *why_out, size_t size)
{
	long verdict = ssl == NULL ? X509_V_OK : SSL_get_verify_result(ssl);
	unsigned long code = ERR_peek_last_error();
	const char *reason = code == 0 ? NULL : ERR_reason_error_string(code);

	if (verdict != X509_V_OK)
		(void)snprintf(why_out, size, "the certificate was not accepted: %s", X509_verify_cert_error_string(verdict));
	else if (reason != NULL)
		(void)snprintf(why_out, size, "%s", reason);
	else
		(void)snprintf(why_out, size, "%s", "the connection ended");
	ERR_clear_error();
}
