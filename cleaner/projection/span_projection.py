"""The projection of a span to the other side of a document, and the fate of its text there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleaner.text import Document, Offsets, Span

Side = Literal["raw", "clean"]
Fate = Literal["same", "changed", "removed"]


class ProjectedSpan(NamedTuple):
    """A span on the other side. ``removed``: nothing of it is there, and `span` is the empty place where it
    stood. ``changed``: it is there in other characters. `rules` are those that changed it, in their order.
    """

    span: Span
    fate: Fate
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Projection:
    """The projection of a document: it takes spans from one side to the other.

    `changes` are the raw spans of all edits with their rules, in the order of the trail.

    >>> from cleaner.text import Edit
    >>> join = Edit(4, 5, "", "hyphenation.broken-word")
    >>> document = Document.of("secu-rity first").apply("hyphenation", [join])
    >>> projection = Projection.of(document)
    >>> projection.project(Span(0, 9), "clean")
    ProjectedSpan(span=Span(start=0, end=8), fate='changed', rules=('hyphenation.broken-word',))
    >>> projection.project(Span(4, 5), "clean").fate, projection.project(Span(9, 14), "raw").fate
    ('removed', 'same')
    """

    document: Document
    offsets: Offsets
    changes: tuple[tuple[Span, str], ...]

    @classmethod
    def of(cls, document: Document) -> Projection:
        """Make the projection of a document: place every change of its trail in the raw text, once."""
        changes: list[tuple[Span, str]] = []
        # An edit counts in the text that its step saw: `offsets` leads from the raw text to that one.
        offsets = Offsets.of(())
        for step in document.trail:
            changes += (
                (offsets.to_raw(edit.start, edit.end), edit.rule)
                for edit in step.edits
                if edit.replacement is not None
            )
            offsets = offsets.then(step)
        return cls(document, offsets, tuple(changes))

    def text(self, side: Side) -> str:
        """Return the raw text or the clean one."""
        return self.document.raw if side == "raw" else self.document.text

    def source_text(self, to: Side) -> str:
        """Return the text that spans come from which go to the side `to`: that of the other side."""
        return self.text("clean" if to == "raw" else "raw")

    def project(self, span: Span, to: Side) -> ProjectedSpan:
        """Project a span of the other side to the side `to`."""
        target = self.offsets.to_raw(*span) if to == "raw" else self.offsets.to_clean(*span)
        old = self.source_text(to)[span.start : span.end]
        new = self.text(to)[target.start : target.end]
        # The texts decide, and not whether an edit touched the span: one edit can undo another.
        if old == new:
            return ProjectedSpan(target, "same")
        fate: Fate = "changed" if new else "removed"
        raw = target if to == "raw" else span
        rules = dict.fromkeys(rule for place, rule in self.changes if _touches(place, raw))
        return ProjectedSpan(target, fate, tuple(rules))


def _touches(place: Span, span: Span) -> bool:
    # An insertion has an empty raw span: it changes what it stands inside, not what it stands beside.
    if place.start == place.end:
        return span.start < place.start < span.end
    return place.start < span.end and span.start < place.end
