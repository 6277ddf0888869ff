"""The evidence of an edit in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cleaner import json_codec


def lines(evidence: Mapping[str, object]) -> Iterator[str]:
    """One line a piece of evidence, in the order in which it was given; what has no words of its own here
    stands as key and value.

    >>> list(lines({"score": 10.5, "joined": 4.4, "halves": [2.2, None], "elsewhere": [0, 1]}))
    ... # doctest: +NORMALIZE_WHITESPACE
    ['score 10.5', 'the joined form has a frequency of 4.4 (Zipf)',
     'the halves have frequencies of 2.2 and none: unknown words',
     'the document writes it joined 0 times, and with the hyphen 1 time elsewhere']
    """
    for key, value in evidence.items():
        words = _WORDS.get(key)
        yield words(value) if words else f"{key}: {_plain(value)}"


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    return json_codec.encode(value).decode()


def _frequency(value: object) -> str:
    return "none: unknown words" if value is None else _plain(value)


def _halves(value: object) -> str:
    return f"the halves have frequencies of {' and '.join(map(_frequency, _items(value)))}"


def _elsewhere(value: object) -> str:
    joined, hyphenated = (_times(number) for number in _items(value))
    return f"the document writes it joined {joined}, and with the hyphen {hyphenated} elsewhere"


def _times(number: object) -> str:
    return "1 time" if number == 1 else f"{_plain(number)} times"


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) else [value]


_WORDS: Mapping[str, Callable[[object], str]] = {
    "score": lambda value: f"score {_plain(value)}",
    "joined": lambda value: f"the joined form has a frequency of {_frequency(value)} (Zipf)",
    "halves": _halves,
    "elsewhere": _elsewhere,
    "reasons": lambda value: f"strongest features: {_plain(value)}",
    "partner": lambda value: f"what was kept: {_plain(value)}",
    "similarity": lambda value: f"similarity {_plain(value)} (Jaccard, of runs of words)",
    "containment": lambda value: f"{_plain(value)} of it stands in the kept one",
    "reason": lambda value: f"reason: {_plain(value)}",
    "metadata": lambda value: f"kept as metadata: {_plain(value)}",
    "withheld": lambda value: f"withheld; it would put {_plain(value)!r} there",
    "decision": lambda value: f"decision of a reviewer: {_plain(value)}",
}
