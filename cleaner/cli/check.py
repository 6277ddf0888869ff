"""`cleaner check`: shows what clean would change, in a format of choice, and fails on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cleaner.cli.config_file import describe_config_file, get_file_options
from cleaner.cli.configuration import take_corpus_options
from cleaner.cli.inputs import InputOptions, find_inputs
from cleaner.cli.messages import escape, report_missing, report_unused_suppressions
from cleaner.cli.options import (
    PATHS,
    choice_option,
    configuration_options,
    input_options,
    option,
    policy_options,
    reference_options,
    take_options,
    talk_options,
)
from cleaner.cli.outcomes import choose_exit_code
from cleaner.cli.printing import choose_style, write_file, write_out
from cleaner.configfile.keys import KEYS
from cleaner.report.terminal import escape_path
from cleaner.wording import format_count

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.selection import Selection
    from cleaner.formats.sources import Sources
    from cleaner.gate.check_result import CheckResult

FORMATS = KEYS["output-format"].choices


class CheckOptions(NamedTuple):
    """The options that decide what is printed, and which findings fail the check."""

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


def _parse_reports(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    """Splits arguments of the form FORMAT=FILE. The callback of --report."""
    reports = []
    for item in value:
        # At the first sign: the name of a file may hold others.
        name, sign, file = item.partition("=")
        if name not in FORMATS or not sign or not file:
            raise click.BadParameter(f"{item!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}")
        reports.append((name, Path(file)))
    return tuple(reports)


@click.command()
@PATHS
@choice_option(
    "--output-format",
    choices=FORMATS,
    default="text",
    help="The format of the findings.",
)
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the findings to this file.")
@click.option(
    "--report",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_parse_reports,
    help="Write this format as well.",
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
    type=click.Path(path_type=Path),
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
@reference_options
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
    check_options = take_options(CheckOptions, options)
    input_options = take_options(InputOptions, options)
    selection, configuration = take_corpus_options(options)
    return _check(paths, input_options, selection, configuration, check_options)


def _check(
    paths: tuple[Path, ...],
    input_options: InputOptions,
    selection: Selection,
    configuration: Configuration,
    options: CheckOptions,
) -> int:
    """Checks, prints and returns the exit code."""
    from cleaner.gate.check_result import check_outcomes
    from cleaner.gate.fail_policy import FailPolicy

    # A rule that does not exist is an error before any file is read.
    fail_policy = FailPolicy.of(options.fail_on, options.fail)  # type: ignore[arg-type]
    inputs = find_inputs(paths, input_options, selection)
    sources = inputs.sources
    if options.show_files:
        return _show_files(sources)
    outcomes = inputs.clean(configuration, options.quiet)
    paths_by_name = {source.name: str(source.path) for source in sources.documents}
    check = check_outcomes(outcomes, paths_by_name, configuration.policy, fail_policy)
    # Before the baseline is applied: the new file holds the findings of the old one that are still there.
    if options.write_baseline is not None:
        return _write_baseline(options.write_baseline, check, choose_exit_code(outcomes))
    # What the baseline has does not fail, and is not printed.
    check = _apply_baseline(check, options)
    has_diff = _print(check, options)
    if not options.quiet:
        _print_summary(check, sources, configuration, options)
    report_missing(sources)
    is_failed = check.fail_count > 0 or has_diff
    code = 2 if sources.missing else choose_exit_code(outcomes)
    # An input that could not be read or cleaned is worse than findings.
    return code or int(is_failed and not options.exit_zero)


def _show_files(sources: Sources) -> int:
    """Lists the files that would be checked."""
    for source in sources.documents:
        click.echo(escape_path(str(source.path)))
    report_missing(sources)
    return 2 if sources.missing else 0


def _write_baseline(path: Path, check: CheckResult, code: int) -> int:
    """Writes all findings into a baseline; findings do not fail the check then."""
    from cleaner.gate.baseline import Baseline
    from cleaner.store.user_path import write_path

    # Without what is accepted: a suppression says it already, and with a reason.
    baseline = Baseline.of(path, check.findings)
    write_path(path, baseline.encode())
    click.echo(f"{format_count(len(baseline.entries), 'finding')} in {escape(path)}", err=True)
    return code


def _apply_baseline(check: CheckResult, options: CheckOptions) -> CheckResult:
    """Returns the check without the findings of the baseline, and reports entries that are out of date."""
    if options.baseline is None:
        return check
    from cleaner.gate.baseline import Baseline

    baseline = Baseline.read(options.baseline, get_file_options().files)
    new = baseline.apply(check)
    stale = baseline.find_stale_entries(new)
    # They are reported and fail nothing: that a finding is mended is good news.
    if stale and not options.quiet:
        count = "one of its findings is" if len(stale) == 1 else f"{len(stale):,} of its findings are"
        path = escape(options.baseline)
        click.echo(f"{path}: {count} no more: write it anew with --write-baseline", err=True)
        if options.verbose:
            for entry in stale:
                click.echo(f"  {escape(entry.path)}: {escape(entry.rule)}", err=True)
    return new


def _print_summary(
    check: CheckResult, sources: Sources, configuration: Configuration, options: CheckOptions
) -> None:
    """Writes the counts on stderr; with --verbose also what was read, compared with and passed over."""
    report_unused_suppressions(configuration, check.outcomes, sources)
    parts = [
        format_count(len(check.outcomes), "document"),
        format_count(len(check.findings), "finding"),
        f"{check.fail_count:,} to mend",
    ]
    if check.accepted:
        parts.append(f"{len(check.accepted):,} accepted")
    if check.in_baseline:
        parts.append(f"{len(check.in_baseline):,} known")
    click.echo(", ".join(parts), err=True)
    if options.verbose:
        click.echo(f"configuration: {describe_config_file() or 'none'}", err=True)
        click.echo(f"compared with: {format_count(len(sources.reference), 'document')}", err=True)
        for kind, count in sources.skipped.items():
            click.echo(f"passed over: {count} {escape(kind)}", err=True)


def _print(check: CheckResult, options: CheckOptions) -> bool:
    """Writes every report. Returns whether a diff is asked for and shows a change."""
    from cleaner.report.formats import get_renderer

    for name, path in options.report:
        # A file has no colour, whatever --color says.
        write_file(path, get_renderer(name)(check, choose_style("never", options.docs)))
    if options.diff:
        return _print_diff(check, options)
    render = get_renderer(options.output_format, statistics=options.statistics)
    if options.output_file is not None:
        write_file(options.output_file, render(check, choose_style("never", options.docs)))
    else:
        write_out(render(check, choose_style(options.color, options.docs)))
    return False


def _print_diff(check: CheckResult, options: CheckOptions) -> bool:
    """Writes the diff. Returns whether it shows a change."""
    from cleaner.cli.printing import write_bytes, write_diff
    from cleaner.report import unified_diff

    # An iterator: the diff of a large corpus is never in memory as a whole.
    lines = unified_diff.render(check)
    if options.output_file is not None:
        return write_bytes(options.output_file, lines)
    return write_diff(lines, choose_style(options.color, options.docs))
