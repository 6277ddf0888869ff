"""TOML that a stranger may have written: read within a limit, and every failure is one clear error."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from cleaner.errors import InputError
from cleaner.small_file import explain_bad_input
from cleaner.tree_files import TreeFiles

_MOST_PARTS = 64
"""Parts of a dotted key. `tomllib` takes time and memory with the square of their number: 20,000 parts in a
file of 40 kB are 1.6 GB. A table of options has 3."""

# Strings and comments, in which dots are no part of a key. It never goes back over what it has read, so that
# the search is linear. What is left open ends with the line or the file: the parser, which reads in the same
# order, has given up by then.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_PART = r"[A-Za-z0-9_-]++[ \t]*+"
# From the first character of a part alone: from each one, a long part would be read as often.
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:\.[ \t]*+{_PART}){{{_MOST_PARTS},}}")


def read_toml(path: Path, files: TreeFiles, limit: int) -> dict[str, object]:
    """Read a TOML file of at most `limit` bytes. Raises `InputError` for one that is none."""
    return decode_toml(files.read(path, limit), path)


def decode_toml(data: bytes, path: Path) -> dict[str, object]:
    """Decode the bytes of a TOML file; `path` is for messages. Raises `InputError`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", path=path, byte=error.start) from error
    long_key = _LONG_KEY.search(_OPAQUE.sub("k", text))
    if long_key is not None:
        raise InputError(
            f"has a key of more than {_MOST_PARTS} parts: {long_key.group()[:20]}...",
            path=path,
            remedy="shorten the key",
        )
    with explain_bad_input(path, "is no TOML"):
        return tomllib.loads(text)
