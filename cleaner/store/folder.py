"""The output folder: what of it is ours, what a run would change, and the commit."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Literal, NamedTuple

from cleaner import json_codec
from cleaner.errors import DamageError, OutputError
from cleaner.hashing import sha256_file
from cleaner.store import atomic, document_stream, manifest
from cleaner.store.manifest import Manifest
from cleaner.store.staged_file import Content, StagedFile, has_content, hash_content

OWN_FOLDER = ".cleaner"
PENDING = f"{OWN_FOLDER}/pending.json"
WORK = f"{OWN_FOLDER}/work"
"""Scratch: what runs leave for the next one. No part of the corpus."""
LOCK = f"{OWN_FOLDER}/lock"


class Difference(NamedTuple):
    """How a file of the folder is not what would be written.

    ``missing``: would be written. ``stale``: is as an earlier run left it, and would be written anew.
    ``edited``: is not as any run of ours left it. ``extra``: is ours or foreign, and has no input.
    """

    kind: Literal["missing", "stale", "edited", "extra"]
    name: str


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A folder with what earlier runs say of it: the manifest of the last whole run, and the plan of one
    that was interrupted. `ours` gives, for each name, the hashes that we may have left there.
    """

    path: Path
    manifest: Manifest | None
    ours: Mapping[str, frozenset[str]]

    @classmethod
    def open(cls, path: Path) -> OutputFolder:
        """Reads the records. The folder need not exist. Raises `OutputError`, `DamageError`."""
        if path.exists() and not path.is_dir():
            raise OutputError(f"{path} is not a folder", remedy="name a folder with -o")
        last = _read(path / manifest.NAME)
        found = manifest.decode(last) if last is not None else None
        ours: dict[str, set[str]] = {}
        pending = _pending(path)
        for name, hashed in (
            _outputs(path, found, document_stream.raise_damage if pending is None else _passed)
            if found
            else ()
        ):
            ours.setdefault(name, set()).add(hashed)
        for name, hashed in (pending or {}).items():
            ours.setdefault(name, set()).add(hashed)
        return cls(path, found, {name: frozenset(hashes) for name, hashes in ours.items()})

    def refuse(self, roots: Iterable[str], plan: Mapping[str, Content] | None = None) -> None:
        """Raises `OutputError` where a commit would touch what is not ours, or another corpus.

        Without a plan, says what can be said before there is one.
        """
        if self.manifest is not None and self.manifest.roots != sorted(roots):
            raise OutputError(
                f"{self.path} was cleaned from {', '.join(self.manifest.roots)}, not {', '.join(roots)}",
                remedy="name another folder, or --force to replace it",
            )
        for name in self._files(plan or ()):
            known = self.ours.get(name)
            if known is None:
                raise OutputError(
                    f"{self.path / name} is not ours",
                    remedy="name another folder, or --force to write beside it",
                )
            if plan is None or _stands(plan.get(name)):
                continue
            there = sha256_file(self.path / name)
            if there not in known and (name not in plan or there != hash_content(plan[name])):
                raise OutputError(
                    f"{self.path / name} was edited by hand",
                    remedy="save the edit elsewhere, or --force to lose it",
                )

    def differences(self, plan: Mapping[str, Content]) -> list[Difference]:
        """What a commit of `plan` would change, by name."""
        found: list[Difference] = []
        files = {*self._files(plan), *self._own_files()}
        for name in sorted({*files, *plan}):
            if name not in files:
                found.append(Difference("missing", name))
            elif name not in plan:
                found.append(Difference("extra", name))
            elif not has_content(self.path / name, plan[name]):
                there = sha256_file(self.path / name)
                edited = not name.startswith(f"{OWN_FOLDER}/") and there not in self.ours.get(name, ())
                found.append(Difference("edited" if edited else "stale", name))
        return found

    def commit(self, plan: Mapping[str, Content]) -> None:
        """Writes what is missing or other, removes what of ours is left over, the manifest last.

        Interrupted anywhere, each file is whole, and the next run knows which are ours: before the records
        change by which it knows those of the last run, all of these are such as stand in the new plan.
        """
        records = [name for name in plan if name.startswith(f"{OWN_FOLDER}/") and name != manifest.NAME]
        outputs = [name for name in plan if not name.startswith(f"{OWN_FOLDER}/")]
        for name in plan:
            self._refuse_symlinked(name)
        self._put(PENDING, json_codec.encode({name: hash_content(plan[name]) for name in outputs}) + b"\n")
        left = {*self.ours, *self._own_files(), *self._parts()} - {*plan, PENDING}
        self._remove(_in_the_way(left, plan))
        self._place(outputs, plan)
        self._remove(left)
        self._place(records, plan)
        self._put(manifest.NAME, plan[manifest.NAME])
        atomic.remove_file(self.path / PENDING, inside=self.path)

    def _place(self, names: Iterable[str], plan: Mapping[str, Content]) -> None:
        placed: set[Path] = set()
        for name in names:
            placed |= self._put(name, plan[name])
        for folder in sorted(placed):
            atomic.sync_folder(folder)

    def _put(self, name: str, content: Content) -> set[Path]:
        """Brings a file to its content; the folders whose entries are not yet on the disk."""
        path = self.path / name
        if isinstance(content, StagedFile):
            if content.path is None:
                return set()
            atomic.ensure_folder(path.parent)
            atomic.move_into_place(content.path, path)
            return {path.parent}
        if _read(path) != content:
            atomic.ensure_folder(path.parent)
            atomic.write(path, content)
        return set()

    def _remove(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            path = self.path / name
            if path.is_symlink() or not path.is_dir():  # a folder may stand there by now
                atomic.remove_file(path, inside=self.path)

    def _refuse_symlinked(self, name: str) -> None:
        for folder in takewhile(lambda folder: folder != self.path, (self.path / name).parents):
            if folder.is_symlink():
                raise OutputError(
                    f"{folder} is a symbolic link", remedy="remove it: outputs stay inside the folder"
                )

    def _files(self, plan: Iterable[str]) -> Iterator[str]:
        """Names of all visible files; hidden ones are no business of ours, but for those that inputs have."""
        for folder, names, files in os.walk(self.path):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith("."):
                    yield Path(folder, name).relative_to(self.path).as_posix()
        for name in sorted({*self.ours, *plan}):
            if _hidden(name) and (self.path / name).is_file():
                yield name

    def _parts(self) -> Iterator[str]:
        """What a run that was killed left of a file that it was writing."""
        for path in self.path.rglob(f".*{atomic.TEMPORARY_SUFFIX}"):
            if not path.is_relative_to(self.path / WORK):
                yield path.relative_to(self.path).as_posix()

    def _own_files(self) -> Iterator[str]:
        for folder, names, files in os.walk(self.path / OWN_FOLDER):
            if Path(folder) == self.path / OWN_FOLDER and "work" in names:
                names.remove("work")
            for name in sorted(files):
                found = Path(folder, name).relative_to(self.path).as_posix()
                if found != LOCK:
                    yield found


def _stands(content: Content | None) -> bool:
    """Whether a file was found as it should be, so that nothing will be put in its place."""
    return isinstance(content, StagedFile) and content.path is None


def _hidden(name: str) -> bool:
    """Whether an output, or a folder above it, is one that walks pass over."""
    return "/." in f"/{name}" and not name.startswith(f"{OWN_FOLDER}/")


def _in_the_way(left: Iterable[str], plan: Iterable[str]) -> set[str]:
    """What is left over of an earlier run as a file where there is to be a folder, or the other way round.

    >>> sorted(_in_the_way(["a.txt", "b.txt/c.txt", "d.txt"], ["a.txt/e.txt", "b.txt"]))
    ['a.txt', 'b.txt/c.txt']
    """
    files = set(plan)
    folders = {folder for name in files for folder in _above(name)}
    return {name for name in left if name in folders or any(folder in files for folder in _above(name))}


def _above(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _outputs(folder: Path, found: Manifest, damaged: document_stream.OnDamage) -> Iterator[tuple[str, str]]:
    """The outputs of the last run by name and hash."""
    for file in found.files:
        yield file.name, file.sha256_clean
    if found.packed is not None:
        yield from ((file.name, file.sha256) for file in found.packed.files)
        return
    for record in document_stream.stream_records(folder, found, damaged):
        if document_stream.has_own_text(record):
            yield record.name, record.sha256_clean


def _passed(_: str, error: DamageError) -> None:
    """A run that was interrupted had put a newer file there: what it is about stands in its plan."""


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror}") from error


def _pending(path: Path) -> dict[str, str] | None:
    data = _read(path / PENDING)
    if data is None:
        return None
    try:
        found = json.loads(data)
    except ValueError as error:
        raise DamageError(f"{path / PENDING} is damaged", remedy="remove it by hand") from error
    return {str(name): str(digest) for name, digest in found.items()}


def refuse_overlap(folder: Path, inputs: Iterable[Path]) -> None:
    """Raises `OutputError` when the output folder is, holds or lies in an input, by device and inode too."""
    for path in inputs:
        if not path.exists():
            continue
        relation = _relation(folder, path)
        if relation:
            raise OutputError(
                f"the output folder {folder} {relation} {path}", remedy="name a folder beside the input"
            )


def _relation(folder: Path, source: Path) -> str:
    if not source.is_dir():
        return "is the folder of the input" if _same(folder, source.parent) else ""
    out, into = folder.resolve(), source.resolve()
    if _same(out, into):
        return "is the input"
    if any(_same(parent, into) for parent in out.parents):
        return "lies in the input"
    if any(_same(parent, out) for parent in into.parents):
        return "holds the input"
    return ""


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return False
