/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/reading.h"
#include "daemon/intake_look.h"

/* A message over the limit would have stayed on its server unread. */
static enum reader_outcome
read_as(struct reading *r, struct span form, struct span *crashed_out)
{
	struct reader_request q = { .fd = r->fd, .mode = READER_FULL, .form = form, .password = r->password };
	struct reader_answer answer;

	*crashed_out = SPAN_NONE;
	if (r->size > r->config->limits.message_bytes) {
		q.mode = READER_HEADERS_ONLY;
		*crashed_out = SPAN_LIT("too-large");
	}
	reader_read(r->reader, &q, r->arena, &answer);
	if (answer.outcome == READER_GONE)
		reader_read(r->reader, &q, r->arena, &answer);
	if (answer.outcome != READER_OK && crashed_out->len == 0)
		*crashed_out = intake_look_failure(answer.outcome);
	/* A second reading that failed leaves the first as it is. */
	if (answer.outcome == READER_OK || form.len == 0)
		r->record = answer.has_record ? answer.record : (struct record){ .flags = RECORD_HEADERS_ONLY };
	return answer.outcome;
}

void
reading_take(struct reading *r, struct decide_context *x)
{
	if (r->fd >= 0)
		(void)read_as(r, SPAN_NONE, &x->crashed);
	else
		r->record = (struct record){ .flags = RECORD_HEADERS_ONLY };
}

void
reading_decide(struct reading *r, struct decide_context *x, struct decision *out)
{
	struct route_result route;
	struct span crashed;

	decide_message(r->config, &r->record, x, r->arena, out);
	if (out->reread_as.len == 0 || x->crashed.len > 0 || r->fd < 0)
		return;
	route = out->route;
	if (read_as(r, out->reread_as, &crashed) != READER_OK)
		return;
	x->routed = route.rule;
	decide_message(r->config, &r->record, x, r->arena, out);
	out->route = route;
}

static const struct part *
find_part(const struct record *r, struct span path)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if (span_eq(r->parts.items[i].path, path))
			return &r->parts.items[i];
	return NULL;
}

enum part_why
reading_opened(const struct record *before, const struct record *after)
{
	enum part_why why = PART_WHY_NOT_A_FORM;

	for (size_t i = 0; i < before->parts.count; i++) {
		const struct part *was = &before->parts.items[i], *is = find_part(after, was->path);

		if (was->outcome != PART_UNREADABLE || was->why != PART_WHY_PASSWORD || is == NULL)
			continue;
		if (is->outcome != PART_UNREADABLE)
			return PART_WHY_NONE;
		why = is->why;
	}
	return why;
}
