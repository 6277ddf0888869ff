"""Pairs of paragraphs, measured exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.duplicates.overlap import Rows, united
from cleaner.duplicates.settings import Settings
from cleaner.duplicates.shingles import Ints


class Measured(NamedTuple):
    """Of each pair: how many different shingles the two have, how many they share, and whether that could
    lead to a verdict other than distinct."""

    left: Ints
    right: Ints
    shared: Ints
    alike: NDArray[np.bool_]


def measured(rows: Rows, sizes: Ints, a: Ints, b: Ints, settings: Settings) -> Measured:
    """The rows a[i] and b[i]; `sizes` says how many different shingles each row has, none of them 0."""
    left, right = sizes[a], sizes[b]
    together = united(rows, a, b)
    shared = left + right - together
    least = np.minimum(left, right)
    alike = shared / together >= settings.threshold
    if settings.containment is not None:
        alike |= shared / least >= settings.containment
    alike &= least >= settings.min_shingles
    return Measured(left, right, shared, alike)
