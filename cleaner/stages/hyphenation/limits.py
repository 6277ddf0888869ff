"""The thresholds that the scores of hyphens are held against."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """The scores above which a hyphen is a break, by where it stands and whether the joined form is known.

    Log-odds, as in `BreakScore`.
    """

    # At a line end a break is the rule: even a score that speaks for a compound joins. Higher values keep
    # hyphens of broken words: with -2 `light-` and `house` come together with their hyphen, with -1 for
    # `line_new` `in-` and `credi-` do.
    line: float = -6.0
    """At a line end, where the joined form is a known word."""
    line_new: float = -5.0
    """At a line end, where it is not."""
    # With 1, a name made of two words (`Quarrels-` and `ham`) keeps the hyphen.
    line_pair: float = -1.8
    """At a line end, in English: both halves are words, the joined form is not."""
    spaced: float = -1.5
    """Before a space, where the joined form is a known word."""
    spaced_new: float = -4.0
    """Before a space, where it is not."""
    # In a line a compound is the rule. With 4 `be-half` stays broken; with -1 `re-call` is joined, and
    # with -2.5 `re-lease`, both right as they stand.
    inside: float = 1.2
    """Between letters in a line."""
    # With 0, `Green-wood` stays broken; with -4, `Long-acre`, a street, is joined.
    name: float = -3.0
    """Between letters in a line, for a known name in the middle of an English sentence."""
    # With 2, `“vi-ta”` is joined; with 6, `“challen-ging”` and most other words of a press review stay.
    quoted: float = 4.0
    """Between letters in a line, for a form alone in quotation marks, perhaps quoted for its spelling."""
    doubt: float = 1.0
    """A hyphen that is less than this below the threshold `inside` is reported."""
    # With 9, `agree-` and `ment` around a page number do not come together.
    clear: float = 5.0
    """A break above this is beyond doubt; each one in a document makes others likelier."""
    # With 0.2, `re-call` stays broken beside `govern-ment`, which is a break beyond doubt.
    ease: float = 3.0
    """How much each clear break of the document lowers the threshold `inside`."""
    most_ease: float = 5.0
    """How much all of them together lower it at most."""


LIMITS: Final = Limits()
