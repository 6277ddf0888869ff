"""The one place that knows trafilatura, the extra `html`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import re
from functools import cache

DEPTH = 240
"""Elements inside each other. libxml2, on which trafilatura stands, leaves out what is more than 256 deep."""
ELEMENTS = 12_000
"""Elements of a page: some of trafilatura's steps take the square of their number."""
ATTRIBUTES = 400
"""Attributes of one tag. libxml2 compares each with each."""

# Shorter tags cannot hold so many attributes: two characters each, at least.
_LONG_TAG = re.compile(r"<[a-zA-Z]([^<>]{800,})")
_ATTRIBUTE = re.compile(r"[^\s=/]++(?:\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|\S++))?+")
_STRAY = re.compile("[\ud800-\udfff]")


@cache
def find_version() -> str | None:
    """Find the version of trafilatura that is installed, None where the extra is not."""
    if importlib.util.find_spec("trafilatura") is None:
        return None
    return importlib.metadata.version("trafilatura")


def extract_main_text(html: str) -> str:
    """Extract the main text as trafilatura reads it, paragraphs parted by a blank line; "" where it finds
    none.

    "" as well for a page that it would not see all of (too deep, stray bytes) or take for ever with. Reader
    comments are left out. Nothing here depends on the day or on pages read before: dates and duplicates,
    of which trafilatura keeps a memory, are not asked for.
    """
    if _STRAY.search(html) or any(_count_attributes(tag[1]) > ATTRIBUTES for tag in _LONG_TAG.finditer(html)):
        return ""
    import trafilatura
    from lxml import etree

    # It logs each page that it finds nothing in, which is no error of ours.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    tree = trafilatura.load_html(html)
    if tree is None:
        return ""
    depth = 0
    # Each element is a start and an end.
    for count, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > DEPTH or count > 2 * ELEMENTS:
            return ""
    text = trafilatura.extract(tree, include_comments=False, deduplicate=False) or ""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def _count_attributes(tag: str) -> int:
    return len(_ATTRIBUTE.findall(tag))
