"""The thresholds that the scores of hyphens are held against."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """The scores above which a hyphen is a break, by where it stands and whether the joined form is known.

    Log-odds, as in `BreakScore`.
    """

    line: float = -6.0
    """At a line end, where the joined form is a known word."""
    line_new: float = -5.0
    """At a line end, where it is not."""
    line_pair: float = -1.8
    """At a line end, in English: both halves are words, the joined form is not."""
    spaced: float = -1.5
    """Before a space, where the joined form is a known word."""
    spaced_new: float = -4.0
    """Before a space, where it is not."""
    inside: float = 1.2
    """Between letters in a line."""
    doubt: float = 1.0
    """A hyphen that is less than this below the threshold `inside` is reported."""
    clear: float = 5.0
    """A break above this is beyond doubt; each one in a document makes others likelier."""
    ease: float = 1.5
    """How much each clear break of the document lowers the threshold `inside`."""
    most_ease: float = 4.0
    """How much all of them together lower it at most."""


LIMITS: Final = Limits()
