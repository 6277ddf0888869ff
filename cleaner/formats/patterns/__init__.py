"""Patterns of paths, in the language of .gitignore: for ignore files, `--exclude` and options by path.

A path matches a pattern as git has it: where a folder above it matches, all that is in the folder does. Only
that `?` and brackets stand for a character, as gitignore(5) says, and not for a byte of it. Two asterisks beside
anything but slashes are one, as it says, too.
"""

from __future__ import annotations

from cleaner.formats.patterns.pattern_set import (
    PathState,
    PatternSet,
    compile_patterns,
    find_matching,
    refuse_flaws,
)

__all__ = ["PathState", "PatternSet", "compile_patterns", "find_matching", "refuse_flaws"]
