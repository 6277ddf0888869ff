"""Raised and lowered characters, and what has none."""

import unicodedata

import pytest

from cleaner.text import LOWERED, RAISED, write_raised


@pytest.mark.parametrize("table", [RAISED, LOWERED])
def test_each_character_is_the_plain_one_raised_or_lowered(table):
    for plain, written in table.items():
        assert unicodedata.normalize("NFKC", written).replace("−", "-") == plain.replace("−", "-")


@pytest.mark.parametrize(
    ("content", "name", "written"),
    [("2+", "sup", "²⁺"), ("10", "sub", "₁₀"), ("", "sup", None), ("6.5", "sup", None), ("b", "sub", None)],
)
def test_a_text_is_written_whole_or_not_at_all(content, name, written):
    assert write_raised(content, name) == written
