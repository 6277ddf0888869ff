"""Reads the number of a page off a line: `12`, `- 12 -`, `Page 3 of 10`, `第3页`, `12  A History of Salt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS: Final = "|".join(
    (
        *("page", "pages?", r"pg\.?", r"pp?\.", "seite", r"s\.", "página", "pagina", r"p[áa]g\.", "pàgina"),
        *("bladzijde", r"blz\.?", "strona", r"str\.", "stran[ay]", "sida", r"sid\.", "side", "sivu", "sayfa"),
        *("страница", "сторінка", r"стр\.", r"стор\.", r"с\.", "σελίδα", r"σελ\.", "trang", "halaman"),
        *(r"hal\.", "oldal", "صفحة", "صفحه", "पृष्ठ"),
    )
)
"""The word for a page, or its abbreviation, before the number."""
_OF: Final = "of|von|sur|de|di|van|z|ze|av|af|od|din|dari|из|із|з|/"
"""What stands between the number of a page and that of all pages."""
_BEHIND: Final = r"oldal|sayfa|lpp\.|psl\.|lk\.?|页|頁|ページ|쪽|페이지"
"""The word for a page, in languages that set it behind the number."""
_ROMAN: Final = "[ivxlc]{1,7}"
_NUMBER: Final = rf"(?P<number>\d{{1,4}}|{_ROMAN})"
_OPENING: Final = r"[-–—~•·*|=\[]{1,2}"
_CLOSING: Final = r"[-–—~•·*|=\]]{1,2}"
# Parentheses are those of formulas; brackets without a word are those of references.
_ALONE: Final = re.compile(
    rf"(?P<open>{_OPENING})? ?(?:(?P<word>{_WORDS})\s{{0,2}})?{_NUMBER}"
    rf"(?:\s?(?:{_OF})\s?(?P<total>\d{{1,4}}))?(?P<behind>\.?\s?(?:{_BEHIND}))? ?(?P<close>{_CLOSING})?"
    r"|第\s?(?P<chinese>\d{1,4})\s?[页頁ページ]{1,3}(?:[\s,，/]{0,2}共\s?\d{1,4}\s?[页頁ページ]{1,3})?",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(rf"[^\w\s]? ?(?P<number>\d{{1,4}}|{_ROMAN})(?=[\s|·•—–])", re.IGNORECASE)
_LAST: Final = re.compile(
    r"(?<=[\s|·•—–])(?<!/ )(?P<number>"
    rf"\d{{1,4}}(?=\s?/\s?\d{{1,4}}$)|(?:\d{{1,4}}|{_ROMAN})(?=[^\w\s]?$))",
    re.IGNORECASE,
)
CODE: Final = re.compile(r"[\\{}=;$%<>]|\w\(")
"""What no running head has, but lines of a program do; they may have a number at their beginning."""
_LONGEST: Final = 40
"""Characters of the longest line that is a page number and nothing else."""
WIDEST: Final = 120
"""Characters of the widest running head: a page that a browser prints has its address and title there."""
_DIGITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class PageNumber(NamedTuple):
    """A line that can be the number of a page, alone or in a running head."""

    place: int
    """Which of the lines of the text it is."""
    start: int
    """Where the line begins."""
    number: int
    form: str
    """The line with `#` for its number, or `§` for a Roman one: the page numbers of a text have one form."""
    style: str
    """``bare``: digits alone; ``marked``: dashes or the like around them; ``word``: a word for a page;
    ``total``: with the number of all pages behind a word; ``bracketed``: in brackets; ``head``: other words
    stand beside it."""


def read_page_numbers(place: int, start: int, content: str) -> Iterator[PageNumber]:
    """Yield what a stripped line can be the number of: nothing for nearly every line.

    >>> [number[2:] for number in read_page_numbers(0, 0, "Seite 3 von 10")]
    [(3, 'seite#von10', 'total')]
    >>> [number[2:] for number in read_page_numbers(0, 0, "2  Salt 2008")]
    [(2, 'salt 2008 #', 'head'), (2008, '2 salt #', 'head')]
    """
    if len(content) <= _LONGEST:
        match = _ALONE.fullmatch(content)
        if match is not None:
            number = _read_number(match["number"] or match["chinese"])
            style = _name_style(match)
            if number and style:
                group = "number" if match["number"] else "chinese"
                yield PageNumber(place, start, number, _replace(content, match, group), style)
            return
    if len(content) > WIDEST or not any(map(str.isalpha, content)) or CODE.search(content):
        return
    for pattern in (_FIRST.match, _LAST.search):
        match = pattern(content)
        if match is not None and (number := _read_number(match["number"])):
            # Left pages have their number first, right ones last: with a form of their own they would be two.
            head = content[: match.start("number")] + content[match.end("number") :]
            sign = "#" if match["number"].isdecimal() else "§"
            yield PageNumber(place, start, number, " ".join([*head.casefold().split(), sign]), "head")


def _name_style(match: re.Match[str]) -> str:
    """Return the style of a page number that stands alone, "" where it is none."""
    if match["chinese"]:
        return "total" if "共" in match.group() else "word"
    is_bracketed = "[" in (match["open"] or "") or "]" in (match["close"] or "")
    if is_bracketed:
        return "bracketed" if match["word"] else ""
    if match["word"] or match["behind"]:
        return "total" if match["total"] else "word"
    if match["total"] or match["open"] or match["close"]:
        return "marked"
    return "bare"


def _replace(content: str, match: re.Match[str], group: str) -> str:
    """Return the content in lower case, without white space, and with a sign for its number."""
    # Roman numerals are a sequence of their own, before the first page.
    sign = "#" if match[group].isdecimal() else "§"
    form = content[: match.start(group)] + sign + content[match.end(group) :]
    return "".join(form.casefold().split())


def _read_number(digits: str) -> int:
    """Return the value of Arabic digits of any script, or of a Roman numeral; 0 where it is none."""
    if digits.isdecimal():
        return int(digits)
    total = last = 0
    for letter in reversed(digits.casefold()):
        value = _DIGITS.get(letter, 0)
        total += value if value >= last else -value
        last = max(last, value)
    # Only numerals in their one right form: `iiv` and `civil` are none.
    return total if total > 0 and _write_roman(total) == digits.casefold() else 0


def _write_roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN_VALUES:
        parts.append(letters * (number // value))
        number %= value
    return "".join(parts)


_ROMAN_VALUES: Final = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix")),
    *((5, "v"), (4, "iv"), (1, "i")),
)
