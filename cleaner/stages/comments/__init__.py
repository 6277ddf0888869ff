"""Comments pasted under an article: the promotional ones go, genuine ones stay.

A scraped page often carries the comments of its readers, and among them those of machines: praise of the
post, a link, a brand. They are found by where they stand and by what they say. The end of the article is
sought first (position, repetition, blank lines, break of topic); each paragraph behind it is then judged
by a small linear model whose weights ship with the package (``data/comments.md`` says what they were
learned from). One copy is enough to be found; however many copies there are, all go.

It never takes the first paragraph, never all of a document, and nothing that the article goes on after.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from cleaner.rule import Rule
from cleaner.stages.comments import prefilter
from cleaner.stages.comments.model import Judgement, analyze, load_model, promotional
from cleaner.stages.comments.phrases import split_words
from cleaner.stages.comments.removal import cut_units
from cleaner.stages.comments.tail import Comment, find_comments, suspected, units
from cleaner.structure import PROSE, Kind, Text
from cleaner.text import Document, Edit, Offsets, Span

__all__ = ["GENUINE", "PROMOTIONAL", "Comments", "Judgement", "promotional"]

_ARTICLE = (
    "The council closed the old bridge on Monday. Engineers had found cracks in two of its pillars.\n"
    "\n"
    "Repairs will take until March, the council said, and buses will use the ring road until then.\n"
    "\n"
    "The mayor promised a ferry for pedestrians; it is to cross the river every ten minutes from Friday."
)
_SPAM = "Great post! Thanks for sharing this informative article. Visit our website for cheap car repairs."
_EXAMPLE = (f"{_ARTICLE}\n\n{_SPAM}\n", f"{_ARTICLE}\n\n")

COMMENT_KINDS: Final[frozenset[Kind]] = PROSE | {"unknown", "heading", "list", "verse"}
"""What comments look like; short lines look like verse. Tables, code, mail, turns of speakers, provisions and
references are none, whatever their words are."""

PROMOTIONAL = Rule(
    id="comments.promotional",
    certainty="likely",
    what="A promotional comment pasted behind the end of the article goes, in one copy or many.",
    why="It is no part of the article, and a corpus that keeps it learns to advertise.",
    leaves_alone="Genuine comments, the first paragraph, and whatever the article goes on after; "
    "quotations and adverts inside the article.",
    kinds=COMMENT_KINDS,
    example=_EXAMPLE,
)

GENUINE = Rule(
    id="comments.genuine",
    certainty="likely",
    what="A reader's comment that stands with promotional ones behind the end of the article goes.",
    why="Whoever collects articles alone has no use for it; it is text, so it stays by default.",
    leaves_alone="The article, and comments under an article that nobody advertised under.",
    kinds=COMMENT_KINDS,
    example=(
        f"{_ARTICLE}\n\n{_SPAM}\n\nI walk my dog down there. Nobody has touched a thing since 1990.\n",
        f"{_ARTICLE}\n\n",
    ),
    default=False,
)


_AHEAD = 16
"""Units at the end of a suspected document that are scored in nearly every case: their letters are summed at
once."""
_SEARCHES = 32
"""Times that a document is searched at most, each time without what was found before; what is left after that
is the next round's. The bound keeps the cost linear."""


@dataclass(frozen=True, slots=True)
class Comments:
    """The stage that finds comments behind an article.

    >>> from cleaner.pipeline import find_edits
    >>> text = PROMOTIONAL.example[0]
    >>> (edit,) = find_edits(Comments(), text)
    >>> text[edit.start : edit.start + 11], edit.replacement, edit.rule
    ('Great post!', '', 'comments.promotional')
    """

    name: str = "comments"
    rules: tuple[Rule, ...] = (PROMOTIONAL, GENUINE)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield one edit for each comment, in order, with the score and the strongest reasons as evidence.

        Promotional comments are sought again without those that are found, until there are no more: a second
        run is to find none. Genuine comments are those of the first search that stay.
        """
        content = text.content
        found = _find_comments(content)
        if found:
            promotional = _cut_promotional(content, found)
            # A later search may take a part of what the first one took for a genuine comment as a whole: the
            # next round finds the rest of it.
            genuine = [edit for edit in _cut_genuine(content, found) if not _overlaps(edit, promotional)]
            yield from sorted(promotional + genuine, key=lambda edit: edit.start)


def _cut_promotional(text: str, found: Sequence[Comment]) -> list[Edit]:
    # Each search sees the text without the comments of the one before: company and repetition, which speak
    # for a comment, are counted anew. The cuts are mapped back, for all of them are edits of one text.
    edits: list[Edit] = []
    document = Document.of(text)
    for _ in range(_SEARCHES):
        promoting = [comment for comment in found if comment.promotional]
        if not promoting:
            break
        cuts = cut_units(document.text, [comment.span for comment in promoting])
        offsets, starts = document.offsets, [edit.start for edit in edits]
        edits += [
            Edit(
                *_map_to_raw(offsets, starts, cut), "", PROMOTIONAL.id, _make_evidence(document.text, comment)
            )
            for comment, cut in zip(promoting, cuts, strict=True)
        ]
        edits.sort(key=lambda edit: edit.start)
        document = Document.of(text).apply("comments", edits)
        found = _find_comments(document.text)
    return edits


def _overlaps(edit: Edit, others: Sequence[Edit]) -> bool:
    """Whether an edit shares a character with one of these, which are in order and apart."""
    before = bisect_left(others, edit.end, key=attrgetter("start"))
    return before > 0 and others[before - 1].end > edit.start


def _map_to_raw(offsets: Offsets, starts: Sequence[int], cut: Span) -> Span:
    """Map a cut to the raw text, up to the next cut of an earlier search."""
    start, end = offsets.to_raw(cut.start, cut.end)
    # The raw span of a cut may hold a comment that an earlier search took, and edits must not overlap.
    following = bisect_right(starts, start)
    return Span(start, min(end, *starts[following : following + 1], end))


def _cut_genuine(text: str, found: Sequence[Comment]) -> Iterator[Edit]:
    cuts = cut_units(text, [comment.span for comment in found])
    for comment, (start, end) in zip(found, cuts, strict=True):
        if not comment.promotional:
            yield Edit(start, end, "", GENUINE.id, {"score": round(comment.score, 2)})


def _make_evidence(text: str, comment: Comment) -> dict[str, object]:
    judgement = promotional(text[comment.span.start : comment.span.end])
    reasons = [*comment.place[:1], *judgement.reasons, *comment.place[1:]][:3]
    return {"score": round(comment.score, 2), "reasons": reasons}


def _find_comments(text: str) -> list[Comment]:
    spans = units(text)
    if not suspected(text, spans, _score, _screen):
        return []
    # Nearly every document ends at the test above: the model works for those alone that are suspected.
    load_model().learn(text[spans[-_AHEAD:][0].start :])
    return find_comments(text, spans, _score, load_model().place, _split_words)


def _screen(paragraph: str) -> bool:
    return "\n" in paragraph or prefilter.load_prefilter().passes(paragraph)


def _score(text: str) -> float:
    # `promotional` would look for reasons too, which only the comments that go need.
    return analyze(text).score


def _split_words(text: str) -> Sequence[str]:
    # The scorer has split these words already, unless it left some of the paragraph out.
    found = analyze(text).words
    return split_words(text) if found is None else found
