"""What wrong encodings leave in a text: stray bytes, mojibake, controls, byte order marks.

The passes run in this order, each on what the one before left, until none finds anything:

1. the byte order mark at the beginning;
2. surrogates: stray bytes that `cleaner.formats.encoding_detection` let through, halves of characters;
3. mojibake, line by line;
4. control characters and terminal escapes.

What cannot be repaired (U+FFFD) is reported. Line endings are the stage `whitespace`'s; a byte order mark
inside the text is the stage `invisible`'s.

>>> from cleaner.pipeline import find_edits
>>> for start, end, replacement, rule, _ in find_edits(Encoding(), "\\ufeffIt isnâ€™t\\x00 far."):
...     print(start, end, repr(replacement), rule)
0 1 '' encoding.bom
7 10 '’' encoding.mojibake
11 12 '' encoding.control
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleaner.rule import Rule
from cleaner.stages.encoding.compose import apply_edits, compose_edits
from cleaner.stages.encoding.controls import (
    BOM,
    CONTROL,
    OVERSTRIKE,
    REPLACEMENT_CHARACTER,
    TERMINAL_ESCAPE,
    bom_edits,
    control_edits,
    replacement_notes,
)
from cleaner.stages.encoding.mojibake import MOJIBAKE, is_suspect, mojibake_edits
from cleaner.stages.encoding.stray import STRAY_BYTE, SURROGATE, stray_edits
from cleaner.structure import Text
from cleaner.text import Edit, extract_unusual

__all__ = ["Encoding"]

# A stray byte may be half of mojibake (`Ã\udca9` becomes `Ã©`, then `é`), so stray bytes come before it.
# Controls come last: C1 controls are part of much mojibake, which could not be read back without them.
_PASSES: tuple[Callable[[str], Iterator[Edit]], ...] = (bom_edits, stray_edits, mojibake_edits, control_edits)
_ROUNDS = 8
"""Times that all passes run at most: each nested accident of decoding takes one."""
_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffd]")
"""Characters that a pass looks for and a text seldom has, mojibake apart."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The stage `encoding`; see the module."""

    name: ClassVar[str] = "encoding"
    rules: ClassVar[tuple[Rule, ...]] = (
        BOM,
        STRAY_BYTE,
        SURROGATE,
        MOJIBAKE,
        CONTROL,
        OVERSTRIKE,
        TERMINAL_ESCAPE,
        REPLACEMENT_CHARACTER,
    )

    def edits(self, text: Text) -> Iterator[Edit]:
        """Yield the edits of all passes, composed to edits of the text, in order.

        There are none of a text that the passes still change in the last round.
        """
        content = text.content
        if not _has_signs(content):
            return
        # Each pass runs on what the one before it left, and its edits are composed with the earlier ones:
        # what comes out are edits of the raw text, the only ones that a trail can record.
        current = content
        changes: list[Edit] = []
        for _ in range(_ROUNDS):
            before = current
            for find_edits in _PASSES:
                edits = list(find_edits(current))
                if edits:
                    after = apply_edits(current, edits)
                    changes = compose_edits(content, changes, edits, after)
                    current = after
            if current == before:
                break
        else:
            # A second run would change such a text again; it stays as it was.
            changes = []
        yield from _with_notes(changes, replacement_notes(content))


def _has_signs(text: str) -> bool:
    """The prefilter: whether any pass, or a note, may find something."""
    rare = extract_unusual(text)
    # `rare` has characters side by side that the text has apart: a pair in it counts if the text has it too.
    return bool(rare) and (_SIGN.search(rare) is not None or (is_suspect(rare) and is_suspect(text)))


def _with_notes(changes: list[Edit], notes: Iterator[Edit]) -> list[Edit]:
    """Merge the notes that stand outside every change into the changes, in order."""
    listed = list(notes)
    if listed:
        # A repair may have read the lost bytes of a U+FFFD from its neighbours: no loss is left to report.
        changed = {place for edit in changes for place in range(edit.start, edit.end)}
        listed = [note for note in listed if changed.isdisjoint(range(note.start, note.end))]
    return sorted([*changes, *listed], key=lambda edit: (edit.start, edit.end))
