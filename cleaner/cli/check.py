"""`cleaner check`: what clean would change, and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cleaner.cli.options import PATHS, STANDARD_INPUT, configuration_of, policy_options
from cleaner.cli.run import complain, exit_code, run


@click.command()
@PATHS
@click.option("-q", "--quiet", is_flag=True, help="No summary, no progress.")
@policy_options
def check(paths: tuple[Path, ...], quiet: bool, **options: Any) -> int:
    """Show what clean would change, as path:line:col: rule message. Writes nothing; exit 1 on findings."""
    from cleaner import corpus
    from cleaner.formats.sources import Sources, find
    from cleaner.report import text

    configuration = configuration_of(options)
    if paths == STANDARD_INPUT:
        sources = Sources((), (), {}, (), ())
        outcomes = [corpus.clean_bytes("-", sys.stdin.buffer.read(), configuration)]
    else:
        sources = find(paths)
        outcomes = run(sources, configuration, quiet=quiet)
    named = {source.name: str(source.path) for source in sources.documents}
    policy = configuration.policy
    found = failing = 0
    for outcome in outcomes:
        for finding in outcome.findings():
            found += 1
            failing += policy.fails(finding.rule)
            click.echo(text.line(named.get(outcome.name, outcome.name), finding))
    if not quiet:
        click.echo(f"{len(outcomes)} documents, {found} findings, {failing} to mend", err=True)
    complain(sources)
    return 2 if sources.missing else exit_code(outcomes) or int(failing > 0)
