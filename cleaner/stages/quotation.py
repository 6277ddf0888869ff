"""Quotation marks turned the wrong way, left open, or of two kinds.

A closing mark that was typed or converted as an opening one (`“This is it,“ he said`) misleads whoever
looks for quotations. It is turned only where the paragraph proves it: an opening mark stands open before
it, it sits at the end of a word, and no mark after it would be left without a partner. What `“` means
depends on the language: in `„Das ist gut,“ sagte er` it closes, so a document that has `„` is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cleaner.rule import Rule
from cleaner.text import Edit, Span, paragraphs

TURNED = Rule(
    id="quotation.turned",
    certainty="likely",
    what="A closing quotation mark that was set as an opening one (“) becomes a closing one (”).",
    why="The quotation has no end: whoever extracts quotations takes the rest of the text for speech.",
    leaves_alone="German and Czech („…“), Swedish and Finnish (”…”), quotations that run over paragraphs "
    "and reopen, nested ones, single marks, and paragraphs that would not balance afterwards.",
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
    example=("“It emerges from this, he said.", "“It emerges from this, he said."),
)
MIXED = Rule(
    id="quotation.mixed",
    certainty="note",
    what='Straight quotation marks (") in a document that mostly has typographic ones.',
    why="Often a passage from another source; searches for one kind miss the other.",
    leaves_alone='Inches and seconds (5"), and documents of one kind. It changes nothing.',
    example=(
        '“One,” he said. “Two,” he said. “Three,” said she. The "fourth" came.',
        '“One,” he said. “Two,” he said. “Three,” said she. The "fourth" came.',
    ),
    default=False,
)

_CURLY: Final = re.compile("[“”]")
_OTHER_CUSTOMS: Final = re.compile("[„«»]|(?:^|[\\s(])”(?=\\w)", re.MULTILINE)
_AT_WORD_END: Final = re.compile(r"(?<=[\w,.!?…;:)\]’'—–-])“(?=[\s,.;:!?)\]—–]|\Z)")
_AT_WORD_START: Final = re.compile(r"(?:^|(?<=[\s(\[—–‘'/-]))“(?=\S)")
_STRAIGHT: Final = re.compile(r'(?<!\d)"(?=\w)|(?<=[^\W\d])"|(?<=[.,!?])"')
_ENOUGH: Final = 6
"""Typographic marks that make a custom of a document."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Turns closing marks that were set as opening ones; reports what does not balance.

    >>> [(edit.start, edit.replacement) for edit in Quotation().edits("“It is so,“ he said.")]
    [(10, '”')]
    """

    name: str = field(default="quotation", init=False)
    rules: tuple[Rule, ...] = field(default=(TURNED, UNBALANCED, MIXED), init=False)

    def edits(self, text: str) -> Iterator[Edit]:
        """The marks of a text, in order."""
        if "“" not in text and "”" not in text or _OTHER_CUSTOMS.search(text):
            return
        found = [*_balance(text), *_mixed(text)]
        yield from sorted(found)


def _balance(text: str) -> Iterator[Edit]:
    spans = [span for span in paragraphs(text) if _CURLY.search(text, *span)]
    turned = _AT_WORD_END.search(text) is not None
    for index, span in enumerate(spans):
        marks = [Span(match.start(), match.end()) for match in _CURLY.finditer(text, *span)]
        yield from _paragraph(text, marks, turned, spans[index + 1 : index + 2])


def _paragraph(text: str, marks: list[Span], turned: bool, following: list[Span]) -> Iterator[Edit]: ...
