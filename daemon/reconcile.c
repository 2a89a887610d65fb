/* SPDX-License-Identifier: ISC */
#include "daemon/reconcile.h"

#include "daemon/reconcile_inside.h"
#include "daemon/server.h"

#include <stdlib.h>
#include <string.h>

enum { GRACE_MS = 1000 };

/* ---- its life ---- */

static void
add_folder(struct reconcile *r, struct span name, bool source)
{
	for (size_t i = 0; i < r->folders_count; i++)
		if (span_eq(r->folders[i].name, name))
			return;
	if (name.len == 0)
		return;
	r->folders = arena_grow(r->arena, r->folders, r->folders_count, &r->folders_capacity, sizeof(*r->folders));
	r->folders[r->folders_count++] = (struct reconcile_folder){ .name = arena_copy(r->arena, name), .source = source };
}

static bool
add_target(void *context, struct span name)
{
	add_folder(context, name, false);
	return true;
}

static int
ask_listing(struct reconcile *r, struct fail *f)
{
	const struct fetcher_folder where = { arena_cstr(r->arena, r->folders[r->at].name), 0 };

	return fetcher_poll(r->fetcher, &where, 0, f);
}

struct reconcile *
reconcile_new(const struct keeper *k, const struct config_mailbox *m, const struct reconcile_options *o, struct fail *f)
{
	struct reconcile *r = calloc(1, sizeof(*r));
	struct fetcher_settings settings;

	if (r == NULL)
		abort();
	*r = (struct reconcile){ .k = k, .mailbox = m, .options = *o, .arena = arena_new(0), .started_at = keeper_now(k) };
	for (size_t i = 0; i < m->folders.count; i++)
		add_folder(r, m->folders.items[i], true);
	add_folder(r, m->processed, false);
	add_folder(r, m->quarantine, false);
	settings = server_mailbox(r->arena, m);
	settings.tmp_dir = mail_tmp_path(k->mail);
	settings.message_bytes = k->config->limits.message_bytes;
	if (register_item_targets(k->db, m->name, add_target, r, f) == 0 && (r->fetcher = fetcher_start(k->exe, &settings, f)) != NULL && ask_listing(r, f) == 0)
		return r;
	reconcile_free(r);
	return NULL;
}

void
reconcile_free(struct reconcile *r)
{
	if (r == NULL)
		return;
	fetcher_stop(r->fetcher, GRACE_MS);
	arena_free(r->arena);
	free(r);
}

int
reconcile_fd(const struct reconcile *r)
{
	return fetcher_fd(r->fetcher);
}

void
reconcile_add(struct reconcile *r, const struct reconcile_difference *d)
{
	r->found = arena_grow(r->arena, r->found, r->found_count, &r->found_capacity, sizeof(*r->found));
	r->found[r->found_count++] = *d;
}

const struct reconcile_difference *
reconcile_differences(const struct reconcile *r, size_t *count_out)
{
	*count_out = r->found_count;
	return r->found;
}

bool
reconcile_is_recent(const struct reconcile *r, int64_t at)
{
	return r->options.grace_seconds > 0 && at > r->started_at - r->options.grace_seconds;
}

/* ---- what the fetcher says ---- */

static void
take_listing(struct reconcile *r, const struct fetcher_event *e)
{
	struct reconcile_folder *folder = &r->folders[r->at];

	folder->uidvalidity = e->uidvalidity;
	for (size_t i = 0; i < e->count; i++) {
		folder->messages = arena_grow(r->arena, folder->messages, folder->count, &folder->capacity, sizeof(*folder->messages));
		folder->messages[folder->count++] = (struct reconcile_message){ .entry = e->entries[i] };
	}
}

/* A folder of filed mail is made when it is first needed. */
static int
take_trouble(struct reconcile *r, const struct fetcher_event *e, struct fail *f)
{
	if (r->taking || e->trouble != FETCHER_NO_FOLDER)
		return fail_set(f, FAIL_RETRY, "%s: %s", fetcher_trouble_name(e->trouble), e->text);
	if (r->folders[r->at].source)
		reconcile_add(r, &(struct reconcile_difference){ .what = RECONCILE_NO_FOLDER, .folder = r->folders[r->at].name });
	return 0;
}

/* After the last listing the register is asked, then what is left is fetched. */
static int
next_folder(struct reconcile *r, struct fail *f)
{
	if (++r->at < r->folders_count)
		return ask_listing(r, f);
	if (reconcile_match(r, f) != 0)
		return -1;
	r->taking = true;
	return reconcile_take_more(r, f);
}

static int
take_event(struct reconcile *r, const struct fetcher_event *e, struct fail *f)
{
	switch (e->news) {
	case FETCHER_LISTING:
		take_listing(r, e);
		return e->complete ? next_folder(r, f) : 0;
	case FETCHER_TROUBLE:
		return take_trouble(r, e, f) != 0 ? -1 : next_folder(r, f);
	case FETCHER_TAKEN:
	case FETCHER_MISSED:
		return reconcile_take_note(r, e, f);
	case FETCHER_TAKE_DONE:
		return reconcile_take_more(r, f);
	case FETCHER_MOVED:
	case FETCHER_NOT_MOVED:
	case FETCHER_MOVE_DONE:
	case FETCHER_NEWMAIL:
	case FETCHER_OFFERS:
		break;
	}
	return 0;
}

int
reconcile_go(struct reconcile *r, struct fail *f)
{
	while (!r->over) {
		struct arena *a = arena_new(0);
		struct fetcher_event e;
		int rc = fetcher_next(r->fetcher, a, &e, f);

		if (rc == 1 && take_event(r, &e, f) != 0)
			rc = -1;
		arena_free(a);
		if (rc != 1)
			return rc;
	}
	return 1;
}

/* ---- how it is told ---- */

static const char *const names[RECONCILE_WHATS] = {
	[RECONCILE_NOT_TAKEN] = "not-taken", [RECONCILE_NOT_MOVED] = "not-moved", [RECONCILE_NO_ITEM] = "no-item",
	[RECONCILE_MISSING] = "missing", [RECONCILE_NO_FOLDER] = "no-folder",
};

const char *
reconcile_name(enum reconcile_what what)
{
	return names[what];
}

struct span
reconcile_print(struct arena *a, const struct reconcile_difference *d)
{
	switch (d->what) {
	case RECONCILE_NOT_TAKEN:
		return arena_printf(a, "%.*s, uid %u: has not been taken in", SPAN_PF(d->folder), (unsigned)d->uid);
	case RECONCILE_NOT_MOVED:
		return arena_printf(a, "%.*s, uid %u: item %lld still lies there", SPAN_PF(d->folder), (unsigned)d->uid, (long long)d->item);
	case RECONCILE_NO_ITEM:
		return arena_printf(a, "%.*s, uid %u: no item has these bytes: it was never taken in", SPAN_PF(d->folder), (unsigned)d->uid);
	case RECONCILE_MISSING:
		return arena_printf(a, "item %lld: its message is not in %.*s any more", (long long)d->item, SPAN_PF(d->folder));
	case RECONCILE_NO_FOLDER:
		return arena_printf(a, "%.*s: cannot be opened", SPAN_PF(d->folder));
	}
	return SPAN_NONE;
}
