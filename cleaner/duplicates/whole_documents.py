"""Documents that go as a whole, since all of what they say stands in one earlier document.

The definition, which `cleaner.cluster.whole_documents_sql` follows in SQL:

1. Each paragraph has a *kept form*: the normal form of its partner if it was dropped, else its own
   (`find_kept_forms`). Two copies of an article that share a paragraph with a third document hold, by their
   kept forms, the same paragraph, though neither is the partner of the other.
2. A document may go if it is none of the reference, one of its paragraphs was dropped, and each of the others
   is dropped too or short. A short paragraph is never dropped by itself, so it must not hold the document.
3. It goes if another document has all its kept forms. Its partner is the earliest of those that have; a
   document that is itself the earliest stays. So a partner never goes as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import find_runs
from cleaner.duplicates.shingles import Ints
from cleaner.duplicates.verdicts import DocumentDrop, Resemblance

_READ = 1 << 20
"""Paragraphs looked at together: masks of some megabytes, where the corpus has hundreds of millions."""

AreShort = Callable[[Ints], NDArray[np.bool_]]
"""Says which paragraphs, by number, have too few shingles to be near-duplicates."""


class KeptForms(NamedTuple):
    """The kept form of each paragraph, and whether it was dropped."""

    forms: NDArray[np.integer]
    dropped: NDArray[np.bool_]


def find_kept_forms(forms: NDArray[np.integer], drops: Sequence[Resemblance]) -> KeptForms:
    """What stands for each paragraph after these drops. `forms[i]` is any number that stands
    for the normal form of paragraph i: its hash, or the number of the first paragraph with it."""
    paragraphs = np.array([drop.paragraph for drop in drops], np.int64)
    partners = np.array([drop.partner for drop in drops], np.int64)
    kept = forms.copy()
    # A partner is kept, so its own form stands for it: no chain of partners has to be followed.
    kept[paragraphs] = forms[partners]
    dropped = np.zeros(len(forms), np.bool_)
    dropped[paragraphs] = True
    return KeptForms(kept, dropped)


def find_whole_documents(
    documents: NDArray[np.integer],
    forms: NDArray[np.uint32],
    drops: Sequence[Resemblance],
    are_short: AreShort,
    reference: int,
) -> tuple[DocumentDrop, ...]:
    """The documents that go as a whole, in order.

    `documents[i]` is the document of paragraph i, `forms[i]` the first paragraph with its normal form; the
    first `reference` paragraphs are those of the reference.
    """
    if not drops:
        return ()
    kept, dropped = find_kept_forms(forms, drops)
    chosen = np.setdiff1d(documents[dropped], documents[:reference])
    # Paragraphs of documents that may go, those of a document together.
    places = _find_places(documents, _discard_obvious(chosen, documents, dropped, are_short))
    stay = places[~dropped[places]]
    places = places[~np.isin(documents[places], documents[stay[~are_short(stay)]])]
    places = places[np.argsort(documents[places], kind="stable")]
    if not len(places):
        return ()
    holders = _find_holders(documents, kept, np.unique(kept[places]))
    order = _order(documents, np.unique(np.concatenate([*holders.values()])))
    sets = {form: set(numbers.tolist()) for form, numbers in holders.items()}
    found: list[DocumentDrop] = []
    # Documents with the same kept forms have the same partner: a flood of copies is one question.
    earliest: dict[frozenset[int], int] = {}
    for start, stop in _pairs(find_runs(documents[places])):
        document, wanted = int(documents[places[start]]), frozenset(kept[places[start:stop]].tolist())
        if wanted not in earliest:
            fewest, *others = sorted((sets[form] for form in wanted), key=len)
            earliest[wanted] = min(fewest.intersection(*others), key=order.__getitem__)
        if order[earliest[wanted]] < order[document]:
            found.append(DocumentDrop(document, earliest[wanted]))
    return tuple(sorted(found, key=lambda drop: order[drop.document]))


def _discard_obvious(
    chosen: NDArray[np.integer],
    documents: NDArray[np.integer],
    dropped: NDArray[np.bool_],
    are_short: AreShort,
) -> NDArray[np.integer]:
    """The chosen documents without those whose first paragraph that stays is long, which are nearly all.

    To ask whether a paragraph is short can mean to count its shingles, so one a document is asked about.
    """
    for start in range(0, len(documents), _READ):
        part = documents[start : start + _READ]
        stay = np.flatnonzero(np.isin(part, chosen) & ~dropped[start : start + _READ])
        numbers, first = np.unique(part[stay], return_index=True)
        chosen = np.setdiff1d(chosen, numbers[~are_short(stay[first] + start)])
    return chosen


def _find_holders(
    documents: NDArray[np.integer], kept: NDArray[np.integer], forms: NDArray[np.integer]
) -> dict[int, NDArray[np.integer]]:
    """The documents with a paragraph of each of these kept forms."""
    places = _find_places(kept, forms)
    places = places[np.argsort(kept[places], kind="stable")]
    return {
        int(kept[places[start]]): documents[places[start:stop]]
        for start, stop in _pairs(find_runs(kept[places]))
    }


def _find_places(values: NDArray[np.integer], wanted: NDArray[np.integer]) -> Ints:
    """The places of all values that are wanted, in order."""
    parts = (
        np.flatnonzero(np.isin(values[start : start + _READ], wanted)) + start
        for start in range(0, len(values), _READ)
    )
    return np.concatenate([np.empty(0, np.int64), *parts])


def _order(documents: NDArray[np.integer], wanted: NDArray[np.integer]) -> dict[int, int]:
    """The first paragraph of each of some documents, by which they are ordered."""
    places = _find_places(documents, wanted)
    numbers, first = np.unique(documents[places], return_index=True)
    return dict(zip(numbers.tolist(), places[first].tolist(), strict=True))


def _pairs(edges: Ints) -> Iterator[tuple[int, int]]:
    """The first place of each run, and the first after it."""
    return zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
