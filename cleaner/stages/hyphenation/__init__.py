"""Words that a line end broke, and that stayed broken.

Typesetters break words at line ends; converters and scrapers carry the hyphen over. What they leave is
``secu-`` at a line end with ``rity`` on the next line, ``secu- rity`` where the lines were joined, and
``secu-rity`` where the space went too. Readers stumble, and a tokenizer sees two words that do not exist.

Most hyphens are right. The evidence for a break is weighed: how often the joined form is written against
its halves, how often the form is known with its hyphen, and what the document itself writes elsewhere.
At a line end a break is the rule and a compound the exception; inside a line it is the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.rule import Rule
from cleaner.stages.hyphenation.places import Place
from cleaner.stages.hyphenation.reading import LIMITS, Limits, Reader, Reading
from cleaner.text import Edit, runs_on

__all__ = ["Hyphenation", "Limits"]

LINE_BREAK = Rule(
    id="hyphenation.line-break",
    certainty="likely",
    what="A word broken at a line end is joined. In hard-wrapped text the line then ends after the word. "
    "A page number that stands between its halves goes with the break.",
    why="Half a word is no word: searches miss it and tokenizers split it.",
    leaves_alone="Breaks across a blank line, suspended hyphens (pre- and post-war), addresses, scripts "
    "without capital letters, and a second half with a capital (Inter-Services).",
    example=("They spoke of regional secu-\nrity.", "They spoke of regional security."),
    inserts="\r\n",
)
COMPOUND_BREAK = Rule(
    id="hyphenation.compound-break",
    certainty="likely",
    what="A compound broken at its own hyphen comes together and keeps the hyphen.",
    why="A line end behind a hyphen becomes a stray space when the lines are joined.",
    leaves_alone="Suspended hyphens (two- and three-year bonds), addresses, and blank lines.",
    example=("They chose a non-\nexecutive chair.", "They chose a non-executive chair."),
    inserts="\r\n",
)
SPACED = Rule(
    id="hyphenation.spaced",
    certainty="likely",
    what="A word broken by a hyphen and a space is joined; a known compound loses the space alone.",
    why="It is a line-end break whose line end was turned into a space.",
    leaves_alone="Suspended hyphens (pre- and post-war), hyphens used as dashes, capitalised second halves.",
    example=("They spoke of regional secu- rity and trade.", "They spoke of regional security and trade."),
)
BROKEN_WORD = Rule(
    id="hyphenation.broken-word",
    certainty="likely",
    what="A word broken by a hyphen in the middle of a line is joined.",
    why="It is a line-end break whose line end was lost; the hyphen belongs to no word.",
    leaves_alone="Compounds, prefixes (re-lease, co-ordinate), names, forms in quotation marks or explained, "
    "paragraphs about spelling, anything whose joined form is not clearly the word.",
    example=("They spoke of regional secu-rity and trade.", "They spoke of regional security and trade."),
)
UNCERTAIN = Rule(
    id="hyphenation.uncertain",
    certainty="note",
    what="A hyphen that may be left from a line end, or may be meant.",
    why="The frequencies do not decide; a reader can.",
    leaves_alone="It changes nothing.",
    example=("They sang to the heart-beat of the drums.", "They sang to the heart-beat of the drums."),
)

_REST = re.compile(r"[^\s]*(?P<space>[ \t]+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Joins words that line ends broke. Soft hyphens at a line end are joined here; others are not ours.

    >>> text = "The region needs secu-rity, and long-standing friends."
    >>> [(edit.start, edit.end, edit.replacement) for edit in Hyphenation().edits(text)]
    [(21, 22, '')]
    """

    limits: Limits = LIMITS
    name: str = field(default="hyphenation", init=False)
    rules: tuple[Rule, ...] = field(
        default=(LINE_BREAK, COMPOUND_BREAK, SPACED, BROKEN_WORD, UNCERTAIN), init=False
    )

    def edits(self, text: str) -> Iterator[Edit]:
        """The breaks of a text, and the hyphens in doubt."""
        if "-" not in text and "‐" not in text and "\xad" not in text:
            return
        moved: Edit | None = None
        for reading in Reader(text, self.limits).readings():
            edit, following = _edits(text, reading)
            if moved is not None and moved.end <= edit.start:
                yield moved
                moved = None
            yield edit
            # The rest of the word can hold the next hyphen: then the line end goes behind that one, or,
            # where that is no place for it, nowhere.
            if moved is not None and edit.end > moved.start:
                moved = None
            moved = following or moved
        if moved is not None:
            yield moved


def _edits(text: str, reading: Reading) -> tuple[Edit, Edit | None]:
    """The edit of a reading, and the one that moves its line end behind the word."""
    place, verdict, weighing = reading
    evidence = weighing.evidence() if weighing else {}
    if verdict == "doubt":
        readings = {"readings": [f"{place.left}{place.right}", f"{place.left}-{place.right}"]}
        return Edit(place.start, place.end, None, UNCERTAIN.id, evidence | readings), None
    start = place.start + (verdict == "close")
    rule = _rule(place, verdict)
    moved = _line_end_after(text, place) if place.kind in ("line", "soft") else None
    return Edit(start, place.end, "", rule, evidence), Edit(*moved, rule) if moved else None


def _rule(place: Place, verdict: str) -> str:
    if place.kind == "inside":
        return BROKEN_WORD.id
    if place.kind == "spaced":
        return SPACED.id
    return COMPOUND_BREAK.id if verdict == "close" else LINE_BREAK.id


_LONGEST_WRAPPED = 120


def _line_end_after(text: str, place: Place) -> tuple[int, int, str] | None:
    """Where the line end goes when a hard-wrapped line gets the rest of its word, so that the lines stay."""
    start = max(place.start - _LONGEST_WRAPPED, _line_start(text, place.start))
    end = place.end + _LONGEST_WRAPPED
    following = re.split(r"[\r\n]", text[place.end : end], maxsplit=1)[0]
    rest = _REST.match(following)
    if rest is None or not runs_on(text[start : place.start + 1].strip(), following.strip()):
        return None
    breaks = "".join(character for character in text[place.start : place.end] if character in "\r\n")
    return place.end + rest.start("space"), place.end + rest.end("space"), breaks


def _line_start(text: str, position: int) -> int:
    low = max(0, position - _LONGEST_WRAPPED)
    return max(text.rfind("\n", low, position), text.rfind("\r", low, position), low - 1) + 1
