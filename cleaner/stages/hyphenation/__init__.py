"""Words that a line end broke, and that stayed broken.

Typesetters break words at line ends; converters and scrapers carry the hyphen over. What they leave is
``secu-`` at a line end with ``rity`` on the next line, ``secu- rity`` where the lines were joined, and
``secu-rity`` where the space went too. Readers stumble, and a tokenizer sees two words that do not exist.

Most hyphens are right. The evidence for a break is added up: how often the joined form is written against
its halves, how often the form is known with its hyphen, and what the document itself writes elsewhere.
At a line end a break is the rule and a compound the exception; inside a line it is the other way round, and
a spelling that is right is never normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.rule import Rule
from cleaner.stages.hyphenation.classifier import (
    ClassifiedHyphen,
    HyphenClassifier,
)
from cleaner.stages.hyphenation.hyphens import OTHER_HYPHENS, Hyphen, HyphenClass
from cleaner.stages.hyphenation.limits import LIMITS, Limits
from cleaner.stages.hyphenation.line_contexts import LINE_KINDS, SPACED_KINDS, may_go_on
from cleaner.structure import PROSE, Text
from cleaner.text import Edit, extract_unusual, runs_on

__all__ = ["Hyphenation", "Limits"]

LINE_BREAK = Rule(
    id="hyphenation.line-break",
    certainty="likely",
    what="A word broken at a line end is joined. In hard-wrapped text the line then ends after the word. "
    "A page number that stands between its halves goes with the break.",
    why="Half a word is no word: searches miss it and tokenizers split it.",
    leaves_alone="Breaks across a blank line, suspended hyphens (pre- and post-war), addresses, scripts "
    "without capital letters, a second half with a capital (Inter-Services), what a language writes with a "
    "hyphen (disse-lhe, a-t-il), parts of one letter (p-value), verse, columns, lists of names.",
    kinds=LINE_KINDS,
    example=("They spoke of regional secu-\nrity.", "They spoke of regional security."),
    inserts="\r\n",
)
COMPOUND_BREAK = Rule(
    id="hyphenation.compound-break",
    certainty="likely",
    what="A compound broken at its own hyphen comes together and keeps the hyphen; a soft hyphen or a sign "
    "that a scan has for it (¬) becomes one.",
    why="A line end behind a hyphen becomes a stray space when the lines are joined.",
    leaves_alone="Suspended hyphens (two- and three-year bonds), addresses, blank lines, verse, tables, "
    "lists of names parted by hyphens, a time of day in the next line.",
    kinds=LINE_KINDS,
    example=("They chose a non-\nexecutive chair.", "They chose a non-executive chair."),
    inserts="\r\n-",
)
SPACED = Rule(
    id="hyphenation.spaced",
    certainty="likely",
    what="A word broken by a hyphen and a space is joined; a known compound loses the space alone.",
    why="It is a line-end break whose line end was turned into a space.",
    leaves_alone="Suspended hyphens (pre- and post-war, 10- to 35-Hz), hyphens used as dashes, capitalised "
    "second halves, halves of two scripts, verse, tables.",
    kinds=SPACED_KINDS,
    example=("They spoke of regional secu- rity and trade.", "They spoke of regional security and trade."),
    inserts="-",
)
BROKEN_WORD = Rule(
    id="hyphenation.broken-word",
    certainty="likely",
    what="A word broken by a hyphen in the middle of a line is joined.",
    why="It is a line-end break whose line end was lost; the hyphen belongs to no word.",
    leaves_alone="All but prose: verse, tables, addresses, paths. Compounds and prefixes, in any language "
    "(re-lease, Start-up, week-end), acronyms (UN-supervised), names, words drawn out (Per-fect!), forms "
    "that are explained, cited or spelled, anything whose joined form is not clearly the word.",
    kinds=PROSE,
    example=("They spoke of regional secu-rity and trade.", "They spoke of regional security and trade."),
)
UNCERTAIN = Rule(
    id="hyphenation.uncertain",
    certainty="note",
    what="A hyphen that may be left from a line end, or may be meant.",
    why="The frequencies do not decide; a reader can.",
    leaves_alone="It changes nothing.",
    kinds=PROSE,
    example=("They sang to the heart-beat of the drums.", "They sang to the heart-beat of the drums."),
)

_WORD_REMAINDER = re.compile(r"[^\s]*(?P<space>[ \t]+)(?=\S)")
"""What is left of a word at the start of a line, and the space behind it."""
_LONGEST_LINE = 120
"""Characters on either side of a break that are looked at: no hard-wrapped line is longer."""


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Joins words that line ends broke. Soft hyphens at a line end are joined here; others are not ours.

    >>> from cleaner.pipeline import find_edits
    >>> text = "The region needs secu-rity, and long-standing friends."
    >>> [(edit.start, edit.end, edit.replacement) for edit in find_edits(Hyphenation(), text)]
    [(21, 22, '')]
    """

    limits: Limits = LIMITS
    name: str = field(default="hyphenation", init=False)
    rules: tuple[Rule, ...] = field(
        default=(LINE_BREAK, COMPOUND_BREAK, SPACED, BROKEN_WORD, UNCERTAIN), init=False
    )

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields the edits for broken words, and a note for each hyphen in doubt, in order."""
        content = text.content
        if "-" not in content and OTHER_HYPHENS.isdisjoint(extract_unusual(content)):
            return
        # Edits have to come in order, and the end of a joined word lies behind the hyphen, perhaps behind the
        # next one too: so it waits.
        line_end: Edit | None = None  # the line end that comes behind a joined word, not yet yielded
        classifier = HyphenClassifier(content, self.limits, text.hints.base_language)
        for classified in classifier.classify_all():
            is_at_line_end = classified.hyphen.kind in ("line", "soft")
            if is_at_line_end and not may_go_on(text, classified.hyphen):
                continue
            edit, next_line_end = _edits_of(content, classified)
            if line_end is not None and line_end.end <= edit.start:
                yield line_end
                line_end = None
            yield edit
            # The rest of the word can hold the next hyphen: then the line end goes behind that one, or,
            # where that is no place for it, nowhere.
            if line_end is not None and edit.end > line_end.start:
                line_end = None
            line_end = next_line_end or line_end
        if line_end is not None:
            yield line_end


def _edits_of(text: str, classified: ClassifiedHyphen) -> tuple[Edit, Edit | None]:
    """Returns the edit of a hyphen, and the one that puts its line end behind the word (None: it goes)."""
    hyphen, label, score = classified
    evidence = score.evidence() if score else {}
    if label == "doubt":
        forms = {"readings": [f"{hyphen.left}{hyphen.right}", f"{hyphen.left}-{hyphen.right}"]}
        return Edit(hyphen.start, hyphen.end, None, UNCERTAIN.id, evidence | forms), None
    rule = _rule(hyphen, label)
    # A compound that comes together keeps its hyphen: the edit begins behind it. What only stands for one
    # becomes one.
    stands_for_one = label == "close" and text[hyphen.start] in "\xad¬"
    start = hyphen.start + (label == "close" and not stands_for_one)
    replacement = "-" if stands_for_one else ""
    line_end = _place_line_end(text, hyphen) if hyphen.kind in ("line", "soft") else None
    edit = Edit(start, hyphen.end, replacement, rule, evidence)
    return edit, Edit(*line_end, rule) if line_end else None


def _rule(hyphen: Hyphen, label: HyphenClass) -> str:
    """Returns the id of the rule that changes a hyphen."""
    if hyphen.kind == "inside":
        return BROKEN_WORD.id
    if hyphen.kind == "spaced":
        return SPACED.id
    return COMPOUND_BREAK.id if label == "close" else LINE_BREAK.id


def _place_line_end(text: str, hyphen: Hyphen) -> tuple[int, int, str] | None:
    """Returns the start, end and replacement that put the line end of a hyphen behind the joined word.

    A hard-wrapped line gets the rest of its word, and the lines stay. None where nothing is hard-wrapped.
    """
    start = max(hyphen.start - _LONGEST_LINE, _line_start(text, hyphen.start))
    end = hyphen.end + _LONGEST_LINE
    following = text[hyphen.end : end].partition("\n")[0].partition("\r")[0]
    remainder = _WORD_REMAINDER.match(following)
    if remainder is None or not runs_on(text[start : hyphen.start + 1].strip(), following.strip()):
        return None
    # The break that stood there, CRLF or LF: `whitespace` decides about line endings, not this stage.
    breaks = "".join(character for character in text[hyphen.start : hyphen.end] if character in "\r\n")
    return hyphen.end + remainder.start("space"), hyphen.end + remainder.end("space"), breaks


def _line_start(text: str, position: int) -> int:
    """Returns where the line of `position` begins, or how far back a line is looked at."""
    low = max(0, position - _LONGEST_LINE)
    return max(text.rfind("\n", low, position), text.rfind("\r", low, position), low - 1) + 1
