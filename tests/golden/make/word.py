#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Makes the Word documents in tests/golden/docx.

usage: word.py DIRECTORY

Everyone in them is invented.  Markup as Word writes it is written by hand; a form of plain
tables comes from python-docx; each is also sent through LibreOffice (lo-*.docx), whose
markup for the same thing is quite another.  The documents are checked in, because no two
versions of these programs write the same bytes: run this to add one, not to check them.
"""
import os
import subprocess
import sys
import zipfile

import docx

NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
      'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
      'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
      'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
      'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
      'xmlns:v="urn:schemas-microsoft-com:vml" '
      'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"')
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'


def run(text, properties=''):
    return '<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>' % (
        '<w:rPr>%s</w:rPr>' % properties if properties else '', text)


def par(*inner, style=''):
    return '<w:p>%s%s</w:p>' % ('<w:pPr><w:pStyle w:val="%s"/></w:pPr>' % style if style else '', ''.join(inner))


def cell(*pars, properties=''):
    return '<w:tc><w:tcPr><w:tcW w:w="2500" w:type="dxa"/>%s</w:tcPr>%s</w:tc>' % (properties, ''.join(pars) or par())


def table(*rows, columns=2):
    return ('<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>%s</w:tblGrid>%s</w:tbl>'
            % ('<w:gridCol w:w="2500"/>' * columns, ''.join('<w:tr>%s</w:tr>' % ''.join(r) for r in rows)))


def label(text):
    return cell(par(run(text, '<w:b/>')))


def control(properties, content):
    return '<w:sdt><w:sdtPr>%s</w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>' % (properties, content)


def text_control(tag, alias, value=None):
    if value is None:
        return control('<w:alias w:val="%s"/><w:tag w:val="%s"/><w:id w:val="1"/><w:showingPlcHdr/><w:text/>' % (alias, tag),
                       run('Click or tap here to enter text.', '<w:rStyle w:val="PlaceholderText"/>'))
    return control('<w:alias w:val="%s"/><w:tag w:val="%s"/><w:id w:val="1"/><w:text/>' % (alias, tag), run(value))


def date_control(tag, shown, iso):
    return control('<w:tag w:val="%s"/><w:id w:val="2"/><w:date w:fullDate="%sT00:00:00Z"><w:dateFormat w:val="d MMMM yyyy"/>'
                   '<w:lid w:val="en-GB"/></w:date>' % (tag, iso), run(shown))


def tick(on):
    return control('<w:id w:val="3"/><w14:checkbox><w14:checked w14:val="%d"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
                   '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>' % on,
                   run('\u2612' if on else '\u2610', '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'))


def drop_down(tag, chosen):
    items = ''.join('<w:listItem w:displayText="%s" w:value="%s"/>' % (x, x[:1]) for x in ('Female', 'Male', 'Other'))
    return control('<w:tag w:val="%s"/><w:id w:val="4"/><w:dropDownList><w:listItem w:value="Choose an item."/>%s</w:dropDownList>' % (tag, items), run(chosen))


def field(data, code, result=None):
    return ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData>%s</w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>%s<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            % ('<w:enabled/><w:calcOnExit w:val="0"/>' + data, code, '' if result is None else run(result)))


def text_field(name, value):
    return field('<w:name w:val="%s"/><w:textInput/>' % name, 'FORMTEXT', value)


def check_field(name, on):
    return field('<w:name w:val="%s"/><w:checkBox><w:sizeAuto/><w:default w:val="0"/>%s</w:checkBox>' % (name, '<w:checked/>' if on else ''), 'FORMCHECKBOX')


def list_field(name, entries, chosen):
    return field('<w:name w:val="%s"/><w:ddList><w:result w:val="%d"/>%s</w:ddList>'
                 % (name, chosen, ''.join('<w:listEntry w:val="%s"/>' % e for e in entries)), 'FORMDROPDOWN')


STYLES = (HEAD + '<w:styles %s><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Section"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
          '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/></w:style>'
          '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="808080"/></w:rPr></w:style>'
          '</w:styles>' % NS)


def write(path, body, header='OFFICIAL-SENSITIVE when completed'):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Default Extension="xml" ContentType="application/xml"/>'
                   '<Override PartName="/word/document.xml" ContentType="%sdocument.main+xml"/>'
                   '<Override PartName="/word/styles.xml" ContentType="%sstyles+xml"/>'
                   '<Override PartName="/word/header1.xml" ContentType="%sheader+xml"/></Types>' % (TYPE, TYPE, TYPE))
        z.writestr('_rels/.rels', HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="rId1" Type="%sofficeDocument" Target="word/document.xml"/></Relationships>' % REL)
        z.writestr('word/_rels/document.xml.rels', HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   '<Relationship Id="rId1" Type="%sstyles" Target="styles.xml"/><Relationship Id="rId2" Type="%sheader" Target="header1.xml"/>'
                   '</Relationships>' % (REL, REL))
        z.writestr('word/styles.xml', STYLES)
        z.writestr('word/header1.xml', HEAD + '<w:hdr %s>%s</w:hdr>' % (NS, par(run(header))))
        z.writestr('word/document.xml', HEAD + '<w:document %s><w:body>%s<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
                   '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>' % (NS, body))


def controls():
    return (par(run('Request for a Child Safeguarding Practice Review'), style='Section') + table(
        (label('Name of referrer'), cell(par(text_control('referrer.name', 'Full name', 'Morwenna Tregear')))),
        (label('Agency'), control('<w:tag w:val="referrer.agency"/><w:id w:val="5"/>', cell(par(run('Example Children&#8217;s Services'))))),
        (label('E-mail'), cell(par(text_control('referrer.email', 'E-mail')))),
        (label('Type of review'), cell(par(tick(1), run(' LCSPR   '), tick(0), run(' PLR'))))) +
        par(run('The child'), style='Section') + table(
        (label('Full name of child'), cell(par(text_control('child.name', 'Name', 'Jory Penhale'))), label('Sex'), cell(par(drop_down('child.sex', 'Male')))),
        (label('Date of birth'), cell(par(date_control('child.dob', '4 March 2016', '2016-03-04'))), label('Date of death (if applicable)'),
         cell(par(control('<w:tag w:val="child.dod"/><w:id w:val="6"/><w:showingPlcHdr/><w:date><w:dateFormat w:val="d MMMM yyyy"/></w:date>',
                          run('Click or tap to enter a date.', '<w:rStyle w:val="PlaceholderText"/>'))))),
        (label('Brief information'), cell(control('<w:tag w:val="summary"/><w:id w:val="7"/>', par(run('First paragraph.')) + par(run('Second paragraph.'))),
                                          properties='<w:gridSpan w:val="3"/>')), columns=4))


def legacy():
    yes_no = lambda n, y, no: cell(par(check_field(n + 'Y', y), run(' Yes  '), check_field(n + 'N', no), run(' No')))
    return (par(run('MULTI-AGENCY REFERRAL', '<w:b/>')) + table(
        (label('Child&#8217;s first name'), cell(par(text_field('Text1', 'Kerensa'))), label('Child&#8217;s surname'), cell(par(text_field('Text2', 'Polglase')))),
        (label('DOB or EDD'), cell(par(text_field('Text3', '01/02/2019'))), label('Gender (M/F)'), cell(par(list_field('Drop1', ('Please select', 'Female', 'Male'), 1)))),
        (label('NHS number'), cell(par(text_field('Text4', '\u2002' * 5))), label('Title'), cell(par(list_field('Drop2', ('Please select', 'Mr', 'Mrs'), 0)))),
        (label('Subject to a child protection plan?'), yes_no('Check1', 1, 0), label('Looked after?'), yes_no('Check2', 0, 0)), columns=4) +
        par(run('Y \u2610  N '), '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', run('  Not known '), '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'))


def revised():
    box = '<w:txbxContent>%s</w:txbxContent>' % par(run('Ref No (office use): 17'))
    return (par(run('Case for consideration'), '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1440000" cy="360000"/><wp:docPr id="1" name="Box"/>'
                '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
                '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1440000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
                '<wps:txbx>' + box + '</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>'
                '<mc:Fallback><w:pict><v:shape style="width:113pt;height:28pt"><v:textbox>' + box + '</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>') +
            table((label('Name'), cell(par('<w:del w:id="1" w:author="A"><w:r><w:delText>Draft name</w:delText></w:r></w:del><w:ins w:id="2" w:author="A">' + run('Elowen Nance') + '</w:ins>'))),
                  (label('Criminal investigation'), cell(par(run('YES', '<w:strike/>'), run(' / NO')))),
                  (label('Other agencies'), cell(par(run('see below')), table((label('Agency'), label('Still involved')), (cell(par(run('School'))), cell(par(run('Y', '<w:bdr w:val="single" w:sz="4"/>'), run(' / N'))))), par()))) +
            table((cell(par(run('Family')), properties='<w:vMerge w:val="restart"/>'), cell(par(run('Mother'))), cell(par(run('Tamsin Nance')))),
                  (cell(properties='<w:vMerge/>'), cell(par(run('Sibling'))), cell(par(run('Denzel Nance')))), columns=3))


def plain(path):
    d = docx.Document()
    d.add_heading('Serious incident notification', 1)
    t = d.add_table(rows=0, cols=4)
    t.style = 'Table Grid'
    for row in (('Local authority', 'Example Council', 'Date notified (dd/mm/yyyy)', '03/06/2026'),
                ('Child\u2019s last name(s)', 'Chenoweth', 'Child\u2019s forename(s)', 'Merryn'),
                ('Date of birth', '12.11.2024', 'Male\u2610 Female\u2611', '')):
        for c, text in zip(t.add_row().cells, row):
            c.text = text
    t.cell(2, 2).merge(t.cell(2, 3))
    p = d.add_paragraph('Was the child subject to a plan? ')
    p.add_run('Yes').bold = True
    p.add_run(' / ')
    p.add_run('No').font.strike = True
    d.sections[0].header.paragraphs[0].text = 'RESTRICTED'
    d.save(path)


def main():
    out = sys.argv[1]
    made = {'controls': controls(), 'legacy': legacy(), 'revised': revised()}
    for name, body in made.items():
        write(os.path.join(out, name + '.docx'), body)
    plain(os.path.join(out, 'plain.docx'))
    for name in list(made) + ['plain']:
        subprocess.run(['soffice', '--headless', '--convert-to', 'docx:MS Word 2007 XML', '--outdir', os.path.join(out, 'lo'),
                        os.path.join(out, name + '.docx')], check=True, stdout=subprocess.DEVNULL)
        os.rename(os.path.join(out, 'lo', name + '.docx'), os.path.join(out, 'lo-' + name + '.docx'))
    os.rmdir(os.path.join(out, 'lo'))


main()
