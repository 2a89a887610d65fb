/* SPDX-License-Identifier: ISC
 *
 * commands: every command of referralctl.  Each takes its arguments and options from struct
 * ctl, opens what it needs and gives an exit status; main.c holds the table.
 */
#ifndef DAEMON_CTL_COMMANDS_H
#define DAEMON_CTL_COMMANDS_H

#include "daemon/ctl/ctl.h"

int ctl_check_run(struct ctl *c);
int ctl_explain_run(struct ctl *c);
int ctl_due_run(struct ctl *c);
int ctl_import_run(struct ctl *c);
int ctl_list_run(struct ctl *c);
int ctl_show_run(struct ctl *c);
int ctl_items_run(struct ctl *c);
int ctl_item_run(struct ctl *c);
int ctl_outbox_run(struct ctl *c);
int ctl_status_run(struct ctl *c);
int ctl_reconcile_run(struct ctl *c);
int ctl_audit_run(struct ctl *c);
int ctl_backup_run(struct ctl *c);
int ctl_replay_run(struct ctl *c);
int ctl_report_run(struct ctl *c);
int ctl_purge_run(struct ctl *c);
int ctl_form_run(struct ctl *c);
/* Any of verb.h's. */
int ctl_verb_run(struct ctl *c);

#endif
