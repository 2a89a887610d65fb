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
        "child.1.parents": "Jo Lee, Sam Harrow", "incident.summary": "Mina was found unresponsive in her cot.",
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


@form("13-letter.docx")
def f13(name):
    d = Document()
    d.add_paragraph("Ashmere Council\nTown Hall\nTel: 01632 960000\nEmail: info@ashmere.example")
    d.add_paragraph("15 June 2026")
    d.add_paragraph("Dear colleague,")
    d.add_paragraph("Thank you for your letter about the case review. The child's name is known to us and the date of birth has been checked. We think the criteria are met because abuse or neglect is known.")
    d.add_paragraph("Please find our comments attached. The safeguarding lead will ring you on Monday.")
    d.add_paragraph("Yours sincerely")
    d.add_paragraph("Jo Bloggs\nService Manager\nTel: 01632 960001")
    save(d, name, {}, "none")


@form("14-booking.docx")
def f14(name):
    d = Document()
    title(d, "Training and Workshop Booking Form")
    table(d, [("Course title", "Safeguarding and risk assessment"), ("Course date", "12/09/2026"), ("Delegate name", "Una Frost"), ("Job title", "Teacher"),
              ("Organisation", "Millbrook Academy"), ("Email", "u.frost@millbrook.example"), ("Dietary requirements", "None")], 2)
    save(d, name, {"referrer.name": "Una Frost", "referrer.role": "Teacher", "referrer.agency": "Millbrook Academy", "referrer.email": "u.frost@millbrook.example"}, "booking")


@form("15-marf.docx")
def f15(name):
    d = Document()
    title(d, "MULTI-AGENCY REFERRAL FORM (MARF)")
    t = table(d, [], 4)
    row(t, ("**CHILD / YOUNG PERSON'S DETAILS", 4))
    row(t, "Forename(s)", "Kit", "DOB/EDD", "02/10/2019")
    row(t, "Surname(s)", "Moran", "Gender", "M")
    row(t, "Languages spoken", "English", "Interpreter required?", "No")
    row(t, "Primary address", "9 Hythe St, Ashmere", "Contact number(s)", "07700 900321")
    row(t, "GP Name/Address", "Dr Lane", "NHS Number", "943 476 5919")
    row(t, ("**FAMILY COMPOSITION", 4))
    t = table(d, [("Name", "Address", "DOB/EDD", "Ethnicity", "Disability", "Language(s)", "Interpreter Y/N", "Relationship to child"),
                  ("Ann Moran", "same", "1/1/1990", "White British", "", "English", "N", "Mother")], 8)
    t = table(d, [("Has consent been obtained?", "Yes"), ("What are you worried about?", "Kit is often hungry.")], 2)
    save(d, name, {
        "child.1.forename": "Kit", "child.1.dob": "2019-10-02", "child.1.surname": "Moran", "child.1.name": "Kit Moran", "child.1.sex": "male",
        "child.1.language": "English", "child.1.address": "9 Hythe St, Ashmere", "child.1.gp": "Dr Lane", "child.1.nhs": "9434765919",
        "family.1.name": "Ann Moran", "family.1.address": "same", "family.1.dob": "1990-01-01", "family.1.ethnicity": "White British", "family.1.relationship": "Mother",
    }, "marf")


@form("16-four-sections.docx")
def f16(name):
    d = Document()
    title(d, "Serious Case Review Referral Form")
    d.add_paragraph("Section 1: Referral - to be completed by the referring officer\nSection 2: Individual Agency Summary\nSection 3: Recommendation\nSection 4: Independent Chair Decision")
    d.add_paragraph("Please complete only the section relevant to you. Please return the whole form.")
    t = table(d, [], 2)
    row(t, ("**For completion by MSCB Business Unit:", 2))
    row(t, "Child/children's initial/s:", "AB")
    row(t, "Date referral received:", "01/02/2026")
    row(t, "Date referral sent to Chair:", "02/02/2026")
    d.add_heading("SECTION 1: REFERRAL", 1)
    t = table(d, [], 2)
    row(t, ("**Details of referring officer", 2))
    row(t, "Name", "Rhea Stone")
    row(t, "Job title / role", "Service Manager")
    row(t, "Agency", "Early Help")
    row(t, "Telephone / email", "01632 960222 rhea.stone@ashmere.example")
    row(t, ("**Child's details", 2))
    row(t, "Full name", "Abi Marr")
    row(t, "Date of birth", "19-03-2014")
    row(t, "Address including postcode", "12 Sun St, Ashmere ZZ5 5ZZ")
    d.add_heading("SECTION 2: INDIVIDUAL AGENCY SUMMARY", 1)
    t = table(d, [("Agency", ""), ("Name of person completing summary", ""), ("Summary of agency involvement", "")], 2)
    d.add_heading("SECTION 4: INDEPENDENT CHAIR DECISION", 1)
    t = table(d, [("Decision", ""), ("Signed", ""), ("Date", "")], 2)
    save(d, name, {
        "referrer.name": "Rhea Stone", "referrer.role": "Service Manager", "referrer.agency": "Early Help", "referrer.phone": "+441632960222", "referrer.email": "rhea.stone@ashmere.example",
        "child.1.name": "Abi Marr", "child.1.dob": "2014-03-19", "child.1.address": "12 Sun St, Ashmere ZZ5 5ZZ", "child.1.postcode": "ZZ5 5ZZ",
    })


@form("17-scotland-style.docx")
def f17(name):
    d = Document()
    title(d, "Initial case review notification")
    d.add_paragraph("OFFICIAL-SENSITIVE-PERSONAL")
    t = table(d, [
        ("Child's name/identifier", "Isla Reid"), ("Child's date of birth", "05 May 2022"), ("Child's gender", "Female"),
        ("Name of child's parents/carers", "Eilidh Reid"), ("Parent/Carer address if different", "n/a"),
        ("Sibling names/DOB/Gender/Address", "Rory Reid, 01/02/2019, male, same address"),
        ("Child's home address", "1 Loch View, Ashmere"), ("Child's current residence", "Kinship carer"),
        ("Child's current legal status", "Compulsory supervision order"),
        ("Is the child on the child protection register?", "YES / NO"), ("Education establishment details", "None"),
        ("Grounds on which the criteria may have been met", "Serious harm."), ("Are there any immediate concerns? Action taken?", "Child moved to kin.")], 2)
    save(d, name, {
        "child.1.name": "Isla Reid", "child.1.dob": "2022-05-05", "child.1.sex": "female", "child.1.parents": "Eilidh Reid", "child.1.address": "1 Loch View, Ashmere",
        "child.1.residence": "Kinship carer", "child.1.legal_status": "Compulsory supervision order", "child.1.cp_plan": None, "child.1.school": "None",
        "rationale": "Serious harm.", "safety.immediate": "Child moved to kin.",
    })


@form("18-lado-style.docx")
def f18(name):
    d = Document()
    title(d, "Allegations Against Staff & Volunteers Working with Children - Referral to the LADO")
    t = table(d, [], 4)
    row(t, "Referred by", "Head of HR", "Agency/Relationship to child", "Ashmere College")
    row(t, "Address", "College Way", "Contact No", "01632 960 909")
    row(t, "Date of Referral", "02/06/26", "Email (Secure)", "hr@college.example")
    row(t, ("**Child's details", 4))
    row(t, ("Name & DoB: Ty Bell 09/09/2010", 2), ("Known As: T", 2))
    row(t, "Home Address", "3 Elm Gr", "Postcode", "ZZ1 1ZZ")
    row(t, ("**Family Members", 4))
    row(t, "Names", "DOB", "M/F", "Relationship")
    row(t, "Val Bell", "03/03/1980", "F", "Mother")
    row(t, "", "", "", "")
    row(t, ("Reason for referral", 4))
    row(t, ("Alleged assault in class.", 4))
    row(t, ("Actions taken so far", 4))
    row(t, ("Staff member suspended.", 4))
    row(t, ("**LADO ONLY", 4))
    row(t, "Date received", "03/06/26", "Name", "L. Officer")
    row(t, "Reason for referral", ("Not for referrer", 3))
    save(d, name, {
        "referrer.name": "Head of HR", "referrer.agency": "Ashmere College", "referrer.address": "College Way", "referrer.phone": "+441632960909", "referral.date": "2026-06-02",
        "referrer.email": "hr@college.example", "child.1.name": "Ty Bell", "child.1.dob": "2010-09-09", "child.1.aka": "T", "child.1.address": "3 Elm Gr", "child.1.postcode": "ZZ1 1ZZ",
        "family.1.name": "Val Bell", "family.1.dob": "1980-03-03", "family.1.sex": "female", "family.1.relationship": "Mother", "rationale": "Alleged assault in class.",
        "safety.immediate": "Staff member suspended.",
    }, "marf")


@form("19-vertical-section-cells.docx")
def f19(name):
    d = Document()
    title(d, "LCSPR Referral Form")
    t = table(d, [("REFERRER", "Name", "Moe Abdi"), ("", "Role", "Sergeant"), ("", "Email", "moe.abdi@police.example"),
                  ("SAFEGUARDING LEAD", "Name", "Fay Orr"), ("", "Role", "Inspector"),
                  ("CHILD", "Name", "Ivy Page"), ("", "Date of birth", "7.7.07"), ("", "Address", "2 Pond Rd, Ashmere")], 3)
    for a, b in ((0, 2), (3, 4), (5, 7)):
        t.cell(a, 0).merge(t.cell(b, 0))
    save(d, name, {
        "referrer.name": "Moe Abdi", "referrer.role": "Sergeant", "referrer.email": "moe.abdi@police.example", "lead.name": "Fay Orr", "lead.role": "Inspector",
        "child.1.name": "Ivy Page", "child.1.dob": "2007-07-07", "child.1.address": "2 Pond Rd, Ashmere",
    })


@form("20-conflict-and-invalid.docx")
def f20(name):
    d = Document()
    title(d, "Rapid Review Referral Form")
    t = table(d, [("Name of child", "Remi Duarte"), ("Child's date of birth", "31/02/2017"), ("NHS Number", "943 476 5918"),
                  ("Date of incident", "03/25/2026"), ("Date agency became aware", "3rd or 4th May 2026"), ("Date LA became aware", "not known"),
                  ("Referrer's name", "Gil West"), ("Email of referrer", "gil west at ashmere"), ("Type of review requested", "Not sure, LCSPR or PLR")], 2)
    d.add_paragraph("Date of referral: 5 May 2026")
    d.add_paragraph()
    t = table(d, [("Date of referral", "6 May 2026"), ("Time of incident", "about 10.45pm")], 2)
    save(d, name, {
        "child.1.name": "Remi Duarte", "child.1.dob": {"state": "invalid", "value": None}, "child.1.nhs": {"state": "invalid", "value": None},
        "incident.date": {"state": "invalid", "value": None}, "incident.agency_aware": {"value": "2026-05-03", "qualifier": "approximate"},
        "incident.la_aware": {"state": "invalid", "value": None}, "referrer.name": "Gil West", "referrer.email": {"state": "invalid", "value": None},
        "referral.type": "unclear", "referral.date": "2026-05-05", "incident.time": {"value": "22:45", "qualifier": "approximate"},
    })


@form("21-blank.docx")
def f21(name):
    d = Document()
    title(d, "Rapid Review Referral Form")
    t = table(d, [("Name of referrer", TEXT_PH), ("Agency", ""), ("Name of child", EN5), ("Date of birth", "  /  /  "), ("Gender", "Male / Female"),
                  ("Child protection plan", "YES / NO"), ("Type of review requested", "☐ LCSPR ☐ PLR"), ("Religion", "Please selectChristianMuslimNone"), ("Reason for referral", "Do not leave blank")], 2)
    title(d, "Family composition")
    table(d, [("Name", "Relationship to child", "DOB"), ("", "", ""), ("", "", "")], 3)
    save(d, name, {k: None for k in ("referrer.name", "referrer.agency", "child.1.name", "child.1.dob", "child.1.sex", "child.1.cp_plan", "referral.type", "child.1.religion", "rationale",
                                     "family.1.name", "family.1.relationship", "family.1.dob")})


@form("22-criteria-list.docx")
def f22(name):
    d = Document()
    title(d, "Referral for a Local Child Safeguarding Practice Review")
    d.add_heading("Child", 2)
    d.add_paragraph("Child's name: Pia Lind")
    d.add_paragraph("DoB: 2 Aug 2008")
    d.add_heading("Criteria for review (tick all that apply)", 2)
    t = table(d, [("☒", "Abuse or neglect of a child is known or suspected"), ("☐", "The child has died"), ("☒", "The child has been seriously harmed")], 2)
    d.add_heading("Type of abuse", 2)
    d.add_paragraph("☒ Physical  ☐ Sexual  ☐ Emotional  ☒ Neglect  ☐ Exploitation")
    d.add_heading("Review type", 2)
    d.add_paragraph("☒ Local Child Safeguarding Practice Review")
    d.add_paragraph("☐ Practice Learning Review")
    save(d, name, {
        "child.1.name": "Pia Lind", "child.1.dob": "2008-08-02", "criteria.abuse_known": "yes", "criteria.died": None, "criteria.seriously_harmed": "yes",
        "incident.harm": ["Physical", "Neglect"], "referral.type": "lcspr",
    })


@form("23-perpetrator.docx")
def f23(name):
    d = Document()
    title(d, "Rapid Review Referral Form")
    for head, rows in (("Details of referrer", (("Name", "Zed Young"), ("Agency", "NHS"), ("Telephone", "01632 960010"))),
                       ("Details of child", (("Name", "Cal Hope"), ("Date of birth", "01/12/2015"), ("Address", "4 Low St"), ("School", "Low St Primary"))),
                       ("Details of alleged perpetrator", (("Name", "Vic Stoat"), ("Date of birth", "01/01/1980"), ("Address", "5 High St"), ("Relationship to child", "Stepfather"))),
                       ("Details of the social worker", (("Name", "Sue Wark"), ("Telephone", "01632 960011"))),
                       ("Incident", (("Date", "04/05/2026"), ("Time", "3pm"), ("Location", "High St")))):
        d.add_heading(head, 2)
        table(d, rows, 2)
    save(d, name, {
        "referrer.name": "Zed Young", "referrer.agency": "NHS", "referrer.phone": "+441632960010", "child.1.name": "Cal Hope", "child.1.dob": "2015-12-01", "child.1.address": "4 Low St",
        "child.1.school": "Low St Primary", "incident.date": "2026-05-04", "incident.time": "15:00", "incident.location": "High St",
    })


@form("24-quoted-reply.txt")
def f24(name):
    save("""Hello,

Sorry, here it is again with the dates put right.

RAPID REVIEW REFERRAL FORM
Name of referrer: Alma Finch
Referring agency: Probation
Name of child: Rex Toft
Child's date of birth: 06/06/2010
Date LA became aware: 09/06/2026
Reason for referral: Serious assault.

Alma

On 8 June 2026 the Business Unit wrote:
> RAPID REVIEW REFERRAL FORM
> Name of referrer: Alma Finch
> Name of child: Rex Toft
> Child's date of birth: 06/06/2001
> Date LA became aware: 
> Date agency became aware: 07/06/2026
""", name, {
        "referrer.name": "Alma Finch", "referrer.agency": "Probation", "child.1.name": "Rex Toft", "child.1.dob": "2010-06-06", "incident.la_aware": "2026-06-09",
        "rationale": "Serious assault.", "incident.agency_aware": "2026-06-07",
    })


@form("25-underscores.txt")
def f25(name):
    save("""CASE REVIEW REFERRAL

REFERRER DETAILS
Name: ____Hal Winter____
Position: __________________
Organisation: Ashmere Hospital
Telephone No. 01632 960 010

CHILD DETAILS
Surname: Voss
Forename(s): Ada
DOB 12/11/2017
M/F: F
Ethnicity........White European
Known as:
NHS No: 943 476 5919

Legal status - Section 20
Looked after child [x] Yes [ ] No
Care leaver [ ] Yes [ ] No
Child protection plan: Y / N / Not Known

Date of Referral: ___/___/______
Signed: ______________
""", name, {
        "referrer.name": "Hal Winter", "referrer.role": None, "referrer.agency": "Ashmere Hospital", "referrer.phone": "+441632960010", "child.1.surname": "Voss", "child.1.forename": "Ada",
        "child.1.name": "Ada Voss", "child.1.dob": "2017-11-12", "child.1.sex": "female", "child.1.ethnicity": "White European", "child.1.aka": None, "child.1.nhs": "9434765919",
        "child.1.legal_status": "Section 20", "child.1.looked_after": "yes", "child.1.care_leaver": None, "child.1.cp_plan": None, "referral.date": None, "authoriser.name": None,
    })


@form("26-tagged.docx")
def f26(name):
    d = Document()
    title(d, "Referral")
    t = table(d, [], 2)
    row(t, "What we call them", control("Bo Ash", tag="child.1.name"))
    row(t, "When they were born", control("3 March 2015", kind="date", full_date="2015-03-03", tag="child.1.dob"))
    row(t, "Who you are", control("Kay Lowe", tag="referrer.name"))
    row(t, "Your work", control(TEXT_PH, placeholder=True, tag="referrer.role"))
    row(t, "Which one", control("Practice Learning Review", kind="drop", choices=["LCSPR", "Practice Learning Review"], tag="referral.type"))
    row(t, "Second one", control("Cy Ash", tag="child.2.name"))
    save(d, name, {"child.1.name": "Bo Ash", "child.1.dob": "2015-03-03", "referrer.name": "Kay Lowe", "referrer.role": None, "referral.type": "plr", "child.2.name": "Cy Ash"})


@form("27-children-blocks.docx")
def f27(name):
    d = Document()
    title(d, "Rapid review referral")
    t = table(d, [], 4)
    row(t, ("**Child 1", 4))
    row(t, "Surname", "Teal", "Forename", "Ari")
    row(t, "DOB", "01/01/2012", "Gender", "M")
    row(t, ("**Child 2", 4))
    row(t, "Surname", "Teal", "Forename", "Bea")
    row(t, "DOB", "02/02/2014", "Gender", "F")
    t2 = table(d, [], 2)
    row(t2, ("**Details of referrer", 2))
    row(t2, "Child 3 Name", "Cam Teal")
    row(t2, "Child 3's Date of Birth", "03/03/2016")
    row(t2, "Name of referrer", "Max Holt")
    save(d, name, {
        "child.1.surname": "Teal", "child.1.forename": "Ari", "child.1.name": "Ari Teal", "child.1.dob": "2012-01-01", "child.1.sex": "male",
        "child.2.surname": "Teal", "child.2.forename": "Bea", "child.2.name": "Bea Teal", "child.2.dob": "2014-02-02", "child.2.sex": "female",
        "child.3.name": "Cam Teal", "child.3.dob": "2016-03-03", "referrer.name": "Max Holt",
    })


@form("28-unborn.docx")
def f28(name):
    d = Document()
    title(d, "Referral for Practice Learning Review")
    t = table(d, [("Name of child", "Unborn baby Kaye"), ("DOB or EDD", "14/11/2026"), ("Gender", "Not known"), ("Mother's name", "Lou Kaye"),
                  ("Date of Referral to the Partnership Office", "1.7.26"), ("Completed by", "Sal Ito"), ("Designation", "Midwife"), ("Local authority", "Ashmere")], 2)
    save(d, name, {
        "child.1.name": "Unborn baby Kaye", "child.1.dob": {"value": "2026-11-14", "qualifier": "expected"}, "child.1.sex": "unknown", "referral.date": "2026-07-01",
        "referrer.name": "Sal Ito", "referrer.role": "Midwife", "referrer.agency": "Ashmere",
    }, "plr")


@form("29-options-in-cells.docx")
def f29(name):
    d = Document()
    title(d, "Rapid Review Referral Form")
    t = table(d, [], 5)
    row(t, ("**Child's details", 5))
    row(t, "Name of child", ("Nell Hart", 4))
    row(t, "Gender", "Male ☐", "Female ☒", ("", 2))
    row(t, "Looked after child", "Yes", "X", "No", "")
    row(t, "Child protection plan", "Yes", "", "No", "X")
    row(t, "Care leaver", "☐ Yes", "☒ No", ("☐ Not known", 2))
    row(t, "Child in need", "Yes", "", "No", "")

    def three(cell):
        cell.text = ""
        run(cell, "Y", strike=True)
        run(cell, " / ")
        run(cell, "N", strike=True)
        run(cell, " / Not Known")
    row(t, "Media interest", (three, 4))
    t = table(d, [], 3)
    row(t, ("**Type of review requested", 3))
    row(t, "Local Child Safeguarding Practice Review (LCSPR)", "☐", "")
    row(t, "Practice Learning Review (PLR)", "☒", "")
    save(d, name, {"child.1.name": "Nell Hart", "child.1.sex": "female", "child.1.looked_after": "yes", "child.1.cp_plan": "no", "child.1.care_leaver": "no",
                   "child.1.social_care": None, "media": "unknown", "referral.type": "plr"})


@form("30-nested.docx")
def f30(name):
    d = Document()
    title(d, "LCSPR referral form")
    t = table(d, [("Name of child", "Odd Lie"), ("Professionals involved", ""), ("Reason for referral", "")], 2)
    n = t.cell(1, 1).add_table(rows=0, cols=4)
    for r in (("Name", "Agency", "Contact Details", "Are they still involved?"), ("Kai Roe", "School", "01632 960100", "Yes")):
        cs = n.add_row().cells
        for c, x in zip(cs, r):
            c.text = x
    n = t.cell(2, 1).add_table(rows=1, cols=1)
    n.cell(0, 0).text = "Seriously harmed at home."
    save(d, name, {"child.1.name": "Odd Lie", "agency.1.name": "Kai Roe", "agency.1.organisation": "School", "agency.1.contact": "01632 960100", "agency.1.involved": "yes",
                   "rationale": "Seriously harmed at home."})


@form("31-parents-and-address-rows.docx")
def f31(name):
    d = Document()
    title(d, "Case Review Referral")
    t = table(d, [("**Children", "**Forename(s)", "**Surname", "**Date of Birth")], 4)
    row(t, "Child 1", "Una", "Swift", "01/02/2012")
    row(t, ("Child’s Address: 1 Low Rd, Ashmere", 4))
    row(t, "Child 2", "Vic", "Swift", "03/04/2014")
    row(t, ("Child’s Address: 2 High Rd, Ashmere", 4))
    d.add_heading("Parent/carer details", 2)
    t = table(d, [("Name", "Tess Swift", "Relationship to child", "Mother"), ("Date of birth", "05/06/1989", "Address", "1 Low Rd"),
                  ("Name", "Ron Swift", "Relationship to child", "Father"), ("Date of birth", "", "Address", "Not known")], 4)
    save(d, name, {
        "child.1.forename": "Una", "child.1.surname": "Swift", "child.1.name": "Una Swift", "child.1.dob": "2012-02-01", "child.1.address": "1 Low Rd, Ashmere",
        "child.2.forename": "Vic", "child.2.surname": "Swift", "child.2.name": "Vic Swift", "child.2.dob": "2014-04-03", "child.2.address": "2 High Rd, Ashmere",
        "family.1.name": "Tess Swift", "family.1.relationship": "Mother", "family.1.dob": "1989-06-05", "family.1.address": "1 Low Rd",
        "family.2.name": "Ron Swift", "family.2.relationship": "Father", "family.2.dob": None, "family.2.address": "Not known",
    })


@form("32-header-values.docx")
def f32(name):
    d = Document()
    s = d.sections[0]
    s.header.paragraphs[0].text = "Name of child: Lux Ray\tDate of referral: 7/7/2026"
    s.footer.paragraphs[0].text = "OFFICIAL-SENSITIVE"
    title(d, "Rapid Review Referral Form")
    table(d, [("Referrer's name", "Ned Low"), ("Child's date of birth", "01/01/2020"), ("Date LA became aware", "w/c 6 July 2026"),
              ("Has this referral been discussed with your safeguarding lead?", "Yes – Jan Fox, 3/7/26"), ("Coroner / inquest", "Yes - opened 8 July"), ("CDOP", "n/k")], 2)
    save(d, name, {"child.1.name": "Lux Ray", "referral.date": "2026-07-07", "referrer.name": "Ned Low", "child.1.dob": "2020-01-01",
                   "incident.la_aware": {"value": "2026-07-06", "qualifier": "approximate"}, "lead.discussed": "yes", "parallel.coroner": "yes", "parallel.coroner_detail": "opened 8 July", "parallel.cdop": "unknown"})


@form("33-acroform.pdf")
def f33(name):
    import os
    from reportlab.pdfgen import canvas
    path = os.path.join(m.OUT, name)
    c = canvas.Canvas(path, pagesize=(595, 842), invariant=1)
    c.drawString(60, 800, "Rapid Review Referral Form")
    f = c.acroForm
    y = 760
    for tip, key, value in (("Name of referrer", "RefName", "Eva Dow"), ("Job title", "RefRole", "Nurse"), ("Email of referrer", "RefMail", "e.dow@nhs.example"),
                            ("Name of child", "ChildName", "Pip Lane"), ("Child's date of birth", "ChildDOB", "09/08/2016"), ("Date LA became aware", "LAaware", ""),
                            ("Reason for referral", "Reason", "Serious harm at home.")):
        c.drawString(60, y + 4, tip)
        f.textfield(name=key, tooltip=tip, x=220, y=y, width=250, height=18, value=value)
        y -= 40
    c.drawString(60, y + 4, "Child protection plan")
    f.checkbox(name="cpYes", tooltip="Child protection plan - Yes", x=220, y=y, checked=True)
    c.drawString(245, y + 4, "Yes")
    f.checkbox(name="cpNo", tooltip="Child protection plan - No", x=300, y=y, checked=False)
    c.drawString(325, y + 4, "No")
    y -= 40
    c.drawString(60, y + 4, "Looked after child")
    f.checkbox(name="lacYes", tooltip="Looked after child - Yes", x=220, y=y, checked=False)
    f.checkbox(name="lacNo", tooltip="Looked after child - No", x=300, y=y, checked=True)
    c.save()
    with open(path + ".json", "w", encoding="utf-8") as o:
        m.json.dump({"form": "lcspr", "fields": {"referrer.name": "Eva Dow", "referrer.role": "Nurse", "referrer.email": "e.dow@nhs.example", "child.1.name": "Pip Lane",
                    "child.1.dob": "2016-08-09", "incident.la_aware": None, "rationale": "Serious harm at home.", "child.1.cp_plan": "yes", "child.1.looked_after": "no"}}, o, indent=1)
        o.write("\n")
