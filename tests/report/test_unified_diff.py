"""A diff, applied to the raw text, gives the clean one; on a terminal nothing of it acts."""

import re
import subprocess

import pytest
from hypothesis import given

from cleaner.config import Configuration
from cleaner.report import unified_diff
from cleaner.report.terminal import Style
from cleaner.text import Document, Edit
from tests.corpora import documents

PIPELINE = Configuration().pipeline
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")


def patched(raw: str, lines: list[str]) -> str:
    """A reimplementation of `patch`, which trusts nothing: every context line must be there."""
    old, out, position = re.findall(r"[^\n]*\n|[^\n]+", raw), [], 0
    joined: list[str] = []
    for line in lines:
        if line.startswith("\\"):
            joined[-1] = joined[-1][:-1]
        elif line == "\n":
            joined[-1] += line
        else:
            joined.append(line)
    for line in joined[2:]:
        header = HUNK.fullmatch(line)
        if header:
            first, count = int(header[1]), int(header[2] or 1)
            start = first - 1 if count else first
            out += old[position:start]
            position = start
        elif line[0] == "+":
            out.append(line[1:])
        else:
            assert old[position] == line[1:]
            out += [old[position]] if line[0] == " " else []
            position += 1
    return "".join(out + old[position:])


@given(documents())
def test_the_diff_of_a_document_leads_from_the_raw_text_to_the_clean_one(raw):
    document = PIPELINE.run(raw)
    lines = list(unified_diff.diff_document("a.txt", document))
    assert bool(lines) == (document.raw != document.text)
    assert patched(raw, lines) == document.text if lines else raw == document.text


@given(documents())
def test_no_hunk_holds_more_than_three_lines_of_context_at_its_ends(raw):
    lines = [line for line in unified_diff.diff_document("a.txt", PIPELINE.run(raw)) if line[0] in " +-@"][2:]
    for hunk in "".join(line[0] for line in lines).split("@")[1:]:
        assert len(hunk) - len(hunk.lstrip(" ")) <= 3 and len(hunk) - len(hunk.rstrip(" ")) <= 3
        assert not re.search(" {7,}", hunk)


def test_git_applies_it(tmp_path):
    raw = "Kept.\n" * 9 + "The gate is a matter of secu-rity.  \n" + "Kept, too.\n" * 9 + "No end"
    (tmp_path / 'odd "name".txt').write_text(raw)
    document = PIPELINE.run(raw)
    patch = "".join(unified_diff.diff_document('odd "name".txt', document))
    assert patch.count("@@ -") == 2
    subprocess.run(["git", "apply"], input=patch.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / 'odd "name".txt').read_text() == document.text


def test_a_document_that_goes_whole_and_one_that_comes_out_of_nothing():
    gone = Document.of("one\ntwo\n").apply("x", [Edit(0, 8, "", "x.y")])
    assert list(unified_diff.diff_document("a", gone))[2:] == ["@@ -1,2 +0,0 @@\n", "-one\n", "-two\n"]
    come = Document.of("").apply("x", [Edit(0, 0, "one\n", "x.y")])
    assert list(unified_diff.diff_document("a", come))[2:] == ["@@ -0,0 +1 @@\n", "+one\n"]


@pytest.mark.parametrize("line", [" ::error::x\n", "   ::add-mask::x\n", "+\x1b[31m\n", "-a\u202eb\x9b\r\n"])
def test_a_line_on_a_terminal_does_nothing(line):
    told = unified_diff.escape_line(line, Style())
    assert told.isprintable() and not told.lstrip().startswith("::")
    assert told[0] == line[0]
