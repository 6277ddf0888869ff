"""One span on the other side, and what became of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleaner.text import Document, Offsets, Span

Side = Literal["raw", "clean"]
Fate = Literal["same", "changed", "removed"]


class Projected(NamedTuple):
    """A span on the other side. ``removed``: nothing of it is there, and `span` is the empty place where it
    stood. ``changed``: it is there in other characters. `rules` are those that changed it, in their order.
    """

    span: Span
    fate: Fate
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Projection:
    """The spans of a document, from one side to the other.

    >>> from cleaner.text import Edit
    >>> join = Edit(4, 5, "", "hyphenation.broken-word")
    >>> document = Document.of("secu-rity first").apply("hyphenation", [join])
    >>> projection = Projection.of(document)
    >>> projection.project(Span(0, 9), "clean")
    Projected(span=Span(start=0, end=8), fate='changed', rules=('hyphenation.broken-word',))
    >>> projection.project(Span(4, 5), "clean").fate, projection.project(Span(9, 14), "raw").fate
    ('removed', 'same')
    """

    document: Document
    offsets: Offsets
    changes: tuple[tuple[Span, str], ...]

    @classmethod
    def of(cls, document: Document) -> Projection:
        """Places every change of the trail in the raw text, once."""
        placed: list[tuple[Span, str]] = []
        seen = Offsets.of(())
        for step in document.trail:
            placed += (
                (seen.to_raw(edit.start, edit.end), edit.rule)
                for edit in step.edits
                if edit.replacement is not None
            )
            seen = seen.then(step)
        return cls(document, seen, tuple(placed))

    def text(self, side: Side) -> str:
        """The raw text or the clean one."""
        return self.document.raw if side == "raw" else self.document.text

    def project(self, span: Span, to: Side) -> Projected:
        """The span of the side `to` for a span of the other side."""
        there = self.offsets.to_raw(*span) if to == "raw" else self.offsets.to_clean(*span)
        old = self.text("clean" if to == "raw" else "raw")[span.start : span.end]
        new = self.text(to)[there.start : there.end]
        if old == new:
            return Projected(there, "same")
        fate: Fate = "changed" if new else "removed"
        raw = there if to == "raw" else span
        rules = dict.fromkeys(rule for place, rule in self.changes if _touch(place, raw))
        return Projected(there, fate, tuple(rules))


def _touch(place: Span, span: Span) -> bool:
    if place.start == place.end:
        return span.start < place.start < span.end
    return place.start < span.end and span.start < place.end
