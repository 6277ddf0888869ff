"""What a document loses to the decision, and what the pipeline makes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from cleaner.duplicates.rules import DOCUMENT
from cleaner.pipeline import Pipeline
from cleaner.text import Edit, cuts, paragraphs

if TYPE_CHECKING:
    from cleaner.duplicates.corpus_view import Member

STAGE = "duplicates"
WHOLE = DOCUMENT.id


class Reason(NamedTuple):
    """The rule by which a paragraph goes, and the evidence."""

    rule: str
    evidence: Mapping[str, object]


class Loss(NamedTuple):
    """The paragraphs of a document that go, by their number in it; or, with a `partner`, all of it."""

    paragraphs: Mapping[int, Reason]
    partner: str = ""


class Rest(NamedTuple):
    """The document after its loss; `moved` tells whether the pipeline then changed another paragraph."""

    member: Member
    moved: bool


def without(member: Member, loss: Loss, pipeline: Pipeline) -> Rest:
    """The document without what it loses, and what the pipeline makes of that: its last line may be another
    now. A pure function, for any process."""
    document = member.document.changes()
    text, spans = document.text, paragraphs(document.text)
    round = max((step.round for step in document.trail), default=0) + 1
    if loss.partner:
        whole = Edit(0, len(text), "", WHOLE, {"partner": loss.partner})
        document = document.apply(STAGE, [whole], round=round)
        return Rest(member._replace(document=document, partner=loss.partner), moved=False)
    edits = [
        Edit(span.start, span.end, "", loss.paragraphs[index].rule, loss.paragraphs[index].evidence)
        for index, span in cuts(text, spans, loss.paragraphs)
    ]
    own = member.pipeline or pipeline
    after = own.run(document.apply(STAGE, edits, round=round))
    expected = [text[start:end] for i, (start, end) in enumerate(spans) if i not in loss.paragraphs]
    left = [after.text[start:end] for start, end in paragraphs(after.text)]
    return Rest(member._replace(document=after), moved=left != expected)
