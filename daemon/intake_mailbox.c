/* SPDX-License-Identifier: ISC */
#include "daemon/intake_mailbox.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/say.h"
#include "daemon/server.h"

enum { BACKOFF_FIRST = 30, BACKOFF_MOST = 1800, MOVES_AT_ONCE = 500, GRACE_MS = 2000, BATCH_BYTES = 64 * 1024 * 1024, FOLDERS = 32, WHOLE_EVERY = 3600, IDLE_SECONDS = 1500 };

/* What the last pass knows of a folder: below next_uid every message has its row. */
struct watermark {
	uint32_t uidvalidity, next_uid;
	int64_t whole_at;		/* when all of it was last listed */
};

enum doing { RESTING, POLLING, TAKING, MOVING };

/* A committed message whose mailbox is still to be told. */
struct move {
	int64_t item;
	uint32_t uid;
	struct span target;
	bool done;
};

struct intake_mailbox {
	struct keeper *k;
	struct reader **reader;
	const struct config_mailbox *config;
	struct fetcher *fetcher;
	struct arena *settings_arena;
	struct fetcher_settings settings;
	enum doing doing;
	int64_t next_at;
	unsigned failures;
	bool troubled;
	bool idling;			/* the server will say when mail has come */
	struct watermark watermarks[FOLDERS];
	bool missed;			/* something of this folder was not taken: look again from its start */
	/* Of the pass that runs: */
	struct arena *pass;
	size_t folder;			/* index in config->folders */
	uint32_t uidvalidity, uidnext;
	bool whole;			/* its listing was of everything */
	struct fetcher_entry *wanted;
	size_t wanted_count, wanted_capacity, wanted_next;
	struct move *moves;
	size_t moves_count, moves_capacity, moves_asked;
	struct arena *taking;		/* the batch being fetched */
	struct intake_raws raws;
	size_t raws_capacity;
	size_t taking_from, taking_count;	/* which of wanted it is */
};

static int64_t
clock_seconds(void)
{
	return (int64_t)time(NULL);
}

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
end_pass(struct intake_mailbox *m)
{
	for (size_t i = 0; i < m->raws.count; i++)
		mail_drop(m->k->mail, &m->raws.items[i].raw);
	arena_free(m->taking);
	arena_free(m->pass);
	m->taking = m->pass = NULL;
	m->raws = (struct intake_raws){ 0 };
	m->raws_capacity = 0;
	m->wanted = NULL;
	m->wanted_count = m->wanted_capacity = m->wanted_next = 0;
	m->moves = NULL;
	m->moves_count = m->moves_capacity = m->moves_asked = 0;
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
	bool is_new;

	for (unsigned i = 0; i < m->failures && wait < BACKOFF_MOST; i++)
		wait *= 2;
	wait = wait > BACKOFF_MOST ? BACKOFF_MOST : wait;
	wait += (int64_t)(random() % (wait / 4 + 1)) - wait / 8;
	wait = wait < at_least ? at_least : wait;
	m->next_at = clock_seconds() + wait;
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

static void
finish(struct intake_mailbox *m)
{
	struct fail f;
	bool was;

	m->failures = 0;
	m->troubled = false;
	m->next_at = clock_seconds() + m->config->poll_seconds;
	if (register_fault_clear(m->k->db, SPAN_LIT("fetch"), m->config->name, &was, &f) == 0)
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
	return result;
}

static struct fetcher_folder
folder(const struct intake_mailbox *m)
{
	return (struct fetcher_folder){ arena_cstr(m->pass, m->config->folders.items[m->folder]), m->uidvalidity };
}

static struct register_place
place(const struct intake_mailbox *m)
{
	return (struct register_place){ m->config->name, m->config->folders.items[m->folder], m->uidvalidity };
}

static struct watermark *
watermark(struct intake_mailbox *m)
{
	return m->folder < FOLDERS ? &m->watermarks[m->folder] : NULL;
}

/* New mail only, and now and then all of the folder: whatever lies there without a row is
 * taken then, whatever a row says is to be elsewhere is moved again. */
static int
poll_folder(struct intake_mailbox *m, struct fail *f)
{
	const struct watermark *w = watermark(m);
	uint32_t from = 1;
	struct fetcher_folder where;

	m->uidvalidity = 0;
	m->missed = false;
	if (w != NULL && w->next_uid > 0 && clock_seconds() - w->whole_at < WHOLE_EVERY) {
		m->uidvalidity = w->uidvalidity;
		from = w->next_uid;
	}
	where = folder(m);
	m->doing = POLLING;
	return fetcher_poll(m->fetcher, &where, from, f);
}

/* The folder is done with: below what it said comes next, every message has its row. */
static void
set_watermark(struct intake_mailbox *m)
{
	struct watermark *w = watermark(m);

	if (w == NULL)
		return;
	if (m->missed || m->uidnext == 0)
		*w = (struct watermark){ 0 };
	else
		*w = (struct watermark){ m->uidvalidity, m->uidnext, m->whole ? clock_seconds() : w->whole_at };
}

void
intake_mailbox_poll(struct intake_mailbox *m, bool now_please)
{
	struct fail f;

	if (m->doing != RESTING || m->config->folders.count == 0 || (!now_please && clock_seconds() < m->next_at))
		return;
	m->pass = arena_new(0);
	m->folder = 0;
	m->idling = false;
	if (m->fetcher == NULL)
		m->fetcher = fetcher_start(m->k->exe, &m->settings, &f);
	if (m->fetcher == NULL)
		give_up(m, "child", f.why, 0);
	else if (poll_folder(m, &f) != 0)
		lose_fetcher(m, &f);
}

/* ---- a listing ------------------------------------------------------------------------ */

static void
add_move(struct intake_mailbox *m, int64_t item, uint32_t uid, struct span target)
{
	if (target.len == 0)
		return;
	m->moves = arena_grow(m->pass, m->moves, m->moves_count, &m->moves_capacity, sizeof(*m->moves));
	m->moves[m->moves_count++] = (struct move){ item, uid, arena_copy(m->pass, target), false };
}

/* Committed and still there: it is moved again, never taken again. */
static int
move_again(struct intake_mailbox *m, uint32_t uid, struct fail *f)
{
	struct register_uid u = { place(m), uid };
	struct register_item item;

	if (register_item_find(m->k->db, &u, m->pass, &item, f) != 0)
		return -1;
	if (item.id != 0)
		add_move(m, item.id, uid, item.target);
	return 0;
}

static int
take_listing(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	uint32_t *uids = arena_array(m->pass, e->count, sizeof(*uids));
	enum register_known *known = arena_array(m->pass, e->count, sizeof(*known));
	struct register_listing listing;

	m->uidvalidity = e->uidvalidity;
	m->uidnext = e->uidnext;
	m->whole = e->everything;
	for (size_t i = 0; i < e->count; i++)
		uids[i] = e->entries[i].uid;
	listing = (struct register_listing){ place(m), uids, e->count };
	if (e->count > 0 && register_item_known(m->k->db, &listing, known, f) != 0)
		return -1;
	for (size_t i = 0; i < e->count; i++) {
		if (known[i] != REGISTER_NEW) {
			if (move_again(m, uids[i], f) != 0)
				return -1;
			continue;
		}
		m->wanted = arena_grow(m->pass, m->wanted, m->wanted_count, &m->wanted_capacity, sizeof(*m->wanted));
		m->wanted[m->wanted_count++] = e->entries[i];
	}
	return 0;
}

/* ---- batches -------------------------------------------------------------------------- */

static int
take_more(struct intake_mailbox *m, struct fail *f)
{
	struct fetcher_folder where = folder(m);
	uint32_t uids[INTAKE_BATCH];
	uint64_t bytes = 0;
	size_t n = 0;

	while (n < INTAKE_BATCH && m->wanted_next + n < m->wanted_count && (n == 0 || bytes < BATCH_BYTES)) {
		uids[n] = m->wanted[m->wanted_next + n].uid;
		bytes += m->wanted[m->wanted_next + n++].size;
	}
	m->taking_from = m->wanted_next;
	m->taking_count = n;
	m->wanted_next += n;
	m->taking = arena_new(0);
	m->raws = (struct intake_raws){ .arena = m->taking };
	m->raws_capacity = 0;
	m->doing = TAKING;
	return fetcher_take(m->fetcher, &where, &(struct fetcher_uids){ uids, n }, f);
}

/* Without a file: too large for us, or not given by the server again and again. */
static int
note_missed(struct intake_mailbox *m, const struct fetcher_event *e, struct intake_raw *raw, struct fail *f)
{
	unsigned attempts;

	raw->missing = SPAN_LIT("too-large");
	if (e->missed == FETCHER_TOO_LARGE)
		return 0;
	raw->missing = SPAN_NONE;
	m->missed = true;
	if (e->missed == FETCHER_GONE)
		return 0;
	if (register_item_attempt(m->k->db, &raw->uid, &attempts, f) != 0)
		return -1;
	if (attempts > m->k->config->limits.attempts)
		raw->missing = SPAN_LIT("damaged");
	return 0;
}

static int
note_taken(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct intake_raw raw = { .uid = { place(m), e->uid }, .claimed_size = e->size };

	if (e->news == FETCHER_MISSED) {
		if (note_missed(m, e, &raw, f) != 0)
			return -1;
		if (raw.missing.len == 0)
			return 0;
	}
	for (size_t i = m->taking_from; i < m->taking_from + m->taking_count; i++)
		if (m->wanted[i].uid == e->uid && m->wanted[i].internaldate != FETCHER_NO_DATE)
			raw.internaldate_at = m->wanted[i].internaldate;
	if (raw.missing.len == 0)
		(void)strncpy(raw.raw.name, e->name, sizeof(raw.raw.name) - 1);
	m->raws.items = arena_grow(m->taking, m->raws.items, m->raws.count, &m->raws_capacity, sizeof(*m->raws.items));
	m->raws.items[m->raws.count++] = raw;
	return 0;
}

/* Takes in a batch that was fetched; committed messages are to be moved even when the rest failed. */
static int
take_in(struct intake_mailbox *m, struct intake_raws *raws, struct fail *f)
{
	struct register_alive alive = { SPAN_LIT("intake"), m->config->name, keeper_now(m->k) };
	int result;

	if (*m->reader == NULL)
		*m->reader = intake_start_reader(m->k, f);
	result = *m->reader == NULL ? -1 : intake_batch(m->k, *m->reader, m->config, raws, f);
	for (size_t i = 0; i < raws->count; i++) {
		if (raws->items[i].taken)
			add_move(m, raws->items[i].item, raws->items[i].uid.uid, raws->items[i].target);
		else if (raws->items[i].missing.len == 0)
			mail_drop(m->k->mail, &raws->items[i].raw);
	}
	return result == 0 && raws->count > 0 ? register_alive_set(m->k->db, &alive, f) : result;
}

/* ---- moves ---------------------------------------------------------------------------- */

/* Asks for the next folder's worth of moves; false when none is left. */
static int
move_more(struct intake_mailbox *m, bool *asked_out, struct fail *f)
{
	struct fetcher_folder where = folder(m);
	uint32_t uids[MOVES_AT_ONCE];
	struct span target;
	size_t n = 0;

	*asked_out = false;
	while (m->moves_asked < m->moves_count && m->moves[m->moves_asked].done)
		m->moves_asked++;
	if (m->moves_asked == m->moves_count)
		return 0;
	target = m->moves[m->moves_asked].target;
	for (size_t i = m->moves_asked; i < m->moves_count && n < MOVES_AT_ONCE; i++)
		if (!m->moves[i].done && span_eq(m->moves[i].target, target)) {
			m->moves[i].done = true;
			uids[n++] = m->moves[i].uid;
		}
	*asked_out = true;
	m->doing = MOVING;
	/* IMAP wants ascending uids; a batch's order is that of the listing, an earlier life's comes first. */
	for (size_t i = 1; i < n; i++)
		for (size_t j = i; j > 0 && uids[j - 1] > uids[j]; j--) {
			uint32_t swap = uids[j];

			uids[j] = uids[j - 1];
			uids[j - 1] = swap;
		}
	return fetcher_move(m->fetcher, &where, &(struct fetcher_uids){ uids, n }, arena_cstr(m->pass, target), f);
}

static int
note_moved(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct register_move *moves = arena_array(m->pass, e->count, sizeof(*moves));
	size_t n = 0;

	for (size_t i = 0; i < e->count; i++)
		for (size_t j = 0; j < m->moves_count; j++)
			if (m->moves[j].uid == e->uids[i] && n < e->count) {
				moves[n++] = (struct register_move){ .id = m->moves[j].item, .at = keeper_now(m->k) };
				break;
			}
	return register_item_moved(m->k->db, moves, n, f);
}

/* What comes next in this pass. */
static int
go_on(struct intake_mailbox *m, struct fail *f)
{
	bool asked;

	if (m->wanted_next < m->wanted_count && m->moves_count - m->moves_asked < MOVES_AT_ONCE)
		return take_more(m, f);
	if (move_more(m, &asked, f) != 0)
		return -1;
	if (asked)
		return 0;
	if (m->wanted_next < m->wanted_count)
		return take_more(m, f);
	set_watermark(m);
	if (m->folder + 1 < m->config->folders.count) {
		m->folder++;
		m->moves_count = m->moves_asked = 0;
		return poll_folder(m, f);
	}
	finish(m);
	return rest(m, f);
}

/* Moved, and then the keeper died or its disk was full before it could say so. */
static int
note_left(struct intake_mailbox *m, struct fail *f)
{
	struct arena_text still = arena_text(m->pass);
	struct register_place where = place(m);

	for (size_t i = 0; i < m->moves_count; i++)
		arena_put_format(&still, "%c%u", i == 0 ? '[' : ',', m->moves[i].uid);
	arena_put_str(&still, m->moves_count == 0 ? "[]" : "]");
	return register_item_left(m->k->db, &where, arena_text_span(&still), keeper_now(m->k), f);
}

static int
note_select(struct intake_mailbox *m, struct fail *f)
{
	struct register_alive alive = { SPAN_LIT("select"), m->config->name, keeper_now(m->k) };

	return register_alive_set(m->k->db, &alive, f);
}

/* The next batch is asked for before this one is read, so that both cores have work. */
static int
take_done(struct intake_mailbox *m, struct fail *f)
{
	struct intake_raws raws = m->raws;
	struct arena *taken = m->taking;
	bool fetching = m->wanted_next < m->wanted_count && m->moves_count - m->moves_asked < MOVES_AT_ONCE;
	struct fail ignored = { .class = FAIL_NONE };
	int asked, result;

	m->taking = NULL;
	m->raws = (struct intake_raws){ 0 };
	asked = fetching ? take_more(m, &ignored) : 0;
	result = take_in(m, &raws, f);
	arena_free(taken);
	if (result != 0)
		return -1;
	if (asked != 0) {
		*f = ignored;
		return -1;
	}
	return fetching ? 0 : go_on(m, f);
}

/* What came before the trouble is taken in all the same, so that a message that breaks the
 * connection keeps none of the others from coming in. */
static int
take_trouble(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	int result = m->doing == TAKING && m->raws.count > 0 ? take_in(m, &m->raws, f) : 0;

	m->raws.count = 0;
	give_up(m, fetcher_trouble_name(e->trouble), e->text, e->retry_after_seconds);
	return result;
}

static int
handle(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	switch (e->news) {
	case FETCHER_LISTING:
		if (take_listing(m, e, f) != 0)
			return -1;
		if (!e->complete)
			return 0;
		return note_select(m, f) != 0 || (m->whole && note_left(m, f) != 0) ? -1 : go_on(m, f);
	case FETCHER_TAKEN:
	case FETCHER_MISSED:
		return note_taken(m, e, f);
	case FETCHER_TAKE_DONE:
		return take_done(m, f);
	case FETCHER_MOVED:
		return note_moved(m, e, f);
	case FETCHER_NOT_MOVED:
		say(SAY_WARNING, "step=move mailbox=%.*s result=retry count=%zu why=\"%s\"", SPAN_PF(m->config->name), e->count, e->text);
		return 0;
	case FETCHER_MOVE_DONE:
		return go_on(m, f);
	case FETCHER_TROUBLE:
		return take_trouble(m, e, f);
	case FETCHER_NEWMAIL:
		if (m->idling)
			m->next_at = 0;
		m->idling = false;
		return 0;
	case FETCHER_OFFERS:
		return 0;
	}
	return 0;
}

int
intake_mailbox_handle(struct intake_mailbox *m, struct fail *f)
{
	while (m->fetcher != NULL && (m->doing != RESTING || m->idling)) {
		struct arena *a = arena_new(0);
		struct fetcher_event e;
		int got = fetcher_next(m->fetcher, a, &e, f);

		if (got < 0)
			lose_fetcher(m, f);
		else if (got > 0 && handle(m, &e, f) != 0) {
			if (f->class == FAIL_STOP) {
				arena_free(a);
				return -1;
			}
			/* Our side failed: the child may be in the midst of a question, so it goes. */
			lose_fetcher(m, f);
		}
		arena_free(a);
		if (got <= 0)
			break;
	}
	return 0;
}

int
intake_mailbox_fd(const struct intake_mailbox *m)
{
	return m->fetcher == NULL || (m->doing == RESTING && !m->idling) ? -1 : fetcher_fd(m->fetcher);
}

bool
intake_mailbox_is_busy(const struct intake_mailbox *m)
{
	return m->doing != RESTING;
}

int64_t
intake_mailbox_next_at(const struct intake_mailbox *m)
{
	return m->doing != RESTING ? INT64_MAX : m->next_at;
}

bool
intake_mailbox_is_troubled(const struct intake_mailbox *m)
{
	return m->troubled;
}
