"""Text from a corpus on a terminal or in the log of a build: nothing in it may act."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LOG_COMMAND = re.compile(r"##(?=[A-Za-z]*\[)")
"""What the logs of GitHub, Azure and TeamCity take for a command anywhere in a line: ##[ and ##vso[."""


def shown(text: str, *, most: int = 60) -> str:
    """The text with every control, format and unassigned character escaped, cut in the middle when long.

    >>> print(shown("a\\x1b[31mb\\u202ec ##[error]"))
    a\\x1b[31mb\\u202ec #\\x23[error]
    >>> shown("x" * 100, most=9)
    'xxxx…xxxx'
    """
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    if not (text.isascii() and text.isprintable()):
        text = "".join(_escaped(character) for character in text)
    return _LOG_COMMAND.sub(r"#\\x23", text) if "##" in text else text


def shown_path(path: str) -> str:
    """A path at the start of a line, where `::` would begin a workflow command.

    >>> shown_path("::error::x.txt")
    './::error::x.txt'
    """
    safe = shown(path, most=4096)
    return f"./{safe}" if safe.lstrip().startswith("::") else safe


def _escaped(character: str) -> str:
    if character.isprintable() and unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def width(text: str) -> int:
    """Columns that a text, made safe by `shown`, takes on a terminal.

    >>> width("café"), width("cafe\\u0301"), width("日本")
    (4, 4, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


class Style(NamedTuple):
    """How a report is dressed: with colour or without; `docs` is the address of the page of the rules."""

    colour: bool = False
    docs: str = "docs/rules.md"

    def paint(self, text: str, code: str) -> str:
        """The text in a colour, where there is colour. `text` must be safe already."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def address(self, rule: str) -> str:
        """Where a rule is described.

        >>> Style().address("whitespace.blank-run")
        'docs/rules.md#whitespaceblank-run'
        """
        return f"{self.docs}#{rule.replace('.', '')}"


BOLD, RED, GREEN, YELLOW, CYAN, DIM = "1", "31", "32", "33", "36", "2"
