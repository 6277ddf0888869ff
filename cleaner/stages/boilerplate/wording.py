"""How a line and a pattern are compared."""

from __future__ import annotations

_EDGES = " \t\r\xa0-–—―*•·|>»›→▶►#=_~.…:!,;<«‹←()[]{}\"“”„'‘’"
_FOLDED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("ı", "i"), ("\u0307", ""))


def folded(text: str) -> str:
    """Text as phrases are compared: lower case (in Turkish too), straight quotation marks, no round
    brackets, one space between words, round a slash too (none before a colon, where French has one)."""
    plain = text.casefold().replace("(c)", "©").replace("(", "").replace(")", "").replace("/", " / ")
    if not plain.isascii():
        # Seven times as fast as `str.translate`.
        for mark, instead in _FOLDED:
            plain = plain.replace(mark, instead)
    return " ".join(plain.split()).replace(" :", ":")


def normal(line: str) -> str:
    """A line as phrases are compared: folded, without what decorates it.

    >>> normal("  >> READ  MORE…")
    'read more'
    """
    return folded(line.strip(_EDGES)) if line[:1] != "(" else folded(line).strip(_EDGES)


def choices(slot: str) -> list[str]:
    """The words that may fill a slot of a pattern."""
    return slot.removeprefix("[").removesuffix("]").removesuffix(":").removesuffix("++").split("|")
