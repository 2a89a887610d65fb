/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/reading.h"
#include "daemon/intake_look.h"
#include "daemon/scan.h"

#include <string.h>
#include <unistd.h>

enum { SCAN_SECONDS = 30 };

/* Where the scanner does not answer, what is read is flagged; nobody waits here. */
static bool
take_scanner(const struct reading *r, struct reader_request *q)
{
	struct fail ignored;

	if (r->config->scan.socket.len == 0)
		return true;
	q->scanner = scan_connect(arena_cstr(r->arena, r->config->scan.socket), SCAN_SECONDS, &ignored);
	q->scans = q->scanner >= 0;
	return q->scans;
}

/* A message over the limit would have stayed on its server unread. */
static enum reader_outcome
read_as(struct reading *r, struct span form, struct span *crashed_out)
{
	struct reader_request q = { .fd = r->fd, .mode = READER_FULL, .form = form, .password = r->password };
	struct reader_answer answer;
	bool scanned = take_scanner(r, &q);

	*crashed_out = SPAN_NONE;
	if (r->size > r->config->limits.message_bytes) {
		q.mode = READER_HEADERS_ONLY;
		*crashed_out = SPAN_LIT("too-large");
	}
	reader_read(r->reader, &q, r->arena, &answer);
	if (answer.outcome == READER_GONE)
		reader_read(r->reader, &q, r->arena, &answer);
	if (q.scans)
		(void)close(q.scanner);
	if (!scanned)
		answer.record.flags |= RECORD_NOT_SCANNED;
	if (answer.outcome != READER_OK && crashed_out->len == 0)
		*crashed_out = intake_look_failure(answer.outcome);
	/* A second reading that failed leaves the first as it is. */
	if (answer.outcome == READER_OK || form.len == 0)
		r->record = answer.has_record ? answer.record : (struct record){ .flags = RECORD_HEADERS_ONLY };
	return answer.outcome;
}

int
reading_open(struct reading *r, struct keeper *k, const struct register_item *item, struct decide_context *x, struct fail *f)
{
	static const unsigned char none[KEYED_LEN];
	bool there = memcmp(item->sha256, none, sizeof(none)) != 0;

	r->config = k->config;
	r->size = item->size;
	r->fd = there ? mail_open_raw(k->mail, item->sha256, f) : -1;
	if (there && r->fd < 0 && f->class != FAIL_REFUSE)
		return -1;
	x->mailbox = config_mailbox_find(k->config, item->uid.place.mailbox);
	x->mailbox_name = item->uid.place.mailbox;
	x->size = item->size;
	x->received_at = item->received_at;
	x->internaldate_at = item->internaldate_at;
	x->header_at = item->header_at;
	x->junk = x->mailbox != NULL && config_mailbox_is_junk(x->mailbox, item->uid.place.folder);
	x->own_loop = span_str(k->loop);
	if (r->fd < 0)
		x->crashed = item->reason.len > 0 ? item->reason : SPAN_LIT("damaged");
	return 0;
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
