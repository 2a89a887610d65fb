/* SPDX-License-Identifier: ISC
 *
 * docx_names: the element names this room acts on, sorted as strcmp sorts.
 */
#ifndef PARSERS_DOCX_NAMES_H
#define PARSERS_DOCX_NAMES_H

#define DOCX_NAMES(X) \
	X(AlternateContent) X(Choice) X(Fallback) X(alias) X(anchor) X(annotation) X(b) X(bdr) X(bibliography) X(body) X(br) X(cellDel) \
	X(cellMerge) X(checkBox) X(checkbox) X(checked) X(citation) X(comboBox) X(comment) X(commentReference) X(control) X(cr) \
	X(dataBinding) X(date) X(ddList) X(default) X(del) X(docPartList) X(docPartObj) X(dropDownList) X(dstrike) X(endnote) \
	X(endnoteReference) X(equation) X(extent) X(ffData) X(fldChar) X(fldSimple) X(footnote) X(footnoteReference) X(ftr) \
	X(gridBefore) X(gridSpan) X(group) X(hMerge) X(hdr) X(helpText) X(highlight) X(hmerge) X(i) X(instrText) X(listEntry) \
	X(listItem) X(lock) X(moveFrom) X(name) X(noBreakHyphen) X(outlineLvl) X(oval) X(p) X(pPr) X(pPrChange) X(pStyle) X(picture) \
	X(posOffset) X(positionH) X(prstGeom) X(ptab) X(r) X(rFonts) X(rPr) X(rPrChange) X(rStyle) X(repeatingSection) \
	X(repeatingSectionItem) X(result) X(rt) X(sdt) X(sdtContent) X(sdtEndPr) X(sdtPr) X(shd) X(showingPlcHdr) X(statusText) \
	X(strike) X(styles) X(sym) X(t) X(tab) X(tag) X(tbl) X(tblGrid) X(tblHeader) X(tblPr) X(tblPrChange) X(tc) X(tcPr) X(tcPrChange) \
	X(textInput) X(tr) X(trPr) X(trPrChange) X(txbxContent) X(u) X(vMerge) X(vanish) X(vmerge)

#define DOCX_NAME(n) DOCX_N_##n,
enum docx_name { DOCX_NAMES(DOCX_NAME) DOCX_NAMES_COUNT };
#undef DOCX_NAME

#endif
