"""Asks BeautifulSoup whether the scanner is right."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.soup import Caps, SoupLimit, visible_text
from cleaner.stages.markup.scanner import Token

_CHUNK = 200_000
_CAPS = Caps(size=2_000_000)

_OWN_CONTENT_MODEL = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title")
)
"""Elements whose content releases of ``html.parser`` read differently; our own scanner alone decides them."""


def agrees(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a reader of the page would see just what is left when `tokens` are taken out.

    Everything else is escaped first, so that each tag and each entity is put to the question in its place.
    """
    if not any(token.kind == "tag" for token in tokens):
        return True
    markup: list[str] = []
    expected: list[str] = []
    position = size = 0
    for token in tokens:
        kept = text[position : token.start]
        markup += kept.replace("&", "&amp;").replace("<", "&lt;"), _asked(text, token)
        expected += kept, token.shown
        size += len(kept) + token.end - token.start
        position = token.end
        if size > _CHUNK:
            if not _shows(markup, expected):
                return False
            markup, expected, size = [], [], 0
    return _shows(markup, expected)


def _asked(text: str, token: Token) -> str:
    if token.kind == "entity":
        return f"&{token.name};"
    if token.kind == "tag" and token.name not in _OWN_CONTENT_MODEL:
        return text[token.start : token.end]
    return ""


def _shows(markup: list[str], expected: list[str]) -> bool:
    try:
        shown = visible_text("".join(markup), _CAPS)
    except SoupLimit:
        return False
    return shown.split() == "".join(expected).split()  # BeautifulSoup folds white space between tags
