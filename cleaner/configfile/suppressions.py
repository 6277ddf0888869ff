"""Reading `cleaner-ignore.toml`: findings that are accepted, each with its reason.

::

    [[ignore]]
    path = "2026-03-14_*.txt"                # a pattern, as in .gitignore
    rule = "hyphenation.broken-word"         # a rule or a stage
    reason = "the firm writes itself so"     # wanted: the next reader will ask
    text = "Re-Sign"                         # optional: only where the place holds or touches this
"""

from __future__ import annotations

from pathlib import Path

from cleaner.catalogue import match_rules
from cleaner.configfile.read import key_of, parsed
from cleaner.errors import UsageError
from cleaner.suppression import Suppression

_WANTED = ("path", "rule", "reason")
_KNOWN = (*_WANTED, "text")


def read(path: Path) -> tuple[Suppression, ...]:
    """The suppressions of a file, in its order. Raises `UsageError` with the number of the wrong entry."""
    found = parsed(path)
    for name in found:
        key_of(path, name, ("ignore",), "")
    entries = found.get("ignore", [])
    if not isinstance(entries, list):
        raise UsageError(f"{path}: ignore must be a list of tables", remedy="write [[ignore]]")
    return tuple(_suppression(path, number, entry) for number, entry in enumerate(entries, 1))


def _suppression(path: Path, number: int, entry: object) -> Suppression:
    place = f"entry {number}: "
    if not isinstance(entry, dict):
        raise UsageError(f"{path}: {place}is no table", remedy="write [[ignore]]")
    for name, value in entry.items():
        key_of(path, name, _KNOWN, place)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{path}: {place}{name} must be a string that is not empty")
    for name in _WANTED:
        if name not in entry:
            raise UsageError(f"{path}: {place}{name} is missing")
    try:
        rules = tuple(sorted(match_rules([entry["rule"]])))
    except UsageError as error:
        raise UsageError(f"{path}: {place}{error.message}", remedy=error.remedy) from error
    return Suppression(entry["path"], rules, entry["reason"], entry.get("text", ""))
