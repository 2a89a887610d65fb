/* SPDX-License-Identifier: ISC */
#include "daemon/intake_keep.h"

static bool
comes_from_tmp(const struct intake_raw *raw)
{
	return raw->missing.len == 0 && raw->found_at == 0;
}

static void
put_files(struct intake_raws *raws, const struct mail_raw *files)
{
	for (size_t i = 0, n = 0; i < raws->count; i++)
		if (comes_from_tmp(&raws->items[i]))
			raws->items[i].raw = files[n++];
}

/* Each with where it came from, which its file does not tell.  An import is asked for again by who began it. */
static int
note_arrivals(struct keeper *k, const struct intake_raws *raws, struct fail *f)
{
	if (register_begin_unflushed(k->db, f) != 0)
		return -1;
	for (size_t i = 0; i < raws->count; i++) {
		const struct intake_raw *raw = &raws->items[i];
		struct register_arrival arrival = { raw->uid.place.mailbox, raw->uid.place.folder, raw->internaldate_at };

		if (!comes_from_tmp(raw) || raw->raw.outcome == MAIL_GONE || config_mailbox_find(k->config, arrival.mailbox) == NULL)
			continue;
		if (register_item_arrived(k->db, raw->raw.sha256, &arrival, f) != 0)
			return -1;
	}
	return register_commit(k->db, f);
}

/* The note comes first: what is stored without one could be anybody's.  The flush of many files takes it along. */
int
intake_keep(struct keeper *k, struct intake_raws *raws, struct fail *f)
{
	struct mail_raw *files = arena_array(raws->arena, raws->count, sizeof(*files));
	size_t n = 0;
	int result;

	for (size_t i = 0; i < raws->count; i++)
		if (comes_from_tmp(&raws->items[i]))
			files[n++] = raws->items[i].raw;
	result = mail_hash(k->mail, files, n, f);
	put_files(raws, files);
	if (result != 0 || n == 0)
		return result;
	result = note_arrivals(k, raws, f) == 0 ? mail_keep_batch(k->mail, files, n, f) : -1;
	put_files(raws, files);
	return result;
}
