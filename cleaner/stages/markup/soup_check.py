"""Checks with BeautifulSoup that the scanner read the markup as a browser does."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.soup import Caps, SoupLimit, extract_text
from cleaner.stages.markup.scanner import MarkupToken

_CHUNK = 200_000
"""Characters that are checked at once: a tree of a whole long text would take much memory."""
_CAPS = Caps(size=2_000_000)

_OWN_CONTENT_MODEL = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title")
)
"""Elements whose content releases of ``html.parser`` read differently: the scanner alone decides these."""


def soup_agrees(text: str, tokens: Sequence[MarkupToken]) -> bool:
    """Whether BeautifulSoup shows just what is left when `tokens` are removed.

    The text between them is escaped first, so that nothing but the tokens is markup. White space does not
    count. True without a look where no token is a tag.
    """
    if not any(token.kind == "tag" for token in tokens):
        return True
    # A chunk ends behind a token, so that none is cut in two.
    markup: list[str] = []
    expected: list[str] = []
    position = size = 0
    for token in tokens:
        between = text[position : token.start]
        markup += between.replace("&", "&amp;").replace("<", "&lt;"), _markup_of(text, token)
        expected += between, token.visible
        size += len(between) + token.end - token.start
        position = token.end
        if size > _CHUNK:
            if not _shows(markup, expected):
                return False
            markup, expected, size = [], [], 0
    return _shows(markup, expected)


def _markup_of(text: str, token: MarkupToken) -> str:
    """Returns what BeautifulSoup is given for a token: nothing for what the scanner alone decides."""
    if token.kind == "entity":
        return f"&{token.name};"
    if token.kind == "tag" and token.name not in _OWN_CONTENT_MODEL:
        return text[token.start : token.end]
    return ""


def _shows(markup: list[str], expected: list[str]) -> bool:
    """Whether the visible text of `markup` is `expected`. Markup past the caps is not: it stays as it is."""
    try:
        visible = extract_text("".join(markup), _CAPS)
    except SoupLimit:
        return False
    return visible.split() == "".join(expected).split()  # BeautifulSoup folds white space between tags
