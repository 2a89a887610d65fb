/* SPDX-License-Identifier: ISC
 *
 * tls: what "verified" means, for every connection this program opens.
 *
 * TLS 1.2 at least, the peer's chain checked against one CA file or the system's, and the
 * configured server name (never one the DNS gave) checked against the certificate's
 * subjectAltName (RFC 6125; the common name counts for nothing).  There is no way to
 * switch any of it off.  The process ignores SIGPIPE: OpenSSL writes with write(2).
 */
#ifndef DAEMON_TLS_H
#define DAEMON_TLS_H

#include "parsers/fail.h"

#include <stddef.h>

struct ssl_ctx_st;	/* SSL_CTX */
struct ssl_st;		/* SSL */

/* ca_file NULL or "": the system's.  NULL with STOP when it cannot be loaded.  Use one for as
 * many connections as you like. */
struct ssl_ctx_st *tls_client_context(const char *ca_file, struct fail *fail);
void tls_context_free(struct ssl_ctx_st *context);	/* NULL is fine */
/* A client for one connection that will shake hands only with `server` (a host name, or
 * an IP address, for which no SNI is sent).  Frees with SSL_free. */
struct ssl_st *tls_client(struct ssl_ctx_st *context, const char *server, struct fail *fail);
/* Binds the check of the name to an SSL somebody else made; 0 or -1. */
int tls_expect_server(struct ssl_st *ssl, const char *server, struct fail *fail);
/* Why the handshake just failed, one line, no personal value; empties the error queue. */
void tls_why(const struct ssl_st *ssl, char *why_out, size_t size);

#endif
