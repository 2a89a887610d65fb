/* SPDX-License-Identifier: ISC
 *
 * docx_custom: the data a package carries beside its text (customXml items, document
 * properties), for content controls bound to it.
 *
 * Of XPath only what Word writes is understood: steps of element names, each with a
 * number or none.  Prefixes are dropped: a package holds few items, and their elements'
 * names with all their ancestors' tell them apart.
 */
#ifndef PARSERS_DOCX_CUSTOM_H
#define PARSERS_DOCX_CUSTOM_H

#include "parsers/docx_state.h"

/* The text of the element an XPath leads to, trimmed; empty when there is none.  The data
 * is read on the first call. */
struct span docx_custom_find(struct docx_state *s, struct span xpath);

#endif
