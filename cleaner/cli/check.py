"""`cleaner check`: what clean would change, in a format of choice, and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.cli.options import (
    PATHS,
    STANDARD_INPUT,
    configuration_of,
    configuration_options,
    option,
    policy_options,
    talk_options,
)
from cleaner.cli.printing import style_of, write_file, write_out
from cleaner.cli.run import complain, exit_code, run
from cleaner.configfile.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus import Outcome
    from cleaner.formats.sources import Sources
    from cleaner.gate.checked import Checked

FORMATS = KEYS["output-format"].choices


class Wanted(NamedTuple):
    """What a run of check prints, and what it makes of the findings."""

    output_format: str
    output_file: Path | None
    report: tuple[tuple[str, Path], ...]
    diff: bool
    statistics: bool
    show_files: bool
    exit_zero: bool
    fail_on: str | None
    fail: tuple[str, ...]
    docs: str
    color: str
    quiet: bool
    verbose: bool


def _reports(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    found = []
    for item in value:
        name, sign, file = item.partition("=")
        if name not in FORMATS or not sign or not file:
            raise click.BadParameter(f"{item!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}")
        found.append((name, Path(file)))
    return tuple(found)


@click.command()
@PATHS
@option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="The format of the findings.",
)
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the findings to this file.")
@click.option(
    "--report", multiple=True, metavar="FORMAT=FILE", callback=_reports, help="Write this format as well."
)
@click.option("--diff", is_flag=True, help="Show the changes as a unified diff instead; exit 1 on any.")
@click.option("--statistics", is_flag=True, help="Show how many findings each rule made instead.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and stop.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@option(
    "--fail-on",
    type=click.Choice(KEYS["fail-on"].choices),
    help="Exit 1 on findings of this certainty or a better one.  [default: likely, or never with --fail]",
)
@option("--fail", multiple=True, metavar="RULE", help="Exit 1 on findings of these rules or stages.")
@option(
    "--docs",
    metavar="URL",
    default="docs/rules.md",
    show_default=True,
    help="The page that describes the rules.",
)
@configuration_options
@talk_options
@policy_options
def check(paths: tuple[Path, ...], **options: Any) -> int:
    """Show what clean would change. Writes nothing into a corpus.

    Exit 0: nothing to mend; 1: something to mend; 2: an option, a configuration or an input is wrong; 3: a
    document cannot be cleaned.
    """
    wanted = Wanted(**{name: options.pop(name) for name in Wanted._fields})
    configuration = configuration_of(options)
    return _check(paths, configuration, wanted)


def _check(paths: tuple[Path, ...], configuration: Configuration, wanted: Wanted) -> int:
    from cleaner.gate.checked import checked
    from cleaner.gate.failing import Failing

    failing = Failing.of(wanted.fail_on, wanted.fail)  # type: ignore[arg-type]
    sources, outcomes = _outcomes(paths, configuration, wanted)
    named = {source.name: str(source.path) for source in sources.documents}
    found = checked(outcomes, named, configuration.policy, failing)
    changed = _print(found, wanted)
    if not wanted.quiet:
        click.echo(
            f"{len(found.outcomes)} documents, {len(found.findings)} findings, {found.failing} to mend",
            err=True,
        )
    complain(sources)
    failed = found.failing > 0 or (wanted.diff and changed)
    code = 2 if sources.missing else exit_code(outcomes)
    return code if code > 1 else int(failed and not wanted.exit_zero)


def _outcomes(
    paths: tuple[Path, ...], configuration: Configuration, wanted: Wanted
) -> tuple[Sources, list[Outcome]]:
    from cleaner import corpus
    from cleaner.formats.sources import Sources, find

    if paths == STANDARD_INPUT:
        outcome = corpus.clean_bytes("-", sys.stdin.buffer.read(), configuration)
        return Sources((), (), {}, (), ()), [outcome]
    sources = find(paths)
    return sources, run(sources, configuration, quiet=wanted.quiet)


def _print(found: Checked, wanted: Wanted) -> bool:
    """Writes every report; whether the diff, where one is wanted, shows a change."""
    from cleaner.report.formats import renderer

    for name, path in wanted.report:
        write_file(path, renderer(name)(found, style_of("never", wanted.docs)))
    if wanted.diff:
        return _diff(found, wanted)
    render = renderer(wanted.output_format, statistics=wanted.statistics)
    if wanted.output_file is not None:
        write_file(wanted.output_file, render(found, style_of("never", wanted.docs)))
    else:
        write_out(render(found, style_of(wanted.color, wanted.docs)))
    return False


def _diff(found: Checked, wanted: Wanted) -> bool:
    from cleaner.cli.printing import write_bytes, write_diff
    from cleaner.report import diff

    lines = (
        line
        for outcome in found.outcomes
        if outcome.problem is None
        for line in diff.unified(found.path(outcome), outcome.document)
    )
    if wanted.output_file is not None:
        return write_bytes(wanted.output_file, lines)
    return write_diff(lines, style_of(wanted.color, wanted.docs))
