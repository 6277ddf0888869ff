"""What clean would change, as unified diffs against the raw text.

The hunks come from the trail, not from a comparison of two texts: a line that no edit touched stands in
both, in the same order. Both sides are in UTF-8, stray bytes as they are. Lines end at LF alone, as they
do for `patch` and `git apply`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.gate.checked import Checked, text_of
from cleaner.outcome import Outcome
from cleaner.report.terminal import CYAN, GREEN, RED, Style, shown
from cleaner.text import Document, Offsets

CONTEXT = 3


class _Change(NamedTuple):
    """Raw lines `old` (from, to) give way to clean lines `new`, numbered from 0."""

    old: tuple[int, int]
    new: tuple[int, int]


def unified(path: str, document: Document, text: str = "", *, heads: bool = True) -> Iterator[str]:
    """The lines of one file's diff, each with its line end; nothing when nothing changes.

    Of one that holds several texts, or is a page, `text` names the text behind each hunk, whose lines are
    numbered in it; without `heads` the file has been named for an earlier text.

    >>> from cleaner.text import Edit
    >>> print(*unified("a.txt", Document.of("secu-rity").apply("x", [Edit(4, 5, "", "x.y")])), sep="", end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1 +1 @@
    -secu-rity
    \\ No newline at end of file
    +security
    \\ No newline at end of file
    """
    if document.raw == document.text:
        return
    old, new = _lines(document.raw), _lines(document.text)
    name = path.lstrip("/")
    if heads:
        yield f"--- {_quoted(f'a/{name}')}\n"
        yield f"+++ {_quoted(f'b/{name}')}\n"
    for group in _groups(_changes(document, old, new)):
        yield from _hunk(group, old, new, f" {shown(text, most=200)}" if text else "")


def of(checked: Checked) -> Iterator[str]:
    """The diffs of all documents. A file is named once, however many of its records change; the hunks of
    those say ``record 17, text``: line or row, and field."""
    named = ""
    for outcome in checked.outcomes:
        if outcome.problem is None:
            path = checked.path(outcome)
            lines = unified(path, outcome.document, _text(outcome), heads=path != named)
            for line in lines:
                named = path
                yield line


def _text(outcome: Outcome) -> str:
    text = text_of(outcome.place, outcome.page)
    return text if outcome.place is None else f"record {outcome.place.number}, {text}"


def safe(line: str, style: Style) -> str:
    """A line of a diff for a terminal or a log: nothing in it acts, no workflow command begins it."""
    mark, text = line[:1], line.rstrip("\n")[1:]
    told = shown(text, most=100_000)
    if mark == " " and told.lstrip().startswith("::"):
        told = told.replace("::", "\\x3a:", 1)
    colours = {"-": RED, "+": GREEN, "@": CYAN}
    return style.paint(mark + told, colours[mark]) if mark in colours else mark + told


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _changes(document: Document, old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Runs of raw lines that some edit touches, with what stands in their place, shrunk to what differs."""
    starts, places = _starts(old), _starts(new)
    offsets = document.offsets
    before = after = 0
    for first, stop in _touched(document, starts, len(old)):
        begin = after + first - before
        if stop < len(old):
            # The first character of an untouched line maps to itself, at the start of a clean line.
            end = bisect_right(places, offsets.to_clean(starts[stop], starts[stop] + 1).start) - 1
        else:
            end = len(new)
        before, after = stop, end
        change = _shrunk(_Change((first, stop), (begin, end)), old, new)
        if change.old[0] < change.old[1] or change.new[0] < change.new[1]:
            yield change


def _starts(lines: Iterable[str]) -> list[int]:
    return list(accumulate((len(line) for line in lines), initial=0))[:-1]


def _touched(document: Document, starts: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Ranges of raw lines (from, to), in order and apart, outside of which nothing changes.

    A line whose end is touched takes the next one with it: the two may have become one.
    """
    spans = []
    seen = Offsets.of(())
    for step in document.trail:
        spans += [seen.to_raw(e.start, e.end) for e in step.edits if e.replacement is not None]
        seen = seen.then(step)
    ranges: list[tuple[int, int]] = []
    for span in sorted(spans):
        first = max(0, bisect_right(starts, span.start) - 1)
        stop = min(count, max(first, bisect_right(starts, span.end) - 1) + 1)
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]))
        else:
            ranges.append((first, stop))
    return ranges


def _shrunk(change: _Change, old: Sequence[str], new: Sequence[str]) -> _Change:
    (a, b), (c, d) = change
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return _Change((a, b), (c, d))


def _groups(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would meet make one hunk."""
    group: list[_Change] = []
    for change in changes:
        if group and change.old[0] - group[-1].old[1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(group: Sequence[_Change], old: Sequence[str], new: Sequence[str], text: str) -> Iterator[str]:
    lead = min(CONTEXT, group[0].old[0])
    tail = min(CONTEXT, len(old) - group[-1].old[1])
    before = (group[0].old[0] - lead, group[-1].old[1] + tail)
    after = (group[0].new[0] - lead, group[-1].new[1] + tail)
    yield f"@@ -{_range(*before)} +{_range(*after)} @@{text}\n"
    position = before[0]
    for change in group:
        yield from _marked(" ", old[position : change.old[0]])
        yield from _marked("-", old[slice(*change.old)])
        yield from _marked("+", new[slice(*change.new)])
        position = change.old[1]
    yield from _marked(" ", old[position : before[1]])


def _range(first: int, stop: int) -> str:
    count = stop - first
    start = first + 1 if count else first
    return f"{start}" if count == 1 else f"{start},{count}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield "\n"
            yield "\\ No newline at end of file\n"


_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"\\\ud800-\udfff]*")


def _quoted(name: str) -> str:
    """A name as git writes it: in quotes, with octal bytes, where it holds what would break the line."""
    if _PLAIN.fullmatch(name):
        return name
    data = name.encode("utf-8", "surrogateescape")
    told = "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\' else f"\\{b:03o}" for b in data)
    return f'"{told}"'
