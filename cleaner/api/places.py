"""The texts of a record that is a dictionary: found by dotted paths, and put back into a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.formats.record_codec import split_path

Path = tuple[str, ...]


def find_path(record: Mapping[str, Any], field: str) -> Path | None:
    """Find the keys that lead to a field, or None. Of all ways to read its name, the longest first key wins.

    >>> find_path({"a": {"b": "x"}}, "a.b"), find_path({"a": {"b": "x"}, "a.b": "y"}, "a.b")
    (('a', 'b'), ('a.b',))
    >>> find_path({}, "a") is None
    True
    """
    for head, tail in split_path(field):
        if head in record:
            if not tail:
                return (head,)
            inner = record[head]
            if isinstance(inner, Mapping):
                path = find_path(inner, tail)
                return None if path is None else (head, *path)
    return None


def get_value(record: Mapping[str, Any], path: Path) -> Any:
    """Return the value at a path that exists."""
    value: Any = record
    for key in path:
        value = value[key]
    return value


def replace_text(record: Mapping[str, Any], path: Path, text: str) -> dict[str, Any]:
    """Copy a record with another text at a path; all else is the same, in the same order.

    >>> record = {"id": 1, "a": {"b": "x", "c": 2}}
    >>> replace_text(record, ("a", "b"), "y"), record["a"]["b"]
    ({'id': 1, 'a': {'b': 'y', 'c': 2}}, 'x')
    """
    key, tail = path[0], path[1:]
    # Only the dictionaries on the path are copied: the caller's record must not change, and may be large.
    return {**record, key: replace_text(record[key], tail, text) if tail else text}
