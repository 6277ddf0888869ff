"""What it costs to find the structure of a text: linear in its length, whatever stands in it."""

import sys
from collections.abc import Callable

import pytest

from cleaner.structure import cut_blocks, find_structure, line_reader

MOST = 12
"""Calls for each character, of a text whose lines have four characters and whose blocks have two lines."""
SIZE = 4_000
"""Characters of the shorter text."""
HOSTILE = {
    "letters": "a\n",
    "numbers": "12\n",
    "paragraphs": "Ab.\n\n",
    "bullets": "- a\n",
    "quotes": "> a\n",
    "fences": "```\n",
    "fences that nothing closes": "".join("`" * width + " x\n" for width in range(40, 2, -1)),
    "fences of two kinds": "~~~~\n```\n",
    "one line": "word ",
    "labels": "a: b\n",
    "pages": "Page 12\n",
    "form feeds": "\f\n",
    "heads": "a head\n\f\n",
    "references": "[1] A. B. and C. (1999).\n",
    "provisions": "1.2.3.4 a\n",
    "gaps": "a   b   c\n",
    "names": "NAME\nsay it.\n",
    "lines": "Some words of a line here, and so on\n",
    "rows": "|a|b|\n",
    "dots": ". . . .\n",
    "indents": "a\n    b\n",
    "spaces": "a" + " " * 300 + "\n",
    "columns": "a  b  c  d  e  f\n",
}


def count_steps(work: Callable[[], object]) -> int:
    """Count the calls, of Python and of C, that some work takes."""
    steps = 0
    # What an earlier text left behind would make this one cheap.
    line_reader._recall_line.cache_clear()

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return steps


def repeat(part: str, size: int) -> str:
    return (part * (size // len(part) + 1))[:size]


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_costs_at_most_five_times_as_much(name):
    few, many = repeat(HOSTILE[name], SIZE), repeat(HOSTILE[name], 4 * SIZE)
    assert count_steps(lambda: find_structure(many)) <= 5 * count_steps(lambda: find_structure(few))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_more_than_some_calls_a_character(name):
    text = repeat(HOSTILE[name], SIZE)
    assert count_steps(lambda: find_structure(text)) <= MOST * SIZE


def test_prose_costs_little():
    line = "The canal office said on Monday that the lower lock stays closed until the frost is over. " * 3
    text = repeat(f"{line}\n", 4 * SIZE)
    assert count_steps(lambda: find_structure(text)) <= 2 * SIZE


def test_cutting_blocks_out_is_linear():
    def count_cuts(size: int) -> int:
        text = repeat("first of all\n# A heading\nof many things\n", size)
        structure = find_structure(text)
        return count_steps(lambda: cut_blocks(text, structure, set(range(1, len(structure.blocks), 3))))

    assert count_cuts(4 * SIZE) <= 5 * count_cuts(SIZE)
