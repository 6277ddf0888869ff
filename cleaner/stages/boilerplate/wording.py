"""The normal form in which lines are compared with patterns."""

from __future__ import annotations

# Bullets, arrows, brackets and quotation marks that pages set around a line, and the marks at its end.
_EDGES = " \t\r\xa0-–—―*•·|>»›→▶►#=_~.…:!,;<«‹←()[]{}\"“”„'‘’"
# Case folding makes `i` and U+0307 of a Turkish `İ`, and leaves `ı`: both become `i`, as in the lists.
_FOLDED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("ı", "i"), ("\u0307", ""))


def fold(text: str) -> str:
    """Fold a text: lower case (in Turkish too), straight quotation marks, no round brackets, one space
    between words and on both sides of a slash, none before a colon, where French has one.
    """
    plain = text.casefold().replace("(c)", "©").replace("(", "").replace(")", "").replace("/", " / ")
    if not plain.isascii():
        # Seven times as fast as `str.translate`.
        for character, replacement in _FOLDED:
            plain = plain.replace(character, replacement)
    return " ".join(plain.split()).replace(" :", ":")


def normalize(line: str) -> str:
    """Return the normal form of a line: folded, without what decorates its ends.

    >>> normalize("  >> READ  MORE…")
    'read more'
    """
    # A bracket at the beginning may belong to "(c)", which folding makes a copyright sign.
    return fold(line.strip(_EDGES)) if line[:1] != "(" else fold(line).strip(_EDGES)


def split_choices(slot: str) -> list[str]:
    """Split a slot of a pattern into the words that may fill it."""
    return slot.removeprefix("[").removesuffix("]").removesuffix(":").removesuffix("++").split("|")
