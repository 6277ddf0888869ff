"""A column of texts is the list of its texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.text_column import TextColumn


@given(st.lists(st.text(max_size=5)))
def test_a_column_is_the_list_of_its_texts(texts: list[str]) -> None:
    column = TextColumn.from_texts(texts)
    assert list(column) == texts
    assert [column[place] for place in range(-len(texts), len(texts))] == texts * 2
    assert column[1:] == texts[1:]
