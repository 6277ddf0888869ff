"""Comments pasted under an article."""

import tomllib
from pathlib import Path

import pytest

from cleaner.stages.comments import Comments, promotional
from cleaner.text import Document

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "comments.toml").read_text("utf-8"))["case"]


def cleaned(text: str) -> str:
    return Document.of(text).apply("comments", Comments().edits(text)).text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    assert cleaned(case["before"]) == case.get("after", case["before"])


def test_the_example_of_each_rule_is_what_the_stage_does():
    for rule in Comments().rules:
        assert cleaned(rule.example[0]) == rule.example[1]


def test_reasons_are_in_plain_words():
    assert (
        "praise of the post"
        in promotional("Great post! Thanks a lot for this amazing article, mate.").reasons
    )
