"""A document of a corpus in the duplicates stage, and how it loses paragraphs.

Everything here is about one document. A corpus of them is in `cleaner.duplicates.paragraph_columns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cleaner.bug import contain
from cleaner.duplicates.rules import DOCUMENT, STAGE
from cleaner.pipeline import UNSTABLE, Pipeline
from cleaner.structure import NO_HINTS, Hints
from cleaner.text import Document, Edit, cut_paragraphs, find_paragraphs


class Member(NamedTuple):
    """A document of a corpus.

    `partner` names the earlier document that this one repeats, if it was dropped as a whole. `pipeline` is
    set where the path of the document has another pipeline than the corpus. `hints` are what the caller said
    of its text. `positions` is set where only some paragraphs of a document are known: their numbers in it,
    from 0.
    """

    name: str
    document: Document
    partner: str = ""
    pipeline: Pipeline | None = None
    positions: tuple[int, ...] = ()
    hints: Hints = NO_HINTS

    @property
    def starts(self) -> list[int]:
        """The offset of each paragraph in the raw text. No edit changes it: it identifies the paragraph."""
        return self.document.offsets.to_raw_starts(
            [start for start, _ in find_paragraphs(self.document.text)]
        )


class Reason(NamedTuple):
    """Why a paragraph is dropped: the rule and its evidence."""

    rule: str
    evidence: Mapping[str, object]


class Loss(NamedTuple):
    """What a document loses: some paragraphs, by their number in it; or, with a `partner`, all of its text.

    `partner` is the name of the document that holds everything that this one says.
    """

    paragraphs: Mapping[int, Reason]
    partner: str = ""


class Remainder(NamedTuple):
    """A document after a loss. `pipeline_changed_more`: the pipeline, run on what the loss left, changed
    another paragraph of it."""

    member: Member
    pipeline_changed_more: bool


def apply_loss(member: Member, loss: Loss, pipeline: Pipeline) -> Remainder:
    """Takes the paragraphs of a loss out of a document and runs the pipeline on what is left.

    A pure function, for any process. `pipeline` is that of the corpus; the member's own goes before it.
    """
    document = member.document.without_reports()
    text, spans = document.text, find_paragraphs(document.text)
    round = max((step.round for step in document.trail), default=0) + 1
    if loss.partner:
        whole = Edit(0, len(text), "", DOCUMENT.id, {"partner": loss.partner})
        document = document.apply(STAGE, [whole], round=round)
        member = member._replace(document=document, partner=loss.partner)
        return Remainder(member, pipeline_changed_more=False)
    edits = [
        Edit(span.start, span.end, "", loss.paragraphs[index].rule, loss.paragraphs[index].evidence)
        for index, span in cut_paragraphs(text, spans, loss.paragraphs)
    ]
    # The stages run again because a drop can make another line the last one: a date line or a comment may
    # now stand where a stage looks for it.
    dropped = document.apply(STAGE, edits, round=round)
    # A bug of a stage that only meets what is left costs that run alone: the drop stands, and the document is
    # reported as one that was not brought to rest.
    unstable = Edit(0, 0, None, UNSTABLE.id)
    own = (member.pipeline or pipeline).with_hints(member.hints)
    after = contain(
        lambda: own.run(dropped),
        lambda _: dropped.apply("pipeline", [unstable], round=round),
    )
    expected = [text[start:end] for i, (start, end) in enumerate(spans) if i not in loss.paragraphs]
    found = [after.text[start:end] for start, end in find_paragraphs(after.text)]
    return Remainder(member._replace(document=after), pipeline_changed_more=found != expected)
