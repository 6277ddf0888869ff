"""A text with its trail: apply edits, undo them, map positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleaner.errors import StageError
from cleaner.text.edit import Edit, Step
from cleaner.text.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the raw text that it came from, and every step between the two.

    >>> document = Document.of("secu-rity")
    >>> cleaned = document.apply("hyphenation", [Edit(4, 5, "", "hyphenation.broken-word")])
    >>> cleaned.text, cleaned.undo(), cleaned.offsets.to_raw(4, 8)
    ('security', 'secu-rity', Span(start=5, end=9))
    """

    raw: str
    text: str
    trail: tuple[Step, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Document:
        """A document that nothing has happened to yet."""
        return cls(raw, raw)

    def apply(self, stage: str, edits: Iterable[Edit], *, round: int = 1) -> Document:
        """The document after one stage. Raises `StageError` unless the edits are in order, inside the
        text, do not overlap and each change something. Edits without a replacement are recorded only.
        """
        step = Step(round, stage, *_checked(stage, self.text, edits))
        if not step.edits:
            return self
        pieces: list[str] = []
        position = 0
        for edit in step.edits:
            if edit.replacement is not None:
                pieces += self.text[position : edit.start], edit.replacement
                position = edit.end
        text = "".join(pieces) + self.text[position:] if pieces else self.text
        return Document(self.raw, text, (*self.trail, step))

    def reported_first(self, stage: str, reports: Sequence[Edit]) -> Document:
        """The document with reports on the raw text, at the head of its trail (round 0)."""
        if not reports:
            return self
        step = Step(0, stage, *_checked(stage, self.raw, reports))
        return Document(self.raw, self.text, (step, *self.trail))

    def undo(self) -> str:
        """The raw text, rebuilt from the text and the trail alone."""
        text = self.text
        for step in reversed(self.trail):
            text = undo(text, step)
        return text

    def changes(self) -> Document:
        """The document without what its trail only reports; what is said of the raw text (round 0) stays."""
        steps = (step if step.round == 0 else _changes(step) for step in self.trail)
        return Document(self.raw, self.text, tuple(step for step in steps if step.edits))

    @property
    def offsets(self) -> Offsets:
        """Positions of the raw text and of this one, both ways."""
        return Offsets.of(self.trail)


def _changes(step: Step) -> Step:
    kept = [i for i, edit in enumerate(step.edits) if edit.replacement is not None]
    if len(kept) == len(step.edits):
        return step
    return step._replace(
        edits=tuple(step.edits[i] for i in kept), removed=tuple(step.removed[i] for i in kept)
    )


def _checked(stage: str, text: str, edits: Iterable[Edit]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    kept: list[Edit] = []
    removed: list[str] = []
    last_start = last_end = 0
    for edit in edits:
        start, end, replacement, rule = edit[:4]
        if not (0 <= start <= end <= len(text)) or start < last_start:
            raise StageError(f"{stage}, {rule}: edit {start}:{end} is out of order or outside the text")
        gone = text[start:end]
        if replacement is not None:
            if start < last_end:
                raise StageError(f"{stage}, {rule}: edit {start}:{end} overlaps the one before it")
            if replacement == gone:
                raise StageError(f"{stage}, {rule}: edit {start}:{end} changes nothing")
            last_end = end
        last_start = start
        kept.append(edit)
        removed.append(gone)
    return tuple(kept), tuple(removed)


def undo(text: str, step: Step) -> str:
    """The text that `step` saw, from the text that it left.

    >>> undo("ab", Step(1, "whitespace", (Edit(1, 3, "", "whitespace.trailing"),), ("  ",)))
    'a  b'
    """
    pieces: list[str] = []
    position = shift = 0
    for edit, gone in zip(step.edits, step.removed, strict=True):
        if edit.replacement is None:
            continue
        start = edit.start + shift
        pieces += text[position:start], gone
        position = start + len(edit.replacement)
        shift += len(edit.replacement) - len(gone)
    return "".join(pieces) + text[position:]
