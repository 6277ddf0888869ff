"""How a line and a pattern are compared."""

from __future__ import annotations

_EDGES = " \t\r\xa0-–—―*•·|>»›→▶►#=_~.…:!,;<«‹←()[]{}\"“”„'‘’"
_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "(": None, ")": None, "ı": "i", "\u0307": None}
)


def folded(text: str) -> str:
    """Text as phrases are compared: lower case (in Turkish too), straight quotation marks, one space
    (none before a colon, where French has one)."""
    return " ".join(text.casefold().replace("(c)", "©").translate(_FOLDED).split()).replace(" :", ":")


def normal(line: str) -> str:
    """A line as phrases are compared: folded, without what decorates it.

    >>> normal("  >> READ  MORE…")
    'read more'
    """
    return folded(line.strip(_EDGES)) if line[:1] != "(" else folded(line).strip(_EDGES)


def choices(slot: str) -> list[str]:
    """The words that may fill a slot of a pattern."""
    return slot.removeprefix("[").removesuffix("]").removesuffix(":").split("|")
