# SPDX-License-Identifier: ISC
"""What reading one document costs, beside Python's readers and the bare libraries: documents a
second of processor time, medians of interleaved rounds."""
import glob
import io
import os
import statistics
import subprocess
import time
import xml.etree.ElementTree
import zipfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TREE, os.environ.get("BUILD", "build"))
GOLDEN = os.path.join(TREE, "tests", "golden")
SECONDS = 0.5
LARGE = 35000       # bytes of word/document.xml: what partnerships publish, and what the bars were set with
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ours(what, files):
    run = subprocess.run([os.path.join(BUILD, "bench", "documents"), what, os.path.join(TREE, "config", "forms.conf"), *files],
                         check=True, stdout=subprocess.PIPE)
    return float(run.stdout)


def theirs(read, files):
    data = [open(f, "rb").read() for f in files]
    for d in data:
        read(d)
    count, began = 0, time.process_time()
    while time.process_time() - began < SECONDS:
        for d in data:
            read(d)
            count += 1
    return count / (time.process_time() - began)


def python_docx(data):
    import docx
    document = docx.Document(io.BytesIO(data))
    return [p.text for p in document.paragraphs] + [cell.text for t in document.tables for row in t.rows for cell in row.cells]


def element_tree(data):
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        root = xml.etree.ElementTree.fromstring(z.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(W + "t")) for p in root.iter(W + "p")]


def pypdf(data):
    import pypdf as library
    return library.PdfReader(io.BytesIO(data)).get_fields()


def median_of(sources, rounds):
    """{name: documents a second} of {name: function}, a round of each in turn."""
    found = {name: [] for name in sources}
    for _ in range(rounds):
        for name, measure in sources.items():
            found[name].append(measure())
    return {name: statistics.median(values) for name, values in found.items()}


def compare(say, rounds, mails):
    """say(name, value, bar, met): one line of the table.  mails: files, each a message."""
    docx = [f for d in ("forms", "heldout", "sown") for f in sorted(glob.glob(os.path.join(GOLDEN, d, "*.docx"))) if opens(f)]
    large = [f for f in docx if main_part_size(f) >= LARGE]
    pdf = sorted(f for f in glob.glob(os.path.join(GOLDEN, "forms", "*.pdf")) if theirs_has_fields(f))
    mails = mails + sorted(glob.glob(os.path.join(GOLDEN, "mail", "*.eml")))
    rate = median_of({
        "docx": lambda: ours("file", docx), "scan": lambda: ours("scan", docx), "python-docx": lambda: theirs(python_docx, docx),
        "ElementTree": lambda: theirs(element_tree, docx), "large docx": lambda: ours("file", large), "large scan": lambda: ours("scan", large),
        "large python-docx": lambda: theirs(python_docx, large), "large ElementTree": lambda: theirs(element_tree, large), "pdf": lambda: ours("file", pdf), "pypdf": lambda: theirs(pypdf, pdf),
        "mail": lambda: ours("mail", mails), "gmime": lambda: ours("gmime", mails),
    }, rounds)
    for name, what in (("docx", ".docx to fields, referrald"), ("python-docx", ".docx to text, python-docx"), ("ElementTree", ".docx to text, zipfile and ElementTree"),
                       ("scan", ".docx inflated and scanned, C"), ("large docx", "large .docx to fields, referrald"), ("large python-docx", "large .docx to text, python-docx"),
                       ("large ElementTree", "large .docx to text, zipfile and ElementTree"), ("large scan", "large .docx inflated and scanned, C"), ("pdf", "PDF form to fields, referrald"), ("pypdf", "PDF form to fields, pypdf"),
                       ("mail", "mail taken apart, referrald"), ("gmime", "mail taken apart, bare GMime")):
        say(what, "%.0f/s" % rate[name])
    for a, b, least, aim in (("docx", "python-docx", 15, None), ("docx", "ElementTree", 3, None), ("docx", "scan", None, 0.5),
                              ("large docx", "large python-docx", 15, None), ("large docx", "large ElementTree", 3, None), ("large docx", "large scan", None, 0.5), ("pdf", "pypdf", 1, None), ("mail", "gmime", 0.5, None)):
        say("%s, ratio to %s" % (a, b), "%.2f" % (rate[a] / rate[b]), "at least %g" % least if least else "aim %g" % aim, rate[a] / rate[b] >= (least or aim))


def opens(path):
    """Whether python-docx opens it: it knows no Strict namespaces (ISO/IEC 29500-1), and those files are left out for all."""
    with open(path, "rb") as f:
        try:
            return bool(python_docx(f.read()))
        except (KeyError, ValueError):
            return False


def main_part_size(path):
    with zipfile.ZipFile(path) as z:
        return z.getinfo("word/document.xml").file_size


def theirs_has_fields(path):
    with open(path, "rb") as f:
        return bool(pypdf(f.read()))
