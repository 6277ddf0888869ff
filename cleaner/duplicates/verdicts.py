"""The records in which the duplicates stage answers: verdicts on pairs, and decisions over a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Verdict = Literal["duplicate", "contained", "longer", "revision", "distinct"]
"""What the later of two paragraphs is to the earlier one. ``duplicate``: the same text but for small edits;
``contained``: all of it stands in the earlier one; ``longer``: it holds all of the earlier one and more;
``revision``: as similar as a duplicate, but another fact; ``distinct``: none of these."""

DROPPED: frozenset[Verdict] = frozenset({"duplicate", "contained"})
"""The verdicts by which the later paragraph goes."""


class Comparison(NamedTuple):
    """What two paragraphs are to each other.

    `similarity` is the Jaccard similarity of their shingles, `containment` the share of the later one's
    shingles that the earlier one has too; both from 0 to 1. `reason` says in words what the verdict rests on.
    """

    similarity: float
    containment: float
    verdict: Verdict
    reason: str


class Paragraph(NamedTuple):
    """A paragraph and the number of the document that it stands in."""

    document: int
    text: str


class Resemblance(NamedTuple):
    """A paragraph, the kept paragraph that it resembles (`partner`), and the rule for the two.

    Both are numbers of paragraphs in the order of the corpus. Whether the paragraph goes says the place where
    the resemblance stands: as a drop it goes, as a note it stays and is only reported.
    """

    paragraph: int
    partner: int
    rule: str
    comparison: Comparison


class DocumentDrop(NamedTuple):
    """A document that goes as a whole, since all of it stands in an earlier one."""

    document: int
    partner_document: int


@dataclass(frozen=True, slots=True)
class CorpusDecision:
    """What one ordered pass says of a corpus; each part in the order of the corpus.

    `drops` are the resemblances by which a paragraph goes, `notes` those that are only reported, `documents`
    the documents that go as a whole.
    """

    drops: tuple[Resemblance, ...] = ()
    notes: tuple[Resemblance, ...] = ()
    documents: tuple[DocumentDrop, ...] = ()
