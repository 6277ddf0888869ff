"""The markup of a page that a reader sees: without comments, scripts and styles."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.soup import SoupLimit


class VisibleMarkup(NamedTuple):
    """A page without what no reader sees."""

    markup: str
    statements: list[str]
    """The contents of its scripts of the type `application/ld+json`."""


_BEGIN = re.compile(r"<!--|<(script|style)(?=[\s/>])([^<>]*+)>?", re.I)
_END = {
    "script": re.compile(r"</script(?=[\s/>]|\Z)[^>]*>?", re.I),
    "style": re.compile(r"</style(?=[\s/>]|\Z)[^>]*>?", re.I),
}
_PARAGRAPH = re.compile(r"</?(?:p|article|section|h[1-6]|body|html)[\s>]", re.I)


def strip_invisible(html: str) -> VisibleMarkup:
    """Strip comments, scripts and styles from a page; each of them leaves nothing behind.

    One that is never closed runs to the end of the page, as in a browser. If markup of paragraphs stands in
    it, a reader loses text, and so would we: `SoupLimit` is raised.

    >>> strip_invisible('One<!-- two --><script type="application/ld+json">{"a": 1}</script> three.')
    VisibleMarkup(markup='One three.', statements=['{"a": 1}'])
    >>> strip_invisible("<script>let a = 1; <p>One.</p><p>Two.</p>")
    Traceback (most recent call last):
        ...
    cleaner.soup.SoupLimit: a script begins and never ends, and paragraphs stand after it
    """
    pieces: list[str] = []
    statements: list[str] = []
    position = 0
    while match := _BEGIN.search(html, position):
        pieces.append(html[position : match.start()])
        name = match[1].lower() if match[1] else "comment"
        start, end = _find_end(html, match, name)
        if end < 0:
            if _PARAGRAPH.search(html, match.end()):
                raise SoupLimit(f"a {name} begins and never ends, and paragraphs stand after it")
            position = len(html)
            break
        if name == "script" and "ld+json" in match[2].lower():
            statements.append(html[match.end() : start])
        position = end
    pieces.append(html[position:])
    return VisibleMarkup("".join(pieces), statements)


def _find_end(html: str, begin: re.Match[str], name: str) -> tuple[int, int]:
    """Where the end tag of a script or style, or the end of a comment, starts and ends; -1 where there is
    none."""
    if name == "comment":
        start = html.find("-->", begin.start() + 2)  # `<!-->` is a whole comment
        return start, start + 3 if start >= 0 else -1
    end = _END[name].search(html, begin.end())
    return end.span() if end else (-1, -1)
