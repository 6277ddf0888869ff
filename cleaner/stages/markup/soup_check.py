"""Checks with BeautifulSoup that the scanner read the markup as a browser does.

A tag is read alike wherever it stands, but for the elements that say how their content is to be read. So of
tags that are alike one is checked, and a text pays for the different ones alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.soup import Caps, SoupLimit, check_caps, extract_text
from cleaner.stages.markup.scanner import MarkupToken

_CHUNK = 200_000
"""Characters that are checked at once: a tree of a whole long text would take much memory."""
_CAPS = Caps(size=2_000_000)
_HIDES = frozenset(("rp", "rt", "template"))
"""Elements whose text BeautifulSoup does not show: where it stands decides, and each tag is checked there."""
_MOST_IN_PLACE = 2_000
"""Tags that are checked each in its place."""
_PROBE, _PROBE_VISIBLE = "x&lt;&amp; ", "x<& "
"""What stands behind each tag that is checked, and how it is shown: a tag that changes that is seen by it."""

_OWN_CONTENT_MODEL = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title")
)
"""Elements whose content releases of ``html.parser`` read differently: the scanner alone decides these."""


def soup_agrees(text: str, tokens: Sequence[MarkupToken]) -> bool:
    """Whether BeautifulSoup shows just what is left when `tokens` are removed.

    The text between them is escaped first, so that nothing but the tokens is markup. White space does not
    count. True without a look where no token is a tag.
    """
    tags = [token for token in tokens if token.kind == "tag"]
    if not tags:
        return True
    in_place = not _HIDES.isdisjoint(token.name for token in tags)
    if in_place and len(tags) > _MOST_IN_PLACE:
        return False
    return all(_agrees(text, chunk, in_place) for chunk in _cut_chunks(text, tokens))


class _Chunk(NamedTuple):
    """Tokens that are checked together, and the place in the text from which on they are."""

    start: int
    tokens: list[MarkupToken]


def _cut_chunks(text: str, tokens: Sequence[MarkupToken]) -> Iterator[_Chunk]:
    """Yields the tokens in chunks of text; a chunk ends behind a token, so that none is cut in two."""
    chunk = _Chunk(0, [])
    for token in tokens:
        chunk.tokens.append(token)
        if token.end - chunk.start > _CHUNK:
            yield chunk
            chunk = _Chunk(token.end, [])
    yield chunk


def _agrees(text: str, chunk: _Chunk, in_place: bool) -> bool:
    """Whether BeautifulSoup shows what a chunk leaves. Markup past the caps is not shown, so it stays."""
    markup: list[str] = []
    expected: list[str] = []
    position = chunk.start
    for token in chunk.tokens:
        between = text[position : token.start]
        markup += between.replace("&", "&amp;").replace("<", "&lt;"), _markup_of(text, token)
        expected += between, token.visible
        position = token.end
    try:
        if in_place:
            return _shows("".join(markup), "".join(expected))
        check_caps("".join(markup), _CAPS)
        distinct = dict(zip(markup[1::2], expected[1::2], strict=True))
        shown = "".join(f"{visible}{_PROBE_VISIBLE}" for visible in distinct.values())
        return _shows("".join(f"{tag}{_PROBE}" for tag in distinct), shown)
    except SoupLimit:
        return False


def _markup_of(text: str, token: MarkupToken) -> str:
    """Returns what BeautifulSoup is given for a token: nothing for what the scanner alone decides."""
    if token.kind == "entity":
        return f"&{token.name};"
    if token.kind == "tag" and token.name not in _OWN_CONTENT_MODEL:
        return text[token.start : token.end]
    return ""


def _shows(markup: str, expected: str) -> bool:
    """Whether the visible text of `markup` is `expected`. Raises `SoupLimit` past the caps."""
    # BeautifulSoup folds white space between tags.
    return extract_text(markup, _CAPS).split() == expected.split()
