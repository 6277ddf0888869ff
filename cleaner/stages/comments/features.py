"""What a paragraph looks like: named features that a reader can check, and hashed n-grams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from cleaner.stages.comments.phrases import families, words

BUCKETS = 1 << 16
LIMIT = 4_000
"""Characters of a paragraph that are looked at; what it is, it is by then."""

_LINK = re.compile(r"https?:/?/?|www\.|<a\s|\[/?(?:url|link)\b", re.I)
_DOMAIN = re.compile(
    r"\b(?<![@/.])[a-z0-9][a-z0-9-]{1,40} ?\. ?(?:com|net|org|info|biz|co|de|fr|es|it|nl|pl|ru|io|ai|us|uk|in"
    r"|pk|ae|tr|eu|ch|at|shop|store|online|site|app|me|tv|cn|br|au|ca|xyz|top|club|pro|agency)\b(?!\.[a-z])",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)) ?\w[\w-]*\.\w")
_PHONE = re.compile(r"\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,5}\)?){2,5}\b|\b\d{9,13}\b")
_PRICE = re.compile(r"[$€£¥₹₺₽]\s?\d|\d\s?(?:[$€£¥₹₺₽%]|eur\b|usd\b|euros?\b|dollars?\b)", re.I)
_JOINED = re.compile(r"[a-zа-яçğışöü]{2}[.,!?][A-ZА-ЯÇĞİŞÖÜa-z]{2}")
_LOOSE = re.compile(r"\w\s+[,.!?](?:\s|\Z)")
_BRAND = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:[A-Z0-9][a-z0-9]+)+\b|\b[A-Z][a-z]+[A-Z][a-z]+\w*")
_NAME = re.compile(r"(?<=[a-zçğışöüäß,] )[A-ZÇĞİŞÖÜÄ][\wçğışöüäß]+")
_CODE = re.compile(r"[{}\\_;=<>|/]|\(\)|::|->")
_MOJIBAKE = re.compile(r"[ÃÂãåâäæ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]")
_GIBBERISH = re.compile(
    r"\b(?=\w*[a-z])(?=\w*(?:[A-Z]\w*){2})(?=\w*\d)\w{5,}\b|\b[a-z]+[A-Z]+[a-z]*[A-Z]\w*\b"
)
_MIXED = re.compile(r"[a-z][а-яёіο-ωά-ώ]|[а-яёіο-ωά-ώ][a-z]", re.I)
_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")

PAIRS = (
    ("praise", "text", 4),
    ("praise", "site", 4),
    ("praise", "sharing", 5),
    ("praise", "explained", 6),
    ("thanks", "sharing", 4),
    ("thanks", "text", 5),
    ("your", "text", 2),
    ("your", "site", 2),
    ("your", "explained", 3),
    ("visit", "site", 4),
    ("buy", "goods", 5),
    ("service", "helped", 6),
)
"""Families that mean more together: first, second, and the words within which they stand."""

_ALONE = [
    "praise",
    "text",
    "site",
    "thanks",
    "sharing",
    "explained",
    "return",
    "visit",
    "buy",
    "service",
    "vice",
    "goods",
    "contact",
    "helped",
]


def named(text: str) -> dict[str, float]:
    """The features that have names, each from 0 to 1 or a little more.

    >>> found = named("Great post! Visit CheapShoes24.com")
    >>> found["praise+text"], found["visit"], found["domain"], "phone" in found
    (1.0, 1.0, 1.0, False)
    """
    text = text[:LIMIT].strip()
    tokens = words(text)
    size = max(1, len(text))
    count = max(1, len(tokens))
    found = families(tokens)
    features: dict[str, float] = {}
    for family in _ALONE:
        places = found.get(family, ())
        if places:
            features[family] = 1.0
            features[f"{family}-share"] = min(1.0, 4 * len(places) / count)
            if places[0] < 6:
                features[f"first-{family}"] = 1.0
            if places[-1] >= count - 6:
                features[f"last-{family}"] = 1.0
    for one, two, width in PAIRS:
        if _near(found.get(one, ()), found.get(two, ()), width):
            features[f"{one}+{two}"] = 1.0
    features["families"] = min(1.0, len(found) / 8)
    for name, pattern in (("link", _LINK), ("domain", _DOMAIN), ("mail", _MAIL), ("phone", _PHONE)):
        hits = len(pattern.findall(text))
        if hits:
            features[name] = 1.0
            features[f"{name}s"] = min(1.0, hits / 4)
            if count < 40:
                features[f"{name}-short"] = 1.0
            if "praise+text" in features or "thanks+sharing" in features or "praise+site" in features:
                features[f"{name}&praise"] = 1.0
    for name, pattern in (("price", _PRICE), ("brand", _BRAND), ("mojibake", _MOJIBAKE)):
        hits = len(pattern.findall(text))
        if hits:
            features[name] = 1.0
            features[f"{name}s"] = min(1.0, hits / 4)
    for name, pattern in (
        ("joined", _JOINED),
        ("loose", _LOOSE),
        ("gibberish", _GIBBERISH),
        ("mixed", _MIXED),
    ):
        hits = len(pattern.findall(text))
        if hits:
            features[name] = min(1.0, 0.5 + hits / 4)
    features |= _shape(text, tokens, size, count)
    return {name: value for name, value in features.items() if value}


def _shape(text: str, tokens: Sequence[str], size: int, count: int) -> dict[str, float]:
    letters = sum(map(str.isalpha, text))
    first, _, rest = text.partition("\n")
    quotes = sum(map(text.count, '"“”«»'))
    return {
        "bias": 1.0,
        "words<6": float(count < 6),
        "words<12": float(count < 12),
        "words<25": float(count < 25),
        "words<50": float(count < 50),
        "words<100": float(count < 100),
        "length": min(1.0, size / 1000),
        "lines": min(1.0, text.count("\n") / 6),
        "title": float(bool(rest.strip()) and len(first) < 90 and first[-1:] not in ".!?,:;)"),
        "cut": float(text.endswith(("…", "..."))),
        "open-end": float(text[-1:].isalnum()),
        "lower-start": float(text[:1].islower()),
        "capitals": min(1.0, 5 * sum(map(str.isupper, text)) / size),
        "names": min(1.0, 8 * len(_NAME.findall(text)) / count),
        "digits": min(1.0, 8 * len(_DIGIT.findall(text)) / size),
        "code": min(1.0, 12 * len(_CODE.findall(text)) / size),
        "foreign": min(1.0, sum(not c.isascii() for c in text) / max(1, letters)),
        "exclamation": min(1.0, text.count("!") / 3),
        "question": min(1.0, text.count("?") / 3),
        "quotes": min(1.0, quotes / 4),
        "ellipsis": float(".." in text),
        "variety": len(set(tokens)) / count if count > 15 else 0.0,
        "address": float(text.startswith("@")),
    }


def _near(one: Sequence[int], two: Sequence[int], width: int) -> bool:
    return any(abs(a - b) <= width and a != b for a in one for b in two)


def hashed(text: str) -> set[int]:
    """Buckets of the words and the character n-grams (3 to 5) of a text; digits count as one character.

    >>> len(hashed("Great post")), hashed("Great post") == hashed("great  post")
    (30, True)
    """
    folded = " " + _DIGIT.sub("0", _SPACE.sub(" ", text[:LIMIT].lower().strip())) + " "
    grams = {folded[i : i + n] for n in (3, 4, 5) for i in range(len(folded) - n + 1)}
    tokens = words(folded)
    grams.update("w:" + token for token in tokens)
    grams.update(f"b:{one} {two}" for one, two in pairwise(tokens))
    return {_bucket(gram) for gram in grams}


def word_bucket(word: str) -> int:
    """The bucket of one word."""
    return _bucket("w:" + word)


def _bucket(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % BUCKETS
