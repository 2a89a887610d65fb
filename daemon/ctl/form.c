/* SPDX-License-Identifier: ISC */
#include "daemon/blank.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/form.h"
#include "parsers/referral.h"

#include <errno.h>
#include <string.h>

enum { CHILDREN = 2 };

static int
write_to(const char *path, struct span bytes)
{
	FILE *out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	bool written;

	if (out == NULL)
		return ctl_error(EX_CANTCREAT, "%s: %s", path, strerror(errno));
	written = fwrite(bytes.at, 1, bytes.len, out) == bytes.len;
	if (out != stdout && fclose(out) != 0)
		written = false;
	return written ? EX_OK : ctl_error(EX_IOERR, "%s: %s", path, strerror(errno));
}

/* Only what opens a case is a form that people fill in for us. */
static const struct form_def *
find_form(const struct form_set *set, const char *name)
{
	const struct form_def *def = form_set_find(set, span_str(name));

	return def == NULL || def->class != FORM_REFERRAL ? NULL : def;
}

static int
write_blank(struct ctl *c, const struct form_def *def, unsigned children)
{
	const struct config *config = c->config;
	bool plr = span_eq_str(def->type, "plr"), docx = c->values[CTL_DOCX_FILE] != NULL;
	struct blank_wanted wanted = {
		.set = &config->forms, .plr = plr, .partnership = config->partnership.name, .front_door = config->partnership.front_door, .children = children,
		.title = arena_printf(c->arena, "%s referral form", referral_handling_title(plr ? REFERRAL_PLR : REFERRAL_LCSPR)),
	};
	struct blank b;

	if (config->mailboxes_count > 0 && config->mailboxes[0].addresses.count > 0)
		wanted.address = config->mailboxes[0].addresses.items[0];
	if (!blank_make(c->arena, &wanted, &b))
		return ctl_error(EX_CONFIG, "forms.conf has no wording for any question");
	if (docx)
		return write_to(c->values[CTL_DOCX_FILE], blank_docx(c->arena, &b));
	return write_to(c->values[CTL_TEXT_FILE] != NULL ? c->values[CTL_TEXT_FILE] : "-", blank_text(c->arena, &b));
}

int
ctl_form_run(struct ctl *c)
{
	uint64_t children = CHILDREN;
	const struct form_def *def;
	int status;

	if (c->args_count == 2 && strcmp(c->args[0], "learn") == 0)
		return form_learn(c, c->args[1]);
	if (c->args_count != 1 || strcmp(c->args[0], "learn") == 0)
		return ctl_usage(c, "takes the name of a form, such as lcspr or plr; or: learn FILE");
	if (c->values[CTL_DOCX_FILE] != NULL && c->values[CTL_TEXT_FILE] != NULL)
		return ctl_usage(c, "one of --docx and --text");
	if (c->values[CTL_CHILDREN] != NULL && (!span_number(span_str(c->values[CTL_CHILDREN]), BLANK_CHILDREN_MAX, &children) || children == 0))
		return ctl_usage(c, "--children takes a number from 1 to 9");
	if ((status = ctl_load(c, CONFIG_FOR_READING)) != EX_OK)
		return status;
	if ((def = find_form(&c->config->forms, c->args[0])) == NULL)
		return ctl_error(EX_DATAERR, "%s: there is no such form that opens a case; forms.conf has the names", c->args[0]);
	return write_blank(c, def, (unsigned)children);
}
