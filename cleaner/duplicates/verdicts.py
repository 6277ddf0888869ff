"""The words in which the duplicate stage is asked and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Verdict = Literal["duplicate", "contained", "longer", "revision", "distinct"]
"""Of the later of two paragraphs. ``duplicate``: the same text but for small edits; ``contained``: all of it
stands in the earlier one; ``longer``: it holds all of the earlier one and more; ``revision``: as similar as a
duplicate, but another fact; ``distinct``: neither."""

DROPPED: frozenset[Verdict] = frozenset({"duplicate", "contained"})


class Comparison(NamedTuple):
    """What two paragraphs are to each other.

    `similarity` is the Jaccard similarity of their shingles, `containment` the share of the later one's
    shingles that stand in the earlier one.
    """

    similarity: float
    containment: float
    verdict: Verdict
    reason: str


class Paragraph(NamedTuple):
    """A paragraph and the number of the document that it stands in."""

    document: int
    text: str


class Drop(NamedTuple):
    """A paragraph that goes (or, in `Decisions.notes`, that is only reported), and its kept partner."""

    paragraph: int
    partner: int
    rule: str
    comparison: Comparison


class DocumentDrop(NamedTuple):
    """A document all of which stands in an earlier one."""

    document: int
    partner_document: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """What goes, what is only reported, and which documents go whole; each in the order of the corpus."""

    drops: tuple[Drop, ...] = ()
    notes: tuple[Drop, ...] = ()
    documents: tuple[DocumentDrop, ...] = ()
