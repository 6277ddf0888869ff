"""`cleaner clean -`: cleans standard input into standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.messages import escape

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.tally import Tally
    from cleaner.formats.format import Format


def clean_stream(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    """Cleans one text or page, or with the name of a format of records these, each written before the next.

    Returns the exit code. Raises the problem of a text that cannot be cleaned.
    """
    from cleaner.formats.registry import get_format

    name = configuration.reading.input_format
    if name is None or (format := get_format(name)).content != "records":
        return _clean_text(configuration, index, quiet=quiet)
    return _clean_records(configuration, format, index, quiet=quiet)


def _clean_text(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    from cleaner.corpus.stdin import clean_stdin
    from cleaner.corpus.tally import Tally
    from cleaner.formats.sources import Sources

    no_sources = Sources((), (), {}, (), ())
    [outcome] = clean_stdin(Path("-"), sys.stdin.buffer.read(), configuration, no_sources, index)
    # Nothing is written then: half a text in a pipe would look like a whole one.
    if outcome.problem is not None:
        raise outcome.problem
    sys.stdout.buffer.write(outcome.document.text.encode())
    sys.stdout.buffer.flush()
    tally = Tally()
    tally.add(outcome.record(), [edit for step in outcome.document.trail for edit in step.edits])
    _print_summary(tally, quiet=quiet)
    return tally.exit_code


def _clean_records(configuration: Configuration, format: Format, index: Path | None, *, quiet: bool) -> int:
    from cleaner.corpus.stream import RecordStream

    # Record by record, each flushed: the reader of the pipe may answer before it sends the next.
    stream = RecordStream(configuration, index, format)
    for answer in stream.lines(sys.stdin.buffer):
        for problem in answer.problems:
            click.echo(f"error: {escape(problem)}", err=True)
        sys.stdout.buffer.write(answer.data)
        sys.stdout.buffer.flush()
    _print_summary(stream.tally, quiet=quiet)
    return stream.tally.exit_code


def _print_summary(tally: Tally, *, quiet: bool) -> None:
    from cleaner.report import summary

    if not quiet:
        for line in summary.summarize(tally, {}):
            click.echo(line, err=True)
