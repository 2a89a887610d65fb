/* SPDX-License-Identifier: ISC
 * audit STATE: is the chain of events whole?  One line, exit 0 when it is. */
#include "spool/mail.h"
#include "spool/register.h"

#include <stdio.h>
#include <sysexits.h>

int
main(int argc, char **argv)
{
	struct mail_options options = { .dir = argc == 2 ? argv[1] : "", .existing = true };
	struct register_verdict verdict = { .what = REGISTER_HEAD };
	struct register_db *db = NULL;
	struct mail_state *m;
	struct fail f;
	int result = -1;

	if ((m = mail_open(&options, &f)) != NULL && (db = register_open(mail_register_path(m), mail_key(m), REGISTER_READ, &f)) != NULL)
		result = register_verify(db, &verdict, &f);
	if (result == 0)
		printf("%s events=%lld at=%lld\n", register_break_name(verdict.what), (long long)verdict.events, (long long)verdict.at);
	else
		printf("%s\n", f.why);
	register_close(db);
	mail_close(m);
	return result == 0 && verdict.what == REGISTER_INTACT ? EX_OK : EX_DATAERR;
}
