"""Pairs of paragraphs, measured exactly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows, sizes, united
from cleaner.duplicates.settings import Settings, Shingle
from cleaner.duplicates.shingles import Ints, hashed_all


class Measured(NamedTuple):
    """Of each pair: how many different shingles the two have, how many they share, and whether that could
    lead to a verdict other than distinct."""

    left: Ints
    right: Ints
    shared: Ints
    alike: NDArray[np.bool_]


def measured(rows: Rows, different: Ints, a: Ints, b: Ints, settings: Settings) -> Measured:
    """The rows a[i] and b[i]; `different` says how many different shingles each row has, none of them 0."""
    left, right = different[a], different[b]
    together = united(rows, a, b)
    shared = left + right - together
    least = np.minimum(left, right)
    alike = shared / together >= settings.threshold
    if settings.containment is not None:
        alike |= shared / least >= settings.containment
    alike &= least >= settings.min_shingles
    return Measured(left, right, shared, alike)


class Asked(NamedTuple):
    """Pairs of some texts: `a[i]` and `b[i]` are places among these, which come in order."""

    texts: Iterable[str]
    a: Ints
    b: Ints


def measured_texts(asked: Asked, settings: Settings) -> Measured:
    """The pairs of some texts, none of which is without a shingle. A pure function, for any process to work
    on."""
    found = hashed_all(asked.texts, Shingle.of(settings.shingle))
    rows = Rows.of(found.shingles, found.lengths)
    return measured(rows, sizes(rows), asked.a, asked.b, settings)
