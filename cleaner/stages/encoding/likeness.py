"""How much a text looks like writing: pairs of neighbouring characters, counted in 70 languages.

Mojibake is made of characters that each are innocent and never stand side by side: `Ä` and `ê` after a
small letter, `ط` and `§`, capital and small letters of Cyrillic in turns. So a reading is judged by the
probability of each character after the one before it:

    P(b | a)  from counts of the pair, backed off to counts of the pair of kinds (small Latin letter after
              opening quotation mark), backed off to a constant for what was never seen.

ASCII counts by kind (small letter, capital, figure, space, sign), since repairs leave it as it is; letters
of scripts that no single-byte encoding has count by their block. The counts are in `letter_pairs.tsv`,
made by `bench/letter_pairs.py`.

>>> likeness("co‐operation") > likeness("co‚Äêoperation")
True
>>> likeness("Spaß“") > likeness("Spaߓ")
True
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_SINGLE = ((0x80, 0x0700), (0x1E00, 0x2600))
"""Code points counted one by one: Latin, Greek, Cyrillic, Arabic, Hebrew and the signs of all encodings."""
_SCRIPTS = {"LATIN": "L", "CYRILLIC": "C", "GREEK": "G", "ARABIC": "R", "HEBREW": "H"}
_BLOCK = 128
_CACHE_SIZE = 1 << 16
"""Entries of each cache: a text of random characters has millions of pairs."""


@lru_cache(maxsize=_CACHE_SIZE)
def find_kind(character: str) -> str:
    """The kind of a character: script and case of a letter, block of a rarer one, sort of a sign.

    >>> [find_kind(c) for c in "aÉжЖ5“—€"]
    ['ascii', 'L^', 'C', 'C^', 'Nd', 'Pi', 'Pd', 'Sc']
    """
    category = unicodedata.category(character)
    if character < "\x80":
        # Controls count as spaces: line breaks and tabs part words like any space.
        return {"Ll": "ascii", "Lu": "ascii^", "Cc": "Zs"}.get(category, category)
    if category[0] == "L":
        script = _SCRIPTS.get(unicodedata.name(character, "").partition(" ")[0])
        if script is not None:
            return script + ("^" if category == "Lu" else "")
    if category[0] in "LM":
        return f"block {ord(character) // _BLOCK:x}"
    if category == "So" and "\u2500" <= character <= "\u259f":
        return "box"
    return category


def find_symbol(character: str) -> str:
    """Return the unit of counting: the character itself, or its kind where single characters are no
    evidence."""
    code = ord(character)
    return character if any(start <= code < end for start, end in _SINGLE) else find_kind(character)


class _PairCounts(NamedTuple):
    pairs: dict[tuple[str, str], float]
    firsts: defaultdict[str, float]
    followers: defaultdict[str, float]
    kind_pairs: defaultdict[tuple[str, str], float]
    kind_firsts: defaultdict[str, float]
    kind_followers: defaultdict[str, float]
    symbols: defaultdict[str, float]
    kinds: defaultdict[str, float]
    kind_sizes: defaultdict[str, float]


@cache
def _load_counts() -> _PairCounts:
    pairs: dict[tuple[str, str], float] = {}
    table = resources.files("cleaner.stages").joinpath("data/letter_pairs.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            a, b, count = line.split("\t")
            pairs[a, b] = float(count)
    return _count_pairs(pairs)


def _count_pairs(pairs: dict[tuple[str, str], float]) -> _PairCounts:
    """Derive all counts from those of pairs of symbols, so that only pairs need a table."""
    model = _PairCounts(pairs, *(defaultdict(float) for _ in range(8)))
    _, firsts, followers, kind_pairs, _, kind_followers, symbols, _, _ = model
    for (a, b), count in pairs.items():
        firsts[a] += count
        followers[a] += 1
        symbols[b] += count
        kind_pairs[_find_kind_of_symbol(a), _find_kind_of_symbol(b)] += count
    for (ka, kb), count in kind_pairs.items():
        kind_followers[ka] += 1
        model.kind_firsts[ka] += count
        model.kinds[kb] += count
    # Characters of each kind, for the share of one that was never counted.
    for start, end in _SINGLE:
        for code in range(start, end):
            model.kind_sizes[find_kind(chr(code))] += 1
    return model


@lru_cache(maxsize=_CACHE_SIZE)
def _find_kind_of_symbol(symbol: str) -> str:
    return find_kind(symbol) if len(symbol) == 1 else symbol


_NEVER = 1e-5
"""Probability of a kind after another where that was never counted."""


@lru_cache(maxsize=_CACHE_SIZE)
def _surprise(a: str, b: str) -> float:
    """-log P(b | a) of two symbols, in nats."""
    # Interpolated as Witten and Bell do: the more different symbols follow `a`, the likelier is a new one,
    # and the more weight has its kind.
    model = _load_counts()
    ka, kb = _find_kind_of_symbol(a), _find_kind_of_symbol(b)
    # The share of this one character among those of its kind; half a count for one that was never seen.
    within = 1.0
    if len(b) == 1:
        within = (model.symbols[b] + 0.5) / (model.kinds[kb] + 0.5 * max(1, model.kind_sizes[kb]))
    elif b.startswith("block"):
        within = 1 / _BLOCK
    share = model.kind_firsts[ka] / (model.kind_firsts[ka] + model.kind_followers[ka] + 1)
    of_kinds = share * model.kind_pairs[ka, kb] / max(1, model.kind_firsts[ka]) + (1 - share) * _NEVER + 1e-9
    backed = max(of_kinds, _NEVER) * within
    share = model.firsts[a] / (model.firsts[a] + model.followers[a] + 1)
    pair = model.pairs.get((a, b), 0) / max(1, model.firsts[a])
    block = 1 / _BLOCK if b.startswith("block") else 1.0
    return -math.log(share * pair * block + (1 - share) * backed)


@lru_cache(maxsize=_CACHE_SIZE)
def _find_symbol_cached(character: str) -> str:
    return find_symbol(character)


def likeness(text: str) -> float:
    """log P of a text, in nats: the nearer to 0, the more it looks like writing. Edges count as spaces."""
    symbols = list(map(_find_symbol_cached, text))
    return -sum(map(_surprise, ["Zs", *symbols], [*symbols, "Zs"]))


def is_known(text: str) -> bool:
    """Whether each character was counted by itself: it belongs to the writing of some language.

    >>> is_known("ù"), is_known("ᴴ")
    (True, False)
    """
    counts = _load_counts().symbols
    return all(counts.get(_find_symbol_cached(character), 0) > 0 for character in text)
