/* SPDX-License-Identifier: ISC
 *
 * wordml: Word documents in one XML file, often named .doc or .xml: Word 2003's own
 * format (w:wordDocument) and flat OPC (pkg:package), read by the code for .docx.
 *
 * The parts of a flat package are cut out by their tags, as Word writes them: each holds
 * its namespaces itself.
 */
#ifndef PARSERS_WORDML_H
#define PARSERS_WORDML_H

#include "parsers/reading.h"

/* As docx_read(); UNKNOWN_TYPE where the XML is neither. */
enum part_why wordml_read(struct reading *r);

#endif
