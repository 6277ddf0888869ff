"""A path with wildcards is expanded as `glob` does it, in time that no tree and no pattern can make long."""

import os
from glob import glob
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.formats.path_pattern import expand_path
from tests.cpu import cpu_seconds

FILES = (
    "a",
    "b.txt",
    "ab/a",
    "ab/b/a.txt",
    "ab/b/b",
    "b/.h",
    "b/[a]",
    "b/!a",
    "b/a b",
    ".c/a",
    "b/#",
    "b/\\a",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    top = tmp_path_factory.mktemp("tree")
    for name in FILES:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    return top


PARTS = st.lists(
    st.sampled_from(
        ["a", "b", "*", "?", "**", "[ab]", "[!a]", "[", "]", "[]", ".", "#", "!", "\\", "/", " "]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS)
def test_glob_says_the_same(tree, pattern):
    path = tree / pattern.strip("/")
    if os.path.lexists(path) or not set("*?[") & set(str(path)) or ".." in path.parts:
        return
    expected = {Path(name) for name in glob(str(path), recursive=True)}  # noqa: PTH207
    assert expand_path(path) == sorted(expected, key=os.fsencode)


def test_a_path_that_exists_or_has_no_wildcard_is_no_pattern(tree):
    assert expand_path(tree / "b/[a]") == [] and expand_path(tree / "none") == []
    assert expand_path(tree / "b/[[]a]") == [tree / "b/[a]"]
    assert expand_path(Path(f"{tree}/*/../a?")) == [tree / "ab/../ab", tree / "b/../ab"]


def test_a_pattern_is_relative_to_the_working_directory(tree, monkeypatch):
    monkeypatch.chdir(tree)
    assert expand_path(Path("ab/**/*.txt")) == [Path("ab/b/a.txt")]
    assert Path("ab") in expand_path(Path("*"))


def test_links_to_the_folder_they_stand_in_are_not_followed(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).symlink_to(".")
    (tmp_path / "x.txt").touch()
    before = cpu_seconds()
    assert expand_path(tmp_path / "**/*.txt") == [tmp_path / "x.txt"]
    assert cpu_seconds() - before < 5


def test_what_no_name_can_match_costs_little(tmp_path):
    folder = tmp_path
    for _ in range(30):
        folder = folder / "a"
    folder.mkdir(parents=True)
    (tmp_path / ("a" * 120)).touch()
    before = cpu_seconds()
    assert expand_path(tmp_path / ("**/a/" * 12 + "b?")) == []
    assert expand_path(tmp_path / ("*a" * 14 + "b")) == []
    for part in ("[" * 10_000, "[" * 10_000 + "]", "[:" * 5000, "x\0*", "*" * 100_000, "[!" * 5000 + "]"):
        assert expand_path(tmp_path / part) in ([], [tmp_path / "a", tmp_path / ("a" * 120)])
    assert cpu_seconds() - before < 5
