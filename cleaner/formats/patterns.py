"""Patterns of paths, in the language of .gitignore: for ignore files, `--exclude` and options by path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lines of one ignore file. A later line overrules an earlier one; `!` takes a match back.

    >>> patterns = Patterns(("drafts/", "*.md", "!read.md"))
    >>> patterns.match("a/x.md"), patterns.match("read.md"), patterns.match("a.txt")
    (True, False, None)
    """

    lines: tuple[str, ...]

    def match(self, path: str) -> bool | None:
        """Whether a path (of a folder: with a slash at its end) matches; None where no line matches it."""
        return _spec(self.lines).check_file(path).include

    def matches(self, path: str) -> bool:
        """Whether a path matches."""
        return bool(self.match(path))


@lru_cache(maxsize=4096)
def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
