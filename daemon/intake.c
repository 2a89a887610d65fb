/* SPDX-License-Identifier: ISC */
#include "daemon/intake.h"
#include "daemon/intake_attempt.h"
#include "daemon/intake_case.h"
#include "daemon/intake_keep.h"
#include "daemon/intake_look.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/say.h"
#include "daemon/scan.h"
#include "daemon/wire.h"
#include "parsers/form_wire.h"

/* A message read and waiting for its turn to be written: the order of arrival is kept. */
struct slot {
	struct arena *arena;
	struct arena *second;		/* of a second reading, as another form */
	struct reader_answer answer;
	unsigned attempts;		/* at reading it, this one included; 0: not counted yet */
	bool suspect;			/* too many attempts: not read in full again */
	bool ready;			/* answered, or there is nothing to read */
	struct span crashed;		/* why there is no full reading */
	bool unscanned;			/* nobody could look for viruses */
};

struct batch {
	struct keeper *k;
	struct reader *reader;
	struct intake_raws *raws;
	struct slot *slots;
	size_t asked, written;		/* how far into the batch */
	size_t committed;
	bool stopped;			/* the daemon is to stop: what is not written yet stays on the server */
	bool spent;			/* it ended at a message, or may have: the attempts count */
	enum { SCANNER_UNKNOWN, SCANNER_UP, SCANNER_DOWN } scanner;	/* as the register's fault has it */
	struct fail *f;
};

enum { COMMIT_AFTER = 50, PATIENCE_MS = 1500, LISTEN_MS = 300, READ_LIMIT_MS = 120000, SCAN_SECONDS = 30, PROBE_SECONDS = 10 };

struct reader *
intake_start_reader(const struct keeper *k, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct reader_settings s = {
		.walls = k->config->jail_seccomp_only ? JAIL_SECCOMP_ONLY : JAIL_STRICT,
		.forms = form_wire_encode(a, &k->config->forms), .wall_seconds = k->config->limits.read_seconds,
	};
	struct reader *r = reader_start(&s, f);

	arena_free(a);
	return r;
}

/* ---- read: in the jail, several at once ----------------------------------------------- */

/* There are bytes of it, so that it has a hash. */
static bool
has_bytes(const struct intake_raw *raw)
{
	return raw->missing.len == 0 && raw->raw.outcome != MAIL_GONE;
}

static void
settle_unread(struct slot *s, struct span why)
{
	s->crashed = why;
	s->ready = true;
	if (!s->answer.has_record)
		s->answer.record.flags |= RECORD_HEADERS_ONLY;
}

/* The fault of a scanner that does not answer: begun or ended, once a batch. */
static int
note_scanner(struct batch *b, bool up)
{
	struct register_fault fault = { .name = SPAN_LIT("scan"), .detail = SPAN_LIT("the virus scanner does not answer"), .since = keeper_now(b->k) };
	bool changed;

	if (b->scanner == (up ? SCANNER_UP : SCANNER_DOWN))
		return 0;
	b->scanner = up ? SCANNER_UP : SCANNER_DOWN;
	return up ? register_fault_clear(b->k->db, fault.name, SPAN_NONE, &changed, b->f) : register_fault_set(b->k->db, &fault, &changed, b->f);
}

/* The scanner is asked before any mail: then the fault stands or is over for the whole batch, and mail
 * that waits for it does so before an attempt at it counts: an outage would use them up, and the mail come in
 * unread.  -1: it waits. */
static int
await_scanner(struct batch *b)
{
	const struct config_scan *scan = &b->k->config->scan;
	struct fail down;
	bool up;

	if (scan->socket.len == 0)
		return 0;
	up = scan_probe(arena_cstr(b->raws->arena, scan->socket), PROBE_SECONDS, &down) == 0;
	if (note_scanner(b, up) != 0)
		return -1;
	if (up || !scan->waits)
		return 0;
	*b->f = down;
	return -1;
}

/* A descriptor for the reader's child; one that is down is not asked again in this batch. */
static int
find_scanner(struct batch *b, struct slot *s, struct reader_request *q)
{
	const struct config_scan *scan = &b->k->config->scan;
	struct fail down = { .class = FAIL_RETRY, .why = "the virus scanner gives no verdict" };

	if (scan->socket.len == 0)
		return 0;
	q->scanner = b->scanner == SCANNER_DOWN ? -1 : scan_connect(arena_cstr(s->arena, scan->socket), SCAN_SECONDS, &down);
	q->scans = q->scanner >= 0;
	s->unscanned = !q->scans;
	if (s->unscanned && note_scanner(b, false) != 0)
		return -1;
	if (q->scans || !scan->waits)
		return 0;
	b->spent = true;
	*b->f = down;
	return -1;
}

/* No verdict of a message: where the scanner gives one of nothing else either, it is down. */
static int
doubt_scanner(struct batch *b)
{
	say(SAY_WARNING, "step=scan result=no-verdict");
	if (b->scanner == SCANNER_DOWN || await_scanner(b) == 0)
		return 0;
	b->spent = true;
	return -1;
}

static void
leave_scanner(const struct reader_request *q)
{
	if (q->scans)
		(void)close(q->scanner);
}

/* Hands message i to the reader, or settles it where there is nothing to hand over. */
static int
ask(struct batch *b, size_t i)
{
	struct intake_raw *raw = &b->raws->items[i];
	struct slot *s = &b->slots[i];
	struct reader_request q = { .mode = READER_FULL };
	int result;

	s->arena = arena_new(0);
	/* The message is on the server still: it is fetched again before it counts as one without bytes. */
	if (raw->missing.len == 0 && !has_bytes(raw) && s->attempts <= b->k->config->limits.attempts) {
		b->spent = true;
		return fail_set(b->f, FAIL_RETRY, "a message that was fetched is not in tmp/");
	}
	if (!has_bytes(raw)) {
		settle_unread(s, raw->missing.len > 0 ? raw->missing : SPAN_LIT("damaged"));
		return 0;
	}
	/* It may be this message that killed the keeper before: its headers are tried once, so that
	 * whoever happened to be in hand each time is answered. */
	s->suspect = b->k->config->limits.attempts > 0 && s->attempts > b->k->config->limits.attempts;
	if (s->suspect && s->attempts > b->k->config->limits.attempts + 1) {
		settle_unread(s, SPAN_LIT("crashed"));
		return 0;
	}
	if (s->suspect)
		q.mode = READER_HEADERS_ONLY;
	q.fd = mail_open_raw(b->k->mail, raw->raw.sha256, b->f);
	if (q.fd < 0)
		return -1;
	result = find_scanner(b, s, &q);
	if (result == 0)
		result = reader_submit(b->reader, i, &q, b->f);
	leave_scanner(&q);
	(void)close(q.fd);
	return result;
}

static int
take_answer(struct batch *b, struct arena *a, const struct reader_answer *answer)
{
	struct slot *s = &b->slots[answer->id];
	bool doubtful = !s->unscanned && (answer->record.flags & RECORD_NOT_SCANNED) != 0;

	arena_free(s->arena);
	s->arena = a;
	s->answer = *answer;
	if (s->unscanned)
		s->answer.record.flags |= RECORD_NOT_SCANNED;
	if (s->suspect)
		settle_unread(s, SPAN_LIT("crashed"));
	else if (answer->outcome != READER_OK)
		settle_unread(s, intake_look_failure(answer->outcome));
	s->ready = true;
	return doubtful ? doubt_scanner(b) : 0;
}

/* Waits for one answer, and puts it in its slot; that of read_one() is given back with its arena. */
static int
next_answer(struct batch *b, int timeout_ms, struct reader_answer *out, struct arena **a_out)
{
	struct arena *a = arena_new(0);

	*a_out = NULL;
	if (!reader_next(b->reader, a, timeout_ms, out)) {
		arena_free(a);
		return 0;
	}
	if (out->outcome == READER_GONE || out->id > b->raws->count) {
		arena_free(a);
		b->spent = true;
		return fail_set(b->f, FAIL_RETRY, "the reader is gone");
	}
	if (out->id < b->raws->count)
		return take_answer(b, a, out);
	*a_out = a;
	return 0;
}

static bool
is_stopped(struct batch *b)
{
	b->stopped = b->stopped || keeper_is_stopping(b->k);
	return b->stopped;
}

/* Keeps the reader busy with messages before `end`, until the one whose turn it is has been answered, the time is
 * over or the daemon is to stop: an answer that comes before its turn is no reason to commit. */
static int
read_some(struct batch *b, size_t end, int timeout_ms)
{
	int64_t until = wire_now_ms() + timeout_ms, left = timeout_ms;
	struct reader_answer answer;
	struct arena *a;

	for (;;) {
		while (b->asked < end && reader_room(b->reader) > 0)
			if (ask(b, b->asked++) != 0)
				return -1;
		if (b->slots[b->written].ready || left <= 0 || is_stopped(b))
			return 0;
		if (next_answer(b, (int)(left < LISTEN_MS ? left : LISTEN_MS), &answer, &a) != 0)
			return -1;
		left = until - wire_now_ms();
	}
}

/* One message more, while others may be on their way: its id is one past the batch's. */
static int
read_one(struct batch *b, const struct reader_request *q, struct reader_answer *out, struct arena **a_out)
{
	*a_out = NULL;
	while (reader_room(b->reader) == 0)
		if (next_answer(b, READ_LIMIT_MS, out, a_out) != 0)
			return -1;
	if (reader_submit(b->reader, b->raws->count, q, b->f) != 0)
		return -1;
	while (*a_out == NULL)
		if (next_answer(b, READ_LIMIT_MS, out, a_out) != 0)
			return -1;
	return 0;
}

/* ---- write: decided and recorded, one step of the batch's transaction ------------------ */

static void
fill_item(const struct batch *b, const struct intake_raw *raw, const struct record *r, struct register_item *item)
{
	int64_t now = keeper_now(b->k);

	*item = (struct register_item){
		.uid = raw->uid, .size = raw->missing.len > 0 ? raw->claimed_size : raw->raw.size,
		.internaldate_at = raw->internaldate_at, .fetched_at = raw->found_at != 0 && raw->found_at < now ? raw->found_at : now,
	};
	memcpy(item->sha256, raw->raw.sha256, sizeof(item->sha256));
	intake_look_received(r, config_mailbox_find(b->k->config, raw->uid.place.mailbox), item);
}

static bool
wants_original(const struct decision *d)
{
	for (size_t i = 0; i < d->letters_count; i++)
		if (d->letters[i].with_original)
			return true;
	return false;
}

/* The raw message for a forward; mapped, and unmapped by the caller. */
static struct span
map_original(struct keeper *k, const struct register_item *item)
{
	struct fail ignored;
	struct stat st;
	void *bytes = MAP_FAILED;
	int fd = mail_open_raw(k->mail, item->sha256, &ignored);

	if (fd < 0)
		return SPAN_NONE;
	if (fstat(fd, &st) == 0 && st.st_size > 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	(void)close(fd);
	return bytes == MAP_FAILED ? SPAN_NONE : span_of(bytes, (size_t)st.st_size);
}

static bool
has_infected(const struct record *r)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if (r->parts.items[i].why == PART_WHY_INFECTED)
			return true;
	return false;
}

/* A route that names another form has the message read once more, as that form. */
static int
read_again(struct batch *b, struct slot *s, struct decide_context *x, const struct register_item *item, struct decision *d)
{
	struct reader_request q = { .mode = READER_FULL, .form = d->reread_as };
	struct reader_answer again;
	const struct route_result route = d->route;

	int result;

	q.fd = mail_open_raw(b->k->mail, item->sha256, b->f);
	if (q.fd < 0)
		return -1;
	result = find_scanner(b, s, &q);
	if (result == 0)
		result = read_one(b, &q, &again, &s->second);
	leave_scanner(&q);
	(void)close(q.fd);
	if (result != 0 || again.outcome != READER_OK)
		return result;
	/* What the scanner said of the first reading stands, should it be gone by now. */
	if (s->unscanned || (again.record.flags & RECORD_NOT_SCANNED) != 0) {
		if (has_infected(&s->answer.record))
			return 0;
		again.record.flags |= s->answer.record.flags & RECORD_NOT_SCANNED;
	}
	s->answer.record = again.record;
	x->routed = route.rule;
	decide_message(b->k->config, &s->answer.record, x, s->arena, d);
	d->route = route;
	return 0;
}

static int
decide(struct batch *b, size_t i, const struct register_item *item, struct decide_context *x, struct decision *d)
{
	struct slot *s = &b->slots[i];

	decide_message(b->k->config, &s->answer.record, x, s->arena, d);
	if (d->reread_as.len == 0 || s->crashed.len > 0)
		return 0;
	return read_again(b, s, x, item, d);
}

static int
note_found(struct batch *b, const struct intake_written *w)
{
	struct register_event e = { .item = w->item, .referral = w->referral, .kind = REGISTER_FOUND, .at = keeper_now(b->k), .who = SPAN_LIT("referrald") };
	int64_t id;

	return register_event_add(b->k->db, &e, &id, b->f);
}

static int
write_message(struct batch *b, size_t i, struct intake_written *out)
{
	struct intake_raw *raw = &b->raws->items[i];
	struct slot *s = &b->slots[i];
	struct register_item item;
	struct decide_context x = {
		.mailbox = config_mailbox_find(b->k->config, raw->uid.place.mailbox), .mailbox_name = raw->uid.place.mailbox, .own_loop = span_str(b->k->loop), .crashed = s->crashed, .now = keeper_now(b->k),
	};
	struct decision d;
	struct intake_message m = { .item = &item, .record = &s->answer.record, .context = &x, .decision = &d };
	struct intake_look_joined joined;
	int64_t first = 0;
	int result;

	fill_item(b, raw, &s->answer.record, &item);
	x.size = item.size;
	x.received_at = item.received_at;
	x.internaldate_at = item.internaldate_at;
	x.header_at = item.header_at;
	x.junk = x.mailbox != NULL && config_mailbox_is_junk(x.mailbox, raw->found_in.len > 0 ? raw->found_in : raw->uid.place.folder);
	if (has_bytes(raw) && register_item_find_sha(b->k->db, item.sha256, &first, b->f) != 0)
		return -1;
	if (first != 0) {
		result = intake_case_join_bytes(b->k, &item, first, s->arena, out, b->f);
	} else {
		if (intake_look_joined(b->k, m.record, s->arena, &x, &joined, b->f) != 0 || decide(b, i, &item, &x, &d) != 0)
			return -1;
		m.answered = joined.answered;
		m.referral = joined.referral;
		if (wants_original(&d))
			m.original = map_original(b->k, &item);
		result = intake_case_write(b->k, &m, s->arena, out, b->f);
		if (result == 0 && joined.has_said)
			result = register_item_said(b->k->db, joined.said, x.now, x.now - INTAKE_LOOK_SAID_SECONDS, b->f);
		/* A link too many, when the transaction fails, is made again in the next try. */
		if (result == 0 && item.status == REGISTER_ITEM_QUARANTINED && has_bytes(raw))
			result = mail_quarantine(b->k->mail, item.sha256, true, b->f);
		if (m.original.len > 0)
			(void)munmap((void *)(uintptr_t)m.original.at, m.original.len);
	}
	if (result == 0 && raw->found_at != 0)
		result = note_found(b, out);
	raw->item = out->item;
	raw->target = arena_copy(b->raws->arena, item.target);
	if (result == 0)
		say(item.reason.len > 0 ? SAY_WARNING : SAY_INFO, "step=intake item=%lld class=%.*s%s%.*s%s%.*s%s", (long long)out->item, SPAN_PF(item.class),
		    out->reference.len > 0 ? " ref=" : "", SPAN_PF(out->reference), item.reason.len > 0 ? " why=" : "", SPAN_PF(item.reason), out->joined_bytes ? " same-bytes=yes" : "");
	return result;
}

static void
drop_slot(struct slot *s)
{
	arena_free(s->arena);
	arena_free(s->second);
	*s = (struct slot){ 0 };
}

static int
commit(struct batch *b)
{
	if (!register_is_open(b->k->db))
		return 0;
	if (register_commit(b->k->db, b->f) != 0)
		return -1;
	for (; b->committed < b->written; b->committed++)
		b->raws->items[b->committed].taken = true;
	if (b->k->meanwhile != NULL)
		b->k->meanwhile(b->k->context);
	return 0;
}

static int
write_next(struct batch *b)
{
	struct intake_written written;

	if (!register_is_open(b->k->db) && register_begin(b->k->db, b->f) != 0)
		return -1;
	if (write_message(b, b->written, &written) != 0)
		return -1;
	drop_slot(&b->slots[b->written++]);
	/* A batch of slow messages takes longer than the supervisor waits for the loop. */
	say_notify("WATCHDOG=1");
	return 0;
}

/* Messages up to `end` in order of arrival, some in one transaction: but nobody else is kept from writing while
 * a slow reading is waited for, and letters need not wait for the last message of the batch. */
static int
run(struct batch *b, size_t end)
{
	while (b->written < end && !is_stopped(b)) {
		if (read_some(b, end, register_is_open(b->k->db) ? PATIENCE_MS : READ_LIMIT_MS) != 0)
			return -1;
		if (!b->slots[b->written].ready || b->written - b->committed == COMMIT_AFTER) {
			if (commit(b) != 0)
				return -1;
		} else if (!b->stopped && write_next(b) != 0)
			return -1;
	}
	return commit(b);
}

/* Counts an attempt at message i, once. */
static int
count_attempt(struct batch *b, size_t i)
{
	if (b->slots[i].attempts > 0)
		return 0;
	return register_item_attempt(b->k->db, &b->raws->items[i].uid, &b->slots[i].attempts, b->f);
}

/* Messages that were begun in a life that ended before they were written go one by one, so
 * that one that kills the keeper takes no other with it.  All counts of a group are one transaction. */
static int
count_group(struct batch *b, size_t *end_out)
{
	size_t end = b->written + 1, first = b->written + (b->slots[b->written].attempts > 0);

	if (register_begin_unflushed(b->k->db, b->f) != 0 || count_attempt(b, b->written) != 0)
		goto failed;
	while (b->slots[b->written].attempts == 1 && end < b->raws->count) {
		if (count_attempt(b, end) != 0)
			goto failed;
		if (b->slots[end].attempts > 1)
			break;
		end++;
	}
	*end_out = end;
	if (register_commit(b->k->db, b->f) == 0)
		return 0;
failed:
	for (size_t i = first; i <= end && i < b->raws->count; i++)
		b->slots[i].attempts = 0;
	return -1;
}

/* Attempts that were not brought to their end by nobody's fault but ours. */
static void
note_unspent(struct batch *b)
{
	for (size_t i = b->committed; i < b->raws->count; i++)
		if (i < b->written || b->slots[i].attempts > 0)
			intake_attempt_unspent(b->k, &b->raws->items[i].uid);
}

static int
run_groups(struct batch *b)
{
	while (b->written < b->raws->count && !is_stopped(b)) {
		size_t end;

		if (count_group(b, &end) != 0 || run(b, end) != 0)
			return -1;
	}
	return 0;
}

/* The reader must not be left with answers of a batch that was given up; one that is to stop is not waited for. */
static void
drain(struct batch *b)
{
	for (size_t i = b->written; i < b->asked && !b->stopped; i++) {
		struct arena *a = arena_new(0);
		struct reader_answer answer;
		bool more = reader_next(b->reader, a, READ_LIMIT_MS, &answer);

		arena_free(a);
		if (!more)
			break;
	}
	for (size_t i = b->written; i < b->raws->count; i++)
		drop_slot(&b->slots[i]);
}

int
intake_batch(struct keeper *k, struct reader *r, struct intake_raws *raws, struct fail *f)
{
	struct batch b = { .k = k, .reader = r, .raws = raws, .f = f };
	struct fail ignored;
	int result = -1;

	b.slots = arena_array(raws->arena, raws->count, sizeof(*b.slots));
	if (raws->count == 0)
		return 0;
	if (intake_attempt_take_back(k, f) != 0)
		return -1;
	if (raws->count > COMMIT_AFTER)
		register_make_room(k->db);
	if (await_scanner(&b) == 0 && intake_keep(k, raws, f) == 0 && run_groups(&b) == 0)
		result = 0;
	register_rollback(k->db);
	if (b.stopped || (result != 0 && f->class == FAIL_RETRY && !b.spent))
		note_unspent(&b);
	if (b.stopped)
		say(SAY_NOTICE, "step=intake result=stopped taken=%zu left=%zu", b.written, raws->count - b.written);
	drain(&b);
	/* If it cannot be done now it is before the next count. */
	(void)intake_attempt_take_back(k, &ignored);
	return result;
}
