"""A document that breaks a parser, a library or a stage costs itself, and nothing else."""

import json
import os
import subprocess
import sys

import pytest

from tests.console import run

HONEST = {"a.txt": b"The ferry line opens in spring.\n", "z.txt": b"The market is on Saturday.\n"}
GOOD = "<p>The harbour board said that the crane goes before the winter storms, and so it did.</p>"


def cleaner(*arguments, before="", cwd=None, stdin=b""):
    """Run the command line as a program; `before` is Python that runs first, to plant a bug."""
    code = f"import sys; sys.argv[0] = 'cleaner'\n{before}\nfrom cleaner.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=60,
    )


def put(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def problems_of(out):
    manifest = json.loads((out / ".cleaner/manifest.json").read_bytes())
    return {
        each["name"]: each["problem"] for each in manifest["documents"] if each["status"] == "quarantined"
    }


SECTIONS = ["<![-", "<![%x[", "<![", "<![foo bar]]>", "<![ſ[", "<![IF]", "<![CDATA[", "<![cdatum[x"]


def test_an_unknown_marked_section_is_read_as_a_browser_reads_it(tmp_path):
    files = dict(HONEST)
    for number, section in enumerate(SECTIONS):
        # So deep that trafilatura would not see all of it.
        page = f"<html><body>{'<div>' * 300}{GOOD}<p>{section} stands here > and goes on.</p>{GOOD}"
        files |= {f"{number}.html": page.encode(), f"{number}.txt": f"One <b>{section}</b> two.\n".encode()}
    raw, out = put(tmp_path / "raw", files), tmp_path / "out"
    done = run("clean", raw, "-o", out, "--duplicates", "off")
    assert done.returncode == 0, done.stderr
    assert (out / "a.txt").read_bytes() == HONEST["a.txt"]
    assert all(b"harbour board" in path.read_bytes() for path in out.glob("*.html.txt"))
    assert b"Traceback" not in run("check", raw).stderr


BUGS = [
    "raise RecursionError",
    "raise MemoryError",
    "raise OSError(36, 'x' * 10_000)",
    "raise RuntimeError(object())",
]
PLANT = """
from cleaner.pipeline import Pipeline
run = Pipeline.run
def fails(self, document):
    if "hostile" in (document if isinstance(document, str) else document.text):
        {bug}
    return run(self, document)
Pipeline.run = fails
"""
HOSTILE = {
    "m.txt": b"A hostile text.\n",
    "m.html": f"<body>{GOOD}<p>A hostile text stands here, among others of its kind.</p></body>".encode(),
    "m.jsonl": b'{"text": "A good text."}\n{"text": "A hostile text."}\n{"text": "Another."}\n',
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_costs_its_document(tmp_path, bug):
    raw = put(tmp_path / "raw", {**HONEST, **HOSTILE})
    out = tmp_path / "out"
    done = cleaner("clean", raw, "-o", out, before=PLANT.format(bug=bug))
    assert done.returncode == 3 and b"Traceback" not in done.stderr, done.stderr
    lost = problems_of(out)
    assert set(lost) == {"m.txt", "m.html.txt", "m.jsonl:2"}
    assert all(f"cannot be cleaned: {bug.split()[1].partition('(')[0]}" in each for each in lost.values())
    assert all(len(each) < 200 and "0x" not in each for each in lost.values())
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST
    assert (out / "m.jsonl").read_bytes().count(b"\n") == 2
    assert run("verify", out).returncode == 0
    assert run("restore", out, "-o", tmp_path / "rest").returncode == 0
    assert {each.name: each.read_bytes() for each in (tmp_path / "rest").iterdir()} == {**HONEST, **HOSTILE}


def test_check_and_streams_meet_the_same_boundary(tmp_path):
    raw = put(tmp_path / "raw", {**HONEST, **HOSTILE, "a.txt": b"Two  \n"})
    before = PLANT.format(bug="raise KeyError")
    checked = cleaner("check", raw, before=before)
    assert checked.returncode == 3 and b"a.txt:1" in checked.stdout and checked.stderr.count(b"KeyError") == 3
    for command in (["duplicates", raw], ["clean", raw, "-o", tmp_path / "out", "-j", "2"]):
        assert b"Traceback" not in cleaner(*command, before=before).stderr
    lines = cleaner("clean", "-", "--input-format", "jsonl", before=before, stdin=HOSTILE["m.jsonl"])
    assert (lines.returncode, lines.stdout.count(b"\n")) == (3, 2)
    assert lines.stderr.startswith(b"error: -:2: cannot be cleaned: KeyError")
    text = cleaner("clean", "-", before=before, stdin=HOSTILE["m.txt"])
    assert text.returncode == 2 and text.stdout == b"" and b"report it" in text.stderr


def test_a_record_that_has_no_frame_costs_itself(tmp_path):
    raw = put(tmp_path / "raw", {**HONEST, **HOSTILE})
    before = """
import cleaner.corpus.prepare_task as module
frame_of = module.frame_of
def fails(outcome):
    if "hostile" in outcome.document.text:
        raise OverflowError
    return frame_of(outcome)
module.frame_of = fails
"""
    done = cleaner("clean", raw, "-o", tmp_path / "out", before=before)
    assert done.returncode == 3 and b"Traceback" not in done.stderr, done.stderr
    assert set(problems_of(tmp_path / "out")) == {"m.txt", "m.html.txt", "m.jsonl:2"}
    assert run("restore", tmp_path / "out", "-o", tmp_path / "rest").returncode == 0
    assert {each.name: each.read_bytes() for each in (tmp_path / "rest").iterdir()} == {**HONEST, **HOSTILE}


LINES = [
    b"[" * 100_000,
    b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"a": ' * 100_000 + b"1" + b"}" * 100_000,
    b'{"n": ' + b"9" * 100_000 + b', "text": "A good number."}',
    b'{"n": 1e999999999, "text": "A good number."}',
    b'{"text": "one", "text": "two"}',
    b'{"text": "a\x00b"}',
    b'{"text": "\\ud800"}',
    b'{"text": "\\u0000\\u001b[2J"}',
    b'{"text": 7}',
    b'{"\\ud800": 1, "text": "A good text."}',
    b'{"text": "' + b"\xff" * 10 + b'"}',
    b"\xef\xbb\xbf\xef\xbb\xbf{}",
    b"NaN",
    b'{"text": "a", "id": ' + b'"x' * 3 + b"}",
]


def test_hostile_lines_cost_themselves(tmp_path):
    lines = [line for each in LINES for line in (b'{"text": "Fine %d."}' % len(each), each)]
    raw = put(tmp_path / "raw", {**HONEST, "m.jsonl": b"\n".join(lines) + b"\n"})
    done = run("clean", raw, "-o", tmp_path / "out", "--id-field", "id")
    assert done.returncode == 3 and b"Traceback" not in done.stderr, done.stderr
    assert (tmp_path / "out/m.jsonl").read_bytes().count(b'"Fine ') == len(LINES)
    assert run("restore", tmp_path / "out", "-o", tmp_path / "rest").returncode == 0
    assert (tmp_path / "rest/m.jsonl").read_bytes() == (raw / "m.jsonl").read_bytes()


def test_a_bug_that_only_what_a_drop_leaves_sets_off_costs_no_other_document(tmp_path):
    long = b"The harbour board said on Monday that the old crane would be taken down before winter.\n"
    copied = {"a.txt": long, "m.txt": b"A hostile text.\n\n" + long}
    raw, out = put(tmp_path / "raw", {**HONEST, **copied}), tmp_path / "out"
    plant = (
        PLANT.format(bug="raise KeyError")
        .replace('if "hostile" in', 'if "said" not in')
        .replace("document.text):", "document.text) and not isinstance(document, str):")
    )
    done = cleaner("clean", raw, "-o", out, before=plant)
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
    assert (out / "m.txt").read_bytes() == b"A hostile text.\n"
    assert (out / "z.txt").read_bytes() == HONEST["z.txt"]
    assert run("restore", out, "-o", tmp_path / "rest").returncode == 0
