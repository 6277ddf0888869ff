"""The paragraphs of a corpus in one row, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.duplicates.loss import Loss, without
from cleaner.duplicates.verdicts import Drop, Paragraph
from cleaner.pipeline import Pipeline
from cleaner.text import Document, Edit, Lines, Span, paragraphs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[int] | NDArray[np.integer]
    """A column of whole numbers."""


class Member(NamedTuple):
    """A document of a corpus; `partner` names the earlier one that it repeats, when it was dropped whole.

    `pipeline` is its own, where its path gives it another than that of the corpus. `positions` are the
    numbers of its paragraphs in a document of which only these are known.
    """

    name: str
    document: Document
    partner: str = ""
    pipeline: Pipeline | None = None
    positions: tuple[int, ...] = ()

    @property
    def starts(self) -> list[int]:
        """Where each paragraph begins in the raw text, which no change moves."""
        return self.document.offsets.raw_starts([start for start, _ in paragraphs(self.document.text)])


Key = tuple[int, int]
"""A paragraph by its member and where it begins in the raw text, which no change moves."""


class View(Protocol):
    """The members of a corpus in order, and their paragraphs in one row.

    `texts` are the paragraphs, `documents` the number of the member of each, `first` the number of the first
    paragraph of each member and, at its end, how many there are. Nothing of it changes.
    """

    @property
    def texts(self) -> Sequence[str]:
        """The paragraphs."""
        ...

    @property
    def documents(self) -> Numbers:
        """The member of each paragraph."""
        ...

    @property
    def first(self) -> Numbers:
        """The number of the first paragraph of each member."""
        ...

    @property
    def unruled(self) -> bool:
        """Whether it is known that no path and no suppression says of any paragraph that it stays."""
        ...

    def __len__(self) -> int:
        """How many members there are."""
        ...

    def __getitem__(self, number: int) -> Member: ...
    def name(self, number: int) -> str:
        """The name of a member."""
        ...

    def pipeline(self, number: int) -> Pipeline | None:
        """The pipeline that a member has of its own."""
        ...

    def starts(self, number: int) -> Sequence[int]:
        """`Member.starts`."""
        ...

    def place(self, paragraph: int) -> str:
        """``name:line`` of a paragraph in its raw file."""
        ...

    def replaced(self, changed: Iterable[tuple[int, Member]]) -> View:
        """The same corpus with other members, given by their numbers in order."""
        ...

    def without(self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline) -> tuple[View, set[int]]:
        """The corpus after these losses, and the members in which the pipeline then changed another
        paragraph."""
        ...


class Members:
    """A corpus in memory."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = list(members)
        spans = [paragraphs(member.document.text) for member in self._members]
        self.first = [0, *accumulate(len(own) for own in spans)]
        self.documents = [number for number, own in enumerate(spans) for _ in own]
        self.texts = [
            member.document.text[start:end]
            for member, own in zip(self._members, spans, strict=True)
            for start, end in own
        ]

    @property
    def unruled(self) -> bool:
        """Nobody looked."""
        return False

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, number: int) -> Member:
        return self._members[number]

    def name(self, number: int) -> str:
        """The name of a member."""
        return self._members[number].name

    def pipeline(self, number: int) -> Pipeline | None:
        """The pipeline that a member has of its own."""
        return self._members[number].pipeline

    def starts(self, number: int) -> list[int]:
        """`Member.starts`."""
        return self._members[number].starts

    def place(self, paragraph: int) -> str:
        """``name:line`` of a paragraph in its raw file."""
        number = self.documents[paragraph]
        within = paragraph - self.first[number]
        name, document, _, _, positions = self._members[number]
        if positions:
            return f"{name}, paragraph {positions[within] + 1}"
        line, _ = Lines.of(document.raw).place(self.starts(number)[within])
        return f"{name}:{line}"

    def replaced(self, changed: Iterable[tuple[int, Member]]) -> Members:
        """The same corpus with other members."""
        new = dict(changed)
        return Members(new.get(number, member) for number, member in enumerate(self._members))

    def without(self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline) -> tuple[Members, set[int]]:
        """The corpus after these losses, and the members in which the pipeline then changed another
        paragraph."""
        rests = {number: without(self[number], loss, pipeline) for number, loss in losses}
        moved = {number for number, rest in rests.items() if rest.moved}
        return self.replaced((number, rest.member) for number, rest in rests.items()), moved

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs with their members."""
        return [Paragraph(*pair) for pair in zip(self.documents, self.texts, strict=True)]


def key(view: View, paragraph: int) -> Key:
    """The key of a paragraph."""
    number = int(view.documents[paragraph])
    return number, view.starts(number)[paragraph - int(view.first[number])]


def numbers(view: View, keys: Collection[Key]) -> frozenset[int]:
    """The numbers of those paragraphs with these keys that are still there."""
    found: list[int] = []
    for member in {number for number, _ in keys}:
        first = int(view.first[member])
        found += [first + i for i, start in enumerate(view.starts(member)) if (member, start) in keys]
    return frozenset(found)


def edit_of(view: View, drop: Drop, span: Span, replacement: str | None) -> Edit:
    """The edit or report of one decision."""
    return Edit(span.start, span.end, replacement, drop.rule, evidence_of(view, drop))


def evidence_of(view: View, drop: Drop) -> dict[str, object]:
    """The partner of a decision, and why."""
    comparison = drop.comparison
    return {
        "partner": view.place(drop.partner),
        "similarity": round(comparison.similarity, 4),
        "containment": round(comparison.containment, 4),
        "reason": comparison.reason,
    }
