"""The kinds of the blocks of a text, one line each, for a terminal: `cleaner explain --structure`."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.report.block_kinds import describe_hints
from cleaner.report.terminal import escape_path, escape_text
from cleaner.structure import NO_HINTS, Hints, Text, TextBlock
from cleaner.text import Lines
from cleaner.wording import format_count

_SHOWN = 48
"""Characters of the text of a block that are shown."""


def describe_structure(name: str, text: str, hints: Hints = NO_HINTS) -> Iterator[str]:
    r"""Yield the name of a document and what the caller says of it, then its blocks: lines, kind, evidence,
    first words.

    >>> for line in describe_structure("a.txt", "# Salt\n\nThe lake is dry, they say.\n"):
    ...     print(line)
    a.txt: 2 blocks
      1  heading  markup of a heading  | # Salt
      3  prose    a line that begins and ends as a sentence  | The lake is dry, they say.
    """
    blocks = Text(text, hints).structure.blocks
    named = describe_hints(hints)
    count = format_count(len(blocks), "block")
    yield f"{escape_path(name)}: {count}{', ' if named else ''}{named}"
    lines = Lines.of(text)
    places = [_describe_lines(lines, block) for block in blocks]
    place_width = max(map(len, places), default=0)
    kinds = [block.kind if block.width is None else f"{block.kind} {block.width}" for block in blocks]
    kind_width = max(map(len, kinds), default=0)
    for block, place, kind in zip(blocks, places, kinds, strict=True):
        # Of a long block a part is enough: no copy of a megabyte for a few words.
        words = " ".join(text[block.span.start : min(block.span.end, block.span.start + 4 * _SHOWN)].split())
        shown = escape_text(words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…", most=4 * _SHOWN)
        yield f"  {place:>{place_width}}  {kind:<{kind_width}}  {block.evidence}  | {shown}".rstrip(" |")


def _describe_lines(lines: Lines, block: TextBlock) -> str:
    first, last = lines.line_numbers((block.span.start, block.span.end - 1))
    return str(first) if first == last else f"{first}-{last}"
