"""Writes raised and lowered figures of a page in characters of their own, before its tags are gone."""

from __future__ import annotations

import re

from cleaner.text import write_raised

_RAISED = re.compile(r"<(su[pb])(?:\s[^<>]{0,200})?>\s?([0-9+\-−=()]{1,12}|[ni])\s?</\1\s?>", re.I)


def write_raised_figures(markup: str) -> str:
    """Return a page in which raised and lowered figures and signs are characters that are so themselves.

    Without its tags `10<sup>6</sup>` would be 106. Words that are raised, such as the ends of ordinals, stay.

    >>> write_raised_figures("10<sup>6</sup> of CO<sub>2</sub>, the 1<sup>st</sup>")
    '10⁶ of CO₂, the 1<sup>st</sup>'
    """
    if "<su" not in markup and "<SU" not in markup:
        return markup
    return _RAISED.sub(lambda match: write_raised(match[2], match[1].lower()) or match.group(), markup)
