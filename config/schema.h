/* SPDX-License-Identifier: ISC
 *
 * schema: every name that may stand in the config, and where.
 */
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include "config/tree.h"

extern const struct tree_rule schema_root[];

#endif
