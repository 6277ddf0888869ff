"""Fenced code: from a line of ``` or ~~~ to the next one that is no shorter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.structure.line_reader import Line

_FENCE: Final = re.compile(r"(`{3,}|~{3,})([^`]*)$")
_WIDEST: Final = 16
"""Marks of a fence that count; more are as many."""


def find_fences(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the first line and the line behind the last of each fenced block, as places in `lines`.

    A fence that nothing closes is a line like others: taking blocks out of a text never closes or opens one.

    >>> from cleaner.structure.line_reader import read_lines
    >>> text = "Do:\\n```sh\\nls\\n\\nls -l\\n```\\nDone."
    >>> find_fences(text, read_lines(text))
    [(1, 5)]
    """
    marks = [
        (place, *mark)
        for place, line in enumerate(lines)
        if text[line.start] in "`~" and (mark := _read_fence(text, line))
    ]
    found: list[tuple[int, int]] = []
    # Once nothing closes a fence of some width, nothing closes a later one of that width or more.
    unclosed: dict[str, int] = {}
    at = 0
    while at < len(marks):
        place, character, width, _ = marks[at]
        at += 1
        if width >= unclosed.get(character, _WIDEST + 1):
            continue
        for later in range(at, len(marks)):
            stop, other, closing, is_bare = marks[later]
            if other == character and closing >= width and is_bare:
                found.append((place, stop + 1))
                at = later + 1
                break
        else:
            unclosed[character] = width
    return found


def _read_fence(text: str, line: Line) -> tuple[str, int, bool] | None:
    """Return the character of a fence, its width, and whether nothing follows it."""
    match = _FENCE.match(text[line.start : line.end])
    return (match[1][0], min(len(match[1]), _WIDEST), not match[2].strip()) if match else None
