"""Fenced code runs from a fence to the next that is no shorter."""

import pytest

from cleaner.structure.fences import find_fences
from cleaner.structure.line_reader import read_lines


@pytest.mark.parametrize(
    ("text", "fences"),
    [
        ("```\na\n```", [(0, 3)]),
        ("```python\na\n\nb\n```\nc", [(0, 4)]),
        ("~~~\n```\n~~~", [(0, 3)]),
        ("````\n```\n````", [(0, 3)]),
        ("```\na\n```\n```\nb\n```", [(0, 3), (3, 6)]),
        ("```\na\n``` b\n```", [(0, 4)]),
        ("```\na", []),
        ("````\na\n```\nb\n```", [(2, 5)]),
        ("``\na\n``", []),
        ("```a```\nb\n```", []),
        ("`" * 30 + "\na\n" + "`" * 20, [(0, 3)]),
    ],
)
def test_fences(text, fences):
    assert find_fences(text, read_lines(text)) == fences
