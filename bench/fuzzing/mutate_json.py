"""JSON with another value somewhere in it, one that a reader may not expect there."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

_SPELT = "\ue000"
"""Stands for JSON that `json` does not write: replaced behind it."""
_SPELLINGS = (
    "[" * 3000 + "]" * 3000,
    '{"a":' * 2000 + "1" + "}" * 2000,
    "9" * 5000,
    "1e999",
    "-0.0",
    "NaN",
    '"\\ud800"',
    '"\\u0000"',
    "18446744073709551616",
    "-9223372036854775809",
    '{"a":1,"a":2}',
    "tru",
    "",
)


def change_value(value: object, rng: random.Random, tokens: Sequence[str], *, valid: bool = False) -> bytes:
    """The JSON of a value in which one thing is another: a number, a name, a list in place of a string.

    Unless it must be `valid`, it may be such as no program writes.
    """
    changed = _change(value, rng, tokens)
    try:
        text = json.dumps(changed, ensure_ascii=rng.random() < 0.5)
    except (ValueError, RecursionError):
        return b"[" * 500
    if valid:
        return text.replace(_SPELT, "x").replace("\\ue000", "x").encode("utf-8", "backslashreplace")
    if _SPELT in text or "\\ue000" in text:
        spelling = rng.choice(_SPELLINGS)
        text = text.replace(f'"{_SPELT}"', spelling).replace('"\\ue000"', spelling)
    return text.encode("utf-8", "surrogatepass")


def _change(value: Any, rng: random.Random, tokens: Sequence[str]) -> object:
    if isinstance(value, dict) and value and rng.random() < 0.9:
        return _change_object(value, rng, tokens)
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        if rng.random() < 0.7:
            return [*value[:place], _change(value[place], rng, tokens), *value[place + 1 :]]
        return rng.choice([value[:place] + value[place + 1 :], [*value, value[place]], value[::-1]])
    return _make_other(value, rng, tokens)


def _change_object(value: dict[str, Any], rng: random.Random, tokens: Sequence[str]) -> dict[str, object]:
    key = rng.choice(list(value))
    kind = rng.random()
    if kind < 0.7:
        return {**value, key: _change(value[key], rng, tokens)}
    if kind < 0.8:
        return {name: item for name, item in value.items() if name != key}
    if kind < 0.9:
        return {**value, rng.choice(tokens): value[key]}
    return {rng.choice(tokens) if name == key else name: item for name, item in value.items()}


def _make_other(value: object, rng: random.Random, tokens: Sequence[str]) -> object:
    if isinstance(value, bool) or value is None or rng.random() < 0.3:
        return rng.choice([None, True, False, [], {}, 0, -1, 1.5, "", "x", 2**63, 10**30, _SPELT, _SPELT])
    if isinstance(value, int | float):
        return rng.choice([value + 1, value - 1, -value, value * 2, 0, 2**31, 2**64, 0.5, f"{value!r:.20}"])
    if isinstance(value, str):
        place = rng.randrange(len(value) + 1)
        token = rng.choice(tokens)
        return rng.choice(
            [token, value[:place] + token + value[place:], value[:place], value + "\0", value * 2, [value]]
        )
    return _SPELT
