/* SPDX-License-Identifier: ISC
 * A folder from pass to pass: what is new, what was numbered anew, what somebody else took. */
#include "daemon/intake_mailbox_inside.h"

#include "daemon/say.h"
#include "daemon/wire.h"
#include "spool/register_event.h"

enum { WHOLE_EVERY_MS = 3600 * 1000 };

static struct watermark *
watermark(struct intake_mailbox *m)
{
	return m->folder < INTAKE_MAILBOX_FOLDERS ? &m->watermarks[m->folder] : NULL;
}

/* New mail only, and now and then all of the folder: whatever lies there without a row is
 * taken then, whatever a row says is to be elsewhere is moved again. */
int
intake_mailbox_folder_poll(struct intake_mailbox *m, struct fail *f)
{
	const struct watermark *w = watermark(m);
	uint32_t from = 1;
	struct fetcher_folder where;

	m->uidvalidity = 0;
	m->missed = false;
	m->begun = false;
	m->removed = 0;
	if (w != NULL && w->next_uid > 0 && wire_now_ms() - w->whole_at_ms < WHOLE_EVERY_MS) {
		m->uidvalidity = w->uidvalidity;
		from = w->next_uid;
	}
	where = intake_mailbox_folder(m);
	m->doing = POLLING;
	return fetcher_poll(m->fetcher, &where, from, f);
}

/* An event of its own, in a transaction of its own: both are rare. */
static int
add_event(struct intake_mailbox *m, enum register_event_kind kind, struct span detail, struct fail *f)
{
	struct register_event e = { .kind = kind, .at = keeper_now(m->k), .who = SPAN_LIT("referrald"), .detail = detail };
	int64_t id;

	if (register_begin(m->k->db, f) != 0)
		return -1;
	if (register_event_add(m->k->db, &e, &id, f) == 0)
		return register_commit(m->k->db, f);
	register_rollback(m->k->db);
	return -1;
}

/* RFC 3501 section 2.3.1.1: no uid means what it meant.  Everything is listed; what has the bytes of
 * an item joins it. */
static int
note_reset(struct intake_mailbox *m, struct fail *f)
{
	struct span folder = m->config->folders.items[m->folder];

	say(SAY_WARNING, "step=fetch mailbox=%.*s result=folder-reset uidvalidity=%u was=%u", SPAN_PF(m->config->name), (unsigned)m->uidvalidity,
	    (unsigned)m->before.place.uidvalidity);
	m->before.next_uid = 0;
	return add_event(m, REGISTER_FOLDER_RESET, arena_printf(m->pass, "%.*s %.*s %u %u", SPAN_PF(m->config->name), SPAN_PF(folder),
	    (unsigned)m->before.place.uidvalidity, (unsigned)m->uidvalidity), f);
}

int
intake_mailbox_folder_begin(struct intake_mailbox *m, struct fail *f)
{
	if (register_item_folder_get(m->k->db, m->config->name, m->config->folders.items[m->folder], &m->before, f) != 0)
		return -1;
	if (m->before.place.uidvalidity != 0 && m->before.place.uidvalidity != m->uidvalidity)
		return note_reset(m, f);
	return 0;
}

/* Numbers between the last look and this one that nobody has seen: each was a message that somebody moved or
 * deleted before it was taken in.  One fault a day at most: see daemon/watch. */
static int
note_removed(struct intake_mailbox *m, struct fail *f)
{
	struct register_place place = intake_mailbox_place(m);
	struct register_fault fault = { .name = SPAN_LIT("removed"), .of = m->config->name, .since = keeper_now(m->k) };
	uint64_t known = 0, range = m->uidnext > m->before.next_uid && m->before.next_uid > 0 ? m->uidnext - m->before.next_uid : 0;
	bool is_new;

	/* What is junk goes by itself. */
	if (config_mailbox_is_junk(m->config, place.folder))
		return 0;
	if (range > 0 && register_item_count(m->k->db, &place, m->before.next_uid, m->uidnext, &known, f) != 0)
		return -1;
	if (range > known)
		m->removed += range - known;
	if (m->removed == 0)
		return 0;
	fault.detail = arena_printf(m->pass, "%llu messages were moved or deleted by somebody else in %.*s before they were taken in (uids from %u to %u)",
	    (unsigned long long)m->removed, SPAN_PF(place.folder), (unsigned)m->before.next_uid, (unsigned)m->uidnext - 1);
	say(SAY_WARNING, "step=fetch mailbox=%.*s result=removed count=%llu", SPAN_PF(m->config->name), (unsigned long long)m->removed);
	if (register_fault_set(m->k->db, &fault, &is_new, f) != 0)
		return -1;
	return add_event(m, REGISTER_MESSAGES_REMOVED, arena_printf(m->pass, "%.*s %llu", SPAN_PF(m->config->name), (unsigned long long)m->removed), f);
}

int
intake_mailbox_folder_done(struct intake_mailbox *m, struct fail *f)
{
	struct register_folder now = { intake_mailbox_place(m), m->uidnext };
	struct watermark *w = watermark(m);
	bool whole = !m->missed && m->uidnext != 0;

	if (w != NULL)
		*w = whole ? (struct watermark){ m->uidvalidity, m->uidnext, m->whole ? wire_now_ms() : w->whole_at_ms } : (struct watermark){ 0 };
	if (!whole)
		return 0;
	if (note_removed(m, f) != 0)
		return -1;
	if (m->before.place.uidvalidity == m->uidvalidity && m->before.next_uid == m->uidnext)
		return 0;
	return register_item_folder_set(m->k->db, &now, f);
}

int
intake_mailbox_folder_skip(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct register_fault fault = {
		.name = SPAN_LIT("folder"), .of = m->config->name, .since = keeper_now(m->k),
		.detail = arena_printf(m->pass, "%.*s%s%.*s: %s", SPAN_PF(m->skipped_why), m->skipped > 0 ? "; " : "", SPAN_PF(m->config->folders.items[m->folder]), e->text),
	};
	bool is_new;

	say(SAY_WARNING, "step=fetch mailbox=%.*s folder=%zu result=%s why=\"%s\"", SPAN_PF(m->config->name), m->folder + 1, fetcher_trouble_name(e->trouble), e->text);
	m->skipped++;
	m->skipped_why = fault.detail;
	return register_fault_set(m->k->db, &fault, &is_new, f);
}
