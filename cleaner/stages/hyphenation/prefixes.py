"""First parts that make compounds at will, and keep their hyphen."""

from __future__ import annotations

from typing import Final

ENGLISH_PREFIXES: Final = frozenset(
    "anti bi co extra mid mini multi non para post pseudo quasi self semi ultra under".split()  # noqa: SIM905
)
"""Parts that make compounds at will: a hyphen after one of them inside a line is meant."""


def is_prefix(left: str, language: str) -> bool:
    """Whether `left` is a first half that compounds keep their hyphen after: non-executive, nicht-EU.

    >>> is_prefix("Non", "en"), is_prefix("nicht", "de"), is_prefix("secu", "en")
    (True, True, False)
    """
    left = left.lower()
    return left in ENGLISH_PREFIXES if language == "en" else language == "de" and left == "nicht"
