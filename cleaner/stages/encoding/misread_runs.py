"""Which characters of a damaged line became which of the repaired one.

A repair leaves printable ASCII where it is. A space alone may go: byte A0, a no-break space, often became one
(`voilÃ ,` for `voilà,`). So ASCII pairs off in order, and only what stands between is looked at. There each
character of the repaired text stands for as many as it has bytes in UTF-8.

>>> old, new = "Ð Ð°Ð· Ð´Ð²Ð°", "Раз два"
>>> [(old[slice(*before)], new[slice(*after)]) for before, after in find_misread_runs(old, new)]
[('Ð Ð°Ð·', 'Раз'), ('Ð´Ð²Ð°', 'два')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.text import Span, find_hunks, find_runs_between
from cleaner.text.sequence_diff import count_shared_ends

_ASCII = re.compile("[ -~]+")
_ASCII_WITHOUT_SPACES = re.compile("[!-~]+")


def find_misread_runs(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    """Yield the spans that differ between a line and its repair, in order; no two touch."""
    kept = _ASCII if old.count(" ") == new.count(" ") else _ASCII_WITHOUT_SPACES
    return find_runs_between(kept, old, new, _find_runs_by_bytes)


def _find_runs_by_bytes(old: str, new: str) -> Iterable[tuple[Span, Span]]:
    """Return what differs where a character stands for its bytes; by the smallest diff where none does."""
    # Most repairs leave nothing of what they repair.
    if set(old).isdisjoint(new):
        return find_hunks(old, new)
    runs: list[tuple[Span, Span]] = []
    i = 0
    for j, character in enumerate(new):
        if old[i : i + 1] == character:
            i += 1
            continue
        size = len(character.encode("utf-8", "surrogatepass"))
        # Printable ASCII is never repaired, and never comes of a repair.
        if size == 1:
            return find_hunks(old, new)
        run = Span(i, i + size), Span(j, j + 1)
        if runs and runs[-1][0].end == i and runs[-1][1].end == j:
            run = Span(runs[-1][0].start, i + size), Span(runs.pop()[1].start, j + 1)
        runs.append(run)
        i += size
    return [_trim_run(old, new, run) for run in runs] if i == len(old) else find_hunks(old, new)


def _trim_run(old: str, new: str, run: tuple[Span, Span]) -> tuple[Span, Span]:
    """Return a run without what its two sides have in common at their ends."""
    before, after = run
    head, tail = count_shared_ends(old[slice(*before)], new[slice(*after)])
    return Span(before.start + head, before.end - tail), Span(after.start + head, after.end - tail)
