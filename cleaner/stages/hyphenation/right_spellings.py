"""Forms in a line that are right as they stand, although their letters without the hyphen are a word too.

A spelling is not ours to normalise: Start-up, week-end, extra-terrestre, birth-day in an old book. Nor is a
name (Ken-ichi), or a word that somebody draws out (Per-fect!).
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.stages.hyphenation.break_score import WORD, BreakScore, are_words
from cleaner.stages.hyphenation.frequency import count_form
from cleaner.stages.hyphenation.hyphens import Hyphen

_RARE_NAME: Final = 3.0
"""The Zipf frequency below which the joined form of two syllables may be a name without its hyphen."""
_FRENCH_WORD: Final = 3.5
"""The Zipf frequency from which a French half is a word in use."""
_RARE_WORD: Final = 3.3
"""The Zipf frequency below which a word with a free prefix may have been made by its writer: over-joyed."""
_LONG: Final = 4
"""The most letters of the second part of such a name."""
_SHORT: Final = 5
"""The most letters of such a word that has no capital."""
_FEWER: Final = 1.0
"""How many Zipf steps a joined form stands below its rarer half where that is a word by itself."""

# Romanised Japanese: open syllables, or such as end in n.
_JAPANESE = re.compile(r"(?:(?:ch|sh|ts|[kgsztdnhbpmyrwjf])?y?[aeiou]n?)+")
# A syllable of romanised Korean or Chinese.
_SYLLABLE = re.compile(r"(?:ch|sh|hs|zh|kw|hw|kh|[bcdfghjklmnpqrstwxyz])?[yw]?[aeiou]{1,3}(?:ng?|[klmpth])?")
_SECOND_PARTS: Final = frozenset("back by down how in off on out over to up ups".split())  # noqa: SIM905
"""Second parts that came with English words: Start-up, Make-up, Know-how, Check-in."""
_PREFIXES: Final = frozenset(
    """
    anti après arci arrière auto avant demi ex extra hi hyper maxi micro mini multi neo non néo off
    on post quasi semi sotto sous ultra vice web week wi вице мини супер экс
    """.split()  # noqa: SIM905
)
"""First parts that take a hyphen before any word, outside English: ex-presidente, vice-ministro, week-end."""
_FIRST_PARTS: Final = frozenset(
    """
    bi bio co contra contre cyber eco euro franco geo grand haut hispano infra inter intra iso italo macro
    mono nord para poli poly porte pre pro proto pré pseudo radio sans sobre sub sud super supra tele trans
    video
    """.split()  # noqa: SIM905
)
"""First parts that also begin words without a hyphen: where the second half is commoner, it stays."""
_VERB_FOLLOWS = re.compile(
    r"\b(?:to|will|would|can|could|may|might|must|shall|should|not|n't|'ll|and|or)\s$", re.IGNORECASE
)
_ADJECTIVE = re.compile(r"isch(?:e[mnrs]?)?$")
_BEGINNING = re.compile(r"(?:^|\n|[\"'“‘«—–-]|[.!?] )[ \xa0]?$")
_INNER = re.compile(r"[a-z,;] $")
_DRAWN_OUT = re.compile(r"(?P<start>[^\W\d_]+)(?:\.\.\.|…)\s$")


def is_name_of_syllables(hyphen: Hyphen, score: BreakScore) -> bool:
    """Whether the form may be a name in the script of another language: Ken-ichi, Min-jae.

    >>> name = Hyphen("inside", 3, 4, "Ken", "ichi")
    >>> is_name_of_syllables(name, BreakScore(1.4, 2.3, (4.2, 2.7)))
    True
    """
    if len(hyphen.right) > _LONG or (score.joined or 0.0) >= _RARE_NAME:
        return False
    # Without a capital, a word of another language: ki-rin.
    if not hyphen.left[0].isupper() and len(hyphen.left + hyphen.right) > _SHORT:
        return False
    halves = hyphen.left.lower(), hyphen.right
    return any(all(map(pattern.fullmatch, halves)) for pattern in (_JAPANESE, _SYLLABLE))


def is_inner_name(text: str, hyphen: Hyphen) -> bool:
    """Whether the form has a capital in the middle of a sentence: few compounds of two words are names.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("and Green-wood won", "Green-wood won")
    >>> [is_inner_name(text, next(find_hyphens(text))) for text in texts]
    [True, False]
    """
    start = hyphen.start - len(hyphen.left)
    if not hyphen.left[0].isupper() or not hyphen.left[1:].islower():
        return False
    return _INNER.search(text, max(0, start - 3), start) is not None


def is_done_again(text: str, hyphen: Hyphen) -> bool:
    """Whether the form is a verb with `re`, and says that something is done again: they will re-lease it.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("they will re-lease it", "before its re-lease")
    >>> [is_done_again(text, next(find_hyphens(text))) for text in texts]
    [True, False]
    """
    if hyphen.left.lower() != "re" or not count_form("re", hyphen.right):
        return False
    return _VERB_FOLLOWS.search(text, max(0, hyphen.start - 12), hyphen.start - 2) is not None


def is_drawn_out(text: str, hyphen: Hyphen) -> bool:
    """Whether somebody draws the word out: he shouts it, or begins it twice.

    >>> from cleaner.stages.hyphenation.hyphens import find_hyphens
    >>> texts = ("Per-fect! he said", "a per... per-fect day", "a per-fect day")
    >>> [is_drawn_out(text, next(find_hyphens(text))) for text in texts]
    [True, True, False]
    """
    start, end = hyphen.start - len(hyphen.left), hyphen.end + len(hyphen.right)
    if text[end : end + 1] == "!" and _BEGINNING.search(text, max(0, start - 3), start):
        return True
    begun = _DRAWN_OUT.search(text, max(0, start - 12), start)
    return begun is not None and hyphen.left.lower().startswith(begun["start"].lower())


def is_adjective_pair(hyphen: Hyphen) -> bool:
    """Whether the form may be a pair of German adjectives: militant-islamistisch.

    >>> is_adjective_pair(Hyphen("inside", 8, 9, "militant", "islamistischen"))
    True
    """
    return len(hyphen.left) > 3 and hyphen.left.islower() and _ADJECTIVE.search(hyphen.right) is not None


def is_first_part(left: str) -> bool:
    """Whether `left` opens compounds in languages other than English: co-, ex-, vice-."""
    return left.lower() in _PREFIXES | _FIRST_PARTS


def is_foreign_compound(hyphen: Hyphen, score: BreakScore, language: str) -> bool:
    """Whether the form is a compound of a language other than English: of a prefix, or of two words.

    >>> is_foreign_compound(Hyphen("inside", 5, 6, "Start", "up"), BreakScore(4.4, 3.6, (4.9, 4.6)), "de")
    True
    """
    if hyphen.right in _SECOND_PARTS:
        return True
    # German writes its own compounds solid, or with a capital behind the hyphen.
    if language == "de" or score.joined is None:
        return False
    first, second = score.halves
    if second is not None and hyphen.left.lower() in _PREFIXES:
        return True
    rarest = min(first or 0.0, second or 0.0)
    # French puts hyphens between its words: plate-forme.
    if language == "fr" and rarest >= _FRENCH_WORD:
        return score.joined < rarest + _FEWER
    return score.joined + _FEWER < ((second or 0.0) if hyphen.left.lower() in _FIRST_PARTS else rarest)


def is_set_apart(hyphen: Hyphen, score: BreakScore) -> bool:
    """Whether an English prefix may be set apart, because the word behind it is much commoner: mis-use.

    >>> is_set_apart(Hyphen("inside", 3, 4, "mis", "use"), BreakScore(3.2, 3.5, (3.6, 5.8)))
    True
    """
    left, joined = hyphen.left.lower(), score.joined or 0.0
    if left in ("dis", "mis"):
        return joined + _FEWER < (score.halves[1] or 0.0)
    return left in ("out", "over", "under") and joined < _RARE_WORD


def weigh_joined(hyphen: Hyphen, score: BreakScore) -> float:
    """Returns what a joined form elsewhere in the text adds to the log-odds of a break.

    Much where it is a name or a rare word: nobody spells these in two ways. Little for two words
    (everlasting, ever-lasting), nothing for a compound of the moment (data-flow, cortico-striatal).

    >>> weigh_joined(Hyphen("inside", 8, 9, "Quarrels", "ham"), BreakScore(0.0, None, (3.0, 4.1)))
    2.5
    >>> weigh_joined(Hyphen("inside", 4, 5, "ever", "lasting"), BreakScore(0.5, 3.4, (5.7, 4.1)))
    0.5
    """
    if score.joined is not None:
        return 0.5 if are_words(score.halves) else 2.5
    if hyphen.left.islower() and (score.halves[1] or 0.0) >= WORD:
        return 0.0
    return 0.0 if hyphen.left.endswith("o") else 2.5
