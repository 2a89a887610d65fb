/* SPDX-License-Identifier: ISC */
#include "daemon/decide_sender.h"
#include "parsers/alike.h"
#include "parsers/text.h"
#include "parsers/value.h"

/* Each once: most are those of one council. */
static void
add_known(struct span *known, size_t *n, struct span domain)
{
	for (size_t i = 0; i < *n; i++)
		if (span_eq_nocase(known[i], domain))
			return;
	known[(*n)++] = domain;
}

/* Every domain this partnership knows: of trust, of its people, and its own. */
static struct span *
known_domains(const struct config *c, struct arena *a, size_t *count_out)
{
	size_t capacity = c->partnership.audience_domains.count + c->persons_count + 1, n = 0;
	struct span *known;

	for (size_t i = 0; i < c->mailboxes_count; i++)
		capacity += c->mailboxes[i].addresses.count;
	known = arena_array(a, capacity, sizeof(*known));
	for (size_t i = 0; i < c->partnership.audience_domains.count; i++)
		add_known(known, &n, c->partnership.audience_domains.items[i]);
	for (size_t i = 0; i < c->persons_count; i++)
		add_known(known, &n, part_address_domain(c->persons[i].email));
	for (size_t i = 0; i < c->mailboxes_count; i++)
		for (size_t j = 0; j < c->mailboxes[i].addresses.count; j++)
			add_known(known, &n, part_address_domain(c->mailboxes[i].addresses.items[j]));
	add_known(known, &n, part_address_domain(c->outgoing.sender));
	*count_out = n;
	return known;
}

static bool
looks_known(const struct config *c, struct span domain, struct arena *a)
{
	size_t n;
	const struct span *known = known_domains(c, a, &n);
	bool alike = false;

	for (size_t i = 0; i < n; i++) {
		if (alike_is_under(domain, known[i]))
			return false;
		alike = alike || alike_domain(a, domain, known[i]);
	}
	return alike;
}

/* A named person's name over an address that is not theirs.  A name of one word is a role that
 * others have, too. */
static bool
has_known_name(const struct config *c, const struct part_address *from, struct arena *a)
{
	struct span name = text_squeeze(a, from->name);

	for (size_t i = 0; i < c->persons_count; i++) {
		const struct config_person *p = &c->persons[i];

		if (p->email.len > 0 && span_find_byte(p->name, ' ') < p->name.len && !span_eq_nocase(p->email, from->address) && alike_name(a, name, p->name))
			return true;
	}
	return false;
}

/* "Jane Doe <jane@council.example>" as the name of another address. */
static bool
has_address_in_name(const struct part_address *from, struct arena *a)
{
	struct value_found found;

	return span_find_byte(from->name, '@') < from->name.len && value_find_email(from->name, a, &found) && !span_eq_nocase(found.canonical, from->address);
}

size_t
decide_sender_flags(const struct config *c, const struct record *r, struct arena *a, enum referral_code out[DECIDE_SENDER_FLAGS])
{
	const struct part_address *from = r->from.count > 0 ? &r->from.items[0] : NULL;
	size_t n = 0;

	if (from == NULL || from->address.len == 0)
		out[n++] = REFERRAL_NO_SENDER;
	if (r->from.count > 1 || (r->flags & RECORD_TWO_SENDERS) != 0)
		out[n++] = REFERRAL_SEVERAL_SENDERS;
	if (from == NULL)
		return n;
	if (r->reply_to.count > 0 && !span_eq_nocase(r->reply_to.items[0].address, from->address))
		out[n++] = REFERRAL_REPLY_TO_DIFFERS;
	if (looks_known(c, part_address_domain(from->address), a))
		out[n++] = REFERRAL_LOOKALIKE_DOMAIN;
	if (has_known_name(c, from, a))
		out[n++] = REFERRAL_KNOWN_NAME;
	if (has_address_in_name(from, a))
		out[n++] = REFERRAL_ADDRESS_IN_NAME;
	return n;
}
