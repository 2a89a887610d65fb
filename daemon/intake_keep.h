/* SPDX-License-Identifier: ISC
 *
 * intake_keep: the first step of a batch, from tmp/ to mail/: durable, and with a note of where each came from.
 */
#ifndef DAEMON_INTAKE_KEEP_H
#define DAEMON_INTAKE_KEEP_H

#include "daemon/intake.h"

/* Hashes what a fetcher or an import left in tmp/, and puts it into mail/: then raw.outcome, sha256 and size are set.  What lies
 * in mail/ already and what has no file is passed over.  -1 with RETRY: some of it may have been kept, none of it is recorded. */
int intake_keep(struct keeper *k, struct intake_raws *raws, struct fail *f);

#endif
