"""The features of a paragraph that have names, so that a reader can check them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cleaner.stages.comments.model_input import ModelInput
from cleaner.stages.comments.phrases import find_phrases
from cleaner.stages.comments.signs import Characters, count_addresses, count_signs

DENSE = 25
"""Words past which one phrase says less, for in a long paragraph some turn up by chance."""

# A capital in the middle of a sentence, behind a small letter or a comma: `in Vienna`, not `. The`.
_NAME = re.compile(r"[A-ZÇĞİŞÖÜÄ](?<=[a-zçğışöüäß,] .)[\wçğışöüäß]+")
WRAP = re.compile(r"[^\W\d_],?\s?\n[a-zà-ÿа-я'’-]+[ ,]")
"""A line that ends in mid-sentence, as in many pasted adverts and few genuine comments."""
# A first line without a mark and a second one with a capital: the keywords that adverts carry on top.
_TITLE = re.compile(r"[^\n.!?:;,(){}<>=]{4,90}\n\s*[A-ZÀ-ÞА-Я]")
# Up to five words behind the last full stop or line break, without a mark: the keyword or name at the end of
# an advert (`Great post. cheap car hire`).
_TRAILER = re.compile(r"(?:[.!?…]\s+|\n\s*)[^\s.!?:;,]+(?: [^\s.!?:;,]+){0,4}\s*\Z")

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


_NAMES = tuple((family, f"{family}-share", f"first-{family}", f"last-{family}") for family in _ALONE)
_TOGETHER = tuple((f"{one}+{two}", one, two, width) for one, two, width in PAIRS)
_PRAISED = ("praise+text", "thanks+sharing", "praise+site")
_SIZES = (6, 12, 25, 50, 100)
_SHORT = tuple((size, {f"words<{most}": 1.0 for most in _SIZES if most >= size}) for size in _SIZES)
_CLOSING = frozenset(".!?:;,")
"""Marks that no trailer ends with."""


def extract_features(read: ModelInput) -> dict[str, float]:
    """Find the features of a paragraph by name, each from 0 to 1 or a little more.

    >>> found = extract_features(ModelInput.of("Great post! Visit CheapShoes24.com"))
    >>> found["praise+text"], found["visit"], found["domain"], "phone" in found
    (1.0, 1.0, 1.0, False)
    """
    text, words = read.text, read.words
    count = max(1, len(words))
    families, odd = find_phrases(words)
    characters = Characters.of(text)
    found = _phrase_features(families, count)
    # In a short text, and beside praise, an address weighs otherwise: each has a feature of its own.
    for name, number in count_addresses(read, characters):
        praised = not found.keys().isdisjoint(_PRAISED)
        found |= {name: 1.0, f"{name}s": min(1.0, number / 4)}
        found |= {f"{name}-short": float(count < 40), f"{name}&praise": float(praised)}
    odd = odd or "i̇" in read.lowered  # where the dot, which the words leave out, parts a word
    # One sign counts half, three count whole, and more say no more.
    for name, number in count_signs(read, characters, odd):
        found[name] = min(1.0, 0.25 + number / 4)
    # Of the last 80 characters alone: a search from the beginning would make long texts slow.
    if count > 5 and text[-1] not in _CLOSING and _TRAILER.search(text, max(0, len(text) - 80)):
        found["trailer"] = 1.0
        if "praise" in families or "thanks" in families:
            found["trailer&praise"] = 1.0
    if read.cited:
        found["cites"] = 1.0
    _add_form(found, text, count)
    _add_characters(found, text, characters, count)
    # In fewer words hardly any comes twice, whoever writes.
    if count > 15:
        found["variety"] = len(set(words)) / count
    if text.startswith("@"):
        found["address"] = 1.0
    return {name: value for name, value in found.items() if value}


def _phrase_features(families: Mapping[str, Sequence[int]], count: int) -> dict[str, float]:
    """Return the features of the families of phrases, in a paragraph of `count` words."""
    dense = min(1.0, DENSE / count)
    found: dict[str, float] = {}
    for family, share, first, last in _NAMES:
        if family in families:
            places = families[family]
            found[family] = dense
            found[share] = min(1.0, 4 * len(places) / count)
            if places[0] < 6:
                found[first] = dense
            if places[-1] >= count - 6:
                found[last] = dense
    if len(families) > 1:
        for name, one, two, width in _TOGETHER:
            if one in families and two in families and _are_near(families[one], families[two], width):
                found[name] = dense
    found["families"] = dense * min(1.0, len(families) / 8)
    return found


def _are_near(one: Sequence[int], two: Sequence[int], width: int) -> bool:
    return any(abs(a - b) <= width and a != b for a in one for b in two)


def _add_form(found: dict[str, float], text: str, count: int) -> None:
    """Add the features of length, line breaks and the two ends."""
    found["bias"] = 1.0
    # Steps, not a slope: the weights say for each size by itself how much shorter texts are adverts.
    for size, short in _SHORT:
        if count < size:
            found |= short
            break
    found["length"] = min(1.0, max(1, len(text)) / 1000)
    if "\n" in text:
        found["wrapped"] = min(1.0, len(WRAP.findall(text)) / 3)
        found["title"] = float(_TITLE.match(text) is not None)
    found["cut"] = float(text.endswith(("…", "...")))
    found["open-end"] = float(text[-1:].isalnum())
    found["lower-start"] = float(text[:1].islower())


def _add_characters(found: dict[str, float], text: str, characters: Characters, count: int) -> None:
    """Add the features of the kinds of characters."""
    size = max(1, len(text))
    foreign = characters.foreign
    quotes = text.count('"') + (sum(map(foreign.count, "“”«»")) if foreign else 0)
    found["capitals"] = min(1.0, 5 * characters.capitals / size)
    found["names"] = min(1.0, 8 * len(_NAME.findall(text)) / count)
    found["digits"] = min(1.0, 8 * characters.digits / size)
    found["code"] = min(1.0, 12 * characters.code / size)
    found["foreign"] = min(1.0, len(foreign) / max(1, characters.letters)) if foreign else 0.0
    found["exclamation"] = min(1.0, text.count("!") / 3)
    found["question"] = min(1.0, text.count("?") / 3)
    found["quotes"] = min(1.0, quotes / 4)
    found["ellipsis"] = float(".." in text)
