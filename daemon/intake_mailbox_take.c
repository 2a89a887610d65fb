/* SPDX-License-Identifier: ISC
 * What a folder holds beside what the register knows; the rest is taken, a batch at a time. */
#include "daemon/intake_mailbox_inside.h"

#include <string.h>

/* The first of many messages are few, so that they are read while the next are fetched: 25, 50, 100, 200. */
enum { BATCH_BYTES = 64 * 1024 * 1024, FIRST_BATCH = 25 };

/* ---- a listing ------------------------------------------------------------------------ */

int
intake_mailbox_take_listing(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	uint32_t *uids = arena_array(m->pass, e->count, sizeof(*uids));
	enum register_known *known = arena_array(m->pass, e->count, sizeof(*known));
	struct register_listing listing;

	m->uidvalidity = e->uidvalidity;
	m->uidnext = e->uidnext;
	m->whole = e->everything;
	if (!m->begun && intake_mailbox_folder_begin(m, f) != 0)
		return -1;
	m->begun = true;
	for (size_t i = 0; i < e->count; i++)
		uids[i] = e->entries[i].uid;
	listing = (struct register_listing){ intake_mailbox_place(m), uids, e->count };
	if (e->count > 0 && register_item_known(m->k->db, &listing, known, f) != 0)
		return -1;
	for (size_t i = 0; i < e->count; i++) {
		if (known[i] != REGISTER_NEW) {
			if (intake_mailbox_move_again(m, uids[i], f) != 0)
				return -1;
			continue;
		}
		m->wanted = arena_grow(m->pass, m->wanted, m->wanted_count, &m->wanted_capacity, sizeof(*m->wanted));
		m->wanted[m->wanted_count++] = e->entries[i];
	}
	return 0;
}

/* ---- batches -------------------------------------------------------------------------- */

int
intake_mailbox_take_more(struct intake_mailbox *m, struct fail *f)
{
	struct fetcher_folder where = intake_mailbox_folder(m);
	uint32_t uids[INTAKE_BATCH];
	size_t n = 0, most = m->wanted_next + FIRST_BATCH < INTAKE_BATCH ? m->wanted_next + FIRST_BATCH : INTAKE_BATCH;
	uint64_t bytes = 0;

	while (n < most && m->wanted_next + n < m->wanted_count && (n == 0 || bytes < BATCH_BYTES)) {
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
	if (e->missed == FETCHER_GONE) {
		m->removed++;
		return 0;
	}
	m->missed = true;
	if (register_item_attempt(m->k->db, &raw->uid, &attempts, f) != 0)
		return -1;
	if (attempts > m->k->config->limits.attempts)
		raw->missing = SPAN_LIT("damaged");
	return 0;
}

int
intake_mailbox_take_note(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct intake_raw raw = { .uid = { intake_mailbox_place(m), e->uid }, .claimed_size = e->size };

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

int
intake_mailbox_take_in(struct intake_mailbox *m, struct intake_raws *raws, struct fail *f)
{
	struct register_alive alive = { SPAN_LIT("intake"), m->config->name, keeper_now(m->k) };
	int result;

	if (*m->reader == NULL)
		*m->reader = intake_start_reader(m->k, f);
	result = *m->reader == NULL ? -1 : intake_batch(m->k, *m->reader, raws, f);
	for (size_t i = 0; i < raws->count; i++) {
		if (raws->items[i].taken)
			intake_mailbox_move_add(m, raws->items[i].item, raws->items[i].uid.uid, raws->items[i].target);
		else if (raws->items[i].missing.len == 0)
			mail_drop(m->k->mail, &raws->items[i].raw);
	}
	return result == 0 && raws->count > 0 ? register_alive_set(m->k->db, &alive, f) : result;
}
