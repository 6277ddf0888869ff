"""What is taken out of a page, and by what."""

from __future__ import annotations

from typing import Literal, NamedTuple

Extractor = Literal["auto", "trafilatura", "cleaner"]
"""What takes the text out of pages: trafilatura where it is installed, trafilatura or an error, our own
reading."""


class Page(NamedTuple):
    """The main text of a page, and what it states of itself."""

    text: str
    """The main text, raw as the page has it: paragraphs parted by one blank line; "" if there is no prose."""
    metadata: dict[str, str]
    """`title`, `date` (2024-05-17) and `language` (a tag such as `en-GB`), each where the page states it."""
    extractor: str
    """What took the text out: "trafilatura 2.3.1" or "cleaner"."""
