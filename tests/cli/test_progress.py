"""What a run says of its progress: to a terminal, to a file, to a program."""

import json

import pytest

from cleaner.cli.progress import Progress


class Clock:
    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.mark.parametrize(
    ("terminal", "json_lines", "expected"),
    [
        (
            False,
            False,
            ["cleaning  1 of 4 tasks  10 documents, 0 a second  3 findings  about 93 s left\n"],
        ),
        (True, False, ["\rcleaning  0 of 4 tasks  0 documents, 0 a second  0 findings"]),
    ],
)
def test_progress_is_told_now_and_then(terminal, json_lines, expected):
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=json_lines, terminal=terminal, now=clock, out=said.append)
    progress.begin_phase("prepare", 4)
    clock.time = 31.0
    progress.end_task(10, 1000, 3)
    progress.refresh()
    assert said[: len(expected)] == expected
    assert len(said) == len(expected) + terminal


def test_progress_for_programs_is_json():
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=True, terminal=True, now=clock, out=said.append)
    progress.begin_phase("prepare", 2)
    clock.time = 29.0
    progress.refresh()
    assert not said
    clock.time = 31.0
    progress.end_task(10, 3100, 3)
    assert json.loads(said[0]) == {
        "event": "progress",
        "phase": "prepare",
        "tasks": 2,
        "tasks_done": 1,
        "documents": 10,
        "findings": 3,
        "characters_per_second": 100,
    }


def test_progress_counts_documents_that_others_tell_of_in_heaps():
    said, clock = [], Clock()
    progress = Progress(quiet=False, json_lines=True, terminal=True, now=clock, out=said.append)
    progress.begin_phase("prepare", 2)
    progress.tick(40)
    clock.time = 31.0
    progress.tick(3)
    assert not said  # nobody looks at the clock for each of them
    progress.tick(13)
    assert json.loads(said[0])["documents"] == 56
