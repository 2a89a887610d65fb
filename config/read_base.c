/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/private.h"
#include "config/word.h"

#include <grp.h>

static const struct tree nothing;

/* A section that may be left out. */
static const struct tree *
section(const struct read *r, const char *name)
{
	const struct tree *t = tree_section(r->root, name);

	return t != NULL ? t : &nothing;
}

static struct span
directory(struct read *r, const char *name, const char *otherwise)
{
	struct span s = typed_text(&r->typed, r->root, name);

	if (s.len == 0)
		return span_str(otherwise);
	if (s.at[0] != '/')
		errors_add(r->typed.errors, tree_where(r->root, name), "%s must begin with /: a daemon has no folder of its own to count from", name);
	return s;
}

/* Free text of several lines: only a control character that no text has is refused. */
static struct span
long_text(struct read *r, const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);
	struct span s = v != NULL && v->count > 0 ? v->items[0] : SPAN_NONE;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < ' ' && s.at[i] != '\n' && s.at[i] != '\t') {
			errors_add(r->typed.errors, v->where, "%s holds a control character: take it out", name);
			return SPAN_NONE;
		}
	return span_trim(s);
}

static void
read_partnership(struct read *r)
{
	struct config_partnership *p = &r->config->partnership;
	const struct tree *t = tree_section(r->root, "partnership");

	if (t == NULL) {
		errors_add(r->typed.errors, r->root->where, "the section partnership is missing: add it, with name, reference and front_door");
		return;
	}
	p->name = typed_needed(&r->typed, t, "name", "write the partnership's name");
	p->reference = typed_needed(&r->typed, t, "reference", "write a pattern such as \"SCP-{year}-{seq:4}\"");
	if (p->reference.len > 0 && !word_is_reference(p->reference))
		errors_add(r->typed.errors, tree_where(t, "reference"), "reference must hold {seq} or {seq:4} once, {year} at most once, and else only letters, digits and - _ . /");
	if (tree_value(t, "time_zone") != NULL && !span_eq_str(typed_text(&r->typed, t, "time_zone"), "Europe/London"))
		errors_add(r->typed.errors, tree_where(t, "time_zone"), "time_zone can only be Europe/London: the holidays are those of England and Wales");
	p->front_door = long_text(r, t, "front_door");
	if (p->front_door.len == 0)
		errors_add(r->typed.errors, tree_where(t, "front_door"), "front_door is missing or empty: write the numbers to ring for a child at risk");
	p->web = typed_text(&r->typed, t, "web");
	p->key_file = typed_path(&r->typed, t, "key_file");
	if (r->typed.need == CONFIG_FOR_RUNNING)
		private_check(r->typed.errors, tree_where(t, "key_file"), p->key_file, false);
}

static void
read_trust(struct read *r)
{
	const struct tree_value *v = tree_value(section(r, "trust"), "domains");

	r->config->partnership.audience_domains = typed_list(&r->typed, section(r, "trust"), "domains");
	for (size_t i = 0; v != NULL && i < v->count; i++)
		if (v->items[i].len > 0 && !word_is_domain(v->items[i]))
			errors_add(r->typed.errors, tree_item_where(v, i), "domains: \"%.*s\" is no domain: write it without @ or *, such as council.example", SPAN_PF(v->items[i]));
}

static void
read_limits(struct read *r)
{
	const struct typed *c = &r->typed;
	const struct tree *t = section(r, "limits");

	r->config->limits = (struct config_limits){
		.message_bytes = typed_bytes(c, t, "message_size", (struct typed_range){ 65536, 1u << 30, 100u << 20 }),
		.read_seconds = (unsigned)typed_seconds(c, t, "read_time", (struct typed_range){ 1, 3600, 60 }),
		.attempts = (unsigned)typed_number(c, t, "attempts", (struct typed_range){ 1, 20, 3 }),
		.fetch_stale_seconds = typed_seconds(c, t, "fetch_stale", (struct typed_range){ 60, 604800, 1800 }),
		.send_stale_seconds = typed_seconds(c, t, "send_stale", (struct typed_range){ 60, 604800, 3600 }),
		.sweep_stale_seconds = typed_seconds(c, t, "sweep_stale", (struct typed_range){ 60, 604800, 900 }),
		.intake_stale_seconds = typed_seconds(c, t, "intake_stale", (struct typed_range){ 3600, 31622400, 2592000 }),
	};
}

static void
read_scan(struct read *r)
{
	static const char *const ways[] = { "go-on", "wait", NULL };
	const struct tree *t = section(r, "scan");
	struct config_scan *scan = &r->config->scan;

	scan->socket = typed_text(&r->typed, t, "socket");
	scan->waits = typed_choice(&r->typed, t, "when_down", ways, 0) == 1;
	if (scan->socket.len > 0 && (scan->socket.at[0] != '/' || scan->socket.len > 107))
		errors_add(r->typed.errors, tree_where(t, "socket"), "socket is no path of a Unix socket: write clamd's LocalSocket, such as /run/clamav/clamd.ctl");
}

void
read_base(struct read *r)
{
	static const char *const jails[] = { "full", "seccomp-only", NULL };
	struct config *c = r->config;
	const struct tree *t = section(r, "retention");

	c->state_dir = directory(r, "state_dir", "/var/lib/referrald");
	c->run_dir = directory(r, "run_dir", "/run/referrald");
	c->group = typed_text(&r->typed, r->root, "group");
	if (r->typed.need == CONFIG_FOR_RUNNING && c->group.len > 0 && getgrnam(arena_cstr(r->typed.arena, c->group)) == NULL)
		errors_add(r->typed.errors, tree_where(r->root, "group"), "there is no group %.*s on this machine: make it with groupadd, or write \"\"", SPAN_PF(c->group));
	c->jail_seccomp_only = typed_choice(&r->typed, r->root, "jail", jails, 0) == 1;
	read_partnership(r);
	read_trust(r);
	read_limits(r);
	read_scan(r);
	c->retention.case_years = (unsigned)typed_number(&r->typed, t, "case_years", (struct typed_range){ 0, 200, 0 });
	c->retention.routine_days = (unsigned)typed_number(&r->typed, t, "routine_days", (struct typed_range){ 0, 36500, 0 });
	if (c->retention.case_years > 0 && c->retention.case_years < 10)
		errors_add(r->typed.errors, tree_where(t, "case_years"), "case_years is below 10: cases are kept from 30 to 100 years, 0 keeps them for good");
}
