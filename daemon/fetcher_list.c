/* SPDX-License-Identifier: ISC
 * POLL and CHECK. */
#include "daemon/fetcher_work.h"

#include "parsers/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RFC 3501 date-time; what is no date or time is none. */
static int64_t
instant(const struct mailimap_date_time *t)
{
	struct civil_date d = { t->dt_year, t->dt_month, t->dt_day };
	int zone = (t->dt_zone / 100) * 3600 + (t->dt_zone % 100) * 60;

	if (!civil_is_valid(d) || t->dt_hour < 0 || t->dt_hour > 23 || t->dt_min < 0 || t->dt_min > 59 ||
	    t->dt_sec < 0 || t->dt_sec > 60 || zone < -14 * 3600 || zone > 14 * 3600)
		return FETCHER_NO_DATE;
	return (int64_t)civil_to_days(d) * 86400 + t->dt_hour * 3600 + t->dt_min * 60 + t->dt_sec - zone;
}

static void
read_entry(const struct mailimap_msg_att *att, struct fetcher_entry *e)
{
	for (clistiter *i = clist_begin(att->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *fixed;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC || item->att_data.att_static == NULL)
			continue;
		fixed = item->att_data.att_static;
		if (fixed->att_type == MAILIMAP_MSG_ATT_UID)
			e->uid = fixed->att_data.att_uid;
		else if (fixed->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
			e->size = fixed->att_data.att_rfc822_size;
		else if (fixed->att_type == MAILIMAP_MSG_ATT_INTERNALDATE && fixed->att_data.att_internal_date != NULL)
			e->internaldate = instant(fixed->att_data.att_internal_date);
	}
}

static int
by_uid(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Keeps what was asked for, once each, in order: servers add answers of their own accord. */
static size_t
pick_entries(clist *list, const uint32_t *uids, size_t count, struct fetcher_entry *out)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		out[i] = (struct fetcher_entry){ 0, 0, FETCHER_NO_DATE };
	for (clistiter *i = clist_begin(list); i != NULL; i = clist_next(i)) {
		struct fetcher_entry e = { 0, 0, FETCHER_NO_DATE };
		const uint32_t *at;

		read_entry(clist_content(i), &e);
		at = bsearch(&e.uid, uids, count, sizeof(*uids), by_uid);
		if (at != NULL && (e.size != 0 || out[at - uids].uid == 0))
			out[at - uids] = e;
	}
	for (size_t i = 0; i < count; i++)
		if (out[i].uid != 0)
			out[n++] = out[i];
	return n;
}

static struct mailimap_fetch_type *
want_sizes(void)
{
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();

	if (type == NULL || mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid()) != 0 ||
	    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size()) != 0 ||
	    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate()) != 0)
		abort();
	return type;
}

int
fetcher_list_sizes(struct fetcher_session *s, const uint32_t *uids, size_t count, struct fetcher_entry *out, size_t *count_out)
{
	*count_out = 0;
	while (count > 0) {
		size_t used;
		struct mailimap_set *set = fetcher_session_set(uids, count, FETCHER_CHUNK, &used);
		struct mailimap_fetch_type *type = want_sizes();
		clist *list = NULL;
		int code;

		fetcher_session_control(s);
		code = mailimap_uid_fetch(s->imap, set, type, &list);
		mailimap_set_free(set);
		mailimap_fetch_type_free(type);
		/* After a failure the pointer leads to what libetpan has freed. */
		if (code == MAILIMAP_NO_ERROR && list != NULL) {
			*count_out += pick_entries(list, uids, used, out + *count_out);
			mailimap_fetch_list_free(list);
		}
		if (fetcher_session_judge(s, code, "FETCH of sizes") != 0)
			return -1;
		uids += used;
		count -= used;
	}
	return 0;
}

/* What SEARCH has named is there, though the server told no size of it: left out it would wait until the whole folder is
 * looked at again, and nobody would know of it. */
static void
name_all(const uint32_t *uids, size_t count, struct fetcher_entry *entries, size_t told)
{
	for (size_t i = count; i-- > 0;)
		entries[i] = told > 0 && entries[told - 1].uid == uids[i] ? entries[--told] : (struct fetcher_entry){ uids[i], FETCHER_UNTOLD, FETCHER_NO_DATE };
}

static void
answer_listing(const struct fetcher_session *s, bool everything, const struct fetcher_entry *entries, size_t count, bool complete)
{
	struct fetcher_event e = { .news = FETCHER_LISTING, .uidvalidity = s->uidvalidity, .uidnext = s->uidnext,
	    .exists = s->exists, .complete = complete, .everything = everything, .entries = entries, .count = count };

	fetcher_work_answer(&e);
}

/* Sorted, each once, none below `from`: "n:*" names the last message even when its uid is
 * below n (RFC 3501 section 9, seq-range). */
static uint32_t *
tidy_uids(clist *found, uint32_t from, struct arena *a, size_t *count_out)
{
	uint32_t *uids = arena_array(a, found == NULL ? 0 : (size_t)clist_count(found), sizeof(*uids));
	size_t n = 0, kept = 0;

	for (clistiter *i = found == NULL ? NULL : clist_begin(found); i != NULL; i = clist_next(i)) {
		uint32_t uid = *(const uint32_t *)clist_content(i);

		if (uid >= from && uid > 0)
			uids[n++] = uid;
	}
	qsort(uids, n, sizeof(*uids), by_uid);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || uids[kept - 1] != uids[i])
			uids[kept++] = uids[i];
	*count_out = kept;
	return uids;
}

static int
search(struct fetcher_session *s, uint32_t from, struct arena *a, uint32_t **uids_out, size_t *count_out)
{
	/* Last 0 is "*". */
	struct mailimap_search_key *key = mailimap_search_key_new_uid(mailimap_set_new_interval(from, 0));
	clist *found = NULL;
	int code;

	if (key == NULL)
		abort();
	fetcher_session_search(s);
	code = mailimap_uid_search(s->imap, NULL, key, &found);
	mailimap_search_key_free(key);
	if (code != MAILIMAP_NO_ERROR)
		found = NULL;
	*uids_out = tidy_uids(found, from, a, count_out);
	if (found != NULL)
		mailimap_search_result_free(found);
	return fetcher_session_judge(s, code, "SEARCH") == 0 ? 0 : -1;
}

/* The folder is open from the last poll: what is new in it is told whatever lies there, where
 * opening it again costs some servers a look at every message. */
static bool
is_open_still(struct fetcher_session *s, const struct fetcher_question *q)
{
	if (s->imap == NULL || s->folder == NULL || q->number <= 1 || s->uidvalidity != q->folder.uidvalidity || strcmp(s->folder, q->folder.name) != 0)
		return false;
	fetcher_session_control(s);
	if (fetcher_session_judge(s, mailimap_noop(s->imap), "NOOP") != 0 || s->imap->imap_selection_info == NULL)
		return false;
	s->exists = s->imap->imap_selection_info->sel_exists;
	return true;
}

/* UIDNEXT is said only when a folder is opened (RFC 3501 section 7.1): after that it is counted. */
static void
count_uids(struct fetcher_session *s, uint32_t from, const uint32_t *uids, size_t count)
{
	uint32_t next = count > 0 && uids[count - 1] < UINT32_MAX ? uids[count - 1] + 1 : from;

	if (s->uidnext != 0 && next > s->uidnext)
		s->uidnext = next;
}

int
fetcher_list(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	struct fetcher_entry *entries = arena_array(a, FETCHER_CHUNK, sizeof(*entries));
	uint32_t from = q->number, *uids;
	size_t count, told;
	bool everything, kept = is_open_still(s, q);

	if (!kept && fetcher_session_select(s, &q->folder, true) != 0)
		return -1;
	if (s->uidvalidity != q->folder.uidvalidity || from == 0)
		from = 1;
	everything = from == 1;
	if (s->exists == 0 || (!kept && s->uidnext != 0 && from >= s->uidnext)) {
		answer_listing(s, everything, NULL, 0, true);
		return 0;
	}
	if (search(s, from, a, &uids, &count) != 0)
		return -1;
	count_uids(s, from, uids, count);
	while (count > FETCHER_CHUNK) {
		size_t n;

		if (fetcher_list_sizes(s, uids, FETCHER_CHUNK, entries, &n) != 0)
			return -1;
		name_all(uids, FETCHER_CHUNK, entries, n);
		answer_listing(s, everything, entries, FETCHER_CHUNK, false);
		uids += FETCHER_CHUNK;
		count -= FETCHER_CHUNK;
	}
	if (fetcher_list_sizes(s, uids, count, entries, &told) != 0)
		return -1;
	name_all(uids, count, entries, told);
	answer_listing(s, everything, entries, count, true);
	return 0;
}

int
fetcher_look(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	struct fetcher_event e = { .news = FETCHER_OFFERS };
	struct arena_text t = arena_text(a);

	if (fetcher_session_select(s, &q->folder, true) != 0)
		return -1;
	arena_put_format(&t, "logged in, %lu messages in the folder; MOVE %s, UIDPLUS %s, IDLE %s", (unsigned long)s->exists,
	    s->has_move ? "yes" : "no", s->has_uidplus ? "yes" : "no", s->has_idle ? "yes" : "no");
	if (!s->has_move && !s->has_uidplus)
		arena_put_str(&t, "; without MOVE and UIDPLUS no message can be filed");
	e.text = arena_cstr(a, arena_text_span(&t));
	fetcher_work_answer(&e);
	return 0;
}
