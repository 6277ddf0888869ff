"""A name is one of a file below the folder, or it is refused."""

import pytest

from cleaner.errors import OutputError
from cleaner.store.file_names import check_name, is_name_below

NAMES = [
    "a",
    "a/b",
    ".a",
    "..a",
    "a..",
    "...",
    "a b",
    "\udcff",
    "~",
    "C:\\x",
    "a" * 255,
    "/".join(["a" * 255] * 3),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_below_a_folder(name):
    assert is_name_below(name)
    check_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "/", "/a", "a/", "a//b", ".", "..", "./a", "../a", "a/..", "a/./b", "a/../../b", "a\0", "\ud800"],
)
def test_names_that_lead_elsewhere_or_are_none(name):
    assert not is_name_below(name)
    with pytest.raises(OutputError, match="is no name of a file below a folder"):
        check_name(name)


@pytest.mark.parametrize("name", ["a" * 256, "é" * 128, f"b/{'a' * 256}/c", "a " * 128])
def test_a_part_of_a_name_has_at_most_255_bytes(name):
    with pytest.raises(OutputError, match="is too long") as caught:
        check_name(name)
    assert caught.value.remedy == "use names of at most 255 bytes"
