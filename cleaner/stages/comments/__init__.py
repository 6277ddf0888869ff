"""Comments pasted under an article: the promotional ones go, genuine ones stay.

A scraped page often carries the comments of its readers, and among them those of machines: praise of the
post, a link, a brand. They are found by where they stand and by what they say. The end of the article is
sought first (position, repetition, blank lines, break of topic); each paragraph behind it is then judged
by a small linear model whose weights ship with the package (``data/comments.card.md`` says what they were
learned from). One copy is enough to be found; however many copies there are, all go.

It never takes the first paragraph, never all of a document, and nothing that the article goes on after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.rule import Rule
from cleaner.stages.comments import screen
from cleaner.stages.comments.model import Judgement, promotional, shipped
from cleaner.stages.comments.removal import removals
from cleaner.stages.comments.tail import Pasted, pasted
from cleaner.text import Document, Edit

__all__ = ["GENUINE", "PROMOTIONAL", "Comments", "Judgement", "promotional"]

_EXAMPLE = (
    "The council closed the old bridge on Monday. Engineers had found cracks in two of its pillars.\n"
    "\n"
    "Repairs will take until March, the council said, and buses will use the ring road until then."
    "\n\n"
    "Great post! Thanks for sharing this informative article. Visit our website for cheap car repairs.\n",
    "The council closed the old bridge on Monday. Engineers had found cracks in two of its pillars.\n"
    "\n"
    "Repairs will take until March, the council said, and buses will use the ring road until then."
    "\n\n",
)

PROMOTIONAL = Rule(
    id="comments.promotional",
    certainty="likely",
    what="a promotional comment pasted behind the end of the article, in one copy or many",
    why="it is no part of the article, and a corpus that keeps it learns to advertise",
    leaves_alone="genuine comments, the first paragraph, and whatever the article goes on after; "
    "quotations and adverts inside the article",
    example=_EXAMPLE,
)


@dataclass(frozen=True, slots=True)
class Comments:
    """Finds the promotional comments behind an article.

    >>> text = PROMOTIONAL.example[0]
    >>> (edit,) = Comments().edits(text)
    >>> text[edit.start : edit.start + 11], edit.replacement, edit.rule
    ('Great post!', '', 'comments.promotional')
    """

    name: str = "comments"
    rules: tuple[Rule, ...] = (PROMOTIONAL,)

    def edits(self, text: str) -> Iterator[Edit]:
        """One edit for each comment that goes, with the score and the strongest reasons as evidence."""
        yield from _removed(text, _pasted(text))


def _removed(text: str, found: Sequence[Pasted]) -> list[Edit]:
    """The edits of `found`, and of what stands out once they are gone, until nothing more does."""
    document = Document.of(text)
    edits: list[Edit] = []
    while found:
        step = [
            Edit(start, end, "", PROMOTIONAL.id, _evidence(document.text, comment))
            for comment, (start, end) in zip(
                found, removals(document.text, [comment.span for comment in found]), strict=True
            )
        ]
        offsets = document.offsets
        edits += (edit._replace(**offsets.to_raw(edit.start, edit.end)._asdict()) for edit in step)
        document = document.apply("comments", step)
        found = _pasted(document.text)
    return sorted(edits, key=lambda edit: edit.start)


def _evidence(text: str, comment: Pasted) -> dict[str, object]:
    judged = promotional(text[comment.span.start : comment.span.end])
    reasons = [*comment.place[:1], *judged.reasons, *comment.place[1:]][:3]
    return {"score": round(comment.score, 2), "reasons": reasons}


def _pasted(text: str) -> list[Pasted]:
    return pasted(text, _score, _screen, shipped().place)


def _screen(paragraph: str) -> bool:
    return "\n" in paragraph or screen.shipped().passes(paragraph)


def _score(text: str) -> float:
    return promotional(text).score
