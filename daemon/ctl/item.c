/* SPDX-License-Identifier: ISC
 * What a person decides about an item: it is a referral, it belongs to a case, it needs
 * nobody, or it should be read once more. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/reading.h"
#include "daemon/ctl/wake.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/intake.h"
#include "daemon/intake_case.h"
#include "daemon/intake_look.h"
#include "daemon/secret.h"

struct deciding {
	struct ctl *c;
	struct register_item item;
	struct register_row row;	/* of its case, or of the one it is to join */
	struct reading reading;
	struct decide_context context;
	struct decision decision;
	struct span said;
	struct fail fail;
};

/* A refusal: one line, nothing was changed. */
static int
refuse(const struct deciding *d, struct span why)
{
	return ctl_error(EX_DATAERR, "item %lld: %.*s", (long long)d->item.id, SPAN_PF(why));
}

static int
report(struct deciding *d)
{
	struct ctl *c = d->c;
	struct emit e = { .out = stdout, .inline_from = 3 };

	wake_daemon(c);
	if (!c->json) {
		(void)printf("item %lld: ", (long long)d->item.id);
		ctl_put(stdout, d->said, 0);
		(void)putchar('\n');
		return EX_OK;
	}
	emit_object(&e, NULL);
	emit_number(&e, "item", d->item.id);
	emit_text(&e, "class", d->item.class);
	emit_str(&e, "status", register_item_status_name(d->item.status));
	emit_text_or_null(&e, "reference", d->row.reference);
	emit_text(&e, "said", d->said);
	emit_end(&e);
	return EX_OK;
}

/* ---- dismiss -------------------------------------------------------------------------- */

static int
write_dismissal(struct deciding *d, struct span why)
{
	struct register_db *db = d->c->keeper.db;
	const struct register_fact fact = { SPAN_LIT("why"), why };
	struct register_event e = {
		.referral = d->item.referral, .item = d->item.id, .kind = REGISTER_DISMISSED, .at = keeper_now(&d->c->keeper), .who = keeper_who(&d->c->keeper, d->c->arena),
		.facts = &fact, .facts_count = 1,
	};
	int64_t ignored;

	d->item.status = REGISTER_ITEM_DISMISSED;
	if (register_begin(db, &d->fail) != 0)
		return -1;
	if (register_item_update(db, &d->item, &d->fail) != 0 || register_event_add(db, &e, &ignored, &d->fail) != 0)
		return -1;
	return register_commit(db, &d->fail);
}

static int
dismiss(struct deciding *d)
{
	struct arena_text why = arena_text(d->c->arena);
	struct fail ignored;

	if (d->c->args_count < 3)
		return ctl_usage(d->c, "dismiss says WHY");
	for (size_t i = 2; i < d->c->args_count; i++)
		arena_put_format(&why, "%s%s", i == 2 ? "" : " ", d->c->args[i]);
	if (d->item.status == REGISTER_ITEM_DISMISSED)
		return refuse(d, SPAN_LIT("it is dismissed already"));
	if (write_dismissal(d, arena_text_span(&why)) != 0)
		return ctl_fail(&d->fail);
	/* It is decided; who is only of the group may not remove the link. */
	(void)mail_quarantine(d->c->keeper.mail, d->item.sha256, false, &ignored);
	d->said = SPAN_LIT("dismissed");
	if (d->row.id != 0 && d->row.status != REGISTER_CASE_CLOSED)
		d->said = arena_printf(d->c->arena, "dismissed; its case %.*s goes on: `close` or `not-a-referral` ends that", SPAN_PF(d->row.reference));
	return report(d);
}

/* ---- refer, join, reparse -------------------------------------------------------------- */

static int
read_item(struct deciding *d)
{
	struct reading *r = &d->reading;

	if (reading_open(r, &d->c->keeper, &d->item, &d->context, &d->fail) != 0)
		return -1;
	d->context.now = keeper_now(&d->c->keeper);
	r->arena = d->c->arena;
	if ((r->reader = intake_start_reader(&d->c->keeper, &d->fail)) == NULL)
		return -1;
	reading_take(r, &d->context);
	reading_decide(r, &d->context, &d->decision);
	return 0;
}

static void
end_reading(struct deciding *d)
{
	reader_stop(d->reading.reader);
	if (d->reading.fd >= 0)
		(void)close(d->reading.fd);
}

static int
write_decision(struct deciding *d)
{
	struct intake_message m = {
		.item = &d->item, .record = &d->reading.record, .context = &d->context, .decision = &d->decision, .referral = d->decision.joined ? d->row.id : 0,
		.who = keeper_who(&d->c->keeper, d->c->arena),
	};
	struct register_db *db = d->c->keeper.db;
	struct intake_written written;
	struct fail ignored;
	bool waits;

	if (register_begin(db, &d->fail) != 0)
		return -1;
	if (intake_case_write(&d->c->keeper, &m, d->c->arena, &written, &d->fail) != 0 || register_commit(db, &d->fail) != 0) {
		register_rollback(db);
		return -1;
	}
	d->row.reference = written.reference;
	waits = d->item.status == REGISTER_ITEM_QUARANTINED;
	(void)mail_quarantine(d->c->keeper.mail, d->item.sha256, waits, &ignored);
	return 0;
}

static int
read_and_write(struct deciding *d)
{
	int result = read_item(d) == 0 && write_decision(d) == 0 ? 0 : -1;

	end_reading(d);
	return result;
}

static int
refer(struct deciding *d)
{
	if (d->item.referral != 0)
		return refuse(d, arena_printf(d->c->arena, "it belongs to %.*s", SPAN_PF(d->row.reference)));
	d->context.said = DECIDE_REFERRAL_SAID;
	if (read_and_write(d) != 0)
		return ctl_fail(&d->fail);
	d->said = arena_printf(d->c->arena, "%.*s", SPAN_PF(d->row.reference));
	return report(d);
}

/* The case it joins, and those beside it: each of its forms may be about one of them. */
static int
know_cases(struct deciding *d)
{
	return intake_look_kin(&d->c->keeper, &(struct register_kin){ .referral = d->row.id, .item = d->item.id, .sender = d->item.from }, d->c->arena, &d->context, &d->fail);
}

static int
join(struct deciding *d)
{
	int64_t id;

	if (d->c->args_count != 3)
		return ctl_usage(d->c, "join takes one REF");
	if (d->item.referral != 0)
		return refuse(d, arena_printf(d->c->arena, "it belongs to %.*s", SPAN_PF(d->row.reference)));
	if (register_case_find(d->c->keeper.db, span_str(d->c->args[2]), &id, &d->fail) != 0)
		return ctl_fail(&d->fail);
	if (id == 0)
		return refuse(d, arena_printf(d->c->arena, "there is no case %s", d->c->args[2]));
	if (register_case_get(d->c->keeper.db, id, d->c->arena, &d->row, &d->fail) != 0)
		return ctl_fail(&d->fail);
	d->context.said = DECIDE_JOIN_SAID;
	if (know_cases(d) != 0 || read_and_write(d) != 0)
		return ctl_fail(&d->fail);
	d->said = arena_printf(d->c->arena, "joined %.*s", SPAN_PF(d->row.reference));
	return report(d);
}

enum { TYPING_MS = 5 * 60 * 1000 };

/* EX_OK with the password that --password-file names, or without where it is not given. */
static int
take_password(struct deciding *d, struct secret *secret)
{
	const char *from = d->c->values[CTL_PASSWORD_FILE];
	bool input = from != NULL && strcmp(from, "-") == 0;

	if (from == NULL)
		return EX_OK;
	if (input && isatty(STDIN_FILENO))
		(void)fputs("Password: ", stderr);
	if (secret_read(input ? SECRET_INPUT : SECRET_FILE, from, TYPING_MS, secret, &d->fail) != 0)
		return ctl_error(input || d->fail.class == FAIL_REFUSE ? EX_DATAERR : EX_NOINPUT, "%s", d->fail.why);
	d->reading.password = span_of(secret->text, secret->len);
	return EX_OK;
}

/* Whether the password has opened anything that was locked without it. */
static int
check_opened(struct deciding *d)
{
	struct reading without = d->reading;
	struct decide_context context = d->context;
	enum part_why why;

	if (d->reading.password.len == 0)
		return EX_OK;
	if (d->context.crashed.len > 0)
		return refuse(d, arena_printf(d->c->arena, "reading it with that password failed (%.*s); nothing was changed", SPAN_PF(d->context.crashed)));
	without.password = SPAN_NONE;
	reading_take(&without, &context);
	why = reading_opened(&without.record, &d->reading.record);
	if (why == PART_WHY_NONE)
		return EX_OK;
	if (why == PART_WHY_NOT_A_FORM)
		return refuse(d, SPAN_LIT("nothing in it wants a password; nothing was changed"));
	if (why == PART_WHY_PASSWORD)
		return refuse(d, SPAN_LIT("that password does not open it; nothing was changed"));
	return refuse(d, arena_printf(d->c->arena, "it cannot be opened (%s); nothing was changed", part_why_name(why)));
}

static int
read_with_password(struct deciding *d)
{
	struct secret secret;
	int status = take_password(d, &secret);

	if (status != EX_OK)
		return status;
	status = read_item(d) == 0 ? check_opened(d) : ctl_fail(&d->fail);
	if (status == EX_OK && write_decision(d) != 0)
		status = ctl_fail(&d->fail);
	end_reading(d);
	secret_wipe(&secret);
	return status;
}

static int
reparse(struct deciding *d)
{
	struct span before = d->item.class;
	int status;

	if (d->item.referral != 0) {
		d->context.said = DECIDE_AGAIN_SAID;
		d->context.said_before = span_eq_str(d->item.class_why, DECIDE_BY_PERSON) && classify_class_find(d->item.class, &d->context.said_class);
		if (know_cases(d) != 0)
			return ctl_fail(&d->fail);
	}
	status = read_with_password(d);
	if (status != EX_OK)
		return status;
	d->said = arena_printf(d->c->arena, "read again: %.*s%s%.*s", SPAN_PF(before), span_eq(before, d->item.class) ? " as before" : ", now ",
	    SPAN_PF(span_eq(before, d->item.class) ? SPAN_NONE : d->item.class));
	return report(d);
}

/* ---- export ---------------------------------------------------------------------------- */

static int
copy(int from, int to, struct fail *f)
{
	unsigned char bytes[65536];
	ssize_t n;

	while ((n = read(from, bytes, sizeof(bytes))) > 0)
		for (ssize_t done = 0, put; done < n; done += put)
			if ((put = write(to, bytes + done, (size_t)(n - done))) < 0)
				return fail_errno(f, FAIL_REFUSE, "the message cannot be written");
	return n == 0 ? 0 : fail_errno(f, FAIL_REFUSE, "the message cannot be read");
}

/* The message as it came, for whoever must open what we cannot.  A file that is there already is somebody's. */
static int
export(struct deciding *d)
{
	const char *name = d->c->args_count == 3 ? d->c->args[2] : "-";
	bool output = strcmp(name, "-") == 0;
	int from = mail_open_raw(d->c->keeper.mail, d->item.sha256, &d->fail), to, result;

	if (from < 0)
		return refuse(d, span_str(d->fail.why));
	to = output ? STDOUT_FILENO : open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	result = to < 0 ? fail_errno(&d->fail, FAIL_REFUSE, "%s", name) : copy(from, to, &d->fail);
	if (to >= 0 && !output && close(to) != 0 && result == 0)
		result = fail_errno(&d->fail, FAIL_REFUSE, "%s", name);
	/* A piece of it would be in the way of the next try, and taken for all. */
	if (to >= 0 && !output && result != 0)
		(void)unlink(name);
	(void)close(from);
	return result == 0 ? EX_OK : ctl_error(output ? EX_IOERR : EX_CANTCREAT, "%s", d->fail.why);
}

/* ---- the command ---------------------------------------------------------------------- */

static const struct {
	const char *name;
	size_t least, most;		/* of the command's words */
	int (*run)(struct deciding *d);
} table[] = {
	{ "refer", 2, 2, refer }, { "join", 3, 3, join }, { "dismiss", 3, 500, dismiss }, { "reparse", 2, 2, reparse }, { "export", 2, 3, export },
};

static int
load(struct deciding *d, uint64_t id)
{
	struct register_db *db = d->c->keeper.db;

	if (register_item_get(db, (int64_t)id, d->c->arena, &d->item, &d->fail) != 0 ||
	    (d->item.referral != 0 && register_case_get(db, d->item.referral, d->c->arena, &d->row, &d->fail) != 0))
		return ctl_fail(&d->fail);
	if (d->item.id == 0)
		return ctl_error(EX_DATAERR, "there is no item %llu", (unsigned long long)id);
	if (d->item.first != 0 && strcmp(d->c->args[1], "export") != 0)
		return refuse(d, arena_printf(d->c->arena, "it has the same bytes as item %lld: decide about that one", (long long)d->item.first));
	return EX_OK;
}

int
ctl_item_run(struct ctl *c)
{
	struct deciding d = { .c = c, .reading.fd = -1 };
	uint64_t id;
	size_t i = 0;
	int status;

	while (i < sizeof(table) / sizeof(table[0]) && (c->args_count < 2 || strcmp(c->args[1], table[i].name) != 0))
		i++;
	if (i == sizeof(table) / sizeof(table[0]) || c->args_count < table[i].least || c->args_count > table[i].most ||
	    !span_number(span_str(c->args[0]), INT64_MAX, &id))
		return ctl_usage(c, "is written: item ID refer, item ID join REF, item ID dismiss WHY, item ID reparse [--password-file FILE], item ID export [FILE]");
	if (c->json && table[i].run == export)
		return ctl_usage(c, "export gives the message itself, not as JSON");
	if (c->values[CTL_PASSWORD_FILE] != NULL && table[i].run != reparse)
		return ctl_usage(c, "takes --password-file with reparse only");
	if ((status = ctl_open(c, table[i].run == export ? CTL_TO_LOOK : CTL_TO_WRITE)) != EX_OK || (status = load(&d, id)) != EX_OK)
		return status;
	return table[i].run(&d);
}
