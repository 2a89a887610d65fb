/* SPDX-License-Identifier: ISC
 * What the daemon last said of itself, and how long ago.  A daemon that has fallen silent is
 * the worst news of all. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/status.h"

#include <jansson.h>
#include <string.h>

enum { CLOCK_SKEW = 300 };

struct verdict {
	struct status status;
	int64_t age;
	const char *source;		/* "daemon", "register", "none" */
};

static void
add_why(struct ctl *c, struct verdict *v, enum status_level level, struct span why)
{
	struct status *s = &v->status;

	s->why = arena_grow(c->arena, s->why, s->why_count, &s->why_capacity, sizeof(*s->why));
	s->why[s->why_count++] = why;
	if (level > s->level)
		s->level = level;
}

static uint64_t
number_of(const json_t *doc, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(doc, key));

	return n < 0 ? 0 : (uint64_t)n;
}

/* An instant that is missing or no instant is one that has not been yet. */
static void
read_alive(struct ctl *c, const json_t *list, struct status *s)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		const char *what = json_string_value(json_object_get(one, "what")), *of = json_string_value(json_object_get(one, "of"));
		const char *at = json_string_value(json_object_get(one, "at"));
		struct status_alive alive = { .limit_seconds = (int64_t)number_of(one, "limit_seconds") };

		if (what == NULL || of == NULL)
			continue;
		alive.what = arena_copy(c->arena, span_str(what));
		alive.of = arena_copy(c->arena, span_str(of));
		if (at == NULL || !civil_parse_instant(span_str(at), &alive.at))
			alive.at = 0;
		s->alive = arena_grow(c->arena, s->alive, s->alive_count, &s->alive_capacity, sizeof(*s->alive));
		s->alive[s->alive_count++] = alive;
	}
}

static bool
read_document(struct ctl *c, const json_t *doc, struct verdict *v)
{
	const char *level = json_string_value(json_object_get(doc, "status")), *at = json_string_value(json_object_get(doc, "at"));
	const json_t *why = json_object_get(doc, "why");
	enum status_level l = STATUS_OK;

	while (level != NULL && l < STATUS_CRITICAL && strcmp(level, status_level_name(l)) != 0)
		l++;
	if (level == NULL || at == NULL || !civil_parse_instant(span_str(at), &v->status.at))
		return false;
	v->status.level = l;
	v->status.open_cases = number_of(doc, "open_cases");
	v->status.open_items = number_of(doc, "open_items");
	v->status.waiting_letters = number_of(doc, "waiting_letters");
	for (size_t i = 0; i < json_array_size(why); i++)
		if (json_is_string(json_array_get(why, i)))
			add_why(c, v, l, arena_copy(c->arena, span_str(json_string_value(json_array_get(why, i)))));
	read_alive(c, json_object_get(doc, "alive"), &v->status);
	v->age = c->now - v->status.at;
	v->source = "daemon";
	if (v->age > c->config->limits.sweep_stale_seconds)
		add_why(c, v, STATUS_CRITICAL, arena_printf(c->arena, "referrald has said nothing for %lld s: is it running?", (long long)v->age));
	else if (v->age < -CLOCK_SKEW)
		add_why(c, v, STATUS_WARNING, arena_printf(c->arena, "the status is %lld s in the future: look at the clock", (long long)-v->age));
	return true;
}

static bool
ask_daemon(struct ctl *c, struct verdict *v)
{
	const char *path = arena_cstr(c->arena, arena_printf(c->arena, "%.*s/status.json", SPAN_PF(c->config->run_dir)));
	json_t *doc = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	bool found = doc != NULL && read_document(c, doc, v);

	json_decref(doc);
	return found;
}

/* Without the daemon's own word its register still tells what was done and when. */
static void
ask_register(struct ctl *c, struct verdict *v)
{
	struct fail f;

	v->status.at = c->now;
	v->source = "none";
	if (keeper_open_existing(&c->keeper, c->config, REGISTER_READ, &f) != 0) {
		add_why(c, v, STATUS_CRITICAL, arena_printf(c->arena, "referrald has never said anything, and %s", f.why));
		return;
	}
	c->keeper.fixed_now = true;
	c->keeper.now = c->now;
	if (status_take(&c->keeper, c->arena, &v->status, &f) != 0)
		add_why(c, v, STATUS_CRITICAL, arena_copy(c->arena, span_str(f.why)));
	else
		v->source = "register";
}

static void
print_json(const struct verdict *v)
{
	struct emit e = { .out = stdout, .inline_from = 3 };
	const struct status *s = &v->status;

	emit_object(&e, NULL);
	emit_str(&e, "status", status_level_name(s->level));
	emit_number(&e, "exit", (int64_t)s->level);
	emit_str(&e, "source", v->source);
	emit_time(&e, "at", s->at);
	emit_number(&e, "age_seconds", v->age);
	emit_number(&e, "open_cases", (int64_t)s->open_cases);
	emit_number(&e, "open_items", (int64_t)s->open_items);
	emit_number(&e, "waiting_letters", (int64_t)s->waiting_letters);
	emit_array(&e, "why");
	for (size_t i = 0; i < s->why_count; i++)
		emit_text(&e, NULL, s->why[i]);
	emit_end(&e);
	emit_array(&e, "alive");
	for (size_t i = 0; i < s->alive_count; i++) {
		emit_object(&e, NULL);
		emit_text(&e, "what", s->alive[i].what);
		emit_text(&e, "of", s->alive[i].of);
		emit_time(&e, "at", s->alive[i].at);
		emit_number(&e, "limit_seconds", s->alive[i].limit_seconds);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

static void
print_line(const struct verdict *v)
{
	static const char *const words[] = { [STATUS_OK] = "OK", [STATUS_WARNING] = "WARNING", [STATUS_CRITICAL] = "CRITICAL" };
	const struct status *s = &v->status;

	(void)printf("%s: %llu open cases, %llu items waiting, %llu letters waiting", words[s->level], (unsigned long long)s->open_cases,
	    (unsigned long long)s->open_items, (unsigned long long)s->waiting_letters);
	for (size_t i = 0; i < s->why_count; i++) {
		(void)fputs("; ", stdout);
		ctl_put(stdout, s->why[i], 0);
	}
	(void)putchar('\n');
}

int
ctl_status_run(struct ctl *c)
{
	struct verdict v = { .source = "none" };
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((status = ctl_load(c, CONFIG_FOR_READING)) != EX_OK)
		return status;
	if (!ask_daemon(c, &v))
		ask_register(c, &v);
	if (c->json)
		print_json(&v);
	else
		print_line(&v);
	return (int)v.status.level;
}
