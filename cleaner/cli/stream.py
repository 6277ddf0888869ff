"""`cleaner clean -`: standard input to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.run import safe

if TYPE_CHECKING:
    from cleaner.config import Configuration


def clean_stream(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    """One text, or with `--input-format jsonl` a record a line, written before the next is read."""
    if configuration.reading.input_format == "jsonl":
        return _records(configuration, index, quiet=quiet)
    return _text(configuration, index, quiet=quiet)


def _text(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    from cleaner import corpus
    from cleaner.corpus.tally import Tally

    outcome = corpus.clean_bytes("-", sys.stdin.buffer.read(), configuration, index=index)
    if outcome.problem is not None:
        raise outcome.problem
    sys.stdout.buffer.write(outcome.document.text.encode())
    sys.stdout.buffer.flush()
    edits = (edit for step in outcome.document.trail for edit in step.edits)
    _tell(Tally.of([outcome.record()], edits), quiet=quiet)
    return 0


def _records(configuration: Configuration, index: Path | None, *, quiet: bool) -> int:
    from cleaner.corpus.stream import Stream

    stream = Stream(configuration, index)
    for answer in stream.lines(sys.stdin.buffer):
        for problem in answer.problems:
            click.echo(f"error: {safe(problem)}", err=True)
        sys.stdout.buffer.write(answer.data)
        sys.stdout.buffer.flush()
    _tell(stream.tally, quiet=quiet)
    return stream.tally.exit_code


def _tell(tally: object, *, quiet: bool) -> None:
    from cleaner.corpus.tally import Tally
    from cleaner.report import summary

    assert isinstance(tally, Tally)
    if not quiet:
        for line in summary.lines(tally, {}):
            click.echo(line, err=True)
