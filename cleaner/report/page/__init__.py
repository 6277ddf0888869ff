"""The review page: one file that shows the findings of a cleaned corpus and takes a reviewer's decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.decisions import Decisions
    from cleaner.store.archive import Archive

MOST = 20_000
"""Findings that a page shows by default: the most doubtful ones. A browser holds more, a reviewer does not
read more."""


def render(archive: Archive, decisions: Decisions, *, most: int = MOST) -> bytes:
    """Renders the page of a cleaned corpus, with earlier decisions filled in. Raises `DamageError`."""
    from cleaner.report.page.html import render_html
    from cleaner.report.page.review import collect_review

    return render_html(collect_review(archive, decisions, most=most))


__all__ = ["MOST", "render"]
