/* SPDX-License-Identifier: ISC */
#include "daemon/status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECONCILE_STALE = 3 * 86400, NAMED = 20 };	/* cases and faults in lines of their own; the rest is counted */

struct taking {
	struct keeper *k;
	struct arena *a;
	struct status *s;
	int64_t now;
	int64_t oldest_letter_at;	/* of those that wait; 0: none does */
	size_t overdue;
};

const char *
status_level_name(enum status_level l)
{
	switch (l) {
	case STATUS_OK: return "ok";
	case STATUS_WARNING: return "warning";
	case STATUS_CRITICAL: return "critical";
	}
	return "critical";
}

static void
add(struct taking *t, enum status_level level, struct span why)
{
	t->s->why = arena_grow(t->a, t->s->why, t->s->why_count, &t->s->why_capacity, sizeof(*t->s->why));
	t->s->why[t->s->why_count++] = why;
	if (level > t->s->level)
		t->s->level = level;
}

/* When it last worked, which the status tells whatever comes of it. */
static int
last_worked(struct taking *t, struct register_alive what, int64_t limit, int64_t *at_out, struct fail *f)
{
	struct status *s = t->s;

	if (register_alive_get(t->k->db, what.what, what.of, at_out, f) != 0)
		return -1;
	s->alive = arena_grow(t->a, s->alive, s->alive_count, &s->alive_capacity, sizeof(*s->alive));
	s->alive[s->alive_count++] = (struct status_alive){ what.what, what.of, *at_out, limit };
	return 0;
}

static bool
count_item(void *context, const struct register_item *item)
{
	struct taking *t = context;

	(void)item;
	t->s->open_items++;
	return true;
}

static bool
count_letter(void *context, const struct register_letter *l)
{
	struct taking *t = context;

	switch (l->state) {
	case REGISTER_LETTER_IS_QUEUED:
	case REGISTER_LETTER_SENDING:
	case REGISTER_LETTER_LATER:
	case REGISTER_LETTER_UNKNOWN:
		t->s->waiting_letters++;
		if (t->oldest_letter_at == 0 || l->queued_at < t->oldest_letter_at)
			t->oldest_letter_at = l->queued_at;
		break;
	case REGISTER_LETTER_ACCEPTED:
	case REGISTER_LETTER_REFUSED:
	case REGISTER_LETTER_GIVEN_UP:
	case REGISTER_LETTER_HELD:
		break;
	}
	return true;
}

static bool
count_case(void *context, const struct register_row *row)
{
	struct taking *t = context;
	struct civil_date today = civil_london_date(t->now);

	t->s->open_cases++;
	if (civil_is_set(row->next_due) && civil_compare(row->next_due, today) < 0 && t->overdue++ < NAMED)
		add(t, STATUS_WARNING, arena_printf(t->a, "%.*s %.*s is overdue", SPAN_PF(row->reference), SPAN_PF(row->next_milestone)));
	return true;
}

/* Something must have worked within so many seconds. */
static int
check_alive(struct taking *t, struct register_alive what, int64_t limit, struct fail *f)
{
	int64_t at;

	if (limit <= 0 || last_worked(t, what, limit, &at, f) != 0)
		return limit <= 0 ? 0 : -1;
	if (at != 0 && t->now - at > limit)
		add(t, STATUS_CRITICAL, arena_printf(t->a, "no %.*s%s%.*s since %.*s", SPAN_PF(what.what), what.of.len > 0 ? " of " : "", SPAN_PF(what.of),
		    SPAN_PF(civil_print_instant(t->a, at))));	/* words that stay the same while it lasts: the alarm sounds for news */
	else if (at == 0)
		add(t, STATUS_WARNING, arena_printf(t->a, "no %.*s%s%.*s yet", SPAN_PF(what.what), what.of.len > 0 ? " of " : "", SPAN_PF(what.of)));
	return 0;
}

/* Each folder by itself: one that cannot be opened hides behind the others. */
static int
check_folders(struct taking *t, const struct config_mailbox *m, struct fail *f)
{
	for (size_t i = 0; i < m->folders.count; i++) {
		struct register_alive select = { .what = SPAN_LIT("select"), .of = config_mailbox_folder_name(t->a, m, i) };

		if (check_alive(t, select, t->k->config->limits.fetch_stale_seconds, f) != 0)
			return -1;
	}
	return 0;
}

/* Letters that wait while none leaves, whatever the reason. */
static int
check_accepted(struct taking *t, struct fail *f)
{
	int64_t limit = t->k->config->limits.send_stale_seconds, at;

	if (last_worked(t, (struct register_alive){ .what = SPAN_LIT("accepted") }, limit, &at, f) != 0)
		return -1;
	if (t->oldest_letter_at != 0 && t->now - t->oldest_letter_at > limit && t->now - at > limit)
		add(t, STATUS_CRITICAL, at == 0 ? SPAN_LIT("letters wait, and none was ever accepted") :
		    arena_printf(t->a, "letters wait, and none was accepted since %.*s", SPAN_PF(civil_print_instant(t->a, at))));
	return 0;
}

/* A mailbox that is seen and brings nothing: its mail may go elsewhere. */
static int
check_intake(struct taking *t, struct fail *f)
{
	for (size_t i = 0; i < t->k->config->mailboxes_count; i++) {
		struct span name = t->k->config->mailboxes[i].name;
		int64_t at;

		if (last_worked(t, (struct register_alive){ .what = SPAN_LIT("intake"), .of = name }, t->k->config->limits.intake_stale_seconds, &at, f) != 0)
			return -1;
		if (at != 0 && t->now - at > t->k->config->limits.intake_stale_seconds)
			add(t, STATUS_WARNING, arena_printf(t->a, "no mail has come to %.*s since %.*s: does it still arrive there?", SPAN_PF(name), SPAN_PF(civil_print_instant(t->a, at))));
	}
	return 0;
}

/* Once it was done it is done each night. */
static int
check_reconciled(struct taking *t, struct fail *f)
{
	for (size_t i = 0; i < t->k->config->mailboxes_count; i++) {
		struct span name = t->k->config->mailboxes[i].name;
		int64_t at;

		if (register_alive_get(t->k->db, SPAN_LIT("reconcile"), name, &at, f) != 0)
			return -1;
		if (at != 0 && t->now - at > RECONCILE_STALE)
			add(t, STATUS_WARNING, arena_printf(t->a, "%.*s was last compared with the register %lld days ago", SPAN_PF(name), (long long)((t->now - at) / 86400)));
	}
	return 0;
}

/* Said early enough, or of mail that is safe: nobody need be woken. */
static bool
is_warning_only(struct span fault)
{
	return span_eq_str(fault, "secret-expires") || span_eq_str(fault, "move") || span_eq_str(fault, "removed");
}

/* A connection that fails is critical once it has failed for the stated time; a ladder that
 * nobody answered, and a letter that cannot go, at once. */
static int
check_faults(struct taking *t, struct fail *f)
{
	const struct config_limits *limits = &t->k->config->limits;
	struct register_fault_query unanswered = { .only = SPAN_LIT("nobody-answered"), .most = NAMED }, others = { .except = unanswered.only };
	struct register_faults faults, of_cases;

	if (register_fault_some(t->k->db, &others, t->a, &faults, f) != 0 || register_fault_some(t->k->db, &unanswered, t->a, &of_cases, f) != 0)
		return -1;
	for (size_t i = 0; i < of_cases.count; i++)
		add(t, STATUS_CRITICAL, arena_printf(t->a, "nobody-answered:%.*s: %.*s", SPAN_PF(of_cases.items[i].of), SPAN_PF(of_cases.items[i].detail)));
	if (of_cases.more > 0)
		add(t, STATUS_CRITICAL, arena_printf(t->a, "nobody-answered: %zu more", of_cases.more));
	for (size_t i = 0; i < faults.count; i++) {
		const struct register_fault *fault = &faults.items[i];
		int64_t patience = span_eq_str(fault->name, "fetch") ? limits->fetch_stale_seconds : span_eq_str(fault->name, "send") ? limits->send_stale_seconds : 0;
		bool grave = t->now - fault->since >= patience && !is_warning_only(fault->name);

		add(t, grave ? STATUS_CRITICAL : STATUS_WARNING, arena_printf(t->a, "%.*s%s%.*s: %.*s", SPAN_PF(fault->name), fault->of.len > 0 ? ":" : "",
		    SPAN_PF(fault->of), SPAN_PF(fault->detail)));
	}
	return 0;
}

/* What kept an arrow from writing: the register may know nothing of it. */
static void
check_troubles(struct taking *t)
{
	static const char *const names[] = { [KEEPER_INTAKE] = "intake", [KEEPER_SWEEP] = "sweep", [KEEPER_OUTBOX] = "outbox" };

	for (size_t i = 0; i < KEEPER_ARROWS; i++) {
		const struct keeper_trouble *trouble = &t->k->troubles[i];

		if (trouble->since != 0)
			add(t, t->now - trouble->since >= t->k->config->limits.sweep_stale_seconds ? STATUS_CRITICAL : STATUS_WARNING,
			    arena_printf(t->a, "%s: %s", names[i], trouble->why));
	}
}

int
status_take(struct keeper *k, struct arena *a, struct status *out, struct fail *f)
{
	struct taking t = { k, a, out, keeper_now(k), 0, 0 };
	const struct config_limits *limits = &k->config->limits;
	struct register_item_query items = { .which = REGISTER_ITEMS_OPEN, .each = count_item, .context = &t };
	struct register_letter_query letters = { .unsettled = true, .each = count_letter, .context = &t };
	struct register_case_query cases = { .each = count_case, .context = &t };
	struct register_alive sweep = { .what = SPAN_LIT("sweep") };

	*out = (struct status){ .at = t.now };
	for (size_t i = 0; i < k->config->mailboxes_count; i++)
		if (check_folders(&t, &k->config->mailboxes[i], f) != 0)
			return -1;
	if (check_reconciled(&t, f) != 0 || check_intake(&t, f) != 0)
		return -1;
	if (check_alive(&t, sweep, limits->sweep_stale_seconds, f) != 0 || check_faults(&t, f) != 0)
		return -1;
	check_troubles(&t);
	if (register_item_list(k->db, &items, f) != 0 || register_letter_list(k->db, &letters, f) != 0 || check_accepted(&t, f) != 0)
		return -1;
	if (register_case_list(k->db, &cases, f) != 0)
		return -1;
	if (t.overdue > NAMED)
		add(&t, STATUS_WARNING, arena_printf(a, "%zu more cases are overdue: referralctl list", t.overdue - NAMED));
	return 0;
}

static void
put_string(struct arena_text *t, struct span s)
{
	arena_put_byte(t, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"' || s.at[i] == '\\')
			arena_put_byte(t, '\\');
		arena_put_byte(t, s.at[i] < ' ' ? ' ' : s.at[i]);
	}
	arena_put_byte(t, '"');
}

struct span
status_print(struct arena *a, const struct keeper *k, const struct status *s)
{
	struct arena_text t = arena_text(a);

	(void)k;
	arena_put_format(&t, "{\"status\": \"%s\", \"at\": \"%.*s\", \"open_cases\": %llu, \"open_items\": %llu, \"waiting_letters\": %llu, \"why\": [",
	    status_level_name(s->level), SPAN_PF(civil_print_instant(a, s->at)), (unsigned long long)s->open_cases, (unsigned long long)s->open_items,
	    (unsigned long long)s->waiting_letters);
	for (size_t i = 0; i < s->why_count; i++) {
		arena_put_str(&t, i == 0 ? "" : ", ");
		put_string(&t, s->why[i]);
	}
	arena_put_str(&t, "], \"alive\": [");
	for (size_t i = 0; i < s->alive_count; i++) {
		const struct status_alive *alive = &s->alive[i];

		arena_put_format(&t, "%s{\"what\": \"%.*s\", \"of\": ", i == 0 ? "" : ", ", SPAN_PF(alive->what));
		put_string(&t, alive->of);
		arena_put_str(&t, ", \"at\": ");
		put_string(&t, alive->at == 0 ? SPAN_NONE : civil_print_instant(a, alive->at));
		arena_put_format(&t, ", \"limit_seconds\": %lld}", (long long)alive->limit_seconds);
	}
	arena_put_str(&t, "]}\n");
	return arena_text_span(&t);
}

int
status_write(const struct keeper *k, struct span json, struct fail *f)
{
	struct arena *a = arena_new(0);
	const char *dir = arena_cstr(a, k->config->run_dir);
	const char *path = arena_cstr(a, arena_printf(a, "%s/status.json", dir)), *tmp = arena_cstr(a, arena_printf(a, "%s/status.json.tmp", dir));
	ssize_t n = -1;
	int fd, result = 0;

	(void)mkdir(dir, 0755);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd >= 0 && (n = write(fd, json.at, json.len)) >= 0 && n < (ssize_t)json.len)
		errno = ENOSPC;
	if (n != (ssize_t)json.len || rename(tmp, path) != 0)
		result = fail_errno(f, FAIL_RETRY, "%s", path);
	if (fd >= 0)
		(void)close(fd);
	if (fd >= 0 && result != 0)
		(void)unlink(tmp);
	arena_free(a);
	return result;
}
