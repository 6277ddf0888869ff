"""The reader of `cleaner-ignore.toml`: findings that are accepted, each with its reason.

::

    [[ignore]]
    path = "2026-03-14_*.txt"                # a pattern, as in .gitignore
    rule = "hyphenation.broken-word"         # a rule or a stage
    reason = "the firm writes itself so"     # required: the next reader will ask
    text = "Re-Sign"                         # optional: only where the place holds or touches this
"""

from __future__ import annotations

from pathlib import Path

from cleaner.catalogue import match_rules
from cleaner.configfile.options_file import check_key
from cleaner.configfile.toml_file import read_toml
from cleaner.errors import UsageError
from cleaner.formats.patterns import refuse_flaws
from cleaner.small_file import MIB
from cleaner.suppression import Suppression
from cleaner.tree_files import WORKING_TREE, TreeFiles

_LIMIT = 4 * MIB
"""Bytes of a file: some 25,000 suppressions."""
_REQUIRED = ("path", "rule", "reason")
_NAMES = (*_REQUIRED, "text")


def read_suppressions(path: Path, files: TreeFiles = WORKING_TREE) -> tuple[Suppression, ...]:
    """Read the suppressions of a file, in order.

    Raises `UsageError` with the number of the wrong entry, `InputError` for what is no TOML.
    """
    content = read_toml(path, files, _LIMIT)
    for name in content:
        check_key(path, name, ("ignore",), "")
    entries = content.get("ignore", [])
    if not isinstance(entries, list):
        raise UsageError(f"{path}: ignore must be a list of tables", remedy="write [[ignore]]")
    suppressions = tuple(_parse_suppression(path, number, entry) for number, entry in enumerate(entries, 1))
    refuse_flaws([each.path for each in suppressions], f"{path}: path")
    return suppressions


def _parse_suppression(path: Path, number: int, entry: object) -> Suppression:
    place = f"entry {number}: "
    if not isinstance(entry, dict):
        raise UsageError(f"{path}: {place}is no table", remedy="write [[ignore]]")
    for name, value in entry.items():
        check_key(path, name, _NAMES, place)
        # An empty text would accept everywhere, and an empty reason explains nothing.
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{path}: {place}{name} must be a string that is not empty")
    for name in _REQUIRED:
        if name not in entry:
            raise UsageError(f"{path}: {place}{name} is missing")
    try:
        # Resolved to ids at once: a rule that does not exist is an error of the file, with its entry.
        rules = tuple(sorted(match_rules([entry["rule"]])))
    except UsageError as error:
        raise UsageError(f"{path}: {place}{error.message}", remedy=error.remedy) from error
    return Suppression(entry["path"], rules, entry["reason"], entry.get("text", ""))
