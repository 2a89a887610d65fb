/* SPDX-License-Identifier: ISC */
#include "parsers/part.h"

const char *
part_outcome_name(enum part_outcome o)
{
	switch (o) {
	case PART_READ: return "read";
	case PART_CONTAINER: return "container";
	case PART_IGNORED: return "ignored";
	case PART_UNREADABLE: return "unreadable";
	}
	return "unreadable";
}

const char *
part_why_name(enum part_why w)
{
	switch (w) {
	case PART_WHY_NONE: return "";
	case PART_WHY_PASSWORD: return "password";
	case PART_WHY_ENCRYPTED: return "encrypted";
	case PART_WHY_RIGHTS_MANAGED: return "rights-managed";
	case PART_WHY_SECURE_MESSAGE: return "secure-message";
	case PART_WHY_DAMAGED: return "damaged";
	case PART_WHY_TOO_LARGE: return "too-large";
	case PART_WHY_TOO_DEEP: return "too-deep";
	case PART_WHY_TOO_MANY: return "too-many";
	case PART_WHY_UNKNOWN_TYPE: return "unknown-type";
	case PART_WHY_CRASHED: return "crashed";
	case PART_WHY_TIMEOUT: return "timeout";
	case PART_WHY_SCANNED_IMAGE: return "scanned-image";
	case PART_WHY_INFECTED: return "infected";
	case PART_WHY_EMPTY: return "empty";
	case PART_WHY_ALTERNATIVE: return "alternative";
	case PART_WHY_SIGNATURE: return "signature";
	case PART_WHY_NOT_A_FORM: return "not-a-form";
	case PART_WHY_NO_HELPER: return "no-helper";
	case PART_WHY_UNKNOWN_LABELS: return "unknown-labels";
	}
	return "damaged";
}

const struct part_header *
part_header_find(const struct part_header_list *list, const char *name, size_t *from)
{
	for (size_t i = from == NULL ? 0 : *from; i < list->count; i++) {
		if (!span_eq_nocase_str(list->items[i].name, name))
			continue;
		if (from != NULL)
			*from = i + 1;
		return &list->items[i];
	}
	return NULL;
}

struct span
part_header_value(const struct part_header_list *list, const char *name)
{
	const struct part_header *h = part_header_find(list, name, NULL);

	return h == NULL ? SPAN_NONE : h->value;
}

/* One past the last "@"; 0 where there is none. */
static size_t
behind_at(struct span address)
{
	size_t at = address.len;

	while (at > 0 && address.at[at - 1] != '@')
		at--;
	return at;
}

struct span
part_address_local(struct span address)
{
	size_t at = behind_at(address);

	return at == 0 ? SPAN_NONE : span_slice(address, 0, at - 1);
}

struct span
part_address_domain(struct span address)
{
	size_t at = behind_at(address);

	return at == 0 ? SPAN_NONE : span_slice(address, at, address.len);
}
