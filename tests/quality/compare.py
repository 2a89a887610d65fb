#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What content controls, legacy fields and AcroForms hold, value by value: ours against an independent reader.

    compare.py [-v] BLOCKS FILE|FOLDER...       BLOCKS: build/tests/quality/blocks

.docx .docm .dotx are read here with lxml, .odt .fodt .ott likewise, .pdf with pypdf.  A value counts
as the same when its letters are the same, blanks aside.  -v names each that is not; what only one of
the two has is shown with "-" (they) or "+" (we).
"""
import collections
import json
import os
import re
import signal
import subprocess
import sys
import zipfile

from lxml import etree

PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)
LIMIT, SECONDS = 30, 10
ASKS = re.compile(r'(please )?(select|choose)\b', re.I)
NOT_FILLED = ('docPartObj', 'docPartList', 'citation', 'bibliography', 'group', 'picture', 'equation', 'repeatingSection', 'repeatingSectionItem')


def local(e):
    return etree.QName(e).localname if isinstance(e.tag, str) else ''


def child(e, *path):
    for name in path:
        e = next((c for c in e if local(c) == name), None) if e is not None else None
    return e


def attribute(e, name):
    return next((v for k, v in e.attrib.items() if k.rsplit('}')[-1] == name), None) if e is not None else None


def is_on(e):
    return e is not None and attribute(e, 'val') not in ('0', 'false', 'off')


def plain(text):
    return re.sub(r'[\s\u00a0\u2002\u2003]+', '', text or '')


# ---- Word --------------------------------------------------------------------------------------

def word_text(e):
    """The words of an element as a reader sees them: no deletions, no hidden runs."""
    name = local(e)
    if name in ('del', 'moveFrom', 'instrText', 'delText', 'Fallback', 'sdtPr', 'rPr', 'pPr', 'tcPr', 'txbxContent'):
        return ''
    if name == 'r' and is_on(child(e, 'rPr', 'vanish')):
        return ''
    if name == 't':
        return e.text or ''
    if name == 'noBreakHyphen':
        return '\u2011'
    return ''.join(word_text(c) for c in e)


def word_control(sdt):
    """What people fill in: no contents, citations, groups, nor what holds other controls or cells."""
    pr = child(sdt, 'sdtPr')
    if pr is None or any(local(c) in NOT_FILLED for c in pr) or any(local(c) in ('sdt', 'ffData', 'tc') for c in sdt.iterdescendants()):
        return None
    name = attribute(child(pr, 'tag'), 'val') or ''
    if is_on(child(pr, 'showingPlcHdr')):
        return name, ''
    box = child(pr, 'checkbox')
    if box is not None:
        return name, 'ticked' if attribute(child(box, 'checked'), 'val') in ('1', 'true', 'on') else 'empty'
    text = word_text(child(sdt, 'sdtContent')) if child(sdt, 'sdtContent') is not None else ''
    return name, plain(text) + word_machine(pr, text)


def word_machine(pr, text):
    """What the file says beside the text: " =2026-11-23", " =value of the entry"."""
    date = attribute(child(pr, 'date'), 'fullDate')
    if date and text and re.match(r'\d{4}-\d\d-\d\d', date):
        return ' =' + date[:10]
    choices = child(pr, 'dropDownList')
    choices = child(pr, 'comboBox') if choices is None else choices
    for item in choices if choices is not None else ():
        if local(item) == 'listItem' and attribute(item, 'displayText') == text.strip() and attribute(item, 'value') not in (None, '', text):
            return ' =' + attribute(item, 'value')
    return ''


def dropped(e):
    return any(local(a) in ('Fallback', 'del', 'moveFrom') for a in e.iterancestors())


def word_fields(root):
    """Legacy fields: the data of the field's beginning, and what stands between separator and end."""
    open_fields = []
    for e in root.iter():
        if local(e) == 'fldChar' and not dropped(e):
            kind = attribute(e, 'fldCharType')
            if kind == 'begin':
                open_fields.append([child(e, 'ffData'), False, ''])
            elif kind == 'separate' and open_fields:
                open_fields[-1][1] = True
            elif kind == 'end' and open_fields:
                data, _, text = open_fields.pop()
                if open_fields and open_fields[-1][1]:
                    open_fields[-1][2] += text
                if data is not None:
                    yield word_field(data, text)
        elif local(e) == 't' and open_fields and open_fields[-1][1] and not dropped(e):
            open_fields[-1][2] += e.text or ''


def word_field(data, text):
    name = attribute(child(data, 'name'), 'val') or ''
    box, choices = child(data, 'checkBox'), child(data, 'ddList')
    if box is not None:
        state = child(box, 'checked')
        state = child(box, 'default') if state is None else state
        return name, 'ticked' if is_on(state) else 'empty'
    if choices is not None:
        entries = [attribute(c, 'val') for c in choices if local(c) == 'listEntry']
        at = attribute(child(choices, 'result'), 'val')
        at = attribute(child(choices, 'default'), 'val') if at is None else at
        at = int(at or 0)
        return name, '' if at >= len(entries) or ASKS.match(entries[at]) else plain(entries[at])
    return name, plain(text)


def read_word(path):
    with zipfile.ZipFile(path) as z:
        for part in z.namelist():
            if not re.match(r'word/(document|header|footer|footnotes|endnotes)\d*\.xml$', part):
                continue
            root = etree.fromstring(z.read(part), PARSER)
            for sdt in root.iter():
                if local(sdt) == 'sdt' and not dropped(sdt):
                    found = word_control(sdt)
                    if found is not None:
                        yield found
            yield from word_fields(root)


# ---- OpenDocument ------------------------------------------------------------------------------

def odf_text(e):
    """The words of an element, drawn things and notes aside."""
    out = e.text or ''
    for c in e:
        if local(c) not in ('frame', 'note', 'annotation', 'custom-shape', 'list-item', 'label'):
            out += odf_text(c)
        out += c.tail or ''
    return out


def odf_form(control):
    name, kind = attribute(control, 'name') or '', local(control)
    if kind in ('checkbox', 'radio'):
        on = [attribute(control, a) for a in ('current-state', 'current-selected', 'state', 'selected')]
        return name, 'ticked' if next((v for v in on if v is not None), '') in ('checked', 'true') else 'empty'
    value = attribute(control, 'current-value')
    value = attribute(control, 'value') if value is None else value
    if kind == 'listbox' or (kind == 'combobox' and not value):
        # What it is now, else what it was at first.
        chosen = [attribute(o, 'label') for state in ('current-selected', 'selected') for o in control if attribute(o, state) == 'true']
        value = chosen[0] if chosen else value
    return name, plain(value)


def odf_mark(e, kind):
    """A field mark: its parameters, or the words up to its end."""
    params = collections.defaultdict(list)
    for p in e:
        params[attribute(p, 'name')].append(attribute(p, 'value'))
    name = attribute(e, 'name') or ''
    if kind.endswith('FORMCHECKBOX'):
        return name, 'ticked' if params['Checkbox_Checked'][:1] == ['true'] else 'empty'
    if kind.endswith('FORMDROPDOWN'):
        at = int((params['Dropdown_Selected'] or ['-1'])[0] or -1)
        return name, plain(params['Dropdown_ListEntry'][at]) if 0 <= at < len(params['Dropdown_ListEntry']) else ''
    return None


def read_odf(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as z:
            root = etree.fromstring(z.read('content.xml'), PARSER)
    else:
        root = etree.parse(path, PARSER).getroot()
    drawn = {attribute(e, 'control') for e in root.iter('{*}control')}
    for e in root.iter():
        kind = local(e)
        ns = etree.QName(e).namespace.rsplit(':', 2)[-2] if isinstance(e.tag, str) and etree.QName(e).namespace else ''
        if any(local(a) == 'tracked-changes' for a in e.iterancestors()):
            continue
        if ns == 'form' and kind in ('text', 'textarea', 'formatted-text', 'number', 'date', 'time', 'checkbox', 'radio', 'listbox', 'combobox') and attribute(e, 'id') in drawn:
            yield odf_form(e)
        elif kind in ('fieldmark', 'fieldmark-start'):
            found = odf_mark(e, attribute(e, 'type') or '')
            if found is not None:
                yield found
        elif kind == 'content-control':
            name = attribute(e, 'tag') or ''
            if attribute(e, 'checkbox') == 'true':
                yield name, 'ticked' if attribute(e, 'checked') == 'true' else 'empty'
            elif attribute(e, 'picture') != 'true':
                yield name, '' if attribute(e, 'showing-place-holder') == 'true' else plain(odf_text(e))
        elif ns == 'text' and kind in ('drop-down', 'text-input'):
            yield attribute(e, 'name') or '', plain(odf_text(e))
        elif ns == 'text' and kind == 'placeholder':
            yield '', ''


# ---- PDF ---------------------------------------------------------------------------------------

def read_pdf(path):
    import pypdf
    fields = pypdf.PdfReader(path).get_fields() or {}
    for name, field in fields.items():
        kind, value = field.get('/FT'), field.get('/V')
        if kind == '/Btn':
            if int(field.get('/Ff', 0)) & 65536:
                continue
            yield name, 'empty' if value in (None, '', '/Off', 'Off') else 'ticked'
        elif kind in ('/Tx', '/Ch'):
            values = value if isinstance(value, list) else [value]
            yield name, plain(' '.join(str(v) for v in values if v is not None))


# ---- ours --------------------------------------------------------------------------------------

def ours(document, word):
    found = []
    for c in (c for block in document['blocks'] for c in block['controls']):
        if c['kind'] in ('checkbox', 'radio'):
            found.append((c.get('name', ''), 'ticked' if c['checked'] else 'empty'))
            continue
        text = '' if c['placeholder'] else plain(c.get('text'))
        if text and word and c.get('value') and c['value'] != c.get('text'):
            text += ' =' + c['value']
        if c['more']:
            name, before = found.pop()
            text = before + text
        found.append((c.get('name', ''), text))
    return found


READERS = {'odt': read_odf, 'fodt': read_odf, 'ott': read_odf, 'docx': read_word, 'docm': read_word, 'dotx': read_word, 'pdf': read_pdf}


def files_of(arguments):
    for a in arguments:
        if os.path.isdir(a):
            for folder, _, names in os.walk(a):
                yield from (os.path.join(folder, n) for n in sorted(names))
        else:
            yield a


def too_long(number, frame):
    raise TimeoutError


def main():
    signal.signal(signal.SIGALRM, too_long)
    arguments = sys.argv[1:]
    verbose = arguments[:1] == ['-v']
    blocks, *given = arguments[1 if verbose else 0:]
    paths = [p for p in files_of(given) if p.rsplit('.', 1)[-1].lower() in READERS]
    run = subprocess.Popen([blocks, '-'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out, _ = run.communicate('\n'.join(paths).encode())
    totals = collections.defaultdict(collections.Counter)
    for line in out.splitlines():
        document = json.loads(line)
        path = document['file']
        kind = path.rsplit('.', 1)[-1].lower()
        tally = totals[kind]
        signal.alarm(SECONDS)
        try:
            theirs = collections.Counter(READERS[kind](path))
        except Exception as e:      # whatever the other reader says of a broken file
            tally['not read by the other'] += 1
            continue
        finally:
            signal.alarm(0)
        we = collections.Counter(ours(document, kind.startswith('do')))
        tally['documents with any'] += 1 if theirs else 0
        tally['values'] += sum(theirs.values())
        tally['the same'] += sum((theirs & we).values())
        if verbose and theirs - we:
            print(path, [p['outcome'] + p['why'] for p in document['parts'][:1]])
            for mark, some in (('-', theirs - we), ('+', we - theirs)):
                for (name, value), n in list(some.items())[:LIMIT]:
                    print('  %s %d %s = %s' % (mark, n, name, value[:100]))
    for kind, tally in sorted(totals.items()):
        print(kind, dict(tally))


if __name__ == '__main__':
    main()
