/* SPDX-License-Identifier: ISC
 *
 * fetcher: one mailbox's child, and the keeper's side of it.
 *
 * The child (role "fetcher", fetcher_main) alone talks to the IMAP server and reads the
 * login's secret.  It writes raw messages under new names in the directory it is given
 * and never syncs, renames or reads them.  The keeper asks; one question at a time:
 *
 *   POLL  -> LISTING (any number, the last one `complete`)
 *   TAKE  -> TAKEN or MISSED for each uid, then TAKE_DONE
 *   MOVE  -> MOVED or NOT_MOVED (lists of uids), then MOVE_DONE
 *   IDLE  -> NEWMAIL, when the server speaks, time is up, or the keeper asks anything
 *   CHECK -> OFFERS
 *
 * and instead of the last answer of any but IDLE, TROUBLE can come: the question is over, the
 * connection may be gone, the next question connects again; how long to wait first is the
 * keeper's.  What was TAKEN or MOVED before it stands.  Leaving a message where it is needs
 * no word.  Nothing sets \Seen.
 *
 * Where the secret is a file or a token, Landlock leaves the child the system's files, the directories
 * of that file and of the CA, and tmp_dir; with a command there is no such wall.  A child that hangs
 * ends itself a minute after the deadline of its step.
 *
 * The keeper's side takes what comes as an attacker's: uids that were not asked for,
 * lists out of order, names that are not a plain file name end the child (-1, REFUSE).
 */
#ifndef DAEMON_FETCHER_H
#define DAEMON_FETCHER_H

#include "daemon/token.h"

#include <sys/types.h>

enum fetcher_tls { FETCHER_TLS_IMPLICIT, FETCHER_TLS_STARTTLS };
enum fetcher_secret { FETCHER_SECRET_FILE, FETCHER_SECRET_COMMAND };
enum fetcher_auth { FETCHER_AUTH_PASSWORD, FETCHER_AUTH_XOAUTH2 };

struct fetcher_settings {
	const char *server;		/* its name in the certificate, and in the DNS */
	const char *address;		/* connect here instead of looking the name up; or NULL */
	uint16_t port;
	enum fetcher_tls tls;
	const char *ca_file;		/* NULL: the system's */
	const char *login;
	enum fetcher_auth auth;		/* what the secret is: a password or an access token */
	enum fetcher_secret secret;
	const char *secret_from;	/* file name, or a command for sh whose first line is it */
	struct token_settings token;	/* with a url: the secret is a token of its, auth is XOAUTH2 */
	const char *tmp_dir;		/* exists, on the file system of mail/ */
	uint32_t connect_seconds;	/* name, TCP, TLS, login: each; 0 means 30 */
	uint32_t command_seconds;	/* a control command, from first byte to last; 0 means 60 */
	uint32_t body_seconds;		/* one body, or one range of bodies; 0 means 600 */
	uint64_t message_bytes;		/* larger ones are MISSED as too large; 0 means 150 MB */
};

/* Runs the role on descriptor 3 until it is closed; gives the exit status. */
int fetcher_main(void);

/* ---- the keeper's side ---- */
struct fetcher;

/* exe is run as `exe --role=fetcher`; a child that ends between two questions is started again
 * at the next.  NULL: fail says why. */
struct fetcher *fetcher_start(const char *exe, const struct fetcher_settings *settings, struct fail *fail);
/* Closes the line, gives it grace_ms to log out, then kills it; NULL is fine. */
void fetcher_stop(struct fetcher *f, int64_t grace_ms);
int fetcher_fd(const struct fetcher *f);	/* readable: call fetcher_next until it gives 0; -1 between two children */
pid_t fetcher_pid(const struct fetcher *f);
bool fetcher_busy(const struct fetcher *f);	/* a question is open */

struct fetcher_folder {
	const char *name;		/* UTF-8; REFUSE when it holds a control character */
	uint32_t uidvalidity;		/* POLL: what from_uid belongs to, 0 unknown; TAKE, MOVE: must hold */
};
struct fetcher_uids {
	const uint32_t *at;		/* ascending, none 0 */
	size_t count;			/* 1 to FETCHER_UIDS */
};
/* Each gives 0 when the question went out.  A question while another is open is a fault of
 * the caller (STOP), but for IDLE, which any question ends. */

/* Lists uids from from_uid on (0 or 1: all).  When the folder's uidvalidity is another than
 * the one given, all of it is listed.  Costs one SELECT when there is nothing new. */
int fetcher_poll(struct fetcher *f, const struct fetcher_folder *folder, uint32_t from_uid, struct fail *fail);
int fetcher_take(struct fetcher *f, const struct fetcher_folder *folder, const struct fetcher_uids *uids, struct fail *fail);
/* `to` is made when it is missing.  MOVED uids are in `to`, or were gone already; NOT_MOVED ones stay where
 * they are, all of them where the server has neither MOVE nor UIDPLUS: without these nothing can be taken out of
 * a folder that is surely ours alone to take. */
int fetcher_move(struct fetcher *f, const struct fetcher_folder *folder, const struct fetcher_uids *uids, const char *to, struct fail *fail);
/* Waits for mail at most so long (25 minutes at most); where the server has no IDLE it just
 * waits.  Always ends in NEWMAIL, which means "poll now", never in TROUBLE. */
int fetcher_idle(struct fetcher *f, const struct fetcher_folder *folder, uint32_t seconds, struct fail *fail);
/* Logs in and looks at the folder; changes nothing. */
int fetcher_check(struct fetcher *f, const struct fetcher_folder *folder, struct fail *fail);

#define FETCHER_UIDS 2000u

enum fetcher_news {
	FETCHER_LISTING, FETCHER_TAKEN, FETCHER_MISSED, FETCHER_TAKE_DONE, FETCHER_MOVED, FETCHER_NOT_MOVED,
	FETCHER_MOVE_DONE, FETCHER_NEWMAIL, FETCHER_OFFERS, FETCHER_TROUBLE
};
enum fetcher_missed {
	FETCHER_GONE,			/* not in the folder any more */
	FETCHER_TOO_LARGE,		/* over message_bytes: left there */
	FETCHER_NOT_GIVEN		/* the server refuses it, or breaks off at it, and others came well: count attempts */
};
enum fetcher_trouble {
	FETCHER_UNREACHABLE,		/* no such name, refused, timed out, cut off */
	FETCHER_TLS_FAILED,		/* text says which check */
	FETCHER_LOGIN_REFUSED,
	FETCHER_NO_SECRET,		/* the file or command of the secret */
	FETCHER_NO_TOKEN,		/* the login server gives none; text says why, as token.h does */
	FETCHER_NO_PERMISSION,		/* the login is good, but has no right on this mailbox */
	FETCHER_THROTTLED,		/* the server asks us to come less often */
	FETCHER_PROTOCOL,		/* answers that make no sense, are endless, or attack */
	FETCHER_NO_FOLDER,
	FETCHER_STALE,			/* the uidvalidity asked for holds no longer: poll again */
	FETCHER_UNSUPPORTED,		/* the server lacks what we need; text says what */
	FETCHER_LOCAL			/* tmp_dir cannot be written: disk full, rights */
};

struct fetcher_entry {
	uint32_t uid;
	uint32_t size;
	int64_t internaldate;		/* seconds UTC; FETCHER_NO_DATE where the server gave none */
};
#define FETCHER_NO_DATE INT64_MIN
#define FETCHER_UNTOLD 1		/* size where the server gave none; 0 is that of an empty message */

struct fetcher_event {
	enum fetcher_news news;
	const char *folder;		/* LISTING, as given in POLL */
	uint32_t uidvalidity;		/* LISTING */
	uint32_t uidnext;		/* LISTING; 0 unknown */
	uint32_t exists;		/* LISTING: messages in the folder */
	bool complete;			/* LISTING: the last one of this poll */
	bool everything;		/* LISTING: from uid 1 on, whatever was asked */
	const struct fetcher_entry *entries;	/* LISTING: ascending over the whole poll */
	const uint32_t *uids;		/* MOVED, NOT_MOVED */
	const uint32_t *to_uids;	/* MOVED: where each lies now, as COPYUID said; 0 not known */
	uint32_t to_uidvalidity;	/* MOVED: of the folder it was moved to; 0 when none is known */
	size_t count;			/* of entries or uids */
	uint32_t uid;			/* TAKEN, MISSED */
	const char *name;		/* TAKEN: a plain file name in tmp_dir; the keeper's now */
	int64_t internaldate;		/* TAKEN, as in LISTING */
	uint64_t size;			/* TAKEN: bytes written; MISSED: the size the server claims */
	enum fetcher_missed missed;
	enum fetcher_trouble trouble;
	uint32_t retry_after_seconds;	/* TROUBLE: what the server asked for, at most a day; 0 nothing */
	const char *text;		/* TROUBLE, NOT_MOVED, OFFERS: one line, printable, no personal value */
};

/* 1 with an event (in the arena), 0 when there is none yet, -1 when the child died or
 * misbehaved: stop it; whatever it had TAKEN stays valid. */
int fetcher_next(struct fetcher *f, struct arena *a, struct fetcher_event *event_out, struct fail *fail);
/* The same, waiting; -1 with RETRY as well when the deadline (wire_now_ms) passes. */
int fetcher_wait(struct fetcher *f, struct arena *a, int64_t deadline_ms, struct fetcher_event *event_out, struct fail *fail);

/* "login-refused" and so on, for the log. */
const char *fetcher_trouble_name(enum fetcher_trouble trouble);

#endif
