/* SPDX-License-Identifier: ISC
 *
 * rtf_codepage: bytes of the code pages RTF is written in.  Inside of room rtf.
 */
#ifndef PARSERS_RTF_CODEPAGE_H
#define PARSERS_RTF_CODEPAGE_H

#include "parsers/span.h"

/* \fcharset to code page; `otherwise` for those that say nothing (ANSI, default). */
unsigned rtf_codepage_of_charset(unsigned charset, unsigned otherwise);
/* An unknown page is read as windows-1252; U+FFFD where a page has no letter. */
uint32_t rtf_codepage_letter(unsigned page, unsigned char byte);

#endif
