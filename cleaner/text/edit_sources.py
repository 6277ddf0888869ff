"""Two sources of edits: a pattern, and a fixer that only returns a string, by a diff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from cleaner.text.edit import Edit, Span
from cleaner.text.sequence_diff import opcodes


def find_pattern_edits(
    pattern: re.Pattern[str],
    replacement: str | Callable[[re.Match[str]], str | None],
    text: str,
    rule: str,
) -> Iterator[Edit]:
    """Yield one edit for each match that `replacement` changes, in order.

    A callable leaves a match alone by returning None.

    >>> list(find_pattern_edits(re.compile(" +$", re.M), "", "a  \\nb", "whitespace.trailing"))
    [Edit(start=1, end=3, replacement='', rule='whitespace.trailing', evidence={})]
    """
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        if new is not None and new != match.group():
            yield Edit(match.start(), match.end(), new, rule)


def find_line_edits(fix: Callable[[str], str], text: str, rule: str) -> Iterator[Edit]:
    """Yield one edit for each run of characters that a fixer changes, in order.

    `fix` is called with one line at a time, without its line break, so that no line changes another.

    >>> list(find_line_edits(str.upper, "A harbour", "test.upper"))
    [Edit(start=2, end=9, replacement='HARBOUR', rule='test.upper', evidence={})]
    """
    for match in _LINE.finditer(text):
        old = match.group()
        new = fix(old)
        if new != old:
            start = match.start()
            for before, after in find_changed_runs(old, new):
                yield Edit(start + before.start, start + before.end, new[after.start : after.end], rule)


_LINE = re.compile(r"[^\r\n]+")
_TOKEN = re.compile(r"\s+|\S+")
_DIFF_LIMIT = 400
"""Tokens or characters up to which a quadratic diff is worth it; past it the changed middle is one run."""


def find_changed_runs(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Yield pairs of spans that differ, in `old` and in `new`: by word, then by character inside the words.

    No two pairs are adjacent: an edit covers what changed and no more, and touching edits are one.

    >>> list(find_changed_runs("one twÃ³ three", "one twó three"))
    [(Span(start=6, end=8), Span(start=6, end=7))]
    """
    run: tuple[Span, Span] | None = None
    for before, after in _find_differences(old, new):
        if run is not None and run[0].end == before.start and run[1].end == after.start:
            run = Span(run[0].start, before.end), Span(run[1].start, after.end)
            continue
        if run is not None:
            yield run
        run = before, after
    if run is not None:
        yield run


def _find_differences(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    old_start = new_start = 0
    for old_piece, new_piece in _align(_TOKEN.findall(old), _TOKEN.findall(new)):
        if old_piece != new_piece:
            for tag, i1, i2, j1, j2 in opcodes(old_piece, new_piece, _DIFF_LIMIT):
                if tag != "equal":
                    yield Span(old_start + i1, old_start + i2), Span(new_start + j1, new_start + j2)
        old_start += len(old_piece)
        new_start += len(new_piece)


def _align(a: Sequence[str], b: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pair the pieces of two lists of tokens: runs of equal ones, and what stands between them."""
    # A fixer seldom makes or removes a token. Where it does not, tokens correspond one to one without a diff.
    if len(a) == len(b):
        return zip(a, b, strict=True)
    return (("".join(a[a1:a2]), "".join(b[b1:b2])) for _, a1, a2, b1, b2 in opcodes(a, b, _DIFF_LIMIT))
