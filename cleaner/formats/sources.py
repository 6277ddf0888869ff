"""From the paths of a command line to the documents of a corpus, in the one order, with output names."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from cleaner.errors import InputError, UsageError
from cleaner.formats.input_walk import IGNORED, Source, UnreadableFile, walk
from cleaner.formats.output_names import (
    find_root_name,
    refuse_own_folder,
    refuse_same_roots,
    refuse_unwritable,
    with_output_name,
)
from cleaner.formats.path_pattern import expand_path
from cleaner.formats.selection import Selection, absolute_path

__all__ = ["IGNORED", "Source", "Sources", "UnreadableFile", "find_sources"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents in the one order (root, then path bytes), and what was not taken."""

    documents: tuple[Source, ...]
    roots: tuple[str, ...]
    """The names of the input roots, sorted."""
    skipped: Mapping[str, int]
    """How many files of unknown type folders hold, by extension."""
    refused: tuple[UnreadableFile, ...]
    """Files in folders that cannot be read, or not be written under their names."""
    missing: tuple[InputError, ...]
    """Paths that were named by hand and cannot be taken."""
    reference: tuple[Source, ...] = ()
    """Documents that rank before the others and are not judged."""

    def with_reference(self, others: Iterable[Source]) -> Sources:
        """These sources with others to rank before them, but for those that are among them."""
        judged = {absolute_path(source.path) for source in self.documents}
        reference = {absolute_path(source.path): source for source in (*self.reference, *others)}
        return replace(
            self, reference=tuple(source for path, source in reference.items() if path not in judged)
        )

    def restrict_to(self, files: Collection[Path]) -> Sources:
        """Only the documents that are among these files, compared with all the others."""
        judged = tuple(source for source in self.documents if absolute_path(source.path) in files)
        return replace(self, documents=judged).with_reference(self.documents)


def find_sources(
    paths: Sequence[Path],
    selection: Selection | None = None,
    *,
    by_path: bool = False,
    literal: Collection[Path] = (),
) -> Sources:
    """Walk the paths; one that does not exist and holds `*`, `?` or `[` is a pattern, unless it is `literal`.

    One root: names relative to it; several: prefixed by the root's name. With `by_path`, for runs that write
    nothing, the name of a document is its path, so that no two are alike; the order is the same.

    What cannot be written under its name is in `refused`. Raises `UsageError` when nothing is found or two
    roots have one name.
    """
    selection = selection or Selection()
    paths = [path for named in paths for path in (named not in literal and expand_path(named)) or [named]]
    if by_path:
        roots = [(find_root_name(path), path) for path in _drop_repeated(paths, lambda path: path)]
        return _find(roots, selection, by_path=True)
    refuse_same_roots(paths)
    sources = _find(list({find_root_name(path): path for path in paths}.items()), selection, by_path=False)
    named = [with_output_name(source, selection.input_format) for source in sources.documents]
    refuse_own_folder(named)
    documents, unwritable = refuse_unwritable(named, selection.input_format)
    return replace(sources, documents=tuple(documents), refused=(*sources.refused, *unwritable))


def _find(named_roots: Sequence[tuple[str, Path]], selection: Selection, *, by_path: bool) -> Sources:
    """The files below some roots, by the roots' names."""
    roots = sorted(named_roots, key=lambda root: (os.fsencode(root[0]), os.fsencode(root[1])))
    documents: list[Source] = []
    skipped: Counter[str] = Counter()
    refused: list[UnreadableFile] = []
    missing: list[InputError] = []
    for root, path in roots:
        prefix = _make_prefix(root, path, several=len(roots) > 1, by_path=by_path)
        try:
            walked = walk(path, prefix, selection)
        except InputError as error:
            missing.append(error)
            continue
        documents += walked.documents
        skipped.update(walked.skipped)
        refused += walked.refused
    # A hook that hands over ignored files alone has nothing to clean, which is no mistake.
    all_ignored = selection.force and skipped[IGNORED]
    if not documents and not refused and not missing and not all_ignored:
        raise UsageError(_say_nothing_found(roots, skipped), remedy=_find_remedy(skipped))
    # A file can stand below two roots, of which one is in the other.
    documents = _drop_repeated(documents, lambda source: source.path)
    names = tuple(root for root, _ in roots)
    return Sources(tuple(documents), names, dict(sorted(skipped.items())), tuple(refused), tuple(missing))


def _drop_repeated(items: Iterable[Item], path_of: Callable[[Item], Path]) -> list[Item]:
    """The items in their order, without those whose path an earlier one has."""
    first: dict[Path, Item] = {}
    for item in items:
        first.setdefault(absolute_path(path_of(item)), item)
    return list(first.values())


def _make_prefix(root: str, path: Path, *, several: bool, by_path: bool) -> str:
    """What the names of the files below a root begin with."""
    if by_path:
        folder = path if is_folder(path) else path.parent
        return "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/"
    return f"{root}/" if several and is_folder(path) else ""


def is_folder(path: Path) -> bool:
    """Whether a path is that of a folder, or of a link to one."""
    # Not the method of `Path`: it raises for a path that is too long.
    return os.path.isdir(path)  # noqa: PTH112


def _say_nothing_found(roots: Iterable[tuple[str, Path]], skipped: Mapping[str, int]) -> str:
    where = ", ".join(str(path) for _, path in roots)
    if not skipped:
        return f"no files to clean in {where}"
    kinds = ", ".join(f"{count} {extension}" for extension, count in sorted(skipped.items()))
    return f"no files of a known type in {where}; passed over: {kinds}"


def _find_remedy(skipped: Mapping[str, int]) -> str:
    if skipped.get(IGNORED):
        return "see .gitignore, .cleanerignore and --exclude, or use --no-ignore"
    return "name files or folders of a known type, or say with --input-format what they are"
