"""`cleaner clean`: writes the cleaned twin of a corpus, or cleans standard input into standard output."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cleaner.cli.clean_folder import CleanOptions, clean_folder
from cleaner.cli.configuration import take_corpus_options
from cleaner.cli.engine import EngineOptions, engine_options
from cleaner.cli.inputs import choose_paths
from cleaner.cli.options import (
    PATHS,
    STANDARD_INPUT,
    choice_option,
    corpus_options,
    option,
    reference_options,
    take_options,
)
from cleaner.cli.values import BYTES
from cleaner.formats.registry import OUTPUT_FORMATS


@click.command()
@PATHS
@option("-o", "--output", type=click.Path(path_type=Path), help="The folder of the cleaned corpus.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit 1 unless the folder is up to date."
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other files or edits by hand.")
@click.option(
    "--exit-non-zero-on-change",
    "fail_on_change",
    is_flag=True,
    help="Exit 1 if that changed a file of the folder.",
)
@choice_option(
    "--trail",
    choices=["full", "counts", "none"],
    default="full",
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
@choice_option(
    "--log-format",
    choices=["text", "json"],
    default="text",
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
@reference_options
@corpus_options
def clean(paths: tuple[Path, ...], **options: Any) -> int:
    """Clean files and folders into a folder, or standard input (-) to standard output."""
    _warn_of_obsolete_options(options)
    _limit_jobs(options)
    clean_options = take_options(CleanOptions, options)
    engine = take_options(EngineOptions, options)
    from cleaner.formats.io_options import WriteOptions

    writing = WriteOptions(options.pop("corpus_format"), options.pop("shard_size"))
    selection, configuration = take_corpus_options(options)
    configuration = replace(configuration, writing=writing)
    if paths == STANDARD_INPUT:
        from cleaner.cli.stream import clean_stream

        if engine.engine != "local":
            raise click.UsageError("--engine spark is for an output folder: a stream is one machine's")
        # In a configuration file or the environment it is meant for the folder, and no mistake here.
        if _is_on_command_line("corpus_format"):
            raise click.UsageError("--output-format is for an output folder: a stream stays what it is")
        return clean_stream(configuration, clean_options.index, quiet=clean_options.quiet)
    if clean_options.output is None:
        raise click.UsageError("name the output folder with -o")
    return clean_folder(
        choose_paths(paths), clean_options.output, selection, configuration, clean_options, engine
    )


_OBSOLETE = ("memory", "grouping")
"""Options that still parse, so that old calls and configuration files run, and do nothing."""


def _warn_of_obsolete_options(options: dict[str, Any]) -> None:
    """Removes the obsolete options from `options`, with a warning for each that is set anywhere."""
    for name in _OBSOLETE:
        # Removed, because no record of options takes it.
        del options[name]
        if _find_source(name) is not click.core.ParameterSource.DEFAULT:
            click.echo(f"warning: --{name} has no effect any more; the next release refuses it", err=True)


def _limit_jobs(options: dict[str, Any]) -> None:
    """Limits the workers that a configuration file asks for to the cores: the machine is the user's."""
    if _find_source("jobs") is click.core.ParameterSource.DEFAULT_MAP:
        from cleaner.corpus.workers import count

        options["jobs"] = min(options["jobs"], count(0))


def _is_on_command_line(parameter: str) -> bool:
    """Whether an option stands on the command line itself."""
    return _find_source(parameter) is click.core.ParameterSource.COMMANDLINE


def _find_source(parameter: str) -> click.core.ParameterSource | None:
    return click.get_current_context().get_parameter_source(parameter)
