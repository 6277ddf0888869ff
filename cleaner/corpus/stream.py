"""Cleans a stream of records: the answer to each is there before the next is read.

So documents are not compared with each other, only with themselves and with an index. Of the ids of records
one hash each stays in memory, and no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.per_text import TextCleaner
from cleaner.corpus.repeated_ids import SeenIds, error_of_place
from cleaner.corpus.tally import Tally
from cleaner.errors import InputError, UsageError
from cleaner.formats.format import Format
from cleaner.formats.jsonl import JSONL
from cleaner.formats.record_codec import (
    WHOLE,
    BadRecord,
    RecordSlice,
    StreamRecord,
    Verbatim,
    check_fields,
)
from cleaner.outcome import Outcome
from cleaner.store.manifest import RecordPlace
from cleaner.text import Document

STREAM = Path("-")
"""The name of standard input, in the names of documents and in problems."""


class Answer(NamedTuple):
    """The bytes that a record becomes, and its problems. With a problem there are no bytes."""

    data: bytes
    problems: tuple[InputError, ...] = ()


class RecordStream:
    """Cleans records one at a time into records of the same format. `tally` has the sums so far.

    Raises `UsageError` for a format that needs a file, as Parquet does.
    """

    def __init__(
        self, configuration: Configuration, index: Path | None = None, format: Format = JSONL
    ) -> None:
        if format.read_stream is None:
            raise UsageError(
                f"{format.title} cannot be read from a stream", remedy="name a file and an output folder"
            )
        self._read_stream = format.read_stream
        self._configuration = configuration.at(STREAM.name, STREAM)
        self._index = index
        self._reading = configuration.reading
        self._fields = check_fields(self._reading.fields)
        self._seen_ids = SeenIds()
        self.tally = Tally()

    def lines(self, file: BinaryIO) -> Iterator[Answer]:
        """Yields the answer to each record as soon as it is read.

        >>> from io import BytesIO
        >>> stream = RecordStream(Configuration())
        >>> [answer.data for answer in stream.lines(BytesIO(b'{"id": 7, "text": "One. "}\\n'))]
        [b'{"id": 7, "text": "One."}\\n']
        """
        with TextCleaner(self._configuration, self._index) as single:
            stream = RecordSlice(STREAM, WHOLE, self._fields, self._reading.limit)
            for record in self._read_stream(file, stream):
                yield self._answer(record, single)

    def _answer(self, record: Verbatim | StreamRecord | BadRecord, single: TextCleaner) -> Answer:
        if isinstance(record, Verbatim):
            return Answer(record.data)
        if isinstance(record, BadRecord):
            return self._refuse(record, record.problem)
        # Before it is cleaned: a record that is refused need not be.
        if record.id and self._seen_ids.is_repeated(record.id, record.number):
            return self._refuse(record, error_of_place(_place(record, record.id)))
        return self._clean(record, single)

    def _refuse(self, record: StreamRecord | BadRecord, problem: InputError) -> Answer:
        """Counts a record that is left out, and returns its answer."""
        name, data = f"{STREAM}:{record.number}", record.data or b""
        self._count(Outcome(name, data, None, Document.of(""), problem, place=_place(record)))
        return Answer(b"", (problem,))

    def _clean(self, record: StreamRecord, single: TextCleaner) -> Answer:
        outcomes = [single.clean(f"{STREAM}:{record.number}", text, record.hints) for text in record.texts]
        for outcome in outcomes:
            self._count(outcome)
        problems = tuple(
            InputError(
                problem.message, path=STREAM, line=record.number, byte=record.offset, remedy=problem.remedy
            )
            for outcome in outcomes
            if (problem := outcome.problem) is not None
        )
        # One text in quarantine takes the whole record with it: a record without it would be another record.
        texts = [outcome.document.text for outcome in outcomes]
        emptied = any(not text and raw for text, raw in zip(texts, record.texts, strict=True))
        if problems or (emptied and self._reading.drop_empty):
            return Answer(b"", problems)
        return Answer(record.with_texts(texts))

    def _count(self, outcome: Outcome) -> None:
        edits = [edit for step in outcome.document.trail for edit in step.edits]
        self.tally.add(outcome.record(), edits)


def _place(record: StreamRecord | BadRecord, label: str = "") -> RecordPlace:
    return RecordPlace(
        file=str(STREAM),
        number=record.number,
        field="",
        offset=record.offset,
        length=record.length,
        id=label,
    )
