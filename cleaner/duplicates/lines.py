"""Short lines that recur from document to document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.duplicates.decisions import Comparison, Drop
from cleaner.duplicates.rules import RECURRING_LINE


def recurring_lines(
    documents: Sequence[int],
    forms: Sequence[int],
    blank: Sequence[bool],
    short: Callable[[int], bool],
    least: int,
    reference: int,
) -> list[Drop]:
    """Every short line but the first of those that stand, with the same normal form, in `least` documents.

    Lines without a word (rows of stars) and lines of the reference stay.
    """
    places: dict[int, list[int]] = {}
    for paragraph, form in enumerate(forms):
        if form in places:
            places[form].append(paragraph)
        elif not blank[paragraph]:
            places[form] = [paragraph]
    return [
        Drop(
            paragraph,
            lines[0],
            RECURRING_LINE.id,
            Comparison(1.0, 1.0, "duplicate", f"in {len(standing)} documents"),
        )
        for lines in places.values()
        if len(lines) >= least
        and len(standing := {documents[line] for line in lines}) >= least
        and short(lines[0])
        for paragraph in lines[1:]
        if paragraph >= reference
    ]
