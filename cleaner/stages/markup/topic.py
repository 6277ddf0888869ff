"""Decides whether a text has left-over markup or is about markup.

A text about markup shows tags and entities to its reader: in a code fence, between backticks, beside the
word "tag" or "element"; or it is data, an XML document. All of it is left alone: in such a text a left-over
tag looks just like one that is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from cleaner.stages.markup.names import is_known
from cleaner.stages.markup.scanner import MarkupToken

# A closed fence of backticks or tildes, by lines (the inner loop never gives back); one pair of backticks in
# a line; two pairs, at most 300 characters apart, which may hold single ones.
_CODE = re.compile(
    r"^ {0,3}(?P<fence>```|~~~)[^\n]*\n(?:(?! {0,3}(?P=fence))[^\n]*\n)*+ {0,3}(?P=fence)"
    r"|(?<!`)`[^`\n]++`(?!`)"
    r"|``[^\n]{1,300}?``",
    re.M,
)
_LANGUAGE_NAME = re.compile(r"\b(?:X?HTML[45]?|XML|CSS|JSX|SGML|DOM)\b")
_NAME_PARTS = ("ML", "CSS", "JSX", "DOM")
"""Each name that `_LANGUAGE_NAME` finds has one of these."""
# `<br> tag`, `<em> HTML element`: one word may stand between. English, Turkish, French, Spanish and
# Portuguese.
_NOUN_AFTER = re.compile(
    r"[`'\"’”)]?\s{0,2}(?:\w+\s)?(?:tag|element|entity|entities|attribute|etiket|balise|etiqueta|elemento|élément)",
    re.I,
)
_NOUN_BEFORE = re.compile(
    r"(?:tags?|elements?|entit(?:y|ies)|attributes?|markup|etiketi|balises?|etiquetas?)\W{1,3}\Z", re.I
)
_NOUN = re.compile(r"tag|elem|entit|attribu|etik|balise|etiq|markup|élém", re.I)
"""A part of each word that the two patterns look for: a text that has none is not asked at each tag."""
_ELEMENT = re.compile(r"<(/)?([A-Za-z][\w.:-]*+)(?=[\s/>])")
_NEAR = 24
"""Characters before a tag in which a word like "element" speaks of it."""


def is_about_markup(text: str, tokens: Sequence[MarkupToken]) -> bool:
    """Whether `text`, in which `tokens` were found, speaks of markup or is markup through and through.

    >>> from cleaner.stages.markup.scanner import scan_markup
    >>> text = "The <br> tag breaks a line."
    >>> is_about_markup(text, list(scan_markup(text)))
    True
    """
    starts = [token.start for token in tokens]

    def is_inside_token(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index >= 0 and position < tokens[index].end

    # A name inside a token is part of an address or attribute (`href="page.HTML"`): it speaks of nothing.
    names = _LANGUAGE_NAME.finditer(text) if _may_name_a_language(text) else ()
    if any(not is_inside_token(name.start()) for name in names):
        return True
    if _NOUN.search(text) and any(_is_mentioned(text, token) for token in tokens):
        return True
    return _is_shown_as_code(text, starts) or _has_foreign_elements(text)


def _may_name_a_language(text: str) -> bool:
    """The prefilter: whether a text has a part of a name of a markup language (cheap to search for)."""
    return any(part in text for part in _NAME_PARTS)


def _is_mentioned(text: str, token: MarkupToken) -> bool:
    """Whether the words beside a token speak of it: the <br> tag, the element <p>."""
    return bool(
        _NOUN_AFTER.match(text, token.end)
        or _NOUN_BEFORE.search(text[max(0, token.start - _NEAR) : token.start])
    )


def _is_shown_as_code(text: str, starts: list[int]) -> bool:
    """Whether a token begins in a code fence or between backticks."""
    if "`" not in text and "~~~" not in text:
        return False
    for match in _CODE.finditer(text):
        index = bisect_right(starts, match.start())
        if index < len(starts) and starts[index] < match.end():
            return True
    return False


def _has_foreign_elements(text: str) -> bool:
    """Whether an element is opened and closed that no page has: an XML document, a template, JSX."""
    opened: set[str] = set()
    for match in _ELEMENT.finditer(text):
        name = match.group(2)
        if not is_known(name.lower()):
            # Opened and closed: an unknown name that is only opened may be a slot (`<name>`) or an address.
            if match.group(1) and name in opened:
                return True
            opened.add(name)
    return False
