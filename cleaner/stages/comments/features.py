"""What a paragraph looks like: named features that a reader can check, and hashed n-grams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from cleaner.stages.comments.phrases import families, words

WORDS, LETTERS = 1 << 18, 1 << 16
"""Buckets of n-grams of words, and of letters."""
DENSE = 25
"""Words past which one phrase says less, for in a long paragraph some turn up by chance."""
LIMIT = 4_000
"""Characters of a paragraph that are looked at; what it is, it is by then."""

_LINK = re.compile(r"https?:/?/?|www\.|<a\s|\[/?(?:url|link)\b", re.I)
_DOMAIN = re.compile(
    r"(?<![@/.\w-])[a-z0-9][a-z0-9-]{1,40}(?: ?\. ?(?:com|net|org|info|biz)|\.(?:co|de|fr|es|it|nl|pl|ru|io"
    r"|ai|us|uk|in|pk|ae|tr|eu|ch|at|shop|store|online|site|app|me|tv|cn|br|au|ca|xyz|top|club|pro|agency))"
    r"(?:\.[a-z]{2})?\b(?![.-]?\w)",
    re.I,
)
DOTTED = re.compile(r"\w\.[a-z]{2}|\. ?(?:com|net|org|info|biz)\b", re.I)
"""What a domain cannot do without; most texts have none."""
_MAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)) ?\w[\w-]*\.\w")
_PHONE = re.compile(r"(?<![\w'\"=])(?:\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,5}\)?){2,5}|\d{9,13})\b(?!['\"])")
_PRICE = re.compile(r"[$€£¥₹₺₽]\s?\d|\d\s?(?:[$€£¥₹₺₽%]|eur\b|usd\b|euros?\b|dollars?\b)", re.I)
_JOINED = re.compile(r"[a-zа-яçğışöü]{2}[.,!?][A-ZА-ЯÇĞİŞÖÜa-z]{2}")
_LOOSE = re.compile(r"\w\s+[,.!?](?:\s|\Z)")
_BRAND = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:[A-Z0-9][a-z0-9]+)+\b|\b[A-Z][a-z]+[A-Z][a-z]+\w*")
_NAME = re.compile(r"(?<=[a-zçğışöüäß,] )[A-ZÇĞİŞÖÜÄ][\wçğışöüäß]+")
_CODE = re.compile(r"[{}\\_;=<>|/]|\(\)|::|->")
_MOJIBAKE = re.compile(r"[ÃÂãåâäæ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]")
_GIBBERISH = re.compile(
    r"\b[a-z]+[A-Z]+[a-z]*[A-Z]\w*\b|\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z]\w*[A-Z])\w{5,40}\b"
)
_MIXED = re.compile(
    r"[a-z][\u0370-\u03ff\u0400-\u052f\u0530-\u058f]|[\u0370-\u03ff\u0400-\u052f\u0530-\u058f][a-z]", re.I
)
_KNOWN = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:youtube|youtu|wikipedia|bbc|cnn|nytimes|theguardian|guardian|washingtonpost"
    r"|reuters|theglobeandmail|cbc|economist|github|stackoverflow|stackexchange|microsoft|msdn|google|apple|dropbox"
    r"|mozilla|python|archive|arxiv|spiegel|lemonde|elpais|forbes|bloomberg|globalnews|huffingtonpost|imdb|nature|ft"
    r"|npr|apnews|aljazeera|dawn|hurriyet|time|wsj|statcan|who|un|europa|(?:[\w-]+\.)?(?:gov|edu|gc|ac))"
    r"\.(?:com|org|net|be|co\.uk|uk|ca|de|fr|es|int|eu|gov|edu|pk|tr|au|nz|us|in)\b[^\s<>\"]*"
    r"|(?:https?://)?(?:[\w-]+\.)+(?:gov|edu|mil)\b[^\s<>\"]*",
    re.I,
)
"""Links to what people cite: news, reference works, authorities, code. They advertise nothing."""
_DOUBLED = re.compile(r"\b([b-df-hjkmnp-tvxz])\1[a-z]|[a-z](?:hh|jj|qq|vv)[a-z]")
WRAP = re.compile(r"[^\W\d_],?\s?\n[a-zà-ÿа-я'’-]+[ ,]")
"""A line that ends in mid-sentence, as in many pasted adverts and few genuine comments."""
_TITLE = re.compile(r"[^\n.!?:;,(){}<>=]{4,90}\n\s*[A-ZÀ-ÞА-Я]")
_TRAILER = re.compile(r"(?:[.!?…]\s+|\n\s*)[^\s.!?:;,]+(?: [^\s.!?:;,]+){0,4}\s*\Z")
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]")
_LONGEST = 40
"""Characters of a token that are looked at; what is longer is no word."""
_DIGIT = re.compile(r"\d")

_ADDRESSES = (
    ("link", _LINK, re.compile(r"://|www|<a|\[", re.I)),
    ("domain", _DOMAIN, DOTTED),
    ("mail", _MAIL, re.compile("@|\\(at\\)")),
    ("phone", _PHONE, re.compile(r"\d\d")),
)
"""Ways to be reached, each with a sign that it cannot do without and that is quicker to look for."""
_SIGNS = (
    ("brand", _BRAND, re.compile(r"[a-z][A-Z0-9]")),
    ("doubled", _DOUBLED, None),
    ("gibberish", _GIBBERISH, re.compile(r"[a-z][A-Z]|\d\w*[A-Z]|[A-Z]\w*\d")),
    ("joined", _JOINED, re.compile(r"[.,!?][A-ZА-ЯÇĞİŞÖÜa-z]")),
    ("loose", _LOOSE, re.compile(r"\s[,.!?]")),
    ("mixed", _MIXED, re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f]", re.I)),
    ("mojibake", _MOJIBAKE, None),
    ("price", _PRICE, None),
)
"""Signs of machines, each with what it cannot do without, where that is quicker to look for."""
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))

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

_ALONE = (
    *("buy", "contact", "explained", "goods", "helped", "person", "praise", "return", "service", "sharing"),
    *("site", "text", "thanks", "vice", "visit"),
)


def named(text: str) -> dict[str, float]:
    """The features that have names, each from 0 to 1 or a little more.

    >>> found = named("Great post! Visit CheapShoes24.com")
    >>> found["praise+text"], found["visit"], found["domain"], "phone" in found
    (1.0, 1.0, 1.0, False)
    """
    text = text[:LIMIT].strip()
    dotted = DOTTED.search(text)
    cited = dotted and _KNOWN.search(text)
    if cited:
        text = _KNOWN.sub("…", text)
    tokens = words(text)
    size = max(1, len(text))
    count = max(1, len(tokens))
    found = families(tokens)
    dense = min(1.0, DENSE / count)
    features: dict[str, float] = {}
    for family in _ALONE:
        places = found.get(family, ())
        if places:
            features[family] = dense
            features[f"{family}-share"] = min(1.0, 4 * len(places) / count)
            if places[0] < 6:
                features[f"first-{family}"] = dense
            if places[-1] >= count - 6:
                features[f"last-{family}"] = dense
    for one, two, width in PAIRS:
        if _near(found.get(one, ()), found.get(two, ()), width):
            features[f"{one}+{two}"] = dense
    features["families"] = dense * min(1.0, len(found) / 8)
    praised = not features.keys().isdisjoint(("praise+text", "thanks+sharing", "praise+site"))
    for name, pattern, sign in _ADDRESSES:
        hits = len(pattern.findall(text)) if sign.search(text) else 0
        if hits:
            features[name] = 1.0
            features[f"{name}s"] = min(1.0, hits / 4)
            features[f"{name}-short"] = float(count < 40)
            features[f"{name}&praise"] = float(praised)
    for name, pattern, needed in _SIGNS:
        hits = len(pattern.findall(text)) if needed is None or needed.search(text) else 0
        if hits:
            features[name] = min(1.0, 0.25 + hits / 4)
    if count > 5 and _TRAILER.search(text, max(0, size - 80)):
        features["trailer"] = 1.0
        if "praise" in found or "thanks" in found:
            features["trailer&praise"] = 1.0
    if cited:
        features["cites"] = 1.0
    features |= _shape(text, tokens, size, count)
    return {name: value for name, value in features.items() if value}


def _shape(text: str, tokens: Sequence[str], size: int, count: int) -> dict[str, float]:
    wrapped = "\n" in text
    quotes = sum(map(text.count, '"“”«»'))
    return {
        "bias": 1.0,
        "words<6": float(count < 6),
        "words<12": float(count < 12),
        "words<25": float(count < 25),
        "words<50": float(count < 50),
        "words<100": float(count < 100),
        "length": min(1.0, size / 1000),
        "wrapped": min(1.0, len(WRAP.findall(text)) / 3) if wrapped else 0.0,
        "title": float(wrapped and bool(_TITLE.match(text))),
        "cut": float(text.endswith(("…", "..."))),
        "open-end": float(text[-1:].isalnum()),
        "lower-start": float(text[:1].islower()),
        "capitals": min(1.0, 5 * _capitals(text) / size),
        "names": min(1.0, 8 * len(_NAME.findall(text)) / count),
        "digits": min(1.0, 8 * len(_DIGIT.findall(text)) / size),
        "code": min(1.0, 12 * len(_CODE.findall(text)) / size),
        "foreign": 0.0 if text.isascii() else min(1.0, _foreign(text) / max(1, sum(map(str.isalpha, text)))),
        "exclamation": min(1.0, text.count("!") / 3),
        "question": min(1.0, text.count("?") / 3),
        "quotes": min(1.0, quotes / 4),
        "ellipsis": float(".." in text),
        "variety": len(set(tokens)) / count if count > 15 else 0.0,
        "address": float(text.startswith("@")),
    }


def _capitals(text: str) -> int:
    if not text.isascii():
        return sum(map(str.isupper, text))
    data = text.encode("ascii")
    return len(data) - len(data.translate(None, _CAPITALS))


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _near(one: Sequence[int], two: Sequence[int], width: int) -> bool:
    return any(abs(a - b) <= width and a != b for a in one for b in two)


def fold(text: str) -> str:
    """The text as the n-grams see it: lower case, any digit a 0, straight apostrophes.

    >>> fold("Only £25, you’ll love it")
    "only £00, you'll love it"
    """
    text = text[:LIMIT]
    if DOTTED.search(text):
        text = _KNOWN.sub("…", text)
    return _DIGIT.sub("0", text.lower().replace("’", "'"))


def word_grams(folded: str) -> set[int]:
    """Buckets of the words and marks of a text, and of each two that follow each other; its two ends count
    as words, for adverts begin and end alike.

    >>> len(word_grams("buy now, buy now"))
    10
    """
    found = ["\x02", *_TOKEN.findall(folded), "\x03"]
    hashed = list(map(_hashed, found))
    return {alone % WORDS for _, alone, _ in hashed} | {
        crc32(second, first) % WORDS for (_, _, first), (second, _, _) in pairwise(hashed)
    }


@lru_cache(maxsize=1 << 12)
def _hashed(token: str) -> tuple[bytes, int, int]:
    """The bytes of a token, their hash, and that of them and a space: from it the hash of a pair goes on."""
    data = token.encode("utf-8", "surrogatepass")
    alone = crc32(data)
    return data, alone, crc32(b" ", alone)


def letter_grams(token: str) -> list[int]:
    """Buckets of the character n-grams (2 to 5) of what stands between two spaces, spaces included.

    >>> len(letter_grams("post"))
    14
    """
    padded = f" {token[:_LONGEST]} "
    return [_bucket(padded[i : i + n], LETTERS) for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1)]


def _bucket(gram: str, buckets: int) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % buckets
