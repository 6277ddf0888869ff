"""Edits of several passes over one text, as if they had been one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.text import Edit, Span
from cleaner.text.sequence_diff import count_shared_ends


class _ComposedHunk(NamedTuple):
    """`before` of the first text is `after` of the last one; `edits` are those of both passes in it."""

    before: Span
    after: Span
    edits: tuple[Edit, ...]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that are in order and do not overlap, without a trail."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        if edit.replacement is not None:
            pieces += text[position : edit.start], edit.replacement
            position = edit.end
    return "".join(pieces) + text[position:]


def compose_edits(text: str, first: Sequence[Edit], second: Sequence[Edit], final: str) -> list[Edit]:
    """Compose two passes: edits of `text` with the effect of `first` and then `second`, which leave `final`.

    Where both touch the same characters the result is one edit, under the rule of the first that puts
    something in.

    >>> first = [Edit(0, 4, "Ã©", "encoding.mojibake")]
    >>> compose_edits("ÃƒÂ©a", first, [Edit(0, 2, "é", "encoding.mojibake")], "éa")
    [Edit(start=0, end=4, replacement='é', rule='encoding.mojibake', evidence={})]
    """
    if not first or not second:
        return list(first or second)
    composed: list[Edit] = []
    for before, after, edits in _chain(list(_hunks(first)), list(_hunks(second))):
        replacement = final[after.start : after.end]
        # A second pass may undo the first; what is the same again was never changed.
        if replacement != text[before.start : before.end]:
            # Reversed: where two passes give evidence under one key, that of the first pass stays.
            evidence = {key: value for edit in reversed(edits) for key, value in edit.evidence.items()}
            inserting = next((edit for edit in edits if edit.replacement), edits[0])
            # One pass may put back what the other took: an edit covers what changed and no more.
            head, tail = count_shared_ends(text[before.start : before.end], replacement)
            span = before.start + head, before.end - tail
            composed.append(
                Edit(*span, replacement[head : len(replacement) - tail], inserting.rule, evidence)
            )
    return composed


def _hunks(edits: Iterable[Edit]) -> Iterator[_ComposedHunk]:
    shift = 0
    for edit in edits:
        if edit.replacement is not None:
            start = edit.start + shift
            yield _ComposedHunk(
                Span(edit.start, edit.end), Span(start, start + len(edit.replacement)), (edit,)
            )
            shift += len(edit.replacement) - (edit.end - edit.start)


def _chain(first: list[_ComposedHunk], second: list[_ComposedHunk]) -> Iterator[_ComposedHunk]:
    """Yield hunks from the text before `first` to the text after `second`; those that meet in between are
    one."""
    # The text in between is the common ground: `first[i].after` and `second[j].before` are both places in it.
    # The shifts lead from there back to the first text and on to the last one.
    i = j = 0
    before_shift = after_shift = 0
    while i < len(first) or j < len(second):
        first_span = first[i].after if i < len(first) else None
        second_span = second[j].before if j < len(second) else None
        start, end = _earlier(first_span, second_span)
        # A hunk of one side may reach into the next of the other, and so on: the union grows until none meets
        # it.
        edits: list[Edit] = []
        removed = inserted = 0
        grown = True
        while grown:
            grown = False
            while i < len(first) and _meets(first[i].after, start, end):
                end = max(end, first[i].after.end)
                removed += _length(first[i].before) - _length(first[i].after)
                edits.append(first[i].edits[0])
                i, grown = i + 1, True
            while j < len(second) and _meets(second[j].before, start, end):
                end = max(end, second[j].before.end)
                inserted += _length(second[j].after) - _length(second[j].before)
                edits.append(second[j].edits[0])
                j, grown = j + 1, True
        yield _ComposedHunk(
            Span(start + before_shift, end + before_shift + removed),
            Span(start + after_shift, end + after_shift + inserted),
            tuple(edits),
        )
        before_shift += removed
        after_shift += inserted


def _earlier(a: Span | None, b: Span | None) -> Span:
    return min(span for span in (a, b) if span is not None)


def _meets(span: Span, start: int, end: int) -> bool:
    # The second half is for insertions: empty spans at one place meet, though none begins before the other's
    # end.
    return span.start < end or span.start == start


def _length(span: Span) -> int:
    return span.end - span.start
