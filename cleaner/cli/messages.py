"""Messages on stderr that several commands write, harmless on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.sources import Sources
    from cleaner.outcome import Outcome


def escape(value: object) -> str:
    """Returns a message that may hold a name or a text of a corpus, without what a terminal would obey."""
    from cleaner.report.terminal import escape_text

    # Longer than any path and message: only a text that would flood the terminal is cut.
    return escape_text(str(value), most=10_000)


def report_missing(sources: Sources) -> None:
    """Writes one line for each path at which no source could be found."""
    for error in sources.missing:
        click.echo(f"error: {escape(error)}", err=True)


def report_problems(outcomes: Iterable[Outcome]) -> None:
    """Writes one line for each document that could not be cleaned.

    The fields of a record are documents of their own, with the problem of the record: it is written once.
    """
    reported: set[tuple[str, int]] = set()
    for outcome in outcomes:
        record = None if outcome.place is None else (outcome.place.file, outcome.place.number)
        if outcome.problem is not None and record not in reported:
            click.echo(f"error: {escape(outcome.problem)}", err=True)
            if record is not None:
                reported.add(record)


def report_unused_suppressions(
    configuration: Configuration, outcomes: Iterable[Outcome], sources: Sources
) -> None:
    """Writes one line for each suppression that accepts nothing any more."""
    if not configuration.suppressions:
        return
    from cleaner.gate.unused_suppressions import find_unused_suppressions

    paths = {source.name: source.path for source in sources.documents}
    for suppression in find_unused_suppressions(configuration, outcomes, paths):
        text = f" with {escape(suppression.text)!r}" if suppression.text else ""
        rules = ", ".join(suppression.rules)
        click.echo(
            f"suppression of {rules} in {escape(suppression.path)}{text} accepts nothing: remove it",
            err=True,
        )
