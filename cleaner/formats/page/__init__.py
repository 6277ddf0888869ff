"""HTML pages: the text that a page was made for, without what stands around it.

Two extractors give the same kind of answer. With the extra `html` (`pip install 'seedclean[html]'`) it is
trafilatura; without it, or where trafilatura cannot see all of a page, it is our own reading: paragraphs and
the elements around them, what the page's makers call those elements, where the prose is dense and where links
are. `Page.extractor` says which of the two read a page.

**Prose is kept, or the page is refused.** A page past a cap (size, depth, attributes, tags that never end)
raises `InputError` and goes to quarantine; so does one whose text is there and cannot be found. Empty text
means that the page holds none.

Fragments of HTML inside a text are not pages: the stage `markup` takes them out.
"""

from __future__ import annotations

import html as entities
import re

from cleaner.errors import InputError, UsageError
from cleaner.formats.page import trafilatura_text
from cleaner.formats.page.article import find_main_text
from cleaner.formats.page.charset import find_charset
from cleaner.formats.page.metadata import find_statements
from cleaner.formats.page.raised_figures import write_raised_figures
from cleaner.formats.page.visible_markup import strip_invisible
from cleaner.formats.page_text import Extractor, Page
from cleaner.soup import Caps, SoupLimit, check_caps

__all__ = ["CAPS", "Extractor", "Page", "extract", "find_charset", "is_trafilatura_installed"]

# What is no text of the body: the title, and tags.
_UNREAD = re.compile(r"<title\b[^<>]*+>[^<]*+|<[^<>]*+>", re.I)
_LETTER = re.compile(r"[^\W\d_]")

CAPS = Caps(tags=250_000)
"""What is read of a page at most."""


def is_trafilatura_installed() -> bool:
    """Whether trafilatura is installed."""
    return trafilatura_text.find_version() is not None


def extract(html: str, *, url: str | None = None, extractor: Extractor = "auto") -> Page:
    """Take the main text out of a page, and what it states of itself.

    `url` names the page in errors. `extractor` is "cleaner" for our own reading, "trafilatura", or "auto" for
    trafilatura where it is installed; what trafilatura finds nothing in, or cannot see all of, is read by
    ourselves. Raises `InputError` for a page past a cap or one whose text cannot be found, and `UsageError`
    for "trafilatura" where that is missing.

    >>> page = extract('''<html lang="en"><title>Frost</title><body><nav><a href="/">Home</a></nav>
    ... <p>A late frost took most of the cherries this year.<p>Growers hope for the plums.</html>''',
    ... extractor="cleaner")
    >>> print(page.text)
    A late frost took most of the cherries this year.
    <BLANKLINE>
    Growers hope for the plums.
    >>> page.metadata, page.extractor
    ({'title': 'Frost', 'language': 'en'}, 'cleaner')
    """
    try:
        return _extract(html, extractor)
    except SoupLimit as limit:
        raise InputError(
            f"is a page that is not read: {limit.message}", path=url or "page", remedy="see whether it is one"
        ) from limit


def _extract(html: str, extractor: Extractor) -> Page:
    version = trafilatura_text.find_version()
    if extractor == "trafilatura" and version is None:
        raise UsageError("trafilatura is not installed", remedy="pip install 'seedclean[html]'")
    html = write_raised_figures(html)
    page = strip_invisible(html)
    check_caps(page.markup, CAPS)
    statements = find_statements(page)
    if extractor != "cleaner" and version is not None:
        text = trafilatura_text.extract_main_text(html)
        if text:
            return Page(text, statements.metadata, f"trafilatura {version}")
    text = find_main_text(page.markup, statements.metadata.get("title", ""), statements.body, CAPS)
    # An empty answer would say that the page holds no text; its letters say otherwise.
    if not text and _LETTER.search(entities.unescape(_UNREAD.sub("", page.markup))):
        raise SoupLimit("it holds text that is not found")
    return Page(text, statements.metadata, "cleaner")
