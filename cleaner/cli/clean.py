"""`cleaner clean`: write the cleaned twin of a corpus, or pass a stream through."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.inputs import compared, paths_or_corpus
from cleaner.cli.options import (
    PATHS,
    STANDARD_INPUT,
    configuration_of,
    configuration_options,
    input_options,
    inputs_of,
    known_options,
    option,
    policy_options,
    selection_of,
)
from cleaner.cli.run import complain, exit_code, run, safe, unused_suppressions

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.ignored import Selection
    from cleaner.store.manifest import TrailLevel


@dataclass(frozen=True, slots=True)
class Known:
    """What ranks before the documents that are cleaned, and is not cleaned itself."""

    against: tuple[Path, ...]
    index: Path | None


@click.command()
@PATHS
@option("-o", "--output", type=click.Path(path_type=Path), help="The folder of the cleaned corpus.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 unless the folder is up to date."
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other files or edits by hand.")
@click.option(
    "--exit-non-zero-on-change", "tell", is_flag=True, help="Exit 1 if that changed a file of the folder."
)
@option(
    "--trail",
    type=click.Choice(["full", "counts", "none"]),
    default="full",
    show_default=True,
    help="What is kept of the edits; to restore raw files takes all of it.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary, no progress.")
@known_options
@configuration_options
@input_options
@policy_options
def clean(
    paths: tuple[Path, ...],
    output: Path | None,
    only_check: bool,
    force: bool,
    tell: bool,
    trail: TrailLevel,
    quiet: bool,
    **options: Any,
) -> int:
    """Clean files and folders into a folder, or standard input (-) to standard output."""
    selection = selection_of(inputs_of(options))
    known = Known(options.pop("against"), options.pop("index"))
    configuration = configuration_of(options)
    if paths == STANDARD_INPUT:
        return _clean_stream(configuration, quiet=quiet)
    if output is None:
        raise click.UsageError("name the output folder with -o")
    return _clean_folder(
        paths_or_corpus(paths),
        output,
        selection,
        configuration,
        known,
        only_check=only_check,
        force=force,
        tell=tell,
        trail=trail,
        quiet=quiet,
    )


def _clean_folder(
    paths: list[Path],
    output: Path,
    selection: Selection,
    configuration: Configuration,
    known: Known,
    *,
    only_check: bool,
    force: bool,
    tell: bool,
    trail: TrailLevel,
    quiet: bool,
) -> int:
    from cleaner import corpus
    from cleaner.formats.sources import find
    from cleaner.report import summary
    from cleaner.store import manifest
    from cleaner.store.folder import OutputFolder, refuse_overlap

    refuse_overlap(output, paths)
    sources = find(paths, selection)
    if sources.missing:
        complain(sources)
        return 2
    sources = compared(sources, known.against, selection)
    folder = OutputFolder.open(output)
    outcomes = run(sources, configuration, quiet=quiet, index=known.index)
    plan = corpus.plan(sources, outcomes, configuration, trail)
    differences = folder.differences(plan) if only_check or tell else []
    if only_check or tell:
        for difference in differences:
            click.echo(f"{difference.kind} {safe(output / difference.name)}")
    if only_check:
        return exit_code(outcomes) or int(bool(differences))
    if not force:
        folder.refuse(sources.roots, plan)
    folder.commit(plan)
    if not quiet:
        for line in summary.lines(manifest.decode(plan[manifest.NAME])):
            click.echo(line, err=True)
        unused_suppressions(configuration, outcomes, sources)
        missed = corpus.unmatched(outcomes, configuration.decisions)
        if missed:
            click.echo(f"decisions   {missed} rejected findings are not there any more", err=True)
    return exit_code(outcomes) or int(bool(differences))


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
