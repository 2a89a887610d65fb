/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/private.h"
#include "config/word.h"

#include <string.h>

static bool
is_id(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == 0 || strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", s.at[i]) == NULL)
			return false;
	return true;
}

/* "{tenant}" in the address stands for what `tenant` says. */
static struct span
with_tenant(const struct typed *c, const struct tree *t, struct span url)
{
	static const struct span mark = SPAN_LIT("{tenant}");
	struct span tenant = typed_text(c, t, "tenant");
	size_t at = span_find_nocase(url, mark);

	if (url.len == 0 || (at == url.len && tenant.len == 0))
		return url;
	if (at == url.len || tenant.len == 0) {
		errors_add(c->errors, tree_where(t, at == url.len ? "tenant" : "token_url"), at == url.len ?
		    "tenant is given, but token_url has no {tenant} in it" : "token_url has {tenant} in it: give  tenant = \"...\"  as well");
		return url;
	}
	if (!word_is_domain(tenant) && !is_id(tenant)) {
		errors_add(c->errors, tree_where(t, "tenant"), "tenant is neither an id nor a domain");
		return url;
	}
	return arena_printf(c->arena, "%.*s%.*s%.*s", (int)at, (const char *)url.at, SPAN_PF(tenant), SPAN_PF(span_slice(url, at + mark.len, url.len)));
}

static void
read_oauth2_files(const struct typed *c, const struct tree *t, struct config_oauth2 *o)
{
	o->refresh_token_file = typed_path(c, t, "refresh_token_file");
	if (o->refresh_token_file.len == 0)
		(void)typed_filled(c, t, "client_secret_file", "name the file that holds the client secret");
	o->client_secret_file = typed_path(c, t, "client_secret_file");
	o->ca_file = typed_path(c, t, "ca_file");
	if (c->need != CONFIG_FOR_RUNNING)
		return;
	private_check(c->errors, tree_where(t, "client_secret_file"), o->client_secret_file, true);
	private_check(c->errors, tree_where(t, "refresh_token_file"), o->refresh_token_file, true);
}

static void
read_oauth2(struct read *r, const struct tree *t, struct config_oauth2 *o)
{
	const struct typed *c = &r->typed;
	struct span expires, rest;

	o->token_url = with_tenant(c, t, typed_filled(c, t, "token_url", "write the address that gives out tokens, beginning with https://"));
	if (o->token_url.len > 0 && !span_starts(o->token_url, SPAN_LIT("https://")))
		errors_add(c->errors, tree_where(t, "token_url"), "token_url must begin with https://: nothing goes out in clear");
	o->client_id = typed_filled(c, t, "client_id", "write the application's id");
	o->scope = typed_filled(c, t, "scope", "write the scope, such as https://outlook.office365.com/.default");
	read_oauth2_files(c, t, o);
	expires = typed_text(c, t, "secret_expires");
	if (expires.len > 0 && (!word_date(expires, &o->secret_expires, &rest) || rest.len > 0))
		errors_add(c->errors, tree_where(t, "secret_expires"), "secret_expires is no date: write it as YYYY-MM-DD");
}

static void
read_login(struct read *r, const struct tree *t, struct config_server *s)
{
	const struct typed *c = &r->typed;
	static const char *const kinds[] = { "password", "xoauth2", NULL };
	const struct tree *oauth2 = tree_section(t, "oauth2");
	unsigned ways;

	s->login = typed_filled(c, t, "login", "fill in the account's user name");
	s->password_file = typed_path(c, t, "password_file");
	s->password_command = typed_text(c, t, "password_command");
	s->bearer = typed_choice(c, t, "auth", kinds, 0) == 1;
	if (oauth2 != NULL)
		read_oauth2(r, oauth2, &s->oauth2);
	ways = (s->password_file.len > 0 ? 1u : 0u) + (s->password_command.len > 0 ? 1u : 0u) + (oauth2 != NULL ? 1u : 0u);
	if (ways > 1)
		errors_add(c->errors, t->where, "there is more than one way to the secret: keep one of password_file, password_command and oauth2");
	if (ways == 0 && c->need == CONFIG_FOR_RUNNING)
		errors_add(c->errors, t->where, "there is no way to the secret: add password_file, password_command or oauth2 { }");
	if (c->need == CONFIG_FOR_RUNNING)
		private_check(c->errors, tree_where(t, "password_file"), s->password_file, true);
}

static void
read_server(struct read *r, const struct tree *t, struct config_server *s)
{
	static const char *const tls[] = { "implicit", "starttls", NULL };
	const struct typed *c = &r->typed;
	bool outgoing = span_eq_str(t->name, "outgoing");

	s->host = typed_filled(c, t, "server", "fill in the server's name, as in its certificate");
	if (s->host.len > 0 && !word_is_domain(s->host) && !span_eq_str(s->host, "localhost"))
		errors_add(c->errors, tree_where(t, "server"), "server is no host name: write the name alone, such as imap.council.example");
	s->tls = typed_choice(c, t, "tls", tls, outgoing ? 1 : 0) == 0 ? CONFIG_TLS_IMPLICIT : CONFIG_TLS_STARTTLS;
	if (outgoing && s->tls == CONFIG_TLS_IMPLICIT)
		errors_add(c->errors, tree_where(t, "tls"), "tls = implicit is not supported for outgoing mail: use starttls, on port 587");
	s->port = (uint16_t)typed_number(c, t, "port", (struct typed_range){ 1, 65535, outgoing ? 587 : s->tls == CONFIG_TLS_IMPLICIT ? 993 : 143 });
	s->ca_file = typed_path(c, t, "ca_file");
	read_login(r, t, s);
}

static void
check_addresses(struct read *r, const struct tree_value *v)
{
	for (size_t i = 0; v != NULL && i < v->count; i++) {
		const struct config_person *p = v->items[i].len > 0 ? config_person_by_email(r->config, v->items[i]) : NULL;

		if (v->items[i].len > 0 && !word_is_email(v->items[i]))
			errors_add(r->typed.errors, tree_item_where(v, i), "addresses: \"%.*s\" is no address: write each as name@domain", SPAN_PF(v->items[i]));
		if (p != NULL)
			errors_add(r->typed.errors, tree_item_where(v, i), "addresses: \"%.*s\" is that of \"%.*s\": letters to people would come here, be filed as our own, and be read by nobody", SPAN_PF(v->items[i]), SPAN_PF(p->name));
	}
}

static bool
is_among(const struct config_strings *folders, size_t count, struct span folder)
{
	for (size_t i = 0; i < count; i++)
		if (word_same_folder(folders->items[i], folder))
			return true;
	return false;
}

static void
check_folders(struct read *r, const struct tree *t, const struct config_mailbox *m)
{
	for (size_t i = 0; i < m->folders.count; i++)
		if (word_same_folder(m->folders.items[i], m->processed) || word_same_folder(m->folders.items[i], m->quarantine))
			errors_add(r->typed.errors, tree_where(t, "folders"), "folders: mail would be moved into \"%.*s\", which it is taken from: choose another folder", SPAN_PF(m->folders.items[i]));
		else if (is_among(&m->folders, i, m->folders.items[i]))
			errors_add(r->typed.errors, tree_where(t, "folders"), "folders: \"%.*s\" is given twice: keep one", SPAN_PF(m->folders.items[i]));
	if (m->processed.len > 0 && word_same_folder(m->processed, m->quarantine))
		errors_add(r->typed.errors, tree_where(t, "quarantine"), "quarantine is the same folder as processed: choose another, so that people see what is left to do");
}

/* What is junk is taken from as well. */
static void
add_junk(struct read *r, const struct tree *t, struct config_mailbox *m)
{
	struct config_strings all = { arena_array(r->typed.arena, m->folders.count + m->junk.count, sizeof(*all.items)), m->folders.count };

	for (size_t i = 0; i < m->folders.count; i++)
		all.items[i] = m->folders.items[i];
	for (size_t i = 0; i < m->junk.count; i++)
		if (is_among(&m->folders, m->folders.count, m->junk.items[i]))
			errors_add(r->typed.errors, tree_where(t, "junk"), "junk: \"%.*s\" stands in folders too: take it out of one of them", SPAN_PF(m->junk.items[i]));
		else if (!is_among(&all, all.count, m->junk.items[i]))
			all.items[all.count++] = m->junk.items[i];
	m->folders = all;
}

static void
read_mailbox(struct read *r, const struct tree *t)
{
	static const struct span inbox = { (const unsigned char *)"INBOX", 5 };
	static const char *const times[] = { "internaldate", "received", "date", "fetched", NULL };
	const struct typed *c = &r->typed;
	struct config_mailbox m = { .name = t->title };

	if (span_eq_nocase_str(m.name, "import"))
		errors_add(c->errors, t->where, "a mailbox cannot be called \"%.*s\", which is what was imported: give it another title", SPAN_PF(m.name));
	read_server(r, t, &m.server);
	m.folders = typed_list(c, t, "folders");
	if (m.folders.count == 0) {
		m.folders.items = arena_array(c->arena, 1, sizeof(*m.folders.items));
		m.folders.items[0] = inbox;
		m.folders.count = 1;
	}
	m.junk = typed_list(c, t, "junk");
	add_junk(r, t, &m);
	m.received = (enum config_received)typed_choice(c, t, "received", times, CONFIG_RECEIVED_INTERNALDATE);
	m.processed = tree_value(t, "processed") == NULL ? SPAN_LIT("Processed") : typed_needed(c, t, "processed", "name a folder");
	m.quarantine = tree_value(t, "quarantine") == NULL ? SPAN_LIT("Quarantine") : typed_needed(c, t, "quarantine", "name a folder");
	check_folders(r, t, &m);
	m.addresses = typed_list(c, t, "addresses");
	check_addresses(r, tree_value(t, "addresses"));
	if (m.addresses.count == 0 && c->need == CONFIG_FOR_RUNNING)
		errors_add(c->errors, tree_where(t, "addresses"), "addresses is missing: list the mailbox's own addresses, so that it never answers itself");
	m.trusted_authserv = typed_text(c, t, "trusted_authserv");
	m.poll_seconds = typed_seconds(c, t, "poll", (struct typed_range){ 10, 3600, 60 });
	m.reconcile_days = (unsigned)typed_number(c, t, "reconcile_days", (struct typed_range){ 1, 36500, 90 });
	m.idle = typed_bool(c, t, "idle", true);
	r->config->mailboxes[r->config->mailboxes_count++] = m;
}

static void
read_outgoing(struct read *r)
{
	const struct tree *t = tree_section(r->root, "outgoing");
	struct config_outgoing *o = &r->config->outgoing;
	const struct typed *c = &r->typed;

	if (t == NULL) {
		if (c->need == CONFIG_FOR_RUNNING)
			errors_add(c->errors, r->root->where, "the section outgoing is missing: without it nobody can be told anything");
		return;
	}
	read_server(r, t, &o->server);
	o->sender = typed_filled(c, t, "sender", "fill in the address that letters come from");
	if (o->sender.len > 0 && !word_is_email(o->sender))
		errors_add(c->errors, tree_where(t, "sender"), "sender is no address: write one address, such as referrals@council.example");
	o->sender_name = typed_text(c, t, "sender_name");
	o->per_address_per_day = (unsigned)typed_number(c, t, "per_address_per_day", (struct typed_range){ 1, 1000, 20 });
	o->per_domain_per_day = (unsigned)typed_number(c, t, "per_domain_per_day", (struct typed_range){ 1, 10000, 500 });
	o->per_hour = (unsigned)typed_number(c, t, "per_hour", (struct typed_range){ 10, 100000, 1000 });
	o->alarm_command = typed_text(c, t, "alarm_command");
}

void
read_servers(struct read *r)
{
	const struct tree *t;
	size_t at = 0;

	r->config->mailboxes = arena_array(r->typed.arena, read_count(r, "mailbox"), sizeof(*r->config->mailboxes));
	while ((t = tree_next(r->root, "mailbox", &at)) != NULL)
		read_mailbox(r, t);
	if (r->config->mailboxes_count == 0 && r->typed.need == CONFIG_FOR_RUNNING)
		errors_add(r->typed.errors, r->root->where, "there is no mailbox: add  mailbox \"referrals\" { ... }");
	read_outgoing(r);
}
