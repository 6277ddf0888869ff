"""`cleaner clean -`: standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.run import safe

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.tally import Tally
    from cleaner.formats.format import Format


def clean_stream(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    """One text or page, or with `--input-format jsonl` a record a line, written before the next is read."""
    from cleaner.formats.registry import get_format

    name = configuration.reading.input_format
    if name is None or (format := get_format(name)).content != "records":
        return _text(configuration, index, quiet=quiet)
    return _records(configuration, format, index, quiet=quiet)


def _text(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    from cleaner.corpus.stdin import clean_given
    from cleaner.corpus.tally import Tally
    from cleaner.formats.sources import Sources

    nothing = Sources((), (), {}, (), ())
    [outcome] = clean_given(Path("-"), sys.stdin.buffer.read(), configuration, nothing, index)
    if outcome.problem is not None:
        raise outcome.problem
    sys.stdout.buffer.write(outcome.document.text.encode())
    sys.stdout.buffer.flush()
    edits = (edit for step in outcome.document.trail for edit in step.edits)
    _tell(Tally.of([outcome.record()], edits), quiet=quiet)
    return 0


def _records(configuration: Configuration, format: Format, index: Path | None, *, quiet: bool) -> int:
    from cleaner.corpus.stream import Stream

    stream = Stream(configuration, index, format)
    for answer in stream.lines(sys.stdin.buffer):
        for problem in answer.problems:
            click.echo(f"error: {safe(problem)}", err=True)
        sys.stdout.buffer.write(answer.data)
        sys.stdout.buffer.flush()
    _tell(stream.tally, quiet=quiet)
    return stream.tally.exit_code


def _tell(tally: Tally, *, quiet: bool) -> None:
    from cleaner.report import summary

    if not quiet:
        for line in summary.lines(tally, {}):
            click.echo(line, err=True)
