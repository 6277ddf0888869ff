"""Tells a text that has markup from a text that is about markup.

A text about markup shows tags and entities to its reader: in a code fence, between backticks, in an
indented example, beside the word "tag" or "element"; or it is data, an XML document. All of it is left alone:
in such a text nobody can tell a left-over tag from one that is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from cleaner.stages.markup.names import is_known
from cleaner.stages.markup.scanner import Token

_CODE = re.compile(
    r"^ {0,3}(?P<fence>```|~~~)[^\n]*\n(?:(?! {0,3}(?P=fence))[^\n]*\n)*+ {0,3}(?P=fence)"
    r"|(?<!`)`[^`\n]++`(?!`)"
    r"|``[^\n]{1,300}?``",
    re.M,
)
_TOPIC = re.compile(r"\b(?:X?HTML[45]?|XML|CSS|JSX|SGML|DOM)\b")
_PARTS = ("ML", "CSS", "JSX", "DOM")
_NOUN_AFTER = re.compile(
    r"[`'\"’”)]?\s{0,2}(?:\w+\s)?(?:tag|element|entity|entities|attribute|etiket|balise|etiqueta|elemento|élément)",
    re.I,
)
_NOUN_BEFORE = re.compile(
    r"(?:tags?|elements?|entit(?:y|ies)|attributes?|markup|etiketi|balises?|etiquetas?)\W{1,3}\Z", re.I
)
_ELEMENT = re.compile(r"<(/)?([A-Za-z][\w.:-]*+)(?=[\s/>])")
_NEAR = 24


def is_about_markup(text: str, tokens: Sequence[Token]) -> bool:
    """Whether `text`, in which `tokens` were found, speaks of markup or is markup through and through.

    >>> from cleaner.stages.markup.scanner import tokens
    >>> text = "The <br> tag breaks a line."
    >>> is_about_markup(text, list(tokens(text)))
    True
    """
    starts = [token.start for token in tokens]

    def inside_a_token(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index >= 0 and position < tokens[index].end

    if _may_name_one(text) and any(not inside_a_token(match.start()) for match in _TOPIC.finditer(text)):
        return True
    if any(_is_mentioned(text, token) for token in tokens):
        return True
    return _is_shown_as_code(text, starts) or _has_foreign_elements(text)


def _may_name_one(text: str) -> bool:
    """The screen: whether a text has what every name of a language of markup has."""
    return any(part in text for part in _PARTS)


def _is_mentioned(text: str, token: Token) -> bool:
    return bool(
        _NOUN_AFTER.match(text, token.end)
        or _NOUN_BEFORE.search(text[max(0, token.start - _NEAR) : token.start])
    )


def _is_shown_as_code(text: str, starts: list[int]) -> bool:
    if "`" not in text and "~~~" not in text:
        return False
    for match in _CODE.finditer(text):
        index = bisect_right(starts, match.start())
        if index < len(starts) and starts[index] < match.end():
            return True
    return False


def _has_foreign_elements(text: str) -> bool:
    """Elements that are opened and closed and that no page has: an XML document, a template, JSX."""
    opened: set[str] = set()
    for match in _ELEMENT.finditer(text):
        name = match.group(2)
        if not is_known(name.lower()):
            if match.group(1) and name in opened:
                return True
            opened.add(name)
    return False
