"""`cleaner verify`: checks that a cleaned corpus is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.messages import escape
from cleaner.cli.values import SHA256


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--read-data", is_flag=True, help="Read every file, and rebuild the raw ones to compare them.")
@click.option(
    "--against-sha256",
    "seal",
    type=SHA256,
    help="Compare the manifest with the seal that the run printed: finds a folder forged as a whole.",
)
def verify(folder: Path, read_data: bool, seal: str | None) -> int:
    """Compare a cleaned FOLDER with its own records; name what is damaged, missing or extra, and exit 4."""
    from cleaner.store.verify import verify as damages

    count = 0
    # Each is written when it is found: to read a large corpus takes long.
    for damage in damages(folder, read_data=read_data, seal=seal):
        count += 1
        click.echo(f"{escape(folder / damage.name)}: {escape(damage.problem)}")
    if not count:
        click.echo(f"{escape(folder)} is as it was written", err=True)
    return 4 if count else 0
