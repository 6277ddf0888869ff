"""A document: a text with its trail. It applies edits, undoes them and maps positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleaner.errors import StageError
from cleaner.text.edit import Edit, Step
from cleaner.text.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the raw text that it came from, and the trail: every step between the two, in order.

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
        """Return the document of a raw text, with an empty trail."""
        return cls(raw, raw)

    def apply(self, stage: str, edits: Iterable[Edit], *, round: int = 1) -> Document:
        """Return the document after one stage. Edits without a replacement are recorded only.

        Raises `StageError` unless the edits are in order, inside the text, do not overlap and each change
        something.
        """
        # The trail keeps what was removed beside each edit: with the text it leaves, that is enough to go
        # back.
        step = Step(round, stage, *_check_edits(stage, self.text, edits))
        if not step.edits:
            return self
        pieces: list[str] = []
        position = 0
        for edit in step.edits:
            if edit.replacement is not None:
                pieces += self.text[position : edit.start], edit.replacement
                position = edit.end
        # A step of reports leaves the very same string: no copy of a long text.
        text = "".join(pieces) + self.text[position:] if pieces else self.text
        return Document(self.raw, text, (*self.trail, step))

    def prepend_reports(self, stage: str, reports: Sequence[Edit]) -> Document:
        """Return the document with reports on the raw text, as the first step of its trail (round 0).

        Raises `StageError` as `apply` does.
        """
        if not reports:
            return self
        step = Step(0, stage, *_check_edits(stage, self.raw, reports))
        return Document(self.raw, self.text, (step, *self.trail))

    def undo(self) -> str:
        """Rebuild the raw text from the text and the trail alone."""
        text = self.text
        for step in reversed(self.trail):
            text = undo(text, step)
        return text

    def without_reports(self) -> Document:
        """Return the document without the reports of its trail. Those on the raw text (round 0) stay."""
        steps = (step if step.round == 0 else _drop_reports(step) for step in self.trail)
        return Document(self.raw, self.text, tuple(step for step in steps if step.edits))

    @property
    def offsets(self) -> Offsets:
        """The map between positions of the raw text and of this text."""
        return Offsets.of(self.trail)


def _drop_reports(step: Step) -> Step:
    changes = [i for i, edit in enumerate(step.edits) if edit.replacement is not None]
    if len(changes) == len(step.edits):
        return step
    return step._replace(
        edits=tuple(step.edits[i] for i in changes), removed=tuple(step.removed[i] for i in changes)
    )


def _check_edits(stage: str, text: str, edits: Iterable[Edit]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """Return the edits and what stands at each of them in the text. Raises `StageError`, see `apply`."""
    valid: list[Edit] = []
    removed: list[str] = []
    last_start = last_end = 0
    for edit in edits:
        start, end, replacement, rule = edit[:4]
        # The order is that of the starts alone: reports may overlap anything.
        if not (0 <= start <= end <= len(text)) or start < last_start:
            raise StageError(f"{stage}, {rule}: edit {start}:{end} is out of order or outside the text")
        old = text[start:end]
        # Reports change nothing, so only changes are held against each other.
        if replacement is not None:
            if start < last_end:
                raise StageError(f"{stage}, {rule}: edit {start}:{end} overlaps the one before it")
            # An edit that changes nothing would be found anew in every round: the text would never be clean.
            if replacement == old:
                raise StageError(f"{stage}, {rule}: edit {start}:{end} changes nothing")
            last_end = end
        last_start = start
        valid.append(edit)
        removed.append(old)
    return tuple(valid), tuple(removed)


def undo(text: str, step: Step) -> str:
    """Rebuild the text that `step` saw from the text that it left.

    >>> undo("ab", Step(1, "whitespace", (Edit(1, 3, "", "whitespace.trailing"),), ("  ",)))
    'a  b'
    """
    pieces: list[str] = []
    position = shift = 0
    for edit, removed in zip(step.edits, step.removed, strict=True):
        if edit.replacement is None:
            continue
        # An edit counts in the text before the step; in the text after it, earlier edits have shifted it.
        start = edit.start + shift
        pieces += text[position:start], removed
        position = start + len(edit.replacement)
        shift += len(edit.replacement) - len(removed)
    return "".join(pieces) + text[position:]
