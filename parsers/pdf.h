/* SPDX-License-Identifier: ISC
 *
 * pdf: PDF files to blocks: forms filled in on screen, and forms printed.
 *
 * The fields of an AcroForm that are named after keys are given as they are, each a
 * BLOCK_CONTROL, in reading order.  Else the words of the pages are asked of pdftotext,
 * and the fields stand among them where they are shown, in the tables and lines that the
 * page draws; without pdftotext, or where pictures have the words, they are given by their
 * tips and names.  An XFA form without
 * AcroForm values gives the values of its data.  Files attached to a PDF go to r->inside.
 *
 * libqpdf's only home is this room.  Junk before "%PDF-" is passed over.  Pure.
 */
#ifndef PARSERS_PDF_H
#define PARSERS_PDF_H

#include "parsers/reading.h"

/* PART_WHY_NONE; PASSWORD (none given, or a wrong one); DAMAGED; SCANNED_IMAGE: pictures and
 * next to no text; EMPTY; NO_HELPER, TIMEOUT ...: of pdftotext, when it was needed. */
enum part_why pdf_read(struct reading *r);

#endif
