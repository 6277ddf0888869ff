"""Raised and lowered text: what becomes of `<sup>` and `<sub>`, so that `10<sup>6</sup>` is never `106`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from cleaner.stages.markup.scanner import MarkupToken
from cleaner.text import LOWERED, RAISED, write_raised

_NAMES: Final = ("sup", "sub")
INSERTED: Final = "".join(sorted({*RAISED.values(), *LOWERED.values(), *"ºª"}))
"""All that may stand in the place of a raised or lowered text."""
_ENDINGS: Final = frozenset("adehrst")
"""Single letters that are raised as the end of a word or a number (`XX<sup>e</sup>`, `M<sup>r</sup>`); others
are variables."""
_LONGEST: Final = 40
"""Characters of a raised text that are looked at."""
_MOST_INSIDE: Final = 6
"""Tags inside a raised text, such as the link of a footnote."""


class RaisedText(NamedTuple):
    """`text[start:end]`, with its tags: what takes its place, None where the tags stay."""

    start: int
    end: int
    replacement: str | None


def find_raised_texts(text: str, tokens: Sequence[MarkupToken]) -> list[RaisedText]:
    """Return the raised and lowered texts whose tags cannot just go, in order.

    >>> from cleaner.stages.markup.scanner import scan_markup
    >>> text = "10<sup>6</sup> m<sup>2</sup>, 1<sup>st</sup>, a<sup>x,1</sup>"
    >>> [(text[raised.start : raised.end], raised.replacement) for raised in
    ...     find_raised_texts(text, list(scan_markup(text)))]
    [('<sup>6</sup>', '⁶'), ('<sup>2</sup>', '²'), ('<sup>x,1</sup>', None)]
    """
    found: list[RaisedText] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.name in _NAMES and token.kind == "tag":
            close = _find_close(text, tokens, at)
            raised = _judge(text, tokens[at : close + 1]) if close else _judge_alone(text, token)
            if raised is not None:
                found.append(raised)
                at = close or at
        at += 1
    return found


def _find_close(text: str, tokens: Sequence[MarkupToken], at: int) -> int:
    """Return the place of the tag that closes the one at `at`, in the same line; 0 where none does."""
    opening = tokens[at]
    if text.startswith("</", opening.start):
        return 0
    for place in range(at + 1, min(at + 2 + _MOST_INSIDE, len(tokens))):
        token = tokens[place]
        if token.start - opening.end > 4 * _LONGEST:
            return 0
        if token.name == opening.name:
            content = text[opening.end : token.start]
            return place if text.startswith("</", token.start) and "\n" not in content else 0
    return 0


def _judge_alone(text: str, token: MarkupToken) -> RaisedText | None:
    """Keep a tag without its partner between a figure and a letter or figure: `10<sup>6`."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    joins = before.isalnum() and after.isalnum() and (before.isdigit() or after.isdigit())
    return RaisedText(token.start, token.end, None) if joins else None


def _judge(text: str, tokens: Sequence[MarkupToken]) -> RaisedText | None:
    """Decide about one raised text, from its opening to its closing tag; None where the tags go."""
    start, end = tokens[0].start, tokens[-1].end
    content = _read_content(text, tokens)
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not content or len(content) > _LONGEST:
        return None
    is_above = tokens[0].name == "sup"
    is_word = content.isalpha() and len(content) > 1
    if content == "o" and is_above and before.isalnum():
        return RaisedText(start, end, "º")
    if content == "a" and is_above and before.isdigit():
        return RaisedText(start, end, "ª")
    if is_word or (content in _ENDINGS and is_above):
        return None
    written = write_raised(content, tokens[0].name)
    if written is not None:
        return RaisedText(start, end, written)
    joins = (before.isalnum() and content[0].isalnum()) or (content[-1].isalnum() and after.isalnum())
    return RaisedText(start, end, None) if joins else None


def _read_content(text: str, tokens: Sequence[MarkupToken]) -> str:
    """Return what a reader sees between the first and the last of the tokens."""
    pieces: list[str] = []
    position = tokens[0].end
    for token in tokens[1:]:
        pieces += text[position : token.start], token.visible
        position = token.end
    return "".join(pieces).strip()
