"""A stream of records: each is finished before the next is read.

What compares documents with each other cannot be had here. A paragraph is compared with those of its own
document, and with those of an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.memory import repeated
from cleaner.corpus.per_text import Single
from cleaner.corpus.tally import Tally
from cleaner.errors import InputError
from cleaner.formats.jsonl.codec import Blank, Good, changed, taken
from cleaner.formats.jsonl.lines import Line, lines
from cleaner.formats.record_codec import BadRecord, Slice, distinct
from cleaner.outcome import Outcome
from cleaner.store.manifest import RecordPlace
from cleaner.text import Document

STREAM = Path("-")


class Answer(NamedTuple):
    """What a line becomes, and what was wrong with it: then there are no bytes."""

    data: bytes
    problems: tuple[InputError, ...] = ()


class Stream:
    """JSON Lines in, JSON Lines out, a line at a time. `tally` is what was done so far."""

    def __init__(self, configuration: Configuration, index: Path | None = None) -> None:
        self._configuration = configuration.at(STREAM.name, STREAM)
        self._index = index
        self._reading = configuration.reading
        self._fields = distinct(self._reading.fields)
        self._ids: set[int] = set()
        self.tally = Tally()

    def lines(self, file: BinaryIO) -> Iterator[Answer]:
        """What each line becomes, as soon as it is there.

        >>> from io import BytesIO
        >>> stream = Stream(Configuration())
        >>> [answer.data for answer in stream.lines(BytesIO(b'{"id": 7, "text": "One. "}\\n'))]
        [b'{"id": 7, "text": "One."}\\n']
        """
        with Single(self._configuration, self._index) as single:
            for line in lines(file, Slice(0, -1, 1), self._reading.limit):
                yield self._answer(line, single)

    def _answer(self, line: Line, single: Single) -> Answer:
        found = taken(line, self._fields, STREAM, self._reading.limit)
        if isinstance(found, Blank):
            return Answer(line.data or b"")
        if isinstance(found, BadRecord):
            return self._refused(line, found.problem)
        if found.record.id and self._again(found.record.id):
            return self._refused(line, repeated(_place(line, found.record.id)))
        return self._cleaned(found, single)

    def _refused(self, line: Line, problem: InputError) -> Answer:
        """The answer to a record that is left out."""
        name, data = f"{STREAM}:{line.number}", line.data or b""
        self._count(Outcome(name, data, None, Document.of(""), problem, place=_place(line)))
        return Answer(b"", (problem,))

    def _again(self, label: str) -> bool:
        """Whether a record had this id before; the hashes of ids are all that a stream remembers."""
        mark = int.from_bytes(blake2b(label.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        known = mark in self._ids
        self._ids.add(mark)
        return known

    def _cleaned(self, found: Good, single: Single) -> Answer:
        line, literals = found.line, found.record.literals
        outcomes = [single.clean(f"{STREAM}:{line.number}", literal.text) for literal in literals]
        for outcome in outcomes:
            self._count(outcome)
        problems = tuple(
            InputError(
                problem.message, path=STREAM, line=line.number, byte=line.offset, remedy=problem.remedy
            )
            for outcome in outcomes
            if (problem := outcome.problem) is not None
        )
        texts = [outcome.document.text for outcome in outcomes]
        emptied = any(not text and literal.text for text, literal in zip(texts, literals, strict=True))
        if problems or (emptied and self._reading.drop_empty):
            return Answer(b"", problems)
        return Answer(changed(found.data, literals, texts))

    def _count(self, outcome: Outcome) -> None:
        edits = [edit for step in outcome.document.trail for edit in step.edits]
        self.tally.add(outcome.record(), edits)


def _place(line: Line, label: str = "") -> RecordPlace:
    return RecordPlace(
        file=str(STREAM), number=line.number, field="", offset=line.offset, length=line.length, id=label
    )
