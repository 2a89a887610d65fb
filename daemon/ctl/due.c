/* SPDX-License-Identifier: ISC
 * The calculator: no register, and the config's calendar only where one is named. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "parsers/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OFFSET_LIMIT = 20000 };

struct sum {
	struct civil_date from;
	int offset;
	enum deadline_unit unit;
	struct calendar_count counted;
};

static bool
read_unit(const char *name, enum deadline_unit *out)
{
	static const enum deadline_unit all[] = { DEADLINE_WORKING_DAYS, DEADLINE_CALENDAR_DAYS, DEADLINE_MONTHS };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (name != NULL && strcmp(name, deadline_unit_name(all[i])) == 0) {
			*out = all[i];
			return true;
		}
	return name == NULL;
}

static bool
read_offset(const char *text, int *out)
{
	char *end;
	long n;

	if (text == NULL || text[0] == '\0' || strspn(text, "+-0123456789") != strlen(text))
		return false;
	errno = 0;
	n = strtol(text, &end, 10);
	*out = (int)n;
	return errno == 0 && *end == '\0' && n >= -OFFSET_LIMIT && n <= OFFSET_LIMIT;
}

/* As people write it: day before month. */
static bool
read_date(struct ctl *c, struct civil_date *out)
{
	struct value_date d;

	if (c->values[CTL_FROM] == NULL || value_date_read(span_str(c->values[CTL_FROM]), false, c->arena, &d) != FIELD_ANSWERED || d.qualifier != FIELD_PLAIN)
		return false;
	*out = d.date;
	return true;
}

static void
count(struct sum *s, const struct calendar *calendar, struct arena *a)
{
	switch (s->unit) {
	case DEADLINE_WORKING_DAYS:
		s->counted = calendar_add(calendar, a, s->from, s->offset);
		break;
	case DEADLINE_CALENDAR_DAYS:
		s->counted.due = civil_add_days(s->from, s->offset);
		break;
	case DEADLINE_MONTHS:
		s->counted.due = civil_add_months(s->from, s->offset);
		break;
	}
	s->counted.beyond_known = s->counted.due.year > calendar->known_until;
}

static void
print_json(const struct sum *s)
{
	struct emit e = { .out = stdout, .inline_from = 3 };

	emit_object(&e, NULL);
	emit_date(&e, "due", s->counted.due);
	emit_date(&e, "from", s->from);
	emit_number(&e, "offset", s->offset);
	emit_str(&e, "unit", deadline_unit_name(s->unit));
	emit_array(&e, "skipped");
	for (size_t i = 0; i < s->counted.skipped.count; i++) {
		emit_object(&e, NULL);
		emit_date(&e, "date", s->counted.skipped.items[i].date);
		emit_text(&e, "name", s->counted.skipped.items[i].name);
		emit_end(&e);
	}
	emit_end(&e);
	emit_bool(&e, "beyond_calendar", s->counted.beyond_known);
	emit_end(&e);
}

/* The date stands alone on the first line, for scripts. */
static void
print_text(struct arena *a, const struct sum *s)
{
	const char *unit = s->unit == DEADLINE_WORKING_DAYS ? "working days" : s->unit == DEADLINE_CALENDAR_DAYS ? "calendar days" : "calendar months";

	(void)printf("%.*s\n", SPAN_PF(civil_print(a, s->counted.due)));
	(void)printf("%.*s: %d %s %s %.*s (day 0)\n", SPAN_PF(civil_print_long(a, s->counted.due)), abs(s->offset), unit, s->offset < 0 ? "before" : "after",
	    SPAN_PF(civil_print_long(a, s->from)));
	for (size_t i = 0; i < s->counted.skipped.count; i++)
		(void)printf("skipped %.*s  %.*s\n", SPAN_PF(civil_print_long(a, s->counted.skipped.items[i].date)), SPAN_PF(s->counted.skipped.items[i].name));
	if (s->counted.beyond_known)
		(void)printf("beyond the last published bank holidays: counted by the rules\n");
}

int
ctl_due_run(struct ctl *c)
{
	struct sum s = { .unit = DEADLINE_WORKING_DAYS };
	struct calendar by_rules = { 0 };
	const struct calendar_days none = { NULL, 0 };
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if (!read_date(c, &s.from))
		return ctl_usage(c, "--from takes a date such as 2026-11-23 or 23/11/2026");
	if (!read_offset(c->values[CTL_OFFSET], &s.offset))
		return ctl_usage(c, "--offset takes a whole number such as 15 or -7");
	if (!read_unit(c->values[CTL_UNIT], &s.unit))
		return ctl_usage(c, "--unit is working-days, calendar-days or months");
	if (c->values[CTL_CONFIG] == NULL)
		calendar_build(c->arena, none, none, none, &by_rules);
	else if ((status = ctl_load(c, CONFIG_FOR_READING)) != EX_OK)
		return status;
	count(&s, c->config == NULL ? &by_rules : &c->config->calendar, c->arena);
	if (!civil_is_valid(s.counted.due))
		return ctl_error(EX_DATAERR, "that is out of the calendar's range");
	if (c->json)
		print_json(&s);
	else
		print_text(c->arena, &s);
	return EX_OK;
}
