/* SPDX-License-Identifier: ISC
 * What was stored, and nobody recorded: promise 3 is for it too. */
#include "daemon/intake.h"

#include <string.h>

#include "daemon/say.h"

struct look {
	struct keeper *k;
	struct intake_found when;
	struct intake_raws *raws;
	struct fail *f;
	int result;
};

static bool
note_lost(void *context, const unsigned char sha256[KEYED_LEN])
{
	struct look *l = context;
	struct intake_raw *raw = &l->raws->items[l->raws->count];
	const struct config *c = l->k->config;
	struct register_arrival arrival;
	int64_t item;

	*raw = (struct intake_raw){ 0 };
	l->result = mail_stat_raw(l->k->mail, sha256, &raw->raw, &raw->found_at, l->f);
	if (l->result != 0 || raw->raw.outcome == MAIL_GONE || raw->found_at < l->when.after || raw->found_at > l->when.before)
		return l->result == 0;
	l->result = register_item_find_sha(l->k->db, sha256, &item, l->f);
	if (l->result != 0 || item != 0)
		return l->result == 0;
	l->result = register_item_arrival(l->k->db, sha256, l->raws->arena, &arrival, l->f);
	if (l->result != 0)
		return false;
	if (arrival.mailbox.len == 0)
		arrival.mailbox = c->mailboxes_count == 1 ? c->mailboxes[0].name : SPAN_LIT("import");
	raw->uid.place.mailbox = arrival.mailbox;
	raw->found_in = arrival.folder;
	raw->internaldate_at = arrival.internaldate_at;
	/* A place of its own, as an import's: its bytes. */
	raw->uid.place.folder = keyed_hex(l->raws->arena, span_of(sha256, KEYED_LEN));
	if (raw->found_at <= 0)
		raw->found_at = 1;
	return ++l->raws->count < INTAKE_BATCH;
}

/* A batch of them; *more_out: there may be another. */
static int
take_some(struct keeper *k, struct reader **r, struct intake_found when, bool *more_out, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct intake_raws raws = { arena_array(a, INTAKE_BATCH, sizeof(struct intake_raw)), 0, a };
	struct look l = { .k = k, .when = when, .raws = &raws, .f = f };
	int result = mail_each_raw(k->mail, note_lost, &l, f);

	if (result == 0)
		result = l.result;
	if (result == 0 && raws.count > 0) {
		say(SAY_WARNING, "step=intake result=found count=%zu why=\"stored mail without a row\"", raws.count);
		if (*r == NULL)
			*r = intake_start_reader(k, f);
		result = *r == NULL ? -1 : intake_batch(k, *r, &raws, f);
	}
	*more_out = result == 0 && raws.count == INTAKE_BATCH && !keeper_is_stopping(k);
	arena_free(a);
	return result;
}

int
intake_found(struct keeper *k, struct reader **r, struct intake_found when, bool *later_out, struct fail *f)
{
	bool more = true;
	int result = 0;

	*later_out = !mail_alone(k->mail);
	if (*later_out)
		return 0;
	while (more && result == 0)
		result = take_some(k, r, when, &more, f);
	if (result == 0 && when.after == INT64_MIN && when.before == INT64_MAX && !keeper_is_stopping(k))
		result = register_item_arrivals_over(k->db, f);
	mail_alone_end(k->mail);
	return result;
}
