"""A corpus as columns of paragraphs: their texts in one order, and which document each of them is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from cleaner.duplicates.member import Loss, Member, apply_loss
from cleaner.duplicates.verdicts import Paragraph
from cleaner.pipeline import Pipeline, Policy
from cleaner.text import Lines, find_paragraphs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[int] | NDArray[np.integer]
    """A column of whole numbers."""


class ParagraphKey(NamedTuple):
    """A paragraph that is known again after its document changed.

    `member` is the number of its document, `start` its offset in the raw text, which no edit changes. The
    number of a paragraph in the corpus does not serve: it is another one after each drop.
    """

    member: int
    start: int


class ParagraphColumns(Protocol):
    """The members of a corpus in their order, and all their paragraphs in one row. It is immutable."""

    @property
    def texts(self) -> Sequence[str]:
        """The text of each paragraph."""
        ...

    @property
    def documents(self) -> Numbers:
        """The number of the member of each paragraph."""
        ...

    @property
    def first(self) -> Numbers:
        """The number of the first paragraph of each member and, as a last entry, how many there are."""
        ...

    @property
    def has_one_policy(self) -> bool:
        """Whether it is certain that no path and no suppression makes an exception for any member."""
        ...

    def __len__(self) -> int:
        """How many members there are."""
        ...

    def __getitem__(self, number: int) -> Member: ...
    def name(self, number: int) -> str:
        """The name of a member."""
        ...

    def pipeline(self, number: int) -> Pipeline | None:
        """The pipeline that the path of a member has instead of that of the corpus."""
        ...

    def starts(self, number: int) -> Sequence[int]:
        """`Member.starts`."""
        ...

    def place(self, paragraph: int) -> str:
        """Where a paragraph is in its raw file: ``name:line``."""
        ...

    def replace_members(self, members: Iterable[tuple[int, Member]]) -> Self:
        """The same corpus with other members at these numbers, which come in order."""
        ...

    def apply_losses(self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline) -> tuple[Self, set[int]]:
        """The corpus after `apply_loss` for some members, and the numbers of those of which
        `pipeline_changed_more` is true."""
        ...


class MemoryCorpus:
    """A corpus in memory."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = list(members)
        spans = [find_paragraphs(member.document.text) for member in self._members]
        self.first = [0, *accumulate(map(len, spans))]
        self.documents = [number for number, found in enumerate(spans) for _ in found]
        self.texts = [
            member.document.text[start:end]
            for member, found in zip(self._members, spans, strict=True)
            for start, end in found
        ]

    @property
    def has_one_policy(self) -> bool:
        """False: that would have to be looked up member by member, which `policy_of` does anyway."""
        return False

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, number: int) -> Member:
        return self._members[number]

    def name(self, number: int) -> str:
        """The name of a member."""
        return self._members[number].name

    def pipeline(self, number: int) -> Pipeline | None:
        """The pipeline that the path of a member has instead of that of the corpus."""
        return self._members[number].pipeline

    def starts(self, number: int) -> list[int]:
        """`Member.starts`."""
        return self._members[number].starts

    def place(self, paragraph: int) -> str:
        """Where a paragraph is in its raw file: ``name:line``."""
        number = self.documents[paragraph]
        within = paragraph - self.first[number]
        member = self._members[number]
        if member.positions:  # paragraphs of an index, whose lines are not known
            return f"{member.name}, paragraph {member.positions[within] + 1}"
        line, _ = Lines.of(member.document.raw).locate(member.starts[within])
        return f"{member.name}:{line}"

    def replace_members(self, members: Iterable[tuple[int, Member]]) -> Self:
        """The same corpus with other members at these numbers."""
        new = dict(members)
        return type(self)(new.get(number, member) for number, member in enumerate(self._members))

    def apply_losses(self, losses: Iterable[tuple[int, Loss]], pipeline: Pipeline) -> tuple[Self, set[int]]:
        """The corpus after `apply_loss` for some members, and the numbers of those of which
        `pipeline_changed_more` is true."""
        remainders = {number: apply_loss(self[number], loss, pipeline) for number, loss in losses}
        changed_more = {number for number, remainder in remainders.items() if remainder.pipeline_changed_more}
        members = ((number, each.member) for number, each in remainders.items())
        return self.replace_members(members), changed_more

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs with the numbers of their members."""
        return [Paragraph(*pair) for pair in zip(self.documents, self.texts, strict=True)]


def policy_of(corpus: ParagraphColumns, number: int, pipeline: Pipeline) -> Policy:
    """The policy for a member: that of its path, or else that of the corpus (`pipeline`)."""
    if corpus.has_one_policy:  # spares the look-up, which on the disk reads the name of the member
        return pipeline.policy
    return (corpus.pipeline(number) or pipeline).policy


def key_of(corpus: ParagraphColumns, paragraph: int) -> ParagraphKey:
    """The key of a paragraph, by its number in the corpus."""
    number = int(corpus.documents[paragraph])
    return ParagraphKey(number, corpus.starts(number)[paragraph - int(corpus.first[number])])


def find_numbers(corpus: ParagraphColumns, keys: Collection[ParagraphKey]) -> frozenset[int]:
    """The numbers of the paragraphs with these keys. A key whose paragraph is not there any more has none."""
    found: list[int] = []
    for member in {number for number, _ in keys}:
        first = int(corpus.first[member])
        starts = enumerate(corpus.starts(member))
        found += [first + i for i, start in starts if (member, start) in keys]
    return frozenset(found)
