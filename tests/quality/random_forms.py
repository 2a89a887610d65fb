#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Random referral forms with their truths, for finding layouts that are read wrongly.

	random_forms.py FOLDER COUNT [SEED]

Labels are FIELDS' own wordings with the noise real forms have; each section picks a layout.
"""
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(__file__))
import golden_make as g  # noqa: E402
from docx import Document  # noqa: E402

R = random.Random()

FIRST = ["Ana", "Zoë", "Kwame", "Siân", "Oisín", "Priya", "Jude", "Mina", "Tomasz", "Leah", "Noor", "Ben", "Chidi", "Freya", "Élodie", "Max"]
LAST = ["Okoro", "Brânză", "O’Hare", "Smith-Lowe", "Nowak", "Rahimi", "Frost", "Ng", "van Dijk", "McBride", "Abara", "Quint"]
STREETS = ["Larch Row", "Mill Lane", "Quay View", "Copse Close", "Tanner Street", "Weir Cottages"]
ROLES = ["Social Worker", "Team Manager", "Named Nurse", "Detective Sergeant", "Head Teacher", "Health Visitor", "Designated Doctor", "Midwife"]
AGENCIES = ["Ashmere Council", "Ashshire Police", "Ashmere NHS Trust", "Millbrook Primary School", "Children's Social Care", "Probation Service", "GP", "School", "Housing"]
ETHNIC = ["White British", "Black African", "Asian - Pakistani", "Mixed White and Asian", "Not known", "Roma"]
MONTHS = "January February March April May June July August September October November December".split()


def date(lo=2005, hi=2026):
    return R.randint(lo, hi), R.randint(1, 12), R.randint(1, 28)


def iso(d):
    return "%04d-%02d-%02d" % d


def ordinal(n):
    return "%d%s" % (n, "th" if 10 < n < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th"))


def write_date(d):
    y, mo, da = d
    name = MONTHS[mo - 1]
    return R.choice([
        "%02d/%02d/%04d" % (da, mo, y), "%d/%d/%04d" % (da, mo, y), "%02d.%02d.%04d" % (da, mo, y), "%02d-%02d-%04d" % (da, mo, y),
        "%d %s %d" % (da, name, y), "%s %s %d" % (ordinal(da), name, y), "%d %s %d" % (da, name[:3], y), "%s of %s %d" % (ordinal(da), name, y),
        "%02d/%02d/%02d" % (da, mo, y % 100), "%d-%s-%02d" % (da, name[:3], y % 100)])


def person():
    return R.choice(FIRST) + " " + R.choice(LAST)


def postcode():
    return "ZZ%d %d%s%s" % (R.randint(1, 19), R.randint(1, 9), R.choice("ABDEFGH"), R.choice("JLNPQ"))


def address(pc=None):
    a = "%d %s, Ashmere" % (R.randint(1, 99), R.choice(STREETS))
    return a + (", " + pc if pc else "")


def phone():
    n = "01632960%03d" % R.randint(0, 999)
    return R.choice([n, n[:5] + " " + n[5:], "(%s) %s %s" % (n[:5], n[5:8], n[8:]), "+44 (0)" + n[1:5] + " " + n[5:]]), "+44" + n[1:]


def nhs():
    while True:
        nine = [R.randint(0, 9) for _ in range(9)]
        c = 11 - sum(a * b for a, b in zip(nine, range(10, 1, -1))) % 11
        c = 0 if c == 11 else c
        if c < 10:
            s = "".join(map(str, nine + [c]))
            return R.choice([s, s[:3] + " " + s[3:6] + " " + s[6:]]), s


PROSE = ["Found unresponsive at home.", "Injuries seen by the school nurse and reported.", "Agencies held different parts of the picture.", "Police: called at 10pm; see log.", "The family had moved twice.\nRecords did not follow.", "Neglect known since 2019. Two earlier referrals were closed."]


# ---- noise on labels -------------------------------------------------------------------

def noise(label):
    r = R.random()
    if r < .12:
        label = label.upper()
    if R.random() < .08:
        label = label.replace("'", "’")
    if R.random() < .08 and len(label) > 9:
        i = R.randint(2, len(label) - 3)
        if label[i].isalpha() and label[i + 1].isalpha():
            label = label[:i] + label[i + 1] + label[i] + label[i + 2:]
    r = R.random()
    if r < .2:
        label += ":"
    elif r < .25:
        label += "*"
    elif r < .28:
        label += str(R.randint(1, 4))
    elif r < .32:
        label += " (if known)"
    elif r < .34:
        label += " :"
    return label


class Item:
    """A label, what is written, and the fields it should give."""

    def __init__(self, label, written, truth, kind="text", hint=""):
        self.label, self.written, self.truth, self.kind = label, written, truth, kind
        self.hint = hint


def pick(*labels):
    return R.choice(labels)


def maybe_blank(item, p=.15):
    if R.random() < p and item.kind != "ynu":
        item.written = ""
        item.truth = {k: None for k in item.truth}
    return item


def ynu_item(key, *labels):
    v = R.choice(["yes", "no", "no", "yes", "unknown", None])
    return Item(pick(*labels), v, {key: v}, "ynu")


def referrer():
    n, p, pp = person(), phone(), postcode()
    role, agency = R.choice(ROLES), R.choice(AGENCIES)
    email = n.split()[0].lower().encode("ascii", "ignore").decode() + "@ashmere.example"
    items = [Item(pick("Name", "Name of referrer", "NAME", "Referred by", "Name of person completing this form", "Full name"), n, {"referrer.name": n}),
             Item(pick("Role", "Job title", "Designation", "Position"), role, {"referrer.role": role}),
             Item(pick("Agency", "Organisation", "Referring agency", "Service"), agency, {"referrer.agency": agency}),
             Item(pick("E-mail", "Email (Secure)", "Email", "Email address"), email, {"referrer.email": email}),
             Item(pick("Telephone number", "Tel. number", "Contact No", "Telephone"), p[0], {"referrer.phone": p[1]})]
    if R.random() < .5:
        a = address(pp)
        items.append(Item(pick("Address", "Base"), a, {"referrer.address": a}))
    if R.random() < .5:
        d = date(2025, 2026)
        items.append(Item(pick("Date of referral", "Date form completed", "Date submitted"), write_date(d), {"referral.date": iso(d)}))
    return [maybe_blank(i) for i in items]


def lead():
    n = person()
    role = R.choice(ROLES)
    p = phone()
    items = [Item(pick("Name", "Safeguarding lead", "Named nurse/doctor"), n, {"lead.name": n}),
             Item(pick("Role", "Job title", "Designation"), role, {"lead.role": role}),
             Item(pick("Contact details", "Telephone", "Contact"), p[0], {"lead.contact": p[0]})]
    items = [maybe_blank(i) for i in items]
    items.append(ynu_item("lead.discussed", "Discussed with nominated manager / safeguarding adviser", "Has this been agreed by your manager?"))
    return items


def child(n=1):
    k = "child.%d." % n
    f, last = R.choice(FIRST), R.choice(LAST)
    full = f + " " + last
    d = date(2008, 2025)
    nn = nhs()
    pc = postcode()
    items = []
    if R.random() < .5:
        items.append(Item(pick("Name of child", "Full name of child", "Child's name/identifier", "Name"), full, {k + "name": full}))
    else:
        items.append(Item(pick("Child's last name(s)", "Family Name", "Surname(s)"), last, {k + "surname": last}))
        items.append(Item(pick("Child's forename(s)", "Forename(s)", "First and Other Names"), f, {k + "forename": f, k + "name": full}))
    items.append(Item(pick("Date of Birth", "DOB", "D.O.B.", "DOB/EDD", "Child's date of birth"), write_date(d), {k + "dob": iso(d)}))
    rest = []
    sex = R.choice([("Female", "female"), ("Male", "male"), ("F", "female"), ("M", "male"), ("Girl", "female")])
    rest.append(Item(pick("Gender", "Sex", "M/F"), sex[0], {k + "sex": sex[1]}, "sex"))
    e = R.choice(ETHNIC)
    rest.append(maybe_blank(Item(pick("Ethnic Origin", "Ethnicity", "Ethnic group"), e, {k + "ethnicity": e})))
    rest.append(maybe_blank(Item(pick("NHS No", "NHS Number", "NHS no (if known)"), nn[0], {k + "nhs": nn[1]})))
    if R.random() < .5:
        a = address(pc)
        rest.append(Item(pick("Home Address", "Child's home address", "Usual address", "Primary address"), a, {k + "address": a, k + "postcode": pc}))
    else:
        a = address()
        rest.append(Item(pick("Home Address", "Child's home address", "Address"), a, {k + "address": a}))
        rest.append(Item("Postcode", pc.lower() if R.random() < .3 else pc, {k + "postcode": pc}))
    x = R.choice(["s.31 care order", "None", "S20", "Interim care order"])
    rest.append(maybe_blank(Item(pick("Child's current legal status", "Legal Status"), x, {k + "legal_status": x})))
    x = R.choice(["English", "Polish", "Welsh and English"])
    rest.append(maybe_blank(Item(pick("Languages spoken", "First language"), x, {k + "language": x})))
    x = R.choice(["None", "Autism", "Hearing loss"])
    rest.append(maybe_blank(Item(pick("Disability", "Additional needs", "SEND"), x, {k + "disability": x})))
    x = R.choice(["Tanner Primary", "Little Oaks Nursery", "Not in education"])
    rest.append(maybe_blank(Item(pick("School/Nursery", "School/college", "Education establishment details"), x, {k + "school": x})))
    x = "Dr Amin, Quay Surgery"
    rest.append(maybe_blank(Item(pick("GP Name/Address", "GP"), x, {k + "gp": x})))
    x = person() + " and " + person()
    rest.append(maybe_blank(Item(pick("Parents' names", "Name of child's parents/carers"), x, {k + "parents": x})))
    x = R.choice(["Hospital", "Foster carers", "With grandmother"])
    rest.append(maybe_blank(Item(pick("Child's current residence", "Whereabouts at time of critical incident", "Placement"), x, {k + "residence": x})))
    x = R.choice(["Mother", "Father", "Grandparents"])
    rest.append(maybe_blank(Item("Carer at time of critical incident", x, {k + "carer": x})))
    x = R.choice(["None", "Christian", "Muslim"])
    rest.append(maybe_blank(Item(pick("Religion", "Faith"), x, {k + "religion": x})))
    rest.append(ynu_item(k + "cp_plan", "Is/was subject to Child Protection Plan", "on the child protection register", "Subject to a child protection plan or has been previously"))
    rest.append(ynu_item(k + "looked_after", "Looked-after child", "Cared for child", "CLA"))
    rest.append(ynu_item(k + "social_care", "Open to Children's Social Care", "Child in need"))
    rest.append(ynu_item(k + "care_leaver", "Care leaver"))
    R.shuffle(rest)
    return items + rest[:R.randint(5, len(rest))]


def incident():
    items = []
    d = date(2026, 2026)
    if R.random() < .3:
        t = "%02d:%02d" % (R.randint(0, 23), R.randint(0, 59))
        items.append(Item(pick("Date of critical incident", "Date of incident"), write_date(d) + R.choice([" ", " at ", ", "]) + t, {"incident.date": iso(d), "incident.time": t}))
    else:
        items.append(Item(pick("Date of critical incident", "Date of incident", "Date of alleged incident", "Date of serious harm"), write_date(d), {"incident.date": iso(d)}))
        t = R.choice([("14:30", "14:30"), ("2.30pm", "14:30"), ("0915 hrs", "09:15"), ("9am", "09:00")])
        items.append(Item("Time of incident", t[0], {"incident.time": t[1]}))
    d = date(2026, 2026)
    items.append(Item(pick("Date agency became aware", "When did you become aware"), write_date(d), {"incident.agency_aware": iso(d)}))
    d = date(2026, 2026)
    items.append(Item(pick("Date LA became aware", "Date Children's Services became aware"), write_date(d), {"incident.la_aware": iso(d)}))
    items.append(ynu_item("incident.sin_done", "Serious Incident Notification submitted", "Panel notified", "Ofsted notified"))
    d = date(2026, 2026)
    items.append(Item("Date SIN sent", write_date(d), {"incident.sin_date": iso(d)}))
    items.append(Item("SIN reference", "SIN-%d" % R.randint(100, 999), {}))
    items[-1].truth = {"incident.sin_ref": items[-1].written}
    x = R.choice(["At home", "Ashmere Park", "School"])
    items.append(Item(pick("Place of incident", "Location of death or fatal event", "Place of death"), x, {"incident.location": x}))
    return [maybe_blank(i) for i in items]


def longs():
    items = []
    for key, labels in (("incident.summary", ("Circumstances that triggered the referral", "BRIEF INFORMATION", "Case outline", "Brief description")),
                        ("rationale", ("Grounds on which the criteria may have been met", "Reason for referral", "Potential learning")),
                        ("safety.immediate", ("Immediate concerns", "action taken"))):
        x = " ".join(R.sample(PROSE, R.randint(1, 3))) if R.random() < .7 else R.choice(PROSE)
        items.append(maybe_blank(Item(pick(*labels), x, {key: x}, "long")))
    return items


def criteria():
    return [ynu_item("criteria.abuse_known", "Abuse or neglect is known or suspected"), ynu_item("criteria.died", "The child has died"),
            ynu_item("criteria.seriously_harmed", "The child has been seriously harmed"), ynu_item("criteria.interagency", "Concerns about Inter-Agency Working")]


def parallel():
    return [ynu_item("parallel.police", "Criminal investigation"), ynu_item("parallel.coroner", "Coroner / inquest"), ynu_item("parallel.cdop", "CDOP"),
            ynu_item("parallel.lado", "LADO"), ynu_item("parallel.other", "Any other review being undertaken"), ynu_item("media", "Media interest"),
            ynu_item("family_informed", "Family aware of referral")]


HEADS = {
    "referrer": ["Referrer", "1 Referrer", "REFERRER DETAILS", "Details of person making the referral", "Section 1: Referrer details"],
    "lead": ["Safeguarding lead", "Designated safeguarding lead/officer with whom you have discussed the case", "2. Designated Safeguarding Lead"],
    "child": ["Child", "Child's details", "2 Child and Family", "Subject child", "DETAILS OF CHILD", "Section 2 - Details of the child"],
    "incident": ["Incident details", "3 Details of the incident", "Key dates for the incident", "SERIOUS INCIDENT"],
    "criteria": ["Criteria", "5 Criteria for referral", "Criteria met"],
    "parallel": ["Parallel processes", "Other reviews and proceedings"],
    "longs": ["Circumstances", "Case details"],
    "family": ["Family composition", "Family composition/Significant Others", "3 Family Members", "Household members"],
    "agency": ["Other agencies involved", "4 Professionals involved"],
    "chronology": ["Chronology", "Chronology of key dates", "7 Chronology"],
}


# ---- writing answers --------------------------------------------------------------------

def ynu_text(item):
    v = item.written
    if v is None:
        text = R.choice(["", "YES / NO", "Yes / No", "Y / N / Not Known", "☐ Yes ☐ No", "Yes ☐ No ☐", "[ ] Yes [ ] No"])
        return text
    if v == "unknown":
        return R.choice(["Not known", "Unknown", "N/K", "☐ Yes ☐ No ☒ Not known", "Yes ☐ No ☐ Not known ☒", "☒ Yes ☒ No", "Don't know"])
    yes = v == "yes"
    a, b = ("☒", "☐") if yes else ("☐", "☒")
    return R.choice(["Yes" if yes else "No", "Y" if yes else "N", "YES" if yes else "NO", "%s Yes   %s No" % (a, b), "Yes %s   No %s" % (a, b), "%s Yes\n%s No" % (a, b),
                     "%s Yes %s No ☐ Not known" % (a, b), "[%s] Yes [%s] No" % (("x", " ") if yes else (" ", "x")), "Yes - see below" if yes else "No, see below"])


def text_of(item):
    if item.kind == "ynu":
        return ynu_text(item)
    if item.kind == "sex" and R.random() < .3 and item.written:
        f = item.truth[list(item.truth)[0]] == "female"
        return R.choice(["☐ Male ☒ Female" if f else "☒ Male ☐ Female", "Male %s Female %s" % (("☐", "☒") if f else ("☒", "☐"))])
    if not item.written:
        return R.choice(["", "", "Click or tap here to enter text.", "Choose an item.", "\u2002" * 5, "______________"] + (["  /  /  "] if "ate" in item.label else []))
    return item.written


def fill(item):
    """A callable cell: sometimes a control, a struck pair, a legacy field."""
    r = R.random()
    if item.kind == "ynu" and item.written in ("yes", "no"):
        if r < .15:
            return g.struck("Yes", "No", first=item.written == "yes") if item.written == "yes" else g.struck("No", "Yes", first=False)
        if r < .3:
            def marked(cell):
                cell.text = ""
                kw = R.choice([{"bold": True}, {"mark": True}, {"under": True}])
                g.run(cell, "YES", **(kw if item.written == "yes" else {}))
                g.run(cell, " / ")
                g.run(cell, "NO", **(kw if item.written == "no" else {}))
            return marked
        if r < .5:
            def boxes(cell):
                cell.text = ""
                p = cell.paragraphs[0]
                before = R.random() < .5
                for name, on in (("Yes", item.written == "yes"), ("No", item.written == "no")):
                    if not before:
                        g.run(p, name + " ")
                    if R.random() < .5:
                        g.sdt(p, "", kind="check", checked=on)
                    else:
                        g.legacy_check(p, on)
                    g.run(p, "  " if not before else " " + name + "  ")
            # one kind of order in a cell
            state = R.random()

            def boxes_fixed(cell):
                save = R.getstate()
                R.seed(state)
                boxes(cell)
                R.setstate(save)
            return boxes_fixed
    if item.kind == "text":
        if item.written and r < .2:
            return g.control(item.written)
        if not item.written and r < .4:
            return g.control(g.TEXT_PH, placeholder=True)
        if r < .3 and "\n" not in item.written:
            def legacy(cell):
                cell.text = ""
                g.legacy_text(cell.paragraphs[0], item.written)
            return legacy
    text = text_of(item)

    def put(cell):
        cell.text = ""
        for i, line in enumerate(text.split("\n")):
            p = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            p.add_run(line)
    return put


def put_label(label, bold):
    def put(cell):
        cell.text = ""
        cell.paragraphs[0].add_run(label).bold = bold or None
    return put


# ---- layouts ------------------------------------------------------------------------------

def head_row(t, text, cols):
    g.row(t, (put_label(text, R.random() < .8), cols))


def two_columns(d, head, items):
    t = g.table(d, [], 2)
    if head:
        head_row(t, head, 2)
    bold = R.random() < .5
    for i in items:
        g.row(t, put_label(noise(i.label), bold), fill(i))


def four_columns(d, head, items):
    t = g.table(d, [], 4)
    if head:
        head_row(t, head, 4)
    bold = R.random() < .5
    items = list(items)
    while items:
        a = items.pop(0)
        if a.kind == "long" or not items or R.random() < .15:
            g.row(t, put_label(noise(a.label), bold), (fill(a), 3))
        else:
            b = items.pop(0)
            g.row(t, put_label(noise(a.label), bold), fill(a), put_label(noise(b.label), bold), fill(b))


def six_columns(d, head, items):
    t = g.table(d, [], 6)
    if head:
        head_row(t, head, 6)
    items = list(items)
    while len(items) >= 3:
        a, b, c = items.pop(0), items.pop(0), items.pop(0)
        g.row(t, put_label(noise(a.label), True), fill(a), put_label(noise(b.label), True), fill(b), put_label(noise(c.label), True), fill(c))
    for a in items:
        g.row(t, put_label(noise(a.label), True), (fill(a), 5))


def label_above(d, head, items):
    t = g.table(d, [], 1)
    if head:
        head_row(t, head, 1)
    for i in items:
        g.row(t, put_label(noise(i.label), True))
        g.row(t, fill(i))


def header_above(d, head, items):
    """Labels in one row, answers in the next."""
    items = list(items)
    t = g.table(d, [], 3)
    if head:
        head_row(t, head, 3)
    while items:
        chunk = items[:3]
        items = items[3:]
        if len(chunk) < 3:
            for i in chunk:
                g.row(t, put_label(noise(i.label), True), (fill(i), 2))
            break
        g.row(t, *[put_label(noise(i.label), True) for i in chunk])
        g.row(t, *[fill(i) for i in chunk])


def same_cell(d, head, items):
    t = g.table(d, [], 2)
    if head:
        head_row(t, head, 2)
    items = list(items)

    def cell_of(i):
        text = text_of(i)
        label = noise(i.label).rstrip(":* 1234") + ": "

        def put(cell):
            cell.text = ""
            p = cell.paragraphs[0]
            p.add_run(label).bold = (R.random() < .5) or None
            for n, line in enumerate(text.split("\n")):
                if n:
                    p = cell.add_paragraph()
                p.add_run(line)
        return put
    while items:
        a = items.pop(0)
        if a.kind == "long" or not items:
            g.row(t, (cell_of(a), 2))
        else:
            g.row(t, cell_of(a), cell_of(items.pop(0)))


def paragraphs(d, head, items):
    if head:
        p = d.add_paragraph()
        p.add_run(head).bold = True
    for i in items:
        text = text_of(i)
        label = noise(i.label).rstrip(":* 1234")
        p = d.add_paragraph()
        r = R.random()
        if i.kind == "long" or r < .1:
            p.add_run(label + ":").bold = True
            for line in text.split("\n"):
                d.add_paragraph(line)
        elif r < .6:
            p.add_run(label + ": ").bold = (R.random() < .5) or None
            p.add_run(text.replace("\n", " "))
        else:
            p.add_run(label + (":" if R.random() < .5 else "")).bold = True
            p.add_run("\t" + text.replace("\n", " "))


def table_head(d, head):
    p = d.add_paragraph()
    if R.random() < .4:
        p.style = d.styles["Heading 2"]
        p.add_run(head)
    else:
        p.add_run(head).bold = True


LAYOUTS = [two_columns, two_columns, four_columns, four_columns, six_columns, label_above, header_above, same_cell, paragraphs]


def section(d, kind, items, layouts=None):
    layout = R.choice(layouts or LAYOUTS)
    head = R.choice(HEADS[kind])
    if layout is not paragraphs and R.random() < .5:
        table_head(d, head)
        head = None
    layout(d, head, items)
    d.add_paragraph()
    out = {}
    for i in items:
        out.update(i.truth)
    return out


def people(d, kind, columns, rows, keys):
    table_head(d, R.choice(HEADS[kind]))
    t = g.table(d, [], len(columns))
    g.row(t, *[put_label(noise(c), True) for c in columns])
    out = {}
    for n, r in enumerate(rows, 1):
        g.row(t, *[w for w, _ in r])
        for k, (w, v) in zip(keys, r):
            out["%s.%d.%s" % (kind, n, k)] = v
    for _ in range(R.randint(0, 2)):
        g.row(t, *[""] * len(columns))
    d.add_paragraph()
    return out


def family(d):
    rows = []
    for _ in range(R.randint(1, 4)):
        b = date(1960, 2024)
        while 2039 - 100 < b[0] < 1941:
            b = date(1960, 2024)
        n = person()
        yn = R.choice([("Yes", "yes"), ("No", "no"), ("N/K", "unknown"), ("", None)])
        rel = R.choice(["Mother", "Father", "Brother", "Sister", "Grandmother"])
        a = R.choice(["As above", address(), ""])
        rows.append([(n, n), (rel, rel), (write_date(b), iso(b)), (a, a or None), yn])
    return people(d, "family", ["Name", pick("Relationship to child", "Relationship"), pick("DOB", "Date of Birth"), "Address", "Is/was subject to CP Plan?"], rows, ["name", "relationship", "dob", "address", "cp_plan"])


def agencies(d):
    rows = []
    for _ in range(R.randint(1, 3)):
        n, o, p = person(), R.choice(AGENCIES), phone()
        yn = R.choice([("Yes", "yes"), ("No", "no"), ("Y", "yes")])
        rows.append([(n, n), (o, o), (p[0], p[0]), yn])
    return people(d, "agency", ["Name", "Agency", "Contact Details", "Are they still involved?"], rows, ["name", "organisation", "contact", "involved"])


def chronology(d):
    rows = []
    for _ in range(R.randint(1, 4)):
        b = date(2018, 2026)
        e = R.choice(PROSE)
        rows.append([(write_date(b), iso(b)), (e, e)])
    return people(d, "chronology", ["Date (& time where appropriate)", "Event"], rows, ["date", "event"])


def children_rows(d):
    kids = []
    for _ in range(R.randint(2, 3)):
        b = date(2008, 2025)
        f = R.sample(FIRST, 1)[0]
        last = R.choice(LAST)
        kids.append((f, last, b, R.choice([("F", "female"), ("M", "male")])))
    if len({k[0] for k in kids}) < len(kids):
        return children_rows(d)
    out = {}
    table_head(d, "Children" if R.random() < .5 else "Details of children")
    if R.random() < .5:
        t = g.table(d, [], 5)
        g.row(t, "", *[put_label(noise(x), True) for x in ("Forename(s)", "Surname", "Date of Birth", "Gender")])
        for n, (f, last, b, s) in enumerate(kids, 1):
            g.row(t, "Child %d" % n, f, last, write_date(b), s[0])
            out.update({"child.%d.forename" % n: f, "child.%d.surname" % n: last, "child.%d.name" % n: f + " " + last, "child.%d.dob" % n: iso(b), "child.%d.sex" % n: s[1]})
    else:
        t = g.table(d, [], len(kids) + 1)
        g.row(t, "", *["Child %d" % (n + 1) for n in range(len(kids))])
        g.row(t, noise("Name"), *[f + " " + last for f, last, b, s in kids])
        g.row(t, noise("Date of Birth"), *[write_date(b) for f, last, b, s in kids])
        g.row(t, noise("Gender"), *[s[0] for f, last, b, s in kids])
        for n, (f, last, b, s) in enumerate(kids, 1):
            out.update({"child.%d.name" % n: f + " " + last, "child.%d.dob" % n: iso(b), "child.%d.sex" % n: s[1]})
    d.add_paragraph()
    return out


def review_type(d):
    v = R.choice(["lcspr", "plr", "both", None])
    label = R.choice(["Type of review requested", "Review type", "Which review are you requesting?"])
    l, p = R.choice([("Local Child Safeguarding Practice Review (LCSPR)", "Practice Learning Review (PLR)"), ("LCSPR", "PLR")])
    a, b = "☒" if v in ("lcspr", "both") else "☐", "☒" if v in ("plr", "both") else "☐"
    style = R.random()
    if style < .4:
        t = g.table(d, [], 2)
        g.row(t, noise(label), R.choice(["%s %s\n%s %s" % (a, l, b, p), "%s %s   %s %s" % (a, l, b, p)]))
    elif style < .6:
        t = g.table(d, [], 2)
        yn = lambda on: R.choice(["Yes", "☒ Yes ☐ No"]) if on else R.choice(["No", "☐ Yes ☒ No"])  # noqa: E731
        g.row(t, "Is this case being brought for consideration as a SCR", yn(v in ("lcspr", "both")) if v else "Yes / No")
        g.row(t, "Is this case being brought for the purpose of learning", yn(v in ("plr", "both")) if v else "Yes / No")
    else:
        d.add_paragraph().add_run(label).bold = True
        d.add_paragraph("%s %s" % (a, l))
        d.add_paragraph("%s %s" % (b, p))
    d.add_paragraph()
    return {"referral.type": v}


def make(path):
    d = Document()
    d.add_paragraph().add_run(R.choice(["Rapid Review Referral Form", "Referral for a Local Child Safeguarding Practice Review", "Ashmere Safeguarding Children Partnership\nLCSPR referral form", "Case Review Referral"])).bold = True
    truth = {}
    if R.random() < .5:
        d.add_paragraph("Please complete all sections and return the form by secure e-mail. If a child is at immediate risk ring 999.")
    if R.random() < .6:
        truth.update(review_type(d))
    truth.update(section(d, "referrer", referrer()))
    if R.random() < .7:
        truth.update(section(d, "lead", lead()))
    if R.random() < .25:
        truth.update(children_rows(d))
    else:
        truth.update(section(d, "child", child(1)))
        if R.random() < .2:
            table_head(d, "Child 2")
            truth.update(section(d, "child", child(2), [two_columns, four_columns, paragraphs]))
    if R.random() < .6:
        truth.update(family(d))
    if R.random() < .6:
        truth.update(agencies(d))
    truth.update(section(d, "incident", incident()))
    if R.random() < .5:
        truth.update(section(d, "criteria", criteria(), [two_columns, four_columns, paragraphs]))
    if R.random() < .5:
        truth.update(section(d, "parallel", parallel(), [two_columns, four_columns, paragraphs]))
    truth.update(section(d, "longs", longs(), [two_columns, label_above, paragraphs, same_cell]))
    if R.random() < .5:
        truth.update(chronology(d))
    if R.random() < .3:
        t = g.table(d, [], 2)
        head_row(t, R.choice(["FOR OFFICE USE ONLY", "LADO ONLY", "PART 2 - office use only"]), 2)
        g.row(t, "Date received", "01/01/2020")
        g.row(t, "Name", "Case Officer")
    d.save(path)
    with open(path + ".json", "w", encoding="utf-8") as f:
        json.dump({"fields": truth}, f, ensure_ascii=False, indent=1)


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    os.makedirs(folder, exist_ok=True)
    for n in range(count):
        R.seed(seed * 10007 + n)
        make(os.path.join(folder, "r%04d.docx" % (seed * 1000 + n)))


if __name__ == "__main__":
    main()
