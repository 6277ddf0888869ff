"""What the fuzzers of `bench/fuzzing` found, shrunk: each is mended, and stays so."""

import json

from cleaner import clean
from tests.console import run
from tests.cpu import cpu_seconds


def test_findings_are_listed_in_linear_time():
    result = clean("a\0" * 20_000, duplicates="off")
    before = cpu_seconds()
    assert len(result.edits) > 20_000
    assert cpu_seconds() - before < 4


def test_a_baseline_may_name_files_that_no_folder_can_hold(tmp_path):
    names = ["a" * 300, "a/" * 3000, "x\0y", "\udcff"]
    entries = [[name, "whitespace.trailing", "0"] for name in names]
    (tmp_path / "known.json").write_text(json.dumps({"format": 1, "findings": entries}))
    (tmp_path / "a.txt").write_text("A line. \n")
    done = run("check", "a.txt", "--baseline", "known.json", cwd=tmp_path)
    assert done.returncode == 1
    assert b"a.txt:1:8" in done.stdout
