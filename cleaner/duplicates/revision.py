"""Whether two similar texts say different things: the veto on what similarity alone would merge.

The texts are aligned word by word. Where they part for a few words only (a *slot*), both sides are read
for what they say: a figure against another figure, a name against another name, a date, a word against its
opposite, one negation more, another speaker. Passages that only one text has, or that were rewritten at
length, are edits of the same text and no revision. What a slot holds on one side alone (a figure against a
common word) is an edit too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cleaner.duplicates.alignment import Hunk, Token, hunks, parted, tokens
from cleaner.duplicates.lexicon import (
    AUXILIARIES,
    DATES,
    NUMBERS,
    SPEECH,
    TITLES,
    misspelt,
    negation,
    negations,
    opposite,
    roles,
    watched,
)

SLOT = 6
"""Words that a slot may hold on either side; what is longer is a rewritten passage."""
INSERTED = 4
"""Words of an inserted or removed run in which a negation turns the sentence; a longer run is a clause."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURE = re.compile(r"(?:(?:^|(?<=[\s($€£]))[-−+])?\d+(?:[.,:/]\d+)*")
STEM = 4
"""Letters by which "accept" and "accepted" are the same word beside a negation."""
_PARTS = re.compile("[,:/]")
_ROUND = re.compile(r"\.0+$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@lru_cache(maxsize=1024)
def revision(a: str, b: str) -> str:
    """What is said differently in b, as a reason in words; empty where nothing is.

    >>> revision("The court had accepted the plea.", "The court had not accepted the plea.")
    'negation: not'
    >>> revision("At least 14 people were hurt.", "At least 17 people were hurt.")
    'figure: 14 against 17'
    >>> revision("At least 14 people were hurt.", "At least fourteen people were injured.")
    ''
    """
    found = parted(a, b)
    old, new = found.changed
    if not (_telling(old) or _telling(new) or found.following in SPEECH):
        return ""
    return _read(*found.around)


def _read(a: str, b: str) -> str:
    """The first slot that says something else."""
    left, right = tokens(a), tokens(b)
    for hunk in hunks(left, right):
        if not hunk.a or not hunk.b:
            reason = _negated(hunk) if max(len(hunk.a), len(hunk.b)) <= INSERTED else ""
        elif max(len(hunk.a), len(hunk.b)) <= SLOT:
            reason = (
                _figures(hunk)
                or _dates(hunk)
                or _names(hunk, left, right)
                or _opposed(hunk)
                or _negated(hunk)
            ) or _speakers(hunk, left, right)
        else:
            reason = ""
        if reason:
            return reason
    return ""


def _telling(changed: str) -> bool:
    """The screen: whether words hold a capital, a figure, or one that this module knows."""
    return (
        changed != changed.lower()
        or _DIGIT.search(changed) is not None
        or not watched().isdisjoint(_WORD.findall(changed))
        or "n't" in changed
        or "n’t" in changed
    )


def figures(text: str) -> list[str]:
    """The figures of a text by value, with sign and decimal point.

    >>> figures("Down -2.5% to 10,000 at 3:30")
    ['-2.5', '10000', '3', '30']
    """
    values = (_THOUSANDS.sub("", figure).lstrip("+").replace("−", "-") for figure in _FIGURE.findall(text))
    return [part for value in values for part in _PARTS.split(value)]


def _against(kind: str, a: Sequence[str], b: Sequence[str]) -> str:
    return f"{kind}: {' '.join(a)} against {' '.join(b)}"


def _figures(hunk: Hunk) -> str:
    a, b = ([t.raw for t in side if _value(t.key)] for side in (hunk.a, hunk.b))
    if not a or not b:
        return ""
    values_a, values_b = ([_value(t.key) for t in side if _value(t.key)] for side in (hunk.a, hunk.b))
    if values_a == values_b or "".join(values_a) == "".join(values_b):
        return ""
    return _against("figure", a, b)


def _value(key: str) -> str:
    if key[-1:].isdigit():
        return _ROUND.sub("", _THOUSANDS.sub("", key).lstrip("+"))
    return NUMBERS.get(key, "")


def _dates(hunk: Hunk) -> str:
    a, b = ([t for t in side if _date(t)] for side in (hunk.a, hunk.b))
    if a and b and {_date(t) for t in a}.isdisjoint(_date(t) for t in b):
        return _against("date", [t.raw for t in a], [t.raw for t in b])
    return ""


def _date(token: Token) -> str:
    return DATES.get(token.key, "") if len(token.key) > 5 or token.raw[:1].isupper() else ""


def _names(hunk: Hunk, left: Sequence[Token], right: Sequence[Token]) -> str:
    a = _named(hunk.a, left, hunk.at[0])
    b = _named(hunk.b, right, hunk.at[1])
    if not a or not b or any(_same_name(x, y) for x in a for y in b):
        return ""
    if _initials(a) == _letters(b) or _initials(b) == _letters(a):
        return ""
    return _against("name", a, b)


def _named(side: Sequence[Token], text: Sequence[Token], at: int) -> list[str]:
    names: list[str] = []
    for place, token in enumerate(side, at):
        if not token.raw[0].isupper() or token.key in TITLES or _date(token) or _value(token.key):
            continue
        if token.raw.isupper() and any(near.raw.isupper() for near in _neighbours(text, place)):
            continue  # a heading in capitals
        following = text[place + 1] if place + 1 < len(text) else None
        certain = not token.initial or (
            following is not None
            and (
                following.key in SPEECH
                or following.key in AUXILIARIES
                or (following.raw[0].isupper() and not following.initial)
            )
        )
        if certain:
            names.append(token.raw)
    return names


def _neighbours(text: Sequence[Token], place: int) -> list[Token]:
    """The words before and after one, figures and single letters passed over."""
    return [
        token
        for token in (*text[max(0, place - 1) : place], *text[place + 1 : place + 2])
        if len(token.raw) > 1
    ]


def _same_name(a: str, b: str) -> bool:
    a, b = (name.lower().replace("’", "'").removesuffix("'s").replace(".", "") for name in (a, b))
    return misspelt(a, b) or a.startswith(b) or b.startswith(a)


def _initials(names: Sequence[str]) -> str:
    return "".join(name[0] for name in names).lower() if len(names) > 1 else ""


def _letters(names: Sequence[str]) -> str:
    return "".join(names).replace(".", "").lower()


def _opposed(hunk: Hunk) -> str:
    for x in hunk.a:
        for y in hunk.b:
            if opposite(x.key, y.key):
                return _against("opposite", [x.raw], [y.raw])
    return ""


def _negated(hunk: Hunk) -> str:
    """One negation more, where what stands beside it is the same.

    "did not accept" against "accepted", "can't" against "can"; "not" against an unrelated word is an edit.
    """
    a, b = negations(hunk.a), negations(hunk.b)
    if len(a) % 2 == len(b) % 2:
        return ""
    left, right = (_stems(side) for side in (hunk.a, hunk.b))
    if hunk.a and hunk.b and left != right and left.isdisjoint(right):
        return ""
    return f"negation: {' '.join(a + b)}"


def _stems(side: Sequence[Token]) -> set[str]:
    return {token.key[:STEM] for token in side if token.key not in AUXILIARIES and not negation(token.key)}


def _speakers(hunk: Hunk, left: Sequence[Token], right: Sequence[Token]) -> str:
    """One role for another; or any one noun for another where the verb of saying follows at once."""
    table = roles()
    a, b = ([t for t in side if t.key in table] for side in (hunk.a, hunk.b))
    if a and b:
        if {table[t.key] for t in a}.isdisjoint(table[t.key] for t in b):
            return _against("speaker", [t.raw for t in a], [t.raw for t in b])
        return ""
    i, j = hunk.at[0] + len(hunk.a), hunk.at[1] + len(hunk.b)
    if i == len(left) or j == len(right) or left[i].key not in SPEECH or right[j].key not in SPEECH:
        return ""
    x, y = hunk.a[-1], hunk.b[-1]
    if _noun(x) and _noun(y) and x.key[:STEM] != y.key[:STEM] and not misspelt(x.key, y.key):
        return _against("speaker", [x.raw], [y.raw])
    return ""


def _noun(token: Token) -> bool:
    """Whether a word before a verb of saying can be who speaks: long, and no adverb or auxiliary."""
    word = token.key
    return len(word) > STEM and word.isalpha() and not word.endswith("ly") and word not in AUXILIARIES
