/* SPDX-License-Identifier: ISC
 *
 * dsn_words: what mail servers say when they could not deliver.  Inside of room dsn.
 */
#ifndef PARSERS_DSN_WORDS_H
#define PARSERS_DSN_WORDS_H

#include "parsers/dsn.h"

/* Whether a text (made comparable by dsn_words_fold) speaks of a letter that failed or is late;
 * DSN_FAILED or DSN_DELAYED in *action_out. */
bool dsn_words_find(struct span folded, enum dsn_action *action_out);
/* Whether what it says of the reason may get better: a full mailbox may, an unknown name will not. */
enum dsn_severity dsn_words_severity(struct span folded);
/* Whether it is a full mailbox, and no other matter. */
bool dsn_words_full(struct span folded);
/* One line, lower case, straight apostrophes, no markup characters. */
struct span dsn_words_fold(struct arena *a, struct span text);

#endif
