"""`cleaner why`: what happened in one place, and the evidence for it."""

from __future__ import annotations

import re
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.option("--raw", is_flag=True, help="The place is one of the raw file.")
def why(folder: Path, place: str, raw: bool) -> int:
    """Print everything that happened in a line of a FILE of a cleaned FOLDER, in order, with the evidence."""
    from cleaner.errors import UsageError
    from cleaner.report.why import Place, lines
    from cleaner.store.archive import Archive

    match = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", place, re.DOTALL)
    if match is None:
        raise UsageError(f"{place!r} is no place", remedy="name FILE:LINE or FILE:LINE:COLUMN")
    name, line, column = match.groups()
    for told in lines(Archive.open(folder), name, Place(int(line), int(column) if column else None, raw)):
        click.echo(told)
    return 0
