"""Documents one at a time, each finished before the next is seen: streams, and functions of other libraries.

What compares documents with each other cannot be had here. A paragraph is compared with those of its own
document, and with those of an index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.config import Configuration
from cleaner.corpus.documents import FINAL_NEWLINE, prepare_text
from cleaner.corpus.known import known
from cleaner.corpus.memory import decide
from cleaner.corpus.tally import Tally
from cleaner.errors import InputError
from cleaner.formats.jsonl import Blank, changed, taken
from cleaner.formats.jsonl_lines import Line, lines
from cleaner.formats.records import Bad, Slice
from cleaner.outcome import Outcome
from cleaner.store.manifest import RecordPlace
from cleaner.text import Document, paragraphs

STREAM = Path("-")


class Answer(NamedTuple):
    """What a line becomes, and what was wrong with it: then there are no bytes."""

    data: bytes
    problems: tuple[InputError, ...] = ()


class Single:
    """Cleans texts one by one under one configuration."""

    def __init__(self, configuration: Configuration, index: Path | None = None) -> None:
        self._configuration = configuration
        self._index = index
        self._pipeline = configuration.pipeline
        policy = self._pipeline.policy.without([FINAL_NEWLINE])
        self._record_pipeline = replace(self._pipeline, policy=policy)

    def clean(self, name: str, text: str) -> Outcome:
        """The outcome of one text of a record."""
        outcome = prepare_text(name, text, self._record_pipeline)
        if outcome.problem is not None:
            return outcome
        cleaned = outcome.document.text
        texts = [cleaned[start:end] for start, end in paragraphs(cleaned)]
        before = known(self._index, texts, self._configuration.settings, {name})
        return decide([*before, outcome], self._configuration, self._pipeline, len(before))[-1]


class Stream:
    """JSON Lines in, JSON Lines out, a line at a time. `tally` is what was done so far."""

    def __init__(self, configuration: Configuration, index: Path | None = None) -> None:
        self._single = Single(configuration, index)
        self._reading = configuration.reading
        self.tally = Tally()

    def lines(self, file: BinaryIO) -> Iterator[Answer]:
        """What each line becomes, as soon as it is there.

        >>> stream = Stream(Configuration())
        >>> [answer.data for answer in stream.lines(BytesIO(b'{"id": 7, "text": "One. "}\\n'))]
        [b'{"id": 7, "text": "One."}\\n']
        """
        for line in lines(file, Slice(0, -1, 1), self._reading.limit):
            yield self._answer(line)

    def _answer(self, line: Line) -> Answer:
        found = taken(line, self._reading.fields, STREAM, self._reading.limit)
        if isinstance(found, Blank):
            return Answer(line.data or b"")
        if isinstance(found, Bad):
            place = RecordPlace(
                file="-", number=line.number, field="", offset=line.offset, length=line.length
            )
            self._count(
                Outcome(
                    f"-:{line.number}", line.data or b"", None, Document.of(""), found.problem, place=place
                )
            )
            return Answer(b"", (found.problem,))
        outcomes = [self._single.clean(f"-:{line.number}", literal.text) for literal in found.record.literals]
        for outcome in outcomes:
            self._count(outcome)
        problems = tuple(outcome.problem for outcome in outcomes if outcome.problem is not None)
        texts = [outcome.document.text for outcome in outcomes]
        emptied = any(
            not text and literal.text for text, literal in zip(texts, found.record.literals, strict=True)
        )
        if problems or (emptied and self._reading.drop_empty):
            return Answer(b"", problems)
        return Answer(changed(found.data, found.record.literals, texts))

    def _count(self, outcome: Outcome) -> None:
        edits = [edit for step in outcome.document.trail for edit in step.edits]
        self.tally.add(outcome.record(), edits)
