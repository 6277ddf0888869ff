"""Control characters, terminal escapes, byte order marks and replacement characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.rule import Rule
from cleaner.structure import ANYWHERE
from cleaner.text import Edit, extract_unusual

BOM = Rule(
    id="encoding.bom",
    certainty="certain",
    what="The byte order mark at the beginning of a text goes.",
    why="In UTF-8 there is no byte order; the mark sticks to the first word and makes it another one.",
    leaves_alone="U+FEFF inside a text, which is a character of its own (see `invisible.bom`).",
    kinds=ANYWHERE,
    example=("\ufeffCity news", "City news"),
)
CONTROL = Rule(
    id="encoding.control",
    certainty="certain",
    what="Control characters go: NUL, DEL, and those of C0 and C1. A vertical tab between two words becomes "
    "a line break.",
    why="They are commands to devices that are gone; no reader sees them, and many programs choke on them.",
    leaves_alone="Tab, line feed and carriage return; form feeds, which say where pages end until "
    "`page-furniture.form-feed` takes them.",
    kinds=ANYWHERE,
    example=("The mayor\x00 said\x07 so.", "The mayor said so."),
    inserts="\n",
)
TERMINAL_ESCAPE = Rule(
    id="encoding.terminal-escape",
    certainty="certain",
    what="Sequences that colour or move the output of a terminal go, with the letters they are spelled in.",
    why="Without the escape character, `[1m` would stay behind as text.",
    leaves_alone="Brackets that follow no escape character.",
    kinds=ANYWHERE,
    example=("\x1b[1mWarning\x1b[0m: low water", "Warning: low water"),
)
OVERSTRIKE = Rule(
    id="encoding.overstrike",
    certainty="likely",
    what="A letter that a backspace sets over itself or over an underscore, for bold or underlined print, "
    "is said once.",
    why="Without the backspaces alone, `N` struck twice would be `NN`.",
    leaves_alone="A backspace between other characters, which is a control.",
    kinds=ANYWHERE,
    example=("N\x08NA\x08AM\x08ME\x08E of the _\x08f_\x08i_\x08l_\x08e", "NAME of the file"),
)
REPLACEMENT_CHARACTER = Rule(
    id="encoding.replacement-character",
    certainty="note",
    what="U+FFFD, the sign that stands where a character could not be decoded, or a question mark of it.",
    why="The character was lost before the text came to us; only the source has it.",
    leaves_alone="Everything; what is lost cannot be repaired.",
    kinds=ANYWHERE,
    example=("caf\ufffd owners", "caf\ufffd owners"),
)

# C0 without tab (09), LF (0A), form feed (0C) and CR (0D), then DEL and C1.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# An escape is CSI as ECMA-48 spells it: ESC [ or its one-byte form 9B, parameters, intermediates, final byte
# (`\x1b[1;31m`). It comes first, since its ESC alone would match as a control and leave `[1;31m` behind. An
# escape that is not whole, or of another kind (`\x1b]0;title\x07`), loses its controls only.
_SEEN = "[^\\s\x00-\x1f\x7f-\x9f]"
_CONTROL_RUN = re.compile(
    # The letter before it, an underscore before or behind it: what a backspace strikes over.
    f"(?P<struck>(?P<letter>{_SEEN})\x08(?=(?P=letter))|_\x08(?={_SEEN})|(?<={_SEEN})\x08_(?!\x08))"
    "|(?P<escape>(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~])|(?P<control>[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]+)"
)
# Vertical tab, the file, group and record separators, next line: where `str.splitlines` breaks
# too.
_BREAKS = frozenset("\x0b\x1c\x1d\x1e\x85")
_REPLACEMENT = re.compile("\ufffd+")
_LEADING_BOM = re.compile("\ufeff+")


def bom_edits(text: str) -> Iterator[Edit]:
    """Yield one edit for the byte order marks at the very beginning."""
    if marks := _LEADING_BOM.match(text):
        yield Edit(0, marks.end(), "", BOM.id)


def control_edits(text: str) -> Iterator[Edit]:
    """Yield one edit for each run of control characters and each terminal escape."""
    if not _CONTROLS.search(extract_unusual(text)):
        return
    for match in _CONTROL_RUN.finditer(text):
        if match["struck"]:
            yield Edit(match.start(), match.end(), "", OVERSTRIKE.id)
        elif match["escape"]:
            yield Edit(match.start(), match.end(), "", TERMINAL_ESCAPE.id)
        else:
            codes = sorted({f"U+{ord(character):04X}" for character in match.group()})
            yield Edit(
                match.start(), match.end(), _choose_break(match, text), CONTROL.id, {"characters": codes}
            )


def _choose_break(match: re.Match[str], text: str) -> str:
    """Return a line break if a page or line break of another kind is all that parts two words, else
    nothing."""
    if _BREAKS.isdisjoint(match.group()):
        return ""
    # Beside a space or a line break the words are parted already, and another break would make a blank line.
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return "\n" if before.strip() and after.strip() else ""


def replacement_notes(text: str) -> Iterator[Edit]:
    """Yield one note for each run of replacement characters."""
    for match in _REPLACEMENT.finditer(text) if "\ufffd" in text else ():
        yield Edit(match.start(), match.end(), None, REPLACEMENT_CHARACTER.id)
