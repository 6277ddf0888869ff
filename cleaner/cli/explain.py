"""`cleaner explain`: prints the docs of a rule, or what kind of text each block of a file is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.configuration import take_structure_options
from cleaner.cli.options import color_option, structure_options

if TYPE_CHECKING:
    from cleaner.config import Configuration


@click.command()
@click.argument("rule", required=False)
@click.option(
    "--structure",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Say what kind of text each block of FILE is, and by which evidence.",
)
@structure_options
@color_option
def explain(rule: str | None, structure: Path | None, color: str, **options: Any) -> int:
    """Say what a RULE finds, why, what it leaves alone, with an example; without RULE, list all rules.

    A terminal gets colour, a pipe gets Markdown. All options but --color are for --structure, which reads the
    file as `check` does.
    """
    from cleaner.cli.printing import choose_style

    if structure is not None:
        if rule is not None:
            raise click.UsageError("--structure explains a file, RULE a rule: give one of them")
        return _explain_structure(structure, take_structure_options(options))
    from cleaner.report import rules

    style = choose_style(color, "docs/rules.md")
    if rule is None:
        click.echo(rules.list_rules())
    # NO_COLOR takes the colour away, and a terminal stays one: it gets no Markdown.
    elif style.colour or sys.stdout.isatty():
        click.echo(rules.explain(rule, style), color=True)
    else:
        click.echo(rules.explain_markdown(rule))
    return 0


def _explain_structure(path: Path, configuration: Configuration) -> int:
    """Print the structure of each text of a file. Returns 2 if one cannot be read."""
    from cleaner.cli.messages import report_problems
    from cleaner.corpus.documents import DocumentPreparer, FilePart
    from cleaner.formats.sources import Source
    from cleaner.report.structure_report import describe_structure

    preparer = DocumentPreparer(configuration)
    code = 0
    for outcome in preparer.documents(FilePart(Source(path.as_posix(), path))):
        if outcome.problem is not None:
            report_problems([outcome])
            code = 2
            continue
        for line in describe_structure(outcome.name, outcome.document.raw, outcome.hints):
            click.echo(line)
    return code
