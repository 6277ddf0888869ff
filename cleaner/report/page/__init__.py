"""The review page: what was found in a cleaned corpus, in one file that takes a reviewer's decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.decisions import Decisions
    from cleaner.store.archive import Archive

MOST = 20_000
"""Findings that a page shows unless told otherwise: the most doubtful ones. A browser holds more, a reviewer
does not read more."""


def render(archive: Archive, decisions: Decisions, *, most: int = MOST) -> bytes:
    """The page of a cleaned corpus, with decisions made before filled in. Raises `DamageError`."""
    from cleaner.report.page.html import page
    from cleaner.report.page.review import review

    return page(review(archive, decisions, most=most))


__all__ = ["MOST", "render"]
