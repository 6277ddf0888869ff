"""Blocks that are taken out whole leave the others as they were."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.structure import cut_blocks, find_structure
from tests.structure.texts import TEXTS, compose_texts, read_blocks, take_out


@given(compose_texts(), st.randoms(use_true_random=False), st.booleans())
def test_blocks_that_stay_are_the_same_blocks(text, chance, with_furniture):
    structure = find_structure(text)
    furniture = {i for i, block in enumerate(structure.blocks) if block.kind == "page-furniture"}
    dropped = {i for i in range(len(structure.blocks)) if chance.random() < 0.5} - furniture
    # The page furniture of a text counts all of itself: it leaves together or stays.
    dropped |= furniture if with_furniture else set()
    rest = take_out(text, structure, dropped)
    kept = [block for i, block in enumerate(read_blocks(text, structure)) if i not in dropped]
    assert read_blocks(rest, find_structure(rest)) == kept


@given(compose_texts(), st.sampled_from(["prose", "verse"]), st.randoms(use_true_random=False))
def test_blocks_of_a_kind_that_the_caller_names_stay_the_same(text, kind, chance):
    structure = find_structure(text, kind=kind)
    dropped = {i for i in range(len(structure.blocks)) if chance.random() < 0.5}
    rest = take_out(text, structure, dropped)
    kept = [block[:3] for i, block in enumerate(read_blocks(text, structure)) if i not in dropped]
    assert [block[:3] for block in read_blocks(rest, find_structure(rest, kind=kind))] == kept


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_block_and_each_two_blocks_leave_the_others(text):
    structure = find_structure(text)
    blocks = read_blocks(text, structure)
    places = [i for i, block in enumerate(structure.blocks) if block.kind != "page-furniture"]
    for dropped in [{i} for i in places] + [set(two) for two in combinations(places, 2)]:
        rest = take_out(text, structure, dropped)
        assert read_blocks(rest, find_structure(rest)) == [
            block for i, block in enumerate(blocks) if i not in dropped
        ]


def test_of_separators_the_widest_stays():
    text = "# One\n\nIt was said.\n\n\n# Two\nIt was not said.\n"
    structure = find_structure(text)
    assert take_out(text, structure, {1}) == "# One\n\n\n# Two\nIt was not said.\n"
    assert take_out(text, structure, {2}) == "# One\n\nIt was said.\n\n\nIt was not said.\n"
    assert take_out(text, structure, {0, 3}) == "It was said.\n\n\n# Two\n"
    assert take_out(text, structure, {0, 1, 2, 3}).strip() == ""
    assert cut_blocks(text, structure, set()) == []


def test_a_blank_line_keeps_apart_what_would_grow_together():
    text = "first of all\n# A heading\nof many things"
    structure = find_structure(text)
    assert take_out(text, structure, {1}) == "first of all\n\nof many things"
    text = "first of all\n# A heading\n# Another\nof many things"
    assert take_out(text, find_structure(text), {1, 2}) == "first of all\n\nof many things"


def test_what_goes_does_not_take_the_indent_of_the_next_along():
    text = "## One\n    def count(ledger):\n        return ledger.total\n"
    assert (
        take_out(text, find_structure(text), {0}) == "    def count(ledger):\n        return ledger.total\n"
    )
