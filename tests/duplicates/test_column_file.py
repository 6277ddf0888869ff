"""Columns in memory and in files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.duplicates.column_file import Column


@given(st.lists(st.lists(st.integers(0, 2**32 - 1))), st.booleans())
def test_a_column_gives_back_what_was_appended(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[int]], on_disk: bool
) -> None:
    column = Column(
        np.uint32, partial(TemporaryFile, dir=tmp_path_factory.getbasetemp()) if on_disk else None
    )
    whole: list[int] = []
    for part in parts:
        column.append(np.array(part, np.uint32))
        whole += part
        assert len(column) == len(whole)
        assert column.read(len(whole) // 2, len(whole)).tolist() == whole[len(whole) // 2 :]


def test_reading_past_the_end_of_a_scratch_file_is_an_error(tmp_path: Path) -> None:
    column = Column(np.uint32, partial(TemporaryFile, dir=tmp_path))
    column.append(np.arange(3, dtype=np.uint32))
    with pytest.raises(EOFError):
        column.read(0, 4)
