/* SPDX-License-Identifier: ISC
 * config: the shipped files load; each broken one is refused with its line. */
#include "config/config.h"
#include "config/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A copy of config/ with its addresses filled in; and beside it, per case, a folder that
 * holds the one file that the case breaks, and links to the rest. */
static char base[] = "/tmp/referrald-config-XXXXXX";
static const char *const top[] = { "referrald.conf", "milestones.conf", "forms.conf" };

static char *
path(const char *format, const char *a, const char *b)
{
	static char buffers[4][600];
	static unsigned turn;
	char *out = buffers[turn++ % 4];

	(void)snprintf(out, sizeof(buffers[0]), "%s", "");
	if (strcmp(format, "base/x/y") == 0)
		(void)snprintf(out, sizeof(buffers[0]), "%s/%s/%s", base, a, b);
	else
		(void)snprintf(out, sizeof(buffers[0]), "%s/%s", a, b);
	return out;
}

static void
put_file(const char *name, struct span text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(text.len == 0 || fwrite(text.at, 1, text.len, f) == text.len);
	assert_int_equal(fclose(f), 0);
}

static struct span
get_file(struct arena *a, const char *name)
{
	FILE *f = fopen(name, "r");
	char *bytes = arena_alloc(a, 1 << 20);
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, 1 << 20, f);
	(void)fclose(f);
	return span_of(bytes, n);
}

/* The text with the first `find` replaced; the test itself is broken when it is not there. */
static struct span
edit(struct arena *a, struct span text, const char *find, const char *replace)
{
	size_t at = span_find(text, span_str(find));
	struct arena_text t = arena_text(a);

	if (at == text.len)
		fail_msg("the shipped file no longer holds: %s", find);
	arena_put(&t, span_slice(text, 0, at));
	arena_put_str(&t, replace);
	arena_put(&t, span_slice(text, at + strlen(find), text.len));
	return arena_text_span(&t);
}

static struct span
filled_in(struct arena *a, struct span text)
{
	static const char *const edits[][2] = {
		{ "email    = \"\"", "email    = \"coordinator@council.example\"" },
		{ "email    = \"\"", "email    = \"deputy@council.example\"" },
		{ "email    = \"\"", "email    = \"head@children.trusted.example\"" },
		{ "\"sch.uk\" }", "\"sch.uk\", \"trusted.example\" }" },
		{ "email    = \"\"", "email    = \"admin@council.example\"" },
		{ "server        = \"\"", "server        = \"imap.council.example\"" },
		{ "login         = \"\"", "login         = \"referrals\"" },
		{ "server        = \"\"", "server        = \"smtp.council.example\"" },
		{ "login         = \"\"", "login         = \"referrals\"" },
		{ "sender        = \"\"", "sender        = \"referrals@council.example\"" },
		{ "addresses  = {}", "addresses  = { \"referrals@council.example\" }" },
		{ "\"/etc/referrald/secrets/referrals\"", "\"secret\"" },
		{ "\"/etc/referrald/secrets/outgoing\"", "\"secret\"" },
	};

	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		text = edit(a, text, edits[i][0], edits[i][1]);
	return text;
}

static void
copy_templates(struct arena *a)
{
	DIR *d = opendir("config/templates");
	const struct dirent *e;

	assert_non_null(d);
	assert_int_equal(mkdir(path("base/x/y", "sound", "templates"), 0755), 0);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			put_file(arena_cstr(a, arena_printf(a, "%s/sound/templates/%s", base, e->d_name)),
			    get_file(a, arena_cstr(a, arena_printf(a, "config/templates/%s", e->d_name))));
	(void)closedir(d);
}

static int
set_up(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_non_null(mkdtemp(base));
	assert_int_equal(mkdir(path("x/y", base, "sound"), 0755), 0);
	for (size_t i = 0; i < 3; i++) {
		struct span text = get_file(a, path("x/y", "config", top[i]));

		put_file(path("base/x/y", "sound", top[i]), i == 0 ? filled_in(a, text) : text);
	}
	copy_templates(a);
	put_file(path("base/x/y", "sound", "secret"), SPAN_LIT("not-a-real-one\n"));
	assert_int_equal(chmod(path("base/x/y", "sound", "secret"), 0600), 0);
	put_file(path("base/x/y", "sound", "hollow"), SPAN_NONE);
	assert_int_equal(chmod(path("base/x/y", "sound", "hollow"), 0600), 0);
	arena_free(a);
	return 0;
}

static int
tear_down(void **state)
{
	char command[700];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf %s", base);
	return system(command) == 0 ? 0 : -1;
}

static void
print_errors(const struct config_errors *e)
{
	for (size_t i = 0; i < e->count; i++)
		print_message("  %.*s\n", SPAN_PF(e->lines[i]));
}

/* ---- sound files ---- */

static struct config *
load(struct arena *a, const char *file, enum config_need need)
{
	struct config_errors errors = { .arena = a };
	struct config *c = config_load(file, need, &errors);

	print_errors(&errors);
	assert_int_equal(errors.count, 0);
	assert_non_null(c);
	return c;
}

static const struct deadline_milestone *
milestone(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->deadlines.count; i++)
		if (span_eq_str(c->deadlines.milestones[i].name, name))
			return &c->deadlines.milestones[i];
	fail_msg("no milestone %s", name);
	return NULL;
}

static void
shipped_as_it_is_loads_for_reading(void **state)
{
	static const char *const names[] = { "acknowledgement", "triage", "notify-panel", "information-request", "agency-returns",
		"rapid-review-meeting", "executive-sign-off", "rapid-review", "panel-reply", "tell-referrer", "publish", "copy-before-publication",
		"group-meeting", "progress-check" };
	struct arena *a = arena_new(0);
	struct config *c = load(a, "config/referrald.conf", CONFIG_FOR_READING);
	const struct deadline_milestone *m = milestone(c, "rapid-review");

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)milestone(c, names[i]);
	assert_int_equal(m->offset, 15);
	assert_int_equal(m->choice, DEADLINE_EARLIEST);
	assert_int_equal(m->basis.count, 2);
	assert_true(span_eq_str(m->fallback.items[0], "incident.agency_aware"));
	assert_int_equal(m->amber, 5);
	assert_int_equal(m->red, 2);
	assert_int_equal(m->applies, DEADLINE_LCSPR);
	m = milestone(c, "agency-returns");
	assert_int_equal(m->offset_early, 7);
	assert_int_equal(m->offset, 10);
	assert_int_equal(milestone(c, "copy-before-publication")->offset, -7);
	assert_int_equal(milestone(c, "publish")->unit, DEADLINE_MONTHS);
	assert_true(milestone(c, "group-meeting")->next_meeting);
	assert_true(milestone(c, "acknowledgement")->silent);
	config_free(c);
	arena_free(a);
}

static void
filled_in_it_loads_for_running(void **state)
{
	struct arena *a = arena_new(0);
	struct config *c = load(a, path("base/x/y", "sound", "referrald.conf"), CONFIG_FOR_RUNNING);

	(void)state;
	assert_int_equal(c->mailboxes_count, 1);
	assert_true(span_eq_str(c->mailboxes[0].server.host, "imap.council.example"));
	assert_int_equal(c->mailboxes[0].server.port, 993);
	assert_int_equal(c->mailboxes[0].poll_seconds, 60);
	assert_true(span_eq_str(c->mailboxes[0].folders.items[0], "INBOX"));
	assert_true(span_ends_nocase(c->mailboxes[0].server.password_file, SPAN_LIT("/sound/secret")));
	assert_int_equal(c->outgoing.server.tls, CONFIG_TLS_STARTTLS);
	assert_non_null(config_person_by_email(c, SPAN_LIT("Deputy@Council.Example")));
	assert_null(config_person_by_email(c, SPAN_NONE));
	assert_int_equal(config_person_find(c, SPAN_LIT("Administrator"))->rights, CONFIG_ANSWER | CONFIG_ADMIN);
	assert_false(config_person_find(c, SPAN_LIT("Coordinator"))->trusted);
	assert_true(config_person_find(c, SPAN_LIT("Head of service"))->trusted);
	assert_true(span_eq_str(config_ladder_find(c, SPAN_NONE)->name, "coordinators"));
	assert_int_equal(config_ladder_find(c, SPAN_LIT("coordinators"))->rungs[1].after_seconds, 4 * 3600);
	assert_int_equal(config_ladder_find(c, SPAN_LIT("loud"))->rungs[0].persons_count, 2);
	assert_int_equal(c->office.open_second, 9 * 3600);
	assert_int_equal(c->digest.at_second, 8 * 3600 + 1800);
	assert_true(span_eq_str(c->digest.weekly_persons.items[0], "Head of service"));
	assert_int_equal(c->digest.weekly_on, CIVIL_MONDAY);
	assert_int_equal(c->limits.message_bytes, 100 << 20);
	assert_true(span_eq_str(c->routes.rules[c->routes.count - 1].name, "default"));
	assert_true(span_eq_str(config_template_find(c, SPAN_LIT("misdirected"))->kind, "forward"));
	config_free(c);
	arena_free(a);
}

/* ---- one thing changed ---- */

struct changed {
	const char *name;
	const char *file;
	const char *find, *replace;
	const char *at;			/* a text of the changed file; the error stands on its line.  NULL: on no line */
	const char *want;		/* part of the message; NULL: there must be no error */
};

static void
remove_case(void)
{
	char command[700];

	(void)snprintf(command, sizeof(command), "rm -rf %s/case", base);
	assert_int_equal(system(command), 0);
}

static void
write_case(struct arena *a, const struct changed *t, struct span *text_out)
{
	bool template = strncmp(t->file, "templates/", 10) == 0;
	const char *folder = path("x/y", base, "case");

	remove_case();
	assert_int_equal(mkdir(folder, 0755), 0);
	for (size_t i = 0; i < 3; i++)
		if (strcmp(top[i], t->file) != 0)
			assert_int_equal(symlink(path("base/x/y", "sound", top[i]), path("base/x/y", "case", top[i])), 0);
	assert_int_equal(symlink(path("base/x/y", "sound", "secret"), path("base/x/y", "case", "secret")), 0);
	assert_int_equal(symlink(path("base/x/y", "sound", "hollow"), path("base/x/y", "case", "hollow")), 0);
	*text_out = edit(a, get_file(a, path("base/x/y", "sound", t->file)), t->find, t->replace);
	if (template) {
		char command[1500];

		(void)snprintf(command, sizeof(command), "cp -r %s/sound/templates %s/case/templates", base, base);
		assert_int_equal(system(command), 0);
	} else {
		assert_int_equal(symlink(path("base/x/y", "sound", "templates"), path("base/x/y", "case", "templates")), 0);
	}
	put_file(path("base/x/y", "case", t->file), *text_out);
}

static unsigned
line_of(struct span text, const char *part)
{
	size_t at = span_find(text, span_str(part));
	unsigned line = 1;

	if (at == text.len)
		fail_msg("the changed file does not hold: %s", part);
	for (size_t i = 0; i < at; i++)
		line += text.at[i] == '\n';
	return line;
}

static bool
has_error(const struct config_errors *e, struct span prefix, const char *part)
{
	for (size_t i = 0; i < e->count; i++)
		if (span_starts(e->lines[i], prefix) && span_find(e->lines[i], span_str(part)) < e->lines[i].len)
			return true;
	return false;
}

#define MAIN "referrald.conf"

static bool
is_as_wanted(const struct changed *t)
{
	struct arena *a = arena_new(0);
	struct config_errors errors = { .arena = a };
	struct span text, prefix;
	struct config *c;
	bool good;

	write_case(a, t, &text);
	c = config_load(path("base/x/y", "case", "referrald.conf"), CONFIG_FOR_RUNNING, &errors);
	prefix = t->at == NULL ? arena_printf(a, "%s/case/%s: ", base, MAIN) :	/* what is missing is missed there */
	     arena_printf(a, "%s/case/%s:%u: ", base, t->file, line_of(text, t->at));
	good = (c == NULL) == (t->want != NULL) && (t->want == NULL || has_error(&errors, prefix, t->want));
	if (!good) {
		print_message("%s: wanted %.*s... %s, got\n", t->name, SPAN_PF(prefix), t->want == NULL ? "no error" : t->want);
		print_errors(&errors);
	}
	config_free(c);
	arena_free(a);
	remove_case();
	return good;
}

static const struct changed grammar[] = {
	{ "final } missing", MAIN, "	sweep_stale  = 15m		# or the clocks were not looked at for so long\n}", "", "limits {", "not closed" },
	{ "} too many", MAIN, "limits {", "}\nlimits {", "}\nlimits {", "closes nothing" },
	{ "} missing in the middle", MAIN, "trust {\n	domains", "trust {\n	x {\n	domains", "trust {\n	x", "not closed" },
	{ "text not closed", MAIN, "Partnership\"\n\n	# How", "Partnership\n\n	# How", "SCP-{year}", "an = and a value" },
	{ "last text not closed", MAIN, "sweep_stale  = 15m", "sweep_stale  = \"15m", "sweep_stale  = \"15m", "not closed" },
	{ "comment not closed", MAIN, "limits {", "/* limits {", "/* limits {", "comment is not closed" },
	{ "value missing", MAIN, "port          = 993", "port          =\n}", "}\n	tls           = implicit", "value is missing after =" },
	{ "comma missing", MAIN, "\"nhs.net\", \"nhs.uk\"", "\"nhs.net\" \"nhs.uk\"", "\"nhs.net\" \"nhs.uk\"", "comma is missing" },
	{ "star without quotes", MAIN, "class    = { misdirected }", "from     = *@x.example", "*@x.example", "needs quotes" },
	{ "character by number", MAIN, "web       = \"\"", "web       = \"\\0\"", "\\0", "by its number" },
	{ "unknown key", MAIN, "poll = 1m", "pol = 1m", "pol = 1m", "\"pol\" is not known here: did you mean poll?" },
	{ "unknown key like no other", MAIN, "poll = 1m", "interval = 1m", "interval = 1m", "is not known here: known are server, port" },
	{ "unknown section", MAIN, "limits {", "limitts {", "limitts {", "not known here" },
	{ "key of another section", MAIN, "digest {", "digest {\n	poll = 1m", "poll = 1m", "not known here" },
	{ "same scalar twice", MAIN, "poll = 1m", "poll = 1m\n	poll = 2m", "poll = 2m", "given twice, first on line" },
	{ "same list twice", MAIN, "addresses  =", "addresses  = {}\n	addresses  =", "addresses  = { \"r", "given twice" },
	{ "section twice", MAIN, "limits {", "limits { attempts = 2 }\nlimits {", "limits {\n	message", "given twice" },
	{ "title twice", MAIN, "person \"Deputy coordinator\"", "person \"Coordinator\"", "person \"Coordinator\" {\n	email    = \"dep", "given twice" },
	{ "list for a scalar", MAIN, "poll = 1m", "poll = { 1m, 2m }", "poll = {", "takes one value" },
	{ "scalar for a list is fine", MAIN, "folders    = { \"INBOX\" }", "folders    = \"INBOX\"", NULL, NULL },
	{ "value for a section", MAIN, "digest {\n	who       = { \"Coordinator\" }\n	at        = \"08:30\"\n	weekly    = { \"Head of service\" }	# left out: the top rung of the default ladder\n	weekly_on = monday			# or the next day on which the office is open\n}", "digest = \"08:30\"", "digest =", "is a section" },
	{ "section for a value", MAIN, "poll = 1m", "poll { }", "poll {", "takes a value" },
	{ "title missing", MAIN, "route \"default\"", "route", "route {", "needs a title" },
	{ "title empty", MAIN, "route \"default\"", "route \"\"", "route \"\"", "needs a title" },
	{ "title not wanted", MAIN, "digest {", "digest \"x\" {", "digest \"x\"", "has no title" },
	{ "password in the file", MAIN, "password_file = \"secret\"", "password = \"hunter2\"", "password = \"h", "put the secret in a file" },
	{ "variable not set", MAIN, "web       = \"\"", "web       = \"https://${REFERRALD_NOT_SET}/\"", "${REFERRALD_NOT_SET}", "is not set in the environment" },
	{ "variable with default", MAIN, "web       = \"\"", "web       = \"https://${REFERRALD_NOT_SET:-a.example}/\"", NULL, NULL },
	{ "variable not closed", MAIN, "web       = \"\"", "web       = \"${HOME\"", "${HOME\"", "without its }" },
	{ "include is a directory", MAIN, "include(\"forms.conf\")", "include(\"templates\")", "include(\"templates\")", "is no regular file" },
	{ "include is missing", MAIN, "include(\"forms.conf\")", "include(\"form.conf\")", "include(\"form.conf\")", "cannot be opened" },
	{ "include of itself", MAIN, "include(\"forms.conf\")", "include(\"referrald.conf\")", "include(\"referrald.conf\")", "too deeply" },
	{ "include in a section", MAIN, "limits {", "limits {\n	include(\"x.conf\")", "include(\"x.conf\")", "inside a section" },
	{ "not UTF-8", MAIN, "Example Safeguarding", "Ex\xE9mple Safeguarding", "Ex\xE9mple", "not UTF-8" },
	{ "a byte order mark is fine", MAIN, "# SPDX", "\xEF\xBB\xBF# SPDX", NULL, NULL },
	{ "a long text with line ends of Windows is fine", MAIN, "ring 999.\n", "ring 999.\r\n", NULL, NULL },
	{ "line ends of Windows are fine", "milestones.conf", "# SPDX-License-Identifier: ISC\n#\n", "milestone \"x\" {\r\n	label = \"X\"\r\n	standing = local # y\r\n	offset = 1\r\n	basis = received\r\n}\r\n", NULL, NULL },
	{ "an error in an included file", "milestones.conf", "standing = \"indicative\"", "standin = \"indicative\"", "standin =", "not known here" },
};

static const struct changed values[] = {
	{ "octal is decimal's business", MAIN, "port          = 993", "port          = 0993", "port          = 0993", "whole number in decimal" },
	{ "negative", MAIN, "port          = 993", "port          = -1", "port          = -1", "whole number" },
	{ "too large", MAIN, "port          = 993", "port          = 70000", "port          = 70000", "out of range" },
	{ "not a number", MAIN, "attempts     = 3", "attempts     = three", "= three", "whole number" },
	{ "a number too long", MAIN, "attempts     = 3", "attempts     = 99999999999999999999", "= 9999", "whole number" },
	{ "time without unit", MAIN, "poll = 1m", "poll = 60", "poll = 60", "with its unit" },
	{ "time out of range", MAIN, "poll = 1m", "poll = 1s", "poll = 1s", "out of range" },
	{ "size", MAIN, "message_size = 100M", "message_size = 100MB", "= 100MB", "must be a size" },
	{ "boolean", MAIN, "idle = true", "idle = maybe", "idle = maybe", "true or false" },
	{ "choice", MAIN, "tls           = implicit", "tls           = none", "= none", "one of implicit, starttls" },
	{ "implicit TLS outwards", MAIN, "tls           = starttls", "tls           = implicit", "= implicit\n	ca_file       = \"\"\n	login         = \"referrals\"\n	password_file = \"secret\"\n\n	sender", "not supported for outgoing" },
	{ "empty value in a list", MAIN, "addresses  = { ", "addresses  = { \"\", ", "addresses  = { \"\"", "empty value" },
	{ "control character", MAIN, "processed  = \"Processed\"", "processed  = \"a\\r\\nb\"", "a\\r\\nb", "one line" },
	{ "empty folder", MAIN, "processed  = \"Processed\"", "processed  = \"\"", "processed  = \"\"", "is empty" },
	{ "taken from where it goes", MAIN, "processed  = \"Processed\"", "processed  = \"INBOX\"", "folders    =", "which it is taken from" },
	{ "relative state_dir", MAIN, "state_dir = \"/var", "state_dir = \"var", "state_dir =", "must begin with /" },
	{ "partnership without name", MAIN, "name      = \"Example Safeguarding Children Partnership\"", "name      = \"\"", "name      = \"\"", "is empty" },
	{ "reference without seq", MAIN, "SCP-{year}-{seq:4}", "SCP-{year}", "SCP-{year}\"", "must hold {seq}" },
	{ "reference with two", MAIN, "SCP-{year}-{seq:4}", "{seq}-{seq:4}", "{seq}-{", "must hold {seq}" },
	{ "reference with another", MAIN, "SCP-{year}-{seq:4}", "SCP-{month}-{seq}", "{month}", "must hold {seq}" },
	{ "reference with a blank", MAIN, "SCP-{year}-{seq:4}", "SCP {seq}", "SCP {seq}", "must hold {seq}" },
	{ "time zone", MAIN, "Europe/London", "Europe/Paris", "Europe/Paris", "only be Europe/London" },
	{ "no front door", MAIN, "front_door = \"", "front_door = \"\"\n	name = \"", "front_door", "front_door is missing" },
	{ "trusted domain", MAIN, "\"nhs.net\"", "\"@nhs.net\"", "@nhs.net", "is no domain" },
	{ "e-mail", MAIN, "\"coordinator@council.example\"", "\"coordinator@council\"", "coordinator@council\"", "is no address" },
	{ "two e-mails", MAIN, "\"coordinator@council.example\"", "\"a@council.example, b@council.example\"", "a@council", "is no address" },
	{ "e-mail empty", MAIN, "\"coordinator@council.example\"", "\"\"", "email    = \"\"", "fill in" },
	{ "e-mail twice", MAIN, "\"deputy@council.example\"", "\"coordinator@council.example\"", "\"coordinator@council.example\"\n	login    = \"\"\n	rights   = { answer, decide }\n	absences = {}\n}\n\nperson \"Head", "also that of" },
	{ "right", MAIN, "{ answer, admin }", "{ answer, root }", "{ answer, root }", "none of answer" },
	{ "absence", MAIN, "absences = {}", "absences = { \"2026-08-14 to 2026-08-03\" }", "2026-08-14 to", "is no period" },
	{ "absence is no date", MAIN, "absences = {}", "absences = {\n	\"2026-08-03\",\n	\"2026-02-30\" }", "2026-02-30", "is no period" },
	{ "two ways to a secret", MAIN, "password_file = \"secret\"", "password_file = \"secret\"\n	password_command = \"cat x\"", "mailbox \"referrals\"", "more than one way" },
	{ "no way to a secret", MAIN, "password_file = \"secret\"", "", "mailbox \"referrals\"", "no way to the secret" },
	{ "secret missing", MAIN, "password_file = \"secret\"", "password_file = \"nothing\"", "\"nothing\"", "make the file" },
	{ "secret is readable by all", MAIN, "password_file = \"secret\"", "password_file = \"forms.conf\"", "password_file = \"forms", "by others" },
	{ "secret is empty", MAIN, "password_file = \"secret\"", "password_file = \"hollow\"", "password_file = \"hollow", "is empty" },
	{ "secret is a directory", MAIN, "password_file = \"secret\"", "password_file = \"templates\"", "password_file = \"templates", "no regular file" },
	{ "oauth2 over http", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"http://x.example/\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	}", "http://x", "must begin with https" },
	{ "tenant in its place", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/{tenant}/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	tenant = \"council.example\"\n	}", NULL, NULL },
	{ "tenant without a place", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	tenant = \"council.example\"\n	}", "tenant = ", "no {tenant}" },
	{ "place without a tenant", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/{tenant}/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	}", "https://x", "give  tenant" },
	{ "tenant that leads elsewhere", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/{tenant}/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	tenant = \"../other\"\n	}", "../other", "neither an id nor a domain" },
	{ "a refresh token needs no client secret", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	refresh_token_file = \"secret\"\n	}", NULL, NULL },
	{ "no secret at all", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/token\"\n	client_id = \"i\"\n	scope = \"s\"\n	ca_file = \"secret\"\n	}", "oauth2 {", "client_secret_file" },
	{ "taken from where it goes, in other letters", MAIN, "processed  = \"Processed\"", "processed  = \"Inbox\"", "folders    =", "which it is taken from" },
	{ "a folder twice", MAIN, "folders    = { \"INBOX\" }", "folders    = { \"INBOX\", \"inbox\" }", "folders    =", "\"inbox\" is given twice" },
	{ "two folders whose names differ in letters", MAIN, "folders    = { \"INBOX\" }", "folders    = { \"Post\", \"post\" }", NULL, NULL },
	{ "junk is a folder of mail", MAIN, "junk       = {}", "junk       = { \"Inbox\" }", "junk       = {", "stands in folders too" },
	{ "a title of two lines", MAIN, "person \"Deputy coordinator\"", "person \"Deputy\\ncoordinator\"", "person \"Deputy\\n", "title must be one line" },
	{ "a mailbox of the name of imports", MAIN, "mailbox \"referrals\"", "mailbox \"Import\"", "mailbox \"Import\"", "what was imported" },
	{ "a milestone of two words", "milestones.conf", "milestone \"triage\"", "milestone \"first look\"", "milestone \"first look\"", "one word" },
	{ "a person who is the mailbox", MAIN, "\"deputy@council.example\"", "\"Referrals@council.example\"", "addresses  =", "is that of \"Deputy coordinator\"" },
	{ "junk is what mail is filed in", MAIN, "junk       = {}", "junk       = { \"Processed\" }", "folders    = ", "taken from" },
	{ "no such time", MAIN, "received = internaldate", "received = whenever", "received = whenever", "internaldate" },
	{ "oauth2 is fine", MAIN, "password_file = \"secret\"", "oauth2 {\n	token_url = \"https://x.example/\"\n	client_id = \"i\"\n	scope = \"s\"\n	client_secret_file = \"secret\"\n	secret_expires = \"2027-01-31\"\n	}", NULL, NULL },
	{ "server", MAIN, "\"imap.council.example\"", "\"imaps://imap.council.example\"", "imaps://", "no host name" },
	{ "own addresses missing", MAIN, "addresses  = { \"referrals@council.example\" }", "addresses = {}", "addresses = {}", "never answers itself" },
	{ "a group that is not there", MAIN, "group     = \"\"", "group     = \"nosuchgroup\"", "group ", "no group nosuchgroup" },
	{ "retention too short", MAIN, "case_years   = 0", "case_years   = 2", "case_years", "below 10" },
	{ "division", MAIN, "england-and-wales", "scotland", "scotland", "only be england-and-wales" },
	{ "extra holiday", MAIN, "extra    = {}", "extra    = { \"2027-06-01\" }", "extra    =", "the date and its name" },
	{ "closure backwards", MAIN, "closures = {}", "closures = { \"2026-12-31 to 2026-12-24 Closed\" }", "2026-12-31 to", "end after it begins" },
	{ "closures are fine", MAIN, "closures = {}", "closures = { \"2026-12-24 Closed early\", \"2026-12-29 to 2026-12-31 Closed\" }", NULL, NULL },
	{ "office hours", MAIN, "09:00-17:00", "17:00-09:00", "17:00-09:00", "two times of one day" },
	{ "meeting", MAIN, "meetings = {}", "meetings = { \"9 December\" }", "9 December", "is no date" },
	{ "feed missing", MAIN, "feed     = \"\"", "feed     = \"bank-holidays.json\"", "bank-holidays.json\"\n", "cannot be opened" },
	{ "feed is no feed", MAIN, "feed     = \"\"", "feed     = \"forms.conf\"", "feed     = \"forms", "neither JSON nor iCalendar" },
	{ "digest time", MAIN, "\"08:30\"", "\"25:30\"", "25:30", "no time of day" },
};

static const struct changed links[] = {
	{ "ladder names nobody known", MAIN, "who    = { \"Coordinator\" }", "who    = { \"Nobody\" }", "{ \"Nobody\" }", "no person \"Nobody\"" },
	{ "rung without people", MAIN, "who    = { \"Coordinator\" }", "who    = {}", "who    = {}", "tells nobody" },
	{ "rung without after", MAIN, "after  = 4h\n", "", "rung {\n		who    = { \"Deputy", "after is missing" },
	{ "first rung with after", MAIN, "who    = { \"Coordinator\" }", "who    = { \"Coordinator\" }\n		after = 2h", "after = 2h", "first rung" },
	{ "ladder without rungs", MAIN, "ladder \"loud\" {", "ladder \"none\" { }\nladder \"loud\" {", "ladder \"none\"", "has no rung" },
	{ "default ladder", MAIN, "default_ladder = \"coordinators\"", "default_ladder = \"cordinators\"", "cordinators", "there is no ladder" },
	{ "weekly digest on no day", MAIN, "weekly_on = monday", "weekly_on = sunday", "weekly_on", "none of monday" },
	{ "weekly digest to nobody known", MAIN, "weekly    = { \"Head of service\" }", "weekly    = { \"Me\" }", "\"Me\"", "no person" },
	{ "digest to nobody known", MAIN, "digest {\n	who       = { \"Coordinator\" }", "digest {\n	who       = { \"Me\" }", "\"Me\"", "no person" },
	{ "route to no ladder", MAIN, "ladder   = \"loud\"", "ladder   = \"lowd\"", "lowd", "there is no ladder" },
	{ "route to no form", MAIN, "file_in  = \"Training\"", "treat_as = \"trainig\"", "trainig", "there is no form" },
	{ "route on no class", MAIN, "class    = { booking }", "class    = { bookings }", "bookings", "could never match" },
	{ "route on no form", MAIN, "class    = { booking }", "form     = { bookingg }", "bookingg", "could never match" },
	{ "route on no mailbox", MAIN, "class    = { booking }", "mailbox  = { other }", "{ other }", "could never match" },
	{ "route on no field", MAIN, "class    = { booking }", "field \"child.dob\" { match = \"x\" }", "child.dob", "there is no field" },
	{ "field without match", MAIN, "class    = { booking }", "field \"referral.type\" { }", "field \"referral.type\"", "match is missing" },
	{ "route with an empty pattern", MAIN, "class    = { booking }", "subject  = { \"a\", \" \" }", "\" \"", "matches everything" },
	{ "route with an empty list", MAIN, "class    = { booking }", "subject  = {}", "subject  = {}", "empty list" },
	{ "route with a bad regex", MAIN, "class    = { booking }", "subject  = '/(unclosed/'", "/(unclosed/", "at character" },
	{ "route with every condition", MAIN, "class    = { booking }",
	    "class = booking\nfrom = { \"*@x.example\" }\nto = a\nsubject = '/^\\s*x+$/'\nbody = b\nattachment_name = \"*.docx\"\nattachment_type = text/plain\n"
	    "authenticated = { pass, unchecked }\nmailbox = referrals\nlarger = 1K\nsmaller = 10M\nheader \"X-Spam-Flag\" { match = yes }\n"
	    "field \"child.N.looked_after\" { match = yes }\nnot { subject = re }\nforward = { \"Coordinator\", \"desk@x.police.uk\" }\nstop_replies = true\n", NULL, NULL },
	{ "filed where it is taken from", MAIN, "file_in  = \"Training\"", "file_in  = \"inbox\"", "file_in  = \"inbox\"", "mail of \"referrals\" is taken from" },
	{ "filed in a folder of junk", MAIN, "junk       = {}", "junk       = { \"Training\" }", "file_in  = \"Training\"", "mail of \"referrals\" is taken from" },
	{ "filed where a mailbox is taken from that the route is not for", MAIN, "file_in  = \"Training\"", "file_in  = \"INBOX\"\n	mailbox  = { import }", NULL, NULL },
	{ "filed where a mailbox is taken from that it is not for, said otherwise", MAIN, "file_in  = \"Training\"", "file_in  = \"INBOX\"\n	not { mailbox = { '/^ref/' } }", NULL, NULL },
	{ "forward to a stranger", MAIN, "file_in  = \"Training\"", "forward  = { \"courses@training.example\" }", "courses@", "none of the domains of trust" },
	{ "forward to a look-alike", MAIN, "file_in  = \"Training\"", "forward  = { \"x@evilgov.uk\" }", "evilgov", "none of the domains of trust" },
	{ "forward to nobody known", MAIN, "file_in  = \"Training\"", "forward  = { \"Trainer\" }", "Trainer", "is no person" },
	{ "route with no such template", MAIN, "file_in  = \"Training\"", "template = \"booking\"", "\"booking\"\n", "there is no booking.txt" },
	{ "last route with a condition", MAIN, "route \"default\" {\n}", "", "route \"plr\"", "must take what is left" },
	{ "route that hides the rest", MAIN, "route \"sin\" {\n	class    = { sin-copy }", "route \"sin\" {", "route \"sin\"", "takes everything" },
	{ "no templates' folder", MAIN, "templates = \"templates\"", "templates = \"letters\"", "templates = \"letters\"", "cannot be opened" },
	{ "milestone on no field", "milestones.conf", "basis     = { incident.la_aware }", "basis     = { incident.la_awareness }", "la_awareness", "there is no field" },
	{ "milestone on a text", "milestones.conf", "basis     = { incident.la_aware }", "basis     = { incident.summary }", "{ incident.summary }", "is no date" },
	{ "milestone without basis", "milestones.conf", "basis     = { incident.la_aware }", "", "milestone \"notify-panel\"", "basis is missing" },
	{ "milestone without offset", "milestones.conf", "offset    = 15\n", "", "milestone \"rapid-review\"", "offset is missing" },
	{ "offset", "milestones.conf", "\"10 to 12\"\n", "\"12 to 10\"\n", "12 to 10", "must be a number of days" },
	{ "unit", "milestones.conf", "unit     = months", "unit     = years", "= years", "one of working-days" },
	{ "red above amber", "milestones.conf", "basis     = { decision.date }\n	applies   = { lcspr }", "basis     = { decision.date }\n	amber = 5\n	red = 10", "red = 10", "red = 5 or less" },
	{ "applies", "milestones.conf", "applies      = { plr }", "applies      = { prl }", "{ prl }", "neither lcspr nor plr" },
	{ "no earlier milestone", "milestones.conf", "basis    = { review.sent }", "from_milestone = \"publish\"", "from_milestone =", "above this one" },
	{ "an earlier milestone", "milestones.conf", "basis    = { review.sent }", "from_milestone = \"rapid-review\"", NULL, NULL },
	{ "milestone to no ladder", "milestones.conf", "alerts   = false", "ladder = \"x\"", "ladder = \"x\"", "there is no ladder" },
	{ "only_if is no question", "milestones.conf", "next_meeting = true", "next_meeting = true\n	only_if = { incident.date }", "only_if =", "no yes/no question" },
};

#define FORMS "forms.conf"

static const struct changed prose[] = {
	{ "letters say no such thing", FORMS, "prose \"harm\" {", "prose \"harms\" {", "prose \"harms\"", "not asked whether they say \"harms\"" },
	{ "letters cannot say harm", FORMS, "prose \"harm\" {", "prose \"harms\" {", NULL, "there is no prose \"harm\"" },
	{ "no phrase", FORMS, "\"2 rapid review\",", "\"2 ?\",", "\"2 ?\"", "must be words, or a weight" },
	{ "no weight", FORMS, "\"2 rapid review\",", "\"0 rapid review\",", "\"0 rapid", "must be words, or a weight" },
	{ "the same words twice", FORMS, "\"2 rapid review\",", "\"2 rapid review\", \"Rapid-Review\",", "\"2 rapid review\"", "stands there twice" },
	{ "no phrases", FORMS, "prose \"document\" {", "prose \"document\" { }\nprose \"x\" {", "prose \"document\"", "phrases is missing" },
	{ "the first phrase in other words", FORMS, "\"2 rapid review\",", "\"9 Child's rapid review\",", NULL, NULL },
	{ "no word", FORMS, "\"*child*\",", "\"**\",", "\"**\"", "must be a word of two letters" },
	{ "a star within", FORMS, "\"*child*\",", "\"looked*after\",", "\"looked*after\"", "must be a word of two letters" },
	{ "no words of a child", FORMS, "child_words = {", "child_words = {}\nplaceholders = {", NULL, "child_words is missing" },
};

static const struct changed templates[] = {
	{ "unknown variable", "templates/acknowledgement.txt", "{received}", "{recieved}", "{recieved}", "is no variable" },
	{ "personal key", "templates/acknowledgement.txt", "{received}", "{child.1.name}", "{child.1.name}", "personal value" },
	{ "personal variable to a sender", "templates/acknowledgement.txt", "{received}", "{children}", "{children}", "personal value" },
	{ "personal variable passed on", "templates/forward.txt", "{received}\n", "{from}\n", "{from}", "personal value" },
	{ "personal variable to a coordinator is fine", "templates/new-referral.txt", "Route:          {route}", "Child: {children}", NULL, NULL },
	{ "personal variable in a subject", "templates/new-referral.txt", "New referral [", "{children} [", "Subject:", "personal value" },
	{ "long value in a subject", "templates/new-referral.txt", "New referral [", "{class} [", "Subject:", "may not stand in a subject" },
	{ "variable of another letter", "templates/neutral-receipt.txt", "{received}", "{reference}", "{reference}", "not available in this kind" },
	{ "section not closed", "templates/neutral-receipt.txt", "{/web}", "", "{?web}", "is not closed" },
	{ "section closed twice", "templates/neutral-receipt.txt", "{/web}", "{/web}{/web}", "{/web}{/web}", "closes nothing" },
	{ "brace not closed", "templates/neutral-receipt.txt", "{front_door}", "{front_door", "{front_door", "is not closed" },
	{ "no subject", "templates/neutral-receipt.txt", "Subject:", "Subjekt:", "Subjekt:", "subject is missing" },
	{ "further template without kind", "templates/misdirected.txt", "Kind: forward\n", "", "# To", "is missing" },
	{ "further template of no kind", "templates/misdirected.txt", "Kind: forward", "Kind: forwarded", "Kind:", "unknown" },
	{ "kind against the name", "templates/forward.txt", "Subject:", "Kind: deadline\nSubject:", "Kind:", "take the line Kind away" },
};

static void
run(const struct changed *table, size_t count)
{
	size_t bad = 0;

	for (size_t i = 0; i < count; i++)
		bad += !is_as_wanted(&table[i]);
	assert_int_equal(bad, 0);
}

/* Ten mistakes are told in one go, in the order of the files, each with its line. */
static void
all_errors_come_at_once(void **state)
{
	static const char *const edits[][2] = {
		{ "poll = 1m", "pol = 1m" }, { "port          = 993", "port = 010" }, { "\"deputy@council.example\"", "\"\"" },
		{ "file_in  = \"Training\"", "file_in = \"Training\"\n	file_in = \"x\"" }, { "09:00-17:00", "nine to five" },
		{ "ladder   = \"loud\"", "ladder = \"lout\"" }, { "SCP-{year}-{seq:4}", "SCP" },
		/* Each once, and not also as empty, or as no size. */
		{ "\"imap.council.example\"", "\"${REFERRALD_NOT_SET}\"" }, { "message_size = 100M", "message_size = \"${REFERRALD_NOT_SET}\"" },
	};
	struct arena *a = arena_new(0);
	struct config_errors errors = { .arena = a };
	struct span text = get_file(a, path("base/x/y", "sound", MAIN));
	unsigned before = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		text = edit(a, text, edits[i][0], edits[i][1]);
	put_file(path("base/x/y", "sound", "several.conf"), text);
	assert_null(config_load(path("base/x/y", "sound", "several.conf"), CONFIG_FOR_RUNNING, &errors));
	if (errors.count != sizeof(edits) / sizeof(edits[0]))
		print_errors(&errors);
	assert_int_equal(errors.count, sizeof(edits) / sizeof(edits[0]));
	for (size_t i = 0; i < errors.count; i++) {
		assert_true(errors.where[i].line > before);
		before = errors.where[i].line;
	}
	arena_free(a);
}

/* The files themselves: a directory, nothing there, no file at all. */
static void
what_is_no_file_is_refused(void **state)
{
	static const char *const paths[] = { "config", "/nowhere/referrald.conf", "/dev/null", "" };
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct config_errors errors = { .arena = a };

		assert_null(config_load(paths[i], CONFIG_FOR_READING, &errors));
		assert_int_equal(errors.count, 1);
	}
	arena_free(a);
}

static void
find_names(struct span page, const struct tree_rule *rules)
{
	for (; rules->name != NULL; rules++) {
		if (span_find(page, span_str(rules->name)) == page.len)
			fail_msg("referrald.conf(5) lacks %s", rules->name);
		if (rules->inside != NULL)
			find_names(page, rules->inside);
	}
}

/* Forms are described in forms.conf itself. */
static void
every_name_is_in_the_manual(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text both = arena_text(a);

	(void)state;
	arena_put(&both, get_file(a, "config/referrald.conf.5"));
	arena_put(&both, get_file(a, "config/forms.conf"));
	find_names(arena_text_span(&both), schema_root);
	arena_free(a);
}

/* explain loads it each time. */
static void
loading_is_quick(void **state)
{
	struct timespec from, to;
	long us;

	(void)state;
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (int i = 0; i < 5; i++) {
		struct arena *a = arena_new(0);

		config_free(load(a, path("base/x/y", "sound", MAIN), CONFIG_FOR_RUNNING));
		arena_free(a);
	}
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	us = ((to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000) / 5;
	print_message("loading: %ld us\n", us);
	assert_true(us < 200000);
}

#define RUN(table) run(table, sizeof(table) / sizeof((table)[0]))

static void
grammar_is_strict(void **state)
{
	(void)state;
	RUN(grammar);
}

static void
values_are_checked(void **state)
{
	(void)state;
	RUN(values);
}

static void
names_lead_somewhere(void **state)
{
	(void)state;
	RUN(links);
}

static void
templates_are_checked(void **state)
{
	(void)state;
	RUN(templates);
	RUN(prose);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_as_it_is_loads_for_reading),
		cmocka_unit_test(filled_in_it_loads_for_running),
		cmocka_unit_test(all_errors_come_at_once),
		cmocka_unit_test(what_is_no_file_is_refused),
		cmocka_unit_test(every_name_is_in_the_manual),
		cmocka_unit_test(loading_is_quick),
		cmocka_unit_test(grammar_is_strict),
		cmocka_unit_test(values_are_checked),
		cmocka_unit_test(names_lead_somewhere),
		cmocka_unit_test(templates_are_checked),
	};

	return cmocka_run_group_tests_name("config", tests, set_up, tear_down);
}
