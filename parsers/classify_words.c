/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/alike.h"
#include "parsers/authres.h"

static const char *const names[CLASSIFY_SAYINGS] = {
	[CLASSIFY_SAYS_REFERRAL] = "referral", [CLASSIFY_SAYS_NOTIFICATION] = "notification", [CLASSIFY_SAYS_FOLLOW_UP] = "follow-up", [CLASSIFY_SAYS_CONCERN] = "concern",
	[CLASSIFY_SAYS_BOOKING] = "booking", [CLASSIFY_SAYS_QUERY] = "query", [CLASSIFY_SAYS_CHILD] = "child", [CLASSIFY_SAYS_HARM] = "harm", [CLASSIFY_SAYS_REVIEW] = "review",
	[CLASSIFY_SAYS_REQUEST] = "request", [CLASSIFY_SAYS_SERVICE] = "service", [CLASSIFY_SAYS_OFFICE] = "office", [CLASSIFY_SAYS_ACT] = "act", [CLASSIFY_SAYS_DOCUMENT] = "document", [CLASSIFY_SAYS_OTHER_SUBJECT] = "other-subject", [CLASSIFY_SAYS_MATERIAL] = "material", [CLASSIFY_SAYS_FRESH] = "fresh",
	[CLASSIFY_SAYS_SELF] = "self", [CLASSIFY_SAYS_RELATIVE] = "relative", [CLASSIFY_SAYS_PAPER] = "paper",
};

const char *
classify_saying_name(enum classify_saying s)
{
	return names[s];
}

bool
classify_saying_find(struct span name, enum classify_saying *out)
{
	for (unsigned i = 0; i < CLASSIFY_SAYINGS; i++)
		if (span_eq_str(name, names[i])) {
			*out = (enum classify_saying)i;
			return true;
		}
	return false;
}

static struct span
header(const struct record *r, const char *name)
{
	return span_trim(part_header_value(&r->headers, name));
}

struct span
classify_words_spam(const struct record *r)
{
	struct span scl = header(r, "X-MS-Exchange-Organization-SCL");
	uint64_t level;

	if (span_starts_nocase(header(r, "X-Spam-Flag"), SPAN_LIT("yes")) || span_starts_nocase(header(r, "X-Spam-Status"), SPAN_LIT("yes")))
		return SPAN_LIT("our receiver's verdict: X-Spam-Flag");
	if (span_number(scl, 9, &level) && level >= 5)
		return SPAN_LIT("our receiver's verdict: SCL");
	return SPAN_NONE;
}

/* ---- who vouches for the sender ------------------------------------------------------------ */

/* Words of RFC 8601 section 2.7 and of Exchange: what else is there is not repeated. */
static struct span
known_result(struct span word)
{
	static const char *const known[] = { "pass", "fail", "none", "neutral", "softfail", "policy", "temperror", "permerror", "hardfail", "bestguesspass" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_eq_nocase_str(word, known[i]))
			return span_str(known[i]);
	return SPAN_LIT("unknown");
}

/* A property that is an address, or a domain by itself. */
static struct span
domain_of(struct span value)
{
	struct span domain = part_address_domain(value);

	return domain.len > 0 ? domain : value;
}

/* Of several results of a method the one that speaks of the From domain and passes, else one that
 * speaks of it, else any: `out` is only replaced by a better one. */
static void
keep_better(struct span *out, struct span result, bool aligned, bool *aligned_out)
{
	if (out->len > 0 && *aligned_out && (!aligned || span_eq_str(*out, "pass")))
		return;
	if (out->len > 0 && !aligned && span_eq_str(*out, "pass"))
		return;
	*out = result;
	*aligned_out = aligned;
}

struct vouching {
	struct span from;		/* the one From domain; empty when there are none or several */
	struct classify_result *out;
	bool spf_aligned, dkim_aligned, dmarc_aligned;
	bool dmarc_failed;
	bool spf_said, dmarc_said;		/* by a field above */
	bool dkim_said;				/* that there is no signature; or anything, where a forged field may lie right below */
};

/* What an upper field says of a method stands against one below it: our receiver's filters write each a method of
 * their own, and a field that came with the mail in our receiver's name lies lowest.  But some write a field for each
 * signature, which are heard where the receiver's own Received parts them from what came with the mail: that is so where
 * none stands above them.  DMARC's failure is heard from any. */
static void
take_result(struct vouching *v, const struct authres_result *r)
{
	struct span result = known_result(r->result), from = authres_property(r, "header", "from");

	if (span_eq_nocase_str(r->method, "spf")) {
		if (v->spf_said)
			return;
		keep_better(&v->out->spf, result, alike_is_under(v->from, domain_of(authres_property(r, "smtp", "mailfrom"))), &v->spf_aligned);
	} else if (span_eq_nocase_str(r->method, "dkim")) {
		struct span d = authres_property(r, "header", "d");

		if (v->dkim_said)
			return;
		if (d.len == 0)
			d = domain_of(authres_property(r, "header", "i"));
		keep_better(&v->out->dkim, result, alike_is_under(v->from, d), &v->dkim_aligned);
	} else if (span_eq_nocase_str(r->method, "dmarc")) {
		bool aligned = from.len == 0 || alike_is_under(v->from, domain_of(from));

		v->dmarc_failed = v->dmarc_failed || (aligned && span_eq_str(result, "fail"));
		if (v->dmarc_failed)
			v->out->dmarc = SPAN_LIT("fail");
		else if (!v->dmarc_said)
			keep_better(&v->out->dmarc, result, aligned, &v->dmarc_aligned);
	}
}

/* DMARC decides where it speaks of the From domain; without a policy of that domain a signature
 * of its own does (RFC 7489 section 3.1.1).  SPF vouches for a server that others may share. */
static enum classify_authenticated
conclude(const struct vouching *v)
{
	const struct classify_result *out = v->out;
	bool dmarc_passed = v->dmarc_aligned && (span_eq_str(out->dmarc, "pass") || span_eq_str(out->dmarc, "bestguesspass"));

	if (v->dmarc_failed)
		return CLASSIFY_FAIL;
	if (v->from.len > 0 && (dmarc_passed || (v->dkim_aligned && span_eq_str(out->dkim, "pass"))))
		return CLASSIFY_PASS;
	if (span_eq_str(out->spf, "fail") || span_eq_str(out->spf, "softfail") || span_eq_str(out->spf, "hardfail") || span_eq_str(out->dkim, "fail"))
		return CLASSIFY_FAIL;
	return CLASSIFY_NONE;
}

void
classify_words_authenticate(const struct record *r, struct span authserv, struct arena *a, struct classify_result *out)
{
	struct vouching v = { .out = out };
	bool nameless = span_eq_nocase_str(authserv, "none"), seen = false, below_received = false;

	out->authenticated = CLASSIFY_UNCHECKED;
	if (authserv.len == 0)
		return;
	if (r->from.count == 1 && (r->flags & RECORD_TWO_SENDERS) == 0)
		v.from = domain_of(r->from.items[0].address);
	/* Only the topmost contiguous run of our own receiver's fields: what lies deeper came with the
	 * mail.  Of fields without a name not even that: one. */
	for (size_t i = 0; i < r->headers.count; i++) {
		const struct part_header *h = &r->headers.items[i];
		struct authres field;

		if (!span_eq_nocase_str(h->name, "Authentication-Results")) {
			if (seen)
				break;
			below_received = below_received || span_eq_nocase_str(h->name, "Received");
			continue;
		}
		authres_read(a, h->value, &field);
		if (nameless ? seen || field.id.len > 0 : !span_eq_nocase(field.id, authserv))
			break;
		seen = true;
		for (size_t j = 0; j < field.results_count; j++)
			take_result(&v, &field.results[j]);
		v.spf_said = out->spf.len > 0;
		v.dkim_said = span_eq_str(out->dkim, "none") || (below_received && out->dkim.len > 0);
		v.dmarc_said = out->dmarc.len > 0;
	}
	out->authenticated = conclude(&v);
}
