# SPDX-License-Identifier: ISC
"""The layouts, one function each, after FORMS.md's skeletons."""
import sys

m = sys.modules["__main__"]
form, save, Document, table, row, run, sdt = m.form, m.save, m.Document, m.table, m.row, m.run, m.sdt
ticks, struck, control, legacy_text, legacy_check = m.ticks, m.struck, m.control, m.legacy_text, m.legacy_check
TEXT_PH, DATE_PH, ITEM_PH, EN5 = m.TEXT_PH, m.DATE_PH, m.ITEM_PH, m.EN5


def title(doc, text):
    p = doc.add_paragraph()
    p.add_run(text).bold = True


@form("01-solihull-style.docx")
def f01(name):
    d = Document()
    title(d, "Consideration of Case for Serious Case Review - Referral Form")
    d.add_paragraph("Please complete this form and return it to the Board office.")
    t = table(d, [("**1 REFERRER1", "")], 2)
    t.rows[0].cells[0].merge(t.rows[0].cells[1])
    row(t, "Name", "Priya Nair")
    row(t, "Agency", "Ashmere NHS Foundation Trust")
    row(t, "Designation", "Named Nurse")
    row(t, "Contact No:", "01632 960111")
    row(t, "E-mail", "priya.nair@ashmere.example")
    d.add_paragraph()
    t = table(d, [], 2)
    row(t, ("**2 Child and Family", 2))
    row(t, "Name Of Child:", "Léa Brânză")
    row(t, "Date of Birth", "4th March 2016")
    row(t, "Date of death (If Applicable)", "12.05.2026")
    row(t, "Date of critical incident", "11th May 2026 at 22:15")
    row(t, "Home Address", "14 Larch Row\nAshmere\nZZ3 4AB")
    row(t, "Ethnic origin", "White Romanian")
    row(t, "Is/was subject to Child Protection Plan", struck("YES", "NO"))
    row(t, "Whereabouts at time of critical incident", "At home")
    row(t, "Carer at time of critical incident", "Mother")
    title(d, "3 Family composition")
    table(d, [("Name", "Relationship to child", "DOB", "Address", "Legal Status", "Ethnic Origin", "Is/was subject to CP Plan?"),
              ("Ioana Brânză", "Mother", "02/07/1990", "As above", "N/A", "White Romanian", "No"),
              ("Radu Brânză", "Father", "19/1/88", "Whereabouts unknown", "N/A", "White Romanian", "No"),
              ("Mihai Brânză", "Brother", "01.02.2019", "As above", "s.20", "White Romanian", "Yes"),
              ("", "", "", "", "", "", "")], 7)
    title(d, "4 Other agencies involved")
    table(d, [("Name", "Agency", "Contact Details", "Are they still involved?"),
              ("Tom Okafor", "Ashmere Children's Services", "01632 960222", "Yes"),
              ("Dr H. Lund", "Larch Surgery", "01632 960333", "No")], 4)
    title(d, "5 Circumstances")
    d.add_paragraph("Reason for referral:")
    d.add_paragraph("Léa died after a fire. Agencies had been told of earlier fires.")
    d.add_paragraph("It is not clear who acted on that.")
    title(d, "7 Chronology")
    table(d, [("Date (& time where appropriate)", "Event"),
              ("3/2/2026", "First fire reported to housing"),
              ("w/c 6th April 2026", "Health visitor home visit"),
              ("11/05/2026 22:15", "999 call")], 2)
    d.add_paragraph("Date of Referral: 15th May 2026")
    d.add_paragraph("Signed: P Nair")
    title(d, "PART 2 - office use")
    t = table(d, [("Date received", "18/05/2026"), ("Name", "B. Unit"), ("[recommended]", "[not recommended]")], 2)
    save(d, name, {
        "referrer.name": "Priya Nair", "referrer.agency": "Ashmere NHS Foundation Trust", "referrer.role": "Named Nurse",
        "referrer.phone": "+441632960111", "referrer.email": "priya.nair@ashmere.example",
        "child.1.name": "Léa Brânză", "child.1.dob": "2016-03-04", "child.1.dod": "2026-05-12",
        "incident.date": "2026-05-11", "incident.time": "22:15",
        "child.1.address": "14 Larch Row Ashmere ZZ3 4AB", "child.1.postcode": "ZZ3 4AB", "child.1.ethnicity": "White Romanian",
        "child.1.cp_plan": "yes", "child.1.residence": "At home", "child.1.carer": "Mother",
        "family.1.name": "Ioana Brânză", "family.1.relationship": "Mother", "family.1.dob": "1990-07-02", "family.1.address": "As above", "family.1.legal_status": "N/A", "family.1.ethnicity": "White Romanian", "family.1.cp_plan": "no",
        "family.2.name": "Radu Brânză", "family.2.relationship": "Father", "family.2.dob": "1988-01-19", "family.2.address": "Whereabouts unknown", "family.2.legal_status": "N/A", "family.2.ethnicity": "White Romanian", "family.2.cp_plan": "no",
        "family.3.name": "Mihai Brânză", "family.3.relationship": "Brother", "family.3.dob": "2019-02-01", "family.3.address": "As above", "family.3.legal_status": "s.20", "family.3.ethnicity": "White Romanian", "family.3.cp_plan": "yes",
        "agency.1.name": "Tom Okafor", "agency.1.organisation": "Ashmere Children's Services", "agency.1.contact": "01632 960222", "agency.1.involved": "yes",
        "agency.2.name": "Dr H. Lund", "agency.2.organisation": "Larch Surgery", "agency.2.contact": "01632 960333", "agency.2.involved": "no",
        "rationale": "Léa died after a fire. Agencies had been told of earlier fires.\nIt is not clear who acted on that.",
        "chronology.1.date": "2026-02-03", "chronology.1.event": "First fire reported to housing",
        "chronology.2.date": {"value": "2026-04-06", "qualifier": "approximate"}, "chronology.2.event": "Health visitor home visit",
        "chronology.3.date": "2026-05-11", "chronology.3.event": "999 call",
        "referral.date": "2026-05-15", "authoriser.name": "P Nair",
    })


@form("02-surrey-style.docx")
def f02(name):
    d = Document()
    title(d, "Referral Form of Serious Incidents for Consideration by the Serious Case Review Group")
    d.add_paragraph("RESTRICTED")
    d.add_paragraph("Ref No (office use): ____________")
    d.add_paragraph("Name of child: Kofi Mensah-Ward")
    d.add_paragraph("Professionals wishing to have a case considered should discuss the case with their agency designated safeguarding lead.")
    table(d, [("**NAME", "**AGENCY & DESIGNATION/TITLE", "**CONTACT DETAILS – Address, telephone number and e-mail address"),
              ("Sgt Alan Pike", "Ashshire Police / Detective Sergeant", "Elm House, Ashford Way, Ashmere ZZ1 2CD\nTel: 01632 960444\nalan.pike@police.example")], 3)
    d.add_paragraph("Please give the details of the designated safeguarding lead/officer with whom you have discussed the case.")
    table(d, [("**NAME", "**AGENCY & DESIGNATION/TITLE", "**CONTACT DETAILS – Address, telephone number and e-mail address"),
              ("DCI Moira Flint", "Ashshire Police, Head of Public Protection", "01632 960445")], 3)
    d.add_paragraph("Date of referral to the Board: 3/6/26")
    d.add_paragraph("Signed: A Pike")
    title(d, "SECTION 1")
    title(d, "1.1 BRIEF INFORMATION:")
    table(d, [("Name of Child", "Kofi Mensah-Ward"),
              ("Date of Birth", "29/02/2012"),
              ("Home address", "3 Quay View, Ashmere, ZZ1 9XY"),
              ("Ethnic Origin", "Black British - Ghanaian"),
              ("Is the child/young person subject to a child protection plan or has been previously?\n(If so when, for what and for how long?)", "Yes - neglect, 2019 to 2020"),
              ("Is the child/young person open to Children’s Social Care (if so, who is the lead?)", "No"),
              ("Circumstances that triggered the referral", "Kofi was found with serious injuries on 30 May 2026.\n\nHe remains in hospital."),
              ("Grounds on which the criteria may have been met", "Seriously harmed; neglect known.")], 2)
    save(d, name, {
        "child.1.name": "Kofi Mensah-Ward", "referrer.name": "Sgt Alan Pike", "referrer.agency": "Ashshire Police", "referrer.role": "Detective Sergeant",
        "referrer.address": "Elm House, Ashford Way, Ashmere ZZ1 2CD", "referrer.phone": "+441632960444", "referrer.email": "alan.pike@police.example",
        "lead.name": "DCI Moira Flint", "lead.role": "Ashshire Police, Head of Public Protection", "lead.contact": "01632 960445",
        "referral.date": "2026-06-03", "authoriser.name": "A Pike", "child.1.dob": "2012-02-29", "child.1.address": "3 Quay View, Ashmere, ZZ1 9XY", "child.1.postcode": "ZZ1 9XY",
        "child.1.ethnicity": "Black British - Ghanaian", "child.1.cp_plan": "yes", "child.1.cp_plan_detail": "neglect, 2019 to 2020", "child.1.social_care": "no",
        "incident.summary": "Kofi was found with serious injuries on 30 May 2026.\n\nHe remains in hospital.",
        "rationale": "Seriously harmed; neglect known.",
    })


@form("03-one-panel-style.docx")
def f03(name):
    d = Document()
    title(d, "Referral form for One Panel")
    t = table(d, [], 4)
    row(t, ("**1 Referrer", 4))
    row(t, "Name", "Esther Cole", "Role", "Team Manager")
    row(t, "Agency", "Ashmere Council", "Tel. number", "(01632) 960 555")
    row(t, "Date of notification", "", "Linked cases if any", "URN 44/1234/26")
    row(t, ("**2 Case outline", 4))
    row(t, ("J was left alone for two days.\nNeighbours called the police.", 4))
    row(t, ("**3 Subjects details", 4))
    row(t, "Last name", "O’Hare", "Date of birth", "9 Sept 2021")
    row(t, "Forename", "Jude", "Age (if D.O.B. not known)", "")
    row(t, "Other names used", "", "Gender", "Male")
    row(t, "Ethnicity", "White Irish", "Disability", "None known")
    row(t, "GP", "Dr Amin, Quay Surgery", "School/college", "Little Oaks Nursery")
    row(t, "Home address", ("Flat 2, 8 Mill Lane, Ashmere", 3))
    row(t, "Next of kin", ("Sinead O’Hare (mother)", 3))
    row(t, "DOB of above", "01/01/1995", "Address of above", "Flat 2, 8 Mill Lane")
    save(d, name, {
        "referrer.name": "Esther Cole", "referrer.role": "Team Manager", "referrer.agency": "Ashmere Council", "referrer.phone": "+441632960555",
        "referral.linked": "URN 44/1234/26", "incident.summary": "J was left alone for two days.\nNeighbours called the police.",
        "child.1.surname": "O’Hare", "child.1.dob": "2021-09-09", "child.1.forename": "Jude", "child.1.name": "Jude O’Hare", "child.1.age": None,
        "child.1.aka": None, "child.1.sex": "male", "child.1.ethnicity": "White Irish", "child.1.disability": "None known", "child.1.gp": "Dr Amin, Quay Surgery",
        "child.1.school": "Little Oaks Nursery", "child.1.address": "Flat 2, 8 Mill Lane, Ashmere", "child.1.parents": "Sinead O’Hare (mother)",
    })


@form("04-sin-ofsted-style.docx")
def f04(name):
    d = Document()
    title(d, "Notification of serious childcare incident")
    t = table(d, [], 4)
    row(t, ("**1 Notifier details", 4))
    row(t, "Local authority", "Ashshire County Council", "Name", "Gwen Adeyemi")
    row(t, "Role", "Service Director", "Telephone number", "01632 960777")
    row(t, "Date notified (dd/mm/yyyy)", "08/06/2026", "Linked cases", "")
    row(t, ("**2 Reason for notification (more than one box may be ticked)", 4))
    row(t, (ticks(("Child died", True), ("Child seriously harmed", False), ("Other", False), sep="\n"), 4))
    row(t, ("**3 Child details", 4))
    row(t, "Child's last name(s)", "Harrow-Lee", "Child's forename(s)", "Mina")
    row(t, "Other names used", "", "Child's date of birth (dd/mm/yyyy)", "17/11/2024")
    row(t, "Age (if no DOB known)", "", "Gender", ticks(("Male", False), ("Female", True), before=False))
    row(t, "Parents' names", "Jo Lee, Sam Harrow", "Siblings' names and ages", "None")
    row(t, "Notification Details", ("Mina was found unresponsive in her cot.", 3))
    save(d, name, {
        "referrer.agency": "Ashshire County Council", "referrer.name": "Gwen Adeyemi", "referrer.role": "Service Director", "referrer.phone": "+441632960777",
        "incident.sin_date": "2026-06-08", "referral.linked": None, "incident.kind": ["death"], "child.1.surname": "Harrow-Lee", "child.1.forename": "Mina",
        "child.1.name": "Mina Harrow-Lee", "child.1.aka": None, "child.1.dob": "2024-11-17", "child.1.age": None, "child.1.sex": "female",
        "child.1.parents": "Jo Lee, Sam Harrow", "family.1.name": "None", "incident.summary": "Mina was found unresponsive in her cot.",
    }, "sin")


@form("05-content-controls.docx")
def f05(name):
    d = Document()
    d.add_heading("Rapid Review Referral Form", 1)
    d.add_heading("Referrer details", 2)
    t = table(d, [], 2)
    row(t, "Name of referrer", control("Oluwaseun Bright"))
    row(t, "Job title", control(TEXT_PH, placeholder=True))
    row(t, "Organisation", control("Ashmere ICB"))
    row(t, "Email (Secure)", control("o.bright@icb.example"))
    row(t, "Telephone number", control(TEXT_PH, placeholder=True))
    d.add_heading("Review", 2)
    t = table(d, [], 2)
    row(t, "Type of review requested", control("Local Child Safeguarding Practice Review (LCSPR)", kind="drop", choices=["Choose an item.", "Local Child Safeguarding Practice Review (LCSPR)", "Practice Learning Review (PLR)"]))
    row(t, "Date of referral", control("01/06/2026", kind="date", full_date="2026-06-01"))
    d.add_heading("Child's details", 2)
    t = table(d, [], 4)
    row(t, "First name", control("Noor"), "Surname", control("Rahimi"))
    row(t, "DOB/EDD", control("15 July 2020", kind="date", full_date="2020-07-15"), "Gender", control("Female", kind="drop", choices=["Female", "Male"]))
    row(t, "NHS Number", control("943 476 5919"), "Ethnicity", control(ITEM_PH, kind="drop", placeholder=True, choices=["Asian", "Black"]))

    def boxes(yes, no):
        def put(cell):
            cell.text = ""
            p = cell.paragraphs[0]
            run(p, "Yes ")
            sdt(p, "", kind="check", checked=yes)
            run(p, "  No ")
            sdt(p, "", kind="check", checked=no)
        return put
    row(t, "Child protection plan", boxes(False, True), "Looked after child", boxes(False, False))
    row(t, "Care leaver", boxes(True, True), "Child in need", boxes(True, False))
    d.add_heading("Incident", 2)
    t = table(d, [], 2)
    row(t, "Date of incident", control(DATE_PH, kind="date", placeholder=True))
    row(t, "Date agency became aware", control("28/05/2026", kind="date", full_date="2026-05-28"))
    row(t, "Date LA became aware", control("29 May 2026", kind="date", full_date="2026-05-29"))
    row(t, "Brief description of incident", control("Noor was scalded at nursery."))
    save(d, name, {
        "referrer.name": "Oluwaseun Bright", "referrer.role": None, "referrer.agency": "Ashmere ICB", "referrer.email": "o.bright@icb.example", "referrer.phone": None,
        "referral.type": "lcspr", "referral.date": "2026-06-01", "child.1.forename": "Noor", "child.1.surname": "Rahimi", "child.1.name": "Noor Rahimi",
        "child.1.dob": "2020-07-15", "child.1.sex": "female", "child.1.nhs": "9434765919", "child.1.ethnicity": None, "child.1.cp_plan": "no",
        "child.1.looked_after": None, "child.1.care_leaver": "unknown", "child.1.social_care": "yes", "incident.date": None,
        "incident.agency_aware": "2026-05-28", "incident.la_aware": "2026-05-29", "incident.summary": "Noor was scalded at nursery.",
    })


@form("06-legacy-fields.docx")
def f06(name):
    d = Document()
    title(d, "PRACTICE LEARNING REVIEW - REFERRAL FORM")
    t = table(d, [], 2)

    def lt(value):
        def put(cell):
            cell.text = ""
            legacy_text(cell.paragraphs[0], value)
        return put

    def yn(yes, no):
        def put(cell):
            cell.text = ""
            p = cell.paragraphs[0]
            legacy_check(p, yes)
            run(p, " Yes   ")
            legacy_check(p, no)
            run(p, " No")
        return put
    row(t, "**Details of person making the referral", "")
    t.rows[-1].cells[0].merge(t.rows[-1].cells[1])
    row(t, "Full Name*", lt("Ben Achterberg"))
    row(t, "Role", lt("Deputy Head"))
    row(t, "Organisation", lt("Millbrook Academy"))
    row(t, "Address", lt(""))
    row(t, "Contact telephone number", lt("07700 900123"))
    row(t, "Has this been discussed with your safeguarding lead?", yn(True, False))
    row(t, ("**Details of the child", 2))
    row(t, "Name", lt("Tia Vance"))
    row(t, "D.O.B.", lt("13.8.2011"))
    row(t, "Address", lt("22 Fern Road Ashmere"))
    row(t, "Postcode", lt("zz4 5ef"))
    row(t, "Is the child looked after?", yn(False, True))
    row(t, "Is the child on a child protection plan?", yn(False, False))
    row(t, ("**Reason for referral", 2))
    row(t, (lt("Good joint work that others could learn from."), 2))
    row(t, "Date form completed", lt("   /    /   "))
    save(d, name, {
        "referrer.name": "Ben Achterberg", "referrer.role": "Deputy Head", "referrer.agency": "Millbrook Academy", "referrer.address": None, "referrer.phone": "+447700900123",
        "lead.discussed": "yes", "child.1.name": "Tia Vance", "child.1.dob": "2011-08-13", "child.1.address": "22 Fern Road Ashmere", "child.1.postcode": "ZZ4 5EF",
        "child.1.looked_after": "no", "child.1.cp_plan": None, "rationale": "Good joint work that others could learn from.", "referral.date": None,
    }, "plr")


@form("07-mail-body.txt")
def f07(name):
    save("""Dear team,

Please see below a referral for a rapid review. I could not open the form at work.

RAPID REVIEW REFERRAL

Referrer
Name: Carys Hywel
Job title: Senior Social Worker
Agency: Ashmere Children's Services
Email: carys.hywel@ashmere.example
Tel: 01632 960 888

Child
Name: Dylan Frost
Date of birth: 03/04/2018
Home address: 7 Copse Close, Ashmere, ZZ2 2ZZ
Ethnicity: White British
Subject to a child protection plan? Yes
Looked after? No

Incident
Date of incident: 1st June 2026
Date agency became aware: 2/6/26
Date LA became aware: 2/6/26
Has a SIN been submitted? not yet known
Brief summary:
Dylan was admitted to hospital with a head injury.

He is expected to recover. Police are investigating.

Kind regards,
Carys
Tel: 01632 960 999
""", name, {
        "referrer.name": "Carys Hywel", "referrer.role": "Senior Social Worker", "referrer.agency": "Ashmere Children's Services", "referrer.email": "carys.hywel@ashmere.example",
        "referrer.phone": "+441632960888", "child.1.name": "Dylan Frost", "child.1.dob": "2018-04-03", "child.1.address": "7 Copse Close, Ashmere, ZZ2 2ZZ", "child.1.postcode": "ZZ2 2ZZ",
        "child.1.ethnicity": "White British", "child.1.cp_plan": "yes", "child.1.looked_after": "no", "incident.date": "2026-06-01", "incident.agency_aware": "2026-06-02",
        "incident.la_aware": "2026-06-02", "incident.sin_done": "unknown",
        "incident.summary": "Dylan was admitted to hospital with a head injury.\n\nHe is expected to recover. Police are investigating.",
    })


@form("08-pasted-table.txt")
def f08(name):
    save("""Referral form for One Panel

1 Referrer
Name / Jo Farrow / Role / Practice Manager
Agency / Relationship to child / Quay Surgery
Tel. number / 01632 960 123 / Email (Secure) / jo.farrow@quay.example

3 Subjects details
Last name / Abara / Date of birth / 03/02/2019
Forename / Chidi / Gender / Male
Home address / 4 Tanner Street, Ashmere
School/college / Tanner Primary

Family Members
Names / DOB / M/F / Relationship
Ada Abara / 04/05/1991 / F / Mother
Obi Abara / 06/07/2022 / M / Brother

4 Other agencies involved
Name / Agency / Contact Details / Are they still involved?
Rita Sen / Ashmere Council / 01632 960 321 / Yes
""", name, {
        "referrer.name": "Jo Farrow", "referrer.role": "Practice Manager", "referrer.agency": "Quay Surgery", "referrer.phone": "+441632960123", "referrer.email": "jo.farrow@quay.example",
        "child.1.surname": "Abara", "child.1.forename": "Chidi", "child.1.name": "Chidi Abara", "child.1.dob": "2019-02-03", "child.1.sex": "male",
        "child.1.address": "4 Tanner Street, Ashmere", "child.1.school": "Tanner Primary",
        "family.1.name": "Ada Abara", "family.1.dob": "1991-05-04", "family.1.sex": "female", "family.1.relationship": "Mother",
        "family.2.name": "Obi Abara", "family.2.dob": "2022-07-06", "family.2.sex": "male", "family.2.relationship": "Brother",
        "agency.1.name": "Rita Sen", "agency.1.organisation": "Ashmere Council", "agency.1.contact": "01632 960 321", "agency.1.involved": "yes",
    })


@form("09-children-as-columns.docx")
def f09(name):
    d = Document()
    d.add_heading("LCSPR referral", 0)
    t = table(d, [("", "**Child 1", "**Child 2", "**Child 3"),
                  ("Name", "Amy Lund", "Bo Lund", ""),
                  ("Date of birth", "1 Jan 2015", "2/2/2017", ""),
                  ("Gender", "F", "M", ""),
                  ("Ethnicity", "White British", "White British", ""),
                  ("Legal status", "s.31 Care Order", "None", ""),
                  ("Child protection plan?", "Y", "N/K", "")], 4)
    d.add_paragraph()
    t = table(d, [("", "Referrer", "Safeguarding lead"),
                  ("Name", "Ina Boyd", "Col Reed"),
                  ("Designation", "Health Visitor", "Named Nurse"),
                  ("Contact details", "ina.boyd@trust.example 01632 960101", "01632 960102")], 3)
    save(d, name, {
        "child.1.name": "Amy Lund", "child.1.dob": "2015-01-01", "child.1.sex": "female", "child.1.ethnicity": "White British", "child.1.legal_status": "s.31 Care Order", "child.1.cp_plan": "yes",
        "child.2.name": "Bo Lund", "child.2.dob": "2017-02-02", "child.2.sex": "male", "child.2.ethnicity": "White British", "child.2.legal_status": "None", "child.2.cp_plan": "unknown",
        "referrer.name": "Ina Boyd", "referrer.role": "Health Visitor", "referrer.email": "ina.boyd@trust.example", "referrer.phone": "+441632960101", "referrer.address": None,
        "lead.name": "Col Reed", "lead.role": "Named Nurse", "lead.contact": "01632 960102",
    })


@form("10-children-as-rows.docx")
def f10(name):
    d = Document()
    title(d, "Case Review Referral")
    t = table(d, [("**Children", "**Forename(s)", "**Surname", "**Date of Birth", "**Gender"),
                  ("Child 1", "Ola", "Nowak", "12/12/2013", "Girl"),
                  ("Child 2", "Jan", "Nowak", "EDD 04/09/2026", ""),
                  ("Child 3", "", "", "", "")], 5)
    title(d, "Is this case being brought to the case sub-group for consideration as a SCR (as defined below)")
    d.add_paragraph("☐ Yes  ☒ No")
    title(d, "Is this case being brought to the case sub-group for the purpose of learning:")
    d.add_paragraph("☒ Yes  ☐ No")
    title(d, "Referral made by")
    t = table(d, [("Referred by", "Lesley Grant", "Agency/Relationship to child", "Midwifery, Ashmere Trust"),
                  ("Address", "Maternity Unit, ZZ9 9ZZ", "Contact No", "01632960777"),
                  ("Date of Referral", "10 June 2026", "Email (Secure)", "l.grant@trust.example")], 4)
    save(d, name, {
        "child.1.forename": "Ola", "child.1.surname": "Nowak", "child.1.name": "Ola Nowak", "child.1.dob": "2013-12-12", "child.1.sex": "female",
        "child.2.forename": "Jan", "child.2.surname": "Nowak", "child.2.name": "Jan Nowak", "child.2.dob": {"value": "2026-09-04", "qualifier": "expected"}, "child.2.sex": None,
        "referral.type": "plr", "referrer.name": "Lesley Grant", "referrer.agency": "Midwifery, Ashmere Trust", "referrer.address": "Maternity Unit, ZZ9 9ZZ",
        "referrer.phone": "+441632960777", "referral.date": "2026-06-10", "referrer.email": "l.grant@trust.example",
    })


@form("11-same-cell.docx")
def f11(name):
    d = Document()
    title(d, "Referral to the Safeguarding Children Partnership for a Child Safeguarding Practice Review")
    t = table(d, [], 2)
    row(t, ("**PERSON MAKING THE REFERRAL", 2))
    row(t, "Name: Wendy Osei", "Job Title: Designated Doctor")
    row(t, "Agency: Ashmere Hospitals", "Email: w.osei@nhs.example")
    row(t, ("**SUBJECT CHILD", 2))
    row(t, "Name & DoB: Sol Marsh 14/02/2023", "Known As: Sunny")
    row(t, "Home Address:\n5 Weir Cottages, Ashmere", "Postcode: ZZ8 8AA")
    row(t, "Gender: Male ☐ Female ☐ Other ☒", "Ethnicity:")
    row(t, ("Date of death: N/A", 2))
    row(t, ("**CRITERIA (please tick)", 2))
    row(t, "The child has died", "")
    row(t, "The child has been seriously harmed", "X")
    row(t, "Abuse or neglect is known or suspected", "✓")
    row(t, "Are there concerns about inter-agency working?", "yes - see below")
    row(t, ("Please describe the circumstances of the incident:\nSol was shaken.\nHe is in intensive care.", 2))
    save(d, name, {
        "referrer.name": "Wendy Osei", "referrer.role": "Designated Doctor", "referrer.agency": "Ashmere Hospitals", "referrer.email": "w.osei@nhs.example",
        "child.1.name": "Sol Marsh", "child.1.dob": "2023-02-14", "child.1.aka": "Sunny", "child.1.address": "5 Weir Cottages, Ashmere", "child.1.postcode": "ZZ8 8AA",
        "child.1.sex": "other", "child.1.ethnicity": None, "child.1.dod": {"state": "invalid", "value": None}, "criteria.died": None, "criteria.seriously_harmed": "yes",
        "criteria.abuse_known": "yes", "criteria.interagency": "yes", "incident.summary": "Sol was shaken.\nHe is in intensive care.",
    })


@form("12-poll-columns.docx")
def f12(name):
    d = Document()
    title(d, "Rapid Review Referral Form")
    d.add_heading("The child", 2)
    t = table(d, [("Name of child", "Perla Quint"), ("DOB", "30/11/09")], 2)
    d.add_heading("Criteria", 2)
    t = table(d, [("**Criteria", "**Yes", "**No", "**Not known", "**Comments"),
                  ("Child died", "", "X", "", ""),
                  ("Child seriously harmed", "x", "", "", ""),
                  ("Abuse or neglect known or suspected", "", "", "✓", ""),
                  ("Concerns about inter-agency working", "☒", "☐", "☐", "School was not told of the plan")], 5)
    d.add_heading("Parallel processes", 2)
    t = table(d, [("**Process", "**Yes", "**No", "**Details"),
                  ("Criminal investigation", "X", "", "Op Thistle, DI Wren"),
                  ("Coroner / inquest", "", "X", ""),
                  ("CDOP", "", "", ""),
                  ("LADO", "X", "X", "")], 4)
    t = table(d, [("Media interest", "No"), ("Family aware of referral", "Not yet")], 2)
    save(d, name, {
        "child.1.name": "Perla Quint", "child.1.dob": "2009-11-30", "criteria.died": "no", "criteria.seriously_harmed": "yes", "criteria.abuse_known": "unknown",
        "criteria.interagency": "yes", "criteria.interagency_detail": "School was not told of the plan", "parallel.police": "yes", "parallel.police_detail": "Op Thistle, DI Wren",
        "parallel.coroner": "no", "parallel.cdop": None, "parallel.lado": "unknown", "media": "no", "family_informed": "no",
    })
