"""Findings of a baseline fail no longer, known by file, rule and fingerprint; stale entries are named."""

import json

import pytest

from cleaner.catalogue import RULES
from cleaner.errors import InputError
from cleaner.finding import Finding
from cleaner.gate.baseline import Baseline, Entry
from cleaner.gate.check_result import CheckResult, LocatedFinding
from cleaner.text import Span

RULE = RULES["hyphenation.broken-word"]


def located(path, fingerprint: str, *, fails: bool = True) -> LocatedFinding:
    finding = Finding(1, 5, RULE, Span(4, 5), "-", "", {}, "hyphenation", 1)
    return LocatedFinding(str(path), "secu-rity", finding, fails, fingerprint)


def result(*findings: LocatedFinding) -> CheckResult:
    return CheckResult({}, [], findings)


def test_a_written_baseline_is_read_again(tmp_path):
    path = tmp_path / "baseline.json"
    baseline = Baseline.of(path, [located(tmp_path / "b.txt", "f:1"), located(tmp_path / "a.txt", "f:1")])
    path.write_bytes(baseline.encode())
    assert Baseline.read(path) == baseline
    assert [entry[0] for entry in json.loads(path.read_bytes())["findings"]] == ["a.txt", "b.txt"]
    assert path.read_bytes().count(b"\n") == 4  # one entry a line


def test_known_findings_become_old_and_fail_nothing(tmp_path):
    known, new = located(tmp_path / "a.txt", "f:1"), located(tmp_path / "a.txt", "f:2")
    applied = Baseline.of(tmp_path / "baseline.json", [known]).apply(result(known, new))
    assert (applied.findings, applied.in_baseline, applied.fail_count) == ((new,), (known,), 1)


def test_the_same_finding_in_another_file_is_new(tmp_path):
    baseline = Baseline.of(tmp_path / "baseline.json", [located(tmp_path / "a.txt", "f:1")])
    assert baseline.apply(result(located(tmp_path / "b.txt", "f:1"))).in_baseline == ()


def test_entries_of_files_that_are_gone_are_stale_and_those_not_checked_are_not(tmp_path):
    (tmp_path / "there.txt").write_text("")
    found = [located(tmp_path / name, "f:1") for name in ("there.txt", "gone.txt")]
    baseline = Baseline.of(tmp_path / "baseline.json", found)
    assert baseline.find_stale_entries(result()) == [Entry("gone.txt", RULE.id, "f:1")]
    assert baseline.find_stale_entries(result(*found)) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "does not exist"),
        (b"[", "is no baseline"),
        (b'{"format": 1, "findings": [["a.txt"]]}', "is no baseline"),
        (b'{"format": 1, "findings": [], "more": 1}', "is no baseline"),
        (b'{"format": 2, "findings": []}', "has format 2"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path, data, message):
    path = tmp_path / "baseline.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        Baseline.read(path)
