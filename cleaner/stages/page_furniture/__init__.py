"""What pages leave in a text: their numbers, running heads and feet, notices of a download, form feeds.

Text that was taken from pages keeps what a printer set around them, and sentences break in two there. All
furniture of a document goes, on the evidence of the whole document, or it stays: one number alone may be
anything. Where a sentence runs over the end of a page it comes together; a word that was broken there is left
to the stage of hyphens, which sees it at a line end then. Footnotes stay where they stand, and no sentence is
glued to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from cleaner.rule import Rule
from cleaner.stages.page_furniture.notices import VERBS
from cleaner.stages.page_furniture.page_numbers import WIDEST, read_page_numbers
from cleaner.stages.page_furniture.page_sequence import find_sequences
from cleaner.stages.page_furniture.pages import Furniture, find_furniture
from cleaner.stages.page_furniture.removal import remove_furniture
from cleaner.stages.page_furniture.rules import RULES, UNCERTAIN
from cleaner.structure import Text, marks
from cleaner.text import Edit

_BEGINNING: Final = re.compile(r"\n[^\w\n]*+(?:\d|第\s?\d|[ivxlcIVXLC]{1,7}[^\w\n]*+(?=\n))")
_END: Final = re.compile(r"\d[^\w\n]{0,4}(?=\n)")
"""How a line begins that has the number of a page first, or is a Roman one; how one ends that has it last."""
_NAMED: Final = re.compile(r"\n[^\w\n]*+[^\W\d_]{1,10}\.?+ ?\d{1,4}[^\S\n]*+(?=\n)")
"""A word and a number: a page that its word names is worth a note, also alone."""
_NOTICE: Final = re.compile(rf"\n[^\w\n]*+(?i:{VERBS})")


@dataclass(frozen=True, slots=True)
class PageFurniture:
    r"""Removes page furniture, and brings the sentences together that it parts.

    >>> from cleaner.pipeline import find_edits
    >>> text = "".join(f"which nobody had ever seen before {n}\n\fA History of Salt\nand" for n in "abc")
    >>> {edit.rule for edit in find_edits(PageFurniture(), text)}
    {'page-furniture.running-head'}
    """

    name: str = field(default="page-furniture", init=False)
    rules: tuple[Rule, ...] = field(default=RULES, init=False)

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the edits for all furniture, or a note where it is in doubt, in order."""
        if not _may_have_furniture(text.content):
            return
        furniture = find_furniture(text)
        edits = [*remove_furniture(text, furniture), *_note_doubt(text, furniture)]
        yield from sorted(edits, key=lambda edit: (edit.start, edit.end))


def _may_have_furniture(content: str) -> bool:
    """The screen: whether there is a form feed, a notice, a page that is named, or numbers that rise.

    Patterns and no loop over the lines: most texts have many, and nothing to find.
    """
    if "\f" in content:
        return True
    framed = f"\n{content}\n"
    if _NOTICE.search(framed) or _NAMED.search(framed):
        return True
    # A match begins with the break before its line, or inside the line.
    matches = chain(_BEGINNING.finditer(framed), _END.finditer(framed))
    starts = sorted({framed.rfind("\n", 0, match.start() + 1) + 1 for match in matches})
    lines = [(start, framed.find("\n", start, start + 2 * WIDEST)) for start in starts]
    numbers = [
        number
        for place, (start, end) in enumerate(lines)
        if end > 0
        for number in read_page_numbers(place, start, framed[start:end].strip())
    ]
    return bool(find_sequences(numbers, {}))


def _note_doubt(text: Text, furniture: Furniture) -> Iterator[Edit]:
    """Yield a note for each sequence in doubt, and for each line that names a page and stays."""
    noted = set(furniture.places)
    for sequence in furniture.doubtful:
        first = furniture.lines[sequence.members[0].place]
        numbers = [number.number for number in sequence.members]
        noted.update(number.place for number in sequence.members)
        yield Edit(first.start, first.end, None, UNCERTAIN.id, {"numbers": numbers[:100]})
    for place, line in enumerate(furniture.lines):
        if not line.has(marks.PAGE) or line.has(marks.FEED) or place in noted:
            continue
        content = text.content[line.start : line.end]
        if any(number.style in ("word", "total") for number in read_page_numbers(place, 0, content)):
            yield Edit(line.start, line.end, None, UNCERTAIN.id)
