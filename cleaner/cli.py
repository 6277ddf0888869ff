"""The command line: arguments in, report out, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner import __version__

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus import Outcome
    from cleaner.formats.sources import Sources

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="seedclean %(version)s")
def cli() -> None:
    """A linter and formatter for text corpora."""


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that decide what is found and applied: the same for `clean` and `check`."""
    options = (
        click.option("--select", multiple=True, metavar="RULE", help="Look at these rules or stages only."),
        click.option(
            "--extend-select", multiple=True, metavar="RULE", help="Look at these rules or stages too."
        ),
        click.option("--ignore", multiple=True, metavar="RULE", help="Do not look at these rules or stages."),
        click.option(
            "--certain-only", is_flag=True, help="Apply certain findings alone; report the likely ones."
        ),
        click.option("--encoding", metavar="NAME", help="Read every file in this encoding."),
        click.option(
            "--duplicates",
            type=click.Choice(["off", "report", "drop"]),
            default="drop",
            show_default=True,
            help="What to do with near-duplicate paragraphs.",
        ),
        click.option(
            "--duplicates-scope",
            type=click.Choice(["document", "corpus"]),
            default="corpus",
            show_default=True,
            help="Where to look for the earlier partner of a paragraph.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@PATHS
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder of the cleaned corpus.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 unless the folder is up to date."
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other files or edits by hand.")
@click.option("-q", "--quiet", is_flag=True, help="No summary, no progress.")
@policy_options
def clean(
    paths: tuple[Path, ...], output: Path | None, only_check: bool, force: bool, quiet: bool, **options: Any
) -> int:
    """Clean files and folders into a folder, or standard input (-) to standard output."""
    configuration = _configuration(options)
    if paths == (Path("-"),):
        return _clean_stream(configuration, quiet=quiet)
    if output is None:
        raise click.UsageError("name the output folder with -o")
    return _clean_folder(paths, output, configuration, only_check=only_check, force=force, quiet=quiet)


def _clean_folder(
    paths: tuple[Path, ...],
    output: Path,
    configuration: Configuration,
    *,
    only_check: bool,
    force: bool,
    quiet: bool,
) -> int:
    from cleaner import corpus
    from cleaner.formats.sources import find
    from cleaner.report import summary
    from cleaner.store import manifest
    from cleaner.store.folder import OutputFolder, refuse_overlap

    refuse_overlap(output, paths)
    sources = find(paths)
    if sources.missing:
        _complain(sources)
        return 2
    folder = OutputFolder.open(output)
    outcomes = _run(sources, configuration, quiet=quiet)
    plan = corpus.plan(sources, outcomes, configuration)
    if only_check:
        differences = folder.differences(plan)
        for difference in differences:
            click.echo(f"{difference.kind} {_shown(output / difference.name)}")
        return _exit_code(outcomes) or int(bool(differences))
    if not force:
        folder.refuse(sources.roots, plan)
    folder.commit(plan)
    if not quiet:
        for line in summary.lines(manifest.decode(plan[manifest.NAME])):
            click.echo(line, err=True)
    return _exit_code(outcomes)


def _clean_stream(configuration: Configuration, *, quiet: bool) -> int:
    from cleaner import corpus
    from cleaner.formats.sources import Sources
    from cleaner.report import summary

    outcome = corpus.clean_bytes("-", sys.stdin.buffer.read(), configuration)
    if outcome.problem is not None:
        raise outcome.problem
    sys.stdout.buffer.write(outcome.document.text.encode())
    sys.stdout.buffer.flush()
    if not quiet:
        nowhere = Sources((), (), {}, (), ())
        for line in summary.lines(corpus.summarize(nowhere, [outcome], configuration, {})):
            click.echo(line, err=True)
    return 0


@cli.command()
@PATHS
@click.option("-q", "--quiet", is_flag=True, help="No summary, no progress.")
@policy_options
def check(paths: tuple[Path, ...], quiet: bool, **options: Any) -> int:
    """Show what clean would change, as path:line:col: rule message. Writes nothing; exit 1 on findings."""
    from cleaner import corpus
    from cleaner.formats.sources import Sources, find
    from cleaner.report import text

    configuration = _configuration(options)
    if paths == (Path("-"),):
        sources = Sources((), (), {}, (), ())
        outcomes = [corpus.clean_bytes("-", sys.stdin.buffer.read(), configuration)]
    else:
        sources = find(paths)
        outcomes = _run(sources, configuration, quiet=quiet)
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
    _complain(sources)
    return 2 if sources.missing else _exit_code(outcomes) or int(failing > 0)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where the raw files go."
)
def restore(folder: Path, names: tuple[str, ...], output: Path) -> int:
    """Rebuild raw files, byte for byte, from a cleaned FOLDER; all of them or those NAMED."""
    from cleaner.store.restore import restore as rebuild

    for name in rebuild(folder, output, names):
        click.echo(f"restored {_shown(output / name)}", err=True)
    return 0


@cli.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Say what a RULE finds, why, what it leaves alone, with an example; without RULE, list all rules."""
    from cleaner.report import rules

    click.echo(rules.explain(rule) if rule else rules.table())
    return 0


def _configuration(options: dict[str, Any]) -> Configuration:
    from cleaner.config import Configuration
    from cleaner.duplicates import Settings

    scope = options.pop("duplicates_scope")
    configuration = Configuration(**options, settings=Settings(scope=scope))
    _ = configuration.policy  # an unknown rule is an error before any file is read
    return configuration


def _run(sources: Sources, configuration: Configuration, *, quiet: bool) -> list[Outcome]:
    from cleaner.corpus import clean_sources

    with _progress(len(sources.documents), quiet=quiet) as tick:
        outcomes = clean_sources(sources, configuration, tick)
    for outcome in outcomes:
        if outcome.problem is not None:
            click.echo(f"error: {_shown(outcome.problem)}", err=True)
    return outcomes


@contextmanager
def _progress(length: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label="cleaning", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _complain(sources: Sources) -> None:
    for error in sources.missing:
        click.echo(f"error: {_shown(error)}", err=True)


def _exit_code(outcomes: list[Outcome]) -> int:
    """2 where an input could not be read, 3 where one is in quarantine, else 0."""
    problems = [outcome for outcome in outcomes if outcome.problem is not None]
    if any(not outcome.data for outcome in problems):
        return 2
    return 3 if problems else 0


def _shown(value: object) -> str:
    from cleaner.report.terminal import shown

    return shown(str(value), most=10_000)
