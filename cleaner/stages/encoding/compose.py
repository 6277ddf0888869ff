"""Edits of several passes over one text, as if they had been one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.text import Edit
from cleaner.text.sequence_diff import count_shared_ends


class _Hunk(NamedTuple):
    """Edits of both passes that meet: they begin at `before` in the first text and at `after` in the last.

    `removed` and `inserted` are the sizes of what stands there.
    """

    before: int
    removed: int
    after: int
    inserted: int
    edits: Sequence[Edit]


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
    for before, removed, after, inserted, edits in _chain(first, second):
        if len(edits) == 1:
            # What one pass alone did is its own edit, at its place in the first text.
            edit = edits[0]
            composed.append(
                edit if edit.start == before else edit._replace(start=before, end=before + removed)
            )
            continue
        old, new = text[before : before + removed], final[after : after + inserted]
        # A second pass may undo the first; what is the same again was never changed.
        if new != old:
            # Reversed: where two passes give evidence under one key, that of the first pass stays.
            evidence = {key: value for edit in reversed(edits) for key, value in edit.evidence.items()}
            inserting = next((edit for edit in edits if edit.replacement), edits[0])
            # One pass may put back what the other took: an edit covers what changed and no more.
            head, tail = count_shared_ends(old, new)
            span = before + head, before + removed - tail
            composed.append(Edit(*span, new[head : len(new) - tail], inserting.rule, evidence))
    return composed


def _chain(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[_Hunk]:
    """Yield hunks from the text before `first` to the text after `second`; edits that meet between are one.

    The text in between is the common ground: what the first pass put in and what the second took out are both
    places in it. The shifts lead from there back to the first text and on to the last one.
    """
    starts, ends = _place(first)
    i = j = before_shift = after_shift = 0
    while i < len(first) or j < len(second):
        start = min(starts[i : i + 1] + [edit.start for edit in second[j : j + 1]])
        end = start
        # An edit of one side may reach into the next of the other, and so on: the union grows until none
        # meets it.
        edits: list[Edit] = []
        removed = inserted = 0
        grown = True
        while grown:
            grown = False
            while i < len(first) and (starts[i] < end or starts[i] == start):
                end = max(end, ends[i])
                removed += first[i].end - first[i].start - (ends[i] - starts[i])
                edits.append(first[i])
                i, grown = i + 1, True
            # Insertions at one place meet, though none begins before the other's end.
            while j < len(second) and (second[j].start < end or second[j].start == start):
                edit = second[j]
                end = max(end, edit.end)
                inserted += len(edit.replacement or "") - (edit.end - edit.start)
                edits.append(edit)
                j, grown = j + 1, True
        size = end - start
        yield _Hunk(start + before_shift, size + removed, start + after_shift, size + inserted, edits)
        before_shift += removed
        after_shift += inserted


def _place(edits: Sequence[Edit]) -> tuple[list[int], list[int]]:
    """Return where the replacements of edits begin and end, in the text that they leave."""
    starts: list[int] = []
    ends: list[int] = []
    shift = 0
    for edit in edits:
        size = len(edit.replacement or "")
        starts.append(edit.start + shift)
        ends.append(edit.start + shift + size)
        shift += size - (edit.end - edit.start)
    return starts, ends
