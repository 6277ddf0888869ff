"""A corpus on the disk as the duplicates stage sees it: documents and paragraphs are read when needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.disk_texts import DiskTexts
from cleaner.corpus.documents import DocumentPreparer
from cleaner.corpus.frame_file import FrameFile
from cleaner.corpus.frame_table import Address, FrameTable
from cleaner.corpus.frames import KNOWN, Frame, parse_places, rebuild_decoded
from cleaner.corpus.source_lookup import SourceLookup
from cleaner.duplicates.member import Loss, Member, apply_loss
from cleaner.errors import InputError
from cleaner.formats.sources import Source
from cleaner.ordered_map import OrderedMap, map_in_process
from cleaner.outcome import Outcome
from cleaner.store.scratch import ScratchFile
from cleaner.text import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.pipeline import Pipeline

_BATCH = 128
"""Documents that a worker takes at once. A frame is a few kilobytes: one job is then worth its message."""


@dataclass(frozen=True, slots=True)
class DiskCorpus:
    """The documents of a frame table as a corpus. `owners` finds the file that holds a document, and `map`
    runs the jobs that change documents, perhaps in workers. Methods that change members return another
    corpus."""

    table: FrameTable
    owners: SourceLookup
    map: OrderedMap = map_in_process

    @property
    def texts(self) -> DiskTexts:
        """The paragraphs, in the order of the corpus."""
        return DiskTexts(self.table)

    @property
    def documents(self) -> NDArray[np.int32]:
        """The number of the member of each paragraph: one int32 a paragraph, increasing."""
        return self.table.documents

    @property
    def first(self) -> NDArray[np.int64]:
        """The number of the first paragraph of each member, and at the end the number of paragraphs."""
        return self.table.first

    @property
    def has_one_policy(self) -> bool:
        """Whether no path and no suppression makes an exception for any member."""
        configuration = self.owners.configuration
        return not (
            configuration.per_path or configuration.suppressions or configuration.document_suppressions
        )

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, number: int) -> Member:
        return self.table.frame(number).member(self.pipeline(number))

    def name(self, number: int) -> str:
        """Returns the name of a member."""
        return self.table.name(number)

    def pipeline(self, number: int) -> Pipeline | None:
        """Returns the pipeline of a member whose path makes an exception, None for the others."""
        return self.owners.pipeline(self.name(number))

    def starts(self, number: int) -> list[int]:
        """Returns where each paragraph of a member begins in its raw text, in characters."""
        file, offset = self.table.locate(number)
        return [place.raw for place in parse_places(file.places(offset))]

    def place(self, paragraph: int) -> str:
        """Returns where a paragraph stands in its raw file, ``name:line``, or in an index."""
        number = int(self.documents[paragraph])
        file, offset = self.table.locate(number)
        line = file.place(offset, paragraph - int(self.first[number])).line
        # The line of a paragraph that an index knows is its number in the document.
        is_known = file.layout(offset).kind == KNOWN
        return f"{file.name(offset)}, paragraph {line}" if is_known else f"{file.name(offset)}:{line}"

    def replace_members(self, members: Iterable[tuple[int, Member]]) -> DiskCorpus:
        """Returns the corpus with other members, which it appends to the overlay file."""
        frames = ((number, self.table.frame(number).with_member(member)) for number, member in members)
        return replace(self, table=self.table.with_frames(frames))

    def apply_losses(
        self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline
    ) -> tuple[DiskCorpus, set[int]]:
        """Returns the corpus after `apply_loss` for some members, and the numbers of those of which
        `Remainder.pipeline_changed_more` is true.
        """
        pairs = iter(losses)
        # `iter` with a sentinel: calls until an empty batch comes. Addresses are sent, and no documents.
        jobs = iter(lambda: [self._loss_job(*pair) for pair in islice(pairs, _BATCH)], [])
        changed_more: set[int] = set()

        def frames() -> Iterator[tuple[int, bytes]]:
            # In the order of the jobs, so that the overlay has the same bytes for any number of workers.
            for batch in self.map(partial(_apply_losses, self.owners.configuration, pipeline), jobs):
                for number, frame, pipeline_changed_more in batch:
                    if pipeline_changed_more:
                        changed_more.add(number)
                    yield number, frame

        # `with_encoded` runs the generator to its end: `changed_more` is full when it returns.
        return replace(self, table=self.table.with_encoded(frames())), changed_more

    def _loss_job(self, number: int, loss: Loss) -> _LossJob:
        source = self.owners.source(self.name(number))
        return _LossJob(number, self.table.address(number), source, loss)

    def outcome(self, number: int) -> Outcome:
        """Returns a document with its trail."""
        return outcome_of(self.table.frame(number), self.pipeline(number))


def outcome_of(frame: Frame, pipeline: Pipeline | None) -> Outcome:
    """Returns the outcome of a document. `pipeline` is that of an exception for its path, else None."""
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
        hints=record.hints,
        metadata=record.metadata,
    )


class _LossJob(NamedTuple):
    """A document that loses something: its number, its address, and the file that holds it."""

    number: int
    address: Address
    source: Source | None
    loss: Loss


def _apply_losses(
    configuration: Configuration, pipeline: Pipeline, jobs: list[_LossJob]
) -> list[tuple[int, bytes, bool]]:
    """Applies losses in a worker: each document's number, its new frame, and `pipeline_changed_more`."""
    files: dict[ScratchFile, FrameFile] = {}
    preparer = DocumentPreparer(configuration)
    results = []
    for number, address, source, loss in jobs:
        if address.file not in files:
            files[address.file] = FrameFile(address.file)
        frame = files[address.file].frame(address.offset)
        member = frame.member(None if source is None else preparer.own_pipeline(source))
        after = apply_loss(member, loss, pipeline)
        results.append((number, frame.with_member(after.member).encode(), after.pipeline_changed_more))
    return results
