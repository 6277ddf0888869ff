"""`cleaner clean`: write the cleaned twin of a corpus, or pass a stream through."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.engine import Engines, engine_for, engine_options, engines_of
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
from cleaner.cli.run import complain, safe, unused_suppressions
from cleaner.cli.signals import ending
from cleaner.cli.values import BYTES
from cleaner.formats.registry import OUTPUT_FORMATS

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.corpus.run import Done
    from cleaner.formats.selection import Selection
    from cleaner.formats.sources import Sources
    from cleaner.store.folder import OutputFolder
    from cleaner.store.manifest import TrailLevel


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the options is about the output folder and the run, and not about what comes out."""

    output: Path | None
    only_check: bool
    force: bool
    tell: bool
    trail: TrailLevel
    quiet: bool
    jobs: int
    log_format: str
    against: tuple[Path, ...]
    index: Path | None
    engines: Engines


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
@option(
    "-j",
    "--jobs",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Worker processes; 0 is one for each core.",
)
@option(
    "--memory",
    type=BYTES,
    default="1G",
    help="Has no effect any more; the next release refuses it.",
)
@option(
    "--grouping",
    type=click.Choice(["auto", "memory", "duckdb"]),
    default="auto",
    help="Has no effect any more; the next release refuses it.",
)
@option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How progress and the summary are said on stderr.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary, no progress.")
@click.option(
    "--output-format",
    "corpus_format",
    type=click.Choice(OUTPUT_FORMATS),
    envvar="CLEANER_CORPUS_FORMAT",
    show_envvar=True,
    help="Write texts and pages as records of JSON Lines, many to a file.  [default: as they are]",
)
@option(
    "--shard-size",
    type=BYTES,
    default="1G",
    show_default=True,
    help="The largest file of such records.",
)
@engine_options
@known_options
@configuration_options
@input_options
@policy_options
def clean(paths: tuple[Path, ...], **options: Any) -> int:
    """Clean files and folders into a folder, or standard input (-) to standard output."""
    _warn_of_obsolete_options(options)
    options["engines"] = engines_of(options)
    wanted = Wanted(**{field.name: options.pop(field.name) for field in fields(Wanted)})
    selection = selection_of(inputs_of(options))
    from cleaner.formats.io_options import WriteOptions

    writing = WriteOptions(options.pop("corpus_format"), options.pop("shard_size"))
    configuration = replace(configuration_of(options), writing=writing)
    if paths == STANDARD_INPUT:
        from cleaner.cli.stream import clean_stream

        if wanted.engines.engine != "local":
            raise click.UsageError("--engine spark is for an output folder: a stream is one machine's")
        if _is_said("corpus_format"):
            raise click.UsageError("--output-format is for an output folder: a stream stays what it is")
        return clean_stream(configuration, wanted.index, quiet=wanted.quiet)
    if wanted.output is None:
        raise click.UsageError("name the output folder with -o")
    return _clean_folder(paths_or_corpus(paths), wanted.output, selection, configuration, wanted)


_OBSOLETE = ("memory", "grouping")
"""Options that still parse, so that old calls and configuration files run, and do nothing."""


def _warn_of_obsolete_options(options: dict[str, Any]) -> None:
    """Takes them out of the options, with a warning for each that is set, wherever that is."""
    context = click.get_current_context()
    for name in _OBSOLETE:
        del options[name]
        if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT:
            click.echo(f"warning: --{name} has no effect any more; the next release refuses it", err=True)


def _is_said(parameter: str) -> bool:
    """Whether an option stands on the command line itself."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is click.core.ParameterSource.COMMANDLINE


def _clean_folder(
    paths: list[Path], output: Path, selection: Selection, configuration: Configuration, wanted: Wanted
) -> int:
    from cleaner.corpus.packing import refuse
    from cleaner.formats.sources import find
    from cleaner.store.folder import OutputFolder, refuse_overlap
    from cleaner.store.lock import locked

    refuse_overlap(output, paths)
    sources = find(paths, selection)
    if sources.missing:
        complain(sources)
        return 2
    refuse(sources, configuration)
    sources = compared(sources, wanted.against, selection)
    folder = OutputFolder.open(output)
    with ending(), ExitStack() as stack:
        if not wanted.only_check:
            if not wanted.force:
                folder.refuse(sources.roots)
            stack.enter_context(locked(output))
            folder = OutputFolder.open(output)
        work = stack.enter_context(_work(output, only_check=wanted.only_check))
        done = _run(sources, configuration, work, wanted)
        code = _commit(folder, sources, done, wanted)
        if not wanted.quiet:
            _tell(done, sources, configuration, wanted)
        if not wanted.only_check:
            _tidy(work, done)
    return done.tally.exit_code or code


@contextmanager
def _work(output: Path, *, only_check: bool) -> Iterator[Path]:
    """The scratch folder: beside what is written, so that files move there whole; elsewhere for a check."""
    if only_check:
        with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
            yield Path(folder)
        return
    from cleaner.store.folder import WORK

    yield output / WORK


def _run(sources: Sources, configuration: Configuration, work: Path, wanted: Wanted) -> Done:
    from cleaner.cli.progress import Progress
    from cleaner.corpus import workers
    from cleaner.corpus.run import Run
    from cleaner.corpus.run_options import Running

    progress = Progress(quiet=wanted.quiet, json_lines=wanted.log_format == "json")
    running = Running(
        work,
        wanted.output,
        jobs=workers.count(wanted.jobs),
        index=wanted.index,
        level=wanted.trail,
        watch=progress,
    )
    shutil.rmtree(work / "staged", ignore_errors=True)
    try:
        done = Run(sources, configuration, running, engine_for(wanted.engines, configuration, running)).run()
    finally:
        progress.close()
    for problem in done.problems:
        click.echo(f"error: {safe(problem)}", err=True)
    return done


def _commit(folder: OutputFolder, sources: Sources, done: Done, wanted: Wanted) -> int:
    """Brings the folder to what was made, or says how it differs; 1 where it does and that was asked for."""
    differences = folder.differences(done.files) if wanted.only_check or wanted.tell else []
    for difference in differences:
        click.echo(f"{difference.kind} {safe(folder.path / difference.name)}")
    if not wanted.only_check:
        if not wanted.force:
            folder.refuse(sources.roots, done.files)
        folder.commit(done.files)
    return int(bool(differences))


def _tell(done: Done, sources: Sources, configuration: Configuration, wanted: Wanted) -> None:
    from cleaner import corpus
    from cleaner.report import summary

    if wanted.only_check:
        return
    if wanted.log_format == "json":
        click.echo(summary.json_line(done.tally, done.seconds, done.parts), err=True)
        return
    for line in summary.lines(done.tally, sources.skipped):
        click.echo(line, err=True)
    if done.parts is not None:
        click.echo(summary.parted(done.parts), err=True)
    for line in summary.times(done.seconds):
        click.echo(line, err=True)
    if configuration.suppressions:
        unused_suppressions(configuration, done.outcomes(), sources)
    if configuration.decisions:
        missed = corpus.unmatched(done.outcomes(), configuration.decisions)
        if missed:
            click.echo(f"decisions   {missed} rejected findings are not there any more", err=True)


def _tidy(work: Path, done: Done) -> None:
    """Leaves of the scratch what the next run may take as it is, where that is worth its room."""
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in done.kept:
            path.unlink()
    if not done.kept:
        work.rmdir()
