"""What the fuzzers of `bench/fuzzing` found, shrunk: each is mended, and stays so."""

from cleaner import clean
from tests.cpu import cpu_seconds


def test_findings_are_listed_in_linear_time():
    result = clean("a\0" * 20_000, duplicates="off")
    before = cpu_seconds()
    assert len(result.edits) > 20_000
    assert cpu_seconds() - before < 4
