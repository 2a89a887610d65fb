#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Blank forms: whoever fills one in is read exactly, key by key."""
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from email.message import EmailMessage

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import servers
import tap

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
CONFIG = os.path.join(installation.TREE, "config", "referrald.conf")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = {
    "referrer.email": "jo.referrer@council.example", "referrer.phone": "01632 960123", "child.1.nhs": "943 476 5919", "child.2.nhs": "401 023 2137",
    "child.1.postcode": "SW1A 1AA", "child.2.postcode": "M1 1AE", "child.1.tod": "14:30", "child.2.tod": "09:05", "incident.time": "23:45",
}
CANONICAL = {"referrer.phone": "+441632960123", "child.1.nhs": "9434765919", "child.2.nhs": "4010232137"}


def w(name):
    return "{%s}%s" % (W, name)


def ctl(*arguments):
    return subprocess.run([installation.program("referralctl"), "-c", CONFIG, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


def explain(scratch, message):
    path = os.path.join(scratch.path, "mail.eml")
    with open(path, "wb") as f:
        f.write(message.as_bytes())
    return json.loads(ctl("explain", "--json", "--now", "2026-11-27T09:00:00Z", path).stdout)


def message(text, document=None, name="Referral form.docx", kind=DOCX):
    m = EmailMessage()
    m["From"], m["To"], m["Subject"], m["Date"], m["Message-ID"] = "jo.referrer@council.example", installation.MAILBOX, "Referral", "Fri, 27 Nov 2026 09:00:00 +0000", "<form@council.example>"
    m.set_content(text)
    if document:
        m.add_attachment(document, maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename=name)
    return m


def date_for(n):
    """A day of its own for each: births before what happened, that before what was noticed."""
    return 1 + n % 28


def written(key, n):
    """What a person would write, and the value that must come out."""
    if key in NAMES:
        return NAMES[key], CANONICAL.get(key, NAMES[key])
    years = {"dob": 2015, "dod": 2026, "referral.date": 2026, "incident": 2026, "chronology": 2025, "authoriser": 2026}
    year = next((y for word, y in years.items() if word in key), 2026)
    month = {"incident.date": 10, "incident.agency_aware": 10, "incident.la_aware": 11, "incident.sin_date": 11}.get(key, 9)
    return "%02d/%02d/%d" % (date_for(n), month, year), "%d-%02d-%02d" % (year, month, date_for(n))


def fill(document):
    """Every control as Word leaves it when a person has filled it in; gives the document and what was meant by key."""
    for prefix, uri in (("w", W), ("w14", W14), ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")):
        ET.register_namespace(prefix, uri)
    source = zipfile.ZipFile(io.BytesIO(document))
    root = ET.fromstring(source.read("word/document.xml"))
    meant, n = {}, 0
    for sdt in root.iter(w("sdt")):
        properties, content = sdt.find(w("sdtPr")), sdt.find(w("sdtContent"))
        tag = properties.find(w("tag")).get(w("val"))
        key, _, option = tag.partition("=")
        n += 1
        box = properties.find("{%s}checkbox" % W14)
        if box is not None:
            choices = [s.find(w("sdtPr")).find(w("tag")).get(w("val")).partition("=")[2] for s in root.iter(w("sdt"))
                       if s.find(w("sdtPr")).find(w("tag")).get(w("val")).startswith(key + "=")]
            wanted = choices[sum(map(ord, key)) % len(choices)]
            if key == "incident.kind":
                meant.setdefault(key, []).append(option)
            elif option == wanted:
                meant[key] = option
            if key == "incident.kind" or option == wanted:
                box.find("{%s}checked" % W14).set("{%s}val" % W14, "1")
                next(content.iter(w("t"))).text = "\u2612"
            continue
        placeholder = properties.find(w("showingPlcHdr"))
        properties.remove(placeholder)
        run = content.find(w("r"))
        run.remove(run.find(w("rPr")))
        if properties.find(w("dropDownList")) is not None:
            item = properties.find(w("dropDownList")).findall(w("listItem"))[-1]
            text, meant[key] = item.get(w("displayText")), item.get(w("value"))
            properties.find(w("dropDownList")).set(w("lastValue"), item.get(w("value")))
        elif properties.find(w("date")) is not None:
            text, meant[key] = written(key, n)
            properties.find(w("date")).set(w("fullDate"), meant[key] + "T00:00:00Z")
        elif key in NAMES:
            text, meant[key] = written(key, n)
        elif key == "incident.harm":
            text, meant[key] = "neglect, physical abuse", ["neglect", "physical abuse"]
        else:
            text = meant[key] = "Answer %d for Zoë & <co>" % n
        run.find(w("t")).text = text
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name in source.namelist():
            z.writestr(name, ET.tostring(root, encoding="utf-8", xml_declaration=True) if name == "word/document.xml" else source.read(name))
    return out.getvalue(), meant


def got(result):
    return {k: f["value"] for k, f in (result["referral"] or {"fields": {}})["fields"].items() if f["state"] == "answered"}


def compare(name, result, meant):
    have = got(result)
    wrong = ["%s: meant %r, read %r" % (k, v, have.get(k)) for k, v in meant.items() if (sorted(have.get(k) or []) if isinstance(v, list) else have.get(k)) != (sorted(v) if isinstance(v, list) else v)]
    wrong += ["%s: invented %r" % (k, v) for k, v in have.items() if k not in meant]
    tap.ok(len(meant) > 20 and not wrong, "%s: each of %d answers is read as it was meant, and no other" % (name, len(meant)), "\n".join(wrong))


def is_valid_package(document):
    z = zipfile.ZipFile(io.BytesIO(document))
    names = z.namelist()
    tap.same(names[0], "[Content_Types].xml", "the content types come first")
    for name in names:
        ET.fromstring(z.read(name))
    types = ET.fromstring(z.read(names[0]))
    overrides = {e.get("PartName").lstrip("/") for e in types if e.tag.endswith("Override")}
    tap.ok(overrides <= set(names) and {"word/document.xml", "word/styles.xml", "word/settings.xml"} <= overrides, "each part has its type", overrides)
    root = ET.fromstring(z.read("word/document.xml"))
    tables = list(root.iter(w("tbl")))
    tap.ok(tables and all(t.find(w("tr")).find(w("trPr")).find(w("tblHeader")) is not None and t.find(w("tblPr")).find(w("tblCaption")) is not None for t in tables),
           "every table has its header row and a title for screen readers")
    used = {e.get(w("val")) for e in root.iter() if e.tag in (w("pStyle"), w("rStyle"), w("tblStyle"))}
    defined = {e.get(w("styleId")) for e in ET.fromstring(z.read("word/styles.xml")).iter(w("style"))}
    tap.ok(used <= defined, "every style is there", used - defined)
    ids = [e.get(w("val")) for e in root.iter(w("id"))]
    tap.same(len(ids), len(set(ids)), "every control has an id of its own")
    tap.ok(b"en-GB" in z.read("word/styles.xml") and b"<dc:title>" in z.read("docProps/core.xml"), "it says its language and its title")
    import docx
    tap.ok(len(docx.Document(io.BytesIO(document)).tables) == len(tables), "an independent library opens it")


def word_form(scratch, form):
    document = ctl("form", form, "--docx", "-").stdout
    tap.same(document, ctl("form", form, "--docx", "-").stdout, "the same form gives the same bytes")
    is_valid_package(document)
    blank = explain(scratch, message("The form is attached.", document))
    tap.same((blank["class"], got(blank)), ("empty-form", {}), "%s: blank, it is a form without answers" % form)
    filled, meant = fill(document)
    result = explain(scratch, message("The form is attached.", filled))
    tap.same((result["class"], result["referral"]["form"]), ("referral", form), "%s: filled in, it is a referral" % form)
    compare("%s.docx" % form, result, meant)
    return filled, meant


def text_form(scratch, form):
    """Typed behind each label, as somebody does in the body of a mail."""
    text = ctl("form", form).stdout.decode()
    blank = explain(scratch, message(text))
    tap.same((blank["class"], got(blank)), ("empty-form", {}), "%s: sent back as it is, it is a form without answers, its headings none" % form)
    meant, lines, n = {}, [], 0
    document = ctl("form", form, "--docx", "-").stdout
    keys = iter(re.findall(r'<w:tag w:val="([^"=]+)[^"]*"', zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()))
    order = list(dict.fromkeys(keys))
    for line in text.split("\n"):
        if line.endswith(": "):
            key = order.pop(0)
            n += 1
            hint = re.search(r"\(([^()]* / [^()]*)\)", line)
            if hint:
                options = [o.strip() for o in hint[1].replace(": one or more", "").split(" / ")]
                answer, value = options[0], {"LCSPR": "lcspr", "Female": "female", "Yes": "yes", "Death": ["death"]}[options[0]]
            elif "dd/mm/yyyy" in line or key in NAMES:
                answer, value = written(key, n)
            elif key == "incident.harm":
                answer, value = "neglect, physical abuse", ["neglect", "physical abuse"]
            else:
                answer = value = "Answer %d for Zoë & <co>" % n
            meant[key] = value
            line += answer
        elif " | " in line:
            columns = len(line.split("|"))
            if line.strip(" |"):
                row, header = 0, order[:columns]
            else:
                row += 1
                cells = []
                for key in order[:columns]:
                    n += 1
                    answer, value = written(key, n) if key.endswith(("dob", "date")) else ("Yes", "yes") if key.endswith(("cp_plan", "involved")) else \
                        ("F", "female") if key.endswith("sex") else ("Cell %d" % n,) * 2
                    cells.append(answer)
                    meant[key] = value
                del order[:columns]
                line = " | ".join(cells)
        lines.append(line)
    compare("%s as text" % form, explain(scratch, message("\n".join(lines))), meant)


def converted(scratch):
    """Filled in Word's way, then saved by LibreOffice: tags are lost on the way to .odt, and the labels serve."""
    folder = os.path.join(installation.TREE, "tests", "golden", "blank")
    for name in sorted(os.listdir(folder)):
        form, _, kind = name.partition(".")
        if kind == "json":
            continue
        with open(os.path.join(folder, name), "rb") as f, open(os.path.join(folder, form + ".json"), encoding="utf-8") as meant:
            result = explain(scratch, message("The form is attached.", f.read(), name, "application/octet-stream"))
            compare("%s as LibreOffice saves it" % name, result, json.load(meant))


def learned(scratch):
    """A form in a partnership's own words: what is told of it goes into forms.conf, and it is read."""
    document = ctl("form", "lcspr", "--docx", "-").stdout
    keys = {re.sub(r"\.\d\.", ".N.", key) for key in re.findall(r'<w:tag w:val="([^"=]+)[^"]*"', zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode())}
    path = os.path.join(scratch.path, "Our Form (v2).docx")

    def write(words):
        source = zipfile.ZipFile(io.BytesIO(document))
        with zipfile.ZipFile(path, "w") as z:
            for name in source.namelist():
                data = source.read(name)
                for before, after in words if name == "word/document.xml" else ():
                    assert before.encode() in data, before
                    data = data.replace(before.encode(), after.encode())
                if name == "word/document.xml":
                    data = re.sub(rb'<w:tag w:val="[^"]*"/>', b"", data)
                z.writestr(name, data)

    write([])
    ctl("form", "lcspr", "--docx", path)
    with open(path, "rb") as f:
        tap.same(f.read(), document, "a blank form is written over a file of its name")
    write([])
    done = ctl("form", "learn", path)
    draft = done.stdout.decode()
    tap.same(done.returncode, 0, "a blank form is learned")
    tap.ok(draft.startswith("# A draft") and 'form "our-form-v2" {' in draft, "under the name of its file", draft[:300])
    found = set(re.findall(r'^\tlabel "([^"]+)"', draft, re.M))
    tap.same(keys - found, set(), "every key of our own form is guessed")
    tap.same(found - keys, set(), "and no other")
    order = [draft.index('label "%s"' % key) for key in ("referral.date", "referrer.name", "lead.name", "child.N.name", "incident.date", "authoriser.name")]
    tap.same(order, sorted(order), "in the order of the form")
    tap.ok("sections = { \"family\" }" in draft and "sections = { \"agency\" }" in draft, "a Name of two meanings gets its headings", draft)

    write([("Local Child Safeguarding Practice Review referral form", "Ashmere Learning Request"), ("Place of incident", "Zibble quux location"), ("Linked cases", "Wug \"blick\" ${HOME} no")])
    draft = ctl("form", "learn", path).stdout.decode()
    tap.ok('#\twordings = { "Zibble quux location" }' in draft or "Zibble quux location" not in draft.split("incident.location")[0], "what is not understood is a comment", draft)
    conf = os.path.join(scratch.path, "config")
    shutil.copytree(os.path.join(installation.TREE, "config"), conf, ignore=shutil.ignore_patterns("*.c", "*.h"))
    with open(os.path.join(conf, "forms.conf"), "a") as f:
        f.write("\n" + draft.replace('type   = ""', 'type   = "plr"'))
    loaded = subprocess.run([installation.program("referralctl"), "-c", os.path.join(conf, "referrald.conf"), "form", "our-form-v2", "--text", "-"], capture_output=True)
    tap.same((loaded.returncode, loaded.stderr), (0, b""), "the draft is a sound part of the config")
    tap.same(ctl("form", "learn", "/nonexistent").returncode, 66, "a file that is not there")
    with open(path, "wb") as f:
        f.write(b"PK\3\4 no document")
    broken = ctl("form", "learn", path)
    tap.same((broken.returncode, broken.stdout), (65, b""), "a file without labels is refused")


def main(scratch):
    for form in ("lcspr", "plr"):
        word_form(scratch, form)
        text_form(scratch, form)
    tap.same(ctl("form", "nothing").returncode, 65, "an unknown form is refused")
    tap.same(ctl("form", "booking").returncode, 65, "and one that opens no case")
    tap.same(ctl("form", "lcspr", "--children", "12").returncode, 64, "a form has at most nine children")
    tap.same(len(re.findall(rb'w:val="child\.\d\.name"', zipfile.ZipFile(io.BytesIO(ctl("form", "lcspr", "--docx", "-", "--children", "4").stdout)).read("word/document.xml"))), 4,
             "as many children as are asked for")


if __name__ == "__main__":
    scratch = servers.Scratch("referrald-")
    tap.case(main, scratch)
    tap.case(converted, scratch)
    tap.case(learned, scratch)
    scratch.remove()
    tap.done()
