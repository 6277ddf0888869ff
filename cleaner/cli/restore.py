"""`cleaner restore`: rebuilds raw files from a cleaned folder."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.messages import escape


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where the raw files go."
)
def restore(folder: Path, names: tuple[str, ...], output: Path) -> int:
    """Rebuild raw files from a cleaned FOLDER; all of them, or the files and documents of these NAMES.

    Texts and plain JSONL come back byte for byte; compressed JSONL and Parquet record for record; pages as
    they were with --keep-raw, else as their text. What is damaged is named, the rest is rebuilt, and the exit
    code is 4.
    """
    from cleaner.store.restore import restore as rebuild

    code = 0
    for name, damage in rebuild(folder, output, names):
        # A damaged file does not end the run: the others are worth most now.
        if damage:
            code = 4
            click.echo(f"error: {escape(name)}: not restored: {escape(damage)}", err=True)
        else:
            click.echo(f"restored {escape(output / name)}", err=True)
    return code
