/* SPDX-License-Identifier: ISC */
#include "daemon/post.h"
#include "daemon/post_diary.h"
#include "daemon/compose.h"
#include "daemon/compose_id.h"

/* STALE: a stranger's letter that waited so long is not sent after all unless a person says so; it would help
 * nobody, and an address that somebody borrowed for a flood must not hear of it for months. */
enum { DAY = 86400, STALE = 5 * DAY, HOUR = 3600, ATTACHED_LIMIT = 4 * 1024 * 1024 };

static const struct span over_hour = SPAN_LIT_INIT("over the hour's quota"), over_address = SPAN_LIT_INIT("over the quota of its address"),
    over_domain = SPAN_LIT_INIT("over the quota of its domain");

struct quota {
	struct register_letter_count count;
	unsigned most;			/* 0: none */
	struct span over;
};

/* The quota it is over, or empty.  Letters to people on the ladder count in the hour's brake only. */
static int
find_quota(struct keeper *k, const struct post *p, int64_t now, struct span *over_out, struct fail *f)
{
	const struct config_outgoing *o = &k->config->outgoing;
	struct span to = p->letter.to;
	const struct quota quotas[] = {
		{ { .since = now - HOUR }, o->per_hour, over_hour },
		{ { .to = to, .since = now - DAY, .outside = true }, o->per_address_per_day, over_address },
		{ { .to = span_slice(to, span_find_byte(to, '@'), to.len), .since = now - DAY, .outside = true }, o->per_domain_per_day, over_domain },
	};
	uint64_t n;

	*over_out = SPAN_NONE;
	for (size_t i = 0; i < (p->letter.audience == DECIDE_SENDER ? sizeof(quotas) / sizeof(quotas[0]) : 1); i++) {
		if (quotas[i].most == 0)
			continue;
		if (register_letter_count(k->db, &quotas[i].count, &n, f) != 0)
			return -1;
		if (n >= quotas[i].most)
			*over_out = quotas[i].over;
	}
	return 0;
}

int
post_release(struct keeper *k, struct fail *f)
{
	const struct config_outgoing *o = &k->config->outgoing;
	int64_t now = keeper_now(k);
	struct register_letter_release r = {
		.at = now, .since = now - DAY, .oldest = now - STALE, .brake = over_hour, .per_address = o->per_address_per_day, .per_domain = o->per_domain_per_day,
	};
	uint64_t sent;
	size_t released;
	bool held, was;

	if (register_letter_count(k->db, &(struct register_letter_count){ .since = now - HOUR }, &sent, f) != 0)
		return -1;
	r.limit = o->per_hour == 0 ? INT64_MAX : sent < o->per_hour ? o->per_hour - sent : 0;
	if (r.limit > 0 && register_letter_release(k->db, &r, &released, f) != 0)
		return -1;
	if (register_letter_held(k->db, &r, &held, f) != 0)
		return -1;
	return held ? 0 : register_fault_clear(k->db, SPAN_LIT("quota"), SPAN_NONE, &was, f);
}

struct span
post_undelivered_of(struct arena *a, const struct register_letter *l)
{
	return l->person.len > 0 ? l->person : arena_printf(a, "%lld", (long long)l->id);
}

static const struct span came_back = SPAN_LIT_INIT(", came back");

struct span
post_came_back(struct arena *a, struct span kind)
{
	return arena_printf(a, "%.*s%.*s", SPAN_PF(kind), SPAN_PF(came_back));
}

bool
post_is_come_back(const struct register_fault *fault)
{
	return span_ends_nocase(fault->detail, came_back);
}

static enum register_letter_audience
audience(enum decide_audience a)
{
	switch (a) {
	case DECIDE_SENDER: return REGISTER_SENDER;
	case DECIDE_COORDINATOR: return REGISTER_COORDINATOR;
	case DECIDE_ADMIN: return REGISTER_ADMIN;
	}
	return REGISTER_ADMIN;
}

/* Letters to coordinators about a case's clocks carry them as calendar entries. */
static bool
is_about_clocks(const struct post *p)
{
	static const char *const kinds[] = { "new-referral", "deadline", "revision", "command-reply" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_eq_str(p->letter.kind, kinds[i]))
			return p->referral != 0 && p->letter.audience == DECIDE_COORDINATOR && p->facts->dues_count > 0;
	return false;
}

static int
write_diary(struct keeper *k, const struct post *p, struct arena *a, struct span *ics_out, struct fail *f)
{
	struct post_diary_case c = { .referral = p->referral, .reference = p->facts->reference, .dues = p->facts->dues, .dues_count = p->facts->dues_count };
	struct diary own = post_diary_new(k, p->facts->now);

	if (p->diary == NULL && is_about_clocks(p) && post_diary_add(k, &c, a, &own, f) != 0)
		return -1;
	*ics_out = diary_write(a, p->diary != NULL ? p->diary : &own);
	return 0;
}

/* RFC 5322 section 3.6.4: under the message it answers, and what that one answered.  A record has ids
 * without their brackets. */
static void
thread(struct arena *a, const struct record *r, struct compose_letter *c)
{
	struct arena_text references = arena_text(a);

	if (r == NULL || r->message_id.len == 0)
		return;
	c->in_reply_to = arena_printf(a, "<%.*s>", SPAN_PF(r->message_id));
	for (size_t i = 0; i < r->references_count; i++)
		arena_put_format(&references, "<%.*s> ", SPAN_PF(r->references[i]));
	if (r->references_count == 0)
		arena_put_format(&references, "<%.*s>", SPAN_PF(r->in_reply_to));
	c->references = arena_text_span(&references);
}

/* The words and the bytes; false when no letter can be made of them. */
static bool
compose(struct keeper *k, const struct post *p, struct register_letter *l, struct arena *a, struct fail *f)
{
	struct letter_facts facts = *p->facts;
	struct compose_id id = { .id = (uint64_t)l->id };
	struct compose_letter c = {
		.from_name = k->config->outgoing.sender_name, .from_address = k->config->outgoing.sender, .to_address = l->to,
		.date = facts.now, .loop = span_str(k->loop),
		.auto_submitted = p->letter.audience == DECIDE_SENDER ? COMPOSE_AUTO_REPLIED : COMPOSE_AUTO_GENERATED,
		.original = p->letter.with_original ? p->original : SPAN_NONE,
	};
	static const struct compose_header urgent[] = { { SPAN_LIT_INIT("Importance"), SPAN_LIT_INIT("high") }, { SPAN_LIT_INIT("X-Priority"), SPAN_LIT_INIT("1") } };
	struct letter_text text;
	enum compose_result result;

	for (size_t i = 0; i < p->letter.kind.len && i < COMPOSE_ID_KIND_MAX; i++)
		id.kind[i] = (char)p->letter.kind.at[i];
	thread(a, p->answers, &c);
	c.message_id = l->message_id = compose_id_make(a, k->id_key, &id, span_str(k->domain));
	facts.kind = p->letter.kind;
	facts.audience = p->letter.audience;
	facts.person = p->letter.person;
	/* A copy for each recipient would be held in memory and in the register. */
	if (c.original.len > ATTACHED_LIMIT) {
		facts.not_attached = arena_printf(a, "The mail has %zu MB, too much to be attached: it lies in %.*s.", c.original.len >> 20, SPAN_PF(p->original_in));
		c.original = SPAN_NONE;
	} else if (p->letter.with_original && c.original.len == 0)
		facts.not_attached = arena_printf(a, "The mail could not be attached: it lies in %.*s.", SPAN_PF(p->original_in));
	if (facts.reference.len > 0 && p->referral != 0)
		facts.tag = compose_id_tag(a, k->id_key, facts.reference);
	if (!letter_write(a, p->letter.template, &facts, &text) && !letter_write(a, p->letter.kind, &facts, &text)) {
		(void)fail_set(f, FAIL_STOP, "no template %.*s", SPAN_PF(p->letter.template));
		return false;
	}
	if (write_diary(k, p, a, &c.ics, f) != 0)
		return false;
	c.subject = l->subject = text.subject;
	c.text = text.text;
	c.html = text.html;
	if (p->letter.audience != DECIDE_SENDER) {
		c.headers = urgent;
		c.headers_count = 2;
	}
	result = compose_letter(a, &c, &l->bytes);
	if (result != COMPOSE_OK)
		(void)fail_set(f, FAIL_REFUSE, "letter of kind %.*s: %s", SPAN_PF(p->letter.kind), compose_result_name(result));
	return result == COMPOSE_OK;
}

static int
queue(struct keeper *k, const struct post *p, struct arena *a, int64_t *id_out, struct fail *f)
{
	struct register_letter l = {
		.event = p->event, .referral = p->referral, .item = p->item, .kind = p->letter.kind, .audience = audience(p->letter.audience),
		.person = p->letter.person == NULL ? SPAN_NONE : p->letter.person->name, .to = p->letter.to, .rule = p->rule,
		.state = REGISTER_LETTER_IS_QUEUED, .queued_at = p->facts->now,
	};
	struct register_event event = { .referral = p->referral, .item = p->item, .kind = REGISTER_LETTER_FAILED, .at = p->facts->now, .who = SPAN_LIT("referrald") };
	struct register_fault unwritten = { .name = SPAN_LIT("undelivered"), .detail = p->letter.kind, .since = p->facts->now };
	struct register_fault quota = { .name = SPAN_LIT("quota"), .detail = SPAN_LIT("letters are held"), .since = p->facts->now };
	struct span over;
	bool exists, added, is_new;
	int64_t ignored;

	if (register_letter_exists(k->db, p->rule, &exists, f) != 0)
		return -1;
	if (exists)
		return 0;
	if (find_quota(k, p, p->facts->now, &over, f) != 0 || register_letter_reserve(k->db, &l.id, f) != 0)
		return -1;
	if (!compose(k, p, &l, a, f)) {
		if (f->class != FAIL_REFUSE)
			return -1;
		/* An address nobody can write to: no letter; the history says so, and people hear that somebody was not told. */
		event.detail = arena_printf(a, "%.*s: cannot be written", SPAN_PF(p->letter.kind));
		unwritten.of = l.person.len > 0 ? l.person : p->item != 0 ? arena_printf(a, "item-%lld", (long long)p->item) : SPAN_LIT("nobody");
		if (register_fault_set(k->db, &unwritten, &is_new, f) != 0)
			return -1;
		return register_event_add(k->db, &event, &ignored, f);
	}
	if (over.len > 0) {
		l.state = REGISTER_LETTER_HELD;
		l.text = over;
	}
	if (over.len > 0 && register_fault_set(k->db, &quota, &is_new, f) != 0)
		return -1;
	if (register_letter_add(k->db, &l, &added, f) != 0)
		return -1;
	*id_out = added ? l.id : 0;
	event.kind = REGISTER_LETTER_QUEUED;
	event.detail = arena_printf(a, "letter %lld %.*s%s", (long long)l.id, SPAN_PF(l.kind), over.len > 0 ? " held: over the quota" : "");
	return register_event_add(k->db, &event, &ignored, f);
}

int
post_letter(struct keeper *k, const struct post *p, int64_t *id_out, struct fail *f)
{
	struct arena *a = arena_new(0);
	int result;

	*id_out = 0;
	result = queue(k, p, a, id_out, f);
	arena_free(a);
	return result;
}

static int
letter_of(struct keeper *k, struct span text, struct arena *a, struct register_letter *out, struct fail *f)
{
	struct compose_id id;

	if (out->id != 0 || !compose_id_find(text, k->id_key, &id))
		return 0;
	return register_letter_get(k->db, (int64_t)id.id, a, out, f);
}

/* The latest letter of that case to that address. */
struct latest {
	struct span to;
	int64_t id;
};

static bool
keep_latest(void *context, const struct register_letter *l)
{
	struct latest *latest = context;

	if (span_eq_nocase(l->to, latest->to))
		latest->id = l->id;
	return true;
}

/* An answer without threading or tag, as vacation programs send: whose subject names a case that
 * its sender had a letter about.  Good enough to know that somebody is away, for nothing else. */
static int
letter_by_subject(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *out, struct fail *f)
{
	struct latest latest = { .to = r->from.count == 1 ? r->from.items[0].address : SPAN_NONE };
	struct register_letter_query q = { .each = keep_latest, .context = &latest };
	struct span rest = r->subject, word;

	while (latest.to.len > 0 && q.referral == 0 && span_split(&rest, ' ', &word)) {
		while (word.len > 0 && (word.at[0] == '[' || word.at[0] == '('))
			word = span_slice(word, 1, word.len);
		while (word.len > 0 && (word.at[word.len - 1] == ']' || word.at[word.len - 1] == ')' || word.at[word.len - 1] == ':' || word.at[word.len - 1] == ','))
			word.len--;
		if (word.len > 3 && register_case_find(k->db, word, &q.referral, f) != 0)
			return -1;
	}
	if (q.referral == 0)
		return 0;
	if (register_letter_list(k->db, &q, f) != 0)
		return -1;
	return latest.id == 0 ? 0 : register_letter_get(k->db, latest.id, a, out, f);
}

int
post_find_away(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *letter_out, struct fail *f)
{
	return letter_out->id != 0 ? 0 : letter_by_subject(k, r, a, letter_out, f);
}

enum { RETURN_SECONDS = 6 * 86400 };	/* servers give up after five days (RFC 5321 section 4.5.4.1) */

/* Among letters to one address, which come the latest first, the latest, and before it the latest whose subject is quoted. */
struct returned {
	const struct record *r;
	int64_t latest, quoted;
};

static bool
keep_returned(void *context, const struct register_letter *l)
{
	struct returned *x = context;

	bool quoted = l->subject.len > 0 && (span_find_nocase(x->r->text, l->subject) < x->r->text.len || span_find_nocase(x->r->subject, l->subject) < x->r->subject.len);

	if (x->latest == 0)
		x->latest = l->id;
	if (quoted)
		x->quoted = l->id;
	return !quoted;
}

static bool
is_of_something_else(const struct record *r)
{
	return r->dsn.message_id.len > 0 || r->dsn.envelope_id.len > 0 || r->dsn.references.len > 0 || r->in_reply_to.len > 0 || r->references_count > 0;
}

/* A failure that says of what only to whom it went, as old servers send: with anything that names
 * another letter it is none of ours. */
static int
letter_by_recipient(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *out, struct fail *f)
{
	struct returned x = { .r = r };
	struct register_letter_query q = { .each = keep_returned, .context = &x, .since = keeper_now(k) - RETURN_SECONDS };

	if ((r->dsn.kind != DSN_DELIVERY && r->dsn.kind != DSN_FREE_FORM) || is_of_something_else(r))
		return 0;
	for (size_t i = 0; i < 2 * r->dsn.recipients_count && x.latest == 0; i++) {
		const struct dsn_recipient *to = &r->dsn.recipients[i / 2];

		q.to = i % 2 == 0 ? to->original : to->final;
		if (q.to.len > 0 && to->action != DSN_DELIVERED && to->action != DSN_RELAYED && to->action != DSN_EXPANDED && register_letter_list(k->db, &q, f) != 0)
			return -1;
	}
	return x.latest == 0 ? 0 : register_letter_get(k->db, x.quoted != 0 ? x.quoted : x.latest, a, out, f);
}

int
post_find_answered(struct keeper *k, const struct record *r, struct arena *a, struct register_letter *letter_out, int64_t *referral_out, struct fail *f)
{
	struct span reference;

	*letter_out = (struct register_letter){ 0 };
	*referral_out = 0;
	if (letter_of(k, r->in_reply_to, a, letter_out, f) != 0 || letter_of(k, r->dsn.message_id, a, letter_out, f) != 0 ||
	    letter_of(k, r->dsn.envelope_id, a, letter_out, f) != 0 || letter_of(k, r->dsn.references, a, letter_out, f) != 0)
		return -1;
	for (size_t i = r->references_count; i > 0 && letter_out->id == 0; i--)
		if (letter_of(k, r->references[i - 1], a, letter_out, f) != 0)
			return -1;
	/* A server's own words quote the letter's fields; a person's mail is not searched for them. */
	if ((r->dsn.kind != DSN_NONE || (r->flags & RECORD_REPORT) != 0) && letter_of(k, r->text, a, letter_out, f) != 0)
		return -1;
	*referral_out = letter_out->referral;
	if (letter_out->id == 0 && letter_by_recipient(k, r, a, letter_out, f) != 0)
		return -1;
	if (letter_out->id == 0 && compose_id_tag_find(r->text, k->id_key, &reference))
		return register_case_find(k->db, reference, referral_out, f);
	return 0;
}
