#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Makes the golden forms: one file and its truth (FILE.json) per layout.

Run from the top of the tree: tests/quality/golden_make.py [NAME...].  The layouts are the
published forms' (section by section, labels re-keyed); every person in them is invented.
"""
import json
import os
import sys

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

OUT = "tests/golden/forms"
MAKERS = []
NBSP = "\u00a0"
EN5 = "\u2002" * 5
TEXT_PH = "Click or tap here to enter text."
DATE_PH = "Click or tap to enter a date."
ITEM_PH = "Choose an item."


def form(name):
    def wrap(make):
        MAKERS.append((name, make))
        return make
    return wrap


def save(doc, name, fields, form_name="lcspr"):
    path = os.path.join(OUT, name)
    if isinstance(doc, str):
        with open(path, "w", encoding="utf-8") as f:
            f.write(doc)
    else:
        doc.save(path)
    truth = {"form": form_name, "fields": fields}
    with open(path + ".json", "w", encoding="utf-8") as f:
        json.dump(truth, f, ensure_ascii=False, indent=1)
        f.write("\n")


# ---- pieces of WordprocessingML python-docx has no words for ---------------------------

def run(cell_or_par, text, bold=False, strike=False, mark=False, under=False, italic=False):
    par = cell_or_par.paragraphs[-1] if hasattr(cell_or_par, "paragraphs") else cell_or_par
    r = par.add_run(text)
    r.bold = bold or None
    r.italic = italic or None
    r.underline = under or None
    if strike:
        r.font.strike = True
    if mark:
        r.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return r


def sdt(par, text, kind="text", tag="", alias="", placeholder=False, checked=None, full_date="", choices=()):
    """A run-level content control appended to a paragraph."""
    s = OxmlElement("w:sdt")
    pr = OxmlElement("w:sdtPr")
    for name, value in (("w:alias", alias), ("w:tag", tag)):
        if value:
            e = OxmlElement(name)
            e.set(qn("w:val"), value)
            pr.append(e)
    if placeholder:
        pr.append(OxmlElement("w:showingPlcHdr"))
    if kind == "date":
        e = OxmlElement("w:date")
        if full_date:
            e.set(qn("w:fullDate"), full_date + "T00:00:00Z")
        pr.append(e)
    elif kind == "drop":
        e = OxmlElement("w:dropDownList")
        for c in choices:
            i = OxmlElement("w:listItem")
            i.set(qn("w:displayText"), c)
            i.set(qn("w:value"), c)
            e.append(i)
        pr.append(e)
    elif kind == "check":
        e = OxmlElement("w14:checkbox") if False else pr.makeelement("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox", nsmap={"w14": "http://schemas.microsoft.com/office/word/2010/wordml"})
        c = e.makeelement("{http://schemas.microsoft.com/office/word/2010/wordml}checked")
        c.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1" if checked else "0")
        e.append(c)
        pr.append(e)
        text = "☒" if checked else "☐"
    else:
        pr.append(OxmlElement("w:text"))
    s.append(pr)
    content = OxmlElement("w:sdtContent")
    r = OxmlElement("w:r")
    if placeholder:
        rpr = OxmlElement("w:rPr")
        st = OxmlElement("w:rStyle")
        st.set(qn("w:val"), "PlaceholderText")
        rpr.append(st)
        r.append(rpr)
    t = OxmlElement("w:t")
    t.text = text
    t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    r.append(t)
    content.append(r)
    s.append(content)
    par._p.append(s)


def fld_char(par, kind, ffdata=None):
    r = par.add_run()._r
    f = OxmlElement("w:fldChar")
    f.set(qn("w:fldCharType"), kind)
    if ffdata is not None:
        f.append(ffdata)
    r.append(f)


def ffdata(name, *children):
    d = OxmlElement("w:ffData")
    n = OxmlElement("w:name")
    n.set(qn("w:val"), name)
    d.append(n)
    for c in children:
        d.append(c)
    return d


def legacy_text(par, value, name="Text1"):
    fld_char(par, "begin", ffdata(name, OxmlElement("w:textInput")))
    i = par.add_run()._r
    t = OxmlElement("w:instrText")
    t.text = " FORMTEXT "
    i.append(t)
    fld_char(par, "separate")
    par.add_run(value if value else EN5)
    fld_char(par, "end")


def legacy_check(par, checked, name="Check1"):
    c = OxmlElement("w:checkBox")
    c.append(OxmlElement("w:sizeAuto"))
    d = OxmlElement("w:default")
    d.set(qn("w:val"), "0")
    c.append(d)
    if checked:
        c.append(OxmlElement("w:checked"))
    fld_char(par, "begin", ffdata(name, c))
    i = par.add_run()._r
    t = OxmlElement("w:instrText")
    t.text = " FORMCHECKBOX "
    i.append(t)
    fld_char(par, "separate")
    fld_char(par, "end")


def table(doc, rows, cols, style="Table Grid"):
    t = doc.add_table(rows=0, cols=cols)
    t.style = style
    for r in rows:
        row(t, *r)
    return t


def row(t, *cells):
    """Appends a row; a cell may be (text, span) to merge over columns, or a callable."""
    cs = t.add_row().cells
    at = 0
    for c in cells:
        span = 1
        if isinstance(c, tuple):
            c, span = c
        cell = cs[at]
        if span > 1:
            cell = cell.merge(cs[at + span - 1])
        if callable(c):
            c(cell)
        else:
            bold = isinstance(c, str) and c.startswith("**")
            cell.text = ""
            lines = (c[2:] if bold else c).split("\n")
            for i, line in enumerate(lines):
                p = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
                p.add_run(line).bold = bold or None
        at += span
    return cs


def ticks(*options, before=True, sep="   "):
    """A callable cell of glyph boxes: ticks(("Yes", True), ("No", False))."""
    def put(cell):
        cell.text = ""
        parts = [("☒" if on else "☐") + " " + name if before else name + " " + ("☒" if on else "☐") for name, on in options]
        cell.paragraphs[0].add_run(sep.join(parts))
    return put


def struck(keep, drop, first=True):
    """YES / NO with one struck out."""
    def put(cell):
        cell.text = ""
        a, b = (keep, drop) if first else (drop, keep)
        run(cell, a, strike=not first)
        run(cell, " / ")
        run(cell, b, strike=first)
    return put


def control(text, **kw):
    def put(cell):
        cell.text = ""
        sdt(cell.paragraphs[0], text, **kw)
    return put


EXEC = {}


def main():
    os.makedirs(OUT, exist_ok=True)
    for name, make in MAKERS:
        if len(sys.argv) > 1 and not any(a in name for a in sys.argv[1:]):
            continue
        make(name)




if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import golden_layouts  # noqa: F401
    main()
