"""Escapes text of a corpus for a terminal or the log of a build: nothing in it may be obeyed there."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal may obey or not show, such as controls and formats."""
_LOG_COMMAND = re.compile(r"##(?=[A-Za-z]*\[)")
"""What the logs of GitHub, Azure and TeamCity take for a command anywhere in a line: ##[ and ##vso[."""


def escape_text(text: str, *, most: int = 60) -> str:
    """Escapes every control, format and unassigned character; cuts a text longer than `most` in its middle.

    >>> print(escape_text("a\\x1b[31mb\\u202ec ##[error]"))
    a\\x1b[31mb\\u202ec #\\x23[error]
    >>> escape_text("x" * 100, most=9)
    'xxxx…xxxx'
    """
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    # Most texts are plain ASCII: one test in C saves a loop over their characters.
    if not (text.isascii() and text.isprintable()):
        text = "".join(_escape_character(character) for character in text)
    return _LOG_COMMAND.sub(r"#\\x23", text) if "##" in text else text


def escape_path(path: str) -> str:
    """Escapes a path that stands at the start of a line, where `::` would begin a workflow command.

    >>> escape_path("::error::x.txt")
    './::error::x.txt'
    """
    path = escape_text(path, most=4096)
    # It still names the same file, but no runner obeys it.
    return f"./{path}" if path.lstrip().startswith("::") else path


def _escape_character(character: str) -> str:
    if character.isprintable() and unicodedata.category(character) not in _UNSAFE_CATEGORIES:
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def measure_width(text: str) -> int:
    """Returns the columns that a text takes on a terminal, once `escape_text` escaped it.

    >>> measure_width("café"), measure_width("cafe\\u0301"), measure_width("日本")
    (4, 4, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_count_columns(character) for character in text)


def _count_columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        # A combining character stands on the one before it.
        return 0
    # Terminals give wide and full-width characters two columns.
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


class Style(NamedTuple):
    """The style of a report: with colour or without, and `docs`, the address of the page of the rules."""

    colour: bool = False
    docs: str = "docs/rules.md"

    def paint(self, text: str, code: str) -> str:
        """Returns the text in a colour, where there is colour. `text` must be escaped already."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def address(self, rule: str) -> str:
        """Returns the address at which a rule is described.

        >>> Style().address("whitespace.blank-run")
        'docs/rules.md#whitespaceblank-run'
        """
        return f"{self.docs}#{rule.replace('.', '')}"


BOLD, RED, GREEN, YELLOW, CYAN, DIM = "1", "31", "32", "33", "36", "2"
