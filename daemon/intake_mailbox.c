/* SPDX-License-Identifier: ISC */
#include "daemon/intake_mailbox_inside.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/say.h"
#include "daemon/server.h"
#include "daemon/wire.h"

enum { BACKOFF_FIRST = 30, BACKOFF_MOST = 1800, GRACE_MS = 2000, STUCK_MS = 3600000, IDLE_SECONDS = 1500 };

struct intake_mailbox *
intake_mailbox_new(struct keeper *k, struct reader **reader, const struct config_mailbox *config)
{
	struct intake_mailbox *m = calloc(1, sizeof(*m));
	struct arena *a = arena_new(0);

	if (m == NULL)
		abort();
	*m = (struct intake_mailbox){ .k = k, .reader = reader, .config = config, .settings_arena = a };
	m->settings = server_mailbox(a, config);
	m->settings.tmp_dir = mail_tmp_path(k->mail);
	m->settings.message_bytes = k->config->limits.message_bytes;
	return m;
}

static void
drop_raws(struct intake_mailbox *m, struct intake_raws *raws)
{
	for (size_t i = 0; i < raws->count; i++)
		mail_drop(m->k->mail, &raws->items[i].raw);
	arena_free(raws->arena);
	*raws = (struct intake_raws){ 0 };
}

static void
end_pass(struct intake_mailbox *m)
{
	drop_raws(m, &m->raws);
	drop_raws(m, &m->ready);
	arena_free(m->late_arena);
	arena_free(m->pass);
	m->taking = m->late_arena = m->pass = NULL;
	m->has_ready = m->failed = false;
	m->raws_capacity = 0;
	m->wanted = NULL;
	m->wanted_count = m->wanted_capacity = m->wanted_next = 0;
	m->moves = NULL;
	m->moves_count = m->moves_capacity = m->moves_asked = m->moves_open = m->moves_noted = 0;
	m->not_moved = false;
	m->skipped = m->wholes = 0;
	m->skipped_why = SPAN_NONE;
	m->doing = RESTING;
}

void
intake_mailbox_free(struct intake_mailbox *m)
{
	if (m == NULL)
		return;
	end_pass(m);
	fetcher_stop(m->fetcher, GRACE_MS);
	arena_free(m->settings_arena);
	free(m);
}

/* The pass is over, badly: wait twice as long as the last time, a little more or less. */
static void
give_up(struct intake_mailbox *m, const char *trouble, const char *text, int64_t at_least)
{
	struct fail ignored;
	struct arena *a = arena_new(0);
	struct register_fault fault = { .name = SPAN_LIT("fetch"), .of = m->config->name, .detail = arena_printf(a, "%s: %s", trouble, text), .since = keeper_now(m->k) };
	int64_t wait = BACKOFF_FIRST;
	uint32_t chance;
	bool is_new;

	for (unsigned i = 0; i < m->failures && wait < BACKOFF_MOST; i++)
		wait *= 2;
	wait = wait > BACKOFF_MOST ? BACKOFF_MOST : wait;
	/* Several that lost the same server must not come back in step. */
	keyed_random(&chance, sizeof(chance));
	wait += chance % (wait / 4 + 1) - wait / 8;
	wait = wait < at_least ? at_least : wait;
	m->next_at_ms = wire_now_ms() + wait * 1000;
	m->not_before_ms = wire_now_ms() + at_least * 1000;
	m->idling = false;
	memset(m->watermarks, 0, sizeof(m->watermarks));
	m->failures++;
	m->troubled = true;
	say(SAY_WARNING, "step=fetch mailbox=%.*s result=retry trouble=%s why=\"%s\" wait=%lld", SPAN_PF(m->config->name), trouble, text, (long long)wait);
	if (register_fault_set(m->k->db, &fault, &is_new, &ignored) != 0)
		keeper_note(m->k, KEEPER_INTAKE, &ignored);
	arena_free(a);
	end_pass(m);
}

static void
lose_fetcher(struct intake_mailbox *m, const struct fail *f)
{
	fetcher_stop(m->fetcher, 0);
	m->fetcher = NULL;
	give_up(m, "child", f->why, 0);
}

/* The pass is over.  One that could not open a folder is no good one, though the line is sound: nobody knows what lies there. */
static void
finish(struct intake_mailbox *m)
{
	struct fail f;
	bool was, was_troubled = m->troubled;

	m->troubled = m->skipped > 0;
	m->recoveries += !m->troubled && (m->recoveries == 0 || was_troubled);
	m->failures = 0;
	m->next_at_ms = wire_now_ms() + m->config->poll_seconds * 1000;
	if (register_fault_clear(m->k->db, SPAN_LIT("fetch"), m->config->name, &was, &f) == 0 &&
	    (m->skipped > 0 || register_fault_clear(m->k->db, SPAN_LIT("folder"), m->config->name, &was, &f) == 0) &&
	    (m->not_moved || m->wholes < m->config->folders.count || register_fault_clear(m->k->db, SPAN_LIT("move"), m->config->name, &was, &f) == 0))
		keeper_note(m->k, KEEPER_INTAKE, NULL);
	end_pass(m);
}

/* Between passes the server may say that mail has come; it is polled all the same. */
static int
rest(struct intake_mailbox *m, struct fail *f)
{
	struct arena *a;
	struct fetcher_folder first;
	int result;

	if (!m->config->idle || m->k->fixed_now)
		return 0;
	a = arena_new(0);
	first = (struct fetcher_folder){ arena_cstr(a, m->config->folders.items[0]), 0 };
	result = fetcher_idle(m->fetcher, &first, m->config->poll_seconds < IDLE_SECONDS ? (uint32_t)m->config->poll_seconds : IDLE_SECONDS, f);
	arena_free(a);
	m->idling = result == 0;
	m->heard_at_ms = wire_now_ms();
	return result;
}

void
intake_mailbox_poll(struct intake_mailbox *m, bool now_please)
{
	struct fail f;

	if (m->doing != RESTING || m->config->folders.count == 0 || wire_now_ms() < (now_please ? m->not_before_ms : m->next_at_ms))
		return;
	m->pass = arena_new(0);
	m->heard_at_ms = wire_now_ms();
	m->folder = 0;
	m->idling = false;
	if (m->fetcher == NULL)
		m->fetcher = fetcher_start(m->k->exe, &m->settings, &f);
	if (m->fetcher == NULL)
		give_up(m, "child", f.why, 0);
	else if (intake_mailbox_folder_poll(m, &f) != 0)
		lose_fetcher(m, &f);
}

struct fetcher_folder
intake_mailbox_folder(const struct intake_mailbox *m)
{
	return (struct fetcher_folder){ arena_cstr(m->pass, m->config->folders.items[m->folder]), m->uidvalidity };
}

struct register_place
intake_mailbox_place(const struct intake_mailbox *m)
{
	return (struct register_place){ m->config->name, m->config->folders.items[m->folder], m->uidvalidity };
}

static int
next_folder(struct intake_mailbox *m, struct fail *f)
{
	if (m->folder + 1 < m->config->folders.count) {
		m->folder++;
		m->moves_count = m->moves_asked = m->moves_open = m->moves_noted = 0;
		m->wanted_count = m->wanted_next = 0;
		return intake_mailbox_folder_poll(m, f);
	}
	finish(m);
	return rest(m, f);
}

/* A fetcher with nothing in hand fetches while no batch lies ready, so that one does when the last was read; else it tells the
 * mailbox what was committed, a batch's worth or what is left.  So neither is waited for while there is mail to read. */
static int
ask_next(struct intake_mailbox *m, struct fail *f)
{
	bool more = m->wanted_next < m->wanted_count, ignored;

	if (fetcher_busy(m->fetcher))
		return 0;
	if (more && !m->has_ready)
		return intake_mailbox_take_more(m, f);
	if ((more || m->has_ready || m->taking_in) && m->moves_open < INTAKE_BATCH)
		return 0;
	return intake_mailbox_move_more(m, &ignored, f);
}

/* What comes next in this pass. */
static int
go_on(struct intake_mailbox *m, struct fail *f)
{
	if (ask_next(m, f) != 0)
		return -1;
	/* About to stop, and so perhaps not all of it taken in: no folder is done with by that. */
	if (fetcher_busy(m->fetcher) || m->has_ready || m->taking_in || keeper_is_stopping(m->k))
		return 0;
	if (intake_mailbox_folder_done(m, f) != 0)
		return -1;
	return next_folder(m, f);
}

/* Moved, and then the keeper died or its disk was full before it could say so. */
static int
note_left(struct intake_mailbox *m, struct fail *f)
{
	struct arena_text still = arena_text(m->pass);
	struct register_place where = intake_mailbox_place(m);

	for (size_t i = 0; i < m->moves_count; i++)
		arena_put_format(&still, "%c%u", i == 0 ? '[' : ',', m->moves[i].uid);
	arena_put_str(&still, m->moves_count == 0 ? "[]" : "]");
	return register_item_left(m->k->db, &where, arena_text_span(&still), keeper_now(m->k), f);
}

/* Of each folder: one that is opened says nothing of another. */
static int
note_select(struct intake_mailbox *m, struct fail *f)
{
	struct register_alive alive = { SPAN_LIT("select"), config_mailbox_folder_name(m->pass, m->config, m->folder), keeper_now(m->k) };

	return register_alive_set(m->k->db, &alive, f);
}

/* The batch that lies ready.  What the fetcher has to do meanwhile it is asked first. */
static int
take_ready(struct intake_mailbox *m, struct fail *f)
{
	struct intake_raws raws = m->ready;
	struct fail ignored = { .class = FAIL_NONE };
	int asked, result;

	m->ready = (struct intake_raws){ 0 };
	m->has_ready = false;
	m->taking_in = true;
	asked = ask_next(m, &ignored);
	result = intake_mailbox_take_in(m, &raws, f);
	m->taking_in = false;
	arena_free(raws.arena);
	if (result != 0)
		return -1;
	if (asked != 0) {
		*f = ignored;
		return -1;
	}
	return m->failed || m->late_arena != NULL ? 0 : go_on(m, f);
}

static int
take_done(struct intake_mailbox *m, struct fail *f)
{
	m->ready = m->raws;
	m->has_ready = true;
	m->raws = (struct intake_raws){ 0 };
	m->taking = NULL;
	return go_on(m, f);
}

/* As far as it tells, the next folder may do well.  Where it is the whole mailbox each says so. */
static bool
is_of_folder(enum fetcher_trouble trouble)
{
	return trouble == FETCHER_NO_FOLDER || trouble == FETCHER_NO_PERMISSION || trouble == FETCHER_UNSUPPORTED;
}

/* What came before the trouble is taken in all the same, so that a message that breaks the
 * connection keeps none of the others from coming in. */
static int
take_trouble(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	int result;

	/* One folder of several that cannot be opened keeps no mail of the others waiting. */
	if (m->doing == POLLING && is_of_folder(e->trouble) && m->config->folders.count > 1) {
		if (intake_mailbox_folder_skip(m, e, f) != 0)
			return -1;
		if (m->skipped < m->config->folders.count)
			return next_folder(m, f);
	}
	result = m->ready.count > 0 ? intake_mailbox_take_in(m, &m->ready, f) : 0;
	m->ready.count = 0;
	if (result == 0 && m->raws.count > 0) {
		result = intake_mailbox_take_in(m, &m->raws, f);
		m->raws.count = 0;
	}
	give_up(m, fetcher_trouble_name(e->trouble), e->text, e->retry_after_seconds);
	return result;
}

static int
handle(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	switch (e->news) {
	case FETCHER_LISTING:
		if (intake_mailbox_take_listing(m, e, f) != 0)
			return -1;
		if (!e->complete)
			return 0;
		m->wholes += m->whole;
		return note_select(m, f) != 0 || (m->whole && note_left(m, f) != 0) ? -1 : go_on(m, f);
	case FETCHER_TAKEN:
	case FETCHER_MISSED:
		return intake_mailbox_take_note(m, e, f);
	case FETCHER_TAKE_DONE:
		return take_done(m, f);
	case FETCHER_MOVED:
		return intake_mailbox_move_note(m, e, f);
	case FETCHER_NOT_MOVED:
		return intake_mailbox_move_refused(m, e, f);
	case FETCHER_MOVE_DONE:
		return go_on(m, f);
	case FETCHER_TROUBLE:
		return take_trouble(m, e, f);
	case FETCHER_NEWMAIL:
		if (m->idling)
			m->next_at_ms = 0;
		m->idling = false;
		return 0;
	case FETCHER_OFFERS:
		return 0;
	}
	return 0;
}

/* As fetcher_next(); what was put off comes first. */
static int
next_event(struct intake_mailbox *m, struct arena **a_out, struct fetcher_event *e, struct fail *f)
{
	int got;

	if (m->failed) {
		m->failed = false;
		*f = m->late_fail;
		return -1;
	}
	if (m->late_arena != NULL) {
		*a_out = m->late_arena;
		*e = m->late;
		m->late_arena = NULL;
		return 1;
	}
	*a_out = arena_new(0);
	got = fetcher_next(m->fetcher, *a_out, e, f);
	if (got != 0)
		m->heard_at_ms = wire_now_ms();
	return got;
}

static bool
is_pass(const struct intake_mailbox *m)
{
	return m->fetcher != NULL && (m->doing != RESTING || m->idling) && !keeper_is_stopping(m->k);
}

/* Our side failed: the child may be in the midst of a question, so it goes. */
static int
fail_pass(struct intake_mailbox *m, struct fail *f)
{
	if (f->class == FAIL_STOP)
		return -1;
	lose_fetcher(m, f);
	return 0;
}

int
intake_mailbox_handle(struct intake_mailbox *m, struct fail *f)
{
	while (is_pass(m)) {
		struct arena *a = NULL;
		struct fetcher_event e;
		int got = next_event(m, &a, &e, f), result = 0;

		if (got < 0 || (got > 0 && handle(m, &e, f) != 0))
			result = fail_pass(m, f);
		arena_free(a);
		if (result != 0)
			return -1;
		if (got <= 0)
			break;
	}
	/* One batch: then others have their turn. */
	return is_pass(m) && m->has_ready && take_ready(m, f) != 0 ? fail_pass(m, f) : 0;
}

void
intake_mailbox_meanwhile(struct intake_mailbox *m)
{
	int got = 1;

	while (got > 0 && m->taking_in && !m->failed && m->late_arena == NULL && is_pass(m)) {
		struct arena *a = NULL;
		struct fetcher_event e;

		got = next_event(m, &a, &e, &m->late_fail);
		if (got > 0 && e.news == FETCHER_TROUBLE) {
			m->late = e;
			m->late_arena = a;
			return;
		}
		m->failed = got < 0 || (got > 0 && handle(m, &e, &m->late_fail) != 0);
		arena_free(a);
	}
}

int
intake_mailbox_fd(const struct intake_mailbox *m)
{
	return m->fetcher == NULL || (m->doing == RESTING && !m->idling) ? -1 : fetcher_fd(m->fetcher);
}

bool
intake_mailbox_is_taking(const struct intake_mailbox *m)
{
	return m->doing == TAKING || m->has_ready;
}

bool
intake_mailbox_is_busy(const struct intake_mailbox *m)
{
	return m->doing != RESTING;
}

int64_t
intake_mailbox_next_at_ms(const struct intake_mailbox *m)
{
	if (m->has_ready || m->failed || m->late_arena != NULL)
		return 0;
	return m->doing != RESTING ? INT64_MAX : m->next_at_ms;
}

/* A body may take ten minutes, IDLE 25; a fetcher that hangs ends itself long before this. */
bool
intake_mailbox_is_stuck(const struct intake_mailbox *m)
{
	return (m->doing != RESTING || m->idling) && wire_now_ms() - m->heard_at_ms > STUCK_MS;
}

bool
intake_mailbox_is_troubled(const struct intake_mailbox *m)
{
	return m->troubled;
}

uint64_t
intake_mailbox_recoveries(const struct intake_mailbox *m)
{
	return m->troubled ? 0 : m->recoveries;
}
