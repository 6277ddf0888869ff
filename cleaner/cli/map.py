"""`cleaner map`: maps positions of a clean file to its raw file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.messages import escape

if TYPE_CHECKING:
    from cleaner.projection import Side
    from cleaner.text import Span


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("spans", nargs=-1, required=True, metavar="SPAN...")
@click.option(
    "--to", type=click.Choice(["raw", "clean"]), required=True, help="The side whose positions are wanted."
)
@click.option("--bytes", "in_bytes", is_flag=True, help="Show positions in the raw file as bytes too.")
def map(file: Path, spans: tuple[str, ...], to: Side, in_bytes: bool) -> int:
    """Say where each SPAN (start:end in code points, from 0) of a FILE of a cleaned folder stands.

    One line a span: here, there, and whether its text is the same, changed or removed, and by which rules.
    """
    from cleaner.formats.byte_offsets import find_byte_spans
    from cleaner.projection import Projection
    from cleaner.store.archive import Archive, find_archive

    folder, name = find_archive(file)
    entry = Archive.open(folder).find_entry(name)
    projection = Projection.of(entry.document)
    source = projection.source_text(to)
    for span in [_parse_span(argument, len(source)) for argument in spans]:
        projected = projection.project(span, to)
        fields = [f"{span.start}:{span.end}", f"{projected.span.start}:{projected.span.end}"]
        if in_bytes:
            [byte_span] = find_byte_spans(entry.decoded, [projected.span if to == "raw" else span])
            fields.append(f"bytes {byte_span.start}:{byte_span.end}")
        fields.append(" ".join([projected.fate, *projected.rules]))
        click.echo("\t".join(fields))
    return 0


def _parse_span(argument: str, length: int) -> Span:
    """Parses `start:end`, or `start` for one character. Raises `UsageError` outside a text of this length."""
    from cleaner.errors import UsageError
    from cleaner.text import Span

    start, colon, end = argument.partition(":")
    if not start.isdecimal() or (colon and not end.isdecimal()) or max(len(start), len(end)) > 18:
        raise UsageError(
            f"{escape(argument)} is no span", remedy="use start:end, counted in characters from 0"
        )
    span = Span(int(start), int(end) if colon else int(start) + 1)
    if not 0 <= span.start <= span.end <= length:
        raise UsageError(f"{argument} is outside the text, which has {length} characters")
    return span
