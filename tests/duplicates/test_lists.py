"""The word lists behind revisions: sorted by the first word, and no line twice."""

from pathlib import Path

import pytest

import cleaner.duplicates

FOLDER = Path(cleaner.duplicates.__file__).parent / "data"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.name)
def test_a_list_is_sorted_and_has_no_line_twice(path):
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert lines
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    assert len(set(lines)) == len(lines)
