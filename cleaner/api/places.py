"""The texts of a record that is a dictionary: found by dotted paths, and put back into a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.formats.record_codec import split_path

Path = tuple[str, ...]


def find_path(record: Mapping[str, Any], field: str) -> Path | None:
    """The keys that lead to a field, as in files: of all ways to read it, the one with the longest first key.

    >>> find_path({"a": {"b": "x"}}, "a.b"), find_path({"a": {"b": "x"}, "a.b": "y"}, "a.b")
    (('a', 'b'), ('a.b',))
    >>> find_path({}, "a") is None
    True
    """
    for head, rest in split_path(field):
        if head in record:
            if not rest:
                return (head,)
            inner = record[head]
            if isinstance(inner, Mapping):
                found = find_path(inner, rest)
                return None if found is None else (head, *found)
    return None


def get_value(record: Mapping[str, Any], path: Path) -> Any:
    """What stands at a path."""
    value: Any = record
    for key in path:
        value = value[key]
    return value


def replace_text(record: Mapping[str, Any], path: Path, text: str) -> dict[str, Any]:
    """A copy of the record with another text at a path; all else is the same, in the same order.

    >>> record = {"id": 1, "a": {"b": "x", "c": 2}}
    >>> replace_text(record, ("a", "b"), "y"), record["a"]["b"]
    ({'id': 1, 'a': {'b': 'y', 'c': 2}}, 'x')
    """
    key, rest = path[0], path[1:]
    return {**record, key: replace_text(record[key], rest, text) if rest else text}
