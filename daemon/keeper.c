/* SPDX-License-Identifier: ISC */
#include "daemon/keeper.h"
#include "daemon/compose_id.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void
set_names(struct keeper *k)
{
	struct arena *a = arena_new(0);
	struct span sender = k->config->outgoing.sender, at = span_slice(sender, span_find_byte(sender, '@') + 1, sender.len);

	keyed_derive(mail_key(k->mail), "message-id", k->id_key);
	(void)snprintf(k->loop, sizeof(k->loop), "%.*s", SPAN_PF(compose_id_loop(a, k->id_key)));
	(void)snprintf(k->domain, sizeof(k->domain), "%.*s", SPAN_PF(at.len > 0 ? at : SPAN_LIT("referrald.invalid")));
	arena_free(a);
}

static int
open_state(struct keeper *k, struct config *config, struct mail_options *options, enum register_mode mode, struct fail *f)
{
	struct arena *a = arena_new(0);
	ssize_t n = readlink("/proc/self/exe", k->exe, sizeof(k->exe) - 1);
	bool has_mail = false;

	options->dir = arena_cstr(a, config->state_dir);
	options->group = arena_cstr(a, config->group);
	options->key_file = arena_cstr(a, config->partnership.key_file);
	k->config = config;
	k->unspent = (struct keeper_unspent){ 0 };
	k->exe[n < 0 ? 0 : n] = '\0';
	k->mail = mail_open(options, f);
	/* What lies in mail/ was recorded: the register that did so is wanted, and no new one. */
	if (k->mail != NULL && mail_has_raw(k->mail, &has_mail, f) == 0)
		k->db = register_open(mail_register_path(k->mail), mail_key(k->mail), mode == REGISTER_WRITE && has_mail ? REGISTER_WRITE_KNOWN : mode, f);
	arena_free(a);
	if (k->db == NULL) {
		keeper_close(k);
		return -1;
	}
	set_names(k);
	return 0;
}

int
keeper_open(struct keeper *k, struct config *config, bool daemon, struct fail *f)
{
	struct mail_options options = { .daemon = daemon };

	return open_state(k, config, &options, REGISTER_WRITE, f);
}

int
keeper_open_existing(struct keeper *k, struct config *config, enum register_mode mode, struct fail *f)
{
	struct mail_options options = { .existing = true };

	return open_state(k, config, &options, mode, f);
}

void
keeper_take_config(struct keeper *k, struct config *config)
{
	k->config = config;
	set_names(k);
}

void
keeper_close(struct keeper *k)
{
	arena_free(k->unspent.arena);
	k->unspent = (struct keeper_unspent){ 0 };
	register_close(k->db);
	mail_close(k->mail);
	k->db = NULL;
	k->mail = NULL;
	keyed_wipe(k->id_key, sizeof(k->id_key));
}

void
keeper_rest(struct keeper *k)
{
	register_rest(k->db);
#if defined(__GLIBC__)
	(void)malloc_trim(0);
#endif
}

bool
keeper_is_stopping(const struct keeper *k)
{
	return k->is_stopping != NULL && k->is_stopping(k->context);
}

int64_t
keeper_now(const struct keeper *k)
{
	return k->fixed_now ? k->now : (int64_t)time(NULL);
}

/* Whoever may write to the register without us is believed about who asked sudo. */
static bool
owns_state(const struct keeper *k, struct arena *a)
{
	struct stat st;

	return getuid() == 0 || (stat(arena_cstr(a, k->config->state_dir), &st) == 0 && st.st_uid == getuid());
}

void
keeper_note(struct keeper *k, enum keeper_arrow arrow, const struct fail *f)
{
	struct keeper_trouble *t = &k->troubles[arrow];

	if (f == NULL) {
		*t = (struct keeper_trouble){ 0 };
		return;
	}
	/* The clock may go back meanwhile. */
	if (t->since == 0 || t->since > keeper_now(k))
		t->since = keeper_now(k);
	(void)snprintf(t->why, sizeof(t->why), "%.150s", f->why);
}

struct span
keeper_who(const struct keeper *k, struct arena *a)
{
	const char *sudo = getenv("SUDO_USER");
	const struct passwd *pw = getpwuid(getuid());
	struct span login = span_str(sudo != NULL && owns_state(k, a) ? sudo : pw != NULL ? pw->pw_name : NULL);

	for (size_t i = 0; i < k->config->persons_count; i++)
		if (login.len > 0 && span_eq(k->config->persons[i].login, login))
			return k->config->persons[i].name;
	return arena_printf(a, "uid:%u", (unsigned)getuid());
}
