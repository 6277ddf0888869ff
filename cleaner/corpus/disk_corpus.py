"""A corpus on the disk, as the duplicate stage sees it: paragraphs are read when they are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.disk_texts import Address, DiskTexts
from cleaner.corpus.documents import DocumentPreparer, SourceLookup
from cleaner.corpus.frames import KNOWN, Frame, FrameFile, FrameWriter, parse_places, rebuild_decoded
from cleaner.duplicates.member import Loss, Member, apply_loss
from cleaner.errors import InputError
from cleaner.formats.sources import Source
from cleaner.ordered_map import OrderedMap, map_in_process
from cleaner.outcome import Outcome
from cleaner.text import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.pipeline import Pipeline

    Ints = NDArray[np.int64]

_TOGETHER = 128
"""Documents that a worker takes at once."""


class _Columns(NamedTuple):
    """Where each document begins in its file of frames, how many paragraphs it has there, and how many
    documents stand before each file, and before the end."""

    starts: Ints
    counts: NDArray[np.int32]
    file_of: list[int]


class DiskCorpus:
    """Documents in several files of frames, some of them in a newer state in the file of changes.

    What grows with the corpus in memory is twenty bytes a document and four a paragraph, and nothing before
    a document is asked for.
    """

    def __init__(self, files: Sequence[Path], changes: Path, owners: SourceLookup) -> None:
        self._files = [FrameFile(path) for path in files]
        self._owners = owners
        self.map: OrderedMap = map_in_process
        self.changes = changes
        self.changed: Mapping[int, int] = {}
        self._overlay: FrameFile | None = None

    @cached_property
    def _columns(self) -> _Columns:
        """Where each document stands, from one look at each."""
        import numpy as np

        starts, counts = array("q"), array("i")
        file_of = [0]
        for file in self._files:
            for offset in file.offsets():
                starts.append(offset)
                counts.append(file.count(offset))
            file_of.append(len(starts))
        return _Columns(np.frombuffer(starts, np.int64), np.frombuffer(counts, np.int32), file_of)

    @cached_property
    def _counts(self) -> NDArray[np.int32]:
        """How many paragraphs each document has now."""
        counts = self._columns.counts
        if self.changed and self._overlay is not None:
            counts = counts.copy()
            for number, offset in self.changed.items():
                counts[number] = self._overlay.count(offset)
        return counts

    @cached_property
    def first(self) -> Ints:
        """The number of the first paragraph of each member."""
        import numpy as np

        first = np.zeros(len(self._counts) + 1, np.int64)
        np.cumsum(self._counts, out=first[1:])
        return first

    @cached_property
    def documents(self) -> NDArray[np.int32]:
        """The member of each paragraph."""
        import numpy as np

        return np.repeat(np.arange(len(self._counts), dtype=np.int32), self._counts)

    @property
    def has_one_policy(self) -> bool:
        """Whether no path and no suppression makes an exception for any member."""
        configuration = self._owners.configuration
        return not (configuration.per_path or configuration.suppressions or configuration.accepted)

    def _at(self, number: int) -> tuple[FrameFile, int]:
        """The file in which a document stands, and where."""
        if number in self.changed and self._overlay is not None:
            return self._overlay, self.changed[number]
        starts, _, file_of = self._columns
        return self._files[bisect_right(file_of, number) - 1], int(starts[number])

    def __len__(self) -> int:
        return len(self._columns.starts)

    def __getitem__(self, number: int) -> Member:
        return self.frame(number).member(self.pipeline(number))

    def frame(self, number: int) -> Frame:
        """All of a document."""
        file, offset = self._at(number)
        return file.frame(offset)

    def name(self, number: int) -> str:
        """The name of a member."""
        file, offset = self._at(number)
        return file.name(offset)

    def pipeline(self, number: int) -> Pipeline | None:
        """The pipeline that a member has of its own."""
        return self._owners.pipeline(self.name(number))

    def starts(self, number: int) -> list[int]:
        """Where each paragraph begins in the raw text."""
        file, offset = self._at(number)
        return [place.raw for place in parse_places(file.places(offset))]

    def place(self, paragraph: int) -> str:
        """``name:line`` of a paragraph in its raw file."""
        number = int(self.documents[paragraph])
        file, offset = self._at(number)
        line = file.place(offset, paragraph - int(self.first[number])).line
        known = file.layout(offset).kind == KNOWN
        return f"{file.name(offset)}, paragraph {line}" if known else f"{file.name(offset)}:{line}"

    @property
    def texts(self) -> DiskTexts:
        """The paragraphs in order."""
        return DiskTexts(self)

    def text(self, paragraph: int) -> str:
        """One paragraph."""
        number = int(self.documents[paragraph])
        file, offset = self._at(number)
        return file.text(offset, paragraph - int(self.first[number]))

    def texts_of(self, number: int) -> list[str]:
        """The paragraphs of one document."""
        file, offset = self._at(number)
        return file.texts(offset)

    def spot(self, number: int, paragraph: int | None = None) -> Address:
        """Where a document stands, and which of its paragraphs is meant, if not all."""
        file, offset = self._at(number)
        return Address(file.path, offset, paragraph)

    def most(self, number: int) -> int:
        """The bytes of a document before it changed: about the most that its text has now."""
        starts, _, file_of = self._columns
        file = bisect_right(file_of, number) - 1
        last = number + 1 == file_of[file + 1]
        return (self._files[file].size if last else int(starts[number + 1])) - int(starts[number])

    def replace_members(self, members: Iterable[tuple[int, Member]]) -> DiskCorpus:
        """The same corpus with other members, which are written to the file of changes."""
        return self.with_frames((number, self.frame(number).changed(member)) for number, member in members)

    def with_frames(self, frames: Iterable[tuple[int, Frame]]) -> DiskCorpus:
        """The same corpus with other documents, which are written to the file of changes."""
        added = dict(self.changed)
        with self.changes.open("ab") as file:
            writer = FrameWriter(file)
            for number, frame in frames:
                added[number] = writer.add(frame)
        return self.with_changes(added)

    def with_changes(self, changed: Mapping[int, int]) -> DiskCorpus:
        """The same corpus with those documents that stand in the file of changes, and where."""
        new = copy(self)
        new.changed = changed
        new._overlay = FrameFile(self.changes) if changed else None
        for column in ("_counts", "first", "documents"):
            new.__dict__.pop(column, None)  # of the members as they were
        return new

    def apply_losses(
        self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline
    ) -> tuple[DiskCorpus, set[int]]:
        """The corpus after `apply_loss` for some members, and the numbers of those that moved.

        `map` may run over workers."""
        asked = iter(losses)
        jobs = iter(lambda: [self._losing(*pair) for pair in islice(asked, _TOGETHER)], [])
        moved: set[int] = set()
        added = dict(self.changed)
        with self.changes.open("ab") as file:
            writer = FrameWriter(file)
            for batch in self.map(partial(_lost, self._owners.configuration, pipeline), jobs):
                for number, frame, has_moved in batch:
                    added[number] = writer.put(frame)
                    if has_moved:
                        moved.add(number)
        return self.with_changes(added), moved

    def _losing(self, number: int, loss: Loss) -> _Losing:
        return _Losing(number, self.spot(number), self._owners.source(self.name(number)), loss)

    def changed_within(self, start: int, stop: int) -> dict[int, int]:
        """Those of some documents that changed, by their number among these, and where they stand."""
        return {
            number - start: self.changed[number] for number in range(start, stop) if number in self.changed
        }

    def outcome(self, number: int) -> Outcome:
        """What became of a document."""
        return outcome_of(self.frame(number), self.pipeline(number))


def outcome_of(frame: Frame, pipeline: Pipeline | None) -> Outcome:
    """What became of a document, by its frame and the pipeline that it has of its own."""
    record = frame.record
    problem = InputError(record.problem, path=frame.name) if record.status == "quarantined" else None
    document = Document.of("") if problem is not None else frame.document
    return Outcome(
        frame.name,
        frame.raw,
        None if problem is not None else rebuild_decoded(record, document.raw),
        document,
        problem,
        record.partner,
        pipeline,
        place=record.place,
        page=record.page,
        told=record.metadata,
    )


class _Losing(NamedTuple):
    """A document that loses something: where it stands, and the file that it is of."""

    number: int
    spot: Address
    source: Source | None
    loss: Loss


def _lost(
    configuration: Configuration, pipeline: Pipeline, given: list[_Losing]
) -> list[tuple[int, bytes, bool]]:
    """The documents after their losses, as frames."""
    files: dict[str, FrameFile] = {}
    pipelines = DocumentPreparer(configuration)
    done = []
    for number, (path, offset, _), source, loss in given:
        if path not in files:
            files[path] = FrameFile(path)
        frame = files[path].frame(offset)
        rest = apply_loss(frame.member(None if source is None else pipelines.own(source)), loss, pipeline)
        done.append((number, frame.changed(rest.member).encode(), rest.moved))
    return done
