"""What it costs to find the structure of a text: linear in its length, whatever stands in it."""

import sys

import pytest

from cleaner.pipeline import Pipeline, Policy
from cleaner.stages import STAGES
from cleaner.structure import cut_blocks, find_structure
from tests.structure.texts import read_rows

PROSE = "".join(row["text"] for row in read_rows("documents") if set(row["kinds"]) == {"prose"})
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


def count_steps(text: str) -> int:
    """Count the calls, of Python and of C, that finding the structure takes."""
    steps = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_structure(text)
    finally:
        sys.setprofile(None)
    return steps


def repeat(part: str, size: int) -> str:
    return (part * (size // len(part) + 1))[:size]


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_costs_at_most_five_times_as_much(name):
    few, many = (count_steps(repeat(HOSTILE[name], size)) for size in (8_000, 32_000))
    assert many <= 5 * few


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_ten_times_what_the_stages_cost_on_prose(name):
    prose = repeat(PROSE, 8_000)
    rules = [rule for stage in STAGES for rule in stage.rules if rule.default]
    pipeline = Pipeline(STAGES, Policy.of(rules))
    pipeline.run(prose)  # tables are read once
    steps = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        pipeline.run(prose)
    finally:
        sys.setprofile(None)
    assert count_steps(repeat(HOSTILE[name], 8_000)) <= 10 * steps


def test_cutting_blocks_out_is_linear():
    def count_cuts(size: int) -> int:
        text = repeat("first of all\n# A heading\nof many things\n", size)
        structure = find_structure(text)
        steps = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal steps
            steps += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            cut_blocks(text, structure, set(range(1, len(structure.blocks), 3)))
        finally:
            sys.setprofile(None)
        return steps

    assert count_cuts(16_000) <= 5 * count_cuts(4_000)
