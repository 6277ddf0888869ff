"""From sources to outcomes with a progress bar, and from outcomes to an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.messages import report_problems

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.sources import Sources
    from cleaner.outcome import Outcome


def clean_with_progress(
    sources: Sources, configuration: Configuration, *, quiet: bool, index: Path | None = None
) -> list[Outcome]:
    """Cleans sources in memory, and writes a line on stderr for each document that has a problem."""
    from cleaner.corpus import clean_sources

    with show_progress_bar(len(sources.documents), quiet=quiet) as tick:
        outcomes = clean_sources(sources, configuration, tick, index)
    report_problems(outcomes)
    return outcomes


@contextmanager
def show_progress_bar(length: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """Shows a bar of so many documents on a terminal, nothing in a pipe. Gives what moves it by one."""
    # In the log of a build a bar would be a line for each of its states.
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="cleaning", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def choose_exit_code(outcomes: Sequence[Outcome]) -> int:
    """Returns 2 where an input could not be read, 3 where one is in quarantine, else 0."""
    # In the order of the exit codes: the worst one counts.
    if any(outcome.unread for outcome in outcomes):
        return 2
    return 3 if any(outcome.problem is not None for outcome in outcomes) else 0
