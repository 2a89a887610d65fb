/* SPDX-License-Identifier: ISC */
#include "config/schema.h"

#define VALUE(n)	{ n, TREE_VALUE, NULL }
#define LIST(n)		{ n, TREE_LIST, NULL }
#define ONE(n, in)	{ n, TREE_SECTION, in }
#define MANY(n, in)	{ n, TREE_SECTIONS, in }
#define TITLED(n, in)	{ n, TREE_TITLED, in }
#define END		{ NULL, TREE_VALUE, NULL }

static const struct tree_rule partnership[] = {
	VALUE("name"), VALUE("reference"), VALUE("time_zone"), VALUE("front_door"), VALUE("web"), VALUE("key_file"), END
};

static const struct tree_rule trust[] = { LIST("domains"), END };

static const struct tree_rule person[] = { VALUE("email"), VALUE("login"), LIST("rights"), LIST("absences"), END };

static const struct tree_rule oauth2[] = {
	VALUE("token_url"), VALUE("tenant"), VALUE("client_id"), VALUE("client_secret_file"), VALUE("scope"), VALUE("refresh_token_file"),
	VALUE("ca_file"), VALUE("secret_expires"), END
};

#define SERVER VALUE("server"), VALUE("port"), VALUE("tls"), VALUE("ca_file"), VALUE("login"), VALUE("password_file"), \
	VALUE("password_command"), VALUE("auth"), ONE("oauth2", oauth2)

static const struct tree_rule mailbox[] = {
	SERVER, LIST("folders"), LIST("junk"), VALUE("processed"), VALUE("quarantine"), LIST("addresses"), VALUE("trusted_authserv"), VALUE("poll"),
	VALUE("idle"), VALUE("reconcile_days"), VALUE("received"), END
};

static const struct tree_rule outgoing[] = {
	SERVER, VALUE("sender"), VALUE("sender_name"), VALUE("per_address_per_day"), VALUE("per_domain_per_day"), VALUE("per_hour"), VALUE("alarm_command"), END
};

static const struct tree_rule limits[] = {
	VALUE("message_size"), VALUE("read_time"), VALUE("attempts"), VALUE("fetch_stale"), VALUE("send_stale"), VALUE("sweep_stale"), VALUE("intake_stale"), END
};

static const struct tree_rule scan[] = { VALUE("socket"), VALUE("when_down"), END };

static const struct tree_rule retention[] = { VALUE("case_years"), VALUE("routine_days"), END };

static const struct tree_rule digest[] = { LIST("who"), VALUE("at"), LIST("weekly"), VALUE("weekly_on"), END };

static const struct tree_rule calendar[] = {
	VALUE("division"), VALUE("feed"), LIST("extra"), LIST("closures"), VALUE("office_hours"), LIST("meetings"), END
};

static const struct tree_rule rung[] = { LIST("who"), VALUE("after"), VALUE("repeat"), VALUE("hours"), END };
static const struct tree_rule ladder[] = { MANY("rung", rung), END };

static const struct tree_rule match[] = { LIST("match"), END };

#define CONDITIONS LIST("from"), LIST("to"), LIST("subject"), LIST("body"), LIST("attachment_name"), LIST("attachment_type"), \
	LIST("class"), LIST("form"), LIST("authenticated"), LIST("mailbox"), VALUE("larger"), VALUE("smaller"), \
	TITLED("header", match), TITLED("field", match)

static const struct tree_rule conditions[] = { CONDITIONS, END };

static const struct tree_rule route[] = {
	CONDITIONS, ONE("not", conditions), VALUE("treat_as"), VALUE("file_in"), LIST("forward"), VALUE("template"), VALUE("ladder"),
	VALUE("stop_replies"), VALUE("priority"), END
};

static const struct tree_rule milestone[] = {
	VALUE("label"), VALUE("standing"), VALUE("offset"), VALUE("unit"), LIST("basis"), VALUE("choice"), LIST("fallback"), LIST("provisional"),
	VALUE("from_milestone"), LIST("applies"), LIST("also_if"), LIST("only_if"), LIST("unless"), LIST("outcomes"), LIST("completes"), VALUE("next_meeting"), VALUE("repeats"),
	VALUE("amber"), VALUE("red"), VALUE("ladder"), VALUE("alerts"), END
};

static const struct tree_rule section[] = { LIST("wordings"), VALUE("ignore"), LIST("subjects"), END };

static const struct tree_rule same[] = { LIST("words"), END };

static const struct tree_rule label[] = {
	LIST("keys"), LIST("wordings"), LIST("within"), LIST("sections"), LIST("asks"), LIST("after"), VALUE("value"), END
};

static const struct tree_rule prose[] = { LIST("phrases"), END };

static const struct tree_rule choice[] = { LIST("keys"), VALUE("value"), LIST("wordings"), END };

static const struct tree_rule form[] = {
	VALUE("class"), VALUE("type"), LIST("titles"), LIST("marks"), TITLED("label", label), END
};

const struct tree_rule schema_root[] = {
	VALUE("state_dir"), VALUE("run_dir"), VALUE("group"), VALUE("jail"), VALUE("templates"), VALUE("default_ladder"),
	ONE("partnership", partnership), ONE("trust", trust), TITLED("person", person), TITLED("mailbox", mailbox), ONE("outgoing", outgoing),
	ONE("limits", limits), ONE("scan", scan), ONE("retention", retention), ONE("digest", digest), ONE("calendar", calendar), TITLED("ladder", ladder),
	TITLED("route", route), TITLED("milestone", milestone),
	LIST("placeholders"), LIST("other_labels"), LIST("small_words"), TITLED("same", same), LIST("idle_words"), TITLED("concept", same), TITLED("short", same), LIST("other_asks"), LIST("child_words"), TITLED("told", same), TITLED("prose", prose), TITLED("section", section), TITLED("label", label), TITLED("choice", choice),
	TITLED("form", form), END
};
