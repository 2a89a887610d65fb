/* SPDX-License-Identifier: ISC
 *
 * compose_id: the names our letters carry, so that a reply or a bounce finds its case and
 * nobody else can make one up.
 *
 * A Message-ID is <referrald.KIND.ID.HASH@domain>; the tag in a letter's last line is
 * [REFERENCE:HASH], for clients that drop threading headers.  HASH is a truncated keyed
 * hash of what stands before it (120 and 80 bits), under the key that keyed_derive() gives
 * for the purpose "message-id".  Finding never trusts: a name whose hash does not fit is
 * as good as absent.  Letters' case is ignored in Message-IDs, since servers change it,
 * and the domain is not part of the hash, since relays rewrite it.  Pure.
 */
#ifndef DAEMON_COMPOSE_ID_H
#define DAEMON_COMPOSE_ID_H

#include "spool/keyed.h"

enum { COMPOSE_ID_KIND_MAX = 32, COMPOSE_ID_REFERENCE_MAX = 64 };

struct compose_id {
	char kind[COMPOSE_ID_KIND_MAX + 1];	/* a-z and '-': "acknowledgement", "deadline" */
	uint64_t id;				/* of the letter, or of the event that caused it */
};

/* With its angle brackets; the empty span when kind or domain is unusable. */
struct span compose_id_make(struct arena *a, const unsigned char key[KEYED_LEN], const struct compose_id *id, struct span domain);
/* The part before the '@' of a Message-ID, for ENVID (RFC 3461: at most 100 characters);
 * compose_id_check() takes it too.  Empty when it is not fit for that. */
struct span compose_id_envelope(struct span message_id);
/* One candidate, with or without brackets and domain. */
bool compose_id_check(struct span candidate, const unsigned char key[KEYED_LEN], struct compose_id *id_out);
/* The first genuine one anywhere in a text (References, a bounce's headers). */
bool compose_id_find(struct span text, const unsigned char key[KEYED_LEN], struct compose_id *id_out);

/* The tag; empty when the reference holds anything but letters, digits, '-', '/', '.', '_'. */
struct span compose_id_tag(struct arena *a, const unsigned char key[KEYED_LEN], struct span reference);
/* One candidate, with its brackets; the reference is borrowed from it. */
bool compose_id_tag_check(struct span candidate, const unsigned char key[KEYED_LEN], struct span *reference_out);
/* The first genuine one in a text, borrowed from it. */
bool compose_id_tag_find(struct span text, const unsigned char key[KEYED_LEN], struct span *reference_out);

/* The value of X-Referrald-Loop on everything this installation sends. */
struct span compose_id_loop(struct arena *a, const unsigned char key[KEYED_LEN]);

#endif
