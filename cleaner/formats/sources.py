"""From the paths of a command line to the documents of a corpus, in the one order, with output names."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import InputError, UsageError
from cleaner.formats.output_names import refuse_record_names
from cleaner.formats.registry import find_content, find_format, list_suffixes
from cleaner.formats.regular_file import refuse_irregular, unreadable_error
from cleaner.formats.selection import Ignored, Selection, lexical

OWN_FOLDER = ".cleaner"
"""Where a cleaned corpus keeps its manifest and trail; never an input."""


IGNORED = "(ignored)"
"""The extension under which files are counted that an ignore file or a pattern passes over."""


class Source(NamedTuple):
    """One input file: `name` is its name in the output folder, with forward slashes."""

    name: str
    path: Path


class Refused(NamedTuple):
    """An input file that cannot be read, under the name that its output would have."""

    name: str
    error: InputError


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents in the one order (root, then path bytes), and what was not taken.

    `skipped` counts the files of unknown type in folders, by extension. `missing` are paths named by hand
    that cannot be taken, `refused` are files found in folders that cannot be read. `roots` are the names
    of the input roots, sorted. `reference` are documents that rank before the others and are not judged.
    """

    documents: tuple[Source, ...]
    roots: tuple[str, ...]
    skipped: Mapping[str, int]
    refused: tuple[Refused, ...]
    missing: tuple[InputError, ...]
    reference: tuple[Source, ...] = ()

    def compared_with(self, others: Iterable[Source]) -> Sources:
        """These sources with others to rank before them, but for those that are among them."""
        own = {lexical(source.path) for source in self.documents}
        known = {lexical(source.path): source for source in (*self.reference, *others)}
        return replace(self, reference=tuple(known[place] for place in known if place not in own))

    def changed(self, files: Collection[Path]) -> Sources:
        """Only the documents that are among these files, compared with all the others."""
        judged = tuple(source for source in self.documents if lexical(source.path) in files)
        return replace(self, documents=judged).compared_with(self.documents)


def find(paths: Sequence[Path], selection: Selection | None = None, *, by_path: bool = False) -> Sources:
    """Walks the paths; one that does not exist and holds `*`, `?` or `[` is a pattern.

    One root: names relative to it; several: prefixed by the root's name. With `by_path`, for runs that write
    nothing, the name of a document is its path, so that no two are alike; the order is the same.

    Raises `UsageError` when nothing is found or two inputs would have one output name.
    """
    selection = selection or Selection()
    paths = [path for given in paths for path in _globbed(given)]
    if by_path:
        return _find([(_root_name(path), path) for path in _unlike(paths)], selection, by_path=True)
    _refuse_same_name(paths)
    found = _find(list({_root_name(path): path for path in paths}.items()), selection, by_path=False)
    named = tuple(_named(source, selection) for source in found.documents)
    _refuse_collisions(named)
    _refuse_own(named)
    holders = (each.name for each in named if find_content(each.path, selection.input_format) == "records")
    refuse_record_names({each.name: each.path for each in named}, holders)
    return replace(found, documents=named)


def _named(source: Source, selection: Selection) -> Source:
    """The source under the name of its output: the text of a page has one of its own."""
    format = find_format(source.path, selection.input_format)
    return source if format is None else source._replace(name=source.name + format.output_suffix)


def _find(named: Sequence[tuple[str, Path]], selection: Selection, *, by_path: bool) -> Sources:
    roots = sorted(named, key=lambda root: (os.fsencode(root[0]), os.fsencode(root[1])))
    documents: list[Source] = []
    skipped: Counter[str] = Counter()
    refused: list[Refused] = []
    missing: list[InputError] = []
    for root, path in roots:
        prefix = _prefix(root, path, several=len(roots) > 1, by_path=by_path)
        try:
            found, passed, failed = _walk(path, prefix, selection)
        except InputError as error:
            missing.append(error)
            continue
        documents += found
        skipped.update(passed)
        refused += failed
    if not documents and not refused and not missing and not (selection.force and skipped[IGNORED]):
        raise UsageError(_nothing(roots, skipped), remedy=_remedy(skipped))
    documents = _once(documents)
    names = tuple(root for root, _ in roots)
    return Sources(tuple(documents), names, dict(sorted(skipped.items())), tuple(refused), tuple(missing))


def _globbed(path: Path) -> Iterator[Path]:
    if has_magic(str(path)) and not os.path.lexists(path):
        found = sorted(glob(str(path), recursive=True), key=os.fsencode)  # noqa: PTH207
        yield from (Path(name) for name in found)
        if found:
            return
    yield path


def _unlike(paths: Iterable[Path]) -> Iterable[Path]:
    seen: dict[Path, Path] = {}
    for path in paths:
        seen.setdefault(lexical(path), path)
    return seen.values()


def _once(documents: Iterable[Source]) -> list[Source]:
    seen: dict[Path, Source] = {}
    for source in documents:
        seen.setdefault(lexical(source.path), source)
    return list(seen.values())


def _prefix(root: str, path: Path, *, several: bool, by_path: bool) -> str:
    if by_path:
        folder = path if path.is_dir() else path.parent
        return "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/"
    return f"{root}/" if several and path.is_dir() else ""


def _root_name(path: Path) -> str:
    """The last part of the path as it really stands, so that `seeds`, `seeds/` and `.` inside it agree."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def _refuse_same_name(paths: Iterable[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        other = seen.setdefault(_fold(_root_name(path)), path)
        if other != path and path.resolve() != other.resolve():
            raise UsageError(
                f"{other} and {path} would have the same name in the output",
                remedy="name a folder that holds both, or clean them apart",
            )


_Walked = tuple[list[Source], list[str], list[Refused]]


def _walk(path: Path, prefix: str, selection: Selection) -> _Walked:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _missing(path, error) from error
    if not stat.S_ISDIR(mode):
        refuse_irregular(path, mode)
        if find_format(path, selection.input_format) is None:
            raise InputError(
                f"is of an unknown type ({path.suffix or 'no extension'})",
                path=path,
                remedy=f"known are {list_suffixes()}; --input-format says what it is",
            )
        if selection.force and Ignored(path.parent, selection).holds(path, folder=False):
            return [], [IGNORED], []
        return [Source(prefix + path.name, path)], [], []
    return _walk_folder(path, prefix, selection)


def _walk_folder(root: Path, prefix: str, selection: Selection) -> _Walked:
    documents: list[Source] = []
    skipped: list[str] = []
    refused: list[Refused] = []
    ignored = Ignored(root, selection)
    for path in sorted(_files(root, prefix, refused, ignored), key=os.fsencode):
        if ignored.holds(path, folder=False):
            skipped.append(IGNORED)
            continue
        if find_format(path, selection.input_format) is None:
            skipped.append(path.suffix.lower() or "(no extension)")
            continue
        name = prefix + path.relative_to(root).as_posix()
        try:
            _refuse_unsafe(path, root)
        except InputError as error:
            refused.append(Refused(name, error))
        else:
            documents.append(Source(name, path))
    return documents, skipped, refused


def _files(root: Path, prefix: str, refused: list[Refused], ignored: Ignored) -> Iterator[Path]:
    """Every file below `root`; hidden ones and ignored folders are passed over, unreadable ones refused."""

    def refuse(error: OSError) -> None:
        path = Path(str(error.filename))
        refused.append(Refused(prefix + path.relative_to(root).as_posix(), unreadable_error(path, error)))

    for folder, names, files in os.walk(root, onerror=refuse):
        names[:] = [
            name
            for name in names
            if not name.startswith(".") and not ignored.holds(Path(folder, name), folder=True)
        ]
        yield from (Path(folder, name) for name in files if not name.startswith("."))
        yield from (Path(folder, name) for name in names if Path(folder, name).is_symlink())


def _refuse_unsafe(path: Path, root: Path) -> None:
    try:
        refuse_irregular(path, path.stat().st_mode)
    except OSError as error:
        raise _missing(path, error) from error
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        raise InputError(
            "is a symbolic link out of the input folder",
            path=path,
            remedy="copy the file in or name its folder",
        )


def _missing(path: Path, error: OSError) -> InputError:
    if path.is_symlink() and not path.exists():
        return InputError("is a symbolic link to nothing", path=path, remedy="mend or remove it")
    return unreadable_error(path, error)


def _refuse_collisions(documents: Iterable[Source]) -> None:
    """Two names that one file system would hold as one: equal but for case or Unicode composition."""
    seen: dict[str, Source] = {}
    for document in documents:
        other = seen.setdefault(_fold(document.name), document)
        if other is not document:
            raise UsageError(
                f"{other.path} and {document.path} would have the same name in the output",
                remedy="rename one: names must differ in more than case and accent encoding",
            )
    folders = {folder: document for name, document in seen.items() for folder in _above(name)}
    for folder in sorted(folders.keys() & seen.keys()):
        raise UsageError(
            f"{seen[folder].path} would have the name of the folder of {folders[folder].path} in the output",
            remedy="rename one",
        )


def _above(name: str) -> Iterator[str]:
    """The names of the folders that a file stands in."""
    place = name.find("/")
    while place >= 0:
        yield name[:place]
        place = name.find("/", place + 1)


def _refuse_own(documents: Iterable[Source]) -> None:
    """One of several inputs can be called as the folder of our records is: the two are not to be mixed."""
    for document in documents:
        if document.name.startswith(f"{OWN_FOLDER}/"):
            raise UsageError(
                f"{document.path} would be written among the records of the cleaned corpus, in {OWN_FOLDER}",
                remedy="clean that folder by itself, or rename it",
            )


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _nothing(roots: Iterable[tuple[str, Path]], skipped: Mapping[str, int]) -> str:
    where = ", ".join(str(path) for _, path in roots)
    if not skipped:
        return f"no files to clean in {where}"
    kinds = ", ".join(f"{count} {extension}" for extension, count in sorted(skipped.items()))
    return f"no files of a known type in {where}; passed over: {kinds}"


def _remedy(skipped: Mapping[str, int]) -> str:
    if skipped.get(IGNORED):
        return "see .gitignore, .cleanerignore and --exclude, or use --no-ignore"
    return "name files or folders of a known type, or say with --input-format what they are"
