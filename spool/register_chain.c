/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

#include <string.h>

/* Numbers are hashed as 8 bytes, most significant first, whatever the machine. */
static struct span
big_endian(int64_t n, unsigned char bytes[8])
{
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)n >> (56 - 8 * i));
	return span_of(bytes, 8);
}

void
register_chain_mac(const struct register_db *db, const unsigned char before[KEYED_LEN], const struct register_link *l, unsigned char mac_out[KEYED_LEN])
{
	unsigned char id[8], referral[8], item[8], at[8];
	const struct span pieces[] = {
		span_of(before, KEYED_LEN), big_endian(l->id, id), big_endian(l->referral, referral), big_endian(l->item, item),
		l->kind, big_endian(l->at, at), l->who, l->detail, l->facts, l->key,
	};

	keyed_hmac_list(db->chain_key, pieces, sizeof(pieces) / sizeof(pieces[0]), mac_out);
}

void
register_chain_start(const struct register_db *db, unsigned char mac_out[KEYED_LEN])
{
	keyed_hmac(db->chain_key, SPAN_LIT("start of the list"), mac_out);
}

/* Without the seal, who cuts the tail could set the head back to match. */
void
register_chain_seal(const struct register_db *db, const struct register_head *h, unsigned char seal_out[KEYED_LEN])
{
	unsigned char count[8];
	const struct span pieces[] = { big_endian(h->count, count), span_of(h->mac, KEYED_LEN) };

	keyed_hmac_list(db->head_key, pieces, 2, seal_out);
}

/* The reasons why a head cannot be built on are all for a person to look at. */
int
register_chain_read(struct register_db *db, struct register_head *h, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(db, "SELECT count, mac, key, seal FROM head", REGISTER_NO_ARGS, f);
	unsigned char seal[KEYED_LEN], want[KEYED_LEN];
	bool whole, own_key;
	int got = register_sql_next(db, row, f);

	if (got == -1)
		return -1;
	if (got == 0)
		return fail_set(f, FAIL_STOP, "register: the head of the chain of events is gone: run referralctl audit verify");
	h->count = sqlite3_column_int64(row, 0);
	own_key = span_eq_str(register_sql_text(row, 2, NULL), db->key_id);
	whole = register_sql_hash(row, 1, h->mac) && register_sql_hash(row, 3, seal);
	register_sql_done(row);
	if (!db->has_key)
		return 0;
	if (!own_key)
		return fail_set(f, FAIL_STOP, "register: written with another key file: put the right one back");
	register_chain_seal(db, h, want);
	if (!whole || memcmp(seal, want, sizeof(seal)) != 0)
		return fail_set(f, FAIL_STOP, "register: the head of the chain of events was changed by other hands: run referralctl audit verify");
	return 0;
}

int
register_chain_write(struct register_db *db, const struct register_head *h, struct fail *f)
{
	unsigned char seal[KEYED_LEN];

	register_chain_seal(db, h, seal);
	return register_sql_run(db, "INSERT INTO head(one, count, mac, key, seal) VALUES(1, ?, ?, ?, ?)"
	    " ON CONFLICT(one) DO UPDATE SET count = excluded.count, mac = excluded.mac, key = excluded.key, seal = excluded.seal",
	    REGISTER_ARGS(register_int(h->count), register_bytes(h->mac, KEYED_LEN), register_str(db->key_id), register_bytes(seal, KEYED_LEN)), f);
}

int
register_chain_first(struct register_db *db, struct fail *f)
{
	struct register_head h = { 0 };

	register_chain_start(db, h.mac);
	return register_chain_write(db, &h, f);
}
