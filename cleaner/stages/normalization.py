"""Unicode normalization. Off unless it is selected: it changes text that nothing is wrong with.

>>> from cleaner.pipeline import find_edits
>>> [(edit.start, edit.end, edit.replacement) for edit in find_edits(Normalization(), "cafe\\u0301 au lait")]
[(3, 5, 'é')]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleaner.rule import DECODED, Rule
from cleaner.text import Edit, find_line_edits

NFC = Rule(
    id="normalization.nfc",
    certainty="certain",
    what="A letter written as a letter and its accents becomes the one character that means the same.",
    why="Two spellings of one word are two words to whoever counts, searches or learns.",
    leaves_alone="Text in normal form C; compatibility characters (ligatures, widths, superscripts).",
    example=("cafe\u0301 au lait\n", "caf\u00e9 au lait\n"),
    inserts=DECODED,
    default=False,
)


@dataclass(frozen=True, slots=True)
class Normalization:
    """Brings a text into normal form C, line by line, with one edit for each run that changes."""

    name: ClassVar[str] = "normalization"
    rules: ClassVar[tuple[Rule, ...]] = (NFC,)

    def edits(self, text: str) -> Iterator[Edit]:
        """Yields one edit for each run that is not in normal form C."""
        # Both are answered without a copy of the text, and of nearly every text with yes.
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return
        yield from find_line_edits(_compose, text, NFC.id)


def _compose(line: str) -> str:
    return unicodedata.normalize("NFC", line)
