"""Finds the documents that `check` judges, and those that they are compared with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cleaner.cli.config_file import get_file_options
from cleaner.cli.messages import report_problems
from cleaner.cli.options import STANDARD_INPUT
from cleaner.cli.outcomes import clean_with_progress, show_progress_bar

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.selection import Selection
    from cleaner.formats.sources import Sources
    from cleaner.outcome import Outcome


@dataclass(frozen=True, slots=True)
class InputOptions:
    """The options that decide which documents a check judges, and what it compares them with."""

    file_list: Path | None
    stdin_filename: Path | None
    since: str | None
    against: tuple[Path, ...]
    index: Path | None


class CheckInputs(NamedTuple):
    """The sources of a check, and the function that cleans them: it takes a configuration and `quiet`."""

    sources: Sources
    clean: Callable[[Configuration, bool], list[Outcome]]


def get_corpus_paths() -> list[Path]:
    """Returns the paths of the raw corpus, as the configuration file names them."""
    names = get_file_options().values.get("corpus", ())
    return [Path(name) for name in names] if isinstance(names, tuple) else []


def choose_paths(paths: Sequence[Path]) -> list[Path]:
    """Returns the paths of the command line, else those of the corpus. Raises `UsageError` without any."""
    paths = list(paths) or get_corpus_paths()
    if not paths:
        raise click.UsageError("name files or folders, or a corpus in cleaner.toml")
    return paths


def find_inputs(paths: Sequence[Path], options: InputOptions, selection: Selection) -> CheckInputs:
    """Finds the sources of a check: standard input for `-`, the whole corpus where nothing is named."""
    from cleaner.formats.sources import Sources

    listed = _read_file_list(options.file_list) if options.file_list is not None else []
    paths = [*paths, *listed]
    # Alone: among other paths "-" is a file of that name.
    if tuple(paths) == STANDARD_INPUT:
        return _make_stdin_inputs(options, selection)
    if options.file_list is not None and not paths:
        # An empty list, as a commit hook may give it, is no file to check, and not the whole corpus.
        sources = Sources((), (), {}, (), ())
    else:
        sources = _find_sources(
            choose_paths(paths), frozenset(listed), options, selection, whole_corpus=not paths
        )

    def clean(configuration: Configuration, quiet: bool) -> list[Outcome]:
        return clean_with_progress(sources, configuration, quiet=quiet, index=options.index)

    return CheckInputs(sources, clean)


def _find_sources(
    paths: Sequence[Path],
    listed: Collection[Path],
    options: InputOptions,
    selection: Selection,
    *,
    whole_corpus: bool,
) -> Sources:
    """Finds the sources at paths, those alone that changed since a revision, and what they compare with.

    The `listed` paths are no patterns: a list has the names of files, which others may have chosen.
    """
    from cleaner.formats.selection import absolute_path
    from cleaner.formats.sources import find_sources, is_folder
    from cleaner.git.changed_files import find_changed_files

    sources = find_sources(paths, selection, by_path=True, literal=listed)
    if options.since is not None:
        # git is asked in the repository of the files, and not in the working directory.
        folder = paths[0] if is_folder(paths[0]) else paths[0].parent
        names = [absolute_path(source.path) for source in sources.documents]
        sources = sources.restrict_to(find_changed_files(options.since, folder, names))
    return _add_check_references(sources, options, selection, whole_corpus=whole_corpus)


def _add_check_references(
    sources: Sources, options: InputOptions, selection: Selection, *, whole_corpus: bool
) -> Sources:
    """Adds the files of --against, and the corpus that the sources are a part of."""
    # The whole corpus is compared with itself as it is.
    corpus = [] if whole_corpus else _find_enclosing_corpus(sources)
    return add_references(sources, [*options.against, *corpus], selection)


def add_references(sources: Sources, reference_paths: Sequence[Path], selection: Selection) -> Sources:
    """Returns the sources with the files of other paths as their reference.

    Raises `InputError` for one that cannot be read: a comparison with a part of them would say too little.
    """
    from cleaner.formats.sources import find_sources

    if not reference_paths:
        return sources
    references = find_sources(reference_paths, selection, by_path=True)
    for error in (*references.missing, *(refused.error for refused in references.refused)):
        raise error
    return sources.with_reference(references.documents)


def _find_enclosing_corpus(sources: Sources) -> list[Path]:
    """Returns the paths of the corpus, where all sources belong to it; else none.

    A cleaned twin, which is outside, is not compared with its own raw files.
    """
    from cleaner.formats.selection import absolute_path

    corpus = get_corpus_paths()
    is_inside = all(
        any(absolute_path(source.path).is_relative_to(absolute_path(path)) for path in corpus)
        for source in sources.documents
    )
    return corpus if is_inside and sources.documents else []


def _make_stdin_inputs(options: InputOptions, selection: Selection) -> CheckInputs:
    """Makes one source of standard input, under the name that --stdin-filename gives it."""
    from cleaner.corpus.stdin import clean_stdin
    from cleaner.formats.selection import IgnoreRules
    from cleaner.formats.sources import Source, Sources

    path = options.stdin_filename or Path("-")
    stdin = Sources((Source(path.as_posix(), path),), (), {}, (), ())
    # An editor sends a buffer under its name: the patterns of the folder hold for that name.
    is_excluded = selection.force and IgnoreRules(path.parent, selection).ignores(path, folder=False)
    sources = _add_check_references(stdin, options, selection, whole_corpus=False)

    def clean(configuration: Configuration, quiet: bool) -> list[Outcome]:
        # It is read in any case: the writer of the pipe must not fail because the file is excluded.
        data = sys.stdin.buffer.read()
        if is_excluded:
            return []
        with show_progress_bar(1, quiet=quiet):
            outcomes = clean_stdin(path, data, configuration, sources, options.index)
        report_problems(outcomes)
        return outcomes

    return CheckInputs(sources, clean)


def _read_file_list(path: Path) -> list[Path]:
    """Reads a list of paths, one a line, or parted by NULs where there are any (as `git diff -z` writes)."""
    from cleaner.regular_file import read

    data = sys.stdin.buffer.read() if path == Path("-") else read(path)
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    # As the system gives names: one that is not UTF-8 names its file all the same.
    return [Path(os.fsdecode(name)) for name in names if name]
