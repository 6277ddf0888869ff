"""The patterns of words that are written with a hyphen, by language (`data/own-hyphens.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_FILE: Final = files("cleaner.stages") / "data" / "own-hyphens.toml"
_NEVER: Final = re.compile(r"(?!)")


class HyphenatedForms(NamedTuple):
    """What a language writes with a hyphen: patterns of `left-right`, in lower case."""

    sure: re.Pattern[str] = _NEVER
    """Forms that no syllables of a word look like."""
    likely: re.Pattern[str] = _NEVER
    """Forms that some do: they count only where the joined form is not known."""
    named: re.Pattern[str] = _NEVER
    """Forms behind a capital, where the joined form is not known."""


@cache
def _load_patterns() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def load_forms(language: str) -> HyphenatedForms:
    """Return the forms of a language; of a language that is not listed, none.

    >>> load_forms("pt").sure.fullmatch("dar-lhe") is not None, load_forms("").sure.fullmatch("dar-lhe")
    (True, None)
    """
    patterns = _load_patterns().get(language, {})
    # Any of them, each in a group of its own: an alternative inside one stays there.
    compiled = {
        name: re.compile("|".join(f"(?:{form})" for form in forms)) for name, forms in patterns.items()
    }
    return HyphenatedForms(**compiled)
