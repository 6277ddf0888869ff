"""Two sources of edits: a pattern, and a fixer that only returns a string, by the smallest diff."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from cleaner.text.edit import Edit, Span
from cleaner.text.minimal_diff import find_hunks

FindRuns = Callable[[str, str], Iterable[tuple[Span, Span]]]
"""Yields pairs of spans that differ, in a line and in what became of it, in order; no two touch."""


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


def find_line_edits(
    fix: Callable[[str], str], text: str, rule: str, find_runs: FindRuns = find_hunks
) -> Iterator[Edit]:
    """Yield one edit for each run of characters that a fixer changes, in order.

    `fix` is called with one line at a time, without its line break, so that no line changes another.
    `find_runs` says what changed in a line, where the fixer's kind lets it know more than a diff does.

    >>> list(find_line_edits(str.upper, "A harbour", "test.upper"))
    [Edit(start=2, end=9, replacement='HARBOUR', rule='test.upper', evidence={})]
    """
    for match in _LINE.finditer(text):
        old = match.group()
        new = fix(old)
        if new != old:
            start = match.start()
            for before, after in find_runs(old, new):
                yield Edit(start + before.start, start + before.end, new[after.start : after.end], rule)


_LINE = re.compile(r"[^\r\n]+")


def find_runs_between(
    kept: re.Pattern[str], old: str, new: str, align: FindRuns = find_hunks
) -> Iterator[tuple[Span, Span]]:
    """Yield what differs between the matches of `kept`, which a change leaves where they are, in order.

    The matches pair off one by one, so that copies in a line are never taken for each other; only what
    stands between two of them is aligned, by `align`. All of it is where they are not the same in both.

    >>> list(find_runs_between(re.compile("[!-~]+"), "Â one, Â one", "\xa0one, \xa0one"))
    [(Span(start=0, end=2), Span(start=0, end=1)), (Span(start=7, end=9), Span(start=6, end=7))]
    """
    anchors = kept.findall(old)
    if anchors != kept.findall(new):
        yield from align(old, new)
        return
    old_start = new_start = 0
    ends = (*map(len, anchors), 0)
    for a, b, size in zip(kept.split(old), kept.split(new), ends, strict=True):
        if a != b:
            for before, after in align(a, b):
                yield (
                    Span(old_start + before.start, old_start + before.end),
                    Span(new_start + after.start, new_start + after.end),
                )
        old_start += len(a) + size
        new_start += len(b) + size
