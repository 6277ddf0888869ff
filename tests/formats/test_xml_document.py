"""A document of XML is refused with its place and a remedy, on the command line; pages and text are not."""

import gzip
import json

import pytest

from cleaner.formats.xml_document import find_xml_root
from tests import console

TEI = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- A book of locks. -->
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <text><body><p>The lock was closed on a <hi rend="italic">Tuesday</hi>.</p></body></text>
</TEI>
"""
BARE_TEI = "<TEI.2>\n<text><body><p>Die Schleuse blieb zu.</p></body></text>\n</TEI.2>\n"
RSS = '<rss version="2.0"><channel><title>Locks</title></channel></rss>\n'
ATOM = '\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>Écluses</title>\n</feed>\n'
JATS = """\
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2//EN" "JATS.dtd" [
<!ENTITY lock "lock">
]>
<article article-type="research-article"><body><p>Barges were counted.</p></body></article>
"""
OWN = "<DOC>\n<DOCNO> 17 </DOCNO>\n<TEXT>\nThe gate is shut.\n</TEXT>\n</DOC>\n" * 2
CUT = '<?xml version="1.0"?>\n<corpus>\n<s>Kapı kapalı kaldı.</s>\n<s>Kim'
DOCUMENTS = {"TEI": TEI, "TEI.2": BARE_TEI, "RSS": RSS, "Atom": ATOM, "JATS": JATS, "own": OWN, "cut": CUT}
XHTML = """\
<?xml version="1.0"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Locks</title></head>
<body><p>The lock was closed on a Tuesday, and nobody came to see it; the keeper stayed in his house.</p>
</body></html>
"""
TEXTS = {
    "XHTML": XHTML,
    "a page": "<!doctype html>\n<title>Locks</title>\n<p>The lock was closed.",
    "a fragment of a page": "<div><p>The lock was closed.</p></div>\n",
    "a fragment with a namespace": '<div xmlns:v="urn:x"><p>The lock was closed.</p></div>\n',
    "a page of a type that is none": '<!DOCTYPE x [<!ENTITY a "b">]>\n<p>The lock was closed.</p>\n',
    "an article of a page": "<article><h1>Locks</h1><p>The lock was closed.</p></article>\n",
    "a README that shows XML": f"# Locks\n\nA book looks so:\n\n```xml\n{TEI}```\n\nIt is read.\n",
    "a text that begins with XML": f"{TEI}\nSo a book looks. It is read line by line.\n",
    "a word in brackets": "<grin> The gate is shut, and so is the <b>mill</b>. </grin>\n",
    "chat": "<ines> is the gate shut\n<omar> it is, since <ines> shut it\n",
    "a slot to fill in": "<NAME>\n<STREET>\n\nDear <NAME>,\n\nthe gate is shut.\n",
    "feed": "<feed> the horses </feed>\n<feed> the <b>cows</b> </feed>\n",
    "less than": "< 3 of the gates are shut\n",
    "a mention": "The declaration <?xml version='1.0'?> begins a file, and <TEI> follows it.\n",
    "nothing": "",
    "an open bracket": "<",
    "a comment": "<!-- The lock was closed. -->\n",
    "verse with tags": "<i>The gate is shut, the lamp is low,</i>\n<i>There is no further way to go.</i>\n",
}


@pytest.mark.parametrize(
    ("name", "title", "line"),
    [
        ("TEI", "TEI", 3),
        ("TEI.2", "TEI", 1),
        ("RSS", "RSS", 1),
        ("Atom", "Atom", 2),
        ("JATS", "JATS", 4),
        ("own", "XML", 1),
        ("cut", "XML", 2),
    ],
)
def test_a_document_of_xml_is_known_by_what_it_says(name, title, line):
    root = find_xml_root(DOCUMENTS[name])
    assert (root.title, root.line) == (title, line)
    assert find_xml_root("\ufeff" + DOCUMENTS[name]) is not None


@pytest.mark.parametrize("name", TEXTS)
def test_pages_and_texts_with_tags_are_none(name):
    assert find_xml_root(TEXTS[name]) is None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_goes_to_quarantine_as_it_is_and_costs_no_other(name, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DOCUMENTS[name], encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("The gate is a matter of secu-rity.\n")
    done = console.run("clean", "in", "-o", "out", "-j", "1", cwd=tmp_path)
    assert done.returncode == 3
    message = done.stderr.decode()
    assert f"a.txt:{find_xml_root(DOCUMENTS[name]).line}: is a document of" in message
    assert "take the text out of its elements first" in message
    kept = tmp_path / "out" / ".cleaner" / "quarantine" / "a.txt"
    assert kept.read_text(encoding="utf-8") == DOCUMENTS[name]
    assert (tmp_path / "out" / "b.txt").read_text() == "The gate is a matter of security.\n"
    assert console.run("verify", "out", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("name", [name for name in TEXTS if TEXTS[name]])
def test_pages_and_texts_with_tags_are_cleaned(name, tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS[name], encoding="utf-8")
    assert console.run("clean", "a.txt", "-o", "out", "-j", "1", cwd=tmp_path).returncode == 0


def test_a_check_says_so_with_path_line_and_remedy(tmp_path):
    (tmp_path / "a.txt").write_text(TEI)
    done = console.run("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 3
    assert (
        "a.txt:3: is a document of TEI, with the element <TEI> around it, and no text "
        "(take the text out of its elements first, for instance into records of JSON Lines)"
    ) in done.stderr.decode()


def test_a_file_that_is_named_as_xml_is_no_unknown_type(tmp_path):
    (tmp_path / "a.xml").write_text(TEI)
    done = console.run("check", "a.xml", cwd=tmp_path)
    assert done.returncode == 2
    assert "a.xml:1: is a document of XML, and no text (take the text" in done.stderr.decode()


def test_what_is_said_to_be_text_or_a_page_is_refused_too(tmp_path):
    (tmp_path / "a.xml").write_text(TEI)
    (tmp_path / "b.html").write_text(RSS)
    (tmp_path / "c.xhtml").write_text(XHTML)
    for format in ("txt", "html"):
        done = console.run("check", "a.xml", "--input-format", format, cwd=tmp_path)
        assert done.returncode == 3 and b"a.xml:3: is a document of TEI" in done.stderr
    assert b"b.html:1: is a document of RSS" in console.run("check", "b.html", cwd=tmp_path).stderr
    assert console.run("check", "c.xhtml", cwd=tmp_path).returncode == 0


def test_a_record_of_xml_costs_itself(tmp_path):
    texts = [TEI, "The gate is shut."]
    data = "".join(f"{json.dumps({'id': i, 'text': text})}\n" for i, text in enumerate(texts))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data.encode()))
    done = console.run("clean", "a.jsonl.gz", "-o", "out", "-j", "1", cwd=tmp_path)
    assert done.returncode == 3
    assert b"a.jsonl.gz:1: is a document of TEI" in done.stderr and b"in the field 'text'" in done.stderr


@pytest.mark.parametrize(
    "part",
    ["<!-- ", "<!-- -->", "<?a?>", "<!DOCTYPE a [", "[]", "<a ", "<a><a>", "</a>", "<?xml ?>", " ", "<"],
)
def test_hostile_prologues_cost_little(part):
    for start in ("", "<!DOCTYPE a ", "<a>", "<?xml ?>"):
        find_xml_root(start + part * 200_000)
