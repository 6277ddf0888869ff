"""From the options of check to the documents that are judged and those that they are compared with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.options import STANDARD_INPUT, file_options
from cleaner.cli.run import complain_of, progress

if TYPE_CHECKING:
    from cleaner.config import Configuration
    from cleaner.formats.selection import Selection
    from cleaner.formats.sources import Sources
    from cleaner.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents a check is asked to judge, and what it is to compare them with."""

    file_list: Path | None
    stdin_filename: Path | None
    since: str | None
    against: tuple[Path, ...]
    index: Path | None


def corpus_paths() -> list[Path]:
    """All of the raw corpus, as the configuration file names it."""
    named = file_options().values.get("corpus", ())
    return [Path(name) for name in named] if isinstance(named, tuple) else []


def paths_or_corpus(paths: Sequence[Path]) -> list[Path]:
    """The paths that are given, else those of the corpus. Raises `UsageError` where there are none."""
    found = list(paths) or corpus_paths()
    if not found:
        raise click.UsageError("name files or folders, or a corpus in cleaner.toml")
    return found


def judged(
    paths: Sequence[Path], asked: Asked, selection: Selection
) -> tuple[Sources, Callable[[Configuration, bool], list[Outcome]]]:
    """The sources, and what makes outcomes of them."""
    from cleaner.formats.sources import Sources

    listed = list(paths) + (_listed(asked.file_list) if asked.file_list is not None else [])
    if tuple(listed) == STANDARD_INPUT:
        return _stream(asked, selection)
    if asked.file_list is not None and not listed:
        sources = Sources((), (), {}, (), ())
    else:
        sources = _found(paths_or_corpus(listed), asked, selection, whole=not listed)
    return sources, lambda configuration, quiet: _run(sources, configuration, asked.index, quiet=quiet)


def _found(paths: Sequence[Path], asked: Asked, selection: Selection, *, whole: bool) -> Sources:
    from cleaner.formats.git import changed_since
    from cleaner.formats.sources import find

    sources = find(paths, selection, by_path=True)
    if asked.since is not None:
        folder = paths[0] if paths[0].is_dir() else paths[0].parent
        sources = sources.changed(changed_since(asked.since, folder))
    return _compared(sources, asked, selection, whole=whole)


def _compared(sources: Sources, asked: Asked, selection: Selection, *, whole: bool) -> Sources:
    return compared(sources, [*asked.against, *([] if whole else _corpus_of(sources))], selection)


def compared(sources: Sources, others: Sequence[Path], selection: Selection) -> Sources:
    """The sources, with the files of other paths as their reference. Raises `InputError` for one that cannot
    be read: a comparison with a part of them would say too little."""
    from cleaner.formats.sources import find

    if not others:
        return sources
    found = find(others, selection, by_path=True)
    for error in (*found.missing, *(refused.error for refused in found.refused)):
        raise error
    return sources.compared_with(found.documents)


def _corpus_of(sources: Sources) -> list[Path]:
    """The corpus, where all that is judged belongs to it: a cleaned twin is not compared with raw files."""
    from cleaner.formats.selection import lexical

    corpus = corpus_paths()
    inside = all(
        any(lexical(source.path).is_relative_to(lexical(path)) for path in corpus)
        for source in sources.documents
    )
    return corpus if inside and sources.documents else []


def _run(sources: Sources, configuration: Configuration, index: Path | None, *, quiet: bool) -> list[Outcome]:
    from cleaner.cli.run import run

    return run(sources, configuration, quiet=quiet, index=index)


def _stream(
    asked: Asked, selection: Selection
) -> tuple[Sources, Callable[[Configuration, bool], list[Outcome]]]:
    from cleaner.corpus.stdin import clean_given
    from cleaner.formats.selection import Ignored
    from cleaner.formats.sources import Source, Sources

    path = asked.stdin_filename or Path("-")
    here = Sources((Source(path.as_posix(), path),), (), {}, (), ())
    excluded = selection.force and Ignored(path.parent, selection).holds(path, folder=False)
    sources = _compared(here, asked, selection, whole=False)

    def made(configuration: Configuration, quiet: bool) -> list[Outcome]:
        data = sys.stdin.buffer.read()
        if excluded:
            return []
        with progress(1, quiet=quiet):
            outcomes = clean_given(path, data, configuration, sources, asked.index)
        complain_of(outcomes)
        return outcomes

    return sources, made


def _listed(path: Path) -> list[Path]:
    """The names in a list, one a line, or parted by NULs where there are any (as `git diff -z` writes)."""
    from cleaner.formats.regular_file import read

    data = sys.stdin.buffer.read() if path == Path("-") else read(path)
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [Path(os.fsdecode(name)) for name in names if name]
