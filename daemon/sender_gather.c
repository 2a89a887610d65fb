/* SPDX-License-Identifier: ISC */
#include <openssl/bio.h>

#include "daemon/sender_inside.h"

#include <stdlib.h>
#include <string.h>

/* More than nearly every letter has, in records of 2 KB and what TLS adds to each. */
enum { ROOM = 64 * 1024 };

struct sender_gather {
	bool holding;
	bool taken;			/* the bytes of a write that is to be tried again are among the held ones */
	size_t len, sent;		/* held, and how much of it is out */
	unsigned char bytes[ROOM];
};

/* All that is held; false: some of it is not out yet, and the next one says why. */
static bool
send_held(BIO *b, struct sender_gather *g)
{
	while (g->sent < g->len) {
		int n = BIO_write(BIO_next(b), g->bytes + g->sent, (int)(g->len - g->sent));

		if (n <= 0) {
			BIO_copy_next_retry(b);
			return false;
		}
		g->sent += (size_t)n;
	}
	g->len = g->sent = 0;
	return true;
}

static int
put(BIO *b, const char *bytes, int len)
{
	struct sender_gather *g = BIO_get_data(b);
	int n;

	BIO_clear_retry_flags(b);
	if (!g->taken && (g->holding || g->len > 0) && (size_t)len <= ROOM - g->len) {
		memcpy(g->bytes + g->len, bytes, (size_t)len);
		g->len += (size_t)len;
		g->taken = true;
	}
	if (g->holding && g->taken) {
		g->taken = false;
		return len;
	}
	/* Full: what follows is not held either, for the server may answer now, and nobody knows what is said to that. */
	g->holding = false;
	if (!send_held(b, g))
		return -1;
	if (g->taken) {
		g->taken = false;
		return len;
	}
	n = BIO_write(BIO_next(b), bytes, len);
	BIO_copy_next_retry(b);
	return n;
}

/* A flush is asked for by who leaves: whatever is held goes. */
static long
control(BIO *b, int what, long number, void *more)
{
	if (what == BIO_CTRL_FLUSH && !send_held(b, BIO_get_data(b)))
		return 0;
	return what == BIO_CTRL_DUP ? 0 : BIO_ctrl(BIO_next(b), what, number, more);
}

static int
forget(BIO *b)
{
	free(BIO_get_data(b));
	BIO_set_data(b, NULL);
	return 1;
}

static const BIO_METHOD *
method(void)
{
	static BIO_METHOD *made;

	if (made == NULL && (made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_FILTER, "gather")) != NULL) {
		(void)BIO_meth_set_write(made, put);
		(void)BIO_meth_set_ctrl(made, control);
		(void)BIO_meth_set_destroy(made, forget);
	}
	return made;
}

struct bio_st *
sender_gather_new(struct bio_st *next, struct sender_gather **gather_out)
{
	struct sender_gather *g = calloc(1, sizeof(*g));
	BIO *b = method() == NULL ? NULL : BIO_new(method());

	if (g == NULL || b == NULL || next == NULL)
		abort();
	BIO_set_data(b, g);
	BIO_set_init(b, 1);
	*gather_out = g;
	return BIO_push(b, next);
}

void
sender_gather_hold(struct sender_gather *g)
{
	g->holding = true;
}

void
sender_gather_release(struct sender_gather *g)
{
	g->holding = false;
}
