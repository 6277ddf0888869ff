"""`cleaner check`: what clean would change, in a format of choice, and an exit code."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.cli.inputs import Asked, judged
from cleaner.cli.options import (
    PATHS,
    configuration_of,
    configuration_options,
    file_options,
    input_options,
    inputs_of,
    known_options,
    option,
    policy_options,
    selection_of,
    talk_options,
)
from cleaner.cli.printing import style_of, write_file, write_out
from cleaner.cli.run import complain, exit_code, safe, unused_suppressions
from cleaner.configfile.keys import KEYS
from cleaner.report.terminal import shown_path
from cleaner.wording import format_count

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.selection import Selection
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
    baseline: Path | None
    write_baseline: Path | None
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
    "--baseline",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Findings in this file are known and fail nothing.",
)
@click.option(
    "--write-baseline", type=click.Path(path_type=Path), help="Make all findings known, in this file."
)
@click.option(
    "--file-list",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="Check the files named there, one a line or parted by NULs; - is standard input.",
)
@click.option("--stdin-filename", type=click.Path(path_type=Path), help="What standard input (-) is called.")
@option("--since", metavar="REV", help="Judge the files that changed since this git revision alone.")
@known_options
@option(
    "--docs",
    metavar="URL",
    default="docs/rules.md",
    show_default=True,
    help="The page that describes the rules.",
)
@configuration_options
@input_options
@talk_options
@policy_options
def check(paths: tuple[Path, ...], **options: Any) -> int:
    """Show what clean would change. Writes nothing into a corpus.

    Exit 0: nothing to mend; 1: something to mend; 2: an option, a configuration or an input is wrong; 3: a
    document cannot be cleaned.
    """
    wanted = Wanted(**{name: options.pop(name) for name in Wanted._fields})
    asked = Asked(**{field.name: options.pop(field.name) for field in fields(Asked)})
    selection = selection_of(inputs_of(options))
    return _check(paths, asked, selection, configuration_of(options), wanted)


def _check(
    paths: tuple[Path, ...], asked: Asked, selection: Selection, configuration: Configuration, wanted: Wanted
) -> int:
    from cleaner.gate.checked import checked
    from cleaner.gate.failing import Failing

    failing = Failing.of(wanted.fail_on, wanted.fail)  # type: ignore[arg-type]
    sources, made = judged(paths, asked, selection)
    if wanted.show_files:
        for source in sources.documents:
            click.echo(shown_path(str(source.path)))
        complain(sources)
        return 2 if sources.missing else 0
    outcomes = made(configuration, wanted.quiet)
    named = {source.name: str(source.path) for source in sources.documents}
    found = checked(outcomes, named, configuration.policy, failing)
    if wanted.write_baseline is not None:
        return _write_baseline(wanted.write_baseline, found, exit_code(outcomes))
    found = _without_known(found, wanted)
    changed = _print(found, wanted)
    if not wanted.quiet:
        _talk(found, sources, configuration, wanted)
    complain(sources)
    failed = found.failing > 0 or (wanted.diff and changed)
    code = 2 if sources.missing else exit_code(outcomes)
    return code if code > 1 else int(failed and not wanted.exit_zero)


def _write_baseline(path: Path, found: Checked, code: int) -> int:
    from cleaner.gate.baseline import Baseline
    from cleaner.store import atomic

    baseline = Baseline.of(path, found.findings)
    atomic.write(path, baseline.encode())
    click.echo(f"{format_count(len(baseline.entries), 'finding')} in {safe(path)}", err=True)
    return code if code > 1 else 0


def _without_known(found: Checked, wanted: Wanted) -> Checked:
    if wanted.baseline is None:
        return found
    from cleaner.gate.baseline import Baseline

    baseline = Baseline.read(wanted.baseline)
    new = baseline.apply(found)
    stale = baseline.stale(new)
    if stale and not wanted.quiet:
        gone = "one of its findings is" if len(stale) == 1 else f"{len(stale):,} of its findings are"
        click.echo(f"{safe(wanted.baseline)}: {gone} no more: write it anew with --write-baseline", err=True)
        if wanted.verbose:
            for entry in stale:
                click.echo(f"  {safe(entry.path)}: {safe(entry.rule)}", err=True)
    return new


def _talk(found: Checked, sources: Sources, configuration: Configuration, wanted: Wanted) -> None:
    """The summary, and what else a reader should know, on stderr."""
    unused_suppressions(configuration, found.outcomes, sources)
    parts = [
        format_count(len(found.outcomes), "document"),
        format_count(len(found.findings), "finding"),
        f"{found.failing:,} to mend",
    ]
    if found.accepted:
        parts.append(f"{len(found.accepted):,} accepted")
    if found.old:
        parts.append(f"{len(found.old):,} known")
    click.echo(", ".join(parts), err=True)
    if wanted.verbose:
        told = file_options().path
        click.echo(f"configuration: {safe(told) if told else 'none'}", err=True)
        click.echo(f"compared with: {format_count(len(sources.reference), 'document')}", err=True)
        for kind, count in sources.skipped.items():
            click.echo(f"passed over: {count} {safe(kind)}", err=True)


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

    lines = diff.of(found)
    if wanted.output_file is not None:
        return write_bytes(wanted.output_file, lines)
    return write_diff(lines, style_of(wanted.color, wanted.docs))
