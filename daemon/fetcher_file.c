/* SPDX-License-Identifier: ISC
 * MOVE: out of the source folder, and never anybody else's message with it. */
#include "daemon/fetcher_name.h"
#include "daemon/fetcher_work.h"

#include <stdlib.h>

/* Uids of one command: a slow server copies them all before it answers. */
#define AT_ONCE 200u

static int
mark_deleted(struct fetcher_session *s, struct mailimap_set *set)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	int code;

	if (flags == NULL || mailimap_flag_list_add(flags, mailimap_flag_new_deleted()) != MAILIMAP_NO_ERROR)
		abort();
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	if (store == NULL)
		abort();
	fetcher_session_control(s);
	code = mailimap_uid_store(s->imap, set, store);
	mailimap_store_att_flags_free(store);
	return fetcher_session_judge(s, code, "STORE");
}

/* RFC 6851 section 3.3 without MOVE.  Only UID EXPUNGE (RFC 4315): a plain EXPUNGE would
 * remove what other people marked. */
static int
copy_and_expunge(struct fetcher_session *s, struct mailimap_set *set, const char *to)
{
	int rc;

	fetcher_session_control(s);
	rc = fetcher_session_judge(s, mailimap_uid_copy(s->imap, set, to), "COPY");
	if (rc == 0)
		rc = mark_deleted(s, set);
	if (rc == 0) {
		fetcher_session_control(s);
		rc = fetcher_session_judge(s, mailimap_uid_expunge(s->imap, set), "EXPUNGE");
	}
	return rc;
}

static int
move_set(struct fetcher_session *s, struct mailimap_set *set, const char *to)
{
	if (!s->has_move)
		return copy_and_expunge(s, set, to);
	fetcher_session_control(s);
	return fetcher_session_judge(s, mailimap_uid_move(s->imap, set, to), "MOVE");
}

/* 0 when it was made just now. */
static int
make_folder(struct fetcher_session *s, const char *to)
{
	int rc;

	fetcher_session_control(s);
	rc = fetcher_session_judge(s, mailimap_create(s->imap, to), "CREATE");
	if (rc != 0)
		return rc;
	/* So that it shows in people's programs; whether it does changes nothing for us. */
	fetcher_session_control(s);
	return fetcher_session_judge(s, mailimap_subscribe(s->imap, to), "SUBSCRIBE") < 0 ? -1 : 0;
}

static void
answer_moved(const uint32_t *uids, size_t count, const char *why)
{
	fetcher_work_answer(&(struct fetcher_event){ .news = why == NULL ? FETCHER_MOVED : FETCHER_NOT_MOVED,
	    .text = why == NULL ? "" : why, .uids = uids, .count = count });
}

/* 1 when the server will not: the next ones may go. */
static int
move_some(struct fetcher_session *s, struct mailimap_set *set, const char *to, bool *made)
{
	int rc = move_set(s, set, to);

	if (rc > 0 && !*made) {
		*made = true;
		rc = make_folder(s, to);
		if (rc >= 0)
			rc = move_set(s, set, to);
	}
	return rc;
}

int
fetcher_file_away(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	const char *to = fetcher_name_encode(a, q->to);
	bool made = false;

	if (fetcher_session_hold(s, &q->folder) != 0)
		return -1;
	if (to == NULL)
		return fetcher_session_fail(s, FETCHER_NO_FOLDER, "the folder to move to has no possible name");
	if (!s->has_move && !s->has_uidplus)
		return fetcher_session_fail(s, FETCHER_UNSUPPORTED, "the server has neither MOVE nor UIDPLUS");
	for (size_t at = 0; at < q->uids.count;) {
		size_t used;
		struct mailimap_set *set = fetcher_session_set(q->uids.at + at, q->uids.count - at, AT_ONCE, &used);
		int rc = move_some(s, set, to, &made);

		mailimap_set_free(set);
		if (rc < 0)
			return -1;
		answer_moved(q->uids.at + at, used, rc == 0 ? NULL : s->text);
		at += used;
	}
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_MOVE_DONE });
	return 0;
}
