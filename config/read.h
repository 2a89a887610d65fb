/* SPDX-License-Identifier: ISC
 *
 * read: sections of the tree into the members of struct config, one file per subject.
 *
 * Each notes every error it finds, with its line, and goes on.  What names something else
 * (a ladder a person, a route a form) is checked against what was read before it: the
 * order is that of the prototypes.
 */
#ifndef CONFIG_READ_H
#define CONFIG_READ_H

#include "config/typed.h"

struct read {
	struct typed typed;
	const struct tree *root;
	struct config *config;		/* being filled */
};

void read_base(struct read *r);		/* directories, partnership, trust, limits, retention */
void read_people(struct read *r);	/* persons */
void read_ladders(struct read *r);	/* ladders, the default one, the digest */
void read_servers(struct read *r);	/* mailboxes, outgoing */
void read_calendar(struct read *r);
void read_milestones(struct read *r);
void read_forms(struct read *r);
void read_prose(struct read *r);	/* what letters say; the words of a child, which are of the forms */
void read_templates(struct read *r);
void read_routes(struct read *r);

/* ---- shared by them ---- */

/* How many sections of that name there are. */
size_t read_count(const struct read *r, const char *name);
/* The list's items that are field keys (or one of `also`, NULL-terminated); others are noted. */
struct config_strings read_keys(struct read *r, const struct tree *t, const char *name, const char *const *also);
/* A ladder's name, or empty; one that does not exist is noted. */
struct span read_ladder_name(struct read *r, const struct tree *t, const char *name);
/* The list's items that are persons; others are noted. */
struct config_strings read_person_names(struct read *r, const struct tree *t, const char *name);
/* Whether the address lies in a domain of trust, or in a domain under one; nobody's list trusts nobody. */
bool read_is_trusted(const struct read *r, struct span email);

#endif
