"""Turns tokens into cuts: what takes the place of a tag, and which spaces go with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.stages.markup.names import break_level
from cleaner.stages.markup.scanner import MarkupKind, MarkupToken

_SPACES = re.compile(r"[ \t]*+")
_BREAKS = ("", " ", "\n", "\n\n")
"""What holds two texts apart, by `break_level`."""


class Cut(NamedTuple):
    """`text[start:end]` becomes `replacement`."""

    start: int
    end: int
    replacement: str
    kind: MarkupKind


def plan_cuts(text: str, tokens: Sequence[MarkupToken]) -> Iterator[Cut]:
    """Yields one cut for each token, in order.

    Tags with nothing but white space between them are one seam: it breaks the line once, and only where
    nothing else does.

    >>> from cleaner.stages.markup.scanner import scan_markup
    >>> text = "<h1>Title</h1><p>One <b>two</b></p>"
    >>> [(text[cut.start : cut.end], cut.replacement) for cut in plan_cuts(text, list(scan_markup(text)))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('<h1>', ''), ('</h1>', '\\n\\n'), ('<p>', ''), ('<b>', ''), ('</b>', ''), ('</p>', '')]
    """
    group: list[MarkupToken] = []
    for token in tokens:
        if group and (token.kind == "entity" or text[group[-1].end : token.start].strip()):
            yield from _cut_seam(text, group)
            group = []
        if token.kind == "entity":
            yield Cut(token.start, token.end, token.visible, token.kind)
        else:
            group.append(token)
    if group:
        yield from _cut_seam(text, group)


def _cut_seam(text: str, group: list[MarkupToken]) -> Iterator[Cut]:
    """Yields the cuts of one seam."""
    level = max(break_level(token.name) for token in group)
    line_break = _break_between(text, group, level)
    has_space = level > 1 or _follows_space(text, group[0].start)
    for token in group:
        start, end = token.start, token.end
        following = _SPACES.match(text, end)
        after = following.end() if following else end
        if has_space:
            end = after
        elif after > end:
            has_space = True  # the first space of the seam is the one that stays
        # A tag that stood alone in its line leaves no indent behind.
        if level > 1:
            start = _line_start(text, start)
        replacement = ""
        # The first tag that sets its text so far apart is the place of the break.
        if line_break and break_level(token.name) == level:
            replacement, line_break = line_break, ""
        yield Cut(start, end, replacement, token.kind)


def _break_between(text: str, group: list[MarkupToken], level: int) -> str:
    """Returns what to insert so that the texts on both sides stay as far apart as the tags held them."""
    start, end = _space_span(text, group)
    # At the edges of the text there is nothing to hold apart.
    if not level or start == 0 or end == len(text):
        return ""
    pieces = [text[start : group[0].start]]
    pieces += (text[a.end : b.start] for a, b in pairwise(group))
    gap = "".join(pieces) + text[group[-1].end : end]
    # The larger count: CRLF is one break, and a text of lone CRs has no LF.
    breaks = max(gap.count("\n"), gap.count("\r"))
    if level == 1:
        return "" if gap else " "
    if not breaks:
        return _BREAKS[level]
    # Two paragraphs one line break apart, of which the second begins in lower case, look like one, wrapped.
    return "\n" if level == 3 and breaks == 1 and text[end].islower() else ""


def _follows_space(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def _line_start(text: str, start: int) -> int:
    """Returns where the line begins, if nothing but spaces stands before `start` in it; otherwise `start`."""
    begin = start
    while begin and text[begin - 1] in " \t":
        begin -= 1
    return begin if begin == 0 or text[begin - 1] in "\r\n" else start


def _space_span(text: str, group: list[MarkupToken]) -> tuple[int, int]:
    """Returns the span of a group with the white space around it."""
    start, end = group[0].start, group[-1].end
    while start and text[start - 1] in " \t\r\n":
        start -= 1
    while end < len(text) and text[end] in " \t\r\n":
        end += 1
    return start, end
