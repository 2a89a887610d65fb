/* SPDX-License-Identifier: ISC
 * TAKE: sizes first; small messages in ranges, large ones alone and streamed to disk. */
#include "daemon/fetcher_work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A range is held in memory whole, so it is bounded in messages and in bytes. */
#define RANGE_MESSAGES 100u
#define RANGE_BYTES    (4u << 20)
#define SMALL_BYTES    (512u << 10)
/* So many whose size is not told are asked for all the same: somebody may have taken thousands away. */
#define UNTOLD         50u
/* Messages at which the connection may break before it is the connection's fault. */
#define BREAKS         3u

struct load {
	struct fetcher_session *session;
	const struct fetcher_folder *folder;
	struct arena *arena;
	unsigned breaks;
};

struct body {
	struct fetcher_session *session;
	char name[FETCHER_NAME + 1];
	int fd;
	uint64_t size;
	bool unwritten;		/* the disk's fault, not the server's */
};

/* ---- files ---- */

static int
open_body(struct fetcher_session *s, struct body *b)
{
	*b = (struct body){ .session = s };
	(void)snprintf(b->name, sizeof(b->name), "%s-%u", s->prefix, s->files++);
	b->fd = openat(s->tmp, b->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b->fd < 0)
		return fetcher_session_fail(s, FETCHER_LOCAL, "a file in tmp/ cannot be made: %s", strerrordesc_np(errno));
	return 0;
}

static int
write_body(struct body *b, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(b->fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			b->unwritten = true;
			return fetcher_session_fail(b->session, FETCHER_LOCAL, "a file in tmp/ cannot be written: %s", strerrordesc_np(errno));
		}
		bytes += n;
		len -= (size_t)n;
		b->size += (uint64_t)n;
	}
	return 0;
}

static void
drop_body(struct body *b)
{
	close(b->fd);
	(void)unlinkat(b->session->tmp, b->name, 0);
}

static int
keep_body(struct body *b, const struct fetcher_entry *entry)
{
	struct fetcher_event e = { .news = FETCHER_TAKEN, .uid = entry->uid, .size = b->size,
	    .internaldate = entry->internaldate, .name = b->name };

	/* Some file systems tell of a full disk only now. */
	if (close(b->fd) != 0) {
		(void)unlinkat(b->session->tmp, b->name, 0);
		return fetcher_session_fail(b->session, FETCHER_LOCAL, "a file in tmp/ cannot be closed: %s", strerrordesc_np(errno));
	}
	fetcher_work_answer(&e);
	return 0;
}

static void
answer_missed(uint32_t uid, uint64_t size, enum fetcher_missed why)
{
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_MISSED, .uid = uid, .size = size, .missed = why });
}

/* ---- what the server sent ---- */

struct found {
	uint32_t uid;
	unsigned bodies;
	const char *bytes;
	size_t len;
};

static struct found
find_body(const struct mailimap_msg_att *att)
{
	struct found f = { 0 };

	for (clistiter *i = clist_begin(att->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *fixed;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC || item->att_data.att_static == NULL)
			continue;
		fixed = item->att_data.att_static;
		if (fixed->att_type == MAILIMAP_MSG_ATT_UID)
			f.uid = fixed->att_data.att_uid;
		if (fixed->att_type != MAILIMAP_MSG_ATT_BODY_SECTION || fixed->att_data.att_body_section == NULL)
			continue;
		f.bodies++;
		f.bytes = fixed->att_data.att_body_section->sec_body_part;
		f.len = fixed->att_data.att_body_section->sec_length;
	}
	return f;
}

/* BODY.PEEK[] and nothing else: it sets no flag, and has no structure to recurse into. */
static int
fetch_bodies(struct fetcher_session *s, struct mailimap_set *set, clist **list_out)
{
	struct mailimap_fetch_att *att = mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL));
	struct mailimap_fetch_type *type = att == NULL ? NULL : mailimap_fetch_type_new_fetch_att(att);
	int code;

	if (type == NULL)
		abort();
	*list_out = NULL;
	code = mailimap_uid_fetch(s->imap, set, type, list_out);
	/* After a failure libetpan leaves a pointer to what it has freed. */
	if (code != MAILIMAP_NO_ERROR)
		*list_out = NULL;
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	return code;
}

/* ---- one alone ---- */

/* NIL, or a body of no length where there was to be one: the server does not give it now (RFC 3501 section 7.4.2: NIL is no
 * string at all).  Taken for the message it would be an empty one, and the same as every other. */
static bool
is_nothing(const struct fetcher_entry *entry, uint64_t len)
{
	return len == 0 && entry->size > 0;
}

static bool
stream_body(int type, struct mailimap_msg_att_body_section *section, const char *bytes, size_t len, void *context)
{
	struct body *b = context;

	(void)type;
	(void)section;
	/* The rest is still read: the disk is full, the connection is not at fault. */
	if (!b->unwritten)
		(void)write_body(b, bytes, len);
	return true;
}

/* 1 when exactly this message came, 0 when none did, -1 when others did. */
static int
came_alone(clist *list, uint32_t uid)
{
	unsigned bodies = 0, ours = 0;

	for (clistiter *i = list == NULL ? NULL : clist_begin(list); i != NULL; i = clist_next(i)) {
		struct found f = find_body(clist_content(i));

		bodies += f.bodies;
		if (f.uid == uid)
			ours += f.bodies;
	}
	if (bodies == 0)
		return 0;
	return bodies == 1 && ours == 1 ? 1 : -1;
}

/* The server, or the connection, fails at one message: others are tried, a few times. */
static int
give_up_one(struct load *l, const struct fetcher_entry *entry)
{
	struct fetcher_session *s = l->session;
	enum fetcher_trouble trouble = s->trouble;
	char text[FETCHER_TEXT];

	(void)snprintf(text, sizeof(text), "%s", s->text);
	if (s->imap == NULL && (++l->breaks > BREAKS || fetcher_session_hold(s, l->folder) != 0))
		return l->breaks > BREAKS ? fetcher_session_fail(s, trouble, "%s", text) : -1;
	answer_missed(entry->uid, entry->size, FETCHER_NOT_GIVEN);
	return 0;
}

static int
load_alone(struct load *l, const struct fetcher_entry *entry)
{
	struct fetcher_session *s = l->session;
	struct body b;
	size_t used;
	clist *list;
	int code, came;

	if (open_body(s, &b) != 0)
		return -1;
	fetcher_session_bodies(s, s->settings.message_bytes);
	mailimap_set_msg_body_handler(s->imap, stream_body, &b);
	code = fetch_bodies(s, fetcher_session_set(&entry->uid, 1, 1, &used), &list);
	mailimap_set_msg_body_handler(s->imap, NULL, NULL);
	came = came_alone(list, entry->uid);
	if (list != NULL)
		mailimap_fetch_list_free(list);
	if (b.unwritten) {
		drop_body(&b);
		fetcher_session_close(s, false);
		return -1;
	}
	if (fetcher_session_judge(s, code, "FETCH") == 0 && came == 1 && !is_nothing(entry, b.size))
		return keep_body(&b, entry);
	drop_body(&b);
	if (came == 0 && s->imap != NULL && code == MAILIMAP_NO_ERROR) {
		answer_missed(entry->uid, entry->size, FETCHER_GONE);
		return 0;
	}
	return give_up_one(l, entry);
}

/* ---- a range ---- */

static int
by_entry(const void *a, const void *b)
{
	const struct fetcher_entry *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

static int
keep_found(struct fetcher_session *s, const struct found *f, const struct fetcher_entry *entry)
{
	struct body b;

	if (open_body(s, &b) != 0)
		return -1;
	if (write_body(&b, f->bytes, f->len) == 0)
		return keep_body(&b, entry);
	drop_body(&b);
	return -1;
}

static int
keep_range(struct fetcher_session *s, clist *list, const struct fetcher_entry *entries, size_t count, bool *done)
{
	for (clistiter *i = list == NULL ? NULL : clist_begin(list); i != NULL; i = clist_next(i)) {
		struct found f = find_body(clist_content(i));
		struct fetcher_entry key = { .uid = f.uid };
		const struct fetcher_entry *at = bsearch(&key, entries, count, sizeof(*entries), by_entry);

		if (at == NULL || done[at - entries] || f.bodies != 1 || f.bytes == NULL || is_nothing(at, f.len))
			continue;
		if (keep_found(s, &f, at) != 0)
			return -1;
		done[at - entries] = true;
	}
	return 0;
}

/* What a range did not bring is asked for again, each alone. */
static int
load_range(struct load *l, const struct fetcher_entry *entries, size_t count, uint64_t bytes)
{
	struct fetcher_session *s = l->session;
	uint32_t uids[RANGE_MESSAGES];
	bool done[RANGE_MESSAGES] = { false };
	size_t used;
	clist *list;
	int code, kept;

	for (size_t i = 0; i < count; i++)
		uids[i] = entries[i].uid;
	/* RFC822.SIZE is an estimate on some servers (Exchange): twice, and some. */
	fetcher_session_bodies(s, 2 * bytes + count * 4096);
	code = fetch_bodies(s, fetcher_session_set(uids, count, count, &used), &list);
	kept = keep_range(s, list, entries, count, done);
	if (list != NULL)
		mailimap_fetch_list_free(list);
	if (kept != 0)
		return -1;
	if (fetcher_session_judge(s, code, "FETCH") < 0 && (++l->breaks > BREAKS || fetcher_session_hold(s, l->folder) != 0))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!done[i] && load_alone(l, &entries[i]) != 0)
			return -1;
	return 0;
}

static int
load_entries(struct load *l, const struct fetcher_entry *entries, size_t count)
{
	size_t at = 0;

	while (at < count) {
		size_t first = at;
		uint64_t bytes = 0;

		while (at < count && at - first < RANGE_MESSAGES && entries[at].size <= SMALL_BYTES && bytes + entries[at].size <= RANGE_BYTES)
			bytes += entries[at++].size;
		if (at > first) {
			if (load_range(l, entries + first, at - first, bytes) != 0)
				return -1;
		} else if (entries[at].size > l->session->settings.message_bytes) {
			answer_missed(entries[at].uid, entries[at].size, FETCHER_TOO_LARGE);
			at++;
		} else if (load_alone(l, &entries[at++]) != 0) {
			return -1;
		}
	}
	return 0;
}

static int
load_chunk(struct load *l, const uint32_t *uids, size_t count)
{
	struct fetcher_entry *entries = arena_array(l->arena, count, sizeof(*entries));
	size_t there, at = 0, untold = 0;

	/* A message without a size is gone, or the server keeps that to itself: asked for it says which. */
	if (fetcher_list_sizes(l->session, uids, count, entries, &there) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (at < there && entries[at].uid == uids[i])
			at++;
		else if (untold++ >= UNTOLD)
			answer_missed(uids[i], 0, FETCHER_GONE);
		else if (load_alone(l, &(struct fetcher_entry){ uids[i], FETCHER_UNTOLD, FETCHER_NO_DATE }) != 0)
			return -1;
	}
	return load_entries(l, entries, there);
}

int
fetcher_load(struct fetcher_session *s, const struct fetcher_question *q, struct arena *a)
{
	struct load l = { .session = s, .folder = &q->folder, .arena = a };

	if (fetcher_session_hold(s, &q->folder) != 0)
		return -1;
	for (size_t at = 0; at < q->uids.count; at += FETCHER_CHUNK) {
		size_t n = q->uids.count - at < FETCHER_CHUNK ? q->uids.count - at : FETCHER_CHUNK;

		if (load_chunk(&l, q->uids.at + at, n) != 0)
			return -1;
	}
	fetcher_work_answer(&(struct fetcher_event){ .news = FETCHER_TAKE_DONE });
	return 0;
}
