"""The paragraphs of a corpus in one row, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.duplicates.decisions import Drop, Paragraph
from cleaner.pipeline import Pipeline
from cleaner.text import Document, Edit, Lines, Span, paragraphs


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


Key = tuple[int, int]
"""A paragraph by its member and where it begins in the raw text, which no change moves."""


class View:
    """The paragraphs of all members in one row, and where each stands."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.members = members
        self.spans = [paragraphs(member.document.text) for member in members]
        self.texts = [
            Paragraph(number, members[number].document.text[span.start : span.end])
            for number, spans in enumerate(self.spans)
            for span in spans
        ]

    @cached_property
    def first(self) -> list[int]:
        """The number of the first paragraph of each member."""
        first = [0]
        for spans in self.spans:
            first.append(first[-1] + len(spans))
        return first

    @cached_property
    def keys_in_order(self) -> list[Key]:
        """The key of each paragraph."""
        return [
            (number, member.document.offsets.to_raw(span.start, span.end).start)
            for number, (member, spans) in enumerate(zip(self.members, self.spans, strict=True))
            for span in spans
        ]

    @cached_property
    def keys(self) -> frozenset[Key]:
        """The keys of all paragraphs."""
        return frozenset(self.keys_in_order)

    def numbers(self, keys: Collection[Key]) -> frozenset[int]:
        """The numbers of the paragraphs with these keys."""
        if not keys:
            return frozenset()
        return frozenset(number for number, key in enumerate(self.keys_in_order) if key in keys)

    def place(self, paragraph: int) -> str:
        """``name:line`` of a paragraph in its raw file."""
        number = self.texts[paragraph].document
        name, document = self.members[number][:2]
        within = paragraph - self.first[number]
        if self.members[number].positions:
            return f"{name}, paragraph {self.members[number].positions[within] + 1}"
        span = self.spans[number][within]
        line, _ = Lines.of(document.raw).place(document.offsets.to_raw(span.start, span.end).start)
        return f"{name}:{line}"

    def edit(self, drop: Drop, span: Span, replacement: str | None) -> Edit:
        """The edit or report of one decision, with the partner and why."""
        comparison = drop.comparison
        evidence = {
            "partner": self.place(drop.partner),
            "similarity": round(comparison.similarity, 4),
            "containment": round(comparison.containment, 4),
            "reason": comparison.reason,
        }
        return Edit(span.start, span.end, replacement, drop.rule, evidence)
