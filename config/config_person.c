/* SPDX-License-Identifier: ISC */
#include "config/config.h"

const struct config_person *
config_person_find(const struct config *c, struct span name)
{
	for (size_t i = 0; i < c->persons_count; i++)
		if (span_eq(c->persons[i].name, name))
			return &c->persons[i];
	return NULL;
}

const struct config_person *
config_person_by_email(const struct config *c, struct span email)
{
	for (size_t i = 0; email.len > 0 && i < c->persons_count; i++)
		if (span_eq_nocase(c->persons[i].email, email))
			return &c->persons[i];
	return NULL;
}

bool
config_person_is_here(const struct config_person *p, struct civil_date day)
{
	for (size_t i = 0; i < p->absences_count; i++)
		if (civil_compare(p->absences[i].from, day) <= 0 && civil_compare(day, p->absences[i].until) <= 0)
			return false;
	return true;
}

size_t
config_ladder_rung_here(const struct config *c, const struct ladder *l, size_t from, struct civil_date day)
{
	for (size_t rung = from; rung < l->rungs_count; rung++)
		for (size_t i = 0; i < l->rungs[rung].persons_count; i++) {
			const struct config_person *p = config_person_find(c, l->rungs[rung].persons[i]);

			if (p != NULL && config_person_is_here(p, day))
				return rung;
		}
	return from;
}
