"""What stands for a line end where two lines are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.text import Edit, Span

_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff01-\uff65"
    "\U00020000-\U0003fffd]"
)
"""Characters of scripts that write no spaces, with their punctuation: Thai, Lao, Burmese, Khmer, Chinese,
Japanese. Korean has spaces."""


_HYPHENS: Final = frozenset("-‐\xad¬⸗")
_SUSPENDED: Final = re.compile(r"(?:and|und|oder|sowie|bzw|eller|oraz|nebo|или|або|veya)\b")
"""Words between two compounds of which the first leaves its end to the second: `two- and three-year bonds`.
What can be the end of a word, such as `or` and `en`, is left to the stage `hyphenation`."""


def find_joint(text: str, end: Span) -> str | None:
    r"""Return the space that stands for a line end, or nothing; None where a word may be broken.

    Nothing where a dash stands at the word before it without a space, in a range of figures, and between
    characters of scripts that write no spaces. Behind the hyphen of a word, the stage `hyphenation` decides.

    >>> texts = ("for\nthe", "or—\nso", "雾散了\n才回来", "19-\n20", "se-\ncu")
    >>> [find_joint(text, Span(3, 4)) for text in texts]
    [' ', '', '', '', None]
    """
    above, below = text[end.start - 1], text[end.end]
    before = text[end.start - 2 : end.start - 1]
    if above == "—" and not before.isspace():
        return ""
    if above in _HYPHENS and before.isalnum() and below.isalnum():
        if before.isdigit() and below.isdigit():
            return ""
        return " " if _SUSPENDED.match(text, end.end) else None
    return "" if _UNSPACED.match(above) and _UNSPACED.match(below) else " "


def join_lines(text: str, ends: Iterable[Span], rule: str) -> Iterator[Edit]:
    """Yield an edit for each line end, but for those where a word may be broken."""
    for start, end in ends:
        joint = find_joint(text, Span(start, end))
        if joint is not None:
            yield Edit(start, end, joint, rule)
