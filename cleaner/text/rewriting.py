"""Two ways to make edits: from a pattern, and from an opaque fixer by a diff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from cleaner.text.edit import Edit, Span
from cleaner.text.sequence_diff import opcodes


def substitutions(
    pattern: re.Pattern[str],
    replacement: str | Callable[[re.Match[str]], str | None],
    text: str,
    rule: str,
) -> Iterator[Edit]:
    """One edit for each match that `replacement` changes; a callable leaves a match alone by returning None.

    >>> list(substitutions(re.compile(" +$", re.M), "", "a  \\nb", "whitespace.trailing"))
    [Edit(start=1, end=3, replacement='', rule='whitespace.trailing', evidence={})]
    """
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        if new is not None and new != match.group():
            yield Edit(match.start(), match.end(), new, rule)


def rewrites(fix: Callable[[str], str], text: str, rule: str) -> Iterator[Edit]:
    """Lifts an opaque fixer, line by line: one edit for each run of characters that it changed.

    The fixer is called with one line without its line break, and never sees another.

    >>> list(rewrites(lambda line: line.replace("â€™", "’"), "It isnâ€™t.\\nIt is.", "encoding.mojibake"))
    [Edit(start=6, end=9, replacement='’', rule='encoding.mojibake', evidence={})]
    """
    for match in _LINE.finditer(text):
        old = match.group()
        new = fix(old)
        if new != old:
            for here, there in changed_runs(old, new):
                start = match.start()
                yield Edit(start + here.start, start + here.end, new[there.start : there.end], rule)


_LINE = re.compile(r"[^\r\n]+")
_TOKEN = re.compile(r"\s+|\S+")
_DIFF_LIMIT = 400
"""Tokens or characters up to which a quadratic diff is worth it; past it the changed middle is one run."""


def changed_runs(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Pairs of spans that differ, no two of them adjacent: by word, then by character.

    >>> list(changed_runs("one twÃ³ three", "one twó three"))
    [(Span(start=6, end=8), Span(start=6, end=7))]
    """
    last: tuple[Span, Span] | None = None
    for here, there in _differences(old, new):
        if last is not None and last[0].end == here.start and last[1].end == there.start:
            last = Span(last[0].start, here.end), Span(last[1].start, there.end)
            continue
        if last is not None:
            yield last
        last = here, there
    if last is not None:
        yield last


def _differences(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    i = j = 0
    for left, right in _pieces(_TOKEN.findall(old), _TOKEN.findall(new)):
        if left != right:
            for _, c1, c2, d1, d2 in (
                code for code in opcodes(left, right, _DIFF_LIMIT) if code[0] != "equal"
            ):
                yield Span(i + c1, i + c2), Span(j + d1, j + d2)
        i += len(left)
        j += len(right)


def _pieces(a: Sequence[str], b: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The texts of two lists of words, piece by piece: those that are equal, and those that are not."""
    if len(a) == len(b):
        return zip(a, b, strict=True)
    return (("".join(a[a1:a2]), "".join(b[b1:b2])) for _, a1, a2, b1, b2 in opcodes(a, b, _DIFF_LIMIT))
