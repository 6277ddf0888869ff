"""Reading and cleaning with progress, complaints and the exit code, shared by the commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.sources import Sources
    from cleaner.outcome import Outcome


def run(
    sources: Sources, configuration: Configuration, *, quiet: bool, index: Path | None = None
) -> list[Outcome]:
    """The outcomes, with a line on stderr for each document that has a problem."""
    from cleaner.corpus import clean_sources

    with progress(len(sources.documents), quiet=quiet) as tick:
        outcomes = clean_sources(sources, configuration, tick, index)
    complain_of(outcomes)
    return outcomes


def complain_of(outcomes: Iterable[Outcome]) -> None:
    """One line for each document that could not be cleaned; one for a record, whatever fields it has."""
    told: set[tuple[str, int]] = set()
    for outcome in outcomes:
        place = None if outcome.place is None else (outcome.place.file, outcome.place.number)
        if outcome.problem is not None and place not in told:
            click.echo(f"error: {safe(outcome.problem)}", err=True)
            if place is not None:
                told.add(place)


@contextmanager
def progress(length: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="cleaning", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def complain(sources: Sources) -> None:
    """One line for each path that could not be taken."""
    for error in sources.missing:
        click.echo(f"error: {safe(error)}", err=True)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """2 where an input could not be read, 3 where one is in quarantine, 1 over budget, else 0."""
    if any(outcome.unread for outcome in outcomes):
        return 2
    if any(outcome.problem is not None for outcome in outcomes):
        return 3
    return int(any(is_over_budget(outcome) for outcome in outcomes))


def is_over_budget(outcome: Outcome) -> bool:
    """Whether a rule was withdrawn for the document since it would have taken too much."""
    from cleaner.budget import OVER_BUDGET

    return any(edit.rule == OVER_BUDGET.id for step in outcome.document.trail for edit in step.edits)


def unused_suppressions(configuration: Configuration, outcomes: Iterable[Outcome], sources: Sources) -> None:
    """One line for each suppression that accepts nothing any more."""
    if not configuration.suppressions:
        return
    from cleaner.gate.unused import unused

    paths = {source.name: source.path for source in sources.documents}
    for each in unused(configuration, outcomes, paths):
        what = f" with {safe(each.text)!r}" if each.text else ""
        click.echo(
            f"suppression of {', '.join(each.rules)} in {safe(each.path)}{what} accepts nothing: remove it",
            err=True,
        )


def safe(value: object) -> str:
    """A message that may hold a name or text of a corpus, harmless on a terminal."""
    from cleaner.report.terminal import shown

    return shown(str(value), most=10_000)
