"""Describes the evidence of an edit in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cleaner import json_codec

_NESTED = 20
"""Lists and objects inside one another that are shown; our own evidence has two."""


def describe_evidence(evidence: Mapping[str, object]) -> Iterator[str]:
    """Yields one line for each piece of evidence, in its order; a key without a description as key and value.

    >>> list(describe_evidence({"score": 10.5, "joined": 4.4, "halves": [2.2, None], "elsewhere": [0, 1]}))
    ... # doctest: +NORMALIZE_WHITESPACE
    ['score 10.5', 'the joined form has a frequency of 4.4 (Zipf)',
     'the halves have frequencies of 2.2 and none: unknown words',
     'the document writes it joined 0 times, and with the hyphen 1 time elsewhere']
    """
    for key, value in evidence.items():
        # A stage may add evidence that the table below does not know: it is shown all the same.
        describe = _DESCRIPTIONS.get(key)
        yield describe(value) if describe else f"{key}: {_format_value(value)}"


def _format_value(value: object, depth: int = _NESTED) -> str:
    if isinstance(value, str):
        return value
    if not depth:
        return "..."
    if isinstance(value, Sequence):
        return "; ".join(_format_value(item, depth - 1) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_format_value(item, depth - 1)}" for key, item in value.items())
    return json_codec.encode(value).decode()


def _describe_frequency(value: object) -> str:
    return "none: unknown words" if value is None else _format_value(value)


def _describe_halves(value: object) -> str:
    return f"the halves have frequencies of {' and '.join(map(_describe_frequency, _as_sequence(value)))}"


def _describe_counts(value: object) -> str:
    counts = [_format_times(number) for number in _as_sequence(value)]
    if len(counts) != 2:
        return f"elsewhere: {_format_value(value)}"
    return f"the document writes it joined {counts[0]}, and with the hyphen {counts[1]} elsewhere"


def _format_times(number: object) -> str:
    return "1 time" if number == 1 else f"{_format_value(number)} times"


def _as_sequence(value: object) -> Sequence[object]:
    # Evidence may come from a trail on disk: a shape that nobody expects must not end the report.
    return value if isinstance(value, Sequence) else [value]


_DESCRIPTIONS: Mapping[str, Callable[[object], str]] = {
    "score": lambda value: f"score {_format_value(value)}",
    "joined": lambda value: f"the joined form has a frequency of {_describe_frequency(value)} (Zipf)",
    "halves": _describe_halves,
    "elsewhere": _describe_counts,
    "reasons": lambda value: f"strongest features: {_format_value(value)}",
    "partner": lambda value: f"what was kept: {_format_value(value)}",
    "similarity": lambda value: f"similarity {_format_value(value)} (Jaccard, of runs of words)",
    "containment": lambda value: f"{_format_value(value)} of it stands in the kept one",
    "reason": lambda value: f"reason: {_format_value(value)}",
    "metadata": lambda value: f"kept as metadata: {_format_value(value)}",
    "withheld": lambda value: f"withheld; it would put {_format_value(value)!r} there",
    "decision": lambda value: f"decision of a reviewer: {_format_value(value)}",
}
