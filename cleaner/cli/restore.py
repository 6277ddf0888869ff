"""`cleaner restore`: the raw files again."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.run import safe


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where the raw files go."
)
def restore(folder: Path, names: tuple[str, ...], output: Path) -> int:
    """Rebuild raw files, byte for byte, from a cleaned FOLDER; all of them or those NAMED."""
    from cleaner.store.restore import restore as rebuild

    for name in rebuild(folder, output, names):
        click.echo(f"restored {safe(output / name)}", err=True)
    return 0
