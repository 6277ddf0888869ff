"""English endings, which never open a line by themselves: half of a broken word, whatever the tables met."""

from __future__ import annotations

from typing import Final

_ENDINGS: Final = frozenset(
    """
    able ably al ally ance ances ant ants ation ations ence ences ent ents er ers est ful fully ian ians ible
    ic ical ically ics ing ingly ings ion ions ise ised ises ising ism isms ist ists ities ity ive ively ize
    ized izes izing ly ment ments ness or ors ous ously sion sions ted ties ting tion tions ty
    """.split()  # noqa: SIM905
)
"""The endings that 90 words or more of the table have, and that no compound ends in. Left out: `ed` and
`ish`, which are put behind a hyphen (`okay-ed`, `four-ish`); `less`, `ship`, `hood`, `man`, words."""
_GROWING: Final = frozenset("ally ation ations ing ings ly ment ments ness".split())  # noqa: SIM905
"""The endings that make new words of any word, so that no table has them all. Left out: `er`, which is put
behind a hyphen (`religion-ers`)."""
_SHORTEST_STEM: Final = 4
"""Letters before an ending: a shorter word takes it with a hyphen (`to-ing`, `ex-ing`)."""
_LONG_STEM: Final = 6
"""Letters before an ending that makes a word of any other: writers set short ones apart (`meta-ing`)."""


def is_ending(left: str, right: str) -> bool:
    """Whether `right`, in lower case, is no word of its own behind `left`, but an English ending.

    >>> is_ending("falsify", "ing"), is_ending("to", "ing"), is_ending("steam", "ship")
    (True, False, False)
    """
    return right in _ENDINGS and len(left) >= _SHORTEST_STEM


def is_growing(left: str, right: str) -> bool:
    """Whether `right` is an ending that makes a word of any other one.

    >>> is_growing("falsify", "ing"), is_growing("religion", "ers")
    (True, False)
    """
    return right in _GROWING and len(left) >= _LONG_STEM
