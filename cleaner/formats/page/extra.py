"""The one place that knows trafilatura, the extra `html`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
from functools import cache

DEEPEST = 240
"""Elements inside each other. libxml2, on which trafilatura stands, leaves out what is more than 256 deep."""
MOST = 50_000
"""Elements and characters of markup a page may have; trafilatura takes more than linear time."""


@cache
def version() -> str | None:
    """The version of trafilatura that is installed, None where the extra is not."""
    if importlib.util.find_spec("trafilatura") is None:
        return None
    return importlib.metadata.version("trafilatura")


def main_text(html: str) -> str:
    """The main text as trafilatura reads it, a block a line; "" where it finds none or cannot see all of the page.

    Reader comments are left out. Nothing here depends on the day or on pages read before: dates and
    duplicates, of which trafilatura keeps a memory, are not asked for.
    """
    import trafilatura
    from lxml import etree

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(html)
    if tree is None:
        return ""
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST or count > 2_000_000:
            return ""
    return trafilatura.extract(tree, include_comments=False, deduplicate=False) or ""
