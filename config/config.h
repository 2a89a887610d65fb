/* SPDX-License-Identifier: ISC
 *
 * config: the admin's files, read once into one immutable typed struct.
 *
 * referrald.conf includes forms.conf and milestones.conf and names the templates' folder.
 * Every error is "file:line: what, and what to do".  Secrets are file names here, never
 * values.  A room is given its sub-struct only.  SIGHUP loads a second struct and swaps it
 * for the first, whole or not at all.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "config/errors.h"
#include "daemon/deadline.h"
#include "daemon/ladder.h"
#include "daemon/route.h"
#include "parsers/fail.h"
#include "parsers/classify.h"

struct config_strings {
	struct span *items;
	size_t count;
};

enum config_right { CONFIG_ANSWER = 1, CONFIG_DECIDE = 2, CONFIG_ADMIN = 4 };

struct config_absence {
	struct civil_date from;
	struct civil_date until;		/* inclusive */
};

struct config_person {
	struct span name;
	struct span email;
	struct span login;			/* system user name; empty when none */
	unsigned rights;			/* enum config_right */
	struct config_absence *absences;
	size_t absences_count;
	bool trusted;				/* the address is in a domain of `trust`: letters to it may show initials and the like */
};

enum config_tls { CONFIG_TLS_IMPLICIT, CONFIG_TLS_STARTTLS };

/* Access tokens for XOAUTH2: client credentials, or with a refresh_token_file its refresh token
 * (RFC 6749 sections 4.4 and 6).  token_url empty: not used. */
struct config_oauth2 {
	struct span token_url;			/* with the tenant in it */
	struct span client_id;
	struct span client_secret_file;		/* empty only beside a refresh_token_file */
	struct span scope;
	struct span refresh_token_file;		/* replaced when the server gives a new token */
	struct span ca_file;			/* of the login server; empty: the system's */
	struct civil_date secret_expires;	/* of the client secret; unset: not known */
};

/* How a server is reached and logged in to.  One of the three ways to a secret is set. */
struct config_server {
	struct span host;
	uint16_t port;
	enum config_tls tls;
	struct span ca_file;			/* empty: the system's */
	struct span login;
	struct span password_file;
	struct span password_command;		/* run by the child that needs it, /bin/sh -c */
	bool bearer;				/* what the two give is an access token, for XOAUTH2 */
	struct config_oauth2 oauth2;
};

/* Which of a message's times the clocks use; what is not there is passed over, in this order. */
enum config_received { CONFIG_RECEIVED_INTERNALDATE, CONFIG_RECEIVED_HEADER, CONFIG_RECEIVED_DATE, CONFIG_RECEIVED_FETCHED };

struct config_mailbox {
	struct span name;
	struct config_server server;
	struct config_strings folders;		/* taken in from: INBOX; those of junk are among them */
	struct config_strings junk;		/* a referral found there is flagged, other mail stays there unanswered */
	struct span processed;			/* folder for mail that was taken in */
	struct span quarantine;			/* folder for mail a person must look at */
	struct config_strings addresses;	/* its own: mail from these is ours */
	struct span trusted_authserv;
	enum config_received received;
	int64_t poll_seconds;
	bool idle;
	unsigned reconcile_days;		/* older mail may be cleared out of the mailbox */
};

struct config_outgoing {
	struct config_server server;		/* host empty: not configured, explain and check only */
	struct span sender;			/* From and MAIL FROM: local@domain */
	struct span sender_name;
	unsigned per_address_per_day;		/* letters to one outside address */
	unsigned per_domain_per_day;		/* ... to all outside addresses of one domain */
	unsigned per_hour;			/* letters in all; the brake */
	struct span alarm_command;
};

struct config_partnership {
	struct span name;
	struct span reference;			/* "SCP-{year}-{seq:4}" */
	struct span front_door;			/* text with the numbers to ring for a child at risk */
	struct span web;
	struct span key_file;			/* empty: key in the state directory */
	struct config_strings audience_domains;	/* trust: letters to these may show initials */
};

struct config_limits {
	uint64_t message_bytes;			/* larger mail is an item without a reading */
	unsigned read_seconds;			/* wall clock of one reading */
	unsigned attempts;			/* of one message before quarantine */
	int64_t fetch_stale_seconds;		/* status is critical when no SELECT succeeded for so long */
	int64_t send_stale_seconds;		/* ... when letters wait and none was accepted for so long */
	int64_t sweep_stale_seconds;
	int64_t intake_stale_seconds;		/* status warns when a mailbox brought no mail for so long */
};

/* clamd.  socket empty: nobody scans. */
struct config_scan {
	struct span socket;
	bool waits;				/* mail waits while clamd is down; else it is taken in, flagged */
};

/* What purge may take.  0: never. */
struct config_retention {
	unsigned case_years;			/* after a case was closed */
	unsigned routine_days;			/* after other mail came: bookings, receipts, lists */
};

struct config_digest {
	struct config_strings persons;		/* none: no digest */
	int at_second;				/* of each London day on which the office is open */
	struct config_strings weekly_persons;	/* none: no weekly digest */
	enum civil_weekday weekly_on;		/* Monday to Friday */
};

/* One letter's wording: text with {variables}, from the templates' folder. */
struct config_template {
	struct span name;			/* "acknowledgement" */
	struct span kind;			/* of letter; the name, but for further templates */
	struct span subject;			/* for template_expand() */
	struct span text;
	struct span html;			/* empty: made from the text */
	struct span file;			/* where it came from, for errors */
};

struct config {
	struct arena *arena;			/* owns all of it */
	struct span file;
	struct span state_dir;
	struct span run_dir;
	struct span group;			/* empty: none */
	bool jail_seccomp_only;
	struct config_partnership partnership;
	struct config_person *persons;
	size_t persons_count;
	struct config_mailbox *mailboxes;
	size_t mailboxes_count;
	struct config_outgoing outgoing;
	struct config_limits limits;
	struct config_scan scan;
	struct config_retention retention;
	struct config_digest digest;
	struct ladder *ladders;
	size_t ladders_count;
	struct span default_ladder;
	struct ladder_office office;
	struct route_set routes;
	struct form_set forms;			/* without an index: only what reads documents needs one */
	struct classify_prose prose;
	struct deadline_policy deadlines;
	struct calendar calendar;
	struct calendar_days feed;		/* as read, for calendar_differences() */
	struct config_template *templates;
	size_t templates_count;
};

enum config_need {
	CONFIG_FOR_READING,			/* explain, due: no addresses, secrets or servers needed */
	CONFIG_FOR_RUNNING			/* the daemon and check: everything must be there */
};

/* The whole file with what it includes.  NULL when there is any error; all are in *errors,
 * whose arena the caller has set.  File names in it are relative to the file they stand in. */
struct config *config_load(const char *path, enum config_need need, struct config_errors *errors);
void config_free(struct config *c);
const struct config_person *config_person_find(const struct config *c, struct span name);
const struct config_person *config_person_by_email(const struct config *c, struct span email);
const struct ladder *config_ladder_find(const struct config *c, struct span name);	/* empty name: the default */
const struct config_template *config_template_find(const struct config *c, struct span name);
/* NULL when there is none of that name: an import, or one that the config had once. */
const struct config_mailbox *config_mailbox_find(const struct config *c, struct span name);
bool config_mailbox_is_junk(const struct config_mailbox *m, struct span folder);
/* What its folder number i is called where each is told of: the first by the mailbox's own name, another MAILBOX/FOLDER. */
struct span config_mailbox_folder_name(struct arena *a, const struct config_mailbox *m, size_t i);
/* On that London day the person is not absent. */
bool config_person_is_here(const struct config_person *p, struct civil_date day);
/* The first rung from `from` upwards with a person who is here; `from` when there is none. */
size_t config_ladder_rung_here(const struct config *c, const struct ladder *l, size_t from, struct civil_date day);

#endif
