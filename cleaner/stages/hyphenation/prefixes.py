"""First parts of words: those that make compounds and keep their hyphen, and those that never take one."""

from __future__ import annotations

from typing import Final

ENGLISH_PREFIXES: Final = frozenset(
    "anti bi co extra mid mini multi non para post pseudo quasi self semi ultra under".split()  # noqa: SIM905
)
"""Parts that make compounds at will: a hyphen after one of them inside a line is meant."""


_COMBINING: Final = frozenset("bio cyber eco euro geo hi macro mega micro neo pan".split())  # noqa: SIM905
"""Parts of new compounds (hi-res, neo-classical), which also begin old words without a hyphen (biology)."""
_GROWN_ON: Final = frozenset("ac af ag ap ar be com con em en il im ir ob oc sur un".split())  # noqa: SIM905
"""Prefixes that have grown on to their words: English puts no hyphen behind them but before a capital
(un-American). Left out: `dis`, `mis`, `in`, `de`, which some writers set apart (mis-use, in-house)."""


def is_grown_on(left: str) -> bool:
    """Whether `left`, in lower case, is an English prefix that takes no hyphen.

    >>> is_grown_on("un"), is_grown_on("mis")
    (True, False)
    """
    return left in _GROWN_ON


def is_prefix(left: str, language: str) -> bool:
    """Whether `left` is a first half that compounds keep their hyphen after: non-executive, nicht-EU.

    >>> is_prefix("Non", "en"), is_prefix("nicht", "de"), is_prefix("secu", "en")
    (True, True, False)
    """
    left = left.lower()
    return left in ENGLISH_PREFIXES if language == "en" else language == "de" and left == "nicht"


def opens_compounds(left: str, language: str) -> bool:
    """Whether a hyphen behind `left` inside a line is meant, unless the joined form is a word beyond doubt.

    >>> opens_compounds("hi", "en"), opens_compounds("non", "en"), opens_compounds("secu", "en")
    (True, True, False)
    """
    return is_prefix(left, language) or (language == "en" and left.lower() in _COMBINING)
