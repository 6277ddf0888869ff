"""A name costs its own file at most: too long, too deep, or that of another."""

import os
import subprocess

import pytest

from tests.attacks.test_documents import HONEST, cleaner, problems_of, put

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
    done = cleaner("clean", raw, "-o", out)
    assert done.returncode == 2 and done.stderr.count(b"stands too deep, 257 folders") == 2, done.stderr
    assert b"Traceback" not in done.stderr and b"(move it up: 256 folders" in done.stderr
    assert {name: (out / name).read_bytes() for name in HONEST} == HONEST
    checked = cleaner("check", raw)
    assert checked.returncode == 2 and b"Traceback" not in checked.stderr
    assert cleaner("verify", out).returncode == 0
    assert cleaner("restore", out, "-o", tmp_path / "rest").returncode == 0


def test_names_that_the_output_cannot_have_cost_their_files(tmp_path):
    long, twins = "x" * 250 + ".html", {"z.html": PAGE, "z.html.txt/one.txt": b"One.\n", "A.txt": b"A.\n"}
    records = {"r.jsonl": b'{"text": "One."}\n', "r.jsonl:1": b"", "r.jsonl:1#text.txt": b"Two.\n"}
    raw, out = put(tmp_path / "raw", {**HONEST, long: PAGE, **twins, **records}), tmp_path / "out"
    done = cleaner("clean", raw, "-o", out)
    assert done.returncode == 2 and b"Traceback" not in done.stderr, done.stderr
    assert set(problems_of(out)) == {long, "z.html", "a.txt", "r.jsonl:1#text.txt"}
    assert b"would have 259 bytes (rename it: 255 bytes is the most)" in done.stderr
    assert (out / "z.txt").read_bytes() == HONEST["z.txt"] and (out / "z.html.txt/one.txt").exists()
    assert cleaner("verify", out).returncode == 0
    assert cleaner("restore", out, "-o", tmp_path / "rest").returncode == 0
    assert (tmp_path / "rest/r.jsonl").read_bytes() == records["r.jsonl"]
