"""Documents that stand whole in an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import find_runs
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.verdicts import DocumentDrop, Drop

_READ = 1 << 20


def whole_documents(
    documents: NDArray[np.integer],
    forms: NDArray[np.uint32],
    drops: Sequence[Drop],
    short: Callable[[Ints], NDArray[np.bool_]],
    reference: int,
) -> tuple[DocumentDrop, ...]:
    """Documents all of whose long paragraphs were dropped and stand in one earlier document, as do the
    short ones.

    A paragraph stands in a document that holds its kept partner, or another paragraph with that partner:
    of two copies of an article that share their first paragraph with a third, the later is still a copy of
    the earlier. A short paragraph stands where its normal form does. The partner is the earliest such
    document, which is therefore not dropped itself. Documents of the reference, and those without a long
    paragraph, stay.
    """
    if not drops:
        return ()
    dropped = np.array([drop.paragraph for drop in drops])
    # What stands for a paragraph: its kept partner if it was dropped, else the first of its normal form.
    essence = forms.copy()
    essence[dropped] = forms[[drop.partner for drop in drops]]
    gone = np.zeros(len(forms), np.bool_)
    gone[dropped] = True
    chosen = np.setdiff1d(documents[dropped], documents[:reference])
    own = _standing(documents, _possible(chosen, documents, gone, short))
    left = own[~gone[own]]
    own = own[~np.isin(documents[own], documents[left[~short(left)]])]
    own = own[np.argsort(documents[own], kind="stable")]
    if not len(own):
        return ()
    held = _standing(essence, np.unique(essence[own]))
    held = held[np.argsort(essence[held], kind="stable")]
    edges = find_runs(essence[held])
    column = documents[held]
    holders = {
        met: set(column[start:stop].tolist())
        for met, start, stop in zip(
            essence[held[edges[:-1]]].tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True
        )
    }
    order = _order(documents, np.unique(column))
    found: list[DocumentDrop] = []
    # Documents with the same paragraphs stand in the same one: a flood of copies is one question.
    earliest: dict[frozenset[int], int] = {}
    edges = find_runs(documents[own])
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        document, essences = int(documents[own[start]]), frozenset(essence[own[start:stop]].tolist())
        if essences not in earliest:
            fewest, *others = sorted((holders[met] for met in essences), key=len)
            earliest[essences] = min(fewest.intersection(*others), key=order.__getitem__)
        if order[earliest[essences]] < order[document]:
            found.append(DocumentDrop(document, earliest[essences]))
    return tuple(sorted(found, key=lambda drop: order[drop.document]))


def _possible(
    chosen: NDArray[np.integer],
    documents: NDArray[np.integer],
    gone: NDArray[np.bool_],
    short: Callable[[Ints], NDArray[np.bool_]],
) -> NDArray[np.integer]:
    """The chosen documents without those of which the first paragraph that stays is long: nearly all."""
    for start in range(0, len(documents), _READ):
        part = documents[start : start + _READ]
        left = np.flatnonzero(np.isin(part, chosen) & ~gone[start : start + _READ])
        found, first = np.unique(part[left], return_index=True)
        chosen = np.setdiff1d(chosen, found[~short(left[first] + start)])
    return chosen


def _standing(values: NDArray[np.integer], wanted: NDArray[np.integer]) -> Ints:
    """Where any of the wanted values stand, in order."""
    parts = (
        np.flatnonzero(np.isin(values[start : start + _READ], wanted)) + start
        for start in range(0, len(values), _READ)
    )
    return np.concatenate([np.empty(0, np.int64), *parts])


def _order(documents: NDArray[np.integer], wanted: NDArray[np.integer]) -> dict[int, int]:
    """The first paragraph of each of some documents."""
    places = _standing(documents, wanted)
    found, first = np.unique(documents[places], return_index=True)
    return dict(zip(found.tolist(), places[first].tolist(), strict=True))
