"""From tokens to edits: what takes the place of a tag, and which spaces go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.stages.markup.names import break_after
from cleaner.stages.markup.scanner import Kind, Token

_SPACES = re.compile(r"[ \t]*+")
_BREAKS = ("", " ", "\n", "\n\n")
"""What `break_after` asks for."""


class Cut(NamedTuple):
    """`text[start:end]` becomes `replacement`."""

    start: int
    end: int
    replacement: str
    kind: Kind


def cuts(text: str, tokens: Sequence[Token]) -> Iterator[Cut]:
    """One cut a token. Tags that stand together are one seam: it breaks the line once, and only where
    nothing else does.

    >>> from cleaner.stages.markup.scanner import tokens
    >>> text = "<h1>Title</h1><p>One <b>two</b></p>"
    >>> [(text[cut.start : cut.end], cut.replacement) for cut in cuts(text, list(tokens(text)))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('<h1>', ''), ('</h1>', '\\n\\n'), ('<p>', ''), ('<b>', ''), ('</b>', ''), ('</p>', '')]
    """
    group: list[Token] = []
    for token in tokens:
        if group and (token.kind == "entity" or text[group[-1].end : token.start].strip()):
            yield from _seam(text, group)
            group = []
        if token.kind == "entity":
            yield Cut(token.start, token.end, token.shown, token.kind)
        else:
            group.append(token)
    if group:
        yield from _seam(text, group)


def _seam(text: str, group: list[Token]) -> Iterator[Cut]:
    """The cuts of tags that have nothing but white space between them."""
    wanted = max(break_after(token.name) for token in group)
    missing = _missing_break(text, group, wanted)
    spaced = wanted > 1 or _follows_space(text, group[0].start)
    for token in group:
        start, end = token.start, token.end
        following = _SPACES.match(text, end)
        after = following.end() if following else end
        if spaced:
            end = after
        elif after > end:
            spaced = True  # the first space of the seam is the one that stays
        if wanted > 1:
            start = _line_start(text, start)
        replacement = ""
        if missing and break_after(token.name) == wanted:
            replacement, missing = missing, ""
        yield Cut(start, end, replacement, token.kind)


def _missing_break(text: str, group: list[Token], wanted: int) -> str:
    """What has to be put in, so that the texts on both sides stay as far apart as the tags held them."""
    start, end = _reach(text, group)
    if not wanted or start == 0 or end == len(text):
        return ""
    pieces = [text[start : group[0].start]]
    pieces += (text[a.end : b.start] for a, b in pairwise(group))
    gap = "".join(pieces) + text[group[-1].end : end]
    breaks = max(gap.count("\n"), gap.count("\r"))
    if wanted == 1:
        return "" if gap else " "
    if not breaks:
        return _BREAKS[wanted]
    # Two paragraphs one line break apart, of which the second begins in lower case, look like one, wrapped.
    return "\n" if wanted == 3 and breaks == 1 and text[end].islower() else ""


def _follows_space(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def _line_start(text: str, start: int) -> int:
    """The beginning of the line, if nothing but spaces stands before `start` in it; otherwise `start`."""
    begin = start
    while begin and text[begin - 1] in " \t":
        begin -= 1
    return begin if begin == 0 or text[begin - 1] in "\r\n" else start


def _reach(text: str, group: list[Token]) -> tuple[int, int]:
    """The white space around a group."""
    start, end = group[0].start, group[-1].end
    while start and text[start - 1] in " \t\r\n":
        start -= 1
    while end < len(text) and text[end] in " \t\r\n":
        end += 1
    return start, end
