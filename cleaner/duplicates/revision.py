"""Whether two similar texts say different things: the veto on what similarity alone would merge.

The texts are aligned word by word. Where they differ in a few words only (a *slot*), the two sides are
compared: a figure with a figure, a name with a name, a date with a date, a word with its opposite, negations,
speakers. A passage that only one text has, or that was rewritten at length, is an edit of the same text and
no revision. So is a slot where only one side has something of a kind (a figure in place of a common word).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cleaner.duplicates.alignment import WordHunk, WordToken, diff_words, find_change, tokenize
from cleaner.duplicates.lexicon import (
    AUXILIARIES,
    DATES,
    NUMBERS,
    SPEECH,
    TITLES,
    are_opposites,
    find_negations,
    is_negation,
    is_spelling_of,
    load_roles,
    load_signal_words,
)

SLOT = 6
"""Words that a slot has on either side, at most; what is longer is a rewritten passage."""
INSERTED = 4
"""Words of an inserted or removed run in which a negation reverses the sentence; a longer run is a clause of
its own."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURE = re.compile(r"(?:(?:^|(?<=[\s($€£]))[-−+])?\d+(?:[.,:/]\d+)*")
STEM = 4
"""Letters by which "accept" and "accepted" are the same word beside a negation."""
_PARTS = re.compile("[,:/]")
_ROUND = re.compile(r"\.0+$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@lru_cache(maxsize=1024)
def find_revision(a: str, b: str) -> str:
    """Returns what `b` says differently, as a reason in words; empty if it says the same.

    >>> find_revision("The court had accepted the plea.", "The court had not accepted the plea.")
    'negation: not'
    >>> find_revision("At least 14 people were hurt.", "At least 17 people were hurt.")
    'figure: 14 against 17'
    >>> find_revision("At least 14 people were hurt.", "At least fourteen people were injured.")
    ''
    """
    change = find_change(a, b)
    old, new = change.difference
    # Most changes are of common words. To see that takes a fraction of an alignment.
    if not (_has_signal(old) or _has_signal(new) or change.next_word in SPEECH):
        return ""
    return _compare_slots(*change.in_context)


def _compare_slots(a: str, b: str) -> str:
    """Returns the reason of the first slot that says something else."""
    left, right = tokenize(a), tokenize(b)
    for hunk in diff_words(left, right):
        if not hunk.a or not hunk.b:
            reason = _compare_negations(hunk) if max(len(hunk.a), len(hunk.b)) <= INSERTED else ""
        elif max(len(hunk.a), len(hunk.b)) <= SLOT:
            reason = (
                _compare_figures(hunk)
                or _compare_dates(hunk)
                or _compare_names(hunk, left, right)
                or _compare_opposites(hunk)
                or _compare_negations(hunk)
            ) or _compare_speakers(hunk, left, right)
        else:
            reason = ""
        if reason:
            return reason
    return ""


def _has_signal(words: str) -> bool:
    """Whether there is a capital, a figure or a word of the lexicon: without one no rule here applies."""
    return (
        words != words.lower()
        or _DIGIT.search(words) is not None
        or not load_signal_words().isdisjoint(_WORD.findall(words))
        or "n't" in words
        or "n’t" in words
    )


def find_figures(text: str) -> list[str]:
    """Returns the figures of a text by value, with sign and decimal point.

    >>> find_figures("Down -2.5% to 10,000 at 3:30")
    ['-2.5', '10000', '3', '30']
    """
    values = (_THOUSANDS.sub("", figure).lstrip("+").replace("−", "-") for figure in _FIGURE.findall(text))
    return [part for value in values for part in _PARTS.split(value)]


def _contrast(kind: str, a: Sequence[str], b: Sequence[str]) -> str:
    return f"{kind}: {' '.join(a)} against {' '.join(b)}"


def _compare_figures(hunk: WordHunk) -> str:
    a, b = ([t.raw for t in side if _value_of(t.key)] for side in (hunk.a, hunk.b))
    if not a or not b:
        return ""
    # Joined values are compared too: "10 000" is "10,000".
    values_a, values_b = ([_value_of(t.key) for t in side if _value_of(t.key)] for side in (hunk.a, hunk.b))
    if values_a == values_b or "".join(values_a) == "".join(values_b):
        return ""
    return _contrast("figure", a, b)


def _value_of(key: str) -> str:
    if key[-1:].isdigit():
        return _ROUND.sub("", _THOUSANDS.sub("", key).lstrip("+"))
    return NUMBERS.get(key, "")


def _compare_dates(hunk: WordHunk) -> str:
    a, b = ([t for t in side if _date_of(t)] for side in (hunk.a, hunk.b))
    if a and b and {_date_of(t) for t in a}.isdisjoint(_date_of(t) for t in b):
        return _contrast("date", [t.raw for t in a], [t.raw for t in b])
    return ""


def _date_of(token: WordToken) -> str:
    return DATES.get(token.key, "") if len(token.key) > 5 or token.raw[:1].isupper() else ""


def _compare_names(hunk: WordHunk, left: Sequence[WordToken], right: Sequence[WordToken]) -> str:
    a = _find_names(hunk.a, left, hunk.at[0])
    b = _find_names(hunk.b, right, hunk.at[1])
    if not a or not b or any(_is_same_name(x, y) for x in a for y in b):
        return ""
    if _initials(a) == _letters(b) or _initials(b) == _letters(a):
        return ""
    return _contrast("name", a, b)


def _find_names(side: Sequence[WordToken], text: Sequence[WordToken], at: int) -> list[str]:
    names: list[str] = []
    for place, token in enumerate(side, at):
        if not token.raw[0].isupper() or token.key in TITLES or _date_of(token) or _value_of(token.key):
            continue
        if token.raw.isupper() and any(near.raw.isupper() for near in _neighbours(text, place)):
            continue  # a heading in capitals
        following = text[place + 1] if place + 1 < len(text) else None
        # The first word of a sentence is a name only if what follows shows it.
        is_name = not token.initial or (
            following is not None
            and (
                following.key in SPEECH
                or following.key in AUXILIARIES
                or (following.raw[0].isupper() and not following.initial)
            )
        )
        if is_name:
            names.append(token.raw)
    return names


def _neighbours(text: Sequence[WordToken], place: int) -> list[WordToken]:
    """The words before and after one, without figures and single letters."""
    return [
        token
        for token in (*text[max(0, place - 1) : place], *text[place + 1 : place + 2])
        if len(token.raw) > 1
    ]


def _is_same_name(a: str, b: str) -> bool:
    a, b = (name.lower().replace("’", "'").removesuffix("'s").replace(".", "") for name in (a, b))
    return is_spelling_of(a, b) or a.startswith(b) or b.startswith(a)


def _initials(names: Sequence[str]) -> str:
    return "".join(name[0] for name in names).lower() if len(names) > 1 else ""


def _letters(names: Sequence[str]) -> str:
    return "".join(names).replace(".", "").lower()


def _compare_opposites(hunk: WordHunk) -> str:
    for x in hunk.a:
        for y in hunk.b:
            if are_opposites(x.key, y.key):
                return _contrast("opposite", [x.raw], [y.raw])
    return ""


def _compare_negations(hunk: WordHunk) -> str:
    """One negation more, beside words with a stem in common.

    "did not accept" against "accepted", "can't" against "can". "not" for an unrelated word is an edit.
    """
    a, b = find_negations(hunk.a), find_negations(hunk.b)
    if len(a) % 2 == len(b) % 2:
        return ""
    left, right = (_stems(side) for side in (hunk.a, hunk.b))
    if hunk.a and hunk.b and left != right and left.isdisjoint(right):
        return ""
    return f"negation: {' '.join(a + b)}"


def _stems(side: Sequence[WordToken]) -> set[str]:
    return {token.key[:STEM] for token in side if token.key not in AUXILIARIES and not is_negation(token.key)}


def _compare_speakers(hunk: WordHunk, left: Sequence[WordToken], right: Sequence[WordToken]) -> str:
    """One role for another; or any noun for another where a verb of saying follows at once."""
    table = load_roles()
    a, b = ([t for t in side if t.key in table] for side in (hunk.a, hunk.b))
    if a and b:
        if {table[t.key] for t in a}.isdisjoint(table[t.key] for t in b):
            return _contrast("speaker", [t.raw for t in a], [t.raw for t in b])
        return ""
    i, j = hunk.at[0] + len(hunk.a), hunk.at[1] + len(hunk.b)
    if i == len(left) or j == len(right) or left[i].key not in SPEECH or right[j].key not in SPEECH:
        return ""
    x, y = hunk.a[-1], hunk.b[-1]
    if _can_speak(x) and _can_speak(y) and x.key[:STEM] != y.key[:STEM] and not is_spelling_of(x.key, y.key):
        return _contrast("speaker", [x.raw], [y.raw])
    return ""


def _can_speak(token: WordToken) -> bool:
    """Whether a word before a verb of saying can be the speaker: long, and no adverb or auxiliary."""
    word = token.key
    return len(word) > STEM and word.isalpha() and not word.endswith("ly") and word not in AUXILIARIES
