/* SPDX-License-Identifier: ISC
 *
 * fetcher_work: what the child does for each question.  Private to the room.
 *
 * Each answers on CHILD_SOCKET and gives 0, or -1 where TROUBLE (from the session) is the
 * answer still to be given.
 */
#ifndef DAEMON_FETCHER_WORK_H
#define DAEMON_FETCHER_WORK_H

#include "daemon/fetcher_session.h"

/* Sends one answer; a keeper that is gone or stuck ends the process. */
void fetcher_work_answer(const struct fetcher_event *event);

int fetcher_list(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a);
int fetcher_load(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a);
int fetcher_file_away(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a);
int fetcher_look(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a);
/* Ends with NEWMAIL by itself. */
void fetcher_await(struct fetcher_session *s, const struct fetcher_question *q);

/* Sizes and dates of uids (ascending) that are in the selected folder, in order; those
 * that are not there are left out.  At most FETCHER_CHUNK uids. */
int fetcher_list_sizes(struct fetcher_session *s, const uint32_t *uids, size_t count, struct fetcher_entry *entries_out, size_t *count_out);

#endif
