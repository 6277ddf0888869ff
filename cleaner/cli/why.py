"""`cleaner why`: prints what happened in one place, with the evidence."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("place", metavar="FILE:LINE[:COLUMN]", required=False)
@click.option("--raw", is_flag=True, help="The place is one of the raw file.")
def why(folder: Path, place: str | None, raw: bool) -> int:
    """Print all that happened in a line of a FILE of a cleaned FOLDER, in order, with the evidence.

    The text of a record is named as FILE:RECORD, and a line of it as FILE:RECORD:LINE. FOLDER and place can
    be one path, as in clean/a.txt:7.
    """
    from cleaner.report.why import answer, parse_question
    from cleaner.store.archive import Archive, find_archive

    if place is None:
        # The place stands in the path: the folder is the part of it that holds a cleaned corpus.
        folder, place = find_archive(folder)
    archive = Archive.open(folder)
    names, at = parse_question(archive, place, raw=raw)
    for number, name in enumerate(names):
        if number:
            click.echo()
        for line in answer(archive, name, at):
            click.echo(line)
    return 0
