/* SPDX-License-Identifier: ISC */
#include "daemon/outbox.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/post.h"
#include "daemon/say.h"
#include "daemon/server.h"
#include "daemon/wire.h"

enum { FIRST_RETRY = 60, LONGEST_RETRY = 4 * 3600, GIVE_UP_AFTER = 5 * 86400, BATCH = SENDER_BATCH, BATCH_BYTES = 8 * 1024 * 1024, OWN_TROUBLE_WAIT = 15, KNOWN_MS = 1000, AHEAD_MS = 30000, STUCK_MS = 600000, WIND_UP_MS = 10000, HEARD_MS = 500, GATHER_MS = 1000,
    FEW = 8, TOGETHER_MS = 50 };

struct outbox {
	struct keeper *k;
	struct sender *sender;
	struct sender *ahead;			/* of the next session, in case there is one; NULL: none */
	int64_t ahead_since_ms;
	struct arena *session;
	struct register_letter *letters;	/* of the session */
	size_t letters_count;
	struct register_letter_result *results;
	size_t results_count, recorded;		/* the first of them are in the register */
	bool troubled;
	bool accepted;
	bool ending;				/* on our own wish: no trouble of the server's */
	bool unrecorded;			/* the session is over, its results are not in the register yet */
	int64_t blocked_at, blocked_until;	/* the server is not there: no letter is tried before */
	int64_t known_at_ms, known_changes;	/* when, and after how many changes of the register, was asked what waits */
	int64_t waits_until;			/* the answer: no letter before this */
	unsigned failures;
	int64_t gather_until_ms;		/* letters are due, and more of them coming; 0: nothing gathers */
	bool was_full;				/* the last session took all that one may */
	int64_t heard_at_ms;			/* results were recorded then, and many are to come yet; 0: else */
};

struct outbox *
outbox_new(struct keeper *k)
{
	struct outbox *o = calloc(1, sizeof(*o));

	if (o == NULL)
		abort();
	o->k = k;
	return o;
}

static void
end_session(struct outbox *o)
{
	sender_free(o->sender);
	arena_free(o->session);
	o->sender = NULL;
	o->session = NULL;
	o->letters_count = o->results_count = o->recorded = 0;
	o->heard_at_ms = 0;
}

void
outbox_free(struct outbox *o)
{
	if (o == NULL)
		return;
	end_session(o);
	sender_free(o->ahead);
	free(o);
}

int
outbox_recover(struct outbox *o, struct fail *f)
{
	size_t n = 0;

	if (register_begin(o->k->db, f) != 0)
		return -1;
	if (register_letter_recover(o->k->db, keeper_now(o->k), &n, f) != 0) {
		register_rollback(o->k->db);
		return -1;
	}
	if (n > 0)
		say(SAY_WARNING, "step=outbox result=unknown letters=%zu why=\"the last keeper ended while they were sent\"", n);
	return register_commit(o->k->db, f);
}

/* Before any sender has them, the register says that they are on their way. */
static int
mark_sending(struct outbox *o, struct fail *f)
{
	int64_t *ids = arena_array(o->session, o->letters_count, sizeof(*ids));

	for (size_t i = 0; i < o->letters_count; i++)
		ids[i] = o->letters[i].id;
	return register_letter_sending(o->k->db, ids, o->letters_count, keeper_now(o->k), f);
}

/* One without its bytes is refused as unusable, and keeps no other waiting. */
static int
load_bytes(struct outbox *o, const struct register_letter *l, struct arena *a, struct span *out, struct fail *f)
{
	*out = SPAN_NONE;
	return register_letter_read(o->k->db, l->id, a, out, f) == 0 || f->class == FAIL_REFUSE ? 0 : -1;
}

/* In one transaction: what the sender is given, and that it is on its way. */
static int
load_batch(struct outbox *o, struct arena *a, struct sender_letter *batch, struct fail *f)
{
	if (register_begin_unflushed(o->k->db, f) != 0)
		return -1;
	for (size_t i = 0; i < o->letters_count; i++) {
		batch[i] = (struct sender_letter){ .id = (uint64_t)o->letters[i].id, .to = o->letters[i].to, .message_id = o->letters[i].message_id };
		if (load_bytes(o, &o->letters[i], a, &batch[i].bytes, f) != 0)
			goto failed;
	}
	if (mark_sending(o, f) == 0)
		return register_commit(o->k->db, f);
failed:
	register_rollback(o->k->db);
	return -1;
}

void
outbox_ask_again(struct outbox *o)
{
	o->known_at_ms = 0;
}

static bool
is_known(const struct outbox *o)
{
	return o->known_at_ms != 0 && wire_now_ms() - o->known_at_ms < KNOWN_MS && o->known_changes == register_changes(o->k->db);
}

/* When the next letter waits for its time. */
static int
find_next(struct outbox *o, struct fail *f)
{
	if (is_known(o))
		return 0;
	o->known_changes = register_changes(o->k->db);
	o->known_at_ms = register_letter_next_at(o->k->db, &o->waits_until, f) == 0 ? wire_now_ms() : 0;
	return o->known_at_ms == 0 ? -1 : 0;
}

/* ---- results -------------------------------------------------------------------------- */

static const struct register_letter *
letter_of(const struct outbox *o, uint64_t id)
{
	for (size_t i = 0; i < o->letters_count; i++)
		if ((uint64_t)o->letters[i].id == id)
			return &o->letters[i];
	return NULL;
}

static int64_t
retry_wait(unsigned attempts)
{
	int64_t wait = FIRST_RETRY;

	for (unsigned i = 0; i < attempts && wait < LONGEST_RETRY; i++)
		wait *= 3;
	return wait > LONGEST_RETRY ? LONGEST_RETRY : wait;
}

/* The try before was cut after its last byte: it may have arrived then, too. */
static bool
is_perhaps_twice(const struct register_letter *l, enum register_letter_state now)
{
	return l->state == REGISTER_LETTER_UNKNOWN && now == REGISTER_LETTER_ACCEPTED;
}

static void
note_result(struct outbox *o, const struct sender_result *r)
{
	const struct register_letter *l = letter_of(o, r->id);
	bool away = false;
	int64_t now = keeper_now(o->k);
	struct register_letter_result out = { .at = now, .code = (int)r->code };

	if (l == NULL || o->results_count == o->letters_count)
		return;
	out.id = l->id;
	out.text = arena_copy(o->session, span_str(r->text));
	out.next_try_at = now + retry_wait(l->attempts);
	switch (r->outcome) {
	case SENDER_ACCEPTED:
		out.state = REGISTER_LETTER_ACCEPTED;
		o->accepted = true;
		break;
	case SENDER_REFUSED:
		/* An objection to us, not to the recipient, is the server's trouble: it may pass. */
		out.state = r->stage == SENDER_FROM ? REGISTER_LETTER_LATER : REGISTER_LETTER_REFUSED;
		break;
	case SENDER_UNKNOWN:
		out.state = REGISTER_LETTER_UNKNOWN;
		break;
	case SENDER_LATER:
		out.state = REGISTER_LETTER_LATER;
		break;
	case SENDER_UNREACHABLE:
	case SENDER_AUTH_REFUSED:
	case SENDER_TLS_FAILED:
		out.state = REGISTER_LETTER_LATER;
		out.next_try_at = now;		/* the letter is not to blame: the whole outbox waits */
		away = true;
		o->troubled = o->troubled || !o->ending;
		break;
	}
	if (!away && out.state != REGISTER_LETTER_ACCEPTED && out.state != REGISTER_LETTER_REFUSED && now - l->queued_at > GIVE_UP_AFTER)
		out.state = REGISTER_LETTER_GIVEN_UP;
	say(out.state == REGISTER_LETTER_ACCEPTED || (away && o->ending) ? SAY_INFO : SAY_WARNING, "step=send letter=%lld kind=%.*s result=%s stage=%s code=%u status=%s%s", (long long)l->id,
	    SPAN_PF(l->kind), sender_outcome_name(r->outcome), sender_stage_name(r->stage), r->code, r->status, is_perhaps_twice(l, out.state) ? " possibly-duplicate=yes" : "");
	o->results[o->results_count++] = out;
}

/* The referrer has been told: that clock has stopped. */
static int
note_acknowledged(struct outbox *o, const struct register_letter *l, int64_t at, struct fail *f)
{
	struct register_event e = { .kind = REGISTER_MILESTONE_DONE, .at = at, .who = SPAN_LIT("referrald") };
	struct span day = civil_print(o->session, civil_london_date(at));
	int64_t ignored, *opened;
	size_t count;

	if (l->referral == 0 || (!span_eq_str(l->kind, "acknowledgement") && !span_eq_str(l->kind, "neutral-receipt")))
		return 0;
	e.detail = arena_printf(o->session, "acknowledgement %.*s", SPAN_PF(day));
	if (register_case_opened_by(o->k->db, l->item, o->session, &opened, &count, f) != 0)
		return -1;
	/* One letter tells of all that its mail opened; that of a later mail, of the case that it joined as well. */
	for (size_t i = 0; i <= count; i++) {
		if (i > 0 && opened[i - 1] == l->referral)
			continue;
		e.referral = i > 0 ? opened[i - 1] : l->referral;
		/* The next sweep sees what is next. */
		if (register_event_add(o->k->db, &e, &ignored, f) != 0 || register_case_recheck(o->k->db, e.referral, at, f) != 0)
			return -1;
	}
	return 0;
}

/* The server took a letter to a person of ours, which ends that it took none; where it took them all along, and they came
 * back, only an answer ends it. */
static int
note_reached(struct outbox *o, const struct register_fault *unreached, struct fail *f)
{
	struct register_faults standing;
	bool was;

	if (register_fault_some(o->k->db, &(struct register_fault_query){ .only = unreached->name }, o->session, &standing, f) != 0)
		return -1;
	for (size_t i = 0; i < standing.count; i++)
		if (span_eq(standing.items[i].of, unreached->of) && !post_is_come_back(&standing.items[i]))
			return register_fault_clear(o->k->db, unreached->name, unreached->of, &was, f);
	return 0;
}

/* The history of its case, and the fault that people are told of. */
static int
record_result(struct outbox *o, const struct register_letter_result *r, struct fail *f)
{
	const struct register_letter *l = letter_of(o, (uint64_t)r->id);
	bool ended = r->state == REGISTER_LETTER_REFUSED || r->state == REGISTER_LETTER_GIVEN_UP, is_new;
	struct register_event e = {
		.referral = l->referral, .item = l->item, .at = r->at, .who = SPAN_LIT("referrald"), .kind = ended ? REGISTER_LETTER_FAILED : REGISTER_LETTER_SENT,
		.detail = arena_printf(o->session, "letter %lld %.*s code %d%s", (long long)l->id, SPAN_PF(l->kind), r->code, is_perhaps_twice(l, r->state) ? " possibly-duplicate" : ""),
	};
	struct register_fault fault = { .name = SPAN_LIT("undelivered"), .of = post_undelivered_of(o->session, l), .detail = l->kind, .since = r->at };
	int64_t ignored;

	if (register_letter_result(o->k->db, r, f) != 0)
		return -1;
	/* The next sweep sees that its alerts must climb. */
	if (ended && (register_fault_set(o->k->db, &fault, &is_new, f) != 0 || register_alert_recheck(o->k->db, l->id, f) != 0))
		return -1;
	if (!ended && r->state != REGISTER_LETTER_ACCEPTED)
		return 0;
	if (!ended && l->person.len > 0 && note_reached(o, &fault, f) != 0)
		return -1;
	if (register_event_add(o->k->db, &e, &ignored, f) != 0)
		return -1;
	return ended ? 0 : note_acknowledged(o, l, r->at, f);
}

/* In a transaction: what has been told and is not in the register. */
static int
record_new(struct outbox *o, struct fail *f)
{
	for (size_t i = o->recorded; i < o->results_count; i++)
		if (record_result(o, &o->results[i], f) != 0)
			return -1;
	return 0;
}

/* As it is told, while the session goes on: a kill loses none of it, and the flush comes with the
 * session's end. */
static int
record_told(struct outbox *o, struct fail *f)
{
	if (o->recorded == o->results_count)
		return 0;
	if (register_begin_unflushed(o->k->db, f) != 0)
		return -1;
	if (record_new(o, f) != 0) {
		register_rollback(o->k->db);
		return -1;
	}
	if (register_commit(o->k->db, f) != 0)
		return -1;
	o->recorded = o->results_count;
	o->heard_at_ms = o->letters_count - o->results_count > FEW ? wire_now_ms() : 0;
	return 0;
}

/* While many are to come those of a moment are recorded together: for each alone the pages that all share are written again. */
static int64_t
hears_at_ms(const struct outbox *o)
{
	return o->heard_at_ms == 0 ? 0 : o->heard_at_ms + TOGETHER_MS;
}

/* In a transaction: how the session went. */
static int
note_session(struct outbox *o, struct fail *f)
{
	struct register_fault fault = { .name = SPAN_LIT("send"), .detail = SPAN_LIT("the submission server takes no letters"), .since = keeper_now(o->k) };
	struct register_alive alive = { SPAN_LIT("accepted"), SPAN_NONE, keeper_now(o->k) };
	bool changed;

	if (o->accepted && register_alive_set(o->k->db, &alive, f) != 0)
		return -1;
	if (o->ending && !o->accepted)
		return 0;			/* nobody can say whether it would have taken any */
	if (!o->troubled)
		return register_fault_clear(o->k->db, fault.name, SPAN_NONE, &changed, f);
	if (o->results_count > 0)
		fault.detail = o->results[o->results_count - 1].text;
	return register_fault_set(o->k->db, &fault, &changed, f);
}

static void
block(struct outbox *o, int64_t seconds)
{
	o->blocked_at = keeper_now(o->k);
	o->blocked_until = o->blocked_at + seconds;
}

/* A wait that is to begin yet was meant by a clock that went back since. */
static bool
is_blocked(struct outbox *o)
{
	int64_t now = keeper_now(o->k);

	if (now < o->blocked_at)
		block(o, 0);
	return now < o->blocked_until;
}

/* What SMTP said is not lost to a busy or full disk: it is written as soon as that can be. */
static int
finish_session(struct outbox *o, struct fail *f)
{
	bool written = register_begin(o->k->db, f) == 0;

	o->unrecorded = true;
	if (written && (record_new(o, f) != 0 || note_session(o, f) != 0)) {
		register_rollback(o->k->db);
		written = false;
	}
	if (!written || register_commit(o->k->db, f) != 0) {
		block(o, OWN_TROUBLE_WAIT);
		return -1;
	}
	o->unrecorded = false;
	block(o, o->troubled ? retry_wait(o->failures) : 0);
	o->failures = o->troubled ? o->failures + 1 : 0;
	end_session(o);
	return 0;
}

void
outbox_get_ready(struct outbox *o)
{
	struct fail ignored;

	if (o->sender != NULL || o->ahead != NULL || o->k->config->outgoing.server.host.len == 0 || is_blocked(o))
		return;
	o->ahead = sender_new(o->k->exe, &ignored);
	o->ahead_since_ms = wire_now_ms();
}

/* Nothing came for it, and it would not wait much longer. */
static void
dismiss(struct outbox *o)
{
	if (o->ahead == NULL || wire_now_ms() - o->ahead_since_ms < AHEAD_MS)
		return;
	sender_free(o->ahead);
	o->ahead = NULL;
}

/* The one that waits, if it is alive. */
static struct sender *
start(struct outbox *o, const struct sender_settings *s, const struct sender_letter *batch, struct fail *f)
{
	struct sender *ahead = o->ahead;

	o->ahead = NULL;
	if (ahead != NULL && sender_begin(ahead, s, batch, o->letters_count, f) == 0)
		return ahead;
	sender_free(ahead);
	return sender_start(o->k->exe, s, batch, o->letters_count, f);
}

bool
outbox_is_gathering(const struct outbox *o)
{
	return o->gather_until_ms != 0 && wire_now_ms() < o->gather_until_ms;
}

/* Letters are due: do they wait for others? */
static bool
gather(struct outbox *o, bool more_coming)
{
	if (more_coming && !o->was_full && o->gather_until_ms == 0)
		o->gather_until_ms = wire_now_ms() + GATHER_MS;
	if (more_coming && outbox_is_gathering(o))
		return true;
	o->gather_until_ms = 0;
	return false;
}

int
outbox_send(struct outbox *o, bool more_coming, struct fail *f)
{
	struct register_letters due = { .limit = BATCH };
	struct sender_settings s;
	struct sender_letter *batch;
	struct arena *a;
	size_t bytes = 0;
	int64_t now = keeper_now(o->k);

	dismiss(o);
	if (o->sender != NULL || o->k->config->outgoing.server.host.len == 0 || is_blocked(o))
		return 0;
	if (o->unrecorded)
		return finish_session(o, f);
	if (find_next(o, f) != 0)
		return -1;
	if (o->waits_until > now) {
		o->gather_until_ms = 0;
		return 0;
	}
	if (gather(o, more_coming))
		return 0;
	o->session = arena_new(0);
	if (register_letter_due(o->k->db, now, o->session, &due, f) != 0)
		goto failed;
	if (due.count == 0) {
		end_session(o);
		return 0;
	}
	o->was_full = due.count == BATCH;
	for (size_t i = 0; i < due.count; i++) {
		bytes += due.items[i].size;
		if (i > 0 && bytes > BATCH_BYTES) {
			due.count = i;		/* the rest has its own session */
			o->was_full = true;
		}
	}
	o->letters = due.items;
	o->letters_count = due.count;
	o->results = arena_array(o->session, due.count, sizeof(*o->results));
	batch = arena_array(o->session, due.count, sizeof(*batch));
	s = server_outgoing(o->session, &o->k->config->outgoing);
	o->accepted = o->troubled = false;
	/* The bytes are the sender's alone while the session lasts. */
	a = arena_new(0);
	if (load_batch(o, a, batch, f) == 0)
		o->sender = start(o, &s, batch, f);
	arena_free(a);
	if (o->sender != NULL)
		return 0;
failed:
	block(o, FIRST_RETRY);
	end_session(o);
	return -1;
}

int
outbox_handle(struct outbox *o, struct fail *f)
{
	struct sender_result r;
	enum sender_news news = SENDER_WAIT;

	if (o->sender == NULL || wire_now_ms() < hears_at_ms(o))
		return 0;
	while ((news = sender_next(o->sender, &r)) == SENDER_RESULT)
		note_result(o, &r);
	if (news != SENDER_OVER)
		return record_told(o, f);
	sender_free(o->sender);
	o->sender = NULL;
	return finish_session(o, f);
}

int
outbox_wind_up(struct outbox *o, struct fail *f)
{
	int64_t begun = wire_now_ms();

	if (o->sender == NULL)
		return 0;
	o->ending = true;
	sender_wind_up(o->sender);
	/* Whether one is begun is heard of at once. */
	while (o->sender != NULL && wire_now_ms() - begun < (sender_is_at_letter(o->sender) ? WIND_UP_MS : HEARD_MS)) {
		struct pollfd p = { .fd = sender_fd(o->sender), .events = POLLIN };

		(void)poll(&p, 1, 100);
		o->heard_at_ms = 0;
		if (outbox_handle(o, f) != 0)
			return -1;
	}
	if (o->sender == NULL)
		return 0;
	sender_kill(o->sender);
	o->heard_at_ms = 0;
	return outbox_handle(o, f);
}

int
outbox_fd(const struct outbox *o)
{
	return o->sender == NULL || wire_now_ms() < hears_at_ms(o) ? -1 : sender_fd(o->sender);
}

bool
outbox_is_busy(const struct outbox *o)
{
	return o->sender != NULL;
}

bool
outbox_is_troubled(const struct outbox *o)
{
	return o->troubled;
}

int64_t
outbox_next_at(struct outbox *o)
{
	struct fail f;

	if (o->unrecorded)
		return o->blocked_until;
	if (o->sender != NULL || o->k->config->outgoing.server.host.len == 0 || find_next(o, &f) != 0)
		return INT64_MAX;
	return o->waits_until < o->blocked_until ? o->blocked_until : o->waits_until;
}

int
outbox_patience_ms(const struct outbox *o)
{
	int64_t now = wire_now_ms(), left;

	if (o->sender == NULL && !outbox_is_gathering(o))
		return -1;
	left = (o->sender == NULL ? o->gather_until_ms : now < hears_at_ms(o) ? hears_at_ms(o) : sender_deadline_ms(o->sender)) - now;
	return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

bool
outbox_is_stuck(const struct outbox *o)
{
	return o->sender != NULL && wire_now_ms() - sender_deadline_ms(o->sender) > STUCK_MS;
}
