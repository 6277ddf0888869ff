"""Running heads stand beside page numbers and form feeds again and again."""

import pytest

from cleaner.structure.line_reader import read_lines
from cleaner.structure.running_lines import find_running_lines


def read(text: str) -> list[str]:
    lines = read_lines(text)
    return [
        text[lines[place].start : lines[place].end].strip()
        for place in sorted(find_running_lines(text, lines))
    ]


def repeat(page: str, times: int) -> str:
    return "".join(page.format(number) for number in range(11, 11 + times))


def test_a_head_on_the_line_of_a_form_feed_runs():
    assert read(repeat("\fLocks   {}\n\nIt was said.\n\n", 3)) == ["Locks   11", "Locks   12", "Locks   13"]


def test_a_foot_above_a_page_number_runs():
    assert read(repeat("It was said.\n\nLocks and Mills\nPage {}\n\n", 3)) == ["Locks and Mills"] * 3


def test_a_foot_that_touches_nothing_but_the_head_of_the_next_page_runs():
    assert read(repeat("Canal Office\n\fLocks {}\n\nIt was said.\n\n", 3)) == [
        each for number in (11, 12, 13) for each in ("Canal Office", f"Locks {number}")
    ]


def test_numbers_beside_form_feeds_run():
    assert read(repeat("It was said.\n\n{}\n\f\n", 3)) == ["11", "12", "13"]


@pytest.mark.parametrize(
    "text",
    [
        repeat("\fLocks {}\n\nIt was said.\n\n", 2),
        repeat("It was said.\n\nLocks and Mills\n\nPage {}\n\n", 5),
        repeat("Locks and Mills\n\nIt was said.\n\n", 5),
        repeat("\f" + "a line that is much too wide for a running head " * 4 + "\n\n", 5),
        "Page 11\nOne thing\n\nPage 12\nAnother\n\nPage 13\nA third\n",
    ],
)
def test_what_does_not_recur_or_touches_no_page_does_not_run(text):
    assert read(text) == []
