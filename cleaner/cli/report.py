"""`cleaner report`: writes a page on which a reviewer accepts or rejects findings."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.messages import escape


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file to write."
)
@click.option("--decisions", type=click.Path(path_type=Path), help="Decisions made before, to go on from.")
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=20_000,
    show_default=True,
    help="Show this many findings, the most doubtful ones.",
)
def report(folder: Path, output: Path, decisions: Path | None, most: int) -> int:
    """Write a page that shows every finding of a cleaned FOLDER, to be accepted or rejected there."""
    from cleaner.decisions import Decisions, read_decisions
    from cleaner.report.page import render
    from cleaner.store.archive import Archive
    from cleaner.store.user_path import write_path

    page = render(Archive.open(folder), read_decisions(decisions) if decisions else Decisions(), most=most)
    write_path(output, page, create=True)
    click.echo(f"wrote {escape(output)}: {len(page):,} bytes", err=True)
    return 0
