"""Counts of addresses and of signs of machines in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.stages.comments.model_input import ModelInput

# Links as they are written and as they are damaged (`http:/`), HTML and BBCode.
_LINK = re.compile(r"https?:/?/?|www\.|<a\s|\[/?(?:url|link)\b", re.I)
# A bare domain, also with spaces around its dot (`shoes . com`). Not in a mail address, a path or a longer
# name (the look-behind), and not the first part of one (`node.co.foo`).
_DOMAIN = re.compile(
    r"(?<![@/.\w-])[a-z0-9][a-z0-9-]{1,40}(?: ?\. ?(?:com|net|org|info|biz)|\.(?:co|de|fr|es|it|nl|pl|ru|io"
    r"|ai|us|uk|in|pk|ae|tr|eu|ch|at|shop|store|online|site|app|me|tv|cn|br|au|ca|xyz|top|club|pro|agency))"
    r"(?:\.[a-z]{2})?\b(?![.-]?\w)",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)) ?\w[\w-]*\.\w")
# Three to six groups of figures, or 9 to 13 in a row. Not in quotation marks or behind `=`: those are numbers
# in code (a test has a question with code and long numbers).
_PHONE = re.compile(r"(?<![\w'\"=])(?:\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,5}\)?){2,5}|\d{9,13})\b(?!['\"])")
_PRICE = re.compile(r"[$€£¥₹₺₽]\s?\d|\d\s?(?:[$€£¥₹₺₽%]|eur\b|usd\b|euros?\b|dollars?\b)", re.I)
# What spinning programs do to spaces: none behind a mark (`great post.Thanks`), one before it (`post
# ,thanks`).
_JOINED = re.compile(r"[a-zа-яçğışöü]{2}[.,!?][A-ZА-ЯÇĞİŞÖÜa-z]{2}")
_LOOSE = re.compile(r"\w\s+[,.!?](?:\s|\Z)")
# Capitals inside a word: `HairPro`, `Shoes24`, in a sentence or alone.
_BRAND = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:[A-Z0-9][a-z0-9]+)+\b|\b[A-Z][a-z]+[A-Z][a-z]+\w*")
# A lead byte of UTF-8 read as cp1252, in any case, and a following byte: `â€`, `Ã©`.
_MOJIBAKE = re.compile(r"[ÃÂãåâäæ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]")
# Made-up names: capitals strewn over a word (`jKlMnoP`), or figures and capitals mixed (`x7KqP2`).
_GIBBERISH = re.compile(
    r"\b[a-z]+[A-Z]+[a-z]*[A-Z]\w*\b|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z]\w*[A-Z])\w{5,40}\b"
)
# A Latin letter beside a Greek, Cyrillic or Armenian one.
_MIXED = re.compile(
    r"[a-z][\u0370-\u03ff\u0400-\u052f\u0530-\u058f]|[\u0370-\u03ff\u0400-\u052f\u0530-\u058f][a-z]", re.I
)
_DOUBLED = re.compile(r"\b([b-df-hjkmnp-tvxz])\1[a-z]|[a-z](?:hh|jj|qq|vv)[a-z]")
# Each of these finds a part that every match of one of the patterns above has, and is quicker than that
# pattern.
_CAMEL = re.compile(r"[A-Z0-9](?<=[a-z].)")
_LETTER_AND_DIGIT = re.compile(r"\d(?:(?<=[^\W\d].)|(?=[^\W\d]))")
_LONE_MARK = re.compile(r"[,.!?](?<=\s.)(?:\s|\Z)")
_NO_SPACE = re.compile(r"[.,!?][A-ZА-ЯÇĞİŞÖÜa-z]")
_ASCII = bytes(range(128))
_DIGITS = b"0123456789"
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_LETTERS = _CAPITALS + _CAPITALS.lower()
_CODE = b"{}\\_;=<>|/"


class Characters(NamedTuple):
    """How many characters of each kind a text has; `foreign` are those that are not ASCII, in order.

    >>> found = Characters.of("Für £25: f() -> x")
    >>> found.capitals, found.digits, found.code, found.letters, found.foreign
    (1, 2, 2, 5, 'ü£')
    """

    capitals: int
    digits: int
    code: int
    letters: int
    foreign: str

    @classmethod
    def of(cls, text: str) -> Characters:
        data = text.encode("utf-8", "surrogatepass")
        foreign = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        return cls(
            _count_bytes(data, _CAPITALS) + sum(map(str.isupper, foreign)),
            _count_bytes(data, _DIGITS) + sum(map(str.isdecimal, foreign)),
            _count_bytes(data, _CODE) + data.count(b"()") + data.count(b"::"),
            _count_bytes(data, _LETTERS) + sum(map(str.isalpha, foreign)) if foreign else 0,
            foreign,
        )


def _count_bytes(data: bytes, kind: bytes) -> int:
    return len(data) - len(data.translate(None, kind))


_ADDRESSES = (("link", _LINK), ("domain", _DOMAIN), ("mail", _MAIL), ("phone", _PHONE))
_SIGNS = (
    *(("brand", _BRAND), ("doubled", _DOUBLED), ("gibberish", _GIBBERISH), ("joined", _JOINED)),
    *(("loose", _LOOSE), ("mixed", _MIXED), ("mojibake", _MOJIBAKE), ("price", _PRICE)),
)

Hits = list[tuple[str, int]]
"""Names of what a paragraph has, each with its number."""


def count_addresses(read: ModelInput, characters: Characters) -> Hits:
    """Count addresses: links, domains, mail, telephone. Each is searched only where a part of it stands.

    >>> count_addresses(ModelInput.of("Call 030 123 456 or see www.shoes.com"), Characters(0, 9, 0, 0, ""))
    [('link', 1), ('phone', 1)]
    """
    text, lowered = read.text, read.lowered
    possible = (
        "www" in lowered or "://" in text or "[" in text or "<a" in lowered,
        read.dotted,
        "@" in text or "(at)" in text,
        characters.digits > 1,
    )
    return _count_hits(text, _ADDRESSES, possible) if any(possible) else []


def count_signs(read: ModelInput, characters: Characters, odd: bool) -> Hits:
    """Count signs of machines, likewise; `odd` is whether a word is spelled oddly.

    >>> count_signs(ModelInput.of("I love my HairPro ,buy now"), Characters(0, 0, 0, 0, ""), False)
    [('brand', 1)]
    """
    text = read.text
    foreign, digits = characters.foreign != "", characters.digits > 0
    camel = _CAMEL.search(text) is not None
    possible = (
        camel,
        odd,
        camel or (digits and _LETTER_AND_DIGIT.search(text) is not None),
        _NO_SPACE.search(text) is not None,
        _LONE_MARK.search(text) is not None,
        foreign,
        foreign,
        digits,
    )
    return _count_hits(text, _SIGNS, possible) if any(possible) else []


def _count_hits(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]], possible: Sequence[bool]) -> Hits:
    return [
        (name, count)
        for (name, pattern), worth in zip(patterns, possible, strict=True)
        if worth and (count := len(pattern.findall(text)))
    ]
