"""Quotation marks turned the wrong way, left open, or of two kinds.

A closing mark that was typed or converted as an opening one (`“This is it,“ he said`) misleads every search
for quotations. It is turned only where the paragraph proves it: an opening mark stands open before it, it
sits at the end of a word, and no mark after it would be left without a partner. What `“` means depends on the
language: in `„Das ist gut,“ sagte er` it closes, so a document that has `„` is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE, Kind, Text
from cleaner.text import Edit, find_paragraphs

_QUOTING: Final[frozenset[Kind]] = ANYWHERE - {"code", "table", "message-header", "references"}
"""Where marks of quotation mean quotations: in code and in cells they part strings, in references titles."""

TURNED = Rule(
    id="quotation.turned",
    certainty="likely",
    what="A closing quotation mark that was set as an opening one (“) becomes a closing one (”).",
    why="The quotation has no end: whoever extracts quotations takes the rest of the text for speech.",
    leaves_alone="German and Czech („…“), Swedish and Finnish (”…”), quotations that run over paragraphs "
    "and reopen, nested ones, single marks, and paragraphs that would not balance afterwards.",
    kinds=_QUOTING,
    example=("“It emerges from this,“ he said.", "“It emerges from this,” he said."),
    inserts="”",
)
UNBALANCED = Rule(
    id="quotation.unbalanced",
    certainty="note",
    what="A quotation that is opened and not closed in its paragraph, or closed and not opened.",
    why="A mark is missing, or text is.",
    leaves_alone="Quotations that go on in the next paragraph, which opens them again; documents that use "
    "„ or » or open with ”. It changes nothing.",
    kinds=_QUOTING,
    example=("“It emerges from this, he said.", "“It emerges from this, he said."),
)
MIXED = Rule(
    id="quotation.mixed",
    certainty="note",
    what='Straight quotation marks (") in a document that mostly has typographic ones.',
    why="Often a passage from another source; searches for one kind miss the other.",
    leaves_alone='Inches and seconds (5"), and documents of one kind. It changes nothing.',
    kinds=_QUOTING,
    example=(
        '“One,” he said. “Two,” he said. “Three,” said she. The "fourth" came.',
        '“One,” he said. “Two,” he said. “Three,” said she. The "fourth" came.',
    ),
    default=False,
)

# Low marks (German: `“` closes), guillemets, and `”` behind a space or bracket and before a word: Swedish
# opens with it.
_OTHER_CUSTOMS: Final = re.compile(r"[„«»]|”(?<![^\s(]”)(?=\w)")
_MARK: Final = re.compile("[“”]")
# `“` right behind a letter or a mark that ends a phrase, and before a space, a mark or the end: where a
# closing one stands. `spoke of“ the matter` looks so too; that nothing is open before it tells the two apart.
_TURNED_MARK: Final = re.compile(r"“(?<=[\w,.!?…;:)\]’'—–-]“)(?=[\s,.;:!?)\]—–]|\Z)")
# Before a word, or behind a letter or full stop; behind a figure (`5"`) it means inches or seconds.
_STRAIGHT_MARK: Final = re.compile(r'"(?:(?<!\d")(?=\w)|(?<=[^\W\d]")|(?<=[.,!?]"))')
_DEEPEST: Final = 4
"""Quotations that may be open inside each other; past it nothing can be said about the marks."""
_CUSTOM: Final = 6
"""From this many typographic marks on, a document is one that uses them."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Turns closing marks that were set as opening ones; reports what does not balance.

    >>> from cleaner.pipeline import find_edits
    >>> [(edit.start, edit.replacement) for edit in find_edits(Quotation(), "“It is so,“ he said.")]
    [(10, '”')]
    """

    name: str = field(default="quotation", init=False)
    rules: tuple[Rule, ...] = field(default=(TURNED, UNBALANCED, MIXED), init=False)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yields the marks to turn, and notes, in order."""
        content = text.content
        opening, closing = content.count("“"), content.count("”")
        if not opening and not closing:
            return
        edits: list[Edit] = []
        if (opening != closing or _TURNED_MARK.search(content)) and not _OTHER_CUSTOMS.search(content):
            edits += _balance(content)
        if opening + closing >= _CUSTOM and '"' in content:
            edits += _report_mixed(content, opening + closing)
        yield from sorted(edits, key=_start)


def _start(edit: Edit) -> int:
    return edit.start


def _balance(text: str) -> Iterator[Edit]:
    """Yields, paragraph by paragraph, the marks to turn; then notes for marks that still have no partner."""
    spans = find_paragraphs(text)
    unmatched: list[tuple[int, str]] = []  # position and mark
    for index, span in enumerate(spans):
        # Most paragraphs balance as they are: two counts prove it, and no mark is looked at.
        if text.count("“", *span) == text.count("”", *span) and not _TURNED_MARK.search(text, *span):
            continue
        marks = [(match.start(), match.group()) for match in _MARK.finditer(text, *span)]
        turned = _find_turned(text, marks)
        yield from (Edit(position, position + 1, "”", TURNED.id) for position in turned)
        marks = [(position, "”" if position in turned else mark) for position, mark in marks]
        goes_on = index + 1 < len(spans) and text.startswith("“", spans[index + 1].start)
        unmatched += _find_unmatched(marks, goes_on)
    yield from (
        Edit(position, position + 1, None, UNBALANCED.id) for position in _drop_long_quotations(unmatched)
    )


def _find_turned(text: str, marks: list[tuple[int, str]]) -> frozenset[int]:
    """Returns the opening marks at a word's end that close a quotation which nothing else closes."""
    turned: set[int] = set()
    depth = 0
    for index, (position, mark) in enumerate(marks):
        # A closing mark too many closes nothing: it must not count against the next quotation.
        if mark == "”":
            depth = max(0, depth - 1)
        # A mark that looks turned is one only while a quotation is open that nothing behind it closes.
        elif depth and _TURNED_MARK.match(text, position) and not _is_closed_later(text, marks, index, depth):
            turned.add(position)
            depth -= 1
        else:
            depth += 1
    return frozenset(turned)


def _is_closed_later(text: str, marks: list[tuple[int, str]], index: int, depth: int) -> bool:
    """Whether the marks up to the next opening one close what is open, so that this one opens something.

    Where more quotations are open than anyone nests, nothing can be said, and nothing is turned.
    """
    if depth > _DEEPEST:
        return True
    # As many marks as quotations are open suffice: no more are looked at, which keeps the time linear.
    closing = 0
    for position, mark in marks[index + 1 : index + 1 + depth]:
        if mark == "“" and not _TURNED_MARK.match(text, position):
            break
        closing += 1
    return closing >= depth


def _find_unmatched(marks: list[tuple[int, str]], goes_on: bool) -> list[tuple[int, str]]:
    """Returns the marks of a paragraph without a partner, in order.

    Where the next paragraph begins with an opening mark (`goes_on`), the first one may stay open: a quotation
    of several paragraphs is opened in each and closed in the last.
    """
    open_marks: list[tuple[int, str]] = []
    unmatched: list[tuple[int, str]] = []
    for mark in marks:
        if mark[1] == "“":
            open_marks.append(mark)
        elif open_marks:
            open_marks.pop()
        else:
            unmatched.append(mark)
    return sorted(unmatched + open_marks[int(goes_on) :])


def _drop_long_quotations(unmatched: list[tuple[int, str]]) -> Iterator[int]:
    """Yields the positions of unmatched marks, without pairs of one that opens and the next, which closes.

    Such a pair is a quotation of several paragraphs that does not open again in each.
    """
    waiting: int | None = None
    for position, mark in unmatched:
        if mark == "”" and waiting is not None:
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = position if mark == "“" else None
        if mark == "”":
            yield position
    if waiting is not None:
        yield waiting


def _report_mixed(text: str, typographic: int) -> Iterator[Edit]:
    """Yields a note at the first straight mark, where typographic ones are at least three times as many."""
    straight = [match.start() for match in _STRAIGHT_MARK.finditer(text)]
    if straight and len(straight) * 3 <= typographic:
        evidence = {"straight": len(straight), "typographic": typographic}
        yield Edit(straight[0], straight[0] + 1, None, MIXED.id, evidence)
