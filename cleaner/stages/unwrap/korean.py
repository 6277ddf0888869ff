"""Korean, which some programs wrap between words and others between any two syllables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cleaner.structure import TextBlock

_SYLLABLE: Final = re.compile("[\uac00-\ud7a3]")
_WIDE: Final = re.compile("[\u1100-\u115f\u3000-\u303e\uac00-\ud7a3\uff00-\uff60]")
_LONGEST: Final = 400
_ROOM: Final = 3
"""Columns that a line lacks only if a word was not to be broken: a syllable takes two."""
_SHARE: Final = 5


def breaks_words(text: str, blocks: Iterable[TextBlock]) -> bool:
    """Whether the lines of Korean blocks are filled to the last syllable, so that words are broken.

    Where words stay whole, at least one line in five lacks three columns or more.
    """
    lines = short = 0
    for block in blocks:
        for start, end in block.line_ends if block.width is not None else ():
            if _is_between(text, start, end):
                line = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
                lines += 1
                short += len(line) + len(_WIDE.findall(line)) + _ROOM <= (block.width or 0)
    return lines > 0 and short * _SHARE < lines


def is_between_syllables(text: str, block: TextBlock) -> bool:
    """Whether a line of a block ends between two syllables: nothing shows whether a word ends there."""
    return any(_is_between(text, start, end) for start, end in block.line_ends)


def _is_between(text: str, start: int, end: int) -> bool:
    return _SYLLABLE.match(text, start - 1) is not None and _SYLLABLE.match(text, end) is not None
