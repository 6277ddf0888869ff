"""Mail that says itself which lines go on: format=flowed, by RFC 3676."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.rule import Rule
from cleaner.structure import TextBlock
from cleaner.text import Edit

_HEAD = (
    "From: Anna Falk <anna@falk.example>\n"
    "Subject: the lower lock\n"
    "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
)
FLOWED = Rule(
    id="unwrap.flowed",
    certainty="likely",
    what="Lines of a mail that says format=flowed in its header, and that end with a space, are joined with "
    "the next one. With DelSp=yes the space goes, too.",
    why="The space is the mark of the mail program that the paragraph goes on.",
    leaves_alone="Lines without the mark, even where they look wrapped, quoted lines and signatures, and "
    "mail that does not say so.",
    kinds=frozenset({"wrapped-prose", "prose", "list", "speaker-turns", "unknown"}),
    example=(
        _HEAD + "The papers of the lower lock were \nkept for some years by Mister Falk.",
        _HEAD + "The papers of the lower lock were kept for some years by Mister Falk.",
    ),
    inserts=" ",
)

_FIELD: Final = re.compile(
    r"^content-type:[ \t]{0,9}text/plain;[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE
)
_FORMAT: Final = re.compile(r"format=\"?flowed", re.IGNORECASE)
_DELETES: Final = re.compile(r"delsp=\"?yes", re.IGNORECASE)
_SOFT_BREAK: Final = re.compile(r"(?<=\S) \r?\n(?=[ \t]?[^\s>])[ \t]?")
"""A space at the end of a line, and the space with which the next one may be stuffed."""


def find_flowed_ends(text: str, blocks: Sequence[TextBlock]) -> dict[TextBlock, list[Edit]]:
    """Return, for each block of a flowed message, the line ends to join: those with a space, no others."""
    found: dict[TextBlock, list[Edit]] = {}
    if not _FORMAT.search(text):
        return found
    joint: str | None = None
    for block in blocks:
        if block.kind == "message-header":
            joint = _read_joint(text[block.span.start : block.span.end])
        elif joint is not None and block.kind in FLOWED.kinds:
            found[block] = [
                Edit(match.start(), match.end(), joint, FLOWED.id)
                for match in _SOFT_BREAK.finditer(text, *block.span)
            ]
    return found


def _read_joint(header: str) -> str | None:
    """Return what stands for a line end in the message below a header; None where its lines are not
    flowed."""
    field = _FIELD.search(header)
    if field is None or not _FORMAT.search(field.group()):
        return None
    return "" if _DELETES.search(field.group()) else " "
