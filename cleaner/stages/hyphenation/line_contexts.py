"""Line ends behind a hyphen that no word goes over: lists parted by hyphens, times of day, items, dashes."""

from __future__ import annotations

import re
from typing import Final

from cleaner.stages.hyphenation.hyphens import Hyphen
from cleaner.structure import ANYWHERE, Kind, Text, TextBlock

LINE_KINDS: Final[frozenset[Kind]] = ANYWHERE - {
    "verse",
    "code",
    "message-header",
    "signature",
    "contents-list",
}
"""The kinds of text in which a word may go on in the next line. In the others the lines are meant: poets cut
words, and a hyphen in a header is its own. Of columns, see `may_go_on`."""
SPACED_KINDS: Final[frozenset[Kind]] = LINE_KINDS - {"page-furniture", "table"}
"""The kinds in which a word may be broken before a space; of pages, nothing but furniture stands there."""

_STANZA: Final = 4
"""Lines from which narrow ones can be a stanza. With 3, one sentence in three short lines stays broken."""
_LONGEST_STANZA: Final = 400
"""Characters of a stanza of narrow lines: some twenty lines."""
_COLUMN: Final = 22
"""Characters of the narrowest column of print."""
_REACH: Final = 120
"""Characters of a line that are looked at: no wrapped line is longer."""
_NAMES: Final = 2
"""Hyphens between letters that a line of names has at least: Bledsoe-Marion-West Polk-."""
_WORDS: Final = 2
"""Words for each hyphen that such a line has at most. German prose has more (EU-Afrika-Rat von SPD-)."""
_INNER_HYPHEN: Final = re.compile(r"(?<=[^\W_])-(?=[^\W_])")
_ITEM: Final = re.compile(r"\d{1,4}(?:[.)]\s| ?[AaPp]\.?[Mm]\b)|\d+-\d+-\d|\d+-\n")
"""A number that begins something of its own: an item, a time of day, a row of numbers."""
_LONE_WORD: Final = re.compile(r"[^\S\n]*+\S++[^\S\n]*+(?:\n|\Z)")
"""One word up to the end of its line, or of what is looked at."""
_OPENING_DASH: Final = re.compile(r"(?<![^\s\"'“”«»„(¡¿])-(?=[^\W\d_])")
_CLOSING_DASH: Final = re.compile(r"(?<=[^\W_])-(?=[\s,.;:!?])")
_ASIDE: Final = 300
"""Characters before a dash in which its aside may have begun."""


def is_list_of_names(text: str, hyphen: Hyphen) -> bool:
    r"""Whether hyphens part the names of a list, and the next line begins another thing.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> text = "Lee-Knox-East Bell-Hart-\nIncluding the towns"
    >>> [is_list_of_names(text, hyphen) for hyphen in find_hyphens(text) if hyphen.kind == "line"]
    [True]
    """
    if hyphen.right[:1].islower():
        return False
    line = text[max(0, hyphen.start - _REACH) : hyphen.start].rpartition("\n")[2]
    names = len(_INNER_HYPHEN.findall(line))
    return names >= _NAMES and len(line.split()) <= _WORDS * names


def is_word_list(text: str, hyphen: Hyphen) -> bool:
    r"""Whether the two lines hold one word each: entries of a list, of which some end with a hyphen.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("anti\nmouse-\ntrap\nre-", "an in-\ncredi-\nble tale")
    >>> [is_word_list(text, hyphen) for text in texts for hyphen in find_hyphens(text)]
    [True, False, False]
    """
    # The cheaper test, and few lines pass it.
    if not _LONE_WORD.match(text, hyphen.end, hyphen.end + _REACH):
        return False
    before = hyphen.start - len(hyphen.left)
    if before == 0 or text[before - 1] == "\n":
        return True
    return text[max(0, hyphen.start - _REACH) : hyphen.start].rpartition("\n")[2].strip() == hyphen.left


def may_go_on(text: Text, hyphen: Hyphen) -> bool:
    """Whether a word may go on behind the line end, by the kind of text.

    In columns half a word meets the line of another one. Justified text looks like columns, too: there the
    hyphen of typesetters, which nobody types, shows that a word was broken. Several narrow lines that no
    width explains may be verse that breaks words where it likes.
    """
    if text.content[hyphen.start] == "‐":
        return True
    blocks = text.structure.blocks_at(hyphen.start, hyphen.end)
    return not any(block.kind == "table" or _may_be_verse(text.content, block) for block in blocks)


def _may_be_verse(text: str, block: TextBlock) -> bool:
    """Whether a block that no width explains has several lines, none as wide as one of a narrow column."""
    start, end = block.span
    # The bound keeps the cost linear: each hyphen of a block asks.
    if block.kind not in ("unknown", "list") or block.width is not None or end - start > _LONGEST_STANZA:
        return False
    lines = text[start:end].splitlines()
    return len(lines) >= _STANZA and max(map(len, lines)) < _COLUMN


def is_before_item(text: str, hyphen: Hyphen) -> bool:
    r"""Whether a number behind the line end begins something of its own: 5:43 PM, the second item.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("COBB ISLAND MD-\n533 AM EST", "a set of COVID-\n19 tests")
    >>> [is_before_item(text, next(find_hyphens(text))) for text in texts]
    [True, False]
    """
    return not hyphen.right and _ITEM.match(text, hyphen.end) is not None


def closes_aside(text: str, hyphen: Hyphen) -> bool:
    """Whether the hyphen is the second of two dashes: she sings -he thought- well.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("canta -pensaba yo- siempre", "the secu- rity")
    >>> [is_aside for text in texts for is_aside in [closes_aside(text, list(find_hyphens(text))[-1])]]
    [True, False]
    """
    start = max(0, hyphen.start - _ASIDE, text.rfind("\n\n", 0, hyphen.start) + 1)
    before = text[start : hyphen.start]
    openings = [match.end() for match in _OPENING_DASH.finditer(before)]
    return bool(openings) and _CLOSING_DASH.search(before, openings[-1]) is None


def mixes_scripts(hyphen: Hyphen) -> bool:
    """Whether one half is Latin and the other one is not: such halves are two words (meta-сочетания).

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> [mixes_scripts(next(find_hyphens(text))) for text in ("meta- сочетания", "со- четания")]
    [True, False]
    """
    left, right = hyphen.left[-1:], hyphen.right[:1]
    return bool(left and right) and (left < "\u0250") != (right < "\u0250")
