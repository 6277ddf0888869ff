"""`cleaner map`: positions of a clean file in its raw file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.run import safe

if TYPE_CHECKING:
    from cleaner.text import Span


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("spans", nargs=-1, required=True, metavar="SPAN...")
@click.option(
    "--to", type=click.Choice(["raw", "clean"]), required=True, help="The side whose positions are wanted."
)
@click.option("--bytes", "in_bytes", is_flag=True, help="Show positions in the raw file as bytes too.")
def map(file: Path, spans: tuple[str, ...], to: str, in_bytes: bool) -> int:
    """Say where each SPAN (start:end in code points, from 0) of a FILE of a cleaned folder stands.

    One line a span: here, there, and whether its text is the same, changed or removed, and by which rules.
    """
    from cleaner.formats.byte_offsets import byte_spans
    from cleaner.projection import Projection
    from cleaner.store.archive import Archive, enclosing

    folder, name = enclosing(file)
    entry = Archive.open(folder).entry(name)
    projection = Projection.of(entry.document)
    source = projection.text("clean" if to == "raw" else "raw")
    for span in [_span(told, len(source)) for told in spans]:
        there = projection.project(span, "raw" if to == "raw" else "clean")
        fields = [f"{span.start}:{span.end}", f"{there.span.start}:{there.span.end}"]
        if in_bytes:
            [place] = byte_spans(entry.decoded, [there.span if to == "raw" else span])
            fields.append(f"bytes {place.start}:{place.end}")
        fields.append(" ".join([there.fate, *there.rules]))
        click.echo("\t".join(fields))
    return 0


def _span(told: str, length: int) -> Span:
    from cleaner.errors import UsageError
    from cleaner.text import Span

    start, colon, end = told.partition(":")
    if not start.isdecimal() or (colon and not end.isdecimal()):
        raise UsageError(f"{safe(told)} is no span", remedy="use start:end, counted in characters from 0")
    span = Span(int(start), int(end) if colon else int(start) + 1)
    if not 0 <= span.start <= span.end <= length:
        raise UsageError(f"{told} is outside the text, which has {length} characters")
    return span
