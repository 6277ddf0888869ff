"""Decides whether a space of another kind than U+0020 is typography or an accident."""

from __future__ import annotations

import re

from cleaner.rule import Rule
from cleaner.stages.invisible.rules import NO_BREAK_SPACE, ODD_SPACE
from cleaner.stages.invisible.scripts import CJK, MONGOLIAN

NO_BREAK = "\u00a0"
NARROW = "\u202f"
THIN_SPACES = frozenset("\u2006\u2007\u2008\u2009\u200a")
WIDE_SPACES = frozenset("\u2000\u2001\u2002\u2003\u2004\u2005\u205f")
IDEOGRAPHIC = "\u3000"
SPACES = frozenset({NO_BREAK, NARROW, IDEOGRAPHIC, *THIN_SPACES, *WIDE_SPACES})

_SPACE_BEFORE = frozenset(";:!?»›%‰°€$£¥₺₽₹–—−+=×÷*/&’”″′…")
"""Marks that typography sets a no-break space before."""
_SPACE_AFTER = frozenset("«‹№§¶#€$£¥₺₽₹–—−+=×÷*/&‘“©")
"""Marks that typography sets a no-break space behind."""
_BESIDE_THIN = frozenset("–—―‘’“”'\"«»‹›…/<>=≤≥≈±~%‰°×÷+−*")
"""Dashes, quotation marks and signs of mathematics, which are set with thin spaces."""
_ROMAN_NUMERAL = re.compile(r"(?:[IVXLCDM]{2,8}(?![^\W_])|[IVX](?:\.|er\b|re\b))")
"""What is bound to a name: `Karl IV.`, `Louis XIV`, `François Ier`."""
LONGEST_NUMERAL = 10
"""Characters that the pattern looks at."""
# `J.`, `Mr.`, `Abb.`, and the one-letter prepositions that Czech and Polish bind to the next word (`v
# Praze`).
_SHORT_WORD = re.compile(r"(?:(?<=\W)|\A)(?:[^\W\d_]{1,4}\.|[^\W\d_])\Z")
"""An initial, an abbreviation, or a word of one letter, at the end of what stands before."""
_LONGEST_SHORT_WORD = 7
"""Characters that the pattern looks back over."""


def choose_space_rule(
    character: str, before: str, after: str, context: str, following: str, line_is_cjk: bool
) -> Rule | None:
    """Returns the rule by which the space becomes a plain one; None where it stays.

    `before` and `after` are the characters beside it, "" at the end of a line; `context` ends with `before`,
    `following` is the text behind the space.

    >>> choose_space_rule("\\u00a0", "e", "o", "the", "old", False).id
    'invisible.no-break-space'
    >>> choose_space_rule("\\u00a0", "5", "k", "5", "km", False) is None
    True
    """
    rule = NO_BREAK_SPACE if character == NO_BREAK else ODD_SPACE
    if character == IDEOGRAPHIC:
        return None if line_is_cjk else rule
    # At the edge of a line or beside another space nothing is held together.
    if not before.strip() or not after.strip() or character in WIDE_SPACES:
        return rule
    if character in (NO_BREAK, NARROW):
        is_typography = _is_bound(before, after, context, following)
    else:
        is_typography = (
            before.isnumeric() or after.isnumeric() or before in _BESIDE_THIN or after in _BESIDE_THIN
        )
    return None if is_typography else rule


def _is_bound(before: str, after: str, context: str, following: str) -> bool:
    """Whether typography holds the characters on either side of a space together."""
    return (
        before.isnumeric()
        or after.isnumeric()
        or after in _SPACE_BEFORE
        or before in _SPACE_AFTER
        or _ROMAN_NUMERAL.match(following) is not None
        or _SHORT_WORD.search(context[-_LONGEST_SHORT_WORD:]) is not None
        or MONGOLIAN.match(before)
        or CJK.match(before)
    )
