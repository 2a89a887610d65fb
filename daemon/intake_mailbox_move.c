/* SPDX-License-Identifier: ISC
 * What is committed is moved out of its folder; the register notes where it lies then. */
#include "daemon/intake_mailbox_inside.h"

#include "daemon/say.h"

void
intake_mailbox_move_add(struct intake_mailbox *m, int64_t item, uint32_t uid, struct span target)
{
	if (target.len == 0)
		return;
	m->moves = arena_grow(m->pass, m->moves, m->moves_count, &m->moves_capacity, sizeof(*m->moves));
	m->moves[m->moves_count++] = (struct move){ item, uid, arena_copy(m->pass, target), false };
	m->moves_open++;
}

int
intake_mailbox_move_again(struct intake_mailbox *m, uint32_t uid, struct fail *f)
{
	struct register_uid u = { intake_mailbox_place(m), uid };
	struct register_item item;

	if (register_item_find(m->k->db, &u, m->pass, &item, f) != 0)
		return -1;
	if (item.id != 0)
		intake_mailbox_move_add(m, item.id, uid, item.target);
	return 0;
}

int
intake_mailbox_move_more(struct intake_mailbox *m, bool *asked_out, struct fail *f)
{
	struct fetcher_folder where = intake_mailbox_folder(m);
	uint32_t uids[INTAKE_MAILBOX_MOVES];
	struct span target;
	size_t n = 0;

	*asked_out = false;
	while (m->moves_asked < m->moves_count && m->moves[m->moves_asked].done)
		m->moves_asked++;
	if (m->moves_asked == m->moves_count)
		return 0;
	target = m->moves[m->moves_asked].target;
	for (size_t i = m->moves_asked; i < m->moves_count && n < INTAKE_MAILBOX_MOVES; i++)
		if (!m->moves[i].done && span_eq(m->moves[i].target, target)) {
			m->moves[i].done = true;
			uids[n++] = m->moves[i].uid;
		}
	*asked_out = true;
	m->moves_open -= n;
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

/* They are told of in the order in which they were asked for, or nearly so. */
static const struct move *
next_moved(struct intake_mailbox *m, uint32_t uid)
{
	for (size_t i = 0; i < m->moves_count; i++) {
		size_t at = (m->moves_noted + i) % m->moves_count;

		if (m->moves[at].done && m->moves[at].uid == uid) {
			m->moves_noted = at + 1;
			return &m->moves[at];
		}
	}
	return NULL;
}

int
intake_mailbox_move_note(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct register_move *moves = arena_array(m->pass, e->count, sizeof(*moves));
	size_t n = 0;

	for (size_t i = 0; i < e->count; i++) {
		const struct move *moved = next_moved(m, e->uids[i]);

		if (moved != NULL)
			moves[n++] = (struct register_move){ moved->item, keeper_now(m->k), e->to_uids[i] == 0 ? 0 : e->to_uidvalidity, e->to_uids[i] };
	}
	return register_item_moved(m->k->db, moves, n, f);
}

int
intake_mailbox_move_refused(struct intake_mailbox *m, const struct fetcher_event *e, struct fail *f)
{
	struct register_fault fault = { .name = SPAN_LIT("move"), .of = m->config->name, .detail = span_str(e->text), .since = keeper_now(m->k) };
	bool is_new;

	say(SAY_WARNING, "step=move mailbox=%.*s result=retry count=%zu why=\"%s\"", SPAN_PF(m->config->name), e->count, e->text);
	m->not_moved = true;
	return register_fault_set(m->k->db, &fault, &is_new, f);
}
