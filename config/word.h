/* SPDX-License-Identifier: ISC
 *
 * word: the shapes of single words in the config: addresses, domains, dates, clock times.
 */
#ifndef CONFIG_WORD_H
#define CONFIG_WORD_H

#include "parsers/civil.h"

/* No control character is in it. */
bool word_is_line(struct span s);
/* ASCII letters, digits and - _ . alone: what is one word wherever it stands. */
bool word_is_name(struct span s);
/* local@domain, one address, ASCII (libesmtp speaks no SMTPUTF8), the domain with a dot. */
bool word_is_email(struct span s);
/* Letters, digits and hyphens between dots (RFC 1035, 2.3.1). */
bool word_is_domain(struct span s);
/* The address lies in the domain, or in one below it. */
bool word_is_within(struct span email, struct span domain);
/* YYYY-MM-DD and, after a blank, the rest of the line; false when the date is none. */
bool word_date(struct span s, struct civil_date *date_out, struct span *rest_out);
/* "2026-08-03", or "2026-08-03 to 2026-08-14"; false when the end comes first. */
bool word_period(struct span s, struct civil_date *from_out, struct civil_date *until_out);
/* HH:MM as a second of the day; 24:00 is its end. */
bool word_clock(struct span s, int *second_out);
/* "SCP-{year}-{seq:4}": letters, digits and - _ . /, one {seq} or {seq:N}, at most one {year}. */
bool word_is_reference(struct span s);
/* Two names of folders are one folder's: INBOX in any letters (RFC 3501, 5.1), others byte for byte. */
bool word_same_folder(struct span a, struct span b);

/* "monday" to "friday". */
bool word_weekday(struct span s, enum civil_weekday *out);

#endif
