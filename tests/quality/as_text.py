#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A .docx as people paste it into a mail: table rows as lines, cells parted by a mark.

	as_text.py FOLDER_OF_DOCX OUT tab|stroke|bar|line
"""
import glob
import os
import shutil
import sys

from docx import Document
from docx.oxml.ns import qn

MARKS = {"tab": "\t", "stroke": " / ", "bar": " | ", "line": "\n"}
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def text_of(p):
    out = []
    box = None
    for e in p.iter():
        if e.tag == qn("w:t"):
            out.append(e.text or "")
        elif e.tag == qn("w:tab"):
            out.append("\t") if e.getparent().tag == qn("w:r") else None
        elif e.tag == qn("w:br"):
            out.append("\n")
        elif e.tag == qn("w:ffData") and e.find(qn("w:checkBox")) is not None:
            out.append("☒" if e.find(qn("w:checkBox")).find(qn("w:checked")) is not None else "☐")
    return "".join(out)


def cell_text(tc):
    return "\n".join(text_of(p) for p in tc.findall(qn("w:p")))


def convert(path, mark):
    lines = []
    for e in Document(path).element.body:
        if e.tag == qn("w:p"):
            lines.append(text_of(e))
        elif e.tag == qn("w:tbl"):
            for tr in e.findall(qn("w:tr")):
                cells = [cell_text(tc).replace("\n", " ") for tc in tr.findall(qn("w:tc"))]
                lines.append(mark.join(cells))
            lines.append("")
    return "\n".join(lines) + "\n"


def has_look(path):
    """Struck, bold or highlighted answers have no place in text."""
    x = Document(path).element.xml
    return "w:strike" in x or "w:highlight" in x or ">YES</w:t>" in x


def main():
    src, out, mark = sys.argv[1], sys.argv[2], MARKS[sys.argv[3]]
    os.makedirs(out, exist_ok=True)
    for f in sorted(glob.glob(os.path.join(src, "*.docx"))):
        if has_look(f):
            continue
        name = os.path.join(out, os.path.basename(f)[:-5] + ".txt")
        with open(name, "w", encoding="utf-8") as o:
            o.write(convert(f, mark))
        shutil.copy(f + ".json", name + ".json")


main()
