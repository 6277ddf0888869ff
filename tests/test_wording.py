"""A number stands with its noun, in the plural unless it is one."""

import pytest

from cleaner.wording import format_count


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 bytes"), (1, "1 byte"), (2, "2 bytes"), (1234567, "1,234,567 bytes")]
)
def test_a_number_stands_with_its_noun(number, words):
    assert format_count(number, "byte") == words


def test_thousands_can_stand_together():
    assert format_count(1234567, "byte", separator="") == "1234567 bytes"
