/* SPDX-License-Identifier: ISC
 * Rows that lie nowhere, by their bytes and by their item.  After a mailbox is numbered anew every
 * row is one of these, and every message asks for its own: rows x messages would be hours. */
#include "daemon/reconcile_inside.h"

#include <stdlib.h>
#include <string.h>

/* sha256 of zeros: there are no bytes, because it is too large; then the size must do. */
static int
compare_bytes(const unsigned char a[KEYED_LEN], uint64_t a_size, const unsigned char b[KEYED_LEN], uint64_t b_size)
{
	static const unsigned char none[KEYED_LEN];
	int order = memcmp(a, b, KEYED_LEN);

	if (order != 0 || memcmp(a, none, KEYED_LEN) != 0)
		return order;
	return a_size < b_size ? -1 : a_size > b_size;
}

/* Rows of the same bytes in the order in which they were found. */
static int
by_bytes(const void *a, const void *b)
{
	const struct reconcile_row *x = *(const struct reconcile_row *const *)a, *y = *(const struct reconcile_row *const *)b;
	int order = compare_bytes(x->sha256, x->size, y->sha256, y->size);

	return order != 0 ? order : x < y ? -1 : x > y;
}

static int
by_item(const void *a, const void *b)
{
	const struct reconcile_row *x = *(const struct reconcile_row *const *)a, *y = *(const struct reconcile_row *const *)b;

	return x->item < y->item ? -1 : x->item > y->item;
}

void
reconcile_index_make(struct reconcile_index *x, struct arena *a, struct reconcile_row *rows, size_t count)
{
	x->count = count;
	x->by_bytes = arena_array(a, count, sizeof(*x->by_bytes));
	x->by_item = arena_array(a, count, sizeof(*x->by_item));
	for (size_t i = 0; i < count; i++)
		x->by_bytes[i] = x->by_item[i] = &rows[i];
	qsort(x->by_bytes, count, sizeof(struct reconcile_row *), by_bytes);
	qsort(x->by_item, count, sizeof(struct reconcile_row *), by_item);
}

struct reconcile_row *
reconcile_index_claim(struct reconcile_index *x, const unsigned char sha256[KEYED_LEN], uint64_t size)
{
	size_t low = 0, high = x->count, at;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		x->looks++;
		if (compare_bytes(x->by_bytes[mid]->sha256, x->by_bytes[mid]->size, sha256, size) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	/* The first of its kind counts how many of them have been claimed. */
	at = low < x->count ? low + x->by_bytes[low]->claimed : x->count;
	if (at >= x->count || compare_bytes(x->by_bytes[at]->sha256, x->by_bytes[at]->size, sha256, size) != 0)
		return NULL;
	x->by_bytes[low]->claimed++;
	x->by_bytes[at]->found = true;
	return x->by_bytes[at];
}

bool
reconcile_index_misses(struct reconcile_index *x, int64_t item)
{
	size_t low = 0, high = x->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		x->looks++;
		if (x->by_item[mid]->item < item)
			low = mid + 1;
		else
			high = mid;
	}
	return low < x->count && x->by_item[low]->item == item && !x->by_item[low]->found;
}
