/* SPDX-License-Identifier: ISC
 * MOVE: out of the source folder, and never anybody else's message with it. */
#include "daemon/fetcher_work.h"

#include <stdlib.h>

/* Uids of one command: a slow server copies them all before it answers. */
#define AT_ONCE 200u
/* Refusals in one question after which no smaller parts are tried: two messages among 200 cost 15. */
#define REFUSALS 20u

/* What one command moved: where each of the uids went. */
struct filed {
	const uint32_t *uids;
	size_t count;
	uint32_t to[AT_ONCE];
	uint32_t to_uidvalidity;
};

/* ---- COPYUID (RFC 4315 section 3) ---- */

struct walk {
	clistiter *item;
	uint32_t at;			/* 0: at the start of item */
};

/* The next uid of a set, 0 at its end.  Intervals are a server's: read one by one, never counted. */
static uint32_t
next_uid(struct walk *w)
{
	const struct mailimap_set_item *i;

	if (w->item == NULL)
		return 0;
	i = clist_content(w->item);
	w->at = w->at == 0 ? i->set_first : w->at + 1;
	if (w->at == 0 || i->set_last < i->set_first)
		return 0;
	if (w->at < i->set_last)
		return w->at;
	w->item = clist_next(w->item);
	w->at = 0;
	return i->set_last;
}

static void
note_places(struct filed *f, struct mailimap_set *source, struct mailimap_set *dest)
{
	struct walk from = { source == NULL ? NULL : clist_begin(source->set_list), 0 }, to = { dest == NULL ? NULL : clist_begin(dest->set_list), 0 };

	for (size_t steps = 0, i = 0; steps < f->count; steps++) {
		uint32_t uid = next_uid(&from), place = next_uid(&to);

		if (uid == 0 || place == 0)
			break;
		while (i < f->count && f->uids[i] < uid)
			i++;
		if (i < f->count && f->uids[i] == uid)
			f->to[i] = place;
	}
	if (source != NULL)
		mailimap_set_free(source);
	if (dest != NULL)
		mailimap_set_free(dest);
}

/* ---- moving ---- */

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
copy_and_expunge(struct fetcher_session *s, struct mailimap_set *set, const char *to, struct filed *f)
{
	struct mailimap_set *source = NULL, *dest = NULL;
	int code, rc;

	fetcher_session_control(s);
	code = mailimap_uidplus_uid_copy(s->imap, set, to, &f->to_uidvalidity, &source, &dest);
	if (code == MAILIMAP_NO_ERROR)
		note_places(f, source, dest);
	rc = fetcher_session_judge(s, code, "COPY");
	if (rc == 0)
		rc = mark_deleted(s, set);
	if (rc == 0) {
		fetcher_session_control(s);
		rc = fetcher_session_judge(s, mailimap_uid_expunge(s->imap, set), "EXPUNGE");
	}
	return rc;
}

static int
move_set(struct fetcher_session *s, struct mailimap_set *set, const char *to, struct filed *f)
{
	struct mailimap_set *source = NULL, *dest = NULL;
	int code;

	if (!s->has_move)
		return copy_and_expunge(s, set, to, f);
	fetcher_session_control(s);
	code = mailimap_uidplus_uid_move(s->imap, set, to, &f->to_uidvalidity, &source, &dest);
	if (code == MAILIMAP_NO_ERROR)
		note_places(f, source, dest);
	return fetcher_session_judge(s, code, "MOVE");
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
answer_not_moved(const uint32_t *uids, size_t count, const char *why)
{
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_NOT_MOVED, .text = why, .uids = uids, .count = count });
}

struct filing {
	struct fetcher_session *session;
	const char *to;
	bool made;			/* CREATE was said: at most once */
	unsigned refusals;
};

/* 1 when the server will not: the next ones may go. */
static int
move_some(struct filing *w, struct mailimap_set *set, struct filed *f)
{
	int rc = move_set(w->session, set, w->to, f);

	if (rc > 0 && !w->made) {
		w->made = true;
		rc = make_folder(w->session, w->to);
		if (rc >= 0)
			rc = move_set(w->session, set, w->to, f);
	}
	return rc;
}

/* Of what is refused together each half is tried, so that one message that cannot be moved keeps no other where it is.  Not
 * without MOVE: what was copied before the refusal would be copied again. */
static int
move_uids(struct filing *w, const uint32_t *uids, size_t count, size_t *used_out)
{
	struct fetcher_session *s = w->session;
	struct filed f = { .uids = uids };
	struct mailimap_set *set = fetcher_session_set(uids, count, AT_ONCE, &f.count);
	bool able = s->has_move || s->has_uidplus;
	int rc = able ? move_some(w, set, &f) : 1;
	size_t half = f.count / 2, ignored;

	mailimap_set_free(set);
	*used_out = f.count;
	if (rc < 0)
		return -1;
	if (rc == 0)
		fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_MOVED, .uids = f.uids, .to_uids = f.to,
		    .to_uidvalidity = f.to_uidvalidity, .count = f.count });
	else if (s->has_move && s->trouble != FETCHER_THROTTLED && half > 0 && w->refusals++ < REFUSALS)
		return move_uids(w, uids, half, &ignored) != 0 || move_uids(w, uids + half, f.count - half, &ignored) != 0 ? -1 : 0;
	else
		answer_not_moved(f.uids, f.count, able ? s->text : "the server has neither MOVE nor UIDPLUS");
	return 0;
}

int
fetcher_file_away(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	struct filing w = { .session = s };

	if (fetcher_session_hold(s, &q->folder) != 0)
		return -1;
	w.to = fetcher_session_name(s, a, q->to);
	if (w.to == NULL)
		return fetcher_session_fail(s, FETCHER_NO_FOLDER, "the folder to move to has no possible name");
	for (size_t at = 0, used; at < q->uids.count; at += used)
		if (move_uids(&w, q->uids.at + at, q->uids.count - at, &used) != 0)
			return -1;
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_MOVE_DONE });
	return 0;
}
