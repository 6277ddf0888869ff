"""The unified diff of a check: what clean would change, against the raw text.

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

from cleaner.gate.check_result import CheckResult, name_text
from cleaner.outcome import Outcome
from cleaner.report.terminal import CYAN, GREEN, RED, Style, escape_text
from cleaner.text import Document, Offsets

CONTEXT = 3
"""Unchanged lines around a change, as `diff -u` has them."""


class _LineChange(NamedTuple):
    """Raw lines `old` (from, to) that become the clean lines `new`; numbers count from 0."""

    old: tuple[int, int]
    new: tuple[int, int]


def diff_document(path: str, document: Document, text: str = "", *, heads: bool = True) -> Iterator[str]:
    """Yields the lines of one document's diff, each with its line end; nothing when nothing changes.

    For a text that is a part of a file, `text` is its name, put behind each hunk; lines are numbered in the
    text. Without `heads` the lines that name the file are left out: an earlier text of it had them.

    >>> from cleaner.text import Edit
    >>> document = Document.of("secu-rity").apply("x", [Edit(4, 5, "", "x.y")])
    >>> print(*diff_document("a.txt", document), sep="", end="")
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
    old, new = _split_lines(document.raw), _split_lines(document.text)
    # a/ and b/ take the place of the root of an absolute path.
    name = path.lstrip("/")
    if heads:
        yield f"--- {_quote_name(f'a/{name}')}\n"
        yield f"+++ {_quote_name(f'b/{name}')}\n"
    for group in _group_changes(_find_changes(document, old, new)):
        yield from _format_hunk(group, old, new, f" {escape_text(text, most=200)}" if text else "")


def render(check: CheckResult) -> Iterator[str]:
    """Yields the diffs of all documents, each line with its line end.

    A file is named once, however many of its records change; the hunks of those say ``record 17, text``: line
    or row, and field.
    """
    last_path = ""
    for outcome in check.outcomes:
        if outcome.problem is None:
            path = check.find_path(outcome)
            lines = diff_document(
                path, outcome.document, _name_outcome_text(outcome), heads=path != last_path
            )
            for line in lines:
                last_path = path
                yield line


def _name_outcome_text(outcome: Outcome) -> str:
    text = name_text(outcome.place, outcome.page)
    return text if outcome.place is None else f"record {outcome.place.number}, {text}"


def escape_line(line: str, style: Style) -> str:
    """Escapes a line of a diff for a terminal or a log, where it must not begin a workflow command either."""
    mark, text = line[:1], line.rstrip("\n")[1:]
    # A diff shows whole lines: only one that would flood a terminal is cut.
    text = escape_text(text, most=100_000)
    if mark == " " and text.lstrip().startswith("::"):
        text = text.replace("::", "\\x3a:", 1)
    colours = {"-": RED, "+": GREEN, "@": CYAN}
    return style.paint(mark + text, colours[mark]) if mark in colours else mark + text


def _split_lines(text: str) -> list[str]:
    # Not `splitlines`: it cuts at CR, form feeds and others, which do not end a line for `patch`.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _find_changes(document: Document, old: Sequence[str], new: Sequence[str]) -> Iterator[_LineChange]:
    """Yields the runs of raw lines that an edit touches, with the clean lines in their place, shrunk to what
    differs."""
    old_starts, new_starts = _find_line_starts(old), _find_line_starts(new)
    offsets = document.offsets
    before = after = 0
    for first, stop in _find_edit_ranges(document, old_starts, len(old)):
        begin = after + first - before
        if stop < len(old):
            # The first character of an untouched line maps to itself, at the start of a clean line.
            end = bisect_right(new_starts, offsets.to_clean(old_starts[stop], old_starts[stop] + 1).start) - 1
        else:
            end = len(new)
        before, after = stop, end
        change = _shrink(_LineChange((first, stop), (begin, end)), old, new)
        if change.old[0] < change.old[1] or change.new[0] < change.new[1]:
            yield change


def _find_line_starts(lines: Iterable[str]) -> list[int]:
    return list(accumulate((len(line) for line in lines), initial=0))[:-1]


def _find_edit_ranges(document: Document, starts: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Returns ranges of raw lines (from, to), in order and apart, outside of which nothing changes.

    A line whose end is touched brings the next one with it: the two may have become one.
    """
    spans = []
    offsets = Offsets.of(())  # from the raw text to the text that the step saw
    for step in document.trail:
        spans += [offsets.to_raw(e.start, e.end) for e in step.edits if e.replacement is not None]
        offsets = offsets.then(step)
    ranges: list[tuple[int, int]] = []
    for span in sorted(spans):
        first = max(0, bisect_right(starts, span.start) - 1)
        stop = min(count, max(first, bisect_right(starts, span.end) - 1) + 1)
        # Ranges that touch are one: an edit at a line end may have joined the two lines.
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]))
        else:
            ranges.append((first, stop))
    return ranges


def _shrink(change: _LineChange, old: Sequence[str], new: Sequence[str]) -> _LineChange:
    """Returns the change without the lines that are alike at its start and at its end."""
    (a, b), (c, d) = change
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return _LineChange((a, b), (c, d))


def _group_changes(changes: Iterable[_LineChange]) -> Iterator[list[_LineChange]]:
    """Yields the changes of one hunk together: those whose context would meet."""
    group: list[_LineChange] = []
    for change in changes:
        # Nearer changes would have the same line as context of two hunks, which `patch` refuses.
        if group and change.old[0] - group[-1].old[1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _format_hunk(
    group: Sequence[_LineChange], old: Sequence[str], new: Sequence[str], text: str
) -> Iterator[str]:
    lead = min(CONTEXT, group[0].old[0])
    tail = min(CONTEXT, len(old) - group[-1].old[1])
    before = (group[0].old[0] - lead, group[-1].old[1] + tail)
    after = (group[0].new[0] - lead, group[-1].new[1] + tail)
    yield f"@@ -{_format_range(*before)} +{_format_range(*after)} @@{text}\n"
    position = before[0]
    for change in group:
        yield from _prefix_lines(" ", old[position : change.old[0]])
        yield from _prefix_lines("-", old[slice(*change.old)])
        yield from _prefix_lines("+", new[slice(*change.new)])
        position = change.old[1]
    yield from _prefix_lines(" ", old[position : before[1]])


def _format_range(first: int, stop: int) -> str:
    count = stop - first
    # Of an empty range the number is that of the line before it, as the format wants.
    start = first + 1 if count else first
    return f"{start}" if count == 1 else f"{start},{count}"


def _prefix_lines(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            # The mark is a line of its own, in the words that `patch` and `git apply` look for.
            yield "\n"
            yield "\\ No newline at end of file\n"


_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"\\\ud800-\udfff]*")


def _quote_name(name: str) -> str:
    """Quotes a name as git does: with octal bytes, where it holds what would break the line."""
    if _PLAIN.fullmatch(name):
        return name
    data = name.encode("utf-8", "surrogateescape")
    escaped = "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\' else f"\\{b:03o}" for b in data)
    return f'"{escaped}"'
