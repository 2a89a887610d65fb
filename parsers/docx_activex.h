/* SPDX-License-Identifier: ISC
 *
 * docx_activex: the old form controls Word keeps as ActiveX objects (w:control).
 *
 * Nothing is run.  What the control is and, where it is written as plain properties, what
 * it holds comes from its activeX part; a tick box whose state lies in a binary stream is
 * shown as a box of unknown state (BLOCK_UNKNOWN_BOX), so that a person looks.
 */
#ifndef PARSERS_DOCX_ACTIVEX_H
#define PARSERS_DOCX_ACTIVEX_H

#include "parsers/docx_state.h"

void docx_activex_control(struct docx_state *s, const struct xml_element *e);

#endif
