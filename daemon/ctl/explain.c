/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/explain.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/command.h"
#include "daemon/intake.h"
#include "daemon/intake_look.h"
#include "daemon/intake_revise.h"
#include "daemon/letter.h"
#include "daemon/verb.h"

/* The reader wants a file it can map: what comes through a pipe is kept in memory. */
static int
keep_in_memory(int from)
{
	unsigned char bytes[65536];
	int fd = memfd_create("message", MFD_CLOEXEC);
	ssize_t n;

	while (fd >= 0 && (n = read(from, bytes, sizeof(bytes))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		for (ssize_t done = 0, put; n > 0 && done < n; done += put)
			if ((put = write(fd, bytes + done, (size_t)(n - done))) <= 0)
				n = -1;
		if (n < 0) {
			(void)close(fd);
			return -1;
		}
	}
	if (fd >= 0)
		(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

/* A descriptor, or -1 after a complaint. */
static int
open_message(const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), copy;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		(void)ctl_error(0, "%s: %s", path, strerror(errno));
		return -1;
	}
	if (S_ISREG(st.st_mode) && !is_stdin)
		return fd;
	copy = S_ISDIR(st.st_mode) ? -1 : keep_in_memory(fd);
	if (copy < 0)
		(void)ctl_error(0, "%s: %s", path, S_ISDIR(st.st_mode) ? "is a directory; a message is one file" : strerror(errno));
	if (!is_stdin)
		(void)close(fd);
	return copy;
}

/* There is one, or nobody lets us see whether there is. */
static bool
has_register(struct ctl *c)
{
	struct stat st;

	return stat(arena_cstr(c->arena, arena_printf(c->arena, "%.*s/register.db", SPAN_PF(c->config->state_dir))), &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* The register is looked into when there is one, and it is said when that cannot be; explaining needs none. */
static void
open_register(struct ctl *c)
{
	struct fail f = { .why = "" };

	if (keeper_open_existing(&c->keeper, c->config, REGISTER_READ, &f) != 0) {
		if (has_register(c))
			(void)ctl_error(0, "%s; cases alike and what was sent before were not looked at", f.why);
		memset(&c->keeper, 0, sizeof(c->keeper));
	}
	c->keeper.config = c->config;
	c->keeper.fixed_now = true;
	c->keeper.now = c->now;
}

/* Dates of a case the register has, beside those of the message; of each the earliest counts. */
static void
add_clocks(struct explain *x, struct decision *d, const struct deadline_case *known, bool incident_only)
{
	struct deadline_case *new = &d->clocks;
	struct deadline_date *dates = arena_array(x->arena, known->dates_count + new->dates_count, sizeof(*dates));
	size_t n = 0;

	for (size_t i = 0; i < known->dates_count; i++)
		if (!incident_only || span_starts(known->dates[i].key, SPAN_LIT("incident.")))
			dates[n++] = known->dates[i];
	for (size_t i = 0; i < new->dates_count; i++)
		dates[n++] = new->dates[i];
	if (civil_compare(known->received, new->received) < 0)
		new->received = known->received;
	new->dates = dates;
	new->dates_count = n;
	decide_clocks(x->c->config, &x->context, x->arena, d);
}

/* Cases of the same child that the register has. */
static int
find_alike(struct explain *x, struct decision *d, struct fail *f)
{
	struct referral *r = &d->referral;
	struct intake_alike *alike;
	size_t count;

	if (!d->opens)
		return 0;
	if (intake_look_alike(&x->c->keeper, r, 0, x->arena, &alike, &count, f) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		referral_add_problem(r, REFERRAL_POSSIBLE_DUPLICATE, SPAN_NONE, alike[i].reference);
		if (alike[i].code != REFERRAL_POSSIBLE_DUPLICATE)
			referral_add_problem(r, alike[i].code, SPAN_NONE, alike[i].reference);
		if (alike[i].code == REFERRAL_SAME_INCIDENT)
			add_clocks(x, d, &alike[i].clocks, true);
	}
	return 0;
}

/* What it says outside any form is taken as intake takes it, and what is wrong is wrong with the whole of the case then. */
static void
join_fields(struct explain *x, struct decision *d, const struct register_case *before)
{
	struct referral_source source = { .form_type = before->row.handling == DEADLINE_PLR ? SPAN_LIT("plr") : SPAN_LIT("lcspr"), .received = civil_london_date(x->context.received_at) };
	struct field_list *is = arena_array(x->arena, 1, sizeof(*is));
	struct referral said = d->referral, whole = { .arena = x->arena };
	struct intake_revise joined;

	*is = said.fields != NULL ? *said.fields : field_list(x->arena);
	if (d->form == NULL && d->stated != NULL) {
		*is = intake_revise_stated(x->arena, &before->fields, d->stated, source.received);
		source.fields = is;
		referral_build(&source, x->arena, &d->referral);
		d->referral.handling = said.handling;
	}
	if (is->count > 0) {
		intake_revise(x->arena, &before->fields, is, &joined);
		source.fields = &joined.fields;
		referral_build(&source, x->arena, &whole);
	}
	for (size_t i = 0; i < said.problems_count; i++)
		if (referral_is_of_mail(said.problems[i].code))
			referral_add_problem(&whole, said.problems[i].code, said.problems[i].field, said.problems[i].detail);
	d->referral.problems = whole.problems;
	d->referral.problems_count = whole.problems_count;
	d->referral.problems_capacity = whole.problems_capacity;
}

static int
join_case(struct explain *x, struct decision *d, struct fail *f)
{
	struct register_case joined;
	struct deadline_case said;
	struct deadline_date *dates;

	if (d->into == NULL)
		return 0;
	if (register_case_load(x->c->keeper.db, (struct register_case_wanted){ d->into->id, REGISTER_LOAD_ALL }, x->arena, &joined, f) != 0)
		return -1;
	join_fields(x, d, &joined);
	said = d->clocks;
	dates = arena_array(x->arena, d->referral.dates_count, sizeof(*dates));
	for (size_t i = 0; i < d->referral.dates_count; i++)
		dates[i] = (struct deadline_date){ d->referral.dates[i].key, d->referral.dates[i].date };
	said.dates = dates;
	said.dates_count = d->referral.dates_count;
	d->clocks = joined.clocks;
	add_clocks(x, d, &said, false);
	return 0;
}

/* What the register knows beside this message. */
static int
look_beside(struct explain *x, struct fail *f)
{
	struct decision *d = &x->decision;

	if (x->c->keeper.db == NULL)
		return 0;
	for (size_t i = 0; i < d->apart_count; i++)
		if (find_alike(x, &d->apart[i], f) != 0 || join_case(x, &d->apart[i], f) != 0)
			return -1;
	return find_alike(x, d, f) != 0 ? -1 : join_case(x, d, f);
}

static void
read_commands(struct explain *x)
{
	struct command_list list;
	const char **names;
	size_t n;
	const struct verb_entry *entries = verb_entries(&n);

	names = arena_array(x->arena, n + 1, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = entries[i].name;
	command_read(x->arena, x->record->text, x->record->quoted_at, names, &list);
	x->commands = arena_array(x->arena, list.count, sizeof(*x->commands));
	for (size_t i = 0; i < list.count; i++) {
		struct arena_text t = arena_text(x->arena);

		arena_put(&t, list.items[i].verb);
		for (size_t j = 0; j < list.items[i].args_count; j++)
			arena_put_format(&t, " %.*s", SPAN_PF(list.items[i].args[j]));
		x->commands[x->commands_count++] = arena_text_span(&t);
	}
}

static void
add_letter(struct explain *x, struct span kind, const struct config_person *person)
{
	struct decision *d = &x->decision;

	d->letters = arena_grow(x->arena, d->letters, d->letters_count, &d->letters_capacity, sizeof(*d->letters));
	d->letters[d->letters_count++] = (struct decide_letter){ .kind = kind, .template = kind, .audience = DECIDE_COORDINATOR, .person = person, .to = person->email };
}

/* A coordinator's reply is answered when it binds: a named person, a known case, proved genuine. */
static void
expect_reply(struct explain *x)
{
	struct decision *d = &x->decision;
	const struct config_person *person = x->record->from.count == 1 ? config_person_by_email(x->c->config, x->record->from.items[0].address) : NULL;
	const struct span kind = SPAN_LIT("command-reply");
	struct span why = SPAN_NONE;

	if (d->class.class != CLASSIFY_COMMAND)
		return;
	read_commands(x);
	if (person == NULL || !x->context.joined.known)
		why = SPAN_LIT("no case, or no configured person");
	else if (d->class.authenticated != CLASSIFY_PASS)
		why = SPAN_LIT("the sender is not proved genuine");
	/* Whose name it bears is told of it, at the address of the config. */
	if (why.len > 0 && person != NULL && x->context.joined.known)
		add_letter(x, SPAN_LIT("fault"), person);
	if (why.len > 0) {
		d->suppressed = arena_grow(x->arena, d->suppressed, d->suppressed_count, &d->suppressed_capacity, sizeof(*d->suppressed));
		d->suppressed[d->suppressed_count++] = (struct decide_suppressed){ kind, why };
		return;
	}
	add_letter(x, kind, person);
}

static int
consider(struct explain *x, struct reader *reader, int fd, struct fail *f)
{
	struct keeper *k = &x->c->keeper;
	struct intake_look_joined joined = { .referral = 0 };
	struct reading *r = arena_array(x->arena, 1, sizeof(*r));

	if (keyed_sha256_fd(fd, x->item.sha256, &x->item.size, f) != 0)
		return -1;
	x->context = (struct decide_context){ .mailbox_name = SPAN_LIT("import"), .size = x->item.size, .now = x->c->now, .own_loop = span_str(k->loop) };
	*r = (struct reading){ .config = x->c->config, .reader = reader, .arena = x->arena, .fd = fd, .size = x->item.size };
	reading_take(r, &x->context);
	x->record = &r->record;
	x->item.fetched_at = x->c->now;
	intake_look_received(x->record, NULL, &x->item);
	x->context.received_at = x->item.received_at;
	if (k->db != NULL && (intake_look_joined(k, x->record, x->arena, &x->context, &joined, f) != 0 ||
	    register_item_find_sha(k->db, x->item.sha256, &x->same_bytes_as, f) != 0))
		return -1;
	reading_decide(r, &x->context, &x->decision);
	if (look_beside(x, f) != 0)
		return -1;
	expect_reply(x);
	explain_subjects(x);
	if (x->c->json)
		explain_print_json(x, stdout);
	else
		explain_print_text(x);
	return 0;
}

/* Of the letters that one decision plans; to what `x` has. */
static void
add_subjects(struct explain *x, const struct decision *d)
{
	const struct decide_case *known = d->into != NULL ? d->into : &x->context.joined;
	struct letter_facts facts = {
		.config = x->c->config, .reference = d->opens ? SPAN_LIT("(next)") : d->unplaced.len > 0 ? x->context.possible : known->reference, .now = x->context.now,
		.received_at = x->context.received_at, .handling = d->has_referral ? d->referral.handling : REFERRAL_LCSPR, .decision = d, .dues = d->dues,
		.dues_count = d->dues_count, .from = x->record->from.count > 0 ? x->record->from.items[0].address : SPAN_NONE,
		.owner = known->owner, .urgent = d->urgent, .failed_kind = x->context.answered_kind,
	};
	struct letter_text text;

	if (d->has_referral) {
		facts.agency = field_answer(d->referral.fields, "referrer.agency");
		facts.children = letter_children(x->arena, d->referral.fields, civil_london_date(x->context.now));
	}
	for (size_t i = 0; i < d->letters_count; i++) {
		struct span *subject = &x->subjects[x->letters_count];

		x->letters[x->letters_count++] = d->letters[i];
		facts.kind = d->letters[i].kind;
		facts.audience = d->letters[i].audience;
		facts.person = d->letters[i].person;
		if (letter_write(x->arena, d->letters[i].template, &facts, &text) || letter_write(x->arena, d->letters[i].kind, &facts, &text))
			*subject = text.subject;
	}
}

void
explain_subjects(struct explain *x)
{
	const struct decision *d = &x->decision;
	size_t most = d->letters_count;

	for (size_t i = 0; i < d->apart_count; i++)
		most += d->apart[i].letters_count;
	x->letters = arena_array(x->arena, most, sizeof(*x->letters));
	x->letters_count = 0;
	x->subjects = arena_array(x->arena, most, sizeof(*x->subjects));
	add_subjects(x, d);
	for (size_t i = 0; i < d->apart_count; i++)
		add_subjects(x, &d->apart[i]);
}

int
ctl_explain_run(struct ctl *c)
{
	struct explain x = { .c = c, .arena = c->arena };
	struct reader *reader;
	struct fail f = { .class = FAIL_NONE };
	int fd, status = EX_OK;

	if (c->args_count != 1)
		return ctl_usage(c, "takes one FILE, or - for standard input");
	if ((status = ctl_load(c, CONFIG_FOR_READING)) != EX_OK)
		return status;
	if ((fd = open_message(c->args[0])) < 0)
		return EX_NOINPUT;
	open_register(c);
	reader = intake_start_reader(&c->keeper, &f);
	if (reader == NULL || consider(&x, reader, fd, &f) != 0)
		status = ctl_fail(&f);
	reader_stop(reader);
	(void)close(fd);
	return status;
}
