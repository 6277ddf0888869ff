"""A name costs its own file at most: too long, too deep, or that of another."""

import json
import os
import subprocess

import pytest
from msgspec.structs import replace

from cleaner.store import manifest
from tests.attacks.test_documents import HONEST, problems_of, put
from tests.console import run

PAGE = b"<p>The harbour board said that the crane goes before the winter storms, and so it did.</p>"


@pytest.fixture
def deep(tmp_path):
    """A folder that is removed by a program of its own: Python recurses once for each level."""
    yield tmp_path / "raw"
    subprocess.run(["rm", "-rf", tmp_path / "raw"], check=True)


def test_a_folder_of_a_thousand_levels_costs_itself(tmp_path, deep):
    raw, out = put(deep, HONEST), tmp_path / "out"
    descriptor = os.open(raw, os.O_RDONLY)
    for _ in range(1200):  # by descriptors: a path could not be so long
        os.mkdir("d", dir_fd=descriptor)
        descriptor, before = os.open("d", os.O_RDONLY, dir_fd=descriptor), descriptor
        os.close(before)
    os.close(os.open("deep.txt", os.O_CREAT, dir_fd=descriptor))
    os.close(descriptor)
    done = run("clean", raw, "-o", out)
    assert done.returncode == 2 and done.stderr.count(b"stands too deep, 257 folders") == 2, done.stderr
    assert b"Traceback" not in done.stderr and b"(move it up: 256 folders" in done.stderr
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST
    checked = run("check", raw)
    assert checked.returncode == 2 and b"Traceback" not in checked.stderr
    assert run("verify", out).returncode == 0
    assert run("restore", out, "-o", tmp_path / "rest").returncode == 0


def test_names_that_the_output_cannot_have_cost_their_files(tmp_path):
    long, twins = "x" * 250 + ".html", {"z.html": PAGE, "z.html.txt/one.txt": b"One.\n", "A.txt": b"A.\n"}
    records = {"r.jsonl": b'{"text": "One."}\n', "r.jsonl:1": b"", "r.jsonl:1#text.txt": b"Two.\n"}
    raw, out = put(tmp_path / "raw", {**HONEST, long: PAGE, **twins, **records}), tmp_path / "out"
    done = run("clean", raw, "-o", out)
    assert done.returncode == 2 and b"Traceback" not in done.stderr, done.stderr
    assert set(problems_of(out)) == {long, "z.html", "a.txt", "r.jsonl:1#text.txt"}
    assert b"would have 259 bytes (rename it: 255 bytes is the most)" in done.stderr
    assert (out / "z.txt").read_bytes() == HONEST["z.txt"] and (out / "z.html.txt/one.txt").exists()
    assert run("verify", out).returncode == 0
    assert run("restore", out, "-o", tmp_path / "rest").returncode == 0
    assert (tmp_path / "rest/r.jsonl").read_bytes() == records["r.jsonl"]


FIELDS = ["/../../../x", "a/b", "..", "line\nbreak", "\x1b[2J", "f" * 300, "é", "-rf"]


def test_the_name_of_a_text_field_leads_nowhere_else(tmp_path):
    """Each is found by `why`; `restore` writes it inside, or says what to do instead."""
    record = json.dumps(dict.fromkeys(FIELDS, "Two  ")).encode() + b"\n"
    home = tmp_path / "in"
    raw, out = put(home / "raw", {"c.jsonl": record}), home / "out"
    chosen = [part for name in FIELDS for part in ("--text-field", name)]
    done = run("clean", raw, "-o", out, *chosen)
    assert done.returncode == 0, done.stderr
    for name in FIELDS[:6]:
        end = run("restore", out, f"c.jsonl:1#{name}", "-o", home / "rest/a/b")
        assert end.returncode in (0, 2) and b"\x1b" not in end.stderr + end.stdout, end.stderr
        assert end.returncode == 0 or b"restore the whole file" in end.stderr or b"too long" in end.stderr
    assert b"whitespace.trailing" in run("why", out, f"c.jsonl:1#{FIELDS[0]}").stdout
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert {path.name for path in home.iterdir()} <= {"raw", "out", "rest"}
    assert not (home / "rest/x").exists() and not (home / "rest/a/x").exists()
    assert run("restore", out, "-o", home / "rest/all").returncode == 0
    assert (home / "rest/all/c.jsonl").read_bytes() == record


@pytest.mark.parametrize("source", ["a\0b", "../x.html", "/x.html", "", "..", "\ud800", "x" * 300])
def test_the_page_that_a_manifest_names_stands_in_its_folder(tmp_path, source):
    """A manifest of a stranger is sealed by the stranger: what it names is judged by itself."""
    # So deep that it is in quarantine: there its own bytes are kept, which `restore` writes under that name.
    raw, out = put(tmp_path / "raw", {**HONEST, "p.html": b"<div>" * 5000 + b"deep"}), tmp_path / "out"
    assert run("clean", raw, "-o", out).returncode == 3
    path = out / ".cleaner/manifest.json"
    corpus = manifest.decode(path.read_bytes())
    for number, record in enumerate(corpus.documents):
        if record.page is not None:
            page = replace(record.page, source=source)
            corpus.documents[number] = replace(record, page=page)
    path.write_bytes(corpus.encode())
    end = run("restore", out, "-o", tmp_path / "in/rest")
    assert end.returncode in (2, 4) and b"Traceback" not in end.stderr and b"a bug of" not in end.stderr
    assert {each.name for each in tmp_path.iterdir()} <= {"raw", "out", "in"}
    assert not (tmp_path / "in/x.html").exists()
