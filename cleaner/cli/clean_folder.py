"""Cleans files into an output folder: finds the sources, runs the corpus, moves files, reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.engine import EngineOptions, make_engine
from cleaner.cli.inputs import add_references
from cleaner.cli.messages import escape, report_missing, report_unused_suppressions
from cleaner.cli.signals import handle_termination

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.run import RunResult
    from cleaner.formats.selection import Selection
    from cleaner.formats.sources import Sources
    from cleaner.store.folder import OutputFolder
    from cleaner.store.manifest import TrailLevel
    from cleaner.store.root import Root


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """The options about the output folder and the run, which do not decide what comes out."""

    output: Path | None
    only_check: bool
    force: bool
    fail_on_change: bool
    trail: TrailLevel
    quiet: bool
    jobs: int
    log_format: str
    against: tuple[Path, ...]
    index: Path | None


def clean_folder(
    paths: list[Path],
    output: Path,
    selection: Selection,
    configuration: Configuration,
    options: CleanOptions,
    engine: EngineOptions,
) -> int:
    """Cleans the files at paths into a folder, and returns the exit code."""
    from cleaner.corpus.packing import refuse_unpackable
    from cleaner.formats.sources import find_sources
    from cleaner.store.folder import OutputFolder
    from cleaner.store.input_overlap import refuse_overlap

    # Before anything is read: a run must not take its own output for input.
    refuse_overlap(output, paths)
    sources = find_sources(paths, selection)
    # A corpus that is incomplete would look like one from which files were deleted.
    if sources.missing:
        report_missing(sources)
        return 2
    refuse_unpackable(sources, configuration)
    sources = add_references(sources, options.against, selection)
    folder = OutputFolder.open(output)
    folder.refuse_links(source.name for source in sources.documents)
    # From here on there is something to clean up: the lock and the scratch folder.
    with handle_termination(), ExitStack() as stack:
        if not options.only_check:
            folder = _lock_output(folder, sources, stack, force=options.force)
        scratch = stack.enter_context(_open_scratch(folder, only_check=options.only_check))
        result = _run(sources, configuration, scratch, folder.root, options, engine)
        code = _commit(folder, sources, result, options)
        if not options.quiet:
            _print_summary(result, sources, configuration, options)
        if not options.only_check:
            _clear_scratch(folder, scratch, result)
    found = result.tally.exit_code
    # A document over its budget is news of the run that writes it; a check asks whether the folder is up to
    # date. A document in quarantine is worse than a file that differs.
    return code if options.only_check and found == 1 else found or code


def _lock_output(folder: OutputFolder, sources: Sources, stack: ExitStack, *, force: bool) -> OutputFolder:
    """Locks the output folder until `stack` ends, and returns it as it is then.

    Raises `OutputError` where another run has the lock, or, without `force`, for files that are not its own.
    """
    from cleaner.store.folder import OutputFolder
    from cleaner.store.lock import lock_folder
    from cleaner.store.root import Root

    if not force:
        folder.refuse_conflicts(sources.roots)
    root = folder.root or Root.create(folder.path)
    stack.enter_context(lock_folder(root))
    # Another run may have written the folder until this one had the lock.
    return OutputFolder.of(root)


@contextmanager
def _open_scratch(folder: OutputFolder, *, only_check: bool) -> Iterator[Root]:
    """Gives the scratch folder: inside the output folder, so that files move to their places whole.

    A check, which writes nothing there, gets one elsewhere.
    """
    from cleaner.store.folder import WORK
    from cleaner.store.root import Root
    from cleaner.store.system_errors import explain_system_error

    if only_check:
        with tempfile.TemporaryDirectory(prefix="cleaner-") as temporary:
            yield Root.open(Path(temporary))
        return
    assert folder.root is not None
    with explain_system_error(folder.path):
        scratch = folder.root.open_folder(WORK)
    yield scratch


def _run(
    sources: Sources,
    configuration: Configuration,
    scratch: Root,
    output: Root | None,
    options: CleanOptions,
    engine_options: EngineOptions,
) -> RunResult:
    """Runs the corpus into the scratch folder, with progress, and reports the documents with a problem."""
    from cleaner.cli.progress import Progress
    from cleaner.corpus import workers
    from cleaner.corpus.run import Run
    from cleaner.corpus.run_options import RunOptions
    from cleaner.store.folder_walk import clear

    progress = Progress(quiet=options.quiet, json_lines=options.log_format == "json")
    running = RunOptions(
        scratch,
        output,
        jobs=workers.count(options.jobs),
        index=options.index,
        level=options.trail,
        watch=progress,
    )
    # Files that an interrupted run had made but not moved to their places.
    clear(scratch, "staged")
    try:
        engine = make_engine(engine_options, configuration, running)
        result = Run(sources, configuration, running, engine).run()
    # On an error, too: else the message would stand behind the line of the progress.
    finally:
        progress.close()
    for problem in result.problems:
        click.echo(f"error: {escape(problem)}", err=True)
    return result


def _commit(folder: OutputFolder, sources: Sources, result: RunResult, options: CleanOptions) -> int:
    """Moves the files of a run into the folder, or lists how the folder differs from them.

    Returns 1 where it differs and --check or --exit-non-zero-on-change is set.
    """
    is_compared = options.only_check or options.fail_on_change
    differences = folder.find_differences(result.files) if is_compared else []
    for difference in differences:
        click.echo(f"{difference.kind} {escape(folder.path / difference.name)}")
    if not options.only_check:
        if not options.force:
            # Once more, with the names of what is about to be written.
            folder.refuse_conflicts(sources.roots, result.files)
        for name in folder.commit(result.files):
            click.echo(f"kept {escape(folder.path / name)}: edited by hand, and without an input", err=True)
    return int(bool(differences))


def _print_summary(
    result: RunResult, sources: Sources, configuration: Configuration, options: CleanOptions
) -> None:
    """Writes the counts and times of a run on stderr, as text or as one line of JSON."""
    from cleaner import corpus
    from cleaner.report import summary
    from cleaner.store.seal import compute_seal

    if options.only_check:
        return
    seal = compute_seal(result.manifest.encode())
    # One line and nothing else: a program reads it.
    if options.log_format == "json":
        click.echo(summary.summarize_json(result.tally, result.seconds, seal, result.parts), err=True)
        return
    for line in summary.summarize(result.tally, sources.skipped):
        click.echo(line, err=True)
    if result.parts is not None:
        click.echo(summary.summarize_parts(result.parts), err=True)
    click.echo(summary.summarize_seal(seal), err=True)
    for line in summary.summarize_times(result.seconds):
        click.echo(line, err=True)
    if configuration.suppressions:
        report_unused_suppressions(configuration, result.outcomes(), sources)
    if configuration.decisions:
        missed = corpus.count_unmatched(result.outcomes(), configuration.decisions)
        if missed:
            click.echo(f"decisions   {missed} rejected findings are not there any more", err=True)


def _clear_scratch(folder: OutputFolder, scratch: Root, result: RunResult) -> None:
    """Removes from the scratch folder all that the next run cannot take as it is."""
    from cleaner.store.folder import WORK
    from cleaner.store.folder_walk import clear
    from cleaner.store.system_errors import explain_system_error

    with explain_system_error(scratch.path):
        content = scratch.list_folder("")
        for name in content.folders:
            clear(scratch, name)
        for name in content.files:
            # A checkpoint of this run is what lets the next one take finished work as it is.
            if name not in result.checkpoints:
                scratch.discard(name)
        if not result.checkpoints and folder.root is not None:
            folder.root.remove_folder(WORK)
