"""The word lists behind revisions are sorted, without repeats, and say what they should."""

from __future__ import annotations

from importlib.resources import files

import pytest

from cleaner.duplicates.lexicon import are_opposites, is_spelling_of, load_roles


def _entries(name: str) -> list[str]:
    text = (files("cleaner.duplicates") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("name", ["opposites.txt", "roles.txt"])
def test_lists_are_sorted_without_repeats(name: str) -> None:
    entries = _entries(name)
    assert entries == sorted(set(entries))
    assert all(entry == entry.lower().strip() for entry in entries)


def test_oppositions_have_two_sides_that_share_no_word() -> None:
    for entry in _entries("opposites.txt"):
        left, right = (side.split() for side in entry.split(" / "))
        assert left and right
        assert not set(left) & set(right), entry


def test_a_role_stands_in_one_line() -> None:
    words = [word for entry in _entries("roles.txt") for word in entry.split()]
    assert sorted(words) == sorted(set(words))
    assert load_roles()["ministers"] == load_roles()["minister"]


@pytest.mark.parametrize(
    ("a", "b"), [("rose", "fell"), ("admitted", "denied"), ("banning", "allows"), ("never", "always")]
)
def test_opposites(a: str, b: str) -> None:
    assert are_opposites(a, b) and are_opposites(b, a)


@pytest.mark.parametrize(("a", "b"), [("rose", "climbed"), ("boat", "ship"), ("accepted", "accepting")])
def test_no_opposites(a: str, b: str) -> None:
    assert not are_opposites(a, b) and not are_opposites(b, a)


@pytest.mark.parametrize(("a", "b"), [("türkiye", "turkiye"), ("london", "lonon"), ("mehmet", "mehemt")])
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert is_spelling_of(a, b) and is_spelling_of(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("iran", "iraq"), ("austria", "australia"), ("niger", "nigeria"), ("jon", "jo")]
)
def test_other_names(a: str, b: str) -> None:
    assert not is_spelling_of(a, b) and not is_spelling_of(b, a)
